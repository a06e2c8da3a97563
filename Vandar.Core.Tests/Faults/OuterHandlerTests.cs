using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Vandar.Core.Http;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>
/// Handlers that repeat requests stand around the client, as applications configure them for all their clients: they repeat nothing that a server
/// may have executed.
/// </summary>
[Category("L5")]
internal sealed class OuterHandlerTests
{
    /// <summary>Longer than the attempt limit of each of the handlers, shorter than their limit for all attempts.</summary>
    private static readonly TimeSpan s_attemptLimit = TimeSpan.FromSeconds(10);

    /// <summary>What stands around the client.</summary>
    public enum Outer
    {
        StandardResilience,
        Hedging,
        ThreeTimes,
        ServiceDefaults,
    }

    /// <summary>What the server does once it has read a whole request.</summary>
    public enum Fault
    {
        Unavailable,
        CloseAfterRead,
        Stall,
        LostAnswer,
    }

    [Test, CancelAfter(60_000)]
    public async Task L5_What_may_not_be_repeated_is_executed_once_and_its_outcome_is_that_of_the_first_attempt(
        [Values] Outer outer, [Values('K', 'M')] char name, [Values] Fault fault, CancellationToken cancellationToken)
    {
        await using Around around = new(outer, name, fault);

        VandarException failure = await around.Fails(cancellationToken);

        Assert.That(around.Executed, Is.EqualTo(1));
        Assert.That((failure.Outcome, failure.Attempts), Is.EqualTo((RequestOutcome.Unknown, 1)));
        // Either the handler was stopped on its second try, or it gave up and handed on the answer of the first.
        Assert.That(failure.Message, Does.Contain("was stopped").Or.Contain("503"));
    }

    [Test, CancelAfter(60_000)]
    public async Task L5_A_refresh_is_sent_again_by_the_clients_own_rule_alone(
        [Values] Outer outer, [Values] Fault fault, CancellationToken cancellationToken)
    {
        await using Around around = new(outer, 'T', fault);

        VandarException failure = await around.Fails(cancellationToken);

        // After an answer that was lost a refresh is made once more, with the same token.
        Assert.That(around.Executed, Is.EqualTo(2));
        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.Unknown));
    }

    [Test, CancelAfter(60_000)]
    public async Task L5_What_converges_is_sent_once_by_each_attempt_and_tells_that_it_may_have_been_done(
        [Values] Outer outer, [Values] Fault fault, CancellationToken cancellationToken)
    {
        await using Around around = new(outer, 'V', fault);

        VandarException failure = await around.Fails(cancellationToken);

        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        TestContext.Out.WriteLine($"{outer}, {fault}: {around.Executed} executions in {failure.Attempts} attempts");
        // Only where the answer of the first attempt comes through may the client itself make a second one.
        Assert.That(around.Executed, Is.EqualTo(failure.Attempts));
        Assert.That(failure.Attempts, Is.InRange(1, fault is Fault.Unavailable ? 2 : 1));
    }

    [Test, CancelAfter(60_000)]
    public async Task L5_A_call_that_nothing_happens_to_is_not_in_the_way_of_the_handlers(
        [Values] Outer outer, [Values('K', 'M', 'V', 'T')] char name, CancellationToken cancellationToken)
    {
        await using Around around = new(outer, name, null);

        Assert.That(await around.Send(cancellationToken), Is.Not.Null);
        Assert.That(around.Executed, Is.EqualTo(1));
    }

    /// <summary>A client within its handlers, before a server with one fault. The handlers' clock moves when the server has read a request.</summary>
    private sealed class Around : IAsyncDisposable
    {
        private readonly Witness _witness = new();
        private readonly TestTime _time = new();
        private readonly SemaphoreSlim _stalled = new(0);
        private readonly ClassCall _call;
        private readonly RawServer _server;
        private readonly ServiceProvider _services;
        private readonly VandarClient _client;

        internal Around(Outer outer, char name, Fault? fault)
        {
            _call = ClassCall.Of(name);
            _server = new(connection => Serve(connection, fault));
            VandarClientOptions options = _witness.Options with { Hosts = VandarHosts.At(_server.Address), MaxRetries = 1 };
            ServiceCollection services = [];
            services.AddTransient(_ => new ResiliencePipelineBuilder { TimeProvider = _time });
            if (outer is Outer.ServiceDefaults)
                services.ConfigureHttpClientDefaults(all => all.AddStandardResilienceHandler(AtOnce));
            IHttpClientBuilder http = services.AddHttpClient("vandar", client => client.Timeout = Timeout.InfiniteTimeSpan)
                .ConfigurePrimaryHttpMessageHandler(() => Transport.NewHandler(options));
            switch (outer)
            {
                case Outer.StandardResilience:
                    http.AddStandardResilienceHandler(AtOnce);
                    break;
                case Outer.Hedging:
                    http.AddStandardHedgingHandler();
                    break;
                case Outer.ThreeTimes:
                    http.ConfigurePrimaryHttpMessageHandler(() => new ThreeTimes(Transport.NewHandler(options), _time));
                    break;
            }
            _services = services.BuildServiceProvider();
            _client = new(options, _services.GetRequiredService<IHttpClientFactory>().CreateClient("vandar"));
        }

        internal int Executed => _server.Executed;

        internal Task<object?> Send(CancellationToken cancellationToken) => _call.Send(_client, null, cancellationToken);

        internal async Task<VandarException> Fails(CancellationToken cancellationToken)
        {
            Task<object?> end = _witness.EndOf(() => Send(cancellationToken));
            Task stalled = _stalled.WaitAsync(cancellationToken);
            while (await Task.WhenAny(end, stalled) != end)
            {
                await stalled;
                _time.Advance(s_attemptLimit);
                stalled = _stalled.WaitAsync(cancellationToken);
            }
            object? failure = await end;
            Assert.That(failure, Is.InstanceOf<VandarException>());
            return (VandarException)failure!;
        }

        public async ValueTask DisposeAsync()
        {
            await _client.DisposeAsync();
            await _services.DisposeAsync();
            await _server.DisposeAsync();
            _witness.Dispose();
        }

        private static void AtOnce(HttpStandardResilienceOptions options)
        {
            options.Retry.Delay = TimeSpan.Zero;
            options.Retry.UseJitter = false;
        }

        private async Task Serve(RawConnection connection, Fault? fault)
        {
            string answer = RawServer.Answer(200, _call.Answer);
            while (await connection.ReadRequest() is not null)
            {
                switch (fault)
                {
                    case Fault.Unavailable:
                        await connection.Write(RawServer.Answer(503, """{"status":0,"message":"down"}"""));
                        break;
                    case Fault.CloseAfterRead:
                        return;
                    case Fault.Stall:
                        _stalled.Release();
                        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, connection.Closing);
                        break;
                    case Fault.LostAnswer:
                        await connection.Write(answer[..30]);
                        connection.Reset();
                        return;
                    default:
                        await connection.Write(answer);
                        break;
                }
            }
        }
    }
}
