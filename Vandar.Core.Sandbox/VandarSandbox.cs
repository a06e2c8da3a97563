using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Vandar.Core.Sandbox;

/// <summary>A stateful Vandar on loopback: its whole documented API behind real HTTP, with invented money. One port serves the paths of all
/// the real hosts; they do not collide.</summary>
/// <remarks>Written from the API reference, not from the client, so that a misreading on either side fails a test. The library writes
/// nothing to the console and reads neither settings files nor environment variables.
/// </remarks>
public sealed class VandarSandbox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly World _world;
    private readonly SandboxBusiness _first;
    private readonly FaultServer? _faults;

    private VandarSandbox(WebApplication app, World world, SandboxBusiness first, Uri innerAddress, Uri? http2Address, FaultServer? faults)
    {
        (_app, _world, _first, _faults) = (app, world, first, faults);
        (InnerAddress, Http2Address) = (innerAddress, http2Address);
        DirectDebit = new SandboxDirectDebit(world);
    }

    /// <summary>Where the sandbox listens, for example <c>http://127.0.0.1:49152/</c>.</summary>
    public Uri BaseAddress => _faults?.Address ?? InnerAddress;

    /// <summary>The same sandbox without faults; the same address where there are none.</summary>
    public Uri InnerAddress { get; }

    /// <summary>What goes wrong on the way; <see langword="null"/> without <see cref="SandboxOptions.Faults"/>.</summary>
    public SandboxFaults? Faults => _faults?.Faults;

    /// <summary>Where the same sandbox speaks HTTP/2 and nothing else; <see langword="null"/> without <see cref="SandboxOptions.Http2"/>.</summary>
    public Uri? Http2Address { get; }

    /// <summary>The newest credentials of the first business.</summary>
    public SandboxCredentials Credentials => _first.Credentials;

    /// <summary>The first business.</summary>
    public SandboxBusiness Business => _first;

    /// <summary>The sandbox's own clock.</summary>
    public SandboxClock Clock => _world.Clock;

    /// <summary>The sandbox's time.</summary>
    public DateTimeOffset Now => _world.Clock.Now;

    /// <summary>The books, brought up to the clock.</summary>
    public SandboxLedger Ledger
    {
        get
        {
            lock (_world.Gate)
                _world.CatchUp();
            return _world.Ledger;
        }
    }

    /// <summary>The payers' and the banks' part of direct debit.</summary>
    public SandboxDirectDebit DirectDebit { get; }

    /// <summary>Everything that was executed so far, in order: a copy.</summary>
    public IReadOnlyList<SandboxExecution> Journal => _world.Journal.Snapshot();

    /// <summary>Requests that arrived, control paths apart.</summary>
    public int Requests => _world.Counters.Requests;

    /// <summary>Answers by HTTP status: a copy.</summary>
    public IReadOnlyDictionary<int, int> AnswersByStatus => _world.Counters.Answers();

    /// <summary>Token pairs handed out by refreshing.</summary>
    public int Refreshes => _world.Counters.Refreshes;

    /// <summary>Requests whose body arrived whole and was not the JSON it said to be.</summary>
    public int UnreadableBodies => _world.Counters.Unreadable;

    /// <summary>Starts a sandbox.</summary>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The running sandbox; dispose it to stop it.</returns>
    /// <exception cref="ArgumentException">The business's name or opening balance is not usable, or faults are asked for on an address that
    /// is not loopback.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<VandarSandbox> Start(SandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SandboxOptions();
        // Behind the fault server every caller looks local, and local callers may use the control paths.
        if (options.Faults is not null && !IPAddress.IsLoopback(options.ListenOn))
            throw new ArgumentException("Faults are for loopback only.", nameof(options));
        World world = new(options);
        SandboxBusiness first = world.AddBusiness(options.Business, options.OpeningBalance);
        WebApplication app = Build(options, world);
        try
        {
            await app.StartAsync(cancellationToken);
            ICollection<string> addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            Uri inner = new(addresses.First());
            FaultServer? faults = options.Faults is { } plan ? StartFaults(options, inner, plan) : null;
            world.Faults = faults?.Faults;
            return new VandarSandbox(app, world, first, inner, options.Http2 ? new Uri(addresses.Last()) : null, faults);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static FaultServer StartFaults(SandboxOptions options, Uri inner, SandboxFaultPlan plan)
    {
        try
        {
            return FaultServer.Start(
                new IPEndPoint(options.ListenOn, options.Port), new IPEndPoint(options.ListenOn, inner.Port), plan, options.TimeProvider);
        }
        catch (SocketException e)
        {
            throw new IOException("The port is taken.", e);
        }
    }

    /// <summary>Adds a business with its own tokens, gateway key, wallet and cardholders.</summary>
    /// <param name="slug">Its English name: lower-case letters, digits and hyphens.</param>
    /// <param name="openingBalance">Its wallet at the start, in Rial.</param>
    /// <returns>The business.</returns>
    /// <exception cref="ArgumentException">The name is not usable or taken.</exception>
    public SandboxBusiness AddBusiness(string slug, Rial openingBalance = default) => _world.AddBusiness(slug, openingBalance);

    /// <summary>Stops the sandbox and closes its connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_faults is not null)
            await _faults.DisposeAsync();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    /// <summary>The empty builder, not the slim one: no console logger, no settings file, no environment, no Ctrl-C handler inside
    /// somebody else's process.</summary>
    private static WebApplication Build(SandboxOptions options, World world)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Size limits are the vendor's to answer for, and a slow upload is a test, not an attack.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            // Behind the fault server idle connections end when the client's do, or a request could meet a fault that nobody asked for. Not by an
            // infinite limit: under one Kestrel was seen to close, every second, whatever was idle.
            if (options.Faults is not null)
                kestrel.Limits.KeepAliveTimeout = TimeSpan.FromDays(365);
            kestrel.Listen(options.ListenOn, options.Faults is null ? options.Port : 0);
            if (options.Http2)
                kestrel.Listen(options.ListenOn, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        WebApplication app = builder.Build();
        app.Use(next => context => PassFrontDoor(next, context, world));
        app.UseRouting();
        MapEndpoints(app, world);
        return app;
    }

    private static void MapEndpoints(WebApplication app, World world)
    {
        Doors doors = new(world);
        IpgEndpoints ipg = new(world, doors);
        RavandAccess ravand = new(world, doors);
        world.Tokens.Map(app, doors);
        BusinessEndpoints.Map(app, doors, world);
        WalletEndpoints.Map(app, doors);
        new InquiryEndpoints(world, doors).Map(app);
        ipg.Map(app);
        new PaymentPage(world, doors, ipg).Map(app);
        new CodeDepositEndpoints(world, doors).Map(app);
        new CashInAccountEndpoints(world, doors).Map(app);
        new DirectDebitBankEndpoints(world, doors).Map(app);
        new MandateEndpoints(world, doors, ipg).Map(app);
        new ConsentPage(world, doors).Map(app);
        new DebitWithdrawalEndpoints(world, doors).Map(app);
        new DebitRefundEndpoints(world, doors).Map(app);
        new DirectDebitControl(world, doors).Map(app);
        new RefundEndpoints(world, doors).Map(app);
        new SettlementEndpoints(world, doors).Map(app);
        new SettlementBanks(world, doors).Map(app);
        new BatchSettlementEndpoints(world, doors).Map(app);
        new QueuedSettlementEndpoints(world, doors).Map(app);
        new AvandEndpoints(world, doors).Map(app);
        ravand.Map(app);
        new ReferenceLists(doors, ravand).Map(app);
        new CardholderEndpoints(world, doors, ravand).Map(app);
        new CardEndpoints(world, doors, ravand).Map(app);
        new CardPages(world, doors).Map(app);
        new AccountEndpoints(world, doors, ravand).Map(app);
        new TransferEndpoints(world, doors, ravand).Map(app);
        new CreditEndpoints(world, doors, ravand).Map(app);
        new CardholderControl(world, doors).Map(app);
        MapCustomers(app, world, doors);
        new ControlEndpoints(world, doors).Map(app);
    }

    private static void MapCustomers(WebApplication app, World world, Doors doors)
    {
        CustomerAccess access = new(world);
        CustomerBanks banks = new(world, access);
        CustomerIbanEndpoints ibans = new(world, banks);
        new CustomerEndpoints(world, doors).Map(app);
        new CustomFieldEndpoints(world, doors).Map(app);
        new CustomerWalletEndpoints(world, doors).Map(app);
        new CustomerAuthenticationEndpoints(world, doors, access).Map(app);
        new CustomerCashInEndpoints(world, doors).Map(app);
        ibans.Map(app, doors);
        new CustomerCardEndpoints(world, banks, ibans).Map(app, doors);
        InformationLists.Map(app, doors);
    }

    /// <summary>Counts who comes in, and gives routing's bare 404 and 405 the vendor's bodies.</summary>
    private static async Task PassFrontDoor(RequestDelegate next, HttpContext context, World world)
    {
        bool isControl = context.Request.Path.StartsWithSegments(ControlEndpoints.Root, StringComparison.Ordinal);
        if (!isControl)
            world.Counters.Arrived();
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        if (context.Response.HasStarted || context.Response.StatusCode is not (404 or 405))
            return;
        Envelope envelope = Envelope.Of(context.Request.Path);
        Answer answer = context.Response.StatusCode == 405 ? envelope.MethodNotAllowed() : envelope.NotFound();
        await answer.Write(context, isControl ? null : world.Counters);
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
