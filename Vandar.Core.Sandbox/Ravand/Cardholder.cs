using System.Globalization;
using System.Numerics;

namespace Vandar.Core.Sandbox;

/// <summary>One applicant at one issuing bank.</summary>
internal sealed class Cardholder(string id, string provider)
{
    public string Id => id;

    public string Provider => provider;

    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SandboxDocument> Documents { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset? IssuedAt { get; private set; }

    public IssuedCard? Card { get; private set; }

    public bool IsFinalized => Card is not null;

    public void Finalized(DateTimeOffset issuedAt, IssuedCard card) => (IssuedAt, Card) = (issuedAt, card);

    public bool IsIssued(DateTimeOffset now) => now >= IssuedAt;
}

/// <summary>What the bank gives out. The numbers are invented but pass their check digits.</summary>
internal sealed record IssuedCard(string CardNumber, string AccountNumber, string Iban, string IdInBank, string PostTrackingCode)
{
    private const string CardPrefix = "504706";
    private const string BankCode = "061";

    public static IssuedCard Draw(SeededValues seeded, string cardholderId)
    {
        string label = "card/" + cardholderId;
        string account = "0000000" + seeded.Digits(label + "/account", 12);
        return new IssuedCard(WithLuhnDigit(CardPrefix + seeded.Digits(label + "/number", 9)), account, ToIban(BankCode + account),
            "1" + seeded.Digits(label + "/bank", 6), "1" + seeded.Digits(label + "/post", 23));
    }

    private static string WithLuhnDigit(string digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit;
        }
        return digits + (char)('0' + (10 - sum % 10) % 10);
    }

    // ISO 13616: 98 minus the remainder of the account with "IR00" (I = 18, R = 27) behind it.
    public static string ToIban(string account)
    {
        int check = 98 - (int)(BigInteger.Parse(account + "182700", NumberStyles.None, CultureInfo.InvariantCulture) % 97);
        return string.Create(CultureInfo.InvariantCulture, $"IR{check:00}{account}");
    }
}
