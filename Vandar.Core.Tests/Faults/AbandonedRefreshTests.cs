using Vandar.Core.Tests.Authentication;

namespace Vandar.Core.Tests.Faults;

/// <summary>A refresh that a caller, or the owner of the client, does not wait for any more.</summary>
[Category("A9")]
internal sealed class AbandonedRefreshTests
{
    private static IEnumerable<ClassCall> Classes => ClassCall.All;

    [Test]
    [CancelAfter(60_000)]
    public async Task A9_A_caller_who_gives_up_takes_nobody_with_him(
        [ValueSource(nameof(Classes))] ClassCall call, [Values] bool isLeader, CancellationToken limit)
    {
        using Witness witness = new();
        using TokenServer server = new();
        using HttpClient http = new(server);
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.BeforeRefresh = async _ =>
        {
            arrived.TrySetResult();
            await gate.Task;
        };
        await using VandarClient client = new(server.Options with { AccessToken = null, LoggerFactory = witness }, http);
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(limit);
        Task<Http.Thing>? leader = null;
        if (!isLeader)
        {
            leader = client.Call(cancellationToken: limit).AsTask();
            await arrived.Task.WaitAsync(limit);
        }
        Task<object?> abandoned = call.Send(client, null, source.Token);
        await arrived.Task.WaitAsync(limit);
        Task<Http.Thing> follower = client.Call(cancellationToken: limit).AsTask();

        await source.CancelAsync();

        OperationCanceledException canceled = await witness.Fails<OperationCanceledException>(() => abandoned);
        Assert.That(canceled.CancellationToken, Is.EqualTo(source.Token));
        Assert.That(VandarException.OutcomeOf(canceled), Is.EqualTo(OutcomeOf(call)));
        gate.SetResult();
        Assert.That((await follower).Name, Is.EqualTo("done"));
        if (leader is not null)
            Assert.That((await leader).Name, Is.EqualTo("done"));
        Assert.That(server.Spent, Is.EqualTo(new[] { "refresh-1" }));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A9_Disposal_during_a_refresh_sends_no_call_and_keeps_the_pair(
        [ValueSource(nameof(Classes))] ClassCall call, CancellationToken limit)
    {
        using Witness witness = new();
        using TokenServer server = new();
        using HttpClient http = new(server);
        TestStore store = new();
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.BeforeRefresh = async _ =>
        {
            arrived.TrySetResult();
            await gate.Task;
        };
        VandarClient client = new(server.Options with { AccessToken = null, TokenStore = store, LoggerFactory = witness }, http);
        Task<object?> abandoned = call.Send(client, null, limit);
        await arrived.Task.WaitAsync(limit);

        Task closing = client.DisposeAsync().AsTask();

        ObjectDisposedException failure = await witness.Fails<ObjectDisposedException>(() => abandoned);
        Assert.That(VandarException.OutcomeOf(failure), Is.EqualTo(OutcomeOf(call)));
        gate.SetResult();
        await closing.WaitAsync(limit);
        Assert.That(store.Pair?.RefreshToken, Is.EqualTo("refresh-2"));
        Assert.That(server.Seen, Has.Count.EqualTo(1), "only the refresh went out");
    }

    /// <summary>Of the call nothing was sent; the refresh itself is on its way.</summary>
    private static RequestOutcome OutcomeOf(ClassCall call) => call.Class is 'T' ? RequestOutcome.Unknown : RequestOutcome.NotSent;
}
