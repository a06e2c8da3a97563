using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Vandar.Core.Http;

/// <summary>Decides what a complete answer means: the payload, a rejection that is proven, or nothing that can be relied on.</summary>
internal static class Judgement
{
    /// <summary>The documented window of the limit: what a 429 without a word about time most likely means.</summary>
    private static readonly TimeSpan s_rateWindow = TimeSpan.FromSeconds(3);

    internal static bool IsSuccess<T>(
        ref CallState call, HttpResponseMessage response, ReadOnlySpan<byte> body, JsonTypeInfo<T> type, TimeProvider time,
        out T? answer, out Failure failure)
    {
        failure = default;
        int status = (int)response.StatusCode;
        if (status is >= 200 and < 300 && !SaysRefusal(call.Operation, body))
            return IsReadable(ref call, response, body, type, out answer, out failure);
        answer = default;
        if (status is (< 200 or >= 300) and < 400)
        {
            failure = Unreadable(ref call, $"the server answered {status}; redirects are never followed", null);
            return false;
        }
        if (status < 500 && call.Operation.StatusIsPayload && IsAnswerDespiteStatus(call, body, type, ref answer))
            return true;

        ApiError? error = ResponseReader.ReadError(body, call.Operation.StatusIsPayload);
        if (status < 500 && error?.Code is { } code && code == call.Operation.PendingCode)
            return true;
        failure = Refused(ref call, error, body, response.Headers, time);
        return false;
    }

    private static bool SaysRefusal(Operation operation, ReadOnlySpan<byte> body) =>
        operation.RefusalCode is { } code && ResponseReader.ReadError(body)?.Code == code;

    private static bool IsReadable<T>(
        ref CallState call, HttpResponseMessage response, ReadOnlySpan<byte> body, JsonTypeInfo<T> type, out T? answer, out Failure failure)
    {
        failure = default;
        answer = default;
        if (body.IsEmpty)
        {
            failure = Unreadable(ref call, $"a {(int)response.StatusCode} without a body", null);
            return false;
        }
        if (!LooksLikeJson(response.Content.Headers, body))
        {
            failure = Unreadable(ref call, $"a {(int)response.StatusCode} that is not JSON", null);
            return false;
        }
        try
        {
            if (ResponseReader.TryRead(body, call.Operation, type, out answer)
                && (answer is not IOwnStatus own || IsAnswer(call, own)))
                return true;
        }
        catch (JsonException e)
        {
            failure = Unreadable(ref call, "the answer could not be understood", e);
            return false;
        }
        // A failure inside a 200: the API's own word that nothing was done.
        answer = default;
        failure = Refused(ref call, ResponseReader.ReadError(body, call.Operation.StatusIsPayload), body, response.Headers, null);
        return false;
    }

    private static bool IsAnswer(in CallState call, IOwnStatus answer)
    {
        if (answer.IsAnswer && call.IsUncertain)
            answer.FollowsLostAnswer();
        return answer.IsAnswer;
    }

    private static bool IsAnswerDespiteStatus<T>(in CallState call, ReadOnlySpan<byte> body, JsonTypeInfo<T> type, ref T? answer)
    {
        try
        {
            if (ResponseReader.TryRead(body, call.Operation, type, out T? read) && read is IOwnStatus own && IsAnswer(call, own))
            {
                answer = read;
                return true;
            }
        }
        catch (JsonException)
        {
            // Whatever it is, it is read as an error next.
        }
        return false;
    }

    private static Failure Refused(ref CallState call, ApiError? error, ReadOnlySpan<byte> body, HttpResponseHeaders headers, TimeProvider? time)
    {
        HttpStatusCode status = call.StatusCode!.Value;
        // 408 is what proxies say when they lost patience with the server behind them, whatever the body.
        RequestOutcome outcome = status is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests
            || (error is not null && (int)status < 500 && status is not HttpStatusCode.RequestTimeout)
                ? RequestOutcome.Rejected
                : RequestOutcome.Unknown;
        TimeSpan? retryAfter = time is null ? null : RetryAfter(headers, time);
        string? shown = body.IsEmpty ? null : RedactedText.Of(body, VandarApiException.BodyLimit, call.Operation.ShortestSecret);
        error ??= ApiError.None;
        FailedCall failed = call.Describe(outcome);
        VandarApiException exception = status is HttpStatusCode.Unauthorized
            ? new VandarAuthenticationException(failed, error, shown, Advice(call))
            : new VandarApiException(failed, error, shown, retryAfter);
        TimeSpan? wait = retryAfter ?? (status is HttpStatusCode.TooManyRequests ? s_rateWindow : null);
        // A proxy's page for a 404 comes again as often as it is asked for.
        bool canBeCured = (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
        return new(exception, new(outcome, status, canBeCured), wait);
    }

    private static string Advice(in CallState call) => call switch
    {
        { Operation.HasBearer: false } => "the credential in the request was refused",
        { RejectedBearer: null } => "the access token was refused",
        _ => "the token was refreshed once and refused again: check that its user has a role in this business",
    };

    private static TimeSpan? RetryAfter(HttpResponseHeaders headers, TimeProvider time)
    {
        // Parsed by the platform, which is culture-proof here; junk reads as absent.
        RetryConditionHeaderValue? header = headers.RetryAfter;
        TimeSpan? asked = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return asked > TimeSpan.Zero ? asked : null;
    }

    /// <summary>
    /// Status and content type first, so that a maintenance page is not a JSON error; a body that says otherwise wins over its label.
    /// </summary>
    private static bool LooksLikeJson(HttpContentHeaders headers, ReadOnlySpan<byte> body) =>
        !headers.NonValidated.TryGetValues("Content-Type", out HeaderStringValues values)
        || values.ToString().Contains("json", StringComparison.OrdinalIgnoreCase)
        || body.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{' or (byte)'[', ..];

    private static Failure Unreadable(ref CallState call, string reason, Exception? inner)
    {
        AttemptException failure = call.Unreadable(reason, inner);
        return new(failure.Failure, new(failure.Outcome, call.StatusCode, failure.CanBeCured), null);
    }
}

/// <summary>An answer whose own <c>status</c> says what it is, on whichever HTTP status it comes.</summary>
internal interface IOwnStatus
{
    /// <summary>False where the status says that the request failed and the body is an error.</summary>
    bool IsAnswer { get; }

    /// <summary>Told when an earlier attempt of the same call may have been executed: "already done" may then mean "by this very call".</summary>
    void FollowsLostAnswer();
}
