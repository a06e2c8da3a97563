namespace Vandar.Core.Sandbox;

/// <summary>The states of a card. Only the first word is published, the others are invented.</summary>
internal static class CardStatus
{
    public const string Issued = "ISSUED";
    public const string Active = "ACTIVE";
    public const string Blocked = "BLOCKED";
}

/// <summary>One applicant at one issuing bank.</summary>
internal sealed class Cardholder(string id, string provider)
{
    public string Id => id;

    public string Provider => provider;

    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SandboxDocument> Documents { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset? IssuedAt { get; private set; }

    public IssuedCard? Card { get; private set; }

    public string CardStatus { get; set; } = Sandbox.CardStatus.Issued;

    /// <summary>The bank account of the card, from the moment the card is issued.</summary>
    public CardAccount? Account { get; set; }

    /// <summary>The credit line, once the business has registered one.</summary>
    public CreditLine? Credit { get; set; }

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
        return new IssuedCard(WithLuhnDigit(CardPrefix + seeded.Digits(label + "/number", 9)), account, SeededValues.IbanOf(BankCode, account),
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
}
