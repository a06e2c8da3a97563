using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Vandar.Core.Http;
using Vandar.Core.RateLimiting;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Authentication;

/// <summary>
/// Plays the two sides of Vandar that matter here: the refresh, which spends a one-time token and kills the access token before it, and an
/// API call, which asks for the living access token.
/// </summary>
internal sealed class TokenServer : HttpMessageHandler
{
    private readonly Lock _lock = new();

    internal int Generation { get; private set; } = 1;
    internal string Access => $"access-{Generation}";
    internal string Refresh => $"refresh-{Generation}";

    /// <summary>An access token that a logout has ended; the refresh token beside it goes on.</summary>
    internal string? Ended { get; set; }

    /// <summary>The refresh tokens that arrived, dead ones included, in order.</summary>
    internal List<string> Spent { get; } = [];

    internal List<SeenRequest> Seen { get; } = [];

    /// <summary>Holds each refresh back, after it arrived and before it is looked at.</summary>
    internal Func<CancellationToken, Task>? BeforeRefresh { get; set; }

    /// <summary>Answers a refresh in place of the server, by its number (from 1); null lets the server answer.</summary>
    internal Func<int, HttpResponseMessage?>? InsteadOfRefresh { get; set; }

    /// <summary>Spoils the answer of a refresh that was executed, by its number.</summary>
    internal Func<int, HttpResponseMessage, HttpResponseMessage>? AfterRefresh { get; set; }

    /// <summary>Holds each API call back after its token was judged.</summary>
    internal Func<Task>? BeforeAnswer { get; set; }

    /// <summary>No connection can be made: no request is asked for its body.</summary>
    internal bool IsDown { get; set; }

    internal string LifeOfAToken { get; set; } = "432000";

    internal VandarClientOptions Options => new()
    {
        Business = "shop",
        AccessToken = Access,
        RefreshToken = Refresh,
        RateLimits = VandarRateLimits.Off,
        AllowBodyCopies = true,
    };

    /// <summary>Waits for what a test has set going; a test that would wait for ever fails instead.</summary>
    internal static Task Soon(Task task) => task.WaitAsync(TimeSpan.FromSeconds(30));

    internal static HttpResponseMessage Answer(HttpStatusCode status, string body, string type = "application/json") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsDown)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "No route to host.");
        MemoryStream bytes = new();
        if (request.Content is { } content)
            await content.CopyToAsync(new Http.WireStream(bytes), cancellationToken);
        string body = Encoding.UTF8.GetString(bytes.ToArray());
        string authorization = request.Headers.NonValidated.TryGetValues("Authorization", out HeaderStringValues values) ? values.ToString() : "";
        lock (_lock)
            Seen.Add(new(request.Method, request.RequestUri!, authorization, body));
        return request.RequestUri!.AbsolutePath == "/v3/refreshtoken"
            ? await OnRefresh(body, cancellationToken)
            : await OnCall(authorization);
    }

    private async Task<HttpResponseMessage> OnRefresh(string body, CancellationToken cancellationToken)
    {
        using JsonDocument json = JsonDocument.Parse(body);
        string token = json.RootElement.GetProperty("refreshtoken").GetString()!;
        int number;
        lock (_lock)
        {
            Spent.Add(token);
            number = Spent.Count;
        }
        if (BeforeRefresh is not null)
            await BeforeRefresh(cancellationToken);
        if (InsteadOfRefresh?.Invoke(number) is { } instead)
            return instead;
        lock (_lock)
        {
            if (token != Refresh)
                return Answer(HttpStatusCode.Unauthorized, """{"unauthorized"}""");
            Generation++;
            HttpResponseMessage answer = Answer(
                HttpStatusCode.OK,
                $$"""{"token_type":"Bearer","expires_in":{{LifeOfAToken}},"access_token":"{{Access}}","refresh_token":"{{Refresh}}"}""");
            return AfterRefresh?.Invoke(number, answer) ?? answer;
        }
    }

    private async Task<HttpResponseMessage> OnCall(string authorization)
    {
        bool isAlive;
        lock (_lock)
            isAlive = authorization == "Bearer " + Access && Access != Ended;
        if (BeforeAnswer is not null)
            await BeforeAnswer();
        return isAlive
            ? Answer(HttpStatusCode.OK, """{"status":1,"data":{"name":"done"}}""")
            : Answer(HttpStatusCode.Unauthorized, """{"status":0,"error":"Unauthenticated"}""");
    }
}

/// <summary>An API call of a whole client, before there is a group that a test of tokens should depend on.</summary>
internal static class AnyCall
{
    internal static ValueTask<Thing> Call(this VandarClient client, Repeat repeat = Repeat.Never, CancellationToken cancellationToken = default)
    {
        ApiCore core = CoreOf(client);
        return core.Send(
            TestApi.OperationOf(repeat), $"{core.ApiHost}/v3/business/{core.Business}/thing", new NewThing { Name = "x", TrackId = "order-1" },
            TestJson.Default.NewThing, TestJson.Default.Thing, null, cancellationToken);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_api")]
    private static extern ref ApiCore CoreOf(VandarClient client);
}
