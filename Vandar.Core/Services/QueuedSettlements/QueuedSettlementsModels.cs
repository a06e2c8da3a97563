using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.QueuedSettlements;

/// <summary>A payout that waits for the wallet. Every member is inferred from the ordinary settlement.</summary>
public sealed record CreateQueuedSettlement : VandarModel, IKeyed
{
    private const int LongestDescription = 256;
    private const int ReasonDigits = 2;

    /// <summary>
    /// How much, the wire's <c>amount</c>, positive, <b>in a unit that is not documented</b>: probably Toman, as in the ordinary settlement, whose
    /// path and version it shares. Ask Vandar, or prove it with a small payout, before you rely on it; a mistake is ten times the money.
    /// </summary>
    [JsonPropertyName("amount")]
    public required long AmountInUndocumentedUnit { get; init; }

    /// <summary>Where to.</summary>
    public required Iban Iban { get; init; }

    /// <summary>Your key of this payout, unique; at most 512 characters (ours) and no control character. Store it before you send.</summary>
    public required string TrackId { get; init; }

    /// <summary>The deposit id that the bank shows, digits.</summary>
    public string? PaymentNumber { get; init; }

    /// <summary>The address that is told what became of it: absolute, http or https.</summary>
    public Uri? NotifyUrl { get; init; }

    /// <summary>A text, not blank and at most 256 characters.</summary>
    public string? Description { get; init; }

    /// <summary>The way between the banks; null for the server's choice.</summary>
    public SettlementType? Type { get; init; }

    /// <summary>Whether it leaves for the bank at once, when the wallet suffices.</summary>
    public bool? IsInstant { get; init; }

    /// <summary>The purpose of the transfer, two digits.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>Who receives it.</summary>
    public ReceiverInformation? ReceiverInformation { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (AmountInUndocumentedUnit < 1)
            throw new ArgumentOutOfRangeException(nameof(AmountInUndocumentedUnit), "The amount must be positive.");
        if (Iban.IsEmpty)
            throw new ArgumentException("The IBAN must be set.", nameof(Iban));
        TextArgument.Check(TrackId, nameof(TrackId));
        TextArgument.Digits(PaymentNumber, nameof(PaymentNumber));
        if (NotifyUrl is not null)
            AddressArgument.Check(NotifyUrl, nameof(NotifyUrl));
        TextArgument.Limit(Description, LongestDescription, nameof(Description));
        if (Type is { } type && string.IsNullOrWhiteSpace(type.Value))
            throw new ArgumentException("The type must be set, or null.", nameof(Type));
        if (ReasonCode is not null && (ReasonCode.Length != ReasonDigits || !ReasonCode.All(char.IsAsciiDigit)))
            throw new ArgumentException("A reason code has two digits.", nameof(ReasonCode));
        ReceiverInformation?.Check();
        Inferred.CheckExtra(Extra, QueuedSettlementsJson.Default.CreateQueuedSettlement, nameof(Extra));
    }
}

/// <summary>
/// A payout in the queue. Shape inferred: what cannot be recognised is in <see cref="Extra"/>. The IBAN is personal data: keep it out of logs.
/// </summary>
[InferredShape]
public sealed record QueuedSettlement : VandarModel
{
    /// <summary>The id in the queue, a number or a UUID; null where it came by another name.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Id { get; set; }

    /// <summary>Your key.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TrackId { get; set; }

    /// <summary>The destination.</summary>
    public string? Iban { get; set; }

    /// <summary>The amount, in a unit that is not documented: Rial or Toman.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>The amount in Toman, by its name on the wire; inferred.</summary>
    [JsonConverter(typeof(OptionalMoney<Toman>))]
    public Toman? AmountToman { get; set; }

    /// <summary>The deposit id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? PaymentNumber { get; set; }

    /// <summary>The description.</summary>
    public string? Description { get; set; }

    /// <summary>The way between the banks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SettlementType Type { get; set; }

    /// <summary>What became of it; its words are inferred.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public QueuedSettlementStatus Status { get; set; }

    /// <summary>The transaction of the settlement it became, most likely.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? TransactionId { get; set; }

    /// <summary>When it was registered.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CreatedAt { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Which queued payouts are wanted; all filters are inferred.</summary>
public sealed record QueuedSettlementQuery : VandarModel
{
    /// <summary>How many rows a page has, at least 1; null for the server's choice.</summary>
    public int? PerPage { get; init; }

    /// <summary>Only those of this status; its words are inferred.</summary>
    public QueuedSettlementStatus? Status { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        NumberedPage.CheckSize(PerPage, nameof(PerPage));
        if (Status is { } status && string.IsNullOrWhiteSpace(status.Value))
            throw new ArgumentException("The filter must be set, or null.", nameof(Status));
    }
}

/// <summary>A queued payout to cancel. Known from one program; that several can be named at once cannot be excluded.</summary>
public sealed record CancelQueuedSettlement : VandarModel
{
    /// <summary>The id in the queue, <see cref="QueuedSettlement.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        TextArgument.Check(Id, nameof(Id));
        Inferred.CheckExtra(Extra, QueuedSettlementsJson.Default.CancelQueuedSettlement, nameof(Extra));
    }
}

/// <summary>The server's word that a queued payout was cancelled. Shape inferred.</summary>
[InferredShape]
public sealed record QueuedSettlementCancellation : VandarModel
{
    /// <summary>The server's words.</summary>
    public string? Message { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>
/// What became of a queued payout. No word is documented: they are inferred from the settlements' and from those of a batch's items.
/// </summary>
/// <remarks>None of them is proof that money arrived; that is for the settlement to tell, once there is one.</remarks>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<QueuedSettlementStatus>))]
public readonly record struct QueuedSettlementStatus(string Value) : IWireEnum<QueuedSettlementStatus>
{
    /// <summary>Registered, most likely. A settlement's word; inferred.</summary>
    public static QueuedSettlementStatus Init { get; } = new("INIT");

    /// <summary>Waiting for the wallet, most likely. A settlement's word; inferred.</summary>
    public static QueuedSettlementStatus Pending { get; } = new("PENDING");

    /// <summary>Out of the queue and a settlement of its own, most likely; not paid by that. The word of a batch's items; inferred.</summary>
    public static QueuedSettlementStatus Submitted { get; } = new("SUBMITTED");

    /// <summary>Done, most likely, whatever that is in a queue. A settlement's word; inferred.</summary>
    public static QueuedSettlementStatus Done { get; } = new("DONE");

    /// <summary>Failed, most likely. A settlement's word; inferred.</summary>
    public static QueuedSettlementStatus Failed { get; } = new("FAILED");

    /// <summary>Taken out of the queue, most likely. A settlement's word; inferred.</summary>
    public static QueuedSettlementStatus Canceled { get; } = new("CANCELED");

    private static readonly QueuedSettlementStatus[] s_known = [Init, Pending, Submitted, Done, Failed, Canceled];

    /// <inheritdoc/>
    public static ReadOnlySpan<QueuedSettlementStatus> Known => s_known;

    /// <inheritdoc/>
    public static QueuedSettlementStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
