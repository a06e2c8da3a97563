using System.Text.Json;
using Vandar.Core.Sandbox;
using static Vandar.Core.Tests.Sandbox.SandboxPayouts;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxRefundTests
{
    [Test]
    public async Task Empty_body_gives_everything_back_to_the_payer()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        long payment = await Verified(shop);

        Reply refunded = await shop.Post(Refund(payment));
        JsonElement result = refunded.Data.GetProperty("results").EnumerateArray().Single();
        Rial wallet = shop.Sandbox.Business.Wallet;
        shop.Time.Advance(TimeSpan.FromSeconds(30));
        JsonElement row = (await shop.Get($"{Transactions}?channel=refund")).Data.EnumerateArray().Single();

        Assert.That((refunded["status"].GetInt32(), refunded.Data.Text("message")),
            Is.EqualTo((1, "عملیات بازگشت وجه با موفقیت ثبت گردید.")));
        Assert.That((result.Number("amount"), result.Number("wage"), result.Text("wallet"), result.Text("status")),
            Is.EqualTo((250_000L, 7_000L, "993000", "PENDING")), "Rial");
        Assert.That((result.Text("retry_count"), result.IsNull("payment_number"), result.Text("description")),
            Is.EqualTo(("01", true, $"بازگشت وجه تراکنش {payment}")));
        Assert.That((result.Text("created_at"), result.Text("refund_date")),
            Is.EqualTo(("1405/01/01 12:00:00", "1405/01/01 12:00:30")));
        Assert.That(wallet, Is.EqualTo(new Rial(993_000)), "paid at once");
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Payers), Is.EqualTo(Rial.Zero));
        Assert.That((row.Number("id"), row.Number("status"), row.Number("amount"), row.Number("wage")),
            Is.EqualTo((result.Number("gateway_transaction_id"), 2L, 25_000L, 700L)), "Toman");
        Assert.That((row.GetProperty("refund").Text("type"), row.GetProperty("refund").Number("source_transaction")),
            Is.EqualTo(("IPG", payment)));
        Assert.That(row.Text("card_number"), Is.EqualTo("603799******0006"));
    }

    [Test]
    public async Task Parts_of_a_payment_can_be_refunded_until_nothing_is_left()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        long payment = await Verified(shop);

        Reply part = await shop.Post(Refund(payment), """{"amount":"50000.00","payment_number":"900001","description":"half","comment":"x"}""");
        Reply tooMuch = await shop.Post(Refund(payment), """{"amount":200001}""");
        Reply rest = await shop.Post(Refund(payment), "{}");
        Reply nothing = await shop.Post(Refund(payment)), one = await shop.Post(Refund(payment), """{"amount":"1"}""");

        Assert.That((part.Status, tooMuch.Status, rest.Status, nothing.Status, one.Status), Is.EqualTo((200, 422, 200, 422, 422)));
        Assert.That((Amounts(part).Single(), Amounts(rest).Single()), Is.EqualTo((50_000L, 200_000L)));
        Assert.That((part.Data.GetProperty("results")[0].Text("payment_number"), part.Data.GetProperty("results")[0].Text("description")),
            Is.EqualTo(("900001", "half")));
        Assert.That(new[] { tooMuch, nothing, one }.Select(reply => (reply["status"].GetInt32(), string.Join(',', reply.Fields()))),
            Is.All.EqualTo((0, "amount")));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_000_000 - 14_000)));
        Assert.That(shop.Sandbox.Journal.Count(row => row.Operation == "refunds.create"), Is.EqualTo(2));
    }

    [Test]
    public async Task Refund_takes_both_kinds_of_form()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        long payment = await Verified(shop);
        using MultipartFormDataContent parts = new() { { new StringContent("20000"), "amount" }, { new StringContent("8"), "payment_number" } };

        Reply form = await shop.PostForm(Refund(payment), ("amount", "10000"), ("payment_number", "7"));
        Reply multipart = await shop.Send(HttpMethod.Post, Refund(payment), parts);

        Assert.That((Amounts(form).Single(), Amounts(multipart).Single()), Is.EqualTo((10_000L, 20_000L)));
    }

    [Test]
    public async Task Full_refunds_at_once_pay_once()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        long payment = await Verified(shop);

        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.Post(Refund(payment))));

        Assert.That(replies.Count(reply => reply.Status == 200), Is.EqualTo(1));
        Assert.That(shop.Settling(), Is.EqualTo(250_000));
    }

    [Test]
    public async Task Payment_number_is_taken_once()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        long first = await Verified(shop), second = await Verified(shop);

        Reply taken = await shop.Post(Refund(first), """{"amount":1000,"payment_number":"7"}""");
        Reply again = await shop.Post(Refund(first), """{"amount":1000,"payment_number":"7"}""");
        Reply elsewhere = await shop.Post(Refund(second), """{"amount":1000,"payment_number":7}""");

        Assert.That((taken.Status, again.Status, elsewhere.Status), Is.EqualTo((200, 422, 422)));
        Assert.That((again.Fields(), elsewhere.Fields()), Is.EqualTo((new[] { "payment_number" }, new[] { "payment_number" })));
    }

    [Test]
    public async Task Only_verified_payments_can_be_refunded()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string token = await shop.SendAndPay();
        long unverified = (await shop.Transaction(token))["transId"].GetInt64();
        long settlement = (await shop.Settle(Saman, amount: 5_000)).Number("transaction_id");

        Reply early = await shop.Post(Refund(unverified)), wrongKind = await shop.Post(Refund(settlement));
        Reply unknown = await shop.Post(Refund(1)), words = await shop.Post("v3/business/sample-shop/transaction/abc/refund");

        Assert.That((early.Status, early.Fields()[0], wrongKind.Status), Is.EqualTo((422, "transaction_id", 422)));
        Assert.That((unknown.Status, words.Status, words["status"].GetInt32()), Is.EqualTo((404, 404, 0)));
    }

    [Test]
    public async Task Refund_needs_its_tool_and_the_money()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        long payment = await Verified(shop);
        await shop.Settle(Saman, amount: 97_101);

        Reply poor = await shop.Post(Refund(payment));
        shop.Sandbox.Business.FillWallet(new Rial(10));
        Reply covered = await shop.Post(Refund(payment));
        await using SandboxShop closed = await SandboxShop.Open(new SandboxSwitches { ActiveTools = new HashSet<string> { "ipg" } });
        Reply inactive = await closed.Post(Refund(await Verified(closed)));

        Assert.That((poor.Status, poor["errors"].GetProperty("amount")[0].GetString()), Is.EqualTo((422, "عدم کفایت موجودی (کسری موجودی)")));
        Assert.That((covered.Status, shop.Sandbox.Business.Wallet), Is.EqualTo((200, Rial.Zero)), "amount and fee, to the last Rial");
        Assert.That((inactive.Status, inactive.Fields()), Is.EqualTo((422, new[] { "refund" })));
    }

    [TestCase("\"amount\":0", "amount")]
    [TestCase("\"amount\":-1", "amount")]
    [TestCase("\"amount\":\"1.5\"", "amount")]
    [TestCase("\"amount\":\"1e3\"", "amount")]
    [TestCase("\"amount\":true", "amount")]
    [TestCase("\"amount\":99999999999999999999999999999999", "amount")]
    [TestCase("\"payment_number\":\"x\"", "payment_number")]
    [TestCase("\"notify_url\":\"ftp://shop.example/\"", "notify_url")]
    public async Task Wrong_field_is_422_under_its_name(string wrong, string field)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Post(Refund(await Verified(shop)), $"{{{wrong}}}");

        Assert.That((reply.Status, string.Join(',', reply.Fields())), Is.EqualTo((422, field)));
    }

    [Test]
    public async Task Large_refund_comes_in_parts_each_with_its_fee()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { LargestRefundPart = new Rial(100_000) });
        long payment = await Verified(shop);

        Reply refunded = await shop.Post(Refund(payment));
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        Reply settlements = await shop.Get(SettlementsPath);

        Assert.That(Amounts(refunded), Is.EqualTo(new[] { 100_000L, 100_000L, 50_000L }));
        Assert.That(refunded.Data.GetProperty("results").EnumerateArray().Select(result => result.Text("id")), Is.Unique);
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_000_000 - 21_000)));
        JsonElement item = settlements.Data.GetProperty("settlements").GetProperty("data")[0];
        Assert.That((item.Number("amount"), item.Text("status"), item.IsNull("iban_id")), Is.EqualTo((50_000L, "DONE", true)),
            "refunds show up among the settlements");
    }

    [Test]
    public async Task Refund_the_payers_bank_rejects_comes_back_and_can_be_tried_again()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { FailingCardPrefixes = new HashSet<string> { "603799" } });
        long payment = await Verified(shop);
        Reply refunded = await shop.Post(Refund(payment));
        long transaction = refunded.Data.GetProperty("results")[0].Number("gateway_transaction_id");

        Reply cancelled = await shop.Delete($"{SettlementsPath}/{transaction}");
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        Rial wallet = shop.Sandbox.Business.Wallet;
        JsonElement row = (await shop.Get($"{Transactions}?id={transaction}")).Data[0];
        Reply again = await shop.Post(Refund(payment));

        Assert.That((cancelled.Status, again.Status), Is.EqualTo((422, 200)), "no cancel is documented for refunds");
        Assert.That(wallet, Is.EqualTo(new Rial(1_250_000)));
        Assert.That((row.Number("status"), row.IsNull("revised_transaction_id"), row.GetProperty("refund").IsNull("error_description")),
            Is.EqualTo((-3L, false, false)));
    }

    private static string Refund(long transaction) => $"v3/business/sample-shop/transaction/{transaction}/refund";

    private static async Task<long> Verified(SandboxShop shop) => (await shop.Verify(await shop.SendAndPay()))["transId"].GetInt64();

    private static long[] Amounts(Reply refunded) =>
        [.. refunded.Data.GetProperty("results").EnumerateArray().Select(result => result.Number("amount"))];
}
