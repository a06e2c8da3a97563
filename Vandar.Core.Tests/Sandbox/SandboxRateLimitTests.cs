using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxRateLimitTests
{
    private const string Balance = "v2/business/sample-shop/balance";
    private const string SetConfig = "v1/business/sample-shop/ravand/set-config";

    [Test]
    public async Task Thirty_POSTs_and_a_hundred_others_pass_in_three_seconds()
    {
        await using SandboxShop shop = await SandboxShop.Open(limits: true);

        Reply[] posts = await Many(32, () => shop.Post(SetConfig)), gets = await Many(101, () => shop.Get(Balance));

        Assert.That(posts.Count(reply => reply.Status == 200), Is.EqualTo(30));
        Assert.That(gets.Count(reply => reply.Status == 200), Is.EqualTo(100));
        Assert.That(shop.Sandbox.AnswersByStatus[429], Is.EqualTo(3));
        Assert.That(shop.Sandbox.Journal, Has.Count.EqualTo(30), "a refused request changes nothing");
        Reply post = posts.First(reply => reply.Status == 429), get = gets.Single(reply => reply.Status == 429);
        Assert.That((post.Code, post.Header("Retry-After"), post.Header("X-RateLimit-Limit")),
            Is.EqualTo(("too_many_requests_error", "3", "30")));
        Assert.That((get.Text, get.Header("X-RateLimit-Remaining")), Is.EqualTo(("""{"message":"Too Many Attempts."}""", "0")));
    }

    [TestCase(SandboxRateWindow.Sliding, 429)]
    [TestCase(SandboxRateWindow.Fixed, 200)]
    [TestCase(SandboxRateWindow.FixedOffset, 200)]
    public async Task Window_slides_or_starts_anew(SandboxRateWindow window, int afterTwoSeconds)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { RateWindow = window }, limits: true);
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        await Many(30, () => shop.Post(SetConfig));

        shop.Time.Advance(TimeSpan.FromSeconds(2));
        Reply soon = await shop.Post(SetConfig);
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        Reply later = await shop.Post(SetConfig);

        Assert.That((soon.Status, later.Status), Is.EqualTo((afterTwoSeconds, 200)));
    }

    [TestCase(SandboxRateWindow.Fixed, 429, 200)]
    [TestCase(SandboxRateWindow.FixedOffset, 200, 429)]
    public async Task Fixed_windows_begin_on_the_clocks_three_seconds_or_halfway_between(SandboxRateWindow window, int halfway, int whole)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { RateWindow = window }, limits: true);
        await Many(30, () => shop.Post(SetConfig));

        shop.Time.Advance(TimeSpan.FromSeconds(1.5));
        Reply[] first = await Many(30, () => shop.Post(SetConfig));
        shop.Time.Advance(TimeSpan.FromSeconds(1.5));
        Reply second = await shop.Post(SetConfig);

        Assert.That((first[0].Status, second.Status), Is.EqualTo((halfway, whole)));
    }

    [TestCase(SandboxRateScope.Token, 200)]
    [TestCase(SandboxRateScope.Business, 429)]
    public async Task Limit_counts_a_token_or_a_business(SandboxRateScope scope, int otherToken)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { RateScope = scope }, limits: true);
        await Many(30, () => shop.Post(SetConfig));

        Reply gateway = await shop.Post("api/v4/verify", $$"""{"api_key":"{{shop.ApiKey}}","token":"X"}""");
        Reply refreshed = await shop.Refresh(shop.Sandbox.Credentials.RefreshToken);
        shop.AccessToken = refreshed["access_token"].GetString();
        Reply next = await shop.Post(SetConfig);

        Assert.That(next.Status, Is.EqualTo(otherToken));
        Assert.That(gateway.Status, Is.EqualTo(scope == SandboxRateScope.Business ? 429 : 422));
    }

    [TestCase(SandboxRateRefusal.Responder, "too_many_requests_error")]
    [TestCase(SandboxRateRefusal.Laravel, "Too Many Attempts.")]
    [TestCase(SandboxRateRefusal.Empty, "")]
    public async Task Refusal_has_the_body_of_the_switch(SandboxRateRefusal refusal, string part)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { RateRefusal = refusal }, limits: true);
        await Many(100, () => shop.Get(Balance));

        Reply refused = await shop.Get(Balance);

        Assert.That((refused.Status, refused.Header("Retry-After")), Is.EqualTo((429, "3")));
        Assert.That(refused.Text, part.Length == 0 ? Is.Empty : Does.Contain(part));
    }

    private static Task<Reply[]> Many(int count, Func<Task<Reply>> send) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => send()));
}
