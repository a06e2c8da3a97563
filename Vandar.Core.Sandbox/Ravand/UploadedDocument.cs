using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Vandar.Core.Sandbox;

/// <summary>The parts of one upload, read as they arrive: the file is counted and hashed, never kept.</summary>
internal sealed class UploadedDocument
{
    private const int TypeLimit = 100;

    public string? Type { get; private set; }

    public string? FileName { get; private set; }

    public string ContentType { get; private set; } = "";

    public long Length { get; private set; }

    public string Sha256 { get; private set; } = "";

    public bool TooLarge { get; private set; }

    /// <summary>Reads the request to its end. A body that breaks off, or is no multipart text at all, counts as an empty form.</summary>
    public static async Task<UploadedDocument> Read(HttpContext context, long limit)
    {
        UploadedDocument document = new();
        try
        {
            if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type)
                && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
                && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 } boundary)
            {
                MultipartReader reader = new(boundary.ToString(), context.Request.Body);
                while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
                    await document.Read(section, limit, context.RequestAborted);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            document = new UploadedDocument();
        }
        await RequestBody.Drain(context);
        return document;
    }

    public SandboxDocument Recorded() => new(Type!, FileName!, ContentType, Length, Sha256);

    private async Task Read(MultipartSection section, long limit, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition))
            return;
        string name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        if (name == "type")
        {
            byte[] text = new byte[TypeLimit];
            int read = await section.Body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken);
            Type = Encoding.UTF8.GetString(text, 0, read);
        }
        else if (name == "file" && disposition.IsFileDisposition())
        {
            StringSegment fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
            FileName = HeaderUtilities.RemoveQuotes(fileName).ToString();
            ContentType = section.ContentType ?? "";
            await Hash(section.Body, limit, cancellationToken);
        }
    }

    private async Task Hash(Stream file, long limit, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            int read;
            while ((read = await file.ReadAsync(chunk, cancellationToken)) > 0)
            {
                Length += read;
                TooLarge = Length > limit;
                hash.AppendData(chunk, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
        Sha256 = Convert.ToHexString(hash.GetHashAndReset());
    }
}
