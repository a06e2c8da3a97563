namespace Vandar.Core.Sandbox;

/// <summary>What a client needs to call the sandbox as one business. All values are invented, yet treated as secrets:
/// <see cref="ToString"/> masks them.</summary>
/// <param name="Business">The English name of the business.</param>
/// <param name="AccessToken">The bearer token; lives five days.</param>
/// <param name="RefreshToken">The refresh token; lives ten days and works once.</param>
/// <param name="IpgApiKey">The key of the payment gateway.</param>
public sealed record SandboxCredentials(string Business, string AccessToken, string RefreshToken, string IpgApiKey)
{
    /// <summary>The business's name; every secret is masked.</summary>
    public override string ToString() => $"SandboxCredentials {{ Business = {Business}, secrets masked }}";
}
