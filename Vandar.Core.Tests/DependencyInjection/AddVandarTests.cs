using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vandar.Core.DependencyInjection;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Faults;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests.DependencyInjection;

/// <summary>A service that registers the client, against a sandbox over real sockets.</summary>
internal sealed class AddVandarTests
{
    private static readonly Iban s_iban = Iban.Parse("IR062960000000100324200001");

    [Test]
    [CancelAfter(60_000)]
    public async Task One_line_and_a_section_are_enough(CancellationToken limit)
    {
        await using VandarSandbox sandbox = await VandarSandbox.Start(cancellationToken: limit);
        HostApplicationBuilder service = Service(("Vandar", Keys(sandbox)));
        service.Services.AddVandar(service.Configuration.GetSection("Vandar"));
        using IHost host = service.Build();
        await host.StartAsync(limit);

        VandarClient client = host.Services.GetRequiredService<VandarClient>();
        WalletBalance balance = await client.Wallet.Balance(cancellationToken: limit);

        Assert.That(balance.Wallet.ToRial(), Is.EqualTo(sandbox.Business.Wallet));
        Assert.That(host.Services.GetRequiredService<VandarClient>(), Is.SameAs(client));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Businesses_with_tokens_of_their_own_have_keys(CancellationToken limit)
    {
        await using VandarSandbox first = await VandarSandbox.Start(cancellationToken: limit);
        await using VandarSandbox second = await VandarSandbox.Start(new() { Business = "other-shop" }, limit);
        HostApplicationBuilder service = Service(("Shops:first", Keys(first)), ("Shops:second", Keys(second)));
        foreach (string key in (string[])["first", "second"])
            service.Services.AddVandar(key, service.Configuration.GetSection($"Shops:{key}"));
        using IHost host = service.Build();
        await host.StartAsync(limit);

        foreach (string key in (string[])["first", "second"])
            await host.Services.GetRequiredKeyedService<VandarClient>(key).Wallet.Balance(cancellationToken: limit);

        Assert.That((first.AnswersByStatus[200], second.AnswersByStatus[200]), Is.EqualTo((1, 1)));
        Assert.That(host.Services.GetService<VandarClient>(), Is.Null);
    }

    /// <summary>What a service does to all its clients at once must not reach a payment.</summary>
    [TestCase("close@head:0", 1)]
    [TestCase("status:503", 1)]
    [TestCase("unseen+status:503", 0)]
    [CancelAfter(60_000)]
    public async Task Resilience_for_the_whole_service_pays_once(string fault, int executions, CancellationToken limit)
    {
        await using VandarSandbox sandbox = await VandarSandbox.Start(new() { Faults = SandboxFaultPlan.Empty }, limit);
        HostApplicationBuilder service = Service(("Vandar", Keys(sandbox)));
        service.Services.ConfigureHttpClientDefaults(static http => http.AddStandardResilienceHandler(static all => all.Retry.Delay = TimeSpan.Zero));
        service.Services.AddVandar(service.Configuration.GetSection("Vandar"));
        using IHost host = service.Build();
        VandarClient client = host.Services.GetRequiredService<VandarClient>();
        await client.Wallet.Balance(cancellationToken: limit);
        sandbox.Faults!.Plan = SandboxFaultPlan.Parse($"100% {fault}");

        VandarException? failure = await Assert.CatchAsync<VandarException>(() => client.Settlements.Create(
            new() { Amount = Toman.Of(50_000), Iban = s_iban, TrackId = "payout-1" }, cancellationToken: limit).AsTask());

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That(sandbox.Journal.Count(row => row.Key == "payout-1"), Is.EqualTo(executions));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task No_log_of_the_service_has_an_address_or_a_secret(CancellationToken limit)
    {
        await using VandarSandbox sandbox = await VandarSandbox.Start(cancellationToken: limit);
        using Witness witness = new();
        witness.Plant(sandbox.Credentials.AccessToken, sandbox.Credentials.RefreshToken, sandbox.Credentials.IpgApiKey);
        HostApplicationBuilder service = Service(("Vandar", Keys(sandbox)));
        service.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace);
        service.Services.AddSingleton<ILoggerFactory>(witness);
        service.Services.ConfigureHttpClientDefaults(static http => http.AddStandardResilienceHandler(static all => all.Retry.Delay = TimeSpan.Zero));
        service.Services.AddVandar(service.Configuration.GetSection("Vandar"));
        using IHost host = service.Build();
        VandarClient client = host.Services.GetRequiredService<VandarClient>();

        // The address of this call has a mobile number in it.
        object? end = await witness.EndOf(async () => await client.Customer(Witness.Mobile).Wallet.Balance(cancellationToken: limit));

        Assert.That(end, Is.InstanceOf<VandarApiException>());
        Assert.That(witness.Heard, Is.Not.Empty);
        Assert.That(witness.Heard, Has.None.Contains("/business/"));
    }

    /// <summary>A service whose configuration has these sections.</summary>
    internal static HostApplicationBuilder Service(params (string Section, Dictionary<string, string?> Keys)[] sections)
    {
        HostApplicationBuilder service = Host.CreateEmptyApplicationBuilder(new());
        foreach ((string section, Dictionary<string, string?> keys) in sections)
            service.Configuration.AddInMemoryCollection(keys.Select(key => KeyValuePair.Create($"{section}:{key.Key}", key.Value)));
        return service;
    }

    private static Dictionary<string, string?> Keys(VandarSandbox sandbox) => new()
    {
        ["Business"] = sandbox.Credentials.Business, ["AccessToken"] = sandbox.Credentials.AccessToken, ["RefreshToken"] = sandbox.Credentials.RefreshToken,
        ["IpgApiKey"] = sandbox.Credentials.IpgApiKey, ["Address"] = sandbox.BaseAddress.ToString(),
    };
}
