using System.Net;

namespace Vandar.Core.Authentication;

/// <summary>The current bearer token, and the one refresh that all callers share.</summary>
/// <remarks>
/// A refresh belongs to the client, not to the caller who happened to need it first: a caller who gives up does not take the others' token
/// with him. What is received is in memory before it goes to the store, so a disk that fails loses nothing while the process lives.
/// </remarks>
internal sealed class AccessTokens : IDisposable
{
    /// <summary>How long a background refresh that failed is left alone while the old token still works.</summary>
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(30);

    /// <summary>The most a refresh may take, its waits for the limiter and for other processes included.</summary>
    private static readonly TimeSpan s_refreshLimit = TimeSpan.FromMinutes(2);

    private readonly ITokenStore _store;
    private readonly TokenPair? _given;
    private readonly Func<string, CancellationToken, ValueTask<TokenPair>> _refresh;
    private readonly TimeProvider _time;
    private readonly TokenEvents _events;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();

    private BearerToken? _current;
    private Task<BearerToken>? _inFlight;
    private DateTimeOffset _quietUntil = DateTimeOffset.MinValue;

    /// <summary>The current pair is in memory only: the store refused it, and every call tries again in the background.</summary>
    private volatile bool _isUnwritten;

    internal AccessTokens(
        ITokenStore store, TokenPair? given, Func<string, CancellationToken, ValueTask<TokenPair>> refresh, TimeProvider time, TokenEvents events)
    {
        _store = store;
        _given = given;
        _refresh = refresh;
        _time = time;
        _events = events;
    }

    private enum Need
    {
        /// <summary>Any token that is alive will do.</summary>
        Token,

        /// <summary>The pair in memory has to reach the store.</summary>
        Write,

        /// <summary>The token at hand is over, about to be, or was refused.</summary>
        Successor,
    }

    /// <summary>The token to send now. Returns at once while one is alive, even while its successor is being fetched.</summary>
    internal ValueTask<BearerToken> Get(CancellationToken cancellationToken)
    {
        BearerToken? current = Volatile.Read(ref _current);
        if (current is null)
            return new(Start(Need.Token, null).WaitAsync(cancellationToken));
        if (current.RenewAt is null && !_isUnwritten)
            return new(current);
        DateTimeOffset now = _time.GetUtcNow();
        if (current.IsOver(now))
            return new(Start(Need.Successor, current).WaitAsync(cancellationToken));
        if (now >= current.RenewAt)
            StartInBackground(Need.Successor, current, now);
        else if (_isUnwritten)
            StartInBackground(Need.Write, current, now);
        return new(current);
    }

    /// <summary>The token to use after <paramref name="rejected"/> met a 401, whatever the clock says about it.</summary>
    internal ValueTask<BearerToken> Renew(BearerToken rejected, CancellationToken cancellationToken) =>
        new(Start(Need.Successor, rejected).WaitAsync(cancellationToken));

    public void Dispose() => _closing.Cancel();

    private void StartInBackground(Need need, BearerToken current, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_inFlight is not null || now < _quietUntil || _closing.IsCancellationRequested)
                return;
        }
        // Nobody waits for it: a failure is told through the events, and once more to whoever needs the token when it is over.
        _ = Start(need, current).ContinueWith(
            static task => _ = task.Exception, CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private Task<BearerToken> Start(Need need, BearerToken? old)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, typeof(VandarClient));
            // A late 401 for a token that was replaced meanwhile: its successor is here already.
            if (_current is { } current && current != old)
                return Task.FromResult(current);
            // On the pool, so that neither the caller's context nor the lock is held while it runs.
            return _inFlight ??= Task.Run(() => Run(need, old), CancellationToken.None);
        }
    }

    private async Task<BearerToken> Run(Need need, BearerToken? old)
    {
        using CancellationTokenSource limit = new(s_refreshLimit, _time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _closing.Token);
        bool done = false;
        try
        {
            BearerToken token = await Obtain(need, old, both.Token).ConfigureAwait(false);
            Volatile.Write(ref _current, token);
            done = true;
            return token;
        }
        catch (OperationCanceledException e)
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, typeof(VandarClient));
            throw Failed(new TokenFailureException("getting an access token took longer than two minutes", e));
        }
        catch (TokenFailureException e)
        {
            throw Failed(e);
        }
        finally
        {
            lock (_lock)
            {
                _quietUntil = done ? DateTimeOffset.MinValue : _time.GetUtcNow() + s_pauseAfterFailure;
                _inFlight = null;
            }
        }
    }

    private async ValueTask<BearerToken> Obtain(Need need, BearerToken? old, CancellationToken cancellationToken)
    {
        if (need is Need.Token && await ReadStore(_store.Read, cancellationToken).ConfigureAwait(false) is var found
            && Alive(found ?? _given) is { } ready)
        {
            return ready;
        }

        ITokenStoreLease lease = await Prepared(() => _store.Acquire(cancellationToken), "locked").ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            TokenPair? stored = await ReadStore(lease.Read, cancellationToken).ConfigureAwait(false);
            if (_isUnwritten && old is not null)
                await Write(lease, old.Pair, stored, cancellationToken).ConfigureAwait(false);
            if (need is Need.Write)
                return old!;
            // Another process was quicker: its pair is younger than ours.
            if (IsSuccessor(stored, old) && Alive(stored) is { } adopted)
                return adopted;

            return await Spend(lease, stored, old, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tries the refresh tokens that may still be alive, the likeliest first: the store's, the one in memory, the one in the options.</summary>
    private async ValueTask<BearerToken> Spend(ITokenStoreLease lease, TokenPair? stored, BearerToken? old, CancellationToken cancellationToken)
    {
        string?[] candidates = [stored?.RefreshToken, old?.Pair.RefreshToken, _given?.RefreshToken];
        VandarException? refusal = null;
        foreach (string candidate in candidates.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            await Prepared(async () => { await lease.Prepare(cancellationToken).ConfigureAwait(false); return lease; }, "written").ConfigureAwait(false);
            bool answerWasLost = false;
            while (true)
            {
                try
                {
                    TokenPair pair = Received(await _refresh(candidate, cancellationToken).ConfigureAwait(false), candidate);
                    BearerToken token = new(pair);
                    // Into memory first: from here on the old pair is dead and only this one is worth anything.
                    Volatile.Write(ref _current, token);
                    _isUnwritten = true;
                    await Write(lease, pair, null, cancellationToken).ConfigureAwait(false);
                    _events.Refreshed(pair);
                    return token;
                }
                catch (VandarException e)
                {
                    // A lost answer may have carried a pair to another process on this store, never to us.
                    TokenPair? now = await ReadStore(lease.Read, cancellationToken).ConfigureAwait(false);
                    if (now?.AccessToken != stored?.AccessToken && IsSuccessor(now, old) && Alive(now) is { } adopted)
                        return adopted;
                    if (e.Outcome is RequestOutcome.Unknown && !answerWasLost)
                    {
                        answerWasLost = true;
                        continue;
                    }
                    if (e is not VandarApiException { Outcome: RequestOutcome.Rejected, StatusCode: not HttpStatusCode.TooManyRequests })
                        throw new TokenFailureException("the access token could not be refreshed", e);
                    refusal = e;
                    break;
                }
            }
        }
        // The last resort is an access token that came with the options and was never tried.
        if (_given is { AccessToken: not null } && _given.AccessToken != old?.Pair.AccessToken && Alive(_given) is { } untried)
            return untried;
        throw new TokenFailureException(
            refusal is null
                ? "there is no refresh token: create a token pair in the Vandar dashboard"
                : "the refresh token is used up or over: create a new token pair in the Vandar dashboard",
            refusal);
    }

    /// <summary>An answer without a new refresh token leaves the old one in force; one without a lifetime leaves the end open.</summary>
    private static TokenPair Received(TokenPair pair, string spent) => pair.RefreshToken is null ? pair with { RefreshToken = spent } : pair;

    private async ValueTask Write(ITokenStoreLease lease, TokenPair pair, TokenPair? stored, CancellationToken cancellationToken)
    {
        if (stored is not null && stored.ObtainedAt > pair.ObtainedAt)
        {
            _isUnwritten = false;
            return;
        }
        try
        {
            await lease.Write(pair, cancellationToken).ConfigureAwait(false);
            _isUnwritten = false;
        }
        catch (Exception e) when (IsStoreFailure(e))
        {
            _events.StoreFailed(e);
        }
    }

    private async ValueTask<TokenPair?> ReadStore(Func<CancellationToken, ValueTask<TokenPair?>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsStoreFailure(e))
        {
            _events.StoreFailed(e);
            return null;
        }
    }

    private async ValueTask<ITokenStoreLease> Prepared(Func<ValueTask<ITokenStoreLease>> step, string what)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (Exception e) when (IsStoreFailure(e))
        {
            _events.StoreFailed(e);
            throw new TokenFailureException($"the token store cannot be {what}, so the refresh token was not spent: make the store writable", e);
        }
    }

    // A store is somebody else's code, on a disk or a network: whatever it throws must not cost the pair.
    private static bool IsStoreFailure(Exception e) => e is not OperationCanceledException;

    private TokenFailureException Failed(TokenFailureException e)
    {
        _events.RefreshFailed(e);
        return e;
    }

    private BearerToken? Alive(TokenPair? pair)
    {
        if (pair?.AccessToken is null)
            return null;
        BearerToken token = new(pair);
        return token.IsOver(_time.GetUtcNow()) ? null : token;
    }

    private static bool IsSuccessor(TokenPair? stored, BearerToken? old) =>
        stored?.AccessToken is not null && (old is null || (stored.AccessToken != old.Pair.AccessToken && stored.ObtainedAt >= old.Pair.ObtainedAt));
}
