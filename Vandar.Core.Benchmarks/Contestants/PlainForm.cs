using System.Net.Http.Headers;

namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>A photo as a form, with what the framework has for it.</summary>
internal static class PlainForm
{
    internal static MultipartFormDataContent Of(Stream photo)
    {
        StreamContent file = new(photo);
        file.Headers.ContentType = new MediaTypeHeaderValue(Errand.PhotoType);
        return new() { { new StringContent(Errand.DocumentType), "type" }, { file, "file", Errand.PhotoName } };
    }
}
