using System.Text.Json;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxCashInTests
{
    private const string Root = "v3/business/sample-shop/cash-in/";
    private const string Transactions = "v3/business/sample-shop/transaction";
    private const string DepositorIban = "IR930170000000223344556677";

    private static readonly Iban s_depositor = Iban.Parse(DepositorIban);
    private static readonly Rial s_opening = new(1_000_000);

    [Test]
    public async Task Code_of_the_business_is_the_one_in_its_data_and_stands_at_the_top_or_in_data()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await using SandboxShop other = await SandboxShop.Open(new SandboxSwitches { DepositCodeInData = true });

        Reply top = await shop.Get(Root + "code"), inData = await other.Get(Root + "code");
        Reply business = await shop.Get("v2/business/sample-shop");

        Assert.That((top.Status, top["status"].GetInt32()), Is.EqualTo((200, 1)));
        Assert.That(top.Code, Does.Match("^[0-9]{15}$").And.EqualTo(shop.Sandbox.Business.CashInCode));
        Assert.That(business.Data.GetProperty("cash_in_code").GetString(), Is.EqualTo(top.Code));
        Assert.That((inData.Data.GetProperty("code").GetString(), inData.Json.TryGetProperty("code", out _)), Is.EqualTo((top.Code, false)));
    }

    [Test]
    public async Task Deposit_from_outside_shows_in_wallet_and_both_lists()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        shop.Sandbox.Business.DepositByCode(new Rial(1_500_000), s_depositor, "سارا نمونه");

        JsonElement deposit = (await shop.Get(Root + "pic/transactions")).Data[0];
        JsonElement row = (await shop.Get(Transactions + "?channel=cash-in-by-code")).Data[0];
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(2_500_000)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Bank("017")), Is.EqualTo(new Rial(-1_500_000)));
        Assert.That((deposit.GetProperty("amount").GetInt64(), deposit.GetProperty("status").GetString()), Is.EqualTo((1_500_000, "DONE")));
        Assert.That(deposit.GetProperty("code").GetString(), Is.EqualTo(shop.Sandbox.Business.CashInCode));
        Assert.That((deposit.GetProperty("payer_iban").GetString(), deposit.GetProperty("payer_name").GetString()),
            Is.EqualTo((DepositorIban, "سارا نمونه")));
        Assert.That(deposit.GetProperty("created_at").GetString(), Is.EqualTo("1405/01/01 12:00:00"));
        Assert.That(deposit.GetProperty("id").GetInt64(), Is.EqualTo(row.GetProperty("id").GetInt64()));
        Assert.That((row.GetProperty("amount").GetInt64(), row.GetProperty("wallet").GetInt64(), row.GetProperty("status").GetInt32()),
            Is.EqualTo((150_000L, 250_000L, 1)), "Toman");
        Assert.That(row.GetProperty("payer").GetProperty("iban").GetString(), Is.EqualTo(DepositorIban));
        Assert.That(row.GetProperty("is_shaparak_port").GetBoolean(), Is.False);
    }

    [TestCase("q=IR93017&search_field=iban", 1)]
    [TestCase("q=IR93017", 1)]
    [TestCase("q=IR93018&search_field=iban", 0)]
    public async Task Transaction_list_searches_the_depositors_IBAN(string query, int expected)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        shop.Sandbox.Business.DepositByCode(new Rial(10_000), s_depositor);

        Reply list = await shop.Get($"{Transactions}?{query}");

        Assert.That(list.Data.GetArrayLength(), Is.EqualTo(expected));
    }

    [Test]
    public async Task Lists_of_code_deposits_may_count_in_Toman()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CodeDepositsInToman = true });
        shop.Sandbox.Business.DepositByCode(new Rial(1_500_000), s_depositor);

        Reply list = await shop.Get(Root + "pic/transactions");

        Assert.That(list.Data[0].GetProperty("amount").GetInt64(), Is.EqualTo(150_000));
    }

    [Test]
    public async Task Pages_of_deposits_run_from_the_newest_by_number()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        for (int i = 1; i <= 12; i++)
            shop.Sandbox.Business.DepositByCode(new Rial(i * 1000), s_depositor);

        Reply first = await shop.Get(Root + "pic/transactions"), third = await shop.Get(Root + "pic/transactions?per_page=5&page=3");
        Reply beyond = await shop.Get(Root + "pic/transactions?page=9"), odd = await shop.Get(Root + "pic/transactions?page=x&per_page=999");

        Assert.That((first.Data.GetArrayLength(), first.Data[0].GetProperty("amount").GetInt64()), Is.EqualTo((10, 12_000)));
        Assert.That(third.Data.EnumerateArray().Select(row => row.GetProperty("amount").GetInt64()), Is.EqualTo(new[] { 2_000, 1_000 }));
        JsonElement meta = third["meta"];
        Assert.That((meta.GetProperty("current_page").GetInt32(), meta.GetProperty("from").GetInt32(), meta.GetProperty("to").GetInt32(),
            meta.GetProperty("last_page").GetInt32(), meta.GetProperty("total").GetInt32()), Is.EqualTo((3, 11, 12, 3, 12)));
        Assert.That(third["links"].GetProperty("next").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(third["links"].GetProperty("prev").GetString(), Does.EndWith("/cash-in/pic/transactions?page=2"));
        Assert.That((beyond.Data.GetArrayLength(), beyond["meta"].GetProperty("from").ValueKind), Is.EqualTo((0, JsonValueKind.Null)));
        Assert.That((odd.Data.GetArrayLength(), odd["meta"].GetProperty("per_page").GetInt32()), Is.EqualTo((12, 100)));
    }

    [TestCase("ACCEPTED", 2_500_000, 0)]
    [TestCase("REJECTED", 1_000_000, 1_500_000)]
    public async Task Suspicious_payment_is_held_until_it_is_decided_once(string decision, long wallet, long backAtBank)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string id = shop.Sandbox.Business.DepositByCode(new Rial(1_500_000), s_depositor, isSuspicious: true);
        JsonElement held = (await shop.Get(Root + "suspicious-payment")).Data[0];
        Reply notYet = await shop.Get(Root + "pic/transactions");
        Assert.That((held.GetProperty("id").GetString(), held.GetProperty("status").GetString()), Is.EqualTo((id, "PENDING")));
        Assert.That(notYet.Data.GetArrayLength(), Is.Zero);
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(s_opening));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Suspicious("sample-shop")), Is.EqualTo(new Rial(1_500_000)));

        Reply[] decided = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            shop.Post(Root + "suspicious-payment/" + id, $$"""{"status":"{{decision}}","description":"checked"}""")));

        Reply first = decided.Single(reply => reply.Status == 200);
        Assert.That(first.Data.GetProperty("status").GetString(), Is.EqualTo(decision));
        Assert.That(decided.Where(reply => reply != first).Select(reply => (reply.Status, reply["status"].GetInt32())),
            Is.All.EqualTo((422, 0)));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(wallet)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Suspicious("sample-shop")), Is.EqualTo(Rial.Zero));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Bank("017")), Is.EqualTo(new Rial(backAtBank - 1_500_000)));
        Assert.That((await shop.Get(Root + "suspicious-payment")).Data.GetArrayLength(), Is.Zero);
        Assert.That((await shop.Get(Root + "suspicious-payment?status=" + decision)).Data.GetArrayLength(), Is.EqualTo(1));
        Assert.That((await shop.Get(Root + "pic/transactions")).Data.GetArrayLength(), Is.EqualTo(decision == "ACCEPTED" ? 1 : 0));
        SandboxExecution execution = shop.Sandbox.Journal.Single(row => row.Operation == "cash_in.resolve_suspicious_payment");
        Assert.That((execution.Key, execution.Amount), Is.EqualTo((id, (Rial?)new Rial(1_500_000))));
    }

    [TestCase("")]
    [TestCase("""{"status":"resolved"}""")]
    [TestCase("""{"status":1}""")]
    public async Task Decision_in_other_words_is_refused_and_moves_nothing(string body)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string id = shop.Sandbox.Business.DepositByCode(new Rial(1_500_000), s_depositor, isSuspicious: true);

        Reply refused = await shop.Post(Root + "suspicious-payment/" + id, body);
        Reply unknown = await shop.Post(Root + "suspicious-payment/" + Guid.Empty, """{"status":"ACCEPTED"}""");

        Assert.That((refused.Status, refused["errors"].GetProperty("status").GetArrayLength(), unknown.Status), Is.EqualTo((422, 1, 404)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Suspicious("sample-shop")), Is.EqualTo(new Rial(1_500_000)));
    }

    [Test]
    public async Task Words_of_a_decision_are_a_switch()
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { AcceptingDecisions = ["YES"], RejectingDecisions = ["NO"] });
        string id = shop.Sandbox.Business.DepositByCode(new Rial(1_500_000), s_depositor, isSuspicious: true);

        Reply accepted = await shop.Post(Root + "suspicious-payment/" + id, """{"status":"YES"}""");

        Assert.That((accepted.Status, shop.Sandbox.Business.Wallet), Is.EqualTo((200, new Rial(2_500_000))));
    }

    [Test]
    public async Task Deposit_by_code_also_comes_over_the_control_path()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        SandboxBusiness second = shop.Sandbox.AddBusiness("second-shop");

        Reply paid = await Deposit(second.CashInCode, "5000", more: "");
        Reply held = await Deposit(second.CashInCode, "7000", ""","payer_name":"علی","suspicious":true""");
        Reply nobody = await Deposit("000000000000000", "5000", "");
        Reply wrong = await shop.Post("_sandbox/cash-in/deposit", """{"code":"1","amount":0,"iban":"IR1","suspicious":"maybe"}""");

        Assert.That((paid.Status, paid["status"].GetString()), Is.EqualTo((200, "DONE")));
        Assert.That((held.Status, held["status"].GetString()), Is.EqualTo((200, "PENDING")));
        Assert.That((nobody.Status, wrong.Status), Is.EqualTo((404, 422)));
        Assert.That(wrong["errors"].EnumerateObject().Select(error => error.Name), Is.EquivalentTo(new[] { "amount", "iban", "suspicious" }));
        Assert.That((shop.Sandbox.Business.Wallet, second.Wallet), Is.EqualTo((s_opening, new Rial(5_000))));

        Task<Reply> Deposit(string code, string amount, string more) => shop.Post("_sandbox/cash-in/deposit",
            $$"""{"code":"{{code}}","amount":{{amount}},"iban":"{{DepositorIban}}"{{more}}}""");
    }

    [Test]
    public async Task Deposit_of_nothing_or_from_nowhere_is_a_mistake_of_the_test()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Assert.That(() => shop.Sandbox.Business.DepositByCode(Rial.Zero, s_depositor), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => shop.Sandbox.Business.DepositByCode(new Rial(1), default), Throws.ArgumentException);
    }

    [Test]
    public async Task More_money_than_the_books_count_moves_nothing()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Rial tooMuch = new(1_000_000_000_000_001);

        Assert.That(() => shop.Sandbox.Business.FillWallet(tooMuch), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => shop.Sandbox.Business.ConnectAccount(s_depositor, tooMuch), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => shop.Sandbox.AddBusiness("second", tooMuch), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(s_opening));
    }

    [Test]
    public async Task Account_of_the_business_is_listed_with_its_balances()
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { CashInAccountBalance = new Rial(4_525_586), CashInAccountBlocked = new Rial(1_325_586) });

        Reply list = await shop.Get(Root + "account");
        string iban = list.Data[0].GetProperty("IBAN").GetString()!;
        Reply balance = await shop.Post(Root + "account/balance", $$"""{"iban":"{{iban}}"}""");

        Assert.That((list.Data.GetArrayLength(), list.Json.TryGetProperty("status", out _)), Is.EqualTo((1, false)));
        Assert.That(Iban.Parse(iban).BankCode, Is.EqualTo("062"));
        Assert.That(iban, Does.EndWith(list.Data[0].GetProperty("account_number").GetString()!));
        Assert.That(list.Data[0].GetProperty("account_owner")[0].GetProperty("firstName").GetString(), Is.Not.Empty);
        Assert.That((balance["balance"].GetInt64(), balance["available_balance"].GetInt64()), Is.EqualTo((4_525_586, 3_200_000)));
    }

    [Test]
    public async Task One_account_may_come_without_an_IBAN()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CashInAccountWithoutIban = true });

        Reply list = await shop.Get(Root + "account");

        Assert.That(list.Data.EnumerateArray().Select(account => account.GetProperty("IBAN").ValueKind),
            Is.EqualTo(new[] { JsonValueKind.String, JsonValueKind.False }));
    }

    [Test]
    public async Task Deposit_from_the_account_is_queued_and_credited_once()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string body = $$"""{"iban":"{{await AccountIban(shop)}}","amount":1500000,"track_id":"top-up-1","description":"top up"}""";

        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shop.Post(Root + "account/deposit", body)));
        Rial queued = shop.Sandbox.Business.Wallet;
        Reply pending = await shop.Get(Transactions + "?track_id=top-up-1");
        shop.Time.Advance(TimeSpan.FromSeconds(30));

        Reply first = replies.Single(reply => reply.Status == 200);
        JsonElement part = first.Data.GetProperty("cash_in")[0];
        Assert.That((part.GetProperty("amount").GetInt64(), part.GetProperty("amount_toman").GetInt64(), part.GetProperty("status").GetString()),
            Is.EqualTo((1_500_000, 150_000, "INIT")));
        Assert.That(replies.Where(reply => reply != first).Select(reply => reply.Text),
            Is.All.Contain("این شماره پیگیری از قبل ثبت شده است.").And.All.Contain("The given data was invalid."));
        Assert.That((queued, pending.Data[0].GetProperty("status").GetInt32()), Is.EqualTo((s_opening, 3)));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(2_500_000)));
        JsonElement row = (await shop.Get(Transactions + "?channel=cash-in")).Data[0];
        Assert.That((row.GetProperty("status").GetInt32(), row.GetProperty("wallet").GetInt64()), Is.EqualTo((1, 250_000)));
        Assert.That(row.GetProperty("id").GetInt64(), Is.EqualTo(part.GetProperty("gateway_transaction_id").GetInt64()));
        Assert.That(row.GetProperty("effective_at_jalali").GetString(), Is.EqualTo("12:00:30 - 1405/1/1"));
        Assert.That(shop.Sandbox.Journal.Count(execution => execution.Operation == "cash_in.account.deposit"), Is.EqualTo(1));
    }

    [Test]
    public async Task Large_deposit_is_split_into_parts_of_a_thousand_million_Rial()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CashInDelay = TimeSpan.Zero });

        Reply reply = await shop.Post(Root + "account/deposit",
            $$"""{"iban":"{{await AccountIban(shop)}}","amount":"2200000000","track_id":"large"}""");

        Assert.That(reply.Data.GetProperty("cash_in").EnumerateArray().Select(part => part.GetProperty("amount").GetInt64()),
            Is.EqualTo(new[] { 1_000_000_000, 1_000_000_000, 200_000_000 }));
        Assert.That(reply.Data.GetProperty("cash_in").EnumerateArray().Select(part => part.GetProperty("gateway_transaction_id").GetInt64()),
            Is.Unique);
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(2_201_000_000)));
    }

    [Test]
    public async Task Deposit_that_finds_the_account_empty_fails_in_the_list()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CashInAccountBalance = new Rial(100_000) });
        string iban = await AccountIban(shop);
        await shop.Post(Root + "account/deposit", $$"""{"iban":"{{iban}}","amount":70000,"track_id":"one"}""");
        await shop.Post(Root + "account/deposit", $$"""{"iban":"{{iban}}","amount":70000,"track_id":"two"}""");
        shop.Time.Advance(TimeSpan.FromMinutes(1));

        Reply list = await shop.Get(Transactions + "?channel=cash-in");

        Assert.That(list.Data.EnumerateArray().Select(row => (row.GetProperty("track_id").GetString(), row.GetProperty("status").GetInt32())),
            Is.EqualTo(new[] { ("two", -1), ("one", 1) }));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_070_000)));
    }

    [Test]
    public async Task Deposit_names_every_mistake_and_takes_no_track_id_for_it()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string iban = await AccountIban(shop);

        Reply empty = await shop.Post(Root + "account/deposit", "{}");
        Reply broken = await shop.Post(Root + "account/balance", """{"iban":"IR12"}""");
        Reply foreign = await shop.Post(Root + "account/balance", $$"""{"iban":"{{DepositorIban}}"}""");
        Reply tooMuch = await shop.Post(Root + "account/deposit", $$"""{"iban":"{{iban}}","amount":5000000001,"track_id":"t"}""");
        Reply nothing = await shop.Post(Root + "account/deposit", $$"""{"iban":"{{iban}}","amount":-1,"track_id":"t"}""");
        Reply good = await shop.Post(Root + "account/deposit", $$"""{"iban":"{{iban}}","amount":1000,"track_id":"t"}""");
        Reply otherCase = await shop.Post(Root + "account/deposit", $$"""{"iban":"{{iban}}","amount":1000,"track_id":"T"}""");

        Assert.That(empty["errors"].EnumerateObject().Select(error => error.Name), Is.EqualTo(new[] { "iban", "amount", "track_id" }));
        Assert.That(Texts(broken), Is.EqualTo(new[] { "شماره شبا قابل قبول نیست.", "شماره شبا یافت نشد!" }));
        Assert.That(Texts(foreign), Is.EqualTo(new[] { "شماره شبا یافت نشد!" }));
        Assert.That(new[] { empty, broken, foreign, tooMuch, nothing }.Select(reply => reply.Status), Is.All.EqualTo(422));
        Assert.That((good.Status, otherCase.Status), Is.EqualTo((200, 200)), "track ids are case-sensitive");

        static IEnumerable<string?> Texts(Reply reply) => reply["errors"].GetProperty("iban").EnumerateArray().Select(text => text.GetString());
    }

    [Test]
    public async Task Without_the_tool_every_account_call_is_refused_by_one_text()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { ActiveTools = new HashSet<string> { "ipg", "api" } });

        Reply[] replies =
        [
            await shop.Get(Root + "account"), await shop.Post(Root + "account/balance", "{}"), await shop.Post(Root + "account/deposit", "{}"),
        ];
        Reply business = await shop.Get("v2/business/sample-shop");

        Assert.That(replies.Select(reply => (reply.Status, reply["errors"].GetProperty("error").GetString())),
            Is.All.EqualTo((422, "ابزار واریز بانکی برای شما فعال نیست")));
        Assert.That(business.Data.GetProperty("tools").GetProperty("cash-in").GetProperty("is_enabled").GetBoolean(), Is.False);
    }

    private static async Task<string> AccountIban(SandboxShop shop) =>
        (await shop.Get(Root + "account")).Data[0].GetProperty("IBAN").GetString()!;
}
