using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.CashIn;

/// <summary>The business's deposit code. Shape inferred from the customer's: what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record CashInCode : VandarModel
{
    /// <summary>The code, digits, to be kept as a text; null where none was recognised.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Code { get; set; }

    /// <summary>The server's words.</summary>
    public string? Message { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Which payments by code are wanted; all filters are inferred.</summary>
public sealed record CashInQuery : VandarModel
{
    private static readonly string[] s_members = ["page", "per_page", "status"];

    /// <summary>How many rows a page has, at least 1; null for the server's choice.</summary>
    public int? PerPage { get; init; }

    /// <summary>Only those of this status; the words are not published.</summary>
    public string? Status { get; init; }

    /// <summary>Further filters by their names on the wire. A filter by a wrong name is lost without a word: look at the rows that come.</summary>
    public IReadOnlyDictionary<string, string>? Filters { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        NumberedPage.CheckSize(PerPage, nameof(PerPage));
        if (Status is not null)
            TextArgument.Check(Status, nameof(Status));
        Inferred.CheckFilters(Filters, s_members, nameof(Filters));
    }

    internal void AppendTo(ref VandarPath path)
    {
        path.Query("per_page", PerPage);
        path.Query("status", Status);
        Inferred.AppendTo(ref path, Filters);
    }
}

/// <summary>
/// A payment by code. Shape inferred: what cannot be recognised is in <see cref="Extra"/>. Personal data: keep it out of logs.
/// </summary>
[InferredShape]
public sealed record CashInTransaction : VandarModel
{
    /// <summary>The id, most likely that of the transaction.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Id { get; set; }

    /// <summary>The transaction's id, where it has a name of its own.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? TransactionId { get; set; }

    /// <summary>The amount, in a unit that is not documented.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>The deposit code that was paid to.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Code { get; set; }

    /// <summary>The payer's IBAN.</summary>
    public string? PayerIban { get; set; }

    /// <summary>The payer's name.</summary>
    public string? PayerName { get; set; }

    /// <summary>The bank's tracking code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TrackingCode { get; set; }

    /// <summary>What became of it; the words are not published.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Status { get; set; }

    /// <summary>When it was.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CreatedAt { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>
/// A payment by code that is held. Shape inferred: what cannot be recognised is in <see cref="Extra"/>. Personal data: keep it out of logs.
/// </summary>
[InferredShape]
public sealed record SuspiciousPayment : VandarModel
{
    /// <summary>The id, for <see cref="CashInClient.ResolveSuspiciousPayment"/>; null where it came by another name.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Id { get; set; }

    /// <summary>The amount, in a unit that is not documented.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>The deposit code that was paid to.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Code { get; set; }

    /// <summary>An IBAN, most likely the payer's.</summary>
    public string? Iban { get; set; }

    /// <summary>The payer's name.</summary>
    public string? PayerName { get; set; }

    /// <summary>What became of it; the words are not published.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Status { get; set; }

    /// <summary>Why it is held.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Reason { get; set; }

    /// <summary>When it was.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CreatedAt { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>What becomes of a held payment. Every member is inferred.</summary>
public sealed record SuspiciousPaymentDecision : VandarModel
{
    /// <summary>
    /// The decision, in the words of the server, which are not published: ask Vandar. At most 512 characters (ours) and no control character.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>Why.</summary>
    public string? Description { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        TextArgument.Check(Status, nameof(Status));
        TextArgument.NotBlank(Description, nameof(Description));
        Inferred.CheckExtra(Extra, CashInJson.Default.SuspiciousPaymentDecision, nameof(Extra));
    }
}

/// <summary>The server's word on a decision. Shape inferred: the payment itself, if it comes, is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record SuspiciousPaymentResolution : VandarModel
{
    /// <summary>The server's words.</summary>
    public string? Message { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>An account of the business that Vandar may debit. Number, IBAN and owners are unmasked: keep them out of logs.</summary>
public sealed record CashInAccount : VandarModel
{
    /// <summary>The account's number.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? AccountNumber { get; set; }

    /// <summary>The account's state in Persian, for people.</summary>
    public string? AccountDescription { get; set; }

    /// <summary>The id; only null was seen.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Id { get; set; }

    /// <summary>The IBAN; null also where the server writes <c>false</c> in its place.</summary>
    [JsonPropertyName("IBAN"), JsonConverter(typeof(FalseAsNull))]
    public string? Iban { get; set; }

    /// <summary>The owners.</summary>
    [JsonPropertyName("account_owner"), JsonConverter(typeof(AccountOwners))]
    public IReadOnlyList<AccountOwner> Owners { get; set => field = value ?? []; } = [];

    /// <summary>The Persian name of the bank.</summary>
    public string? BankName { get; set; }
}

/// <summary>Money to bring from an account into the wallet (Vandar API, cash-in account chapter).</summary>
public sealed record CreateCashInDeposit : VandarModel, IKeyed
{
    /// <summary>Where from: an account of <see cref="CashInAccountClient.List"/>.</summary>
    public required Iban Iban { get; init; }

    /// <summary>How much, <b>in Rial</b>, positive.</summary>
    public required Rial Amount { get; init; }

    /// <summary>
    /// Your key of this deposit, unique and case-sensitive, a UUID by the vendor's advice; at most 512 characters (ours) and no control character.
    /// Store it before you send.
    /// </summary>
    public required string TrackId { get; init; }

    /// <summary>A text for the receipt.</summary>
    public string? Description { get; init; }

    /// <summary>A note of your own.</summary>
    public string? Comment { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (Iban.IsEmpty)
            throw new ArgumentException("The IBAN must be set.", nameof(Iban));
        if (Amount <= Rial.Zero)
            throw new ArgumentOutOfRangeException(nameof(Amount), "The amount must be positive.");
        TextArgument.Check(TrackId, nameof(TrackId));
        TextArgument.NotBlank(Description, nameof(Description));
        TextArgument.NotBlank(Comment, nameof(Comment));
    }
}

/// <summary>A deposit that was registered; whether its money arrives is for each part to tell.</summary>
public sealed record CashInDeposit : VandarModel, IIdentified
{
    /// <summary>The parts, one unless the amount is above 1,000,000,000 Rial.</summary>
    [JsonPropertyName("cash_in"), JsonConverter(typeof(OneOrMany<CashInDepositPart>))]
    public IReadOnlyList<CashInDepositPart> Parts { get; set => field = value ?? []; } = [];

    bool IIdentified.HasIdentity => Parts.Count > 0 && Parts.All(part => part is { GatewayTransactionId: not null });
}

/// <summary>One part of a deposit. Amounts are Rial or Toman, as each member says. The IBAN is unmasked: keep it out of logs.</summary>
public sealed record CashInDepositPart : VandarModel
{
    /// <summary>The transaction's id, twelve digits.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? GatewayTransactionId { get; set; }

    /// <summary>The amount, in Rial.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? Amount { get; set; }

    /// <summary>The amount, in Toman.</summary>
    [JsonConverter(typeof(OptionalMoney<Toman>))]
    public Toman? AmountToman { get; set; }

    /// <summary>The fee, in Rial; null where it came with a fraction.</summary>
    [JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? Wage { get; set; }

    /// <summary>The fee, in Toman; null where it came with a fraction.</summary>
    [JsonConverter(typeof(SideMoney<Toman>))]
    public Toman? WageToman { get; set; }

    /// <summary>What became of it.</summary>
    public CashInDepositStatus Status { get; set; }

    /// <summary>The account that is debited.</summary>
    public string? Iban { get; set; }

    /// <summary>A short link to the receipt.</summary>
    [JsonConverter(typeof(SideText))]
    public string? ReceiptUrl { get; set; }
}

/// <summary>What became of a deposit from an account (Vandar API, cash-in account chapter). Only the first word is documented.</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<CashInDepositStatus>))]
public readonly record struct CashInDepositStatus(string Value) : IWireEnum<CashInDepositStatus>
{
    /// <summary>It waits: nothing has been debited for certain.</summary>
    public static CashInDepositStatus Init { get; } = new("INIT");

    private static readonly CashInDepositStatus[] s_known = [Init];

    /// <inheritdoc/>
    public static ReadOnlySpan<CashInDepositStatus> Known => s_known;

    /// <inheritdoc/>
    public static CashInDepositStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>What the question for a balance carries.</summary>
internal sealed record AccountBalanceRequest : VandarModel
{
    public Iban Iban { get; set; }
}

/// <summary>What is in an account, in Rial. A balance with a fraction is refused, not rounded.</summary>
public sealed record CashInAccountBalance : VandarModel, IIdentified
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

    /// <summary>What can be withdrawn, in Rial; absent before 2022.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? AvailableBalance { get; set; }

    bool IIdentified.HasIdentity => _isTold;
}
