using System.Diagnostics;

namespace Vandar.Core.Http;

/// <summary>The way out: a handler of our own, or the <see cref="HttpClient"/> a service was built with.</summary>
internal sealed class Transport : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly HttpClient? _given;

    private Transport(HttpMessageInvoker invoker, HttpClient? given)
    {
        _invoker = invoker;
        _given = given;
    }

    /// <summary>Whether the handler is ours, so that its settings are known.</summary>
    internal bool IsOurs => _given is null;

    internal static Transport Given(HttpClient client) => new(client, client);

    internal static Transport Own(VandarClientOptions options) => new(new HttpMessageInvoker(NewHandler(options)), null);

    internal Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _given is null
            ? _invoker.SendAsync(request, cancellationToken)
            : _given.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public void Dispose()
    {
        if (IsOurs)
            _invoker.Dispose();
    }

    internal static SocketsHttpHandler NewHandler(VandarClientOptions options) => new()
    {
        // A 307 would carry the gateway's key, which stands in the body, to wherever the answer points.
        AllowAutoRedirect = false,
        // A cookie of one business must not travel with the next one's call.
        UseCookies = false,
        // A client that lives for months still follows DNS.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = options.ConnectTimeout,
        // Spans yes, but the trace and the baggage of a service are nobody's business outside it.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        MaxResponseHeadersLength = 64,
        EnableMultipleHttp2Connections = true,
    };
}
