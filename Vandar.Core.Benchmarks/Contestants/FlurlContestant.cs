using Flurl.Http;
using Flurl.Http.Configuration;

namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>Flurl.Http: one client, addresses built segment by segment.</summary>
internal sealed class FlurlContestant : IContestant
{
    private readonly FlurlClient _flurl;
    private readonly FlurlClient _refreshing;

    internal FlurlContestant(Endpoint endpoint)
    {
        _flurl = New(endpoint.NewClient(), endpoint.Address);
        _flurl.WithOAuthBearerToken(Errand.AccessToken);
        _refreshing = New(endpoint.NewClient(inner => new RefreshingHandler(endpoint.Address, inner)), endpoint.Address);
    }

    public async ValueTask<object> Post() =>
        (await Cardholders(Errand.Provider).PostJsonAsync(PlainApplicant.Sample).ReceiveJson<PlainCardholderAnswer>()).Data;

    public async ValueTask<object> GetOne() =>
        (await Settlements(_flurl).AppendPathSegment(Errand.SettlementId).GetJsonAsync<PlainSettlementAnswer>()).Data.Settlement;

    public async ValueTask<object> List(int rows) =>
        (await Settlements(_flurl).AppendQueryParam("page", 1).AppendQueryParam("per_page", rows).GetJsonAsync<PlainPageAnswer>()).Data.Settlements;

    public async ValueTask<object> Upload(Stream photo) =>
        (await Cardholders(Errand.Provider).AppendPathSegments(Errand.CardholderId, "upload")
            .PostMultipartAsync(form => form
                .AddString("type", Errand.DocumentType)
                .AddFile("file", photo, Errand.PhotoName, Errand.PhotoType))
            .ReceiveJson<PlainCardholderAnswer>()).Data;

    public async ValueTask<object> Error422()
    {
        try
        {
            return await Cardholders(Errand.StrictProvider).PostJsonAsync(PlainApplicant.Sample).ReceiveJson<PlainCardholderAnswer>();
        }
        catch (FlurlHttpException e)
        {
            return await e.GetResponseJsonAsync<PlainRefusal>() with { Status = e.StatusCode!.Value };
        }
    }

    public async ValueTask<object> UnauthorizedThenRefresh() =>
        (await Settlements(_refreshing).AppendPathSegment(Errand.GuardedSettlementId).GetJsonAsync<PlainSettlementAnswer>()).Data.Settlement;

    public void Dispose()
    {
        _flurl.Dispose();
        _refreshing.Dispose();
    }

    private static FlurlClient New(HttpClient http, Uri address)
    {
        FlurlClient client = new(http, address.AbsoluteUri);
        client.Settings.JsonSerializer = new DefaultJsonSerializer(PlainJson.Everywhere);
        client.WithHeader("Accept", "application/json");
        return client;
    }

    private static IFlurlRequest Settlements(FlurlClient client) => client.Request("v2.1", "business", Errand.Business, "settlement");

    private IFlurlRequest Cardholders(string provider) =>
        _flurl.Request("v1", "business", Errand.Business, "ravand", "provider", provider, "cardholder");
}
