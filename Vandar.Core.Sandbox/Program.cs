using System.Runtime.InteropServices;

namespace Vandar.Core.Sandbox;

/// <summary>The sandbox as a program: starts, says where it is, and runs until Ctrl-C or SIGTERM.</summary>
internal static class Program
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int BadArguments = 2;

    private static async Task<int> Main(string[] arguments)
    {
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await Run(arguments, Console.Out, Console.Error, stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Runs until <paramref name="stop"/>. Prints addresses and file names, never a secret.</summary>
    internal static async Task<int> Run(string[] arguments, TextWriter output, TextWriter error, CancellationToken stop)
    {
        SandboxArguments asked;
        try
        {
            asked = SandboxArguments.Parse(arguments);
        }
        catch (FormatException e)
        {
            await error.WriteLineAsync($"{e.Message}\n\n{SandboxArguments.Usage}");
            return BadArguments;
        }
        if (asked.Help)
        {
            await output.WriteLineAsync(SandboxArguments.Usage);
            return Success;
        }

        try
        {
            await using VandarSandbox sandbox = await VandarSandbox.Start(asked.Options, stop);
            await CredentialsFile.Write(asked.CredentialsFile, sandbox, stop);
            await output.WriteLineAsync($"Vandar sandbox at {sandbox.BaseAddress}");
            await output.WriteLineAsync($"Credentials in {asked.CredentialsFile}");
            await output.FlushAsync(CancellationToken.None);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return Success;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Success;
        }
        catch (ArgumentException e)
        {
            await error.WriteLineAsync(e.Message);
            return BadArguments;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(e.Message);
            return Failure;
        }
    }
}
