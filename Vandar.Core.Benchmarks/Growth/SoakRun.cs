using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Benchmarks.Server;

namespace Vandar.Core.Benchmarks.Growth;

/// <summary>Minutes of load of every kind over one client, and what memory does meanwhile.</summary>
internal static class SoakRun
{
    private const int Callers = 16;
    private const double Mebibyte = 1_024 * 1_024;

    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(5);

    internal static async Task<int> Run(string images, TimeSpan duration)
    {
        using IContestant vandar = Lineup.Create(Contestant.Vandar, new Endpoint(LoopbackServer.Address, null));
        using CancellationTokenSource end = new(duration, TimeProvider.System);
        long calls = 0;
        Task[] callers = [.. Enumerable.Range(0, Callers).Select(_ => Task.Run(CallOn))];

        List<(double X, double Y)> heap = [];
        List<(double X, double Y)> workingSet = [];
        long started = TimeProvider.System.GetTimestamp();
        using PeriodicTimer timer = new(s_step, TimeProvider.System);
        while (!end.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            double minutes = TimeProvider.System.GetElapsedTime(started).TotalMinutes;
            // What is alive, not what waits for the next collection.
            heap.Add((minutes, GC.GetTotalMemory(forceFullCollection: true) / Mebibyte));
            workingSet.Add((minutes, Environment.WorkingSet / Mebibyte));
        }
        await Task.WhenAll(callers);

        new LineChart(
            $"{duration.TotalMinutes:0} minutes of load by {Callers} callers, {calls / 1e6:0.0} million calls", "minutes", "MiB",
            [new("working set", workingSet), new("alive on the heap", heap)]).Save(Path.Combine(images, "memory-under-load.svg"));
        Console.WriteLine($"{calls} calls in {duration.TotalSeconds:0} s by {Callers} callers");
        Tell("alive on the heap", heap);
        Tell("working set", workingSet);
        return 0;

        async Task CallOn()
        {
            while (!end.IsCancellationRequested)
            {
                await vandar.Post();
                await vandar.GetOne();
                await vandar.List(50);
                await vandar.Upload(new MemoryStream(Errand.Photo, writable: false));
                await vandar.Error422();
                Interlocked.Add(ref calls, 5);
            }
        }
    }

    private static void Tell(string what, List<(double X, double Y)> samples)
    {
        int half = samples.Count / 2;
        Console.WriteLine(
            $"{what,-20} first {samples[0].Y:0.00} MiB, median of the first half {Median(samples[..half]):0.00}, "
            + $"of the second {Median(samples[half..]):0.00}, highest {samples.Max(sample => sample.Y):0.00}");
    }

    private static double Median(List<(double X, double Y)> samples) => samples.Select(sample => sample.Y).Order().ElementAt(samples.Count / 2);
}
