using System.Net;
using System.Threading.RateLimiting;
using Vandar.Core.Authentication;
using Vandar.Core.RateLimiting;
using Vandar.Core.Tests.Authentication;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>
/// Clocks that jump. The wall clock decides nothing but whether a token is over, and a 401 overrides it; limits and deadlines go by the
/// monotonic one.
/// </summary>
[Category("A8")]
internal sealed class ClockJumpTests
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(5);
    private static readonly TimeSpan s_nap = TimeSpan.FromHours(8);

    private static IEnumerable<Jump> Jumps =>
    [
        new("an hour on", TimeSpan.FromHours(1), default),
        new("an hour back", TimeSpan.FromHours(-1), default),
        new("six days on", TimeSpan.FromDays(6), default),
        new("six days back", TimeSpan.FromDays(-6), default),
        new("asleep", s_nap, default),
        new("wall clock stopped", default, s_nap),
    ];

    [Test, CancelAfter(60_000)]
    public async Task A8_Only_the_wall_clock_ends_a_token_and_a_401_does_whatever_it_shows(
        [ValueSource(nameof(Jumps))] Jump jump, CancellationToken cancellationToken)
    {
        using Witness witness = new();
        JumpingTime time = new();
        using TokenServer server = new();
        using HttpClient http = new(server) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = new(server.Options with { AccessToken = null, TimeProvider = time, LoggerFactory = witness }, http);
        await client.Call(cancellationToken: cancellationToken);
        time.Advance(TimeSpan.FromMinutes(1));

        time.Jump(jump.Wall, jump.Monotonic);
        Thing after = await client.Call(cancellationToken: cancellationToken);
        int spent = server.Spent.Count;
        time.Advance(TimeSpan.FromMinutes(1));
        server.Ended = server.Access;
        Thing renewed = await client.Call(cancellationToken: cancellationToken);

        Assert.That((after.Name, renewed.Name), Is.EqualTo(("done", "done")));
        Assert.That(spent, Is.EqualTo(jump.Wall >= s_life ? 2 : 1));
        Assert.That(server.Spent, Has.Count.EqualTo(spent + 1));
    }

    [Test]
    public async Task A8_A_jump_opens_no_burst_and_closes_nothing([ValueSource(nameof(Jumps))] Jump jump)
    {
        const int Permits = 30;
        JumpingTime time = new();
        await using VandarRateLimiter limiter = new(Permits, TimeSpan.FromSeconds(3), timeProvider: time);
        Assert.That(Burst(limiter), Is.EqualTo(Permits));
        Task<RateLimitLease> waiter = limiter.AcquireAsync().AsTask();

        time.Jump(jump.Wall, jump.Monotonic);
        bool isOver = jump.Monotonic > TimeSpan.Zero;
        Assert.That(waiter.IsCompleted, Is.EqualTo(isOver));
        if (isOver)
            (await waiter).Dispose();
        Assert.That(Burst(limiter), Is.EqualTo(isOver ? Permits - 1 : 0));

        // The window and its margin, less a millisecond.
        time.Advance(TimeSpan.FromMilliseconds(3_049));
        Assert.That((waiter.IsCompleted, Burst(limiter)), Is.EqualTo((isOver, 0)));
        time.Advance(TimeSpan.FromMilliseconds(1));
        (await waiter).Dispose();
        Assert.That(Burst(limiter), Is.EqualTo(isOver ? Permits : Permits - 1));
    }

    [Test, CancelAfter(60_000)]
    public async Task A8_A_deadline_is_neither_brought_near_nor_put_off([ValueSource(nameof(Jumps))] Jump jump, CancellationToken cancellationToken)
    {
        JumpingTime time = new();
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<HttpResponseMessage> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ScriptedHandler handler = new((_, token) =>
        {
            arrived.TrySetResult();
            return answer.Task.WaitAsync(token);
        });
        using TestApi api = new(handler, new() { TimeProvider = time, Timeout = TimeSpan.FromSeconds(10) });
        bool passes = jump.Monotonic == TimeSpan.Zero;
        Task<Thing> call = api.Call(Repeat.Never, cancellationToken: cancellationToken).AsTask();
        await arrived.Task.WaitAsync(cancellationToken);

        time.Jump(jump.Wall, jump.Monotonic);
        if (passes)
        {
            time.Advance(TimeSpan.FromSeconds(9.9));
            answer.SetResult(TokenServer.Answer(HttpStatusCode.OK, """{"status":1,"data":{"name":"done"}}"""));
            Assert.That((await call).Name, Is.EqualTo("done"));

            arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
            answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
            call = api.Call(Repeat.Never, cancellationToken: cancellationToken).AsTask();
            await arrived.Task.WaitAsync(cancellationToken);
            time.Jump(-jump.Wall, TimeSpan.FromSeconds(10));
        }

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => call);
        Assert.That((failure!.IsTimeout, failure.Outcome), Is.EqualTo((true, RequestOutcome.Unknown)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A8_A_pair_that_was_bought_after_the_clock_went_back_is_the_younger_one_all_the_same(
        [Values(1, 144)] int hours, [Values] bool byOtherMachine, CancellationToken cancellationToken)
    {
        JumpingTime time = new();
        // Another machine on the same store, whose clock is behind.
        JumpingTime other = byOtherMachine ? new() : time;
        using Witness witness = new();
        using TokenServer server = new();
        using HttpClient http = new(server) { Timeout = Timeout.InfiniteTimeSpan };
        MemoryTokenStore store = new();
        VandarClientOptions options = server.Options with { AccessToken = null, TokenStore = store, LoggerFactory = witness };
        await using VandarClient first = new(options with { TimeProvider = time }, http);
        await using VandarClient second = new(options with { TimeProvider = other }, http);
        await first.Call(cancellationToken: cancellationToken);
        await second.Call(cancellationToken: cancellationToken);
        other.Jump(TimeSpan.FromHours(-hours), TimeSpan.FromMinutes(1));

        await second.Tokens.Refresh(cancellationToken);
        Thing thing = await first.Call(cancellationToken: cancellationToken);

        Assert.That(thing.Name, Is.EqualTo("done"));
        Assert.That(server.Spent, Is.EqualTo(new[] { "refresh-1", "refresh-2" }), "a pair that was there already was not taken");
    }

    [Test, CancelAfter(60_000)]
    public async Task A8_A_logout_after_the_clock_went_back_is_one_for_the_others_too(CancellationToken cancellationToken)
    {
        using Witness witness = new();
        JumpingTime time = new();
        using TokenServer server = new();
        using HttpClient http = new(server) { Timeout = Timeout.InfiniteTimeSpan };
        VandarClientOptions options = server.Options with
        {
            AccessToken = null, TokenStore = new MemoryTokenStore(), TimeProvider = time, LoggerFactory = witness,
        };
        await using VandarClient first = new(options, http);
        await using VandarClient second = new(options, http);
        await first.Call(cancellationToken: cancellationToken);
        await second.Call(cancellationToken: cancellationToken);
        time.Jump(TimeSpan.FromHours(-1), TimeSpan.FromMinutes(1));

        await second.Tokens.Logout(cancellationToken);
        server.Ended = server.Access;
        await witness.Fails<VandarAuthenticationException>(() => first.Call(cancellationToken: cancellationToken).AsTask());

        Assert.That(server.Spent, Is.EqualTo(new[] { "refresh-1" }), "the session that was ended is brought back");
    }

    private static int Burst(VandarRateLimiter limiter)
    {
        int granted = 0;
        for (int i = 0; i < 100; i++)
        {
            using RateLimitLease lease = limiter.AttemptAcquire();
            granted += lease.IsAcquired ? 1 : 0;
        }
        return granted;
    }

    internal sealed record Jump(string Name, TimeSpan Wall, TimeSpan Monotonic)
    {
        public override string ToString() => Name;
    }
}
