using System.Text.Json.Serialization;
using Vandar.Core.Authentication;
using Vandar.Core.Http;

namespace Vandar.Core.Tokens;

internal sealed record RefreshTokens : VandarModel
{
    // One word in the request, two in the answer: the vendor's own spelling.
    [JsonPropertyName("refreshtoken")]
    public required string RefreshToken { get; init; }
}

internal sealed record TokenAnswer : VandarModel, IIdentified
{
    public string? AccessToken { get; set; }
    public string? RefreshToken { get; set; }

    /// <summary>Seconds; documented as 432,000. Whatever else arrives means that the end is not known.</summary>
    [JsonConverter(typeof(LifetimeConverter))]
    public long? ExpiresIn { get; set; }

    bool IIdentified.HasIdentity => !string.IsNullOrEmpty(AccessToken);

    internal TokenPair ToPair(DateTimeOffset now) => new()
    {
        AccessToken = AccessToken,
        RefreshToken = string.IsNullOrEmpty(RefreshToken) ? null : RefreshToken,
        ObtainedAt = now,
        ExpiresAt = ExpiresIn is > 0 and < 315_360_000 and var seconds ? now.AddSeconds(seconds) : null,
    };
}
