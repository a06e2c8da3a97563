using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Vandar.Core.Http;

namespace Vandar.Core.Settlements;

/// <summary>
/// Money from the wallet to a bank account: <b>Toman in, Rial and Toman out</b>. Vandar API, settlement chapter.
/// </summary>
/// <remarks>
/// A payout that ended with an unknown outcome must not be sent again under another <c>track_id</c>: <c>Wallet.Transactions</c> with its
/// <c>TrackId</c> looks for it.
/// </remarks>
public sealed class SettlementsClient
{
    // The documented list of settlements has no track_id to find one by; that of transactions has a filter for it.
    private static readonly Operation s_create =
        Operation.Post("settlements.create", Repeat.Keyed, "data").Settled("Wallet.Transactions");
    private static readonly Operation s_list = Operation.Get("settlements.list", "data", "settlements");
    private static readonly Operation s_listV4 = Operation.Get("settlements.list_v4");
    private static readonly Operation s_get = Operation.Get("settlements.get", "data", "settlement");
    private static readonly Operation s_getV4 = Operation.Get("settlements.get_v4");
    private static readonly Operation s_cancel = Operation.Delete("settlements.cancel").Settled("Settlements.Get");
    private static readonly Operation s_cancelV4 = Operation.Delete("settlements.cancel_v4").Settled("Settlements.Get");
    private static readonly Operation s_banks = Operation.Get("settlements.banks", "data");

    private readonly ApiCore _api;

    internal SettlementsClient(ApiCore api) => _api = api;

    /// <summary>
    /// Pays out, by <c>POST /v3/business/:business/settlement/store</c>. <b>The request is Toman</b>; the answer has <see cref="Settlement.Amount"/>
    /// in Rial and <see cref="Settlement.AmountToman"/> in Toman. A 429 is waited for and sent again under the same <c>track_id</c>; what may
    /// have been executed is never repeated.
    /// </summary>
    /// <remarks>
    /// <para>
    /// A settlement that is not instant leaves for the bank in windows of 30 minutes and can be cancelled until then. That the answer arrived
    /// does not say that the money did: <see cref="Settlement.Status"/> does, later <see cref="Get"/>.
    /// </para>
    /// <para>
    /// Where the outcome is unknown, <see cref="VandarException.Key"/> is the <c>track_id</c>: keep it, ask <c>Wallet.Transactions</c> with it as
    /// <c>TrackId</c>, and believe a row only if it carries that <c>track_id</c> itself. Such a row proves that the payout was registered, in Toman,
    /// and says what became of it; a payout in parts has several. No row proves little: a fresh payout may not be in the list yet. A second request
    /// with the same <c>track_id</c> is refused by Vandar (how, is inferred); one with another is a second payout.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">Refused: too little in the wallet, a used <c>track_id</c>, an IBAN that is not taken.</exception>
    /// <exception cref="VandarException">The call did not succeed; where the outcome is unknown the money may be on its way.</exception>
    public ValueTask<Settlement> Create(
        CreateSettlement request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return First(_api.Send(
            s_create, $"{_api.ApiHost}/v3/business/{_api.Business}/settlement/store", request, SettlementsJson.Default.CreateSettlement,
            SettlementsJson.Default.CreatedSettlements, options, cancellationToken));
    }

    /// <summary>
    /// The settlements, page by page, by <c>GET /v2.1/business/:business/settlement</c>, or its newer sibling by <see cref="SettlementQuery.Api"/>.
    /// The order is not documented; that the newest come first is inferred. The unit of the rows' amounts is ambiguous, see
    /// <see cref="SettlementListItem.Amount"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<SettlementListItem> List(SettlementQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        return NumberedPage.List(
            OperationOf(query), row => row.Id.Length > 0 ? row.Id : Inferred.Text(row, SettlementsJson.Default.SettlementListItem),
            (page, cancellationToken) => ListPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="List"/>. A read: repeated where that helps.</summary>
    /// <param name="query">How large the page is, and from which version; null for the server's choice and the documented version.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">
    /// The server answered with another page than the one asked for, without rows, or with a row that has neither an id nor a <c>track_id</c>.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<SettlementListItem>> ListPage(
        SettlementQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        query?.Check();
        NumberedPage.Check(page);
        bool isV4 = query?.Api is SettlementApi.V4;
        VandarPath path = $"{_api.ApiHost}/v2.1/business/{_api.Business}/settlement";
        if (isV4)
            path = $"{_api.ApiHost}/v4/business/{_api.Business}/settlement";
        path.Query("page", page);
        path.Query("per_page", query?.PerPage);
        return isV4
            ? Inferred.ToPage(
                _api.Send(s_listV4, path, SettlementsJson.Default.JsonElement, options, cancellationToken),
                SettlementsJson.Default.SettlementListItem,
                s_listV4, page, query?.PerPage)
            : NumberedRows<SettlementListItem>.ToPage(
                _api.Send(s_list, path, SettlementsJson.Default.NumberedRowsSettlementListItem, options, cancellationToken), s_list, page,
                query?.PerPage);
    }

    /// <summary>
    /// Looks for the settlement with a <c>track_id</c> in the pages of <see cref="List"/>, as far as <see cref="SettlementSearch.MaxPages"/>
    /// allows, and compares ordinally (<c>track_id</c> is case-sensitive). For rows that carry one: with <see cref="SettlementApi.V4"/>, or should
    /// the documented version have learnt it. What settles a <see cref="Create"/> whose outcome is unknown is <c>Wallet.Transactions</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// A result proves that the payout was registered; its <see cref="SettlementListItem.Status"/> says what became of it.
    /// </para>
    /// <para>
    /// <b>Null proves little:</b> none of the rows that were read, at most <see cref="SettlementSearch.MaxPages"/> pages, has this
    /// <c>track_id</c>. It does not prove that the payout was not registered: a fresh one may not be in the list yet (one program waits three
    /// hours before it believes its absence), it may stand on a page that was not read, and rows move while pages are read. So null is no
    /// permission to pay again under another <c>track_id</c>. Look again later, or send the same request with the same <c>track_id</c>: if the
    /// first was executed, Vandar refuses the second.
    /// </para>
    /// <para>
    /// The reference shows the rows of the documented version without a <c>track_id</c>, while newer answers may carry it. Where rows lack it and
    /// none matches, this throws instead of returning null: nothing was compared, and "not found" would be a lie about money. Then ask for the
    /// transaction (<c>Wallet.Transactions</c> with its <c>TrackId</c>), or use <see cref="SettlementApi.V4"/>.
    /// </para>
    /// </remarks>
    /// <param name="trackId">The <c>track_id</c> of the request.</param>
    /// <param name="search">How far to look, and in which version; null for ten pages of fifty rows of the documented one.</param>
    /// <param name="options">What each call does differently; its time limit is for one page.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ArgumentException">The <c>track_id</c> or the search breaks a rule. Nothing was sent.</exception>
    /// <exception cref="VandarProtocolException">No row matches, and rows lack the <c>track_id</c>; or a page could not be understood.</exception>
    /// <exception cref="VandarException">A call did not succeed.</exception>
    public ValueTask<SettlementListItem?> FindByTrackId(
        string trackId, SettlementSearch? search = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        TextArgument.Check(trackId, nameof(trackId));
        search ??= new();
        search.Check();
        SettlementQuery query = new() { PerPage = search.PerPage, Api = search.Api };
        return Found(List(query, options), trackId, search.MaxPages, OperationOf(query), cancellationToken);
    }

    /// <summary>
    /// One settlement, by <c>GET /v2.1/business/:business/settlement/:settlement_id</c>, or by your <c>track_id</c>
    /// (<see cref="SettlementKey.ByTrackId"/>), by <c>GET /v4/business/:business/settlement/:track_id</c>. The unit of its amount is ambiguous, see
    /// <see cref="SettlementListItem.Amount"/>. A read: repeated where that helps.
    /// </summary>
    /// <remarks>
    /// The look-up by <c>track_id</c> is newer than the vendor's documents and known from two programs; its shape is inferred. An unknown
    /// <c>track_id</c> is a 404 there, which does not prove that a payout was never registered: a fresh one may not be visible yet, and one program
    /// waits three hours before it believes the 404. Where several parts came, this is the first of them, all are in
    /// <see cref="SettlementListItem.Extra"/> under <c>data</c>, and the status is empty unless it is that of every part.
    /// </remarks>
    /// <param name="settlement">
    /// The settlement's id, the UUID of <see cref="Settlement.Id"/> and not the transaction's, or its <c>track_id</c>.
    /// </param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id or the <c>track_id</c> cannot be a path segment. Nothing was sent.</exception>
    /// <exception cref="VandarProtocolException">
    /// The answer carries no settlement, or one with another <c>track_id</c> than the one asked for.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed; an unknown id is a 404.</exception>
    public ValueTask<SettlementListItem> Get(
        SettlementKey settlement, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath.Check(settlement.Value, nameof(settlement));
        return settlement.IsTrackId
            ? OfTrackId(
                Inferred.ToModel(
                    _api.Send(
                        s_getV4, $"{_api.ApiHost}/v4/business/{_api.Business}/settlement/{settlement.Value}", SettlementsJson.Default.JsonElement,
                        options,
                        cancellationToken),
                    SettlementsJson.Default.SettlementListItem, "settlements", "settlement"),
                settlement.Value)
            : _api.Send(
                s_get, $"{_api.ApiHost}/v2.1/business/{_api.Business}/settlement/{settlement.Value}", SettlementsJson.Default.SettlementListItem,
                options,
                cancellationToken);
    }

    /// <summary>
    /// Takes a settlement back before it has left for the bank, or after it failed, by
    /// <c>DELETE /v2.1/business/:business/settlement/:transaction_id</c>, or by your <c>track_id</c> (<see cref="SettlementCancelKey.ByTrackId"/>),
    /// by <c>DELETE /v4/business/:business/settlement/:track_id</c>. An instant one cannot be cancelled. The amount returns to the wallet. A repeat
    /// ends in the same state and is made by itself where an answer was lost.
    /// </summary>
    /// <remarks>
    /// The cancellation by <c>track_id</c> is newer than the vendor's documents and known from two programs; its shape, and what a repeat of it does,
    /// are inferred.
    /// </remarks>
    /// <param name="settlement">
    /// The settlement's transaction, <see cref="Settlement.TransactionId"/> and not its UUID, or its <c>track_id</c>.
    /// </param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">
    /// The transaction is not positive, the <c>track_id</c> cannot be a path segment, or the mode is <c>default</c>. Nothing was sent.
    /// </exception>
    /// <exception cref="VandarApiException">It cannot be cancelled any more; the status and the shape of that refusal are inferred.</exception>
    /// <exception cref="VandarException">The call did not succeed; where the outcome is unknown, <see cref="Get"/> tells.</exception>
    public ValueTask<SettlementCancellation> Cancel(
        SettlementCancelKey settlement, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (settlement.Mode is { } mode && string.IsNullOrWhiteSpace(mode.Value))
            throw new ArgumentException("The mode must be set, or null.", nameof(settlement));
        if (settlement.TrackId is { } trackId)
        {
            VandarPath.Check(trackId, nameof(settlement));
            return _api.Send(
                s_cancelV4, $"{_api.ApiHost}/v4/business/{_api.Business}/settlement/{trackId}", new() { CancelMode = settlement.Mode },
                SettlementsJson.Default.CancelBody, SettlementsJson.Default.SettlementCancellation, options, cancellationToken);
        }
        if (settlement.TransactionId < 1)
            throw new ArgumentOutOfRangeException(nameof(settlement), "A transaction's id is positive.");
        string transaction = settlement.TransactionId.ToString(CultureInfo.InvariantCulture);
        return _api.Send(
            s_cancel, $"{_api.ApiHost}/v2.1/business/{_api.Business}/settlement/{transaction}", SettlementsJson.Default.SettlementCancellation,
            options,
            cancellationToken);
    }

    /// <summary>
    /// Which banks take part in settlements from account to account, whether they can be reached, and how much they still take today, in Rial, by
    /// <c>GET /v3/business/:business/settlement/banks</c>. A read: repeated where that helps.
    /// </summary>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<SettlementBank>> Banks(
        SettlementBankQuery? query = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{_api.ApiHost}/v3/business/{_api.Business}/settlement/banks";
        path.Query("has_a2a_bank_ability", Bit(query?.HasAbility));
        path.Query("is_a2a_bank_healthy", Bit(query?.IsHealthy));
        path.Query("is_a2a_bank_active", Bit(query?.IsActive));
        return _api.Send(s_banks, path, SettlementsJson.Default.IReadOnlyListSettlementBank, options, cancellationToken);

        // The words true and false are not truth values in a query for the vendor's framework; 1 and 0 are.
        static long? Bit(bool? value) => value is { } truth ? (truth ? 1 : 0) : null;
    }

    private static Operation OperationOf(SettlementQuery? query) => query?.Api is SettlementApi.V4 ? s_listV4 : s_list;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Settlement> First(ValueTask<CreatedSettlements> answer)
    {
        CreatedSettlements created = await answer.ConfigureAwait(false);
        Settlement first = created.Settlement[0];
        first.FurtherParts = [.. created.Settlement.Skip(1)];
        return first;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<SettlementListItem> OfTrackId(ValueTask<SettlementListItem> answer, string asked)
    {
        SettlementListItem item = await answer.ConfigureAwait(false);
        bool hasMore = item.Extra?.Values.Any(value => value.ValueKind is not JsonValueKind.Null) is true;
        if (!hasMore && item.Status == default && item is IIdentified { HasIdentity: false })
            throw NumberedPage.NotUnderstood(s_getV4, "the answer carries no settlement");
        // Keys that differ in their case only are two keys; a server that confuses them would settle one payout by another.
        if (!string.IsNullOrEmpty(item.TrackId) && item.TrackId != asked)
            throw NumberedPage.NotUnderstood(s_getV4, "the settlement has another track_id than the one asked for");
        // One part that is done is not the whole payout.
        if (item.Extra?.TryGetValue("data", out JsonElement parts) is true && parts.ValueKind is JsonValueKind.Array
            && !parts.EnumerateArray().All(part => HasStatus(part, item.Status)))
            item.Status = default;
        return item;

        static bool HasStatus(JsonElement part, SettlementStatus status) =>
            part.ValueKind is JsonValueKind.Object && part.TryGetProperty("status", out JsonElement word) && word.ValueKind is JsonValueKind.String
            && word.ValueEquals(status.Value);
    }

    private static async ValueTask<SettlementListItem?> Found(
        Paged<SettlementListItem> list, string trackId, int maxPages, Operation operation, CancellationToken cancellationToken)
    {
        int pages = 0;
        bool areAllComparable = true;
        await foreach (Page<SettlementListItem> page in list.Pages(null, cancellationToken).ConfigureAwait(false))
        {
            foreach (SettlementListItem row in page.Items)
            {
                if (string.Equals(row.TrackId, trackId, StringComparison.Ordinal))
                    return row;
                areAllComparable &= row.TellsTrackId;
            }
            // A version that tells none of its rows' keys will not tell them on the next page either.
            if (++pages == maxPages || !page.Items.Any(row => row.TellsTrackId))
                break;
        }
        return areAllComparable
            ? null
            : throw NumberedPage.NotUnderstood(
                operation,
                "no row matches, but rows came without a track_id, so that the settlement may be one of them: "
                + "ask Wallet.Transactions with its TrackId");
    }
}
