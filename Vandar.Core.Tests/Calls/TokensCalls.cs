using Vandar.Core.Authentication;
using Vandar.Core.Tokens;

namespace Vandar.Core.Tests;

/// <summary>How the token calls are called by the fixtures.</summary>
internal static class TokensCalls
{
    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["tokens.refresh"] = async client => AsOnTheWire(await client.Tokens.Spend("def50200a1b2c3d4e5f60718293a4b5c", default)),
        ["tokens.logout"] = async client => await client.Tokens.EndSession(default),
    };

    private static TokenAnswer AsOnTheWire(TokenPair pair) =>
        new() { AccessToken = pair.AccessToken, RefreshToken = pair.RefreshToken, ExpiresIn = (long?)(pair.ExpiresAt - pair.ObtainedAt)?.TotalSeconds };
}
