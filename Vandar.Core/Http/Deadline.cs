using Microsoft.Extensions.ObjectPool;

namespace Vandar.Core.Http;

/// <summary>
/// The one owner of time in a call: the whole-call limit, the idle limit on the answer's body, and the caller's cancellation, in one token.
/// </summary>
/// <remarks>Pooled, because a source per call costs 440 bytes. A source that fired, or that runs on a fake clock, is not taken back.</remarks>
internal sealed class Deadline(TimeProvider time)
{
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _caller;
    private long _started;
    private TimeSpan _limit;
    private bool _isForRead;

    internal CancellationToken Token => _source!.Token;

    /// <summary>What is left of the whole call; infinite where it has no limit.</summary>
    internal TimeSpan Remaining => _limit == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _limit - time.GetElapsedTime(_started);

    internal void Start(TimeSpan limit, CancellationToken caller)
    {
        _limit = limit;
        _started = time.GetTimestamp();
        if (_source is null)
            _source = time == TimeProvider.System ? new() : new(Timeout.InfiniteTimeSpan, time);
        _source.CancelAfter(limit);
        if (caller.CanBeCanceled)
            _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>For a read of the body that waits: the next bytes must come within <paramref name="idle"/>, and within what is left of the call.</summary>
    internal void ArmForRead(TimeSpan idle)
    {
        _isForRead = true;
        TimeSpan left = Remaining;
        _source!.CancelAfter(idle == Timeout.InfiniteTimeSpan || left < idle ? Bounded(left) : idle);
    }

    /// <summary>After the body, or what there was of it: only the limit of the call counts again.</summary>
    internal void ArmForCall()
    {
        if (!_isForRead)
            return;
        _isForRead = false;
        _source!.CancelAfter(Bounded(Remaining));
    }

    private static TimeSpan Bounded(TimeSpan left) =>
        left == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : left < TimeSpan.Zero ? TimeSpan.Zero : left;

    internal void Cancel()
    {
        _caller.Dispose();
        _source!.Cancel();
    }

    /// <summary>Ends the call; true if the source can serve another one.</summary>
    private bool Stop()
    {
        // Waits for a callback that is running, so that a late cancellation of this call cannot reach the next one.
        _caller.Dispose();
        _caller = default;
        if (_source!.TryReset())
            return true;
        _source.Dispose();
        _source = null;
        return time == TimeProvider.System;
    }

    internal sealed class Policy(TimeProvider time) : PooledObjectPolicy<Deadline>
    {
        public override Deadline Create() => new(time);

        public override bool Return(Deadline obj) => obj.Stop();
    }
}
