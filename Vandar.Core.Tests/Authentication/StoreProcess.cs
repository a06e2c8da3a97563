using System.Diagnostics;
using System.Globalization;
using Vandar.Core.Authentication;
using Vandar.Core.Tests.Faults;

namespace Vandar.Core.Tests.Authentication;

/// <summary>A second process at the same token file: this assembly again, told by its arguments what to do. It reports line by line.</summary>
/// <remarks>
/// A lock between processes can only be tested by processes, so this is the assembly's entry point, and that of the fuzzer. The test runner does not
/// come this way.
/// </remarks>
internal sealed class StoreProcess : IDisposable
{
    private readonly Process _process;

    private StoreProcess(Process process) => _process = process;

    internal static StoreProcess Start(string task, string path, string address = "") => Start(new ProcessStartInfo(Host), task, path, address);

    /// <summary>No file of the process may be longer than so many blocks of 512 bytes: to a writer that is a full disk. Not on Windows.</summary>
    internal static StoreProcess StartOnFullDisk(int blocks, string task, string path, string address)
    {
        ProcessStartInfo start = new("/bin/sh");
        foreach (string argument in new[] { "-c", string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\""), Host })
            start.ArgumentList.Add(argument);
        // The runtime's own files would meet the limit first.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Start(start, task, path, address);
    }

    private static string Host => Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) is "dotnet" ? host : "dotnet";

    private static StoreProcess Start(ProcessStartInfo start, string task, string path, string address)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.UseShellExecute) = (true, true, false);
        foreach (string argument in new[] { "exec", typeof(StoreProcess).Assembly.Location, task, path, address })
            start.ArgumentList.Add(argument);
        return new(Process.Start(start)!);
    }

    internal Task<string?> Line() => _process.StandardOutput.ReadLineAsync();

    internal void Go() => _process.StandardInput.WriteLine("go");

    internal async Task<int> Exit()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>As a crash does: without a last word.</summary>
    internal async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["fuzz", .. string[] settings])
            return Fuzz.Start(settings);
        if (arguments is not [string task, string path, string address])
            return 2;
        FileTokenStore store = new(path);
        switch (task)
        {
            case "hold":
                await using (ITokenStoreLease lease = await store.Acquire(default))
                {
                    await lease.Prepare(default);
                    Console.WriteLine("held");
                    await Console.In.ReadLineAsync();
                }
                Console.WriteLine("released");
                return 0;

            case "refresh":
                using (VandarClient client = new(new() { TokenStore = store, Hosts = VandarHosts.At(new Uri(address)) }))
                {
                    TokenPair before = await client.Tokens.Current();
                    Console.WriteLine(before.AccessToken);
                    await Console.In.ReadLineAsync();
                    TokenPair after = await client.Tokens.Refresh();
                    Console.WriteLine(after.AccessToken);
                }
                return 0;

            case "fail":
                using (VandarClient client = new(new() { TokenStore = store, Hosts = VandarHosts.At(new Uri(address)) }))
                {
                    Console.WriteLine((await client.Tokens.Current()).AccessToken);
                    try
                    {
                        await client.Tokens.Refresh();
                        return 1;
                    }
                    catch (VandarException e)
                    {
                        Console.WriteLine(e.Message);
                    }
                }
                return 0;

            default:
                return 2;
        }
    }
}
