using System.Net;
using System.Text;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.Tests.Conventions;

/// <summary>Every list of the client against servers that would like to keep it for ever.</summary>
[Category("L8")]
internal sealed class EndlessListTests
{
    private const int Patience = 12;

    private static IEnumerable<PublicCall> Lists() =>
        PublicCall.All.Where(call => call.Method.ReturnType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Paged<>));

    [TestCaseSource(nameof(Lists))]
    public async Task A_server_that_hands_out_one_page_for_ever_is_left(PublicCall list)
    {
        SamePage server = new();

        await Read(list, server);

        Assert.That(server.Asked, Has.Count.InRange(1, Patience - 1));
        // Whatever links stand in the page, the list asks where it asked first.
        Assert.That(server.Asked.Distinct().Count(), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Lists))]
    public async Task A_server_whose_rows_have_nothing_that_is_known_is_left_as_clearly(PublicCall list)
    {
        SamePage server = new() { Body = """{"status":1,"data":[{"strange":1},{"strange":2}]}""" };

        await Read(list, server);

        Assert.That(server.Asked, Has.Count.InRange(1, Patience - 1));
    }

    [TestCaseSource(nameof(Lists))]
    public async Task A_server_without_rows_is_not_asked_again(PublicCall list)
    {
        SamePage server = new() { Body = """{"status":1,"data":[]}""" };

        await Read(list, server);

        Assert.That(server.Asked, Has.Count.EqualTo(1));
    }

    private static async Task Read(PublicCall list, SamePage server)
    {
        using HttpClient http = new(server) { Timeout = Timeout.InfiniteTimeSpan };
        using VandarClient client = new(
            new() { Business = Sample.Word, AccessToken = "t", IpgApiKey = "k", MaxRetries = 0, RateLimits = VandarRateLimits.Off, AllowBodyCopies = true }, http);
        try
        {
            await PublicCall.End(list.Invoke(client, Sample.Arguments(list.Method)));
        }
        catch (VandarProtocolException)
        {
            // Left clearly, which is as good as ending.
        }
    }

    /// <summary>Answers with the endpoint's fixture, whichever page is asked for.</summary>
    private sealed class SamePage : HttpMessageHandler
    {
        internal string? Body { get; init; }

        internal List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string asked = $"{request.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)}";
            Asked.Add(asked);
            if (Asked.Count >= Patience)
                throw new InvalidOperationException("The list does not end.");
            string operation = EndpointRow.All.First(row => row.Operation != EndpointRow.Address && DocumentedEndpoints.IsThat(asked, row.Endpoints[0], Sample.PathTexts.Contains)).Operation;
            string body = Body ?? Fixture.All().First(fixture => fixture.Operation == operation && fixture.Variant.Length == 0).Answer;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }
    }
}
