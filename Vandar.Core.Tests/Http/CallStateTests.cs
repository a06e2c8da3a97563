using System.Net;
using System.Security.Authentication;
using Microsoft.Extensions.Time.Testing;
using Vandar.Core.Authentication;
using Vandar.Core.Http;

namespace Vandar.Core.Tests.Http;

/// <summary>How an exception of an attempt is understood, line by line: whether anything was sent, whether it may be tried again, what is said.</summary>
internal sealed class CallStateTests
{
    private static readonly Operation s_operation = Operation.Post("test.post", Repeat.Never, "data");

    /// <summary>How far a body has come.</summary>
    public enum Given
    {
        Nowhere,
        InPart,
        Whole,
    }

    [Test]
    public void Without_a_body_only_a_connection_that_was_never_made_proves_that_nothing_was_sent([Values] HttpRequestError error)
    {
        Failure failure = Explain(RequestStage.Connecting, new HttpRequestException(error));

        bool isProof = error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
        Assert.That(failure.Attempt.Outcome, Is.EqualTo(isProof ? RequestOutcome.NotSent : RequestOutcome.Unknown));
    }

    [TestCase(true, true, RequestOutcome.NotSent)]
    [TestCase(true, false, RequestOutcome.Unknown)]
    [TestCase(false, true, RequestOutcome.Unknown)]
    public void Without_a_body_a_time_limit_is_a_proof_only_where_it_can_be_no_other_than_the_one_for_connecting(
        bool isOurTransport, bool isOfThePlatform, RequestOutcome outcome)
    {
        OperationCanceledException e = isOfThePlatform ? new("x", new TimeoutException()) : new();

        Failure failure = Explain(RequestStage.Connecting, e, isOurTransport: isOurTransport);

        Assert.That((failure.Attempt.Outcome, failure.Attempt.CanBeCured), Is.EqualTo((outcome, true)));
        Assert.That(((VandarTransportException)failure.Exception).IsTimeout, Is.True);
        Assert.That(failure.Exception.Message, Is.EqualTo($"test.post: a time limit of the HTTP handler ended the attempt; outcome {outcome}."));
    }

    [TestCase(Given.Nowhere, RequestOutcome.NotSent, RequestStage.Connecting, "no connection to the server")]
    [TestCase(Given.InPart, RequestOutcome.Unknown, RequestStage.Sending, "the connection broke before the answer")]
    [TestCase(Given.Whole, RequestOutcome.Unknown, RequestStage.AwaitingAnswer, "the connection broke before the answer")]
    public void A_body_is_the_proof_whatever_the_platform_says(Given given, RequestOutcome outcome, RequestStage stage, string reason)
    {
        foreach (HttpRequestError error in new[] { HttpRequestError.ConnectionError, HttpRequestError.ResponseEnded })
        {
            Failure failure = Explain(RequestStage.Connecting, new HttpRequestException(error), new Body(given));

            Assert.That((failure.Attempt.Outcome, ((VandarTransportException)failure.Exception).Stage), Is.EqualTo((outcome, stage)));
            Assert.That(failure.Exception.Message, Is.EqualTo($"test.post: {reason}; outcome {outcome}."));
        }
    }

    [TestCase(RequestStage.ReadingBody, null)]
    [TestCase(RequestStage.ReadingBody, HttpStatusCode.OK)]
    [TestCase(RequestStage.AwaitingAnswer, HttpStatusCode.OK)]
    public void What_is_answered_was_sent_whatever_broke_then(RequestStage stage, HttpStatusCode? status)
    {
        Failure failure = Explain(stage, new HttpRequestException(HttpRequestError.ConnectionError), null, status);

        Assert.That((failure.Attempt.Outcome, failure.StatusCode), Is.EqualTo((RequestOutcome.Unknown, status)));
        Assert.That(failure.Exception.Message, Does.Contain(stage is RequestStage.ReadingBody ? ": the answer broke off;" : ": the connection broke before the answer;"));
    }

    [TestCase(RequestStage.Token, RequestOutcome.NotSent, "getting an access token")]
    [TestCase(RequestStage.RateLimit, RequestOutcome.NotSent, "waiting for the rate limiter")]
    [TestCase(RequestStage.BackOff, RequestOutcome.NotSent, "before the next attempt")]
    [TestCase(RequestStage.Connecting, RequestOutcome.Unknown, "sending")]
    [TestCase(RequestStage.Sending, RequestOutcome.Unknown, "sending")]
    [TestCase(RequestStage.AwaitingAnswer, RequestOutcome.Unknown, "awaiting the answer")]
    [TestCase(RequestStage.ReadingBody, RequestOutcome.Unknown, "reading the answer")]
    public void The_limit_of_the_call_is_named_with_its_stage_and_leaves_no_time_for_another_attempt(RequestStage stage, RequestOutcome outcome, string words)
    {
        FakeTimeProvider time = new();
        Deadline deadline = new(time);
        deadline.Start(TimeSpan.FromSeconds(1), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(1));
        CallState call = At(stage);

        Failure failure = call.Explain(new OperationCanceledException(), null, deadline, true, CancellationToken.None);

        Assert.That((failure.Attempt.Outcome, failure.Attempt.CanBeCured), Is.EqualTo((outcome, false)));
        Assert.That(failure.Exception.Message, Is.EqualTo($"test.post: the time limit of the call was over ({words}); outcome {outcome}."));
    }

    [Test]
    public void A_body_that_was_never_asked_for_names_connecting_as_the_stage_of_the_limit()
    {
        FakeTimeProvider time = new();
        Deadline deadline = new(time);
        deadline.Start(TimeSpan.FromSeconds(1), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(1));
        CallState call = At(RequestStage.Connecting);

        Failure failure = call.Explain(new OperationCanceledException(), new Body(Given.Nowhere), deadline, true, CancellationToken.None);

        Assert.That(failure.Exception.Message, Is.EqualTo("test.post: the time limit of the call was over (connecting); outcome NotSent."));
    }

    private static readonly TestCaseData<Exception, bool>[] s_exceptions =
    [
        new(new HttpRequestException(HttpRequestError.ResponseEnded), true),
        new(new HttpRequestException(HttpRequestError.ConnectionError), true),
        new(new IOException(), true),
        new(new HttpRequestException(HttpRequestError.SecureConnectionError), false),
        new(new HttpRequestException("x", new AuthenticationException()), false),
        new(new IOException("x", new AuthenticationException()), false),
        new(new InvalidDataException(), false),
        new(new InvalidOperationException(), false),
    ];

    [TestCaseSource(nameof(s_exceptions))]
    public void Only_a_broken_connection_may_be_cured_and_not_a_distrusted_one(Exception e, bool canBeCured)
    {
        Assert.That(Explain(RequestStage.AwaitingAnswer, e).Attempt.CanBeCured, Is.EqualTo(canBeCured));
        Assert.That(Explain(RequestStage.AwaitingAnswer, e).Exception.InnerException, Is.SameAs(e));
    }

    [Test]
    public void What_a_handler_was_stopped_from_doing_is_said_and_never_tried_again()
    {
        Failure failure = Explain(RequestStage.Connecting, new HttpRequestException(HttpRequestError.ConnectionError), new Body(Given.Nowhere, "was stopped"));

        Assert.That((failure.Attempt.Outcome, failure.Attempt.CanBeCured), Is.EqualTo((RequestOutcome.NotSent, false)));
        Assert.That(failure.Exception.Message, Is.EqualTo("test.post: was stopped; outcome NotSent."));
    }

    [Test]
    public void A_compression_that_cannot_be_read_is_an_answer_that_cannot_be_read()
    {
        Failure failure = Explain(RequestStage.ReadingBody, new InvalidDataException(), null, HttpStatusCode.OK);

        Assert.That((failure.Attempt.Outcome, failure.StatusCode), Is.EqualTo((RequestOutcome.Unknown, HttpStatusCode.OK)));
        Assert.That(failure.Exception, Is.TypeOf<VandarProtocolException>());
        Assert.That(failure.Exception.Message, Is.EqualTo("test.post: the answer's compression is broken, or none that is known; outcome Unknown."));
    }

    [Test]
    public void A_token_that_cannot_be_had_sent_nothing_and_is_not_asked_for_again()
    {
        Failure failure = Explain(RequestStage.Token, new TokenFailureException("log in", null));

        Assert.That((failure.Attempt.Outcome, failure.Attempt.CanBeCured, failure.StatusCode), Is.EqualTo((RequestOutcome.NotSent, false, (HttpStatusCode?)null)));
        Assert.That(failure.Exception, Is.TypeOf<VandarAuthenticationException>());
    }

    [Test]
    public void Only_a_cancellation_can_be_the_callers()
    {
        Deadline deadline = new(new FakeTimeProvider());
        deadline.Start(Timeout.InfiniteTimeSpan, CancellationToken.None);
        CallState call = At(RequestStage.AwaitingAnswer);
        CancellationToken caller = new(true);

        Failure failure = call.Explain(new IOException(), null, deadline, true, caller);
        OperationCanceledException? canceled = Assert.Throws<OperationCanceledException>(
            () => call.Explain(new OperationCanceledException(), null, deadline, true, caller));

        Assert.That(failure.Exception, Is.TypeOf<VandarTransportException>());
        Assert.That(canceled!.CancellationToken, Is.EqualTo(caller));
        Assert.That(canceled.Message, Is.EqualTo("test.post: canceled by the caller; outcome Unknown."));
    }

    private static readonly TestCaseData<Exception, bool, bool, bool>[] s_thrown =
    [
        // The exception; and whether it is a failure of the attempt before the transport has it, while it does, and when the answer is there.
        new(new CallState(s_operation, null).Unreadable("x", null), true, true, true),
        new(new OperationCanceledException(), true, true, false),
        new(new TokenFailureException("x", null), true, true, false),
        new(new HttpRequestException(), false, true, false),
        new(new InvalidOperationException(), false, true, false),
        new(new ObjectDisposedException("x"), false, false, false),
        new(new InsufficientMemoryException(), false, false, false),
    ];

    [TestCaseSource(nameof(s_thrown))]
    public void What_handlers_throw_is_a_failure_of_the_attempt_and_what_others_throw_is_theirs(Exception e, bool before, bool during, bool after)
    {
        CallState call = At(RequestStage.Token);
        Assert.That(call.IsFailureOfAttempt(e), Is.EqualTo(before));

        call.IsWithTransport = true;
        Assert.That(call.IsFailureOfAttempt(e), Is.EqualTo(during));

        call.StatusCode = HttpStatusCode.OK;
        call.IsWithTransport = false;
        Assert.That(call.IsFailureOfAttempt(e), Is.EqualTo(after));
    }

    [Test]
    public void A_new_attempt_knows_nothing_of_the_answer_before_it()
    {
        CallState call = At(RequestStage.ReadingBody);
        call.StatusCode = HttpStatusCode.ServiceUnavailable;
        call.IsWithTransport = true;

        call.Begin();

        Assert.That((call.Attempts, call.Stage, call.StatusCode, call.IsWithTransport), Is.EqualTo((2, RequestStage.Token, (HttpStatusCode?)null, false)));
    }

    [TestCase(RequestStage.Token, RequestOutcome.NotSent)]
    [TestCase(RequestStage.RateLimit, RequestOutcome.NotSent)]
    [TestCase(RequestStage.Connecting, RequestOutcome.Unknown)]
    [TestCase(RequestStage.ReadingBody, RequestOutcome.Unknown)]
    public void Without_a_body_an_attempt_may_have_been_sent_as_soon_as_the_transport_had_it(RequestStage stage, RequestOutcome outcome)
    {
        CallState call = At(stage);

        call.End(null);

        Assert.That((call.OutcomeSoFar, call.EverySendIsOver), Is.EqualTo((outcome, true)));
    }

    [TestCase(Given.Nowhere, RequestOutcome.NotSent, true)]
    [TestCase(Given.InPart, RequestOutcome.Unknown, false)]
    [TestCase(Given.Whole, RequestOutcome.Unknown, true)]
    public void With_a_body_an_attempt_may_have_been_sent_as_soon_as_the_body_was_asked_for(Given given, RequestOutcome outcome, bool isOver)
    {
        CallState call = At(RequestStage.Connecting);

        call.End(new Body(given));

        Assert.That((call.OutcomeSoFar, call.EverySendIsOver), Is.EqualTo((outcome, isOver)));
        call.End(new Body(Given.Nowhere));
        Assert.That((call.OutcomeSoFar, call.EverySendIsOver), Is.EqualTo((outcome, isOver)), "once uncertain, always uncertain");
    }

    private static CallState At(RequestStage stage)
    {
        CallState call = new(s_operation, null);
        call.Begin();
        call.Stage = stage;
        return call;
    }

    private static Failure Explain(RequestStage stage, Exception e, ISendOnce? content = null, HttpStatusCode? status = null, bool isOurTransport = true)
    {
        Deadline deadline = new(new FakeTimeProvider());
        deadline.Start(Timeout.InfiniteTimeSpan, CancellationToken.None);
        CallState call = At(stage);
        call.StatusCode = status;
        return call.Explain(e, content, deadline, isOurTransport, CancellationToken.None);
    }

    private sealed class Body(Given given, string? misuse = null) : ISendOnce
    {
        public HttpContent Content => throw new NotSupportedException();
        public bool IsSent => given is Given.Whole;
        public string? Obstacle => misuse;

        public bool CloseUnsent() => given is Given.Nowhere;
    }
}
