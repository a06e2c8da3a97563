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

    /// <summary>The most that closing a client waits for a refresh that is under way.</summary>
    private static readonly TimeSpan s_closingLimit = TimeSpan.FromSeconds(10);

    private readonly ITokenStore _store;
    private readonly Func<string, CancellationToken, ValueTask<TokenPair>> _refresh;
    private readonly TimeProvider _time;
    private readonly TokenEvents _events;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();

    /// <summary>The pair of the options; null after a logout, which it may have been.</summary>
    private TokenPair? _given;

    /// <summary>The access token of the options was in use, or was tried: it is no way out any more.</summary>
    private bool _wasGivenTried;

    /// <summary>A received refresh token whose access token could not stand in a header; the store may have refused it.</summary>
    private TokenPair? _halfPair;

    private BearerToken? _current;
    private Task<BearerToken>? _inFlight;

    /// <summary>When the last errand failed, by the monotonic clock; null after one that went well.</summary>
    private long? _failedAt;

    /// <summary>Refresh tokens that Vandar refused: asking again for each call would cost the calls their place in the rate limit.</summary>
    private readonly Dictionary<string, Refusal> _refusals = new(StringComparer.Ordinal);

    /// <summary>The access token that the store held when its successor was bought.</summary>
    private string? _replaced;

    /// <summary>The pair that was logged out: should Vandar still take its refresh token, it must not bring the session back.</summary>
    private TokenPair? _loggedOut;

    /// <summary>When a session was ended whose pair the store had, by the last look at the store; null where it has a pair, or none.</summary>
    private DateTimeOffset? _endedAt;

    /// <summary>How many pairs were received.</summary>
    private int _received;

    /// <summary>The current pair is in memory only: the store refused it, and later calls try again in the background.</summary>
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

        /// <summary>The token at hand is over, or about to be.</summary>
        Successor,

        /// <summary>The token at hand met a 401.</summary>
        Replacement,
    }

    internal bool IsClosed => _closing.IsCancellationRequested;

    /// <summary>The token to send now. Returns at once while one is alive, even while its successor is being fetched.</summary>
    internal ValueTask<BearerToken> Get(CancellationToken cancellationToken)
    {
        BearerToken? current = Volatile.Read(ref _current);
        if (current is null)
            return Next(Need.Token, null, cancellationToken);
        if (current.RenewAt is null && !_isUnwritten)
            return new(current);
        DateTimeOffset now = _time.GetUtcNow();
        if (current.IsOver(now))
            return Next(Need.Successor, current, cancellationToken);
        if (now >= current.RenewAt)
            StartInBackground(Need.Successor, current);
        else if (_isUnwritten)
            StartInBackground(Need.Write, current);
        return new(current);
    }

    /// <summary>The token to use after <paramref name="rejected"/> met a 401, whatever the clock says about it.</summary>
    internal ValueTask<BearerToken> Renew(BearerToken rejected, CancellationToken cancellationToken) =>
        Next(Need.Replacement, rejected, cancellationToken);

    private async ValueTask<BearerToken> Next(Need need, BearerToken? old, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Who has given up before spends no refresh token.
            cancellationToken.ThrowIfCancellationRequested();
            BearerToken token = await Wait(Start(need, old), cancellationToken).ConfigureAwait(false);
            // What was in flight may have been a write that was owed, or the end of the very refresh that brought the old token.
            if (token != old)
                return token;
        }
    }

    /// <summary>A pair received after this call began.</summary>
    internal async ValueTask<BearerToken> Refresh(CancellationToken cancellationToken)
    {
        int before = Volatile.Read(ref _received);
        BearerToken token = await Get(cancellationToken).ConfigureAwait(false);
        return Volatile.Read(ref _received) == before ? await Next(Need.Successor, token, cancellationToken).ConfigureAwait(false) : token;
    }

    /// <summary>
    /// Lets go of the pair after a logout: it is neither sent nor spent again, and the store gets a pair without tokens in its place. A pair that
    /// another process has put there meanwhile stays.
    /// </summary>
    internal async ValueTask Forget(CancellationToken cancellationToken)
    {
        // An errand under way would bring back what is forgotten here.
        BearerToken? dead;
        while (!TryLetGo(out dead, out Task errand))
        {
            await errand.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
        // Another logout was quicker, and cares for the store.
        if (dead is null)
            return;
        try
        {
            ITokenStoreLease lease = await _store.Acquire(cancellationToken).ConfigureAwait(false);
            try
            {
                TokenPair? stored = await lease.Read(cancellationToken).ConfigureAwait(false);
                if (stored is not null && stored.AccessToken == dead.Pair.AccessToken)
                    await lease.Write(new() { ObtainedAt = Later(_time.GetUtcNow(), stored.ObtainedAt) }, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await Release(lease).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // The logout was done: a dead pair in the store costs the next process one refused refresh, and this one does not read it any more.
            _events.StoreFailed(e);
        }
    }

    private bool TryLetGo(out BearerToken? dead, out Task errand)
    {
        lock (_lock)
        {
            dead = _current;
            errand = _inFlight ?? Task.CompletedTask;
            if (_inFlight is not null)
                return false;
            _current = null;
            _given = null;
            _halfPair = null;
            _isUnwritten = false;
            _loggedOut = dead?.Pair ?? _loggedOut;
            return true;
        }
    }

    /// <summary>Ends the waits. A refresh token that is on its way is not called back: its successor is still received and stored.</summary>
    public void Dispose() => _closing.Cancel();

    /// <summary>Ends the waits, and gives a refresh token that is on its way the time to bring its successor home.</summary>
    internal async Task Close()
    {
        Dispose();
        Task errand;
        lock (_lock)
            errand = _inFlight ?? Task.CompletedTask;
        // The real clock: a test's own cannot end a wait that may block the thread which would move it.
        await errand.WaitAsync(s_closingLimit, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void StartInBackground(Need need, BearerToken current)
    {
        lock (_lock)
        {
            bool isQuiet = _failedAt is { } failed && _time.GetElapsedTime(failed) < s_pauseAfterFailure;
            if (_inFlight is null && _current == current && !isQuiet && !_closing.IsCancellationRequested)
                Begin(need, current);
        }
    }

    private Task<BearerToken> Start(Need need, BearerToken? old)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, typeof(VandarClient));
            // A late 401 for a token that was replaced meanwhile: its successor is here already.
            if (_current is { } current && current != old)
                return Task.FromResult(current);
            return _inFlight ?? Begin(need, old);
        }
    }

    private Task<BearerToken> Begin(Need need, BearerToken? old)
    {
        // On the pool, so that neither the caller's context nor the lock is held while it runs.
        _inFlight = Task.Run(() => Run(need, old), CancellationToken.None);
        // Perhaps nobody waits for it to the end: a failure is told through the log, and once more to whoever needs the token.
        _ = _inFlight.ContinueWith(
            static task => _ = task.Exception, CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return _inFlight;
    }

    private async ValueTask<BearerToken> Wait(Task<BearerToken> errand, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            return await errand.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(nameof(VandarClient));
        }
    }

    private async Task<BearerToken> Run(Need need, BearerToken? old)
    {
        using CancellationTokenSource limit = new(s_refreshLimit, _time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _closing.Token);
        bool done = false;
        try
        {
            BearerToken token = await Obtain(need, old, both.Token, limit.Token).ConfigureAwait(false);
            Volatile.Write(ref _current, token);
            done = need is not Need.Write || !_isUnwritten;
            return token;
        }
        catch (TokenFailureException e)
        {
            throw Failed(e);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(VandarClient));
        }
        catch (OperationCanceledException e)
        {
            throw Failed(new TokenFailureException("getting an access token took longer than two minutes", e));
        }
        catch (Exception e)
        {
            // A handler or a store of the user's that throws what it likes: still no byte of the waiting calls was sent.
            throw Failed(new TokenFailureException("getting an access token failed", e));
        }
        finally
        {
            lock (_lock)
            {
                _failedAt = done ? null : _time.GetTimestamp();
                _inFlight = null;
            }
        }
    }

    /// <param name="waiting">Ends with the client: nothing is lost while the refresh token is not on its way.</param>
    /// <param name="spending">Outlives the client: the answer to a spent token is worth waiting for.</param>
    private async ValueTask<BearerToken> Obtain(Need need, BearerToken? old, CancellationToken waiting, CancellationToken spending)
    {
        if (need is Need.Token && await ReadStore(_store.Read, waiting).ConfigureAwait(false) is var found && Alive(found ?? _given) is { } ready)
        {
            _wasGivenTried |= found is null;
            return ready;
        }

        ITokenStoreLease lease = await Prepared(() => _store.Acquire(waiting), "locked", waiting).ConfigureAwait(false);
        try
        {
            TokenPair? stored = await ReadStore(lease.Read, waiting).ConfigureAwait(false);
            if (_isUnwritten && old is not null)
                await Write(lease, old.Pair, stored, spending).ConfigureAwait(false);
            else if (WasEndedElsewhere(old))
                _loggedOut = old!.Pair;
            if (need is Need.Write)
                return old!;
            // Another process was quicker: its pair is younger than ours.
            if (IsSuccessor(stored, old) && Alive(stored) is { } adopted)
                return adopted;
            // Another pair would be refused as well, and each one that is bought puts the next one at risk.
            if (need is Need.Replacement && old!.ReceivedAt is { } received && _time.GetElapsedTime(received) < s_pauseAfterFailure)
            {
                throw new TokenFailureException(
                    "Vandar refused an access token that it had just handed out: check that its user has a role in this business", null);
            }

            return await Spend(lease, stored, old, waiting, spending).ConfigureAwait(false);
        }
        finally
        {
            await Release(lease).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Tries the refresh tokens that may still be alive, the youngest first: the store's, the one in memory, the one in the options.
    /// </summary>
    private async ValueTask<BearerToken> Spend(
        ITokenStoreLease lease, TokenPair? stored, BearerToken? old, CancellationToken waiting, CancellationToken spending)
    {
        TokenPair?[] pairs = [stored, old?.Pair, _halfPair, _given];
        IEnumerable<string> candidates = pairs.OfType<TokenPair>().OrderByDescending(pair => pair.ObtainedAt)
            .Select(pair => pair.RefreshToken).OfType<string>().Where(token => token != _loggedOut?.RefreshToken).Distinct(StringComparer.Ordinal);
        _replaced = stored?.AccessToken;
        VandarException? refusal = null;
        bool wasLost = false;
        foreach (string candidate in candidates)
        {
            if (_refusals.TryGetValue(candidate, out Refusal? known) && _time.GetElapsedTime(known.At) < s_pauseAfterFailure)
            {
                refusal = known.Answer;
                continue;
            }
            await Prepared(
                async () => { await lease.Prepare(waiting).ConfigureAwait(false); return lease; }, "written", waiting).ConfigureAwait(false);
            // The outcome of the errand, whatever becomes of the second try: this one may have spent the token.
            VandarException? lost = null;
            while (true)
            {
                TokenPair answer;
                try
                {
                    answer = await _refresh(candidate, spending).ConfigureAwait(false);
                }
                catch (VandarException e)
                {
                    // A lost answer may have carried a pair to another process on this store, never to us.
                    TokenPair? now = await ReadStore(lease.Read, waiting).ConfigureAwait(false);
                    if (now?.AccessToken != stored?.AccessToken && IsSuccessor(now, old) && Alive(now) is { } adopted)
                        return adopted;
                    if (e.Outcome is RequestOutcome.Unknown && lost is null)
                    {
                        lost = e;
                        continue;
                    }
                    if (e is not VandarApiException { Outcome: RequestOutcome.Rejected, StatusCode: not HttpStatusCode.TooManyRequests })
                        throw new TokenFailureException("the access token could not be refreshed", lost ?? e);
                    // The answer that was lost may have been the good one: for whoever asked for the refresh itself it stays uncertain.
                    wasLost |= lost is not null;
                    refusal = e;
                    _refusals[candidate] = new(e, _time.GetTimestamp());
                    break;
                }
                catch (OperationCanceledException) when (lost is not null)
                {
                    throw new TokenFailureException("getting an access token took longer than two minutes", lost);
                }
                // It is spent, and what is spent is not tried again.
                if (candidate == _given?.RefreshToken && answer.RefreshToken is not null)
                    _given = _given with { RefreshToken = null };
                TokenPair received = Dated(Received(answer, candidate), Later(stored?.ObtainedAt, old?.Pair.ObtainedAt));
                return await Keep(lease, received, spending).ConfigureAwait(false);
            }
        }
        // The last resort is an access token that came with the options and was never tried.
        if (!_wasGivenTried && _given is { AccessToken: not null } && _given.AccessToken != old?.Pair.AccessToken && Alive(_given) is { } untried)
        {
            _wasGivenTried = true;
            return untried;
        }
        throw new TokenFailureException(
            refusal is null
                ? "there is no refresh token: create a token pair in the Vandar dashboard"
                : "the refresh token is used up or over: create a new token pair in the Vandar dashboard",
            refusal) { Outcome = wasLost ? RequestOutcome.Unknown : refusal?.Outcome ?? RequestOutcome.NotSent };
    }

    private async ValueTask<BearerToken> Keep(ITokenStoreLease lease, TokenPair pair, CancellationToken spending)
    {
        if (!BearerToken.IsSendable(pair.AccessToken))
        {
            // The refresh token beside it is alive all the same, and the next errand finds it here or in the store.
            _halfPair = pair with { AccessToken = null };
            await Write(lease, _halfPair, null, spending).ConfigureAwait(false);
            throw new TokenFailureException("Vandar answered with an access token that cannot stand in a header", null);
        }
        BearerToken token = new(pair) { ReceivedAt = _time.GetTimestamp() };
        // Into memory first: from here on the old pair is dead and only this one is worth anything.
        Volatile.Write(ref _current, token);
        _halfPair = null;
        _isUnwritten = true;
        Interlocked.Increment(ref _received);
        await Write(lease, pair, null, spending).ConfigureAwait(false);
        _events.Refreshed(pair);
        return token;
    }

    /// <summary>An answer without a new refresh token leaves the old one in force; one without a lifetime leaves the end open.</summary>
    private static TokenPair Received(TokenPair pair, string spent) => pair.RefreshToken is null ? pair with { RefreshToken = spent } : pair;

    /// <summary>
    /// Clocks go back, and those of two machines differ: to the others a successor that looks older than what it replaces would be none.
    /// </summary>
    private static TokenPair Dated(TokenPair pair, DateTimeOffset notBefore) => pair.ObtainedAt >= notBefore ? pair
        : pair with { ObtainedAt = notBefore, ExpiresAt = pair.ExpiresAt + (notBefore - pair.ObtainedAt) };

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset? other) => one > other ? one.Value : other ?? one ?? default;

    private async ValueTask Write(ITokenStoreLease lease, TokenPair pair, TokenPair? stored, CancellationToken spending)
    {
        // Unless it is the one that this pair replaced: clocks go back, and a spent pair is dead whatever its date.
        if (stored is not null && stored.ObtainedAt > pair.ObtainedAt && stored.AccessToken != _replaced)
        {
            _isUnwritten = false;
            return;
        }
        try
        {
            await lease.Write(pair, spending).ConfigureAwait(false);
            _isUnwritten = false;
        }
        catch (Exception e)
        {
            // Cancellations too: the pair is in memory, and its owner has to hear that it is nowhere else.
            _events.StoreFailed(e);
        }
    }

    private async ValueTask<TokenPair?> ReadStore(Func<CancellationToken, ValueTask<TokenPair?>> read, CancellationToken waiting)
    {
        TokenPair? pair;
        try
        {
            pair = await read(waiting).ConfigureAwait(false);
        }
        catch (Exception e) when (IsStoreFailure(e, waiting))
        {
            _events.StoreFailed(e);
            return null;
        }
        bool isEnded = pair is { AccessToken: null, RefreshToken: null };
        _endedAt = isEnded ? pair!.ObtainedAt : null;
        bool isLoggedOut = isEnded || (_loggedOut is { } dead && pair?.AccessToken == dead.AccessToken);
        if (isLoggedOut)
            return null;
        if (pair?.AccessToken is null || BearerToken.IsSendable(pair.AccessToken))
            return pair;
        _events.StoreFailed(new InvalidDataException("The stored access token cannot stand in a header; the refresh token beside it is used."));
        return pair with { AccessToken = null };
    }

    private async ValueTask<ITokenStoreLease> Prepared(Func<ValueTask<ITokenStoreLease>> step, string what, CancellationToken waiting)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (Exception e) when (IsStoreFailure(e, waiting))
        {
            _events.StoreFailed(e);
            throw new TokenFailureException($"the token store cannot be {what}, so the refresh token was not spent: make the store writable", e);
        }
    }

    private async ValueTask Release(ITokenStoreLease lease)
    {
        try
        {
            await lease.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _events.StoreFailed(e);
        }
    }

    // A store is somebody else's code, on a disk or a network: whatever it throws must not cost the pair.
    private static bool IsStoreFailure(Exception e, CancellationToken waiting) =>
        e is not OperationCanceledException || !waiting.IsCancellationRequested;

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

    /// <summary>
    /// Whether another process on this store ended the session of a pair that came from it: the refresh token, should Vandar still take it, would
    /// undo that. A pair of the options has no age, and may be the dashboard's new one.
    /// </summary>
    private bool WasEndedElsewhere(BearerToken? old) => old is { Pair.ObtainedAt: var obtained } && obtained != default && obtained <= _endedAt;

    private sealed record Refusal(VandarException Answer, long At);

    private static bool IsSuccessor(TokenPair? stored, BearerToken? old) =>
        stored?.AccessToken is not null && (old is null || (stored.AccessToken != old.Pair.AccessToken && stored.ObtainedAt >= old.Pair.ObtainedAt));
}
