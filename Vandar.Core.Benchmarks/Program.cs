using BenchmarkDotNet.Running;
using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Benchmarks.Server;

namespace Vandar.Core.Benchmarks;

/// <summary>
/// <c>guard</c> measures shortly and holds the bytes against budgets.json; <c>check</c> only lets everybody do everything once, and compares;
/// anything else goes to BenchmarkDotNet (<c>--filter '*Path*'</c>, <c>--list flat</c>).
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["guard"]:
                return Guard.Run();
            case ["check"]:
                foreach (Contestant contestant in Enum.GetValues<Contestant>())
                    await EqualWork.Check(contestant, new(LoopbackServer.Address, null));
                return 0;
            case [LoopbackServer.Command]:
                await LoopbackServer.Serve();
                return 0;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments, Measurement.Full);
                return 0;
        }
    }
}
