namespace Vandar.Core;

/// <summary>No usable answer: the connection failed, broke, or the time was over.</summary>
/// <remarks>
/// The inner exception is the platform's (<see cref="HttpRequestException"/>, <see cref="IOException"/>); it names the host, never the
/// path. The caller's own cancellation is an <see cref="OperationCanceledException"/> instead, never one of these.
/// </remarks>
public sealed class VandarTransportException : VandarException
{
    internal VandarTransportException(FailedCall call, RequestStage stage, bool isTimeout, string reason, Exception? inner)
        : base($"{call.Operation}: {reason}; outcome {call.Outcome}.", call, inner)
    {
        Stage = stage;
        IsTimeout = isTimeout;
    }

    /// <summary>
    /// Whether a time limit ended the call: the whole-call timeout, the idle limit on the answer's body, or one of the HTTP handler's own.
    /// </summary>
    public bool IsTimeout { get; }

    /// <summary>How far the last attempt had come.</summary>
    public RequestStage Stage { get; }
}
