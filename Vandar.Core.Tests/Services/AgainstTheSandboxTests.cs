using Vandar.Core.Business;
using Vandar.Core.Ipg;
using Vandar.Core.RateLimiting;
using Vandar.Core.Tests.Sandbox;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests.Services;

/// <summary>The groups against the sandbox, which was written from the API reference a second time: a misreading on either side fails here.</summary>
internal sealed class AgainstTheSandboxTests
{
    [Test]
    public async Task A_payment_is_sent_paid_confirmed_once_and_seen_in_the_wallet()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        using VandarClient client = Client(shop);
        Rial amount = Rial.Of(250_000);

        IpgSession session = await client.Ipg.Send(new() { Amount = amount, CallbackUrl = new("https://shop.example/cb"), FactorNumber = "A-17" });
        await shop.Get(session.RedirectUrl.AbsolutePath[1..]);
        Reply paid = await shop.PostForm($"v4/{session.Token}/pay", ("card_number", "6037990000000006"));
        IpgCallback callback = IpgCallback.Parse(paid.Message.Headers.Location!.Query);
        IpgTransaction before = await client.Ipg.Transaction(session.Token);
        IpgConfirmation first = await client.Ipg.Confirm(callback, session.Token, amount);
        IpgConfirmation again = await client.Ipg.Confirm(callback, session.Token, amount);

        Assert.That(before.Code, Is.EqualTo(IpgTransactionCode.AwaitingVerification));
        Assert.That(first, Is.InstanceOf<IpgConfirmed>().With.Property(nameof(IpgConfirmed.MayCredit)).True);
        Assert.That(again, Is.InstanceOf<IpgConfirmed>().With.Property(nameof(IpgConfirmed.Verification)).EqualTo(IpgVerification.Repeated));
        List<WalletTransaction> rows = [];
        await foreach (WalletTransaction row in client.Wallet.Transactions(new() { FactorNumber = "A-17", PerPage = 1 }))
            rows.Add(row);
        Assert.That(rows, Has.Count.EqualTo(1));
        Assert.That((rows[0].Amount.ToRial(), rows[0].Status, rows[0].Id), Is.EqualTo((amount, TransactionStatus.Succeeded, ((IpgConfirmed)first).Payment.TransactionId!.Value)));
        Assert.That((await client.Wallet.Balance()).Currency, Is.EqualTo("Toman"));
        Assert.That((await client.Wallet.TransactionCount()).Total, Is.GreaterThanOrEqualTo(1));
    }

    [Test]
    public async Task The_business_and_its_people_are_read()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        using VandarClient client = Client(shop);

        BusinessInfo business = await client.Business.Get();
        List<BusinessUser> users = [];
        await foreach (BusinessUser user in client.Business.Users(new() { PerPage = 1 }))
            users.Add(user);

        Assert.That(business.BusinessName, Is.EqualTo(shop.Sandbox.Credentials.Business));
        Assert.That(users.Select(user => user.RoleId), Does.Contain(BusinessRole.Owner));
    }

    [Test]
    public async Task A_session_ends()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        using VandarClient client = Client(shop);
        await client.Wallet.Balance();

        await client.Tokens.Logout();

        await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Wallet.Balance().AsTask());
        Assert.That((await shop.Get("v2/business/sample-shop/balance")).Status, Is.EqualTo(401));
    }

    private static VandarClient Client(SandboxShop shop) =>
        new(new()
        {
            Hosts = VandarHosts.At(shop.Sandbox.BaseAddress), Business = shop.Sandbox.Credentials.Business, AccessToken = shop.Sandbox.Credentials.AccessToken,
            IpgApiKey = shop.ApiKey, RateLimits = VandarRateLimits.Off,
        });
}
