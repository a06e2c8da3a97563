using System.Text.Json;
using Vandar.Core.Sandbox;
using static Vandar.Core.Tests.Sandbox.DirectDebitCalls;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxWithdrawalRefundTests
{
    private static readonly TimeSpan s_delay = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Whole_refund_takes_the_wallet_at_once_and_reaches_the_payer_later()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate(), withdrawal = await PaidWithdrawal(shop, mandate);

        Reply created = await Refund(shop, withdrawal, ",\"track_id\":\"back-1\",\"description\":\"returned\"");
        Rial wallet = shop.Sandbox.Business.Wallet, underway = shop.Sandbox.Ledger.Balance(SandboxLedger.DirectDebitRefunds("sample-shop"));
        WithdrawalState during = await shop.State(withdrawal);
        shop.Time.Advance(s_delay);
        JsonElement refund = created["result"].GetProperty("refund");
        string id = refund.GetProperty("id").GetString()!;
        Reply read = await shop.Get($"{RefundsPath}/{id}"), after = await shop.Get($"{Withdrawals}/{withdrawal}");
        JsonElement row = (await shop.Get("v3/business/sample-shop/transaction?channel=refund")).Data[0];

        Assert.That((refund.GetProperty("status").GetString(), refund.GetProperty("amount").GetInt64(),
            refund.GetProperty("withdrawal_id").GetString()),
            Is.EqualTo(("PENDING", 1_000_000, withdrawal)));
        Assert.That((wallet, underway), Is.EqualTo((new Rial(999_800), new Rial(1_000_000))));
        Assert.That(during.Status, Is.EqualTo("DONE"));
        Assert.That(read["result"].GetProperty("refund").GetProperty("status").GetString(), Is.EqualTo("DONE"));
        JsonElement refunded = after["result"].GetProperty("withdrawal");
        Assert.That((refunded.GetProperty("status").GetString(), refunded.GetProperty("refund_id").GetString()), Is.EqualTo(("REFUND", id)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.DirectDebitPayer(mandate)), Is.EqualTo(new Rial(10_000_000)));
        Assert.That(row.GetProperty("refund").GetProperty("source_transaction").GetInt64(),
            Is.EqualTo(refunded.GetProperty("gateway_transaction_id").GetInt64()));
        SandboxExecution execution = shop.Sandbox.Journal.Single(row => row.Operation == "direct_debit.refunds.create");
        Assert.That((execution.Key, execution.Amount), Is.EqualTo(("back-1", (Rial?)new Rial(1_000_000))));
    }

    [Test]
    public async Task Refunds_in_part_never_exceed_the_withdrawal()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate(), withdrawal = await PaidWithdrawal(shop, mandate);

        Reply tooMuch = await Refund(shop, withdrawal, ",\"amount\":1000001");
        Reply[] parts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Refund(shop, withdrawal, ",\"amount\":300000")));
        shop.Time.Advance(s_delay);
        WithdrawalState partly = await shop.State(withdrawal);
        Reply rest = await Refund(shop, withdrawal);
        shop.Time.Advance(s_delay);
        WithdrawalState wholly = await shop.State(withdrawal);
        Reply nothingLeft = await Refund(shop, withdrawal);

        Assert.That((tooMuch.Status, tooMuch["errors"].EnumerateObject().Single().Name), Is.EqualTo((422, "amount")));
        Assert.That(parts.CountBy(reply => reply.Status).ToDictionary(), Is.EquivalentTo(new Dictionary<int, int> { [200] = 3, [422] = 2 }));
        Assert.That((partly.Status, wholly.Status), Is.EqualTo(("DONE", "REFUND")));
        Assert.That(rest["result"].GetProperty("refund").GetProperty("amount").GetInt64(), Is.EqualTo(100_000));
        Assert.That((nothingLeft.Status, nothingLeft["errors"].EnumerateObject().Single().Name), Is.EqualTo((422, "withdrawal_id")));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.DirectDebitPayer(mandate)), Is.EqualTo(new Rial(10_000_000)));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(999_800)));
    }

    [Test]
    public async Task Repeated_track_id_refunds_once()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string withdrawal = await PaidWithdrawal(shop, await shop.GiveMandate());

        Reply[] replies = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => Refund(shop, withdrawal, ",\"amount\":1000,\"track_id\":\"back-1\"")));

        Assert.That(replies.Count(reply => reply.Status == 200), Is.EqualTo(1));
        Assert.That(replies.Where(reply => reply.Status != 200).Select(reply => reply["errors"].EnumerateObject().Single().Name),
            Is.All.EqualTo("track_id"));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.DirectDebitRefunds("sample-shop")), Is.EqualTo(new Rial(1_000)));
    }

    [Test]
    public async Task Refund_needs_a_withdrawal_that_has_succeeded_and_a_wallet_that_can_pay()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { WithdrawalFee = new Rial(3_000_000) });
        string mandate = await shop.GiveMandate(), poor = await shop.GiveMandate(balance: 0);
        string unread = await shop.Withdraw(mandate, 1_000_000), failed = await shop.Withdraw(poor, 1_000_000);
        await shop.State(failed);

        Reply early = await Refund(shop, unread), never = await Refund(shop, failed), unknown = await Refund(shop, Guid.Empty.ToString());
        string costly = await PaidWithdrawal(shop, mandate, 4_000_000);
        Reply tooPoor = await Refund(shop, costly);
        Reply empty = await shop.Post(RefundsPath, "{}");

        Assert.That(new[] { early, never, tooPoor, empty }.Select(reply => (reply.Status, reply["errors"].EnumerateObject().Single().Name)),
            Is.EqualTo(new[] { (422, "withdrawal_id"), (422, "withdrawal_id"), (422, "amount"), (422, "withdrawal_id") }));
        Assert.That(unknown.Status, Is.EqualTo(404));
        Assert.That((await shop.Get(RefundsPath)).Data.GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Failed_refund_comes_back_to_the_wallet_and_may_be_tried_again()
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { DirectDebitRefundsFail = true, DirectDebitRefundsInData = true });
        string withdrawal = await PaidWithdrawal(shop, await shop.GiveMandate());
        Rial before = shop.Sandbox.Business.Wallet;
        Reply created = await Refund(shop, withdrawal);
        shop.Time.Advance(s_delay);

        Reply read = await shop.Get($"{RefundsPath}/{created.Data.GetProperty("id").GetString()}"), again = await Refund(shop, withdrawal);
        Rial underway = shop.Sandbox.Business.Wallet;
        shop.Time.Advance(s_delay);

        Assert.That((read.Data.GetProperty("status").GetString(), again.Status), Is.EqualTo(("FAILED", 200)));
        Assert.That((underway, shop.Sandbox.Business.Wallet), Is.EqualTo((before - new Rial(1_000_000), before)));
        Assert.That((await shop.State(withdrawal)).Status, Is.EqualTo("DONE"));
    }

    [Test]
    public async Task List_is_paged_by_20_and_foreign_refunds_are_404()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string withdrawal = await PaidWithdrawal(shop, await shop.GiveMandate());
        for (int i = 0; i < 21; i++)
            await Refund(shop, withdrawal, $",\"amount\":{1_000 + i}");

        Reply one = await shop.Get(RefundsPath), two = await shop.Get(RefundsPath + "?page=2"), unknown = await shop.Get($"{RefundsPath}/{Guid.Empty}");

        Assert.That((one.Data.GetArrayLength(), one.Data[0].GetProperty("amount").GetInt64(), two.Data[0].GetProperty("amount").GetInt64()),
            Is.EqualTo((20, 1_020, 1_000)), "newest first");
        Assert.That(unknown.Status, Is.EqualTo(404));
    }

    private static Task<Reply> Refund(SandboxShop shop, string withdrawalId, string more = "") =>
        shop.Post(RefundsPath, $$"""{"withdrawal_id":"{{withdrawalId}}"{{more}}}""");

    private static async Task<string> PaidWithdrawal(SandboxShop shop, string mandate, long amount = 1_000_000)
    {
        string withdrawal = await shop.Withdraw(mandate, amount);
        Assert.That((await shop.State(withdrawal)).Status, Is.EqualTo("DONE"));
        return withdrawal;
    }
}
