using Vandar.Core.RateLimiting;
using Vandar.Core.Ravand;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Sandbox;

namespace Vandar.Core.Tests.Faults;

/// <summary>
/// A sandbox behind its fault server, in which a call of every class can succeed, and whose journal tells how often it was executed.
/// </summary>
internal sealed class FaultStand : IAsyncDisposable
{
    private static readonly Iban s_account = Iban.Parse(SandboxPayouts.IbanAt("056"));

    private readonly VandarClient _calm;
    private readonly TimeProvider _time;
    private int _number;
    private long _payment;
    private Iban _source;

    private FaultStand(VandarSandbox sandbox, TimeProvider time)
    {
        (Sandbox, _time) = (sandbox, time);
        _calm = new(Keys(sandbox.InnerAddress));
    }

    internal VandarSandbox Sandbox { get; }

    internal SandboxFaults Faults => Sandbox.Faults!;

    /// <summary>Whose documents can be uploaded.</summary>
    internal string Cardholder { get; private set; } = "";

    /// <param name="time">The clock of the clients; a swift one unless given.</param>
    internal static async Task<FaultStand> Open(TimeProvider? time = null, SandboxSwitches? switches = null)
    {
        VandarSandbox sandbox = await VandarSandbox.Start(
            new() { Faults = SandboxFaultPlan.Empty, Limits = false, OpeningBalance = Rial.Of(1_000_000_000_000), Switches = switches ?? new() });
        FaultStand stand = new(sandbox, time ?? new SwiftTime());
        sandbox.Business.ConnectAccount(s_account, Rial.Of(1_000_000));
        Ipg.IpgSession session = await stand._calm.Ipg.Send(
            new() { Amount = Rial.Of(500_000_000), CallbackUrl = new Uri("https://shop.example/back") });
        using HttpClient payer = new(new SocketsHttpHandler { AllowAutoRedirect = false });
        using HttpResponseMessage shown = await payer.GetAsync(session.RedirectUrl);
        using FormUrlEncodedContent form = new([KeyValuePair.Create("card_number", "6037990000000006")]);
        using HttpResponseMessage paid = await payer.PostAsync(new Uri($"{session.RedirectUrl}/pay"), form);
        await stand._calm.Ipg.Verify(session.Token);
        stand._payment = (await stand._calm.Ipg.Transaction(session.Token)).TransactionId!.Value;
        stand._source = Iban.Parse((await stand._calm.CashIn.Account.List()).Single().Iban!);
        stand.Cardholder = (await stand._calm.Ravand.Cardholders("sample-bank").Create(new()
        {
            NationalCode = NationalCode.Parse(Witness.NationalCode), Mobile = MobileNumber.Parse(Witness.Mobile), BirthDate = new(1370, 1, 1),
        })).CardholderId;
        return stand;
    }

    /// <summary>Makes a call of a class under a fault that meets each of its requests.</summary>
    /// <param name="own">Whether the client has its own handler; else it gets an <see cref="HttpClient"/>.</param>
    /// <param name="warm">Whether a request passes first, so that the fault can meet a pooled connection.</param>
    internal async Task<Trial> Try(
        ClassCall call, string fault, bool own = true, bool warm = false, Func<VandarClientOptions, VandarClientOptions>? change = null,
        DelegatingHandler? through = null, Func<Task<object?>, Task>? meanwhile = null, Action? before = null,
        CancellationToken cancellationToken = default)
    {
        using Witness witness = new();
        int number = ++_number;
        Func<VandarClient, Task<object?>> send = await Prepared(call, number, cancellationToken);
        Sandbox.Business.NewToken();
        SandboxCredentials keys = Sandbox.Credentials;
        witness.Plant(keys.AccessToken, keys.RefreshToken, keys.IpgApiKey, s_account.Value, _source.Value);
        VandarClientOptions options = Options(witness) with { TimeProvider = _time, MaxRetries = 1, Timeout = TimeSpan.FromMinutes(20) };
        using SocketsHttpHandler sockets = new() { AllowAutoRedirect = false, UseCookies = false };
        if (through is not null)
            through.InnerHandler = sockets;
        using HttpClient http = new((HttpMessageHandler?)through ?? sockets) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = own ? new(change?.Invoke(options) ?? options) : new(change?.Invoke(options) ?? options, http);
        if (warm)
            await client.Wallet.Balance(cancellationToken: cancellationToken);
        before?.Invoke();
        int executed = Sandbox.Journal.Count;
        Faults.Plan = SandboxFaultPlan.Parse($"100% {fault}");
        try
        {
            Task<object?> end = witness.EndOf(() => send(client));
            if (meanwhile is not null)
                await meanwhile(end);
            object? result = await end;
            int executions = Sandbox.Journal.Skip(executed).Count(row => row.Operation == call.Operation);
            return new(call, result, executions, $"order-{number}");
        }
        finally
        {
            Faults.Plan = SandboxFaultPlan.Empty;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _calm.DisposeAsync();
        Assert.That(Sandbox.Ledger.Sum, Is.EqualTo(Rial.Zero));
        await Sandbox.DisposeAsync();
    }

    /// <summary>The settings of a client that comes through the fault server with the newest tokens.</summary>
    internal VandarClientOptions Options(Witness witness) => Keys(Sandbox.BaseAddress) with { LoggerFactory = witness };

    private VandarClientOptions Keys(Uri address) => new()
    {
        Business = Sandbox.Credentials.Business,
        AccessToken = Sandbox.Credentials.AccessToken,
        RefreshToken = Sandbox.Credentials.RefreshToken,
        IpgApiKey = Sandbox.Credentials.IpgApiKey,
        Hosts = VandarHosts.At(address),
        RateLimits = VandarRateLimits.Off,
    };

    /// <summary>A call that succeeds in this sandbox, if nothing goes wrong.</summary>
    private async Task<Func<VandarClient, Task<object?>>> Prepared(ClassCall call, int number, CancellationToken cancellationToken)
    {
        string key = $"order-{number}";
        switch (call.Class)
        {
            case 'Q':
                return async client => await client.CashIn.Account.Balance(_source, cancellationToken: cancellationToken);
            case 'B':
                return async client => await client.Inquiries.Card(
                    new() { TrackId = key, Card = CardNumber.Parse(Witness.Card) }, cancellationToken: cancellationToken);
            case 'K':
                return async client => await client.Settlements.Create(
                    new() { Amount = Toman.Of(50_000), Iban = s_account, TrackId = key }, cancellationToken: cancellationToken);
            case 'M':
                return async client => await client.Refunds.Create(
                    _payment, new() { Amount = Rial.Of(20_000) }, cancellationToken: cancellationToken);
            case 'V':
                QueuedSettlements.QueuedSettlement waiting = await _calm.QueuedSettlements.Create(
                    new() { AmountInUndocumentedUnit = 900_000_000_000, Iban = s_account, TrackId = key }, cancellationToken: cancellationToken);
                return async client => await client.QueuedSettlements.Cancel(new() { Id = waiting.Id! }, cancellationToken: cancellationToken);
            case 'U':
                return async client => await client.Ravand.Cardholders("sample-bank").Upload(
                    Cardholder, DocumentType.ApplicantPhoto, VandarFile.From(new MemoryStream(Witness.Document), "photo.jpg", "image/jpeg"),
                    cancellationToken: cancellationToken);
            default:
                return client => call.Send(client, null, cancellationToken);
        }
    }
}

/// <summary>What a call came to: its answer or its exception, and how often the sandbox executed it.</summary>
/// <param name="Key">The deduplication key of this very call.</param>
internal sealed record Trial(ClassCall Call, object? Result, int Executions, string Key)
{
    internal VandarException Failure => Result as VandarException
        ?? throw new AssertionException($"{Call}: no exception of ours but {Result?.GetType().Name ?? "nothing"}: {Result}");

    /// <summary>Nobody can know whether it was executed; and it was, as often as the sandbox saw it whole, but never twice.</summary>
    /// <param name="executions">How often it must have been executed where it has an effect.</param>
    /// <param name="retried">Whether a class that may be repeated was.</param>
    internal void IsUnknown(int executions, bool retried = true)
    {
        Assert.That(Failure.Outcome, Is.EqualTo(RequestOutcome.Unknown), Failure.ToString());
        Assert.That(Failure.Attempts, Is.EqualTo(retried && !Call.IsOnce ? 2 : 1));
        IsExecuted(executions);
        if (Call.Class is 'K')
            Assert.That((Failure.Key, Failure.SettledBy), Is.EqualTo((Key, "Wallet.Transactions")));
    }

    internal void IsExecuted(int executions)
    {
        // Reads leave no trace.
        if (Call.Class is not 'R' and not 'Q')
            Assert.That(Executions, Is.EqualTo(executions), Call.Operation);
    }

    internal void Succeeded(int executions = 1)
    {
        Assert.That(Result, Is.Not.InstanceOf<Exception>().And.Not.Null);
        IsExecuted(executions);
    }
}
