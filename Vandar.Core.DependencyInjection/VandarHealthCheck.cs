using System.Threading.RateLimiting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vandar.Core.Authentication;

namespace Vandar.Core.DependencyInjection;

/// <summary>
/// Whether the next call will find a token, by what the store holds; and how many calls wait for the rate limit. It sends nothing: a check that
/// refreshed would spend tokens.
/// </summary>
internal sealed class VandarHealthCheck(VandarClientOptions options) : IHealthCheck
{
    /// <summary>What Vandar documents: after that only the dashboard has a new pair.</summary>
    private static readonly TimeSpan s_refreshTokenLife = TimeSpan.FromDays(10);

    /// <summary>A pair that has not been refreshed for so long belongs to a service whose refreshes fail, or that does nothing.</summary>
    private static readonly TimeSpan s_early = TimeSpan.FromDays(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Dictionary<string, object> data = new(StringComparer.Ordinal);
        Queued(data, "queued_posts", options.RateLimits?.Post);
        Queued(data, "queued_others", options.RateLimits?.Other);
        TokenPair? pair;
        try
        {
            pair = await options.TokenStore!.Read(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Its text may be anybody's.
            return new(HealthStatus.Unhealthy, $"The token store cannot be read ({e.GetType().Name}).", data: data);
        }
        if (pair is null)
            return Without(data);
        if (pair is { AccessToken: null, RefreshToken: null })
            return new(HealthStatus.Unhealthy, "The session was ended by a logout: create a new token pair in the Vandar dashboard.", data: data);
        return With(pair, data);
    }

    private HealthCheckResult Without(Dictionary<string, object> data) => options switch
    {
        { AccessToken: not null } or { RefreshToken: not null } =>
            new(HealthStatus.Healthy, "No call was made yet; the tokens of the settings are next.", data: data),
        { IpgApiKey: not null } => new(HealthStatus.Healthy, "The payment gateway alone, which needs no token.", data: data),
        _ => new(HealthStatus.Unhealthy, "There is no token pair: create one in the Vandar dashboard.", data: data),
    };

    private HealthCheckResult With(TokenPair pair, Dictionary<string, object> data)
    {
        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        if (pair.ExpiresAt is { } end)
            data["access_token_ends"] = end;
        if (pair.ObtainedAt == default || pair.RefreshToken is null)
        {
            bool canRefresh = pair.RefreshToken is not null || options.RefreshToken is not null;
            return pair.ExpiresAt is not { } over || now < over ? new(HealthStatus.Healthy, "The access token is alive.", data: data)
                : canRefresh ? new(HealthStatus.Degraded, "The access token is over; the next call refreshes it.", data: data)
                : new(
                    HealthStatus.Unhealthy, "The access token is over, and there is no refresh token: create a new token pair in the Vandar dashboard.",
                    data: data);
        }
        DateTimeOffset last = pair.ObtainedAt + s_refreshTokenLife;
        data["refresh_token_ends"] = last;
        return now >= last
            ? new(HealthStatus.Unhealthy, "The refresh token is over: create a new token pair in the Vandar dashboard.", data: data)
            : now >= last - s_early ? new(HealthStatus.Degraded, "The refresh token is nearly over, and no refresh came through: see the log.", data: data)
            : new(HealthStatus.Healthy, "The token pair is alive.", data: data);
    }

    private static void Queued(Dictionary<string, object> data, string name, RateLimiter? limiter)
    {
        if (limiter?.GetStatistics() is { } statistics)
            data[name] = statistics.CurrentQueuedCount;
    }
}
