using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Ravand;

/// <summary>Where a card is on its way by post.</summary>
public sealed record CardDelivery : VandarModel, IIdentified
{
    /// <summary>The state of the parcel. An unknown parcel and a failed delivery are states, not errors.</summary>
    [JsonPropertyName("state_string_code")]
    public PostState State { get; set; }

    /// <summary>The state in Persian, for people.</summary>
    public string? StateMessage { get; set; }

    /// <summary>The post's number of the parcel; null without one.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? PostTrackingCode { get; set; }

    /// <summary>Why the delivery failed.</summary>
    public string? RejectionMessage { get; set; }

    /// <summary>
    /// A date, Jalali. The vendor calls it the delivery's, but it is filled for unknown parcels too: only <see cref="State"/> tells a delivery.
    /// </summary>
    public JalaliText DoDateTime { get; set; }

    /// <summary>Whether the customer has the card.</summary>
    [JsonIgnore]
    public bool IsDelivered => State == PostState.Delivered;

    /// <summary>Whether the delivery ended without the customer having the card: failed, rejected or cancelled.</summary>
    [JsonIgnore]
    public bool HasFailed => State == PostState.Failed || State == PostState.Rejected || State == PostState.Cancelled;

    /// <summary>Whether the post knows the parcel.</summary>
    [JsonIgnore]
    public bool IsKnown => State.Value is not null && State != PostState.NotFound;

    bool IIdentified.HasIdentity => !string.IsNullOrEmpty(State.Value);
}

/// <summary>For which card a page is wanted. Every member is inferred, <see cref="CardNumber"/> from the card's other calls.</summary>
public sealed record CreateCardPageToken : VandarModel
{
    /// <summary>The card's number.</summary>
    public required CardNumber CardNumber { get; init; }

    /// <summary>Where the page is to send the browser back to.</summary>
    public Uri? CallbackUrl { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (CardNumber.IsEmpty)
            throw new ArgumentException("The card number must be set.", nameof(CardNumber));
        if (CallbackUrl is not null)
            AddressArgument.Check(CallbackUrl, nameof(CallbackUrl));
        Inferred.CheckExtra(Extra, RavandJson.Default.CreateCardPageToken, nameof(Extra));
    }
}

/// <summary>
/// The right to one visit of a card's page. Shape inferred: what cannot be recognised is in <see cref="Extra"/>. Keep it out of logs.
/// </summary>
[InferredShape]
public sealed record CardPageToken : VandarModel
{
    /// <summary>The token, for the address of the page; null where none was recognised.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Token { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>The state of a card. Shape inferred: what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record CardState : VandarModel
{
    /// <summary>The state, of the first card where several came; its values are not published. <c>default</c> where none came.</summary>
    public CardStatus Status { get; set; }

    /// <summary>The card's number, where it came. Keep it out of logs.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CardNumber { get; set; }

    /// <summary>
    /// What else came, by its names on the wire; a payload without names, and a list of several cards, stand under <c>data</c>. Null where
    /// nothing did. May hold card numbers: keep it out of logs.
    /// </summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Where the parcel with a card is (Vandar API, card issuing chapter, post tracking).</summary>
/// <remarks>
/// The words are documented. So are the meanings of delivered, failed and not found; those of the others are inferred from the words.
/// </remarks>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<PostState>))]
public readonly record struct PostState(string Value) : IWireEnum<PostState>
{
    /// <summary>Registered with the post.</summary>
    public static PostState Registered { get; } = new("registered");

    /// <summary>Rejected.</summary>
    public static PostState Rejected { get; } = new("rejected");

    /// <summary>Cancelled.</summary>
    public static PostState Cancelled { get; } = new("cancelled");

    /// <summary>Approved.</summary>
    public static PostState Approved { get; } = new("approved");

    /// <summary>On its way.</summary>
    public static PostState Carrying { get; } = new("carrying");

    /// <summary>Handed to the customer.</summary>
    public static PostState Delivered { get; } = new("delivered");

    /// <summary>The delivery failed.</summary>
    public static PostState Failed { get; } = new("failed");

    /// <summary>The post knows no such parcel.</summary>
    public static PostState NotFound { get; } = new("not_found");

    private static readonly PostState[] s_known = [Registered, Rejected, Cancelled, Approved, Carrying, Delivered, Failed, NotFound];

    /// <inheritdoc/>
    public static ReadOnlySpan<PostState> Known => s_known;

    /// <inheritdoc/>
    public static PostState From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
