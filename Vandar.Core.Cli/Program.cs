using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using System.Text;
using Spectre.Console;
using Vandar.Core.Cli;
using Vandar.Core.Cli.Commands;

// The first Ctrl-C asks; the second one is the system's own. A kill at any time is safe too: that is what the journal is for.
using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
IAnsiConsole console = AnsiConsole.Console;
if (!console.Profile.Out.IsTerminal)
    console.Profile.Width = 140;

ParseResult parsed = new RootCommand("Vandar from the command line: card issuing for a whole file of applicants, and a demo that needs no account.")
{
    new DemoCommand(console, stop.Token),
    new Command("cards", "Card issuing.") { new CardsIssueCommand(console, stop.Token) },
}.Parse(args);
try
{
    // Signals are ours, so the library's own handling of them is off.
    int exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    return parsed.Action is ParseErrorAction ? ExitCode.BadInput : exitCode;
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
catch (Exception e) when (e is Vandar.Core.VandarException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return ExitCode.SomeFailed;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
