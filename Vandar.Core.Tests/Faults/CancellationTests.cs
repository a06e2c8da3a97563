using Vandar.Core.Tests.Http;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests.Faults;

/// <summary>The caller gives up, wherever the call stands: the exception is his own, and carries the truth about the money.</summary>
[Category("L1")]
internal sealed class CancellationTests
{
    private static readonly RequestStage[] s_stages =
    [
        RequestStage.RateLimit, RequestStage.Token, RequestStage.Connecting, RequestStage.Sending, RequestStage.AwaitingAnswer,
        RequestStage.ReadingBody, RequestStage.BackOff,
    ];

    private static IEnumerable<TestCaseData> Cases() =>
        from stage in s_stages
        from call in ClassCall.All
        select new TestCaseData(stage, call);

    [TestCaseSource(nameof(Cases)), CancelAfter(60_000)]
    public async Task L1_A_cancellation_at_a_stage_is_the_callers_and_knows_the_outcome(
        RequestStage stage, ClassCall call, CancellationToken cancellationToken)
    {
        await using HeldCall held = new(call, stage);
        using CancellationTokenSource caller = new();
        Task<object?> sent = held.Send(null, caller.Token);
        await held.Reached(cancellationToken);

        await caller.CancelAsync();
        OperationCanceledException failure = await held.Witness.Fails<OperationCanceledException>(() => sent);
        bool hasRefresh = call.Class is 'T' || stage is RequestStage.Token;
        await held.Settle(hasRefresh, cancellationToken);

        Assert.That(failure.CancellationToken, Is.EqualTo(caller.Token));
        // Who gives up on a refresh does not hear of its end; it is the client's, and goes on.
        Assert.That(VandarException.OutcomeOf(failure), Is.EqualTo(call.Class is 'T' ? RequestOutcome.Unknown : held.Outcome));
        bool isExecuted = call.Class is 'T' || stage is RequestStage.AwaitingAnswer or RequestStage.ReadingBody;
        Assert.That(held.Executed, Is.EqualTo(isExecuted ? 1 : 0));
        Assert.That(held.Refreshes, Is.EqualTo(call.Class is 'T' && stage is RequestStage.BackOff ? 2 : hasRefresh ? 1 : 0));
    }

    [TestCaseSource(typeof(ClassCall), nameof(ClassCall.All)), CancelAfter(60_000)]
    public async Task L1_A_call_that_was_cancelled_before_sends_nothing(ClassCall call, CancellationToken cancellationToken)
    {
        using Witness witness = new();
        await using RawServer server = new(RawServer.Always(RawServer.Answer(200, ClassCall.Of('T').Answer)));
        CancellationToken caller = new(true);
        // With a token that is in use, and with none, where a call would refresh first.
        foreach (string? accessToken in new[] { Witness.AccessToken, null })
        {
            await using VandarClient client = new(witness.Options with { AccessToken = accessToken, Hosts = VandarHosts.At(server.Address) });
            if (accessToken is not null)
                await client.Tokens.Current(cancellationToken);

            OperationCanceledException failure = await witness.Fails<OperationCanceledException>(() => call.Send(client, null, caller));

            Assert.That(failure.CancellationToken, Is.EqualTo(caller));
            Assert.That(VandarException.OutcomeOf(failure), Is.EqualTo(RequestOutcome.NotSent));
            // Time for a refresh that nobody waits for.
            for (int i = 0; i < 1_000; i++)
                await Task.Yield();
        }

        // The clients are closed, which waits for a refresh that is under way.
        Assert.That(server.Accepted, Is.Zero);
    }

    [TestCaseSource(typeof(ClassCall), nameof(ClassCall.All)), CancelAfter(60_000)]
    public async Task L1_A_cancellation_between_two_pages_stops_the_list_and_what_is_done_for_each_of_its_pages(
        ClassCall call, CancellationToken cancellationToken)
    {
        const string page = """{"status":1,"has_more":true,"data":[{"id":3,"amount":1},{"id":2,"amount":1}]}""";
        using Witness witness = new();
        await using RawServer server = new(RawServer.Always(RawServer.Answer(200, page)));
        await using VandarClient client = new(witness.Options with { Hosts = VandarHosts.At(server.Address) });
        await client.Tokens.Current(cancellationToken);
        using CancellationTokenSource caller = new();
        List<long> read = [];
        OperationCanceledException? inThePage = null;

        OperationCanceledException afterIt = await witness.Fails<OperationCanceledException>(async () =>
        {
            await foreach (Page<WalletTransaction> rows in client.Wallet.Transactions().Pages(null, caller.Token))
            {
                read.AddRange(rows.Items.Select(row => row.Id));
                await caller.CancelAsync();
                inThePage = await witness.Fails<OperationCanceledException>(() => call.Send(client, null, caller.Token));
            }
        });
        await client.DisposeAsync();

        Assert.That(read, Is.EqualTo(new[] { 3L, 2L }));
        Assert.That((inThePage!.CancellationToken, VandarException.OutcomeOf(inThePage)), Is.EqualTo((caller.Token, RequestOutcome.NotSent)));
        Assert.That((afterIt.CancellationToken, VandarException.OutcomeOf(afterIt)), Is.EqualTo((caller.Token, RequestOutcome.NotSent)));
        Assert.That(server.Executed, Is.EqualTo(1));
    }
}
