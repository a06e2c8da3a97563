using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Vandar.Core.Http;

/// <summary>
/// The names under which the client reports. Nothing here holds a URL, an amount, a body, or any identifier but the business's name.
/// </summary>
internal static class Telemetry
{
    internal const string Name = "Vandar.Core";

    private static readonly string s_version = typeof(Telemetry).Assembly.GetName().Version!.ToString(3);

    internal static readonly string UserAgent = $"{Name}/{s_version}";

    private static readonly ActivitySource s_source = new(Name, s_version);
    private static readonly Meter s_meter = new(Name, s_version);

    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram(
        "vandar.client.operation.duration", "s", "Duration of a whole call, all attempts included.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 100] });

    private static readonly Counter<long> s_retries = s_meter.CreateCounter<long>(
        "vandar.client.retries", "{attempt}", "Attempts beyond the first.");

    internal static Activity? Start(Operation operation) =>
        s_source.HasListeners() ? s_source.StartActivity(operation.Name, ActivityKind.Client) : null;

    /// <summary>When a call began, if anybody measures.</summary>
    internal static long? Now(TimeProvider time) => s_duration.Enabled ? time.GetTimestamp() : null;

    internal static void Retried(Operation operation)
    {
        if (s_retries.Enabled)
            s_retries.Add(1, new KeyValuePair<string, object?>("vandar.operation", operation.Name));
    }

    internal static void Ended(
        Activity? activity, long? started, TimeProvider time, Operation operation, string? business, int attempts, Exception? failure)
    {
        string outcome = failure is null ? "succeeded" : Text(VandarException.OutcomeOf(failure));
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("vandar.operation", operation.Name);
            activity.SetTag("vandar.business", business);
            activity.SetTag("vandar.outcome", outcome);
            activity.SetTag("vandar.attempts", attempts);
            if (failure is VandarException { StatusCode: { } status })
                activity.SetTag("http.response.status_code", (int)status);
            if (failure is not null)
            {
                activity.SetTag("error.type", failure.GetType().Name);
                activity.SetStatus(ActivityStatusCode.Error);
            }
        }
        activity?.Dispose();
        if (started is not { } start)
            return;
        TagList tags = new() { { "vandar.operation", operation.Name }, { "vandar.outcome", outcome } };
        if (failure is not null)
            tags.Add("error.type", failure.GetType().Name);
        s_duration.Record(time.GetElapsedTime(start).TotalSeconds, tags);
    }

    private static string Text(RequestOutcome? outcome) => outcome switch
    {
        RequestOutcome.NotSent => "not_sent",
        RequestOutcome.Rejected => "rejected",
        _ => "unknown",
    };
}

/// <summary>Every line the client logs. Never a body, a header value, a URL or an exception object, whose text is not ours.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Warning, "{Operation}: attempt {Attempt} failed ({Outcome}, {Failure}); trying again in {Delay}")]
    internal static partial void Retrying(ILogger logger, string operation, int attempt, RequestOutcome outcome, string failure, TimeSpan delay);

    [LoggerMessage(1001, LogLevel.Error, "{Operation}: failed after {Attempts} attempts ({Outcome}, {Failure}, status {Status})")]
    internal static partial void Failed(ILogger logger, string operation, int attempts, RequestOutcome outcome, string failure, int? status);

    [LoggerMessage(1002, LogLevel.Information, "The access token was refreshed; the new one ends {End}")]
    internal static partial void TokensRefreshed(ILogger logger, DateTimeOffset? end);

    [LoggerMessage(1003, LogLevel.Error, "The token store failed ({Failure}); the pair is kept in memory and will be written again")]
    internal static partial void TokenStoreFailed(ILogger logger, string failure);

    [LoggerMessage(1004, LogLevel.Error, "No access token: {Advice} ({Failure})")]
    internal static partial void RefreshFailed(ILogger logger, string advice, string? failure);

    [LoggerMessage(1005, LogLevel.Error, "A token callback of the options threw {Failure}")]
    internal static partial void CallbackFailed(ILogger logger, string failure);

    [LoggerMessage(1006, LogLevel.Warning,
        "The given HttpClient has a timeout of {Timeout}; it competes with the client's own, which covers the body too. Set it to infinite")]
    internal static partial void HttpClientHasTimeout(ILogger logger, TimeSpan timeout);
}
