namespace Vandar.Core;

/// <summary>What is known about the effect of a call that did not succeed. Branch on this, not on status codes.</summary>
/// <remarks>The default value is the careful one: an outcome nobody set reads as <see cref="Unknown"/>.</remarks>
public enum RequestOutcome
{
    /// <summary>
    /// The request may have been executed: no answer, a broken answer, a 5xx, or a cancellation after the first byte. Do not send it
    /// again before <see cref="VandarException.SettledBy"/> (or the transaction list) has told what happened. A read has no effect, and can
    /// always be made again.
    /// </summary>
    Unknown,

    /// <summary>No complete request left this machine. Sending it again is safe.</summary>
    NotSent,

    /// <summary>An answer of the API proves that the request was not executed. Change the request, or give up.</summary>
    Rejected,
}
