namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>Where the API is, and how it is reached: over a given handler, or over whatever the contestant uses on a network.</summary>
internal sealed record Endpoint(Uri Address, HttpMessageHandler? Handler)
{
    /// <summary>A client as its documentation makes one, or over a handler on top of it.</summary>
    internal HttpClient NewClient(Func<HttpMessageHandler, DelegatingHandler>? outer = null)
    {
        HttpClient client = (Handler, outer) switch
        {
            (null, null) => new HttpClient(),
            (null, _) => new HttpClient(outer(new SocketsHttpHandler())),
            (_, null) => new HttpClient(Handler, disposeHandler: false),
            _ => new HttpClient(outer(Handler), disposeHandler: false),
        };
        client.BaseAddress = Address;
        return client;
    }
}
