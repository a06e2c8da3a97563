using Vandar.Core.Tests.EndToEnd;

namespace Vandar.Core.Tests.Faults;

/// <summary>An access token that the server does not take: once, or whatever comes.</summary>
internal sealed class RefusedTokenTests
{
    private const string Dead = "eyJ0eXAiOiJKV1Qi.dead.ddd";

    private FaultStand _stand = null!;

    private static IEnumerable<ClassCall> Classes => ClassCall.All;

    [OneTimeSetUp]
    public async Task Open() => _stand = await FaultStand.Open();

    [OneTimeTearDown]
    public async Task Close() => await _stand.DisposeAsync();

    [TestCaseSource(nameof(Classes))]
    [Category("A1")]
    [CancelAfter(60_000)]
    public async Task A1_One_401_costs_one_refresh_and_the_call_is_executed_once(ClassCall call, CancellationToken limit)
    {
        int before = _stand.Sandbox.Refreshes;

        Trial trial = await _stand.Try(call, "none", change: options => options with { AccessToken = Dead }, cancellationToken: limit);

        trial.Succeeded();
        Assert.That(_stand.Sandbox.Refreshes - before, Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Classes))]
    [Category("A2")]
    [CancelAfter(60_000)]
    public async Task A2_A_401_for_ever_costs_one_refresh_and_one_replay(ClassCall call, CancellationToken limit)
    {
        using WithoutBearer through = new();

        Trial trial = await _stand.Try(
            call, "none", own: false, through: through,
            change: options => call.Class is 'T' ? options with { RefreshToken = "def50200dead" } : options, cancellationToken: limit);

        Assert.That(trial.Failure, Is.InstanceOf<VandarAuthenticationException>());
        Assert.That(trial.Failure.Outcome, Is.EqualTo(RequestOutcome.Rejected));
        trial.IsExecuted(0);
        Assert.That((through.Calls, through.Refreshes), Is.EqualTo((call.Class is 'T' ? 0 : 2, 1)));
    }

    [Test]
    [Category("A7")]
    [CancelAfter(60_000)]
    public async Task A7_A_pair_that_is_over_altogether_asks_for_a_new_one_from_the_dashboard(
        [ValueSource(nameof(Classes))] ClassCall call, CancellationToken limit)
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open();
        using Witness witness = new();
        witness.Plant(shop.Sandbox.Credentials.AccessToken, shop.Sandbox.Credentials.RefreshToken);
        shop.Advance(TimeSpan.FromDays(10));

        VandarAuthenticationException failure = await witness.Fails<VandarAuthenticationException>(() => call.Send(shop.Client, null, limit));

        Assert.That(failure.Message, Does.Contain("dashboard"));
        Assert.That(failure.Outcome, Is.Not.EqualTo(RequestOutcome.Unknown));
        Assert.That(shop.Executed(call.Operation), Is.Empty);
    }

    /// <summary>Takes the token from each request on its way, so that all but the refresh are refused.</summary>
    private sealed class WithoutBearer : DelegatingHandler
    {
        internal int Calls { get; private set; }
        internal int Refreshes { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Remove("Authorization");
            if (request.RequestUri!.AbsolutePath is "/v3/refreshtoken")
                Refreshes++;
            else
                Calls++;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
