using System.Text.Json;
using Vandar.Core.Sandbox;
using static Vandar.Core.Tests.Sandbox.SandboxPayouts;

namespace Vandar.Core.Tests.Sandbox;

/// <summary>All books follow one clock: it must not matter how often somebody looks.</summary>
public sealed class SandboxTimeTests
{
    private const string CashInAccount = "v3/business/sample-shop/cash-in/account";

    [TestCase(true)]
    [TestCase(false)]
    public async Task Jump_over_weeks_ends_where_small_steps_end(bool batchWaitsForWallet)
    {
        SandboxSwitches switches = new() { BatchWaitsForWallet = batchWaitsForWallet, DirectDebitRefundsFail = true };
        await using SandboxShop jumping = await SandboxShop.Open(switches), walking = await SandboxShop.Open(switches);
        string items = await BeginEverything(jumping);
        await BeginEverything(walking);

        jumping.Time.Advance(TimeSpan.FromDays(21));
        Walk(walking, 120, TimeSpan.FromSeconds(1));
        Walk(walking, 58, TimeSpan.FromMinutes(1));
        Walk(walking, 21 * 24 - 1, TimeSpan.FromHours(1));

        Assert.That(jumping.Sandbox.Now, Is.EqualTo(walking.Sandbox.Now));
        string[] entries = Entries(walking);
        Assert.That(entries, Is.Ordered.Using<string>((one, other) => string.CompareOrdinal(one[..28], other[..28])), "in the order of time");
        Assert.That(Entries(jumping), Is.EqualTo(entries));
        Assert.That(await Answers(jumping, items), Is.EqualTo(await Answers(walking, items)));
        Assert.That(walking.Sandbox.Ledger.Balances.Where(row => row.Key.StartsWith("wallet:", StringComparison.Ordinal)
            || row.Key.StartsWith("settling:", StringComparison.Ordinal) || row.Key.StartsWith("held:", StringComparison.Ordinal)),
            Is.All.Matches<KeyValuePair<string, Rial>>(row => row.Value >= Rial.Zero));
    }

    /// <summary>Something of every book that the clock moves, each in need of what another one brings.</summary>
    /// <returns>The batch's hash.</returns>
    private static async Task<string> BeginEverything(SandboxShop shop)
    {
        string mandate = await shop.GiveMandate();
        string withdrawal = await shop.Withdraw(mandate, 400_000);
        await shop.State(withdrawal);
        await Accepted(shop.Post(DirectDebitCalls.RefundsPath, $$"""{"withdrawal_id":"{{withdrawal}}"}"""));
        await shop.Withdraw(mandate, 500_000, ",\"is_instant\":0,\"withdrawal_date\":\"2026-03-23\"");
        await shop.Withdraw(mandate, 2_000_000, ",\"is_instant\":0,\"withdrawal_date\":\"2026-03-24\"");
        await shop.Settle(Failing, "comes-back", 10_000);
        string iban = (await shop.Get(CashInAccount)).Data[0].Text("IBAN")!;
        await Accepted(shop.Post(CashInAccount + "/deposit", $$"""{"iban":"{{iban}}","amount":300000,"track_id":"top-up"}"""));
        string items = $"[{Order(Saman, "a", 500_000)},{Order(Saman, "b", 600_000)},{Order(Failing, "c", 900_000)}]";
        await Accepted(shop.Post("api/v2/business/sample-shop/batches-settlement", BatchBody(items)));
        await Accepted(shop.Post("v3/business/sample-shop/settlement/queued", Order(Saman, "large", 200_000)));
        await Accepted(shop.Post("v3/business/sample-shop/settlement/queued", Order(Saman, "small", 5_000)));
        await shop.SendAndPay(250_000);
        await shop.SendPayment(70_000);
        await Applicant.Finalized(shop);
        return Hash(items);
    }

    private static async Task Accepted(Task<Reply> call)
    {
        Reply reply = await call;
        Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
    }

    private static void Walk(SandboxShop shop, int steps, TimeSpan step)
    {
        for (int i = 0; i < steps; i++)
        {
            shop.Time.Advance(step);
            Assert.That(shop.Sandbox.Ledger.Sum, Is.EqualTo(Rial.Zero));
        }
    }

    private static string[] Entries(SandboxShop shop) =>
    [
        .. shop.Sandbox.Ledger.Entries.Select(entry => FormattableString.Invariant(
            $"{entry.At.UtcDateTime:O} {entry.Text}: {string.Join(", ", entry.Lines.Select(line => $"{line.Account} {line.Amount.Value}"))}")),
    ];

    /// <summary>What the lists show, without the addresses of the pages: they name the port.</summary>
    private static async Task<string[]> Answers(SandboxShop shop, string batch)
    {
        shop.Sandbox.Business.NewToken();
        shop.AccessToken = shop.Sandbox.Credentials.AccessToken;
        JsonElement[] lists =
        [
            (await shop.Get(Transactions + "?per_page=100")).Data,
            (await shop.Get(SettlementsPath + "?per_page=100")).Data.GetProperty("settlements").GetProperty("data"),
            (await shop.Get($"api/v2/business/sample-shop/batch-settlements/{batch}")).Data,
            (await shop.Get("v3/business/sample-shop/settlement/queued")).Data,
            (await shop.Get(DirectDebitCalls.Withdrawals)).Data,
        ];
        Assert.That(lists.Select(list => list.GetArrayLength()), Is.All.GreaterThan(0));
        return [.. lists.SelectMany(list => list.EnumerateArray()).Select(row => row.GetRawText())];
    }
}
