using System.Net;
using System.Text.Json.Nodes;
using Vandar.Core.Tests.Authentication;

namespace Vandar.Core.Tests.Faults;

/// <summary>A refresh that goes wrong in each way it can, under a call of each class.</summary>
[Category("A3")]
internal sealed class LostRefreshTests
{
    private static readonly string[] s_failures = ["400", "401", "403", "422", "429", "500", "html", "empty", "lost"];
    private static readonly string[] s_oddPairs = ["no refresh_token", "expires_in 0", "expires_in -1", "expires_in \"soon\""];

    private FaultStand _stand = null!;

    private static IEnumerable<ClassCall> Classes => ClassCall.All;

    [OneTimeSetUp]
    public async Task Open() => _stand = await FaultStand.Open();

    [OneTimeTearDown]
    public async Task Close() => await _stand.DisposeAsync();

    [Test]
    [CancelAfter(60_000)]
    public async Task A3_Without_a_living_token_a_failed_refresh_is_one_error_and_nothing_is_executed(
        [ValueSource(nameof(Classes))] ClassCall call, [ValueSource(nameof(s_failures))] string answer, CancellationToken limit)
    {
        using Spoiler through = new(answer);

        Trial trial = await _stand.Try(
            call, "none", own: false, through: through, change: options => options with { AccessToken = null, MaxRetries = 0 }, cancellationToken: limit);

        Assert.That(trial.Failure.Operation, Is.EqualTo(call.Operation));
        Assert.That(trial.Failure, answer is "400" or "401" or "403" or "422" ? Is.InstanceOf<VandarAuthenticationException>() : Is.InstanceOf<VandarException>());
        if (call.Class is not 'T')
        {
            Assert.That(trial.Failure.Outcome, Is.EqualTo(RequestOutcome.NotSent));
            trial.IsExecuted(0);
        }
        Assert.That(through.Calls, Is.Zero);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A3_While_the_old_token_lives_a_failed_refresh_disturbs_no_call(
        [ValueSource(nameof(Classes))] ClassCall call, [ValueSource(nameof(s_failures))] string answer, CancellationToken limit)
    {
        using Spoiler through = new(answer);

        // The first call loads the options' pair, so the one under test meets a token in its band of early refresh.
        Trial trial = await _stand.Try(
            call, "none", own: false, warm: true, through: through,
            change: options => options with { AccessTokenExpiresAt = options.TimeProvider.GetUtcNow().AddHours(1), MaxRetries = 0 },
            meanwhile: _ => through.Begun.WaitAsync(limit), cancellationToken: limit);

        if (call.Class is 'T')
            Assert.That(trial.Failure.Operation, Is.EqualTo(call.Operation));
        else
            trial.Succeeded();
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A3_An_odd_pair_is_used(
        [ValueSource(nameof(Classes))] ClassCall call, [ValueSource(nameof(s_oddPairs))] string answer, CancellationToken limit)
    {
        using Spoiler through = new(answer);

        Trial trial = await _stand.Try(
            call, "none", own: false, through: through, change: options => options with { AccessToken = null }, cancellationToken: limit);

        trial.Succeeded();
        Assert.That(through.Refreshes, Is.EqualTo(1));
    }

    /// <summary>Answers refreshes itself, loses the sandbox's answer, or changes what it says.</summary>
    private sealed class Spoiler(string answer) : DelegatingHandler
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _calls;
        private int _refreshes;

        internal Task Begun => _begun.Task;

        internal int Calls => Volatile.Read(ref _calls);
        internal int Refreshes => Volatile.Read(ref _refreshes);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath is not "/v3/refreshtoken")
            {
                Interlocked.Increment(ref _calls);
                return await base.SendAsync(request, cancellationToken);
            }
            Interlocked.Increment(ref _refreshes);
            _begun.TrySetResult();
            switch (answer)
            {
                case "html":
                    return TokenServer.Answer(HttpStatusCode.OK, "<html>maintenance</html>", "text/html");
                case "empty":
                    return TokenServer.Answer(HttpStatusCode.OK, "");
                case "lost":
                    (await base.SendAsync(request, cancellationToken)).Dispose();
                    throw new HttpRequestException(HttpRequestError.ResponseEnded);
                case "no refresh_token":
                    return await Changed(request, pair => pair.Remove("refresh_token"), cancellationToken);
                case ['e', 'x', 'p', ..]:
                    string life = answer["expires_in ".Length..];
                    return await Changed(request, pair => pair["expires_in"] = JsonNode.Parse(life), cancellationToken);
                default:
                    return TokenServer.Answer(
                        Enum.Parse<HttpStatusCode>(answer), """{"message":"No."}""");
            }
        }

        private async Task<HttpResponseMessage> Changed(HttpRequestMessage request, Action<JsonObject> change, CancellationToken cancellationToken)
        {
            using HttpResponseMessage real = await base.SendAsync(request, cancellationToken);
            JsonObject pair = JsonNode.Parse(await real.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
            change(pair);
            return TokenServer.Answer(HttpStatusCode.OK, pair.ToJsonString());
        }
    }
}
