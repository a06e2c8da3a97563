using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Vandar.Core.RateLimiting;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Conventions;

namespace Vandar.Core.Tests.Faults;

/// <summary>S4: the sandbox is asked everything there is with planted secrets; neither its console nor its control paths tell one.</summary>
[Category("S4")]
internal sealed class SandboxSecretTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("sandbox-secrets").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test, CancelAfter(60_000), UnsupportedOSPlatform("windows")]
    public async Task S4_The_sandboxs_console_and_its_control_paths_tell_no_secret(CancellationToken cancellationToken)
    {
        string file = Path.Combine(_folder, "credentials");
        using Process program = Process.Start(new ProcessStartInfo("dotnet", [typeof(VandarSandbox).Assembly.Location, "--credentials", file, "--no-limits"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        string console = await program.StandardOutput.ReadLineAsync(cancellationToken) + await program.StandardOutput.ReadLineAsync(cancellationToken);
        Dictionary<string, string> lines = (await File.ReadAllLinesAsync(file, cancellationToken))
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Uri address = new(lines["VANDAR_API_HOST"]);
        string[] secrets =
        [
            lines["VANDAR_ACCESS_TOKEN"], lines["VANDAR_REFRESH_TOKEN"], lines["VANDAR_IPG_API_KEY"], .. Witness.Secrets,
            .. Sample.PathTexts.Where(text => text.Length > 10),
        ];

        await Everything(address, lines);
        string[] pages = ["state", "journal", "ledger", "health"];
        using HttpClient http = new() { BaseAddress = address };
        foreach (string page in pages)
            console += await http.GetStringAsync($"_sandbox/{page}", cancellationToken);
        using (Process kill = Process.Start("kill", ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(cancellationToken);
        console += await program.StandardOutput.ReadToEndAsync(cancellationToken) + await program.StandardError.ReadToEndAsync(cancellationToken);
        await program.WaitForExitAsync(cancellationToken);

        // A port can be any number of five digits.
        string told = console.Replace(address.Authority, "", StringComparison.Ordinal);
        Assert.That(told, Does.Contain("\"requests\":").And.Contain("\"executions\":").And.Contain("\"accounts\":"));
        Assert.That(secrets.Where(secret => Regex.IsMatch(told, $@"(?<!\d){Regex.Escape(secret)}(?!\d)", RegexOptions.IgnoreCase)), Is.Empty);
    }

    /// <summary>Each public call, most of them refused; and the calls of the classes, with the planted secrets.</summary>
    private static async Task Everything(Uri address, Dictionary<string, string> credentials)
    {
        using Witness witness = new();
        await using VandarClient client = new(new()
        {
            Business = credentials["VANDAR_BUSINESS"], AccessToken = credentials["VANDAR_ACCESS_TOKEN"], IpgApiKey = credentials["VANDAR_IPG_API_KEY"],
            Hosts = VandarHosts.At(address), RateLimits = VandarRateLimits.Off, MaxRetries = 0, LoggerFactory = witness,
        });
        int asked = 0;
        foreach (PublicCall call in PublicCall.All.Where(call => !call.Name.StartsWith("client.Tokens.", StringComparison.Ordinal)))
        {
            asked += await witness.EndOf(async () =>
            {
                await PublicCall.End(call.Invoke(client, Sample.Arguments(call.Method)));
                return null;
            }) is null or VandarApiException ? 1 : 0;
        }
        foreach (ClassCall call in ClassCall.All.Where(call => call.Class != 'T'))
            await witness.EndOf(() => call.Send(client, null, CancellationToken.None));
        // A token that the sandbox does not know.
        await using VandarClient stranger = new(witness.Options with { Hosts = VandarHosts.At(address), MaxRetries = 0 });
        await witness.EndOf(async () => await stranger.Wallet.Balance());
        Assert.That(asked, Is.GreaterThan(90));
    }
}
