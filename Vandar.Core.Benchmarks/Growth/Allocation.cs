using Vandar.Core.Benchmarks.Contestants;

namespace Vandar.Core.Benchmarks.Growth;

/// <summary>The bytes that calls allocate in this process while they go on: neither the first ones nor the callers themselves count.</summary>
internal static class Allocation
{
    private const int Rounds = 3;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    /// <summary>Bytes per call, the median of some rounds. What is half made when a round begins or ends is the error, so a round is long.</summary>
    internal static async Task<double> PerCall(int callers, int calls, IContestant contestant, Func<IContestant, ValueTask<object>> call)
    {
        long made = 0;
        bool isOver = false;
        Task[] all = [.. Enumerable.Range(0, callers).Select(_ => Task.Run(CallOn))];
        // Compiled to the end, every connection open, every pool full.
        await Make(calls);
        double[] bytes = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            long madeBefore = Interlocked.Read(ref made);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await Make(calls);
            bytes[round] = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / (Interlocked.Read(ref made) - madeBefore);
        }
        Volatile.Write(ref isOver, true);
        await Task.WhenAll(all);
        return bytes.Order().ElementAt(Rounds / 2);

        async Task CallOn()
        {
            while (!Volatile.Read(ref isOver))
            {
                await call(contestant);
                Interlocked.Increment(ref made);
            }
        }

        async Task Make(int number)
        {
            long end = Interlocked.Read(ref made) + number;
            using PeriodicTimer timer = new(s_look, TimeProvider.System);
            while (Interlocked.Read(ref made) < end && !all.Any(caller => caller.IsFaulted))
                await timer.WaitForNextTickAsync();
        }
    }
}
