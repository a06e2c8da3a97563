using System.Net;
using Vandar.Core.Ipg;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>Payments and the books of a shop: the wallet says the same as the client.</summary>
internal sealed class JourneyTests
{
    [Test]
    public async Task A_payment_is_credited_once_and_the_wallet_shows_it()
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open();
        WalletBalance before = await shop.Client.Wallet.Balance();
        Rial price = Rial.Of(150_000);

        IpgSession session = await shop.Client.Ipg.Send(new() { Amount = price, CallbackUrl = new Uri("https://shop.example/back?order=7"), FactorNumber = "A-17" });
        IpgCallback callback = IpgCallback.Parse(await shop.Pay(session.RedirectUrl));
        IpgTransaction waiting = await shop.Client.Ipg.Transaction(session.Token);
        IpgConfirmation first = await shop.Client.Ipg.Confirm(callback, session.Token, price);
        IpgConfirmation second = await shop.Client.Ipg.Confirm(callback, session.Token, price);
        WalletBalance after = await shop.Client.Wallet.Balance();

        Assert.That(waiting.Code, Is.EqualTo(IpgTransactionCode.AwaitingVerification));
        Assert.That(first, Is.InstanceOf<IpgConfirmed>().With.Property(nameof(IpgConfirmation.MayCredit)).True);
        Assert.That(((IpgConfirmed)first).Payment.Amount, Is.EqualTo(price));
        Assert.That(second, Is.InstanceOf<IpgConfirmed>().With.Property(nameof(IpgConfirmed.Verification)).EqualTo(IpgVerification.Repeated));
        Assert.That(second.MayCredit, Is.False);
        Assert.That(after.Wallet - before.Wallet, Is.EqualTo(price.ToToman()));
        WalletTransaction row = await shop.Client.Wallet.Transactions(new() { FactorNumber = "A-17" }).SingleAsync();
        Assert.That((row.Amount, row.Status), Is.EqualTo((price.ToToman(), TransactionStatus.Succeeded)));
    }

    [Test]
    public async Task A_payment_that_was_cancelled_or_came_too_late_is_not_credited()
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open();
        Rial price = Rial.Of(20_000);
        IpgSession cancelled = await shop.Client.Ipg.Send(new() { Amount = price, CallbackUrl = new Uri("https://shop.example/back") });
        IpgSession late = await shop.Client.Ipg.Send(new() { Amount = price, CallbackUrl = new Uri("https://shop.example/back") });
        IpgCallback no = IpgCallback.Parse(await shop.Pay(cancelled.RedirectUrl, "cancel"));
        IpgCallback yes = IpgCallback.Parse(await shop.Pay(late.RedirectUrl));
        shop.Advance(TimeSpan.FromMinutes(21));

        IpgConfirmation refused = await shop.Client.Ipg.Confirm(no, cancelled.Token, price);
        IpgConfirmation foreign = await shop.Client.Ipg.Confirm(yes, cancelled.Token, price);
        VandarApiException? over = await Assert.ThrowsAsync<VandarApiException>(() => shop.Client.Ipg.Confirm(yes, late.Token, price).AsTask());

        Assert.That(refused, Is.InstanceOf<IpgRefused>().With.Property(nameof(IpgRefused.Reason)).EqualTo(IpgRefusal.PaymentFailed));
        Assert.That(foreign, Is.InstanceOf<IpgRefused>().With.Property(nameof(IpgRefused.Reason)).EqualTo(IpgRefusal.ForeignToken));
        Assert.That((over!.Code, over.Outcome), Is.EqualTo((IpgClient.WindowIsOver, RequestOutcome.Rejected)));
    }

    [Test]
    public async Task The_list_of_transactions_crosses_pages_and_meets_every_row_once()
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open();
        List<string> sent = [];
        for (int i = 0; i < 7; i++)
        {
            string factor = $"F-{i}";
            IpgSession session = await shop.Client.Ipg.Send(new() { Amount = Rial.Of(10_000), CallbackUrl = new Uri("https://shop.example/back"), FactorNumber = factor });
            await shop.Pay(session.RedirectUrl);
            await shop.Client.Ipg.Verify(session.Token);
            sent.Insert(0, factor);
        }

        List<string?> listed = await shop.Client.Wallet.Transactions(new() { PerPage = 3 }).Select(row => row.FactorNumber).ToListAsync();

        Assert.That(listed, Is.EqualTo(sent));
    }

    [Test]
    public async Task Another_business_is_a_view_over_the_same_token_and_the_server_decides()
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open();
        shop.Sandbox.AddBusiness("other-shop");

        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => shop.Client.For("other-shop").Wallet.Balance().AsTask());

        Assert.That((failure!.StatusCode, failure.Outcome), Is.EqualTo((HttpStatusCode.Forbidden, RequestOutcome.Rejected)));
        Assert.That(await shop.Client.Business.Get(), Has.Property("BusinessName").EqualTo(shop.Sandbox.Credentials.Business));
    }
}
