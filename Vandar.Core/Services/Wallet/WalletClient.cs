using System.Globalization;
using System.Runtime.CompilerServices;
using Vandar.Core.Http;

namespace Vandar.Core.Wallet;

/// <summary>The business's wallet and what went through it, in Toman. Vandar API, wallet and transactions chapter.</summary>
public sealed class WalletClient
{
    private static readonly Operation s_balance = Operation.Get("wallet.balance", "data");
    private static readonly Operation s_transactions = Operation.Get("wallet.transactions");
    private static readonly Operation s_transactionCount = Operation.Get("wallet.transaction_count", "data");

    private readonly ApiCore _api;

    internal WalletClient(ApiCore api) => _api = api;

    /// <summary>What is in the wallet, in Toman, by <c>GET /v2/business/:business/balance</c>. A read: repeated where that helps.</summary>
    /// <exception cref="VandarProtocolException">The answer has no balance, or one in another currency than Toman.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<WalletBalance> Balance(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.Send(s_balance, $"{_api.ApiHost}/v2/business/{_api.Business}/balance", WalletJson.Default.WalletBalance, options, cancellationToken);

    /// <summary>
    /// Transactions and settlements, by <c>GET /v3/business/:business/transaction</c>; the newest first, which is inferred. Rows that
    /// arrive while the list is read stand before its start and are not met.
    /// </summary>
    /// <remarks>
    /// A page starts after the last row of the one before (<c>start_after</c>); <see cref="Page{T}.Next"/> is that row's id, good for
    /// resuming with <see cref="Paged{T}.Pages"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<WalletTransaction> Transactions(TransactionQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        return new(s_transactions.Name, (after, cancellationToken) => TransactionsPage(query, after, options, cancellationToken));
    }

    /// <summary>One page of <see cref="Transactions"/>. A read: repeated where that helps.</summary>
    /// <param name="query">Which rows; null for all.</param>
    /// <param name="after">The <see cref="Page{T}.Next"/> of the page before, a transaction's id; null for the first page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">
    /// The query breaks a rule, and the exception names its member; or <paramref name="after"/> is no cursor.
    /// </exception>
    /// <exception cref="VandarProtocolException">
    /// The answer has no rows where it must have some, or a row has no id or no amount: a list cut short or a 0 would hide a payment.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<WalletTransaction>> TransactionsPage(
        TransactionQuery? query, string? after, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        query?.Check();
        if (after is not null)
            TextArgument.Check(after, nameof(after));
        VandarPath path = $"{_api.ApiHost}/v3/business/{_api.Business}/transaction";
        query?.AppendTo(ref path);
        path.Query("start_after", after);
        return ToPage(_api.Send(s_transactions, path, WalletJson.Default.TransactionRows, options, cancellationToken));
    }

    /// <summary>
    /// How many rows and pages the list has, by <c>GET /v3/business/:business/meta</c>. The vendor documents the call outside of its index;
    /// that it takes the list's filters is inferred. A read: repeated where that helps.
    /// </summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<TransactionTotals> TransactionCount(
        TransactionQuery? query = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        query?.Check();
        VandarPath path = $"{_api.ApiHost}/v3/business/{_api.Business}/meta";
        query?.AppendTo(ref path);
        return _api.Send(s_transactionCount, path, WalletJson.Default.TransactionTotals, options, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Page<WalletTransaction>> ToPage(ValueTask<TransactionRows> answer)
    {
        TransactionRows rows = await answer.ConfigureAwait(false);
        IReadOnlyList<WalletTransaction> items = rows.Data ?? throw NotUnderstood("the page has no rows, not even none");
        if (items.Any(row => row is not IIdentified { HasIdentity: true }))
            throw NotUnderstood("a row of the page has no id or no amount");
        if (items.Count == 0 && rows.HasMore is true)
            throw NotUnderstood("the page is empty and says that there is more");
        // Without the flag the next page is asked for: an empty one costs a call, a list cut short costs a payment that nobody sees.
        bool isLast = rows.HasMore is false || items.Count == 0;
        return new() { Items = items, Next = isLast ? null : items[^1].Id.ToString(CultureInfo.InvariantCulture) };
    }

    private static VandarProtocolException NotUnderstood(string why) => new(new(s_transactions.Name, RequestOutcome.Rejected, 1), why, null);
}
