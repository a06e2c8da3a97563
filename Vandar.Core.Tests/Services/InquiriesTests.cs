using System.Globalization;
using System.Net;
using System.Text.Json;
using Vandar.Core.Inquiries;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Services;

/// <summary>Inquiries: a match, a mismatch, a failure behind the service, a refusal and a lost answer are five different things, and none repeats what was asked.</summary>
internal sealed class InquiriesTests
{
    private const string Key = "order-7";
    private const string Mismatch = """{"message":"no","data":[],"code":"UNMATCHED","errors":[]}""";
    private const string ProviderFailure = """{"message":"خطای سرویس خارجی","data":[],"code":"external_service_error","errors":[]}""";

    private static readonly NationalCode s_code = NationalCode.Parse("0012345679");
    private static readonly MobileNumber s_mobile = MobileNumber.Parse("09120000001");
    private static readonly Iban s_iban = Iban.Parse("IR170560000000200000000002");
    private static readonly CardNumber s_card = CardNumber.Parse("6219860000000019");
    private static readonly JalaliDate s_birthDate = new(1370, 1, 1);

    private static readonly KycInquiry s_kyc = new() { FirstName = "نام", LastName = "آزمایشی", NationalCode = s_code, BirthDate = s_birthDate, TrackId = Key };
    private static readonly ShahkarInquiry s_shahkar = new() { Mobile = s_mobile, NationalCode = s_code, TrackId = Key };
    private static readonly NationalIdInquiry s_person = new() { NationalCode = s_code, BirthDate = s_birthDate, TrackId = Key };
    private static readonly FidaInquiry s_fida = new() { FidaCode = "100000000001", BirthDate = "1370/01/01", TrackId = Key };
    private static readonly PostalCodeInquiry s_postalCode = new() { PostalCode = "1234567890", TrackId = Key };
    private static readonly CompanyInquiry s_company = new() { NationalId = "10100000001", TrackId = Key };
    private static readonly NationalCodeIbanInquiry s_codeIban = new() { NationalCode = s_code, Iban = s_iban, TrackId = Key };
    private static readonly MobileCardInquiry s_mobileCard = new() { Mobile = s_mobile, Card = s_card, TrackId = Key };

    private static readonly Dictionary<string, Func<InquiriesClient, Task>> s_all = new()
    {
        ["kyc"] = client => client.Kyc(s_kyc).AsTask(),
        ["shahkar"] = client => client.Shahkar(s_shahkar).AsTask(),
        ["national_id"] = client => client.NationalId(s_person).AsTask(),
        ["national_id_image"] = client => client.NationalIdImage(s_person).AsTask(),
        ["fida"] = client => client.Fida(s_fida).AsTask(),
        ["postal_code"] = client => client.PostalCode(s_postalCode).AsTask(),
        ["company_information"] = client => client.CompanyInformation(s_company).AsTask(),
        ["company_signatories"] = client => client.CompanySignatories(s_company).AsTask(),
        ["national_code_iban"] = client => client.NationalCodeIban(s_codeIban).AsTask(),
        ["mobile_card"] = client => client.MobileCard(s_mobileCard).AsTask(),
        ["iban"] = client => client.Iban(new() { Iban = s_iban, TrackId = Key }).AsTask(),
        ["card"] = client => client.Card(new() { Card = s_card, TrackId = Key }).AsTask(),
    };

    private static readonly string[] s_compared = ["kyc", "shahkar", "national_code_iban", "mobile_card"];

    private static IEnumerable<string> All => s_all.Keys;

    private static IEnumerable<string> Others => s_all.Keys.Except(s_compared);

    private static IEnumerable<TestCaseData> BrokenInquiries()
    {
        yield return Broken("no key", client => client.Shahkar(s_shahkar with { TrackId = null! }), nameof(Inquiry.TrackId));
        yield return Broken("blank key", client => client.Card(new() { Card = s_card, TrackId = " " }), nameof(Inquiry.TrackId));
        yield return Broken("key of two lines", client => client.Iban(new() { Iban = s_iban, TrackId = "a\nb" }), nameof(Inquiry.TrackId));
        yield return Broken("key too long", client => client.Kyc(s_kyc with { TrackId = new('x', 513) }), nameof(Inquiry.TrackId));
        yield return Broken("first name", client => client.Kyc(s_kyc with { FirstName = "" }), nameof(KycInquiry.FirstName));
        yield return Broken("last name", client => client.Kyc(s_kyc with { LastName = null! }), nameof(KycInquiry.LastName));
        yield return Broken("kyc code", client => client.Kyc(s_kyc with { NationalCode = default }), nameof(KycInquiry.NationalCode));
        yield return Broken("kyc birth date empty", client => client.Kyc(s_kyc with { BirthDate = default(JalaliDate) }), nameof(KycInquiry.BirthDate));
        yield return Broken("kyc birth date left out", client => client.Kyc(s_kyc with { BirthDate = null }), nameof(KycInquiry.BirthDate));
        yield return Broken("kyc birth date twice", client => client.Kyc(s_kyc with { Extra = Extra("birth_date") }), nameof(Inquiry.Extra));
        yield return Broken("further member without value", client => client.Kyc(s_kyc with { Extra = new Dictionary<string, JsonElement> { ["x"] = default } }), nameof(Inquiry.Extra));
        yield return Broken("key as further member", client => client.Shahkar(s_shahkar with { Extra = Extra("track_id") }), nameof(Inquiry.Extra));
        yield return Broken("mobile", client => client.Shahkar(s_shahkar with { Mobile = default }), nameof(ShahkarInquiry.Mobile));
        yield return Broken("person's code", client => client.NationalId(s_person with { NationalCode = default }), nameof(NationalIdInquiry.NationalCode));
        yield return Broken("person's birth date", client => client.NationalIdImage(s_person with { BirthDate = null }), nameof(NationalIdInquiry.BirthDate));
        yield return Broken("fida code", client => client.Fida(s_fida with { FidaCode = "" }), nameof(FidaInquiry.FidaCode));
        yield return Broken("fida birth date", client => client.Fida(s_fida with { BirthDate = null }), nameof(FidaInquiry.BirthDate));
        yield return Broken("postal code short", client => client.PostalCode(s_postalCode with { PostalCode = "123456789" }), nameof(PostalCodeInquiry.PostalCode));
        yield return Broken("postal code persian", client => client.PostalCode(s_postalCode with { PostalCode = "۱۲۳۴۵۶۷۸۹۰" }), nameof(PostalCodeInquiry.PostalCode));
        yield return Broken("company id of a person", client => client.CompanyInformation(s_company with { NationalId = "0012345679" }), nameof(CompanyInquiry.NationalId));
        yield return Broken("company id missing", client => client.CompanySignatories(s_company with { NationalId = null! }), nameof(CompanyInquiry.NationalId));
        yield return Broken("iban", client => client.NationalCodeIban(s_codeIban with { Iban = default }), nameof(NationalCodeIbanInquiry.Iban));
        yield return Broken("iban's code", client => client.NationalCodeIban(s_codeIban with { NationalCode = default }), nameof(NationalCodeIbanInquiry.NationalCode));
        yield return Broken("card", client => client.MobileCard(s_mobileCard with { Card = default }), nameof(MobileCardInquiry.Card));
        yield return Broken("card's mobile", client => client.MobileCard(s_mobileCard with { Mobile = default }), nameof(MobileCardInquiry.Mobile));
        yield return Broken("only an iban", client => client.Iban(new() { Iban = default, TrackId = Key }), nameof(IbanInquiry.Iban));
        yield return Broken("only a card", client => client.Card(new() { Card = default, TrackId = Key }), nameof(CardInquiry.Card));
        yield return Broken("no request", client => client.Card(null!), "request");

        static TestCaseData Broken<T>(string why, Func<InquiriesClient, ValueTask<T>> call, string member) =>
            new TestCaseData((Action<InquiriesClient>)(client => _ = call(client).AsTask()), member).SetArgDisplayNames(why);

        static Dictionary<string, JsonElement> Extra(string name) => new() { [name] = JsonElement.Parse("1") };
    }

    [TestCaseSource(nameof(BrokenInquiries))]
    public void A_broken_inquiry_is_refused_before_it_costs_anything(Action<InquiriesClient> call, string member)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(
            () => call(client.Inquiries),
            Throws.InstanceOf<ArgumentException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(member).And.Message.Not.Contains("0012345679"));
    }

    [Test]
    public async Task Names_are_a_match_from_the_vendors_threshold_on()
    {
        using VandarClient client = Answering((200, Percent("80")), (200, Percent("79")), (200, Percent("0")), (400, Mismatch));

        KycResult[] results = [await client.Inquiries.Kyc(s_kyc), await client.Inquiries.Kyc(s_kyc), await client.Inquiries.Kyc(s_kyc), await client.Inquiries.Kyc(s_kyc)];

        Assert.That(results.Select(result => (result.IsMatch, result.IsKnown, result.SimilarityPercentage)), Is.EqualTo(new[]
        {
            (true, true, (decimal?)80), (false, true, 79), (false, true, 0), (false, false, null),
        }));
    }

    [TestCase("96.5", "96.5", true)]
    [TestCase("\"96.5\"", "96.5", true)]
    [TestCase("80.0", "80.0", true)]
    [TestCase("79.99999999999999999999999999", "79.99999999999999999999999999", false)]
    [TestCase("1", "1", false)]
    [TestCase("100", "100", true)]
    public async Task A_percentage_with_a_fraction_is_read_without_loss(string value, string expected, bool isMatch)
    {
        using VandarClient client = Answering((200, Percent(value)));

        KycResult result = await client.Inquiries.Kyc(s_kyc);

        Assert.That((result.SimilarityPercentage?.ToString(CultureInfo.InvariantCulture), result.IsMatch), Is.EqualTo((expected, isMatch)));
    }

    [TestCase("""{"message":"","data":{}}""")]
    [TestCase("""{"message":"","data":[]}""")]
    [TestCase("""{"message":"","data":{"similarity_percentage":null}}""")]
    [TestCase("""{"message":"","data":{"similarity_percentage":0.96}}""")]
    [TestCase("""{"message":"","data":{"similarity_percentage":960}}""")]
    [TestCase("""{"message":"","data":{"similarity_percentage":100.5}}""")]
    [TestCase("""{"message":"","data":{"similarity_percentage":79.9999999999999999999999999999}}""")]
    [TestCase("""{"message":"","data":{"similarity_percentage":"96,5"}}""")]
    [TestCase("""{"message":"","data":{"similarity_percentage":true}}""")]
    [TestCase("""{"message":"","data":{"similarity_percentage":-1}}""")]
    [TestCase("""{"message":""}""")]
    public async Task A_percentage_that_is_none_is_no_mismatch(string body)
    {
        using VandarClient client = Answering((200, body));

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => client.Inquiries.Kyc(s_kyc).AsTask());

        Assert.That((failure!.Outcome, failure.Key), Is.EqualTo((RequestOutcome.Unknown, Key)));
    }

    [TestCase(200, """{"data":{"status":"MATCHED"}}""", true)]
    [TestCase(200, """{"data":{"status":"matched"}}""", true)]
    [TestCase(200, """{"data":{"status":"UNMATCHED"}}""", false)]
    [TestCase(400, Mismatch, false)]
    [TestCase(200, Mismatch, false)]
    [TestCase(200, """{"data":{"status":"MATCHED"},"code":"UNMATCHED"}""", false)]
    [TestCase(422, Mismatch, false)]
    [TestCase(200, """{"data":{"status":"PERHAPS"}}""", null)]
    public async Task Two_things_match_or_not_or_the_answer_says_neither(int status, string body, bool? expected)
    {
        using VandarClient client = Answering((status, body), (status, body), (status, body));

        Assert.That((await client.Inquiries.Shahkar(s_shahkar)).IsMatch, Is.EqualTo(expected));
        Assert.That((await client.Inquiries.NationalCodeIban(s_codeIban)).IsMatch, Is.EqualTo(expected));
        Assert.That((await client.Inquiries.MobileCard(s_mobileCard)).IsMatch, Is.EqualTo(expected));
    }

    [TestCase("""{"data":{"matched":true}}""", "matched")]
    [TestCase("""{"data":[]}""", null)]
    [TestCase("""{"data":"MATCHED"}""", "data")]
    [TestCase("""{"message":"ok"}""", "message")]
    [TestCase("""{"message":""}""", null)]
    public async Task A_guessed_answer_without_a_known_word_is_no_mismatch(string body, string? kept)
    {
        using VandarClient client = Answering((200, body));

        MatchResult result = await client.Inquiries.MobileCard(s_mobileCard);

        Assert.That((result.IsMatch, result.Extra?.Keys.Single()), Is.EqualTo(((bool?)null, kept)));
    }

    [Test]
    public async Task The_first_of_several_answers_makes_no_match_of_the_others()
    {
        const string Several = """{"data":[{"status":"MATCHED"},{"status":"UNMATCHED"}]}""";
        using VandarClient client = Answering((200, Several), (200, Several), (200, """{"data":[{"status":"MATCHED"}]}"""));

        Assert.That((await client.Inquiries.MobileCard(s_mobileCard)).IsMatch, Is.Null);
        Assert.That((await client.Inquiries.NationalCodeIban(s_codeIban)).IsMatch, Is.Null);
        Assert.That((await client.Inquiries.MobileCard(s_mobileCard)).IsMatch, Is.True);
    }

    [TestCaseSource(nameof(s_compared))]
    public async Task A_400_with_another_code_is_a_refusal_and_no_mismatch(string inquiry)
    {
        using VandarClient client = Answering((400, """{"message":"no","data":[],"code":"general_error","errors":[]}"""), (400, """{"status":0,"message":"no"}"""));

        VandarApiException? other = await Assert.ThrowsAsync<VandarApiException>(() => s_all[inquiry](client.Inquiries));
        VandarApiException? none = await Assert.ThrowsAsync<VandarApiException>(() => s_all[inquiry](client.Inquiries));

        Assert.That((other!.Code, other.Outcome), Is.EqualTo(("general_error", RequestOutcome.Rejected)));
        Assert.That((none!.Code, none.Outcome), Is.EqualTo(((string?)null, RequestOutcome.Rejected)));
        Assert.That(InquiriesClient.IsProviderFailure(other), Is.False);
    }

    [TestCaseSource(nameof(Others))]
    public async Task Where_there_is_nothing_to_return_a_mismatch_is_an_exception_that_says_so(string inquiry)
    {
        using VandarClient client = Answering((400, Mismatch));

        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => s_all[inquiry](client.Inquiries));

        Assert.That((failure!.Code, failure.Outcome), Is.EqualTo((InquiriesClient.Unmatched, RequestOutcome.Rejected)));
        Assert.That(InquiriesClient.IsProviderFailure(failure), Is.False);
    }

    [TestCaseSource(nameof(Others))]
    public async Task A_mismatch_in_a_200_is_not_read_as_something_that_was_found(string inquiry)
    {
        using VandarClient client = Answering(
            (200, Mismatch), (200, """{"data":{"name":"a","first_name":"a","address":"a"},"code":"UNMATCHED"}"""), (200, """{"data":[{"name":"a"}],"code":"OK"}"""));

        for (int i = 0; i < 2; i++)
        {
            VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => s_all[inquiry](client.Inquiries));
            Assert.That((failure!.StatusCode, failure.Code, failure.Outcome), Is.EqualTo((HttpStatusCode.OK, InquiriesClient.Unmatched, RequestOutcome.Rejected)));
        }
        await s_all[inquiry](client.Inquiries);
    }

    [Test]
    public async Task A_person_whom_nobody_knows_is_one_in_a_200_too()
    {
        using VandarClient client = Answering((200, Mismatch), (200, """{"data":{"similarity_percentage":96},"code":"UNMATCHED"}"""));

        for (int i = 0; i < 2; i++)
        {
            KycResult result = await client.Inquiries.Kyc(s_kyc);
            Assert.That((result.IsKnown, result.IsMatch), Is.EqualTo((false, false)));
        }
    }

    [TestCaseSource(nameof(All))]
    public async Task A_failure_behind_the_service_is_told_from_everything_else_and_not_repeated(string inquiry)
    {
        ScriptedHandler handler = new(
            Json(502, ProviderFailure), Json(502, "<html>Bad Gateway</html>"), Json(503, ProviderFailure), Json(502, Mismatch),
            (_, _) => throw new HttpRequestException("reset"));
        using VandarClient client = Shop.Client(handler);
        List<(bool IsProvider, RequestOutcome Outcome, string? Key)> failures = [];
        for (int i = 0; i < 5; i++)
        {
            VandarException? failure = await Assert.CatchAsync<VandarException>(() => s_all[inquiry](client.Inquiries));
            failures.Add((InquiriesClient.IsProviderFailure(failure!), failure!.Outcome, failure.Key));
        }

        Assert.That(failures.Select(failure => failure.IsProvider), Is.EqualTo(new[] { true, false, false, true, false }));
        Assert.That(failures.Select(failure => (failure.Outcome, failure.Key)), Has.All.EqualTo((RequestOutcome.Unknown, Key)));
        Assert.That(handler.Seen, Has.Count.EqualTo(5));
    }

    [TestCase("""{"message":"Bad Gateway"}""")]
    [TestCase("""{"message":"An invalid response was received from the upstream server","request_id":"1"}""")]
    [TestCase("""{"error":"upstream"}""")]
    public async Task A_502_without_a_code_may_be_a_gateways_and_is_not_said_to_be_free(string body)
    {
        using VandarClient client = Answering((502, body));

        VandarException? failure = await Assert.CatchAsync<VandarException>(() => client.Inquiries.Shahkar(s_shahkar).AsTask());

        Assert.That((InquiriesClient.IsProviderFailure(failure!), failure!.Outcome), Is.EqualTo((false, RequestOutcome.Unknown)));
    }

    [Test]
    public async Task A_502_of_another_service_is_none_of_an_inquiry()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Json(502, ProviderFailure)));

        VandarException? failure = await Assert.CatchAsync<VandarException>(() => client.Wallet.Balance(new() { MaxRetries = 0 }).AsTask());

        Assert.That(InquiriesClient.IsProviderFailure(failure!), Is.False);
        Assert.That(() => InquiriesClient.IsProviderFailure(null!), Throws.ArgumentNullException);
    }

    [TestCaseSource(nameof(All))]
    public async Task What_was_asked_about_is_in_no_exception(string inquiry)
    {
        string[] secrets =
            ["0012345679", "6219860000000019", "6219-8600-0000-0019", "IR170560000000200000000002", "09120000001", "100000000001", "1234567890", "10100000001"];
        string body = $$$"""{"message":"{{{string.Join(" / ", secrets)}}}","errors":{"card":["{{{string.Join("\",\"", secrets)}}}"]}}""";
        using VandarClient client = Answering((422, body));

        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => s_all[inquiry](client.Inquiries));

        foreach (string secret in secrets)
        {
            Assert.That(failure!.ToString(), Does.Not.Contain(secret));
            Assert.That(failure.Body, Does.Not.Contain(secret));
        }
    }

    [TestCase("""{"data":{"account_owners":[{"firstName":"Test","lastName":"Payer"}],"bank":"سامان"}}""")]
    [TestCase("""{"data":{"account_owners":[{"first_name":"Test","last_name":"Payer"}],"bank_name":"سامان"}}""")]
    [TestCase("""{"data":{"accountOwners":[{"firstName":"Test","last_name":"Payer"}],"bankName":"سامان"}}""")]
    [TestCase("""{"account_owners":[{"firstName":"Test","lastName":"Payer"}],"bank_name":"سامان"}""")]
    public async Task An_account_is_read_in_every_spelling(string body)
    {
        using VandarClient client = Answering((200, body));

        AccountRecord account = await client.Inquiries.Iban(new() { Iban = s_iban, TrackId = Key });

        Assert.That(account.AccountOwners.Select(owner => (owner.FirstName, owner.LastName)), Is.EqualTo(new[] { ("Test", "Payer") }));
        Assert.That((account.BankName, account.Extra), Is.EqualTo(("سامان", (IDictionary<string, JsonElement>?)null)));
    }

    [TestCase("""{"data":{"image":"/9j/"}}""", "/9j/", null)]
    [TestCase("""{"data":{"images":"/9j/"}}""", "/9j/", null)]
    [TestCase("""{"data":{"images":["/9j/"]}}""", null, "images")]
    public async Task A_picture_is_found_or_kept(string body, string? image, string? kept)
    {
        using VandarClient client = Answering((200, body));

        PersonRecord person = await client.Inquiries.NationalIdImage(s_person);

        Assert.That((person.Image, person.Extra?.Keys.Single()), Is.EqualTo((image, kept)));
    }

    [TestCase("""{"data":[{"name":"a"},{"name":"b"}]}""", "a,b")]
    [TestCase("""{"data":{"signatories":[{"name":"a"},{"name":"b"}]}}""", "a,b")]
    [TestCase("""{"data":{"name":"a"}}""", "a")]
    [TestCase("""{"data":[]}""", "")]
    [TestCase("""{"data":{}}""", "")]
    [TestCase("""{"data":null}""", "")]
    public async Task Signatories_come_as_a_list_or_as_one(string body, string names)
    {
        using VandarClient client = Answering((200, body));

        Assert.That(string.Join(',', (await client.Inquiries.CompanySignatories(s_company)).Select(signatory => signatory.Name)), Is.EqualTo(names));
    }

    [Test]
    public async Task Signatories_that_did_not_come_may_have_been_billed()
    {
        using VandarClient client = Answering((200, """{"message":""}"""));

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => client.Inquiries.CompanySignatories(s_company).AsTask());

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
    }

    private static string Percent(string value) => $$$"""{"message":"","data":{"similarity_percentage":{{{value}}}}}""";

    private static VandarClient Answering(params (int Status, string Body)[] answers) =>
        Shop.Client(new ScriptedHandler([.. answers.Select(answer => Json(answer.Status, answer.Body))]));

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Json(int status, string body) =>
        ScriptedHandler.Json((HttpStatusCode)status, body);
}
