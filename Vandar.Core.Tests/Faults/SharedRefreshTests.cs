using Vandar.Core.Authentication;
using Vandar.Core.RateLimiting;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.EndToEnd;
using TokenPair = Vandar.Core.Authentication.TokenPair;

namespace Vandar.Core.Tests.Faults;

/// <summary>Fifty callers over real sockets whose token ends, at a server that keeps or kills what a refresh replaces, with an answer that is lost.</summary>
internal sealed class SharedRefreshTests
{
    private const int Callers = 50;

    private string _path;

    [SetUp]
    public void NewFolder() => _path = Path.Combine(Directory.CreateTempSubdirectory("vandar-tokens-").FullName, "tokens.json");

    [TearDown]
    public void Clean() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test, CancelAfter(60_000)]
    [Category("A4")]
    public async Task A4_One_refresh_serves_all_and_nobody_fails_who_need_not(
        [Values] bool isOver, [Values] bool oldDies, [Values] bool rotates, [Values] bool isLost, CancellationToken cancellationToken)
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open(new() { RefreshKillsOldAccessToken = oldDies, RefreshRotates = rotates });
        using Witness witness = new();
        SandboxCredentials before = shop.Sandbox.Credentials;
        witness.Plant(before.AccessToken, before.RefreshToken, before.IpgApiKey);
        FileTokenStore store = new(_path);
        using Refreshes refreshes = new() { LosesFirst = isLost, InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } };
        using HttpClient http = new(refreshes) { Timeout = Timeout.InfiniteTimeSpan };
        VandarClientOptions options = ClientAndSandbox.OptionsFor(shop.Sandbox, shop.Time) with
        {
            LoggerFactory = witness, RateLimits = VandarRateLimits.Off, TokenStore = store,
            // Without a word on its end only a 401 tells; an end that is near lets the client refresh in the background.
            AccessTokenExpiresAt = isOver ? null : shop.Time.GetUtcNow().AddHours(1),
        };
        await using VandarClient client = new(options, http);
        await client.Wallet.Balance(cancellationToken: cancellationToken);
        if (isOver)
            shop.Advance(TimeSpan.FromDays(5));

        object?[] ends = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ =>
            witness.EndOf(async () => await client.Wallet.Balance(cancellationToken: cancellationToken))));
        await refreshes.Begun.WaitAsync(cancellationToken);
        // The lease is held while a refresh is under way.
        await using (ITokenStoreLease lease = await store.Acquire(cancellationToken))
            witness.Plant(shop.Sandbox.Credentials.AccessToken, shop.Sandbox.Credentials.RefreshToken);

        // Without its answer a refresh that rotates has used up the only refresh token there was.
        bool isLockedOut = isLost && rotates;
        Exception[] failures = [.. ends.OfType<Exception>()];
        if (isLockedOut && (isOver || oldDies))
            Assert.That(failures, Has.All.InstanceOf<VandarAuthenticationException>().And.All.Message.Contains("dashboard"));
        else
            Assert.That(failures, Is.Empty);
        // The repeat of a refresh whose answer was lost is for the same generation, and is executed only where the token still counts.
        Assert.That(shop.Sandbox.Refreshes, Is.EqualTo(isLost && !rotates ? 2 : 1));
        Assert.That(refreshes.Sent, Is.EqualTo(isLost ? 2 : 1));
        TokenPair? kept = await store.Read(cancellationToken);
        Assert.That(kept?.AccessToken, Is.EqualTo(isLockedOut ? null : shop.Sandbox.Credentials.AccessToken));
        Assert.That(kept?.RefreshToken, Is.EqualTo(isLockedOut ? null : shop.Sandbox.Credentials.RefreshToken));
    }

    /// <summary>Counts the refreshes, and drops the answer of the first one after it was executed.</summary>
    private sealed class Refreshes : DelegatingHandler
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _sent;

        internal bool LosesFirst { get; init; }
        internal Task Begun => _begun.Task;
        internal int Sent => Volatile.Read(ref _sent);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!request.RequestUri!.AbsolutePath.EndsWith("/refreshtoken", StringComparison.Ordinal))
                return await base.SendAsync(request, cancellationToken);
            int number = Interlocked.Increment(ref _sent);
            _begun.TrySetResult();
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (number > 1 || !LosesFirst)
                return response;
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        }
    }
}
