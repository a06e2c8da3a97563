using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Vandar.Core.Authentication;

namespace Vandar.Core.Tests.Authentication;

/// <summary>The token's life, the one refresh for all, and its store, with a refresh that a test scripts.</summary>
internal sealed class AccessTokensTests
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(5);

    private FakeTimeProvider _time;
    private TestStore _store;
    private List<string> _spent;
    private List<Exception> _storeFailures;
    private List<TokenPair> _told;
    private Func<string, CancellationToken, ValueTask<TokenPair>> _refresh;

    [SetUp]
    public void NewScript()
    {
        _time = new FakeTimeProvider();
        _store = new TestStore();
        _spent = [];
        _storeFailures = [];
        _told = [];
        _refresh = (_, _) => new(NewPair(_spent.Count + 1));
    }

    private TokenPair NewPair(int number, TimeSpan? life = null) =>
        new() { AccessToken = $"a{number}", RefreshToken = $"r{number}", ObtainedAt = _time.GetUtcNow(), ExpiresAt = _time.GetUtcNow() + (life ?? s_life) };

    private AccessTokens NewTokens(TokenPair? given) => new(
        _store, given,
        (token, cancellationToken) =>
        {
            lock (_spent)
                _spent.Add(token);
            return _refresh(token, cancellationToken);
        },
        _time, new TokenEvents(NullLogger.Instance, _told.Add, _storeFailures.Add));

    private static VandarApiException Refused(HttpStatusCode status = HttpStatusCode.Unauthorized) =>
        new(new FailedCall("tokens.refresh", RequestOutcome.Rejected, 1, status), ApiError.None, null, null);

    private static VandarTransportException Lost() =>
        new(new FailedCall("tokens.refresh", RequestOutcome.Unknown, 1), RequestStage.AwaitingAnswer, false, "lost", null);

    private static async Task<string?> TokenOf(ValueTask<BearerToken> token) => (await token).Pair.AccessToken;

    // The life of a token.

    [Test]
    [Category("A7")]
    public async Task A_token_in_its_first_nine_tenths_is_left_alone()
    {
        using AccessTokens tokens = NewTokens(NewPair(1));
        await tokens.Get(default);

        _time.Advance(s_life * 0.9 - TimeSpan.FromSeconds(1));

        Assert.That(await TokenOf(tokens.Get(default)), Is.EqualTo("a1"));
        Assert.That(_spent, Is.Empty);
    }

    [Test]
    [Category("A7")]
    public async Task In_its_last_tenth_a_token_is_still_given_at_once_while_its_successor_is_fetched_once()
    {
        TaskCompletionSource<TokenPair> answer = new();
        TaskCompletionSource arrived = new();
        _refresh = (_, _) =>
        {
            arrived.TrySetResult();
            return new(answer.Task);
        };
        using AccessTokens tokens = NewTokens(NewPair(1));
        await tokens.Get(default);
        _time.Advance(s_life * 0.9);

        for (int i = 0; i < 10; i++)
        {
            Task<BearerToken> token = tokens.Get(default).AsTask();
            Assert.That(token.IsCompletedSuccessfully, Is.True, "an early refresh made a caller wait");
            Assert.That((await token).Pair.AccessToken, Is.EqualTo("a1"));
        }
        await TokenServer.Soon(arrived.Task);
        answer.SetResult(NewPair(2));

        Assert.That(await Eventually(tokens, "a2"), Is.True);
        Assert.That(_spent, Is.EqualTo(new[] { "r1" }));
    }

    [TestCase(-1, 0, "a1")]
    [TestCase(0, 1, "a2")]
    [TestCase(1, 1, "a2")]
    [Category("A7")]
    public async Task A_token_serves_to_the_last_second_and_not_one_longer(int seconds, int waitedFor, string expected)
    {
        using AccessTokens tokens = NewTokens(NewPair(1));
        await tokens.Get(default);
        // The background refresh fails, so that only the end of the token decides.
        _refresh = (_, _) => throw Lost();
        _time.Advance(s_life + TimeSpan.FromSeconds(seconds));
        if (waitedFor > 0)
            _refresh = (_, _) => new(NewPair(2));

        Assert.That(await TokenOf(tokens.Get(default)), Is.EqualTo(expected));
    }

    [Test]
    [Category("A7")]
    public async Task A_token_without_a_known_end_is_only_ended_by_a_401()
    {
        using AccessTokens tokens = NewTokens(new() { AccessToken = "a1", RefreshToken = "r1" });
        BearerToken first = await tokens.Get(default);
        _time.Advance(TimeSpan.FromDays(400));

        Assert.That(await tokens.Get(default), Is.SameAs(first));
        Assert.That(_spent, Is.Empty);
        Assert.That(await TokenOf(tokens.Renew(first, default)), Is.EqualTo("a2"));
    }

    [Test]
    [Category("A8")]
    public async Task A_token_is_alive_until_a_401_even_if_the_clock_went_back_six_days()
    {
        using AccessTokens tokens = NewTokens(NewPair(1) with { ObtainedAt = _time.GetUtcNow().AddDays(6), ExpiresAt = _time.GetUtcNow().AddDays(11) });
        BearerToken first = await tokens.Get(default);

        Assert.That(await TokenOf(tokens.Renew(first, default)), Is.EqualTo("a2"));
    }

    [Test]
    [Category("A3")]
    public async Task A_background_refresh_that_failed_is_left_alone_for_half_a_minute()
    {
        TaskCompletionSource failed = new();
        _refresh = (_, _) => throw Refused();
        using AccessTokens tokens = NewTokens(NewPair(1));
        await tokens.Get(default);
        _time.Advance(s_life * 0.95);
        await tokens.Get(default);
        // Whoever joins the errand, or comes after it, sees its end.
        BearerToken current = await tokens.Get(default);
        await Assert.ThrowsAsync<TokenFailureException>(() => tokens.Renew(current, default).AsTask());
        int before = Count();

        for (int i = 0; i < 5; i++)
            Assert.That(await TokenOf(tokens.Get(default)), Is.EqualTo("a1"));
        Assert.That(Count(), Is.EqualTo(before));
        _time.Advance(TimeSpan.FromSeconds(30));
        _refresh = (_, _) => new(NewPair(2));
        Assert.That(await Eventually(tokens, "a2"), Is.True);
    }

    // One refresh for all.

    [Test]
    [Category("A6")]
    public async Task A_401_that_meets_an_owed_write_still_gets_a_new_token()
    {
        _store.Fail("write", new IOException("disk"));
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });
        BearerToken unwritten = await tokens.Get(default);
        TaskCompletionSource writing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new();
        _store.Before = async (step, _) =>
        {
            if (step is "write" && writing.TrySetResult())
                await release.Task;
        };
        await tokens.Get(default);
        await TokenServer.Soon(writing.Task);
        _time.Advance(TimeSpan.FromSeconds(30));

        Task<BearerToken> renewed = tokens.Renew(unwritten, default).AsTask();
        release.SetResult();

        Assert.That((await renewed).Pair.AccessToken, Is.Not.EqualTo(unwritten.Pair.AccessToken));
    }

    [Test]
    [Category("A2")]
    public async Task A_401_for_a_token_that_has_just_come_buys_no_other_one_but_takes_another_processs()
    {
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });
        BearerToken fresh = await tokens.Get(default);

        TokenFailureException? failure = await Assert.ThrowsAsync<TokenFailureException>(() => tokens.Renew(fresh, default).AsTask());
        await _store.Free();
        _store.Pair = NewPair(7);
        string? adopted = await TokenOf(tokens.Renew(fresh, default));

        Assert.That(failure!.Message, Does.Contain("role"));
        Assert.That(adopted, Is.EqualTo("a7"));
        Assert.That(_spent, Is.EqualTo(new[] { "r0" }));
    }

    [Test]
    [Category("A6")]
    public async Task A_401_for_the_new_token_while_it_is_still_being_written_gets_another_one()
    {
        TaskCompletionSource writing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new();
        _store.Before = async (step, _) =>
        {
            if (step is "write" && writing.TrySetResult())
                await release.Task;
        };
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });
        Task<BearerToken> first = tokens.Get(default).AsTask();
        await TokenServer.Soon(writing.Task);
        BearerToken fresh = await tokens.Get(default);
        _time.Advance(TimeSpan.FromSeconds(30));

        Task<BearerToken> renewed = tokens.Renew(fresh, default).AsTask();
        release.SetResult();

        Assert.That((await first), Is.SameAs(fresh));
        Assert.That((await renewed).Pair.AccessToken, Is.Not.EqualTo(fresh.Pair.AccessToken));
        Assert.That(_spent, Is.EqualTo(new[] { "r0", "r2" }));
    }

    [Test]
    [Category("A4")]
    public async Task Waiters_share_one_failure_and_the_next_caller_tries_again()
    {
        TaskCompletionSource<TokenPair> answer = new();
        TaskCompletionSource arrived = new();
        _refresh = (_, _) =>
        {
            arrived.TrySetResult();
            return new(answer.Task);
        };
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });
        Task<BearerToken>[] waiters = [.. Enumerable.Range(0, 100).Select(_ => tokens.Get(default).AsTask())];
        await TokenServer.Soon(arrived.Task);
        answer.SetException(Refused());

        foreach (Task<BearerToken> waiter in waiters)
            await Assert.ThrowsAsync<TokenFailureException>(() => waiter);
        await Assert.ThrowsAsync<TokenFailureException>(() => tokens.Get(default).AsTask());
        Assert.That(_spent, Is.EqualTo(new[] { "r0" }), "a refusal is remembered for a while");
        _time.Advance(TimeSpan.FromSeconds(30));
        _refresh = (_, _) => new(NewPair(2));
        Assert.That(await TokenOf(tokens.Get(default)), Is.EqualTo("a2"));
    }

    [Test]
    [Category("A9")]
    public async Task Who_gives_up_takes_nobody_with_him([Values(true, false)] bool isLeader)
    {
        TaskCompletionSource<TokenPair> answer = new();
        TaskCompletionSource arrived = new();
        CancellationToken ofRefresh = default;
        _refresh = (_, cancellationToken) =>
        {
            ofRefresh = cancellationToken;
            arrived.TrySetResult();
            return new(answer.Task);
        };
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });
        using CancellationTokenSource source = new();
        Task<BearerToken> leader = tokens.Get(isLeader ? source.Token : default).AsTask();
        Task<BearerToken> follower = tokens.Get(isLeader ? default : source.Token).AsTask();
        await TokenServer.Soon(arrived.Task);

        await source.CancelAsync();

        OperationCanceledException? canceled = await Assert.CatchAsync<OperationCanceledException>(() => isLeader ? leader : follower);
        Assert.That(canceled!.CancellationToken, Is.EqualTo(source.Token));
        Assert.That(ofRefresh.IsCancellationRequested, Is.False);
        answer.SetResult(NewPair(1));
        Assert.That((await (isLeader ? follower : leader)).Pair.AccessToken, Is.EqualTo("a1"));
    }

    [Test]
    [Category("L3")]
    [Category("A9")]
    public async Task A_failure_that_nobody_waits_for_any_more_is_not_unobserved()
    {
        List<Exception> unobserved = [];
        EventHandler<UnobservedTaskExceptionEventArgs> listen = (_, e) =>
        {
            lock (unobserved)
                unobserved.AddRange(e.Exception.InnerExceptions.OfType<TokenFailureException>());
        };
        TaskScheduler.UnobservedTaskException += listen;
        try
        {
            await AbandonAFailure();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= listen;
        }

        Assert.That(unobserved, Is.Empty);
    }

    private async Task AbandonAFailure()
    {
        TaskCompletionSource<TokenPair> answer = new();
        TaskCompletionSource released = new();
        _store.Before = (step, _) =>
        {
            if (step is "release")
                released.SetResult();
            return Task.CompletedTask;
        };
        _refresh = (_, _) => new(answer.Task);
        AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });
        using CancellationTokenSource source = new();
        Task<BearerToken> only = tokens.Get(source.Token).AsTask();
        await source.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => only);
        answer.SetException(Refused());
        await TokenServer.Soon(released.Task);
        // Asking again would only join the errand and look at its failure: let its last lines run.
        for (int i = 0; i < 10_000; i++)
            await Task.Yield();
    }

    [Test]
    [Category("L3")]
    [Category("A9")]
    public async Task Disposal_ends_the_waits_but_not_a_token_that_is_on_its_way()
    {
        TaskCompletionSource<TokenPair> answer = new();
        TaskCompletionSource arrived = new();
        TaskCompletionSource released = new();
        _store.Before = (step, cancellationToken) =>
        {
            if (step is "release")
                released.SetResult();
            return step is "write" && cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;
        };
        _refresh = (_, cancellationToken) =>
        {
            arrived.TrySetResult();
            return new(answer.Task.WaitAsync(cancellationToken));
        };
        AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });
        Task<BearerToken> waiter = tokens.Get(default).AsTask();
        await TokenServer.Soon(arrived.Task);

        tokens.Dispose();
        tokens.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiter);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await tokens.Get(default));
        answer.SetResult(NewPair(1));
        await TokenServer.Soon(released.Task);
        Assert.That(_store.Pair?.RefreshToken, Is.EqualTo("r1"), "the pair that was paid for is lost");
        Assert.That(_told, Has.Count.EqualTo(1));
    }

    [Test]
    [Category("L3")]
    [Category("A9")]
    public async Task Disposal_while_waiting_for_the_store_spends_nothing()
    {
        TaskCompletionSource arrived = new();
        _store.Before = async (step, cancellationToken) =>
        {
            if (step is "acquire")
            {
                arrived.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
            }
        };
        AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });
        Task<BearerToken> waiter = tokens.Get(default).AsTask();
        await TokenServer.Soon(arrived.Task);

        tokens.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiter);
        Assert.That(_spent, Is.Empty);
    }

    [Test]
    [Category("A9")]
    public async Task A_refresh_without_an_end_ends_after_two_minutes()
    {
        TaskCompletionSource arrived = new();
        _refresh = async (_, cancellationToken) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
            return NewPair(1);
        };
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });
        Task<BearerToken> waiter = tokens.Get(default).AsTask();
        await TokenServer.Soon(arrived.Task);

        _time.Advance(TimeSpan.FromMinutes(2));

        TokenFailureException? failure = await Assert.ThrowsAsync<TokenFailureException>(() => waiter);
        Assert.That(failure!.For(new("x", RequestOutcome.NotSent, 1)), Is.InstanceOf<VandarTransportException>().With.Property("IsTimeout").True);
    }

    [Test]
    public async Task Whatever_a_refresh_throws_is_told_as_a_failure_to_get_a_token()
    {
        _refresh = (_, _) => throw new InvalidOperationException("a handler of the user's");
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });

        TokenFailureException? failure = await Assert.ThrowsAsync<TokenFailureException>(() => tokens.Get(default).AsTask());

        Assert.That(failure!.InnerException, Is.InstanceOf<InvalidOperationException>());
    }

    [Test]
    [Category("A3")]
    public async Task A_lost_answer_is_followed_by_one_more_try()
    {
        _refresh = (_, _) => _spent.Count == 1 ? throw Lost() : new(NewPair(2));
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });

        Assert.That(await TokenOf(tokens.Get(default)), Is.EqualTo("a2"));
        Assert.That(_spent, Is.EqualTo(new[] { "r0", "r0" }));
    }

    [Test]
    [Category("A3")]
    public async Task Two_lost_answers_end_the_errand()
    {
        _refresh = (_, _) => throw Lost();
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });

        await Assert.ThrowsAsync<TokenFailureException>(() => tokens.Get(default).AsTask());
        Assert.That(_spent, Has.Count.EqualTo(2));
    }

    [Test]
    [Category("A5")]
    public async Task A_refused_refresh_takes_what_another_process_left_in_the_store_meanwhile()
    {
        _refresh = (_, _) =>
        {
            _store.Pair = NewPair(7);
            throw Refused();
        };
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });

        Assert.That(await TokenOf(tokens.Get(default)), Is.EqualTo("a7"));
        Assert.That(_spent, Is.EqualTo(new[] { "r0" }));
    }

    // The store.

    [Test]
    [Category("A6")]
    public async Task The_store_is_read_locked_read_and_prepared_before_the_token_is_spent_and_written_after()
    {
        _refresh = (_, _) =>
        {
            _store.Log.Add("spend");
            return new(NewPair(1));
        };
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });

        await tokens.Get(default);
        await _store.Free();

        Assert.That(_store.Log, Is.EqualTo(new[] { "read", "acquire", "read again", "prepare", "spend", "write", "release" }));
        Assert.That(_told, Is.EqualTo(new[] { _store.Pair }));
    }

    [TestCase("acquire", "locked")]
    [TestCase("prepare", "written")]
    [Category("A6")]
    public async Task A_store_that_cannot_take_a_pair_keeps_the_token_from_being_spent(string step, string word)
    {
        IOException disk = new("disk");
        _store.Fail(step, disk);
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });

        TokenFailureException? failure = await Assert.ThrowsAsync<TokenFailureException>(() => tokens.Get(default).AsTask());

        Assert.That(failure!.Message, Does.Contain(word).And.Contain("not spent"));
        Assert.That(_spent, Is.Empty);
        Assert.That(_storeFailures, Is.EqualTo(new[] { disk }));
    }

    private static readonly Exception[] s_oddFailures =
        [new IOException("disk"), new TaskCanceledException("the vault's own timeout"), new InvalidOperationException("odd"), new NotSupportedException(), new ArgumentException("odd")];

    [TestCaseSource(nameof(s_oddFailures))]
    [Category("A6")]
    public async Task A_pair_that_could_not_be_written_is_used_told_and_written_by_a_later_call(Exception odd)
    {
        _store.Fail("write", odd);
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });

        Assert.That(await TokenOf(tokens.Get(default)), Is.EqualTo("a2"));
        Assert.That(_storeFailures, Is.EqualTo(new[] { odd }));
        Assert.That(_told, Has.Count.EqualTo(1));
        Assert.That(_store.Pair, Is.Null);

        _store.Before = null;
        Assert.That(await Until(tokens, () => _store.Pair is not null), Is.True);
        Assert.That(_store.Pair!.RefreshToken, Is.EqualTo("r2"));
        Assert.That(_spent, Is.EqualTo(new[] { "r0" }));
    }

    [Test]
    [Category("A6")]
    public async Task A_store_that_stays_broken_is_not_tried_by_every_call()
    {
        _store.Fail("write", new IOException("disk"));
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });
        await tokens.Get(default);
        await Until(tokens, () => _storeFailures.Count >= 2);
        await _store.Free();

        for (int i = 0; i < 200; i++)
        {
            await tokens.Get(default);
            await Task.Yield();
        }
        Assert.That(_storeFailures, Has.Count.EqualTo(2));

        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.That(await Until(tokens, () => _storeFailures.Count >= 3), Is.True);
    }

    [TestCaseSource(nameof(s_oddFailures))]
    [Category("A6")]
    public async Task A_store_that_cannot_be_read_is_told_and_the_options_pair_serves(Exception odd)
    {
        _store.Fail("read", odd);
        using AccessTokens tokens = NewTokens(NewPair(1));

        Assert.That(await TokenOf(tokens.Get(default)), Is.EqualTo("a1"));
        Assert.That(_storeFailures, Is.EqualTo(new[] { odd }));
    }

    [TestCaseSource(nameof(s_oddFailures))]
    [Category("A6")]
    public async Task A_lease_that_fails_to_end_costs_nobody_his_token(Exception odd)
    {
        _store.Fail("release", odd);
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });

        Assert.That(await TokenOf(tokens.Get(default)), Is.EqualTo("a2"));
        Assert.That(_storeFailures, Is.EqualTo(new[] { odd }));
    }

    [Test]
    [Category("A6")]
    public async Task A_slow_store_makes_those_wait_who_have_no_token_and_only_them()
    {
        TaskCompletionSource slow = new();
        _store.Before = (step, _) => step is "read again" ? slow.Task : Task.CompletedTask;
        using AccessTokens tokens = NewTokens(NewPair(1));
        await tokens.Get(default);
        _time.Advance(s_life - TimeSpan.FromSeconds(90));

        Assert.That(tokens.Get(default).AsTask().IsCompletedSuccessfully, Is.True);
        // Less than the two minutes that an errand has.
        _time.Advance(TimeSpan.FromSeconds(100));
        Task<BearerToken> waiter = tokens.Get(default).AsTask();
        Assert.That(waiter.IsCompleted, Is.False);
        slow.SetResult();
        Assert.That((await waiter).Pair.AccessToken, Is.EqualTo("a2"));
        Assert.That(_spent, Is.EqualTo(new[] { "r1" }));
    }

    [Test]
    [Category("A5")]
    public async Task A_pair_of_another_process_is_taken_instead_of_spending_ours()
    {
        using AccessTokens tokens = NewTokens(NewPair(1));
        BearerToken first = await tokens.Get(default);
        _time.Advance(TimeSpan.FromMinutes(1));
        _store.Pair = NewPair(9);

        Assert.That(await TokenOf(tokens.Renew(first, default)), Is.EqualTo("a9"));
        Assert.That(_spent, Is.Empty);
    }

    [Test]
    [Category("A6")]
    public async Task A_stale_store_is_not_believed_and_its_dead_token_is_not_tried_first()
    {
        TokenPair stale = NewPair(1);
        _store.Pair = stale;
        using AccessTokens tokens = NewTokens(null);
        BearerToken first = await tokens.Get(default);
        _time.Advance(TimeSpan.FromMinutes(1));
        _refresh = (_, _) => new(NewPair(2));
        BearerToken second = await tokens.Renew(first, default);
        await _store.Free();
        _store.Pair = stale;
        _spent.Clear();
        _time.Advance(TimeSpan.FromSeconds(30));
        _refresh = (token, _) => token == "r2" ? new(NewPair(3)) : throw Refused();

        Assert.That(await TokenOf(tokens.Renew(second, default)), Is.EqualTo("a3"));
        Assert.That(_spent, Is.EqualTo(new[] { "r2" }));
    }

    [Test]
    public async Task When_the_stores_token_is_refused_the_options_pair_helps()
    {
        _store.Pair = new() { RefreshToken = "dead", ObtainedAt = _time.GetUtcNow() };
        _refresh = (token, _) => token == "dead" ? throw Refused() : new(NewPair(2));
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "from the dashboard" });

        Assert.That(await TokenOf(tokens.Get(default)), Is.EqualTo("a2"));
        Assert.That(_spent, Is.EqualTo(new[] { "dead", "from the dashboard" }));
    }

    [Test]
    public async Task When_every_refresh_token_is_refused_an_access_token_of_the_options_is_tried()
    {
        _store.Pair = new() { AccessToken = "a0", RefreshToken = "dead", ObtainedAt = _time.GetUtcNow() };
        _refresh = (_, _) => throw Refused();
        using AccessTokens tokens = NewTokens(new() { AccessToken = "from-the-dashboard" });
        BearerToken first = await tokens.Get(default);

        Assert.That(await TokenOf(tokens.Renew(first, default)), Is.EqualTo("from-the-dashboard"));
    }

    [Test]
    [Category("A7")]
    public async Task Without_any_token_the_text_sends_to_the_dashboard()
    {
        using AccessTokens tokens = NewTokens(null);

        TokenFailureException? failure = await Assert.ThrowsAsync<TokenFailureException>(() => tokens.Get(default).AsTask());

        Assert.That(failure!.Message, Does.Contain("no refresh token").And.Contain("dashboard"));
    }

    [TestCase("")]
    [TestCase("two words")]
    [TestCase("line\r\nbreak")]
    [TestCase("nul\0")]
    [TestCase("توکن")]
    public async Task A_stored_access_token_that_cannot_be_sent_is_told_and_the_refresh_token_beside_it_serves(string broken)
    {
        _store.Pair = NewPair(1) with { AccessToken = broken };
        using AccessTokens tokens = NewTokens(null);

        Assert.That(await TokenOf(tokens.Get(default)), Is.EqualTo("a2"));
        Assert.That(_spent, Is.EqualTo(new[] { "r1" }));
        Assert.That(_storeFailures, Is.Not.Empty.And.All.InstanceOf<InvalidDataException>());
        Assert.That(_storeFailures[0].Message, broken.Length is 0 ? Is.Not.Empty : Does.Not.Contain(broken));
    }

    [TestCase("two words")]
    [TestCase("line\nbreak")]
    [TestCase("توکن")]
    public async Task A_received_access_token_that_cannot_be_sent_does_not_cost_the_refresh_token_beside_it(string broken)
    {
        await TheRefreshTokenServes(broken);
    }

    [Test]
    [Category("A6")]
    public async Task Not_even_where_the_store_refuses_it_too()
    {
        _store.Fail("write", new IOException("disk"));

        await TheRefreshTokenServes("two words");

        Assert.That(_storeFailures, Is.Not.Empty);
    }

    private async Task TheRefreshTokenServes(string broken)
    {
        _refresh = (_, _) => new(NewPair(1) with { AccessToken = broken });
        using AccessTokens tokens = NewTokens(new() { RefreshToken = "r0" });

        TokenFailureException? failure = await Assert.ThrowsAsync<TokenFailureException>(() => tokens.Get(default).AsTask());
        Assert.That(failure!.ToString(), Does.Not.Contain(broken));
        _refresh = (_, _) => new(NewPair(2));

        Assert.That(await TokenOf(tokens.Get(default)), Is.EqualTo("a2"));
        Assert.That(_spent, Is.EqualTo(new[] { "r0", "r1" }));

        _refresh = (_, _) => throw Refused();
        await Assert.ThrowsAsync<TokenFailureException>(() => tokens.Refresh(default).AsTask());
        Assert.That(_spent, Is.EqualTo(new[] { "r0", "r1", "r2" }), "what is spent is not tried again");
    }

    [Test]
    public async Task A_callback_that_throws_costs_nobody_his_token()
    {
        _store.Fail("write", new IOException("disk"));
        using AccessTokens tokens = new(
            _store, new() { RefreshToken = "r0" }, (token, cancellationToken) => _refresh(token, cancellationToken), _time,
            new TokenEvents(NullLogger.Instance, _ => throw new InvalidOperationException("told"), _ => throw new InvalidOperationException("failed")));

        Assert.That(await TokenOf(tokens.Get(default)), Is.EqualTo("a1"));
    }

    // The end of a session.

    [Test]
    public async Task What_was_never_in_the_store_was_not_logged_out_with_it()
    {
        _store.Pair = NewPair(1);
        using AccessTokens tokens = NewTokens(null);
        await tokens.Get(default);
        _store.Fail("write", new IOException("disk"));
        await tokens.Refresh(default);
        _store.Before = null;
        _time.Advance(TimeSpan.FromMinutes(1));
        // Another process logged out the pair that both had.
        _store.Pair = new() { ObtainedAt = _time.GetUtcNow() };

        BearerToken bought = await tokens.Get(default);
        Assert.That(await TokenOf(tokens.Renew(bought, default)), Is.EqualTo("a3"));
        Assert.That(_spent, Is.EqualTo(new[] { "r1", "r2" }));
    }

    [Test]
    public async Task A_logout_that_is_given_up_while_a_refresh_is_under_way_does_not_say_that_the_pair_is_gone()
    {
        _store.Pair = NewPair(1);
        using AccessTokens tokens = NewTokens(null);
        await tokens.Get(default);
        TaskCompletionSource<TokenPair> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _refresh = (_, _) => new(answer.Task);
        Task<BearerToken> refresh = tokens.Refresh(default).AsTask();

        await Assert.ThatAsync(() => tokens.Forget(new CancellationToken(true)).AsTask(), Throws.InstanceOf<OperationCanceledException>());
        answer.SetResult(NewPair(2));

        Assert.That((await refresh).Pair.AccessToken, Is.EqualTo("a2"));
        Assert.That((await TokenOf(tokens.Get(default)), _store.Pair?.AccessToken), Is.EqualTo(("a2", "a2")));
    }

    [Test]
    public async Task A_refresh_under_way_is_forgotten_with_what_it_brings()
    {
        _store.Pair = NewPair(1);
        using AccessTokens tokens = NewTokens(null);
        await tokens.Get(default);
        TaskCompletionSource<TokenPair> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _refresh = (_, _) => new(answer.Task);
        Task<BearerToken> refresh = tokens.Refresh(default).AsTask();

        Task forgotten = tokens.Forget(default).AsTask();
        answer.SetResult(NewPair(2));
        await forgotten;

        Assert.That((await refresh).Pair.AccessToken, Is.EqualTo("a2"));
        Assert.That(_store.Pair?.AccessToken, Is.Null);
        await Assert.ThatAsync(() => tokens.Get(default).AsTask(), Throws.InstanceOf<TokenFailureException>());
    }

    private int Count()
    {
        lock (_spent)
            return _spent.Count;
    }

    private static Task<bool> Eventually(AccessTokens tokens, string expected) =>
        Until(tokens, async () => (await tokens.Get(default)).Pair.AccessToken == expected);

    private static Task<bool> Until(AccessTokens tokens, Func<bool> condition) => Until(tokens, () => Task.FromResult(condition()));

    /// <summary>Calls like a busy program until the background is done; false if that does not happen within a great many calls.</summary>
    private static async Task<bool> Until(AccessTokens tokens, Func<Task<bool>> condition)
    {
        for (int i = 0; i < 1_000_000; i++)
        {
            if (await condition())
                return true;
            await tokens.Get(default);
            await Task.Yield();
        }
        return false;
    }
}
