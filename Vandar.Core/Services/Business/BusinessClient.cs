using System.Runtime.CompilerServices;
using Vandar.Core.Http;

namespace Vandar.Core.Business;

/// <summary>The business itself and the people who work in it. Vandar API, business chapter.</summary>
public sealed class BusinessClient
{
    private static readonly Operation s_get = Operation.Get("business.get", "data");
    private static readonly Operation s_users = Operation.Get("business.users", "data");

    private readonly ApiCore _api;

    internal BusinessClient(ApiCore api) => _api = api;

    /// <summary>Everything Vandar tells of the business, by <c>GET /v2/business/:business</c>. A read: repeated where that helps.</summary>
    /// <remarks>The answer holds personal data of the owner: keep it out of logs.</remarks>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<BusinessInfo> Get(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.Send(s_get, $"{_api.ApiHost}/v2/business/{_api.Business}", BusinessJson.Default.BusinessInfo, options, cancellationToken);

    /// <summary>The people who work in the business, by <c>GET /v2/business/:business/iam</c>, page by page.</summary>
    /// <remarks>
    /// Older answers count no pages. The list then goes on until a page is empty, has fewer users than <see cref="BusinessUserQuery.PerPage"/> asked
    /// for, or begins like the one before.
    /// </remarks>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<BusinessUser> Users(BusinessUserQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        return NumberedPage.List(s_users, user => user, (page, cancellationToken) => UsersPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="Users"/>. A read: repeated where that helps.</summary>
    /// <param name="query">How large the page is; null for the server's choice.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">The server answered with another page than the one asked for, or without users.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<BusinessUser>> UsersPage(
        BusinessUserQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        query?.Check();
        NumberedPage.Check(page);
        VandarPath path = $"{_api.ApiHost}/v2/business/{_api.Business}/iam";
        path.Query("page", page);
        path.Query("per_page", query?.PerPage);
        return ToPage(_api.Send(s_users, path, BusinessJson.Default.UserRows, options, cancellationToken), page, query?.PerPage);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Page<BusinessUser>> ToPage(ValueTask<UserRows> answer, int asked, int? size)
    {
        UserRows rows = await answer.ConfigureAwait(false);
        return NumberedPage.Of(s_users, rows.Users, asked, size, rows.Page, rows.LastPage, rows.Total);
    }
}
