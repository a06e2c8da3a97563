using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Benchmarks.Server;

namespace Vandar.Core.Benchmarks;

/// <summary>Which types the bytes of a POST over loopback are, from the runtime's own sample: one allocation for every 100 KB, at random.</summary>
internal sealed class Breakdown : EventListener
{
    private const int Calls = 200_000;
    private const EventKeywords AllocationSampling = (EventKeywords)0x80000000000;
    private const long BytesForSample = 100 * 1_024;
    private const double Shown = 8;

    private readonly ConcurrentDictionary<string, long> _bytes = new();

    internal static async Task Run(Contestant name)
    {
        using IContestant contestant = Lineup.Create(name, new Endpoint(LoopbackServer.Address, null));
        await Load.Run(1, Calls / 10, contestant, static contestant => contestant.Post());
        using Breakdown breakdown = new();
        await Load.Run(1, Calls, contestant, static contestant => contestant.Post());
        Console.WriteLine($"{name}: bytes per POST by type, about {breakdown._bytes.Values.Sum() / (double)Calls:0} in all");
        foreach ((string type, long bytes) in breakdown._bytes.OrderByDescending(type => type.Value))
        {
            if (bytes / (double)Calls >= Shown)
                Console.WriteLine($"{bytes / (double)Calls,8:0} {type}");
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Informational, AllocationSampling);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName is not "AllocationSampled")
            return;
        string type = (string)eventData.Payload![eventData.PayloadNames!.IndexOf("TypeName")]!;
        _bytes.AddOrUpdate(type, BytesForSample, static (_, sum) => sum + BytesForSample);
    }
}
