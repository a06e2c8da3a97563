using System.Net;
using Microsoft.Extensions.Time.Testing;
using Vandar.Core.Authentication;
using Vandar.Core.RateLimiting;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Authentication;

/// <summary>Tokens through the whole client, against a server that spends refresh tokens once.</summary>
internal sealed class ClientTokenTests
{
    private TokenServer _server;
    private HttpClient _http;
    private string _folder;

    [SetUp]
    public void NewServer()
    {
        _server = new TokenServer();
        _http = new HttpClient(_server) { Timeout = Timeout.InfiniteTimeSpan };
        _folder = Directory.CreateTempSubdirectory("vandar-tokens-").FullName;
    }

    [TearDown]
    public void Clean()
    {
        _http.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private VandarClient NewClient(VandarClientOptions? options = null) => new(options ?? _server.Options, _http);

    private ITokenStore StoreOf(string kind) => kind switch
    {
        "memory" => new MemoryTokenStore(),
        "file" => new FileTokenStore(Path.Combine(_folder, "tokens.json")),
        _ => new TestStore(),
    };

    /// <summary>It was in use and replaced: to hand it out again would pass a lost session off as a refreshed one.</summary>
    [Test]
    public async Task A_refused_refresh_does_not_bring_back_the_access_token_of_the_options()
    {
        _server.InsteadOfRefresh = number => number == 1 ? null : TokenServer.Answer(HttpStatusCode.Unauthorized, "{}");
        await using VandarClient client = NewClient();
        TokenPair second = await client.Tokens.Refresh();

        VandarAuthenticationException? refused = await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Tokens.Refresh().AsTask());

        Assert.That(refused!.Outcome, Is.EqualTo(RequestOutcome.Rejected).Or.EqualTo(RequestOutcome.NotSent));
        Assert.That((await client.Tokens.Current()).AccessToken, Is.EqualTo(second.AccessToken));
    }

    [Test]
    [Category("A4")]
    public async Task Many_401s_at_once_make_one_refresh_and_everybody_succeeds([Values(50, 500)] int callers, [Values("memory", "file", "custom")] string kind)
    {
        ITokenStore store = StoreOf(kind);
        VandarClientOptions options = _server.Options with { TokenStore = store, AccessToken = "over" };
        // All of them are judged, and refused, before the first one hears of it.
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int judged = 0;
        _server.BeforeAnswer = () =>
        {
            if (Interlocked.Increment(ref judged) == callers)
                all.SetResult();
            return all.Task;
        };
        using VandarClient client = NewClient(options);

        Thing[] things = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => client.Call().AsTask()));

        Assert.That(things.Select(thing => thing.Name), Has.All.EqualTo("done"));
        Assert.That(_server.Spent, Is.EqualTo(new[] { "refresh-1" }));
        Assert.That(_server.Seen.Count(seen => seen.Authorization == "Bearer access-2"), Is.EqualTo(callers));
        Assert.That((await store.Read(default))!.RefreshToken, Is.EqualTo("refresh-2"));
    }

    [Test]
    public async Task A_pair_that_others_outran_without_sharing_a_store_is_over()
    {
        using VandarClient client = NewClient();
        for (int generation = 1; generation <= 5; generation++)
        {
            using VandarClient other = NewClient(_server.Options with { AccessToken = null });
            await other.Tokens.Current();
        }

        VandarAuthenticationException? failure = await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Call().AsTask());
        Assert.That(failure!.Message, Does.Contain("dashboard"));
        Assert.That(_server.Spent, Is.EqualTo(new[] { "refresh-1", "refresh-2", "refresh-3", "refresh-4", "refresh-5", "refresh-1" }));
    }

    [Test]
    [Category("A4")]
    public async Task A_late_401_for_an_old_token_uses_the_new_one()
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource late = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.BeforeAnswer = () => arrived.TrySetResult() ? late.Task : Task.CompletedTask;
        using VandarClient client = NewClient(_server.Options with { AccessToken = "over" });
        Task<Thing> slow = client.Call().AsTask();
        await TokenServer.Soon(arrived.Task);
        await client.Call();

        late.SetResult();

        Assert.That((await slow).Name, Is.EqualTo("done"));
        Assert.That(_server.Spent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_refresh_says_refreshtoken_in_one_word_and_carries_no_bearer()
    {
        using VandarClient client = NewClient(_server.Options with { AccessToken = null });

        await client.Tokens.Current();

        Assert.That(
            _server.Seen,
            Is.EqualTo(new[] { new SeenRequest(HttpMethod.Post, new Uri("https://api.vandar.io/v3/refreshtoken"), "", """{"refreshtoken":"refresh-1"}""") }));
    }

    [Test]
    public async Task A_pair_is_told_and_comes_back_whole()
    {
        FakeTimeProvider time = new();
        List<TokenPair> told = [];
        using VandarClient client = NewClient(_server.Options with { AccessToken = null, TimeProvider = time, OnTokensRefreshed = told.Add });

        TokenPair pair = await client.Tokens.Current();

        Assert.That(pair, Is.EqualTo(new TokenPair
        {
            AccessToken = "access-2", RefreshToken = "refresh-2", ObtainedAt = time.GetUtcNow(), ExpiresAt = time.GetUtcNow().AddDays(5),
        }));
        Assert.That(pair.RefreshExpiresAt, Is.EqualTo(time.GetUtcNow().AddDays(10)));
        Assert.That(told, Is.EqualTo(new[] { pair }));
    }

    [Test]
    public async Task After_a_logout_nothing_is_sent_and_nothing_is_spent([Values("memory", "file", "custom")] string kind, [Values] bool afterRefresh)
    {
        ITokenStore store = StoreOf(kind);
        using VandarClient client = NewClient(_server.Options with { TokenStore = store });
        if (afterRefresh)
            await client.Tokens.Refresh();
        await client.Call();

        await client.Tokens.Logout();
        int sent = _server.Seen.Count;
        VandarAuthenticationException? failure = await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Call().AsTask());
        VandarAuthenticationException? refresh = await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Tokens.Refresh().AsTask());

        Assert.That(_server.Seen[sent - 1].Uri.AbsoluteUri, Is.EqualTo("https://api.vandar.io/v3/logout"));
        Assert.That(_server.Seen, Has.Count.EqualTo(sent));
        Assert.That((failure!.Outcome, refresh!.Outcome), Is.EqualTo((RequestOutcome.NotSent, RequestOutcome.NotSent)));
        Assert.That(new[] { failure.Message, refresh.Message }, Has.All.Contains("dashboard"));
        TokenPair? left = await store.Read(default);
        Assert.That((left?.AccessToken, left?.RefreshToken), Is.EqualTo(((string?)null, (string?)null)));
    }

    [Test]
    public async Task A_new_pair_of_the_dashboard_takes_over_a_store_that_was_logged_out([Values("memory", "file", "custom")] string kind)
    {
        ITokenStore store = StoreOf(kind);
        using VandarClient client = NewClient(_server.Options with { TokenStore = store });
        await client.Tokens.Refresh();
        await client.Tokens.Logout();
        List<Exception> failures = [];

        using VandarClient next = NewClient(_server.Options with { TokenStore = store, AccessToken = null, OnTokenStoreFailure = failures.Add });
        Thing thing = await next.Call();

        Assert.That((thing.Name, failures.Count), Is.EqualTo(("done", 0)));
        Assert.That((await client.Call()).Name, Is.EqualTo("done"), "the old client finds the new pair in the store");
    }

    [Test]
    public async Task A_pair_that_another_process_put_into_the_store_survives_a_logout()
    {
        TestStore store = new();
        using VandarClient client = NewClient(_server.Options with { TokenStore = store });
        await client.Call();
        store.Pair = new() { AccessToken = "theirs", RefreshToken = "theirs too", ObtainedAt = DateTimeOffset.UnixEpoch };

        await client.Tokens.Logout();

        Assert.That(store.Pair.AccessToken, Is.EqualTo("theirs"));
    }

    [Test]
    public async Task A_store_that_fails_does_not_undo_a_logout([Values("acquire", "read again", "write")] string step)
    {
        List<Exception> failures = [];
        TestStore store = new();
        using VandarClient client = NewClient(_server.Options with { TokenStore = store, OnTokenStoreFailure = failures.Add });
        await client.Tokens.Refresh();
        store.Fail(step, new IOException("disk"));

        await client.Tokens.Logout();
        store.Before = null;
        int sent = _server.Seen.Count;
        await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Call().AsTask());
        await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Tokens.Refresh().AsTask());

        Assert.That(failures, Has.Count.EqualTo(1));
        Assert.That(_server.Seen, Has.Count.EqualTo(sent), "what is left of an ended session is neither sent nor spent");
    }

    [Test]
    public async Task Another_process_on_the_store_does_not_bring_back_the_session_that_was_logged_out([Values("memory", "file", "custom")] string kind)
    {
        ITokenStore store = StoreOf(kind);
        using VandarClient client = NewClient(_server.Options with { TokenStore = store });
        await client.Tokens.Refresh();
        using VandarClient other = NewClient(_server.Options with { TokenStore = store });
        await other.Call();

        await client.Tokens.Logout();
        _server.Ended = _server.Access;
        VandarAuthenticationException? failure = await Assert.ThrowsAsync<VandarAuthenticationException>(() => other.Call().AsTask());

        Assert.That(failure!.Message, Does.Contain("dashboard"));
        Assert.That(_server.Spent, Is.EqualTo(new[] { "refresh-1" }), "the refresh token may have outlived the logout, and would undo it");
        Assert.That((await store.Read(default))?.AccessToken, Is.Null);
    }

    [Test]
    public async Task Two_logouts_at_once_are_one()
    {
        TestStore store = new();
        using VandarClient client = NewClient(_server.Options with { TokenStore = store });
        await client.Tokens.Refresh();
        TaskCompletionSource both = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int arrived = 0;
        _server.BeforeAnswer = () =>
        {
            if (Interlocked.Increment(ref arrived) == 2)
                both.SetResult();
            return both.Task;
        };
        store.Fail("write", new IOException("disk"));

        await Task.WhenAll(client.Tokens.Logout().AsTask(), client.Tokens.Logout().AsTask());
        store.Before = null;
        int sent = _server.Seen.Count;
        await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Call().AsTask());

        Assert.That(_server.Seen, Has.Count.EqualTo(sent), "the dead pair that stayed in the store is not used again");
    }

    [Test]
    public async Task A_logout_that_did_not_succeed_changes_nothing_and_is_not_repeated()
    {
        TestStore store = new();
        using VandarClient client = NewClient(_server.Options with { TokenStore = store });
        await client.Tokens.Refresh();
        TokenPair? before = store.Pair;
        int answers = 0;
        _server.BeforeAnswer = () => ++answers == 1 ? throw new HttpRequestException("reset") : Task.CompletedTask;

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => client.Tokens.Logout().AsTask());

        Assert.That((failure!.Outcome, failure.Attempts), Is.EqualTo((RequestOutcome.Unknown, 1)));
        Assert.That(store.Pair, Is.EqualTo(before));
        Assert.That((await client.Call()).Name, Is.EqualTo("done"));
    }

    [Test]
    public async Task A_refresh_that_is_asked_for_spends_one_token_whatever_there_was_before([Values("alive", "none", "over")] string before)
    {
        using VandarClient client = NewClient(_server.Options with
        {
            AccessToken = before is "none" ? null : "access-1",
            AccessTokenExpiresAt = before is "over" ? DateTimeOffset.UnixEpoch : null,
        });

        TokenPair pair = await client.Tokens.Refresh();

        Assert.That(pair.AccessToken, Is.EqualTo("access-2"));
        Assert.That(_server.Spent, Is.EqualTo(new[] { "refresh-1" }));
        Assert.That((await client.Tokens.Refresh()).AccessToken, Is.EqualTo("access-3"));
    }

    // What a refresh can be answered.

    private static readonly Dictionary<string, Func<HttpResponseMessage>> s_answers = new()
    {
        ["400"] = () => TokenServer.Answer(HttpStatusCode.BadRequest, """{"message":"bad"}"""),
        ["401 without JSON"] = () => TokenServer.Answer(HttpStatusCode.Unauthorized, """{"unauthorized"}"""),
        ["403"] = () => TokenServer.Answer(HttpStatusCode.Forbidden, """{"message":"no"}"""),
        ["422"] = () => TokenServer.Answer(HttpStatusCode.UnprocessableEntity, """{"errors":{"refreshtoken":["required"]}}"""),
        ["429"] = () => TokenServer.Answer(HttpStatusCode.TooManyRequests, """{"message":"Too Many Attempts."}"""),
        ["500"] = () => TokenServer.Answer(HttpStatusCode.InternalServerError, """{"message":"Server Error"}"""),
        ["HTML"] = () => TokenServer.Answer(HttpStatusCode.OK, "<html>maintenance</html>", "text/html"),
        ["empty"] = () => TokenServer.Answer(HttpStatusCode.OK, ""),
        ["no access token"] = () => TokenServer.Answer(HttpStatusCode.OK, """{"token_type":"Bearer","expires_in":432000,"refresh_token":"r"}"""),
        ["connection cut"] = () => throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut"),
    };

    private static IEnumerable<string> Answers => s_answers.Keys;

    [TestCaseSource(nameof(Answers))]
    [Category("A3")]
    public async Task A_refresh_that_fails_leaves_the_old_token_in_use_while_it_lives(string answer)
    {
        FakeTimeProvider time = new() { AutoAdvanceAmount = TimeSpan.Zero };
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.InsteadOfRefresh = _ =>
        {
            arrived.TrySetResult();
            return s_answers[answer]();
        };
        using VandarClient client = NewClient(_server.Options with { TimeProvider = time, AccessTokenExpiresAt = time.GetUtcNow().AddMinutes(5), MaxRetries = 0 });

        // A pair of the options is as old as can be, so its last half day is its last tenth: the first call loads it, the second
        // one starts the refresh.
        Assert.That((await client.Call()).Name, Is.EqualTo("done"));
        Assert.That((await client.Call()).Name, Is.EqualTo("done"));
        await TokenServer.Soon(arrived.Task);
        for (int i = 0; i < 5; i++)
            Assert.That((await client.Call()).Name, Is.EqualTo("done"));
        time.Advance(TimeSpan.FromMinutes(4.9));
        Assert.That((await client.Call()).Name, Is.EqualTo("done"));
    }

    [TestCaseSource(nameof(Answers))]
    [Category("A3")]
    public async Task A_refresh_that_fails_is_one_clear_error_of_the_callers_operation(string answer)
    {
        _server.InsteadOfRefresh = _ => s_answers[answer]();
        using VandarClient client = NewClient(_server.Options with { AccessToken = "over", MaxRetries = 0 });

        VandarException? failure = await Assert.CatchAsync<VandarException>(() => client.Call().AsTask());

        Assert.That(failure!.Operation, Is.EqualTo("test.Never"));
        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        bool isRefusal = answer is "400" or "401 without JSON" or "403" or "422";
        Assert.That(failure, isRefusal
            ? Is.InstanceOf<VandarAuthenticationException>()
            : Is.InstanceOf<VandarTransportException>().With.Property("Stage").EqualTo(RequestStage.Token));
        Assert.That(failure.Message, isRefusal ? Does.Contain("dashboard") : Does.Contain("could not be refreshed"));
        Assert.That(failure.ToString(), Does.Not.Contain("refresh-1").And.Not.Contain("access-1"));
    }

    [TestCaseSource(nameof(Answers))]
    [Category("A3")]
    public async Task A_refresh_is_repeated_only_after_an_answer_that_was_lost(string answer)
    {
        _server.InsteadOfRefresh = _ => s_answers[answer]();
        using VandarClient client = NewClient(_server.Options with { AccessToken = null, MaxRetries = 0 });

        await Assert.CatchAsync<VandarException>(() => client.Tokens.Current().AsTask());

        Assert.That(_server.Spent, Has.Count.EqualTo(answer is "500" or "HTML" or "empty" or "no access token" or "connection cut" ? 2 : 1));
    }

    [Test]
    public async Task Without_a_network_everybody_who_waits_is_told_so_and_the_token_is_as_good_as_before()
    {
        _server.IsDown = true;
        using VandarClient client = NewClient(_server.Options with { AccessToken = null, MaxRetries = 0 });

        Task<Thing>[] calls = [.. Enumerable.Range(0, 20).Select(_ => client.Call().AsTask())];

        foreach (Task<Thing> call in calls)
        {
            VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => call);
            Assert.That(failure!.Operation, Is.EqualTo("test.Never"));
            Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.NotSent));
            Assert.That(failure.Stage, Is.EqualTo(RequestStage.Token));
        }
        Assert.That(_server.Spent, Is.Empty);
        _server.IsDown = false;
        Assert.That((await client.Call()).Name, Is.EqualTo("done"));
    }

    [Test]
    [Category("A3")]
    public async Task An_answer_without_a_refresh_token_leaves_the_old_one_in_force()
    {
        _server.InsteadOfRefresh = number => number == 1
            ? TokenServer.Answer(HttpStatusCode.OK, """{"token_type":"Bearer","expires_in":432000,"access_token":"a"}""")
            : null;
        using VandarClient client = NewClient(_server.Options with { AccessToken = null });

        TokenPair pair = await client.Tokens.Current();
        await client.Tokens.Refresh();

        Assert.That(pair.RefreshToken, Is.EqualTo("refresh-1"));
        Assert.That(_server.Spent, Is.EqualTo(new[] { "refresh-1", "refresh-1" }));
    }

    [TestCase("0", null)]
    [TestCase("-1", null)]
    [TestCase("\"soon\"", null)]
    [TestCase("null", null)]
    [TestCase("{}", null)]
    [TestCase("99999999999999999999", null)]
    [TestCase("315360000", null)]
    [TestCase("1e3", null)]
    [TestCase("\"432000\"", 432_000)]
    [TestCase("60", 60)]
    [Category("A3")]
    public async Task A_pair_is_not_lost_over_how_long_it_lives(string life, int? seconds)
    {
        FakeTimeProvider time = new();
        _server.LifeOfAToken = life;
        using VandarClient client = NewClient(_server.Options with { AccessToken = null, TimeProvider = time });

        TokenPair pair = await client.Tokens.Current();

        Assert.That(pair.RefreshToken, Is.EqualTo("refresh-2"));
        Assert.That(pair.ExpiresAt, Is.EqualTo(seconds is { } known ? time.GetUtcNow().AddSeconds(known) : (DateTimeOffset?)null));
    }

    [Test]
    [Category("A3")]
    public async Task A_lost_answer_is_followed_by_one_try_and_if_that_is_refused_the_text_sends_to_the_dashboard()
    {
        _server.AfterRefresh = (_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut");
        using VandarClient client = NewClient(_server.Options with { AccessToken = null });

        VandarAuthenticationException? failure = await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Call().AsTask());

        Assert.That(failure!.Message, Does.Contain("dashboard"));
        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        Assert.That(_server.Spent, Is.EqualTo(new[] { "refresh-1", "refresh-1" }));
    }

    [Test]
    [Category("A3")]
    public async Task A_refresh_whose_answer_was_lost_may_have_been_executed_though_its_second_try_is_refused()
    {
        _server.AfterRefresh = (_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut");
        using VandarClient client = NewClient();

        VandarAuthenticationException? failure = await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Tokens.Refresh().AsTask());

        Assert.That((failure!.Outcome, failure.StatusCode), Is.EqualTo((RequestOutcome.Unknown, HttpStatusCode.Unauthorized)));
        Assert.That(failure.Message, Does.Contain("dashboard"));
    }

    [Test]
    [Category("A3")]
    public async Task A_lost_answer_of_a_refresh_that_did_not_happen_costs_nothing()
    {
        _server.InsteadOfRefresh = number => number == 1 ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut") : null;
        using VandarClient client = NewClient(_server.Options with { AccessToken = null });

        Assert.That((await client.Call()).Name, Is.EqualTo("done"));
    }

    [Test]
    public async Task A_refresh_waits_when_there_were_too_many_requests()
    {
        TestTime time = new() { AutoAdvanceAmount = TimeSpan.Zero };
        TaskCompletionSource refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.InsteadOfRefresh = number =>
        {
            if (number > 1)
                return null;
            HttpResponseMessage answer = TokenServer.Answer(HttpStatusCode.TooManyRequests, """{"message":"Too Many Attempts."}""");
            answer.Headers.TryAddWithoutValidation("Retry-After", "7");
            refused.SetResult();
            return answer;
        };
        using VandarClient client = NewClient(_server.Options with { AccessToken = null, TimeProvider = time });
        Task<Thing> call = client.Call().AsTask();
        await TokenServer.Soon(refused.Task);

        Thing thing = await time.Finish(new ValueTask<Thing>(call));

        Assert.That(thing.Name, Is.EqualTo("done"));
        Assert.That(time.Waits, Does.Contain(TimeSpan.FromSeconds(7)));
        Assert.That(_server.Spent, Is.EqualTo(new[] { "refresh-1", "refresh-1" }));
    }

    [Test]
    public async Task A_refresh_takes_its_permit_like_any_other_POST()
    {
        using VandarRateLimiter post = new(30, TimeSpan.FromSeconds(3));
        using VandarClient client = NewClient(_server.Options with { AccessToken = null, RateLimits = new VandarRateLimits(post, null) });

        await client.Call();

        Assert.That(post.GetStatistics()!.TotalSuccessfulLeases, Is.EqualTo(2));
    }

    [Test]
    [Category("L1")]
    [Category("A9")]
    public async Task A_caller_who_gives_up_during_the_refresh_was_not_sent_and_the_others_go_on([Values(true, false)] bool isLeader)
    {
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.BeforeRefresh = async _ =>
        {
            arrived.TrySetResult();
            await gate.Task;
        };
        using VandarClient client = NewClient(_server.Options with { AccessToken = null });
        using CancellationTokenSource source = new();
        Task<Thing> first = client.Call(cancellationToken: isLeader ? source.Token : default).AsTask();
        await TokenServer.Soon(arrived.Task);
        Task<Thing>[] others = [.. Enumerable.Range(0, 20).Select(_ => client.Call().AsTask())];
        Task<Thing> follower = client.Call(cancellationToken: isLeader ? default : source.Token).AsTask();

        await source.CancelAsync();

        OperationCanceledException? canceled = await Assert.CatchAsync<OperationCanceledException>(() => isLeader ? first : follower);
        Assert.That(canceled!.CancellationToken, Is.EqualTo(source.Token));
        Assert.That(VandarException.OutcomeOf(canceled), Is.EqualTo(RequestOutcome.NotSent));
        gate.SetResult();
        Thing[] done = await Task.WhenAll([.. others, isLeader ? follower : first]);
        Assert.That(done.Select(thing => thing.Name), Has.All.EqualTo("done"));
        Assert.That(_server.Spent, Has.Count.EqualTo(1));
    }

    [Test]
    [Category("L2")]
    public async Task A_caller_whose_time_is_over_during_the_refresh_was_not_sent()
    {
        FakeTimeProvider time = new();
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.BeforeRefresh = _ =>
        {
            arrived.TrySetResult();
            return gate.Task;
        };
        using VandarClient client = NewClient(_server.Options with { AccessToken = null, TimeProvider = time, Timeout = TimeSpan.FromSeconds(10) });
        Task<Thing> call = client.Call().AsTask();
        await TokenServer.Soon(arrived.Task);

        time.Advance(TimeSpan.FromSeconds(10));

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => call);
        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        Assert.That(failure.IsTimeout, Is.True);
        Assert.That(failure.Stage, Is.EqualTo(RequestStage.Token));
        gate.SetResult();
    }

    [Test]
    [Category("L3")]
    [Category("A9")]
    public async Task A_client_that_is_disposed_during_a_refresh_lets_nobody_hang_and_loses_no_pair()
    {
        TestStore store = new();
        TaskCompletionSource stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Before = (step, _) =>
        {
            if (step is "release")
                stored.SetResult();
            return Task.CompletedTask;
        };
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.BeforeRefresh = async cancellationToken =>
        {
            arrived.TrySetResult();
            await gate.Task.WaitAsync(cancellationToken);
        };
        VandarClient client = NewClient(_server.Options with { AccessToken = null, TokenStore = store });
        Task<Thing>[] calls = [.. Enumerable.Range(0, 10).Select(_ => client.Call().AsTask())];
        await TokenServer.Soon(arrived.Task);

        Task closing = client.DisposeAsync().AsTask();

        foreach (Task<Thing> call in calls)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        Assert.That(closing.IsCompleted, Is.False, "a process that ends now would lose the pair");
        gate.SetResult();
        await TokenServer.Soon(closing);
        await TokenServer.Soon(stored.Task);
        Assert.That(store.Pair?.RefreshToken, Is.EqualTo("refresh-2"));
    }

    [Test]
    public async Task The_stores_pair_wins_over_the_options_until_it_is_refused()
    {
        TestStore store = new(new() { AccessToken = "stored-and-dead", RefreshToken = "stored-and-dead-too", ObtainedAt = DateTimeOffset.UnixEpoch });
        using VandarClient client = NewClient(_server.Options with { TokenStore = store });

        Assert.That((await client.Call()).Name, Is.EqualTo("done"));
        Assert.That(_server.Spent, Is.EqualTo(new[] { "stored-and-dead-too", "refresh-1" }));
        Assert.That(store.Pair!.RefreshToken, Is.EqualTo("refresh-2"));
    }

    [Test]
    [Category("A6")]
    public async Task A_store_that_cannot_be_written_is_an_error_that_says_so_and_spends_nothing()
    {
        TestStore store = new();
        store.Fail("prepare", new UnauthorizedAccessException("read-only"));
        using VandarClient client = NewClient(_server.Options with { AccessToken = null, TokenStore = store });

        VandarAuthenticationException? failure = await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Call().AsTask());

        Assert.That(failure!.Message, Does.Contain("the refresh token was not spent").And.Contain("make the store writable"));
        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        Assert.That(_server.Seen, Is.Empty);
    }

    // Bad tokens.

    private static readonly string[] s_badTokens =
        ["", " ", "secret-canary two", "secret-canary\r\nX: y", "secret-canary\n", "secret-canary\0", "secret-canary-é", "توکن-secret-canary", "\tsecret-canary", new('x', 100_000)];

    [Test]
    public void A_bad_token_of_the_options_is_refused_by_name_and_without_its_value(
        [ValueSource(nameof(s_badTokens))] string value, [Values("AccessToken", "RefreshToken", "IpgApiKey")] string option)
    {
        VandarClientOptions options = option switch
        {
            "AccessToken" => new() { AccessToken = value },
            "RefreshToken" => new() { RefreshToken = value },
            _ => new() { IpgApiKey = value },
        };

        ArgumentException? failure = Assert.Throws<ArgumentException>(() => new VandarClient(options, _http));

        Assert.That(failure!.ParamName, Is.EqualTo(option));
        Assert.That(failure.ToString(), Does.Not.Contain("canary").And.Not.Contain(new string('x', 50)));
    }

    [TestCase("\"secret-canary two\"")]
    [TestCase("\"secret-canary\\r\\nX: y\"")]
    [TestCase("\"secret-canary-\\u06a9\"")]
    [TestCase("\"\"")]
    [TestCase("7")]
    public async Task A_bad_access_token_from_the_server_is_a_classified_error_without_its_value(string value)
    {
        _server.InsteadOfRefresh = _ => TokenServer.Answer(HttpStatusCode.OK, $$"""{"expires_in":432000,"access_token":{{value}},"refresh_token":"r-secret-canary"}""");
        using VandarClient client = NewClient(_server.Options with { AccessToken = null });

        VandarException? failure = await Assert.CatchAsync<VandarException>(() => client.Call().AsTask());

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        Assert.That(failure.ToString(), Does.Not.Contain("canary"));
    }
}
