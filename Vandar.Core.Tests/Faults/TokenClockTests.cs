using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using Vandar.Core.RateLimiting;
using Vandar.Core.Tests.Authentication;

namespace Vandar.Core.Tests.Faults;

/// <summary>Wall clocks that jump, and machines that sleep, under tokens, limits and deadlines.</summary>
internal sealed class TokenClockTests
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(5);

    /// <summary>How far the wall clock and the monotonic one move.</summary>
    private static IEnumerable<TestCaseData<TimeSpan, TimeSpan>> Jumps =>
    [
        Jump("an_hour_ahead", TimeSpan.FromHours(1), TimeSpan.Zero),
        Jump("an_hour_back", TimeSpan.FromHours(-1), TimeSpan.Zero),
        Jump("six_days_ahead", TimeSpan.FromDays(6), TimeSpan.Zero),
        Jump("six_days_back", TimeSpan.FromDays(-6), TimeSpan.Zero),
        Jump("asleep_uncounted", TimeSpan.FromHours(8), TimeSpan.Zero),
        Jump("asleep_counted", TimeSpan.FromHours(8), TimeSpan.FromHours(8)),
    ];

    [TestCaseSource(nameof(Jumps))]
    [Category("A8")]
    [CancelAfter(60_000)]
    public async Task A8_A_token_serves_after_a_jump_and_a_401_overrides_the_clock(TimeSpan wall, TimeSpan monotonic, CancellationToken limit)
    {
        using Witness witness = new();
        using TokenServer server = new();
        using HttpClient http = new(server);
        JumpingTime time = new();
        await using VandarClient client = new(
            server.Options with { TimeProvider = time, AccessTokenExpiresAt = time.GetUtcNow() + s_life, LoggerFactory = witness }, http);
        await client.Call(cancellationToken: limit);

        time.Jump(wall, monotonic);
        Assert.That((await client.Call(cancellationToken: limit)).Name, Is.EqualTo("done"));
        Assert.That(server.Spent, Has.Count.EqualTo(wall > s_life ? 1 : 0), "only a clock past the token's end buys a new one");
        // A token that has just come is not replaced; one that has served a minute is.
        time.Jump(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        server.Ended = server.Access;

        Assert.That((await client.Call(cancellationToken: limit)).Name, Is.EqualTo("done"));
        Assert.That(server.Spent, Has.Count.EqualTo(wall > s_life ? 2 : 1));
    }

    [TestCaseSource(nameof(Jumps))]
    [Category("A8")]
    [CancelAfter(60_000)]
    public async Task A8_A_jump_frees_no_burst(TimeSpan wall, TimeSpan monotonic, CancellationToken limit)
    {
        JumpingTime time = new();
        using VandarRateLimiter limiter = new(30, TimeSpan.FromSeconds(3), timeProvider: time);
        for (int i = 0; i < 30; i++)
            (await limiter.AcquireAsync(cancellationToken: limit)).Dispose();

        time.Jump(wall, monotonic);

        int granted = 0;
        for (int i = 0; i < 60; i++)
        {
            using RateLimitLease lease = limiter.AttemptAcquire();
            granted += lease.IsAcquired ? 1 : 0;
        }
        Assert.That(granted, Is.EqualTo(monotonic > TimeSpan.Zero ? 30 : 0));
    }

    [TestCaseSource(nameof(Jumps))]
    [Category("A8")]
    [CancelAfter(60_000)]
    public async Task A8_A_jump_of_the_wall_clock_ends_no_call(TimeSpan wall, TimeSpan monotonic, CancellationToken limit)
    {
        using Witness witness = new();
        using TokenServer server = new();
        using HttpClient http = new(server);
        JumpingTime time = new();
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.BeforeAnswer = async () =>
        {
            arrived.TrySetResult();
            await gate.Task;
        };
        await using VandarClient client = new(
            server.Options with { TimeProvider = time, Timeout = TimeSpan.FromSeconds(10), MaxRetries = 0, LoggerFactory = witness }, http);
        Task<Http.Thing> call = client.Call(cancellationToken: limit).AsTask();
        await arrived.Task.WaitAsync(limit);

        time.Jump(wall, monotonic);
        gate.SetResult();

        if (monotonic == TimeSpan.Zero)
        {
            Assert.That((await call).Name, Is.EqualTo("done"));
            return;
        }
        VandarTransportException failure = await witness.Fails<VandarTransportException>(() => call);
        Assert.That((failure.Outcome, failure.IsTimeout), Is.EqualTo((RequestOutcome.Unknown, true)));
    }

    [Test]
    [Category("A7")]
    [CancelAfter(60_000)]
    public async Task A7_A_pair_that_is_over_altogether_asks_for_a_new_one_from_the_dashboard(
        [ValueSource(nameof(Classes))] ClassCall call, CancellationToken limit)
    {
        await using EndToEnd.ClientAndSandbox shop = await EndToEnd.ClientAndSandbox.Open();
        using Witness witness = new();
        witness.Plant(shop.Sandbox.Credentials.AccessToken, shop.Sandbox.Credentials.RefreshToken);
        shop.Advance(TimeSpan.FromDays(10));

        VandarAuthenticationException failure = await witness.Fails<VandarAuthenticationException>(() => call.Send(shop.Client, null, limit));

        Assert.That(failure.Message, Does.Contain("dashboard"));
        Assert.That(failure.Outcome, Is.Not.EqualTo(RequestOutcome.Unknown));
        Assert.That(shop.Executed(call.Operation), Is.Empty);
    }

    private static IEnumerable<ClassCall> Classes => ClassCall.All;

    private static TestCaseData<TimeSpan, TimeSpan> Jump(string name, TimeSpan wall, TimeSpan monotonic) => new(wall, monotonic) { TestName = "{m}(" + name + ")" };

    /// <summary>A clock whose wall time can be set without any time going by.</summary>
    private sealed class JumpingTime : FakeTimeProvider
    {
        private TimeSpan _set;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _set;

        // The double's own timestamp follows its wall clock.
        public override long GetTimestamp() => base.GetUtcNow().Ticks;

        internal void Jump(TimeSpan wall, TimeSpan monotonic)
        {
            _set += wall - monotonic;
            Advance(monotonic);
        }
    }
}
