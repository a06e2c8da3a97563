using Vandar.Core.Authentication;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Authentication;
using Vandar.Core.Tests.EndToEnd;

namespace Vandar.Core.Tests.Faults;

/// <summary>Many callers, and many processes, that need the same new token at once, over real sockets.</summary>
internal sealed class CrowdedRefreshTests
{
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
            await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => shop.Client.Wallet.Balance(cancellationToken: limit).AsTask()));
            Assert.That(shop.Sandbox.Refreshes, Is.EqualTo(generation));
        }
        Assert.That((await store.Read(limit))!.AccessToken, Is.EqualTo(shop.Sandbox.Credentials.AccessToken));
    }

    [Test]
    [Category("A5")]
    [CancelAfter(60_000)]
    public async Task A5_Processes_on_one_file_spend_the_token_once_and_the_losers_read_again(
        [Values(2, 3)] int count, [Values] bool oldDies, CancellationToken limit)
    {
        await using VandarSandbox sandbox = await VandarSandbox.Start(new() { Limits = false, Switches = new() { RefreshKillsOldAccessToken = oldDies } }, limit);
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
}
