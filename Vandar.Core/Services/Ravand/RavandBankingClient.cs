using System.Runtime.CompilerServices;
using System.Text.Json;
using Vandar.Core.Http;

namespace Vandar.Core.Ravand;

/// <summary>
/// The accounts behind one cardholder's card; made by <see cref="CardholderClient.Accounts"/>. Vandar API, card issuing chapter, banking: only verbs
/// and paths are documented, every field is inferred.
/// </summary>
public readonly struct AccountsClient
{
    private static readonly Operation s_info = Operation.Get("ravand.accounts.info");
    private static readonly Operation s_balance = Operation.Post("ravand.accounts.balance", Repeat.Safe);
    private static readonly Operation s_statement = Operation.Get("ravand.accounts.statement");

    private static readonly GuessedShape s_accounts = new() { MayBeOneRow = true };

    private readonly CardholderScope _scope;

    internal AccountsClient(CardholderScope scope) => _scope = scope;

    private ApiCore Api => _scope.Api;

    /// <summary>The accounts, by <c>GET …/accounts-info</c>. Shape inferred. A read: repeated where that helps.</summary>
    /// <exception cref="VandarProtocolException">
    /// The answer has no account, not even as an empty list, or says that the list has more pages.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<CardholderAccount>> Info(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToList(
            Api.Send(
                s_info, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/accounts-info",
                RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.CardholderAccount, s_info, s_accounts);

    /// <summary>
    /// What is in an account, by <c>POST …/balance</c>; probably in Rial, which is inferred, as the whole shape is. A read, although it is a POST,
    /// which is inferred too: repeated where that helps.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<AccountBalance> Balance(AccountInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_balance, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/balance", request,
                RavandJson.Default.AccountInquiry, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.AccountBalance);
    }

    /// <summary>
    /// What went through an account, page by page, by <c>GET …/bank-statement</c>; probably in Rial. Shape, unit, filters and paging are inferred.
    /// </summary>
    /// <remarks>
    /// The first page is asked for without a number. A list that goes on and hands out the same page under the next number ends in a
    /// <see cref="VandarProtocolException"/>, after the rows of the first.
    /// </remarks>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<StatementRow> Statement(StatementQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        _ = Api;
        AccountsClient client = this;
        return NumberedPage.List(
            s_statement, row => Inferred.Text(row, RavandJson.Default.StatementRow),
            (page, cancellationToken) => client.StatementPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="Statement"/>. A read: repeated where that helps.</summary>
    /// <param name="query">Which rows; the account is most likely mandatory.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">The server answered with another page than the one asked for, or without a list.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<StatementRow>> StatementPage(
        StatementQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        query?.Check();
        NumberedPage.Check(page);
        VandarPath path = $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/bank-statement";
        path.Query("account_number", query?.AccountNumber);
        path.Query("from_date", query?.FromDate?.ToString());
        path.Query("to_date", query?.ToDate?.ToString());
        path.Query("page", page > 1 ? page : null);
        path.Query("per_page", query?.PerPage);
        Inferred.AppendTo(ref path, query?.Filters);
        return Inferred.ToPage(
            Api.Send(s_statement, path, RavandJson.Default.JsonElement, options, cancellationToken), RavandJson.Default.StatementRow, s_statement,
            page,
            query?.PerPage);
    }
}

/// <summary>
/// Transfers from the accounts behind one cardholder's card; made by <see cref="CardholderClient.Transfers"/>. Vandar API, card issuing chapter,
/// banking: only verbs and paths are documented, every field is inferred. Amounts are Rial, which is inferred.
/// </summary>
/// <remarks>
/// A transfer is begun by <see cref="Create"/>, which most likely sends the cardholder a one-time password, and done by <see cref="ConfirmOtp"/> with
/// that password: the money moves there. After an unknown outcome of either ask <see cref="Inquire"/> before anything else; a 404 may mean that the
/// transfer was not registered, or not yet. Whether every kind of transfer wants a password is not documented, so look at
/// <see cref="StartedTransfer.Status"/>.
/// </remarks>
public readonly struct TransfersClient
{
    private const string Inquiry = "Ravand.Cardholder(…).Transfers.Inquire";

    private static readonly Operation s_create = Operation.Post("ravand.transfers.create", Repeat.Never).Settled(Inquiry);
    // No call tells whether a message was sent.
    private static readonly Operation s_resendOtp = Operation.Post("ravand.transfers.resend_otp", Repeat.Never);
    private static readonly Operation s_confirmOtp =
        Operation.Post("ravand.transfers.confirm_otp", Repeat.Never).Settled(Inquiry).CarriesOneTimePassword();
    private static readonly Operation s_inquire = Operation.Get("ravand.transfers.inquire");
    private static readonly Operation s_inquirePayaSatna = Operation.Get("ravand.transfers.inquire_paya_satna");

    private static readonly GuessedShape s_transfer = new() { OtherNames = [("id", "transfer_id"), ("tracking_code", "reference_number")] };

    private readonly CardholderScope _scope;

    internal TransfersClient(CardholderScope scope) => _scope = scope;

    private ApiCore Api => _scope.Api;

    /// <summary>
    /// Begins a transfer, by <c>POST …/transfer</c>; the amount is Rial, which is inferred, as the whole shape is. The money most likely waits for
    /// <see cref="ConfirmOtp"/>. Never repeated by itself; after an unknown outcome <see cref="Inquire"/> with the same <c>track_id</c> tells.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<StartedTransfer> Create(CreateTransfer request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_create, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/transfer", request,
                RavandJson.Default.CreateTransfer, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.StartedTransfer, s_transfer);
    }

    /// <summary>
    /// Sends the cardholder another one-time password, by <c>POST …/transfer/retry-otp</c>. Shape inferred. Never repeated by itself: each call may
    /// send a message.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<StartedTransfer> ResendOtp(
        ResendTransferOtp request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_resendOtp, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/transfer/retry-otp",
                request, RavandJson.Default.ResendTransferOtp, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.StartedTransfer, s_transfer);
    }

    /// <summary>
    /// Confirms a transfer with the one-time password that the cardholder received, by <c>POST …/transfer/confirm-otp</c>: the money moves here.
    /// Shape inferred. Never repeated by itself; after an unknown outcome <see cref="Inquire"/> tells.
    /// </summary>
    /// <remarks>
    /// An answer is no proof that the receiver has the money: no state is published, and Paya settles in batches. No exception of this call repeats
    /// the password.
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">
    /// The password is wrong or too old, among other refusals; how to tell them apart is not published.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Transfer> ConfirmOtp(ConfirmTransfer request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_confirmOtp,
                $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/transfer/confirm-otp",
                request, RavandJson.Default.ConfirmTransfer, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.Transfer, s_transfer);
    }

    /// <summary>
    /// How a transfer stands, by <c>GET …/transfer/inquiry</c>; the amount is probably Rial. Shape inferred, of the query too. A read: repeated where
    /// that helps.
    /// </summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarProtocolException">
    /// The answer has another transfer's keys: the server did not take the query for what it is.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Transfer> Inquire(TransferQuery query, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Check();
        VandarPath path = $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/transfer/inquiry";
        query.AppendTo(ref path);
        return TheOneAskedFor(
            s_inquire, query, Api.Send(s_inquire, path, RavandJson.Default.JsonElement, options, cancellationToken));
    }

    /// <summary>
    /// How a transfer by Paya or Satna stands between the banks, by <c>GET …/transfer/inquiry/paya-satna</c>; the amount is probably Rial. Shape
    /// inferred, of the query too: of a list the first row is read, and the whole list kept. A read: repeated where that helps.
    /// </summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarProtocolException">
    /// The answer has another transfer's keys: the server did not take the query for what it is.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Transfer> InquirePayaSatna(TransferQuery query, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Check();
        VandarPath path =
            $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/transfer/inquiry/paya-satna";
        query.AppendTo(ref path);
        return TheOneAskedFor(
            s_inquirePayaSatna, query, Api.Send(s_inquirePayaSatna, path, RavandJson.Default.JsonElement, options, cancellationToken));
    }

    // The names of the filters are guesses: a server that knows none of them may answer with whichever transfer it likes.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Transfer> TheOneAskedFor(Operation operation, TransferQuery query, ValueTask<JsonElement> answer)
    {
        Transfer transfer = await Inferred.ToModel(answer, RavandJson.Default.Transfer, s_transfer).ConfigureAwait(false);
        return query.IsAnsweredByAnother(transfer)
            ? throw NumberedPage.NotUnderstood(operation, "the answer is about another transfer than the one that was asked for")
            : transfer;
    }
}
