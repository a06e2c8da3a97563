using System.Globalization;
using Vandar.Core.Http;

namespace Vandar.Core.Refunds;

/// <summary>Gives a payment of the gateway back to the card it came from, in Rial. Vandar API, refund chapter.</summary>
public sealed class RefundsClient
{
    // The list's rows carry the refund they belong to; there is no call that reads one refund.
    private static readonly Operation s_create = Operation.Post("refunds.create", Repeat.Never, "data").Settled("Wallet.Transactions");

    private readonly ApiCore _api;

    internal RefundsClient(ApiCore api) => _api = api;

    /// <summary>
    /// Gives a payment back, whole or in part, by <c>POST /v3/business/:business/transaction/:transaction_id/refund</c>. Amounts are Rial. Never
    /// repeated by itself: the call has no <c>track_id</c>, and a second one gives back a second time unless
    /// <see cref="CreateRefund.PaymentNumber"/> stops it.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Needs the refund tool, a successful transaction and enough money in the wallet. A large refund comes back in several parts; what became of
    /// each is told to <see cref="CreateRefund.NotifyUrl"/>, and by the transaction list, whose rows carry the refund.
    /// </para>
    /// <para>
    /// After an unknown outcome look into <c>Wallet.Transactions</c> for a row whose refund belongs to this transaction before trying again.
    /// </para>
    /// </remarks>
    /// <param name="transactionId">The payment's transaction, twelve digits: <c>IpgPayment.TransactionId</c>.</param>
    /// <param name="request">How much, and what goes with it.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">
    /// The transaction is not positive, or the request breaks a rule; the exception names it. Nothing was sent.
    /// </exception>
    /// <exception cref="VandarApiException">
    /// Refused: the tool is not active, the transaction not successful, the wallet too low, the amount above what is left, or the payment number
    /// was used before. Which statuses that has is inferred.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed; where the outcome is unknown the money may be on its way.</exception>
    public ValueTask<Refund> Create(
        long transactionId, CreateRefund request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (transactionId < 1)
            throw new ArgumentOutOfRangeException(nameof(transactionId), "A transaction's id is positive.");
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        string transaction = transactionId.ToString(CultureInfo.InvariantCulture);
        return _api.Send(
            s_create, $"{_api.ApiHost}/v3/business/{_api.Business}/transaction/{transaction}/refund", request, RefundsJson.Default.CreateRefund,
            RefundsJson.Default.Refund, options, cancellationToken);
    }
}
