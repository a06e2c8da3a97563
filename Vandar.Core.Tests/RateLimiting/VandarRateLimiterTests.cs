using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using Vandar.Core.RateLimiting;
using Vandar.Core.Tests.Values;

namespace Vandar.Core.Tests.RateLimiting;

/// <summary>The exact limiter, on a clock that moves by the millisecond, so that each grant's time is known exactly.</summary>
[Category("L6")]
internal sealed class VandarRateLimiterTests
{
    private const int Permits = 30;

    /// <summary>The window of 3 seconds and its margin, in milliseconds.</summary>
    private const int Window = 3_050;

    private FakeTimeProvider _time;
    private VandarRateLimiter _limiter;

    [SetUp]
    public void NewLimiter()
    {
        _time = new FakeTimeProvider();
        _limiter = NewLimiter(Permits);
    }

    [TearDown]
    public void DisposeLimiter() => _limiter.Dispose();

    private VandarRateLimiter NewLimiter(int permits, int queueLimit = 10_000) => new(permits, TimeSpan.FromSeconds(3), queueLimit, _time);

    private static int[] Arrivals(string pattern) => pattern switch
    {
        "greedy" => new int[200],
        "drip" => [.. Enumerable.Range(0, 200).Select(i => i * 97)],
        "a little faster than allowed" => [.. Enumerable.Range(0, 200).Select(i => i * 101)],
        "burst after idle" => [.. Enumerable.Repeat(0, 1), .. Enumerable.Repeat(2_900, 29), .. Enumerable.Repeat(3_100, 90)],
        "bursts on the window's edges" => [.. Enumerable.Range(0, 6).SelectMany(i => Enumerable.Repeat(i * 3_000, 45))],
        "mixed" => [.. Enumerable.Repeat(0, 10), .. Enumerable.Range(0, 50).Select(i => 40 * i), .. Enumerable.Repeat(2_000, 60), .. Enumerable.Repeat(15_000, 31)],
        _ => throw new ArgumentException("No such pattern.", nameof(pattern)),
    };

    [Test]
    public void No_window_ever_holds_more_than_the_limit_and_nobody_waits_longer_than_that_takes(
        [Values("greedy", "drip", "a little faster than allowed", "burst after idle", "bursts on the window's edges", "mixed")] string pattern)
    {
        int[] arrivals = Arrivals(pattern);

        int[] sends = Play(arrivals);

        Assert.That(MostInAnyWindow(sends), Is.LessThanOrEqualTo(Permits));
        Assert.That(sends, Is.EqualTo(Oracle(arrivals)));
    }

    [Test]
    public void No_window_ever_holds_more_than_the_limit_whatever_the_schedule([Range(1, 12)] int seed)
    {
        Random random = new(seed);
        List<int> arrivals = [];
        for (int at = 0; arrivals.Count < 250; at += random.Next(0, 4) is 0 ? random.Next(0, 5_000) : random.Next(0, 40))
            arrivals.AddRange(Enumerable.Repeat(at, random.Next(1, 12)));

        int[] sends = Play([.. arrivals]);

        Assert.That(MostInAnyWindow(sends), Is.LessThanOrEqualTo(Permits));
        Assert.That(sends, Is.EqualTo(Oracle([.. arrivals])));
    }

    [Test]
    public void Cancellations_and_pauses_in_any_order_neither_break_the_limit_nor_lose_a_permit([Range(1, 5)] int seed)
    {
        Random random = new(seed);
        List<(Task<RateLimitLease> Task, CancellationTokenSource Source)> all = [];
        List<int> sends = [];
        HashSet<Task> counted = [];
        for (int now = 0; now < 20_000; now++)
        {
            if (random.Next(0, 1_000) < 5)
            {
                for (int i = random.Next(1, 6); i > 0; i--)
                {
                    CancellationTokenSource source = new();
                    all.Add((_limiter.AcquireAsync(1, source.Token).AsTask(), source));
                }
            }
            if (random.Next(0, 1_000) < 3 && all.Count > 0)
                all[random.Next(0, all.Count)].Source.Cancel();
            if (random.Next(0, 4_000) is 0)
                _limiter.Pause(TimeSpan.FromMilliseconds(random.Next(0, 2_000)));
            foreach ((Task<RateLimitLease> task, _) in all)
            {
                if (!task.IsCompletedSuccessfully || !counted.Add(task))
                    continue;
                sends.Add(now);
                task.Result.Dispose();
            }
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
        for (int i = 0; i < 40; i++)
            _time.Advance(TimeSpan.FromMilliseconds(Window));

        Assert.That(MostInAnyWindow([.. sends]), Is.LessThanOrEqualTo(Permits));
        Assert.That(all.Select(waiter => waiter.Task.IsCompleted), Has.All.True, "somebody waits for ever");
        Assert.That(sends, Has.Count.GreaterThan(100));
        RateLimiterStatistics statistics = _limiter.GetStatistics()!;
        Assert.That(statistics.CurrentAvailablePermits, Is.EqualTo(Permits));
        Assert.That(statistics.TotalSuccessfulLeases, Is.EqualTo(all.Count(waiter => waiter.Task.IsCompletedSuccessfully)));
    }

    [TestCase(0, 0)]
    [TestCase(400, 400)]
    [TestCase(1_000, 1_000)]
    [TestCase(2_500, 1_000)]
    public void A_request_counts_from_its_answer_but_from_one_second_after_its_grant_at_the_latest(int answered, int counted)
    {
        using VandarRateLimiter limiter = NewLimiter(1);
        RateLimitLease slow = limiter.AttemptAcquire();
        _time.Advance(TimeSpan.FromMilliseconds(answered));
        slow.Dispose();
        slow.Dispose();

        _time.Advance(TimeSpan.FromMilliseconds(Window + counted - answered - 1));
        Assert.That(limiter.AttemptAcquire().IsAcquired, Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(limiter.AttemptAcquire().IsAcquired, Is.True);
    }

    [Test]
    public void An_answer_that_comes_after_its_place_was_given_away_takes_nobody_elses()
    {
        using VandarRateLimiter limiter = NewLimiter(1);
        RateLimitLease slow = limiter.AttemptAcquire();
        _time.Advance(TimeSpan.FromMilliseconds(Window + 1_000));
        RateLimitLease next = limiter.AttemptAcquire();
        _time.Advance(TimeSpan.FromMilliseconds(500));

        slow.Dispose();

        _time.Advance(TimeSpan.FromMilliseconds(Window + 499));
        Assert.That(next.IsAcquired, Is.True);
        Assert.That(limiter.AttemptAcquire().IsAcquired, Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(limiter.AttemptAcquire().IsAcquired, Is.True);
    }

    [Test]
    public void Waiters_are_served_in_the_order_they_came()
    {
        Take(Permits);
        Task<RateLimitLease>[] waiters = Queue(40);

        _time.Advance(TimeSpan.FromMilliseconds(Window));

        Assert.That(waiters.Take(30).Select(waiter => waiter.IsCompleted), Has.All.True);
        Assert.That(waiters.Skip(30).Select(waiter => waiter.IsCompleted), Has.All.False);
    }

    [Test]
    public void Nobody_overtakes_the_queue()
    {
        Take(Permits);
        Task<RateLimitLease> large = _limiter.AcquireAsync(Permits).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(Window - 1));

        Assert.That(_limiter.AttemptAcquire().IsAcquired, Is.False);
        Task<RateLimitLease> late = _limiter.AcquireAsync().AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(large.IsCompletedSuccessfully, Is.True);
        Assert.That(late.IsCompleted, Is.False);
    }

    [Test]
    public void A_waiter_who_gives_up_leaves_his_permit_to_the_next_one([Values(0, 2, 4)] int place)
    {
        Take(Permits);
        using CancellationTokenSource source = new();
        Task<RateLimitLease>[] waiters =
            [.. Enumerable.Range(0, 5).Select(i => _limiter.AcquireAsync(1, i == place ? source.Token : CancellationToken.None).AsTask())];

        source.Cancel();

        Assert.That(waiters[place].IsCanceled, Is.True);
        Assert.That(_limiter.GetStatistics()!.CurrentQueuedCount, Is.EqualTo(4));
        _time.Advance(TimeSpan.FromMilliseconds(Window));
        Assert.That(waiters.Count(waiter => waiter.IsCompletedSuccessfully), Is.EqualTo(4));
        Assert.That(_limiter.GetStatistics()!.CurrentAvailablePermits, Is.EqualTo(Permits - 4));
    }

    [Test]
    public async Task A_waiter_who_gives_up_is_told_with_his_own_token()
    {
        Take(Permits);
        using CancellationTokenSource source = new();
        Task<RateLimitLease> waiter = _limiter.AcquireAsync(1, source.Token).AsTask();

        await source.CancelAsync();

        TaskCanceledException? canceled = await Assert.ThrowsAsync<TaskCanceledException>(() => waiter);
        Assert.That(canceled!.CancellationToken, Is.EqualTo(source.Token));
    }

    [Test]
    public void A_token_that_was_cancelled_before_takes_no_permit()
    {
        Task<RateLimitLease> late = _limiter.AcquireAsync(1, new CancellationToken(true)).AsTask();

        Assert.That(late.IsCanceled, Is.True);
        Assert.That(_limiter.GetStatistics()!.CurrentAvailablePermits, Is.EqualTo(Permits));
    }

    [Test]
    public void When_a_large_request_at_the_head_gives_up_the_small_one_behind_it_is_served_at_once()
    {
        Take(Permits - 1);
        using CancellationTokenSource source = new();
        _ = _limiter.AcquireAsync(Permits, source.Token).AsTask();
        Task<RateLimitLease> small = _limiter.AcquireAsync().AsTask();
        Assert.That(small.IsCompleted, Is.False);

        source.Cancel();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(small.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public void A_full_queue_refuses_at_once_and_says_for_how_long()
    {
        using VandarRateLimiter limiter = NewLimiter(1, queueLimit: 1);
        limiter.AttemptAcquire().Dispose();
        Task<RateLimitLease> waiting = limiter.AcquireAsync().AsTask();

        RateLimitLease refused = limiter.AcquireAsync().AsTask().Result;

        Assert.That(refused.IsAcquired, Is.False);
        Assert.That(refused.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait), Is.True);
        Assert.That(wait, Is.EqualTo(TimeSpan.FromMilliseconds(Window)));
        Assert.That(waiting.IsCompleted, Is.False);
        Assert.That(refused.MetadataNames, Is.EqualTo(new[] { MetadataName.RetryAfter.Name }));
        Assert.That((refused.TryGetMetadata(MetadataName.ReasonPhrase.Name, out object? reason), reason), Is.EqualTo((false, (object?)null)));
    }

    [Test]
    public void A_permit_and_a_refusal_for_ever_have_nothing_more_to_say()
    {
        RateLimitLease permit = _limiter.AttemptAcquire();
        Take(Permits - 1);
        Task<RateLimitLease> waiter = Queue(1)[0];
        _limiter.Dispose();

        foreach (RateLimitLease lease in new[] { permit, waiter.Result })
        {
            Assert.That(lease.MetadataNames, Is.Empty);
            Assert.That((lease.TryGetMetadata(MetadataName.RetryAfter.Name, out object? wait), wait), Is.EqualTo((false, (object?)null)));
        }
    }

    [Test]
    public void A_pause_holds_everybody_back_and_wakes_them_when_it_is_over()
    {
        _limiter.Pause(TimeSpan.FromSeconds(10));
        Task<RateLimitLease>[] waiters = Queue(3);
        Assert.That(_limiter.AttemptAcquire().IsAcquired, Is.False);

        _time.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.That(waiters.Select(waiter => waiter.IsCompleted), Has.All.False);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(waiters.Select(waiter => waiter.IsCompletedSuccessfully), Has.All.True);
    }

    [Test]
    public void A_pause_reaches_those_who_wait_already_and_a_shorter_one_does_not_shorten_it()
    {
        Take(Permits);
        Task<RateLimitLease> waiter = Queue(1)[0];
        _limiter.Pause(TimeSpan.FromSeconds(20));
        _limiter.Pause(TimeSpan.FromSeconds(5));

        _time.Advance(TimeSpan.FromMilliseconds(19_999));
        Assert.That(waiter.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(waiter.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public void A_longer_pause_extends_a_running_one()
    {
        _limiter.Pause(TimeSpan.FromSeconds(5));
        Task<RateLimitLease> waiter = Queue(1)[0];
        _limiter.Pause(TimeSpan.FromSeconds(8));

        _time.Advance(TimeSpan.FromMilliseconds(7_999));
        Assert.That(waiter.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(waiter.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public void A_pause_of_any_length_is_taken([Values(-1L, 0L, 100 * TimeSpan.TicksPerDay, long.MaxValue)] long ticks)
    {
        Take(Permits);
        Task<RateLimitLease> waiter = Queue(1)[0];

        _limiter.Pause(TimeSpan.FromTicks(ticks));

        _time.Advance(TimeSpan.FromMilliseconds(Window));
        Assert.That(waiter.IsCompleted, Is.EqualTo(ticks <= 0));
        _time.Advance(TimeSpan.FromDays(101));
        Assert.That(waiter.IsCompleted, Is.EqualTo(ticks < long.MaxValue));
    }

    [Test]
    public void Disposal_refuses_those_who_wait_and_those_who_come()
    {
        Take(Permits);
        Task<RateLimitLease>[] waiters = Queue(3);

        _limiter.Dispose();
        _limiter.Dispose();

        Assert.That(waiters.Select(waiter => waiter.Result.IsAcquired), Has.All.False);
        Assert.Throws<ObjectDisposedException>(() => _limiter.AttemptAcquire());
        Assert.Throws<ObjectDisposedException>(() => _limiter.AcquireAsync().AsTask().GetAwaiter().GetResult());
        Assert.That(() => _time.Advance(TimeSpan.FromMinutes(1)), Throws.Nothing);
    }

    [Test]
    public void Statistics_count_what_was_granted_refused_and_waits()
    {
        Take(Permits);
        _ = _limiter.AttemptAcquire();
        _ = Queue(2);

        RateLimiterStatistics statistics = _limiter.GetStatistics()!;

        Assert.That(statistics.TotalSuccessfulLeases, Is.EqualTo(Permits));
        Assert.That(statistics.TotalFailedLeases, Is.EqualTo(1));
        Assert.That(statistics.CurrentQueuedCount, Is.EqualTo(2));
        Assert.That(statistics.CurrentAvailablePermits, Is.Zero);
    }

    [Test]
    public void Zero_permits_ask_whether_there_is_one_and_take_none()
    {
        Assert.That(_limiter.AttemptAcquire(0).IsAcquired, Is.True);
        Assert.That(_limiter.GetStatistics()!.CurrentAvailablePermits, Is.EqualTo(Permits));

        Take(Permits);
        Assert.That(_limiter.AttemptAcquire(0).IsAcquired, Is.False);
        Task<RateLimitLease> waiter = _limiter.AcquireAsync(0).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(Window - 1));
        Assert.That(waiter.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(waiter.Result.IsAcquired, Is.True);
        Assert.That(_limiter.GetStatistics()!.CurrentAvailablePermits, Is.EqualTo(Permits));
    }

    [Test]
    public void More_permits_than_the_limit_can_never_be_had()
    {
        Assert.That(() => _limiter.AttemptAcquire(Permits + 1), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("permitCount"));
        Assert.That(() => _limiter.AcquireAsync(Permits + 1).AsTask(), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("permitCount"));
    }

    [Test]
    public void Two_clients_that_share_a_limiter_share_the_limit()
    {
        VandarRateLimits shared = new(_time);
        int granted = 0;
        foreach (VandarRateLimits client in new[] { shared, shared })
        {
            for (int i = 0; i < Permits; i++)
                granted += client.For(HttpMethod.Post)!.AttemptAcquire().IsAcquired ? 1 : 0;
        }

        Assert.That(granted, Is.EqualTo(Permits));
        Assert.That(Enumerable.Range(0, 101).Count(_ => shared.For(HttpMethod.Delete)!.AttemptAcquire().IsAcquired), Is.EqualTo(100));
        Assert.That(shared.For(HttpMethod.Get), Is.SameAs(shared.For(HttpMethod.Put)));
        Assert.That(VandarRateLimits.Off.For(HttpMethod.Post), Is.Null);
    }

    [Test]
    public void A_jump_of_the_wall_clock_opens_nothing([Values(1, 144)] int hours)
    {
        JumpingClock clock = new();
        using VandarRateLimiter limiter = new(Permits, TimeSpan.FromSeconds(3), timeProvider: clock);
        for (int i = 0; i < Permits; i++)
            limiter.AttemptAcquire().Dispose();

        clock.Jump = TimeSpan.FromHours(hours);
        Assert.That(limiter.AttemptAcquire().IsAcquired, Is.False);
        clock.Jump = TimeSpan.FromHours(-hours);
        clock.Passed = TimeSpan.FromMilliseconds(Window);
        Assert.That(limiter.AttemptAcquire().IsAcquired, Is.True);
    }

    [Test]
    public void While_there_is_room_a_permit_allocates_nothing()
    {
        using VandarRateLimiter limiter = NewLimiter(5_000);
        using CancellationTokenSource source = new();

        Assert.That(Allocation.Of(() => limiter.AttemptAcquire().IsAcquired), Is.Zero);
        Assert.That(Allocation.Of(() => IsGranted(limiter.AcquireAsync(1, source.Token))), Is.Zero);
    }

    [Test]
    public void Many_threads_on_the_real_clock_stay_within_the_limit()
    {
        StampingClock clock = new();
        using VandarRateLimiter limiter = new(40, TimeSpan.FromMilliseconds(10), timeProvider: clock);
        List<long> sends = [];
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (int granted = 0; granted < 50;)
            {
                using RateLimitLease lease = limiter.AttemptAcquire();
                if (!lease.IsAcquired)
                {
                    Thread.Yield();
                    continue;
                }
                granted++;
                lock (sends)
                    sends.Add(clock.LastOfThisThread);
            }
        });

        sends.Sort();
        long window = (long)(0.060 * clock.TimestampFrequency);
        Assert.That(sends, Has.Count.EqualTo(400));
        Assert.That(Enumerable.Range(0, sends.Count - 40).Select(i => sends[i + 40] - sends[i]), Has.All.GreaterThanOrEqualTo(window));
    }

    [Test]
    public async Task Many_threads_that_queue_and_give_up_lose_no_permit()
    {
        Task<int>[] threads = [.. Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            Random random = new(seed);
            int granted = 0;
            for (int i = 0; i < 300; i++)
            {
                using CancellationTokenSource source = new();
                Task<RateLimitLease> lease = _limiter.AcquireAsync(1, source.Token).AsTask();
                if (random.Next(0, 2) is 0)
                    await source.CancelAsync();
                else
                    _time.Advance(TimeSpan.FromMilliseconds(Window));
                try
                {
                    using RateLimitLease got = await lease;
                    granted += got.IsAcquired ? 1 : 0;
                }
                catch (OperationCanceledException)
                {
                    // Given up, and nothing taken.
                }
            }
            return granted;
        }))];

        int sum = (await Task.WhenAll(threads)).Sum();

        _time.Advance(TimeSpan.FromMilliseconds(Window));
        RateLimiterStatistics statistics = _limiter.GetStatistics()!;
        Assert.That(statistics.TotalSuccessfulLeases, Is.EqualTo(sum));
        Assert.That(statistics.CurrentQueuedCount, Is.Zero);
        Assert.That(statistics.CurrentAvailablePermits, Is.EqualTo(Permits));
    }

    [TestCase(0, 3, 0, "permits")]
    [TestCase(1, 0, 0, "window")]
    [TestCase(1, -1, 0, "window")]
    [TestCase(1, 100_000, 0, "window")]
    [TestCase(1, 3, -1, "queueLimit")]
    public void A_limit_that_makes_no_sense_is_refused(int permits, int seconds, int queueLimit, string parameter) =>
        Assert.That(
            () => new VandarRateLimiter(permits, TimeSpan.FromSeconds(seconds), queueLimit),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(parameter));

    private static bool IsGranted(ValueTask<RateLimitLease> lease) => lease is { IsCompletedSuccessfully: true, Result.IsAcquired: true };

    private void Take(int count)
    {
        for (int i = 0; i < count; i++)
        {
            using RateLimitLease lease = _limiter.AttemptAcquire();
            Assert.That(lease.IsAcquired, Is.True);
        }
    }

    private Task<RateLimitLease>[] Queue(int count) => [.. Enumerable.Range(0, count).Select(_ => _limiter.AcquireAsync().AsTask())];

    /// <summary>The millisecond of each grant, in the order of arrival.</summary>
    private int[] Play(int[] arrivals)
    {
        Array.Sort(arrivals);
        List<Task<RateLimitLease>> waiters = [];
        List<int> sends = [];
        for (int now = 0; sends.Count < arrivals.Length && now < 120_000; now++)
        {
            while (waiters.Count < arrivals.Length && arrivals[waiters.Count] == now)
                waiters.Add(_limiter.AcquireAsync().AsTask());
            while (sends.Count < waiters.Count && waiters[sends.Count].IsCompletedSuccessfully)
            {
                waiters[sends.Count].Result.Dispose();
                sends.Add(now);
            }
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
        return [.. sends];
    }

    /// <summary>What the limit means, without a ring, a queue or a timer: as early as the arrival, the order and the window allow.</summary>
    private static int[] Oracle(int[] arrivals)
    {
        int[] sends = new int[arrivals.Length];
        for (int i = 0; i < sends.Length; i++)
        {
            int afterWindow = i < Permits ? 0 : sends[i - Permits] + Window;
            sends[i] = Math.Max(arrivals[i], Math.Max(afterWindow, i == 0 ? 0 : sends[i - 1]));
        }
        return sends;
    }

    /// <summary>Lays a window of 3 seconds at every send and counts.</summary>
    private static int MostInAnyWindow(int[] sends) => sends.Max(start => sends.Count(send => send >= start && send <= start + 3_000));

    private sealed class JumpingClock : TimeProvider
    {
        internal TimeSpan Jump { get; set; }
        internal TimeSpan Passed { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(50) + Jump + Passed;
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override long GetTimestamp() => 1_000_000 + Passed.Ticks;
    }

    /// <summary>The real clock, which remembers what it told whom: a thread that was granted a permit reads its exact time here.</summary>
    private sealed class StampingClock : TimeProvider
    {
        [ThreadStatic]
        private static long s_last;

        internal long LastOfThisThread => s_last;

        public override long GetTimestamp() => s_last = base.GetTimestamp();
    }
}
