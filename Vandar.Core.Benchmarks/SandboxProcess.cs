using System.Diagnostics;
using Vandar.Core.Ipg;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.Benchmarks;

/// <summary>A sandbox in a process of its own, so that what the server allocates is not ours, with a wallet that has something to list.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private SandboxProcess(Process process, string folder, Uri address, string accessToken)
    {
        _process = process;
        _folder = folder;
        Address = address;
        AccessToken = accessToken;
    }

    internal Uri Address { get; }
    internal string AccessToken { get; }

    internal static async Task<SandboxProcess> Start(int payments)
    {
        string folder = Directory.CreateTempSubdirectory("vandar-bench").FullName;
        string credentials = Path.Combine(folder, "credentials");
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Vandar.Core.Sandbox.dll"), "--no-limits", "--credentials", credentials },
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Credentials", StringComparison.Ordinal))
        {
        }
        if (!File.Exists(credentials))
            throw new InvalidOperationException("The sandbox ended before it listened.");
        Dictionary<string, string> found = (await File.ReadAllLinesAsync(credentials))
            .Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        Uri address = new(found["VANDAR_API_HOST"]);
        await Pay(address, found, payments);
        return new(process, folder, address, found["VANDAR_ACCESS_TOKEN"]);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task Pay(Uri address, Dictionary<string, string> found, int payments)
    {
        using VandarClient client = new(new()
        {
            Hosts = VandarHosts.At(address),
            IpgApiKey = found["VANDAR_IPG_API_KEY"],
            RateLimits = VandarRateLimits.Off,
        });
        using HttpClient payer = new(new SocketsHttpHandler { AllowAutoRedirect = false });
        for (int i = 0; i < payments; i++)
        {
            IpgSession session = await client.Ipg.Send(new() { Amount = Rial.Of(100_000 + i), CallbackUrl = new Uri("https://shop.example/back") });
            using HttpResponseMessage page = await payer.GetAsync(session.RedirectUrl);
            using FormUrlEncodedContent card = new([new("card_number", "6037990000000006")]);
            using HttpResponseMessage paid = await payer.PostAsync(new Uri($"{session.RedirectUrl}/pay"), card);
            await client.Ipg.Verify(session.Token);
        }
    }
}
