using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Vandar.Core.Benchmarks;

/// <summary>How things are measured: in this process, so that a run needs neither a second build nor a network.</summary>
internal static class Measurement
{
    /// <summary>For people: enough rounds for times that mean something.</summary>
    internal static IConfig Full { get; } = Of(Job.Default.WithWarmupCount(6).WithIterationCount(15));

    /// <summary>For the guard: bytes are exact after a warm-up, so few rounds do.</summary>
    internal static IConfig Short { get; } = Of(Job.Default.WithWarmupCount(3).WithIterationCount(5).WithInvocationCount(1024).WithUnrollFactor(1));

    /// <summary>The same for whole calls, of which one invocation makes many.</summary>
    internal static IConfig ShortCalls { get; } = Of(Job.Default.WithWarmupCount(3).WithIterationCount(3).WithInvocationCount(8).WithUnrollFactor(1));

    private static ManualConfig Of(Job job) => ManualConfig.CreateEmpty()
        .AddJob(job.WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(ConsoleLogger.Default)
        .AddExporter(MarkdownExporter.GitHub)
        .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"))
        .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile);
}
