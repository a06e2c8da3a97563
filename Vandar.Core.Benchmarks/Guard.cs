using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Vandar.Core.Benchmarks;

/// <summary>Fails when a case allocates more than its budget: times are printed, bytes decide.</summary>
internal static class Guard
{
    private const double Tolerance = 1.02;

    /// <summary>What the runner's own bookkeeping adds to a case that takes nanoseconds, in bytes.</summary>
    private const long Noise = 8;

    internal static int Run()
    {
        Dictionary<string, long> budgets = Read();
        Summary[] summaries =
        [
            .. BenchmarkRunner.Run([typeof(PathBenchmarks), typeof(ReaderBenchmarks)], Measurement.Short),
            .. BenchmarkRunner.Run([typeof(StubCallBenchmarks), typeof(LoopbackCallBenchmarks)], Measurement.ShortCalls),
        ];

        bool isBroken = false;
        HashSet<string> measured = [];
        Console.WriteLine();
        Console.WriteLine($"{"case",-52} {"bytes",10} {"budget",10}");
        foreach (BenchmarkReport report in summaries.SelectMany(summary => summary.Reports))
        {
            string name = $"{report.BenchmarkCase.Descriptor.Type.Name}.{report.BenchmarkCase.Descriptor.WorkloadMethod.Name}";
            measured.Add(name);
            long? bytes = report.Success ? report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) : null;
            string verdict = VerdictOn(name, bytes, budgets);
            isBroken |= verdict.Length > 0;
            Console.WriteLine($"{name,-52} {bytes,10} {(budgets.TryGetValue(name, out long budget) ? budget : "-"),10} {verdict}");
        }
        foreach (string missing in budgets.Keys.Except(measured))
        {
            isBroken = true;
            Console.WriteLine($"{missing,-52} {"-",10} {budgets[missing],10} NOT MEASURED");
        }
        return isBroken ? 1 : 0;
    }

    private static string VerdictOn(string name, long? bytes, Dictionary<string, long> budgets)
    {
        // What stands beside ours is not ours to guard.
        bool isBeside = name.EndsWith("Plain", StringComparison.Ordinal) || name.EndsWith("Framework", StringComparison.Ordinal);
        if (bytes is null)
            return "FAILED";
        if (!budgets.TryGetValue(name, out long budget))
            return isBeside ? "" : "NO BUDGET";
        return bytes > Math.Max(budget * Tolerance, budget + Noise) ? "OVER" : "";
    }

    private static Dictionary<string, long> Read()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "budgets.json"));
        return JsonSerializer.Deserialize(file, BudgetsJson.Default.DictionaryStringInt64)!;
    }
}

[JsonSerializable(typeof(Dictionary<string, long>))]
internal sealed partial class BudgetsJson : JsonSerializerContext;
