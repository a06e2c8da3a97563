using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Ravand;

/// <summary>The card of one cardholder; made by <see cref="CardholderClient.Card"/>. Vandar API, card issuing chapter, cards.</summary>
/// <remarks>
/// Activation, the change of the first PIN and blocking never pass through the API: ask for a token and send the cardholder's browser to the page
/// with it, in that order. How long a token lives is not documented: take it for short, and for one visit.
/// </remarks>
public readonly struct CardClient
{
    private static readonly Operation s_postTracking = Operation.Get("ravand.card.post_tracking", "data");
    // A token that nobody visits a page with does nothing.
    private static readonly Operation s_activationToken = Operation.Post("ravand.card.activation_token", Repeat.Never);
    private static readonly Operation s_pinChangeToken = Operation.Post("ravand.card.pin_change_token", Repeat.Never);
    private static readonly Operation s_blockToken = Operation.Post("ravand.card.block_token", Repeat.Never);
    private static readonly Operation s_status = Operation.Get("ravand.card.status");

    private readonly CardholderScope _scope;

    internal CardClient(CardholderScope scope) => _scope = scope;

    private ApiCore Api => _scope.Api;

    /// <summary>Where the card is on its way by post, by <c>GET …/card/post-tracking</c>. A read: repeated where that helps.</summary>
    /// <remarks>
    /// That the post does not know the parcel, or failed to deliver it, is an ordinary answer here: look at <see cref="CardDelivery.State"/>. The
    /// card number travels in the address, encrypted on the way but readable to whoever logs addresses.
    /// </remarks>
    /// <exception cref="ArgumentException">The card number is <c>default</c>.</exception>
    /// <exception cref="VandarApiException">
    /// <see cref="VandarApiException.Code"/> is <c>cardholder_request_not_finalize</c> before the request is final.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CardDelivery> PostTracking(
        CardNumber cardNumber, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/card/post-tracking";
        path.Query("card_number", Text(cardNumber));
        return Api.Send(s_postTracking, path, RavandJson.Default.CardDelivery, options, cancellationToken);
    }

    /// <summary>
    /// A token for <see cref="RavandClient.ActivationUrl"/>, once the card has arrived, by <c>POST …/card/activate/token</c>. Shape inferred, of the
    /// request too. Never repeated by itself; each call makes another token.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CardPageToken> ActivationToken(
        CreateCardPageToken request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Token(
            s_activationToken, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/card/activate/token",
            request, options, cancellationToken);

    /// <summary>
    /// A token for <see cref="RavandClient.PinChangeUrl"/>, once the card is active, by <c>POST …/card/change-pin/token</c>. Shape inferred, of the
    /// request too. Never repeated by itself; each call makes another token.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CardPageToken> PinChangeToken(
        CreateCardPageToken request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Token(
            s_pinChangeToken, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/card/change-pin/token",
            request, options, cancellationToken);

    /// <summary>
    /// A token for <see cref="RavandClient.BlockUrl"/>, once the card is active, by <c>POST …/card/block/token</c>. Shape inferred, of the request too.
    /// Never repeated by itself; each call makes another token.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CardPageToken> BlockToken(
        CreateCardPageToken request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Token(
            s_blockToken, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/card/block/token",
            request, options, cancellationToken);

    /// <summary>The card's state, by <c>GET …/card/status</c>. Shape inferred. A read: repeated where that helps.</summary>
    /// <exception cref="ArgumentException">The card number is <c>default</c>.</exception>
    /// <exception cref="VandarApiException">
    /// <see cref="VandarApiException.Code"/> is <c>cardholder_request_not_finalize</c> as long as there is no issued card, which is inferred.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CardState> Status(CardNumber cardNumber, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/card/status";
        path.Query("card_number", Text(cardNumber));
        return Inferred.ToModel(Api.Send(s_status, path, RavandJson.Default.JsonElement, options, cancellationToken), RavandJson.Default.CardState);
    }

    private ValueTask<CardPageToken> Token(
        Operation operation, VandarPath path, CreateCardPageToken request, RequestOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                operation, path, request, RavandJson.Default.CreateCardPageToken, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.CardPageToken);
    }

    private static string Text(CardNumber cardNumber) =>
        cardNumber.IsEmpty ? throw new ArgumentException("The card number must be set.", nameof(cardNumber)) : cardNumber.Value;
}

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

    /// <summary>A date, Jalali. The vendor calls it the delivery's, but it is filled for unknown parcels too: only <see cref="State"/> tells a delivery.</summary>
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
            TextArgument.Address(CallbackUrl, nameof(CallbackUrl));
        Inferred.CheckExtra(Extra, RavandJson.Default.CreateCardPageToken, nameof(Extra));
    }
}

/// <summary>The right to one visit of a card's page. Shape inferred: what cannot be recognised is in <see cref="Extra"/>. Keep it out of logs.</summary>
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
