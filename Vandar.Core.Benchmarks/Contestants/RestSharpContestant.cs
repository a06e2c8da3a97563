using System.Net;
using RestSharp;
using RestSharp.Authenticators;
using RestSharp.Serializers.Json;

namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>RestSharp: one client with an authenticator, a request object for each call.</summary>
internal sealed class RestSharpContestant : IContestant
{
    private const string Cardholders = "v1/business/{business}/ravand/provider/{provider}/cardholder";
    private const string Settlements = "v2.1/business/{business}/settlement";

    private readonly RestClient _rest;
    private readonly RestClient _refreshing;

    internal RestSharpContestant(Endpoint endpoint)
    {
        _rest = New(new(endpoint.Address)
        {
            Authenticator = new JwtAuthenticator(Errand.AccessToken),
            ConfigureMessageHandler = inner => endpoint.Handler ?? inner,
        });
        _refreshing = New(new(endpoint.Address)
        {
            ConfigureMessageHandler = inner => new RefreshingHandler(endpoint.Address, endpoint.Handler ?? inner),
        });
    }

    public async ValueTask<object> Post() =>
        (await _rest.PostAsync<PlainCardholderAnswer>(To(Errand.Provider, Cardholders).AddJsonBody(PlainApplicant.Sample)))!.Data;

    public async ValueTask<object> GetOne() => await GetOne(_rest, Errand.SettlementId);

    public async ValueTask<object> List(int rows) =>
        (await _rest.GetAsync<PlainPageAnswer>(
            new RestRequest(Settlements).AddUrlSegment("business", Errand.Business)
                .AddQueryParameter("page", 1).AddQueryParameter("per_page", rows)))!.Data.Settlements;

    public async ValueTask<object> Upload(Stream photo) =>
        (await _rest.PostAsync<PlainCardholderAnswer>(
            To(Errand.Provider, Cardholders + "/{cardholder}/upload").AddUrlSegment("cardholder", Errand.CardholderId)
                .AddParameter("type", Errand.DocumentType)
                .AddFile("file", () => photo, Errand.PhotoName, Errand.PhotoType)))!.Data;

    public async ValueTask<object> Error422()
    {
        RestResponse<PlainRefusal> response = await _rest.ExecutePostAsync<PlainRefusal>(
            To(Errand.StrictProvider, Cardholders).AddJsonBody(PlainApplicant.Sample));
        return response.StatusCode is HttpStatusCode.UnprocessableEntity
            ? response.Data! with { Status = (int)response.StatusCode }
            : throw new InvalidOperationException("It was not refused.");
    }

    public async ValueTask<object> UnauthorizedThenRefresh() => await GetOne(_refreshing, Errand.GuardedSettlementId);

    public void Dispose()
    {
        _rest.Dispose();
        _refreshing.Dispose();
    }

    private static RestClient New(RestClientOptions options) =>
        new(options, configureSerialization: serialization => serialization.UseSystemTextJson(PlainJson.Everywhere));

    private static async Task<PlainSettlement> GetOne(RestClient client, string settlement) =>
        (await client.GetAsync<PlainSettlementAnswer>(
            new RestRequest(Settlements + "/{settlement}").AddUrlSegment("business", Errand.Business).AddUrlSegment("settlement", settlement)))!
        .Data.Settlement;

    private static RestRequest To(string provider, string resource) =>
        new RestRequest(resource).AddUrlSegment("business", Errand.Business).AddUrlSegment("provider", provider);
}
