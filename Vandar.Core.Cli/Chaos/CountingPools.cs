using System.Collections.Concurrent;
using Microsoft.Extensions.ObjectPool;
using Vandar.Core.Http;

namespace Vandar.Core.Cli.Chaos;

/// <summary>The pools a client uses, with books: who was rented, who came back, who is still out.</summary>
internal sealed class CountingPools : ObjectPoolProvider
{
    private const int Kept = 256;

    private readonly ConcurrentDictionary<Type, object> _pools = [];

    /// <summary>The books of a client that is closed: no call of it is under way.</summary>
    internal BufferBooks Balance()
    {
        CountingPool<JsonBuffer> buffers = Of<JsonBuffer>();
        CountingPool<Deadline> limits = Of<Deadline>();
        // A call that a send outlives leaves its body to the send, and its time limit too, which it cancels: no other one is out.
        int dropped = limits.Out.Count(limit => limit.Token.IsCancellationRequested);
        int lost = Math.Max(0, buffers.Out.Count - dropped) + (limits.Out.Count - dropped);
        return new(buffers.Rented, buffers.Returned, buffers.Out.Count, lost, buffers.Errors + limits.Errors);
    }

    internal CountingPool<T> Of<T>()
        where T : class => (CountingPool<T>)_pools[typeof(T)];

    public override ObjectPool<T> Create<T>(IPooledObjectPolicy<T> policy) =>
        (CountingPool<T>)_pools.GetOrAdd(typeof(T), new CountingPool<T>(new DefaultObjectPool<T>(policy, Kept)));
}

internal sealed class CountingPool<T>(ObjectPool<T> pool) : ObjectPool<T>
    where T : class
{
    private readonly ConcurrentDictionary<T, bool> _out = new(ReferenceEqualityComparer.Instance);
    private int _rented;
    private int _returned;
    private int _errors;

    internal int Rented => Volatile.Read(ref _rented);
    internal int Returned => Volatile.Read(ref _returned);

    /// <summary>How often something was rented that was out already, or came back without being out.</summary>
    internal int Errors => Volatile.Read(ref _errors);

    /// <summary>What was rented and did not come back.</summary>
    internal ICollection<T> Out => _out.Keys;

    public override T Get()
    {
        T item = pool.Get();
        Interlocked.Increment(ref _rented);
        if (!_out.TryAdd(item, true))
            Interlocked.Increment(ref _errors);
        return item;
    }

    public override void Return(T obj)
    {
        Interlocked.Increment(ref _returned);
        if (!_out.TryRemove(obj, out _))
            Interlocked.Increment(ref _errors);
        pool.Return(obj);
    }
}

/// <summary>What became of the buffers of a client.</summary>
/// <param name="Dropped">Left to sends that outlive their calls.</param>
/// <param name="Lost">Neither returned nor dropped; time limits, too.</param>
/// <param name="Errors">How often something was in two hands.</param>
internal readonly record struct BufferBooks(int Rented, int Returned, int Dropped, int Lost, int Errors);
