using Microsoft.Extensions.Logging;
using Vandar.Core.Http;

namespace Vandar.Core.Authentication;

/// <summary>Tells the log and the options' callbacks what becomes of the tokens. A callback that throws must not cost the pair.</summary>
internal sealed class TokenEvents(ILogger logger, Action<TokenPair>? refreshed, Action<Exception>? storeFailed)
{
    internal void Refreshed(TokenPair pair)
    {
        Tell(refreshed, pair);
        Log.TokensRefreshed(logger, pair.ExpiresAt);
    }

    internal void StoreFailed(Exception failure)
    {
        Tell(storeFailed, failure);
        Log.TokenStoreFailed(logger, failure.GetType().Name);
    }

    internal void RefreshFailed(TokenFailureException failure) => Log.RefreshFailed(logger, failure.Message, failure.InnerException?.GetType().Name);

    private void Tell<T>(Action<T>? callback, T what)
    {
        try
        {
            callback?.Invoke(what);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Log.CallbackFailed(logger, e.GetType().Name);
        }
    }
}
