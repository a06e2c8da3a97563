using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Time.Testing;

namespace Vandar.Core.Tests.Faults;

/// <summary>A machine's two clocks, which can move apart: somebody sets the wall clock, or the machine sleeps and the monotonic one with it.</summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "It is the clock itself.")]
internal sealed class JumpingTime : FakeTimeProvider
{
    private long _skew;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _skew));

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Moves each clock by its own; timers go by the monotonic one.</summary>
    internal void Jump(TimeSpan wall, TimeSpan monotonic)
    {
        Interlocked.Add(ref _skew, (wall - monotonic).Ticks);
        Advance(monotonic);
    }
}
