using System.Collections.Concurrent;
using Microsoft.Extensions.ObjectPool;

namespace Vandar.Core.Tests.Faults;

/// <summary>The pools a client uses, with books: who was rented, who came back, who is still out.</summary>
internal sealed class CountingPools : ObjectPoolProvider
{
    private readonly ConcurrentDictionary<Type, object> _pools = [];

    internal CountingPool<T> Of<T>()
        where T : class => (CountingPool<T>)_pools[typeof(T)];

    public override ObjectPool<T> Create<T>(IPooledObjectPolicy<T> policy) =>
        (CountingPool<T>)_pools.GetOrAdd(typeof(T), new CountingPool<T>(new DefaultObjectPool<T>(policy, 256)));
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
