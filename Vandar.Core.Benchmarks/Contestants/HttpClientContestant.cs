using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Vandar.Core.Benchmarks.Contestants;

/// <summary><see cref="HttpClient"/> with <c>System.Net.Http.Json</c> and source generated type info, as its documentation has it.</summary>
internal sealed class HttpClientContestant : IContestant
{
    private const string Cardholders = $"v1/business/{Errand.Business}/ravand/provider/";
    private const string Settlements = $"v2.1/business/{Errand.Business}/settlement";

    private readonly Func<HttpClient> _http;
    private readonly Func<HttpClient> _refreshing;
    private readonly IDisposable? _owner;

    private HttpClientContestant(Func<HttpClient> http, Func<HttpClient> refreshing, IDisposable owner)
    {
        _http = http;
        _refreshing = refreshing;
        _owner = owner;
    }

    /// <summary>One client for all of its life.</summary>
    internal static HttpClientContestant AsDocumented(Endpoint endpoint)
    {
        HttpClient http = endpoint.NewClient();
        SetUp(http);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Errand.AccessToken);
        HttpClient refreshing = endpoint.NewClient(inner => new RefreshingHandler(endpoint.Address, inner));
        SetUp(refreshing);
        return new(() => http, () => refreshing, new Both(http, refreshing));
    }

    /// <summary>A client from the factory for each call, behind the standard resilience handler.</summary>
    internal static HttpClientContestant Resilient(Endpoint endpoint)
    {
        ServiceCollection services = new();
        IHttpClientBuilder plain = services.AddHttpClient("plain", http =>
        {
            http.BaseAddress = endpoint.Address;
            SetUp(http);
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Errand.AccessToken);
        });
        IHttpClientBuilder refreshing = services.AddHttpClient("refreshing", http =>
        {
            http.BaseAddress = endpoint.Address;
            SetUp(http);
        });
        refreshing.AddHttpMessageHandler(() => new RefreshingHandler(endpoint.Address));
        plain.AddStandardResilienceHandler();
        refreshing.AddStandardResilienceHandler();
        if (endpoint.Handler is { } handler)
        {
            plain.ConfigurePrimaryHttpMessageHandler(() => handler);
            refreshing.ConfigurePrimaryHttpMessageHandler(() => handler);
        }
        ServiceProvider provider = services.BuildServiceProvider();
        IHttpClientFactory factory = provider.GetRequiredService<IHttpClientFactory>();
        return new(() => factory.CreateClient("plain"), () => factory.CreateClient("refreshing"), provider);
    }

    public async ValueTask<object> Post()
    {
        using HttpResponseMessage response = await _http().PostAsJsonAsync(
            $"{Cardholders}{Uri.EscapeDataString(Errand.Provider)}/cardholder", PlainApplicant.Sample, PlainJson.Default.PlainApplicant);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(PlainJson.Default.PlainCardholderAnswer))!.Data;
    }

    public async ValueTask<object> GetOne() => (await Get(_http(), Errand.SettlementId))!.Data.Settlement;

    public async ValueTask<object> List(int rows) =>
        (await _http().GetFromJsonAsync($"{Settlements}?page=1&per_page={rows}", PlainJson.Default.PlainPageAnswer))!.Data.Settlements;

    public async ValueTask<object> Upload(Stream photo)
    {
        using MultipartFormDataContent form = PlainForm.Of(photo);
        using HttpResponseMessage response = await _http().PostAsync(
            $"{Cardholders}{Uri.EscapeDataString(Errand.Provider)}/cardholder/{Uri.EscapeDataString(Errand.CardholderId)}/upload", form);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(PlainJson.Default.PlainCardholderAnswer))!.Data;
    }

    public async ValueTask<object> Error422()
    {
        using HttpResponseMessage response = await _http().PostAsJsonAsync(
            $"{Cardholders}{Uri.EscapeDataString(Errand.StrictProvider)}/cardholder", PlainApplicant.Sample, PlainJson.Default.PlainApplicant);
        if (response.StatusCode is not HttpStatusCode.UnprocessableEntity)
            throw new InvalidOperationException("It was not refused.");
        return (await response.Content.ReadFromJsonAsync(PlainJson.Default.PlainRefusal))! with { Status = (int)response.StatusCode };
    }

    public async ValueTask<object> UnauthorizedThenRefresh() => (await Get(_refreshing(), Errand.GuardedSettlementId))!.Data.Settlement;

    public void Dispose() => _owner?.Dispose();

    private static Task<PlainSettlementAnswer?> Get(HttpClient http, string settlement) =>
        http.GetFromJsonAsync($"{Settlements}/{Uri.EscapeDataString(settlement)}", PlainJson.Default.PlainSettlementAnswer);

    private static void SetUp(HttpClient http) => http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

    private sealed class Both(IDisposable first, IDisposable second) : IDisposable
    {
        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
