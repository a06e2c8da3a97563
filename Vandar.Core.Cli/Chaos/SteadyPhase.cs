using Vandar.Core.RateLimiting;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Cli.Chaos;

/// <summary>A phase of its own with rate limits on both sides and no faults, on one clock that stands still while a request is under way: the
/// client's permits and the server's window are compared to the tick, and an hour of waiting takes a moment.</summary>
internal static class SteadyPhase
{
    private const int Clients = 2;
    private const int Callers = 8;
    private const int Reads = 700;
    private const int Payouts = 220;

    public static async Task Run(ChaosSettings settings, Findings findings, CancellationToken stop)
    {
        SteppedTime time = new();
        SandboxRateWindow window = settings.Seed % 2 == 0 ? SandboxRateWindow.Fixed : SandboxRateWindow.Sliding;
        await using VandarSandbox sandbox = await VandarSandbox.Start(
            new() { Seed = settings.Seed, TimeProvider = time, Switches = new() { RateWindow = window } }, stop);
        sandbox.Business.FillWallet(Rial.Of(1_000_000_000));
        using VandarRateLimiter posts = new(30, TimeSpan.FromSeconds(3), timeProvider: time), others = new(100, TimeSpan.FromSeconds(3), timeProvider: time);
        VandarRateLimits limits = new(posts, others);
        using HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
        VandarClient[] clients = new VandarClient[Clients];
        for (int i = 0; i < Clients; i++)
        {
            clients[i] = new(new()
            {
                Business = sandbox.Credentials.Business,
                AccessToken = sandbox.Credentials.AccessToken,
                Hosts = VandarHosts.At(sandbox.BaseAddress),
                RateLimits = limits,
                TimeProvider = time,
                Timeout = Timeout.InfiniteTimeSpan,
            }, http);
        }

        int next = 0, living = Clients * Callers;
        Task all = Task.WhenAll(Enumerable.Range(0, living).Select(caller => Task.Run(() => Call(clients[caller % Clients]), CancellationToken.None)));
        while (!all.IsCompleted && !stop.IsCancellationRequested)
        {
            // Time goes on when every caller waits for a permit, and to the moment at which the first one is due.
            if (posts.GetStatistics()!.CurrentQueuedCount + others.GetStatistics()!.CurrentQueuedCount == Volatile.Read(ref living))
                time.AdvanceToNext();
            await Task.Yield();
        }
        stop.ThrowIfCancellationRequested();
        await all;

        long permits = (posts.GetStatistics()?.TotalSuccessfulLeases ?? 0) + (others.GetStatistics()?.TotalSuccessfulLeases ?? 0);
        findings.LimitedRequests = sandbox.Requests;
        int refused = sandbox.AnswersByStatus.GetValueOrDefault(429);
        if (refused > 0)
            findings.Break(Check.Limits, FormattableString.Invariant($"the server refused {refused} requests with 429"));
        if (permits != sandbox.Requests)
            findings.Break(Check.Limits, FormattableString.Invariant($"{permits} permits were taken for {sandbox.Requests} requests"));
        foreach (VandarClient client in clients)
            await client.DisposeAsync();

        async Task Call(VandarClient client)
        {
            for (int number; (number = Interlocked.Increment(ref next)) <= Reads + Payouts && !stop.IsCancellationRequested;)
            {
                try
                {
                    if (number % ((Reads + Payouts) / Payouts) == 0)
                        await client.Settlements.Create(new()
                        {
                            Amount = Toman.Of(5_000), Iban = Iban.Parse(Secrets.Iban), TrackId = FormattableString.Invariant($"steady-{number}"),
                        }, cancellationToken: stop);
                    else
                        await client.Wallet.Balance(cancellationToken: stop);
                }
                catch (VandarException e)
                {
                    findings.Break(Check.Limits, $"a call of the phase without faults failed: {e.Operation}, {e.Outcome}");
                    break;
                }
            }
            Interlocked.Decrement(ref living);
        }
    }
}

/// <summary>A clock that goes on when it is told, and fires what has fallen due.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 21, 8, 30, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly HashSet<Alarm> _alarms = [];
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => s_start.AddTicks(GetTimestamp());

    /// <summary>Goes on to the next alarm, if one is set, and rings it.</summary>
    public void AdvanceToNext()
    {
        Alarm[] due;
        lock (_gate)
        {
            if (_alarms.Count == 0)
                return;
            _now = Math.Max(_now, _alarms.Min(alarm => alarm.Due));
            due = [.. _alarms.Where(alarm => alarm.Due <= _now)];
            foreach (Alarm alarm in due)
                _alarms.Remove(alarm);
        }
        foreach (Alarm alarm in due)
            alarm.Ring();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Alarm alarm = new(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Rings once: nobody here asks for more.</summary>
    private sealed class Alarm(SteppedTime time, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; private set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._alarms.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._now + dueTime.Ticks;
                    time._alarms.Add(this);
                }
            }
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
