using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Benchmarks.Server;

namespace Vandar.Core.Benchmarks.Growth;

/// <summary>Time and processor time of 64 callers over loopback, in rounds by turns: one alone can be off by a fifth.</summary>
internal static class ManyCallers
{
    private const int Callers = 64;
    private const int Calls = 12_800;
    private const int Rounds = 11;

    internal static async Task Run()
    {
        Contestant[] names = [Contestant.Floor, Contestant.Vandar, Contestant.HttpClient];
        IContestant[] contestants = [.. names.Select(name => Lineup.Create(name, new Endpoint(LoopbackServer.Address, null)))];
        List<(double Time, double Processor)>[] costs = [.. names.Select(_ => new List<(double, double)>())];
        for (int round = 0; round <= Rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                TimeSpan processor = Environment.CpuUsage.TotalTime;
                long started = TimeProvider.System.GetTimestamp();
                await Load.Run(Callers, Calls, contestants[i], static contestant => contestant.Post());
                // The first round is for the compiler.
                if (round > 0)
                    costs[i].Add((PerCall(TimeProvider.System.GetElapsedTime(started)), PerCall(Environment.CpuUsage.TotalTime - processor)));
            }
        }
        for (int i = 0; i < names.Length; i++)
        {
            double time = costs[i].Select(cost => cost.Time).Order().ElementAt(Rounds / 2);
            double processor = costs[i].Select(cost => cost.Processor).Order().ElementAt(Rounds / 2);
            Console.WriteLine($"{names[i],-12} POST by {Callers} callers, medians of {Rounds} rounds: {time:0.0} µs a call, {processor:0.0} µs of processor time");
            contestants[i].Dispose();
        }
    }

    private static double PerCall(TimeSpan time) => time.TotalMicroseconds / Calls;
}
