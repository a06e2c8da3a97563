using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using System.Text;
using Spectre.Console;
using Vandar.Core.Cli.Commands;

namespace Vandar.Core.Cli;

/// <summary>The <c>vandar</c> tool.</summary>
internal static class Program
{
    /// <summary>For readers that have no width of their own, such as a file.</summary>
    private const int PlainWidth = 140;

    private static async Task<int> Main(string[] arguments)
    {
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await Run(arguments, stop.Token);
        }
        catch (CommandFailedException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is VandarException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.SomeFailed;
        }

        // The first signal asks, the second one is the system's own. A kill at any time is safe too: that is what the journal is for.
        void Stop(PosixSignalContext signal)
        {
            if (stop.IsCancellationRequested)
                return;
            signal.Cancel = true;
            stop.Cancel();
            Console.Error.WriteLine("Stopping after the steps in flight; once more stops at once.");
        }
    }

    private static async Task<int> Run(string[] arguments, CancellationToken stop)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        IAnsiConsole console = AnsiConsole.Console;
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = PlainWidth;

        ParseResult parsed = new RootCommand("Vandar from the command line: cards for a file of people, and a demo and a trial by fire without an account.")
        {
            new DemoCommand(console, stop),
            new ChaosCommand(console, stop),
            new Command("cards", "Card issuing.") { new CardsIssueCommand(console, stop) },
        }.Parse(arguments);
        // Signals and errors are ours, so the library's own handling of them is off.
        int exitCode = await parsed.InvokeAsync(
            new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false },
            CancellationToken.None);
        return parsed.Action is ParseErrorAction ? ExitCode.BadInput : exitCode;
    }
}
