using Microsoft.Extensions.Time.Testing;
using Vandar.Core.RateLimiting;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>The client and a sandbox on one clock that stands still, over real sockets. Closing it checks the books.</summary>
internal sealed class ClientAndSandbox : IAsyncDisposable
{
    internal const string Bank = "sample-bank";

    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private ClientAndSandbox(VandarSandbox sandbox, FakeTimeProvider time, VandarClient client)
    {
        Sandbox = sandbox;
        Time = time;
        Client = client;
    }

    internal VandarSandbox Sandbox { get; }
    internal FakeTimeProvider Time { get; }
    internal VandarClient Client { get; }

    internal static async Task<ClientAndSandbox> Open(
        SandboxSwitches? switches = null, bool limits = false, Func<VandarClientOptions, VandarClientOptions>? change = null)
    {
        FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 21, 8, 30, 0, TimeSpan.Zero));
        VandarSandbox sandbox = await VandarSandbox.Start(new() { TimeProvider = time, Limits = limits, Switches = switches ?? new() });
        VandarClientOptions options = OptionsFor(sandbox, time) with { RateLimits = limits ? null : VandarRateLimits.Off };
        return new(sandbox, time, new VandarClient(change is null ? options : change(options)));
    }

    internal static VandarClientOptions OptionsFor(VandarSandbox sandbox, TimeProvider time) => new()
    {
        Business = sandbox.Credentials.Business,
        AccessToken = sandbox.Credentials.AccessToken,
        RefreshToken = sandbox.Credentials.RefreshToken,
        IpgApiKey = sandbox.Credentials.IpgApiKey,
        Hosts = VandarHosts.At(sandbox.BaseAddress),
        TimeProvider = time,
    };

    /// <summary>Both clocks, the sandbox's own being an offset over the shared one.</summary>
    internal void Advance(TimeSpan by) => Time.Advance(by);

    /// <summary>What a payer does: opens the page, pays with a card, and is sent back; returns the query the browser brings.</summary>
    internal async Task<string> Pay(Uri page, string action = "pay")
    {
        using HttpResponseMessage shown = await _browser.GetAsync(page);
        Assert.That((int)shown.StatusCode, Is.EqualTo(200));
        using FormUrlEncodedContent form = new([new("card_number", "6037990000000006")]);
        using HttpResponseMessage back = await _browser.PostAsync(new Uri($"{page}/{action}"), form);
        Assert.That((int)back.StatusCode, Is.EqualTo(303));
        return back.Headers.Location!.Query;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _browser.Dispose();
        Assert.That(Sandbox.Ledger.Sum, Is.EqualTo(Rial.Zero));
        await Sandbox.DisposeAsync();
    }
}
