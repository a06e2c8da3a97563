using System.Net;
using Vandar.Core.BatchSettlements;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Sandbox;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>A firm pays its people by batches. Of five rows one names a bank that does not exist and one an account that is closed; both are paid
/// by a second batch, whose answer is lost.</summary>
internal static class PayrollScenario
{
    private const string Saman = "056";
    private const string Mellat = "012";
    private const string Melli = "017";
    private const string Returning = "079";

    internal static async Task Run(ClientAndSandbox shop)
    {
        BatchSettlementsClient batches = shop.Client.BatchSettlements;
        shop.Sandbox.Business.FillWallet(Rial.Of(600_000_000));
        Rial before = shop.Sandbox.Business.Wallet;
        CreateBatchSettlement wages = new()
        {
            Items =
            [
                Wage("01/maryam", Saman, 1, 120_000_000), Wage("01/reza", Mellat, 2, 95_000_000),
                Wage("01/sara", SandboxBanking.UnknownBankCode, 3, 80_000_000), Wage("01/omid", Returning, 4, 70_000_000),
                Wage("01/nima", Saman, 5, 60_000_000),
            ],
        };

        string stored = wages.ComputeBatchId();
        BatchSettlement sent = await batches.Create(wages);

        Assert.That((sent.BatchId, sent.TotalAmount), Is.EqualTo((stored, Rial.Of(425_000_000))));
        Assert.That((sent.Progress!.InitCount, sent.Progress.SubmittedCount, sent.Progress.IsAllSubmitted), Is.EqualTo((5L, 0L, false)));
        await ItemsLeaveOneByOne(shop, stored);
        await TheBadRowIsSeen(batches, stored);
        shop.Advance(TimeSpan.FromHours(1));
        await HandedOverIsNotPaid(shop, stored);
        Assert.That(Paid(shop), Is.EqualTo((180_000_000, 95_000_000, 0, 0, 0)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Settling(shop.Sandbox.Business.Slug)), Is.EqualTo(Rial.Zero));

        await TheSameWagesAreNotPaidTwice(shop, wages);
        Assert.That(Paid(shop), Is.EqualTo((180_000_000, 95_000_000, 0, 0, 0)));

        CreateBatchSettlement corrected = new() { Items = [Wage("01/sara/2", Melli, 3, 80_000_000), Wage("01/omid/2", Melli, 4, 70_000_000)] };
        await ALostAnswerIsLookedUp(shop, corrected, stored);
        Assert.That(Paid(shop), Is.EqualTo((180_000_000, 95_000_000, 150_000_000, 0, 0)));

        Rial fees = shop.Sandbox.Ledger.Balance(SandboxLedger.Fees);
        Rial wallet = shop.Sandbox.Business.Wallet;
        Assert.That(before - wallet - fees, Is.EqualTo(Rial.Of(425_000_000)), "each wage once");
        Assert.That((await shop.Client.Wallet.Balance()).Wallet, Is.EqualTo(wallet.ToToman()));
        Assert.That(shop.Sandbox.Journal.Select(row => (row.Operation, row.Key, row.Amount)), Is.EqualTo(new[]
        {
            ("batch_settlements.create", stored, (Rial?)Rial.Of(425_000_000)),
            ("batch_settlements.create", corrected.ComputeBatchId(), Rial.Of(150_000_000)),
        }));
    }

    private static BatchSettlementItem Wage(string trackId, string bank, int account, long amount) => new()
    {
        TrackId = trackId, Iban = Iban.Parse(SandboxPayouts.IbanAt(bank, account)), Amount = Rial.Of(amount), Description = "حقوق فروردین / \"01\"",
    };

    private static async Task ItemsLeaveOneByOne(ClientAndSandbox shop, string batch)
    {
        List<int> waiting = [];
        for (int second = 0; second <= 5; second++)
        {
            Paged<BatchSettlementRow> rows = shop.Client.BatchSettlements.Items(batch, new() { PerPage = 2 });
            waiting.Add(await rows.CountAsync(row => row.State == BatchItemState.Waiting));
            shop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(waiting, Is.EqualTo(new[] { 5, 4, 3, 2, 1, 0 }));
    }

    private static async Task TheBadRowIsSeen(BatchSettlementsClient batches, string batch)
    {
        List<BatchSettlementRow> rows = await batches.Items(batch, new() { PerPage = 2 }).ToListAsync();
        BatchSettlementRow bad = await batches.Items(batch, new() { Status = BatchItemStatus.Failed }).SingleAsync();
        BatchProgress progress = (await batches.List().SingleAsync()).Progress!;

        Assert.That(rows.Select(row => (row.TrackId, row.State)), Is.EqualTo(new[]
        {
            ("01/maryam", BatchItemState.Submitted), ("01/reza", BatchItemState.Submitted), ("01/sara", BatchItemState.Failed),
            ("01/omid", BatchItemState.Submitted), ("01/nima", BatchItemState.Submitted),
        }), "three pages, each row once");
        Assert.That((bad.TrackId, bad.State, bad.TransactionId, bad.Amount),
            Is.EqualTo(("01/sara", BatchItemState.Failed, (long?)null, (Rial?)Rial.Of(80_000_000))));
        Assert.That(bad.ErrorMessage, Is.Not.Null.And.Not.Empty);
        Assert.That((progress.SubmittedCount, progress.FailedCount, progress.FailedAmount, progress.HasFailures, progress.IsAllSubmitted),
            Is.EqualTo((4L, 1L, (Rial?)Rial.Of(80_000_000), true, false)));
    }

    /// <summary>The closed account was handed over all the same: only the transaction of each row says that it is paid.</summary>
    private static async Task HandedOverIsNotPaid(ClientAndSandbox shop, string batch)
    {
        List<(string, TransactionStatus?)> ends = [];
        await foreach (BatchSettlementRow row in shop.Client.BatchSettlements.Items(batch))
        {
            WalletTransaction? transaction = await shop.Client.Wallet.Transactions(new() { TrackId = row.TrackId }).SingleOrDefaultAsync();
            Assert.That(transaction?.Id, Is.EqualTo(row.TransactionId));
            ends.Add((row.TrackId, transaction?.Status));
        }

        Assert.That(ends, Is.EqualTo(new (string, TransactionStatus?)[]
        {
            ("01/maryam", TransactionStatus.SettlementSucceeded), ("01/reza", TransactionStatus.SettlementSucceeded), ("01/sara", null),
            ("01/omid", TransactionStatus.SettlementFailed), ("01/nima", TransactionStatus.SettlementSucceeded),
        }));
    }

    private static async Task TheSameWagesAreNotPaidTwice(ClientAndSandbox shop, CreateBatchSettlement wages)
    {
        CreateBatchSettlement turned = wages with { Items = [.. wages.Items.Reverse()] };

        VandarApiException same = await Refused(shop, wages), otherOrder = await Refused(shop, turned);
        shop.Advance(TimeSpan.FromHours(1));

        Assert.That(same.Errors.Select(error => error.Field), Does.Contain("batch_id"));
        Assert.That(otherOrder.Key, Is.Not.EqualTo(same.Key), "other bytes are another batch");
        Assert.That(otherOrder.Errors.Select(error => error.Field),
            Is.EquivalentTo(Enumerable.Range(0, 5).Select(row => $"batches_settlement.{row}.track_id")), "but its rows are known");
    }

    private static async Task ALostAnswerIsLookedUp(ClientAndSandbox shop, CreateBatchSettlement corrected, string earlier)
    {
        BatchSettlementsClient batches = shop.Client.BatchSettlements;
        VandarException lost = await LostAnswer.Of(shop, () => batches.Create(corrected));

        Assert.That((lost.Key, lost.SettledBy), Is.EqualTo((corrected.ComputeBatchId(), "BatchSettlements.Items")));
        List<BatchSettlement> known = await batches.List(new() { PerPage = 1 }).ToListAsync();
        Assert.That(known.Select(batch => batch.BatchId), Is.EqualTo(new[] { lost.Key, earlier }), "it was registered");
        List<BatchSettlementRow> rows = await batches.Items(lost.Key!, new() { PerPage = 1 }).ToListAsync();
        Assert.That(rows.Select(row => (row.TrackId, row.State)),
            Is.EqualTo(new[] { ("01/sara/2", BatchItemState.Waiting), ("01/omid/2", BatchItemState.Waiting) }));

        VandarApiException again = await Refused(shop, corrected);
        Assert.That(again.Key, Is.EqualTo(lost.Key));
        await Refusal.Of(batches.ItemsPage(new string('0', 128), null, 1), HttpStatusCode.NotFound);
        shop.Advance(TimeSpan.FromHours(1));
        Assert.That((await batches.List().FirstAsync()).Progress!.IsAllSubmitted, Is.True);
    }

    private static Task<VandarApiException> Refused(ClientAndSandbox shop, CreateBatchSettlement batch) =>
        Refusal.Of(shop.Client.BatchSettlements.Create(batch), HttpStatusCode.UnprocessableEntity);

    /// <summary>What arrived at each bank, in Rial.</summary>
    private static (long Saman, long Mellat, long Melli, long Returning, long Nobody) Paid(ClientAndSandbox shop)
    {
        return (At(Saman), At(Mellat), At(Melli), At(Returning), At(SandboxBanking.UnknownBankCode));

        long At(string bank) => shop.Sandbox.Ledger.Balance(SandboxLedger.Bank(bank)).Value;
    }
}
