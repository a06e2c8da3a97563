namespace Vandar.Core.Http;

/// <summary>What a call sends, over all its attempts: JSON in a pooled buffer, or a file.</summary>
internal interface IRequestBody
{
    /// <summary>A new content for a new attempt; it sends once.</summary>
    ISendOnce CreateContent();
}

/// <summary>The content of one attempt, and the proof of what became of it.</summary>
internal interface ISendOnce
{
    HttpContent Content { get; }

    /// <summary>The body was handed over to its last byte.</summary>
    bool IsSent { get; }

    /// <summary>Some handler around us asked for the body a second time.</summary>
    bool WasRepeated { get; }

    /// <summary>Ends the attempt: from now on nobody gets the body. True if nobody ever had.</summary>
    bool CloseUnsent();
}

/// <summary>
/// Whether a request's body was asked for, and whether it was handed over completely. Lets it happen once: a resilience handler around
/// the client, or the transport itself, cannot put the same request on the wire again.
/// </summary>
/// <remarks>
/// This is also the proof behind <see cref="RequestOutcome.NotSent"/>: no server can have a complete request whose body, at least two
/// bytes long, was never asked for.
/// </remarks>
internal struct SendState
{
    private const int Fresh = 0;
    private const int Sending = 1;
    private const int Sent = 2;
    private const int Closed = 3;

    private int _state;
    private bool _wasRepeated;

    internal bool IsSent => Volatile.Read(ref _state) == Sent;

    internal bool WasRepeated => Volatile.Read(ref _wasRepeated);

    internal void Begin()
    {
        if (Interlocked.CompareExchange(ref _state, Sending, Fresh) == Fresh)
            return;
        Volatile.Write(ref _wasRepeated, true);
        throw new InvalidOperationException("This request was handed out once and will not be sent a second time.");
    }

    internal void Complete() => Interlocked.CompareExchange(ref _state, Sent, Sending);

    internal bool CloseUnsent() => Interlocked.CompareExchange(ref _state, Closed, Fresh) is Fresh or Closed;
}
