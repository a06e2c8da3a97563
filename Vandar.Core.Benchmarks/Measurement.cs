using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Vandar.Core.Benchmarks;

/// <summary>How things are measured: in this process, so that a run needs neither a second build nor a network.</summary>
internal static class Measurement
{
    /// <summary>All but the whole calls.</summary>
    internal static Type[] Parts { get; } =
        [typeof(PathBenchmarks), typeof(RequestBenchmarks), typeof(ReaderBenchmarks), typeof(ValueBenchmarks), typeof(RuleBenchmarks)];

    /// <summary>For people: enough rounds for times that mean something.</summary>
    internal static IConfig Full { get; } = Of(
        Job.Default.WithWarmupCount(4).WithIterationCount(12).WithIterationTime(TimeInterval.FromMilliseconds(100)));

    /// <summary>The same for whole calls, of which one invocation makes many.</summary>
    internal static ManualConfig FullCalls { get; } =
        Of(Job.Default.WithWarmupCount(2).WithIterationCount(6).WithInvocationCount(1).WithUnrollFactor(1));

    /// <summary>For the guard: bytes are exact after a warm-up, so few rounds do.</summary>
    internal static IConfig Short { get; } = Of(Job.Default.WithWarmupCount(3).WithIterationCount(3).WithInvocationCount(4_096).WithUnrollFactor(1));

    internal static ManualConfig ShortCalls { get; } =
        Of(Job.Default.WithWarmupCount(2).WithIterationCount(2).WithInvocationCount(1).WithUnrollFactor(1));

    /// <summary>The name of a case: <c>PathBenchmarks.WithId</c>, <c>CallBenchmarks.Post(Vandar, Loopback, 64)</c>.</summary>
    internal static string NameOf(BenchmarkCase benchmark)
    {
        string method = $"{benchmark.Descriptor.Type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}";
        return benchmark.HasParameters ? $"{method}({string.Join(", ", benchmark.Parameters.Items.Select(item => item.Value))})" : method;
    }

    internal static double? BytesOf(BenchmarkReport report) => report.Success && report.GcStats.TotalOperations > 0
        ? report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)
        : null;

    /// <summary>A configuration for those cases alone.</summary>
    internal static ManualConfig Only(this ManualConfig config, Func<CallCase, bool> isWanted) =>
        ManualConfig.Union(config, ManualConfig.CreateEmpty().AddFilter(new SimpleFilter(benchmark => isWanted(CallCase.Of(benchmark)))));

    private static ManualConfig Of(Job job) => ManualConfig.CreateEmpty()
        .AddJob(job.WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(ConsoleLogger.Default)
        .AddExporter(MarkdownExporter.GitHub)
        .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"))
        .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile);
}
