using System.Net;

namespace Vandar.Core.Http;

/// <summary>Outcome, repeat class and attempt in; try again or stop out. Pure, so that a test can hold it as a table.</summary>
internal static class RetryRule
{
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait that a server is granted; the next attempt comes then, whatever it asked for.</summary>
    internal static readonly TimeSpan LongestServerDelay = TimeSpan.FromSeconds(30);

    /// <summary>Whether a failed attempt may be followed by another one. 401 is not asked here: the refresh has a rule of its own.</summary>
    internal static bool MayRepeat(in FailedAttempt attempt, Repeat repeat, bool waitOnRateLimit)
    {
        if (!attempt.CanBeCured)
            return false;
        return attempt.Outcome switch
        {
            RequestOutcome.NotSent => true,
            RequestOutcome.Rejected => attempt.StatusCode == HttpStatusCode.TooManyRequests && (repeat != Repeat.Never || waitOnRateLimit),
            _ => repeat is Repeat.Safe or Repeat.Converges,
        };
    }

    /// <summary>How long to wait before attempt <paramref name="attempt"/> + 1: the server's word (capped), or doubling with full jitter.</summary>
    /// <param name="jitter">From 0 to 1.</param>
    internal static TimeSpan Delay(int attempt, TimeSpan? retryAfter, double jitter)
    {
        if (retryAfter is { } asked)
            return asked < LongestServerDelay ? asked : LongestServerDelay;
        double ceiling = Math.Min(s_longestDelay.Ticks, s_firstDelay.Ticks * Math.Pow(2, Math.Min(attempt - 1, 10)));
        return TimeSpan.FromTicks((long)(ceiling * jitter));
    }
}

/// <summary>What the rule needs to know of an attempt that failed.</summary>
/// <param name="CanBeCured">False where a repeat must meet the same wall: a broken certificate, a redirect, an answer over the limit.</param>
internal readonly record struct FailedAttempt(RequestOutcome Outcome, HttpStatusCode? StatusCode, bool CanBeCured);

/// <summary>
/// Keeps an outage from multiplying the load: retries are paid from a balance that only successes fill, per client.
/// </summary>
internal sealed class RetryBudget
{
    private const int Capacity = 500;
    private const int RetryCost = 5;

    private int _balance = Capacity;

    internal bool TrySpend()
    {
        if (Interlocked.Add(ref _balance, -RetryCost) >= 0)
            return true;
        Interlocked.Add(ref _balance, RetryCost);
        return false;
    }

    internal void Earn()
    {
        // Full most of the time, and then this is one read; a lost race overfills by a few, which is nothing.
        if (Volatile.Read(ref _balance) < Capacity)
            Interlocked.Increment(ref _balance);
    }
}
