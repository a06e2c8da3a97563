using Vandar.Core.Authentication;
using Vandar.Core.Business;
using Vandar.Core.Ipg;
using Vandar.Core.Refunds;
using Vandar.Core.Wallet;
using SandboxLedger = Vandar.Core.Sandbox.SandboxLedger;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>A shop sells a laptop and a mouse. The laptop's buyer gets a discount back, then returns it; the mouse's refund is made while the network
/// fails. In the end wallet, list and ledger say the same.</summary>
internal static class ShopScenario
{
    private const string Discount = "90001";

    private static readonly Rial s_laptop = Rial.Of(200_000_000);
    private static readonly Rial s_mouse = Rial.Of(3_000_000);
    private static readonly Rial s_discount = Rial.Of(20_000_000);
    private static readonly Rial s_mouseBack = Rial.Of(1_000_000);
    private static readonly TransactionQuery s_refunds = new() { Channel = TransactionChannel.Refund };

    internal static async Task Run(ClientAndSandbox shop)
    {
        await Opens(shop);
        WalletBalance opening = await shop.Client.Wallet.Balance();

        long laptop = await Sells(shop, s_laptop, "LAPTOP");
        long mouse = await Sells(shop, s_mouse, "MOUSE");
        Assert.That((await shop.Client.Wallet.Balance()).Wallet - opening.Wallet, Is.EqualTo((s_laptop + s_mouse).ToToman()));

        await GivesADiscount(shop, laptop);
        await TakesTheLaptopBack(shop, laptop);
        await LosesAnAnswer(shop, mouse);
        await ClosesTheBooks(shop, opening, laptop, mouse);
        await Leaves(shop);
    }

    /// <summary>After the session nothing is sent any more.</summary>
    private static async Task Leaves(ClientAndSandbox shop)
    {
        await shop.Client.Tokens.Logout();
        int sent = shop.Sandbox.Requests;

        VandarAuthenticationException? over = await Assert.ThrowsAsync<VandarAuthenticationException>(() => shop.Client.Wallet.Balance().AsTask());

        Assert.That((over!.Outcome, shop.Sandbox.Requests), Is.EqualTo((RequestOutcome.NotSent, sent)));
        Assert.That(shop.Executed("tokens.logout"), Has.Exactly(1).Items);
    }

    /// <summary>A fresh pair of tokens, and a look at who one is.</summary>
    private static async Task Opens(ClientAndSandbox shop)
    {
        TokenPair before = await shop.Client.Tokens.Current();
        TokenPair after = await shop.Client.Tokens.Refresh();
        TokenPair current = await shop.Client.Tokens.Current();

        Assert.That(shop.Sandbox.Refreshes, Is.EqualTo(1));
        Assert.That((after.AccessToken, after.RefreshToken), Is.EqualTo((shop.Sandbox.Credentials.AccessToken, shop.Sandbox.Credentials.RefreshToken)));
        Assert.That(after.AccessToken, Is.Not.EqualTo(before.AccessToken));
        Assert.That(after.RefreshToken, Is.Not.EqualTo(before.RefreshToken));
        Assert.That(current, Is.EqualTo(after));
        Assert.That(after.ExpiresAt - after.ObtainedAt, Is.EqualTo(TimeSpan.FromDays(5)));

        BusinessInfo business = await shop.Client.Business.Get();
        Assert.That(business.BusinessName, Is.EqualTo(shop.Sandbox.Business.Slug));
        Assert.That(business.Tools!["refund"].IsEnabled, Is.True, "without the tool nothing is given back");
        Assert.That(business.Permissions, Does.Contain("view_transactions_report"));

        List<BusinessUser> users = await shop.Client.Business.Users(new() { PerPage = 2 }).ToListAsync();
        Page<BusinessUser> first = await shop.Client.Business.UsersPage(new() { PerPage = 2 }, 1);
        Assert.That((users.Count, first.Items.Count), Is.EqualTo(((int)first.Total!, 2)));
        Assert.That(users.Where(user => user.RoleId == BusinessRole.Owner).Select(user => user.Id), Is.EqualTo(new long?[] { null }),
            "the owner has no membership");
        Assert.That(users.Select(user => user.Name), Is.Unique.And.All.Not.Empty);
    }

    private static async Task<long> Sells(ClientAndSandbox shop, Rial price, string invoice)
    {
        IpgSession session = await shop.Client.Ipg.Send(new()
        {
            Amount = price, CallbackUrl = new Uri($"https://shop.example/back?order={invoice}"), FactorNumber = invoice,
            MobileNumber = MobileNumber.Parse("09120000001"),
        });
        IpgCallback callback = IpgCallback.Parse(await shop.Pay(session.RedirectUrl));
        IpgConfirmation confirmation = await shop.Client.Ipg.Confirm(callback, session.Token, price);
        IpgTransaction transaction = await shop.Client.Ipg.Transaction(session.Token);

        Assert.That(confirmation.MayCredit, Is.True);
        IpgPayment payment = ((IpgConfirmed)confirmation).Payment;
        Assert.That((transaction.Code, transaction.Amount, transaction.TransactionId, transaction.FactorNumber),
            Is.EqualTo((IpgTransactionCode.Verified, (Rial?)price, payment.TransactionId, invoice)));
        WalletTransaction row = await shop.Client.Wallet.Transactions(new() { FactorNumber = invoice }).SingleAsync();
        Assert.That((row.Id, row.Amount, row.Status, row.Verified),
            Is.EqualTo((payment.TransactionId, price.ToToman(), TransactionStatus.Succeeded, (bool?)true)));
        return row.Id;
    }

    /// <summary>A part of the payment goes back, once: under its number a second time is refused.</summary>
    private static async Task GivesADiscount(ClientAndSandbox shop, long laptop)
    {
        Rial wallet = Wallet(shop);
        CreateRefund discount = new() { Amount = s_discount, PaymentNumber = Discount, NotifyUrl = new Uri("https://shop.example/hooks/refund") };

        Refund refund = await shop.Client.Refunds.Create(laptop, discount);
        VandarApiException? again = await Assert.ThrowsAsync<VandarApiException>(() => shop.Client.Refunds.Create(laptop, discount).AsTask());

        RefundPart part = refund.Parts.Single();
        Assert.That((part.Amount, part.Status, part.PaymentNumber, refund.HasFailures),
            Is.EqualTo(((Rial?)s_discount, SettlementStatus.Pending, Discount, false)));
        Assert.That((part.Wallet, wallet - Wallet(shop)), Is.EqualTo(((Rial?)Wallet(shop), s_discount + part.Wage!.Value)));
        Assert.That((again!.Outcome, again.Errors.Single().Field), Is.EqualTo((RequestOutcome.Rejected, "payment_number")));

        // The vendor names no call that reads one refund; the list of transactions tells, and (seen in real answers) that of settlements.
        Assert.That((await shop.Client.Wallet.Transactions(s_refunds).SingleAsync()).Status, Is.EqualTo(TransactionStatus.SettlementInProgress));
        shop.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await shop.Client.Wallet.Transactions(s_refunds).SingleAsync()).Status, Is.EqualTo(TransactionStatus.SettlementSucceeded));
        Assert.That((await shop.Client.Settlements.Get(part.Id)).Status.IsDone, Is.True);
    }

    /// <summary>More than what is left is refused; all that is left goes back in parts; then nothing is left.</summary>
    private static async Task TakesTheLaptopBack(ClientAndSandbox shop, long laptop)
    {
        Rial left = s_laptop - s_discount;
        Rial wallet = Wallet(shop);

        VandarApiException? over = await Assert.ThrowsAsync<VandarApiException>(
            () => shop.Client.Refunds.Create(laptop, new() { Amount = left + Rial.Of(1) }).AsTask());
        Assert.That((over!.Outcome, over.Errors.Single().Field, Wallet(shop)), Is.EqualTo((RequestOutcome.Rejected, "amount", wallet)));

        Refund rest = await shop.Client.Refunds.Create(laptop, new() { Amount = null, PaymentNumber = "90002" });
        Assert.That(rest.Parts, Has.Count.GreaterThan(1), "a large refund is split");
        Assert.That(Sum(rest.Parts.Select(part => part.Amount!.Value)), Is.EqualTo(left));
        Assert.That(wallet - Wallet(shop), Is.EqualTo(left + Sum(rest.Parts.Select(part => part.Wage!.Value))));

        VandarApiException? nothing = await Assert.ThrowsAsync<VandarApiException>(() => shop.Client.Refunds.Create(laptop, new() { Amount = null }).AsTask());
        VandarApiException? nobody = await Assert.ThrowsAsync<VandarApiException>(() => shop.Client.Refunds.Create(1, new() { Amount = null }).AsTask());
        Assert.That((nothing!.Outcome, nobody!.Outcome), Is.EqualTo((RequestOutcome.Rejected, RequestOutcome.Rejected)));

        shop.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await shop.Client.Wallet.Transactions(s_refunds).Select(row => row.Status).Distinct().ToListAsync(),
            Is.EqualTo(new[] { TransactionStatus.SettlementSucceeded }));
    }

    /// <summary>The money went back, and nobody said so. The shop looks before it does anything again.</summary>
    private static async Task LosesAnAnswer(ClientAndSandbox shop, long mouse)
    {
        const string number = "90003";
        Rial wallet = Wallet(shop);
        shop.LoseNextAnswer();

        VandarException? lost = await Assert.CatchAsync<VandarException>(
            () => shop.Client.Refunds.Create(mouse, new() { Amount = s_mouseBack, PaymentNumber = number }).AsTask());
        Assert.That((lost!.Outcome, lost.Attempts, lost.Key, lost.SettledBy),
            Is.EqualTo((RequestOutcome.Unknown, 1, (string?)null, "Wallet.Transactions")));

        WalletTransaction made = await shop.Client.Wallet.Transactions(s_refunds).SingleAsync(row => row.Refund?.SourceTransaction?.GetInt64() == mouse);
        Assert.That((made.Amount, made.PaymentNumber), Is.EqualTo((s_mouseBack.ToToman(), number)));
        Assert.That(wallet - Wallet(shop), Is.EqualTo(s_mouseBack + made.Wage!.Value.ToRial()));

        // And had it been sent again, its number would have stopped it.
        VandarApiException? again = await Assert.ThrowsAsync<VandarApiException>(
            () => shop.Client.Refunds.Create(mouse, new() { Amount = s_mouseBack, PaymentNumber = number }).AsTask());
        Assert.That(again!.Outcome, Is.EqualTo(RequestOutcome.Rejected));
        shop.Advance(TimeSpan.FromMinutes(1));
    }

    private static async Task ClosesTheBooks(ClientAndSandbox shop, WalletBalance opening, long laptop, long mouse)
    {
        List<WalletTransaction> rows = await shop.Client.Wallet.Transactions(new() { PerPage = 2 }).ToListAsync();
        TransactionTotals all = await shop.Client.Wallet.TransactionCount(new() { PerPage = 2 });
        TransactionTotals refunds = await shop.Client.Wallet.TransactionCount(s_refunds);
        List<WalletTransaction> back = [.. rows.Where(row => row.Refund is not null)];

        Assert.That(rows.Select(row => row.Id), Is.Unique.And.Ordered.Descending);
        Assert.That((all.Total, all.Pages, refunds.Total), Is.EqualTo(((long)rows.Count, (long?)3, (long)back.Count)));
        Assert.That(rows.Except(back).Select(row => row.Id), Is.EqualTo(new[] { mouse, laptop }));
        Assert.That(back.Select(row => row.Refund!.SourceTransaction!.Value.GetInt64()), Is.EqualTo(new[] { mouse, laptop, laptop, laptop }));

        Toman balance = (await shop.Client.Wallet.Balance()).Wallet;
        Toman expected = rows.Aggregate(opening.Wallet, (sum, row) => row.Refund is null ? sum + row.Amount : sum - row.Amount - row.Wage!.Value);
        Assert.That((balance, balance.ToRial(), rows[0].Wallet), Is.EqualTo((expected, Wallet(shop), (Toman?)balance)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Payers), Is.EqualTo(s_mouseBack - s_mouse), "the laptop's payer has everything back");
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Settling(shop.Sandbox.Business.Slug)), Is.EqualTo(Rial.Zero));
        Assert.That(shop.Sandbox.Journal.Where(entry => entry.Operation == "refunds.create").Select(entry => entry.Amount),
            Is.EqualTo(new Rial?[] { s_discount, s_laptop - s_discount, s_mouseBack }));
    }

    private static Rial Wallet(ClientAndSandbox shop) => shop.Sandbox.Ledger.Balance(SandboxLedger.Wallet(shop.Sandbox.Business.Slug));

    private static Rial Sum(IEnumerable<Rial> amounts) => amounts.Aggregate(Rial.Zero, (sum, amount) => sum + amount);
}
