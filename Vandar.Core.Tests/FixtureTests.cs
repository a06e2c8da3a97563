using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vandar.Core.Tests.Http;
using Vandar.Core.Tests.Services;
using Vandar.Core.Tests.Values;

namespace Vandar.Core.Tests;

/// <summary>Runs every fixture: the request compared as method, address and JSON tree, the answer member by member.</summary>
internal sealed partial class FixtureTests
{
    [TestCaseSource(typeof(Fixture), nameof(Fixture.All))]
    public async Task Is_sent_and_read_as_written(Fixture fixture)
    {
        ScriptedHandler handler = new(ScriptedHandler.Json((HttpStatusCode)fixture.Status, fixture.Answer));
        using VandarClient client = Shop.Client(handler);

        if (fixture.IsRefusal)
            await IsRefused(fixture, client);
        else
            await IsRead(fixture, client);

        SeenRequest sent = handler.Seen[0];
        Assert.That(sent.Method, Is.EqualTo(fixture.Method));
        Assert.That(sent.Uri.AbsoluteUri, Is.EqualTo(fixture.Address.AbsoluteUri));
        Assert.That(sent.Authorization, Is.EqualTo(fixture.Endpoint.HasBearer ? "Bearer t" : ""));
        Assert.That(IsSameTree(Sent(sent.Body), fixture.Body), Is.True, $"sent: {Sent(sent.Body)}");
    }

    [Test, Category("S5")]
    public async Task S5_Every_request_has_the_same_bytes_in_every_culture([ValueSource(typeof(Cultures), nameof(Cultures.All))] string culture)
    {
        List<SeenRequest> requests = await Requests(culture);

        Assert.That(requests, Has.Count.GreaterThan(20));
        Assert.That(requests, Is.EqualTo(await Requests("")));
    }

    [Test, Category("S5")]
    public async Task S5_Every_answer_is_read_alike_in_every_culture([ValueSource(typeof(Cultures), nameof(Cultures.All))] string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        foreach (Fixture fixture in Fixture.All())
        {
            using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json((HttpStatusCode)fixture.Status, fixture.Answer)));
            if (fixture.IsRefusal)
                await IsRefused(fixture, client);
            else
                await IsRead(fixture, client);
        }
    }

    [Test]
    public void Every_operation_has_its_fixtures()
    {
        ILookup<string, Fixture> fixtures = Fixture.All().ToLookup(fixture => fixture.Operation);
        List<string> missing = [];
        foreach (string operation in Fixture.Operations().Select(operation => operation.Name))
        {
            string file = $"{Fixture.Directory}/{string.Join('/', operation.Split('.', 2))}";
            if (!fixtures[operation].Any(fixture => fixture.Variant.Length == 0))
                missing.Add($"{file}.http: a success, as the API reference prints it");
            if (!fixtures[operation].Any(fixture => fixture.IsRefusal))
                missing.Add($"{file}.<status>.http: a refusal, such as 422");
            if (!fixtures[operation].Any(fixture => fixture.IsFromTheFuture))
                missing.Add($"{file}.unknown.http: a success with a member future_… and with a new word in each wire enum");
            if (!Fixture.Called.Contains(operation))
                missing.Add($"GroupCalls.All[\"{operation}\"]: how the operation is called");
        }
        Assert.That(missing, Is.Empty, "write:");
    }

    [Test]
    public void Every_answer_from_the_future_has_something_new() =>
        Assert.That(
            Fixture.All().Where(fixture => fixture.IsFromTheFuture && !fixture.Answer.Contains("\"future_", StringComparison.Ordinal)), Is.Empty);

    /// <summary>Every request of every fixture, built under a culture; only the boundary between the parts of an upload is taken for granted.</summary>
    private static async Task<List<SeenRequest>> Requests(string culture)
    {
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        List<SeenRequest> requests = [];
        foreach (Fixture fixture in Fixture.All().Where(fixture => !fixture.IsRefusal))
        {
            ScriptedHandler handler = new(ScriptedHandler.Json((HttpStatusCode)fixture.Status, fixture.Answer));
            using VandarClient client = Shop.Client(handler);
            await fixture.Call(client);
            requests.AddRange(handler.Seen.Select(request => request with { Body = Boundary().Replace(request.Body, "--boundary") }));
        }
        return requests;
    }

    [GeneratedRegex("--[0-9a-f]{32}")]
    private static partial Regex Boundary();

    private static async Task IsRead(Fixture fixture, VandarClient client)
    {
        object? model = await fixture.Call(client);

        JsonElement answer = Json(fixture.Answer);
        if (model is null)
        {
            Assert.That(answer.GetProperty("code").GetString(), Is.EqualTo(fixture.Endpoint.PendingCode));
            return;
        }
        Assert.That(fixture.Differences(answer, model), Is.Empty);
    }

    private static async Task IsRefused(Fixture fixture, VandarClient client)
    {
        VandarApiException refusal = (VandarApiException)(await Assert.CatchAsync<VandarApiException>(() => fixture.Call(client)))!;
        JsonElement body = Json(fixture.Answer);

        Assert.That((int?)refusal.StatusCode, Is.EqualTo(int.Parse(fixture.Variant, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That(refusal.Operation, Is.EqualTo(fixture.Operation));
        Assert.That(refusal.Outcome, Is.EqualTo(fixture.Status < 500 ? RequestOutcome.Rejected : RequestOutcome.Unknown));
        Assert.That(refusal.SettledBy, Is.EqualTo(fixture.Endpoint.SettledBy));
        if (body.TryGetProperty("code", out JsonElement code))
            Assert.That(refusal.Code, Is.EqualTo(code.GetString()));
        if (body.TryGetProperty("message", out JsonElement message))
            Assert.That(refusal.ServerMessage, Is.EqualTo(message.GetString()));
        if (body.TryGetProperty("errors", out JsonElement errors))
            Assert.That(refusal.Errors, errors.ToString() == "[]" ? Is.Empty : Is.Not.Empty);
    }

    private static bool IsSameTree(string sent, string expected) =>
        sent.Length == 0 || expected.Length == 0 ? sent == expected : JsonElement.DeepEquals(Json(sent), Json(expected));

    /// <summary>A form as the fixture writes it: <c>{"multipart":{"name":"value","file":"name (type)"}}</c>.</summary>
    private static string Sent(string body)
    {
        if (!body.StartsWith("--", StringComparison.Ordinal))
            return body;
        IEnumerable<string> parts = FormPart().Matches(body).Select(part => part.Groups["file"] is { Success: true } file
            ? $"\"{part.Groups["name"]}\":\"{file} ({part.Groups["type"]})\""
            : $"\"{part.Groups["name"]}\":\"{part.Groups["value"]}\"");
        return $$$"""{"multipart":{{{{string.Join(',', parts)}}}}}""";
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    [GeneratedRegex("""name="(?<name>\w+)"(; filename="(?<file>[^"]+)"\r\nContent-Type: (?<type>\S+))?\r\n\r\n(?<value>[^\r]*)""")]
    private static partial Regex FormPart();
}
