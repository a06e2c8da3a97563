using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.Tests.Http;

/// <summary>How often a call is sent, and what it waits for in between, on a clock that stands still.</summary>
internal sealed class RepeatTests
{
    private const string Refusal = """{"message":"x","data":[],"code":"c","errors":[]}""";

    private static readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> s_unavailable =
        ScriptedHandler.Json(HttpStatusCode.ServiceUnavailable, Refusal);

    private static readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> s_tooMany =
        ScriptedHandler.Json(HttpStatusCode.TooManyRequests, Refusal);

    public enum Failure
    {
        ServiceUnavailable,
        TooManyRequests,
        Unprocessable,
        LostAnswer,
        BadCertificate,
        UnreadableAnswer,
        Redirect,
    }

    [TestCase(Failure.ServiceUnavailable, 3, 3, 1, 1)]
    [TestCase(Failure.TooManyRequests, 3, 3, 3, 1)]
    [TestCase(Failure.Unprocessable, 1, 1, 1, 1)]
    [TestCase(Failure.LostAnswer, 3, 3, 1, 1)]
    [TestCase(Failure.BadCertificate, 1, 1, 1, 1)]
    [TestCase(Failure.UnreadableAnswer, 1, 1, 1, 1)]
    [TestCase(Failure.Redirect, 1, 1, 1, 1)]
    public async Task Each_class_is_sent_as_often_as_its_row_says(Failure failure, int safe, int converges, int keyed, int never)
    {
        foreach ((Repeat repeat, int sends) in new[] { (Repeat.Safe, safe), (Repeat.Converges, converges), (Repeat.Keyed, keyed), (Repeat.Never, never) })
        {
            ScriptedHandler handler = new(Script(failure));
            TestTime time = new();
            using TestApi api = new(handler, new() { TimeProvider = time });

            VandarException? thrown = await Assert.CatchAsync<VandarException>(() => time.Finish(api.Call(repeat)));

            Assert.That((handler.Seen.Count, thrown!.Attempts), Is.EqualTo((sends, sends)), repeat.ToString());
        }
    }

    [Test]
    public async Task A_connection_that_failed_is_tried_again_in_every_class([Values] Repeat repeat)
    {
        UnsentHandler handler = new(() => new HttpRequestException(HttpRequestError.ConnectionError));
        TestTime time = new();
        using TestApi api = new(handler, new() { TimeProvider = time });

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => time.Finish(api.Call(repeat)));

        Assert.That((failure!.Outcome, failure.Attempts, handler.Calls), Is.EqualTo((RequestOutcome.NotSent, 3, 3)));
        // At most 200 ms, then at most 400; one of less than a millisecond asks for no timer.
        Assert.That(time.Waits, Has.Length.LessThanOrEqualTo(2).And.All.InRange(TimeSpan.Zero, TimeSpan.FromMilliseconds(400)));
    }

    [Test]
    public async Task A_bad_certificate_sent_nothing_and_is_not_tried_again([Values] Repeat repeat)
    {
        UnsentHandler handler = new(() => new HttpRequestException(HttpRequestError.SecureConnectionError, null, new System.Security.Authentication.AuthenticationException()));
        using TestApi api = new(handler);

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => api.Call(repeat).AsTask());

        Assert.That((failure!.Outcome, handler.Calls), Is.EqualTo((RequestOutcome.NotSent, 1)));
    }

    [TestCase("1", 1.0)]
    [TestCase("7", 7.0)]
    [TestCase("30", 30.0)]
    [TestCase("31", 30.0)]
    [TestCase("86400", 30.0)]
    [TestCase("0", 3.0)]
    [TestCase("-5", 3.0)]
    [TestCase("soon", 3.0)]
    [TestCase("1.5", 3.0)]
    [TestCase("۵", 3.0)]
    [TestCase("", 3.0)]
    [TestCase(null, 3.0)]
    [TestCase("Sat, 01 Jan 2000 00:00:12 GMT", 12.0)]
    [TestCase("Sat, 01 Jan 2000 09:00:00 GMT", 30.0)]
    [TestCase("Fri, 31 Dec 1999 23:59:59 GMT", 3.0)]
    public async Task A_429_waits_as_long_as_the_server_says_within_reason(string? retryAfter, double seconds)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new("fa-IR");
        try
        {
            ScriptedHandler handler = new(RetryAfter(HttpStatusCode.TooManyRequests, retryAfter), ScriptedHandler.Ok);
            TestTime time = new();
            using TestApi api = new(handler, new() { TimeProvider = time });

            Assert.That((await time.Finish(api.Call(Repeat.Keyed))).Name, Is.EqualTo("done"));

            Assert.That(time.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(seconds) }));
            Assert.That(handler.Seen.Select(seen => seen.Body), Is.All.EqualTo("""{"name":"x","track_id":"order-1"}"""));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public async Task A_503_waits_as_long_as_the_server_says_too()
    {
        ScriptedHandler handler = new(RetryAfter(HttpStatusCode.ServiceUnavailable, "9"), ScriptedHandler.Ok);
        TestTime time = new();
        using TestApi api = new(handler, new() { TimeProvider = time });

        await time.Finish(api.Call(Repeat.Converges));

        Assert.That(time.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(9) }));
    }

    [Test]
    public async Task What_the_server_asked_for_stands_on_the_exception()
    {
        using TestApi api = new(new ScriptedHandler(RetryAfter(HttpStatusCode.TooManyRequests, "86400")));

        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => api.Call(Repeat.Never).AsTask());

        Assert.That(failure!.RetryAfter, Is.EqualTo(TimeSpan.FromDays(1)));
    }

    [Test]
    public async Task Money_without_a_key_waits_out_a_429_only_for_whoever_asked([Values] bool waits)
    {
        ScriptedHandler handler = new(s_tooMany, ScriptedHandler.Ok);
        TestTime time = new();
        using TestApi api = new(handler, new() { TimeProvider = time });
        Task<Thing> call = time.Finish(api.Call(Repeat.Never, new() { WaitOnRateLimit = waits }));

        if (waits)
            Assert.That((await call).Name, Is.EqualTo("done"));
        else
            await Assert.ThrowsAsync<VandarApiException>(() => call);
        Assert.That(handler.Seen, Has.Count.EqualTo(waits ? 2 : 1));
    }

    [Test]
    public async Task The_retries_of_one_call_can_be_set([Values(0, 1, 5)] int retries)
    {
        ScriptedHandler handler = new(s_unavailable);
        TestTime time = new();
        using TestApi api = new(handler, new() { TimeProvider = time });

        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => time.Finish(api.Call(Repeat.Safe, new() { MaxRetries = retries })));

        Assert.That((failure!.Attempts, handler.Seen.Count), Is.EqualTo((retries + 1, retries + 1)));
    }

    [TestCase(-1)]
    [TestCase(11)]
    public void A_number_of_retries_beyond_reason_is_refused(int retries) =>
        Assert.That(() => new RequestOptions { MaxRetries = retries }, Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("MaxRetries"));

    [TestCase(0)]
    [TestCase(-5)]
    [TestCase(100L * 24 * 3_600)]
    public void A_time_limit_that_is_none_is_refused(long seconds) =>
        Assert.That(
            () => new RequestOptions { Timeout = TimeSpan.FromSeconds(seconds) },
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("Timeout"));

    [Test]
    public async Task A_wait_that_would_outlast_the_call_is_not_begun()
    {
        ScriptedHandler handler = new(RetryAfter(HttpStatusCode.TooManyRequests, "20"));
        TestTime time = new();
        using TestApi api = new(handler, new() { TimeProvider = time });

        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(
            () => api.Call(Repeat.Keyed, new() { Timeout = TimeSpan.FromSeconds(20) }).AsTask());

        Assert.That((failure!.Outcome, handler.Seen.Count), Is.EqualTo((RequestOutcome.Rejected, 1)));
        Assert.That(time.Waits, Is.Empty);
    }

    [Test]
    public async Task In_an_outage_the_retries_of_all_calls_run_dry_and_successes_bring_them_back()
    {
        bool isDown = true;
        int sends = 0;
        ScriptedHandler handler = new((request, token) =>
        {
            sends++;
            return (isDown ? s_unavailable : ScriptedHandler.Ok)(request, token);
        });
        TestTime time = new();
        using TestApi api = new(handler, new() { TimeProvider = time });

        for (int i = 0; i < 60; i++)
            await Assert.ThrowsAsync<VandarApiException>(() => time.Finish(api.Call(Repeat.Safe)));
        Assert.That(sends, Is.EqualTo(60 + 100));

        isDown = false;
        for (int i = 0; i < 5; i++)
            await api.Call(Repeat.Safe);
        isDown = true;
        sends = 0;
        await Assert.ThrowsAsync<VandarApiException>(() => time.Finish(api.Call(Repeat.Safe)));
        Assert.That(sends, Is.EqualTo(2));
    }

    [Test]
    [Category("L6")]
    public async Task A_429_holds_back_every_caller_of_the_same_limiter()
    {
        TestTime time = new();
        VandarRateLimiter limiter = new(30, TimeSpan.FromSeconds(3), timeProvider: time);
        VandarRateLimits limits = new(limiter, null);
        using TestApi first = new(new ScriptedHandler(RetryAfter(HttpStatusCode.TooManyRequests, "10")), new() { TimeProvider = time, RateLimits = limits });
        using TestApi second = new(new ScriptedHandler(ScriptedHandler.Ok), new() { TimeProvider = time, RateLimits = limits });
        await second.Call(Repeat.Never);
        await Assert.ThrowsAsync<VandarApiException>(() => first.Call(Repeat.Never).AsTask());

        Task<Thing> held = second.Call(Repeat.Never).AsTask();
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.That(held.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.That((await held).Name, Is.EqualTo("done"));
    }

    [Test]
    [Category("L6")]
    public async Task A_full_queue_of_the_limiter_sent_nothing()
    {
        VandarRateLimiter limiter = new(1, TimeSpan.FromSeconds(3), queueLimit: 0);
        ScriptedHandler handler = new(ScriptedHandler.Ok);
        using TestApi api = new(handler, new() { RateLimits = new(limiter, null) });
        await api.Call(Repeat.Never);

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => api.Call(Repeat.Never).AsTask());

        Assert.That((failure!.Outcome, failure.Stage, failure.IsTimeout), Is.EqualTo((RequestOutcome.NotSent, RequestStage.RateLimit, false)));
        Assert.That(handler.Seen, Has.Count.EqualTo(1));
    }

    [Test]
    [Category("L6")]
    public async Task Every_attempt_takes_one_permit_and_gives_it_back()
    {
        using ConcurrencyLimiter limiter = new(new() { PermitLimit = 1, QueueLimit = 0 });
        TestTime time = new();
        using TestApi api = new(new ScriptedHandler(s_unavailable), new() { TimeProvider = time, RateLimits = new(null, limiter) });

        await Assert.ThrowsAsync<VandarApiException>(() => time.Finish(api.Call(Repeat.Safe)));

        Assert.That(limiter.GetStatistics()!.TotalSuccessfulLeases, Is.EqualTo(3));
        Assert.That(limiter.GetStatistics()!.CurrentAvailablePermits, Is.EqualTo(1));
    }

    [Test]
    public async Task The_replay_after_a_401_is_no_retry([Values] Repeat repeat)
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.Unauthorized, Refusal), ScriptedHandler.Ok);
        using TestApi api = new(handler);

        Assert.That((await api.Call(repeat, new() { MaxRetries = 0 })).Name, Is.EqualTo("done"));
        Assert.That(handler.Seen, Has.Count.EqualTo(2));
    }

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> RetryAfter(HttpStatusCode status, string? value) =>
        ScriptedHandler.Json(status, Refusal, response =>
        {
            if (value is not null)
                response.Headers.TryAddWithoutValidation("Retry-After", value);
        });

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Script(Failure failure) => failure switch
    {
        Failure.ServiceUnavailable => s_unavailable,
        Failure.TooManyRequests => s_tooMany,
        Failure.Unprocessable => ScriptedHandler.Json(HttpStatusCode.UnprocessableEntity, Refusal),
        Failure.LostAnswer => (_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded),
        Failure.BadCertificate => (_, _) => throw new HttpRequestException(HttpRequestError.SecureConnectionError),
        Failure.UnreadableAnswer => ScriptedHandler.Json(HttpStatusCode.OK, "{"),
        _ => ScriptedHandler.Json(HttpStatusCode.TemporaryRedirect, ""),
    };

    private sealed class UnsentHandler(Func<Exception> failure) : HttpMessageHandler
    {
        internal int Calls { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            throw failure();
        }
    }
}
