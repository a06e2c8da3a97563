using Refit;

namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>Refit, with its generated client and a serializer over generated type info.</summary>
internal sealed class RefitContestant : IContestant
{
    private readonly HttpClient _http;
    private readonly HttpClient _refreshingHttp;
    private readonly IRefitVandar _vandar;
    private readonly IRefitVandar _refreshing;

    internal RefitContestant(Endpoint endpoint)
    {
        SystemTextJsonContentSerializer serializer = new(PlainJson.Everywhere);
        _http = endpoint.NewClient();
        _vandar = RestService.For<IRefitVandar>(
            _http, new RefitSettings(serializer) { AuthorizationHeaderValueGetter = (_, _) => new(Errand.AccessToken) });
        _refreshingHttp = endpoint.NewClient(inner => new RefreshingHandler(endpoint.Address, inner));
        _refreshing = RestService.For<IRefitVandar>(_refreshingHttp, new RefitSettings(serializer));
    }

    public async ValueTask<object> Post() => (await _vandar.Create(Errand.Business, Errand.Provider, PlainApplicant.Sample)).Data;

    public async ValueTask<object> GetOne() => (await _vandar.Get(Errand.Business, Errand.SettlementId)).Data.Settlement;

    public async ValueTask<object> List(int rows) => (await _vandar.List(Errand.Business, 1, rows)).Data.Settlements;

    public async ValueTask<object> Upload(Stream photo) =>
        (await _vandar.Upload(
            Errand.Business, Errand.Provider, Errand.CardholderId, Errand.DocumentType,
            new StreamPart(photo, Errand.PhotoName, Errand.PhotoType))).Data;

    public async ValueTask<object> Error422()
    {
        try
        {
            return await _vandar.Create(Errand.Business, Errand.StrictProvider, PlainApplicant.Sample);
        }
        catch (ApiException e)
        {
            return (await e.GetContentAsAsync<PlainRefusal>())! with { Status = (int)e.StatusCode };
        }
    }

    public async ValueTask<object> UnauthorizedThenRefresh() =>
        (await _refreshing.Get(Errand.Business, Errand.GuardedSettlementId)).Data.Settlement;

    public void Dispose()
    {
        _http.Dispose();
        _refreshingHttp.Dispose();
    }
}

[Headers("Accept: application/json", "Authorization: Bearer")]
internal interface IRefitVandar
{
    [Post("/v1/business/{business}/ravand/provider/{provider}/cardholder")]
    Task<PlainCardholderAnswer> Create(string business, string provider, [Body] PlainApplicant applicant);

    [Multipart]
    [Post("/v1/business/{business}/ravand/provider/{provider}/cardholder/{cardholder}/upload")]
    Task<PlainCardholderAnswer> Upload(string business, string provider, string cardholder, string type, StreamPart file);

    [Get("/v2.1/business/{business}/settlement/{settlement}")]
    Task<PlainSettlementAnswer> Get(string business, string settlement);

    [Get("/v2.1/business/{business}/settlement")]
    Task<PlainPageAnswer> List(string business, int page, [AliasAs("per_page")] int perPage);
}
