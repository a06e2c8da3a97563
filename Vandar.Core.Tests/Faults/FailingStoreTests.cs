using Vandar.Core.Tests.Authentication;

namespace Vandar.Core.Tests.Faults;

/// <summary>A token store that fails at each of its steps, under a whole client.</summary>
[Category("A6")]
internal sealed class FailingStoreTests
{
    [Test]
    [CancelAfter(60_000)]
    public async Task A6_A_store_that_cannot_promise_to_keep_the_pair_costs_no_refresh_token(
        [Values("acquire", "prepare")] string step, [Values] bool isCanceled, CancellationToken limit)
    {
        using Witness witness = new();
        using TokenServer server = new();
        using HttpClient http = new(server);
        TestStore store = new();
        store.Fail(step, isCanceled ? new OperationCanceledException("given up") : new IOException("disk"));
        await using VandarClient client = new(server.Options with { AccessToken = null, TokenStore = store, LoggerFactory = witness }, http);

        VandarException failure = await witness.Fails<VandarException>(() => client.Call(cancellationToken: limit).AsTask());

        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        Assert.That(server.Seen, Is.Empty);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A6_A_store_that_fails_otherwise_is_told_and_costs_nobody_his_token(
        [Values("read", "read again", "write", "release")] string step, [Values] bool isCanceled, CancellationToken limit)
    {
        using Witness witness = new();
        using TokenServer server = new();
        using HttpClient http = new(server);
        TestStore store = new();
        List<Exception> told = [];
        store.Fail(step, isCanceled ? new OperationCanceledException("given up") : new IOException("disk"));
        await using VandarClient client = new(
            server.Options with { AccessToken = "over", TokenStore = store, LoggerFactory = witness, OnTokenStoreFailure = told.Add }, http);

        Assert.That((await client.Call(cancellationToken: limit)).Name, Is.EqualTo("done"));
        Assert.That((await client.Call(cancellationToken: limit)).Name, Is.EqualTo("done"));

        Assert.That(told, Is.Not.Empty);
        Assert.That(server.Spent, Is.EqualTo(new[] { "refresh-1" }));
    }
}
