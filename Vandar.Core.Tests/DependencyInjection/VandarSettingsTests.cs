using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vandar.Core.Authentication;
using Vandar.Core.DependencyInjection;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.Tests.DependencyInjection;

/// <summary>What stands in a section, and what is wrong with it: told when the service starts, by key, rule and remedy, without the value.</summary>
internal sealed class VandarSettingsTests
{
    private const string Secret = "canary-secret-0123456789";

    private static readonly Dictionary<string, string?> s_good = new() { ["Business"] = "shop", ["RefreshToken"] = Secret };

    [Test]
    public async Task Every_setting_reaches_the_client()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "settings-test", "tokens.json");
        Dictionary<string, string?> keys = new()
        {
            ["Business"] = "shop", ["AccessToken"] = "a.b.c", ["AccessTokenExpiresAt"] = "2026-03-21T08:30:00Z", ["RefreshToken"] = Secret, ["TokenFile"] = file,
            ["IpgApiKey"] = "key", ["Address"] = "http://127.0.0.1:5000", ["Timeout"] = "00:00:20", ["BodyIdleTimeout"] = "00:00:05",
            ["ConnectTimeout"] = "00:00:03", ["MaxRetries"] = "1", ["PostsPerWindow"] = "3", ["OthersPerWindow"] = "10",
        };
        Assert.That(
            keys.Keys, Is.EquivalentTo(typeof(VandarSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name)));
        HostApplicationBuilder service = AddVandarTests.Service(("Vandar", keys));
        service.Services.AddVandar(service.Configuration.GetSection("Vandar"));
        using IHost host = service.Build();
        await host.StartAsync();

        VandarClientOptions options = host.Services.GetRequiredService<VandarParts>().OptionsOf("");

        Assert.That((options.Business, options.AccessToken, options.RefreshToken, options.IpgApiKey), Is.EqualTo(("shop", "a.b.c", Secret, "key")));
        Assert.That(options.AccessTokenExpiresAt, Is.EqualTo(new DateTimeOffset(2026, 3, 21, 8, 30, 0, TimeSpan.Zero)));
        Assert.That(options.Hosts, Is.EqualTo(VandarHosts.At(new Uri("http://127.0.0.1:5000"))));
        Assert.That((options.Timeout.TotalSeconds, options.BodyIdleTimeout.TotalSeconds, options.ConnectTimeout.TotalSeconds), Is.EqualTo((20, 5, 3)));
        Assert.That(options.MaxRetries, Is.EqualTo(1));
        Assert.That(options.TokenStore, Is.InstanceOf<FileTokenStore>());
        Assert.That(options.RateLimits!.Post!.GetStatistics()!.CurrentAvailablePermits, Is.EqualTo(3));
        Assert.That(options.RateLimits.Other!.GetStatistics()!.CurrentAvailablePermits, Is.EqualTo(10));
    }

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("nothing to call with", new() { ["Business"] = "shop" }, "Vandar:RefreshToken is missing: set it, or TokenFile");
        yield return Case("an unknown key", new(s_good) { ["RefershToken"] = Secret }, "RefershToken");
        yield return Case("a business that is none", new(s_good) { ["Business"] = ".." }, "Vandar:Business: A path argument must not be a dot segment");
        yield return Case("a token with a line break", new(s_good) { ["RefreshToken"] = Secret + "\n" }, "Vandar:RefreshToken: ");
        yield return Case("a blank file", new(s_good) { ["TokenFile"] = " " }, "Vandar:TokenFile is blank: name a file, or remove the key.");
        yield return Case("an end without a token", new(s_good) { ["AccessTokenExpiresAt"] = "2026-03-21" }, "Vandar:AccessTokenExpiresAt says when a token ends");
        yield return Case("too many posts", new(s_good) { ["PostsPerWindow"] = "31" }, "Vandar:PostsPerWindow must be from 1 to the 30");
        yield return Case("no others", new(s_good) { ["OthersPerWindow"] = "0" }, "Vandar:OthersPerWindow must be from 1 to the 100");
        yield return Case("an address in clear text", new(s_good) { ["Address"] = "http://vandar.example" }, "Vandar:Hosts.Api: The address of a Vandar host must be https");
        yield return Case("a time that is none", new(s_good) { ["Timeout"] = "-00:00:01" }, "Vandar:Timeout: A time limit must be positive");
        yield return Case("not a number", new(s_good) { ["MaxRetries"] = "many" }, "Vandar:MaxRetries");
        yield return Case("too many retries", new(s_good) { ["MaxRetries"] = "11" }, "Vandar:MaxRetries: ");

        static TestCaseData Case(string name, Dictionary<string, string?> keys, string expected) =>
            new TestCaseData(keys, expected).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task What_is_wrong_is_told_at_the_start(Dictionary<string, string?> keys, string expected)
    {
        HostApplicationBuilder service = AddVandarTests.Service(("Vandar", keys));
        service.Services.AddVandar(service.Configuration.GetSection("Vandar"));

        Exception failure = await FailureOfStart(service);

        Assert.That(failure.Message, Does.Contain(expected));
        Assert.That(failure.ToString(), Does.Not.Contain(Secret));
    }

    private static IEnumerable<TestCaseData> Contradictions()
    {
        yield return Case(
            "two stores", settings => settings.TokenFile = "tokens.json", builder => builder.UseTokenStore(_ => new MemoryTokenStore()),
            "TokenFile contradicts UseTokenStore: keep one of them.");
        yield return Case(
            "two limits", settings => settings.PostsPerWindow = 5, builder => builder.UseRateLimits(_ => VandarRateLimits.Off),
            "PostsPerWindow or OthersPerWindow contradicts UseRateLimits: keep one of them.");

        static TestCaseData Case(string name, Action<VandarSettings> settings, Action<VandarBuilder> also, string expected) =>
            new TestCaseData(settings, also, expected).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Contradictions))]
    public async Task Contradictions_of_code_and_settings_are_told_at_the_start(Action<VandarSettings> settings, Action<VandarBuilder> also, string expected)
    {
        HostApplicationBuilder service = AddVandarTests.Service();
        also(service.Services.AddVandar(asked =>
        {
            asked.RefreshToken = Secret;
            settings(asked);
        }));

        Exception failure = await FailureOfStart(service);

        Assert.That(failure.Message, Does.Contain(expected));
    }

    [TestCase("other-shop", null, "Shops:second:TokenFile is the file of Shops:first:Business as well, which is another business")]
    [TestCase("shop", "10", "Shops:second:PostsPerWindow or OthersPerWindow differs from Shops:first:PostsPerWindow, which shares its token file")]
    public async Task Neighbours_on_one_store_agree(string business, string? posts, string expected)
    {
        HostApplicationBuilder service = AddVandarTests.Service(
            ("Shops:first", new(s_good) { ["TokenFile"] = "tokens.json" }),
            ("Shops:second", new(s_good) { ["TokenFile"] = "./tokens.json", ["Business"] = business, ["PostsPerWindow"] = posts }));
        foreach (string key in (string[])["first", "second"])
            service.Services.AddVandar(key, service.Configuration.GetSection($"Shops:{key}"));

        Exception failure = await FailureOfStart(service);

        Assert.That(failure.Message, Does.Contain(expected));
    }

    [Test]
    public void Neighbours_on_one_store_share_it_and_its_limits()
    {
        HostApplicationBuilder service = AddVandarTests.Service();
        foreach (string key in (string[])["web", "worker"])
            service.Services.AddVandar(key, settings => (settings.Business, settings.TokenFile) = ("shop", "tokens.json"));
        service.Services.AddVandar("alone", settings => (settings.Business, settings.RefreshToken) = ("shop", Secret));
        using IHost host = service.Build();
        VandarParts parts = host.Services.GetRequiredService<VandarParts>();

        Assert.That(parts.OptionsOf("web").TokenStore, Is.SameAs(parts.OptionsOf("worker").TokenStore));
        Assert.That(parts.OptionsOf("web").RateLimits, Is.SameAs(parts.OptionsOf("worker").RateLimits));
        Assert.That(parts.OptionsOf("alone").RateLimits, Is.Not.SameAs(parts.OptionsOf("worker").RateLimits));
    }

    [Test]
    public void A_key_is_taken_once([Values(null, "shop")] string? key)
    {
        ServiceCollection services = new();
        Add();

        Assert.Throws<ArgumentException>(Add);

        void Add() => _ = key is null ? services.AddVandar(_ => { }) : services.AddVandar(key, _ => { });
    }

    [Test]
    public void A_blank_key_is_none() => Assert.Throws<ArgumentException>(() => new ServiceCollection().AddVandar(" ", _ => { }));

    [Test]
    public void The_last_word_is_the_callers()
    {
        HostApplicationBuilder service = AddVandarTests.Service();
        service.Services.AddVandar(settings => settings.RefreshToken = Secret).ConfigureOptions((_, options) => options with { MaxResponseBytes = 5_000 });
        using IHost host = service.Build();

        Assert.That(host.Services.GetRequiredService<VandarParts>().OptionsOf("").MaxResponseBytes, Is.EqualTo(5_000));
    }

    [Test]
    public void Settings_show_no_secret() => Assert.That(new VandarSettings { RefreshToken = Secret }.ToString(), Is.EqualTo("VandarSettings"));

    private static async Task<Exception> FailureOfStart(HostApplicationBuilder service)
    {
        using IHost host = service.Build();
        return (await Assert.CatchAsync<Exception>(() => host.StartAsync()))!;
    }
}
