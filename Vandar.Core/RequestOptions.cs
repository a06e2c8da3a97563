using System.Net;
using System.Net.Http.Headers;

namespace Vandar.Core;

/// <summary>What one call does differently from the client's options.</summary>
public sealed record RequestOptions
{
    /// <summary>The limit for the whole call, all attempts, waits and the answer's body included; null for the client's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is neither positive and at most 24 days, nor infinite.</exception>
    public TimeSpan? Timeout
    {
        get;
        init
        {
            if (value is { } limit)
                VandarClientOptions.CheckLimit(limit, nameof(Timeout));
            field = value;
        }
    }

    /// <summary>How often the call may be tried again where its class allows it at all; null for the client's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or over 10.</exception>
    public int? MaxRetries
    {
        get;
        init
        {
            if (value is { } retries)
                VandarClientOptions.CheckRetries(retries, nameof(MaxRetries));
            field = value;
        }
    }

    /// <summary>
    /// Lets a call wait and go on after a 429 whose class would throw instead (unkeyed money, billed inquiries, tokens, uploads). A 429 was
    /// not executed, so this is safe; it is off because a payment that goes out half a minute later may no longer be wanted.
    /// </summary>
    public bool WaitOnRateLimit { get; init; }

    /// <summary>
    /// Sees every answer of the call, errors and answers that are retried included, before it is read: status, headers and the raw body. The
    /// body is valid during the callback only. What the callback throws ends the call in place of its result, so it should not throw.
    /// </summary>
    public AnswerObserver? OnResponse { get; init; }
}

/// <summary>Looks at one answer.</summary>
/// <param name="answer">The answer; it cannot outlive the callback.</param>
public delegate void AnswerObserver(VandarAnswer answer);

/// <summary>One answer as it came from the wire, for the length of a callback.</summary>
public readonly ref struct VandarAnswer
{
    internal VandarAnswer(string operation, int attempt, HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        Operation = operation;
        Attempt = attempt;
        StatusCode = response.StatusCode;
        Headers = response.Headers;
        Body = body;
    }

    /// <summary>The operation's dotted name.</summary>
    public string Operation { get; }

    /// <summary>Which attempt this answers, from 1.</summary>
    public int Attempt { get; }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The headers of the answer.</summary>
    public HttpResponseHeaders Headers { get; }

    /// <summary>The body in UTF-8, decompressed. It lies in a pooled buffer: copy what you keep. It may hold secrets.</summary>
    public ReadOnlySpan<byte> Body { get; }
}
