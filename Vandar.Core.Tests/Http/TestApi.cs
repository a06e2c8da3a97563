using System.Net;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.ObjectPool;
using Vandar.Core.Authentication;
using Vandar.Core.Http;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.Tests.Http;

/// <summary>The call path alone, with operations of every repeat class and answers that a test scripts.</summary>
internal sealed class TestApi : IDisposable
{
    internal const string Path = "https://api.vandar.io/v3/business/shop/thing";

    private readonly IDisposable _transport;
    private readonly AccessTokens _tokens;

    internal TestApi(HttpMessageHandler handler, VandarClientOptions? options = null, ObjectPoolProvider? pools = null)
        : this(
            new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan },
            // A double at the end of the chain takes the body; a real transport must do without.
            (options ?? new()) with { AllowBodyCopies = options?.AllowBodyCopies is true || !EndsInSockets(handler) },
            pools)
    {
    }

    internal TestApi(HttpClient http, VandarClientOptions? options = null, ObjectPoolProvider? pools = null)
        : this(Transport.Given(http), http, options, pools)
    {
    }

    private TestApi(Transport transport, IDisposable owned, VandarClientOptions? options, ObjectPoolProvider? pools)
    {
        options ??= new();
        options = options with { Business = options.Business ?? "shop", RateLimits = options.RateLimits ?? VandarRateLimits.Off };
        _transport = owned;
        _tokens = new AccessTokens(
            options.TokenStore ?? new MemoryTokenStore(), new() { AccessToken = "first", RefreshToken = "r1" },
            (_, token) => Refresh is { } refresh
                ? refresh(token)
                : new(new TokenPair { AccessToken = "second", RefreshToken = "r2", ObtainedAt = options.TimeProvider.GetUtcNow() }),
            options.TimeProvider, new(NullLogger.Instance, null, null));
        Core = new ApiCore(options, transport, _tokens, NullLogger.Instance, pools);
    }

    private static bool EndsInSockets(HttpMessageHandler handler) =>
        handler is DelegatingHandler { InnerHandler: { } inner } ? EndsInSockets(inner) : handler is SocketsHttpHandler;

    /// <summary>Over the client's own handler, to a server of the test's.</summary>
    internal static TestApi Own(VandarClientOptions options, ObjectPoolProvider? pools = null)
    {
        Transport transport = Transport.Own(options);
        return new(transport, transport, options, pools);
    }

    /// <summary>What a refresh does; null for a successor at once.</summary>
    internal Func<CancellationToken, ValueTask<TokenPair>>? Refresh { get; set; }

    internal ApiCore Core { get; }

    internal static Operation OperationOf(Repeat repeat) =>
        repeat is Repeat.Safe ? Operation.Get("test.safe", "data") : Operation.Post($"test.{repeat}", repeat, "data").Settled("Things.Get");

    internal ValueTask<Thing> Call(Repeat repeat, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Call(OperationOf(repeat), options, cancellationToken);

    internal ValueTask<Thing> Call(Operation operation, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        operation.Method == HttpMethod.Get
            ? Core.Send(operation, $"{Core.ApiHost}/v3/business/{Core.Business}/thing", TestJson.Default.Thing, options, cancellationToken)
            : Core.Send(
                operation, $"{Core.ApiHost}/v3/business/{Core.Business}/thing", new NewThing { Name = "x", TrackId = "order-1" },
                TestJson.Default.NewThing, TestJson.Default.Thing, options, cancellationToken);

    public void Dispose()
    {
        _tokens.Dispose();
        _transport.Dispose();
    }
}

internal sealed record NewThing : VandarModel, IKeyed
{
    public required string Name { get; init; }
    public required string TrackId { get; init; }
}

internal sealed record Thing : VandarModel
{
    public string? Name { get; set; }
}

/// <summary>An answer that brings its own status.</summary>
internal sealed record OwnThing : VandarModel, IOwnStatus
{
    public int Status { get; set; }
    internal bool IsAfterLostAnswer { get; private set; }

    bool IOwnStatus.IsAnswer => Status == 2;

    void IOwnStatus.FollowsLostAnswer() => IsAfterLostAnswer = true;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(NewThing))]
[JsonSerializable(typeof(Thing))]
[JsonSerializable(typeof(OwnThing))]
[JsonSerializable(typeof(List<Thing>))]
internal sealed partial class TestJson : JsonSerializerContext;

/// <summary>Answers one call after the other from a script, reads each request's body as a server would, and keeps what it saw.</summary>
internal sealed class ScriptedHandler(params Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] script) : HttpMessageHandler
{
    private int _next;

    internal List<SeenRequest> Seen { get; } = [];

    internal static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Json(HttpStatusCode status, string body, Action<HttpResponseMessage>? more = null) =>
        (_, _) =>
        {
            HttpResponseMessage response = new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            more?.Invoke(response);
            return Task.FromResult(response);
        };

    internal static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Ok { get; } =
        Json(HttpStatusCode.OK, """{"status":1,"data":{"name":"done"}}""");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        MemoryStream body = new();
        if (request.Content is { } content)
            await content.CopyToAsync(new WireStream(body), cancellationToken);
        int index;
        lock (Seen)
        {
            Seen.Add(new(request.Method, request.RequestUri!, request.Headers.Authorization?.ToString() ?? "", Encoding.UTF8.GetString(body.ToArray())));
            index = _next++;
        }
        return await script[Math.Min(index, script.Length - 1)](request, cancellationToken);
    }
}

internal sealed record SeenRequest(HttpMethod Method, Uri Uri, string Authorization, string Body);
