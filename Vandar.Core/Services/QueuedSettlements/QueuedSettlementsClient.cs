using Vandar.Core.Http;

namespace Vandar.Core.QueuedSettlements;

/// <summary>
/// Payouts that are registered while the wallet does not suffice, and leave once it does. Vandar API, queued settlement chapter: only verbs, paths
/// and purpose are known, every field is inferred from the ordinary settlement.
/// </summary>
public sealed class QueuedSettlementsClient
{
    private static readonly Operation s_create =
        Operation.Post("queued_settlements.create", Repeat.Keyed).Settled("QueuedSettlements.List");
    private static readonly Operation s_list = Operation.Get("queued_settlements.list");
    private static readonly Operation s_get = Operation.Get("queued_settlements.get");
    private static readonly Operation s_cancel =
        Operation.Post("queued_settlements.cancel", Repeat.Converges).Settled("QueuedSettlements.Get");

    private readonly ApiCore _api;

    internal QueuedSettlementsClient(ApiCore api) => _api = api;

    /// <summary>
    /// Registers a payout for later, by <c>POST /v3/business/:business/settlement/queued</c>. Shape inferred, and so is the unit: see
    /// <see cref="CreateQueuedSettlement.AmountInUndocumentedUnit"/>. A 429 is waited for and sent again under the same <c>track_id</c>; what may
    /// have been executed is never repeated.
    /// </summary>
    /// <remarks>
    /// Where the outcome is unknown, <see cref="VandarException.Key"/> is the <c>track_id</c>: look for it in <see cref="List"/>, and in
    /// <c>Settlements.FindByTrackId</c> if it may have left the queue. That Vandar refuses a second request with the same <c>track_id</c> is
    /// inferred.
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed; where the outcome is unknown it may be in the queue.</exception>
    public ValueTask<QueuedSettlement> Create(
        CreateQueuedSettlement request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            _api.Send(
                s_create, $"{_api.ApiHost}/v3/business/{_api.Business}/settlement/queued", request,
                QueuedSettlementsJson.Default.CreateQueuedSettlement,
                QueuedSettlementsJson.Default.JsonElement, options, cancellationToken),
            QueuedSettlementsJson.Default.QueuedSettlement, "settlement", "queued");
    }

    /// <summary>The queue, page by page, by <c>GET /v3/business/:business/settlement/queued</c>. Shape and paging inferred.</summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<QueuedSettlement> List(QueuedSettlementQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        return NumberedPage.List(
            s_list, row => Inferred.Text(row, QueuedSettlementsJson.Default.QueuedSettlement),
            (page, cancellationToken) => ListPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="List"/>. A read: repeated where that helps.</summary>
    /// <param name="query">Which ones, and how large the page is; null for all.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">The server answered with another page than the one asked for, or without a list.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<QueuedSettlement>> ListPage(
        QueuedSettlementQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        query?.Check();
        NumberedPage.Check(page);
        VandarPath path = $"{_api.ApiHost}/v3/business/{_api.Business}/settlement/queued";
        path.Query("page", page);
        path.Query("per_page", query?.PerPage);
        path.Query("status", query?.Status?.Value);
        return Inferred.ToPage(
            _api.Send(s_list, path, QueuedSettlementsJson.Default.JsonElement, options, cancellationToken),
            QueuedSettlementsJson.Default.QueuedSettlement, s_list, page, query?.PerPage);
    }

    /// <summary>
    /// One queued payout, by <c>GET /v3/business/:business/settlement/queued/:id</c>. Shape inferred. A read: repeated where that helps.
    /// </summary>
    /// <param name="id">The id in the queue, <see cref="QueuedSettlement.Id"/>.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id cannot be a path segment. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed; an unknown id is a 404, which is inferred.</exception>
    public ValueTask<QueuedSettlement> Get(string id, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToModel(
            _api.Send(
                s_get, $"{_api.ApiHost}/v3/business/{_api.Business}/settlement/queued/{id}", QueuedSettlementsJson.Default.JsonElement, options,
                cancellationToken),
            QueuedSettlementsJson.Default.QueuedSettlement, "settlement", "queued");

    /// <summary>
    /// Takes a payout out of the queue, by <c>POST /v3/business/:business/settlement/queued/cancel</c>. Shape inferred. That a repeat ends in the
    /// same state is inferred too, and relied on: it is made by itself where an answer was lost.
    /// </summary>
    /// <remarks>
    /// The second answer need not be the first one's: a repeat may be refused because the first request had cancelled it, or because the payout had
    /// left the queue. A refusal of a repeat therefore tells nothing, and its outcome is unknown.
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed; where the outcome is unknown, <see cref="Get"/> tells.</exception>
    public ValueTask<QueuedSettlementCancellation> Cancel(
        CancelQueuedSettlement request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            _api.Send(
                s_cancel, $"{_api.ApiHost}/v3/business/{_api.Business}/settlement/queued/cancel", request,
                QueuedSettlementsJson.Default.CancelQueuedSettlement, QueuedSettlementsJson.Default.JsonElement, options, cancellationToken),
            QueuedSettlementsJson.Default.QueuedSettlementCancellation);
    }
}
