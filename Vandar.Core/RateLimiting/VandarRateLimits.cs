using System.Threading.RateLimiting;

namespace Vandar.Core.RateLimiting;

/// <summary>The two limits of the API: POST requests, and all others.</summary>
/// <remarks>
/// Vandar documents 30 POST requests and 100 others per 3 seconds; it does not say whether it counts per token, business or address. Give
/// clients that share a token one instance. Any <see cref="RateLimiter"/> can stand in, for instance one that many machines share.
/// A disposed client leaves a limiter it was given alone.
/// </remarks>
public sealed class VandarRateLimits
{
    /// <summary>The POST requests that Vandar documents to take within 3 seconds.</summary>
    public const int DocumentedPosts = 30;

    /// <summary>The other requests that Vandar documents to take within 3 seconds.</summary>
    public const int DocumentedOthers = 100;

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(3);

    /// <summary>The documented limits, kept exactly.</summary>
    public VandarRateLimits()
        : this(TimeProvider.System)
    {
    }

    /// <summary>The documented limits, kept exactly, on a clock of yours.</summary>
    public VandarRateLimits(TimeProvider timeProvider)
        : this(DocumentedPosts, DocumentedOthers, timeProvider)
    {
    }

    /// <summary>A share of the documented limits, for one process of many.</summary>
    /// <param name="posts">POST requests within any 3 seconds; at least 1.</param>
    /// <param name="others">Other requests within any 3 seconds; at least 1.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is less than 1.</exception>
    public VandarRateLimits(int posts, int others, TimeProvider timeProvider)
        : this(new VandarRateLimiter(posts, s_window, timeProvider: timeProvider), new VandarRateLimiter(others, s_window, timeProvider: timeProvider))
    {
    }

    /// <summary>Limits of your own.</summary>
    /// <param name="post">Asked for one permit before each POST; null for no limit.</param>
    /// <param name="other">Asked for one permit before each other request; null for no limit.</param>
    public VandarRateLimits(RateLimiter? post, RateLimiter? other)
    {
        Post = post;
        Other = other;
    }

    /// <summary>No limit on our side; the server's 429 remains.</summary>
    public static VandarRateLimits Off { get; } = new(null, null);

    /// <summary>Asked for one permit before each POST; null for no limit.</summary>
    public RateLimiter? Post { get; }

    /// <summary>Asked for one permit before each other request; null for no limit.</summary>
    public RateLimiter? Other { get; }

    internal RateLimiter? For(HttpMethod method) => method == HttpMethod.Post ? Post : Other;
}
