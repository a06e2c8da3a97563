using System.Runtime.CompilerServices;
using Vandar.Core.Http;

namespace Vandar.Core.Ravand;

/// <summary>
/// The credit of all cardholders of one bank; made by <see cref="RavandClient.Credit"/>. The vendor's index does not have it: paths, members and
/// words are those of a stand-in server that says it follows the vendor's documents. Amounts are Rial, which is inferred.
/// </summary>
/// <remarks>
/// How to ask a list for its next page is inferred. The first page is asked for without a number; a list that goes on and hands out the same page
/// under the next number ends in a <see cref="VandarProtocolException"/>, after the rows of the first.
/// </remarks>
public readonly struct CreditClient
{
    private static readonly Operation s_adjust =
        Operation.Post("ravand.credit.adjust_many", Repeat.Never).Settled("Ravand.Credit(…).Changes");
    private static readonly Operation s_accounts = Operation.Get("ravand.credit.accounts");
    private static readonly Operation s_changes = Operation.Get("ravand.credit.changes_of_all");
    private static readonly Operation s_payments = Operation.Get("ravand.credit.payments_of_all");

    private readonly ApiCore? _core;
    private readonly PathSegment _provider;

    internal CreditClient(ApiCore api, PathSegment provider)
    {
        _core = api;
        _provider = provider;
    }

    private ApiCore Api => _core ?? throw new InvalidOperationException("This scope was not made by a client: use client.Ravand.Credit(…).");

    /// <summary>
    /// Changes the credit of several cardholders, one after the other, by <c>POST …/provider/:provider/credit/adjustment</c>. The rows come in the
    /// order of the request, and some may have failed: look at <see cref="CreditAdjustmentResult.IsDone"/> of each. Never repeated by itself: there
    /// is no key, and a repeat changes twice. After an unknown outcome <see cref="Changes"/> tells.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarProtocolException">
    /// The answer has not one row for each change, or one that names another cardholder than its change; what was done is unknown.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<CreditAdjustmentResult>> Adjust(
        AdjustCredits request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return OneForEach(
            [.. request.Credits.Select(credit => credit.CardholderId)],
            Inferred.ToList(
                Api.Send(
                    s_adjust, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_provider}/credit/adjustment", request,
                    RavandJson.Default.AdjustCredits, RavandJson.Default.JsonElement, options, cancellationToken),
                RavandJson.Default.CreditAdjustmentResult, s_adjust));
    }

    /// <summary>The credit lines and what is left of them, page by page, by <c>GET …/provider/:provider/credit/account</c>.</summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<CreditAccount> Accounts(CreditQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        CreditClient client = this;
        return NumberedPage.List(
            s_accounts, row => Inferred.Text(row, RavandJson.Default.CreditAccount),
            (page, cancellationToken) => client.AccountsPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="Accounts"/>. A read: repeated where that helps.</summary>
    /// <param name="query">Which rows; null for all.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<CreditAccount>> AccountsPage(
        CreditQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_provider}/credit/account";
        CreditQuery.AppendTo(ref path, query, page);
        return Inferred.ToPage(
            Api.Send(s_accounts, path, RavandJson.Default.JsonElement, options, cancellationToken), RavandJson.Default.CreditAccount, s_accounts,
            page,
            query?.PerPage);
    }

    /// <summary>What was added to and taken from the credit lines, page by page, by <c>GET …/provider/:provider/credit</c>.</summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<CreditChange> Changes(CreditQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        CreditClient client = this;
        return NumberedPage.List(
            s_changes, row => Inferred.Text(row, RavandJson.Default.CreditChange),
            (page, cancellationToken) => client.ChangesPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="Changes"/>. A read: repeated where that helps.</summary>
    /// <param name="query">Which rows; null for all.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<CreditChange>> ChangesPage(
        CreditQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_provider}/credit";
        CreditQuery.AppendTo(ref path, query, page);
        return Inferred.ToPage(
            Api.Send(s_changes, path, RavandJson.Default.JsonElement, options, cancellationToken), RavandJson.Default.CreditChange, s_changes, page,
            query?.PerPage);
    }

    /// <summary>What was paid with credit, page by page, by <c>GET …/provider/:provider/credit/payment</c>. Rows may lack members.</summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<CreditPayment> Payments(CreditQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        CreditClient client = this;
        return NumberedPage.List(
            s_payments, row => Inferred.Text(row, RavandJson.Default.CreditPayment),
            (page, cancellationToken) => client.PaymentsPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="Payments"/>. A read: repeated where that helps.</summary>
    /// <param name="query">Which rows; null for all.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<CreditPayment>> PaymentsPage(
        CreditQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_provider}/credit/payment";
        CreditQuery.AppendTo(ref path, query, page);
        return Inferred.ToPage(
            Api.Send(s_payments, path, RavandJson.Default.JsonElement, options, cancellationToken), RavandJson.Default.CreditPayment, s_payments,
            page,
            query?.PerPage);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<IReadOnlyList<CreditAdjustmentResult>> OneForEach(
        string[] cardholders, ValueTask<IReadOnlyList<CreditAdjustmentResult>> answer)
    {
        IReadOnlyList<CreditAdjustmentResult> rows = await answer.ConfigureAwait(false);
        if (rows.Count != cardholders.Length)
            throw NumberedPage.NotUnderstood(s_adjust, "the answer has not one row for each change");
        for (int i = 0; i < cardholders.Length; i++)
        {
            // The ids are UUIDs, which are the same in both cases.
            if (!string.IsNullOrEmpty(rows[i].CardholderId)
                && !string.Equals(rows[i].CardholderId, cardholders[i], StringComparison.OrdinalIgnoreCase))
                throw NumberedPage.NotUnderstood(s_adjust, "the rows are not in the order of the changes");
        }
        return rows;
    }
}

/// <summary>
/// One cardholder's credit line; made by <see cref="CardholderClient.Credit"/>. The vendor's index does not have it: paths, members and words are
/// those of a stand-in server that says it follows the vendor's documents. Amounts are Rial, which is inferred. Of its lists the same is true as of
/// <see cref="CreditClient"/>'s.
/// </summary>
public readonly struct CardholderCreditClient
{
    private static readonly Operation s_register = Operation.Post("ravand.credit.register", Repeat.Never).Settled("Ravand.Credit(…).Accounts");
    private static readonly Operation s_adjust =
        Operation.Post("ravand.credit.adjust", Repeat.Never).Settled("Ravand.Cardholder(…).Credit.Changes");
    private static readonly Operation s_changes = Operation.Get("ravand.credit.changes");
    private static readonly Operation s_updateStatus = Operation.Put("ravand.credit.update_status");
    private static readonly Operation s_payments = Operation.Get("ravand.credit.payments");

    private readonly CardholderScope _scope;

    internal CardholderCreditClient(CardholderScope scope) => _scope = scope;

    private ApiCore Api => _scope.Api;

    /// <summary>
    /// Opens the cardholder's credit line, by <c>POST …/credit/register</c>; it is active from then on. A second one is refused with a 422. Never
    /// repeated by itself; after an unknown outcome <see cref="CreditClient.Accounts"/> tells.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CreditLine> Register(RegisterCredit request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_register, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/credit/register",
                request,
                RavandJson.Default.RegisterCredit, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.CreditLine);
    }

    /// <summary>
    /// Adds to the credit or takes from it, by <c>POST …/credit/adjustment</c>. Never repeated by itself: there is no key, and a repeat changes
    /// twice. After an unknown outcome <see cref="Changes"/> tells.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CreditLine> Adjust(AdjustCredit request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_adjust, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/credit/adjustment",
                request,
                RavandJson.Default.AdjustCredit, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.CreditLine);
    }

    /// <summary>
    /// What was added to and taken from the credit, page by page, by <c>GET …/credit</c>; the newest first. Nobody's list may be an empty one.
    /// </summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<CreditChange> Changes(CreditQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        CardholderCreditClient client = this;
        return NumberedPage.List(
            s_changes, row => Inferred.Text(row, RavandJson.Default.CreditChange),
            (page, cancellationToken) => client.ChangesPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="Changes"/>. A read: repeated where that helps.</summary>
    /// <param name="query">Which rows; null for all.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<CreditChange>> ChangesPage(
        CreditQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/credit";
        CreditQuery.AppendTo(ref path, query, page);
        return Inferred.ToPage(
            Api.Send(s_changes, path, RavandJson.Default.JsonElement, options, cancellationToken), RavandJson.Default.CreditChange, s_changes, page,
            query?.PerPage);
    }

    /// <summary>Switches the credit line on or off, by <c>PUT …/credit/update-status</c>. A repeat ends in the same state.</summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CreditLine> UpdateStatus(
        UpdateCreditStatus request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_updateStatus,
                $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/credit/update-status",
                request, RavandJson.Default.UpdateCreditStatus, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.CreditLine);
    }

    /// <summary>What the cardholder paid with credit, page by page, by <c>GET …/credit/payment</c>. Nobody's list may be an empty one.</summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<CreditPayment> Payments(CreditQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        CardholderCreditClient client = this;
        return NumberedPage.List(
            s_payments, row => Inferred.Text(row, RavandJson.Default.CreditPayment),
            (page, cancellationToken) => client.PaymentsPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="Payments"/>. A read: repeated where that helps.</summary>
    /// <param name="query">Which rows; null for all.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<CreditPayment>> PaymentsPage(
        CreditQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/credit/payment";
        CreditQuery.AppendTo(ref path, query, page);
        return Inferred.ToPage(
            Api.Send(s_payments, path, RavandJson.Default.JsonElement, options, cancellationToken), RavandJson.Default.CreditPayment, s_payments,
            page,
            query?.PerPage);
    }
}
