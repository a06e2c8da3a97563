using System.Diagnostics.Metrics;

namespace Vandar.Core.Cli.Demo;

/// <summary>Counts the client's calls and retries by the metrics that any program can read.</summary>
internal sealed class CallCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private int _calls;
    private long _retries;

    public CallCounter()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Vandar.Core")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, _, _, _) =>
        {
            if (instrument.Name == "vandar.client.operation.duration")
                Interlocked.Increment(ref _calls);
        });
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            if (instrument.Name == "vandar.client.retries")
                Interlocked.Add(ref _retries, value);
        });
        _listener.Start();
    }

    public int Calls => Volatile.Read(ref _calls);

    public long Retries => Volatile.Read(ref _retries);

    public void Dispose() => _listener.Dispose();
}
