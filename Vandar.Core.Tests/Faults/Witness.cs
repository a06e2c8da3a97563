using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.Tests.Faults;

/// <summary>
/// Hears everything the client says while a test runs: log lines of every level, activities, measurements, and each exception the test shows it.
/// At the end none of it may hold one of the planted secrets.
/// </summary>
internal sealed class Witness : ILoggerFactory, ILogger
{
    internal const string AccessToken = "eyJ0eXAiOiJKV1Qi.canary-access.bbb";
    internal const string RefreshToken = "def50200canaryrefresh2a1b2c3";
    internal const string NextAccessToken = "eyJ0eXAiOiJKV1Qi.canary-successor.ccc";
    internal const string NextRefreshToken = "def50200canarysuccessor4d5e6f";
    internal const string ApiKey = "canaryapikey0123456789abcdef";
    internal const string Card = "6037991122334455";
    internal const string Iban = "IR062960000000100324200001";
    internal const string NationalCode = "0012345679";
    internal const string Mobile = "09121234567";

    /// <summary>Longer than the fraction of a second in a logged delay, whose digits are anything.</summary>
    internal const string OneTimePassword = "48213075";

    private readonly ConcurrentQueue<string> _heard = [];
    private readonly List<string> _planted = [.. Secrets];
    private readonly ActivityListener _activities;
    private readonly MeterListener _measurements = new();

    internal Witness()
    {
        _activities = new()
        {
            ShouldListenTo = source => source.Name == "Vandar.Core",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Hear(Text(activity)),
        };
        ActivitySource.AddActivityListener(_activities);
        _measurements.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Vandar.Core")
                listener.EnableMeasurementEvents(instrument);
        };
        _measurements.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear(Text(instrument, tags)));
        _measurements.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear(Text(instrument, tags)));
        _measurements.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Hear(Text(instrument, tags)));
        _measurements.Start();
    }

    /// <summary>A picture with a secret in its bytes.</summary>
    internal static byte[] Document => [0xFF, 0xD8, 0xFF, 0xE0, .. "canary-document-bytes"u8];

    internal static IReadOnlyList<string> Secrets { get; } =
    [
        AccessToken, RefreshToken, NextAccessToken, NextRefreshToken, ApiKey, Card, "6037 9911 2233 4455", "6037-9911-2233-4455", Iban, NationalCode, Mobile,
        OneTimePassword, "canary-document-bytes",
    ];

    /// <summary>Everything that was heard so far: a copy.</summary>
    internal IReadOnlyList<string> Heard => [.. _heard];

    /// <summary>A client's settings with every secret planted, without limits, heard by this witness.</summary>
    internal VandarClientOptions Options => new()
    {
        Business = "shop",
        AccessToken = AccessToken,
        RefreshToken = RefreshToken,
        IpgApiKey = ApiKey,
        RateLimits = VandarRateLimits.Off,
        LoggerFactory = this,
    };

    /// <summary>Secrets that are not known before the test: a sandbox's tokens, a created account.</summary>
    internal void Plant(params ReadOnlySpan<string> secrets) => _planted.AddRange(secrets);

    internal void Hear(string text) => _heard.Enqueue(text);

    /// <summary>An exception as an application would log it, and all that hangs on it.</summary>
    internal T Hear<T>(T exception)
        where T : Exception
    {
        Hear(exception.ToString());
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            Hear(e.Message);
            foreach (DictionaryEntry entry in e.Data)
                Hear($"{entry.Key}={entry.Value}");
            if (e is VandarApiException refusal)
                Hear($"{refusal.Body} {refusal.Code} {string.Join(' ', refusal.Errors)}");
        }
        return exception;
    }

    /// <summary>The exception that a call must end with, heard.</summary>
    internal async Task<T> Fails<T>(Func<Task> call)
        where T : Exception =>
        Hear((await Assert.CatchAsync<T>(call.Invoke))!);

    /// <summary>What a call came to: what it returned, or the exception it ended with, heard.</summary>
    internal async Task<object?> EndOf(Func<Task<object?>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is not AssertionException)
        {
            return Hear(e);
        }
    }

    /// <summary>Closes the ears, and asserts that no secret was heard.</summary>
    public void Dispose()
    {
        _activities.Dispose();
        _measurements.Dispose();
        Assert.That(Leaks(), Is.Empty, "A planted secret was told.");
    }

    internal IEnumerable<string> Leaks() =>
        from text in Heard
        from secret in _planted
        where text.Contains(secret, StringComparison.OrdinalIgnoreCase)
        select text;

    ILogger ILoggerFactory.CreateLogger(string categoryName) => this;

    void ILoggerFactory.AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    IDisposable? ILogger.BeginScope<TState>(TState state)
    {
        Hear(state.ToString() ?? "");
        return null;
    }

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Hear(formatter(state, exception));
        if (state is IEnumerable<KeyValuePair<string, object?>> values)
            Hear(Text(values));
        if (exception is not null)
            Hear(exception);
    }

    private static string Text(Activity activity) =>
        $"{activity.DisplayName} {activity.StatusDescription} {Text(activity.TagObjects)} "
        + $"{Text(activity.Baggage.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)))} "
        + string.Join(' ', activity.Events.Select(e => $"{e.Name} {Text(e.Tags)}")) + string.Join(' ', activity.Links.Select(link => Text(link.Tags ?? [])));

    private static string Text(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => $"{instrument.Name} {Text(tags.ToArray())}";

    private static string Text(IEnumerable<KeyValuePair<string, object?>> values)
    {
        StringBuilder text = new();
        foreach ((string key, object? value) in values)
            text.Append(CultureInfo.InvariantCulture, $"{key}={value} ");
        return text.ToString();
    }
}
