using System.Diagnostics.CodeAnalysis;
using Vandar.Core.Authentication;

namespace Vandar.Core.Tests.Authentication;

/// <summary>Somebody's own store over some database: keeps a pair, writes down the order of what it is asked, and fails as a test wants.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle was never asked for holds nothing.")]
internal sealed class TestStore(TokenPair? pair = null) : ITokenStore
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    internal TokenPair? Pair { get; set; } = pair;
    internal List<string> Log { get; } = [];

    /// <summary>Called with the name of each step before it happens.</summary>
    internal Func<string, CancellationToken, Task>? Before { get; set; }

    public async ValueTask<TokenPair?> Read(CancellationToken cancellationToken)
    {
        await Step("read", cancellationToken);
        return Pair;
    }

    public async ValueTask<ITokenStoreLease> Acquire(CancellationToken cancellationToken)
    {
        await Step("acquire", cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        return new Lease(this);
    }

    /// <summary>From now on a step of this name throws.</summary>
    internal void Fail(string step, Exception failure) =>
        Before = (name, _) => name == step ? Task.FromException(failure) : Task.CompletedTask;

    /// <summary>Until nobody holds the lease.</summary>
    internal async Task Free()
    {
        await _turn.WaitAsync();
        _turn.Release();
    }

    private Task Step(string name, CancellationToken cancellationToken)
    {
        lock (Log)
            Log.Add(name);
        return Before?.Invoke(name, cancellationToken) ?? Task.CompletedTask;
    }

    private sealed class Lease(TestStore store) : ITokenStoreLease
    {
        public async ValueTask<TokenPair?> Read(CancellationToken cancellationToken)
        {
            await store.Step("read again", cancellationToken);
            return store.Pair;
        }

        public async ValueTask Prepare(CancellationToken cancellationToken) => await store.Step("prepare", cancellationToken);

        public async ValueTask Write(TokenPair pair, CancellationToken cancellationToken)
        {
            await store.Step("write", cancellationToken);
            store.Pair = pair;
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                await store.Step("release", CancellationToken.None);
            }
            finally
            {
                store._turn.Release();
            }
        }
    }
}
