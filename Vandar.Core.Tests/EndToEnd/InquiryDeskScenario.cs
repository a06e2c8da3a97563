using System.Net;
using Vandar.Core.Inquiries;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>A desk that asks the registries and banks about people, companies and accounts: it tells a match, a mismatch and a silent registry apart,
/// never asks twice under one key, and pays for answers only.</summary>
internal static class InquiryDeskScenario
{
    // Their beginnings and ends tell the sandbox what the registry knows.
    private static readonly Subjects s_known = new("0012345679", "09120000001", "IR170560000000200000000002", "6219860000000019", "100000000001", "1234567890", "10100000001");
    private static readonly Subjects s_strange = new("9990000018", "09120000099", "IR919990000000200000000002", "9990000000000011", "999000000001", "9994567890", "99900000001");
    private static readonly Subjects s_silent = new("9980000015", "09120000098", "IR659980000000200000000002", "9980000000000013", "998000000001", "9984567890", "99800000001");

    private static readonly JalaliDate s_birthDate = new(1370, 1, 1);

    /// <summary>Everything there is to ask, and what a known subject's answer must have.</summary>
    private static readonly Question[] s_questions =
    [
        new("kyc", async (ask, who, key) => (await ask.Kyc(Person(who, key))).IsMatch),
        new("shahkar", async (ask, who, key) => (await ask.Shahkar(new() { Mobile = who.Mobile, NationalCode = who.NationalCode, TrackId = key })).IsMatch),
        new("national_id", async (ask, who, key) =>
            IsOf(await ask.NationalId(new() { NationalCode = who.NationalCode, BirthDate = s_birthDate, TrackId = key }), who)),
        new("national_id_image", async (ask, who, key) =>
        {
            PersonRecord record = await ask.NationalIdImage(new() { NationalCode = who.NationalCode, BirthDate = s_birthDate, TrackId = key });
            return IsOf(record, who) && Convert.FromBase64String(record.Image!).Length > 0;
        }),
        new("fida", async (ask, who, key) =>
            (await ask.Fida(new() { FidaCode = who.FidaCode, BirthDate = "1370/01/01", TrackId = key })) is { FirstName: "Test", LastName: "Foreigner" }),
        new("postal_code", async (ask, who, key) =>
            (await ask.PostalCode(new() { PostalCode = who.PostalCode, TrackId = key })) is { Province: "تهران", City: "تهران", Address.Length: > 0 }),
        new("company_information", async (ask, who, key) =>
        {
            CompanyRecord record = await ask.CompanyInformation(new() { NationalId = who.CompanyId, TrackId = key });
            return record is { Name.Length: > 0, RegistrationNumber: "123456" } && record.NationalId == who.CompanyId
                && record.RegistrationDate.TryToDate(out JalaliDate day) && day == new JalaliDate(1390, 1, 20);
        }),
        new("company_signatories", async (ask, who, key) =>
            (await ask.CompanySignatories(new() { NationalId = who.CompanyId, TrackId = key })) is [{ Name: "مریم نمونه", Position: "مدیر عامل" }, { Name.Length: > 0 }]),
        new("national_code_iban", async (ask, who, key) =>
            (await ask.NationalCodeIban(new() { NationalCode = who.NationalCode, Iban = who.Iban, TrackId = key })).IsMatch),
        new("mobile_card", async (ask, who, key) => (await ask.MobileCard(new() { Mobile = who.Mobile, Card = who.Card, TrackId = key })).IsMatch),
        new("iban", async (ask, who, key) => (await ask.Iban(new() { Iban = who.Iban, TrackId = key }))
            is { BankName: "سامان", AccountOwners: [{ FirstName: SandboxInquiries.FirstName, LastName: SandboxInquiries.LastName }] }),
        new("card", async (ask, who, key) => (await ask.Card(new() { Card = who.Card, TrackId = key })).Name
            == $"{SandboxInquiries.FirstName} {SandboxInquiries.LastName}"),
    ];

    internal static Task Run(ClientAndSandbox shop) => Run(shop, Rial.Zero);

    internal static async Task Run(ClientAndSandbox shop, Rial price)
    {
        Rial before = shop.Sandbox.Business.Wallet;

        foreach (Question question in s_questions)
            await Asks(shop, question, price);
        await ComparesNames(shop, price);

        List<SandboxExecution> answered = [.. shop.Sandbox.Journal];
        Assert.That(answered.Select(row => row.Key), Is.Unique);
        Assert.That(before - shop.Sandbox.Business.Wallet, Is.EqualTo(Rial.Of(answered.Count * price.Value)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Fees), Is.EqualTo(before - shop.Sandbox.Business.Wallet));
        Assert.That((await shop.Client.Wallet.Balance()).Wallet.ToRial(), Is.EqualTo(shop.Sandbox.Business.Wallet));
    }

    private static async Task Asks(ClientAndSandbox shop, Question question, Rial price)
    {
        InquiriesClient inquiries = shop.Client.Inquiries;
        string match = question.Key("match"), mismatch = question.Key("mismatch"), silence = question.Key("silence");
        Rial[] wallet = new Rial[5];

        wallet[0] = shop.Sandbox.Business.Wallet;
        bool? known = await question.Verdict(inquiries, s_known, match);
        wallet[1] = shop.Sandbox.Business.Wallet;
        bool? strange = await question.Verdict(inquiries, s_strange, mismatch);
        wallet[2] = shop.Sandbox.Business.Wallet;
        VandarApiException? down = await Assert.ThrowsAsync<VandarApiException>(() => question.Verdict(inquiries, s_silent, silence));
        VandarApiException used = await Refusal.Of(new ValueTask<bool?>(question.Verdict(inquiries, s_known, match)), HttpStatusCode.UnprocessableEntity);
        VandarApiException usedUp = await Refusal.Of(new ValueTask<bool?>(question.Verdict(inquiries, s_strange, mismatch)), HttpStatusCode.UnprocessableEntity);
        wallet[3] = shop.Sandbox.Business.Wallet;
        bool? later = await question.Verdict(inquiries, s_known, question.Key("again"));
        wallet[4] = shop.Sandbox.Business.Wallet;

        Assert.That((known, strange, later), Is.EqualTo(((bool?)true, (bool?)false, (bool?)true)), question.Name);
        Assert.That((down!.StatusCode, down.Outcome, down.Key, down.SettledBy, InquiriesClient.IsProviderFailure(down)),
            Is.EqualTo((HttpStatusCode.BadGateway, RequestOutcome.Unknown, silence, (string?)null, true)));
        Assert.That(new[] { used, usedUp }.Select(refusal => (refusal.Errors.Single().Field, InquiriesClient.IsProviderFailure(refusal))),
            Is.All.EqualTo(("track_id", false)));
        Assert.That(wallet.Zip(wallet.Skip(1)).Select(pair => pair.First - pair.Second), Is.EqualTo(new[] { price, price, Rial.Zero, price }),
            $"{question.Name}: a match, a mismatch, a silence and two refusals, a match");
        Assert.That(shop.Executed(question.Operation), Is.EqualTo(new[] { match, mismatch, question.Key("again") }));
    }

    /// <summary>One person under a name of another spelling, under another's name, and with another's birth date.</summary>
    private static async Task ComparesNames(ClientAndSandbox shop, Rial price)
    {
        KycInquiry person = Person(s_known, "kyc-spelling");
        Rial before = shop.Sandbox.Business.Wallet;

        KycResult spelling = await shop.Client.Inquiries.Kyc(person with { LastName = "آزمايشي" });
        KycResult otherName = await shop.Client.Inquiries.Kyc(person with { FirstName = "مریم", LastName = "نمونه", TrackId = "kyc-name" });
        KycResult otherPerson = await shop.Client.Inquiries.Kyc(person with { BirthDate = new JalaliDate(1300, 1, 1), TrackId = "kyc-birth-date" });

        Assert.That((spelling.IsMatch, otherName.IsMatch, otherName.IsKnown, otherPerson.IsMatch, otherPerson.IsKnown),
            Is.EqualTo((true, false, true, false, false)));
        Assert.That(otherName.SimilarityPercentage, Is.LessThan(KycResult.RecommendedSimilarity));
        Assert.That(before - shop.Sandbox.Business.Wallet, Is.EqualTo(Rial.Of(3 * price.Value)));
    }

    private static KycInquiry Person(Subjects who, string key) => new()
    {
        FirstName = SandboxInquiries.FirstName, LastName = SandboxInquiries.LastName, NationalCode = who.NationalCode, BirthDate = s_birthDate, TrackId = key,
    };

    private static bool IsOf(PersonRecord record, Subjects who) =>
        record is { FirstName: SandboxInquiries.FirstName, LastName: SandboxInquiries.LastName, FatherName.Length: > 0 }
        && record.NationalCode == who.NationalCode.Value && record.BirthDate.TryToDate(out JalaliDate day) && day == s_birthDate;

    private sealed record Subjects(
        NationalCode NationalCode, MobileNumber Mobile, Iban Iban, CardNumber Card, string FidaCode, string PostalCode, string CompanyId)
    {
        internal Subjects(string nationalCode, string mobile, string iban, string card, string fidaCode, string postalCode, string companyId)
            : this(NationalCode.Parse(nationalCode), MobileNumber.Parse(mobile), Iban.Parse(iban), CardNumber.Parse(card), fidaCode, postalCode, companyId)
        {
        }
    }

    private sealed record Question(string Name, Func<InquiriesClient, Subjects, string, Task<bool?>> Ask)
    {
        internal string Operation => "inquiries." + Name;

        internal string Key(string which) => $"{Name}-{which}";

        /// <summary>What the desk makes of an answer: that nobody knows the subject is one as well.</summary>
        internal async Task<bool?> Verdict(InquiriesClient inquiries, Subjects who, string key)
        {
            try
            {
                return await Ask(inquiries, who, key);
            }
            catch (VandarApiException unknown) when (unknown.Code == InquiriesClient.Unmatched)
            {
                return false;
            }
        }
    }
}
