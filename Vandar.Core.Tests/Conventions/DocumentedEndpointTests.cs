using System.Net;
using System.Text;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.Tests.Conventions;

/// <summary>Walks over everything the client offers, calls it, and holds what was asked for against the vendor's index.</summary>
internal sealed class DocumentedEndpointTests
{
    [Test]
    public async Task The_client_reaches_every_documented_endpoint()
    {
        List<string> reached = [];
        foreach (PublicCall call in PublicCall.All)
            reached.AddRange(await Ask(call));

        Assert.That(DocumentedEndpoints.All, Is.Unique.And.Length.EqualTo(116));
        Assert.That(
            DocumentedEndpoints.All.Where(documented => !reached.Any(asked => DocumentedEndpoints.IsThat(asked, documented, Sample.PathTexts.Contains))), Is.Empty,
            "no call on the client asks for");
    }

    /// <summary>Makes one call and waits for its end, whatever it is, and tells what was asked for.</summary>
    private static async Task<List<string>> Ask(PublicCall call)
    {
        Recorder recorder = new();
        using HttpClient http = new(recorder) { Timeout = Timeout.InfiniteTimeSpan };
        using VandarClient client = new(
            new() { Business = Sample.Word, AccessToken = "t", RefreshToken = "r", IpgApiKey = "k", MaxRetries = 0, RateLimits = VandarRateLimits.Off, AllowBodyCopies = true }, http);
        object result = call.Invoke(client, Sample.Arguments(call.Method));
        if (result is Uri address)
            return [$"GET {address.GetLeftPart(UriPartial.Path)}"];
        try
        {
            await PublicCall.End(result);
        }
        catch (VandarException)
        {
            // The recorder answers nothing that could be understood; what counts is what was asked.
        }
        return recorder.Asked;
    }

    private sealed class Recorder : HttpMessageHandler
    {
        internal List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add($"{request.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)}");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("""{"status":0,"message":"no"}""", Encoding.UTF8, "application/json") });
        }
    }
}
