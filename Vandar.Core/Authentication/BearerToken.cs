namespace Vandar.Core.Authentication;

/// <summary>A token pair made ready to be sent: the header is built once per token, because building it per call costs 272 bytes.</summary>
internal sealed class BearerToken
{
    private const int Longest = 16 * 1_024;

    /// <summary>An access token is renewed in the background in the last tenth of its life.</summary>
    private const int EarlyDivisor = 10;

    /// <summary>What the vendor documents; a pair from the options does not say when it was received.</summary>
    private static readonly TimeSpan s_longestLife = TimeSpan.FromDays(5);

    internal BearerToken(TokenPair pair)
    {
        Pair = pair;
        Header = "Bearer " + Checked(pair.AccessToken, nameof(pair.AccessToken));
        if (pair.ExpiresAt is { } end)
            RenewAt = end - (Life(pair.ObtainedAt, end) / EarlyDivisor);
    }

    internal TokenPair Pair { get; }
    internal string Header { get; }

    /// <summary>Null where the server did not say how long the token lives; then only a 401 ends it.</summary>
    internal DateTimeOffset? RenewAt { get; }

    /// <summary>When a refresh of this client brought it, by the monotonic clock; null for a token that came from elsewhere.</summary>
    internal long? ReceivedAt { get; init; }

    internal bool IsOver(DateTimeOffset now) => now >= Pair.ExpiresAt;

    private static TimeSpan Life(DateTimeOffset start, DateTimeOffset end) =>
        end - start is var life && life > s_longestLife ? s_longestLife : life > TimeSpan.Zero ? life : TimeSpan.Zero;

    /// <summary>Whether a token from a server or a store can stand in a header.</summary>
    internal static bool IsSendable(string? token) => token is { Length: > 0 and <= Longest } && !token.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Refuses what cannot stand in a header. The platform's own check would print the token.</summary>
    /// <exception cref="ArgumentException">The token is empty, too long, or has white space, a line break or a character beyond ASCII.</exception>
    internal static string Checked(string? token, string parameter)
    {
        string? broken = token switch
        {
            null or "" => "must not be empty",
            { Length: > Longest } => "must not be longer than 16,384 characters",
            _ when !IsSendable(token) => "must be printable ASCII without spaces and line breaks",
            _ => null,
        };
        return broken is null ? token! : throw new ArgumentException($"A token {broken}.", parameter);
    }
}
