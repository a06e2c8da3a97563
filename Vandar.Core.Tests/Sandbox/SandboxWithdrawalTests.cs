using System.Globalization;
using System.Text.Json;
using Vandar.Core.Sandbox;
using static Vandar.Core.Tests.Sandbox.DirectDebitCalls;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxWithdrawalTests
{
    private const string Tomorrow = ",\"is_instant\":0,\"withdrawal_date\":\"2026-03-22\"";
    private const string Transactions = "v3/business/sample-shop/transaction?channel=subscription";

    // 08:30 UTC is noon in Tehran: the next day begins there in twelve hours.
    private static readonly TimeSpan s_untilTomorrow = TimeSpan.FromHours(12);

    [Test]
    public async Task Instant_withdrawal_is_decided_when_it_is_read()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate();

        Reply created = await shop.TryWithdraw(mandate, 1_500_000, ",\"track_id\":\"order-1\",\"max_retry_count\":5,\"description\":\"d\"");
        Reply unread = await shop.Get(Withdrawals);
        Rial before = shop.Sandbox.Business.Wallet;
        JsonElement first = created["result"].GetProperty("withdrawal");
        Reply read = await shop.Get(Withdrawals + "/track-id/order-1");
        JsonElement shown = read["result"].GetProperty("withdrawal");
        Reply list = await shop.Get(Withdrawals), row = await shop.Get(Transactions);

        Assert.That(created["message"].GetString(), Is.EqualTo("درخواست برداشت وجه با موفقیت ثبت شد."));
        Assert.That((first.GetProperty("status").GetString(), first.GetProperty("error_code").ValueKind), Is.EqualTo(("INIT", JsonValueKind.Null)));
        Assert.That((first.GetProperty("amount").GetString(), first.GetProperty("wage_amount").GetInt64(),
            first.GetProperty("is_instant").GetBoolean(), first.GetProperty("max_retry_count").GetInt32()),
            Is.EqualTo(("1500000", 200, true, 1)), "amount a text, fee a number here; one try when instant");
        Assert.That(first.TryGetProperty("refund_id", out _), Is.False);
        Assert.That((shown.GetProperty("amount").GetInt64(), shown.GetProperty("wage_amount").GetString(),
            shown.GetProperty("is_instant").GetInt32()), Is.EqualTo((1_500_000, "200.00", 1)), "the other way round there");
        Assert.That(shown.GetProperty("gateway_transaction_id").GetInt64().ToString(CultureInfo.InvariantCulture),
            Is.EqualTo(first.GetProperty("gateway_transaction_id").GetString()));
        Assert.That((shown.GetProperty("status").GetString(), shown.GetProperty("withdrawal_date").GetString()), Is.EqualTo(("DONE", "1405/01/01")));
        Assert.That(shown.GetProperty("payment_number").GetString(), Does.Match("^[0-9]{12}$"));
        Assert.That(unread.Data[0].GetProperty("status").GetString(), Is.EqualTo("INIT"), "the list asks no bank");
        Assert.That((list.Data[0].GetProperty("status").GetString(), list.Data[0].GetProperty("is_instant").GetBoolean()),
            Is.EqualTo(("DONE", true)));
        Assert.That((before, shop.Sandbox.Business.Wallet), Is.EqualTo((new Rial(1_000_000), new Rial(2_499_800))));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.DirectDebitPayer(mandate)), Is.EqualTo(new Rial(8_500_000)));
        Assert.That((row.Data[0].GetProperty("amount").GetInt64(), row.Data[0].GetProperty("wage").GetInt64(),
            row.Data[0].GetProperty("wallet").GetInt64(), row.Data[0].GetProperty("track_id").GetString()),
            Is.EqualTo((150_000, 20, 249_980, "order-1")), "Toman");
        SandboxExecution execution = shop.Sandbox.Journal.Single(row => row.Operation == "direct_debit.withdrawals.create");
        Assert.That((execution.Key, execution.Amount), Is.EqualTo(("order-1", (Rial?)new Rial(1_500_000))));
    }

    [Test]
    public async Task Instant_withdrawal_nobody_reads_is_decided_by_the_clock()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { InstantWithdrawalBegins = "PENDING" });
        Reply created = await shop.TryWithdraw(await shop.GiveMandate(), 1_000_000);
        shop.Time.Advance(TimeSpan.FromSeconds(59));
        Rial before = shop.Sandbox.Business.Wallet;
        shop.Time.Advance(TimeSpan.FromSeconds(1));

        Reply list = await shop.Get(Withdrawals);

        Assert.That(created["result"].GetProperty("withdrawal").GetProperty("status").GetString(), Is.EqualTo("PENDING"));
        Assert.That((before, shop.Sandbox.Business.Wallet), Is.EqualTo((new Rial(1_000_000), new Rial(1_999_800))));
        Assert.That(list.Data[0].GetProperty("status").GetString(), Is.EqualTo("DONE"));
    }

    [Test]
    public async Task Repeated_track_id_is_refused_and_withdraws_nothing()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate();

        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => shop.TryWithdraw(mandate, 1_000_000, ",\"track_id\":\"a\"")));
        Reply otherCase = await shop.TryWithdraw(mandate, 1_000_000, ",\"track_id\":\"A\"");
        shop.Time.Advance(TimeSpan.FromMinutes(1));

        Reply first = replies.Single(reply => reply.Status == 200);
        Assert.That(replies.Where(reply => reply != first).Select(reply => (reply.Status, reply["errors"].GetProperty("track_id")[0].GetString())),
            Is.All.EqualTo((422, "یک دستور برداشت با این شناسه قبلا ثبت شد است.")));
        Assert.That(otherCase.Status, Is.EqualTo(200), "track ids are case-sensitive");
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.DirectDebitPayer(mandate)), Is.EqualTo(new Rial(8_000_000)));
    }

    [Test]
    public async Task Refusal_of_the_bank_is_an_answer_with_a_code_inside()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string poor = await shop.GiveMandate(balance: 999_999), blocked = await shop.GiveMandate();
        shop.Sandbox.DirectDebit.RefuseWithdrawals(blocked, "28");
        string first = await shop.Withdraw(poor, 1_000_000), second = await shop.Withdraw(blocked, 1_000_000);

        Reply read = await shop.Get($"{Withdrawals}/{first}");
        WithdrawalState refused = await shop.State(second);
        shop.Sandbox.DirectDebit.RefuseWithdrawals(blocked, null);
        shop.Sandbox.DirectDebit.SetPayerBalance(poor, new Rial(1_000_000));
        WithdrawalState later = await shop.State(await shop.Withdraw(blocked, 1_000_000));
        WithdrawalState paid = await shop.State(await shop.Withdraw(poor, 1_000_000));

        JsonElement withdrawal = read["result"].GetProperty("withdrawal");
        Assert.That((read.Status, read["status"].GetInt32(), withdrawal.GetProperty("status").GetString()), Is.EqualTo((200, 1, "FAILED")));
        Assert.That((withdrawal.GetProperty("error_code").GetString(), withdrawal.GetProperty("error_message").GetString()),
            Is.EqualTo(("01", "عدم کفایت موجودی")));
        Assert.That(refused, Is.EqualTo(new WithdrawalState("FAILED", "28", 1)));
        Assert.That((later.Status, paid.Status), Is.EqualTo(("DONE", "DONE")));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.DirectDebitPayer(poor)), Is.EqualTo(Rial.Zero));
        Assert.That((await shop.Get(Transactions + "&status=failed")).Data.GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task Refusal_may_show_its_code_before_the_failure()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { RefusalShowsBeforeFailure = true });
        string mandate = await shop.GiveMandate(balance: 0);
        string withdrawal = await shop.Withdraw(mandate, 1_000_000);

        WithdrawalState first = await shop.State(withdrawal);
        shop.Sandbox.DirectDebit.SetPayerBalance(mandate, new Rial(5_000_000));
        WithdrawalState second = await shop.State(withdrawal);

        Assert.That((first, second), Is.EqualTo((new WithdrawalState("INIT", "01", 1), new WithdrawalState("FAILED", "01", 1))));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.DirectDebitPayer(mandate)), Is.EqualTo(new Rial(5_000_000)));
    }

    [TestCase("", 2_000_000 - 200, 9_000_000)]
    [TestCase(",\"wage_type\":\"APPLICATION_SELF\"", 2_000_000 - 200, 9_000_000)]
    [TestCase(",\"wage_type\":\"APPLICATION_USER\"", 2_000_000, 9_000_000 - 200)]
    public async Task Fee_is_borne_by_business_or_payer(string wageType, long wallet, long left)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate(more: wageType);

        await shop.State(await shop.Withdraw(mandate, 1_000_000));

        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(wallet)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.DirectDebitPayer(mandate)), Is.EqualTo(new Rial(left)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Fees), Is.EqualTo(new Rial(200)));
    }

    [Test]
    public async Task Monthly_count_is_refused_in_a_shape_of_its_own_and_starts_again_next_month()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate();
        await shop.State(await shop.Withdraw(mandate, 1_000));
        await shop.Withdraw(mandate, 1_000);
        await shop.Withdraw(mandate, 1_000, Tomorrow);

        Reply refused = await shop.TryWithdraw(mandate, 1_000, ",\"track_id\":\"late\"");
        Reply nextMonth = await shop.TryWithdraw(mandate, 1_000, ",\"track_id\":\"late\",\"is_instant\":false,\"withdrawal_date\":\"2026-04-21\"");

        Assert.That((refused.Status, refused["status"].GetInt32()), Is.EqualTo((422, 0)));
        Assert.That(refused["errors"].GetProperty("authorization_id")[0].GetString(),
            Is.EqualTo("ذخیره برداشت وجه به دلیل رسیدن به حداکثر تعداد برداشت در ماه، امکان پذیر نیست."));
        Assert.That(nextMonth.Status, Is.EqualTo(200), "the 21st of April is the first of Ordibehesht, and a refused track id is still free");
    }

    [Test]
    public async Task Failed_withdrawals_do_not_count()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate(balance: 0);
        for (int i = 0; i < 4; i++)
            await shop.State(await shop.Withdraw(mandate, 1_000));

        Reply next = await shop.TryWithdraw(mandate, 1_000);

        Assert.That(next.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Create_names_every_mistake()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate(), unverified = shop.Sandbox.DirectDebit.Consent(await shop.RequestMandate());
        string longUrl = "https://shop.example/" + new string('n', 2048);

        Reply empty = await shop.Post(Withdrawals + "/store", "{}");
        Reply wrong = await shop.TryWithdraw(mandate, 5_000_001,
            $$""","is_instant":0,"max_retry_count":17,"notify_url":"{{longUrl}}","track_id":5,"withdrawal_date":"2026-03-21" """);
        Reply flag = await shop.TryWithdraw(mandate, 1_000, ",\"is_instant\":2,\"withdrawal_date\":\"2026-03-22\"");
        Reply early = await shop.TryWithdraw(unverified, 1_000);

        Assert.That(Names(empty), Is.EqualTo(new[] { "authorization_id", "amount" }));
        Assert.That(Names(wrong), Is.EqualTo(new[] { "amount", "withdrawal_date", "notify_url", "max_retry_count", "track_id" }));
        Assert.That((Names(flag).Single(), Names(early).Single()), Is.EqualTo(("is_instant", "authorization_id")));
        Assert.That(wrong["message"].GetString(), Is.EqualTo("The given data was invalid."));
        Assert.That((await shop.Get(Withdrawals)).Data.GetArrayLength(), Is.Zero);

        static IEnumerable<string> Names(Reply reply) => reply["errors"].EnumerateObject().Select(error => error.Name);
    }

    [Test]
    public async Task Expired_mandate_is_refused_by_the_bank_or_at_once()
    {
        await using SandboxShop shop = await SandboxShop.Open(), strict = await SandboxShop.Open(
            new SandboxSwitches { ExpiredAuthorizationIsRefusedAtOnce = true });
        string mandate = await shop.GiveMandate(expires: "2026-03-22"), strictMandate = await strict.GiveMandate(expires: "2026-03-22");
        shop.Time.Advance(s_untilTomorrow);
        strict.Time.Advance(s_untilTomorrow);

        WithdrawalState byBank = await shop.State(await shop.Withdraw(mandate, 1_000));
        Reply atOnce = await strict.TryWithdraw(strictMandate, 1_000);

        Assert.That(byBank, Is.EqualTo(new WithdrawalState("FAILED", "14", 1)));
        Assert.That((atOnce.Status, atOnce["errors"].GetProperty("authorization_id").GetArrayLength()), Is.EqualTo((422, 1)));
    }

    [Test]
    public async Task Withdrawal_at_a_bank_that_cannot_be_reached_is_409()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate();
        await shop.Post("_sandbox/direct-debit/bank", """{"code":"056","healthy":false}""");

        Reply down = await shop.TryWithdraw(mandate, 1_000, ",\"track_id\":\"a\"");
        shop.Sandbox.DirectDebit.SetBankHealth("056", isHealthy: true);
        Reply up = await shop.TryWithdraw(mandate, 1_000, ",\"track_id\":\"a\"");

        Assert.That((down.Status, down["message"].GetString()),
            Is.EqualTo((409, "درحال حاضر امکان ثبت درخواست برداشت وجه در بانک مورد نظر وجود ندارد.")));
        Assert.That(up.Status, Is.EqualTo(200), "nothing was recorded the first time");
    }

    [Test]
    public async Task Scheduled_withdrawal_waits_for_its_day()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string withdrawal = await shop.Withdraw(await shop.GiveMandate(), 1_000_000, Tomorrow);

        WithdrawalState today = await shop.State(withdrawal);
        Reply pending = await shop.Get(Transactions + "&status=pending");
        shop.Time.Advance(s_untilTomorrow);
        WithdrawalState tomorrow = await shop.State(withdrawal);

        Assert.That((today, tomorrow), Is.EqualTo((new WithdrawalState("PENDING", null, 1), new WithdrawalState("DONE", null, 1))));
        Assert.That(pending.Data.GetArrayLength(), Is.EqualTo(1));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_999_800)));
        Assert.That(shop.Sandbox.Ledger.Entries[^1].At, Is.EqualTo(shop.Sandbox.Now), "midnight in Tehran");
    }

    [Test]
    public async Task Scheduled_withdrawal_is_tried_again_until_it_succeeds_or_gives_up()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate(balance: 1_000_000);
        string lasting = await shop.Withdraw(mandate, 2_000_000, Tomorrow + ",\"max_retry_count\":3");
        string brief = await shop.Withdraw(mandate, 4_000_000, Tomorrow + ",\"max_retry_count\":2");
        List<(WithdrawalState, WithdrawalState)> states = [];

        shop.Time.Advance(s_untilTomorrow);
        states.Add((await shop.State(lasting), await shop.State(brief)));
        shop.Time.Advance(TimeSpan.FromDays(1));
        states.Add((await shop.State(lasting), await shop.State(brief)));
        await shop.Post("_sandbox/direct-debit/payer", $$"""{"authorization_id":"{{mandate}}","balance":9000000}""");
        shop.Time.Advance(TimeSpan.FromDays(1));
        states.Add((await shop.State(lasting), await shop.State(brief)));

        Assert.That(states, Is.EqualTo(new[]
        {
            (new WithdrawalState("PENDING", "01", 2), new WithdrawalState("PENDING", "01", 2)),
            (new WithdrawalState("PENDING", "01", 3), new WithdrawalState("FAILED", "01", 2)),
            (new WithdrawalState("DONE", null, 3), new WithdrawalState("FAILED", "01", 2)),
        }));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.DirectDebitPayer(mandate)), Is.EqualTo(new Rial(7_000_000)));
    }

    [Test]
    public async Task Retry_that_slips_into_a_full_month_is_refused_by_the_bank()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate();
        shop.Sandbox.DirectDebit.RefuseWithdrawals(mandate, "28");
        string slipping = await shop.Withdraw(mandate, 1_000, ",\"is_instant\":0,\"withdrawal_date\":\"2026-04-20\",\"max_retry_count\":2");
        for (int i = 0; i < 3; i++)
            await shop.Withdraw(mandate, 1_000, ",\"is_instant\":0,\"withdrawal_date\":\"2026-04-21\"");
        for (int days = 0; days < 30; days += 3)
        {
            shop.Time.Advance(TimeSpan.FromDays(3));
            await shop.Refresh(shop.Sandbox.Credentials.RefreshToken);
            shop.AccessToken = shop.Sandbox.Credentials.AccessToken;
        }

        WithdrawalState lastOfTheMonth = await shop.State(slipping);
        shop.Sandbox.DirectDebit.RefuseWithdrawals(mandate, null);
        shop.Time.Advance(TimeSpan.FromDays(1));
        WithdrawalState firstOfTheNext = await shop.State(slipping);

        Assert.That((lastOfTheMonth, firstOfTheNext),
            Is.EqualTo((new WithdrawalState("PENDING", "28", 2), new WithdrawalState("FAILED", "17", 2))));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.DirectDebitPayer(mandate)), Is.EqualTo(new Rial(9_997_000)));
    }

    [Test]
    public async Task Days_that_nobody_watched_are_made_up_in_the_order_of_time()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate(balance: 3_000_000);
        string second = await shop.Withdraw(mandate, 2_000_000, ",\"is_instant\":0,\"withdrawal_date\":\"2026-03-23\"");
        string first = await shop.Withdraw(mandate, 2_000_000, Tomorrow);
        shop.Time.Advance(TimeSpan.FromDays(4));

        WithdrawalState[] states = [await shop.State(first), await shop.State(second)];

        Assert.That(states, Is.EqualTo(new[] { new WithdrawalState("DONE", null, 1), new WithdrawalState("FAILED", "01", 1) }));
    }

    [Test]
    public async Task Revoked_mandate_pays_no_scheduled_withdrawal()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate(), withdrawal = await shop.Withdraw(mandate, 1_000, Tomorrow);
        await shop.Send(HttpMethod.Delete, $"{Authorizations}/{mandate}");
        shop.Time.Advance(s_untilTomorrow);

        WithdrawalState state = await shop.State(withdrawal);
        Reply next = await shop.TryWithdraw(mandate, 1_000);

        Assert.That((state, next.Status), Is.EqualTo((new WithdrawalState("FAILED", "13", 1), 422)));
    }

    [Test]
    public async Task Only_a_scheduled_withdrawal_that_still_waits_can_be_cancelled()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate();
        string scheduled = await shop.Withdraw(mandate, 1_000_000, Tomorrow), late = await shop.Withdraw(mandate, 1_000_000, Tomorrow);
        string instant = await shop.Withdraw(mandate, 1_000_000);

        Reply cancelled = await shop.Put($"{Withdrawals}/{scheduled}", ""), again = await shop.Put($"{Withdrawals}/{scheduled}", "");
        Reply tooFast = await shop.Put($"{Withdrawals}/{instant}", """{"status":"canceled"}""");
        shop.Time.Advance(s_untilTomorrow);
        Reply tooLate = await shop.Put($"{Withdrawals}/{late}", ""), unknown = await shop.Put($"{Withdrawals}/{Guid.Empty}", "");

        Assert.That((cancelled.Status, cancelled["result"].GetProperty("withdrawal").GetRawText()),
            Is.EqualTo((200, $$"""{"id":"{{scheduled}}"}""")));
        Assert.That(new[] { again, tooFast, tooLate, unknown }.Select(reply => reply.Status), Is.EqualTo(new[] { 422, 422, 422, 404 }));
        Assert.That(await shop.State(scheduled), Is.EqualTo(new WithdrawalState("CANCELED", null, 1)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.DirectDebitPayer(mandate)), Is.EqualTo(new Rial(8_000_000)));
        Assert.That(shop.Sandbox.Journal.Count(row => row.Operation == "direct_debit.withdrawals.cancel"), Is.EqualTo(1));
    }

    [Test]
    public async Task List_is_paged_by_20_and_narrowed_by_the_mandate()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string first = await shop.GiveMandate(balance: 0), second = await shop.GiveMandate(balance: 0);
        for (int i = 0; i < 22; i++)
            await shop.State(await shop.Withdraw(i == 3 ? second : first, 1_000 + i));

        Reply one = await shop.Get(Withdrawals), two = await shop.Get(Withdrawals + "?page=2"), mine = await shop.Get($"{Withdrawals}?q={second}");
        Reply foreign = await shop.Get($"{Withdrawals}?q={Guid.Empty}");

        Assert.That(one.Data.EnumerateArray().Concat(two.Data.EnumerateArray()).Select(row => row.GetProperty("amount").GetInt64()),
            Is.EqualTo(Enumerable.Range(0, 22).Select(i => 1_021 - i)), "newest first");
        Assert.That((mine.Data.GetArrayLength(), mine.Data[0].GetProperty("authorization_id").GetString(), foreign.Data.GetArrayLength()),
            Is.EqualTo((1, second, 0)));
        Assert.That(one["links"].GetProperty("next").GetString(), Does.EndWith("/subscription/withdrawal?page=2"));
    }

    [Test]
    public async Task Unknown_withdrawals_are_404()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply byId = await shop.Get($"{Withdrawals}/{Guid.Empty}"), byTrackId = await shop.Get(Withdrawals + "/track-id/none");

        Assert.That((byId.Status, byTrackId.Status), Is.EqualTo((404, 404)));
        Assert.That(byId["message"].GetString(), Is.EqualTo("خطای ۴۰۴ رخ داده است"));
    }

    [Test]
    public async Task Unknown_business_is_named_in_the_services_own_words()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply withdrawal = await shop.Post("v3/business/nobody/subscription/withdrawal/store", "{}");
        Reply mandate = await shop.Get($"v3/business/nobody/subscription/authorization/{Guid.Empty}/search");

        Assert.That((withdrawal.Status, withdrawal.Text), Is.EqualTo((404, """{"status":0,"error":"کسب و کار وجود ندارد"}""")));
        Assert.That((mandate.Status, mandate["message"].GetString()), Is.EqualTo((404, "برنامه کاربردی با این شناسه کاربری یافت نشد")));
    }

    [Test]
    public async Task Payer_and_bank_also_answer_to_the_control_paths()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string mandate = await shop.GiveMandate();

        Reply refusing = await SetPayer(",\"refusal\":\"22\",\"balance\":5");
        WithdrawalState refused = await shop.State(await shop.Withdraw(mandate, 5));
        Reply willing = await SetPayer(",\"refusal\":\"\"");
        WithdrawalState paid = await shop.State(await shop.Withdraw(mandate, 5));
        Reply[] mistakes =
        [
            await SetPayer(",\"refusal\":\"99\""), await SetPayer(",\"balance\":-1"),
            await shop.Post("_sandbox/direct-debit/payer", "{}"), await shop.Post("_sandbox/direct-debit/bank", """{"code":"056"}"""),
            await shop.Post("_sandbox/direct-debit/bank", """{"code":"999","healthy":true}"""),
        ];

        Assert.That((refusing.Status, refusing["balance"].GetInt64(), willing["refusal"].ValueKind), Is.EqualTo((200, 5, JsonValueKind.Null)));
        Assert.That((refused.ErrorCode, paid.Status), Is.EqualTo(("22", "DONE")));
        Assert.That(mistakes.Select(reply => reply.Status), Is.EqualTo(new[] { 422, 422, 404, 422, 404 }));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_000_000)), "the fee ate the five Rial");

        Task<Reply> SetPayer(string more) => shop.Post("_sandbox/direct-debit/payer", $$"""{"authorization_id":"{{mandate}}"{{more}}}""");
    }
}
