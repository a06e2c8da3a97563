using Vandar.Core.Http;

namespace Vandar.Core.BatchSettlements;

/// <summary>Many payouts in one request, <b>in Rial</b>; the tool must be switched on. Vandar API, batch settlement chapter.</summary>
/// <remarks>
/// A batch that was accepted has paid nobody: each item is handed over or fails later, by itself. <see cref="Items"/> tells which, and an item
/// that was handed over is then an ordinary settlement with a transaction of its own.
/// </remarks>
public sealed class BatchSettlementsClient
{
    private static readonly Operation s_create =
        Operation.Post("batch_settlements.create", Repeat.Keyed).Settled("BatchSettlements.Items");
    private static readonly Operation s_list = Operation.Get("batch_settlements.list");
    private static readonly Operation s_items = Operation.Get("batch_settlements.items");

    private readonly ApiCore _api;

    internal BatchSettlementsClient(ApiCore api) => _api = api;

    /// <summary>
    /// Registers a batch, by <c>POST https://batch.vandar.io/api/v2/business/:business/batches-settlement</c>. <b>Amounts are Rial</b>, unlike those
    /// of a single settlement. A 429 is waited for and sent again as the same batch; what may have been executed is never repeated.
    /// </summary>
    /// <remarks>
    /// The batch's id is the hash of its items (<see cref="CreateBatchSettlement.ComputeBatchId"/>): store it before you send. Where the outcome is
    /// unknown, <see cref="VandarException.Key"/> is that id: ask <see cref="Items"/> for it. Sending the very same items again is the same batch;
    /// that Vandar refuses a batch and a <c>track_id</c> it knows is inferred from their purpose.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The request breaks a rule; the exception names its member, or that of an item. Nothing was sent.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed; where the outcome is unknown the money may be on its way.</exception>
    public ValueTask<BatchSettlement> Create(
        CreateBatchSettlement request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return _api.Send(
            s_create, $"{_api.BatchHost}/api/v2/business/{_api.Business}/batches-settlement", BatchRequest.Of(request.Items),
            BatchSettlementsJson.Default.BatchRequest, BatchSettlementsJson.Default.BatchSettlement, options, cancellationToken);
    }

    /// <summary>The batches, page by page, by <c>GET https://batch.vandar.io/api/v2/business/:business/batches</c>. Amounts are Rial.</summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<BatchSettlement> List(BatchSettlementQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        return NumberedPage.List(s_list, batch => batch.BatchId, (page, cancellationToken) => ListPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="List"/>. A read: repeated where that helps.</summary>
    /// <param name="query">How large the page is; null for the server's choice.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">
    /// The server answered with another page than the one asked for, without rows, or with a row without its id.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<BatchSettlement>> ListPage(
        BatchSettlementQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        query?.Check();
        NumberedPage.Check(page);
        VandarPath path = $"{_api.BatchHost}/api/v2/business/{_api.Business}/batches";
        path.Query("page", page);
        path.Query("per_page", query?.PerPage);
        return NumberedRows<BatchSettlement>.ToPage(
            _api.Send(s_list, path, BatchSettlementsJson.Default.NumberedRowsBatchSettlement, options, cancellationToken), s_list, page,
            query?.PerPage);
    }

    /// <summary>
    /// What became of each item, page by page, by <c>GET https://batch.vandar.io/api/v2/business/:business/batch-settlements/:batch_id</c>. Amounts
    /// are Rial. It settles a <see cref="Create"/> whose outcome is unknown: rows prove that the batch was registered.
    /// </summary>
    /// <remarks>
    /// Look at <see cref="BatchSettlementRow.State"/>: <c>SUBMITTED</c> is handed over and not paid. An unknown batch is a 404, which is inferred; as
    /// for a single payout, it is no proof that a fresh one was never registered.
    /// </remarks>
    /// <param name="batchId">The batch's id.</param>
    /// <param name="query">Which items, and how large a page is; null for all.</param>
    /// <param name="options">What each call does differently.</param>
    /// <exception cref="ArgumentException">The id cannot be a path segment, or the query breaks a rule; the exception names its member.</exception>
    public Paged<BatchSettlementRow> Items(string batchId, BatchItemQuery? query = null, RequestOptions? options = null)
    {
        VandarPath.Check(batchId, nameof(batchId));
        query?.Check();
        return NumberedPage.List(
            s_items, row => row.Id.Length > 0 ? row.Id : row.TrackId,
            (page, cancellationToken) => ItemsPage(batchId, query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="Items"/>. A read: repeated where that helps.</summary>
    /// <param name="batchId">The batch's id.</param>
    /// <param name="query">Which items, and how large the page is; null for all.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id cannot be a path segment, or the page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">
    /// The server answered with another page than the one asked for, without rows, or with a row that names no item.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<BatchSettlementRow>> ItemsPage(
        string batchId, BatchItemQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath.Check(batchId, nameof(batchId));
        query?.Check();
        NumberedPage.Check(page);
        VandarPath path = $"{_api.BatchHost}/api/v2/business/{_api.Business}/batch-settlements/{batchId}";
        path.Query("page", page);
        path.Query("per_page", query?.PerPage);
        path.Query("status", query?.Status?.Value);
        return NumberedRows<BatchSettlementRow>.ToPage(
            _api.Send(s_items, path, BatchSettlementsJson.Default.NumberedRowsBatchSettlementRow, options, cancellationToken), s_items, page,
            query?.PerPage);
    }
}
