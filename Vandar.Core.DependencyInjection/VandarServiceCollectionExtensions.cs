using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Vandar.Core.DependencyInjection;

/// <summary>Registers the client with a service.</summary>
public static class VandarServiceCollectionExtensions
{
    /// <summary>Registers a <see cref="VandarClient"/>, one for the whole service.</summary>
    /// <param name="services">The service's own.</param>
    /// <param name="section">
    /// Where its settings stand, such as <c>builder.Configuration.GetSection("Vandar")</c>. An unknown key in it is an error at the start.
    /// </param>
    /// <exception cref="ArgumentException">A client without a key is registered already.</exception>
    public static VandarBuilder AddVandar(this IServiceCollection services, IConfigurationSection section) => Add(services, null, section);

    /// <summary>Registers a <see cref="VandarClient"/>, one for the whole service.</summary>
    /// <param name="services">The service's own.</param>
    /// <param name="configure">Fills its settings.</param>
    /// <exception cref="ArgumentException">A client without a key is registered already.</exception>
    public static VandarBuilder AddVandar(this IServiceCollection services, Action<VandarSettings> configure) =>
        Add(services, null, configure);

    /// <summary>
    /// Registers one <see cref="VandarClient"/> of several, for businesses with tokens of their own: <c>[FromKeyedServices("…")]</c> asks for it.
    /// </summary>
    /// <param name="services">The service's own.</param>
    /// <param name="key">The key of the client.</param>
    /// <param name="section">Where its settings stand. An unknown key in it is an error at the start.</param>
    /// <exception cref="ArgumentException">The key is blank or taken.</exception>
    public static VandarBuilder AddVandar(this IServiceCollection services, string key, IConfigurationSection section) =>
        Add(services, Checked(key), section);

    /// <summary>
    /// Registers one <see cref="VandarClient"/> of several, for businesses with tokens of their own: <c>[FromKeyedServices("…")]</c> asks for it.
    /// </summary>
    /// <param name="services">The service's own.</param>
    /// <param name="key">The key of the client.</param>
    /// <param name="configure">Fills its settings.</param>
    /// <exception cref="ArgumentException">The key is blank or taken.</exception>
    public static VandarBuilder AddVandar(this IServiceCollection services, string key, Action<VandarSettings> configure) =>
        Add(services, Checked(key), configure);

    private static string Checked(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return key;
    }

    private static VandarBuilder Add(IServiceCollection services, string? key, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        VandarBuilder builder = Add(services, key, section.Path);
        // A word that is misspelt would otherwise be a default that nobody chose.
        builder.Settings.Bind(section, static binder => binder.ErrorOnUnknownConfiguration = true);
        return builder;
    }

    private static VandarBuilder Add(IServiceCollection services, string? key, Action<VandarSettings> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        VandarBuilder builder = Add(services, key, section: (string?)null);
        builder.Settings.Configure(configure);
        return builder;
    }

    private static VandarBuilder Add(IServiceCollection services, string? key, string? section)
    {
        ArgumentNullException.ThrowIfNull(services);
        string name = key ?? Options.DefaultName;
        RegistrationsOf(services).Add(new(name, key, section), nameof(key));

        OptionsBuilder<VandarSettings> settings = services.AddOptions<VandarSettings>(name).ValidateOnStart();
        services.AddOptions<VandarNeighbours>()
            .Configure<VandarRegistrations, IOptionsMonitor<VandarSettings>>((neighbours, registrations, all) =>
                neighbours.All.Add((registrations.Find(name)!, all.Get(name))))
            .ValidateOnStart();

        string httpClient = key is null ? "Vandar" : $"Vandar.{key}";
        IHttpClientBuilder http = services.AddHttpClient(httpClient)
            // The addresses of cards and customers are in what the factory would log.
            .RemoveAllLoggers()
            .ConfigureHttpClient(static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => VandarClient.CreateHandler(provider.GetRequiredService<VandarParts>().OptionsOf(name)))
            // The client is one for the service's whole life; its connections follow DNS by themselves.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);

        if (key is null)
            services.AddSingleton(provider => Client(provider, name, httpClient));
        else
            services.AddKeyedSingleton(key, (provider, _) => Client(provider, name, httpClient));
        return new(services, key, settings, http);
    }

    private static VandarClient Client(IServiceProvider provider, string name, string httpClient) =>
        new(provider.GetRequiredService<VandarParts>().OptionsOf(name), provider.GetRequiredService<IHttpClientFactory>().CreateClient(httpClient));

    private static VandarRegistrations RegistrationsOf(IServiceCollection services)
    {
        ServiceDescriptor? first = services.FirstOrDefault(service => service.ServiceType == typeof(VandarRegistrations));
        if (first?.ImplementationInstance is VandarRegistrations known)
            return known;
        VandarRegistrations registrations = new();
        services.AddSingleton(registrations);
        services.AddSingleton<VandarParts>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<VandarSettings>, VandarSettingsRules>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<VandarNeighbours>, VandarNeighbourRules>());
        return registrations;
    }
}
