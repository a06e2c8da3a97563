using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>What everybody writes around <see cref="HttpClient"/>: a token in a header, and after a 401 one refresh and the request again.</summary>
internal sealed class RefreshingHandler(Uri address) : DelegatingHandler
{
    private readonly Uri _refresh = new(address, "v3/refreshtoken");
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile PlainTokens _tokens = new(Errand.AccessToken, Errand.RefreshToken, 0);

    internal RefreshingHandler(Uri address, HttpMessageHandler inner)
        : this(address) => InnerHandler = inner;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        PlainTokens tokens = _tokens;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode is not HttpStatusCode.Unauthorized)
            return response;
        response.Dispose();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_tokens == tokens)
                _tokens = await Renew(tokens, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _tokens.AccessToken);
        return await base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _turn.Dispose();
        base.Dispose(disposing);
    }

    private async Task<PlainTokens> Renew(PlainTokens tokens, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _refresh)
        {
            Content = JsonContent.Create(new PlainRefresh(tokens.RefreshToken), PlainJson.Default.PlainRefresh),
        };
        using HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(PlainJson.Default.PlainTokens, cancellationToken))!;
    }
}
