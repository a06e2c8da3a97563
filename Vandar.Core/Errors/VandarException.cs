using System.Net;

namespace Vandar.Core;

/// <summary>A call to Vandar that did not succeed. <see cref="Outcome"/> says what is known about its effect.</summary>
/// <remarks>
/// The caller's own cancellation is not one of these: it stays an <see cref="OperationCanceledException"/> with the caller's token, and
/// <see cref="OutcomeOf"/> reads the outcome of that one too. Wrong arguments throw <see cref="ArgumentException"/> before a byte is sent.
/// </remarks>
public abstract class VandarException : Exception
{
    private const string OutcomeKey = "Vandar.Outcome";

    private protected VandarException(string message, FailedCall call, Exception? inner)
        : base(message, inner)
    {
        Operation = call.Operation;
        Outcome = call.Outcome;
        Attempts = call.Attempts;
        StatusCode = call.StatusCode;
        Key = call.Key;
        SettledBy = call.SettledBy;
    }

    /// <summary>The operation's dotted name, such as <c>ipg.verify</c>.</summary>
    public string Operation { get; }

    /// <summary>What is known about the effect of the call, over all its attempts: once unknown, it stays unknown.</summary>
    public RequestOutcome Outcome { get; }

    /// <summary>How many times the request was tried.</summary>
    public int Attempts { get; }

    /// <summary>The status code of the last answer, where there was one, even if its body broke off.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>The caller's deduplication key of this request, where the operation has one: the <c>track_id</c>, or the id of a batch.</summary>
    public string? Key { get; }

    /// <summary>
    /// The call that tells what happened when <see cref="Outcome"/> is <see cref="RequestOutcome.Unknown"/>, where the API has one.
    /// </summary>
    public string? SettledBy { get; }

    /// <summary>
    /// The outcome of any failed call, cancellations included; null for an exception that did not come from a call.
    /// </summary>
    /// <example><c>catch (Exception e) when (VandarException.OutcomeOf(e) is RequestOutcome.Unknown)</c></example>
    public static RequestOutcome? OutcomeOf(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is VandarException failure ? failure.Outcome : exception.Data[OutcomeKey] as RequestOutcome?;
    }

    /// <summary>Notes the outcome on an exception of another family (a callback's, a disposed client's) that ends a call.</summary>
    internal static void Mark(Exception exception, RequestOutcome outcome)
    {
        if (exception is not VandarException)
            exception.Data[OutcomeKey] ??= outcome;
    }

    internal static OperationCanceledException Canceled(string operation, RequestOutcome outcome, Exception inner, CancellationToken token)
    {
        OperationCanceledException canceled = new($"{operation}: canceled by the caller; outcome {outcome}.", inner, token);
        Mark(canceled, outcome);
        return canceled;
    }
}

/// <summary>What every failure of a call has to tell.</summary>
internal readonly record struct FailedCall(
    string Operation, RequestOutcome Outcome, int Attempts, HttpStatusCode? StatusCode = null, string? Key = null, string? SettledBy = null,
    int ShortestSecret = RedactedText.ShortestSecret);
