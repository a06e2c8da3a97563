using Vandar.Core.Http;

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
            s_activationToken,
            $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/card/activate/token",
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
            s_pinChangeToken,
            $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/card/change-pin/token",
            request, options, cancellationToken);

    /// <summary>
    /// A token for <see cref="RavandClient.BlockUrl"/>, once the card is active, by <c>POST …/card/block/token</c>. Shape inferred, of the request
    /// too. Never repeated by itself; each call makes another token.
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
