using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Serialization.Json;
using Microsoft.Kiota.Serialization.Multipart;
using Microsoft.Kiota.Serialization.Text;

namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>Kiota: its request adapter with its default middleware, and requests and models as its generator writes them.</summary>
internal sealed class KiotaContestant : IContestant
{
    private const string Cardholders = "{+baseurl}/v1/business/{business}/ravand/provider/{provider}/cardholder";
    private const string Settlements = "{+baseurl}/v2.1/business/{business}/settlement";

    private static readonly Dictionary<string, ParsableFactory<IParsable>> s_errors = new() { ["422"] = _ => new KiotaRefusal() };

    private readonly HttpClientRequestAdapter _adapter;
    private readonly HttpClientRequestAdapter _refreshing;

    internal KiotaContestant(Endpoint endpoint)
    {
        SerializationWriterFactoryRegistry writers = new();
        writers.ContentTypeAssociatedFactories["application/json"] = new JsonSerializationWriterFactory();
        writers.ContentTypeAssociatedFactories["multipart/form-data"] = new MultipartSerializationWriterFactory();
        writers.ContentTypeAssociatedFactories["text/plain"] = new TextSerializationWriterFactory();
        _adapter = New(endpoint, writers, new BaseBearerTokenAuthenticationProvider(new KnownToken()), inner => inner);
        _refreshing = New(
            endpoint, writers, new AnonymousAuthenticationProvider(),
            inner => new RefreshingHandler(endpoint.Address, inner ?? KiotaClientFactory.GetDefaultHttpMessageHandler()));
    }

    public async ValueTask<object> Post()
    {
        RequestInformation request = NewPost(Errand.Provider);
        return (await _adapter.SendAsync(request, _ => new KiotaCardholderAnswer(), s_errors))!.Data!;
    }

    public async ValueTask<object> GetOne() => await GetOne(_adapter, Errand.SettlementId);

    public async ValueTask<object> List(int rows)
    {
        RequestInformation request = new(
            Method.GET, Settlements + "{?page,per_page}", new Dictionary<string, object> { ["business"] = Errand.Business });
        request.QueryParameters["page"] = 1;
        request.QueryParameters["per_page"] = rows;
        request.Headers.TryAdd("Accept", "application/json");
        return (await _adapter.SendAsync(request, _ => new KiotaPageAnswer()))!.Data!.Settlements!;
    }

    public async ValueTask<object> Upload(Stream photo)
    {
        MultipartBody form = new();
        form.AddOrReplacePart("type", "text/plain", Errand.DocumentType);
        form.AddOrReplacePart("file", Errand.PhotoType, photo, Errand.PhotoName);
        RequestInformation request = new(Method.POST, Cardholders + "/{cardholder}/upload", new Dictionary<string, object>
        {
            ["business"] = Errand.Business, ["provider"] = Errand.Provider, ["cardholder"] = Errand.CardholderId,
        });
        request.Headers.TryAdd("Accept", "application/json");
        request.SetContentFromParsable(_adapter, "multipart/form-data", form);
        return (await _adapter.SendAsync(request, _ => new KiotaCardholderAnswer()))!.Data!;
    }

    public async ValueTask<object> Error422()
    {
        try
        {
            return (await _adapter.SendAsync(NewPost(Errand.StrictProvider), _ => new KiotaCardholderAnswer(), s_errors))!.Data!;
        }
        catch (KiotaRefusal refusal)
        {
            return refusal;
        }
    }

    public async ValueTask<object> UnauthorizedThenRefresh() => await GetOne(_refreshing, Errand.GuardedSettlementId);

    public object Plain(object answer) => answer switch
    {
        KiotaCardholder cardholder => new PlainCardholder(cardholder.CardholderId!),
        KiotaSettlement settlement => settlement.ToPlain(),
        KiotaPage page => page.ToPlain(),
        KiotaRefusal refusal => refusal.ToPlain(),
        _ => answer,
    };

    public void Dispose()
    {
        _adapter.Dispose();
        _refreshing.Dispose();
    }

    private static HttpClientRequestAdapter New(
        Endpoint endpoint, ISerializationWriterFactory writers, IAuthenticationProvider authentication,
        Func<HttpMessageHandler?, HttpMessageHandler?> last) =>
        new(authentication, new JsonParseNodeFactory(), writers, KiotaClientFactory.Create(last(endpoint.Handler)))
        {
            BaseUrl = endpoint.Address.AbsoluteUri.TrimEnd('/'),
        };

    private static async Task<KiotaSettlement> GetOne(HttpClientRequestAdapter adapter, string settlement)
    {
        RequestInformation request = new(Method.GET, Settlements + "/{settlement}", new Dictionary<string, object>
        {
            ["business"] = Errand.Business, ["settlement"] = settlement,
        });
        request.Headers.TryAdd("Accept", "application/json");
        return (await adapter.SendAsync(request, _ => new KiotaSettlementAnswer()))!.Data!.Settlement!;
    }

    private RequestInformation NewPost(string provider)
    {
        RequestInformation request = new(
            Method.POST, Cardholders, new Dictionary<string, object> { ["business"] = Errand.Business, ["provider"] = provider });
        request.Headers.TryAdd("Accept", "application/json");
        request.SetContentFromParsable(_adapter, "application/json", KiotaApplicant.Sample);
        return request;
    }

    private sealed class KnownToken : IAccessTokenProvider
    {
        public AllowedHostsValidator AllowedHostsValidator { get; } = new();

        public Task<string> GetAuthorizationTokenAsync(
            Uri uri, Dictionary<string, object>? additionalAuthenticationContext = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(Errand.AccessToken);
    }
}
