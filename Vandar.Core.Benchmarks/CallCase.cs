using BenchmarkDotNet.Running;
using Vandar.Core.Benchmarks.Contestants;

namespace Vandar.Core.Benchmarks;

/// <summary>Who calls what, over what, and how many at once.</summary>
internal readonly record struct CallCase(string Operation, Contestant Contestant, Network Network, int Callers)
{
    internal static CallCase Of(BenchmarkCase benchmark) => new(
        benchmark.Descriptor.WorkloadMethod.Name,
        (Contestant)benchmark.Parameters[nameof(CallBenchmarks.Contestant)],
        (Network)benchmark.Parameters[nameof(CallBenchmarks.Network)],
        (int)benchmark.Parameters["callers"]);

    /// <summary>Two variants of ours are there for the POST alone.</summary>
    internal bool IsRun => Lineup.TakesPart(Contestant, Operation);
}
