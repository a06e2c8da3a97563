using System.Net;

namespace Vandar.Core.Authentication;

/// <summary>No access token can be had. Each waiting call turns it into an exception of its own, with its own name and outcome.</summary>
internal sealed class TokenFailureException(string advice, Exception? inner) : Exception(advice, inner)
{
    internal HttpStatusCode? StatusCode => (InnerException as VandarException)?.StatusCode;

    internal VandarException For(FailedCall call) => InnerException switch
    {
        VandarTransportException failure => new VandarTransportException(call, RequestStage.Token, failure.IsTimeout, Message, failure),
        OperationCanceledException limit => new VandarTransportException(call, RequestStage.Token, true, Message, limit),
        _ => new VandarAuthenticationException(call, ApiError.None, null, Message, InnerException),
    };
}
