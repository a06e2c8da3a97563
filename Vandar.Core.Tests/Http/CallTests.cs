using System.Net;

namespace Vandar.Core.Tests.Http;

/// <summary>One whole call: what is sent, and what comes back.</summary>
internal sealed class CallTests
{
    [Test]
    public async Task A_post_carries_its_body_the_bearer_and_comes_back_typed()
    {
        ScriptedHandler handler = new(ScriptedHandler.Ok);
        using TestApi api = new(handler);

        Thing thing = await api.Call(Repeat.Keyed);

        Assert.That(thing.Name, Is.EqualTo("done"));
        Assert.That(handler.Seen, Is.EqualTo(new[] { new SeenRequest(HttpMethod.Post, new Uri(TestApi.Path), "Bearer first", """{"name":"x","track_id":"order-1"}""") }));
    }

    [Test]
    public async Task A_401_is_answered_with_one_refresh_and_one_replay([Values] Repeat repeat)
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.Unauthorized, """{"status":0,"error":"Unauthenticated"}"""), ScriptedHandler.Ok);
        using TestApi api = new(handler);

        Thing thing = await api.Call(repeat);

        Assert.That(thing.Name, Is.EqualTo("done"));
        Assert.That(handler.Seen.Select(seen => seen.Authorization), Is.EqualTo(new[] { "Bearer first", "Bearer second" }));
    }

    [Test]
    public async Task A_401_for_ever_ends_after_the_replay([Values] Repeat repeat)
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.Unauthorized, """{"message":"Unauthenticated."}"""));
        using TestApi api = new(handler);

        VandarAuthenticationException? failure = await Assert.ThrowsAsync<VandarAuthenticationException>(() => api.Call(repeat).AsTask());

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Rejected));
        Assert.That(failure.Attempts, Is.EqualTo(2));
        Assert.That(handler.Seen, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_body_is_sent_once_by_whoever_repeats_the_message()
    {
        // What a resilience handler around the client does after a 503.
        ScriptedHandler inner = new(ScriptedHandler.Json(HttpStatusCode.ServiceUnavailable, """{"status":0}"""), ScriptedHandler.Ok);
        using TestApi api = new(new RepeatingHandler(inner));

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => api.Call(Repeat.Never).AsTask());

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That(
            failure.Message, Is.EqualTo("test.Never: a handler around the client tried to send the request a second time, and was stopped; outcome Unknown."));
        Assert.That(inner.Seen, Has.Count.EqualTo(1));
    }

    private sealed class RepeatingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode ? response : await base.SendAsync(request, cancellationToken);
        }
    }
}
