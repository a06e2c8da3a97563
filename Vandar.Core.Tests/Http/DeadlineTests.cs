using System.Net;
using Vandar.Core.Authentication;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.Tests.Http;

/// <summary>Our time limit and the caller's cancellation, at every stage of a call: never the same exception, always the truth about the money.</summary>
internal sealed class DeadlineTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private static readonly RequestStage[] s_stages =
    [
        RequestStage.Token, RequestStage.RateLimit, RequestStage.Connecting, RequestStage.Sending, RequestStage.AwaitingAnswer, RequestStage.ReadingBody,
    ];

    [TestCaseSource(nameof(s_stages))]
    [Category("L2")]
    public async Task Our_time_limit_names_the_stage_it_ended(RequestStage stage)
    {
        await using Stuck stuck = new(stage);
        Task<Thing> call = stuck.Call(Repeat.Never, default);
        await stuck.Reached;

        stuck.Time.Advance(s_limit);
        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => call);

        Assert.That((failure!.IsTimeout, failure.Stage), Is.EqualTo((true, stage)));
        Assert.That(failure.Outcome, Is.EqualTo(OutcomeAt(stage)));
        Assert.That(VandarException.OutcomeOf(failure), Is.EqualTo(OutcomeAt(stage)));
    }

    [TestCaseSource(nameof(s_stages))]
    [Category("L1")]
    public async Task The_callers_cancellation_stays_his_and_carries_the_outcome(RequestStage stage)
    {
        await using Stuck stuck = new(stage);
        using CancellationTokenSource caller = new();
        Task<Thing> call = stuck.Call(Repeat.Never, caller.Token);
        await stuck.Reached;

        await caller.CancelAsync();
        OperationCanceledException? failure = await Assert.ThrowsAsync<OperationCanceledException>(() => call);

        Assert.That(failure!.CancellationToken, Is.EqualTo(caller.Token));
        Assert.That(VandarException.OutcomeOf(failure), Is.EqualTo(OutcomeAt(stage)));
    }

    [Test]
    public async Task A_cancellation_before_the_call_sends_nothing([Values] Repeat repeat)
    {
        ScriptedHandler handler = new(ScriptedHandler.Ok);
        using TestApi api = new(handler);
        await api.Call(repeat);

        OperationCanceledException? failure = await Assert.ThrowsAsync<OperationCanceledException>(() => api.Call(repeat, null, new(true)).AsTask());

        Assert.That(handler.Seen, Has.Count.EqualTo(1));
        if (repeat is not Repeat.Safe)
            Assert.That(VandarException.OutcomeOf(failure!), Is.EqualTo(RequestOutcome.NotSent));
    }

    [TestCase(Repeat.Safe, HttpStatusCode.ServiceUnavailable, RequestOutcome.NotSent)]
    [TestCase(Repeat.Converges, HttpStatusCode.ServiceUnavailable, RequestOutcome.Unknown)]
    [TestCase(Repeat.Keyed, HttpStatusCode.TooManyRequests, RequestOutcome.NotSent)]
    [Category("L1")]
    public async Task A_cancellation_while_waiting_knows_what_the_attempts_before_it_did(Repeat repeat, HttpStatusCode status, RequestOutcome outcome)
    {
        TestTime time = new();
        using TestApi api = new(
            new ScriptedHandler(ScriptedHandler.Ok, ScriptedHandler.Json(status, """{"status":0}""", r => r.Headers.TryAddWithoutValidation("Retry-After", "5"))),
            new() { TimeProvider = time });
        await api.Call(repeat);
        using CancellationTokenSource caller = new();
        Task<Thing> call = api.Call(repeat, null, caller.Token).AsTask();
        while (time.Waits.Length == 0)
            await Task.Yield();

        await caller.CancelAsync();
        OperationCanceledException? failure = await Assert.ThrowsAsync<OperationCanceledException>(() => call);

        Assert.That(failure!.CancellationToken, Is.EqualTo(caller.Token));
        Assert.That(VandarException.OutcomeOf(failure), Is.EqualTo(outcome));
    }

    [Test]
    public async Task A_call_without_a_limit_waits_and_is_tried_again()
    {
        ScriptedHandler handler = new(
            ScriptedHandler.Json(HttpStatusCode.ServiceUnavailable, """{"status":0}""", r => r.Headers.TryAddWithoutValidation("Retry-After", "30")), ScriptedHandler.Ok);
        TestTime time = new();
        using TestApi api = new(handler, new() { TimeProvider = time, Timeout = Timeout.InfiniteTimeSpan, BodyIdleTimeout = Timeout.InfiniteTimeSpan });

        Assert.That((await time.Finish(api.Call(Repeat.Safe))).Name, Is.EqualTo("done"));
        Assert.That(handler.Seen, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_body_that_falls_silent_ends_the_call_long_before_its_limit()
    {
        await using Stuck stuck = new(RequestStage.ReadingBody, new() { Timeout = TimeSpan.FromDays(20), BodyIdleTimeout = TimeSpan.FromSeconds(1) });
        Task<Thing> call = stuck.Call(Repeat.Never, default);
        await stuck.Reached;

        // The limit begins when the read turns out to wait, which is a moment after the stream was asked.
        while (!call.IsCompleted)
        {
            stuck.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => call);

        Assert.That((failure!.IsTimeout, failure.Stage, failure.StatusCode), Is.EqualTo((true, RequestStage.ReadingBody, HttpStatusCode.OK)));
        Assert.That(failure.Message, Does.Contain("fell silent"));
        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.Unknown));
    }

    [Test]
    public async Task The_limit_on_silence_of_a_body_that_broke_off_leaves_the_next_attempt_alone()
    {
        TestTime time = new();
        int attempts = 0;
        using TestApi api = new(
            new ScriptedHandler(async (request, token) =>
            {
                if (++attempts == 1)
                    return new(HttpStatusCode.OK) { Content = new StreamContent(new BreakingStream()) };
                time.Advance(TimeSpan.FromSeconds(6));
                token.ThrowIfCancellationRequested();
                return await ScriptedHandler.Ok(request, token);
            }),
            new() { TimeProvider = time, Timeout = TimeSpan.FromSeconds(20), BodyIdleTimeout = TimeSpan.FromSeconds(5) });

        Thing answer = await time.Finish(api.Call(Repeat.Safe));

        Assert.That((answer.Name, attempts), Is.EqualTo(("done", 2)));
    }

    [Test]
    public async Task A_body_that_drips_under_the_idle_limit_ends_with_the_call()
    {
        TestTime time = new();
        DrippingStream drops = new(time, TimeSpan.FromSeconds(3));
        using TestApi api = new(
            new ScriptedHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(drops) })),
            new() { TimeProvider = time, Timeout = TimeSpan.FromSeconds(20), BodyIdleTimeout = TimeSpan.FromSeconds(5) });

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => api.Call(Repeat.Never).AsTask());

        Assert.That((failure!.IsTimeout, failure.Stage), Is.EqualTo((true, RequestStage.ReadingBody)));
        Assert.That(failure.Message, Does.Contain("the time limit of the call was over"));
        Assert.That(drops.Drops, Is.EqualTo(7));
    }

    [Test]
    [Category("L2")]
    public async Task A_limit_of_the_given_client_is_a_time_out_and_not_the_callers_cancellation([Values] Repeat repeat)
    {
        int calls = 0;
        using HttpClient http = new(new ScriptedHandler(async (_, token) =>
        {
            calls++;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            throw new InvalidOperationException();
        })) { Timeout = TimeSpan.FromMilliseconds(20) };
        TestTime time = new();
        using TestApi api = new(http, new() { TimeProvider = time, AllowBodyCopies = true });
        using CancellationTokenSource caller = new();

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => time.Finish(api.Call(repeat, null, caller.Token)));

        Assert.That((failure!.IsTimeout, failure.Outcome), Is.EqualTo((true, RequestOutcome.Unknown)));
        Assert.That(calls, Is.EqualTo(repeat is Repeat.Safe or Repeat.Converges ? 3 : 1));
    }

    [Test]
    [Category("L1")]
    public async Task A_late_cancellation_never_reaches_the_next_call()
    {
        TaskCompletionSource<HttpResponseMessage> second = new();
        int calls = 0;
        using TestApi api = new(new ScriptedHandler((request, token) =>
            Interlocked.Increment(ref calls) % 2 == 1 ? ScriptedHandler.Ok(request, token) : WaitFor(second.Task, token)));
        for (int i = 0; i < 50; i++)
        {
            using CancellationTokenSource first = new();
            await api.Call(Repeat.Never, null, first.Token);
            Task<Thing> next = api.Call(Repeat.Never).AsTask();
            await first.CancelAsync();
            Assert.That(next.IsCompleted, Is.False);
            TaskCompletionSource<HttpResponseMessage> answer = second;
            second = new();
            answer.SetResult(await ScriptedHandler.Ok(null!, default));
            Assert.That((await next).Name, Is.EqualTo("done"));
        }

        static async Task<HttpResponseMessage> WaitFor(Task<HttpResponseMessage> answer, CancellationToken token) => await answer.WaitAsync(token);
    }

    [Test]
    [Category("L1")]
    public async Task Calls_that_were_cancelled_while_others_ran_leave_those_alone()
    {
        using TestApi api = new(new ScriptedHandler(async (request, token) =>
        {
            await Task.Yield();
            token.ThrowIfCancellationRequested();
            return await ScriptedHandler.Ok(request, token);
        }));
        int wrong = 0;
        await Parallel.ForAsync(0, 4_000, async (i, _) =>
        {
            using CancellationTokenSource caller = new();
            bool cancels = i % 2 == 0;
            Task<Thing> call = api.Call(Repeat.Keyed, null, caller.Token).AsTask();
            if (cancels)
                await caller.CancelAsync();
            try
            {
                await call;
            }
            catch (OperationCanceledException e) when (cancels && e.CancellationToken == caller.Token)
            {
                return;
            }
            catch (Exception)
            {
                Interlocked.Increment(ref wrong);
            }
        });

        Assert.That(wrong, Is.Zero);
    }

    private static RequestOutcome OutcomeAt(RequestStage stage) =>
        stage is RequestStage.Token or RequestStage.RateLimit or RequestStage.Connecting ? RequestOutcome.NotSent : RequestOutcome.Unknown;

    /// <summary>A call that comes as far as one stage, and no further.</summary>
    private sealed class Stuck : HttpMessageHandler, IAsyncDisposable
    {
        private readonly RequestStage _stage;
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TestApi _api;
        private readonly VandarRateLimiter? _limiter;
        private bool _isWarm;

        internal Stuck(RequestStage stage, VandarClientOptions? options = null)
        {
            _stage = stage;
            if (stage is RequestStage.RateLimit)
                _limiter = new VandarRateLimiter(1, TimeSpan.FromSeconds(30), timeProvider: Time);
            options ??= new() { Timeout = s_limit };
            _api = new(this, options with { TimeProvider = Time, RateLimits = new(_limiter, null) });
        }

        internal TestTime Time { get; } = new();
        internal Task Reached => _reached.Task;

        internal async Task<Thing> Call(Repeat repeat, CancellationToken cancellationToken)
        {
            // The first call fetches the token, and takes the limiter's only permit.
            await _api.Call(repeat, null, CancellationToken.None);
            _isWarm = true;
            if (_stage is RequestStage.Token)
            {
                _api.Refresh = async token =>
                {
                    await Stop(token);
                    return new TokenPair();
                };
            }
            Task<Thing> call = _api.Call(repeat, null, cancellationToken).AsTask();
            if (_stage is RequestStage.RateLimit)
                _reached.SetResult();
            return await call;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_isWarm && _stage is RequestStage.Connecting)
                await Stop(cancellationToken);
            Stream sink = _isWarm && _stage is RequestStage.Sending ? new StuckStream(Stop) : Stream.Null;
            await request.Content!.CopyToAsync(sink, cancellationToken);
            if (_isWarm && _stage is RequestStage.AwaitingAnswer)
                await Stop(cancellationToken);
            if (_isWarm && _stage is RequestStage.Token)
                return new(HttpStatusCode.Unauthorized) { Content = new StringContent("{}") };
            return _isWarm && _stage is RequestStage.ReadingBody
                ? new(HttpStatusCode.OK) { Content = new StreamContent(new StuckStream(Stop)) }
                : await ScriptedHandler.Ok(request, cancellationToken);
        }

        public ValueTask DisposeAsync()
        {
            _api.Dispose();
            _limiter?.Dispose();
            return default;
        }

        private Task Stop(CancellationToken cancellationToken)
        {
            _reached.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, Time, cancellationToken);
        }
    }

    private sealed class StuckStream(Func<CancellationToken, Task> stop) : WireStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await stop(cancellationToken);
            return 0;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await stop(cancellationToken);
    }

    /// <summary>Breaks off, and not at once.</summary>
    private sealed class BreakingStream : WireStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            throw new IOException();
        }
    }

    /// <summary>Gives a byte, and lets some time pass with each.</summary>
    private sealed class DrippingStream(TestTime time, TimeSpan pause) : MemoryStream
    {
        internal int Drops { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Drops++;
            time.Advance(pause);
            cancellationToken.ThrowIfCancellationRequested();
            buffer.Span[0] = (byte)' ';
            return new(1);
        }
    }
}
