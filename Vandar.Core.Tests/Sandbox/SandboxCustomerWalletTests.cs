using System.Text.Json;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxCustomerWalletTests
{
    private static Rial Wallet(SandboxShop shop) => shop.Sandbox.Business.Wallet;

    [Test]
    public async Task Money_goes_from_the_business_to_the_customer_and_back()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CustomerMoney = SandboxCustomerMoney.BusinessWallet });
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply deposit = await customer.Deposit(250_000, "dep-1042");
        Rial between = Wallet(shop);
        Reply withdrawal = await customer.Withdraw(100_000, "wd-1042");
        Reply balance = await shop.Get(customer.PathV2 + "/wallet");

        Assert.That(deposit.Text, Is.EqualTo($$"""
            {"id":"{{deposit["id"].GetString()}}","track_id":"dep-1042","status":1,"message":"واریز با موفقیت انجام شد","balance":250000,
            "currency":"RIAL","comment":"order 1"}
            """.ReplaceLineEndings("")));
        Assert.That((withdrawal["message"].GetString(), withdrawal["balance"].GetInt64()), Is.EqualTo(("برداشت با موفقیت انجام شد", 150_000L)));
        Assert.That(balance.Text, Is.EqualTo("""{"status":1,"balance":150000,"currency":"RIAL"}"""));
        Assert.That((between.Value, Wallet(shop).Value, customer.Balance), Is.EqualTo((750_000L, 850_000L, 150_000L)));
        Assert.That(shop.Sandbox.Journal.Where(row => row.Amount is not null).Select(row => (row.Operation, row.Key, row.Amount!.Value.Value)),
            Is.EqualTo(new[] { ("customers.wallet.deposit", "dep-1042", 250_000L), ("customers.wallet.withdraw", "wd-1042", 100_000L) }));
    }

    [Test]
    public async Task Track_id_works_once_even_in_a_crowd()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop), other = await RegisteredCustomer.Named(shop);

        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => customer.Deposit(10_000, "dep-1")));
        Reply[] elsewhere = [await customer.Withdraw(5_000, "dep-1"), await other.Deposit(10_000, "dep-1")];
        Reply anotherCase = await customer.Deposit(10_000, "DEP-1");

        Assert.That(replies.Count(reply => reply.Status == 200), Is.EqualTo(1));
        Assert.That(replies.Where(reply => reply.Status != 200).Concat(elsewhere).Select(reply => (reply.Status, reply["message"].GetString())),
            Is.All.EqualTo((422, "The given data was invalid.")));
        Assert.That(elsewhere.Select(reply => reply["errors"].EnumerateObject().Single().Name), Is.All.EqualTo("track_id"));
        Assert.That(anotherCase.Status, Is.EqualTo(200), "keys are case-sensitive");
        Assert.That(customer.Balance, Is.EqualTo(20_000));
    }

    [Test]
    public async Task What_is_not_there_cannot_be_moved_and_uses_up_no_track_id()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CustomerMoney = SandboxCustomerMoney.BusinessWallet });
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        await customer.Deposit(100, "d-0");

        Reply withdrawal = await customer.Withdraw(101, "w-1");
        Reply deposit = await customer.Deposit(1_000_000, "d-1");
        Reply[] again = [await customer.Withdraw(100, "w-1"), await customer.Deposit(1_000_000, "d-1")];

        Assert.That((withdrawal.Status, withdrawal["errors"].GetProperty("amount").GetArrayLength()), Is.EqualTo((422, 1)));
        Assert.That((deposit.Status, deposit["errors"].GetProperty("amount").GetArrayLength()), Is.EqualTo((422, 1)));
        Assert.That(again.Select(reply => reply.Status), Is.All.EqualTo(200));
        Assert.That((customer.Balance, Wallet(shop).Value), Is.EqualTo((1_000_000L, 0L)));
    }

    [Test]
    public async Task Wallets_may_be_kept_apart_from_the_business()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply deposit = await customer.Deposit(5_000_000, "d-1");
        Reply withdrawal = await customer.Withdraw(1_000_000, "w-1");

        Assert.That((deposit.Status, withdrawal.Status), Is.EqualTo((200, 200)));
        Assert.That((customer.Balance, Wallet(shop).Value), Is.EqualTo((4_000_000L, 1_000_000L)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.CustomerFunds("sample-shop")), Is.EqualTo(new Rial(-4_000_000)));
    }

    [TestCase("""{"track_id":"t-1"}""", "amount")]
    [TestCase("""{"amount":0,"track_id":"t-1"}""", "amount")]
    [TestCase("""{"amount":-5,"track_id":"t-1"}""", "amount")]
    [TestCase("""{"amount":1.5,"track_id":"t-1"}""", "amount")]
    [TestCase("""{"amount":"1e3","track_id":"t-1"}""", "amount")]
    [TestCase("""{"amount":9000000000000000000,"track_id":"t-1"}""", "amount")]
    [TestCase("""{"amount":1}""", "track_id")]
    [TestCase("""{"amount":1,"track_id":""}""", "track_id")]
    [TestCase("""{"amount":1,"track_id":12}""", "track_id")]
    [TestCase("""{"amount":1,"track_id":"t-1","comment":7}""", "comment")]
    public async Task Bad_order_is_422_under_the_field(string json, string field)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        await customer.Deposit(100, "d-0");

        Reply[] replies =
            [await shop.Post(customer.PathV2 + "/wallet/deposit", json), await shop.Post(customer.PathV2 + "/wallet/withdraw", json)];

        foreach (Reply reply in replies)
            Assert.That((reply.Status, reply["errors"].EnumerateObject().Single().Name), Is.EqualTo((422, field)));
        Assert.That(customer.Balance, Is.EqualTo(100));
    }

    [Test]
    public async Task Amount_may_be_a_text_of_digits_and_the_comment_may_be_missing()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply deposit = await shop.Post(customer.PathV2 + "/wallet/deposit", """{"amount":"250000","track_id":"t-1"}""");

        Assert.That((deposit["balance"].GetInt64(), deposit["comment"].ValueKind), Is.EqualTo((250_000L, JsonValueKind.Null)));
    }

    [TestCase(404)]
    [TestCase(422)]
    public async Task Balance_of_an_unknown_customer_is_refused_with_either_status(int status)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { UnknownCustomerWalletStatus = status });
        const string Unknown = RegisteredCustomer.V2 + "/079fe78e-c1fc-42b8-a908-c5aed843a47f";

        Reply balance = await shop.Get(Unknown + "/wallet");
        Reply deposit = await shop.Post(Unknown + "/wallet/deposit", """{"amount":1,"track_id":"t-1"}""");
        Reply transactions = await shop.Post(Unknown + "/transactions");

        Assert.That((balance.Status, balance.Text), Is.EqualTo((status, RegisteredCustomer.NotFound)));
        Assert.That((deposit.Status, transactions.Status), Is.EqualTo((404, 404)));
    }

    [Test]
    public async Task Transactions_are_listed_newest_first_by_POST_and_GET()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        Reply deposit = await customer.Deposit(500_000, "d-1");
        shop.Time.Advance(TimeSpan.FromHours(1));
        Reply withdrawal = await customer.Withdraw(100_000, "w-1");

        Reply posted = await shop.Post(customer.PathV2 + "/transactions", "{}"), got = await shop.Get(customer.PathV2 + "/transactions");

        long now = shop.Sandbox.Now.ToUnixTimeSeconds();
        Assert.That(posted.Text, Is.EqualTo(got.Text));
        Assert.That(posted.Json.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "data", "links", "meta", "status" }));
        Assert.That(posted.Data.GetRawText(), Is.EqualTo($$"""
            [{"uuid":"{{withdrawal["id"].GetString()}}","type":"withdraw","amount":-100000,"comment":"order 1","balance":"400000",
            "created_at":{{now}},"updated_at":{{now}}},
            {"uuid":"{{deposit["id"].GetString()}}","type":"deposit","amount":500000,"comment":"order 1","balance":"500000",
            "created_at":{{now - 3600}},"updated_at":{{now - 3600}}}]
            """.ReplaceLineEndings("")));
        Assert.That((posted["status"].GetInt32(), posted["meta"].GetProperty("per_page").GetInt32()), Is.EqualTo((1, 20)));
        Assert.That(posted["meta"].TryGetProperty("links", out _), Is.False);
    }

    [Test]
    public async Task Transactions_are_paged_by_query_or_body()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        for (int i = 0; i < 21; i++)
            await customer.Deposit(1, $"d-{i}");

        Reply byBody = await shop.Post(customer.PathV2 + "/transactions", """{"page":2}""");
        Reply byQuery = await shop.Get(customer.PathV2 + "/transactions?page=2");

        Assert.That((byBody.Data.GetArrayLength(), byBody.Data[0].GetProperty("balance").GetString()), Is.EqualTo((1, "1")));
        Assert.That(byQuery.Text, Is.EqualTo(byBody.Text));
    }

    // Cash-in code

    [Test]
    public async Task Code_is_made_at_first_use_and_stays()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop), other = await RegisteredCustomer.Named(shop);

        Reply first = await shop.Get(customer.PathV3 + "/cash-in-code"), created = await shop.Post(customer.PathV3 + "/cash-in-code");
        Reply older = await shop.Get(customer.PathV2 + "/cash-in-code"), theirs = await shop.Get(other.PathV3 + "/cash-in-code");
        Reply unknown = await shop.Get(RegisteredCustomer.V3 + "/none/cash-in-code");

        string code = first["code"].GetString()!;
        Assert.That(code, Does.Match("^14[0-9]{13}$").And.EqualTo(older["code"].GetString()).And.Not.EqualTo(theirs["code"].GetString()));
        Assert.That(first.Text, Is.EqualTo($$"""{"status":1,"code":"{{code}}","message":"شناسه پرداخت مشتری با موفقیت واکشی شد."}"""));
        Assert.That(created.Text, Is.EqualTo($$"""{"status":1,"code":"{{code}}","message":"شناسه پرداخت با موفقیت ایجاد شد"}"""));
        Assert.That((unknown.Status, unknown.Text), Is.EqualTo((404, RegisteredCustomer.NotFound)));
        Assert.That(shop.Sandbox.Journal.Count(row => row.Operation == "customers.cash_in_code"), Is.EqualTo(2), "one per customer");
    }

    [Test]
    public async Task Code_may_have_to_be_created()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CashInCodeNeedsPost = true });
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply early = await shop.Get(customer.PathV3 + "/cash-in-code");
        await shop.Post(customer.PathV3 + "/cash-in-code");
        Reply late = await shop.Get(customer.PathV3 + "/cash-in-code");

        Assert.That((early.Status, late.Status), Is.EqualTo((404, 200)));
    }

    [Test]
    public async Task Money_from_outside_reaches_the_wallet_of_the_code()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        string code = (await shop.Get(customer.PathV3 + "/cash-in-code"))["code"].GetString()!;

        bool byMethod = shop.Sandbox.Business.DepositByCustomerCode(code, new Rial(250_000));
        Reply byControl = await shop.Post("_sandbox/customers/cash-in", $$"""{"code":"{{code}}","amount":50000}""");
        bool nobody = shop.Sandbox.Business.DepositByCustomerCode("140000000000000", new Rial(1));
        Reply nobodyByControl = await shop.Post("_sandbox/customers/cash-in", """{"code":"140000000000000","amount":1}""");
        Reply nothing = await shop.Post("_sandbox/customers/cash-in", $$"""{"code":"{{code}}","amount":0}""");

        Assert.That((byMethod, nobody), Is.EqualTo((true, false)));
        Assert.That((byControl.Status, nobodyByControl.Status, nothing.Status), Is.EqualTo((200, 404, 422)));
        Assert.That(byControl.Text, Is.EqualTo($$"""{"customer_id":"{{customer.Id}}","balance_rial":300000}"""));
        Assert.That((customer.Balance, customer.State.Balance.Value, Wallet(shop).Value), Is.EqualTo((300_000L, 300_000L, 1_000_000L)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Payers), Is.EqualTo(new Rial(-300_000)));
        JsonElement row = (await shop.Post(customer.PathV2 + "/transactions")).Data[0];
        Assert.That((row.GetProperty("type").GetString(), row.GetProperty("amount").GetInt64()), Is.EqualTo(("deposit", 50_000L)));
        Assert.That(shop.Sandbox.Journal.Count(entry => entry.Operation == "customers.cash_in"), Is.EqualTo(2));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(long.MaxValue)]
    public async Task Impossible_amount_from_outside_is_refused(long amount)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Assert.That(() => shop.Sandbox.Business.DepositByCustomerCode("140000000000000", new Rial(amount)),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
