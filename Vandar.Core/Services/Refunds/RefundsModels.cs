using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Refunds;

/// <summary>How much of a payment is given back (Vandar API, refund chapter).</summary>
public sealed record CreateRefund : VandarModel
{
    /// <summary>
    /// How much, in Rial, positive and at most what is left of the payment; null gives everything back. The null has to be written: an amount
    /// that was forgotten must not be a whole refund.
    /// </summary>
    public required Rial? Amount { get; init; }

    /// <summary>
    /// Your number of this refund, unique per request, at most 512 characters (ours) and none of them a control character. A second request with
    /// the same number is refused: the only guard against giving back twice, so set it.
    /// </summary>
    public string? PaymentNumber { get; init; }

    /// <summary>A text for the receipt.</summary>
    public string? Description { get; init; }

    /// <summary>A note of your own.</summary>
    public string? Comment { get; init; }

    /// <summary>The address that is told what became of it: absolute, http or https. What it is told is not signed.</summary>
    public Uri? NotifyUrl { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (Amount is { Value: < 1 })
            throw new ArgumentOutOfRangeException(nameof(Amount), "The amount must be positive, or null for everything.");
        if (PaymentNumber is not null)
            TextArgument.Check(PaymentNumber, nameof(PaymentNumber));
        TextArgument.NotBlank(Description, nameof(Description));
        TextArgument.NotBlank(Comment, nameof(Comment));
        if (NotifyUrl is not null)
            AddressArgument.Check(NotifyUrl, nameof(NotifyUrl));
    }
}

/// <summary>A refund that was accepted; whether its money arrives is for each part to tell.</summary>
public sealed record Refund : VandarModel, IIdentified
{
    /// <summary>The server's words.</summary>
    [JsonConverter(typeof(SideText))]
    public string? Message { get; set; }

    /// <summary>The parts: a large refund is split, and how large a part is must not be relied on.</summary>
    [JsonPropertyName("results")]
    public IReadOnlyList<RefundPart> Parts { get; set => field = value ?? []; } = [];

    /// <summary>Whether any part failed or was cancelled already.</summary>
    [JsonIgnore]
    public bool HasFailures => Parts.Any(part => part.Status.HasFailed);

    bool IIdentified.HasIdentity => Parts.Count > 0 && Parts.All(part => part is IIdentified { HasIdentity: true });
}

/// <summary>One part of a refund. Amounts are Rial.</summary>
public sealed record RefundPart : VandarModel, IIdentified
{
    /// <summary>The part's id, a UUID: the <c>id</c> that the notification carries.</summary>
    public string Id { get; set; } = "";

    /// <summary>How often it was tried, a text such as <c>01</c>.</summary>
    [JsonConverter(typeof(SideText))]
    public string? RetryCount { get; set; }

    /// <summary>The transaction of the refund, twelve digits.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? GatewayTransactionId { get; set; }

    /// <summary>The amount of this part, in Rial.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? Amount { get; set; }

    /// <summary>The fee, in Rial; null where it came with a fraction.</summary>
    [JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? Wage { get; set; }

    /// <summary>Your number, as it was sent.</summary>
    [JsonConverter(typeof(SideText))]
    public string? PaymentNumber { get; set; }

    /// <summary>What became of it; <c>PENDING</c> at first.</summary>
    public SettlementStatus Status { get; set; }

    /// <summary>The description; where none was sent, a Persian one of Vandar's.</summary>
    [JsonConverter(typeof(SideText))]
    public string? Description { get; set; }

    /// <summary>What is in the wallet afterwards, in Rial; null where it came with a fraction.</summary>
    [JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? Wallet { get; set; }

    /// <summary>When it will be carried out, Jalali: the first moment at which the wallet suffices.</summary>
    public JalaliText RefundDate { get; set; }

    /// <summary>When it was registered, Jalali.</summary>
    public JalaliText CreatedAt { get; set; }

    /// <summary>The receipt's address; absent before 2023.</summary>
    [JsonConverter(typeof(SideText))]
    public string? ReceiptUrl { get; set; }

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(Id) || GatewayTransactionId is not null;
}
