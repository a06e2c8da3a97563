using System.Threading.Channels;
using Vandar.Core.Authentication;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>Tokens that end while a client is at work.</summary>
internal sealed class TokenTests
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(5);

    [Test]
    [Category("A4")]
    public async Task An_access_token_that_is_over_is_refreshed_once_for_all_callers([Values(1, 50, 500)] int callers, [Values] bool oldDies)
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open(new() { RefreshKillsOldAccessToken = oldDies });
        shop.Advance(s_life);

        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => shop.Client.Wallet.Balance().AsTask()));

        Assert.That(shop.Sandbox.Refreshes, Is.EqualTo(1));
    }

    [Test]
    [Category("A7")]
    public async Task The_next_life_is_renewed_early_and_nobody_waits()
    {
        Channel<TokenPair> refreshed = Channel.CreateUnbounded<TokenPair>();
        await using ClientAndSandbox shop = await ClientAndSandbox.Open(
            change: options => options with { OnTokensRefreshed = pair => refreshed.Writer.TryWrite(pair) });
        TokenPair first = await shop.Client.Tokens.Refresh();
        await refreshed.Reader.ReadAsync();
        shop.Advance(s_life - TimeSpan.FromHours(1));

        await shop.Client.Wallet.Balance();

        TokenPair second = await refreshed.Reader.ReadAsync();
        Assert.That(second.AccessToken, Is.Not.EqualTo(first.AccessToken));
        Assert.That(shop.Sandbox.AnswersByStatus, Does.Not.ContainKey(401));
    }

    [Test]
    [Category("A7")]
    public async Task A_refresh_token_that_is_over_asks_for_the_dashboard([Values] bool brokenJson)
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open(new() { RefreshRefusalIsBrokenJson = brokenJson });
        shop.Advance(TimeSpan.FromDays(11));

        VandarAuthenticationException? failure = await Assert.ThrowsAsync<VandarAuthenticationException>(() => shop.Client.Wallet.Balance().AsTask());

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        Assert.That(failure.Message, Does.Contain("dashboard"));
        Assert.That(failure.ToString(), Does.Not.Contain(shop.Sandbox.Credentials.RefreshToken));
    }

    [Test]
    [Category("A5")]
    public async Task Two_clients_on_one_file_refresh_once()
    {
        string folder = Directory.CreateTempSubdirectory("vandar-tokens").FullName;
        try
        {
            string path = Path.Combine(folder, "tokens.json");
            await using ClientAndSandbox shop = await ClientAndSandbox.Open(change: options => options with { TokenStore = new FileTokenStore(path) });
            using VandarClient other = new(ClientAndSandbox.OptionsFor(shop.Sandbox, shop.Time) with { TokenStore = new FileTokenStore(path) });
            shop.Advance(s_life);

            await Task.WhenAll(shop.Client.Wallet.Balance().AsTask(), other.Wallet.Balance().AsTask());

            Assert.That(shop.Sandbox.Refreshes, Is.EqualTo(1));
            Assert.That((await new FileTokenStore(path).Read(default))!.AccessToken, Is.EqualTo(shop.Sandbox.Credentials.AccessToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
