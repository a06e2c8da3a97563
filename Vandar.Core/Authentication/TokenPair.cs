using System.Text.Json.Serialization;

namespace Vandar.Core.Authentication;

/// <summary>An access token and the refresh token that replaces it, as one thing: refreshing spends both and brings both anew.</summary>
/// <remarks>
/// Vandar gives an access token 5 days and a refresh token 10 days. Both are opaque; the access token can be longer than 1 kB. The first
/// pair comes from the dashboard (Settings, Tokens).
/// </remarks>
public sealed record TokenPair
{
    /// <summary>How long a refresh token lives.</summary>
    internal static readonly TimeSpan RefreshTokenLife = TimeSpan.FromDays(10);

    /// <summary>The bearer token; null when only a refresh token is known yet.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The one-time token that buys the next pair; null for an access token alone.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>When this pair was received. Of two pairs, the later one is alive.</summary>
    public DateTimeOffset ObtainedAt { get; init; }

    /// <summary>When the access token ends by the server's word; null if that is not known, and then only a 401 tells.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// When the refresh token ends: 10 days after it was received. After that only the dashboard has a new one. Null for a pair from the
    /// options, which does not say when it was received.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? RefreshExpiresAt => ObtainedAt == default ? null : ObtainedAt + RefreshTokenLife;

    /// <summary>The name of the type; never a token.</summary>
    public override string ToString() => nameof(TokenPair);

    internal static TokenPair? FromOptions(VandarClientOptions options) =>
        options is { AccessToken: null, RefreshToken: null }
            ? null
            : new() { AccessToken = options.AccessToken, RefreshToken = options.RefreshToken, ExpiresAt = options.AccessTokenExpiresAt };
}
