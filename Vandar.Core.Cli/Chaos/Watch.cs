using System.Buffers;
using System.Collections;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Vandar.Core.Cli.Chaos;

/// <summary>Reads everything the library says about its calls (log lines of every level, spans, measurements, exceptions) and counts the secrets it
/// finds.</summary>
internal sealed class Watch : ILoggerFactory, ILogger
{
    /// <summary>The end of a token is its own; the beginning is the same in all.</summary>
    private const int TellingLength = 32;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _secrets = [.. Secrets.Constant];
    private readonly ActivityListener _activities;
    private readonly MeterListener _measurements = new();
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
                foreach ((string name, object? value) in activity.EnumerateTagObjects())
                    Hear(name, value);
                foreach ((string name, string? value) in activity.Baggage)
                    Hear(name, value);
                foreach (ActivityEvent happened in activity.EnumerateEvents())
                {
                    Hear(happened.Name);
                    foreach ((string name, object? value) in happened.EnumerateTagObjects())
                        Hear(name, value);
                }
            },
        };
        ActivitySource.AddActivityListener(_activities);
        _measurements.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Vandar.Core")
                listener.EnableMeasurementEvents(instrument);
        };
        _measurements.SetMeasurementEventCallback<double>(Hear);
        _measurements.SetMeasurementEventCallback<long>(Hear);
        _measurements.SetMeasurementEventCallback<int>(Hear);
        _measurements.Start();
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
        if (text.AsSpan().ContainsAny(Volatile.Read(ref _all)) || (Intent.Current?.Subject.Password is { } password && ShowsNumber(text, password)))
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

    public void Dispose()
    {
        _activities.Dispose();
        _measurements.Dispose();
    }

    /// <summary>A password of six digits is looked for in what is said about its own call, and not as a part of a longer number: elsewhere its digits are
    /// those of some order.</summary>
    private static bool ShowsNumber(string text, string number)
    {
        for (int at = 0; (at = text.IndexOf(number, at, StringComparison.Ordinal)) >= 0; at += number.Length)
        {
            int end = at + number.Length;
            if ((at == 0 || !char.IsAsciiDigit(text[at - 1])) && (end == text.Length || !char.IsAsciiDigit(text[end])))
                return true;
        }
        return false;
    }

    private void Hear<T>(Instrument instrument, T measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        Hear(instrument.Name);
        foreach ((string name, object? value) in tags)
            Hear(name, value);
    }

    private void Hear(string name, object? value)
    {
        Hear(name);
        Hear(Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    ILogger ILoggerFactory.CreateLogger(string categoryName) => this;

    void ILoggerFactory.AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    IDisposable? ILogger.BeginScope<TState>(TState state)
    {
        Hear(state.ToString());
        return null;
    }

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Hear(formatter(state, exception));
        if (state is IEnumerable<KeyValuePair<string, object?>> values)
        {
            foreach ((string name, object? value) in values)
                Hear(name, value);
        }
        if (exception is not null)
            Hear(exception);
    }
}
