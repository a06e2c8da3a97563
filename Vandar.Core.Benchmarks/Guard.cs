using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Vandar.Core.Benchmarks;

/// <summary>Fails when a case allocates more than its budget: times are printed, bytes decide.</summary>
internal static class Guard
{
    private const double Tolerance = 1.02;

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
            long? bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
            bool hasBudget = budgets.TryGetValue(name, out long budget);
            bool isOver = bytes is null || (hasBudget && bytes > budget * Tolerance);
            isBroken |= isOver;
            Console.WriteLine($"{name,-52} {bytes,10} {(hasBudget ? budget : "-"),10} {(isOver ? "OVER" : "")}");
        }
        foreach (string missing in budgets.Keys.Except(measured))
        {
            isBroken = true;
            Console.WriteLine($"{missing,-52} {"-",10} {budgets[missing],10} NOT MEASURED");
        }
        return isBroken ? 1 : 0;
    }

    private static Dictionary<string, long> Read()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "budgets.json"));
        return JsonSerializer.Deserialize(file, BudgetsJson.Default.DictionaryStringInt64)!;
    }
}

[JsonSerializable(typeof(Dictionary<string, long>))]
internal sealed partial class BudgetsJson : JsonSerializerContext;
