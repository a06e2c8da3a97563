using System.Net;
using Microsoft.Extensions.Time.Testing;
using Vandar.Core.RateLimiting;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Authentication;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>Access tokens that the server refuses, over real sockets: one refresh, one repeat, and what was refused was never executed.</summary>
internal sealed class RefusedTokenTests
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(5);

    private static IEnumerable<ClassCall> Classes => ClassCall.All;

    private static IEnumerable<ClassCall> BearerClasses => ClassCall.All.Where(call => call.Class is not 'T');

    [Test]
    [Category("A1")]
    [CancelAfter(60_000)]
    public async Task A1_One_401_costs_one_refresh_and_one_repeat([ValueSource(nameof(Classes))] ClassCall call, [Values] bool oldDies, CancellationToken limit)
    {
        await using FaultStand stand = await FaultStand.Open(switches: new() { RefreshKillsOldAccessToken = oldDies });
        FakeTimeProvider steady = new(stand.Sandbox.Now);

        // The client's own clock stands, so only the server knows that the token's life is over.
        Trial trial = await stand.Try(
            call, "none", change: options => options with { TimeProvider = steady }, before: () => stand.Sandbox.Clock.Advance(s_life), cancellationToken: limit);

        trial.Succeeded();
        Assert.That(stand.Sandbox.Refreshes, Is.EqualTo(1));
        Assert.That(stand.Sandbox.AnswersByStatus.GetValueOrDefault(401), Is.EqualTo(call.Class is 'T' ? 0 : 1));
    }

    [Test]
    [Category("A2")]
    [CancelAfter(60_000)]
    public async Task A2_A_401_for_ever_ends_after_one_refresh_and_one_repeat([ValueSource(nameof(BearerClasses))] ClassCall call, CancellationToken limit)
    {
        using Witness witness = new();
        TokenServer server = new() { Ended = "access-2" };
        using HttpClient http = new(server) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = new(
            server.Options with { LoggerFactory = witness, IpgApiKey = Witness.ApiKey, AccessToken = "access-0", TokenStore = null }, http);

        VandarAuthenticationException failure = await witness.Fails<VandarAuthenticationException>(() => call.Send(client, null, limit));

        Assert.That((failure.Outcome, failure.Attempts, failure.StatusCode), Is.EqualTo((RequestOutcome.Rejected, 2, HttpStatusCode.Unauthorized)));
        Assert.That(server.Spent, Has.Count.EqualTo(1));
    }

    [Test]
    [Category("A4")]
    [CancelAfter(120_000)]
    public async Task A4_A_crowd_of_401s_makes_one_refresh_per_generation([Values(50, 500)] int callers, [Values] bool oldDies, [Values] bool rotates, CancellationToken limit)
    {
        await using FaultStand stand = await FaultStand.Open(switches: new() { RefreshKillsOldAccessToken = oldDies, RefreshRotates = rotates });
        using Witness witness = new();
        VandarSandbox sandbox = stand.Sandbox;
        FakeTimeProvider steady = new(sandbox.Now);
        await using VandarClient client = new(stand.Options(witness) with { TimeProvider = steady });

        // A refresh token that is not replaced is over after two lives of an access token.
        for (int generation = 1; generation <= (rotates ? 3 : 1); generation++)
        {
            sandbox.Clock.Advance(s_life);
            await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => client.Wallet.Balance(cancellationToken: limit).AsTask()));

            Assert.That(sandbox.Refreshes, Is.EqualTo(generation));
            // A pair that is refused within half a minute of its coming buys no other one.
            steady.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.That((await client.Tokens.Current(limit)).AccessToken, Is.EqualTo(sandbox.Credentials.AccessToken));
    }

    [Test]
    [Category("A8")]
    public async Task A8_A_wall_clock_that_jumps_moves_neither_limiter_nor_deadline([Values(1, -1, 144, -144)] int hours)
    {
        JumpingTime time = new();
        VandarRateLimits limits = new(time);
        for (int i = 0; i < 30; i++)
        {
            using System.Threading.RateLimiting.RateLimitLease free = await limits.For(HttpMethod.Post)!.AcquireAsync();
            Assert.That(free.IsAcquired, Is.True);
        }
        Task<System.Threading.RateLimiting.RateLimitLease> next = limits.For(HttpMethod.Post)!.AcquireAsync().AsTask();

        time.Jump(TimeSpan.FromHours(hours));
        Assert.That(next.IsCompleted, Is.False, "no burst");
        time.Advance(TimeSpan.FromSeconds(5));

        using System.Threading.RateLimiting.RateLimitLease late = await next;
        Assert.That(late.IsAcquired, Is.True);
    }

    [Test]
    [Category("A8")]
    [CancelAfter(60_000)]
    public async Task A8_A_jump_of_the_wall_clock_ends_no_call([Values(1, -1, 144, -144)] int hours, CancellationToken limit)
    {
        using Witness witness = new();
        JumpingTime time = new();
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously), gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using HttpClient http = new(new ScriptedHandler(async (request, token) =>
        {
            arrived.TrySetResult();
            await gate.Task.WaitAsync(token);
            return await ScriptedHandler.Json(HttpStatusCode.OK, ClassCall.Of('R').Answer)(request, token);
        }))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        await using VandarClient client = new(witness.Options with { TimeProvider = time }, http);
        Task<Wallet.WalletBalance> call = client.Wallet.Balance(cancellationToken: limit).AsTask();
        await arrived.Task;

        time.Jump(TimeSpan.FromHours(hours));
        Assert.That(call.IsCompleted, Is.False);
        gate.SetResult();

        Assert.That((await call).Wallet, Is.GreaterThanOrEqualTo(Toman.Zero));
    }

    /// <summary>A clock whose wall time can be set without the monotonic one moving, as an administrator or a time server does.</summary>
    private sealed class JumpingTime : FakeTimeProvider
    {
        private TimeSpan _jump;

        internal void Jump(TimeSpan by) => _jump += by;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _jump;

        // The double takes its monotonic time from the wall.
        public override long GetTimestamp() => base.GetTimestamp() - _jump.Ticks;
    }
}
