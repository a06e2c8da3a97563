using System.Buffers;
using System.Collections;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Vandar.Core.Cli.Chaos;

/// <summary>Reads everything the library says about its calls (log lines of every level, spans, exceptions) and counts the secrets it finds.</summary>
internal sealed class Watch : ILoggerFactory, ILogger
{
    /// <summary>The end of a token is its own; the beginning is the same in all.</summary>
    private const int TellingLength = 32;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _secrets = [.. Secrets.Constant];
    private readonly ActivityListener _activities;
    private SearchValues<string> _all = SearchValues.Create(Secrets.Constant, StringComparison.Ordinal);
    private long _heard;
    private int _hits;

    public Watch()
    {
        _activities = new()
        {
            ShouldListenTo = source => source.Name == "Vandar.Core",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                Hear(activity.DisplayName);
                Hear(activity.StatusDescription);
                foreach ((_, object? value) in activity.EnumerateTagObjects())
                    Hear(value as string);
            },
        };
        ActivitySource.AddActivityListener(_activities);
    }

    /// <summary>Texts that were read.</summary>
    public long Heard => Interlocked.Read(ref _heard);

    /// <summary>Texts with a secret in them.</summary>
    public int Hits => Volatile.Read(ref _hits);

    public void Guard(string? secret)
    {
        if (secret is null)
            return;
        lock (_gate)
        {
            if (_secrets.Add(secret.Length > TellingLength ? secret[^TellingLength..] : secret))
                _all = SearchValues.Create([.. _secrets], StringComparison.Ordinal);
        }
    }

    public void Hear(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;
        Interlocked.Increment(ref _heard);
        if (text.AsSpan().ContainsAny(Volatile.Read(ref _all)))
            Interlocked.Increment(ref _hits);
    }

    public void Hear(Exception exception)
    {
        Hear(exception.ToString());
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            foreach (DictionaryEntry entry in e.Data)
                Hear(entry.Value as string);
            if (e is VandarApiException refusal)
                Hear(refusal.Body);
        }
    }

    public void Dispose() => _activities.Dispose();

    ILogger ILoggerFactory.CreateLogger(string categoryName) => this;

    void ILoggerFactory.AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Hear(formatter(state, exception));
        if (exception is not null)
            Hear(exception);
    }
}
