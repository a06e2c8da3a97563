using Vandar.Core.Benchmarks.Contestants;

namespace Vandar.Core.Benchmarks.Growth;

/// <summary>The bytes that calls allocate in this process.</summary>
internal static class Allocation
{
    private const int Rounds = 3;

    /// <summary>Bytes per call of the quietest of some rounds; what disturbs one only ever adds.</summary>
    internal static async Task<double> PerCall(int callers, int calls, IContestant contestant, Func<IContestant, ValueTask<object>> call)
    {
        // Compiled to the end, and every connection open.
        await Load.Run(callers, calls, contestant, call);
        double least = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await Load.Run(callers, calls, contestant, call);
            least = Math.Min(least, (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / calls);
        }
        return least;
    }
}
