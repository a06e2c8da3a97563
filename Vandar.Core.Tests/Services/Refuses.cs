using System.Net;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Services;

/// <summary>What a group refuses by itself, and what it makes of a lost answer.</summary>
internal static class Refuses
{
    internal static readonly string TooLong = new('x', 513);

    /// <summary>Nothing may be sent, the exception names the member, and it repeats nothing of what was given.</summary>
    internal static void BeforeSending(Func<VandarClient, object> call, string member)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());
        ArgumentException? refusal = Assert.Catch<ArgumentException>(() => call(client));

        Assert.That(refusal!.ParamName, Is.EqualTo(member));
        Assert.That(refusal.Message, Does.Not.Contain("1700000").And.Not.Contain("xxx"));
    }

    /// <summary>A call whose answer is lost is made once, is unknown, and names its key and the call that settles it.</summary>
    internal static async Task ToRepeatALostCall<T>(Func<VandarClient, ValueTask<T>> call, string? key, string settledBy)
    {
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] losses =
        [
            (_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded),
            (_, _) => throw new IOException("reset"),
            ScriptedHandler.Json(HttpStatusCode.InternalServerError, """{"status":0,"errors":{"error":"x"}}"""),
            ScriptedHandler.Json(HttpStatusCode.ServiceUnavailable, "<html></html>"),
            ScriptedHandler.Json(HttpStatusCode.OK, """{"status":1,"data":"""),
            ScriptedHandler.Json(HttpStatusCode.OK, ""),
            ScriptedHandler.Json(HttpStatusCode.Found, ""),
        ];
        foreach (Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> loss in losses)
        {
            ScriptedHandler handler = new(loss);
            using VandarClient client = Shop.Client(handler);

            VandarException? failure = await Assert.CatchAsync<VandarException>(() => call(client).AsTask());

            Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
            Assert.That(failure.Key, Is.EqualTo(key));
            Assert.That(failure.SettledBy, Is.EqualTo(settledBy));
            Assert.That(handler.Seen, Has.Count.EqualTo(1));
        }
    }

    /// <summary>A call that met the rate limit is sent again with the same bytes; after a lost answer, a refusal does not make it known.</summary>
    internal static async Task ToForgetTheKey<T>(Func<VandarClient, ValueTask<T>> call, string key)
    {
        TestTime time = new();
        ScriptedHandler handler = new(
            ScriptedHandler.Json(HttpStatusCode.TooManyRequests, "{}"),
            ScriptedHandler.Json(HttpStatusCode.UnprocessableEntity, """{"status":0,"errors":{"track_id":["used"]}}"""));
        using VandarClient client = Shop.Client(handler, time);

        VandarApiException? refusal = null;
        try
        {
            await time.Finish(call(client));
        }
        catch (VandarApiException e)
        {
            refusal = e;
        }

        Assert.That(refusal?.Outcome, Is.EqualTo(RequestOutcome.Rejected));
        Assert.That(refusal!.Key, Is.EqualTo(key));
        Assert.That(handler.Seen.Select(seen => seen.Body).Distinct().Single(), Does.Contain(key));
        Assert.That(handler.Seen, Has.Count.EqualTo(2));
    }
}
