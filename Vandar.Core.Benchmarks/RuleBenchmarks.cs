using System.Net;
using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.ObjectPool;
using Polly;
using Polly.Retry;
using Vandar.Core.Http;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.Benchmarks;

/// <summary>What goes along with every call and must cost nothing where it has nothing to do, beside what there is ready-made.</summary>
public class RuleBenchmarks
{
    private static readonly FailedAttempt s_tooMany = new(RequestOutcome.Rejected, HttpStatusCode.TooManyRequests, true);
    private static readonly Operation s_operation = Operation.Get("bench.get");

    private readonly VandarRateLimiter _limiter = new(200_000, TimeSpan.FromMilliseconds(1));
    private readonly SlidingWindowRateLimiter _sliding = new(new()
    {
        PermitLimit = 200_000, Window = TimeSpan.FromMilliseconds(3), SegmentsPerWindow = 3, QueueLimit = 10_000,
    });

    private readonly ObjectPool<Deadline> _deadlines = new DefaultObjectPoolProvider().Create(new Deadline.Policy(TimeProvider.System));
    private readonly ResiliencePipeline<int> _retry =
        new ResiliencePipelineBuilder<int>().AddRetry(new RetryStrategyOptions<int>()).Build();

    private int _attempt;

    [GlobalCleanup]
    public void Cleanup()
    {
        _limiter.Dispose();
        _sliding.Dispose();
    }

    [Benchmark]
    public async ValueTask<bool> Limiter()
    {
        using RateLimitLease lease = await _limiter.AcquireAsync(1);
        return lease.IsAcquired;
    }

    [Benchmark]
    public async ValueTask<bool> LimiterFramework()
    {
        using RateLimitLease lease = await _sliding.AcquireAsync(1);
        return lease.IsAcquired;
    }

    [Benchmark]
    public bool TimeLimit()
    {
        Deadline deadline = _deadlines.Get();
        deadline.Start(TimeSpan.FromSeconds(100), CancellationToken.None);
        bool isOver = deadline.Token.IsCancellationRequested;
        _deadlines.Return(deadline);
        return isOver;
    }

    [Benchmark]
    public bool TimeLimitFramework()
    {
        using CancellationTokenSource source = new(TimeSpan.FromSeconds(100), TimeProvider.System);
        return source.IsCancellationRequested;
    }

    /// <summary>The decision after a 429: whether to try again, and when.</summary>
    [Benchmark]
    public TimeSpan Retry() =>
        RetryRule.MayRepeat(s_tooMany, Repeat.Safe, waitOnRateLimit: false) ? RetryRule.Delay(1 + (_attempt++ & 1), null, 0.5) : TimeSpan.Zero;

    /// <summary>A pipeline around something that succeeds: there is no rule in the framework, and this is what stands in its place.</summary>
    [Benchmark]
    public int RetryFramework() => _retry.Execute(static () => 1);

    /// <summary>With nobody listening.</summary>
    [Benchmark]
    public bool Telemetry()
    {
        using System.Diagnostics.Activity? activity = Http.Telemetry.Start(s_operation);
        return activity is null && Http.Telemetry.Now(TimeProvider.System) is null;
    }
}
