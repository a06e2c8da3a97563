using System.CommandLine;
using Spectre.Console;
using Vandar.Core.Cli.Demo;

namespace Vandar.Core.Cli.Commands;

/// <summary><c>vandar demo</c>.</summary>
internal sealed class DemoCommand : Command
{
    public DemoCommand(IAnsiConsole console, CancellationToken stop)
        : base("demo", "Issues cards, takes a payment and outlives a token against a sandbox in this process. Needs no account.") =>
        SetAction((_, _) => Run(console, stop));

    private static async Task<int> Run(IAnsiConsole console, CancellationToken stop)
    {
        try
        {
            return await DemoRun.Run(console, stop);
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException)
        {
            throw new CommandFailedException(ExitCode.SomeFailed, $"The demo broke off: {e.Message}", e);
        }
    }
}
