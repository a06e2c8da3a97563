using System.Runtime.InteropServices;

namespace Vandar.Core.Sandbox;

/// <summary>How much of a limit is left after a request.</summary>
internal readonly record struct RateState(int Limit, int Remaining);

/// <summary>The limiter: 30 POST and 100 other requests in three seconds. Called under the sandbox's lock.</summary>
internal sealed class RateWindow(SandboxRateWindow kind)
{
    private const int PostLimit = 30;
    private const int OtherLimit = 100;

    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(3);

    private readonly Dictionary<(string Scope, bool IsPost), Queue<DateTimeOffset>> _taken = [];

    /// <returns>Zero if the request may pass, otherwise how long until the next one may. A refused request takes nothing.</returns>
    public TimeSpan Enter(string scope, bool isPost, DateTimeOffset now, out RateState state)
    {
        ref Queue<DateTimeOffset>? taken = ref CollectionsMarshal.GetValueRefOrAddDefault(_taken, (scope, isPost), out _);
        taken ??= new Queue<DateTimeOffset>();
        long offset = kind == SandboxRateWindow.FixedOffset ? s_length.Ticks / 2 : 0;
        DateTimeOffset fixedStart = new(now.UtcTicks - (now.UtcTicks - offset) % s_length.Ticks, TimeSpan.Zero);
        while (taken.TryPeek(out DateTimeOffset oldest)
            && (kind == SandboxRateWindow.Sliding ? now - oldest >= s_length : oldest < fixedStart))
            taken.Dequeue();

        int limit = isPost ? PostLimit : OtherLimit;
        if (taken.Count >= limit)
        {
            state = new RateState(limit, 0);
            return (kind == SandboxRateWindow.Sliding ? taken.Peek() : fixedStart) + s_length - now;
        }
        taken.Enqueue(now);
        state = new RateState(limit, limit - taken.Count);
        return TimeSpan.Zero;
    }
}
