using Vandar.Core.Http;

namespace Vandar.Core.Customers;

/// <summary>One customer of the business; made by <see cref="VandarClient.Customer"/>. Vandar API, customer chapters.</summary>
public readonly struct CustomerClient
{
    private static readonly Operation s_transactions = Operation.Post("customers.transactions", Repeat.Safe);
    private static readonly Operation s_cashInCode = Operation.Get("customers.cash_in_code");
    private static readonly Operation s_cashInCodeCreate =
        Operation.Post("customers.cash_in_code_create", Repeat.Never).Settled("Customer(…).CashInCode");
    private static readonly Operation s_logs = Operation.Get("customers.logs");

    private readonly ApiCore? _core;
    private readonly string? _customer;

    internal CustomerClient(ApiCore api, string customer)
    {
        _core = api;
        _customer = customer;
    }

    /// <summary>The customer's internal wallet, in Rial.</summary>
    public CustomerWalletClient Wallet => new(Api, _customer!);

    /// <summary>Checks of the customer's identity. Billed, which is inferred.</summary>
    public CustomerAuthenticationClient Authentication => new(Api, _customer!);

    /// <summary>The customer's bank accounts.</summary>
    public CustomerIbansClient Ibans => new(Api, _customer!);

    /// <summary>The customer's bank cards.</summary>
    public CustomerCardsClient Cards => new(Api, _customer!);

    private ApiCore Api => _core ?? throw new InvalidOperationException("This scope was not made by a client: use client.Customer(…).");

    /// <summary>
    /// What went into the customer's wallet and out of it, by <c>POST /v2/business/:business/customers/:customer/transactions</c>; the newest first.
    /// Amounts are Rial, which is inferred from the wallet's calls; a withdrawal is negative.
    /// </summary>
    /// <remarks>
    /// Rows carry no <c>track_id</c>: <see cref="CustomerTransaction.Uuid"/> and <see cref="CustomerTransaction.Comment"/> tell which deposit or
    /// withdrawal a row is. A row that arrives while the list is read moves the others: one of them may then be met twice, none is missed.
    /// </remarks>
    public Paged<CustomerTransaction> Transactions(CustomerTransactionQuery? query = null, RequestOptions? options = null)
    {
        CustomerClient customer = this;
        return NumberedPage.List(
            s_transactions, row => row.Uuid, (page, cancellationToken) => customer.TransactionsPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="Transactions"/>. A read: repeated where that helps.</summary>
    /// <param name="query">How the list is asked for; null for the vendor's index.</param>
    /// <param name="page">The page's number, from 1; it travels in the query.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page is not positive.</exception>
    /// <exception cref="VandarApiException">A 404 (or 422) means a deleted customer, or one of another business.</exception>
    /// <exception cref="VandarProtocolException">
    /// The server answered with another page than the one asked for, without rows, or with a row that has no id or no amount: a 0 would hide money.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<CustomerTransaction>> TransactionsPage(
        CustomerTransactionQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        VandarPath path = $"{Api.ApiHost}/v2/business/{Api.Business}/customers/{_customer}/transactions";
        path.Query("page", page);
        Operation operation = query is { ByGet: true } ? s_transactions.By(HttpMethod.Get) : s_transactions;
        return NumberedRows<CustomerTransaction>.ToPage(
            Api.Send(operation, path, CustomersJson.Default.NumberedRowsCustomerTransaction, options, cancellationToken), operation, page, null);
    }

    /// <summary>
    /// The customer's deposit code, by <c>GET /v3/business/:business/customers/:customer/cash-in-code</c>: money that comes to the business's account
    /// with it is credited to this customer. A read: repeated where that helps.
    /// </summary>
    /// <remarks>
    /// That the call makes the code where there is none yet is inferred from the vendor's text. Where it answers 404 instead, use
    /// <see cref="CreateCashInCode"/>.
    /// </remarks>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerCashInCode> CashInCode(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.Send(
            s_cashInCode, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/cash-in-code", CustomersJson.Default.CustomerCashInCode,
            options, cancellationToken);

    /// <summary>
    /// Makes the customer's deposit code, by <c>POST /v3/business/:business/customers/:customer/cash-in-code</c>. The vendor documents the call
    /// outside of its index, whose <see cref="CashInCode"/> most likely makes the code by itself. Never repeated by itself.
    /// </summary>
    /// <remarks>What a second call answers is not documented; after an unknown outcome <see cref="CashInCode"/> tells.</remarks>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerCashInCode> CreateCashInCode(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.Send(
            s_cashInCodeCreate, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/cash-in-code",
            CustomersJson.Default.CustomerCashInCode, options, cancellationToken);

    /// <summary>
    /// What was done with the customer, by <c>GET /v2/business/:business/customers/:customer/logs</c>, page by page. The vendor documents the call
    /// outside of its index, with <c>POST</c> in the text and <c>GET</c> in the example.
    /// </summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<CustomerLogEntry> Logs(CustomerPageQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        CustomerClient customer = this;
        return NumberedPage.List(s_logs, row => row, (page, cancellationToken) => customer.LogsPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="Logs"/>. A read: repeated where that helps.</summary>
    /// <param name="query">How large the page is; null for the server's choice.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">
    /// The server answered with another page than the one asked for, without rows, or with a row that says nothing.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<CustomerLogEntry>> LogsPage(
        CustomerPageQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{Api.ApiHost}/v2/business/{Api.Business}/customers/{_customer}/logs";
        CustomerPageQuery.AppendTo(ref path, query, page);
        return NumberedRows<CustomerLogEntry>.ToPage(
            Api.Send(s_logs, path, CustomersJson.Default.NumberedRowsCustomerLogEntry, options, cancellationToken), s_logs, page, null);
    }
}

/// <summary>
/// The internal wallet of one customer, in Rial; made by <see cref="CustomerClient.Wallet"/>. Deposits and withdrawals only change this ledger at
/// Vandar: no bank is asked. Vandar API, customer wallet chapter.
/// </summary>
public readonly struct CustomerWalletClient
{
    private static readonly Operation s_balance = Operation.Get("customers.wallet.balance");
    private static readonly Operation s_deposit = Operation.Post("customers.wallet.deposit", Repeat.Keyed).Settled("Customer(…).Transactions");
    private static readonly Operation s_withdraw = Operation.Post("customers.wallet.withdraw", Repeat.Keyed).Settled("Customer(…).Transactions");

    private readonly ApiCore? _core;
    private readonly string? _customer;

    internal CustomerWalletClient(ApiCore api, string customer)
    {
        _core = api;
        _customer = customer;
    }

    private ApiCore Api => _core ?? throw new InvalidOperationException("This scope was not made by a client: use client.Customer(…).Wallet.");

    /// <summary>
    /// What is in the wallet, in Rial, by <c>GET /v2/business/:business/customers/:customer/wallet</c>. A read: repeated where that helps.
    /// </summary>
    /// <exception cref="VandarApiException">
    /// A 404, or a 422, means a deleted customer, or one of another business: the vendor's page has both.
    /// </exception>
    /// <exception cref="VandarProtocolException">The answer has no balance, one with a fraction, or one in another currency than Rial.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerWalletBalance> Balance(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.Send(
            s_balance, $"{Api.ApiHost}/v2/business/{Api.Business}/customers/{_customer}/wallet", CustomersJson.Default.CustomerWalletBalance, options,
            cancellationToken);

    /// <summary>Adds to the wallet, in Rial, by <c>POST /v2/business/:business/customers/:customer/wallet/deposit</c>.</summary>
    /// <remarks>
    /// Keyed by <see cref="ChangeCustomerWallet.TrackId"/>; how a repeated key is answered is not documented, a refusal is likely. It is repeated by
    /// itself only where nothing was done. No call looks the key up: after an unknown outcome <see cref="CustomerClient.Transactions"/> shows whether
    /// it was done, and its rows have the comment but not the key, so put the key into <see cref="ChangeCustomerWallet.Comment"/> as well.
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">Refused: a used key, an unknown customer.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerWalletReceipt> Deposit(
        ChangeCustomerWallet request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Api.Send(
            s_deposit, $"{Api.ApiHost}/v2/business/{Api.Business}/customers/{_customer}/wallet/deposit", request,
            CustomersJson.Default.ChangeCustomerWallet, CustomersJson.Default.CustomerWalletReceipt, options, cancellationToken);
    }

    /// <summary>Takes from the wallet, in Rial, by <c>POST /v2/business/:business/customers/:customer/wallet/withdraw</c>.</summary>
    /// <remarks>
    /// Keyed by <see cref="ChangeCustomerWallet.TrackId"/>; how a repeated key is answered is not documented, a refusal is likely. It is repeated by
    /// itself only where nothing was done. No call looks the key up: after an unknown outcome <see cref="CustomerClient.Transactions"/> shows whether
    /// it was done, and its rows have the comment but not the key, so put the key into <see cref="ChangeCustomerWallet.Comment"/> as well. The answer
    /// to an amount over the balance is not documented; a 422 is likely.
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">Refused: a used key, an unknown customer, most likely a balance that is too low.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerWalletReceipt> Withdraw(
        ChangeCustomerWallet request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Api.Send(
            s_withdraw, $"{Api.ApiHost}/v2/business/{Api.Business}/customers/{_customer}/wallet/withdraw", request,
            CustomersJson.Default.ChangeCustomerWallet, CustomersJson.Default.CustomerWalletReceipt, options, cancellationToken);
    }
}

/// <summary>
/// Checks of the identity of one registered customer; made by <see cref="CustomerClient.Authentication"/>. Vandar's support has to switch the service
/// on. Vandar API, customer authentication chapter.
/// </summary>
/// <remarks>
/// That data differ is an ordinary answer here, not an exception: look at <see cref="CustomerAuthentication.IsMatch"/>.
/// </remarks>
public readonly struct CustomerAuthenticationClient
{
    private static readonly Operation s_kyc = Operation.Post("customers.authentication.kyc", Repeat.Never).Settled("Customer(…).Logs");
    private static readonly Operation s_shahkar = Operation.Post("customers.authentication.shahkar", Repeat.Never).Settled("Customer(…).Logs");

    private readonly ApiCore? _core;
    private readonly string? _customer;

    internal CustomerAuthenticationClient(ApiCore api, string customer)
    {
        _core = api;
        _customer = customer;
    }

    private ApiCore Api => _core
        ?? throw new InvalidOperationException("This scope was not made by a client: use client.Customer(…).Authentication.");

    /// <summary>
    /// Compares the customer's names, national code and birth date with the civil registry, by
    /// <c>POST /v3/business/:business/customers/:customer/authentication/kyc</c>. Never repeated by itself: it is billed, which is inferred.
    /// </summary>
    /// <remarks>
    /// That the answer has the members of <see cref="Shahkar"/>'s is inferred. After an unknown outcome <see cref="CustomerClient.Logs"/> shows
    /// whether the request arrived, not what came of it.
    /// </remarks>
    /// <param name="request">What is compared; null for the stored data, which is what the vendor documents for a registered customer.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerAuthentication> Kyc(
        AuthenticateByKyc? request = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        request ??= new();
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_kyc, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/authentication/kyc", request,
                CustomersJson.Default.AuthenticateByKyc, CustomersJson.Default.JsonElement, options, cancellationToken),
            CustomersJson.Default.CustomerAuthentication);
    }

    /// <summary>
    /// Asks Shahkar whether the customer's mobile number belongs to the national code, by
    /// <c>POST /v3/business/:business/customers/:customer/authentication/shahkar</c>. Never repeated by itself: it is billed, which is inferred.
    /// </summary>
    /// <remarks>
    /// After an unknown outcome <see cref="CustomerClient.Logs"/> shows whether the request arrived, not what came of it.
    /// </remarks>
    /// <param name="request">What is compared; null for the stored data, which is what the vendor documents for a registered customer.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerAuthentication> Shahkar(
        AuthenticateByShahkar? request = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        request ??= new();
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_shahkar, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/authentication/shahkar", request,
                CustomersJson.Default.AuthenticateByShahkar, CustomersJson.Default.JsonElement, options, cancellationToken),
            CustomersJson.Default.CustomerAuthentication);
    }
}
