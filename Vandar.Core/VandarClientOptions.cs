using Microsoft.Extensions.Logging;
using Vandar.Core.Authentication;
using Vandar.Core.RateLimiting;

namespace Vandar.Core;

/// <summary>How a client reaches Vandar and in whose name. Read once, when the client is made.</summary>
public sealed record VandarClientOptions
{
    /// <summary>
    /// The business's English name from the dashboard; needed by all calls whose path carries it. <c>client.For(…)</c> changes it for a view.
    /// </summary>
    public string? Business { get; init; }

    /// <summary>An access token to start with, opaque, printable ASCII. Without one the first call refreshes.</summary>
    public string? AccessToken { get; init; }

    /// <summary>
    /// When <see cref="AccessToken"/> ends, if you know; otherwise only a 401 tells, and no early refresh happens before the first one.
    /// </summary>
    public DateTimeOffset? AccessTokenExpiresAt { get; init; }

    /// <summary>The one-time refresh token to start with. What the <see cref="TokenStore"/> holds is taken first.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Where refreshed pairs go; null for memory only, where a restart needs a new pair from the dashboard.</summary>
    public ITokenStore? TokenStore { get; init; }

    /// <summary>The payment gateway's key (<c>api_key</c>); needed by the gateway's calls, which send no bearer token.</summary>
    public string? IpgApiKey { get; init; }

    /// <summary>The addresses of the services.</summary>
    public VandarHosts Hosts { get; init; } = VandarHosts.Production;

    /// <summary>The limit for a whole call: waits, all attempts and the answer's body. 100 seconds unless set; infinite is allowed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The longest silence within an answer's body. 30 seconds unless set.</summary>
    public TimeSpan BodyIdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The limit for connecting, on a handler the client owns. 10 seconds unless set.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a call is tried again where that is safe: 2 unless set. No setting makes an unsafe call go out twice.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>The largest answer that is read, in decompressed bytes: 4 MiB unless set.</summary>
    public int MaxResponseBytes { get; init; } = 4 * 1_024 * 1_024;

    /// <summary>
    /// Whether to ask for compressed answers: no unless set. Answers are small, and long lists over a slow line are what gains from it.
    /// </summary>
    public bool AcceptCompressedAnswers { get; init; }

    /// <summary>
    /// Lets handlers of the given <see cref="HttpClient"/> take the body of a request that must not be repeated: no unless set, and then only
    /// the platform's own <see cref="SocketsHttpHandler"/> gets it. A body that lies in memory can be sent again by whatever handler repeats
    /// requests, and a payment with it. For test doubles, for other transports, and for chains in which nothing repeats; reads, and calls
    /// that end in the same state when they are repeated, are not concerned.
    /// </summary>
    public bool AllowBodyCopies { get; init; }

    /// <summary>The largest file that is uploaded: 512 MiB unless set. Vandar documents no limit; this one is ours.</summary>
    public long MaxUploadBytes { get; init; } = 512L * 1_024 * 1_024;

    /// <summary>The HTTP version to ask for, on either constructor: 1.1 unless set (2.0 costs about 1,900 bytes more per call).</summary>
    public Version HttpVersion { get; init; } = System.Net.HttpVersion.Version11;

    /// <summary>
    /// The limits to keep: the documented 30 POST and 100 other requests per 3 seconds unless set. Give clients that share a token one
    /// instance, or <see cref="VandarRateLimits.Off"/> to keep none.
    /// </summary>
    public VandarRateLimits? RateLimits { get; init; }

    /// <summary>The clock for every wait, limit and expiry.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the client logs; null for nowhere. It never logs a body, a header or an address.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Told each new pair after it was received. It must not throw; what it throws is logged by type and dropped.</summary>
    public Action<TokenPair>? OnTokensRefreshed { get; init; }

    /// <summary>
    /// Told when the token store fails. A pair that could not be written is kept in memory and written again; but if the process ends
    /// before that, the business needs a new pair from the dashboard. Raise an alarm here.
    /// </summary>
    public Action<Exception>? OnTokenStoreFailure { get; init; }

    /// <summary>The name of the type; never a token.</summary>
    public override string ToString() => nameof(VandarClientOptions);

    /// <summary>Checks every option, as each constructor of the client does: for programs that want to fail at their start.</summary>
    /// <exception cref="ArgumentException">Names the option and its rule, never its value.</exception>
    public void Validate()
    {
        if (Business is not null)
            Http.VandarPath.Check(Business, nameof(Business));
        if (AccessToken is not null)
            BearerToken.Checked(AccessToken, nameof(AccessToken));
        if (RefreshToken is not null)
            BearerToken.Checked(RefreshToken, nameof(RefreshToken));
        if (IpgApiKey is not null)
            BearerToken.Checked(IpgApiKey, nameof(IpgApiKey));
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(Hosts);
        ArgumentNullException.ThrowIfNull(HttpVersion);
        ReadOnlySpan<(Uri Address, string Name)> hosts =
        [
            (Hosts.Api, "Hosts.Api"), (Hosts.Ipg, "Hosts.Ipg"), (Hosts.Batch, "Hosts.Batch"), (Hosts.Subscription, "Hosts.Subscription"),
            (Hosts.Health, "Hosts.Health"),
        ];
        foreach ((Uri address, string name) in hosts)
            Http.HostAddress.Of(address, name);
        CheckLimit(Timeout, nameof(Timeout));
        CheckLimit(BodyIdleTimeout, nameof(BodyIdleTimeout));
        CheckLimit(ConnectTimeout, nameof(ConnectTimeout));
        CheckRetries(MaxRetries, nameof(MaxRetries));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxResponseBytes, 1_024);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxUploadBytes, 1);
    }

    internal static void CheckRetries(int retries, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(retries, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(retries, 10, parameter);
    }

    internal static void CheckLimit(TimeSpan limit, string parameter)
    {
        // The longest delay a timer takes.
        if (limit != System.Threading.Timeout.InfiniteTimeSpan && (limit <= TimeSpan.Zero || limit.TotalMilliseconds > int.MaxValue))
            throw new ArgumentOutOfRangeException(parameter, "A time limit must be positive and at most 24 days, or infinite.");
    }
}
