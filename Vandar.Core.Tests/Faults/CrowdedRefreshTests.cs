using Vandar.Core.Authentication;
using Vandar.Core.RateLimiting;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Authentication;
using Vandar.Core.Tests.EndToEnd;
using TokenPair = Vandar.Core.Authentication.TokenPair;

namespace Vandar.Core.Tests.Faults;

/// <summary>Many callers, and many processes, that need the same new token at once, over real sockets.</summary>
internal sealed class CrowdedRefreshTests
{
    private const int Callers = 50;

    private static readonly TimeSpan s_life = TimeSpan.FromDays(5);

    private string _folder;

    private string Path => System.IO.Path.Combine(_folder, "tokens.json");

    [SetUp]
    public void NewFolder() => _folder = Directory.CreateTempSubdirectory("vandar-crowd-").FullName;

    [TearDown]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [Test]
    [Category("A4")]
    [CancelAfter(60_000)]
    public async Task A4_A_crowd_refreshes_once_in_each_generation(
        [Values(50, 500)] int callers, [Values("memory", "file", "custom")] string kind, [Values] bool oldDies, CancellationToken limit)
    {
        using Witness witness = new();
        ITokenStore store = kind switch
        {
            "memory" => new MemoryTokenStore(),
            "file" => new FileTokenStore(Path),
            _ => new TestStore(),
        };
        await using ClientAndSandbox shop = await ClientAndSandbox.Open(
            new() { RefreshKillsOldAccessToken = oldDies }, change: options => options with { TokenStore = store, LoggerFactory = witness });

        for (int generation = 1; generation <= 2; generation++)
        {
            witness.Plant(shop.Sandbox.Credentials.AccessToken, shop.Sandbox.Credentials.RefreshToken);
            shop.Advance(s_life);
            Task[] calls;
            // The refresh waits for its turn at the store until everybody is there.
            await using (await store.Acquire(limit))
                calls = [.. Enumerable.Range(0, callers).Select(_ => shop.Client.Wallet.Balance(cancellationToken: limit).AsTask())];
            await Task.WhenAll(calls);
            Assert.That(shop.Sandbox.Refreshes, Is.EqualTo(generation));
        }
        Assert.That((await store.Read(limit))!.AccessToken, Is.EqualTo(shop.Sandbox.Credentials.AccessToken));
    }

    [Test]
    [Category("A5")]
    [CancelAfter(60_000)]
    public async Task A5_Processes_on_one_file_spend_the_token_once_and_the_losers_read_again(
        [Values(2, 3)] int count, [Values] bool oldDies, [Values] bool rotates, CancellationToken limit)
    {
        await using VandarSandbox sandbox = await VandarSandbox.Start(
            new() { Limits = false, Switches = new() { RefreshKillsOldAccessToken = oldDies, RefreshRotates = rotates } }, limit);
        SandboxCredentials first = sandbox.Credentials;
        FileTokenStore store = new(Path);
        await using (ITokenStoreLease lease = await store.Acquire(limit))
        {
            await lease.Prepare(limit);
            await lease.Write(
                new() { AccessToken = first.AccessToken, RefreshToken = first.RefreshToken, ObtainedAt = DateTimeOffset.UnixEpoch }, limit);
        }
        StoreProcess[] processes = [.. Enumerable.Range(0, count).Select(_ => StoreProcess.Start("refresh", Path, sandbox.BaseAddress.ToString()))];
        try
        {
            foreach (StoreProcess process in processes)
                Assert.That(await process.Line().WaitAsync(limit), Is.EqualTo(first.AccessToken));
            foreach (StoreProcess process in processes)
                process.Go();
            foreach (StoreProcess process in processes)
            {
                Assert.That(await process.Line().WaitAsync(limit), Is.EqualTo(sandbox.Credentials.AccessToken));
                Assert.That(await process.Exit().WaitAsync(limit), Is.Zero);
            }
        }
        finally
        {
            foreach (StoreProcess process in processes)
                process.Dispose();
        }
        Assert.That(sandbox.Refreshes, Is.EqualTo(1));
    }

    [Test]
    [Category("A4")]
    [CancelAfter(60_000)]
    public async Task A4_A_refresh_whose_answer_is_lost_is_repeated_once_for_all(
        [Values] bool isOver, [Values] bool oldDies, [Values] bool rotates, [Values] bool isLost, CancellationToken cancellationToken)
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open(new() { RefreshKillsOldAccessToken = oldDies, RefreshRotates = rotates });
        using Witness witness = new();
        SandboxCredentials before = shop.Sandbox.Credentials;
        witness.Plant(before.AccessToken, before.RefreshToken, before.IpgApiKey);
        FileTokenStore store = new(Path);
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
