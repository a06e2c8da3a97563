using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Ravand;

/// <summary>
/// The credit of all cardholders of one bank; made by <see cref="RavandClient.Credit"/>. The vendor's index does not have it: paths, members and words are
/// those of a stand-in server that says it follows the vendor's documents. Amounts are Rial, which is inferred.
/// </summary>
/// <remarks>
/// How to ask a list for its next page is inferred. The first page is asked for without a number; a list that goes on and hands out the same page under the
/// next number ends in a <see cref="VandarProtocolException"/>, after the rows of the first.
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
    /// Changes the credit of several cardholders, one after the other, by <c>POST …/provider/:provider/credit/adjustment</c>. The rows come in the order of
    /// the request, and some may have failed: look at <see cref="CreditAdjustmentResult.IsDone"/> of each. Never repeated by itself: there is no key, and
    /// a repeat changes twice. After an unknown outcome <see cref="Changes"/> tells.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarProtocolException">The answer has not one row for each change; what was done is unknown.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<CreditAdjustmentResult>> Adjust(
        AdjustCredits request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return OneForEach(
            request.Credits.Count,
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
            Api.Send(s_accounts, path, RavandJson.Default.JsonElement, options, cancellationToken), RavandJson.Default.CreditAccount, s_accounts, page,
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
            Api.Send(s_payments, path, RavandJson.Default.JsonElement, options, cancellationToken), RavandJson.Default.CreditPayment, s_payments, page,
            query?.PerPage);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<IReadOnlyList<CreditAdjustmentResult>> OneForEach(int changes, ValueTask<IReadOnlyList<CreditAdjustmentResult>> answer)
    {
        IReadOnlyList<CreditAdjustmentResult> rows = await answer.ConfigureAwait(false);
        return rows.Count == changes ? rows : throw NumberedPage.NotUnderstood(s_adjust, "the answer has not one row for each change");
    }
}

/// <summary>
/// One cardholder's credit line; made by <see cref="CardholderClient.Credit"/>. The vendor's index does not have it: paths, members and words are those of a
/// stand-in server that says it follows the vendor's documents. Amounts are Rial, which is inferred. Of its lists the same is true as of
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
    /// Opens the cardholder's credit line, by <c>POST …/credit/register</c>; it is active from then on. A second one is refused with a 422. Never repeated by
    /// itself; after an unknown outcome <see cref="CreditClient.Accounts"/> tells.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CreditLine> Register(RegisterCredit request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_register, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/credit/register", request,
                RavandJson.Default.RegisterCredit, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.CreditLine);
    }

    /// <summary>
    /// Adds to the credit or takes from it, by <c>POST …/credit/adjustment</c>. Never repeated by itself: there is no key, and a repeat changes twice. After
    /// an unknown outcome <see cref="Changes"/> tells.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CreditLine> Adjust(AdjustCredit request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_adjust, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/credit/adjustment", request,
                RavandJson.Default.AdjustCredit, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.CreditLine);
    }

    /// <summary>What was added to and taken from the credit, page by page, by <c>GET …/credit</c>; the newest first. Nobody's list may be an empty one.</summary>
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
                s_updateStatus, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/credit/update-status",
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
            Api.Send(s_payments, path, RavandJson.Default.JsonElement, options, cancellationToken), RavandJson.Default.CreditPayment, s_payments, page,
            query?.PerPage);
    }
}

/// <summary>Which rows of a credit list are wanted. Every filter is inferred: none is known.</summary>
public sealed record CreditQuery : VandarModel
{
    private static readonly string[] s_members = ["page", "per_page"];

    /// <summary>How many rows a page has, at least 1; null for the server's choice.</summary>
    public int? PerPage { get; init; }

    /// <summary>Further filters by their names on the wire.</summary>
    public IReadOnlyDictionary<string, string>? Filters { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        NumberedPage.CheckSize(PerPage, nameof(PerPage));
        Inferred.CheckFilters(Filters, s_members, nameof(Filters));
    }

    internal static void AppendTo(ref VandarPath path, CreditQuery? query, int page)
    {
        query?.Check();
        NumberedPage.Check(page);
        path.Query("page", page > 1 ? page : null);
        path.Query("per_page", query?.PerPage);
        Inferred.AppendTo(ref path, query?.Filters);
    }
}

/// <summary>A credit line to be opened. Known from a stand-in server only.</summary>
public sealed record RegisterCredit : VandarModel
{
    /// <summary>The first credit in Rial, which is inferred; positive. Null for a line without credit.</summary>
    [JsonPropertyName("credit_amount")]
    public Rial? Amount { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        if (Amount is { } amount && amount <= Rial.Zero)
            throw new ArgumentOutOfRangeException(nameof(Amount), "The amount must be positive, or null.");
        Inferred.CheckExtra(Extra, RavandJson.Default.RegisterCredit, nameof(Extra));
    }
}

/// <summary>A change of one cardholder's credit. Known from a stand-in server only.</summary>
public sealed record AdjustCredit : VandarModel
{
    /// <summary>By how much, in Rial, which is inferred; positive in both directions.</summary>
    [JsonPropertyName("credit_amount")]
    public required Rial Amount { get; init; }

    /// <summary>Whether credit is added or taken away.</summary>
    [JsonPropertyName("type")]
    public required CreditDirection Direction { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        CreditAdjustment.Check(Amount, nameof(Amount), Direction, nameof(Direction));
        Inferred.CheckExtra(Extra, RavandJson.Default.AdjustCredit, nameof(Extra));
    }
}

/// <summary>Changes of several cardholders' credit. Known from a stand-in server only.</summary>
public sealed record AdjustCredits : VandarModel
{
    /// <summary>The changes, done in this order; how many there may be is not known.</summary>
    public required IReadOnlyList<CreditAdjustment> Credits { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Credits);
        if (Credits.Count == 0 || Credits.Any(credit => credit is null))
            throw new ArgumentException("There must be at least one change, and none that is null.", nameof(Credits));
        foreach (CreditAdjustment credit in Credits)
            credit.Check();
        Inferred.CheckExtra(Extra, RavandJson.Default.AdjustCredits, nameof(Extra));
    }
}

/// <summary>One change among several.</summary>
public sealed record CreditAdjustment : VandarModel
{
    /// <summary>The cardholder's id.</summary>
    public required string CardholderId { get; init; }

    /// <summary>By how much, in Rial, which is inferred; positive in both directions.</summary>
    [JsonPropertyName("credit_amount")]
    public required Rial Amount { get; init; }

    /// <summary>Whether credit is added or taken away.</summary>
    [JsonPropertyName("type")]
    public required CreditDirection Direction { get; init; }

    internal void Check()
    {
        TextArgument.Check(CardholderId, nameof(CardholderId));
        Check(Amount, nameof(Amount), Direction, nameof(Direction));
    }

    internal static void Check(Rial amount, string amountMember, CreditDirection direction, string directionMember)
    {
        if (amount <= Rial.Zero)
            throw new ArgumentOutOfRangeException(amountMember, "The amount must be positive; the direction says whether it is added.");
        if (string.IsNullOrWhiteSpace(direction.Value))
            throw new ArgumentException("The direction must be set.", directionMember);
    }
}

/// <summary>The state a credit line is to have. Known from a stand-in server only.</summary>
public sealed record UpdateCreditStatus : VandarModel
{
    /// <summary>The state.</summary>
    public required CreditStatus Status { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Status.Value))
            throw new ArgumentException("The state must be set.", nameof(Status));
        Inferred.CheckExtra(Extra, RavandJson.Default.UpdateCreditStatus, nameof(Extra));
    }
}

/// <summary>
/// A credit line after a change. Known from a stand-in server only, and which members come depends on the call: what cannot be recognised is in
/// <see cref="Extra"/>.
/// </summary>
[InferredShape]
public sealed record CreditLine : VandarModel
{
    /// <summary>The credit after the call, probably in Rial, which is inferred; of a change of state none comes. It may be below zero.</summary>
    [JsonPropertyName("credit_balance")]
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Balance { get; set; }

    /// <summary>The state after the call, of a change of state only.</summary>
    public CreditStatus Status { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>
/// What became of one change among several: it may have failed although the call succeeded. Known from a stand-in server only; what cannot be recognised is in
/// <see cref="Extra"/>.
/// </summary>
[InferredShape]
public sealed record CreditAdjustmentResult : VandarModel
{
    /// <summary>The cardholder's id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CardholderId { get; set; }

    /// <summary>By how much the credit was to be changed, probably in Rial, which is inferred.</summary>
    [JsonPropertyName("credit_amount")]
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>Whether credit was to be added or taken away.</summary>
    [JsonPropertyName("type")]
    public CreditDirection Direction { get; set; }

    /// <summary>The server's word on whether this change failed; null where it says nothing.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? HasError { get; set; }

    /// <summary>The credit afterwards, probably in Rial, which is inferred; null where the change failed.</summary>
    [JsonPropertyName("credit_balance")]
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Balance { get; set; }

    /// <summary>Why it failed; null where it did not.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<CreditAdjustmentError>))]
    public CreditAdjustmentError? Error { get; set; }

    /// <summary>Whether the server says that this change was done. False is not its word that it was not: see <see cref="HasError"/>.</summary>
    [JsonIgnore]
    public bool IsDone => HasError is false && Error is null;

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Why a change of credit failed.</summary>
public sealed record CreditAdjustmentError : VandarModel
{
    /// <summary>The server's words, for people.</summary>
    public string? Message { get; set; }
}

/// <summary>A credit line and the account beside it. Known from a stand-in server only; what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record CreditAccount : VandarModel
{
    /// <summary>The cardholder's id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CardholderId { get; set; }

    /// <summary>The account of the card, with the cardholder's own money.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<CreditAccountMoney>))]
    public CreditAccountMoney? Account { get; set; }

    /// <summary>The credit line.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<CreditAccountCredit>))]
    public CreditAccountCredit? Credit { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>The account of a card that has credit.</summary>
public sealed record CreditAccountMoney : VandarModel
{
    /// <summary>The account's number. Keep it out of logs.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? AccountNumber { get; set; }

    /// <summary>The cardholder's own money, probably in Rial, which is inferred.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Balance { get; set; }
}

/// <summary>The credit line of a card.</summary>
public sealed record CreditAccountCredit : VandarModel
{
    /// <summary>The state.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CreditStatus Status { get; set; }

    /// <summary>The credit that is left, probably in Rial, which is inferred. It may be below zero.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Balance { get; set; }
}

/// <summary>A change of credit that was done. Known from a stand-in server only; what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record CreditChange : VandarModel
{
    /// <summary>The cardholder's id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CardholderId { get; set; }

    /// <summary>By how much, probably in Rial, which is inferred; positive in both directions.</summary>
    [JsonPropertyName("credit_amount")]
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>Whether credit was added or taken away.</summary>
    [JsonPropertyName("type")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CreditDirection Direction { get; set; }

    /// <summary>When it was, Jalali.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JalaliText AdjustedAt { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>
/// A purchase that was paid with credit. Known from a stand-in server only, and the list of all cardholders may lack members: what cannot be recognised is in
/// <see cref="Extra"/>.
/// </summary>
[InferredShape]
public sealed record CreditPayment : VandarModel
{
    /// <summary>The cardholder's id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CardholderId { get; set; }

    /// <summary>The number of the cardholder's account. Keep it out of logs.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? AccountNumber { get; set; }

    /// <summary>The number of the account that funds the credit. Keep it out of logs.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CreditSourceAccountNumber { get; set; }

    /// <summary>The amount, probably in Rial, which is inferred. Null where none was recognised: that is not zero.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>The payment's key, a UUID.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? PayId { get; set; }

    /// <summary>When it was paid, Jalali.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JalaliText PaidAt { get; set; }

    /// <summary>When it was paid back, Jalali; empty until then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JalaliText RepaidAt { get; set; }

    /// <summary>The day of review, Jalali.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JalaliText ReviewDate { get; set; }

    /// <summary>Whether it is settled; null where nothing was said.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? Settled { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Whether credit is added or taken away. Known from a stand-in server only.</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<CreditDirection>))]
public readonly record struct CreditDirection(string Value) : IWireEnum<CreditDirection>
{
    /// <summary>Added.</summary>
    public static CreditDirection Credit { get; } = new("CREDIT");

    /// <summary>Taken away.</summary>
    public static CreditDirection Debit { get; } = new("DEBIT");

    private static readonly CreditDirection[] s_known = [Credit, Debit];

    /// <inheritdoc/>
    public static ReadOnlySpan<CreditDirection> Known => s_known;

    /// <inheritdoc/>
    public static CreditDirection From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>The state of a credit line. Known from a stand-in server only.</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<CreditStatus>))]
public readonly record struct CreditStatus(string Value) : IWireEnum<CreditStatus>
{
    /// <summary>It can be used.</summary>
    public static CreditStatus Active { get; } = new("ACTIVE");

    /// <summary>It cannot.</summary>
    public static CreditStatus Inactive { get; } = new("INACTIVE");

    private static readonly CreditStatus[] s_known = [Active, Inactive];

    /// <inheritdoc/>
    public static ReadOnlySpan<CreditStatus> Known => s_known;

    /// <inheritdoc/>
    public static CreditStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
