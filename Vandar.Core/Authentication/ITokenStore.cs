namespace Vandar.Core.Authentication;

/// <summary>Where the token pair lives between processes. Bring your own for a vault or a database.</summary>
/// <remarks>
/// A refresh spends a one-time token, so a pair that is received and then lost locks the business out until somebody goes to the dashboard.
/// The client therefore works in this order: <see cref="Acquire"/>, <see cref="ITokenStoreLease.Read"/> (somebody else may have refreshed
/// meanwhile), <see cref="ITokenStoreLease.Prepare"/>, the refresh itself, <see cref="ITokenStoreLease.Write"/>.
/// Implementations must be thread-safe. Exceptions are reported through <see cref="VandarClientOptions.OnTokenStoreFailure"/> and must not
/// contain a token.
/// </remarks>
public interface ITokenStore
{
    /// <summary>The newest pair, or null if there is none.</summary>
    ValueTask<TokenPair?> Read(CancellationToken cancellationToken);

    /// <summary>Waits until no other client, thread or process is refreshing on this store, and keeps the others out until disposal.</summary>
    /// <remarks>A holder that dies must lose the lease by itself.</remarks>
    ValueTask<ITokenStoreLease> Acquire(CancellationToken cancellationToken);
}

/// <summary>The right to refresh, held by one at a time.</summary>
public interface ITokenStoreLease : IAsyncDisposable
{
    /// <summary>The newest pair, or null if there is none.</summary>
    ValueTask<TokenPair?> Read(CancellationToken cancellationToken);

    /// <summary>
    /// Makes as sure as can be that the coming <see cref="Write"/> will succeed (space is reserved, permissions are proven), or throws. The
    /// refresh token is spent only after this returned.
    /// </summary>
    ValueTask Prepare(CancellationToken cancellationToken);

    /// <summary>Replaces the pair as a whole: a reader sees the old one or the new one. After a logout it is one without tokens.</summary>
    ValueTask Write(TokenPair pair, CancellationToken cancellationToken);
}
