using System.Collections.Concurrent;
using System.Text.Json;
using Vandar.Core.Authentication;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Authentication;
using Vandar.Core.Tests.Http;
using TokenPair = Vandar.Core.Authentication.TokenPair;

namespace Vandar.Core.Tests.Faults;

/// <summary>Real processes on one token file: killed in the middle of a refresh, and on a disk that takes no more.</summary>
internal sealed class StoreProcessTests
{
    private string _path;
    private FileTokenStore _store;

    [SetUp]
    public void NewStore()
    {
        _path = Path.Combine(Directory.CreateTempSubdirectory("vandar-tokens-").FullName, "tokens.json");
        _store = new(_path);
    }

    [TearDown]
    public void Clean() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test, CancelAfter(120_000)]
    [Category("A5")]
    public async Task A5_A_process_that_dies_while_its_refresh_is_on_its_way_leaves_the_turn_to_the_next(
        [Values] bool wasExecuted, CancellationToken cancellationToken)
    {
        using Witness witness = new();
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ConcurrentQueue<string> spent = [];
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadRequest() is { } request)
            {
                using JsonDocument body = JsonDocument.Parse(request.Body);
                spent.Enqueue(body.RootElement.GetProperty("refreshtoken").GetString()!);
                if (arrived.TrySetResult())
                    await connection.ReadHead();
                else
                    await connection.Write(wasExecuted ? RawServer.Answer(401, "{}") : RawServer.Answer(200, ClassCall.Of('T').Answer));
            }
        });
        await Write(new() { AccessToken = Witness.AccessToken, RefreshToken = Witness.RefreshToken, ObtainedAt = DateTimeOffset.UnixEpoch });
        using StoreProcess other = StoreProcess.Start("refresh", _path, server.Address.AbsoluteUri);
        Assert.That(await other.Line(), Is.EqualTo(Witness.AccessToken));
        other.Go();
        await arrived.Task.WaitAsync(cancellationToken);

        await using VandarClient client = new(
            witness.Options with { AccessToken = null, RefreshToken = null, TokenStore = _store, Hosts = VandarHosts.At(server.Address) });
        Task<object?> ours = witness.EndOf(async () => await client.Tokens.Refresh(cancellationToken));
        await other.Kill();
        object? end = await ours.WaitAsync(cancellationToken);

        Assert.That(end, wasExecuted
            ? Is.InstanceOf<VandarAuthenticationException>().With.Message.Contains("dashboard")
            : Is.InstanceOf<TokenPair>().With.Property("AccessToken").EqualTo(Witness.NextAccessToken));
        Assert.That(spent, Is.EqualTo(new[] { Witness.RefreshToken, Witness.RefreshToken }));
        Assert.That((await _store.Read(cancellationToken))?.AccessToken, Is.EqualTo(wasExecuted ? Witness.AccessToken : Witness.NextAccessToken));
    }

    /// <param name="blocks">How many blocks of 512 bytes a file of the process may have: none, or fewer than a pair's place takes.</param>
    [Test, CancelAfter(120_000)]
    [Category("A6")]
    public async Task A6_On_a_full_disk_the_refresh_token_is_not_spent_and_the_old_pair_stays([Values(0, 8)] int blocks, CancellationToken cancellationToken)
    {
        await using VandarSandbox sandbox = await VandarSandbox.Start(new(), cancellationToken);
        TokenPair before = new()
        {
            AccessToken = sandbox.Credentials.AccessToken, RefreshToken = sandbox.Credentials.RefreshToken, ObtainedAt = DateTimeOffset.UnixEpoch,
        };
        await Write(before);
        // Windows knows no such limit: there a folder stands in the draft's way.
        string obstacle = _path + ".new";
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(obstacle);
        using (StoreProcess full = OperatingSystem.IsWindows()
            ? StoreProcess.Start("fail", _path, sandbox.BaseAddress.AbsoluteUri)
            : StoreProcess.StartOnFullDisk(blocks, "fail", _path, sandbox.BaseAddress.AbsoluteUri))
        {
            Assert.That(await full.Line(), Is.EqualTo(before.AccessToken));
            Assert.That(await full.Line(), Does.Contain("not spent").And.Contain("make the store writable"));
            Assert.That(await full.Exit(), Is.Zero);
        }
        if (OperatingSystem.IsWindows())
            Directory.Delete(obstacle);

        Assert.That(sandbox.Refreshes, Is.Zero);
        Assert.That(await _store.Read(cancellationToken), Is.EqualTo(before));
        Assert.That(File.Exists(obstacle), Is.False);

        // There is room again.
        using StoreProcess next = StoreProcess.Start("refresh", _path, sandbox.BaseAddress.AbsoluteUri);
        await next.Line();
        next.Go();
        Assert.That(await next.Line(), Is.EqualTo(sandbox.Credentials.AccessToken).And.Not.EqualTo(before.AccessToken));
        Assert.That(sandbox.Refreshes, Is.EqualTo(1));
    }

    private async Task Write(TokenPair pair)
    {
        await using ITokenStoreLease lease = await _store.Acquire(default);
        await lease.Write(pair, default);
    }
}
