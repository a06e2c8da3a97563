using System.Diagnostics;
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

    internal static StoreProcess Start(string task, string path, string address = "")
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) is "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
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

            default:
                return 2;
        }
    }
}
