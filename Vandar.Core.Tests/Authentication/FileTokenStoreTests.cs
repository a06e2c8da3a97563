using System.Net;
using System.Text;
using System.Text.Json;
using Vandar.Core.Authentication;

namespace Vandar.Core.Tests.Authentication;

/// <summary>The token file: whole at every moment, its owner's alone, and one process's at a time.</summary>
internal sealed class FileTokenStoreTests
{
    private string _folder;
    private string _path;
    private FileTokenStore _store;

    [SetUp]
    public void NewStore()
    {
        _folder = Directory.CreateTempSubdirectory("vandar-tokens-").FullName;
        _path = Path.Combine(_folder, "tokens.json");
        _store = new FileTokenStore(_path);
    }

    [TearDown]
    public void Clean()
    {
        if (!Directory.Exists(_folder))
            return;
        SetWritable(true);
        Directory.Delete(_folder, recursive: true);
    }

    private static TokenPair PairOf(int number) => new()
    {
        AccessToken = "a" + new string((char)('a' + (number % 26)), 1_500),
        RefreshToken = "r" + new string((char)('a' + (number % 26)), 700 + number),
        ObtainedAt = DateTimeOffset.UnixEpoch.AddDays(number),
        ExpiresAt = number % 2 == 0 ? null : DateTimeOffset.UnixEpoch.AddDays(number + 5),
    };

    private async Task Write(TokenPair pair)
    {
        await using ITokenStoreLease lease = await _store.Acquire(default);
        await lease.Write(pair, default);
    }

    [Test]
    public async Task What_is_written_is_read_and_a_longer_pair_leaves_no_rest_behind_a_shorter_one()
    {
        Assert.That(await _store.Read(default), Is.Null);
        foreach (int number in new[] { 200, 1, 60 })
        {
            await Write(PairOf(number));
            Assert.That(await _store.Read(default), Is.EqualTo(PairOf(number)));
        }
    }

    [Test]
    public async Task The_folder_is_made_and_nothing_but_the_pair_and_the_lock_stays()
    {
        string path = Path.Combine(_folder, "deep", "er", "tokens.json");
        FileTokenStore store = new(path);
        Assert.That(await store.Read(default), Is.Null);
        await using (ITokenStoreLease lease = await store.Acquire(default))
        {
            await lease.Prepare(default);
            await lease.Write(PairOf(1), default);
            await lease.Prepare(default);
        }

        Assert.That(
            Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName), Is.EquivalentTo(new[] { "tokens.json", "tokens.json.lock" }));
    }

    [TestCase(2, true)]
    [TestCase(0, false)]
    [Category("A6")]
    public async Task A_pair_that_a_dead_process_left_beside_the_file_is_put_in_place_if_it_is_younger(int left, bool isTaken)
    {
        await Write(PairOf(left));
        byte[] draft = await File.ReadAllBytesAsync(_path);
        await Write(PairOf(1));
        // Killed after the pair was written over the reserved place, and before the rename.
        await File.WriteAllBytesAsync(_path + ".new", [.. draft, .. new byte[500]]);

        await using ITokenStoreLease lease = await _store.Acquire(default);

        Assert.That(await lease.Read(default), Is.EqualTo(PairOf(isTaken ? left : 1)));
        await lease.Write(PairOf(3), default);
        Assert.That(await _store.Read(default), Is.EqualTo(PairOf(3)));
    }

    [Test]
    public async Task A_draft_that_holds_no_pair_is_started_anew()
    {
        await Write(PairOf(1));
        await File.WriteAllBytesAsync(_path + ".new", new byte[40 * 1_024]);

        await Write(PairOf(2));

        Assert.That(await _store.Read(default), Is.EqualTo(PairOf(2)));
    }

    [Test]
    [Category("A6")]
    public async Task A_reader_never_sees_half_a_file()
    {
        await Write(PairOf(0));
        using CancellationTokenSource done = new();
        Task<int> reading = Task.Run(async () =>
        {
            int reads = 0;
            while (!done.IsCancellationRequested || reads == 0)
            {
                TokenPair? pair = await _store.Read(default);
                int number = (int)(pair!.ObtainedAt - DateTimeOffset.UnixEpoch).TotalDays;
                Assert.That(pair, Is.EqualTo(PairOf(number)));
                reads++;
            }
            return reads;
        });

        for (int number = 1; number <= 25; number++)
            await Write(PairOf(number));
        await done.CancelAsync();

        Assert.That(await reading, Is.Positive);
    }

    [Test]
    public async Task File_draft_and_lock_are_their_owners_alone_from_the_first_moment()
    {
        await using (ITokenStoreLease lease = await _store.Acquire(default))
        {
            Assert.That(IsOwnersAlone(_path + ".lock"), Is.True);
            await lease.Prepare(default);
            Assert.That(IsOwnersAlone(_path + ".new"), Is.True);
            await lease.Write(PairOf(1), default);
            Assert.That(IsOwnersAlone(_path), Is.True);
        }
    }

    [Test]
    public async Task A_draft_that_a_dead_process_left_open_to_all_is_not_used_again()
    {
        await File.WriteAllTextAsync(_path + ".new", "left over");
        await Write(PairOf(1));

        Assert.That(IsOwnersAlone(_path), Is.True);
        Assert.That(await _store.Read(default), Is.EqualTo(PairOf(1)));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("{\"access_token\":\"secret-canary\",")]
    [TestCase("{\"access_token\":\"secret-canary\",\"access_token\":\"b\"}")]
    [TestCase("{\"access_token\":[\"secret-canary\"]}")]
    [TestCase("{\"access_token\":\"a\",\"obtained_at\":\"secret-canary\"}")]
    [TestCase("{\"Logging\":{\"Password\":\"secret-canary\"}}")]
    [TestCase("secret-canary")]
    [TestCase("null")]
    [TestCase("[]")]
    [Category("A6")]
    public async Task A_torn_or_foreign_file_is_an_error_and_left_as_it_is(string content)
    {
        await File.WriteAllTextAsync(_path, content);

        InvalidDataException? failure = await Assert.ThrowsAsync<InvalidDataException>(() => _store.Read(default).AsTask());
        Assert.That(failure!.ToString(), Does.Contain("tokens.json").And.Not.Contain("canary"));
        await using (ITokenStoreLease lease = await _store.Acquire(default))
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => lease.Prepare(default).AsTask());
            await Assert.ThrowsAsync<InvalidDataException>(() => lease.Write(PairOf(1), default).AsTask());
        }
        Assert.That(await File.ReadAllTextAsync(_path), Is.EqualTo(content));
        Assert.That(File.Exists(_path + ".new"), Is.False);
    }

    [Test]
    public async Task A_file_that_is_far_too_large_is_not_read_into_memory()
    {
        await File.WriteAllBytesAsync(_path, new byte[300_000]);

        await Assert.ThrowsAsync<InvalidDataException>(() => _store.Read(default).AsTask());
    }

    [Test]
    [Category("A6")]
    public async Task With_a_foreign_file_the_options_access_token_serves_and_the_refresh_token_is_kept()
    {
        await File.WriteAllTextAsync(_path, "somebody's notes");
        List<Exception> told = [];
        using TokenServer server = new();
        using HttpClient http = new(server) { Timeout = Timeout.InfiniteTimeSpan };
        using VandarClient client = new(server.Options with { TokenStore = _store, OnTokenStoreFailure = told.Add }, http);

        Assert.That((await client.Call()).Name, Is.EqualTo("done"));
        Assert.That(told, Has.Count.EqualTo(1).And.All.InstanceOf<InvalidDataException>());
        VandarAuthenticationException? failure = await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Tokens.Refresh().AsTask());
        Assert.That(failure!.Message, Does.Contain("not spent"));
        Assert.That(server.Spent, Is.Empty);
        Assert.That(await File.ReadAllTextAsync(_path), Is.EqualTo("somebody's notes"));
    }

    [Test]
    [Category("A6")]
    public async Task When_the_folder_goes_away_between_reservation_and_release_the_lock_is_freed_all_the_same()
    {
        ITokenStoreLease lease = await _store.Acquire(default);
        await lease.Prepare(default);
        Directory.Delete(_folder, recursive: true);

        await lease.DisposeAsync();

        Assert.That(Directory.Exists(_folder), Is.False);
        await Write(PairOf(1));
        Assert.That(await _store.Read(default), Is.EqualTo(PairOf(1)));
    }

    [Test]
    [Category("A6")]
    public async Task When_the_folder_goes_away_while_the_token_is_on_its_way_the_pair_stays_in_memory_and_is_written_later()
    {
        List<Exception> told = [];
        using TokenServer server = new();
        server.BeforeRefresh = _ =>
        {
            Directory.Delete(_folder, recursive: true);
            return Task.CompletedTask;
        };
        using HttpClient http = new(server) { Timeout = Timeout.InfiniteTimeSpan };
        using VandarClient client = new(server.Options with { AccessToken = null, TokenStore = _store, OnTokenStoreFailure = told.Add }, http);

        Assert.That((await client.Call()).Name, Is.EqualTo("done"));
        Assert.That(told, Is.Not.Empty);
        for (int i = 0; i < 1_000_000 && !File.Exists(_path); i++)
        {
            await client.Tokens.Current();
            await Task.Yield();
        }
        Assert.That((await _store.Read(default))?.RefreshToken, Is.EqualTo("refresh-2"));
        Assert.That(server.Spent, Is.EqualTo(new[] { "refresh-1" }));
    }

    [Test]
    [Category("A6")]
    public async Task A_place_where_no_file_can_be_written_spends_nothing()
    {
        // A folder of that name stands where the draft has to go: true for every user, root included.
        Directory.CreateDirectory(_path + ".new");
        using TokenServer server = new();
        using HttpClient http = new(server) { Timeout = Timeout.InfiniteTimeSpan };
        using VandarClient client = new(server.Options with { AccessToken = null, TokenStore = _store }, http);

        VandarAuthenticationException? failure = await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Call().AsTask());

        Assert.That(failure!.Message, Does.Contain("not spent"));
        Assert.That(server.Spent, Is.Empty);
    }

    [Test]
    [Category("A6")]
    public async Task A_read_only_folder_spends_nothing()
    {
        SetWritable(false);
        // Root writes wherever it likes; then there is nothing read-only about the folder, and the refresh must simply succeed.
        bool isWritable = Environment.IsPrivilegedProcess || OperatingSystem.IsWindows();
        using TokenServer server = new();
        using HttpClient http = new(server) { Timeout = Timeout.InfiniteTimeSpan };
        using VandarClient client = new(server.Options with { AccessToken = null, TokenStore = _store }, http);

        Exception? failure = await Failure(client.Call().AsTask());

        Assert.That(failure, isWritable ? Is.Null : Is.InstanceOf<VandarAuthenticationException>().With.Message.Contains("not spent"));
        Assert.That(server.Spent, Has.Count.EqualTo(isWritable ? 1 : 0));
    }

    [Test]
    [Category("A6")]
    public async Task Who_waits_for_the_lock_can_give_up()
    {
        await using ITokenStoreLease held = await _store.Acquire(default);
        using CancellationTokenSource source = new();
        Task<ITokenStoreLease> waiter = new FileTokenStore(_path).Acquire(source.Token).AsTask();
        Assert.That(waiter.IsCompleted, Is.False);

        await source.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => waiter);
    }

    [TestCase("")]
    [TestCase("  ")]
    public void A_path_that_is_none_is_refused(string path) =>
        Assert.That(() => new FileTokenStore(path), Throws.TypeOf<ArgumentException>().With.Property("ParamName").EqualTo("path"));

    // Processes.

    [Test]
    [Category("A5")]
    public async Task Another_process_that_holds_the_lock_keeps_us_out_until_it_lets_go()
    {
        using StoreProcess other = StoreProcess.Start("hold", _path);
        Assert.That(await other.Line(), Is.EqualTo("held"));
        Task<ITokenStoreLease> ours = _store.Acquire(default).AsTask();
        Assert.That(ours.IsCompleted, Is.False);

        other.Go();

        Assert.That(await other.Line(), Is.EqualTo("released"));
        await (await ours).DisposeAsync();
        Assert.That(await other.Exit(), Is.Zero);
    }

    [Test]
    [Category("A5")]
    public async Task A_holder_that_is_killed_holds_nothing_and_its_draft_is_in_nobodys_way()
    {
        using StoreProcess other = StoreProcess.Start("hold", _path);
        Assert.That(await other.Line(), Is.EqualTo("held"));
        Assert.That(File.Exists(_path + ".new"), Is.True);

        await other.Kill();

        await Write(PairOf(3));
        Assert.That(await _store.Read(default), Is.EqualTo(PairOf(3)));
    }

    [Test]
    [Category("A5")]
    public async Task Processes_that_refresh_together_spend_each_token_once_and_end_with_the_newest_pair()
    {
        using LoopbackTokenServer server = new();
        await Write(new() { AccessToken = "access-1", RefreshToken = "refresh-1", ObtainedAt = DateTimeOffset.UnixEpoch });
        StoreProcess[] processes = [.. Enumerable.Range(0, 3).Select(_ => StoreProcess.Start("refresh", _path, server.Address))];
        try
        {
            foreach (StoreProcess process in processes)
                Assert.That(await process.Line(), Is.EqualTo("access-1"));
            foreach (StoreProcess process in processes)
                process.Go();

            foreach (StoreProcess process in processes)
            {
                Assert.That(await process.Line(), Is.EqualTo("access-2"), "somebody refreshed a second time, or failed");
                Assert.That(await process.Exit(), Is.Zero);
            }
        }
        finally
        {
            foreach (StoreProcess process in processes)
                process.Dispose();
        }

        Assert.That(server.Spent, Is.EqualTo(new[] { "refresh-1" }));
        Assert.That((await _store.Read(default))!.RefreshToken, Is.EqualTo("refresh-2"));
    }

    private static bool IsOwnersAlone(string path) =>
        OperatingSystem.IsWindows() ? File.Exists(path) : File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private void SetWritable(bool isWritable)
    {
        if (OperatingSystem.IsWindows())
            return;
        UnixFileMode read = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        File.SetUnixFileMode(_folder, isWritable ? read | UnixFileMode.UserWrite : read);
    }

    private static async Task<Exception?> Failure(Task task)
    {
        try
        {
            await task;
            return null;
        }
        catch (VandarException e)
        {
            return e;
        }
    }

    /// <summary>The refresh of a <see cref="TokenServer"/> on a real port, for other processes.</summary>
    private sealed class LoopbackTokenServer : IDisposable
    {
        private readonly HttpListener _listener = new();
        private int _generation = 1;

        internal LoopbackTokenServer()
        {
            using (System.Net.Sockets.TcpListener probe = new(IPAddress.Loopback, 0))
            {
                probe.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            }
            _listener.Prefixes.Add(Address + "/");
            _listener.Start();
            _ = Serve();
        }

        internal string Address { get; }
        internal List<string> Spent { get; } = [];

        public void Dispose() => _listener.Close();

        private async Task Serve()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
                using JsonDocument json = await JsonDocument.ParseAsync(context.Request.InputStream);
                string token = json.RootElement.GetProperty("refreshtoken").GetString()!;
                Spent.Add(token);
                bool isAlive = token == $"refresh-{_generation}";
                if (isAlive)
                    _generation++;
                string answer = isAlive
                    ? $$"""{"token_type":"Bearer","expires_in":432000,"access_token":"access-{{_generation}}","refresh_token":"refresh-{{_generation}}"}"""
                    : """{"message":"Unauthenticated."}""";
                context.Response.StatusCode = isAlive ? 200 : 401;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                context.Response.Close();
            }
        }
    }
}
