using Vandar.Core.Authentication;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.DependencyInjection;

/// <summary>What a service says of its client in configuration: <see cref="VandarClientOptions"/> in a form that a section can fill.</summary>
/// <example><code>
/// "Vandar": { "Business": "shop", "TokenFile": "/var/lib/shop/tokens.json" }        // and the secrets from a vault or the environment:
/// // Vandar__RefreshToken, Vandar__IpgApiKey
/// </code></example>
public sealed class VandarSettings
{
    /// <summary>The business's English name from the dashboard.</summary>
    public string? Business { get; set; }

    /// <summary>An access token to start with. A secret: keep it out of files that are checked in.</summary>
    public string? AccessToken { get; set; }

    /// <summary>When <see cref="AccessToken"/> ends, if you know.</summary>
    public DateTimeOffset? AccessTokenExpiresAt { get; set; }

    /// <summary>The one-time refresh token to start with. A secret. What the token store holds is taken first.</summary>
    public string? RefreshToken { get; set; }

    /// <summary>
    /// The file that keeps refreshed pairs, for services on one machine; see <see cref="FileTokenStore"/>. Not together with a store of your own.
    /// </summary>
    public string? TokenFile { get; set; }

    /// <summary>The payment gateway's key. A secret.</summary>
    public string? IpgApiKey { get; set; }

    /// <summary>One address for all of Vandar's services, as a sandbox has it; null for the real ones.</summary>
    public Uri? Address { get; set; }

    /// <summary>The limit for a whole call; see <see cref="VandarClientOptions.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>The longest silence within an answer's body.</summary>
    public TimeSpan? BodyIdleTimeout { get; set; }

    /// <summary>The limit for connecting.</summary>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>How often a call is tried again where that is safe.</summary>
    public int? MaxRetries { get; set; }

    /// <summary>POST requests that this process may send in 3 seconds; null for the 30 that Vandar documents. Of many machines, each a share.</summary>
    public int? PostsPerWindow { get; set; }

    /// <summary>Other requests that this process may send in 3 seconds; null for the 100 that Vandar documents.</summary>
    public int? OthersPerWindow { get; set; }

    /// <summary>Where pairs live if not in <see cref="TokenFile"/>: for code, not for configuration.</summary>
    internal Func<IServiceProvider, ITokenStore>? TokenStore { get; set; }

    /// <summary>Limits that are shared with others: for code, not for configuration.</summary>
    internal Func<IServiceProvider, VandarRateLimits>? RateLimits { get; set; }

    /// <summary>Whatever else the options have, as the last word.</summary>
    internal Func<IServiceProvider, VandarClientOptions, VandarClientOptions>? Change { get; set; }

    /// <summary>The name of the type; never a secret.</summary>
    public override string ToString() => nameof(VandarSettings);
}
