using System.Diagnostics;
using System.Globalization;
using Vandar.Core.Cli;
using Vandar.Core.Cli.Demo;
using Vandar.Core.Cli.Issuing;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Cli;

/// <summary>How a run of the tool ended.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public string Console => Output + Error;
}

/// <summary>The tool in a process of its own, without the variables of whoever runs the tests.</summary>
internal sealed class Tool : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;

    private Tool(Process process) => (_process, _output) = (process, process.StandardOutput.ReadToEndAsync());

    private static string Built => typeof(ExitCode).Assembly.Location;

    public static Tool Start(params string[] arguments) => StartAt(Built, arguments);

    /// <summary>A copy of the tool that lies elsewhere.</summary>
    public static Tool StartAt(string assembly, params string[] arguments) => Start(assembly, null, arguments);

    private static Tool Start(string assembly, string? locale, string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("VANDAR_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        if (locale is not null)
            start.Environment["LC_ALL"] = locale;
        return new Tool(Process.Start(start)!);
    }

    public static async Task<ToolRun> Run(params string[] arguments)
    {
        using Tool tool = Start(arguments);
        return await tool.End();
    }

    /// <summary>As on a computer that is set up for a country, such as <c>fa_IR.UTF-8</c>.</summary>
    public static async Task<ToolRun> RunUnder(string locale, params string[] arguments)
    {
        using Tool tool = Start(Built, locale, arguments);
        return await tool.End();
    }

    public async Task<ToolRun> End()
    {
        string error = await _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return new ToolRun(_process.ExitCode, await _output, error);
    }

    /// <summary>The next line of what it says beside its output.</summary>
    public Task<string?> NextError() => _process.StandardError.ReadLineAsync();

    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>What Ctrl-C does, up to the line by which the tool says that it has heard.</summary>
    public async Task<string?> Interrupt()
    {
        // SIGTERM, which the tool takes as it takes Ctrl-C: a shell that starts a build in the background has SIGINT ignored from the start.
        using (Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        return await _process.StandardError.ReadLineAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}

/// <summary>A business at its desk: a sandbox, its credentials, and the demo's applicants and documents.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("desk").FullName;
    private readonly DemoAssets _assets = DemoAssets.Unpack();

    private Desk(VandarSandbox sandbox)
    {
        Sandbox = sandbox;
        File.Copy(_assets.ApplicantsFile, Applicants);
        PointAt(sandbox.BaseAddress);
    }

    public VandarSandbox Sandbox { get; }

    public string Applicants => In("applicants.csv");

    public string Documents => _assets.DocumentsFolder;

    public string Journal => In("applicants.csv.journal");

    public string Output => In("cards.csv");

    public string Credentials => In("credentials");

    public static async Task<Desk> Open(int applicants, SandboxSwitches? switches = null)
    {
        Desk desk = new(await VandarSandbox.Start(new SandboxOptions
        {
            Limits = false, Switches = (switches ?? new SandboxSwitches()) with { IssueDelay = TimeSpan.Zero },
        }));
        File.WriteAllLines(desk.Applicants, File.ReadLines(desk.Applicants).Take(applicants + 1).ToArray());
        return desk;
    }

    public string In(string name) => Path.Combine(_folder, name);

    /// <summary>Writes the credentials, for the sandbox or for a gate in front of it.</summary>
    public void PointAt(Uri address, string? accessToken = null)
    {
        SandboxCredentials credentials = Sandbox.Credentials;
        OwnerOnlyFile.Replace(Credentials, $"""
            VANDAR_BUSINESS={credentials.Business}
            VANDAR_ACCESS_TOKEN={accessToken ?? credentials.AccessToken}
            VANDAR_REFRESH_TOKEN={(accessToken is null ? credentials.RefreshToken : "dead")}
            VANDAR_API_HOST={address}
            VANDAR_IPG_HOST={address}
            """);
    }

    public string[] Command(params string[] more) =>
    [
        "cards", "issue", "--provider", "sample-bank", "--applicants", Applicants, "--documents", Documents, "--credentials", Credentials,
        "--token-store", In("tokens.json"), "--output", Output, .. more,
    ];

    public string[] Created() => [.. Executed("ravand.cardholders.create")];

    public IEnumerable<string> Executed(string operation) =>
        Sandbox.Journal.Where(execution => execution.Operation == operation).Select(execution => execution.Key);

    /// <summary>The rows of the result, by column.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Cards()
    {
        string[] lines = File.ReadAllLines(Output);
        string[] header = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    /// <summary>What must not appear on a console.</summary>
    public IEnumerable<string> Secrets()
    {
        SandboxCredentials credentials = Sandbox.Credentials;
        IEnumerable<string> people = ApplicantFile.Read(Applicants).Applicants
            .SelectMany(applicant => new[] { applicant.Identity.NationalCode.Value, applicant.Identity.Mobile.Value });
        IEnumerable<string> cards = File.Exists(Output)
            ? Cards().SelectMany(row => new[] { row["card_number"], row["iban"], row["account_number"] }).Where(text => text.Length > 0)
            : [];
        return [credentials.AccessToken[..20], credentials.RefreshToken[..20], credentials.IpgApiKey, .. people, .. cards];
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        _assets.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
