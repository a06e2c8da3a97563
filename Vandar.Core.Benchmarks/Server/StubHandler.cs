using System.Net;
using System.Net.Http.Headers;

namespace Vandar.Core.Benchmarks.Server;

/// <summary>The API without a network: takes the body, and answers at once.</summary>
internal sealed class StubHandler(CannedApi api) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
            await content.CopyToAsync(Stream.Null, cancellationToken);
        return Answered(api, request);
    }

    internal static HttpResponseMessage Answered(CannedApi api, HttpRequestMessage request)
    {
        Reply reply = api.Answer(
            request.Method.Method, request.RequestUri!.OriginalString, request, static request => AuthorizationOf(request));
        ByteArrayContent body = new(reply.Body);
        body.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        return new HttpResponseMessage((HttpStatusCode)reply.Status) { Content = body, RequestMessage = request };
    }

    internal static string? AuthorizationOf(HttpRequestMessage request) =>
        request.Headers.NonValidated.TryGetValues("Authorization", out HeaderStringValues values) ? values.ToString() : null;
}
