using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Vandar.Core.Authentication;
using Vandar.Core.DependencyInjection;

namespace Vandar.Core.Tests.DependencyInjection;

/// <summary>The health check: what the store holds, by the clock, without a request.</summary>
internal sealed class VandarHealthCheckTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 21, 8, 30, 0, TimeSpan.Zero);

    private static IEnumerable<TestCaseData> Pairs()
    {
        yield return Case("fresh", Pair(age: 1), HealthStatus.Healthy, "The token pair is alive.");
        yield return Case("access token over", Pair(age: 6), HealthStatus.Healthy, "The token pair is alive.");
        yield return Case("nearly over", Pair(age: 8), HealthStatus.Degraded, "The refresh token is nearly over");
        yield return Case("over", Pair(age: 10), HealthStatus.Unhealthy, "The refresh token is over: create a new token pair in the Vandar dashboard.");
        yield return Case("logged out", new() { ObtainedAt = s_now }, HealthStatus.Unhealthy, "ended by a logout");
        yield return Case("without an age", new() { AccessToken = "a.b.c" }, HealthStatus.Healthy, "The access token is alive.");
        yield return Case("an access token alone, over", new() { AccessToken = "a.b.c", ExpiresAt = s_now }, HealthStatus.Degraded, "the next call refreshes it");
        yield return Case("nothing yet", null, HealthStatus.Healthy, "the tokens of the settings are next");

        static TokenPair Pair(int age) => new()
        {
            AccessToken = "a.b.c", RefreshToken = "def", ObtainedAt = s_now.AddDays(-age), ExpiresAt = s_now.AddDays(5 - age),
        };

        static TestCaseData Case(string name, TokenPair? pair, HealthStatus status, string text) =>
            new TestCaseData(pair, status, text).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Pairs))]
    public async Task A_pair_is_judged_by_its_age(TokenPair? pair, HealthStatus status, string text)
    {
        HealthReportEntry entry = await Check(new StoreOf(() => pair), settings => settings.RefreshToken = "def");

        Assert.That(entry.Status, Is.EqualTo(status));
        Assert.That(entry.Description, Does.Contain(text));
        Assert.That(entry.Data["queued_posts"], Is.Zero);
    }

    [Test]
    public async Task A_store_that_cannot_be_read_is_told_by_the_kind_of_its_failure()
    {
        HealthReportEntry entry = await Check(new StoreOf(() => throw new IOException("/home/canary")), settings => settings.RefreshToken = "def");

        Assert.That((entry.Status, entry.Description), Is.EqualTo((HealthStatus.Unhealthy, "The token store cannot be read (IOException).")));
        Assert.That(entry.Exception, Is.Null);
    }

    [Test]
    public async Task A_token_that_is_over_and_that_nothing_can_refresh_is_told()
    {
        TokenPair alone = new() { AccessToken = "a.b.c", ExpiresAt = s_now };

        HealthReportEntry entry = await Check(new StoreOf(() => alone), settings => settings.IpgApiKey = "key");

        Assert.That((entry.Status, entry.Description), Is.EqualTo(
            (HealthStatus.Unhealthy, "The access token is over, and there is no refresh token: create a new token pair in the Vandar dashboard.")));
    }

    [TestCase("key", HealthStatus.Healthy)]
    [TestCase(null, HealthStatus.Unhealthy)]
    public async Task Without_tokens_only_the_gateway_is_well(string? key, HealthStatus status)
    {
        HealthReportEntry entry = await Check(new StoreOf(() => null), settings => settings.IpgApiKey = key);

        Assert.That(entry.Status, Is.EqualTo(status));
    }

    private static async Task<HealthReportEntry> Check(ITokenStore store, Action<VandarSettings> settings)
    {
        HostApplicationBuilder service = AddVandarTests.Service();
        service.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(s_now));
        service.Services.AddVandar("shop", settings).UseTokenStore(_ => store).AddHealthCheck();
        using IHost host = service.Build();
        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["vandar.shop"];
    }

    private sealed class StoreOf(Func<TokenPair?> read) : ITokenStore
    {
        public ValueTask<TokenPair?> Read(CancellationToken cancellationToken) => new(read());

        public ValueTask<ITokenStoreLease> Acquire(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
