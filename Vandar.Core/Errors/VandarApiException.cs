using System.Globalization;

namespace Vandar.Core;

/// <summary>The server answered no.</summary>
/// <remarks>
/// A 4xx with a body of the API is <see cref="RequestOutcome.Rejected"/>; a 5xx, and a 4xx that only some proxy can have written, is
/// <see cref="RequestOutcome.Unknown"/>. <see cref="Exception.Message"/> quotes the server's first text with everything starred that could
/// be a secret; the properties have the text as it came.
/// </remarks>
public class VandarApiException : VandarException
{
    internal const int BodyLimit = 2_048;
    private const int MessageLimit = 300;

    internal VandarApiException(FailedCall call, ApiError error, string? body, TimeSpan? retryAfter, string? advice = null, Exception? inner = null)
        : base(Text(call, error, advice), call, inner)
    {
        ServerMessage = error.Message;
        Code = error.Code;
        Errors = error.Errors;
        Body = body;
        RetryAfter = retryAfter;
    }

    /// <summary>The server's own words, normally Persian, as they came: for people, never for branching. They may quote what was sent.</summary>
    public string? ServerMessage { get; }

    /// <summary>The stable key of the error (<c>cardholder_request_not_finalize</c>), where the service sends one.</summary>
    public string? Code { get; }

    /// <summary>The complaints field by field, from whichever of the vendor's five validation shapes arrived; empty where there was none.</summary>
    public IReadOnlyList<VandarFieldError> Errors { get; }

    /// <summary>How long the server asked to wait, where it did.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The first 2,048 characters of the body, with long numbers and tokens starred; null for an empty body.</summary>
    public string? Body { get; }

    private static string Text(FailedCall call, ApiError error, string? advice)
    {
        string? first = error.Message ?? (error.Errors.Count > 0 ? error.Errors[0].Message : error.Code);
        string status = call.StatusCode is { } code ? ((int)code).ToString(CultureInfo.InvariantCulture) : "no answer";
        string text = first is null
            ? $"{call.Operation}: {status}"
            : $"{call.Operation}: {status} {RedactedText.Of(first, MessageLimit, call.ShortestSecret)}";
        return advice is null ? text : $"{text} ({advice})";
    }
}

/// <summary>
/// No usable access token: a 401 that outlived the one refresh, or a refresh that was refused or could not be tried. The text says what to do.
/// </summary>
public sealed class VandarAuthenticationException : VandarApiException
{
    internal VandarAuthenticationException(FailedCall call, ApiError error, string? body, string advice, Exception? inner = null)
        : base(call, error, body, null, advice, inner)
    {
    }
}

/// <summary>What the error reader found in a body, whichever shape it had.</summary>
internal sealed record ApiError(string? Message, string? Code, IReadOnlyList<VandarFieldError> Errors)
{
    internal static ApiError None { get; } = new(null, null, []);
}
