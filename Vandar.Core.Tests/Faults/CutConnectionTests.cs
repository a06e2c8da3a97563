namespace Vandar.Core.Tests.Faults;

/// <summary>Connections that end where they should not: before, within and after the request, and within the answer.</summary>
internal sealed class CutConnectionTests
{
    private FaultStand _stand = null!;

    private static IEnumerable<ClassCall> Classes => ClassCall.All;

    [OneTimeSetUp]
    public async Task Open() => _stand = await FaultStand.Open();

    [OneTimeTearDown]
    public async Task Close() => await _stand.DisposeAsync();

    [Test]
    [Category("T5")]
    [CancelAfter(60_000)]
    public async Task T5_A_reset_before_the_request_was_read_is_unknown_and_executed_never(
        [ValueSource(nameof(Classes))] ClassCall call, [Values("head:0", "end")] string at, [Values] bool own, CancellationToken limit)
    {
        Trial trial = await _stand.Try(call, $"request-reset@{at}", own, cancellationToken: limit);

        if (call.Class is not 'U' || at is "end")
        {
            trial.IsUnknown(executions: 0);
            return;
        }
        // A file asks by its head whether it may come, and stayed at home.
        Assert.That((trial.Failure.Outcome, trial.Failure.Attempts), Is.EqualTo((RequestOutcome.NotSent, 2)));
        trial.IsExecuted(0);
    }

    [TestCaseSource(nameof(OnPooledConnections), new object[] { "request-reset@head:0" })]
    [Category("T5")]
    public Task T5_A_reset_of_a_pooled_connection_is_repeated_only_where_that_is_safe(ClassCall call, string fault, bool own) =>
        OnPooled(call, fault, own, executedFirst: false);

    [Test]
    [Category("T6")]
    [CancelAfter(60_000)]
    public async Task T6_A_close_after_the_whole_request_is_executed_once(
        [ValueSource(nameof(Classes))] ClassCall call, [Values("close@head:0", "half-close@head:0")] string fault, [Values] bool own,
        CancellationToken limit)
    {
        Trial trial = await _stand.Try(call, fault, own, cancellationToken: limit);

        trial.IsUnknown(executions: 1);
    }

    [TestCaseSource(nameof(OnPooledConnections), new object[] { "close@head:0" })]
    [Category("T6")]
    public Task T6_A_close_of_a_pooled_connection_is_executed_once(ClassCall call, string fault, bool own) =>
        OnPooled(call, fault, own, executedFirst: true);

    [Test]
    [Category("T7")]
    [CancelAfter(60_000)]
    public async Task T7_A_reset_after_the_whole_request_is_executed_once(
        [ValueSource(nameof(Classes))] ClassCall call, [Values] bool own, CancellationToken limit) =>
        (await _stand.Try(call, "reset@head:0", own, cancellationToken: limit)).IsUnknown(executions: 1);

    [TestCaseSource(nameof(OnPooledConnections), new object[] { "reset@head:0" })]
    [Category("T7")]
    public Task T7_A_reset_of_a_pooled_connection_is_executed_once(ClassCall call, string fault, bool own) =>
        OnPooled(call, fault, own, executedFirst: true);

    [Test]
    [Category("T8")]
    [CancelAfter(60_000)]
    public async Task T8_A_reset_within_the_answers_head_is_executed_once(
        [ValueSource(nameof(Classes))] ClassCall call, [Values("head:1", "head:50%", "head:-1")] string at, [Values] bool own,
        CancellationToken limit) =>
        (await _stand.Try(call, $"reset@{at}", own, cancellationToken: limit)).IsUnknown(executions: 1);

    [TestCaseSource(nameof(OnPooledConnections), new object[] { "reset@head:50%" })]
    [Category("T8")]
    public Task T8_A_reset_within_the_head_on_a_pooled_connection_is_executed_once(ClassCall call, string fault, bool own) =>
        OnPooled(call, fault, own, executedFirst: true);

    [Test]
    [Category("T9")]
    [CancelAfter(60_000)]
    public async Task T9_A_reset_within_a_body_of_known_length_keeps_the_status(
        [ValueSource(nameof(Classes))] ClassCall call, [Values("body:0", "body:50%", "body:-1")] string at, [Values] bool own,
        CancellationToken limit)
    {
        Trial trial = await _stand.Try(call, $"reset@{at}", own, cancellationToken: limit);

        trial.IsUnknown(executions: 1);
        KeepsTheStatus(trial);
    }

    [Test]
    [Category("T10")]
    [CancelAfter(60_000)]
    public async Task T10_A_cut_body_that_ends_with_the_connection_is_never_half_a_model(
        [ValueSource(nameof(Classes))] ClassCall call, [Values("body:1", "body:50%", "body:-1")] string at, [Values] bool own,
        CancellationToken limit)
    {
        Trial trial = await _stand.Try(call, $"until-close+close@{at}", own, cancellationToken: limit);

        if (call.Class is 'T')
        {
            IsRefusedAfterItsLoss(trial);
            return;
        }
        trial.IsUnknown(executions: 1, retried: false);
        KeepsTheStatus(trial);
        Assert.That(trial.Result, Is.InstanceOf<VandarProtocolException>());
    }

    [Test]
    [Category("T11")]
    [CancelAfter(60_000)]
    public async Task T11_A_chunked_body_without_its_end_is_no_answer(
        [ValueSource(nameof(Classes))] ClassCall call, [Values] bool own, CancellationToken limit)
    {
        Trial trial = await _stand.Try(call, "chunked-unfinished", own, cancellationToken: limit);

        trial.IsUnknown(executions: 1);
        KeepsTheStatus(trial);
    }

    private static IEnumerable<TestCaseData> OnPooledConnections(string fault) =>
        from call in ClassCall.All
        from own in new[] { true, false }
        select new TestCaseData(call, fault, own);

    /// <summary>The last answer's status; and to cancel what is cancelled already is refused.</summary>
    private static void KeepsTheStatus(Trial trial) =>
        Assert.That((int?)trial.Failure.StatusCode, Is.EqualTo(trial is { Call.Class: 'V', Failure.Attempts: 2 } ? 422 : 200));

    /// <summary>
    /// A refresh is asked for once more, because nothing else can help; a spent token is refused, which buys no second pair and does not undo the
    /// loss of the first.
    /// </summary>
    private static void IsRefusedAfterItsLoss(Trial trial)
    {
        Assert.That(trial.Failure, Is.InstanceOf<VandarAuthenticationException>());
        Assert.That(trial.Failure.Message, Does.Contain("dashboard"));
        trial.IsUnknown(executions: 1);
    }

    /// <summary>The fault meets a connection that has served a request; the next connection is whole.</summary>
    private async Task OnPooled(ClassCall call, string fault, bool own, bool executedFirst)
    {
        Trial trial = await _stand.Try(call, $"after:1+{fault}", own, warm: true);

        if (call.Class is 'T' && executedFirst)
            IsRefusedAfterItsLoss(trial);
        else if (call.Class is 'T' || (call.Class is 'U' && !executedFirst))
            trial.Succeeded();
        else if (call.IsOnce)
            trial.IsUnknown(executions: executedFirst ? 1 : 0);
        else if (call.Class is 'V' && executedFirst)
            trial.IsUnknown(executions: 1);
        else
            trial.Succeeded();
    }
}
