using Microsoft.Extensions.Time.Testing;
using Vandar.Core.RateLimiting;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Conventions;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>The client and a sandbox on one clock that stands still, over real sockets. Closing it checks the books.</summary>
internal sealed class ClientAndSandbox : IAsyncDisposable
{
    internal const string Bank = "sample-bank";

    private readonly Exchanges _exchanges;
    private readonly HttpClient _http;
    private readonly HttpClient _browser;

    private ClientAndSandbox(VandarSandbox sandbox, FakeTimeProvider time, VandarClientOptions options)
    {
        Sandbox = sandbox;
        Time = time;
        _exchanges = new() { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false } };
        _http = new(_exchanges, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _browser = new(_exchanges, disposeHandler: false);
        Client = new(options, _http);
    }

    internal VandarSandbox Sandbox { get; }
    internal FakeTimeProvider Time { get; }
    internal VandarClient Client { get; }

    /// <summary>Verb and path of every request that was answered with a 2xx or, on a page, with a redirect back: a copy.</summary>
    internal IReadOnlyList<string> Succeeded => _exchanges.Succeeded();

    /// <summary>What the sandbox has executed under an operation's name: the keys, in order.</summary>
    internal IEnumerable<string> Executed(string operation) => Sandbox.Journal.Where(row => row.Operation == operation).Select(row => row.Key);

    internal static async Task<ClientAndSandbox> Open(
        SandboxSwitches? switches = null, bool limits = false, Func<VandarClientOptions, VandarClientOptions>? change = null)
    {
        FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 21, 8, 30, 0, TimeSpan.Zero));
        VandarSandbox sandbox = await VandarSandbox.Start(new() { TimeProvider = time, Limits = limits, Switches = switches ?? new() });
        VandarClientOptions options = OptionsFor(sandbox, time) with { RateLimits = limits ? null : VandarRateLimits.Off };
        return new(sandbox, time, change is null ? options : change(options));
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

    /// <summary>The connection ends after the sandbox has executed the next request, and before its answer arrives.</summary>
    internal void LoseNextAnswer() => _exchanges.LoseNext();

    /// <summary>A page as a browser sees it.</summary>
    internal Task<HttpResponseMessage> Visit(Uri page) => _browser.GetAsync(page);

    /// <summary>A form of a page, sent as a browser does.</summary>
    internal async Task<HttpResponseMessage> Submit(Uri action, params (string Name, string Value)[] fields)
    {
        using FormUrlEncodedContent form = new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await _browser.PostAsync(action, form);
    }

    /// <summary>What a payer does: opens the page, pays with a card, and is sent back; returns the query the browser brings.</summary>
    internal async Task<string> Pay(Uri page, string action = "pay")
    {
        using HttpResponseMessage shown = await Visit(page);
        Assert.That((int)shown.StatusCode, Is.EqualTo(200));
        using HttpResponseMessage back = await Submit(new Uri($"{page}/{action}"), ("card_number", "6037990000000006"));
        Assert.That((int)back.StatusCode, Is.EqualTo(303));
        return back.Headers.Location!.Query;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _http.Dispose();
        _browser.Dispose();
        _exchanges.Dispose();
        Assert.That(Sandbox.Ledger.Sum, Is.EqualTo(Rial.Zero));
        JournalNames.Check(Sandbox);
        await Sandbox.DisposeAsync();
    }

    /// <summary>Notes what passed through it, and loses an answer where it was told to.</summary>
    private sealed class Exchanges : DelegatingHandler
    {
        private readonly Lock _gate = new();
        private readonly List<string> _succeeded = [];
        private int _losesNext;

        internal void LoseNext() => Interlocked.Exchange(ref _losesNext, 1);

        internal IReadOnlyList<string> Succeeded()
        {
            lock (_gate)
                return [.. _succeeded];
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (Interlocked.Exchange(ref _losesNext, 0) == 1)
            {
                response.Dispose();
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            }
            if ((int)response.StatusCode < 400)
            {
                lock (_gate)
                    _succeeded.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            }
            return response;
        }
    }
}
