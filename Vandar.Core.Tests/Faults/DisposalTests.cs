using System.Collections.Concurrent;
using Vandar.Core.RateLimiting;
using Vandar.Core.Tests.Http;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests.Faults;

/// <summary>A client that is disposed while it is in use: what is on its way comes to its end, what waits is told, and nobody hangs.</summary>
[Category("L3")]
internal sealed class DisposalTests
{
    private readonly ConcurrentQueue<Exception> _unobserved = [];
    private readonly EventHandler<UnobservedTaskExceptionEventArgs> _listen;

    public DisposalTests() => _listen = (_, e) =>
    {
        foreach (Exception inner in e.Exception.InnerExceptions)
        {
            if (inner.StackTrace?.Contains("at Vandar.Core.Http.", StringComparison.Ordinal) is true
                || inner.StackTrace?.Contains("at Vandar.Core.Authentication.", StringComparison.Ordinal) is true)
                _unobserved.Enqueue(inner);
        }
    };

    [OneTimeSetUp]
    public void Listen() => TaskScheduler.UnobservedTaskException += _listen;

    [OneTimeTearDown]
    public void Nothing_went_unobserved()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= _listen;
        Assert.That(_unobserved, Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task L3_A_call_that_is_on_its_way_gets_its_answer([Values] bool isAsync, CancellationToken cancellationToken)
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ClassCall call = ClassCall.Of('K');
        using Witness witness = new();
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadRequest() is not null)
            {
                arrived.SetResult();
                await gate.Task.WaitAsync(connection.Closing);
                await connection.Write(RawServer.Answer(200, call.Answer));
            }
        });
        VandarClient client = new(witness.Options with { Hosts = VandarHosts.At(server.Address) });
        Task<object?> sent = call.Send(client, null, cancellationToken);
        await arrived.Task.WaitAsync(cancellationToken);

        await Dispose(client, isAsync);
        Assert.That(sent.IsCompleted, Is.False);
        gate.SetResult();

        Assert.That(await sent, Is.Not.Null);
        Assert.That(server.Executed, Is.EqualTo(1));
    }

    [Test, CancelAfter(60_000)]
    public async Task L3_After_disposal_however_often_a_call_is_refused_and_sends_nothing(
        [Values] bool isAsync, [Values(1, 2, 3)] int times, CancellationToken cancellationToken)
    {
        using Witness witness = new();
        await using RawServer server = new(RawServer.Always(RawServer.Answer(200, "{}")));
        VandarClient client = new(witness.Options with { Hosts = VandarHosts.At(server.Address) });
        await client.Tokens.Current(cancellationToken);

        for (int i = 0; i < times; i++)
            await Dispose(client, isAsync == (i % 2 == 0));

        foreach (ClassCall call in ClassCall.All)
            await witness.Fails<ObjectDisposedException>(() => call.Send(client, null, cancellationToken));
        Assert.That(server.Accepted, Is.Zero);
    }

    [Test, CancelAfter(60_000)]
    public async Task L3_A_call_that_waits_for_the_limiter_is_told_and_sends_nothing(CancellationToken cancellationToken)
    {
        TestTime time = new();
        using VandarRateLimiter limiter = new(1, TimeSpan.FromSeconds(3), timeProvider: time);
        using Witness witness = new();
        await using RawServer server = new(RawServer.Always(RawServer.Answer(200, "{}")));
        VandarClient client = new(
            witness.Options with { Hosts = VandarHosts.At(server.Address), TimeProvider = time, RateLimits = new(limiter, null) });
        limiter.AttemptAcquire().Dispose();
        Task<object?> sent = ClassCall.Of('M').Send(client, null, cancellationToken);
        while (limiter.GetStatistics()!.CurrentQueuedCount == 0)
            await Task.Yield();

        await client.DisposeAsync();
        time.Advance(TimeSpan.FromSeconds(4));
        ObjectDisposedException failure = await witness.Fails<ObjectDisposedException>(() => sent);

        Assert.That(VandarException.OutcomeOf(failure), Is.EqualTo(RequestOutcome.NotSent));
        Assert.That(server.Accepted, Is.Zero);
    }

    [Test, CancelAfter(60_000)]
    public async Task L3_A_call_that_waits_for_its_next_attempt_is_told_and_makes_none(CancellationToken cancellationToken)
    {
        TestTime time = new();
        using Witness witness = new();
        await using RawServer server = new(RawServer.Always(RawServer.Answer(429, """{"status":0}""", "Retry-After: 5\r\n")));
        VandarClient client = new(witness.Options with { Hosts = VandarHosts.At(server.Address), TimeProvider = time });
        Task<object?> sent = ClassCall.Of('K').Send(client, null, cancellationToken);
        while (!time.Waits.Contains(TimeSpan.FromSeconds(5)))
            await Task.Yield();

        await client.DisposeAsync();
        time.Advance(TimeSpan.FromSeconds(5));
        ObjectDisposedException failure = await witness.Fails<ObjectDisposedException>(() => sent);

        Assert.That(VandarException.OutcomeOf(failure), Is.EqualTo(RequestOutcome.Rejected), "a 429 executes nothing");
        Assert.That(server.Executed, Is.EqualTo(1));
    }

    [Test, CancelAfter(60_000)]
    public async Task L3_A_list_ends_at_the_page_it_has(CancellationToken cancellationToken)
    {
        using Witness witness = new();
        await using RawServer server = new(RawServer.Always(RawServer.Answer(200, """{"status":1,"has_more":true,"data":[{"id":3,"amount":1}]}""")));
        VandarClient client = new(witness.Options with { Hosts = VandarHosts.At(server.Address) });
        int read = 0;

        await witness.Fails<ObjectDisposedException>(async () =>
        {
            await foreach (WalletTransaction _ in client.Wallet.Transactions().WithCancellation(cancellationToken))
            {
                read++;
                await client.DisposeAsync();
            }
        });

        Assert.That((read, server.Executed), Is.EqualTo((1, 1)));
    }

    private static async Task Dispose(VandarClient client, bool isAsync)
    {
        if (isAsync)
            await client.DisposeAsync();
        else
            client.Dispose();
    }
}
