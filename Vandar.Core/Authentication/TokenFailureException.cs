using System.Net;

namespace Vandar.Core.Authentication;

/// <summary>No access token can be had. Each waiting call turns it into an exception of its own, with its own name and outcome.</summary>
internal sealed class TokenFailureException(string advice, Exception? inner) : Exception(advice, inner)
{
    /// <summary>What is known about the refresh, for whoever asked for no more than that.</summary>
    internal RequestOutcome Outcome { get; init; } = inner is null ? RequestOutcome.NotSent : VandarException.OutcomeOf(inner) ?? RequestOutcome.NotSent;

    internal HttpStatusCode? StatusCode => (InnerException as VandarException)?.StatusCode;

    internal VandarException For(FailedCall call) => IsPassing
        ? new VandarTransportException(call, RequestStage.Token, IsTimeout, Message, InnerException)
        : new VandarAuthenticationException(call, ApiError.None, null, Message, InnerException);

    /// <summary>Vandar could not be reached, or could not answer: nothing that a new token pair would mend.</summary>
    private bool IsPassing => InnerException is VandarTransportException or VandarProtocolException or OperationCanceledException
        or VandarApiException { Outcome: RequestOutcome.Unknown } or VandarApiException { StatusCode: HttpStatusCode.TooManyRequests };

    private bool IsTimeout => InnerException is OperationCanceledException or VandarTransportException { IsTimeout: true };
}
