using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using Vandar.Core.RateLimiting;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.EndToEnd;

namespace Vandar.Core.Tests.Faults;

/// <summary>
/// Two clients that share the limits, with 64 callers at full speed, before a sandbox that keeps Vandar's limit: for a minute no call meets a 429,
/// and next to nothing of what the server would allow is left unused. On one clock that moves when everybody waits.
/// </summary>
[Category("L6")]
internal sealed class RateLimitProofTests
{
    private const int Callers = 64;
    private const int Clients = 2;
    private const double LeastUse = 0.95;

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_run = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(10);

    [Test, CancelAfter(120_000)]
    public async Task L6_At_full_speed_no_call_meets_a_429_and_what_is_allowed_is_used(
        [Values] SandboxRateWindow window, [Values("POST", "GET")] string method, [Values(0, 80)] int longestRoundTrip,
        CancellationToken cancellationToken)
    {
        FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 21, 8, 30, 0, TimeSpan.Zero));
        int permits = method is "POST" ? 30 : 100;
        await using VandarSandbox sandbox = await VandarSandbox.Start(
            new() { TimeProvider = time, Limits = true, OpeningBalance = Rial.Of(100_000_000_000), Switches = new() { RateWindow = window } },
            cancellationToken);
        using Queue limiter = new(new VandarRateLimiter(permits, s_window, timeProvider: time));
        using Way way = new(time, longestRoundTrip);
        using HttpClient http = new(way) { Timeout = Timeout.InfiniteTimeSpan };
        VandarClientOptions options = ClientAndSandbox.OptionsFor(sandbox, time) with { RateLimits = new(limiter, limiter), MaxRetries = 0 };
        VandarClient[] clients = [.. Enumerable.Range(0, Clients).Select(_ => new VandarClient(options, http))];
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int answered = 0;
        Task[] callers = [.. Enumerable.Range(0, Callers).Select(Call)];

        int steps = (int)(s_run / s_step);
        int outOfTurn = 0;
        long grantedBefore = 0;
        TimeSpan lastGrant = default;
        for (int step = 0; step < steps; step++)
        {
            if (step > 0)
                time.Advance(s_step);
            while (limiter.Waiting + way.Travelling < Callers)
            {
                Assert.That(callers.FirstOrDefault(caller => caller.IsFaulted)?.Exception, Is.Null);
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
            }
            outOfTurn += limiter.IsInTurn() ? 0 : 1;
            long grantedNow = limiter.GetStatistics()!.TotalSuccessfulLeases;
            if (grantedNow > grantedBefore)
                (grantedBefore, lastGrant) = (grantedNow, step * s_step);
        }
        int used = Volatile.Read(ref answered);
        int sent = sandbox.Requests;
        long granted = limiter.GetStatistics()!.TotalSuccessfulLeases;
        await over.CancelAsync();
        await Task.WhenAll(callers);
        foreach (VandarClient client in clients)
            await client.DisposeAsync();

        int allowed = permits * WindowsOf(window);
        // In the long run, where the burst at the beginning does not count.
        double steady = (granted - permits) / lastGrant.TotalSeconds / (permits / s_window.TotalSeconds);
        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{method}, {window}, round trip to {longestRoundTrip} ms: {used} of {allowed} allowed in {s_run.TotalSeconds} s = "
            + $"{(double)used / allowed:P2}; {steady:P2} of the rate in the long run; {sandbox.AnswersByStatus.GetValueOrDefault(429)} answers of 429; "
            + $"{granted} permits for {sent} requests; {outOfTurn} times out of turn"));
        Assert.That(sandbox.AnswersByStatus.Keys, Is.EqualTo(new[] { 200 }));
        Assert.That((double)used / allowed, Is.GreaterThanOrEqualTo(LeastUse));
        Assert.That(steady, Is.GreaterThanOrEqualTo(LeastUse));
        Assert.That(outOfTurn, Is.Zero);
        Assert.That(granted - sent, longestRoundTrip == 0 ? Is.Zero : Is.InRange(0, Callers));

        async Task Call(int caller)
        {
            VandarClient client = clients[caller % Clients];
            try
            {
                for (int i = 0; ; i++)
                {
                    if (method is "GET")
                        await client.Wallet.Balance(null, over.Token);
                    else
                        await client.Settlements.Create(new()
                        {
                            Amount = Toman.Of(50_000),
                            Iban = Iban.Parse(Witness.Iban),
                            TrackId = string.Create(CultureInfo.InvariantCulture, $"order-{caller}-{i}"),
                        }, null, over.Token);
                    Interlocked.Increment(ref answered);
                }
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                // The minute is over.
            }
        }
    }

    /// <summary>How many full limits the server would let through in the run: the run begins with a window of the fixed kind.</summary>
    private static int WindowsOf(SandboxRateWindow window)
    {
        int whole = (int)(s_run / s_window);
        // Shifted windows stand over both ends of the run.
        return window is SandboxRateWindow.FixedOffset ? whole + 1 : whole;
    }

    /// <summary>The client's limiter, and who waits for it in which order.</summary>
    private sealed class Queue(VandarRateLimiter inner) : RateLimiter
    {
        private readonly Lock _lock = new();
        private readonly LinkedList<Task<RateLimitLease>> _asked = new();

        internal int Waiting => (int)inner.GetStatistics()!.CurrentQueuedCount;

        public override TimeSpan? IdleDuration => inner.IdleDuration;

        /// <summary>Whether nobody who came later was served while somebody who came before still waits.</summary>
        internal bool IsInTurn()
        {
            lock (_lock)
            {
                while (_asked.First is { Value.IsCompleted: true })
                    _asked.RemoveFirst();
                return !_asked.Any(asked => asked.IsCompleted);
            }
        }

        public override RateLimiterStatistics? GetStatistics() => inner.GetStatistics();

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => inner.AttemptAcquire(permitCount);

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                Task<RateLimitLease> asked = inner.AcquireAsync(permitCount, cancellationToken).AsTask();
                _asked.AddLast(asked);
                return new(asked);
            }
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>A network on the fake clock: each request and each answer takes its own time, so that neither arrive as they left.</summary>
    private sealed class Way(FakeTimeProvider time, int longestRoundTrip) : DelegatingHandler(new SocketsHttpHandler { UseCookies = false })
    {
        private readonly Lock _lock = new();
        private readonly Random _random = new(7);
        private int _travelling;

        internal int Travelling => Volatile.Read(ref _travelling);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Travel(cancellationToken);
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            await Travel(cancellationToken);
            return response;
        }

        private async Task Travel(CancellationToken cancellationToken)
        {
            if (longestRoundTrip == 0)
                return;
            TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
            int milliseconds;
            lock (_lock)
                milliseconds = _random.Next(longestRoundTrip / 8, longestRoundTrip / 2 + 1);
            // It travels no more from the moment the clock says so, and not from when somebody notices.
            using ITimer timer = time.CreateTimer(_ =>
            {
                Interlocked.Decrement(ref _travelling);
                arrived.TrySetResult();
            }, null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
            Interlocked.Increment(ref _travelling);
            await arrived.Task.WaitAsync(cancellationToken);
        }
    }
}
