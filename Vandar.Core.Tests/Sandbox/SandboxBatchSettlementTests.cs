using System.Text.Json;
using Vandar.Core.Sandbox;
using static Vandar.Core.Tests.Sandbox.SandboxPayouts;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxBatchSettlementTests
{
    private const string Create = "api/v2/business/sample-shop/batches-settlement";
    private const string Batches = "api/v2/business/sample-shop/batches";
    private const string Items = "api/v2/business/sample-shop/batch-settlements";

    [Test]
    public async Task Documented_sample_is_accepted_and_counted()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        const string Item =
            """{"track_id":"c612c886-7215-416c-bb55-2cefcde40e7d","iban":"IR350700001000116383322001","amount":50000,"""
            + "\"payment_number\":1,\"description\":\"test\"}";
        const string BatchId =
            "e94cf0682d8721dee87c9e50544a17c079a0efe1e9a2514d410a49883c82180c9967bfe9ca2afdc2fba60d57e42b87c630c3f9f73eb3edb1aaf3438b4bfe7d6f";

        Reply created = await shop.Post(Create, BatchBody($"[{Item}]", BatchId));

        Assert.That(created.Status, Is.EqualTo(200), created.Text);
        Assert.That((created["batch_id"].GetString(), created["total_amount"].GetInt64(), created["created_at"].GetInt64()),
            Is.EqualTo((BatchId, 50_000L, shop.Sandbox.Now.ToUnixTimeSeconds())));
        Assert.That(Counts(created.Json), Is.EqualTo((1L, 1L, 0L, 0L)));
        Assert.That((created["status"].Number("init_amount"), created["cancelable"].GetBoolean()), Is.EqualTo((50_000L, false)));
    }

    [Test]
    public async Task Items_are_handed_over_one_by_one_and_settle_like_any_other()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string items = Rows(Order(Saman, "a", 50_000), Order(Saman, "b", 60_000, ",\"is_instant\":true"), Order(OwnIban, "c", 70_001));
        Reply created = await shop.Post(Create, BatchBody(items));

        shop.Time.Advance(TimeSpan.FromSeconds(2));
        Reply two = await shop.Get($"{Items}/{Hash(items)}?status=SUBMITTED"), waiting = await shop.Get($"{Items}/{Hash(items)}?status=INIT");
        shop.Time.Advance(TimeSpan.FromSeconds(30));
        Reply list = await shop.Get(Batches);
        Reply instant = await shop.Get($"{ByTrackId}/b"), slow = await shop.Get($"{ByTrackId}/a");
        Rial wallet = shop.Sandbox.Business.Wallet;
        shop.Time.Advance(TimeSpan.FromHours(1));

        Assert.That((Counts(created.Json), Counts(list.Data[0])), Is.EqualTo(((3L, 3L, 0L, 0L), (3L, 0L, 3L, 0L))));
        JsonElement item = two.Data[0];
        Assert.That((two.Data.GetArrayLength(), item.Text("amount"), item.Text("track_id"), item.Text("type")),
            Is.EqualTo((2, "50000", "a", "ACH")), "numbers come back as texts");
        Assert.That((item.IsNull("error_message"), waiting.Data[0].IsNull("transaction_id")), Is.EqualTo((true, true)));
        JsonElement Only(Reply reply) => reply.Data.GetProperty("settlements")[0];
        Assert.That((Only(instant).Text("status"), Only(slow).Text("status")), Is.EqualTo(("DONE", "PENDING")));
        Assert.That(Only(slow).Number("gateway_transaction_id"), Is.EqualTo(item.Number("transaction_id")));
        Assert.That(wallet, Is.EqualTo(new Rial(1_000_000 - 180_001 - 3 * 22_000)));
        Assert.That((shop.AtBank("056"), shop.AtBank("062")), Is.EqualTo((110_000L, 70_001L)));
        Assert.That(await shop.RowStatuses("&channel=settlements"), Is.EqualTo(new[] { 2, 2, 2 }));
        Assert.That(shop.Sandbox.Journal.Select(row => (row.Operation, row.Key, row.Amount)),
            Is.EqualTo(new[] { ("batch_settlements.create", Hash(items), (Rial?)new Rial(180_001)) }));
    }

    [Test]
    public async Task Row_with_a_wrong_IBAN_fails_alone()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string items = Rows(Order(Saman, "a"), Order("IR180620000000123456789001", "b"), Order("nothing", "c"), Order(Failing, "d"),
            Order(IbanAt(SandboxBanking.UnknownBankCode), "e"));
        await shop.Post(Create, BatchBody(items));

        shop.Time.Advance(TimeSpan.FromHours(1));
        Reply all = await shop.Get($"{Items}/{Hash(items)}");

        Assert.That(all.Data.EnumerateArray().Select(item => (item.Text("status"), item.IsNull("error_message"), item.IsNull("transaction_id"))),
            Is.EqualTo(new[]
            {
                ("SUBMITTED", true, false), ("FAILED", false, true), ("FAILED", false, true), ("SUBMITTED", true, false),
                ("FAILED", false, true),
            }), "what the bank gives back was handed over all the same");
        Assert.That((await shop.Get($"{ByTrackId}/d")).Data.GetProperty("settlements")[0].Text("status"), Is.EqualTo("FAILED"));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_000_000 - 72_000)));
    }

    [Test]
    public async Task Items_wait_in_order_until_the_wallet_is_filled()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string items = Rows(Order(Saman, "a", 500_000), Order(Saman, "b", 500_000), Order(Saman, "c", 100_000));
        await shop.Post(Create, BatchBody(items));

        shop.Time.Advance(TimeSpan.FromMinutes(5));
        Reply before = await shop.Get($"{Items}/{Hash(items)}");
        shop.Sandbox.Business.FillWallet(new Rial(200_000));
        shop.Time.Advance(TimeSpan.FromHours(2));
        Reply after = await shop.Get($"{Items}/{Hash(items)}");
        JsonElement late = (await shop.Get($"{Transactions}?track_id=c")).Data[0];

        Assert.That(Statuses(before), Is.EqualTo(new[] { "SUBMITTED", "INIT", "INIT" }), "the small one does not overtake");
        Assert.That(Statuses(after), Is.EqualTo(new[] { "SUBMITTED", "SUBMITTED", "SUBMITTED" }));
        Assert.That(late.Text("created_at"), Is.EqualTo("12:05:00 - 1405/1/1"), "handed over when the money came, not when somebody looked");
        Assert.That((shop.Sandbox.Business.Wallet, shop.AtBank("056")), Is.EqualTo((new Rial(34_000), 1_100_000L)));
    }

    [Test]
    public async Task Items_without_cover_fail_if_the_switch_says_so()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { BatchWaitsForWallet = false });
        string items = Rows(Order(Saman, "a", 500_000_000), Order(Saman, "b"));
        await shop.Post(Create, BatchBody(items));

        shop.Time.Advance(TimeSpan.FromMinutes(1));
        Reply all = await shop.Get($"{Items}/{Hash(items)}");

        Assert.That(Statuses(all), Is.EqualTo(new[] { "FAILED", "SUBMITTED" }));
        Assert.That(all.Data[0].Text("error_message"), Is.EqualTo("عدم کفایت موجودی (کسری موجودی)"));
    }

    [Test]
    public async Task Batch_and_track_ids_are_taken_once()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await shop.Settle(Saman, "single", 5_000);
        string items = Rows(Order(Saman, "a"));

        Reply[] same = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => shop.Post(Create, BatchBody(items))));
        Reply known = await shop.Post(Create, BatchBody(Rows(Order(Saman, "b"), Order(Saman, "single"))));
        Reply twice = await shop.Post(Create, BatchBody(Rows(Order(Saman, "b"), Order(Saman, "b"))));
        Reply storedLater = await shop.Post(Store, Order(Saman, "a"));

        Reply refused = same.First(reply => reply.Status != 200);
        Assert.That(same.Select(reply => reply.Status), Is.EquivalentTo(new[] { 200, 422, 422, 422 }));
        Assert.That(refused.Fields(), Is.EquivalentTo(new[] { "batch_id", "batches_settlement.0.track_id" }));
        Assert.That(refused["message"].GetString(), Is.EqualTo("The given data was invalid."));
        Assert.That((known.Fields(), twice.Fields()),
            Is.EqualTo((new[] { "batches_settlement.1.track_id" }, new[] { "batches_settlement.1.track_id" })));
        Assert.That(storedLater.Status, Is.EqualTo(422));
        shop.Time.Advance(TimeSpan.FromHours(1));
        Assert.That(shop.AtBank("056"), Is.EqualTo(100_000), "50,000 alone and 50,000 in the one batch");
    }

    [TestCase("{}", "batches_settlement,batch_id")]
    [TestCase("""{"batch_id":"x","batches_settlement":[]}""", "batches_settlement,batch_id")]
    [TestCase("""{"batch_id":"x","batches_settlement":["y"]}""", "batches_settlement.0,batch_id")]
    public async Task Batch_without_id_or_items_is_refused(string body, string fields)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Post(Create, body);

        Assert.That((reply.Status, string.Join(',', reply.Fields())), Is.EqualTo((422, fields)));
    }

    [TestCase("\"amount\":49999", "amount")]
    [TestCase("\"amount\":500000001", "amount")]
    [TestCase("\"amount\":null", "amount")]
    [TestCase("\"iban\":null", "iban")]
    [TestCase("\"iban\":5", "iban")]
    [TestCase("\"track_id\":null", "track_id")]
    [TestCase("\"type\":\"SATNA\"", "type")]
    [TestCase("\"payment_number\":\"a\"", "payment_number")]
    public async Task Wrong_item_refuses_the_batch_under_its_place(string wrong, string field)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string items = Rows(Order(Saman, "a"), Order(Saman, "b", more: "," + wrong));

        Reply reply = await shop.Post(Create, BatchBody(items));

        Assert.That((reply.Status, string.Join(',', reply.Fields())), Is.EqualTo((422, "batches_settlement.1." + field)));
        Assert.That((await shop.Get(Batches)).Data.GetArrayLength(), Is.Zero);
    }

    [TestCase(SandboxBatchHash.AsSent, true, false)]
    [TestCase(SandboxBatchHash.AsPhp, false, true)]
    [TestCase(SandboxBatchHash.Off, true, true)]
    public async Task Batch_id_is_the_hash_of_the_items(SandboxBatchHash check, bool asSent, bool asPhp)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { BatchHash = check });
        string Items(string track) => Rows(Order(Saman, track, more: ",\"description\": \"پ/\\\"1\""));
        string Php(string track) => Rows(Order(Saman, track, more: ",\"description\":\"\\u067e\\/\\\"1\""));

        Reply sent = await shop.Post(Create, BatchBody(Items("a"), Hash(Items("a"))));
        Reply php = await shop.Post(Create, BatchBody(Items("b"), Hash(Php("b"))));
        Reply upper = await shop.Post(Create, BatchBody(Items("c"), Hash(Items("c")).ToUpperInvariant()));

        Assert.That((sent.Status == 200, php.Status == 200, upper.Status), Is.EqualTo((asSent, asPhp, 422)));
    }

    [Test]
    public async Task Batches_and_items_come_in_pages()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        shop.Sandbox.Business.FillWallet(new Rial(100_000_000));
        for (int batch = 0; batch < 12; batch++)
            await shop.Post(Create, BatchBody(Rows([.. Enumerable.Range(0, batch == 0 ? 25 : 1).Select(item => Order(Saman, $"{batch}-{item}"))])));
        string first = Hash(Rows([.. Enumerable.Range(0, 25).Select(item => Order(Saman, $"0-{item}"))]));

        Reply batches = await shop.Get(Batches), rest = await shop.Get($"{Batches}?page=2");
        Reply items = await shop.Get($"{Items}/{first}"), more = await shop.Get($"{Items}/{first}?page=3&per_page=10");

        JsonElement meta = batches["meta"];
        Assert.That((batches.Data.GetArrayLength(), meta.Number("per_page"), meta.Number("last_page"), meta.Number("total")),
            Is.EqualTo((10, 10L, 2L, 12L)));
        Assert.That((rest.Data.GetArrayLength(), rest.Data[1].Text("batch_id"), rest["links"].IsNull("next")), Is.EqualTo((2, first, true)));
        Assert.That(meta.GetProperty("links").EnumerateArray().Select(link => (link.Text("label"), link.GetProperty("active").GetBoolean())),
            Is.EqualTo(new[] { ("&laquo; قبلی", false), ("1", true), ("2", false), ("بعدی &raquo;", false) }));
        Assert.That((items.Data.GetArrayLength(), items["meta"].Number("per_page"), more.Data.GetArrayLength(), more["meta"].Number("from")),
            Is.EqualTo((20, 20L, 5, 21L)));
    }

    [Test]
    public async Task Unknown_batch_is_404_and_a_wrong_filter_422()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string items = Rows(Order(Saman, "a"));
        await shop.Post(Create, BatchBody(items));

        Reply unknown = await shop.Get($"{Items}/{Hash("")}"), wrong = await shop.Get($"{Items}/{Hash(items)}?status=DONE");

        Assert.That((unknown.Status, unknown["status"].GetInt32()), Is.EqualTo((404, 0)));
        Assert.That((wrong.Status, wrong.Fields()), Is.EqualTo((422, new[] { "status" })));
    }

    [Test]
    public async Task Batches_need_a_token_and_their_tool()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { ActiveTools = new HashSet<string>() });

        Reply closed = await shop.Get(Batches);
        shop.AccessToken = null;
        Reply stranger = await shop.Get(Batches);

        Assert.That((closed.Status, stranger.Status, stranger.Text), Is.EqualTo((403, 401, """{"status":0,"error":"Unauthenticated"}""")));
    }

    private static string Rows(params string[] items) => $"[{string.Join(',', items)}]";

    private static string?[] Statuses(Reply reply) => [.. reply.Data.EnumerateArray().Select(item => item.Text("status"))];

    private static (long Total, long Init, long Submitted, long Failed) Counts(JsonElement batch)
    {
        JsonElement status = batch.GetProperty("status");
        return (status.Number("total_count"), status.Number("init_count"), status.Number("submitted_count"), status.Number("failed_count"));
    }
}
