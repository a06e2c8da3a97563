using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Vandar.Core.Http;

namespace Vandar.Core.Ipg;

/// <summary>
/// The payment gateway, in Rial: get a token, send the payer's browser to <see cref="RedirectUrl"/>, and confirm the payment once the browser is
/// back, within 20 minutes from sending (or from opening the page: the vendor says both). Needs <see cref="VandarClientOptions.IpgApiKey"/>;
/// sends no bearer token. Vandar API, payment gateway chapter.
/// </summary>
/// <remarks>
/// <para>
/// A callback proves nothing: anyone can open its address, so a payment is one only after <see cref="Verify"/> or <see cref="Confirm"/>.
/// </para>
/// <para>
/// Credit where the answer says <see cref="IpgVerification.First"/>, and do it under a unique key of your own made from the token, in one
/// database transaction with the credit. Where it says <see cref="IpgVerification.Repeated"/> or <see cref="IpgVerification.Unclear"/> the
/// payment is confirmed as well: look the key up, and credit only if it is not there. Then a second callback, a second server, a lost answer
/// and a crash between the answer and the credit all end with one credit.
/// </para>
/// </remarks>
public sealed class IpgClient
{
    /// <summary>
    /// The <see cref="VandarApiException.Code"/> of a <see cref="Verify"/> that came after the 20 minutes: the wire's <c>status: 3</c>. The
    /// payer's bank returns the money by itself, which is inferred.
    /// </summary>
    public const string WindowIsOver = "3";

    private static readonly Operation s_send = Operation.Post("ipg.send", Repeat.Never).CredentialInBody();
    private static readonly Operation s_transaction = Operation.Post("ipg.transaction", Repeat.Safe).CredentialInBody();
    private static readonly Operation s_verify =
        Operation.Post("ipg.verify", Repeat.Converges).CredentialInBody().OwnStatus().Settled("Ipg.Transaction");

    private readonly ApiCore _api;

    internal IpgClient(ApiCore api) => _api = api;

    /// <summary>
    /// Opens a payment and returns its token, by <c>POST /api/v4/send</c>. Amounts are Rial. Store the token with the order before the payer
    /// leaves. Never repeated by itself; each call makes another token, and one that nobody pays costs nothing.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">
    /// The gateway refused; it names no fields, only texts (unknown server, unregistered return address).
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IpgSession> Send(IpgSend request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return WithAddress(_api.Send(
            s_send, $"{_api.IpgHost}/api/v4/send", request with { ApiKey = _api.IpgApiKey }, IpgJson.Default.IpgSend, IpgJson.Default.IpgSession,
            options, cancellationToken));
    }

    /// <summary>
    /// The page the payer's browser has to open, <c>/v4/:token</c> of the gateway's host. It works once, and only from a page of the domain
    /// that is registered with the gateway and that sends its <c>Referer</c>.
    /// </summary>
    /// <param name="token">The token of <see cref="Send"/>.</param>
    /// <exception cref="ArgumentException">The token is blank or cannot be a path segment.</exception>
    public Uri RedirectUrl(string token) => _api.Address($"{_api.IpgHost}/v4/{token}");

    /// <summary>
    /// How a payment stands, by <c>POST /api/v4/transaction</c>, without confirming it. Amounts are Rial. A read: repeated where that helps.
    /// </summary>
    /// <remarks>
    /// It settles a <see cref="Verify"/> whose outcome is unknown: <see cref="IpgTransactionCode.Verified"/> means that it was done.
    /// </remarks>
    /// <param name="token">The token of <see cref="Send"/>.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The token is blank, longer than 512 characters or has control characters. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IpgTransaction> Transaction(string token, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.Send(
            s_transaction, $"{_api.IpgHost}/api/v4/transaction", Request(token), IpgJson.Default.IpgTokenRequest, IpgJson.Default.IpgTransaction,
            options, cancellationToken);

    /// <summary>
    /// Confirms a payment, by <c>POST /api/v4/verify</c>, within 20 minutes from sending (or from opening the page: the vendor says both, so count
    /// from sending). Returns only if it is paid; amounts are Rial. A repeat ends in the same state and is made by itself where an answer was
    /// lost; <see cref="IpgPayment.Verification"/> tells what that means for the credit.
    /// </summary>
    /// <remarks>
    /// Compare the amount with the order's (<see cref="Confirm"/> does) and take the token from your own records, never from the callback.
    /// </remarks>
    /// <param name="token">The token of <see cref="Send"/>.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The token is blank, longer than 512 characters or has control characters. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">
    /// Not paid. <see cref="VandarApiException.Code"/> is <see cref="WindowIsOver"/> after the 20 minutes.
    /// </exception>
    /// <exception cref="VandarException">
    /// The call did not succeed. Where the outcome is unknown the payment may be confirmed: ask <see cref="Transaction"/>, or verify again.
    /// </exception>
    public ValueTask<IpgPayment> Verify(string token, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.Send(
            s_verify, $"{_api.IpgHost}/api/v4/verify", Request(token), IpgJson.Default.IpgTokenRequest, IpgJson.Default.IpgPayment,
            options, cancellationToken);

    /// <summary>
    /// What a shop has to do when the payer is back: compares the callback's token with the stored one, asks for <c>OK</c>, verifies, and
    /// compares the amount. Nothing is sent for a foreign token or a failed payment.
    /// </summary>
    /// <remarks>
    /// The result is an <see cref="IpgRefused"/>, which has no payment to read, or an <see cref="IpgConfirmed"/>. Credit on
    /// <see cref="IpgConfirmation.MayCredit"/>, under a unique key of your own made from the token.
    /// </remarks>
    /// <example><code>
    /// if (await client.Ipg.Confirm(callback, order.Token, order.Amount) is IpgConfirmed { MayCredit: true } paid)
    ///     Credit(order, paid.Payment);    // inserts order.Token into a table where it is unique
    /// </code></example>
    /// <param name="callback">What the payer's browser brought.</param>
    /// <param name="expectedToken">The token that was stored with the order.</param>
    /// <param name="expectedAmount">The order's amount, in Rial.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">
    /// The stored token is blank, longer than 512 characters or has control characters, or the amount is not positive: a mistake of the shop, not
    /// of the payer.
    /// </exception>
    /// <exception cref="VandarApiException">The gateway says that it is not paid; see <see cref="Verify"/>.</exception>
    /// <exception cref="VandarException">The call did not succeed; see <see cref="Verify"/>.</exception>
    public ValueTask<IpgConfirmation> Confirm(
        IpgCallback callback, string expectedToken, Rial expectedAmount, RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(callback);
        VandarPath.Check(expectedToken, nameof(expectedToken));
        if (expectedAmount <= Rial.Zero)
            throw new ArgumentOutOfRangeException(nameof(expectedAmount), "The expected amount must be positive.");
        if (!IsSame(callback.Token, expectedToken))
            return new(new IpgRefused { Reason = IpgRefusal.ForeignToken });
        if (!callback.IsOk)
            return new(new IpgRefused { Reason = IpgRefusal.PaymentFailed });
        return Compared(Verify(expectedToken, options, cancellationToken), expectedAmount);
    }

    private IpgTokenRequest Request(string token)
    {
        VandarPath.Check(token, nameof(token));
        return new() { ApiKey = _api.IpgApiKey, Token = token };
    }

    // In a time that does not depend on how much of the token is right.
    private static bool IsSame(string token, string expected) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(token.AsSpan()), MemoryMarshal.AsBytes(expected.AsSpan()));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<IpgSession> WithAddress(ValueTask<IpgSession> answer)
    {
        IpgSession session = await answer.ConfigureAwait(false);
        session.RedirectUrl = RedirectUrl(session.Token);
        return session;
    }

    private static async ValueTask<IpgConfirmation> Compared(ValueTask<IpgPayment> answer, Rial expectedAmount)
    {
        IpgPayment payment = await answer.ConfigureAwait(false);
        return new IpgConfirmed { Payment = payment, Amount = payment.Compare(expectedAmount) };
    }
}
