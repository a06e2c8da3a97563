using System.Collections.Concurrent;

namespace Vandar.Core.Http;

/// <summary>What a call sends, over all its attempts: JSON in a pooled buffer, or a file.</summary>
internal interface IRequestBody
{
    /// <summary>A new content for a new attempt; it sends once.</summary>
    /// <param name="mayBeCopied">Whether a handler may take the body into memory, from where it could send it again.</param>
    ISendOnce CreateContent(bool mayBeCopied);
}

/// <summary>The content of one attempt, and the proof of what became of it.</summary>
internal interface ISendOnce
{
    HttpContent Content { get; }

    /// <summary>The body was handed over to its last byte.</summary>
    bool IsSent { get; }

    /// <summary>
    /// What kept the body from going out that was no fault of the connection's: a handler that would have copied it and was stopped, a file that
    /// cannot be read. Null where nothing did.
    /// </summary>
    string? Obstacle { get; }

    /// <summary>Ends the attempt: from now on nobody gets the body. True if nobody ever had.</summary>
    bool CloseUnsent();
}

/// <summary>
/// Whether a request's body was asked for, and whether it was handed over completely. Lets it happen once: a resilience handler around
/// the client, or the transport itself, cannot put the same request on the wire again.
/// </summary>
/// <remarks>
/// This is also the proof behind <see cref="RequestOutcome.NotSent"/>: no server can have a complete request whose body, at least two
/// bytes long, was never asked for. It holds only for a body that goes straight to the connection: one that a handler took into memory (to
/// log it, to hedge) can be sent from there as often as that handler likes, out of our sight. So an unsafe body does not go there.
/// </remarks>
internal struct SendState(bool mayBeCopied)
{
    private const int Fresh = 0;
    private const int Sending = 1;
    private const int Sent = 2;
    private const int Closed = 3;

    // What a kind of stream is does not change, and finding out costs an exception.
    private static readonly ConcurrentDictionary<Type, bool> s_isConnection = new();

    private int _state;
    private string? _obstacle;

    internal bool IsSent => Volatile.Read(ref _state) == Sent;

    internal string? Obstacle => Volatile.Read(ref _obstacle);

    /// <exception cref="InvalidOperationException">The body was handed out before, or would be copied.</exception>
    internal void Begin(Stream target)
    {
        if (!mayBeCopied && !IsConnection(target))
        {
            throw Refuse(
                "a handler around the client tried to take the body of a request that must not be repeated, and was stopped; where none of the "
                + "handlers repeats requests, VandarClientOptions.AllowBodyCopies lets it");
        }
        if (Interlocked.CompareExchange(ref _state, Sending, Fresh) != Fresh)
            throw Refuse("a handler around the client tried to send the request a second time, and was stopped");
    }

    internal void Complete() => Interlocked.CompareExchange(ref _state, Sent, Sending);

    /// <summary>
    /// Only what the platform's HTTP stack itself writes to a connection with counts as one: any other stream may be, or end in, a copy. Of
    /// the stack's own streams the one that buffers a content can tell its length, and a connection cannot.
    /// </summary>
    private static bool IsConnection(Stream target) =>
        target.GetType().Assembly == typeof(HttpContent).Assembly && s_isConnection.GetOrAdd(target.GetType(), static (kind, stream) =>
        {
            try
            {
                _ = stream.Length;
                return false;
            }
            catch (NotSupportedException)
            {
                return true;
            }
        }, target);

    internal void Stop(string obstacle) => Volatile.Write(ref _obstacle, obstacle);

    private InvalidOperationException Refuse(string obstacle)
    {
        Stop(obstacle);
        return new(obstacle);
    }

    internal bool CloseUnsent() => Interlocked.CompareExchange(ref _state, Closed, Fresh) is Fresh or Closed;
}
