using Vandar.Core.Http;

namespace Vandar.Core.Tests.Http;

/// <summary>The proof of what became of a body, without any transport.</summary>
internal sealed class SendStateTests
{
    [Test]
    public void A_body_that_nobody_asked_for_is_closed_for_good()
    {
        SendState state = new(mayBeCopied: true);

        Assert.That(state.CloseUnsent(), Is.True);
        Assert.That(state.CloseUnsent(), Is.True, "as often as it is asked");
        InvalidOperationException? refusal = Assert.Throws<InvalidOperationException>(() => state.Begin(Stream.Null));
        state.Complete();

        Assert.That((state.IsSent, state.CloseUnsent()), Is.EqualTo((false, true)));
        Assert.That(state.Obstacle, Is.EqualTo(refusal!.Message));
    }

    [Test]
    public void A_body_that_was_asked_for_is_given_once_and_never_unsent_again()
    {
        SendState state = new(mayBeCopied: true);

        state.Begin(Stream.Null);
        Assert.That((state.IsSent, state.Obstacle, state.CloseUnsent()), Is.EqualTo((false, (string?)null, false)));
        Assert.That(() => state.Begin(Stream.Null), Throws.InvalidOperationException);
        Assert.That((state.IsSent, state.CloseUnsent()), Is.EqualTo((false, false)));

        state.Complete();
        Assert.That((state.IsSent, state.CloseUnsent()), Is.EqualTo((true, false)));
        Assert.That(() => state.Begin(Stream.Null), Throws.InvalidOperationException);
        Assert.That(state.Obstacle, Is.EqualTo("a handler around the client tried to send the request a second time, and was stopped"));
    }

    [Test]
    public void A_body_that_must_not_be_copied_goes_to_no_other_stream_than_a_connection()
    {
        SendState state = new(mayBeCopied: false);

        InvalidOperationException? refusal = Assert.Throws<InvalidOperationException>(() => state.Begin(new WireStream()));

        Assert.That(state.Obstacle, Is.EqualTo(refusal!.Message));
        Assert.That(refusal.Message, Is.EqualTo(
            "a handler around the client tried to take the body of a request that must not be repeated, and was stopped; where none of the handlers "
            + "repeats requests, VandarClientOptions.AllowBodyCopies lets it"));
        Assert.That(state.CloseUnsent(), Is.True, "nobody got it");
    }
}
