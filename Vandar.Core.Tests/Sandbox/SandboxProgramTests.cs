using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxProgramTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("sandbox-program").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("", "--credentials")]
    [TestCase("--credentials", "--credentials needs a value")]
    [TestCase("--credentials --port", "--credentials needs a value")]
    [TestCase("--credentials x --port 99999", "--port takes a whole number from 0 to 65535")]
    [TestCase("--credentials x --seed many", "--seed")]
    [TestCase("--credentials x --colour", "'--colour'")]
    [TestCase("--credentials x --business Shop", "lower-case")]
    [TestCase("--credentials x --fault 5", "The share '5' does not begin with a percentage")]
    [TestCase("--credentials x --fault 5%explode", "'explode'")]
    [TestCase("--credentials x --fault-seed many", "--fault-seed takes a whole number")]
    public async Task Bad_arguments_are_explained_with_exit_code_2(string arguments, string explanation)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture), error = new(CultureInfo.InvariantCulture);

        int exit = await Program.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), output, error, CancellationToken.None);

        Assert.That((exit, output.ToString()), Is.EqualTo((2, "")));
        Assert.That(error.ToString(), Does.Contain(explanation));
    }

    [Test]
    public async Task Help_goes_to_the_output()
    {
        using StringWriter output = new(CultureInfo.InvariantCulture), error = new(CultureInfo.InvariantCulture);

        int exit = await Program.Run(["--help"], output, error, CancellationToken.None);

        Assert.That((exit, error.ToString()), Is.EqualTo((0, "")));
        Assert.That(output.ToString(), Does.Contain("--no-limits"));
    }

    [Test]
    public async Task Credentials_that_cannot_be_written_are_a_failure()
    {
        using StringWriter output = new(CultureInfo.InvariantCulture), error = new(CultureInfo.InvariantCulture);

        int exit = await Program.Run(["--credentials", Path.Combine(_folder, "missing", "file")], output, error, CancellationToken.None);

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(error.ToString(), Is.Not.Empty);
    }

    /// <summary>The real program in a process of its own, up to the signal that ends it.</summary>
    [Test, UnsupportedOSPlatform("windows")]
    public async Task Program_writes_credentials_for_its_owner_prints_no_secret_and_stops_on_SIGTERM()
    {
        string file = Path.Combine(_folder, "credentials");
        await File.WriteAllTextAsync(file, "readable by all before");
        using Process program = Process.Start(new ProcessStartInfo("dotnet",
            [typeof(VandarSandbox).Assembly.Location, "--credentials", file, "--business", "my-shop", "--seed", "5", "--no-limits"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        string address = (await program.StandardOutput.ReadLineAsync())!, written = (await program.StandardOutput.ReadLineAsync())!;
        Dictionary<string, string> lines = (await File.ReadAllLinesAsync(file))
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        using HttpClient http = new() { BaseAddress = new Uri(lines["VANDAR_API_HOST"]) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", lines["VANDAR_ACCESS_TOKEN"]);
        string balance = await http.GetStringAsync("v2/business/my-shop/balance");
        using (Process kill = Process.Start("kill", ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        string rest = await program.StandardOutput.ReadToEndAsync() + await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();

        string console = address + written + rest;
        Assert.That(balance, Does.Contain("\"currency\":\"Toman\""));
        Assert.That(program.ExitCode, Is.Zero);
        Assert.That((address, written, rest), Is.EqualTo(($"Vandar sandbox at {lines["VANDAR_API_HOST"]}/", $"Credentials in {file}", "")));
        Assert.That(lines.Keys, Is.EqualTo(new[]
        {
            "VANDAR_BUSINESS", "VANDAR_ACCESS_TOKEN", "VANDAR_REFRESH_TOKEN", "VANDAR_IPG_API_KEY", "VANDAR_API_HOST", "VANDAR_IPG_HOST",
            "VANDAR_BATCH_HOST", "VANDAR_SUBSCRIPTION_HOST",
        }));
        foreach (string name in (string[])["VANDAR_ACCESS_TOKEN", "VANDAR_REFRESH_TOKEN", "VANDAR_IPG_API_KEY"])
            Assert.That(console, Does.Not.Contain(lines[name]).And.Not.Contain(lines[name][..20]));
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(Directory.GetFiles(_folder), Is.EqualTo(new[] { file }), "no temporary file stays behind");
    }
}
