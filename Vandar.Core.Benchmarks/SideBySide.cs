using System.Collections.Immutable;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Vandar.Core.Benchmarks.Contestants;

namespace Vandar.Core.Benchmarks;

/// <summary>The whole run for people: every case with BenchmarkDotNet, then the calls as tables, one line for each who takes part.</summary>
internal static class SideBySide
{
    private static readonly string[] s_operations =
    [
        nameof(IContestant.Post), nameof(IContestant.GetOne), nameof(IContestant.List), nameof(IContestant.Upload),
        nameof(IContestant.Error422), nameof(IContestant.UnauthorizedThenRefresh),
    ];

    internal static int Run()
    {
        BenchmarkRunner.Run(Measurement.Parts, Measurement.Full);
        Summary calls = BenchmarkRunner.Run<CallBenchmarks>(
            Measurement.FullCalls.Only(static call => call.IsRun).WithOrderer(new ByCall()));
        string tables = Tables(calls.Reports);
        string file = Path.Combine("artifacts", "benchmarks", "calls.md");
        File.WriteAllText(file, tables);
        Console.WriteLine(tables);
        Console.WriteLine($"The tables are in {file}.");
        return calls.Reports.All(report => report.Success) ? 0 : 1;
    }

    private static string Tables(ImmutableArray<BenchmarkReport> reports)
    {
        Dictionary<CallCase, Measured> all = reports.Where(report => report.Success).ToDictionary(
            report => CallCase.Of(report.BenchmarkCase),
            report => new Measured(Measurement.BytesOf(report)!.Value, report.ResultStatistics!.Median));
        StringWriter text = new();
        foreach ((Network network, int callers) in all.Keys.Select(call => (call.Network, call.Callers)).Distinct().Order())
        {
            string where = $"{network}, {(callers == 1 ? "one caller" : $"{callers} callers")}";
            Write(text, $"{where}: bytes per call", all, network, callers, static (call, _) => $"{call.Bytes:#,0}");
            Write(text, $"{where}: bytes, floor = 1", all, network, callers, static (call, floor) => $"{call.Bytes / floor.Bytes:0.00}");
            Write(text, $"{where}: time, floor = 1", all, network, callers, static (call, floor) => $"{call.Nanoseconds / floor.Nanoseconds:0.00}");
        }
        return text.ToString();
    }

    private static void Write(
        TextWriter text, string title, Dictionary<CallCase, Measured> all, Network network, int callers, Func<Measured, Measured, string> show)
    {
        text.WriteLine($"### {title}");
        text.WriteLine();
        text.WriteLine($"| | {string.Join(" | ", s_operations)} |");
        text.WriteLine($"|---|{string.Concat(s_operations.Select(_ => "---:|"))}");
        foreach (Contestant contestant in Enum.GetValues<Contestant>())
            text.WriteLine($"| {contestant} | {string.Join(" | ", s_operations.Select(operation => Shown(operation, contestant)))} |");
        text.WriteLine();

        string Shown(string operation, Contestant contestant) =>
            all.TryGetValue(new(operation, contestant, network, callers), out Measured call)
            && all.TryGetValue(new(operation, Contestant.Floor, network, callers), out Measured floor)
                ? show(call, floor)
                : "";
    }

    private readonly record struct Measured(double Bytes, double Nanoseconds);

    /// <summary>Those who make the same call come one after the other, so that they have the same weather.</summary>
    private sealed class ByCall : DefaultOrderer
    {
        public override IEnumerable<BenchmarkCase> GetExecutionOrder(
            ImmutableArray<BenchmarkCase> benchmarksCase, IEnumerable<BenchmarkLogicalGroupRule>? order = null) =>
            benchmarksCase.OrderBy(benchmark => CallCase.Of(benchmark) with { Contestant = default }, Comparer<CallCase>.Create(Compare))
                .ThenBy(benchmark => CallCase.Of(benchmark).Contestant);

        private static int Compare(CallCase left, CallCase right) =>
            (left.Network, left.Callers, Array.IndexOf(s_operations, left.Operation)).CompareTo(
                (right.Network, right.Callers, Array.IndexOf(s_operations, right.Operation)));
    }
}
