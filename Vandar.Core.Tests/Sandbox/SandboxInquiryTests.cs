using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxInquiryTests
{
    private const string Known = "0012345679";
    private const string Iban = "IR170560000000200000000002";

    private static readonly string s_unknownPerson = Applicant.NationalCode(1, SandboxInquiries.UnmatchedPrefix);
    private static readonly string s_downPerson = Applicant.NationalCode(1, SandboxInquiries.ProviderDownPrefix);

    private static readonly (string Path, string Operation, string Good, string Bad, string Down)[] s_inquiries =
    [
        ("kyc", "kyc", Kyc(Known), Kyc(s_unknownPerson), Kyc(s_downPerson)),
        ("shahkar", "shahkar", Pair("mobile", "09120000001", "national_code", Known), Pair("mobile", "09120000099", "national_code", Known),
            Pair("mobile", "09120000098", "national_code", Known)),
        ("nid", "national_id", Person(Known), Person(s_unknownPerson), Person(s_downPerson)),
        ("nid-image", "national_id_image", Person(Known), Person(s_unknownPerson), Person(s_downPerson)),
        ("fida", "fida", Pair("fida_code", "100000000001", "birth_date", "1370/01/01"),
            Pair("fida_code", "999000000001", "birth_date", "1370/01/01"), Pair("fida_code", "998000000001", "birth_date", "1370/01/01")),
        ("postal-code", "postal_code", One("postal_code", "1234567890"), One("postal_code", "9994567890"), One("postal_code", "9984567890")),
        ("company-information", "company_information", One("national_code", "10100000001"), One("national_code", "99900000001"),
            One("national_code", "99800000001")),
        ("company-signature", "company_signatories", One("national_code", "10100000001"), One("national_code", "99900000001"),
            One("national_code", "99800000001")),
        ("national-code-iban", "national_code_iban", Pair("national_code", Known, "iban", Iban),
            Pair("national_code", Known, "iban", IbanOf("999")), Pair("national_code", Known, "iban", IbanOf("998"))),
        ("match-mobile-card", "mobile_card", Pair("mobile", "09120000001", "card", "6219860000000019"),
            Pair("mobile", "09120000001", "card", "9999860000000019"), Pair("mobile", "09120000001", "card", "9989860000000019")),
        ("iban", "iban", One("iban", Iban), One("iban", IbanOf("999")), One("iban", IbanOf("998"))),
        ("card", "card", One("card", "6219860000000019"), One("card", "9999860000000019"), One("card", "9989860000000019")),
    ];

    public static IEnumerable<TestCaseData> Inquiries => s_inquiries.Select(inquiry =>
        new TestCaseData(inquiry.Path, inquiry.Operation, inquiry.Good, inquiry.Bad, inquiry.Down).SetArgDisplayNames(inquiry.Path));

    [TestCaseSource(nameof(Inquiries))]
    public async Task Known_values_match_test_values_do_not_and_the_provider_can_fail(
        string path, string operation, string good, string bad, string down)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply match = await Ask(shop, path, good, "t-1"), mismatch = await Ask(shop, path, bad, "t-2"), failure = await Ask(shop, path, down, "t-3");

        Assert.That((match.Status, match["track_id"].GetString()), Is.EqualTo((200, "t-1")), match.Text);
        Assert.That((mismatch.Status, mismatch.Code, mismatch.Data.GetRawText()), Is.EqualTo((400, "UNMATCHED", "[]")), mismatch.Text);
        Assert.That((failure.Status, failure.Code), Is.EqualTo((502, "external_service_error")));
        Assert.That(shop.Sandbox.Journal.Select(row => (row.Operation, row.Key)),
            Is.EqualTo(new[] { ("inquiries." + operation, "t-1"), ("inquiries." + operation, "t-2") }));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_000_000)), "no fee unless the switch says so");
    }

    [TestCaseSource(nameof(Inquiries))]
    public async Task Every_field_is_required_and_a_track_id_works_once(string path, string operation, string good, string bad, string down)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply empty = await shop.Post(Root + path, "{}");
        Reply first = await Ask(shop, path, good, "t-1"), again = await Ask(shop, path, good, "t-1");

        string[] fields = [.. JsonDocument.Parse($"{{{good}}}").RootElement.EnumerateObject().Select(field => field.Name), "track_id"];
        Assert.That((empty.Status, empty["message"].GetString()), Is.EqualTo((422, "The given data was invalid.")));
        Assert.That(empty["errors"].EnumerateObject().Select(error => error.Name), Is.EquivalentTo(fields));
        Assert.That((first.Status, again.Status), Is.EqualTo((200, 422)));
        Assert.That(again["errors"].EnumerateObject().Single().Name, Is.EqualTo("track_id"));
        Assert.That(shop.Sandbox.Journal, Has.Count.EqualTo(1));
    }

    [TestCase("shahkar", "\"mobile\":\"9120000001\",\"national_code\":\"0012345679\"", "mobile")]
    [TestCase("shahkar", "\"mobile\":\"09120000001\",\"national_code\":\"0012345670\"", "national_code")]
    [TestCase("nid", "\"national_code\":\"0012345679\",\"birth_date\":\"1370/13/01\"", "birth_date")]
    [TestCase("nid", "\"national_code\":\"0012345679\",\"birth_date\":137001", "birth_date")]
    [TestCase("fida", "\"fida_code\":\"x\",\"birth_date\":\"1990-01-01\"", "fida_code")]
    [TestCase("postal-code", "\"postal_code\":\"123\"", "postal_code")]
    [TestCase("company-information", "\"national_code\":\"0012345679\"", "national_code")]
    [TestCase("iban", "\"iban\":\"IR170560000000200000000003\"", "iban")]
    [TestCase("iban", "\"iban\":\"ir170560000000200000000002\"", "iban")]
    [TestCase("card", "\"card\":\"621986000000001\"", "card")]
    [TestCase("card", "\"card\":6219860000000019", "card")]
    public async Task Bad_values_are_422_under_their_field(string path, string fields, string field)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await Ask(shop, path, fields, "t-1");

        Assert.That(reply.Status, Is.EqualTo(422), reply.Text);
        Assert.That(reply["errors"].EnumerateObject().Select(error => error.Name), Is.EqualTo(new[] { field }));
        Assert.That(shop.Sandbox.Journal, Is.Empty);
    }

    [TestCase("\"birth_date\":13700101", 200)]
    [TestCase("\"birth_date\":\"1370/1/1\"", 200)]
    [TestCase("\"birth_date\":\"13700101\"", 200)]
    [TestCase("\"birthday\":\"1370/01/01\"", 200)]
    [TestCase("\"birth_date\":13000101", 400)]
    [TestCase("\"birthday\":\"1300/01/01\"", 400)]
    public async Task Birth_date_of_a_kyc_comes_in_every_spelling_that_was_seen(string birthDate, int status)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await Ask(shop, "kyc", $"\"first_name\":\"a\",\"last_name\":\"b\",\"national_code\":\"{Known}\",{birthDate}", "t-1");

        Assert.That(reply.Status, Is.EqualTo(status), reply.Text);
    }

    [TestCase("نام", "آزمایشی", 100)]
    [TestCase("نام", "آزمايشي", 100)]
    [TestCase("نام", "آزمایش", 90)]
    [TestCase("x", "y", 0)]
    public async Task Names_are_compared_with_those_of_the_registry(string firstName, string lastName, int likeness)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await Ask(shop, "kyc",
            $"\"first_name\":\"{firstName}\",\"last_name\":\"{lastName}\",\"national_code\":\"{Known}\",\"birth_date\":13700101", "t-1");

        Assert.That(reply.Data.GetProperty("similarity_percentage").GetInt32(), Is.EqualTo(likeness));
    }

    [Test]
    public async Task Answers_have_the_known_shapes()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        JsonElement shahkar = (await Ask(shop, "shahkar", Pair("mobile", "09120000001", "national_code", Known), "1")).Data;
        JsonElement iban = (await Ask(shop, "iban", One("iban", Iban), "2")).Data;
        JsonElement image = (await Ask(shop, "nid-image", Person(Known), "3")).Data;
        JsonElement signatories = (await Ask(shop, "company-signature", One("national_code", "10100000001"), "4")).Data;

        Assert.That(shahkar.GetRawText(), Is.EqualTo("""{"status":"MATCHED"}"""));
        Assert.That(iban.GetProperty("account_owners")[0].GetProperty("firstName").GetString(), Is.EqualTo(SandboxInquiries.FirstName));
        Assert.That((iban.GetProperty("bank_name").GetString(), iban.GetProperty("account_number").ValueKind),
            Is.EqualTo(("سامان", JsonValueKind.Null)));
        Assert.That(image.GetProperty("image").GetBytesFromBase64(), Has.Length.GreaterThan(10_000));
        Assert.That(signatories.ValueKind, Is.EqualTo(JsonValueKind.Array));
    }

    [Test]
    public async Task Match_and_mismatch_are_billed_a_failure_is_not_and_an_empty_wallet_asks_nothing()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { InquiryFee = new Rial(400_000) });

        await Ask(shop, "nid", Person(s_downPerson), "t-1");
        Rial afterFailure = shop.Sandbox.Business.Wallet;
        await Ask(shop, "nid", Person(Known), "t-2");
        await Ask(shop, "nid", Person(s_unknownPerson), "t-3");
        Reply broke = await Ask(shop, "nid", Person(Known), "t-4");

        Assert.That(afterFailure, Is.EqualTo(new Rial(1_000_000)));
        Assert.That((broke.Status, broke.Code), Is.EqualTo((402, "insufficient_balance")));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(200_000)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Fees), Is.EqualTo(new Rial(800_000)));
        Assert.That(shop.Sandbox.Journal.Select(row => (row.Key, row.Amount)),
            Is.EqualTo(new[] { ("t-2", (Rial?)new Rial(400_000)), ("t-3", new Rial(400_000)) }));
    }

    [TestCase(true, 422)]
    [TestCase(false, 502)]
    public async Task A_failed_inquiry_may_use_up_its_track_id(bool takes, int status)
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { InquiryProviderDown = true, FailedInquiryTakesTrackId = takes });

        Reply failure = await Ask(shop, "nid", Person(Known), "t-1"), again = await Ask(shop, "nid", Person(Known), "t-1");

        Assert.That((failure.Status, again.Status), Is.EqualTo((502, status)));
        Assert.That(shop.Sandbox.Journal, Is.Empty);
    }

    [Test]
    public async Task Switches_close_the_service_change_the_refusal_and_the_shape()
    {
        await using SandboxShop closed = await SandboxShop.Open(new SandboxSwitches { InquiriesEnabled = false });
        await using SandboxShop other = await SandboxShop.Open(new SandboxSwitches { UnknownSubjectStatus = 404, SignatoriesInObject = true });

        Reply forbidden = await Ask(closed, "card", One("card", "6219860000000019"), "t-1");
        Reply unknown = await Ask(other, "card", One("card", "9999860000000019"), "t-1");
        Reply unmatched = await Ask(other, "match-mobile-card", Pair("mobile", "09120000001", "card", "9999860000000019"), "t-2");
        Reply signatories = await Ask(other, "company-signature", One("national_code", "10100000001"), "t-3");

        Assert.That((forbidden.Status, unknown.Status, unknown.Code, unmatched.Status), Is.EqualTo((403, 404, "UNMATCHED", 400)));
        Assert.That(signatories.Data.GetProperty("signatories").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task Inquiries_take_a_form_and_want_a_token()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply form = await shop.PostForm(Root + "shahkar", ("mobile", "09120000001"), ("national_code", Known), ("track_id", "t-1"));
        shop.AccessToken = null;
        Reply stranger = await Ask(shop, "card", One("card", "6219860000000019"), "t-2");

        Assert.That((form.Status, stranger.Status), Is.EqualTo((200, 401)));
        Assert.That(stranger.Text, Is.EqualTo("""{"status":0,"error":"Unauthenticated"}"""));
    }

    /// <summary>An IBAN of a bank, with its check digits.</summary>
    internal static string IbanOf(string bank)
    {
        string account = bank + "0000000200000000002";
        BigInteger number = BigInteger.Parse(account + "182700", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"IR{98 - (int)(number % 97):00}{account}");
    }

    private const string Root = "v3/business/sample-shop/customers/inquiry/";

    private static Task<Reply> Ask(SandboxShop shop, string path, string fields, string trackId) =>
        shop.Post(Root + path, $$"""{{{fields}},"track_id":"{{trackId}}"}""");

    private static string Kyc(string nationalCode) =>
        $"\"first_name\":\"نام\",\"last_name\":\"آزمایشی\",\"national_code\":\"{nationalCode}\",\"birth_date\":13700101";

    private static string Person(string nationalCode) => Pair("national_code", nationalCode, "birth_date", "1370/01/01");

    private static string One(string name, string value) => $"\"{name}\":\"{value}\"";

    private static string Pair(string name1, string value1, string name2, string value2) => $"{One(name1, value1)},{One(name2, value2)}";
}
