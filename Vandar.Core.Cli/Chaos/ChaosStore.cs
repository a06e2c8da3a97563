using Vandar.Core.Authentication;

namespace Vandar.Core.Cli.Chaos;

/// <summary>A token store on a bad disk, and a witness: one client comes to it with one errand at a time.</summary>
/// <param name="kept">Where the pairs really go.</param>
/// <param name="failures">How many of a hundred steps fail.</param>
internal sealed class ChaosStore(ITokenStore kept, int failures, int seed) : ITokenStore
{
    private const int Salt = 11;

    private int _steps;
    private int _errands;
    private int _overlaps;
    private int _failed;
    private volatile bool _isMended;

    /// <summary>Errands that came while another one of the same client was under way.</summary>
    public int Overlaps => Volatile.Read(ref _overlaps);

    public int Failed => Volatile.Read(ref _failed);

    public ITokenStore Kept => kept;

    /// <summary>From now on nothing fails.</summary>
    public void Mend() => _isMended = true;

    public ValueTask<TokenPair?> Read(CancellationToken cancellationToken)
    {
        MayFail();
        return kept.Read(cancellationToken);
    }

    public async ValueTask<ITokenStoreLease> Acquire(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _errands) > 1)
            Interlocked.Increment(ref _overlaps);
        try
        {
            MayFail();
            return new Lease(this, await kept.Acquire(cancellationToken));
        }
        catch
        {
            Interlocked.Decrement(ref _errands);
            throw;
        }
    }

    private void MayFail()
    {
        Dice dice = Dice.Of(seed, Interlocked.Increment(ref _steps), Salt);
        if (_isMended || !dice.Hits(failures))
            return;
        Interlocked.Increment(ref _failed);
        throw new IOException("The disk of this store is full.");
    }

    private sealed class Lease(ChaosStore store, ITokenStoreLease lease) : ITokenStoreLease
    {
        public ValueTask<TokenPair?> Read(CancellationToken cancellationToken)
        {
            store.MayFail();
            return lease.Read(cancellationToken);
        }

        public ValueTask Prepare(CancellationToken cancellationToken)
        {
            store.MayFail();
            return lease.Prepare(cancellationToken);
        }

        public ValueTask Write(TokenPair pair, CancellationToken cancellationToken)
        {
            store.MayFail();
            return lease.Write(pair, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await lease.DisposeAsync();
            Interlocked.Decrement(ref store._errands);
        }
    }
}
