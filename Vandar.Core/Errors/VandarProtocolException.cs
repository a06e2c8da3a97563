namespace Vandar.Core;

/// <summary>
/// An answer that is no answer of this API: a 2xx that could not be read, a body over the limit, a redirect. The money may have moved.
/// </summary>
public sealed class VandarProtocolException : VandarException
{
    internal VandarProtocolException(FailedCall call, string reason, Exception? inner)
        : base($"{call.Operation}: {reason}; outcome {call.Outcome}.", call, inner)
    {
    }
}
