namespace Vandar.Core;

/// <summary>How far a call had come when it ended without a usable answer.</summary>
public enum RequestStage
{
    /// <summary>Waiting for a permit of the rate limiter; nothing was sent.</summary>
    RateLimit,

    /// <summary>Getting an access token; nothing of this call was sent.</summary>
    Token,

    /// <summary>Resolving the name, connecting, TLS, or waiting for a pooled connection; the request body was never asked for.</summary>
    Connecting,

    /// <summary>Sending the request, or (for a request without a body) waiting for the answer.</summary>
    Sending,

    /// <summary>The whole request was handed to the connection; waiting for the answer's headers.</summary>
    AwaitingAnswer,

    /// <summary>The headers of the answer arrived, the body did not come to its end.</summary>
    ReadingBody,

    /// <summary>Waiting before the next attempt.</summary>
    BackOff,
}
