using Vandar.Core.Authentication;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.Cli.Chaos;

/// <summary>What an application has put around its client.</summary>
internal enum Surroundings
{
    /// <summary>A handler that loses patience with large requests.</summary>
    Impatient,

    /// <summary>A handler that sends everything three times that fails.</summary>
    Naive,

    /// <summary>Nothing, but a token store on a bad disk.</summary>
    Plain,

    /// <summary>No handlers: the client has its own. Its requests carry no mark, so the journal tells them by their key.</summary>
    Own,
}

/// <summary>One client of a business, in its surroundings.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly HttpClient? _http;
    private readonly ImpatientHandler? _impatient;
    private readonly MarkingHandler? _marking;
    private readonly Watch _watch;
    private readonly CountingPools _pools = new();
    private TokenPair _newest;
    private int _knownRefusals;

    public Shop(ShopPlan plan, Surroundings surroundings, ITokenStore kept, ChaosClock clock, Watch watch, int seed, int faults)
    {
        Plan = plan;
        Surroundings = surroundings;
        Clock = clock;
        _watch = watch;
        Outside = new(plan.InnerAddress);
        bool isBadDisk = faults > 0 && surroundings is not Surroundings.Naive;
        Store = new(kept, isBadDisk ? 3 : 0, seed);
        _newest = new() { AccessToken = plan.AccessToken, RefreshToken = plan.RefreshToken };
        watch.Guard(plan.AccessToken);
        watch.Guard(plan.RefreshToken);
        watch.Guard(plan.IpgApiKey);
        VandarClientOptions options = new()
        {
            Business = plan.Business,
            AccessToken = plan.AccessToken,
            RefreshToken = plan.RefreshToken,
            IpgApiKey = plan.IpgApiKey,
            Hosts = VandarHosts.At(plan.Address),
            TimeProvider = clock,
            Timeout = s_limit,
            RateLimits = VandarRateLimits.Off,
            TokenStore = Store,
            LoggerFactory = watch,
            MaxResponseBytes = 256 * 1_024,
            OnTokensRefreshed = Received,
        };
        if (surroundings is Surroundings.Own)
        {
            Client = new(options, null, _pools);
            return;
        }
        HttpMessageHandler handler = _marking = new(
            new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxResponseHeadersLength = 64, ConnectCallback = SlowLine.Connect },
            seed, faults);
        if (surroundings is Surroundings.Naive)
            handler = new NaiveRetryHandler(handler);
        else if (surroundings is Surroundings.Impatient)
            handler = _impatient = new(handler);
        _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        Client = new(options, _http, _pools);
    }

    public ShopPlan Plan { get; }

    public Surroundings Surroundings { get; }

    public ChaosClock Clock { get; }

    public ChaosStore Store { get; }

    public Outside Outside { get; }

    public VandarClient Client { get; }

    /// <summary>The pair that the client has received last.</summary>
    public TokenPair Newest => Volatile.Read(ref _newest);

    /// <summary>Requests whose answer has not begun to arrive.</summary>
    public int InFlight => _marking?.InFlight ?? 0;

    /// <summary>What became of the client's buffers; once it is closed.</summary>
    public BufferBooks Buffers => _pools.Balance();

    /// <summary>What a person does in the dashboard when a session is lost; null where somebody else looks after that.</summary>
    public Func<Shop, Task>? Dashboard { get; init; }

    /// <summary>Requests that were left to run on by themselves are over.</summary>
    public Task Quiet() => _impatient?.Quiet() ?? Task.CompletedTask;

    /// <summary>Puts a new pair where the client looks for one, if its session is lost. While the lease is held no refresh is under way.</summary>
    /// <param name="make">Compares the client's pair with the server's, and makes a new one if they differ or the client was told that they do.</param>
    /// <param name="stop">Gives up.</param>
    public async Task Mend(Func<TokenPair, TokenPair?> make, CancellationToken stop)
    {
        await using ITokenStoreLease lease = await Store.Kept.Acquire(stop);
        if (make(Newest) is not { } made)
            return;
        _watch.Guard(made.AccessToken);
        _watch.Guard(made.RefreshToken);
        DateTimeOffset now = Clock.GetUtcNow(), after = Newest.ObtainedAt + TimeSpan.FromSeconds(1);
        TokenPair pair = made with { ObtainedAt = now > after ? now : after };
        await lease.Write(pair, stop);
        Volatile.Write(ref _newest, pair);
    }

    /// <summary>Whether a good refresh token was refused since this was asked last. While the store's lease is held.</summary>
    public bool LearnsOfRefusal()
    {
        int before = _knownRefusals;
        _knownRefusals = _marking?.RefusedRefreshes ?? 0;
        return _knownRefusals != before;
    }

    /// <summary>From now on the line and the disk are good.</summary>
    public void Mend()
    {
        Store.Mend();
        if (_marking is not null)
            _marking.IsMended = true;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        _http?.Dispose();
        Outside.Dispose();
    }

    private void Received(TokenPair pair)
    {
        _watch.Guard(pair.AccessToken);
        _watch.Guard(pair.RefreshToken);
        Volatile.Write(ref _newest, pair);
    }
}
