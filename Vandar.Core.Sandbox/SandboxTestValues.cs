using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Every value that makes the sandbox say no, in one place; <c>GET /_sandbox/test-values</c> shows the same list to any language. What is
/// none of them is known and matches. What is set for the whole sandbox instead of a single value stands in <see cref="SandboxSwitches"/>.</summary>
public static class SandboxTestValues
{
    /// <summary>The values of <see cref="SandboxApplicants"/>, <see cref="SandboxInquiries"/>, <see cref="SandboxAccounts"/> and
    /// <see cref="SandboxBanking"/>.</summary>
    public static IReadOnlyList<SandboxTestValue> All { get; } =
    [
        new("SandboxApplicants.MismatchedMobileEnding", SandboxApplicants.MismatchedMobileEnding, "end of a mobile number",
            "create cardholder: 400, data do not match; Shahkar of a customer: FAILURE"),
        new("SandboxApplicants.MismatchedBirthYear", SandboxApplicants.MismatchedBirthYear, "start of a birth date",
            "create cardholder: 400, data do not match; KYC of a customer: FAILURE"),
        new("SandboxApplicants.UnknownNationalCodePrefix", SandboxApplicants.UnknownNationalCodePrefix, "start of a national code",
            "create cardholder: 400, no data found; KYC and Shahkar of a customer: NOT_FOUND"),
        new("SandboxApplicants.RegistryDownNationalCodePrefix", SandboxApplicants.RegistryDownNationalCodePrefix, "start of a national code",
            "create cardholder: 502; KYC and Shahkar of a customer: PENDING"),
        new("SandboxInquiries.FirstName", SandboxInquiries.FirstName, "first name of everybody in the civil registry",
            "KYC inquiry: 100 percent together with the last name"),
        new("SandboxInquiries.LastName", SandboxInquiries.LastName, "last name of everybody in the civil registry",
            "KYC inquiry: 100 percent together with the first name"),
        new("SandboxInquiries.UnmatchedPrefix", SandboxInquiries.UnmatchedPrefix,
            "start of a national code, company id, FIDA code, postal code or card number; bank code of an IBAN", "inquiries: 400 UNMATCHED"),
        new("SandboxInquiries.ProviderDownPrefix", SandboxInquiries.ProviderDownPrefix,
            "start of a national code, company id, FIDA code, postal code or card number; bank code of an IBAN", "inquiries: 502, free of charge"),
        new("SandboxInquiries.UnmatchedMobileEnding", SandboxInquiries.UnmatchedMobileEnding, "end of a mobile number",
            "inquiries: 400 UNMATCHED"),
        new("SandboxInquiries.ProviderDownMobileEnding", SandboxInquiries.ProviderDownMobileEnding, "end of a mobile number",
            "inquiries: 502, free of charge"),
        new("SandboxInquiries.UnmatchedBirthYear", SandboxInquiries.UnmatchedBirthYear, "start of a birth date", "inquiries: 400 UNMATCHED"),
        new("SandboxAccounts.OtherOwnerEnding", SandboxAccounts.OtherOwnerEnding, "end of a customer's IBAN or card",
            "inquiry of the account: UNMATCHED"),
        new("SandboxAccounts.BankDownEnding", SandboxAccounts.BankDownEnding, "end of a customer's IBAN or card", "inquiry of the account: 502"),
        new("SandboxBanking.DownProviderEnding", SandboxBanking.DownProviderEnding, "end of the issuing bank's name in the path",
            "accounts, balance, statement and transfers of its cards: 502"),
        new("SandboxBanking.UnknownBankCode", SandboxBanking.UnknownBankCode, "bank code of an IBAN that money is sent to",
            "Paya and Satna: the money comes back; Pol and settlement: 422; item of a batch: fails alone"),
    ];

    internal static JsonObject Page()
    {
        JsonArray values = [];
        foreach (SandboxTestValue value in All)
        {
            values.Add((JsonNode)new JsonObject
            {
                ["name"] = value.Name, ["value"] = value.Value, ["where"] = value.Where, ["effect"] = value.Effect,
            });
        }
        return new JsonObject { ["values"] = values };
    }
}

/// <summary>One test value.</summary>
/// <param name="Name">The constant that holds it.</param>
/// <param name="Value">The value.</param>
/// <param name="Where">The part of which field.</param>
/// <param name="Effect">What the sandbox then does, service by service.</param>
public sealed record SandboxTestValue(string Name, string Value, string Where, string Effect);
