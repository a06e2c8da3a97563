using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Vandar.Core.RateLimiting;

/// <summary>
/// An exact limiter: never more than so many sends within any window of time, wherever the window is laid. First come, first served.
/// </summary>
/// <remarks>
/// Vandar allows 30 POST requests and 100 others within 3 seconds. Token buckets and fixed windows let up to twice as many through some
/// 3-second window; this one keeps the time of each of the last sends in a ring and costs one comparison and no allocation while there is
/// room. It measures with the monotonic clock, so a jump of the wall clock opens nothing. It is thread-safe: share one between clients
/// that use the same token.
/// <para>
/// The server counts arrivals, and a request that has to connect first arrives long after it was let go. So a request counts from its answer,
/// which is when its lease is disposed, and from one second after its grant at the latest.
/// </para>
/// </remarks>
public sealed class VandarRateLimiter : RateLimiter
{
    /// <summary>Added to the window, for requests that reach the server closer together than they left.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromMilliseconds(50);

    /// <summary>Longer waits are cut into pieces of this: timers have a limit.</summary>
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(1);

    /// <summary>An answer that takes longer than this took its time at the server, not on the way there.</summary>
    private static readonly TimeSpan s_longestWay = TimeSpan.FromSeconds(1);

    private static readonly Granted s_granted = new();

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _window;
    private readonly long _longestWay;
    private readonly long[] _sends;
    private readonly Permit[] _permits;
    private readonly LinkedList<Waiter> _queue = new();
    private readonly int _queueLimit;
    private ITimer? _timer;
    private int _next;
    private long _pausedUntil = long.MinValue;
    private long _granted;
    private long _refused;
    private bool _disposed;

    /// <summary>A limiter of <paramref name="permits"/> sends per <paramref name="window"/>.</summary>
    /// <param name="permits">How many sends any window may hold; at least 1.</param>
    /// <param name="window">The window's length, at most a day; 50 ms are added to it for jitter on the way.</param>
    /// <param name="queueLimit">How many callers may wait; one more is refused at once.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    public VandarRateLimiter(int permits, TimeSpan window, int queueLimit = 10_000, TimeProvider? timeProvider = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, s_longestTimer);
        ArgumentOutOfRangeException.ThrowIfNegative(queueLimit);
        _time = timeProvider ?? TimeProvider.System;
        _window = ToTimestamp(window + s_margin);
        _sends = new long[permits];
        // No send has happened: every slot is free at any time.
        Array.Fill(_sends, long.MinValue);
        _permits = new Permit[permits];
        for (int i = 0; i < permits; i++)
            _permits[i] = new Permit(this, i);
        _longestWay = ToTimestamp(s_longestWay);
        _queueLimit = queueLimit;
    }

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => null;

    /// <summary>Holds everybody back for a while: what a 429 with <c>Retry-After</c> asks of all callers that share the limit.</summary>
    /// <param name="duration">How long from now. A shorter pause does not shorten one that is running.</param>
    public void Pause(TimeSpan duration)
    {
        lock (_lock)
        {
            // The cast and the sum stop at the ends of the scale: an endless pause is one.
            long now = _time.GetTimestamp();
            long until = now + Math.Min(ToTimestamp(duration), long.MaxValue - now);
            if (until > _pausedUntil)
                _pausedUntil = until;
            if (_queue.Count > 0)
                Schedule();
        }
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics()
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            int free = now < _pausedUntil ? 0 : _sends.Count(send => IsFree(send, now));
            return new()
            {
                CurrentAvailablePermits = free,
                CurrentQueuedCount = _queue.Count,
                TotalSuccessfulLeases = _granted,
                TotalFailedLeases = _refused,
            };
        }
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        CheckCount(permitCount);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _queue.Count == 0 && Take(permitCount) is { } granted ? granted : Refuse(permitCount);
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        CheckCount(permitCount);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<RateLimitLease>(cancellationToken);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_queue.Count == 0 && Take(permitCount) is { } granted)
                return new(granted);
            if (_queue.Count >= _queueLimit)
                return new(Refuse(permitCount));
            Waiter waiter = new(this, permitCount, cancellationToken);
            waiter.Place = _queue.AddLast(waiter);
            if (_queue.Count == 1)
                Schedule();
            waiter.Watch(cancellationToken);
            return new(waiter.Task);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_lock)
            {
                _disposed = true;
                _timer?.Dispose();
                _timer = null;
                while (_queue.First is { } first)
                {
                    _queue.RemoveFirst();
                    _refused++;
                    first.Value.TrySetResult(new Refused(null));
                }
            }
        }
        base.Dispose(disposing);
    }

    private void CheckCount(int permitCount) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permitCount, _sends.Length);

    private Refused Refuse(int count)
    {
        _refused++;
        return new Refused(UntilNext(count));
    }

    private RateLimitLease? Take(int count)
    {
        long now = _time.GetTimestamp();
        if (now < _pausedUntil || !IsFree(Latest(count), now))
            return null;
        _granted++;
        if (count == 1)
            return Take(now);
        for (int i = 0; i < count; i++)
            Take(now);
        return s_granted;
    }

    private Permit Take(long now)
    {
        int slot = _next;
        _next = (_next + 1) % _sends.Length;
        // Counts from the latest moment it may arrive, until its answer says that it was earlier.
        _sends[slot] = now + _longestWay;
        // A holder who is slower than the whole window keeps his permit, which then says nothing about the slot any more.
        if (_permits[slot].IsOut)
            _permits[slot] = new Permit(this, slot);
        _permits[slot].IsOut = true;
        return _permits[slot];
    }

    /// <summary>
    /// The latest send among the slots that <paramref name="count"/> permits need. Zero permits ask whether there is one, and take none.
    /// </summary>
    private long Latest(int count)
    {
        long latest = _sends[_next];
        for (int i = 1; i < count; i++)
            latest = Math.Max(latest, _sends[(_next + i) % _sends.Length]);
        return latest;
    }

    private bool IsFree(long send, long now) => send == long.MinValue || now - send >= _window;

    private TimeSpan UntilNext(int count)
    {
        long now = _time.GetTimestamp();
        long send = Latest(count);
        long free = send == long.MinValue ? now : send + _window;
        long at = Math.Max(free, _pausedUntil);
        return at <= now ? TimeSpan.Zero : ToTimeSpan(at - now);
    }

    private void Arrived(Permit permit)
    {
        lock (_lock)
        {
            if (permit.IsOut && _permits[permit.Slot] == permit)
                _sends[permit.Slot] = Math.Min(_time.GetTimestamp(), _sends[permit.Slot]);
            permit.IsOut = false;
            if (_queue.Count > 0)
                Schedule();
        }
    }

    private void Schedule()
    {
        TimeSpan wait = UntilNext(_queue.First!.Value.Count);
        // Rounded up: a timer that fires a tick early would only have to be set again.
        TimeSpan due = wait < s_longestTimer ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : s_longestTimer;
        if (_timer is null)
            _timer = _time.CreateTimer(static state => ((VandarRateLimiter)state!).Drain(), this, due, Timeout.InfiniteTimeSpan);
        else
            _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void Drain()
    {
        lock (_lock)
        {
            while (!_disposed && _queue.First is { } first)
            {
                if (Take(first.Value.Count) is not { } granted)
                {
                    Schedule();
                    return;
                }
                _queue.RemoveFirst();
                first.Value.TrySetResult(granted);
            }
        }
    }

    private void Leave(Waiter waiter)
    {
        lock (_lock)
        {
            if (waiter.Place is not { List: not null } place)
                return;
            bool wasFirst = _queue.First == place;
            _queue.Remove(place);
            waiter.TrySetCanceled(waiter.Token);
            if (wasFirst && _queue.Count > 0)
                Schedule();
        }
    }

    private long ToTimestamp(TimeSpan span) => (long)Math.Ceiling(span.TotalSeconds * _time.TimestampFrequency);

    private TimeSpan ToTimeSpan(long timestamp) => _time.GetElapsedTime(0, timestamp);

    private sealed class Waiter(VandarRateLimiter owner, int count, CancellationToken token)
        : TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        private CancellationTokenRegistration _registration;

        internal int Count => count;
        internal CancellationToken Token => token;
        internal LinkedListNode<Waiter>? Place { get; set; }

        internal void Watch(CancellationToken cancellationToken)
        {
            if (!cancellationToken.CanBeCanceled)
                return;
            _registration = cancellationToken.UnsafeRegister(static state => ((Waiter)state!).Leave(), this);
            _ = Task.ContinueWith(
                static (_, state) => ((Waiter)state!)._registration.Dispose(), this, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        private void Leave() => owner.Leave(this);
    }

    /// <summary>One permit; made once per slot, so that taking one allocates nothing.</summary>
    private sealed class Permit(VandarRateLimiter owner, int slot) : Granted
    {
        internal int Slot => slot;
        internal bool IsOut { get; set; }

        protected override void Dispose(bool disposing)
        {
            owner.Arrived(this);
            base.Dispose(disposing);
        }
    }

    private class Granted : RateLimitLease
    {
        public override bool IsAcquired => true;
        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }

    private sealed class Refused(TimeSpan? retryAfter) : RateLimitLease
    {
        public override bool IsAcquired => false;
        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
