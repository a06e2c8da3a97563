using System.Net;
using System.Text.Json.Serialization;
using Vandar.Core.Tests.Services;

namespace Vandar.Core.Tests.Http;

/// <summary>The way out: endpoints the library does not model, with types of the caller's own.</summary>
internal sealed class VandarCallTests
{
    private static readonly RequestOptions s_once = new() { MaxRetries = 0 };

    [Test]
    public async Task A_call_is_sent_and_read_with_the_callers_types()
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.OK, """{"status":1,"data":{"items":[{"amount":"1000.00","port":"SAMAN","date":"1400/07/07"}]}}"""));
        using VandarClient client = Shop.Client(handler);
        VandarCall call = new VandarCall("POST", "/v3/business/:business/things/:thing_id/parts")
        {
            Arguments = ["a/b"], Query = [new("page", "2"), new("left", null), new("q", "x y")], Payload = ["data", "items", "[0]"],
        }.With(new OwnRequest { Iban = Iban.Parse("IR580540105180021273113007"), Amount = Rial.Of(5) }, OwnJson.Default.OwnRequest);

        OwnAnswer answer = await client.Send(call, OwnJson.Default.OwnAnswer, s_once);

        Assert.That((answer.Amount, answer.Port, answer.Date.ToString()), Is.EqualTo((Rial.Of(1_000), PspPort.Saman, "1400/07/07")));
        SeenRequest seen = handler.Seen.Single();
        Assert.That((seen.Method, seen.Uri.AbsoluteUri), Is.EqualTo((HttpMethod.Post, "https://api.vandar.io/v3/business/shop/things/a%2Fb/parts?page=2&q=x%20y")));
        Assert.That((seen.Authorization, seen.Body), Is.EqualTo(("Bearer t", """{"Iban":"IR580540105180021273113007","Amount":5}""")));
    }

    [TestCase(VandarService.Ipg, "https://ipg.vandar.io/x")]
    [TestCase(VandarService.Batch, "https://batch.vandar.io/x")]
    public async Task A_call_goes_to_its_service_and_without_the_token_where_it_must_not_go_along(VandarService service, string address)
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.OK, "{}"));
        using VandarClient client = Shop.Client(handler);

        await client.Send(new("DELETE", "/x") { Service = service, IsAuthorized = false }, OwnJson.Default.OwnAnswer, s_once);

        Assert.That((handler.Seen[0].Uri.AbsoluteUri, handler.Seen[0].Authorization, handler.Seen[0].Body), Is.EqualTo((address, "", "{}")));
    }

    [TestCase("GET", null, 2)]
    [TestCase("POST", null, 1)]
    [TestCase("DELETE", null, 1)]
    [TestCase("POST", Repeat.Safe, 2)]
    [TestCase("PUT", Repeat.Converges, 2)]
    [TestCase("POST", Repeat.Keyed, 1)]
    public async Task A_lost_answer_is_asked_for_again_only_where_the_caller_says_that_it_may(string method, Repeat? repeat, int sends)
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.BadGateway, "{}"));
        using VandarClient client = Shop.Client(handler);
        VandarCall call = new(method, "/v3/x") { Key = "order-7", SettledBy = "GET /v3/x/:id", Name = "own.x" };
        if (repeat is { } known)
            call = call with { Repeat = known };

        VandarApiException failure = (await Assert.ThrowsAsync<VandarApiException>(() => client.Send(call, OwnJson.Default.OwnAnswer, new() { MaxRetries = 1 }).AsTask()))!;

        Assert.That(handler.Seen, Has.Count.EqualTo(sends));
        Assert.That((failure.Outcome, failure.Key, failure.SettledBy, failure.Operation), Is.EqualTo((RequestOutcome.Unknown, "order-7", "GET /v3/x/:id", "own.x")));
    }

    [TestCase("""{"status":1,"message":"ok"}""")]
    [TestCase("""{"status":1,"data":{}}""")]
    [TestCase("""{"status":1,"data":{"item":[]}}""")]
    [TestCase("""{"status":1,"data":{"item":null}}""")]
    public async Task An_answer_that_has_nothing_where_the_caller_reads_is_no_success(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));
        VandarCall call = new("POST", "/v3/x") { Payload = ["data", "item"] };

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => client.Send(call, OwnJson.Default.OwnAnswer, s_once).AsTask());

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
    }

    [TestCase("PATCH ", "/x", "method")]
    [TestCase("get", "/x", "method")]
    [TestCase("TRACE", "/x", "method")]
    [TestCase("GET", "", "path")]
    [TestCase("GET", "/", "path")]
    [TestCase("GET", "x", "path")]
    [TestCase("GET", "//x", "path")]
    [TestCase("GET", "/x/", "path")]
    [TestCase("GET", "/x/../y", "path")]
    [TestCase("GET", "/x/./y", "path")]
    [TestCase("GET", "/x?y=1", "path")]
    [TestCase("GET", "/x#y", "path")]
    [TestCase("GET", "/x%2F", "path")]
    [TestCase("GET", "/x y", "path")]
    [TestCase("GET", "/x\r\ny", "path")]
    [TestCase("GET", "/:", "path")]
    [TestCase("GET", "https://evil.example/x", "path")]
    [TestCase("GET", "/@evil.example:443/x", "path")]
    public void An_endpoint_that_is_none_cannot_be_written(string method, string path, string parameter) =>
        Assert.That(() => new VandarCall(method, path), Throws.InstanceOf<ArgumentException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(parameter));

    private static IEnumerable<TestCaseData> BrokenCalls()
    {
        VandarCall call = new("GET", "/v3/x/:id") { Arguments = ["1"] };
        yield return Broken("no argument", call with { Arguments = [] }, nameof(VandarCall.Arguments));
        yield return Broken("too many arguments", call with { Arguments = ["1", "2"] }, nameof(VandarCall.Arguments));
        yield return Broken("an empty argument", call with { Arguments = [""] }, nameof(VandarCall.Arguments));
        yield return Broken("an argument that walks up", call with { Arguments = [".."] }, nameof(VandarCall.Arguments));
        yield return Broken("a missing argument", call with { Arguments = [null!] }, nameof(VandarCall.Arguments));
        yield return Broken("a name that is none", call with { Query = [new("a=b&c", "1")] }, nameof(VandarCall.Query));
        yield return Broken("an empty name", call with { Query = [new("", "1")] }, nameof(VandarCall.Query));
        yield return Broken("an empty step", call with { Payload = [""] }, nameof(VandarCall.Payload));
        yield return Broken("a step that is no index", call with { Payload = ["[12]"] }, nameof(VandarCall.Payload));
        yield return Broken("an index of the root", call with { Payload = ["[0]"] }, nameof(VandarCall.Payload));
        yield return Broken("null for the arguments", call with { Arguments = null! }, nameof(VandarCall.Arguments));
        yield return Broken("null for the query", call with { Query = null! }, nameof(VandarCall.Query));
        yield return Broken("null for the payload", call with { Payload = null! }, nameof(VandarCall.Payload));
        yield return Broken("another service", call with { Service = (VandarService)7 }, nameof(VandarCall.Service));
        yield return Broken("an empty key", call with { Key = "" }, nameof(VandarCall.Key));
        yield return Broken("a key of two lines", call with { Key = "a\nb" }, nameof(VandarCall.Key));
        yield return Broken("settled by nothing", call with { SettledBy = " " }, nameof(VandarCall.SettledBy));
        yield return Broken("no name", call with { Name = "" }, nameof(VandarCall.Name));

        static TestCaseData Broken(string why, VandarCall call, string member) => new TestCaseData(call, member).SetArgDisplayNames(why);
    }

    [TestCaseSource(nameof(BrokenCalls))]
    public void A_broken_call_is_refused_before_it_is_sent(VandarCall call, string member)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(
            () => { _ = client.Send(call, OwnJson.Default.OwnAnswer).AsTask(); },
            Throws.InstanceOf<ArgumentException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(member));
    }

    [Test]
    public void A_body_that_cannot_be_written_or_does_not_belong_there_is_refused()
    {
        using VandarClient client = Shop.Client(new NothingIsSent());
        VandarCall withoutIban = new VandarCall("POST", "/x").With(new OwnRequest { Amount = Rial.Of(5) }, OwnJson.Default.OwnRequest);

        Assert.That(() => { _ = client.Send(withoutIban, OwnJson.Default.OwnAnswer).AsTask(); }, Throws.ArgumentException.With.Message.Contains("default(Iban)"));
        Assert.That(() => new VandarCall("GET", "/x").With(new OwnRequest(), OwnJson.Default.OwnRequest), Throws.InvalidOperationException);
    }

    [Test]
    public void A_call_does_not_print_its_arguments() =>
        Assert.That(new VandarCall("GET", "/x/:card") { Arguments = ["5047060000000032"], Key = "secret" }.ToString(), Is.EqualTo(nameof(VandarCall)));
}

/// <summary>A request of the caller's own, with value types of the library.</summary>
internal sealed record OwnRequest
{
    public Iban Iban { get; init; }

    public Rial Amount { get; init; }
}

/// <summary>An answer of the caller's own.</summary>
internal sealed record OwnAnswer
{
    [JsonPropertyName("amount")]
    public Rial? Amount { get; set; }

    [JsonPropertyName("port")]
    public PspPort Port { get; set; }

    [JsonPropertyName("date")]
    public JalaliText Date { get; set; }
}

[JsonSerializable(typeof(OwnRequest))]
[JsonSerializable(typeof(OwnAnswer))]
internal sealed partial class OwnJson : JsonSerializerContext;
