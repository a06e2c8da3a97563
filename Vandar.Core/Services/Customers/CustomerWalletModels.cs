using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Customers;

/// <summary>What is in a customer's wallet, in Rial (Vandar API, customer wallet chapter).</summary>
/// <remarks>
/// An answer in another currency is refused with a <see cref="VandarProtocolException"/>: read as Rial it would be wrong by ten. So is a balance with
/// a fraction: it is not rounded.
/// </remarks>
public sealed record CustomerWalletBalance : VandarModel, IIdentified
{
    private bool _isTold;

    /// <summary>The balance, in Rial.</summary>
    public Rial Balance
    {
        get;
        set
        {
            field = value;
            _isTold = true;
        }
    }

    /// <summary>The unit by the server's own word: <c>RIAL</c>.</summary>
    public string? Currency { get; set; }

    bool IIdentified.HasIdentity => _isTold && CustomerWalletReceipt.IsRial(Currency);
}

/// <summary>A deposit to a customer's wallet, or a withdrawal from it (Vandar API, customer wallet chapter).</summary>
public sealed record ChangeCustomerWallet : VandarModel, IKeyed
{
    /// <summary>The amount, in Rial, at least 1; positive for a withdrawal too.</summary>
    public required Rial Amount { get; init; }

    /// <summary>
    /// Your key for this one deposit or withdrawal, never used before, not blank, of one line and at most 512 characters. Keep it with your order:
    /// after an unknown outcome a new key would move the money a second time.
    /// </summary>
    public required string TrackId { get; init; }

    /// <summary>A note, not blank. The transaction list shows it, but not the key.</summary>
    public string? Comment { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (Amount <= Rial.Zero)
            throw new ArgumentOutOfRangeException(nameof(Amount), "The amount is at least 1 Rial.");
        TextArgument.Check(TrackId, nameof(TrackId));
        TextArgument.NotBlank(Comment, nameof(Comment));
    }
}

/// <summary>A deposit or withdrawal that was done (Vandar API, customer wallet chapter).</summary>
public sealed record CustomerWalletReceipt : VandarModel, IIdentified
{
    private const string CurrencyRial = "RIAL";

    /// <summary>The transaction's id, a UUID: <see cref="CustomerTransaction.Uuid"/> in the list, which is inferred.</summary>
    public string Id { get; set; } = "";

    /// <summary>The key, as it was sent.</summary>
    [JsonConverter(typeof(SideText))]
    public string? TrackId { get; set; }

    /// <summary>The server's words in Persian, for people.</summary>
    [JsonConverter(typeof(SideText))]
    public string? Message { get; set; }

    /// <summary>
    /// What is in the wallet afterwards, in Rial; that it is the balance afterwards is inferred. Null where it did not come, came with a fraction, or
    /// in another <see cref="Currency"/>: none of that undoes the transaction.
    /// </summary>
    [JsonIgnore]
    public Rial? Balance => IsRial(Currency) ? BalanceAsTold : null;

    [JsonInclude, JsonPropertyName("balance"), JsonConverter(typeof(SideMoney<Rial>))]
    internal Rial? BalanceAsTold { get; set; }

    /// <summary>The unit by the server's own word: <c>RIAL</c>.</summary>
    public string? Currency { get; set; }

    /// <summary>The note, as it was sent.</summary>
    [JsonConverter(typeof(SideText))]
    public string? Comment { get; set; }

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(Id) || !string.IsNullOrWhiteSpace(TrackId);

    internal static bool IsRial(string? currency) => currency is null || currency.Equals(CurrencyRial, StringComparison.OrdinalIgnoreCase);
}

/// <summary>How a customer's transactions are asked for; no filter is documented.</summary>
public sealed record CustomerTransactionQuery : VandarModel
{
    /// <summary>
    /// Sends a <c>GET</c>, as the vendor's pages of 2023 and its request collection of 2024 do, and not the <c>POST</c> of the vendor's index. For a
    /// server that answers 405.
    /// </summary>
    public bool ByGet { get; init; }
}

/// <summary>A deposit to a customer's wallet, or a withdrawal from it, as the list has it (Vandar API, customer transactions chapter).</summary>
/// <remarks>
/// Amounts are Rial, which is inferred from the wallet's calls. A row without an id or without an amount makes its page a
/// <see cref="VandarProtocolException"/>, and so does an amount with a fraction: none of them may read as 0.
/// </remarks>
public sealed record CustomerTransaction : VandarModel, IIdentified
{
    private bool _hasAmount;

    /// <summary>The transaction's id, a UUID. The vendor's text calls it the customer's, but each row has another.</summary>
    public string Uuid { get; set; } = "";

    /// <summary>In or out.</summary>
    public CustomerTransactionType Type { get; set; }

    /// <summary>The amount, in Rial; negative for a withdrawal.</summary>
    public Rial Amount
    {
        get;
        set
        {
            field = value;
            _hasAmount = true;
        }
    }

    /// <summary>The note that was given.</summary>
    public string? Comment { get; set; }

    /// <summary>What was in the wallet afterwards, in Rial, which comes as text; null where it came with a fraction, or not at all.</summary>
    [JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? Balance { get; set; }

    /// <summary>When it was done, which comes in Unix seconds; null where it could not be read.</summary>
    [JsonConverter(typeof(UnixTime))]
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>When it was last changed; as <see cref="CreatedAt"/>.</summary>
    [JsonConverter(typeof(UnixTime))]
    public DateTimeOffset? UpdatedAt { get; set; }

    bool IIdentified.HasIdentity => _hasAmount && !string.IsNullOrWhiteSpace(Uuid);
}

/// <summary>Whether money went into a customer's wallet or out of it (Vandar API, customer transactions chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<CustomerTransactionType>))]
public readonly record struct CustomerTransactionType(string Value) : IWireEnum<CustomerTransactionType>
{
    /// <summary>In.</summary>
    public static CustomerTransactionType Deposit { get; } = new("deposit");

    /// <summary>Out.</summary>
    public static CustomerTransactionType Withdraw { get; } = new("withdraw");

    private static readonly CustomerTransactionType[] s_known = [Deposit, Withdraw];

    /// <inheritdoc/>
    public static ReadOnlySpan<CustomerTransactionType> Known => s_known;

    /// <inheritdoc/>
    public static CustomerTransactionType From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
