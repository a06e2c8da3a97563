using System.Text.Json;
using Vandar.Core.Sandbox;
using static Vandar.Core.Tests.Sandbox.SandboxPayouts;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxSettlementTests
{
    [Test]
    public async Task Store_takes_Toman_and_answers_in_both_units()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        JsonElement part = await shop.Settle(Saman, more: ",\"description\":\"payout 77\",\"payment_number\":123456");

        Assert.That((part.Number("amount"), part.Number("amount_toman"), part.Number("wage_toman")), Is.EqualTo((500_000L, 50_000L, 2_200L)));
        Assert.That((part.Text("wallet"), part.Text("status"), part.Text("type")), Is.EqualTo(("478000", "PENDING", "ACH")));
        Assert.That(part.Text("id"), Does.Match("^[0-9a-f-]{36}$"));
        Assert.That(part.Text("iban_id"), Does.Match("^[0-9a-f-]{36}$").And.Not.EqualTo(part.Text("id")));
        Assert.That(part.Number("transaction_id"), Is.InRange(100_000_000_000, 999_999_999_999));
        Assert.That((part.Text("settlement_date"), part.Text("settlement_time"), part.Text("settlement_date_jalali")),
            Is.EqualTo(("2026-03-21", "12:00:00", "1405/01/01")));
        Assert.That((part.Text("settlement_done_time_prediction"), part.GetProperty("prediction").Text("date")),
            Is.EqualTo(("1405/01/01 12:30:30", "1405/1/1")));
        Assert.That((part.GetProperty("prediction").Text("time"), part.GetProperty("prediction").Text("extra")),
            Is.EqualTo(("12:30:30", "امروز")));
        Assert.That((part.Text("description"), part.Text("payment_number"), part.Text("source"), part.IsNull("account")),
            Is.EqualTo(("payout 77", "123456", "WALLET", true)));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(478_000)));
        Assert.That((shop.Settling(), shop.AtBank("056")), Is.EqualTo((500_000L, 0L)));
    }

    [Test]
    public async Task Settlement_leaves_at_the_half_hour_and_arrives_after_the_delay()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        shop.Time.Advance(TimeSpan.FromMinutes(11));
        JsonElement part = await shop.Settle(Saman);

        shop.Time.Advance(TimeSpan.FromMinutes(19) + TimeSpan.FromSeconds(29));
        string? before = await shop.Status(part);
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        string? after = await shop.Status(part);
        Reply list = await shop.Get($"{Transactions}?track_id=t-1&statusKind=settlements&channel=settlements");

        Assert.That((before, after), Is.EqualTo(("PENDING", "DONE")));
        Assert.That((shop.Settling(), shop.AtBank("056")), Is.EqualTo((0L, 500_000L)));
        JsonElement row = list.Data.EnumerateArray().Single();
        Assert.That((row.Number("id"), row.Number("status"), row.Number("amount"), row.Number("wage"), row.Number("wallet")),
            Is.EqualTo((part.Number("transaction_id"), 2L, 50_000L, 2_200L, 47_800L)), "Toman");
        Assert.That((row.GetProperty("receiver").Text("iban"), row.GetProperty("receiver").Text("bank_name")), Is.EqualTo((Saman, "سامان")));
        Assert.That(row.Text("effective_at_jalali"), Is.EqualTo("12:30:30 - 1405/1/1"));
        Assert.That(row.GetProperty("time_prediction").Text("settlement_cancelable_time"), Is.EqualTo("12:30:00 - 1405/1/1"));
        Assert.That(row.Text("ref_id"), Does.Match("^[0-9]{18}$"));
    }

    [Test]
    public async Task Instant_settlement_leaves_at_once_and_cannot_be_cancelled()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        JsonElement part = await shop.Settle(Saman, more: ",\"is_instant\":1");

        Reply refused = await shop.Delete($"{SettlementsPath}/{part.Number("transaction_id")}");
        shop.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.That((refused.Status, refused.Text),
            Is.EqualTo((422, """{"status":0,"message":"امکان لغو این تسویه وجود ندارد"}""")));
        Assert.That(await shop.Status(part), Is.EqualTo("DONE"));
    }

    [Test]
    public async Task Failed_settlement_comes_back_by_a_correcting_transaction()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        JsonElement part = await shop.Settle(Failing);

        shop.Time.Advance(TimeSpan.FromMinutes(31));

        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_000_000)), "the fee as well");
        Assert.That(await shop.Status(part), Is.EqualTo("FAILED"));
        JsonElement[] rows = [.. (await shop.Get(Transactions)).Data.EnumerateArray()];
        Assert.That(rows.Select(row => row.Number("status")), Is.EqualTo(new[] { 4L, -3L }));
        Assert.That(rows[1].Number("revised_transaction_id"), Is.EqualTo(rows[0].Number("id")));
        Assert.That((rows[1].Number("wallet"), rows[0].Number("wallet"), rows[0].Text("created_at")),
            Is.EqualTo((0L, 100_000L, "12:30:30 - 1405/1/1")), "dated as it fell due, not as somebody looked");
        Assert.That((shop.Settling(), shop.AtBank("079")), Is.EqualTo((0L, 0L)));

        Reply cancelled = await shop.Delete($"{SettlementsPath}/{part.Number("transaction_id")}");

        Assert.That((cancelled.Status, await shop.Status(part)), Is.EqualTo((200, "CANCELED")), "failed ones may be cancelled");
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_000_000)), "money comes back once");
    }

    [Test]
    public async Task Banks_that_fail_and_the_fate_of_the_fee_are_switches()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches
        {
            FailingBanks = new HashSet<string> { "056" }, SettlementFeeReturns = false, SettlementWindow = TimeSpan.Zero,
        });
        JsonElement failing = await shop.Settle(Saman, "t-1", 5_000), good = await shop.Settle(Failing, "t-2", 5_000);

        shop.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.That((await shop.Status(failing), await shop.Status(good)), Is.EqualTo(("FAILED", "DONE")));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_000_000 - 50_000 - 2 * 22_000)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Fees), Is.EqualTo(new Rial(44_000)));
    }

    [Test]
    public async Task Cancel_puts_the_money_back_until_the_settlement_leaves()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        JsonElement early = await shop.Settle(Saman, "t-1", 5_000), late = await shop.Settle(Saman, "t-2", 5_000);

        shop.Time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        Reply cancelled = await shop.Delete($"{SettlementsPath}/{early.Number("transaction_id")}");
        Reply byUuid = await shop.Delete($"{SettlementsPath}/{late.Text("id")}");
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        Reply refused = await shop.Delete($"{SettlementsPath}/{late.Number("transaction_id")}");
        Reply repeated = await shop.Delete($"{SettlementsPath}/{early.Number("transaction_id")}");
        shop.Time.Advance(TimeSpan.FromSeconds(30));
        Reply done = await shop.Delete($"{SettlementsPath}/{late.Number("transaction_id")}");

        Assert.That((cancelled.Status, cancelled.Text),
            Is.EqualTo((200, """{"status":1,"message":"درخواست تسویه شما از دستور پرداخت خارج شد"}""")));
        Assert.That((byUuid.Status, refused.Status, repeated.Status, done.Status), Is.EqualTo((404, 422, 422, 422)));
        Assert.That((await shop.Status(early), await shop.Status(late)), Is.EqualTo(("CANCELED", "DONE")));
        Assert.That(await shop.RowStatuses(), Is.EqualTo(new[] { -4, 2, 4 }));
        Assert.That(await shop.RowStatuses("&status=canceled"), Is.EqualTo(new[] { -4 }));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_000_000 - 72_000)));
        Assert.That(shop.Sandbox.Journal.Select(row => (row.Operation, row.Key)), Is.EqualTo(new[]
        {
            ("settlements.create", "t-1"), ("settlements.create", "t-2"), ("settlements.cancel", "t-1"),
        }));
    }

    [Test]
    public async Task Refused_and_repeated_cancels_answer_as_the_switches_say()
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { SettlementCancelRefusal = 403, RepeatedCancelIsRefused = false });
        JsonElement instant = await shop.Settle(Saman, "t-1", 5_000, ",\"is_instant\":true"), slow = await shop.Settle(Saman, "t-2", 5_000);
        await shop.Delete($"{SettlementsPath}/{slow.Number("transaction_id")}");
        Rial wallet = shop.Sandbox.Business.Wallet;

        Reply refused = await shop.Delete($"{SettlementsPath}/{instant.Number("transaction_id")}");
        Reply repeated = await shop.Delete($"{SettlementsPath}/{slow.Number("transaction_id")}");

        Assert.That((refused.Status, repeated.Status), Is.EqualTo((403, 200)));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(wallet));
        Assert.That(shop.Sandbox.Journal.Count(row => row.Operation == "settlements.cancel"), Is.EqualTo(1));
    }

    [Test]
    public async Task Settlement_beyond_the_wallet_is_refused_with_both_texts()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply refused = await shop.Post(Store, Order(Saman, amount: 97_801));
        JsonElement all = await shop.Settle(Saman, amount: 97_800);

        Assert.That((refused.Status, refused.Text), Is.EqualTo((422,
            """{"status":0,"errors":{"amount":["عدم کفایت موجودی (کسری موجودی)","مبلغ مورد نظر برای تسویه بیشتر از موجودی شما می باشد"]}}""")));
        Assert.That(all.Text("wallet"), Is.EqualTo("0"), "a refused track_id is free");
    }

    [Test]
    public async Task Track_id_is_taken_once_and_its_case_counts()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.Post(Store, Order(Saman, "Ab", 5_000))));
        Reply other = await shop.Post(Store, Order(Saman, "aB", 5_000));

        Assert.That(replies.Count(reply => reply.Status == 200), Is.EqualTo(1));
        Assert.That(replies.Where(reply => reply.Status != 200).Select(reply => reply.Text),
            Is.All.EqualTo("""{"status":0,"errors":{"track_id":["این شماره پیگیری از قبل ثبت شده است."]}}"""));
        Assert.That(other.Status, Is.EqualTo(200));
        Assert.That(shop.Settling(), Is.EqualTo(100_000));
    }

    [Test]
    public async Task Store_names_every_missing_field()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Post(Store, "{}");

        Assert.That((reply.Status, reply["status"].GetInt32()), Is.EqualTo((422, 0)));
        Assert.That(reply.Fields(), Is.EquivalentTo(new[] { "amount", "iban", "track_id" }));
        Assert.That(shop.Sandbox.Journal, Is.Empty);
    }

    [TestCase("\"amount\":4999", "amount")]
    [TestCase("\"amount\":5000.5", "amount")]
    [TestCase("\"amount\":-5000", "amount")]
    [TestCase("\"amount\":\"5,000\"", "amount")]
    [TestCase("\"amount\":9223372036854775807", "amount")]
    [TestCase("\"iban\":\"IR180620000000123456789001\"", "iban")]
    [TestCase("\"iban\":\"ir170620000000123456789001\"", "iban")]
    [TestCase("\"iban\":\"IR17 0620 0000 0012 3456 7890 01\"", "iban")]
    [TestCase("\"iban\":\"IR979990000000000000000001\"", "iban")]
    [TestCase("\"track_id\":\"\"", "track_id")]
    [TestCase("\"track_id\":7", "track_id")]
    [TestCase("\"payment_number\":\"12a\"", "payment_number")]
    [TestCase("\"payment_number\":1.5", "payment_number")]
    [TestCase("\"notify_url\":\"shop\"", "notify_url")]
    [TestCase("\"is_instant\":2", "is_instant")]
    [TestCase("\"type\":\"ach\"", "type")]
    [TestCase("\"reason_code\":\"1\"", "reason_code")]
    [TestCase("\"receiver_information\":\"x\"", "receiver_information")]
    [TestCase("\"receiver_information\":{\"national_code\":\"1234567890\"}", "receiver_information.national_code")]
    [TestCase("\"receiver_information\":{\"birth_date\":\"1370-01-01\"}", "receiver_information.birth_date")]
    public async Task Wrong_field_is_422_under_its_name(string wrong, string field)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        // Of two members of one name the last one counts.
        Reply reply = await shop.Post(Store, Order(Saman, more: "," + wrong));

        Assert.That((reply.Status, string.Join(',', reply.Fields())), Is.EqualTo((422, field)), reply.Text);
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_000_000)));
    }

    [TestCase(256, 200)]
    [TestCase(257, 422)]
    public async Task Description_has_at_most_256_characters(int length, int status)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Post(Store, Order(Saman, more: $",\"description\":\"{new string('د', length)}\""));

        Assert.That(reply.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Store_takes_forms_and_the_newer_members()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply form = await shop.PostForm(Store, ("amount", "5000"), ("iban", Saman), ("track_id", "t-1"), ("is_instant", "1"));
        Reply newer = await shop.Post(Store, Order(Saman, "t-2", 5_000,
            ",\"reason_code\":\"01\",\"receiver_information\":{\"national_code\":\"0012345679\",\"birth_date\":\"1370/01/01\"}"));

        Assert.That((form.Status, newer.Status), Is.EqualTo((200, 200)), form.Text + newer.Text);
        Assert.That(form.Data.GetProperty("settlement")[0].GetProperty("is_instant").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Large_settlement_can_be_split_and_is_cancelled_as_one_by_its_track_id()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { LargestSettlement = new Rial(200_000) });

        Reply stored = await shop.Post(Store, Order(Saman));
        Reply found = await shop.Get($"{ByTrackId}/t-1");
        Reply cancelled = await shop.Delete($"{ByTrackId}/t-1", """{"cancel_mode":"PENDING"}""");

        Assert.That(stored.Data.GetProperty("settlement").EnumerateArray().Select(part => part.Number("amount")),
            Is.EqualTo(new[] { 200_000L, 200_000L, 100_000L }));
        Assert.That(found.Data.GetProperty("settlements").GetArrayLength(), Is.EqualTo(3));
        Assert.That((cancelled.Status, shop.Sandbox.Business.Wallet), Is.EqualTo((200, new Rial(1_000_000))));
    }

    [Test]
    public async Task List_pages_from_the_newest_with_the_counters_beside_the_rows()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        for (int i = 1; i <= 7; i++)
            await shop.Settle(i % 2 == 0 ? Saman : OwnIban, $"t-{i}", 5_000 + i);

        Reply first = await shop.Get(SettlementsPath), last = await shop.Get($"{SettlementsPath}?page=2&per_page=5");
        Reply beyond = await shop.Get($"{SettlementsPath}?page=9");

        JsonElement page = first.Data.GetProperty("settlements"), second = last.Data.GetProperty("settlements");
        Assert.That((first.Data.Text("currency"), first.Data.Number("wallet"), first.Data.Number("blocked_amount")),
            Is.EqualTo(("Toman", shop.Sandbox.Business.Wallet.Value / 10, 0L)));
        Assert.That((page.Number("per_page"), page.Number("total"), page.Number("last_page"), page.Number("from"), page.Number("to")),
            Is.EqualTo((5L, 7L, 2L, 1L, 5L)));
        Assert.That((page.IsNull("prev"), second.IsNull("next"), second.Text("prev")), Is.EqualTo((true, true, page.Text("first"))));
        Assert.That(page.Text("path"), Is.EqualTo(shop.Sandbox.BaseAddress + SettlementsPath));
        long[] amounts = [.. page.GetProperty("data").EnumerateArray().Concat(second.GetProperty("data").EnumerateArray())
            .Select(item => item.Number("amount"))];
        Assert.That(amounts, Is.EqualTo(Enumerable.Range(1, 7).Reverse().Select(i => 50_000L + 10 * i)), "Rial by default");
        JsonElement newest = page.GetProperty("data")[0];
        Assert.That((newest.Number("iban_id"), newest.Number("wallet"), newest.Text("settlement_done_time_prediction")),
            Is.EqualTo((page.GetProperty("data")[2].Number("iban_id"), shop.Sandbox.Business.Wallet.Value, "2026-03-21 12:30:30")));
        Assert.That(newest.TryGetProperty("transaction_id", out _) || newest.TryGetProperty("track_id", out _), Is.False);
        Assert.That((beyond.Data.GetProperty("settlements").GetProperty("data").GetArrayLength(),
            beyond.Data.GetProperty("settlements").IsNull("from")), Is.EqualTo((0, true)));
        Assert.That((await shop.Get($"{SettlementsPath}?page=0")).Fields(), Is.EqualTo(new[] { "page" }));
    }

    [Test]
    public async Task Units_of_list_and_wallet_are_switches()
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { SettlementListInToman = true, SettlementWalletInToman = true });
        JsonElement part = await shop.Settle(Saman);

        Reply got = await shop.Get($"{SettlementsPath}/{part.Text("id")}");

        Assert.That((part.Number("amount"), part.Text("wallet")), Is.EqualTo((500_000L, "47800")));
        Assert.That((got.Data.GetProperty("settlement").Number("amount"), got.Data.GetProperty("settlement").Number("wallet")),
            Is.EqualTo((50_000L, 47_800L)));
    }

    [Test]
    public async Task Unknown_settlement_is_404_by_every_key()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        JsonElement part = await shop.Settle(Saman);

        Reply[] replies =
        [
            await shop.Get($"{SettlementsPath}/{part.Number("transaction_id")}"), await shop.Get($"{SettlementsPath}/nothing"),
            await shop.Delete($"{SettlementsPath}/171359577615"), await shop.Get($"{ByTrackId}/T-1"), await shop.Delete($"{ByTrackId}/t-2"),
        ];

        Assert.That(replies.Select(reply => (reply.Status, reply.Text)),
            Is.All.EqualTo((404, """{"status":0,"message":"خطای ۴۰۴ رخ داده است"}""")));
    }

    [Test]
    public async Task Settlements_of_another_business_stay_unseen()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        JsonElement part = await shop.Settle(Saman);
        SandboxBusiness second = shop.Sandbox.AddBusiness("second-shop", new Rial(1_000_000));
        shop.AccessToken = second.Credentials.AccessToken;

        Reply got = await shop.Get($"v2.1/business/second-shop/settlement/{part.Text("id")}");
        Reply same = await shop.Post("v3/business/second-shop/settlement/store", Order(Saman));

        Assert.That((got.Status, same.Status), Is.EqualTo((404, 200)), "a track_id belongs to its business");
    }

    [Test]
    public async Task Track_id_finds_the_settlement_in_an_array_from_the_first_moment_or_later()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { SettlementVisibleAfter = TimeSpan.FromMinutes(1) });
        JsonElement part = await shop.Settle(Saman);

        Reply early = await shop.Get($"{ByTrackId}/t-1"), earlyList = await shop.Get(ByTrackId);
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        Reply found = await shop.Get($"{ByTrackId}/t-1"), list = await shop.Get(ByTrackId);

        Assert.That((early.Status, earlyList.Data.GetProperty("settlements").Number("total")), Is.EqualTo((404, 0L)));
        JsonElement item = found.Data.GetProperty("settlements")[0];
        Assert.That((item.Text("id"), item.Text("track_id"), item.Text("status")), Is.EqualTo((part.Text("id"), "t-1", "PENDING")));
        Assert.That(list.Data.GetProperty("settlements").GetProperty("data")[0].Text("track_id"), Is.EqualTo("t-1"));
    }

    [Test]
    public async Task Banks_come_in_the_services_own_order_with_limits_in_Rial()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await shop.Settle(Saman, more: ",\"type\":\"A2A\"");

        Reply all = await shop.Get("v3/business/sample-shop/settlement/banks");
        Reply able = await shop.Get("v3/business/sample-shop/settlement/banks?has_a2a_bank_ability=true");
        Reply wrong = await shop.Get("v3/business/sample-shop/settlement/banks?has_a2a_bank_ability=yes");

        Assert.That(all.Json.TryGetProperty("status", out _), Is.False);
        string?[] codes = [.. all.Data.EnumerateArray().Select(bank => bank.Text("code"))];
        Assert.That((codes.Length, codes[0], codes[^1]), Is.EqualTo((37, "010", "079")));
        Assert.That(codes, Is.Unique);
        Assert.That((able.Data.GetArrayLength(), wrong.Status), Is.EqualTo((12, 422)));
        JsonElement Limit(string code) => all.Data.EnumerateArray().Single(bank => bank.Text("code") == code).GetProperty("a2a").GetProperty("limit");
        Assert.That(Limit("019").GetProperty("time_limit")[0].Text("end_time"), Is.EqualTo("07:00"));
        Assert.That((Limit("062").GetProperty("amount_limit").Number("total"), Limit("056").GetProperty("amount_limit").Number("used"),
            Limit("056").GetProperty("amount_limit").Number("remained")), Is.EqualTo((-1L, 500_000L, 99_999_500_000L)));
    }

    [TestCase("056", 0, "A2A")]
    [TestCase("013", 0, "ACH", TestName = "Bank without the ability")]
    [TestCase("055", 0, "ACH", TestName = "Bank that is down")]
    [TestCase("019", 0, "A2A")]
    [TestCase("019", 12, "ACH", TestName = "Bank that is closed at night")]
    public async Task A2A_falls_back_to_ACH_where_the_bank_does_not_take_it(string bank, int hours, string type)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { UnhealthySettlementBanks = new HashSet<string> { "055" } });
        shop.Time.Advance(TimeSpan.FromHours(hours));

        JsonElement part = await shop.Settle(IbanAt(bank), more: ",\"type\":\"A2A\"");

        Assert.That(part.Text("type"), Is.EqualTo(type));
    }

    [Test]
    public async Task A2A_needs_the_tool_of_the_dashboard()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { ActiveTools = new HashSet<string>() });

        JsonElement part = await shop.Settle(Saman, more: ",\"type\":\"A2A\"");
        Reply active = await shop.Get("v3/business/sample-shop/settlement/banks?is_a2a_bank_active=1");
        Reply business = await shop.Get("v2/business/sample-shop");

        Assert.That((part.Text("type"), active.Data.GetArrayLength()), Is.EqualTo(("ACH", 0)));
        Assert.That(business.Data.GetProperty("tools").GetProperty("A2A").GetProperty("is_enabled").GetBoolean(), Is.False);
    }

    [Test]
    public async Task Many_settlements_at_once_never_overdraw_the_wallet()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => shop.Post(Store, Order(Saman, $"t-{i}", 10_000))));
        shop.Time.Advance(TimeSpan.FromHours(1));

        Assert.That(replies.Count(reply => reply.Status == 200), Is.EqualTo(8), "122,000 Rial each out of a million");
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_000_000 - 8 * 122_000)));
        Assert.That(shop.AtBank("056"), Is.EqualTo(800_000));
    }

    [Test]
    public async Task Settlement_is_found_in_the_transaction_list_by_its_IBAN()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await shop.Settle(Saman);

        Reply byIban = await shop.Get($"{Transactions}?q={Saman}&search_field=iban");
        Reply other = await shop.Get($"{Transactions}?q={OwnIban}&search_field=iban");

        Assert.That((byIban.Data.GetArrayLength(), other.Data.GetArrayLength()), Is.EqualTo((1, 0)));
    }
}
