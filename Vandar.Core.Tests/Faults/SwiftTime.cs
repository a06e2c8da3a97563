using System.Diagnostics.CodeAnalysis;

namespace Vandar.Core.Tests.Faults;

/// <summary>The real clock, twenty times as fast: what waits between two attempts is short, and limits stay far away.</summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "It is the clock itself.")]
internal sealed class SwiftTime : TimeProvider
{
    private const int Speed = 20;

    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly long _began = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _start + (System.GetElapsedTime(_began) * Speed);

    public override long GetTimestamp() => _began + ((System.GetTimestamp() - _began) * Speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shortened(dueTime), Shortened(period));

    private static TimeSpan Shortened(TimeSpan wait) => wait == Timeout.InfiniteTimeSpan ? wait : wait / Speed;
}
