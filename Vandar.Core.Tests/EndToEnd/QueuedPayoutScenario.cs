using System.Net;
using Vandar.Core.Avand;
using Vandar.Core.QueuedSettlements;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Sandbox;
using Vandar.Core.Wallet;
using StatementRow = Vandar.Core.Avand.StatementRow;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>A shop with an empty wallet queues payouts to its own bank account, takes one back, and sees the rest arrive there when money
/// comes.</summary>
internal static class QueuedPayoutScenario
{
    private static readonly Iban s_office = Iban.Parse(SandboxPayouts.IbanAt("056"));

    internal static async Task Run(ClientAndSandbox shop)
    {
        SandboxBusiness business = shop.Sandbox.Business;
        QueuedSettlementsClient queue = shop.Client.QueuedSettlements;
        business.ConnectAccount(s_office, Rial.Of(500_000));
        await EmptyTheWallet(shop);

        QueuedSettlement rent = await queue.Create(Payout("rent", 60_000));
        QueuedSettlement order = await queue.Create(Payout("order", 50_000));
        QueuedSettlement stock = await queue.Create(Payout("stock", 20_000));
        QueuedSettlement post = await QueuedWithoutAnAnswer(shop, Payout("post", 10_000));
        await Refusal.Of(queue.Create(Payout("rent", 60_000)), "track_id");
        shop.Advance(TimeSpan.FromHours(3));

        QueuedSettlement waiting = await queue.Get(rent.Id!);
        Assert.That((waiting.TrackId, waiting.Status, waiting.TransactionId), Is.EqualTo(("rent", QueuedSettlementStatus.Pending, (long?)null)));
        Assert.That(waiting.AmountToman, Is.EqualTo(Toman.Of(60_000)), "the unit that is not documented is proved to be Toman");
        Assert.That(await States(queue), Is.EqualTo(new[] { ("post", "PENDING"), ("stock", "PENDING"), ("order", "PENDING"), ("rent", "PENDING") }));

        await queue.Cancel(new() { Id = order.Id! });
        Assert.That((await queue.Get(order.Id!)).Status, Is.EqualTo(QueuedSettlementStatus.Canceled));
        await TheRestGoesOutInOrder(shop);
        await Refusal.Of(queue.Cancel(new() { Id = rent.Id! }), HttpStatusCode.UnprocessableEntity);

        List<WalletTransaction> payouts = await shop.Client.Wallet.Transactions(new() { Channel = TransactionChannel.Settlements }).ToListAsync();
        Assert.That(payouts.Select(row => row.TrackId), Is.EqualTo(new[] { "post", "stock", "rent", "all-there-was" }), "newest first");
        Assert.That(payouts.Take(3).Select(row => (long?)row.Id), Is.EqualTo(new[]
        {
            (await queue.Get(post.Id!)).TransactionId, (await queue.Get(stock.Id!)).TransactionId, (await queue.Get(rent.Id!)).TransactionId,
        }));

        await TheyArriveInTheAccount(shop);
        Assert.That(business.Wallet, Is.EqualTo(Rial.Zero));
        Assert.That(shop.Sandbox.Journal.Skip(1).Select(row => (row.Operation, row.Key)), Is.EqualTo(new[]
        {
            ("queued_settlements.create", "rent"), ("queued_settlements.create", "order"), ("queued_settlements.create", "stock"),
            ("queued_settlements.create", "post"), ("queued_settlements.cancel", "order"),
        }), "each once, after the ordinary payout");
    }

    private static CreateQueuedSettlement Payout(string trackId, long amount) => new()
    {
        AmountInUndocumentedUnit = amount, Iban = s_office, TrackId = trackId, Description = "برداشت " + trackId,
    };

    /// <summary>An ordinary payout is refused by then, which is what the queue is for.</summary>
    private static async Task EmptyTheWallet(ClientAndSandbox shop)
    {
        Iban supplier = Iban.Parse(SandboxPayouts.IbanAt("012"));
        await shop.Client.Settlements.Create(new() { Amount = Toman.Of(97_800), Iban = supplier, TrackId = "all-there-was" });

        Assert.That((await shop.Client.Wallet.Balance()).Wallet, Is.EqualTo(Toman.Zero));
        await Refusal.Of(
            shop.Client.Settlements.Create(new() { Amount = Toman.Of(5_000), Iban = supplier, TrackId = "one-more" }),
            HttpStatusCode.UnprocessableEntity);
    }

    private static async Task<QueuedSettlement> QueuedWithoutAnAnswer(ClientAndSandbox shop, CreateQueuedSettlement payout)
    {
        VandarException lost = await LostAnswer.Of(shop, () => shop.Client.QueuedSettlements.Create(payout));

        Assert.That((lost.Key, lost.SettledBy), Is.EqualTo((payout.TrackId, "QueuedSettlements.List")));
        return await shop.Client.QueuedSettlements.List().SingleAsync(row => row.TrackId == lost.Key);
    }

    private static async Task TheRestGoesOutInOrder(ClientAndSandbox shop)
    {
        QueuedSettlementsClient queue = shop.Client.QueuedSettlements;

        (string, string)[] oneIsGone = [("post", "PENDING"), ("stock", "PENDING"), ("order", "CANCELED"), ("rent", QueuedSettlementStatus.Submitted.Value)];

        shop.Sandbox.Business.FillWallet(Rial.Of(700_000));
        Assert.That(await States(queue), Is.EqualTo(oneIsGone));
        shop.Advance(TimeSpan.FromMinutes(10));
        shop.Sandbox.Business.FillWallet(Rial.Of(50_000));
        Assert.That(await States(queue), Is.EqualTo(oneIsGone), "the small one, for which there is enough, does not overtake");
        shop.Advance(TimeSpan.FromMinutes(10));
        shop.Sandbox.Business.FillWallet(Rial.Of(216_000));
        Assert.That(await States(queue),
            Is.EqualTo(new[] { ("post", "SUBMITTED"), ("stock", "SUBMITTED"), ("order", "CANCELED"), ("rent", "SUBMITTED") }));
        Assert.That((await queue.List(new() { Status = QueuedSettlementStatus.Canceled }).SingleAsync()).TrackId, Is.EqualTo("order"));
    }

    private static async Task TheyArriveInTheAccount(ClientAndSandbox shop)
    {
        AvandClient avand = shop.Client.Avand;
        AccountBalance before = await avand.LastBalance(s_office);
        shop.Advance(TimeSpan.FromHours(1));

        AccountBalance after = await avand.LastBalance(s_office);
        List<StatementRow> statement = await avand.Statement(new() { Iban = s_office, PerPage = 3 }).ToListAsync();

        Assert.That(new[] { before.Balance, after.Balance, after.AvailableBalance }, Is.EqualTo(new long?[] { 500_000, 1_400_000, 1_400_000 }), "Rial");
        Assert.That(statement.Select(row => row.Amount), Is.EqualTo(new long?[] { 100_000, 200_000, 600_000, 500_000 }));
        Assert.That(statement.Select(row => row.Balance), Is.EqualTo(new long?[] { 1_400_000, 1_300_000, 1_100_000, 500_000 }));
        Assert.That(statement.Take(3).Select(row => row.Description), Is.EqualTo(new[] { "برداشت post", "برداشت stock", "برداشت rent" }));
        Assert.That(statement.Select(row => row.TrackingCode), Is.Unique.And.All.Not.Null);
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Bank(s_office.BankCode)).Value, Is.EqualTo(after.Balance));
        await Refusal.Of(avand.LastBalance(Iban.Parse(SandboxPayouts.IbanAt("012"))), HttpStatusCode.NotFound);
    }

    private static async Task<List<(string?, string)>> States(QueuedSettlementsClient queue) =>
        await queue.List(new() { PerPage = 3 }).Select(row => (row.TrackId, row.Status.Value)).ToListAsync();
}
