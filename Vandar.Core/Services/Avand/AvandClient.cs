using Vandar.Core.Http;

namespace Vandar.Core.Avand;

/// <summary>
/// The business's own bank accounts ("Avand"): balance and statement. Vandar API, Avand chapter: only verbs, paths and purpose are known, every
/// field is inferred.
/// </summary>
/// <remarks>The unit is not documented; probably Rial, because these are figures of the bank.</remarks>
public sealed class AvandClient
{
    private static readonly Operation s_lastBalance = Operation.Get("avand.last_balance");
    private static readonly Operation s_statement = Operation.Get("avand.statement");

    private readonly ApiCore _api;

    internal AvandClient(ApiCore api) => _api = api;

    /// <summary>
    /// What was last known to be in an account, by <c>GET /v3/business/:business/settlement/account/:iban/last-balance</c>. Shape inferred; the unit
    /// is not documented. A read: repeated where that helps.
    /// </summary>
    /// <remarks>The IBAN travels in the address, encrypted on the way but readable to whoever logs addresses.</remarks>
    /// <param name="iban">One of the business's connected accounts.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The IBAN is <c>default</c>.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<AccountBalance> LastBalance(Iban iban, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (iban.IsEmpty)
            throw new ArgumentException("The IBAN must be set.", nameof(iban));
        return Inferred.ToModel(
            _api.Send(
                s_lastBalance, $"{_api.ApiHost}/v3/business/{_api.Business}/settlement/account/{iban.Value}/last-balance",
                AvandJson.Default.JsonElement,
                options, cancellationToken),
            AvandJson.Default.AccountBalance);
    }

    /// <summary>
    /// What went through an account, page by page, by <c>GET /v3/business/:business/settlement/account/statement</c>. Shape, filters and paging
    /// inferred; the unit is not documented.
    /// </summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<StatementRow> Statement(StatementQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        return NumberedPage.List(
            s_statement, row => Inferred.Text(row, AvandJson.Default.StatementRow),
            (page, cancellationToken) => StatementPage(query, page, options, cancellationToken));
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
        VandarPath path = $"{_api.ApiHost}/v3/business/{_api.Business}/settlement/account/statement";
        path.Query("iban", query?.Iban?.Value);
        path.Query("page", page);
        path.Query("per_page", query?.PerPage);
        Inferred.AppendTo(ref path, query?.Filters);
        return Inferred.ToPage(
            _api.Send(s_statement, path, AvandJson.Default.JsonElement, options, cancellationToken), AvandJson.Default.StatementRow, s_statement,
            page,
            query?.PerPage);
    }
}
