using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;
using Vandar.Core.Authentication;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.Http;

/// <summary>Everything between a method of a group and the handler. There is one way through it: <see cref="Run"/>.</summary>
internal sealed class ApiCore
{
    private const int PoolSize = 256;
    private const int FirstRead = 512;

    private readonly VandarClientOptions _options;
    private readonly Transport _transport;
    private readonly AccessTokens _tokens;
    private readonly VandarRateLimits _limits;
    private readonly ILogger _logger;
    private readonly ObjectPool<JsonBuffer> _buffers;
    private readonly ObjectPool<Deadline> _deadlines;
    private readonly UriCache _uris = new();
    private readonly RetryBudget _budget = new();
    private PathSegment? _business;

    internal ApiCore(VandarClientOptions options, Transport transport, AccessTokens tokens, ILogger logger, ObjectPoolProvider? pools = null)
    {
        pools ??= new DefaultObjectPoolProvider { MaximumRetained = PoolSize };
        _options = options;
        _transport = transport;
        _tokens = tokens;
        _logger = logger;
        _limits = options.RateLimits ?? new VandarRateLimits(options.TimeProvider);
        _buffers = pools.Create(new JsonBuffer.Policy());
        _deadlines = pools.Create(new Deadline.Policy(options.TimeProvider));
        ApiHost = HostAddress.Of(options.Hosts.Api, "Hosts.Api");
        IpgHost = HostAddress.Of(options.Hosts.Ipg, "Hosts.Ipg");
        BatchHost = HostAddress.Of(options.Hosts.Batch, "Hosts.Batch");
        SubscriptionHost = HostAddress.Of(options.Hosts.Subscription, "Hosts.Subscription");
        HealthHost = HostAddress.Of(options.Hosts.Health, "Hosts.Health");
        _business = options.Business is null ? null : PathSegment.Of(options.Business, nameof(VandarClientOptions.Business));
    }

    internal TimeProvider Time => _options.TimeProvider;
    internal HostAddress ApiHost { get; }
    internal HostAddress IpgHost { get; }
    internal HostAddress BatchHost { get; }
    internal HostAddress SubscriptionHost { get; }
    internal HostAddress HealthHost { get; }

    internal HostAddress HostOf(VandarService service) => service switch
    {
        VandarService.Ipg => IpgHost,
        VandarService.Batch => BatchHost,
        _ => ApiHost,
    };

    internal PathSegment Business => _business
        ?? throw new InvalidOperationException("This call needs VandarClientOptions.Business, the business's English name; or use client.For(…).");

    internal string IpgApiKey => _options.IpgApiKey
        ?? throw new InvalidOperationException("This call needs VandarClientOptions.IpgApiKey, the payment gateway's key.");

    /// <summary>A view in another business's name over the same tokens, limits, connections and pools.</summary>
    internal ApiCore For(string business)
    {
        ApiCore view = (ApiCore)MemberwiseClone();
        view._business = PathSegment.Of(business, nameof(business));
        return view;
    }

    /// <summary>
    /// A call without a body of its own. What is not a read carries <c>{}</c>: the transport repeats requests that have no content.
    /// </summary>
    internal ValueTask<T> Send<T>(
        Operation operation, VandarPath path, JsonTypeInfo<T> answer, RequestOptions? options, CancellationToken cancellationToken) =>
        Run(operation, path.ToUri(_uris), EmptyBody(operation), null, answer, options, cancellationToken);

    private JsonBuffer? EmptyBody(Operation operation)
    {
        if (operation.Method == HttpMethod.Get)
            return null;
        JsonBuffer body = _buffers.Get();
        body.Write("{}"u8);
        return body;
    }

    /// <summary>A call with a JSON body.</summary>
    internal ValueTask<TAnswer> Send<TRequest, TAnswer>(
        Operation operation, VandarPath path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answer,
        RequestOptions? options, CancellationToken cancellationToken)
        where TRequest : VandarModel
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(
            operation, path.ToUri(_uris), Written(request, requestType), (request as IKeyed)?.TrackId, answer, options, cancellationToken);
    }

    /// <summary>A call that the caller describes.</summary>
    internal ValueTask<T> Send<T>(VandarCall call, JsonTypeInfo<T> answer, RequestOptions? options, CancellationToken cancellationToken)
    {
        Operation operation = call.ToOperation();
        Uri uri = call.ToPath(this).ToUri(_uris);
        return Run(operation, uri, call.Body is null ? EmptyBody(operation) : call.Body(this), call.Key, answer, options, cancellationToken);
    }

    /// <summary>The body of a request, in a pooled buffer that <see cref="Run"/> gives back.</summary>
    internal JsonBuffer Written<TRequest>(TRequest request, JsonTypeInfo<TRequest> type)
    {
        JsonBuffer body = _buffers.Get();
        try
        {
            body.Write(request, type);
            return body;
        }
        catch (JsonException e)
        {
            // A default(…) among the members; its converter names the rule and not the value.
            throw new ArgumentException(e.Message, nameof(request), e);
        }
    }

    /// <summary>A call that carries a file. The file is checked here, and opened until the call is over.</summary>
    internal ValueTask<T> Upload<T>(
        Operation operation, VandarPath path, ReadOnlySpan<KeyValuePair<string, string>> fields, VandarFile file, string kind,
        IProgress<long>? progress, JsonTypeInfo<T> answer, RequestOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        MultipartBody.Check(fields);
        OpenedFile opened = file.Checked(kind, _options.MaxUploadBytes, nameof(file));
        MultipartBody body = new(fields, file, opened, progress);
        return Run(operation, path.ToUri(_uris), body, null, answer, options, cancellationToken);
    }

    /// <summary>Checks a file as an upload would, and tells its length; nothing is sent.</summary>
    internal long CheckFile(VandarFile file, string kind, string parameter)
    {
        using OpenedFile opened = file.Checked(kind, _options.MaxUploadBytes, parameter);
        return opened.Length;
    }

    /// <summary>The address of a page that a browser opens; nothing is sent.</summary>
    internal Uri Address(VandarPath path) => path.ToUri(_uris);

    /// <summary>The token pair in use, or its successor.</summary>
    internal async ValueTask<TokenPair> Token(string operation, bool isRenewal, CancellationToken cancellationToken)
    {
        bool isAsked = isRenewal && !cancellationToken.IsCancellationRequested && !_tokens.IsClosed;
        try
        {
            BearerToken token = isRenewal
                ? await _tokens.Refresh(cancellationToken).ConfigureAwait(false)
                : await _tokens.Get(cancellationToken).ConfigureAwait(false);
            return token.Pair;
        }
        catch (TokenFailureException e)
        {
            throw e.For(new(operation, e.Outcome, 1, e.StatusCode));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // A refresh goes on without this caller; its pair is received and kept.
            VandarException.Mark(e, isAsked ? RequestOutcome.Unknown : RequestOutcome.NotSent);
            throw;
        }
    }

    /// <summary>Lets go of the token pair, which was logged out.</summary>
    internal async ValueTask Forget(CancellationToken cancellationToken)
    {
        try
        {
            await _tokens.Forget(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            // The session is over, and a refresh that was under way goes on.
            VandarException.Mark(e, RequestOutcome.Unknown);
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> Run<T>(
        Operation operation, Uri uri, IRequestBody? body, string? key, JsonTypeInfo<T> type, RequestOptions? options,
        CancellationToken cancellationToken)
    {
        Activity? activity = Telemetry.Start(operation);
        long? started = Telemetry.Now(_options.TimeProvider);
        Deadline deadline = _deadlines.Get();
        JsonBuffer reply = _buffers.Get();
        CallState call = new(operation, key);
        Exception? end = null;
        try
        {
            deadline.Start(options?.Timeout ?? _options.Timeout, cancellationToken);
            while (true)
            {
                call.Begin();
                BearerToken? bearer = null;
                RateLimitLease? permit = null;
                ISendOnce? content = null;
                HttpResponseMessage? response = null;
                Stream? stream = null;
                Failure failure;
                try
                {
                    if (operation.HasBearer)
                    {
                        bearer = call.RejectedBearer is null
                            ? await _tokens.Get(deadline.Token).ConfigureAwait(false)
                            : await _tokens.Renew(call.RejectedBearer, deadline.Token).ConfigureAwait(false);
                    }

                    if (_limits.For(operation.Method) is { } limiter)
                    {
                        call.Stage = RequestStage.RateLimit;
                        permit = await limiter.AcquireAsync(1, deadline.Token).ConfigureAwait(false);
                        if (!permit.IsAcquired)
                            throw call.Broken(
                                RequestOutcome.NotSent, false, "the rate limiter gives no permit: its queue is full, or it was disposed", null);
                    }

                    // Handlers are free to look at the token as late as they like.
                    deadline.Token.ThrowIfCancellationRequested();
                    call.Stage = RequestStage.Connecting;
                    call.IsWithTransport = true;
                    HttpRequestMessage request = NewRequest(operation, uri, body, bearer, !call.GoesUnasked, out content);
                    response = await _transport.Send(request, deadline.Token).ConfigureAwait(false);

                    call.Stage = RequestStage.ReadingBody;
                    call.StatusCode = response.StatusCode;
                    // What a redirect has made of it: a GET, whose 200 says nothing of the payment.
                    if (response.RequestMessage is { } answered && answered.Method != operation.Method)
                        throw call.Unreadable("a handler around the client followed a redirect, and the answer is another page's", null);
                    stream = _transport.IsOurs
                        ? response.Content.ReadAsStream(deadline.Token)
                        : await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
                    stream = ContentCoding.Decode(stream, response.Content.Headers);
                    while (true)
                    {
                        ValueTask<int> reading = stream.ReadAsync(reply.GetMemory(FirstRead), deadline.Token);
                        // Most answers come in one piece with their head: what is there needs no timer.
                        if (!reading.IsCompleted)
                            deadline.ArmForRead(_options.BodyIdleTimeout);
                        int read = await reading.ConfigureAwait(false);
                        if (read == 0)
                            break;
                        reply.Advance(read);
                        if (reply.Length > _options.MaxResponseBytes)
                            throw call.Unreadable("the answer is larger than VandarClientOptions.MaxResponseBytes", null);
                    }
                    deadline.ArmForCall();
                    call.IsWithTransport = false;

                    options?.OnResponse?.Invoke(new(operation.Name, call.Attempts, response, reply.Written));
                    if (call.TryGoUnasked(body, content))
                    {
                        reply.Clear();
                        continue;
                    }
                    if (Judgement.IsSuccess(ref call, response, reply.Written, type, _options.TimeProvider, out T? answer, out failure))
                    {
                        _budget.Earn();
                        return answer!;
                    }
                }
                catch (Exception e) when (call.IsFailureOfAttempt(e))
                {
                    failure = call.Explain(e, content, deadline, _transport.IsOurs, cancellationToken);
                    deadline.ArmForCall();
                }
                finally
                {
                    stream?.Dispose();
                    response?.Dispose();
                    permit?.Dispose();
                    call.End(content);
                }

                call.Learn(failure.Attempt.Outcome);
                // The answer came before its upload was over: somebody still reads the stream, so it cannot go back to its start.
                if (body is MultipartBody && !call.EverySendIsOver)
                    throw failure.Exception;
                if (failure.StatusCode == HttpStatusCode.Unauthorized && bearer is not null && call.RejectedBearer is null)
                {
                    call.RejectedBearer = bearer;
                    reply.Clear();
                    continue;
                }
                TimeSpan delay = DelayBeforeRetry(ref call, failure, options, deadline);
                reply.Clear();
                call.Stage = RequestStage.BackOff;
                await BackOff(call, delay, deadline, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            end = e;
            VandarException.Mark(e, call.OutcomeSoFar);
            throw;
        }
        finally
        {
            // A send that is not over still holds this token; it is cancelled, not handed to the next call.
            if (call.EverySendIsOver)
                _deadlines.Return(deadline);
            else
                deadline.Cancel();
            _buffers.Return(reply);
            Release(body, call.EverySendIsOver);
            Report(activity, started, call, end);
        }
    }

    private HttpRequestMessage NewRequest(Operation operation, Uri uri, IRequestBody? body, BearerToken? bearer, bool asksFirst, out ISendOnce? content)
    {
        HttpRequestMessage request = new(operation.Method, uri) { Version = _options.HttpVersion };
        // Four prebuilt headers at the most: the fifth costs 152 bytes, a typed one 272.
        if (bearer is not null)
            request.Headers.TryAddWithoutValidation("Authorization", bearer.Header);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", Telemetry.UserAgent);
        if (_options.AcceptCompressedAnswers)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", ContentCoding.Accepted);
        content = body?.CreateContent(_options.AllowBodyCopies || operation.Repeat is Repeat.Safe or Repeat.Converges);
        request.Content = content?.Content;
        // What its head has refused already (401, 413) need not travel. A server that does not know the question costs a second.
        if (asksFirst && body is MultipartBody)
            request.Headers.ExpectContinue = true;
        return request;
    }

    /// <summary>The time to wait before the next attempt; throws the failure where there must not be one.</summary>
    private TimeSpan DelayBeforeRetry(ref CallState call, in Failure failure, RequestOptions? options, Deadline deadline)
    {
        TimeSpan delay = RetryRule.Delay(call.Retries + 1, failure.Wait, Random.Shared.NextDouble());
        if (failure.StatusCode == HttpStatusCode.TooManyRequests && _limits.For(call.Operation.Method) is VandarRateLimiter limiter)
            limiter.Pause(delay);

        bool mayRepeat = RetryRule.MayRepeat(failure.Attempt, call.Operation.Repeat, options?.WaitOnRateLimit ?? false)
            && call.Retries < (options?.MaxRetries ?? _options.MaxRetries)
            && delay < deadline.Remaining
            && _budget.TrySpend();
        if (!mayRepeat)
            throw failure.Exception;

        call.Retries++;
        Telemetry.Retried(call.Operation);
        if (_logger.IsEnabled(LogLevel.Warning))
            Log.Retrying(_logger, call.Operation.Name, call.Attempts, failure.Attempt.Outcome, failure.Exception.GetType().Name, delay);
        return delay;
    }

    private async ValueTask BackOff(CallState call, TimeSpan delay, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, _options.TimeProvider, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw call.Explain(e, null, deadline, _transport.IsOurs, cancellationToken).Exception;
        }
    }

    private void Release(IRequestBody? body, bool everySendIsOver)
    {
        switch (body)
        {
            // A lost buffer is nothing; a recycled one that is still being sent is somebody else's payment.
            case JsonBuffer buffer when everySendIsOver:
                _buffers.Return(buffer);
                break;
            case MultipartBody file:
                file.Dispose();
                break;
        }
    }

    private void Report(Activity? activity, long? started, in CallState call, Exception? end)
    {
        if (activity is not null || started is not null)
            Telemetry.Ended(activity, started, _options.TimeProvider, call.Operation, _business?.Escaped, call.Attempts, end);
        if (end is VandarException failure && _logger.IsEnabled(LogLevel.Error))
            Log.Failed(_logger, failure.Operation, failure.Attempts, failure.Outcome, failure.GetType().Name, (int?)failure.StatusCode);
    }
}

/// <summary>A request that carries the caller's deduplication key.</summary>
internal interface IKeyed
{
    string TrackId { get; }
}
