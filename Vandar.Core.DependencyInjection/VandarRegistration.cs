using Vandar.Core.RateLimiting;

namespace Vandar.Core.DependencyInjection;

/// <summary>One client that was asked for: under which key, and from which section.</summary>
internal sealed record VandarRegistration(string Name, object? Key, string? Section)
{
    /// <summary>A setting as its user knows it: <c>Vandar:Business</c>.</summary>
    internal string KeyOf(string setting) => Section is null ? setting : $"{Section}:{setting}";

    /// <summary>What of the options stands in the settings themselves.</summary>
    internal static VandarClientOptions OptionsOf(VandarSettings settings)
    {
        VandarClientOptions options = new()
        {
            Business = settings.Business,
            AccessToken = settings.AccessToken,
            AccessTokenExpiresAt = settings.AccessTokenExpiresAt,
            RefreshToken = settings.RefreshToken,
            IpgApiKey = settings.IpgApiKey,
        };
        return options with
        {
            Hosts = settings.Address is { } address ? VandarHosts.At(address) : options.Hosts,
            Timeout = settings.Timeout ?? options.Timeout,
            BodyIdleTimeout = settings.BodyIdleTimeout ?? options.BodyIdleTimeout,
            ConnectTimeout = settings.ConnectTimeout ?? options.ConnectTimeout,
            MaxRetries = settings.MaxRetries ?? options.MaxRetries,
        };
    }

    /// <summary>Its own share where one was set; otherwise what the documentation allows.</summary>
    internal static VandarRateLimits LimitsOf(VandarSettings settings, TimeProvider time) => new(
        settings.PostsPerWindow ?? VandarRateLimits.DocumentedPosts, settings.OthersPerWindow ?? VandarRateLimits.DocumentedOthers, time);
}
