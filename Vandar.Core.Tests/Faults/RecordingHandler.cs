using System.Net;
using System.Text;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>Refuses every request, and keeps each as it would have gone out: its line, its headers, its bytes.</summary>
internal sealed class RecordingHandler : HttpMessageHandler
{
    internal const string Refusal = """{"status":0,"message":"no"}""";

    internal List<RecordedRequest> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        MemoryStream body = new();
        List<string> headers = [.. request.Headers.Select(Text)];
        if (request.Content is { } content)
        {
            await content.CopyToAsync(new WireStream(body), cancellationToken);
            headers.AddRange(content.Headers.Select(Text));
        }
        Requests.Add(new($"{request.Method} {request.RequestUri!.AbsoluteUri}", headers, body.ToArray()));
        return new(HttpStatusCode.NotFound) { Content = new StringContent(Refusal, Encoding.UTF8, "application/json") };
    }

    private static string Text(KeyValuePair<string, IEnumerable<string>> header) => $"{header.Key}: {string.Join(", ", header.Value)}";
}

internal sealed record RecordedRequest(string Line, IReadOnlyList<string> Headers, byte[] Body)
{
    internal string Text => Encoding.UTF8.GetString(Body);
}
