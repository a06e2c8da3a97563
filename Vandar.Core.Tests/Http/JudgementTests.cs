using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Vandar.Core.Http;

namespace Vandar.Core.Tests.Http;

/// <summary>What each answer means: the type of the exception, what is known about the money, and what it says to people.</summary>
internal sealed class JudgementTests
{
    private const string Secret = "6037991122334455";
    private static readonly string s_apiBody = $$"""{"message":"عملیات ناموفق بود {{Secret}}","code":"some_code","errors":{"card":["bad {{Secret}}"]},"data":[]}""";

    public enum Body
    {
        OfTheApi,
        Html,
        Empty,
        CutOff,
    }

    [Test]
    public async Task Every_refusal_has_its_type_its_outcome_and_the_servers_words(
        [Values(400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 412, 413, 415, 422, 423, 429, 500, 501, 502, 503, 504, 520, 599)] int status,
        [Values] Body body, [Values] Repeat repeat)
    {
        string text = body switch { Body.OfTheApi => s_apiBody, Body.Html => $"<html>{Secret}</html>", Body.CutOff => s_apiBody[..^3], _ => "" };
        ScriptedHandler handler = new(Answer((HttpStatusCode)status, text, body is Body.Html ? "text/html" : "application/json"));
        using TestApi api = new(handler);

        VandarApiException? failure = await Assert.CatchAsync<VandarApiException>(() => api.Call(repeat, new() { MaxRetries = 0 }).AsTask());

        bool isRejected = status is 401 or 429 || (status is < 500 and not 408 && body is Body.OfTheApi);
        Assert.That(failure!.Outcome, Is.EqualTo(isRejected ? RequestOutcome.Rejected : RequestOutcome.Unknown));
        Assert.That(failure, status == 401 ? Is.TypeOf<VandarAuthenticationException>() : Is.TypeOf<VandarApiException>());
        Assert.That((int)failure.StatusCode!, Is.EqualTo(status));
        Assert.That(failure.Attempts, Is.EqualTo(status == 401 ? 2 : 1));
        Assert.That(handler.Seen, Has.Count.EqualTo(failure.Attempts));
        Assert.That(failure.ToString(), Does.Not.Contain(Secret).And.Not.Contain("<html"));
        Assert.That(failure.Body ?? "", Does.Not.Contain(Secret));
        Assert.That(failure.Operation, Does.StartWith("test."));
        if (body is Body.OfTheApi)
        {
            Assert.That(failure.ServerMessage, Does.StartWith("عملیات ناموفق بود"));
            Assert.That(failure.Message, Does.Contain("عملیات ناموفق بود"));
            Assert.That(failure.Code, Is.EqualTo("some_code"));
            Assert.That(failure.Errors.Select(e => e.Field), Is.EqualTo(new[] { "card" }));
        }
        else
        {
            Assert.That((failure.ServerMessage, failure.Code, failure.Errors.Count), Is.EqualTo(((string?)null, (string?)null, 0)));
        }
        if (repeat is not Repeat.Safe)
            Assert.That((failure.Key, failure.SettledBy), Is.EqualTo(("order-1", "Things.Get")));
    }

    [TestCase(200, "text/html", "<html>maintenance</html>")]
    [TestCase(200, "application/json", "<html>maintenance</html>")]
    [TestCase(200, null, "maintenance")]
    [TestCase(200, "application/json", "")]
    [TestCase(204, null, "")]
    [TestCase(205, null, "")]
    [TestCase(200, "application/json", """{"status":1,"data":{"name":"done"}""")]
    [TestCase(200, "application/json", """{"status":1,"data":{"name":7}}""")]
    [TestCase(200, "application/json", """{"status":1,"data":{"name":"\ud800"}}""")]
    [TestCase(200, "application/json", """{"\ud800":1,"data":{"name":"done"}}""")]
    [TestCase(200, "application/json", """{"status":1}""")]
    [TestCase(200, "application/json", "null")]
    [TestCase(201, "application/json", "{}")]
    [TestCase(300, "application/json", """{"status":1,"data":{"name":"done"}}""")]
    [TestCase(302, "application/json", """{"status":1,"data":{"name":"done"}}""")]
    [TestCase(399, "application/json", """{"status":1,"data":{"name":"done"}}""")]
    [TestCase(304, null, "")]
    public async Task A_success_that_cannot_be_read_may_have_been_executed(int status, string? contentType, string body)
    {
        foreach (Repeat repeat in Enum.GetValues<Repeat>())
        {
            ScriptedHandler handler = new(Answer((HttpStatusCode)status, body, contentType));
            using TestApi api = new(handler);

            VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => api.Call(repeat).AsTask());

            Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
            Assert.That((int)failure.StatusCode!, Is.EqualTo(status));
            Assert.That(handler.Seen, Has.Count.EqualTo(1));
        }
    }

    [TestCase(200, "text/html", "<html>maintenance</html>", "a 200 that is not JSON")]
    [TestCase(201, "application/json", "", "a 201 without a body")]
    [TestCase(200, "application/json", "<html>maintenance</html>", "the answer could not be understood")]
    [TestCase(200, null, "maintenance", "the answer could not be understood")]
    [TestCase(307, "application/json", "{}", "the server answered 307; redirects are never followed")]
    public async Task What_is_no_answer_is_told_apart_in_words(int status, string? contentType, string body, string reason)
    {
        using TestApi api = new(new ScriptedHandler(Answer((HttpStatusCode)status, body, contentType)));

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => api.Call(Repeat.Never).AsTask());

        Assert.That(failure!.Message, Is.EqualTo($"test.Never: {reason}; outcome Unknown."));
    }

    [Test]
    public async Task A_refusal_shows_its_body_where_it_has_one([Values(Body.Html, Body.Empty)] Body body, [Values(401, 422, 503)] int status)
    {
        using TestApi api = new(new ScriptedHandler(Answer((HttpStatusCode)status, body is Body.Empty ? "" : "<html>maintenance</html>", "text/html")));

        VandarApiException? failure = await Assert.CatchAsync<VandarApiException>(() => api.Call(Repeat.Never).AsTask());

        Assert.That(failure!.Body, body is Body.Empty ? Is.Null : Does.Contain("maintenance"));
    }

    [Test]
    public async Task A_401_says_which_credential_was_refused_and_what_to_check()
    {
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> refusal = Answer(HttpStatusCode.Unauthorized, s_apiBody);
        using TestApi api = new(new ScriptedHandler(refusal));
        List<string> said = [];

        foreach (Operation operation in new[] { TestApi.OperationOf(Repeat.Never), Operation.Post("test.key", Repeat.Never, "data").CredentialInBody() })
        {
            VandarAuthenticationException? failure = await Assert.ThrowsAsync<VandarAuthenticationException>(() => api.Call(operation).AsTask());
            said.Add(failure!.Message);
        }

        Assert.That(said[0], Does.EndWith("(the token was refreshed once and refused again: check that its user has a role in this business)"));
        Assert.That(said[1], Does.EndWith("(the credential in the request was refused)"));
    }

    [Test]
    public void The_first_401_of_a_call_speaks_of_the_token_alone()
    {
        CallState call = new(TestApi.OperationOf(Repeat.Never), null) { StatusCode = HttpStatusCode.Unauthorized };
        using HttpResponseMessage response = new(HttpStatusCode.Unauthorized);

        bool isSuccess = Judgement.IsSuccess(ref call, response, "{}"u8, TestJson.Default.Thing, TimeProvider.System, out Thing? thing, out Failure failure);

        Assert.That((isSuccess, thing), Is.EqualTo((false, (Thing?)null)));
        Assert.That(failure.Exception.Message, Does.EndWith("(the access token was refused)"));
    }

    [TestCase(200, "no_match", RequestOutcome.Rejected)]
    [TestCase(201, "no_match", RequestOutcome.Rejected)]
    [TestCase(201, "other", null)]
    public async Task A_code_that_means_no_makes_a_refusal_of_a_success(int status, string code, RequestOutcome? outcome)
    {
        using TestApi api = new(new ScriptedHandler(Answer((HttpStatusCode)status, $$$"""{"status":1,"code":"{{{code}}}","data":{"name":"done"}}""")));

        Task<Thing> call = api.Call(Operation.Post("test.inquiry", Repeat.Never, "data").RefusedBy("no_match")).AsTask();

        if (outcome is null)
            Assert.That((await call).Name, Is.EqualTo("done"));
        else
            Assert.That((await Assert.ThrowsAsync<VandarApiException>(() => call))!.Outcome, Is.EqualTo(outcome));
    }

    [TestCase(200, 2, null)]
    [TestCase(400, 2, null)]
    [TestCase(422, 2, null)]
    [TestCase(499, 2, null)]
    [TestCase(500, 2, RequestOutcome.Unknown)]
    [TestCase(502, 2, RequestOutcome.Unknown)]
    [TestCase(200, 3, RequestOutcome.Rejected)]
    [TestCase(422, 3, RequestOutcome.Rejected)]
    public async Task An_answer_with_a_status_of_its_own_is_one_on_every_status_but_those_of_a_broken_server(int status, int own, RequestOutcome? outcome)
    {
        using TestApi api = new(new ScriptedHandler(Answer((HttpStatusCode)status, $$"""{"status":{{own}},"message":"x"}""")));

        Task<OwnThing> call = Own(api, Repeat.Never).AsTask();

        if (outcome is null)
            Assert.That(((await call).Status, (await call).IsAfterLostAnswer), Is.EqualTo((own, false)));
        else
            Assert.That((await Assert.ThrowsAsync<VandarApiException>(() => call))!.Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public async Task An_answer_that_follows_a_lost_one_is_told([Values(200, 422)] int status)
    {
        TestTime time = new();
        using TestApi api = new(
            new ScriptedHandler(
                (_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded), Answer((HttpStatusCode)status, """{"status":2}""")),
            new() { TimeProvider = time });

        Assert.That((await time.Finish(Own(api, Repeat.Converges))).IsAfterLostAnswer, Is.True);
    }

    [Test]
    public async Task A_failure_inside_a_200_says_nothing_about_waiting()
    {
        using TestApi api = new(new ScriptedHandler(ScriptedHandler.Json(
            HttpStatusCode.OK, """{"status":0,"error":"x"}""", response => response.Headers.TryAddWithoutValidation("Retry-After", "5"))));

        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => api.Call(Repeat.Safe).AsTask());

        Assert.That(failure!.RetryAfter, Is.Null);
    }

    [TestCase(400, 1)]
    [TestCase(404, 1)]
    [TestCase(408, 3)]
    [TestCase(409, 1)]
    [TestCase(429, 3)]
    [TestCase(499, 1)]
    [TestCase(500, 3)]
    [TestCase(504, 3)]
    [TestCase(599, 3)]
    public async Task A_read_is_tried_again_where_time_can_mend_it(int status, int sends)
    {
        foreach (string body in new[] { s_apiBody, "<html>" })
        {
            ScriptedHandler handler = new(Answer((HttpStatusCode)status, body));
            TestTime time = new();
            using TestApi api = new(handler, new() { TimeProvider = time });

            await Assert.CatchAsync<VandarApiException>(() => time.Finish(api.Call(Repeat.Safe)));

            Assert.That(handler.Seen, Has.Count.EqualTo(sends), body);
        }
    }

    [Category("P3")]
    [Test]
    public async Task An_answer_over_the_limit_is_not_read_to_its_end([Values] Repeat repeat, [Values(200, 422, 503)] int status)
    {
        EndlessStream endless = new();
        ScriptedHandler handler = new((_, _) => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StreamContent(endless) }));
        using TestApi api = new(handler, new() { MaxResponseBytes = 10_000 });

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => api.Call(repeat).AsTask());

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That(endless.Given, Is.LessThan(20_000));
        Assert.That(handler.Seen, Has.Count.EqualTo(1));
    }

    [TestCase("text/html")]
    [TestCase("text/plain; charset=utf-8")]
    [TestCase("application/vnd.api+json")]
    [TestCase(null)]
    public async Task JSON_is_read_under_any_label(string? contentType)
    {
        foreach (string before in new[] { "", " ", "\t", "\r\n", "\uFEFF" })
        {
            using TestApi api = new(new ScriptedHandler(Answer(HttpStatusCode.OK, before + """{"status":1,"data":{"name":"done"}}""", contentType)));

            Assert.That((await api.Call(Repeat.Never)).Name, Is.EqualTo("done"));
        }
    }

    [Test]
    public async Task A_list_is_read_under_any_label()
    {
        using TestApi api = new(new ScriptedHandler(Answer(HttpStatusCode.OK, """[{"name":"done"}]""", "text/plain")));

        List<Thing> things = await api.Core.Send(
            Operation.Get("test.list"), $"{api.Core.ApiHost}/v3/things", TestJson.Default.ListThing, null, CancellationToken.None);

        Assert.That(things.Single().Name, Is.EqualTo("done"));
    }

    [TestCase("""{"status":0,"error":"نشد"}""")]
    [TestCase("""{"status":"0","message":"نشد"}""")]
    [TestCase("""{"status":0,"errors":["نشد"],"data":{"name":"done"}}""")]
    [TestCase("""{"status":false,"message":"نشد"}""")]
    public async Task A_failure_inside_a_200_is_a_refusal(string body)
    {
        foreach (Repeat repeat in Enum.GetValues<Repeat>())
        {
            ScriptedHandler handler = new(Answer(HttpStatusCode.OK, body));
            using TestApi api = new(handler);

            VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => api.Call(repeat).AsTask());

            Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Rejected));
            Assert.That(failure.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(failure.ServerMessage, Is.EqualTo("نشد"));
            Assert.That(handler.Seen, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task A_code_that_means_not_yet_is_null([Values(400, 404, 409, 422)] int status)
    {
        using TestApi api = new(new ScriptedHandler(Answer((HttpStatusCode)status, """{"message":"x","code":"not_yet","data":[]}""")));

        Assert.That(await api.Call(Operation.Get("test.pending", "data").NullWhile("not_yet")), Is.Null);
        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => api.Call(Operation.Get("test.other", "data").NullWhile("Not_Yet")).AsTask());
        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Rejected));
    }

    [TestCase(500)]
    [TestCase(502)]
    public async Task A_failure_of_the_server_is_no_answer_whatever_its_code(int status)
    {
        using TestApi api = new(new ScriptedHandler(Answer((HttpStatusCode)status, """{"message":"x","code":"not_yet","data":[]}""")));

        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(
            () => api.Call(Operation.Post("test.pending", Repeat.Never, "data").NullWhile("not_yet")).AsTask());
        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
    }

    [Test]
    public async Task A_401_without_our_bearer_is_not_replayed()
    {
        ScriptedHandler handler = new(Answer(HttpStatusCode.Unauthorized, """{"unauthorized"}"""));
        using TestApi api = new(handler);

        VandarAuthenticationException? failure = await Assert.ThrowsAsync<VandarAuthenticationException>(
            () => api.Call(Operation.Post("test.key", Repeat.Never, "data").CredentialInBody()).AsTask());

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Rejected));
        Assert.That(handler.Seen.Single().Authorization, Is.Empty);
    }

    [TestCase(Repeat.Converges, RequestOutcome.Unknown)]
    [TestCase(Repeat.Safe, RequestOutcome.Rejected)]
    public async Task A_refusal_after_a_lost_attempt_proves_nothing_unless_the_call_only_reads(Repeat repeat, RequestOutcome outcome)
    {
        ScriptedHandler handler = new(
            (_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded), Answer(HttpStatusCode.UnprocessableEntity, s_apiBody));
        TestTime time = new();
        using TestApi api = new(handler, new() { TimeProvider = time });

        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => time.Finish(api.Call(repeat)));

        Assert.That((failure!.Outcome, failure.Attempts), Is.EqualTo((outcome, 2)));
    }

    [Test]
    public void What_was_once_uncertain_stays_so_over_every_attempt([Values] Repeat repeat)
    {
        CallState call = new(TestApi.OperationOf(repeat), null);

        Assert.That(call.Describe(RequestOutcome.Rejected).Outcome, Is.EqualTo(RequestOutcome.Rejected));
        for (int lost = 0; lost < 3; lost++)
        {
            Assert.That(call.Describe(RequestOutcome.Unknown).Outcome, Is.EqualTo(RequestOutcome.Unknown));
            Assert.That(call.IsUncertain, Is.True, "however often");
        }
        RequestOutcome later = repeat is Repeat.Safe ? RequestOutcome.Rejected : RequestOutcome.Unknown;
        Assert.That(call.Describe(RequestOutcome.Rejected).Outcome, Is.EqualTo(later));
        Assert.That(call.Describe(RequestOutcome.NotSent).Outcome, Is.EqualTo(repeat is Repeat.Safe ? RequestOutcome.NotSent : RequestOutcome.Unknown));
    }

    private static ValueTask<OwnThing> Own(TestApi api, Repeat repeat) =>
        api.Core.Send(
            Operation.Post("test.own", repeat).OwnStatus(), $"{api.Core.ApiHost}/v3/own", TestJson.Default.OwnThing, null, CancellationToken.None);

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer(
        HttpStatusCode status, string body, string? contentType = "application/json") => (_, _) =>
    {
        ByteArrayContent content = new(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return Task.FromResult(new HttpResponseMessage(status) { Content = content });
    };

    private sealed class EndlessStream : MemoryStream
    {
        internal long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = Math.Min(buffer.Length, 1_000);
            buffer.Span[..count].Fill((byte)' ');
            Given += count;
            return new(count);
        }
    }
}
