using System.Runtime.CompilerServices;
using System.Text.Json;
using Vandar.Core.Http;

namespace Vandar.Core.DirectDebit;

/// <summary>
/// Direct debit, in Rial: withdrawals from the account of a payer who consented once. Vandar API, direct debit chapters. Vandar has to activate the
/// service for the business.
/// </summary>
/// <remarks>
/// An authorization is got in this order: <see cref="Banks"/>, <see cref="AuthorizationsClient.Create"/>, the payer's browser goes to
/// <see cref="AuthorizationsClient.RedirectUrl"/> and comes back with an <see cref="AuthorizationCallback"/>, and
/// <see cref="AuthorizationsClient.Verify"/> within 20 minutes. After that <see cref="WithdrawalsClient.Create"/> takes money.
/// </remarks>
public sealed class DirectDebitClient
{
    private static readonly Operation s_banks = Operation.Get("direct_debit.banks", "result", "banks");
    // The health host asks for no credential at all.
    private static readonly Operation s_bankHealth = Operation.Get("direct_debit.bank_health").CredentialInBody();
    private static readonly Operation s_bankErrors = Operation.Get("direct_debit.bank_errors", "data").CredentialInBody();

    private readonly ApiCore _api;

    internal DirectDebitClient(ApiCore api)
    {
        _api = api;
        Authorizations = new(api);
        Withdrawals = new(api);
        Refunds = new(api);
    }

    /// <summary>The consents of payers ("mandates").</summary>
    public AuthorizationsClient Authorizations { get; }

    /// <summary>What is taken from payers' accounts.</summary>
    public WithdrawalsClient Withdrawals { get; }

    /// <summary>What is given back to payers.</summary>
    public DirectDebitRefundsClient Refunds { get; }

    /// <summary>
    /// The banks that are enabled for the business and their limits in Rial, by <c>GET /v3/business/:business/subscription/banks/actives</c>. A
    /// read: repeated where that helps.
    /// </summary>
    /// <exception cref="VandarProtocolException">The answer has no list, or a bank without a code.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<DirectDebitBank>> Banks(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Whole(s_banks, _api.Send(
            s_banks, $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/banks/actives", DirectDebitJson.Default.IReadOnlyListDirectDebitBank,
            options, cancellationToken));

    /// <summary>
    /// How the banks are doing, by <c>GET https://health.vandar.io/subscription</c>, without a token. The vendor documents the call outside of its
    /// index and says only that it tells success rates; the answer's shape is not known, so it comes as it is. A read: repeated where that helps.
    /// </summary>
    /// <remarks>The state of a bank for this business is <see cref="DirectDebitBank.IsHealthyOnDirectDebit"/> of <see cref="Banks"/>.</remarks>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<BankHealth> BankHealth(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        ToHealth(_api.Send(s_bankHealth, $"{_api.HealthHost}/subscription", DirectDebitJson.Default.JsonElement, options, cancellationToken));

    /// <summary>
    /// The words to each <see cref="WithdrawalErrorCode"/> and <see cref="AuthorizationErrorCode"/>, by
    /// <c>GET https://health.vandar.io/subscription/errors</c>, without a token. The vendor documents the call outside of its index. A read: repeated
    /// where that helps.
    /// </summary>
    /// <exception cref="VandarProtocolException">The answer has no list, or an error without a code.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<BankError>> BankErrors(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Whole(s_bankErrors, _api.Send(
            s_bankErrors, $"{_api.HealthHost}/subscription/errors", DirectDebitJson.Default.IReadOnlyListBankError, options, cancellationToken));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<BankHealth> ToHealth(ValueTask<JsonElement> answer) => new() { Content = await answer.ConfigureAwait(false) };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<IReadOnlyList<T>> Whole<T>(Operation operation, ValueTask<IReadOnlyList<T>> answer)
        where T : class, IIdentified
    {
        IReadOnlyList<T> rows = await answer.ConfigureAwait(false);
        return rows.All(row => row is { HasIdentity: true })
            ? rows
            : throw NumberedPage.NotUnderstood(operation, "a row of the list lacks what identifies it");
    }
}

/// <summary>The consents of payers, with which money can be taken from their accounts. Vandar API, direct debit chapter, authorizations.</summary>
public sealed class AuthorizationsClient
{
    private static readonly Operation s_create =
        Operation.Post("direct_debit.authorizations.create", Repeat.Never, "result", "authorization");
    private static readonly Operation s_verify =
        Operation.Patch("direct_debit.authorizations.verify").Settled("DirectDebit.Authorizations.Get");
    private static readonly Operation s_get = Operation.Get("direct_debit.authorizations.get", "result", "authorizations");
    private static readonly Operation s_list = Operation.Get("direct_debit.authorizations.list");
    private static readonly Operation s_calculation = Operation.Get("direct_debit.authorizations.calculation");
    private static readonly Operation s_revoke =
        Operation.Delete("direct_debit.authorizations.revoke", "result").MayBeEmpty().Settled("DirectDebit.Authorizations.Get");

    private readonly ApiCore _api;

    internal AuthorizationsClient(ApiCore api) => _api = api;

    /// <summary>
    /// Asks for a payer's consent and returns the token of the page on which it is given, by
    /// <c>POST /v3/business/:business/subscription/authorization/store</c>. The limit is Rial. The token works once and dies after 20 minutes: store
    /// it with the payer before the browser leaves. Never repeated by itself; each call makes another token, and one that nobody uses costs nothing.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<AuthorizationSession> Create(
        CreateAuthorization request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return WithAddress(_api.Send(
            s_create, $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/authorization/store", request,
            DirectDebitJson.Default.CreateAuthorization, DirectDebitJson.Default.AuthorizationSession, options, cancellationToken));
    }

    /// <summary>
    /// The page the payer's browser has to open, <c>GET https://subscription.vandar.io/authorizations/:token</c>. It works once. Afterwards the
    /// browser comes back to <see cref="CreateAuthorization.CallbackUrl"/> with what <see cref="AuthorizationCallback"/> reads.
    /// </summary>
    /// <param name="token">The token of <see cref="Create"/>.</param>
    /// <exception cref="ArgumentException">The token is blank or cannot be a path segment.</exception>
    public Uri RedirectUrl(string token) => _api.Address($"{_api.SubscriptionHost}/authorizations/{token}");

    /// <summary>
    /// Confirms an authorization, by <c>PATCH /v3/business/:business/subscription/authorization/:authorization_id/verify</c>. It must come within 20
    /// minutes, or the authorization is cancelled at Vandar and at the bank. Returns only if this call confirmed it.
    /// </summary>
    /// <remarks>
    /// <para>
    /// It succeeds once. A second call is refused with a 422, whose only sign is a Persian text: whether a 422 means "already verified" is told by
    /// <see cref="Get"/>, where it then is <see cref="AuthorizationStatus.Active"/>. Where an answer was lost the call is made again by itself, which
    /// is safe, but ends in that 422 if the lost one was executed; the exception's <see cref="VandarException.Outcome"/> is then
    /// <see cref="RequestOutcome.Unknown"/>, and <see cref="Get"/> settles it in the same way.
    /// </para>
    /// <para>
    /// The authorization's id comes from the payer's browser. Before you charge with it, compare <see cref="DirectDebitAuthorization.Token"/> of
    /// <see cref="Get"/> with the token that was stored with this payer: otherwise one payer could hand in the authorization of another.
    /// </para>
    /// </remarks>
    /// <example><code>
    /// try { await authorizations.Verify(id); }
    /// catch (VandarException e) when (e.StatusCode == HttpStatusCode.UnprocessableEntity || e.Outcome == RequestOutcome.Unknown) { }
    /// DirectDebitAuthorization authorization = await authorizations.Get(id);
    /// bool isGiven = authorization.IsActive &amp;&amp; authorization.Token == storedToken;
    /// </code></example>
    /// <param name="authorizationId">The <see cref="AuthorizationCallback.AuthorizationId"/> of the callback.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id cannot be a path segment. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">Refused; a 422 may mean that it was verified before, see the remarks.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<AuthorizationVerification> Verify(
        string authorizationId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.Send(
            s_verify, $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/authorization/{authorizationId}/verify",
            DirectDebitJson.Default.AuthorizationVerification, options, cancellationToken);

    /// <summary>
    /// One authorization, by <c>GET /v3/business/:business/subscription/authorization/:authorization_id/search</c>. The limit is Rial. A read:
    /// repeated where that helps.
    /// </summary>
    /// <remarks>
    /// The vendor's index has this path; the answer is documented for the older one without <c>/search</c>, and that both answer alike is inferred.
    /// </remarks>
    /// <param name="authorizationId">The authorization's id.</param>
    /// <param name="lookup">How it is asked for; null for the path of the vendor's index.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id cannot be a path segment. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">
    /// A 404 for one that is not known; a 422, with an error on <c>message</c>, for one that was revoked.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<DirectDebitAuthorization> Get(
        string authorizationId, AuthorizationLookup? lookup = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/authorization/{authorizationId}";
        if (lookup is not { UseOlderPath: true })
            path.AppendLiteral("/search");
        return _api.Send(s_get, path, DirectDebitJson.Default.DirectDebitAuthorization, options, cancellationToken);
    }

    /// <summary>
    /// The authorizations, by <c>GET /v3/business/:business/subscription/authorization</c>, page by page; the limits are Rial. A revoked one vanishes
    /// from the list, or has its <see cref="DirectDebitAuthorization.RevokedAt"/>: both were seen.
    /// </summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<DirectDebitAuthorization> List(AuthorizationQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        return NumberedPage.List(s_list, row => row.Id, (page, cancellationToken) => ListPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="List"/>, of 20 rows. A read: repeated where that helps.</summary>
    /// <param name="query">Which authorizations; null for all.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">
    /// The server answered with another page than the one asked for, without rows, or with a row that has no id.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<DirectDebitAuthorization>> ListPage(
        AuthorizationQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        query?.Check();
        NumberedPage.Check(page);
        VandarPath path = $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/authorization";
        path.Query("page", page);
        path.Query("mobile", query?.Mobile?.Value);
        return NumberedRows<DirectDebitAuthorization>.ToPage(
            _api.Send(s_list, path, DirectDebitJson.Default.NumberedRowsDirectDebitAuthorization, options, cancellationToken), s_list, page, null);
    }

    /// <summary>
    /// Probably what is left of an authorization, by <c>GET /v3/business/:business/subscription/authorization/:authorization_id/calculation</c>. Only
    /// the path is documented: purpose and shape are inferred, and what came is in <see cref="AuthorizationCalculation.Extra"/>. A read: repeated
    /// where that helps.
    /// </summary>
    /// <param name="authorizationId">The authorization's id.</param>
    /// <param name="query">What is asked; null for nothing besides the authorization.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id cannot be a path segment, or the query breaks a rule. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<AuthorizationCalculation> Calculation(
        string authorizationId, CalculationQuery? query = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        query?.Check();
        VandarPath path = $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/authorization/{authorizationId}/calculation";
        path.Query("amount", query?.Amount?.Value);
        return Inferred.ToModel(
            _api.Send(s_calculation, path, DirectDebitJson.Default.JsonElement, options, cancellationToken),
            DirectDebitJson.Default.AuthorizationCalculation);
    }

    /// <summary>
    /// Revokes an authorization, by <c>DELETE /v3/business/:business/subscription/authorization/:authorization_id</c>. The payer can do it only
    /// through the business: offer it. A repeat ends in the same state, and is made by itself where an answer was lost; it is then refused with a 404
    /// or a 422 whose outcome is <see cref="RequestOutcome.Unknown"/>, and <see cref="Get"/> answers a 422 if it was revoked.
    /// </summary>
    /// <exception cref="ArgumentException">The id cannot be a path segment. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<RevokedAuthorization> Revoke(
        string authorizationId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.Send(
            s_revoke, $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/authorization/{authorizationId}",
            DirectDebitJson.Default.RevokedAuthorization, options, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AuthorizationSession> WithAddress(ValueTask<AuthorizationSession> answer)
    {
        AuthorizationSession session = await answer.ConfigureAwait(false);
        session.RedirectUrl = RedirectUrl(session.Token);
        return session;
    }
}

/// <summary>What is taken from payers' accounts, in Rial. Vandar API, direct debit chapter, withdrawals.</summary>
public sealed class WithdrawalsClient
{
    private static readonly Operation s_create =
        Operation.Post("direct_debit.withdrawals.create", Repeat.Keyed, "result", "withdrawal").Settled("DirectDebit.Withdrawals.GetByTrackId");
    private static readonly Operation s_get = Operation.Get("direct_debit.withdrawals.get", "result", "withdrawal");
    private static readonly Operation s_getByTrackId = Operation.Get("direct_debit.withdrawals.get_by_track_id", "result", "withdrawal");
    private static readonly Operation s_list = Operation.Get("direct_debit.withdrawals.list");
    private static readonly Operation s_cancel =
        Operation.Put("direct_debit.withdrawals.cancel", "result", "withdrawal").MayBeEmpty().Settled("DirectDebit.Withdrawals.Get");

    private readonly ApiCore _api;

    internal WithdrawalsClient(ApiCore api) => _api = api;

    /// <summary>
    /// Orders a withdrawal, at once or for a later day, by <c>POST /v3/business/:business/subscription/withdrawal/store</c>. The amount is Rial. That
    /// it returns does not mean that money was taken: a refusal of the bank is no error of the call. Credit on <see cref="Withdrawal.IsDone"/>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// An instant withdrawal is decided when it is next read: ask <see cref="Get"/> until <see cref="Withdrawal.State"/> is neither
    /// <see cref="WithdrawalState.InProgress"/> nor <see cref="WithdrawalState.Unclear"/>. One for a later day is tried until it succeeds or its
    /// tries are used up.
    /// </para>
    /// <para>
    /// A <see cref="CreateWithdrawal.TrackId"/> is taken once: a second order with it is refused with a 422, not answered with the first one. After
    /// an unknown outcome the order is not sent again by itself; <see cref="GetByTrackId"/> tells whether there is one. A 409 means that the bank
    /// takes no orders at the moment.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">
    /// Refused: 404 no such business, 409 the bank takes none now, 422 a rule, a used <c>track_id</c> or the month's count.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed; where the outcome is unknown, <see cref="GetByTrackId"/> tells.</exception>
    public ValueTask<Withdrawal> Create(CreateWithdrawal request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return _api.Send(
            s_create, $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/withdrawal/store", request, DirectDebitJson.Default.CreateWithdrawal,
            DirectDebitJson.Default.Withdrawal, options, cancellationToken);
    }

    /// <summary>
    /// One withdrawal, by <c>GET /v3/business/:business/subscription/withdrawal/:withdrawal_id</c>, in Rial. Reading an instant one makes Vandar ask
    /// the bank how it ended. A read: repeated where that helps.
    /// </summary>
    /// <param name="withdrawalId">The id of <see cref="Create"/>, or of a notification.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id cannot be a path segment. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed; a 404 for one that is not known is inferred.</exception>
    public ValueTask<Withdrawal> Get(string withdrawalId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.Send(
            s_get, $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/withdrawal/{withdrawalId}", DirectDebitJson.Default.Withdrawal, options,
            cancellationToken);

    /// <summary>
    /// The withdrawal that was ordered with this key, by <c>GET /v3/business/:business/subscription/withdrawal/track-id/:track_id</c>, in Rial. A
    /// read: repeated where that helps.
    /// </summary>
    /// <remarks>
    /// It settles a <see cref="Create"/> whose outcome is unknown. A 404 (which is inferred) says that nothing was ordered with this key so far: an
    /// order that was sent a moment ago may still be on its way, so ask again before you order anew, and then with the same key.
    /// </remarks>
    /// <param name="trackId">The <see cref="CreateWithdrawal.TrackId"/>, in the same case.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The key cannot be a path segment. Nothing was sent.</exception>
    /// <exception cref="VandarProtocolException">The answer is about another key than the one asked for.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Withdrawal> GetByTrackId(string trackId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        OfTrackId(
            _api.Send(
                s_getByTrackId, $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/withdrawal/track-id/{trackId}",
                DirectDebitJson.Default.Withdrawal, options, cancellationToken),
            trackId);

    /// <summary>
    /// The withdrawals, or those of one authorization, by <c>GET /v3/business/:business/subscription/withdrawal</c>, page by page, in Rial.
    /// </summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<Withdrawal> List(WithdrawalQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        return NumberedPage.List(s_list, row => row.Id, (page, cancellationToken) => ListPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="List"/>, of 20 rows. A read: repeated where that helps.</summary>
    /// <param name="query">Which withdrawals; null for all.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">
    /// The server answered with another page than the one asked for, without rows, or with a row that has no id.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<Withdrawal>> ListPage(
        WithdrawalQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        query?.Check();
        NumberedPage.Check(page);
        VandarPath path = $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/withdrawal";
        path.Query("page", page);
        path.Query("q", query?.AuthorizationId);
        return NumberedRows<Withdrawal>.ToPage(
            _api.Send(s_list, path, DirectDebitJson.Default.NumberedRowsWithdrawal, options, cancellationToken), s_list, page, null);
    }

    /// <summary>
    /// Cancels a withdrawal that is ordered for a later day, by <c>PUT /v3/business/:business/subscription/withdrawal/:withdrawal_id</c>. An instant
    /// one cannot be cancelled. A repeat ends in the same state and is made by itself where an answer was lost; where the outcome is unknown,
    /// <see cref="Get"/> tells by <see cref="WithdrawalState.Canceled"/>.
    /// </summary>
    /// <param name="withdrawalId">The id of <see cref="Create"/>.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id cannot be a path segment. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed; a 422 for one that is instant or final is inferred.</exception>
    public ValueTask<CanceledWithdrawal> Cancel(string withdrawalId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.Send(
            s_cancel, $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/withdrawal/{withdrawalId}",
            DirectDebitJson.Default.CanceledWithdrawal,
            options, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Withdrawal> OfTrackId(ValueTask<Withdrawal> answer, string asked)
    {
        Withdrawal withdrawal = await answer.ConfigureAwait(false);
        // Keys that differ in their case only are two keys; a server that confuses them would settle one payment by another.
        return string.IsNullOrEmpty(withdrawal.TrackId) || withdrawal.TrackId == asked
            ? withdrawal
            : throw NumberedPage.NotUnderstood(s_getByTrackId, "the withdrawal has another track_id than the one asked for");
    }
}

/// <summary>
/// What is given back to payers of direct debit. Vandar API, direct debit chapter, refunds. Only the paths are documented; requests, answers and
/// units are inferred.
/// </summary>
public sealed class DirectDebitRefundsClient
{
    private const string Refund = "refund";

    private static readonly Operation s_create = Operation.Post("direct_debit.refunds.create", Repeat.Never)
        .Settled("DirectDebit.Refunds.List (its TrackId), then DirectDebit.Withdrawals.Get");
    private static readonly Operation s_get = Operation.Get("direct_debit.refunds.get");
    private static readonly Operation s_list = Operation.Get("direct_debit.refunds.list");

    private readonly ApiCore _api;

    internal DirectDebitRefundsClient(ApiCore api) => _api = api;

    /// <summary>
    /// Gives the money of a withdrawal that is done back to the payer, by <c>POST /v3/business/:business/subscription/refunds</c>. Shape inferred;
    /// the amount is Rial, which is inferred too. Never repeated by itself, because what the service does with a second one is not documented.
    /// </summary>
    /// <remarks>
    /// After an unknown outcome do not send it again: look for it in <see cref="List"/>, by the <see cref="CreateDirectDebitRefund.TrackId"/> that
    /// you gave it, and read the withdrawal, whose <see cref="Withdrawal.RefundId"/> and <see cref="WithdrawalState.Refunded"/> tell of a refund.
    /// Their absence proves nothing: they most likely come only when the money has arrived.
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<DirectDebitRefund> Create(
        CreateDirectDebitRefund request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            _api.Send(
                s_create, $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/refunds", request,
                DirectDebitJson.Default.CreateDirectDebitRefund, DirectDebitJson.Default.JsonElement, options, cancellationToken),
            DirectDebitJson.Default.DirectDebitRefund, Refund);
    }

    /// <summary>
    /// One refund, by <c>GET /v3/business/:business/subscription/refunds/:refund_id</c>. Shape inferred. A read: repeated where that helps.
    /// </summary>
    /// <param name="refundId">The id of <see cref="Create"/>, or a withdrawal's <see cref="Withdrawal.RefundId"/>.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id cannot be a path segment. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<DirectDebitRefund> Get(string refundId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToModel(
            _api.Send(
                s_get, $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/refunds/{refundId}", DirectDebitJson.Default.JsonElement, options,
                cancellationToken),
            DirectDebitJson.Default.DirectDebitRefund, Refund);

    /// <summary>
    /// The refunds, by <c>GET /v3/business/:business/subscription/refunds</c>, page by page. Shape and paging are inferred; where no pages are
    /// counted the list ends at the first page that is empty or is the one before once more.
    /// </summary>
    public Paged<DirectDebitRefund> List(DirectDebitRefundQuery? query = null, RequestOptions? options = null) =>
        NumberedPage.List(
            s_list, row => Inferred.Text(row, DirectDebitJson.Default.DirectDebitRefund),
            (page, cancellationToken) => ListPage(query, page, options, cancellationToken));

    /// <summary>One page of <see cref="List"/>. A read: repeated where that helps.</summary>
    /// <param name="query">Which refunds; null for all.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">The page is less than 1.</exception>
    /// <exception cref="VandarProtocolException">The server answered with another page than the one asked for, or without rows.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<DirectDebitRefund>> ListPage(
        DirectDebitRefundQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        NumberedPage.Check(page);
        VandarPath path = $"{_api.ApiHost}/v3/business/{_api.Business}/subscription/refunds";
        path.Query("page", page);
        return Inferred.ToPage(
            _api.Send(s_list, path, DirectDebitJson.Default.JsonElement, options, cancellationToken), DirectDebitJson.Default.DirectDebitRefund,
            s_list,
            page, null);
    }
}
