using System.Text.Json;
using Vandar.Core.Sandbox;
using static Vandar.Core.Tests.Sandbox.SandboxPayouts;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxQueuedSettlementTests
{
    private const string Queue = "v3/business/sample-shop/settlement/queued";

    [Test]
    public async Task Queued_settlement_waits_for_the_wallet_and_then_goes_out()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Reply created = await shop.Post(Queue, Order(Saman, amount: 100_000, more: ",\"description\":\"payout 78\""));
        string id = created.Data.Text("id")!;
        shop.Time.Advance(TimeSpan.FromHours(3));
        Reply waiting = await shop.Get($"{Queue}/{id}");

        await shop.Verify(await shop.SendAndPay(22_000));
        shop.Time.Advance(TimeSpan.FromHours(3));
        Reply sent = await shop.Get($"{Queue}/{id}"), settlement = await shop.Get($"{ByTrackId}/t-1");

        Assert.That((created.Data.Number("amount"), created.Data.Number("amount_toman"), created.Data.Text("created_at")),
            Is.EqualTo((1_000_000L, 100_000L, "2026-03-21 12:00:00")));
        Assert.That((created.Data.Text("status"), waiting.Data.Text("status"), waiting.Data.IsNull("transaction_id")),
            Is.EqualTo(("PENDING", "PENDING", true)));
        JsonElement item = settlement.Data.GetProperty("settlements")[0];
        Assert.That((sent.Data.Text("status"), sent.Data.Number("transaction_id")), Is.EqualTo(("SUBMITTED", item.Number("transaction_id"))));
        Assert.That((item.Text("status"), item.Text("settlement_done_time_prediction"), item.Text("description")),
            Is.EqualTo(("DONE", "2026-03-21 15:30:30", "payout 78")), "from the moment the money came");
        Assert.That((shop.Sandbox.Business.Wallet, shop.AtBank("056")), Is.EqualTo((Rial.Zero, 1_000_000L)));
    }

    [Test]
    public async Task Queue_drains_in_the_order_of_arrival_when_the_wallet_is_filled()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await shop.Post(Queue, Order(Saman, "large", 200_000));
        await shop.Post(Queue, Order(Saman, "small", 10_000));
        Reply before = await shop.Get($"{Queue}?status=PENDING");

        Reply filled = await shop.Post("_sandbox/wallet/fill", """{"business":"sample-shop","rial":1500000}""");
        Reply after = await shop.Get($"{Queue}?status=SUBMITTED"), page = await shop.Get($"{Queue}?per_page=1&page=2");
        Reply[] wrong =
        [
            await shop.Post("_sandbox/wallet/fill", """{"business":"other","rial":1}"""),
            await shop.Post("_sandbox/wallet/fill", """{"business":"sample-shop","rial":0}"""),
        ];

        Assert.That((before.Data.GetArrayLength(), after.Data.GetArrayLength()), Is.EqualTo((2, 2)));
        Assert.That((filled.Status, filled["businesses"][0].Number("wallet_rial")), Is.EqualTo((200, 356_000L)));
        Assert.That((page.Data.EnumerateArray().Single().Text("track_id"), page["meta"].Number("total")), Is.EqualTo(("large", 2L)),
            "newest first");
        Assert.That(wrong.Select(reply => reply.Status), Is.All.EqualTo(422));
        Assert.That((await shop.Get(Transactions)).Data.EnumerateArray().Select(row => row.Text("track_id")), Is.EqualTo(new[] { "small", "large" }));
    }

    [Test]
    public async Task Covered_settlement_goes_out_at_once_or_after_the_queues_own_delay()
    {
        await using SandboxShop quick = await SandboxShop.Open();
        await using SandboxShop slow = await SandboxShop.Open(new SandboxSwitches { QueueDelay = TimeSpan.FromMinutes(10) });
        await quick.Post(Queue, Order(Saman));
        await slow.Post(Queue, Order(Saman));

        Reply quickly = await quick.Get(Queue), early = await slow.Get(Queue);
        slow.Time.Advance(TimeSpan.FromMinutes(10));
        Reply late = await slow.Get(Queue);

        Assert.That((quickly.Data[0].Text("status"), early.Data[0].Text("status"), late.Data[0].Text("status")),
            Is.EqualTo(("SUBMITTED", "PENDING", "SUBMITTED")));
    }

    [Test]
    public async Task Cancelled_settlement_leaves_the_queue_and_frees_the_next()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string large = (await shop.Post(Queue, Order(Saman, "large", 200_000))).Data.Text("id")!;
        string small = (await shop.Post(Queue, Order(Saman, "small", 10_000))).Data.Text("id")!;
        shop.Time.Advance(TimeSpan.FromHours(2));

        Reply cancelled = await shop.Post(Queue + "/cancel", $$"""{"id":"{{large}}"}""");
        Reply repeated = await shop.Post(Queue + "/cancel", $$"""{"id":"{{large}}"}""");
        Reply sent = await shop.Post(Queue + "/cancel", $$"""{"id":"{{small}}"}""");
        Reply unknown = await shop.Post(Queue + "/cancel", """{"id":17}"""), empty = await shop.Post(Queue + "/cancel", "{}");
        Reply list = await shop.Get(Queue);

        Assert.That((cancelled.Status, cancelled["status"].GetInt32(), repeated.Status, sent.Status), Is.EqualTo((200, 1, 422, 422)));
        Assert.That((unknown.Status, empty.Status, empty.Fields()), Is.EqualTo((404, 422, new[] { "id" })));
        Assert.That(list.Data.EnumerateArray().Select(item => item.Text("status")), Is.EqualTo(new[] { "SUBMITTED", "CANCELED" }));
        Assert.That((shop.Settling(), (await shop.Get(Transactions)).Data[0].Text("created_at")),
            Is.EqualTo((100_000L, "14:00:00 - 1405/1/1")), "sent when its turn came, not when it was queued");
        Assert.That(shop.Sandbox.Journal.Select(row => (row.Operation, row.Key)), Is.EqualTo(new[]
        {
            ("queued_settlements.create", "large"), ("queued_settlements.create", "small"), ("queued_settlements.cancel", "large"),
        }));
    }

    [Test]
    public async Task Queue_checks_as_the_settlement_service_does_but_for_the_wallet()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await shop.Settle(Saman, "known", 5_000);

        Reply empty = await shop.Post(Queue, "{}"), small = await shop.Post(Queue, Order(Saman, amount: 4_999));
        Reply known = await shop.Post(Queue, Order(Saman, "known"));
        Reply large = await shop.Post(Queue, Order(Saman, "large", 999_999_999_999));
        Reply again = await shop.Post(Queue, Order(Saman, "large"));

        Assert.That((empty.Status, empty["status"].GetInt32()), Is.EqualTo((422, 0)));
        Assert.That(empty.Fields(), Is.EquivalentTo(new[] { "amount", "iban", "track_id" }));
        Assert.That((small.Fields()[0], large.Status), Is.EqualTo(("amount", 200)));
        Assert.That(new[] { known, again }.Select(reply => (reply.Status, reply.Fields()[0])), Is.All.EqualTo((422, "track_id")));
    }

    [Test]
    public async Task Unit_of_the_amount_is_a_switch()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { QueuedAmountInRial = true });

        Reply created = await shop.Post(Queue, Order(Saman, amount: 50_000)), small = await shop.Post(Queue, Order(Saman, "t-2", 49_999));

        Assert.That((created.Data.Number("amount"), small.Status), Is.EqualTo((50_000L, 422)));
    }

    [Test]
    public async Task Unknown_item_is_404()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Get(Queue + "/b1d6b6a0-1f0e-4c7e-9c1d-2a6a5c1f7e10");

        Assert.That((reply.Status, reply.Text), Is.EqualTo((404, """{"status":0,"message":"خطای ۴۰۴ رخ داده است"}""")));
    }
}
