using System.Text.Json;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxTokenTests
{
    private const string Balance = "v2/business/sample-shop/balance";

    [Test]
    public async Task Tokens_look_like_the_vendors()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string[] parts = shop.AccessToken!.Split('.');

        JsonElement claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).RootElement;

        Assert.That(parts, Has.Length.EqualTo(3));
        Assert.That(shop.AccessToken, Has.Length.GreaterThan(1024));
        Assert.That(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), Is.EqualTo(432_000));
        Assert.That(shop.Sandbox.Credentials.RefreshToken, Does.Match("^def50200[0-9a-f]{100,}$"));
    }

    [TestCase(null)]
    [TestCase("wrong")]
    public async Task Without_a_living_token_every_family_says_401_its_own_way(string? token)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        shop.AccessToken = token;

        Reply old = await shop.Get(Balance), recent = await shop.Get("v1/business/sample-shop/ravand/cities");

        Assert.That((old.Status, old.Text), Is.EqualTo((401, """{"status":0,"error":"Unauthenticated"}""")));
        Assert.That((recent.Status, recent.Code), Is.EqualTo((401, "unauthenticated_error")));
    }

    [Test]
    public async Task Access_token_dies_after_five_days()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        shop.Time.Advance(TimeSpan.FromDays(5) - TimeSpan.FromSeconds(1));
        Reply last = await shop.Get(Balance);
        shop.Sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        Reply late = await shop.Get(Balance);

        Assert.That((last.Status, late.Status), Is.EqualTo((200, 401)));
    }

    [Test]
    public async Task Refresh_rotates_the_pair_once()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string first = shop.Sandbox.Credentials.RefreshToken;

        Reply refreshed = await shop.Refresh(first);
        Reply again = await shop.Refresh(first);
        Reply oldAccess = await shop.Get(Balance);
        shop.AccessToken = refreshed["access_token"].GetString();
        Reply newAccess = await shop.Get(Balance);

        Assert.That((refreshed.Status, refreshed["token_type"].GetString(), refreshed["expires_in"].GetInt32()),
            Is.EqualTo((200, "Bearer", 432_000)));
        Assert.That((again.Status, again.Text), Is.EqualTo((401, """{"message":"Unauthenticated."}""")));
        Assert.That((oldAccess.Status, newAccess.Status), Is.EqualTo((200, 200)), "the old access token lives on");
        Assert.That(refreshed["refresh_token"].GetString(), Is.Not.EqualTo(first).And.EqualTo(shop.Sandbox.Credentials.RefreshToken));
        Assert.That(shop.Sandbox.Refreshes, Is.EqualTo(1));
    }

    [Test]
    public async Task Two_refreshes_at_once_lose_one()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string token = shop.Sandbox.Credentials.RefreshToken;

        Reply[] replies = await Task.WhenAll(shop.Refresh(token), shop.Refresh(token), shop.Refresh(token));

        Assert.That(replies.Select(reply => reply.Status), Is.EquivalentTo(new[] { 200, 401, 401 }));
        Assert.That(shop.Sandbox.Journal.Select(row => (row.Operation, row.TokenGeneration, row.Key)),
            Is.EqualTo(new[] { ("tokens.refresh", (int?)0, "1") }));
    }

    [Test]
    public async Task Refresh_token_dies_after_ten_days()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        shop.Time.Advance(TimeSpan.FromDays(10));

        Reply late = await shop.Refresh(shop.Sandbox.Credentials.RefreshToken);

        Assert.That(late.Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Refresh_takes_a_form_and_names_what_is_missing()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        shop.AccessToken = null;

        Reply wrongName = await shop.PostForm("v3/refreshtoken", ("refresh_token", shop.Sandbox.Credentials.RefreshToken));
        Reply form = await shop.PostForm("v3/refreshtoken", ("refreshtoken", shop.Sandbox.Credentials.RefreshToken));

        Assert.That(wrongName.Status, Is.EqualTo(422));
        Assert.That(wrongName["errors"].GetProperty("refreshtoken")[0].GetString(), Does.Contain("required"));
        Assert.That(form.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Logout_ends_the_pair_and_the_dashboard_makes_another()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        SandboxBusiness other = shop.Sandbox.AddBusiness("other-shop");
        string refreshToken = shop.Sandbox.Credentials.RefreshToken;

        Reply out1 = await shop.Get("v3/logout"), again = await shop.Get("v3/logout"), dead = await shop.Get(Balance);
        Reply refreshed = await shop.Refresh(refreshToken);
        shop.AccessToken = other.Credentials.AccessToken;
        Reply untouched = await shop.Get("v2/business/other-shop/balance");
        shop.Sandbox.Business.NewToken();
        shop.AccessToken = shop.Sandbox.Credentials.AccessToken;
        Reply alive = await shop.Get(Balance);

        Assert.That((out1.Status, out1.Text), Is.EqualTo((200, """{"status":1}""")));
        Assert.That((again.Status, dead.Status, refreshed.Status), Is.EqualTo((401, 401, 401)));
        Assert.That((untouched.Status, alive.Status), Is.EqualTo((200, 200)));
        Assert.That(shop.Sandbox.Journal.Select(row => (row.Operation, row.Business, row.Key)),
            Is.EqualTo(new[] { ("tokens.logout", "sample-shop", "0") }));
    }

    [Test]
    public async Task Logout_ends_one_pair_only()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string first = shop.AccessToken!;
        Reply refreshed = await shop.Refresh(shop.Sandbox.Credentials.RefreshToken);

        Reply loggedOut = await shop.Get("v3/logout");
        Reply old = await shop.Get(Balance);
        shop.AccessToken = refreshed["access_token"].GetString();
        Reply current = await shop.Get(Balance);

        Assert.That(shop.AccessToken, Is.Not.EqualTo(first));
        Assert.That((loggedOut.Status, old.Status, current.Status), Is.EqualTo((200, 401, 200)));
    }

    [Test]
    public async Task Switches_kill_the_old_access_token_keep_the_refresh_token_and_break_the_refusal()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches
        {
            RefreshKillsOldAccessToken = true, RefreshRotates = false, RefreshRefusalIsBrokenJson = true,
        });
        string refreshToken = shop.Sandbox.Credentials.RefreshToken;

        Reply first = await shop.Refresh(refreshToken), second = await shop.Refresh(refreshToken), wrong = await shop.Refresh("wrong");
        Reply oldAccess = await shop.Get(Balance);
        shop.AccessToken = first["access_token"].GetString();
        Reply middleAccess = await shop.Get(Balance);
        shop.AccessToken = second["access_token"].GetString();
        Reply newAccess = await shop.Get(Balance);

        Assert.That((first.Status, second.Status, second["refresh_token"].GetString()), Is.EqualTo((200, 200, refreshToken)));
        Assert.That((oldAccess.Status, middleAccess.Status, newAccess.Status), Is.EqualTo((401, 401, 200)));
        Assert.That((wrong.Status, wrong.Text), Is.EqualTo((401, """{"unauthorized"}""")));
    }
}
