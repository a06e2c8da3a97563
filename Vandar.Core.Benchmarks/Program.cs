using BenchmarkDotNet.Running;

namespace Vandar.Core.Benchmarks;

/// <summary>
/// <c>guard</c> measures every case shortly and holds its bytes against budgets.json; anything else goes to BenchmarkDotNet
/// (<c>--filter '*Call*'</c>, <c>--list flat</c>).
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is ["guard"])
            return Guard.Run();
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments, Measurement.Full);
        return 0;
    }
}
