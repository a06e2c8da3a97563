using System.Text;

namespace Vandar.Core.Tests.Faults;

/// <summary>Answers that end too early, at every byte, through the whole client.</summary>
[Category("P1")]
internal sealed class CutAnswerTests
{
    [TestCaseSource(typeof(Golden), nameof(Golden.All)), CancelAfter(60_000)]
    public async Task P1_An_answer_cut_at_any_byte_is_never_a_partial_success(Fixture fixture)
    {
        byte[] body = Encoding.UTF8.GetBytes(fixture.Answer);
        using Golden golden = new(fixture);
        Assert.That((await golden.Answered(body)).Failure, Is.Null, "the whole answer is read");

        for (int length = 0; length < body.Length; length++)
            await golden.IsNotUnderstood(body[..length], $"{length} of {body.Length} bytes");
    }

    private static IEnumerable<Fixture> Refusals() => Fixture.All().Where(fixture => fixture.IsRefusal && fixture.Status is >= 400 and < 500);

    [TestCaseSource(nameof(Refusals)), CancelAfter(60_000)]
    public async Task P1_A_refusal_cut_at_any_byte_proves_nothing(Fixture fixture)
    {
        byte[] body = Encoding.UTF8.GetBytes(fixture.Answer);
        // These two are proven by their status.
        RequestOutcome expected = fixture.Status is 401 or 429 ? RequestOutcome.Rejected : RequestOutcome.Unknown;
        using Golden golden = new(fixture);
        for (int length = 0; length < body.Length; length++)
        {
            Reading reading = await golden.Answered(body[..length]);
            Assert.That(reading.Failure, Is.InstanceOf<VandarApiException>());
            Assert.That(((VandarApiException)reading.Failure!).Outcome, Is.EqualTo(expected), $"{length} of {body.Length} bytes");
        }
    }
}
