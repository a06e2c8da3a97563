using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Benchmarks.Server;

namespace Vandar.Core.Benchmarks.Growth;

/// <summary>
/// Time and processor time of a POST, in short rounds by turns, so that a busy machine is busy for everybody. The processor's time counts where
/// others want it too.
/// </summary>
internal static class ByTurns
{
    private const int Rounds = 21;

    private static readonly Contestant[] s_names =
    [
        Contestant.Floor, Contestant.Vandar, Contestant.VandarNewUri, Contestant.VandarBare, Contestant.HttpClient, Contestant.Resilience, Contestant.Refit,
    ];

    internal static async Task Run()
    {
        using StubHandler stub = new(new CannedApi());
        await Run("no network, one caller", new(new Uri("https://api.vandar.io/"), stub), callers: 1, calls: 10_000);
        await Run("loopback, 64 callers", new(LoopbackServer.Address, null), callers: 64, calls: 6_400);
    }

    private static async Task Run(string title, Endpoint endpoint, int callers, int calls)
    {
        IContestant[] contestants = [.. s_names.Select(name => Lineup.Create(name, endpoint))];
        List<Cost>[] costs = [.. s_names.Select(_ => new List<Cost>())];
        // The first rounds are for the compiler.
        for (int round = -3; round < Rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                TimeSpan processor = Environment.CpuUsage.TotalTime;
                long started = TimeProvider.System.GetTimestamp();
                await Load.Run(callers, calls, contestants[i], static contestant => contestant.Post());
                if (round >= 0)
                    costs[i].Add(new(TimeProvider.System.GetElapsedTime(started) / calls, (Environment.CpuUsage.TotalTime - processor) / calls));
            }
        }
        Console.WriteLine($"POST, {title}: medians of {Rounds} rounds, per call, and to HttpClient");
        int plain = Array.IndexOf(s_names, Contestant.HttpClient);
        for (int i = 0; i < s_names.Length; i++)
        {
            double time = Median(costs[i], cost => cost.Time);
            double processor = Median(costs[i], cost => cost.Processor);
            Console.WriteLine(
                $"{s_names[i],-12} {time,6:0.00} µs ({time / Median(costs[plain], cost => cost.Time):0.00}), "
                + $"{processor,6:0.00} µs of processor time ({processor / Median(costs[plain], cost => cost.Processor):0.00})");
            contestants[i].Dispose();
        }
    }

    private static double Median(List<Cost> costs, Func<Cost, TimeSpan> of) => costs.Select(of).Order().ElementAt(costs.Count / 2).TotalMicroseconds;

    private readonly record struct Cost(TimeSpan Time, TimeSpan Processor);
}
