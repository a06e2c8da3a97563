using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.BatchSettlements;

/// <summary>A batch of payouts (Vandar API, batch settlement chapter). How many items a batch may have at most is not documented.</summary>
public sealed record CreateBatchSettlement : VandarModel
{
    /// <summary>The payouts, at least one, each with a <c>track_id</c> of its own.</summary>
    public required IReadOnlyList<BatchSettlementItem> Items { get; init; }

    /// <summary>
    /// The batch's id: the SHA-512 of the items as they are sent, in lower-case hexadecimal. The same items in the same order have the same id.
    /// Store it before you send: a lost answer is looked up by it.
    /// </summary>
    /// <exception cref="ArgumentException">The items break a rule; the exception names the member.</exception>
    public string ComputeBatchId()
    {
        Check();
        return BatchRequest.Of(Items).BatchId;
    }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Items);
        if (Items.Count == 0)
            throw new ArgumentException("A batch has at least one item.", nameof(Items));
        HashSet<string> trackIds = new(Items.Count, StringComparer.Ordinal);
        for (int i = 0; i < Items.Count; i++)
        {
            if (Items[i] is null)
                throw new ArgumentException("Each item must be set.", nameof(Items));
            Items[i].Check();
            if (!trackIds.Add(Items[i].TrackId))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Item {i + 1} has the track_id of an earlier one."), nameof(Items));
        }
    }
}

/// <summary>One payout of a batch.</summary>
public sealed record BatchSettlementItem : VandarModel
{
    private const long SmallestAmount = 50_000;
    private const long LargestAmount = 500_000_000;
    private const int LongestDescription = 256;

    /// <summary>
    /// Your key of this payout, unique and case-sensitive, a UUID by the vendor's advice; at most 512 characters (ours) and no control character.
    /// </summary>
    public required string TrackId { get; init; }

    /// <summary>Where to.</summary>
    public required Iban Iban { get; init; }

    /// <summary>How much, <b>in Rial</b>, 50,000 to 500,000,000.</summary>
    public required Rial Amount { get; init; }

    /// <summary>The deposit id that the bank shows: digits, the first of them no zero, because it is sent as a number.</summary>
    public string? PaymentNumber { get; init; }

    /// <summary>A text, not blank and at most 256 characters.</summary>
    public string? Description { get; init; }

    /// <summary>The way between the banks; null for Paya.</summary>
    public SettlementType? Type { get; init; }

    /// <summary>The address that is told what became of it: absolute, http or https. In one draft of the vendor's only.</summary>
    public Uri? NotifyUrl { get; init; }

    /// <summary>Whether it leaves for the bank at once. In one draft of the vendor's, and in one program.</summary>
    public bool? IsInstant { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        TextArgument.Check(TrackId, nameof(TrackId));
        if (Iban.IsEmpty)
            throw new ArgumentException("The IBAN must be set.", nameof(Iban));
        if (Amount.Value is < SmallestAmount or > LargestAmount)
            throw new ArgumentOutOfRangeException(nameof(Amount), "An item of a batch is 50,000 to 500,000,000 Rial.");
        TextArgument.Digits(PaymentNumber, nameof(PaymentNumber));
        if (PaymentNumber is ['0', _, ..])
            throw new ArgumentException("The number is sent as one, so it must not begin with zero.", nameof(PaymentNumber));
        TextArgument.Limit(Description, LongestDescription, nameof(Description));
        if (Type is { } type && string.IsNullOrWhiteSpace(type.Value))
            throw new ArgumentException("The type must be set, or null.", nameof(Type));
        if (NotifyUrl is not null)
            AddressArgument.Check(NotifyUrl, nameof(NotifyUrl));
    }
}

/// <summary>A batch as it is sent: the items are the very bytes that were hashed.</summary>
internal sealed record BatchRequest : VandarModel, IKeyed
{
    public string BatchId { get; set; } = "";

    [JsonConverter(typeof(RawJson))]
    public byte[] BatchesSettlement { get; set; } = [];

    string IKeyed.TrackId => BatchId;

    internal static BatchRequest Of(IReadOnlyList<BatchSettlementItem> items)
    {
        byte[] text = PhpJson.Write(items);
        return new() { BatchId = Convert.ToHexStringLower(SHA512.HashData(text)), BatchesSettlement = text };
    }
}

/// <summary>A batch and how far its items are. Amounts are Rial.</summary>
public sealed record BatchSettlement : VandarModel, IIdentified
{
    /// <summary>The batch's id, for <see cref="BatchSettlementsClient.Items"/>.</summary>
    public string BatchId { get; set; } = "";

    /// <summary>How many items are how far; the wire's <c>status</c>, which is an object here.</summary>
    [JsonPropertyName("status"), JsonConverter(typeof(EmptyArrayAsNull<BatchProgress>))]
    public BatchProgress? Progress { get; set; }

    /// <summary>The sum of all items, in Rial.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? TotalAmount { get; set; }

    /// <summary>When it was registered, which comes in Unix seconds; null where it could not be read.</summary>
    [JsonConverter(typeof(UnixTime))]
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Whether it could be cancelled; seen in real answers, although no call that cancels a batch is known.</summary>
    [JsonConverter(typeof(SideBoolean))]
    public bool? Cancelable { get; set; }

    /// <summary>Until when, which comes in Unix seconds; seen in real answers. Null where it could not be read.</summary>
    [JsonConverter(typeof(UnixTime))]
    public DateTimeOffset? CancelableDatetime { get; set; }

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(BatchId);
}

/// <summary>
/// How many items of a batch are how far. Amounts are Rial; they, and the cancelled and pending items, are seen in real answers only.
/// </summary>
public sealed record BatchProgress : VandarModel
{
    /// <summary>All items.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? TotalCount { get; set; }

    /// <summary>The sum of all items, in Rial.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? TotalAmount { get; set; }

    /// <summary>Items that wait to be handed over.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? InitCount { get; set; }

    /// <summary>Their sum, in Rial.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? InitAmount { get; set; }

    /// <summary>Items that were handed over as ordinary settlements. That they are paid it does not say.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? SubmittedCount { get; set; }

    /// <summary>Their sum, in Rial.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? SubmittedAmount { get; set; }

    /// <summary>Items that were refused.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? FailedCount { get; set; }

    /// <summary>Their sum, in Rial.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? FailedAmount { get; set; }

    /// <summary>Items that are pending.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? PendingCount { get; set; }

    /// <summary>Their sum, in Rial.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? PendingAmount { get; set; }

    /// <summary>Items that were cancelled.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? CanceledCount { get; set; }

    /// <summary>Their sum, in Rial.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? CanceledAmount { get; set; }

    /// <summary>Whether any item was refused or cancelled. False does not say that none will be.</summary>
    [JsonIgnore]
    public bool HasFailures => FailedCount > 0 || CanceledCount > 0;

    /// <summary>
    /// Whether all items were handed over, which is not paid: follow each one's transaction. False too where the answer does not tell all that is
    /// needed to know it.
    /// </summary>
    [JsonIgnore]
    public bool IsAllSubmitted => TotalCount > 0 && SubmittedCount == TotalCount && !HasFailures;
}

/// <summary>How the list of batches is read.</summary>
public sealed record BatchSettlementQuery : VandarModel
{
    /// <summary>How many batches a page has, at least 1; null for the server's choice. That the list takes it is inferred.</summary>
    public int? PerPage { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check() => NumberedPage.CheckSize(PerPage, nameof(PerPage));
}

/// <summary>Which items of a batch are wanted.</summary>
public sealed record BatchItemQuery : VandarModel
{
    /// <summary>How many items a page has, at least 1; null for the server's choice.</summary>
    public int? PerPage { get; init; }

    /// <summary>Only the items of this status; null for all.</summary>
    public BatchItemStatus? Status { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        NumberedPage.CheckSize(PerPage, nameof(PerPage));
        if (Status is { } status && string.IsNullOrWhiteSpace(status.Value))
            throw new ArgumentException("The filter must be set, or null.", nameof(Status));
    }
}

/// <summary>One item of a batch and what became of it. The IBAN and its owner are personal data: keep them out of logs.</summary>
public sealed record BatchSettlementRow : VandarModel, IIdentified
{
    /// <summary>The item's id, a UUID.</summary>
    public string Id { get; set => field = value ?? ""; } = "";

    /// <summary>Your key, as it was sent.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string TrackId { get; set => field = value ?? ""; } = "";

    /// <summary>
    /// What is known of the item, its status and its error taken together: only <see cref="BatchItemState.Submitted"/> is handed over, and none of
    /// the states is paid. Branch on this.
    /// </summary>
    [JsonIgnore]
    public BatchItemState State
    {
        get
        {
            if (Status == BatchItemStatus.Failed || Status == BatchItemStatus.Canceled)
                return BatchItemState.Failed;
            // A word of success beside an error is neither.
            if (!string.IsNullOrWhiteSpace(ErrorMessage))
                return BatchItemState.Unclear;
            return Status == BatchItemStatus.Submitted ? BatchItemState.Submitted
                : Status == BatchItemStatus.Init || Status == BatchItemStatus.Pending ? BatchItemState.Waiting
                : BatchItemState.Unclear;
        }
    }

    /// <summary>The status on the wire.</summary>
    public BatchItemStatus Status { get; set; }

    /// <summary>Why it failed.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? ErrorMessage { get; set; }

    /// <summary>
    /// The transaction of the settlement it became, which tells whether it is paid; null before it was handed over, which is inferred.
    /// </summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? TransactionId { get; set; }

    /// <summary>The amount, in Rial.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? Amount { get; set; }

    /// <summary>The destination.</summary>
    public string? Iban { get; set; }

    /// <summary>The owner of the destination; seen in real answers.</summary>
    public string? IbanOwnerName { get; set; }

    /// <summary>The deposit id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? PaymentNumber { get; set; }

    /// <summary>The way between the banks; absent before May 2023.</summary>
    public SettlementType Type { get; set; }

    /// <summary>The description.</summary>
    public string? Description { get; set; }

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(Id) || !string.IsNullOrWhiteSpace(TrackId);
}

/// <summary>What is known of an item of a batch.</summary>
/// <remarks>The default value is the careful one.</remarks>
public enum BatchItemState
{
    /// <summary>Nothing that can be relied on: a status this version does not know, none at all, or an error beside a status that is none.</summary>
    Unclear,

    /// <summary>It waits to be handed over.</summary>
    Waiting,

    /// <summary>It was handed over as an ordinary settlement. Whether it is paid, its transaction tells.</summary>
    Submitted,

    /// <summary>It was refused or cancelled.</summary>
    Failed,
}

/// <summary>How far an item of a batch is, on the wire (Vandar API, batch settlement chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<BatchItemStatus>))]
public readonly record struct BatchItemStatus(string Value) : IWireEnum<BatchItemStatus>
{
    /// <summary>Waiting to be handed over.</summary>
    public static BatchItemStatus Init { get; } = new("INIT");

    /// <summary>Handed over as an ordinary settlement: not paid.</summary>
    public static BatchItemStatus Submitted { get; } = new("SUBMITTED");

    /// <summary>Refused.</summary>
    public static BatchItemStatus Failed { get; } = new("FAILED");

    /// <summary>Pending; inferred from the counters of real answers.</summary>
    public static BatchItemStatus Pending { get; } = new("PENDING");

    /// <summary>Cancelled; inferred from the counters of real answers.</summary>
    public static BatchItemStatus Canceled { get; } = new("CANCELED");

    private static readonly BatchItemStatus[] s_known = [Init, Submitted, Failed, Pending, Canceled];

    /// <inheritdoc/>
    public static ReadOnlySpan<BatchItemStatus> Known => s_known;

    /// <inheritdoc/>
    public static BatchItemStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
