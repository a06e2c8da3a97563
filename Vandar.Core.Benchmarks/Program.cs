using System.Globalization;
using BenchmarkDotNet.Running;
using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Benchmarks.Growth;
using Vandar.Core.Benchmarks.Server;

namespace Vandar.Core.Benchmarks;

/// <summary>
/// <c>guard</c> measures shortly and holds the bytes against budgets.json; <c>full</c> measures everything and prints the tables. <c>growth</c>,
/// <c>soak [seconds]</c> and <c>upload</c> show what grows, and draw it; <c>turns</c> takes the time of a POST; <c>types Floor</c> shows what its
/// bytes are; <c>startup</c> times a native program beside its managed twin; <c>check</c> only lets everybody do everything once, and compares.
/// Anything else goes to BenchmarkDotNet (<c>--filter '*Path*'</c>).
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        string images = Path.Combine("docs", "images");
        switch (arguments)
        {
            case ["guard"]:
                return Guard.Run();
            case ["full"]:
                return SideBySide.Run();
            case ["growth"]:
                return await GrowthRun.Run(images);
            case ["soak", ..]:
                int seconds = arguments is [_, var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 600;
                return await SoakRun.Run(images, TimeSpan.FromSeconds(seconds));
            case ["turns"]:
                await ByTurns.Run();
                return 0;
            case ["upload"]:
                await LargeUpload.Run();
                return 0;
            case ["types", var contestant]:
                await Breakdown.Run(Enum.Parse<Contestant>(contestant));
                return 0;
            case ["startup", var native, var managed]:
                return await StartupRun.Run(native, managed);
            case ["check"]:
                foreach (Contestant name in Enum.GetValues<Contestant>())
                    await EqualWork.Check(name, new(LoopbackServer.Address, null));
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
