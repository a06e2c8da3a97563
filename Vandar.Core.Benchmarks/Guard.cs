using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Vandar.Core.Benchmarks.Contestants;

namespace Vandar.Core.Benchmarks;

/// <summary>Fails when a case of ours allocates more than its budget, or a larger part of what others allocate. Times decide nothing.</summary>
internal static class Guard
{
    private const double Tolerance = 1.02;

    /// <summary>What the runner's own bookkeeping adds to a case that takes nanoseconds, in bytes.</summary>
    private const double Noise = 8;

    internal static int Run()
    {
        Budgets budgets = Budgets.Read();
        Summary[] summaries =
        [
            .. BenchmarkRunner.Run(Measurement.Parts, Measurement.Short),
            BenchmarkRunner.Run<CallBenchmarks>(Measurement.ShortCalls.Only(IsGuarded)),
        ];
        Dictionary<string, double?> measured = summaries.SelectMany(summary => summary.Reports)
            .ToDictionary(report => Measurement.NameOf(report.BenchmarkCase), Measurement.BytesOf);

        Console.WriteLine();
        // Not one after the other with `||`: everything is to be told.
        bool isBroken = Hold(measured, budgets.Bytes) | Hold(measured, budgets.Ratios);
        return isBroken ? 1 : 0;
    }

    /// <summary>All of ours, the two that it is held against everywhere, and the others where a ratio names them.</summary>
    private static bool IsGuarded(CallCase call) => call.IsRun && call.Callers == 1 && call.Contestant switch
    {
        Contestant.Vandar or Contestant.Floor or Contestant.HttpClient => true,
        Contestant.VandarNewUri or Contestant.VandarBare or Contestant.Resilience or Contestant.Refit =>
            call is { Network: Network.Loopback, Operation: nameof(IContestant.Post) or nameof(IContestant.List) },
        _ => false,
    };

    private static bool Hold(Dictionary<string, double?> measured, Dictionary<string, long> budgets)
    {
        bool isBroken = false;
        Console.WriteLine($"{"bytes",-60} {"measured",10} {"budget",10}");
        foreach ((string name, double? bytes) in measured.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            bool hasBudget = budgets.TryGetValue(name, out long budget);
            string verdict = bytes is null ? "FAILED"
                : !hasBudget ? IsOurs(name) ? "NO BUDGET" : ""
                : bytes > Math.Max(budget * Tolerance, budget + Noise) ? "OVER" : "";
            isBroken |= verdict.Length > 0;
            Console.WriteLine($"{name,-60} {bytes,10:0} {(hasBudget ? budget : "-"),10} {verdict}");
        }
        foreach (string missing in budgets.Keys.Except(measured.Keys))
        {
            isBroken = true;
            Console.WriteLine($"{missing,-60} {"-",10} {budgets[missing],10} NOT MEASURED");
        }
        return isBroken;
    }

    /// <summary>What stands beside ours is not ours to guard.</summary>
    private static bool IsOurs(string name) => name.Contains('(', StringComparison.Ordinal)
        ? name.Contains($"({Contestant.Vandar}", StringComparison.Ordinal)
        : !name.EndsWith("Framework", StringComparison.Ordinal);

    private static bool Hold(Dictionary<string, double?> measured, RatioBudget[] budgets)
    {
        bool isBroken = false;
        Console.WriteLine();
        Console.WriteLine($"{"ratio of bytes",-60} {"measured",10} {"budget",10}");
        foreach (RatioBudget budget in budgets)
        {
            double? ratio = measured.GetValueOrDefault(budget.Of) / measured.GetValueOrDefault(budget.To);
            string verdict = ratio is null ? "NOT MEASURED" : ratio > budget.AtMost ? "OVER" : "";
            isBroken |= verdict.Length > 0;
            Console.WriteLine($"{budget.Name,-60} {ratio,10:0.000} {budget.AtMost,10:0.00} {verdict}");
        }
        return isBroken;
    }
}

/// <summary>What budgets.json says.</summary>
internal sealed record Budgets(Dictionary<string, long> Bytes, RatioBudget[] Ratios)
{
    internal static Budgets Read()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "budgets.json"));
        return JsonSerializer.Deserialize(file, BudgetsJson.Default.Budgets)!;
    }
}

/// <summary>The bytes of one case against those of another in the same run.</summary>
internal sealed record RatioBudget(string Name, string Of, string To, double AtMost);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Budgets))]
internal sealed partial class BudgetsJson : JsonSerializerContext;
