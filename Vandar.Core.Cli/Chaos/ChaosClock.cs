namespace Vandar.Core.Cli.Chaos;

/// <summary>The clock of the clients: twenty times as fast as the real one, so that back-offs and time limits cost little, and it jumps when told.</summary>
internal sealed class ChaosClock : TimeProvider
{
    public const int Speed = 20;

    private readonly long _started = System.GetTimestamp();
    private readonly DateTimeOffset _startedAt = System.GetUtcNow();
    private long _wall;
    private long _monotonic;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed + Interlocked.Read(ref _monotonic);

    public override DateTimeOffset GetUtcNow() => _startedAt.AddTicks(Elapsed + Interlocked.Read(ref _wall));

    private long Elapsed => System.GetElapsedTime(_started).Ticks * Speed;

    /// <summary>Sets the wall clock; nothing that was measured changes.</summary>
    public void JumpWall(TimeSpan by) => Interlocked.Add(ref _wall, by.Ticks);

    /// <summary>As after a sleep of the machine: both clocks have gone on. Timers that were set have not.</summary>
    public void Sleep(TimeSpan by)
    {
        Interlocked.Add(ref _monotonic, by.Ticks);
        JumpWall(by);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Real(dueTime), Real(period)));

    private static TimeSpan Real(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Speed;

    private sealed class FastTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Real(dueTime), Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
