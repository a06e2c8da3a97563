using Vandar.Core.Http;

namespace Vandar.Core.CashIn;

/// <summary>
/// Money into the wallet: by the business's deposit code, which anyone can pay to from any bank, and from the business's own bank account. Vandar
/// API, cash-in chapters.
/// </summary>
public sealed class CashInClient
{
    private static readonly Operation s_code = Operation.Get("cash_in.code");
    private static readonly Operation s_transactions = Operation.Get("cash_in.transactions");
    private static readonly Operation s_suspiciousPayments = Operation.Get("cash_in.suspicious_payments");
    private static readonly Operation s_resolveSuspiciousPayment =
        Operation.Post("cash_in.resolve_suspicious_payment", Repeat.Never).Settled("CashIn.SuspiciousPayments");

    private readonly ApiCore _api;

    internal CashInClient(ApiCore api)
    {
        _api = api;
        Account = new(api);
    }

    /// <summary>Money from the business's own bank account into the wallet, in Rial.</summary>
    public CashInAccountClient Account { get; }

    /// <summary>
    /// The business's deposit code, by <c>GET /v3/business/:business/cash-in/code</c>. Its shape is that of the customer's code and inferred here. A
    /// read: repeated where that helps.
    /// </summary>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CashInCode> Code(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToModel(
            _api.Send(s_code, $"{_api.ApiHost}/v3/business/{_api.Business}/cash-in/code", CashInJson.Default.JsonElement, options, cancellationToken),
            CashInJson.Default.CashInCode);

    /// <summary>
    /// What was paid in by code, page by page, by <c>GET /v3/business/:business/cash-in/pic/transactions</c>. Shape, filters and paging inferred; the
    /// unit is not documented.
    /// </summary>
    /// <remarks>
    /// The same payments, with documented fields and in Toman, are in <c>Wallet.Transactions</c> by the channel
    /// <c>TransactionChannel.CashInByCode</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<CashInTransaction> Transactions(CashInQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        return NumberedPage.List(
            s_transactions, row => Inferred.Text(row, CashInJson.Default.CashInTransaction),
            (page, cancellationToken) => TransactionsPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="Transactions"/>. A read: repeated where that helps.</summary>
    /// <param name="query">Which rows; null for all.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">The server answered with another page than the one asked for, or without a list.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<CashInTransaction>> TransactionsPage(
        CashInQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        query?.Check();
        NumberedPage.Check(page);
        VandarPath path = $"{_api.ApiHost}/v3/business/{_api.Business}/cash-in/pic/transactions";
        path.Query("page", page);
        query?.AppendTo(ref path);
        return Inferred.ToPage(
            _api.Send(s_transactions, path, CashInJson.Default.JsonElement, options, cancellationToken), CashInJson.Default.CashInTransaction,
            s_transactions, page, query?.PerPage);
    }

    /// <summary>
    /// Payments by code that are held until the business decides, page by page, by <c>GET /v3/business/:business/cash-in/suspicious-payment</c>.
    /// Shape, filters and paging inferred; the unit is not documented.
    /// </summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<SuspiciousPayment> SuspiciousPayments(CashInQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        return NumberedPage.List(
            s_suspiciousPayments, row => Inferred.Text(row, CashInJson.Default.SuspiciousPayment),
            (page, cancellationToken) => SuspiciousPaymentsPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="SuspiciousPayments"/>. A read: repeated where that helps.</summary>
    /// <param name="query">Which rows; null for all.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">The server answered with another page than the one asked for, or without a list.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<SuspiciousPayment>> SuspiciousPaymentsPage(
        CashInQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        query?.Check();
        NumberedPage.Check(page);
        VandarPath path = $"{_api.ApiHost}/v3/business/{_api.Business}/cash-in/suspicious-payment";
        path.Query("page", page);
        query?.AppendTo(ref path);
        return Inferred.ToPage(
            _api.Send(s_suspiciousPayments, path, CashInJson.Default.JsonElement, options, cancellationToken), CashInJson.Default.SuspiciousPayment,
            s_suspiciousPayments, page, query?.PerPage);
    }

    /// <summary>
    /// Takes a held payment or sends it back, by <c>POST /v3/business/:business/cash-in/suspicious-payment/:id</c>. It moves money and has no key:
    /// never repeated by itself. Shape inferred, and the words of a decision are not published: ask Vandar for them.
    /// </summary>
    /// <param name="id">The payment's id, <see cref="SuspiciousPayment.Id"/>.</param>
    /// <param name="request">The decision.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">
    /// The id cannot be a path segment, or the request breaks a rule; the exception names its member. Nothing was sent.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed; where the outcome is unknown, <see cref="SuspiciousPayments"/> tells.</exception>
    public ValueTask<SuspiciousPaymentResolution> ResolveSuspiciousPayment(
        string id, SuspiciousPaymentDecision request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            _api.Send(
                s_resolveSuspiciousPayment, $"{_api.ApiHost}/v3/business/{_api.Business}/cash-in/suspicious-payment/{id}", request,
                CashInJson.Default.SuspiciousPaymentDecision, CashInJson.Default.JsonElement, options, cancellationToken),
            CashInJson.Default.SuspiciousPaymentResolution);
    }
}

/// <summary>
/// Money from the business's own bank account into the wallet, <b>in Rial</b>; the tool must be switched on. Made by
/// <see cref="CashInClient.Account"/>. Vandar API, cash-in account chapter.
/// </summary>
public sealed class CashInAccountClient
{
    private static readonly Operation s_list = Operation.Get("cash_in.account.list", "data");
    private static readonly Operation s_deposit =
        Operation.Post("cash_in.account.deposit", Repeat.Keyed, "data").Settled("Wallet.Transactions");
    private static readonly Operation s_balance = Operation.Post("cash_in.account.balance", Repeat.Safe);

    private readonly ApiCore _api;

    internal CashInAccountClient(ApiCore api) => _api = api;

    /// <summary>The accounts Vandar may debit, by <c>GET /v3/business/:business/cash-in/account</c>. A read: repeated where that helps.</summary>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<CashInAccount>> List(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.Send(
            s_list, $"{_api.ApiHost}/v3/business/{_api.Business}/cash-in/account", CashInJson.Default.IReadOnlyListCashInAccount, options,
            cancellationToken);

    /// <summary>
    /// Debits an account and fills the wallet, by <c>POST /v3/business/:business/cash-in/account/deposit</c>. <b>The request is Rial</b>; the answer
    /// has Rial and Toman. A 429 is waited for and sent again under the same <c>track_id</c>; what may have been executed is never repeated.
    /// </summary>
    /// <remarks>
    /// An amount above 1,000,000,000 Rial is split into parts of at most that. There is no call that reads a deposit: where the outcome is unknown
    /// (<see cref="VandarException.Key"/> is the <c>track_id</c>; the vendor says of a 500 that the money may have moved), look into
    /// <c>Wallet.Transactions</c> by the channel of cash-in. A second request with the same <c>track_id</c> is refused.
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">
    /// Refused: the account is not known, the <c>track_id</c> was used before, or the tool is not active.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed; where the outcome is unknown the account may have been debited.</exception>
    public ValueTask<CashInDeposit> Deposit(
        CreateCashInDeposit request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return _api.Send(
            s_deposit, $"{_api.ApiHost}/v3/business/{_api.Business}/cash-in/account/deposit", request, CashInJson.Default.CreateCashInDeposit,
            CashInJson.Default.CashInDeposit, options, cancellationToken);
    }

    /// <summary>
    /// What is in an account, <b>in Rial</b>, by <c>POST /v3/business/:business/cash-in/account/balance</c>. A read, although a POST: repeated where
    /// that helps, and counted against the lower limit.
    /// </summary>
    /// <param name="iban">An account of <see cref="List"/>.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The IBAN is <c>default</c>. Nothing was sent.</exception>
    /// <exception cref="VandarProtocolException">The answer has no balance.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CashInAccountBalance> Balance(Iban iban, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (iban.IsEmpty)
            throw new ArgumentException("The IBAN must be set.", nameof(iban));
        return _api.Send(
            s_balance, $"{_api.ApiHost}/v3/business/{_api.Business}/cash-in/account/balance", new() { Iban = iban },
            CashInJson.Default.AccountBalanceRequest, CashInJson.Default.CashInAccountBalance, options, cancellationToken);
    }
}
