using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Vandar.Core.CashIn;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Sandbox;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>Money comes into the wallet: customers pay by the shop's deposit code, two of them are held and decided, and the shop tops up from its
/// own bank account.</summary>
internal static class CashInScenario
{
    private const string Melli = "017";
    private const string Mellat = "012";
    private const string Saderat = "019";

    internal static async Task Run(ClientAndSandbox shop)
    {
        Rial opening = shop.Sandbox.Business.Wallet;
        string code = (await shop.Client.CashIn.Code()).Code!;

        await PaidByCode(shop, code);
        Assert.That(shop.Sandbox.Business.Wallet - opening, Is.EqualTo(Rial.Of(2_500_000)));
        await HeldAndDecided(shop, code);
        Assert.That(shop.Sandbox.Business.Wallet - opening, Is.EqualTo(Rial.Of(5_500_000)));
        await ToppedUp(shop);

        Assert.That(shop.Sandbox.Business.Wallet - opening, Is.EqualTo(Rial.Of(5_500_000 + 1_500_000_000)));
        Assert.That((await shop.Client.Wallet.Balance()).Wallet, Is.EqualTo(shop.Sandbox.Business.Wallet.ToToman()));
        Toman received = Toman.Zero;
        await foreach (WalletTransaction row in shop.Client.Wallet.Transactions(new() { PerPage = 2 }))
            received += row.Amount;
        Assert.That(received.ToRial(), Is.EqualTo(shop.Sandbox.Business.Wallet - opening), "every Rial has its row");
        Assert.That(shop.Sandbox.Journal.Where(row => row.Operation == "cash_in.account.deposit").Select(row => (row.Key, row.Amount)),
            Is.EqualTo(new[] { ("top-up-1", (Rial?)Rial.Of(1_200_000_000)), ("top-up-2", Rial.Of(300_000_000)) }), "each once");
    }

    private static async Task PaidByCode(ClientAndSandbox shop, string code)
    {
        await PayIn(shop, code, Melli, 1_500_000);
        shop.Advance(TimeSpan.FromMinutes(1));
        await PayIn(shop, code, Melli, 1_000_000);

        List<CashInTransaction> deposits = await shop.Client.CashIn.Transactions(new() { PerPage = 1 }).ToListAsync();
        List<WalletTransaction> rows = await shop.Client.Wallet.Transactions(new() { Channel = TransactionChannel.CashInByCode }).ToListAsync();

        Assert.That(deposits.Select(deposit => (deposit.Amount, deposit.Code)), Is.EqualTo(new[] { ((long?)1_000_000, code), (1_500_000, code) }));
        Assert.That(deposits.Select(deposit => Iban.Parse(deposit.PayerIban!).BankCode), Is.All.EqualTo(Melli));
        Assert.That(rows.Select(row => (Text(row.Id), row.Amount, row.Status)), Is.EqualTo(new[]
        {
            (deposits[0].Id, Toman.Of(100_000), TransactionStatus.Succeeded), (deposits[1].Id, Toman.Of(150_000), TransactionStatus.Succeeded),
        }), "the same payments, in a documented unit");
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Bank(Melli)), Is.EqualTo(Rial.Of(-2_500_000)));
    }

    private static async Task HeldAndDecided(ClientAndSandbox shop, string code)
    {
        CashInClient cashIn = shop.Client.CashIn;
        await PayIn(shop, code, Mellat, 3_000_000, isSuspicious: true);
        await PayIn(shop, code, Saderat, 4_000_000, isSuspicious: true);

        List<SuspiciousPayment> held = await cashIn.SuspiciousPayments(new() { PerPage = 1 }).ToListAsync();
        Assert.That(held.Select(payment => (payment.Amount, payment.Status)),
            Is.EqualTo(new[] { ((long?)4_000_000, "PENDING"), (3_000_000, "PENDING") }));
        Assert.That(Held(), Is.EqualTo(Rial.Of(7_000_000)));
        Assert.That(await cashIn.Transactions().CountAsync(), Is.EqualTo(2), "what is held is not received");
        await Refusal.Of(cashIn.ResolveSuspiciousPayment(held[0].Id!, new() { Status = "PERHAPS" }), "status");

        await cashIn.ResolveSuspiciousPayment(held[1].Id!, new() { Status = "ACCEPTED", Description = "we know them" });
        await cashIn.ResolveSuspiciousPayment(held[0].Id!, new() { Status = "REJECTED" });
        await Refusal.Of(cashIn.ResolveSuspiciousPayment(held[0].Id!, new() { Status = "ACCEPTED" }), "status");

        Assert.That(await cashIn.SuspiciousPayments().CountAsync(), Is.Zero);
        Assert.That((await cashIn.SuspiciousPayments(new() { Status = "REJECTED" }).SingleAsync()).Id, Is.EqualTo(held[0].Id));
        Assert.That((await cashIn.Transactions().FirstAsync()).Amount, Is.EqualTo(held[1].Amount));
        Assert.That((Held(), Outside(Mellat), Outside(Saderat)), Is.EqualTo((Rial.Zero, Rial.Of(-3_000_000), Rial.Zero)), "the rejected one is back");
        Assert.That(shop.Sandbox.Journal.Count(row => row.Operation == "cash_in.resolve_suspicious_payment"), Is.EqualTo(2));

        Rial Held() => shop.Sandbox.Ledger.Balance(SandboxLedger.Suspicious(shop.Sandbox.Business.Slug));

        Rial Outside(string bank) => shop.Sandbox.Ledger.Balance(SandboxLedger.Bank(bank));
    }

    private static async Task ToppedUp(ClientAndSandbox shop)
    {
        CashInAccountClient account = shop.Client.CashIn.Account;
        Iban own = Iban.Parse((await account.List()).Single().Iban!);
        Rial before = (await account.Balance(own)).Balance, wallet = shop.Sandbox.Business.Wallet;
        CreateCashInDeposit large = new() { Iban = own, Amount = Rial.Of(1_200_000_000), TrackId = "top-up-1" };

        CashInDeposit registered = await account.Deposit(large);
        await Refusal.Of(account.Deposit(large), "track_id");
        Assert.That(registered.Parts.Select(part => (part.Amount, part.AmountToman, part.Status)), Is.EqualTo(new[]
        {
            ((Rial?)Rial.Of(1_000_000_000), (Toman?)Toman.Of(100_000_000), CashInDepositStatus.Init),
            (Rial.Of(200_000_000), Toman.Of(20_000_000), CashInDepositStatus.Init),
        }));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(wallet), "registered is not received");
        shop.Advance(TimeSpan.FromMinutes(1));

        List<WalletTransaction> arrived = await shop.Client.Wallet.Transactions(new() { TrackId = "top-up-1" }).ToListAsync();
        Assert.That(arrived.Select(row => ((long?)row.Id, row.Status)),
            Is.EquivalentTo(registered.Parts.Select(part => (part.GatewayTransactionId, TransactionStatus.Succeeded))));

        CreateCashInDeposit second = large with { Amount = Rial.Of(300_000_000), TrackId = "top-up-2" };
        VandarException lost = await LostAnswer.Of(shop, () => account.Deposit(second));
        shop.Advance(TimeSpan.FromMinutes(1));
        TransactionQuery byKey = new() { TrackId = lost.Key, Channel = TransactionChannel.CashIn };
        WalletTransaction found = await shop.Client.Wallet.Transactions(byKey).SingleAsync();
        await Refusal.Of(account.Deposit(second), "track_id");

        Assert.That((lost.Key, lost.SettledBy), Is.EqualTo(("top-up-2", "Wallet.Transactions")));
        Assert.That((found.Amount, found.Status), Is.EqualTo((Toman.Of(30_000_000), TransactionStatus.Succeeded)));
        CashInAccountBalance after = await account.Balance(own);
        Assert.That((before - after.Balance, after.AvailableBalance), Is.EqualTo((Rial.Of(1_500_000_000), (Rial?)after.Balance)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.CashInAccount(shop.Sandbox.Business.Slug)), Is.EqualTo(after.Balance));
    }

    /// <summary>Somebody goes to a bank with the code that the client was told.</summary>
    private static async Task PayIn(ClientAndSandbox shop, string code, string bank, long amount, bool isSuspicious = false)
    {
        using HttpClient counter = new() { BaseAddress = shop.Sandbox.BaseAddress };
        JsonObject deposit = new()
        {
            ["code"] = code, ["amount"] = amount, ["iban"] = SandboxPayouts.IbanAt(bank), ["payer_name"] = "سارا نمونه", ["suspicious"] = isSuspicious,
        };
        using StringContent body = new(deposit.ToJsonString(), Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await counter.PostAsync("_sandbox/cash-in/deposit", body);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
