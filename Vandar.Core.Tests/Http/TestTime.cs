using Microsoft.Extensions.Time.Testing;

namespace Vandar.Core.Tests.Http;

/// <summary>A clock that stands still, knows every wait it was asked for, and jumps over them on demand.</summary>
internal sealed class TestTime : FakeTimeProvider
{
    // Longer ones are the token refresh's own limit, which no test here waits for.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(31);

    private readonly List<TimeSpan> _waits = [];

    internal TimeSpan[] Waits
    {
        get
        {
            lock (_waits)
                return [.. _waits];
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime >= TimeSpan.Zero && dueTime <= s_longestWait)
        {
            lock (_waits)
                _waits.Add(dueTime);
        }
        return timer;
    }

    /// <summary>Lets a call end, jumping over each wait as soon as the call asks for it.</summary>
    internal async Task<T> Finish<T>(ValueTask<T> call)
    {
        Task<T> task = call.AsTask();
        int passed = 0;
        while (!task.IsCompleted)
        {
            TimeSpan[] waits = Waits;
            if (passed < waits.Length)
                Advance(waits[passed++]);
            else
                await Task.Yield();
        }
        return await task;
    }
}
