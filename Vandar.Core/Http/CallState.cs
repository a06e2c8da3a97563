using System.Net;
using System.Security.Authentication;
using Vandar.Core.Authentication;

namespace Vandar.Core.Http;

/// <summary>What is known of a call across its attempts, and how an exception of an attempt is understood.</summary>
internal struct CallState
{
    private bool _isUncertain;

    internal CallState(Operation operation, string? key)
    {
        Operation = operation;
        Key = key;
        EverySendIsOver = true;
    }

    internal Operation Operation { get; }
    internal string? Key { get; }
    internal int Attempts { get; private set; }
    internal int Retries { get; set; }
    internal RequestStage Stage { get; set; }
    internal HttpStatusCode? StatusCode { get; set; }

    /// <summary>The token that met a 401; the next attempt sends its successor, and a second 401 ends the call.</summary>
    internal BearerToken? RejectedBearer { get; set; }

    /// <summary>Somebody on the way knows nothing of asking before a file is sent.</summary>
    internal bool GoesUnasked { get; private set; }

    /// <summary>Whether no attempt can still be reading the body's buffer.</summary>
    internal bool EverySendIsOver { get; private set; }

    /// <summary>An earlier attempt of this call may have been executed.</summary>
    internal readonly bool IsUncertain => _isUncertain;

    /// <summary>
    /// Whether the attempt is in the hands of the handlers: until the answer's last byte, whatever is thrown is a failure of theirs.
    /// </summary>
    internal bool IsWithTransport { get; set; }

    /// <summary>What is known where the call ends by an exception that is none of an attempt (a callback's, a disposed client's).</summary>
    internal RequestOutcome OutcomeSoFar { get; private set; } = RequestOutcome.NotSent;

    internal void Begin()
    {
        Attempts++;
        Stage = RequestStage.Token;
        StatusCode = null;
        IsWithTransport = false;
    }

    internal void End(ISendOnce? content)
    {
        if (content is null ? Stage is not RequestStage.Token and not RequestStage.RateLimit : !content.CloseUnsent())
            OutcomeSoFar = RequestOutcome.Unknown;
        if (content is not null && !content.CloseUnsent() && !content.IsSent)
            EverySendIsOver = false;
    }

    /// <summary>After a 417 to the question before a file, which was kept for that: lets the call go on without the question, once.</summary>
    internal bool TryGoUnasked(IRequestBody? body, ISendOnce? content)
    {
        if (StatusCode is not HttpStatusCode.ExpectationFailed || GoesUnasked || body is not MultipartBody || !content!.CloseUnsent())
            return false;
        return GoesUnasked = true;
    }

    /// <summary>What an attempt that was sent came to, once its failure is understood: a 429 executed nothing.</summary>
    internal void Learn(RequestOutcome outcome)
    {
        if (!_isUncertain)
            OutcomeSoFar = outcome;
    }

    /// <summary>
    /// Describes a failure with what is known over all attempts: a later rejection (typically "track_id already used") does not undo an
    /// earlier attempt that may have been executed. A read has no effect that could be uncertain.
    /// </summary>
    internal FailedCall Describe(RequestOutcome outcome)
    {
        RequestOutcome known = _isUncertain && Operation.Repeat != Repeat.Safe ? RequestOutcome.Unknown : outcome;
        _isUncertain |= outcome is RequestOutcome.Unknown;
        return new(Operation.Name, known, Attempts, StatusCode, Key, Operation.SettledBy, Operation.ShortestSecret);
    }

    internal AttemptException Broken(RequestOutcome outcome, bool canBeCured, string reason, Exception? inner) =>
        new(outcome, canBeCured, new VandarTransportException(Describe(outcome), Stage, false, reason, inner));

    internal AttemptException Unreadable(string reason, Exception? inner) =>
        new(RequestOutcome.Unknown, false, new VandarProtocolException(Describe(RequestOutcome.Unknown), reason, inner));

    /// <summary>
    /// Whether an exception is a failure of the attempt: of a limit, of the token, or of any handler, whose exceptions can be of any type (a
    /// resilience handler's time limit is none of the platform's). What a callback or our own code throws is none, nor is a disposed client.
    /// </summary>
    internal readonly bool IsFailureOfAttempt(Exception e) => e switch
    {
        AttemptException => true,
        ObjectDisposedException or OutOfMemoryException => false,
        _ when IsWithTransport => true,
        _ => StatusCode is null && e is OperationCanceledException or TokenFailureException,
    };

    internal Failure Explain(Exception e, ISendOnce? content, Deadline deadline, bool isOurTransport, CancellationToken caller)
    {
        if (e is AttemptException known)
            return new(known.Failure, new(known.Outcome, StatusCode, known.CanBeCured), null);
        if (Stage is RequestStage.Connecting)
            Stage = StageOf(content);
        RequestOutcome outcome = WasNeverSent(e, content, isOurTransport) ? RequestOutcome.NotSent : RequestOutcome.Unknown;
        if (content is { Obstacle: { } obstacle })
            return Of(outcome, false, obstacle, e);
        return e switch
        {
            OperationCanceledException when caller.IsCancellationRequested =>
                throw VandarException.Canceled(Operation.Name, Describe(outcome).Outcome, e, caller),
            OperationCanceledException => TimedOut(e, outcome, deadline),
            TokenFailureException failure => WithoutToken(failure),
            InvalidDataException => new(
                Unreadable("the answer's compression is broken, or none that is known", e).Failure, new(outcome, StatusCode, false), null),
            _ => Of(outcome, e is HttpRequestException or IOException && !IsSecurityFailure(e), Reason(Stage), e),
        };
    }

    private Failure Of(RequestOutcome outcome, bool canBeCured, string reason, Exception inner) =>
        new(Broken(outcome, canBeCured, reason, inner).Failure, new(outcome, StatusCode, canBeCured), null);

    private Failure TimedOut(Exception e, RequestOutcome outcome, Deadline deadline)
    {
        // A timer may fire a moment before the clock agrees.
        bool isOver = Stage is not RequestStage.ReadingBody || deadline.Remaining <= TimeSpan.Zero;
        bool isOurs = deadline.Token.IsCancellationRequested;
        string reason = !isOurs ? "a time limit of the HTTP handler ended the attempt"
            : isOver ? $"the time limit of the call was over ({Name(Stage)})"
            : "the answer's body fell silent";
        // Only a limit of the handler leaves time for another attempt.
        return new(new VandarTransportException(Describe(outcome), Stage, true, reason, e), new(outcome, StatusCode, !isOurs), null);
    }

    private Failure WithoutToken(TokenFailureException failure)
    {
        StatusCode = failure.StatusCode;
        return new(failure.For(Describe(RequestOutcome.NotSent)), new(RequestOutcome.NotSent, null, false), null);
    }

    private readonly bool WasNeverSent(Exception e, ISendOnce? content, bool isOurTransport)
    {
        if (Stage is RequestStage.Token or RequestStage.RateLimit or RequestStage.BackOff)
            return true;
        if (Stage is RequestStage.ReadingBody || StatusCode is not null)
            return false;
        if (content is not null)
            return content.CloseUnsent();
        return e switch
        {
            HttpRequestException request => request.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
            // On a handler of ours the only limit besides the call's own is the one for connecting.
            OperationCanceledException { InnerException: TimeoutException } => isOurTransport,
            _ => false,
        };
    }

    private static RequestStage StageOf(ISendOnce? content) => content switch
    {
        null => RequestStage.Sending,
        { IsSent: true } => RequestStage.AwaitingAnswer,
        _ => content.CloseUnsent() ? RequestStage.Connecting : RequestStage.Sending,
    };

    private static bool IsSecurityFailure(Exception e) =>
        e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException };

    private static string Reason(RequestStage stage) => stage switch
    {
        RequestStage.Connecting => "no connection to the server",
        RequestStage.ReadingBody => "the answer broke off",
        _ => "the connection broke before the answer",
    };

    private static string Name(RequestStage stage) => stage switch
    {
        RequestStage.RateLimit => "waiting for the rate limiter",
        RequestStage.Token => "getting an access token",
        RequestStage.Connecting => "connecting",
        RequestStage.Sending => "sending",
        RequestStage.AwaitingAnswer => "awaiting the answer",
        RequestStage.ReadingBody => "reading the answer",
        _ => "before the next attempt",
    };
}

/// <summary>A failed attempt: what the caller would get, and what the retry rule needs to know.</summary>
/// <param name="Wait">How long the server wants to be left alone.</param>
internal readonly record struct Failure(Exception Exception, FailedAttempt Attempt, TimeSpan? Wait)
{
    internal HttpStatusCode? StatusCode => Attempt.StatusCode;
}

/// <summary>Carries a failure that was understood where it happened out of the attempt.</summary>
internal sealed class AttemptException(RequestOutcome outcome, bool canBeCured, VandarException failure) : Exception
{
    internal RequestOutcome Outcome => outcome;
    internal bool CanBeCured => canBeCured;
    internal VandarException Failure => failure;
}
