using System.Net;
using Vandar.Core.Http;

namespace Vandar.Core.Tests.Http;

/// <summary>The table of what may be sent again, line by line.</summary>
internal sealed class RetryRuleTests
{
    [TestCase(RequestOutcome.NotSent, null, Repeat.Safe, ExpectedResult = true)]
    [TestCase(RequestOutcome.NotSent, null, Repeat.Converges, ExpectedResult = true)]
    [TestCase(RequestOutcome.NotSent, null, Repeat.Keyed, ExpectedResult = true)]
    [TestCase(RequestOutcome.NotSent, null, Repeat.Never, ExpectedResult = true)]
    [TestCase(RequestOutcome.Rejected, HttpStatusCode.TooManyRequests, Repeat.Safe, ExpectedResult = true)]
    [TestCase(RequestOutcome.Rejected, HttpStatusCode.TooManyRequests, Repeat.Converges, ExpectedResult = true)]
    [TestCase(RequestOutcome.Rejected, HttpStatusCode.TooManyRequests, Repeat.Keyed, ExpectedResult = true)]
    [TestCase(RequestOutcome.Rejected, HttpStatusCode.TooManyRequests, Repeat.Never, ExpectedResult = false)]
    [TestCase(RequestOutcome.Unknown, null, Repeat.Safe, ExpectedResult = true)]
    [TestCase(RequestOutcome.Unknown, null, Repeat.Converges, ExpectedResult = true)]
    [TestCase(RequestOutcome.Unknown, null, Repeat.Keyed, ExpectedResult = false)]
    [TestCase(RequestOutcome.Unknown, null, Repeat.Never, ExpectedResult = false)]
    [TestCase(RequestOutcome.Unknown, HttpStatusCode.ServiceUnavailable, Repeat.Keyed, ExpectedResult = false)]
    [TestCase(RequestOutcome.Unknown, HttpStatusCode.TooManyRequests, Repeat.Never, ExpectedResult = false)]
    [TestCase(RequestOutcome.Rejected, HttpStatusCode.UnprocessableEntity, Repeat.Safe, ExpectedResult = false)]
    [TestCase(RequestOutcome.Rejected, HttpStatusCode.UnprocessableEntity, Repeat.Converges, ExpectedResult = false)]
    [TestCase(RequestOutcome.Rejected, HttpStatusCode.UnprocessableEntity, Repeat.Keyed, ExpectedResult = false)]
    [TestCase(RequestOutcome.Rejected, HttpStatusCode.UnprocessableEntity, Repeat.Never, ExpectedResult = false)]
    [TestCase(RequestOutcome.Rejected, HttpStatusCode.Unauthorized, Repeat.Safe, ExpectedResult = false)]
    public bool The_table(RequestOutcome outcome, HttpStatusCode? status, Repeat repeat) =>
        RetryRule.MayRepeat(new(outcome, status, true), repeat, false);

    [Test]
    public void Whoever_opts_in_waits_out_a_429_of_any_class_and_nothing_else_changes([Values] Repeat repeat)
    {
        Assert.That(RetryRule.MayRepeat(new(RequestOutcome.Rejected, HttpStatusCode.TooManyRequests, true), repeat, true), Is.True);
        Assert.That(RetryRule.MayRepeat(new(RequestOutcome.Rejected, HttpStatusCode.Conflict, true), repeat, true), Is.False);
        Assert.That(
            RetryRule.MayRepeat(new(RequestOutcome.Unknown, HttpStatusCode.ServiceUnavailable, true), repeat, true),
            Is.EqualTo(repeat is Repeat.Safe or Repeat.Converges));
    }

    [Test]
    public void What_cannot_be_cured_is_not_tried_again([Values] Repeat repeat, [Values] RequestOutcome outcome) =>
        Assert.That(RetryRule.MayRepeat(new(outcome, HttpStatusCode.TooManyRequests, false), repeat, true), Is.False);

    [TestCase(1, 200)]
    [TestCase(2, 400)]
    [TestCase(3, 800)]
    [TestCase(5, 3_200)]
    [TestCase(6, 5_000)]
    [TestCase(10, 5_000)]
    [TestCase(1_000, 5_000)]
    [TestCase(int.MaxValue, 5_000)]
    public void The_ceiling_doubles_up_to_five_seconds_and_the_jitter_spans_all_of_it(int attempt, int ceiling)
    {
        Assert.That(RetryRule.Delay(attempt, null, 1), Is.EqualTo(TimeSpan.FromMilliseconds(ceiling)));
        Assert.That(RetryRule.Delay(attempt, null, 0.5), Is.EqualTo(TimeSpan.FromMilliseconds(ceiling / 2)));
        Assert.That(RetryRule.Delay(attempt, null, 0), Is.EqualTo(TimeSpan.Zero));
    }

    [TestCase(1, 1)]
    [TestCase(29, 29)]
    [TestCase(30, 30)]
    [TestCase(31, 30)]
    [TestCase(int.MaxValue, 30)]
    public void The_servers_word_goes_before_the_jitter_and_is_capped(int asked, int waited) =>
        Assert.That(RetryRule.Delay(7, TimeSpan.FromSeconds(asked), 0.5), Is.EqualTo(TimeSpan.FromSeconds(waited)));

    [Test]
    public void The_budget_of_a_client_runs_dry_and_fills_by_successes()
    {
        RetryBudget budget = new();
        int retries = 0;
        while (budget.TrySpend())
            retries++;
        Assert.That(retries, Is.EqualTo(100));

        for (int i = 0; i < 4; i++)
            budget.Earn();
        Assert.That(budget.TrySpend(), Is.False);
        budget.Earn();
        Assert.That(budget.TrySpend(), Is.True);
        Assert.That(budget.TrySpend(), Is.False);
    }

    [Test]
    public void The_budget_of_a_client_does_not_grow_beyond_its_size()
    {
        RetryBudget budget = new();
        for (int i = 0; i < 10_000; i++)
            budget.Earn();

        int retries = 0;
        while (budget.TrySpend())
            retries++;
        Assert.That(retries, Is.EqualTo(100));

        // Not by one either.
        for (int i = 0; i < 4; i++)
            budget.Earn();
        Assert.That(budget.TrySpend(), Is.False);
    }
}
