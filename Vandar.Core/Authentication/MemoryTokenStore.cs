using System.Diagnostics.CodeAnalysis;

namespace Vandar.Core.Authentication;

/// <summary>Keeps the pair in this process: for tests, and for services that get a fresh pair at every start.</summary>
/// <remarks>A refreshed pair is lost with the process, and its predecessor is dead by then. Long-lived services want a store that stays.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle was never asked for holds nothing.")]
public sealed class MemoryTokenStore : ITokenStore
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private TokenPair? _pair;

    /// <summary>An empty store, or one that starts with a pair.</summary>
    public MemoryTokenStore(TokenPair? pair = null) => _pair = pair;

    /// <inheritdoc/>
    public ValueTask<TokenPair?> Read(CancellationToken cancellationToken) => new(Volatile.Read(ref _pair));

    /// <inheritdoc/>
    public async ValueTask<ITokenStoreLease> Acquire(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Lease(this);
    }

    private sealed class Lease(MemoryTokenStore store) : ITokenStoreLease
    {
        private int _released;

        public ValueTask<TokenPair?> Read(CancellationToken cancellationToken) => store.Read(cancellationToken);

        public ValueTask Prepare(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask Write(TokenPair pair, CancellationToken cancellationToken)
        {
            Volatile.Write(ref store._pair, pair);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
                store._turn.Release();
            return ValueTask.CompletedTask;
        }
    }
}
