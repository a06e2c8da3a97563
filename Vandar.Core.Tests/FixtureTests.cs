using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vandar.Core.Authentication;
using Vandar.Core.Business;
using Vandar.Core.Http;
using Vandar.Core.Ravand;
using Vandar.Core.Tests.Http;
using Vandar.Core.Tests.Services;
using Vandar.Core.Tests.Values;
using Vandar.Core.Tokens;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests;

/// <summary>Runs every fixture: the request compared as method, address and JSON tree, the answer member by member.</summary>
internal sealed partial class FixtureTests
{
    private const string Cardholder = "079fe78e-c1fc-42b8-a908-c5aed843a47f";

    private static readonly RequestOptions s_once = new() { MaxRetries = 0 };

    /// <summary>How each operation is called; a variant whose request differs has a line of its own. The result is the model as it came from the wire.</summary>
    private static readonly Dictionary<string, Func<VandarClient, Task<object?>>> s_calls = new(GroupCalls.All)
    {
        ["tokens.refresh"] = async client => AsOnTheWire(await client.Tokens.Spend("def50200a1b2c3d4e5f60718293a4b5c", default)),
        ["tokens.logout"] = async client => await client.Tokens.EndSession(default),
        ["business.get"] = async client => await client.Business.Get(s_once),
        ["business.users"] = async client => AsOnTheWire(await client.Business.UsersPage(new() { PerPage = 10 }, 1, s_once)),
        ["wallet.balance"] = async client => await client.Wallet.Balance(s_once),
        ["wallet.transactions"] = async client => AsOnTheWire(await client.Wallet.TransactionsPage(null, null, s_once)),
        ["wallet.transactions.filtered"] = async client => AsOnTheWire(await client.Wallet.TransactionsPage(s_everyFilter, "171234567891", s_once)),
        ["wallet.transaction_count"] = async client => await client.Wallet.TransactionCount(null, s_once),
        ["ipg.send"] = async client => await client.Ipg.Send(
            new()
            {
                Amount = Rial.Of(250_000), CallbackUrl = new("https://shop.example/pay/42/callback"), MobileNumber = MobileNumber.Parse("09120000000"),
                FactorNumber = "INV-42", Description = "Order 42", NationalCode = NationalCode.Parse("0012345679"),
                ValidCardNumbers = [CardNumber.Parse("5047060000000032")], Comment = "note", Port = PspPort.Saman, TerminalId = "7",
            },
            s_once),
        ["ipg.send.smallest"] = async client => await client.Ipg.Send(new() { Amount = Rial.Of(1_000), CallbackUrl = new("https://shop.example/cb") }, s_once),
        ["ipg.transaction"] = async client => await client.Ipg.Transaction("2YKWWXU9PLUHICC", s_once),
        ["ipg.verify"] = async client => await client.Ipg.Verify("2YKWWXU9PLUHICC", s_once),
        ["ravand.set_config"] = async client => AsOnTheWire(await client.Ravand.SetConfig(
            new() { Extra = new Dictionary<string, JsonElement> { ["callback_url"] = Json("\"https://shop.example/cards\""), ["card"] = Json("""{"design":7}""") } }, s_once)),
        ["ravand.provinces"] = async client => AsOnTheWire(await client.Ravand.Provinces(s_once)),
        ["ravand.cities"] = async client => AsOnTheWire(await client.Ravand.Cities(new() { ProvinceId = 8 }, s_once)),
        ["ravand.guilds"] = async client => AsOnTheWire(await client.Ravand.Guilds(s_once)),
        ["ravand.educations"] = async client => AsOnTheWire(await client.Ravand.Educations(s_once)),
        ["ravand.occupations"] = async client => AsOnTheWire(await client.Ravand.Occupations(s_once)),
        ["ravand.cardholders.create"] = async client => await client.Ravand.Cardholders("bank-x").Create(
            new()
            {
                NationalCode = NationalCode.Parse("0012345679"), Mobile = MobileNumber.Parse("09120000001"), BirthDate = new JalaliDate(1370, 1, 1),
            },
            s_once),
        ["ravand.cardholders.update"] = async client => await client.Ravand.Cardholders("bank-x").Update(
            Cardholder,
            new()
            {
                NationalCardSerialNumber = "1G00000001", PostalCode = "1234567890", BirthLocationId = 140, BirthCertificateLocationId = 140,
                OccupationId = 1, EducationId = 1, GuildId = 1, CityId = 140, ProvinceId = 8, Address = "Tehran, sample street 1",
                FirstNameEn = "Sara", LastNameEn = "Nemati", FatherNameEn = "Ali", Email = "sara@example.com",
                NationalCardExpirationDate = new JalaliDate(1410, 1, 1), NationalCardTrackingNumber = "T1",
                Extra = new Dictionary<string, JsonElement> { ["shoe_size"] = Json("38") },
            },
            s_once),
        ["ravand.cardholders.video_caption"] = async client => AsOnTheWire(await client.Ravand.Cardholders("bank-x").VideoCaption(Cardholder, s_once)),
        ["ravand.cardholders.upload"] = async client => await client.Ravand.Cardholders("bank-x").Upload(
            Cardholder, DocumentType.NationalCardFrontPhoto, VandarFile.From(new MemoryStream([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]), "front.jpg", "image/jpeg"), null, s_once),
        ["ravand.cardholders.finalize"] = async client => await client.Ravand.Cardholders("bank-x").Finalize(Cardholder, s_once),
        ["ravand.cardholders.inquire"] = async client => await client.Ravand.Cardholders("bank-x").Inquire(Cardholder, s_once),
        ["ravand.card.post_tracking"] = async client =>
            await client.Ravand.Cardholder("bank-x", Cardholder).Card.PostTracking(CardNumber.Parse("5047060000000032"), s_once),
        ["ravand.card.status"] = async client =>
            AsOnTheWire(await client.Ravand.Cardholder("bank-x", Cardholder).Card.Status(CardNumber.Parse("5047060000000032"), s_once)),
    };

    private static readonly TransactionQuery s_everyFilter = new()
    {
        FromDate = new JalaliDate(1398, 7, 3), ToDate = new JalaliDate(1403, 1, 12), Kind = TransactionKind.Settlements, State = TransactionState.Succeeded,
        Channel = TransactionChannel.CashInByCode, FormId = "f 1", RefId = "r1", TrackingCode = "t1", Id = "171234567890", TrackId = "order-7",
        FactorNumber = "INV/1", PerPage = 100, Search = "کتاب", SearchField = TransactionSearchField.Description,
    };

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
        Assert.That(sent.Authorization, Is.EqualTo(Operation(fixture).HasBearer ? "Bearer t" : ""));
        Assert.That(IsSameTree(Sent(sent.Body), fixture.Body), Is.True, $"sent: {Sent(sent.Body)}");
    }

    [Test]
    public async Task Every_request_has_the_same_bytes_in_every_culture([ValueSource(typeof(Cultures), nameof(Cultures.All))] string culture)
    {
        List<SeenRequest> requests = await Requests(culture);

        Assert.That(requests, Has.Count.GreaterThan(20));
        Assert.That(requests, Is.EqualTo(await Requests("")));
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
            if (!s_calls.ContainsKey(operation))
                missing.Add($"FixtureTests.s_calls[\"{operation}\"]: how the operation is called");
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
            await CallOf(fixture)(client);
            requests.AddRange(handler.Seen.Select(request => request with { Body = Boundary().Replace(request.Body, "--boundary") }));
        }
        return requests;
    }

    [GeneratedRegex("--[0-9a-f]{32}")]
    private static partial Regex Boundary();

    private static async Task IsRead(Fixture fixture, VandarClient client)
    {
        object? model = await CallOf(fixture)(client);

        JsonElement payload = Json(fixture.Answer);
        if (model is null)
        {
            Assert.That(payload.GetProperty("code").GetString(), Is.EqualTo(Operation(fixture).PendingCode));
            return;
        }
        foreach (PayloadStep step in Operation(fixture) is { MayBeBare: true } ? WrappedOnly(payload, Operation(fixture).Payload) : Operation(fixture).Payload)
            payload = step.Name is null ? payload[step.Index] : payload.GetProperty(step.Name);
        foreach (string step in fixture.Payload)
            payload = payload.GetProperty(step);
        // The envelope's word about itself is judged, not kept.
        IEnumerable<string> ignored = Operation(fixture).Payload.Length == 0 && fixture.Payload.Count == 0 ? [.. fixture.Ignored, "status"] : fixture.Ignored;
        Assert.That(new ModelComparer(ignored, fixture.IsFromTheFuture).Differences(payload, model), Is.Empty);
    }

    /// <summary>The way to a payload that may be the whole answer: none where nothing stands at its end.</summary>
    private static PayloadStep[] WrappedOnly(JsonElement answer, PayloadStep[] pointer) =>
        pointer is [var only] && answer.TryGetProperty(only.Name, out JsonElement found) && found.ValueKind is JsonValueKind.Object ? pointer : [];

    private static async Task IsRefused(Fixture fixture, VandarClient client)
    {
        VandarApiException refusal = (VandarApiException)(await Assert.CatchAsync<VandarApiException>(() => CallOf(fixture)(client)))!;
        JsonElement body = Json(fixture.Answer);

        Assert.That((int?)refusal.StatusCode, Is.EqualTo(int.Parse(fixture.Variant, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That(refusal.Operation, Is.EqualTo(fixture.Operation));
        Assert.That(refusal.Outcome, Is.EqualTo(fixture.Status < 500 ? RequestOutcome.Rejected : RequestOutcome.Unknown));
        Assert.That(refusal.SettledBy, Is.EqualTo(Operation(fixture).SettledBy));
        if (body.TryGetProperty("code", out JsonElement code))
            Assert.That(refusal.Code, Is.EqualTo(code.GetString()));
        if (body.TryGetProperty("message", out JsonElement message))
            Assert.That(refusal.ServerMessage, Is.EqualTo(message.GetString()));
        if (body.TryGetProperty("errors", out JsonElement errors))
            Assert.That(refusal.Errors, errors.ToString() == "[]" ? Is.Empty : Is.Not.Empty);
    }

    private static Func<VandarClient, Task<object?>> CallOf(Fixture fixture) =>
        s_calls.TryGetValue(fixture.ToString(), out Func<VandarClient, Task<object?>>? call) ? call : s_calls[fixture.Operation];

    private static Operation Operation(Fixture fixture) => Fixture.Operations().Single(operation => operation.Name == fixture.Operation);

    private static TokenAnswer AsOnTheWire(TokenPair pair) =>
        new() { AccessToken = pair.AccessToken, RefreshToken = pair.RefreshToken, ExpiresIn = (long?)(pair.ExpiresAt - pair.ObtainedAt)?.TotalSeconds };

    private static UserRows AsOnTheWire(Page<BusinessUser> page) =>
        new() { Page = page.Number, LastPage = page.LastNumber, Total = page.Total, Users = page.Items };

    private static TransactionRows AsOnTheWire(Page<WalletTransaction> page) => new() { HasMore = page.HasMore, Data = page.Items };

    private static Dictionary<string, object?> AsOnTheWire(RavandConfig config) => Members(config.Extra);

    private static List<object> AsOnTheWire(IReadOnlyList<RavandOption> options) =>
        [.. options.Select(option => Members(option.Extra, ("id", option.Id), ("name", option.Name), ("title", option.Name), ("province_id", option.ProvinceId)))];

    private static Dictionary<string, object?> AsOnTheWire(VideoCaption caption) => Members(
        caption.Extra, ("cardholder_id", caption.CardholderId), ("caption", caption.Caption), ("text", caption.Caption),
        ("video_caption", caption.Caption), ("sentence", caption.Caption));

    private static Dictionary<string, object?> AsOnTheWire(CardState state) =>
        Members(state.Extra, ("status", state.Status), ("card_number", state.CardNumber));

    private static Dictionary<string, object?> Members(IDictionary<string, JsonElement>? extra, params (string Name, object? Value)[] known)
    {
        Dictionary<string, object?> members = known.ToDictionary(member => member.Name, member => member.Value);
        foreach ((string name, JsonElement value) in extra ?? new Dictionary<string, JsonElement>())
            members[name] = value;
        return members;
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
