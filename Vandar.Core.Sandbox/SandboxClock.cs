namespace Vandar.Core.Sandbox;

/// <summary>The sandbox's own clock: the given <see cref="TimeProvider"/> plus what <see cref="Advance"/> has added.</summary>
/// <remarks>Token lives, the payment window, the rate windows, settlements, cash-in, direct debit, card issuing, post delivery, card pages,
/// passwords and transfers all follow this clock.</remarks>
public sealed class SandboxClock
{
    private readonly TimeProvider _time;
    private long _offsetTicks;

    internal SandboxClock(TimeProvider time) => _time = time;

    /// <summary>The sandbox's time now.</summary>
    public DateTimeOffset Now => _time.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks));

    /// <summary>Moves the clock forward. Nothing waits: the next answer is given as of the new time.</summary>
    /// <param name="step">How far, zero or more. The clock never runs back.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is negative.</exception>
    public void Advance(TimeSpan step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, TimeSpan.Zero);
        Interlocked.Add(ref _offsetTicks, step.Ticks);
    }
}
