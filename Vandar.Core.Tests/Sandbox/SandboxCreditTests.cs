using System.Text.Json;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxCreditTests
{
    private const string All = "v1/business/sample-shop/ravand/provider/bank-x/credit";

    [Test]
    public async Task Credit_is_registered_once_and_adjusted()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Issued(shop);

        Reply none = await Adjust(shop, applicant, 10, "CREDIT");
        Reply registered = await Register(shop, applicant, """{"credit_amount":50000000}"""), again = await Register(shop, applicant);
        Reply more = await Adjust(shop, applicant, 10_000_000, "CREDIT"), less = await Adjust(shop, applicant, 5_000_000, "DEBIT");

        Assert.That((none.Status, none["message"].GetString()), Is.EqualTo((404, "کاربر یافت نشد")));
        Assert.That(registered.Text, Is.EqualTo("""{"message":"عملیات با موفقیت انجام شد.","data":{"credit_balance":50000000}}"""));
        Assert.That((again.Status, again["message"].GetString()), Is.EqualTo((422, "کاربر قبلا ثبت شده است")));
        Assert.That((Credit(more), Credit(less)), Is.EqualTo((60_000_000L, 55_000_000L)));
        Assert.That(shop.Sandbox.Journal.TakeLast(3).Select(row => (row.Operation, row.Key, row.Amount)), Is.EqualTo(new[]
        {
            ("ravand.credit.register", applicant.Id, (Rial?)new Rial(50_000_000)),
            ("ravand.credit.adjust", applicant.Id, new Rial(10_000_000)), ("ravand.credit.adjust", applicant.Id, new Rial(5_000_000)),
        }));
    }

    [Test]
    public async Task Credit_starts_at_zero_and_wants_an_issued_card()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Finalized(shop);

        Reply early = await Register(shop, applicant);
        shop.Time.Advance(TimeSpan.FromSeconds(30));
        Reply negative = await Register(shop, applicant, """{"credit_amount":-1}"""), zero = await Register(shop, applicant);
        Reply changes = await shop.Get(applicant.Path + "/credit");
        Reply unknown = await shop.Post($"{Applicant.Root}/{Guid.Empty}/credit/register", "{}");

        Assert.That((early.Status, early.Code), Is.EqualTo((400, "cardholder_request_not_finalize")));
        Assert.That((negative.Status, zero.Status, Credit(zero), unknown.Status), Is.EqualTo((422, 200, 0L, 404)));
        Assert.That(Rows(changes, "credits"), Is.Empty, "a first amount of zero is no change");
    }

    [TestCase("""{"credit_amount":0,"type":"CREDIT"}""", "مبلغ نامعتبر است")]
    [TestCase("""{"type":"CREDIT"}""", "مبلغ نامعتبر است")]
    [TestCase("""{"credit_amount":1.5,"type":"CREDIT"}""", "مبلغ نامعتبر است")]
    [TestCase("""{"credit_amount":5,"type":"credit"}""", "type معتبر نیست.")]
    [TestCase("""{"credit_amount":5}""", "type معتبر نیست.")]
    public async Task Broken_adjustments_are_422(string body, string message)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Issued(shop);
        await Register(shop, applicant);

        Reply reply = await shop.Post(applicant.Path + "/credit/adjustment", body);

        Assert.That((reply.Status, reply["message"].GetString()), Is.EqualTo((422, message)));
        Assert.That(shop.Sandbox.Journal.Select(row => row.Operation), Has.None.EqualTo("ravand.credit.adjust"));
    }

    [TestCase(true, 200)]
    [TestCase(false, 422)]
    public async Task A_debit_may_go_below_zero(bool may, int status)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CreditMayGoNegative = may });
        Applicant applicant = await Applicant.Issued(shop);
        await Register(shop, applicant, """{"credit_amount":10}""");

        Reply exact = await Adjust(shop, applicant, 10, "DEBIT"), below = await Adjust(shop, applicant, 1, "DEBIT");

        Assert.That((exact.Status, Credit(exact), below.Status), Is.EqualTo((200, 0L, status)));
    }

    [Test]
    public async Task Refusals_can_be_a_message_only()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CreditRefusalIsMessageOnly = true });
        Applicant applicant = await Applicant.Issued(shop);

        Reply reply = await Adjust(shop, applicant, 10, "CREDIT");

        Assert.That((reply.Status, reply.Text), Is.EqualTo((404, """{"message":"کاربر یافت نشد"}""")));
    }

    [Test]
    public async Task Many_adjustments_answer_row_by_row()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Issued(shop), other = await Applicant.Issued(shop, Applicant.NationalCode(2));
        await Register(shop, applicant);

        Reply reply = await shop.Post(All + "/adjustment", $$"""
            {"credits":[{"cardholder_id":"{{applicant.Id}}","credit_amount":10,"type":"CREDIT"},
                        {"cardholder_id":"{{other.Id}}","credit_amount":20,"type":"CREDIT"},
                        {"cardholder_id":"{{applicant.Id}}","credit_amount":0,"type":"CREDIT"},
                        {"cardholder_id":"{{applicant.Id}}","credit_amount":3,"type":"DEBIT"},
                        {"credit_amount":3}]}
            """);
        Reply missing = await shop.Post(All + "/adjustment", "{}"), none = await shop.Post(All + "/adjustment", """{"credits":[]}""");
        Reply odd = await shop.Post(All + "/adjustment", """{"credits":[7]}""");

        JsonElement[] rows = [.. reply.Data.EnumerateArray()];
        Assert.That(reply.Status, Is.EqualTo(200));
        Assert.That(rows.Select(row => row.GetProperty("has_error").GetBoolean()), Is.EqualTo(new[] { false, true, true, false, true }));
        Assert.That(rows.Select(row => row.GetProperty("credit_balance").ToString()), Is.EqualTo(new[] { "10", "", "", "7", "" }));
        Assert.That(rows[1].GetProperty("error").GetRawText(), Is.EqualTo("""{"message":"User not found"}"""));
        Assert.That(rows[0].GetRawText(), Is.EqualTo(
            $$"""{"cardholder_id":"{{applicant.Id}}","credit_amount":10,"type":"CREDIT","has_error":false,"credit_balance":10,"error":null}"""));
        Assert.That(new[] { missing, none, odd }.Select(refused => (refused.Status, refused["errors"].TryGetProperty("credits", out _))),
            Is.All.EqualTo((422, true)));
        Assert.That(shop.Sandbox.Journal.Count(row => row.Operation == "ravand.credit.adjust_many"), Is.EqualTo(2));
    }

    [Test]
    public async Task Changes_are_listed_newest_first_for_one_and_for_all_at_a_bank()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Issued(shop), other = await Applicant.Issued(shop, Applicant.NationalCode(2));
        await Register(shop, applicant, """{"credit_amount":1}""");
        await Register(shop, other, """{"credit_amount":2}""");
        await Adjust(shop, applicant, 3, "DEBIT");

        Reply one = await shop.Get(applicant.Path + "/credit"), all = await shop.Get(All), page = await shop.Get(All + "?per_page=2");
        Reply otherBank = await shop.Get(All.Replace("bank-x", "bank-y", StringComparison.Ordinal));
        Reply wrong = await shop.Get(All + "?page=x");

        Assert.That(Rows(one, "credits").Select(row => (row.GetProperty("credit_amount").GetInt64(), Text(row, "type"))),
            Is.EqualTo(new[] { (3L, "DEBIT"), (1L, "CREDIT") }));
        Assert.That(Rows(all, "credits").Select(row => Text(row, "cardholder_id")),
            Is.EqualTo(new[] { applicant.Id, other.Id, applicant.Id }));
        Assert.That(Rows(all, "credits").Select(row => Text(row, "adjusted_at")), Is.All.EqualTo("1405/01/01 12:01:00"));
        Assert.That((Rows(page, "credits").Length, HasMore(page), HasMore(all)), Is.EqualTo((2, true, false)));
        Assert.That((Rows(otherBank, "credits").Length, wrong.Status), Is.EqualTo((0, 422)));
    }

    [Test]
    public async Task Accounts_show_money_and_credit_apart()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Issued(shop);
        await Applicant.Issued(shop, Applicant.NationalCode(2));
        await Register(shop, applicant, """{"credit_amount":70000000}""");
        shop.Sandbox.Business.FundCardAccount(applicant.Id, new Rial(5));

        JsonElement row = Rows(await shop.Get(All + "/account"), "accounts").Single();

        Assert.That(Text(row, "cardholder_id"), Is.EqualTo(applicant.Id));
        Assert.That(row.GetProperty("account").GetProperty("balance").GetInt64(), Is.EqualTo(10_000_005));
        Assert.That(row.GetProperty("credit").GetRawText(), Is.EqualTo("""{"status":"ACTIVE","balance":70000000}"""));
    }

    [Test]
    public async Task Status_is_set_as_often_as_one_likes()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        string path = applicant.Path + "/credit/update-status";

        Reply none = await shop.Put(path, """{"status":"INACTIVE"}""");
        await Register(shop, applicant, """{"credit_amount":10}""");
        Reply off = await shop.Put(path, """{"status":"INACTIVE"}"""), again = await shop.Put(path, """{"status":"INACTIVE"}""");
        string? refused = shop.Sandbox.Business.BuyOnCredit(applicant.Id, new Rial(1));
        Reply wrong = await shop.Put(path, """{"status":"PAUSED"}""");
        await shop.Put(path, """{"status":"ACTIVE"}""");

        Assert.That((none.Status, none["message"].GetString()), Is.EqualTo((404, "یافت نشد")));
        Assert.That((off.Status, Text(off.Data, "status"), again.Text), Is.EqualTo((200, "INACTIVE", off.Text)));
        Assert.That((refused, wrong.Status), Is.EqualTo((null as string, 422)));
        Assert.That(shop.Sandbox.Business.BuyOnCredit(applicant.Id, new Rial(1)), Is.Not.Null);
    }

    [Test]
    public async Task A_purchase_uses_credit_and_is_paid_back_from_the_account()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        await Register(shop, applicant, """{"credit_amount":2000000}""");
        SandboxBusiness business = shop.Sandbox.Business;

        string? tooMuch = business.BuyOnCredit(applicant.Id, new Rial(2_000_001));
        string id = business.BuyOnCredit(applicant.Id, new Rial(1_200_000))!;
        JsonElement open = Rows(await shop.Get(applicant.Path + "/credit/payment"), "payments").Single();
        (long Money, long Credit) bought = await Balances(shop);
        Rial source = shop.Sandbox.Ledger.Balance(SandboxLedger.CreditSource("sample-shop"));
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        bool[] repaid = [business.RepayCredit(id), business.RepayCredit(id), business.RepayCredit("nothing")];
        JsonElement done = Rows(await shop.Get(applicant.Path + "/credit/payment"), "payments").Single();
        JsonElement brief = Rows(await shop.Get(All + "/payment"), "payments").Single();

        Assert.That(tooMuch, Is.Null);
        Assert.That((Text(open, "pay_id"), open.GetProperty("amount").GetInt64(), open.GetProperty("settled").GetBoolean()),
            Is.EqualTo((id, 1_200_000L, false)));
        Assert.That((Text(open, "paid_at"), open.GetProperty("repaid_at").ValueKind, Text(open, "review_date")),
            Is.EqualTo(("1405/01/01 12:00:30", JsonValueKind.Null, "1405/01/31")));
        Assert.That(Text(open, "credit_source_account_number"), Does.Match("^[0-9]{18}$"));
        Assert.That((bought, source), Is.EqualTo(((10_000_000L, 800_000L), new Rial(-1_200_000))));
        Assert.That(repaid, Is.EqualTo(new[] { true, false, false }));
        Assert.That((Text(done, "repaid_at"), done.GetProperty("settled").GetBoolean()), Is.EqualTo(("1405/01/01 12:01:30", true)));
        Assert.That(await Balances(shop), Is.EqualTo((8_800_000L, 2_000_000L)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.CreditSource("sample-shop")), Is.EqualTo(Rial.Zero));
        Assert.That(brief.EnumerateObject().Select(member => member.Name),
            Is.EqualTo(new[] { "cardholder_id", "amount", "pay_id", "paid_at", "settled" }));
    }

    [Test]
    public async Task Purchases_can_be_made_over_HTTP_and_need_an_active_card()
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { RepaymentRestoresCredit = false, CardAccountOpening = new Rial(50) });
        Applicant applicant = await Applicant.Issued(shop);
        await Register(shop, applicant, """{"credit_amount":1000}""");
        string buy = $"_sandbox/business/sample-shop/cardholders/{applicant.Id}/buy-on-credit";

        Reply early = await shop.Post(buy, """{"amount":60}""");
        await applicant.Visit("activate");
        Reply bought = await shop.Post(buy, """{"amount":60}""");
        string repay = $"_sandbox/business/sample-shop/credit-payments/{bought["pay_id"].GetString()}/repay";
        Reply poor = await shop.Post(repay);
        shop.Sandbox.Business.FundCardAccount(applicant.Id, new Rial(10));
        Reply repaid = await shop.Post(repay);

        Assert.That((early.Status, bought.Status, poor.Status, repaid.Status), Is.EqualTo((409, 200, 409, 200)));
        Assert.That(await Balances(shop), Is.EqualTo((0L, 940L)));
    }

    [TestCase(false, 404)]
    [TestCase(true, 200)]
    public async Task Lists_of_an_unknown_cardholder_are_404_or_empty(bool isEmpty, int status)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { UnknownCreditHolderIsEmpty = isEmpty });

        Reply credits = await shop.Get($"{Applicant.Root}/{Guid.Empty}/credit");
        Reply payments = await shop.Get($"{Applicant.Root}/{Guid.Empty}/credit/payment");

        Assert.That((credits.Status, payments.Status), Is.EqualTo((status, status)));
        if (isEmpty)
            Assert.That((Rows(credits, "credits").Length, Rows(payments, "payments").Length), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Lists_without_a_cardholder_want_set_config_and_a_known_bank()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches
        {
            RequireSetConfig = true,
            Providers = new Dictionary<string, SandboxProvider> { ["bank-y"] = SandboxProvider.Documented },
        });
        const string Reasons = "v1/business/sample-shop/ravand/reasons";

        Reply closed = await shop.Get(All + "/account"), closedReasons = await shop.Get(Reasons);
        await shop.Post("v1/business/sample-shop/ravand/set-config", "{}");
        Reply unknown = await shop.Get(All + "/account"), unknownMany = await shop.Post(All + "/adjustment", "{}");
        Reply open = await shop.Get(All.Replace("bank-x", "bank-y", StringComparison.Ordinal) + "/account"), reasons = await shop.Get(Reasons);

        Assert.That((closed.Status, closedReasons.Status), Is.EqualTo((403, 403)));
        Assert.That((unknown.Status, unknownMany.Status, open.Status, reasons.Status), Is.EqualTo((404, 404, 200, 200)));
    }

    private static Task<Reply> Register(SandboxShop shop, Applicant applicant, string body = "{}") =>
        shop.Post(applicant.Path + "/credit/register", body);

    private static Task<Reply> Adjust(SandboxShop shop, Applicant applicant, long amount, string type) =>
        shop.Post(applicant.Path + "/credit/adjustment", $$"""{"credit_amount":{{amount}},"type":"{{type}}"}""");

    private static async Task<(long Money, long Credit)> Balances(SandboxShop shop)
    {
        JsonElement row = Rows(await shop.Get(All + "/account"), "accounts").Single();
        return (row.GetProperty("account").GetProperty("balance").GetInt64(), row.GetProperty("credit").GetProperty("balance").GetInt64());
    }

    private static long Credit(Reply reply) => reply.Data.GetProperty("credit_balance").GetInt64();

    private static bool HasMore(Reply reply) => reply.Data.GetProperty("has_more").GetBoolean();

    private static JsonElement[] Rows(Reply reply, string name) => [.. reply.Data.GetProperty(name).EnumerateArray()];

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
