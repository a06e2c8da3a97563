
namespace Vandar.Core.Tests.Http;

/// <summary>Exceptions that are nobody's plan: of handlers around the client, callbacks, disposed clients. None leaves without its outcome.</summary>
internal sealed class EscapeTests
{
    [Test]
    public async Task A_resilience_handlers_own_exception_after_the_send_is_an_unknown_outcome([Values] Repeat repeat)
    {
        ScriptedHandler handler = new((_, _) => throw new TimeLimitRejectedException());
        using TestApi api = new(handler);

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => api.Call(repeat).AsTask());

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That(failure.InnerException, Is.TypeOf<TimeLimitRejectedException>());
        Assert.That(handler.Seen, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_open_circuit_sent_nothing([Values(Repeat.Converges, Repeat.Keyed, Repeat.Never)] Repeat repeat)
    {
        using TestApi api = new(new ThrowingHandler());

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => api.Call(repeat).AsTask());

        Assert.That((failure!.Outcome, failure.Attempts), Is.EqualTo((RequestOutcome.NotSent, 1)));
    }

    [Test]
    public async Task A_stream_that_throws_anything_is_an_answer_that_broke_off()
    {
        using TestApi api = new(new ScriptedHandler((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new ThrowingStream()) })));

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => api.Call(Repeat.Never).AsTask());

        Assert.That((failure!.Outcome, failure.Stage), Is.EqualTo((RequestOutcome.Unknown, RequestStage.ReadingBody)));
    }

    [Test]
    public async Task What_a_callback_throws_ends_the_call_as_it_is_and_repeats_nothing([Values] Repeat repeat)
    {
        foreach (Exception thrown in new Exception[] { new IOException("disk full"), new OperationCanceledException(), new InvalidOperationException() })
        {
            ScriptedHandler handler = new(ScriptedHandler.Ok);
            using TestApi api = new(handler);

            Exception? failure = await Assert.CatchAsync(() => api.Call(repeat, new() { OnResponse = _ => throw thrown }).AsTask());

            Assert.That(failure, Is.SameAs(thrown));
            Assert.That(VandarException.OutcomeOf(failure!), Is.EqualTo(RequestOutcome.Unknown));
            Assert.That(handler.Seen, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task A_callback_sees_every_answer_of_the_call()
    {
        List<string> seen = [];
        TestTime time = new();
        using TestApi api = new(
            new ScriptedHandler(ScriptedHandler.Json(System.Net.HttpStatusCode.BadGateway, "oops"), ScriptedHandler.Ok), new() { TimeProvider = time });

        await time.Finish(api.Call(Repeat.Safe, new() { OnResponse = answer => seen.Add($"{answer.Operation} {answer.Attempt:D1} {answer.StatusCode} {answer.Body.Length:D2}") }));

        Assert.That(seen, Is.EqualTo(new[] { "test.safe 1 BadGateway 04", "test.safe 2 OK 35" }));
    }

    [Test]
    public async Task A_call_on_a_disposed_client_says_so_and_that_nothing_was_sent()
    {
        TestApi api = TestApi.Own(new() { Hosts = VandarHosts.At(new("http://127.0.0.1:1")) });
        api.Dispose();
        api.Dispose();

        ObjectDisposedException? failure = await Assert.ThrowsAsync<ObjectDisposedException>(() => api.Call(Repeat.Never).AsTask());

        Assert.That(VandarException.OutcomeOf(failure!), Is.EqualTo(RequestOutcome.NotSent));
    }

    [Test]
    public async Task A_client_that_is_disposed_during_a_call_leaves_no_call_hanging([Values] Repeat repeat)
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RawServer server = new(async connection =>
        {
            await connection.ReadRequest();
            arrived.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, connection.Closing);
        });
        TestApi api = TestApi.Own(new() { Hosts = VandarHosts.At(server.Address) });
        using CancellationTokenSource caller = new();
        Task<Thing> call = api.Call(repeat, null, caller.Token).AsTask();
        await arrived.Task;

        api.Dispose();
        await caller.CancelAsync();
        Exception? failure = await Assert.CatchAsync(() => call);

        Assert.That(VandarException.OutcomeOf(failure!), Is.EqualTo(RequestOutcome.Unknown));
        Assert.That(server.Executed, Is.EqualTo(1));
    }

    [Test]
    public async Task A_handler_that_asks_for_the_body_as_a_stream_is_told_no_and_nothing_is_sent()
    {
        using TestApi api = new(new ReadingHandler());

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => api.Call(Repeat.Never).AsTask());

        Assert.That((failure!.Outcome, failure.Attempts), Is.EqualTo((RequestOutcome.NotSent, 1)));
    }

    private sealed class ThrowingHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new TimeLimitRejectedException();
    }

    private sealed class ReadingHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.ReadAsStreamAsync(cancellationToken);
            return new();
        }
    }

    private sealed class ThrowingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new TimeLimitRejectedException();
    }

    /// <summary>Like those of resilience libraries: of no family the platform knows.</summary>
    private sealed class TimeLimitRejectedException : Exception;
}
