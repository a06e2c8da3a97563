using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Vandar.Core.Authentication;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.DependencyInjection;

/// <summary>What else there is to say of a client that was registered.</summary>
public sealed class VandarBuilder
{
    internal VandarBuilder(IServiceCollection services, string? key, OptionsBuilder<VandarSettings> settings, IHttpClientBuilder httpClient) =>
        (Services, Key, Settings, HttpClient) = (services, key, settings, httpClient);

    /// <summary>The service's own.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The client's key; null for the one without.</summary>
    public string? Key { get; }

    /// <summary>
    /// The HTTP client underneath, for handlers of your own. Handlers that repeat requests cannot make a payment go out twice: its body is handed
    /// out once, and an attempt to send it again fails.
    /// </summary>
    public IHttpClientBuilder HttpClient { get; }

    internal OptionsBuilder<VandarSettings> Settings { get; }

    /// <summary>Keeps token pairs in a store of yours: a database, a vault, a Redis that many machines share.</summary>
    /// <param name="store">Made once.</param>
    public VandarBuilder UseTokenStore(Func<IServiceProvider, ITokenStore> store) =>
        Set(store, static (settings, store) => settings.TokenStore = store);

    /// <summary>Keeps limits of yours, for instance such as many machines share.</summary>
    /// <param name="limits">Made once.</param>
    public VandarBuilder UseRateLimits(Func<IServiceProvider, VandarRateLimits> limits) =>
        Set(limits, static (settings, limits) => settings.RateLimits = limits);

    /// <summary>Changes the client's options as the last word: whatever has no setting of its own.</summary>
    /// <param name="change">Such as <c>(services, options) => options with { OnTokenStoreFailure = … }</c>.</param>
    public VandarBuilder ConfigureOptions(Func<IServiceProvider, VandarClientOptions, VandarClientOptions> change) =>
        Set(change, static (settings, change) => settings.Change = change);

    /// <summary>Adds a health check of the client's tokens, store and limits; it sends nothing.</summary>
    /// <param name="name">Its name; null for <c>vandar</c>, or <c>vandar.</c> and the key.</param>
    /// <param name="tags">Tags to choose checks by.</param>
    public VandarBuilder AddHealthCheck(string? name = null, IEnumerable<string>? tags = null)
    {
        string options = Key ?? Options.DefaultName;
        Services.AddHealthChecks().Add(new HealthCheckRegistration(
            name ?? (Key is null ? "vandar" : $"vandar.{Key}"),
            provider => new VandarHealthCheck(provider.GetRequiredService<VandarParts>().OptionsOf(options)), failureStatus: null, tags));
        return this;
    }

    private VandarBuilder Set<T>(T value, Action<VandarSettings, T> set)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        Settings.Configure(settings => set(settings, value));
        return this;
    }
}
