using System.Net;

namespace Vandar.Core.Tests.Faults;

/// <summary>The call's own time limit, wherever the call stands: never a cancellation, and the stage has a name.</summary>
[Category("L2")]
internal sealed class CallLimitTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private static readonly RequestStage[] s_stages =
    [
        RequestStage.RateLimit, RequestStage.Token, RequestStage.Connecting, RequestStage.Sending, RequestStage.AwaitingAnswer,
        RequestStage.ReadingBody,
    ];

    private static IEnumerable<TestCaseData> Cases() =>
        from stage in s_stages
        from call in ClassCall.All
        select new TestCaseData(stage, call);

    [TestCaseSource(nameof(Cases)), CancelAfter(60_000)]
    public async Task L2_A_limit_that_ends_a_stage_is_a_time_out_and_names_it(RequestStage stage, ClassCall call, CancellationToken cancellationToken)
    {
        // A refresh has the client's limit; what waits for one has its own.
        bool isRefresh = call.Class is 'T';
        await using HeldCall held = new(call, stage, isRefresh ? s_limit : null);
        Task<object?> sent = held.Send(s_limit, cancellationToken);
        RequestStage reached = isRefresh && stage is RequestStage.Token ? RequestStage.AwaitingAnswer : stage;
        // After a lost answer a refresh is made once more, and then no more.
        int tries = isRefresh && reached is (RequestStage.Sending or RequestStage.AwaitingAnswer or RequestStage.ReadingBody) ? 2 : 1;
        for (int i = 0; i < tries; i++)
        {
            await held.Reached(cancellationToken);
            held.Time.Advance(s_limit);
        }

        VandarTransportException failure = await held.Witness.Fails<VandarTransportException>(() => sent);
        await held.Settle(!isRefresh && stage is RequestStage.Token, cancellationToken);

        Assert.That(failure.IsTimeout, Is.True);
        VandarTransportException own = isRefresh ? (VandarTransportException)failure.InnerException! : failure;
        if (isRefresh)
            Assert.That(failure.Stage, Is.EqualTo(RequestStage.Token));
        // What has no body cannot tell how far its sending came. A small body is handed over whole, before its first byte leaves.
        RequestStage named = reached switch
        {
            RequestStage.Connecting or RequestStage.AwaitingAnswer when !call.HasBody => RequestStage.Sending,
            RequestStage.Sending when call.HasBody => RequestStage.AwaitingAnswer,
            _ => reached,
        };
        Assert.That(own.Stage, Is.EqualTo(named));
        Assert.That(own.Message, Does.Contain("the time limit of the call was over"));
        Assert.That(failure.Outcome, Is.EqualTo(isRefresh && stage is RequestStage.Token ? RequestOutcome.Unknown : held.Outcome));
        bool isExecuted = reached is RequestStage.AwaitingAnswer or RequestStage.ReadingBody;
        Assert.That(held.Executed, Is.EqualTo(isExecuted ? tries : 0));
    }

    [TestCaseSource(typeof(ClassCall), nameof(ClassCall.All)), CancelAfter(60_000)]
    public async Task L2_A_wait_between_attempts_that_would_outlast_the_call_is_not_begun_and_the_refusal_stays(
        ClassCall call, CancellationToken cancellationToken)
    {
        await using HeldCall held = new(call, RequestStage.BackOff, HeldCall.BackOff);

        VandarException failure = await held.Witness.Fails<VandarException>(() => held.Send(HeldCall.BackOff, cancellationToken));

        Assert.That((failure.StatusCode, failure.Outcome), Is.EqualTo((HttpStatusCode.TooManyRequests, RequestOutcome.Rejected)));
        Assert.That(held.Time.Waits, Does.Not.Contain(HeldCall.BackOff));
        Assert.That(held.Executed, Is.Zero);
    }
}
