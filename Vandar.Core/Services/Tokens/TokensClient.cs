using System.Text.Json;
using Vandar.Core.Authentication;
using Vandar.Core.Http;

namespace Vandar.Core.Tokens;

/// <summary>
/// The client's token pair. Calls fetch and renew it by themselves; this is for programs that want to look, or to refresh at a time of
/// their own. Vandar API, authentication chapter.
/// </summary>
public sealed class TokensClient
{
    // A lost answer may have spent the token, so a repeat would only be refused; AccessTokens knows how to go on from there.
    private static readonly Operation s_refresh = Operation.Post("tokens.refresh", Repeat.Never).CredentialInBody();

    private static readonly Operation s_logout = Operation.Get("tokens.logout").NotRepeated();

    private static readonly RequestOptions s_patient = new() { WaitOnRateLimit = true };

    private readonly ApiCore _api;

    internal TokensClient(ApiCore api) => _api = api;

    /// <summary>The pair in use; the first call of a client loads it from the store, or refreshes.</summary>
    /// <exception cref="VandarAuthenticationException">There is no token to be had; the text says what to do.</exception>
    /// <exception cref="VandarTransportException">A refresh was needed and Vandar could not be reached.</exception>
    public ValueTask<TokenPair> Current(CancellationToken cancellationToken = default) =>
        _api.Token(s_refresh.Name, isRenewal: false, cancellationToken);

    /// <summary>
    /// Spends the refresh token now, by <c>POST /v3/refreshtoken</c>, and returns the new pair: an access token for 5 days and a refresh token
    /// for 10. Callers at the same time share one refresh. If another process on the same store was quicker, its pair is returned.
    /// </summary>
    /// <remarks>
    /// Treat the old pair as dead afterwards: the vendor tells to store both values anew, and documents neither that the old refresh token ends nor
    /// that the old access token lives on. A repeat rotates the pair again.
    /// </remarks>
    /// <exception cref="VandarAuthenticationException">The refresh token is used up or over: only the dashboard has a new one.</exception>
    /// <exception cref="VandarTransportException">Vandar could not be reached.</exception>
    /// <exception cref="OperationCanceledException">
    /// Given up; a refresh that is under way goes on, and its pair is kept. Its outcome is unknown to this caller, and <see cref="Current"/> tells.
    /// </exception>
    public ValueTask<TokenPair> Refresh(CancellationToken cancellationToken = default) =>
        _api.Token(s_refresh.Name, isRenewal: true, cancellationToken);

    /// <summary>
    /// Ends the session of the pair in use, by <c>GET /v3/logout</c>, for this client and all its views. The vendor documents the call outside of
    /// its index, without a word about its answer: any 2xx in JSON counts. Never repeated by itself.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Afterwards the client has no pair: neither in memory nor from its options, and in the store stands one without tokens, unless another process
    /// has put its own there. Every later call is a <see cref="VandarAuthenticationException"/> before anything of it is sent, until the store has a
    /// new pair of the dashboard; make a new client for one of your options. Whether Vandar ends the refresh token as well is not documented; this
    /// client does not spend it again. Calls on their way may end with the session.
    /// </para>
    /// <para>
    /// Another process on the same store loses its session too: its next call meets a 401, finds the pair without tokens in the store and fails with
    /// a <see cref="VandarAuthenticationException"/>, without spending the refresh token that it has in memory. What the store does not tell is
    /// whether a pair of that process's options was meant: such a pair it still tries, and a refresh token there that Vandar takes begins a session
    /// anew.
    /// </para>
    /// <para>
    /// A call that did not succeed changes nothing here: the next one finds out whether the pair is alive. A store that fails is reported through
    /// <see cref="VandarClientOptions.OnTokenStoreFailure"/> only, because the session is over.
    /// </para>
    /// </remarks>
    /// <exception cref="OperationCanceledException">
    /// Given up before the session was ended, or after that while a refresh was under way; what this client then has is the refresh's pair.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public async ValueTask Logout(CancellationToken cancellationToken = default)
    {
        await EndSession(cancellationToken).ConfigureAwait(false);
        await _api.Forget(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The wire call of <see cref="Logout"/>.</summary>
    internal ValueTask<JsonElement> EndSession(CancellationToken cancellationToken) =>
        _api.Send(s_logout, $"{_api.ApiHost}/v3/logout", TokensJson.Default.JsonElement, s_patient, cancellationToken);

    /// <summary>The wire call itself, for <see cref="AccessTokens"/>.</summary>
    internal async ValueTask<TokenPair> Spend(string refreshToken, CancellationToken cancellationToken)
    {
        TokenAnswer answer = await _api.Send(
            s_refresh, $"{_api.ApiHost}/v3/refreshtoken", new RefreshTokens { RefreshToken = refreshToken },
            TokensJson.Default.RefreshTokens, TokensJson.Default.TokenAnswer, s_patient, cancellationToken).ConfigureAwait(false);
        return answer.ToPair(_api.Time.GetUtcNow());
    }
}
