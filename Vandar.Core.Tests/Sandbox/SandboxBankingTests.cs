using System.Text.Json;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxBankingTests
{
    private const string Outside = "IR170560000000200000000002";

    [Test]
    public async Task A_card_has_an_account_with_a_balance_and_a_statement()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        JsonElement card = (await applicant.Inquire()).Data[0];
        string account = card.GetProperty("account_number").GetString()!;
        shop.Sandbox.Business.FundCardAccount(applicant.Id, new Rial(500_000));

        JsonElement info = (await shop.Get(applicant.Path + "/accounts-info")).Data.EnumerateArray().Single();
        Reply named = await shop.Post(applicant.Path + "/balance", $$"""{"account_number":"{{account}}"}""");
        Reply unnamed = await shop.Post(applicant.Path + "/balance", "{}");
        Reply foreign = await shop.Post(applicant.Path + "/balance", """{"account_number":"1000000001"}""");
        JsonElement[] rows = [.. (await Statement(shop, applicant)).Data.GetProperty("statements").EnumerateArray()];

        Assert.That((Text(info, "account_number"), Text(info, "iban_number"), Text(info, "card_number")),
            Is.EqualTo((account, Text(card, "iban_number"), Text(card, "card_number"))));
        Assert.That(named.Text, Is.EqualTo(unnamed.Text));
        Assert.That((named.Data.GetProperty("balance").GetInt64(), Text(named.Data, "account_number")), Is.EqualTo((10_500_000L, account)));
        Assert.That(foreign.Status, Is.EqualTo(404));
        Assert.That(rows.Select(row => (row.GetProperty("amount").GetInt64(), row.GetProperty("balance").GetInt64(), Text(row, "type"))),
            Is.EqualTo(new[] { (500_000L, 10_500_000L, "DEPOSIT"), (10_000_000L, 10_000_000L, "DEPOSIT") }));
        Assert.That(rows.Select(row => Text(row, "date_time")), Is.All.EqualTo("1405/01/01 12:00:30"));
        Assert.That(rows.Select(row => Text(row, "reference_number")), Is.Unique.And.All.Match("^[0-9]{12}$"));
        Assert.That(shop.Sandbox.Journal.Select(row => row.Operation), Has.None.StartsWith("ravand.accounts"), "reads change nothing");
    }

    [Test]
    public async Task A_statement_is_cut_by_days_and_pages()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        for (int i = 1; i <= 5; i++)
        {
            shop.Time.Advance(TimeSpan.FromDays(1));
            shop.Sandbox.Business.FundCardAccount(applicant.Id, new Rial(i));
        }
        shop.Sandbox.Business.NewToken();
        shop.AccessToken = shop.Sandbox.Credentials.AccessToken;

        Reply page = await Statement(shop, applicant, "?page=2&per_page=2"), last = await Statement(shop, applicant, "?page=3&per_page=2");
        Reply days = await Statement(shop, applicant, "?from_date=1405/01/03&to_date=1405/1/4");
        Reply wrong = await Statement(shop, applicant, "?from_date=2026-03-21&page=0&per_page=101");

        Assert.That((Amounts(page), page.Data.GetProperty("has_more").GetBoolean()), Is.EqualTo((new[] { 3L, 2L }, true)));
        Assert.That((Amounts(last), last.Data.GetProperty("has_more").GetBoolean()), Is.EqualTo((new[] { 1L, 10_000_000L }, false)));
        Assert.That(Amounts(days), Is.EqualTo(new[] { 3L, 2L }));
        Assert.That(wrong.Status, Is.EqualTo(422));
        Assert.That(wrong["errors"].EnumerateObject().Select(error => error.Name), Is.EquivalentTo(new[] { "from_date", "page", "per_page" }));
    }

    [Test]
    public async Task Banking_begins_with_an_active_card_and_ends_with_a_blocked_one()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Finalized(shop);

        Reply pending = await shop.Get(applicant.Path + "/accounts-info");
        shop.Time.Advance(TimeSpan.FromSeconds(30));
        Reply issued = await Balance(shop, applicant);
        await applicant.Visit("activate");
        Reply active = await Balance(shop, applicant);
        Transfer transfer = await Create(shop, applicant);
        await applicant.Visit("block");
        Reply blocked = await Balance(shop, applicant), confirm = await transfer.Confirm();

        Assert.That((pending.Status, pending.Code), Is.EqualTo((400, "cardholder_request_not_finalize")));
        Assert.That(new[] { issued, blocked, confirm }.Select(reply => (reply.Status, reply.Code)), Is.All.EqualTo((400, "card_is_not_active")));
        Assert.That(active.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Switches_open_banking_early_and_change_shapes()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches
        {
            BankingNeedsActiveCard = false, AccountsInfoIsObject = true, ClearingInquiryIsArray = true, CardAccountOpening = new Rial(700),
        });
        Applicant applicant = await Applicant.Issued(shop);
        Transfer transfer = await Create(shop, applicant, 700);
        await transfer.Confirm();

        Reply info = await shop.Get(applicant.Path + "/accounts-info"), clearing = await transfer.InquireClearing();

        Assert.That((info.Data.ValueKind, clearing.Data.ValueKind), Is.EqualTo((JsonValueKind.Object, JsonValueKind.Array)));
        Assert.That(await BalanceOf(shop, applicant), Is.Zero);
    }

    [Test]
    public async Task A_bank_can_be_down()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop, root: Applicant.Root.Replace("bank-x", "bank-x-down", StringComparison.Ordinal));

        Reply info = await shop.Get(applicant.Path + "/accounts-info"), balance = await Balance(shop, applicant);
        Reply transfer = await CreateRaw(shop, applicant, $$"""{"amount":1000,"destination":"{{Outside}}"}""");

        Assert.That(new[] { info, balance, transfer }.Select(reply => (reply.Status, reply.Code)),
            Is.All.EqualTo((502, "external_service_error")));
    }

    [Test]
    public async Task Reasons_have_ids_codes_and_titles()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        JsonElement[] reasons = [.. (await shop.Get("v1/business/sample-shop/ravand/reasons")).Data.EnumerateArray()];

        Assert.That(reasons.Select(reason => (reason.GetProperty("id").GetInt32(), Text(reason, "code"))).First(), Is.EqualTo((1, "01")));
        Assert.That(reasons.Select(reason => Text(reason, "title")).ToList(), Has.Count.EqualTo(19).And.Unique);
    }

    [Test]
    public async Task A_transfer_waits_for_its_password_and_moves_the_money_once()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        Reply created = await CreateRaw(shop, applicant,
            $$"""{"track_id":"t-1","amount":500000,"type":"PAYA","destination":"{{Outside}}","reason_id":1,"description":"sample"}""");
        Transfer transfer = new(shop, applicant, Text(created.Data, "transfer_id")!);
        long before = await BalanceOf(shop, applicant);

        Reply[] confirmed = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => transfer.Confirm()));

        Reply first = confirmed.Single(reply => reply.Status == 200);
        Assert.That((Text(created.Data, "track_id"), Text(created.Data, "status"), Text(created.Data, "otp_expires_at")),
            Is.EqualTo(("t-1", "WAITING_FOR_OTP", "1405/01/01 12:02:30")));
        Assert.That(before, Is.EqualTo(10_000_000), "nothing is reserved");
        Assert.That((Text(first.Data, "status"), Text(first.Data, "transfer_id")), Is.EqualTo(("DONE", transfer.Id)));
        Assert.That(confirmed.Where(reply => reply != first).Select(reply => (reply.Status, reply.Code)),
            Is.All.EqualTo((400, "transfer_is_not_open")));
        Assert.That(await BalanceOf(shop, applicant), Is.EqualTo(9_500_000));
        Assert.That(shop.Sandbox.Journal.TakeLast(2).Select(row => (row.Operation, row.Key, row.Amount)), Is.EqualTo(new[]
        {
            ("ravand.transfers.create", "t-1", (Rial?)new Rial(500_000)), ("ravand.transfers.confirm_otp", "t-1", new Rial(500_000)),
        }));
    }

    [TestCase("PAYA", 120)]
    [TestCase("SATNA", 15)]
    public async Task Paya_and_Satna_settle_on_the_clock(string kind, int minutes)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        Transfer transfer = await Create(shop, applicant, 500_000, $",\"type\":\"{kind}\"");

        Reply unconfirmed = await transfer.InquireClearing();
        string reference = Text((await transfer.Confirm()).Data, "reference_number")!;
        Reply onTheWay = await transfer.InquireClearing();
        Rial between = shop.Sandbox.Ledger.Balance(SandboxLedger.BetweenBanks);
        shop.Time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        Reply almost = await transfer.InquireClearing();
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        Reply settled = await shop.Get($"{applicant.Path}/transfer/inquiry/paya-satna?reference_number={reference}");
        Reply inquiry = await transfer.Inquire();

        Assert.That(unconfirmed.Status, Is.EqualTo(404));
        Assert.That(new[] { onTheWay, almost, settled }.Select(reply => Text(reply.Data, "status")),
            Is.EqualTo(new[] { "IN_PROGRESS", "IN_PROGRESS", "SETTLED" }));
        Assert.That(between, Is.EqualTo(new Rial(500_000)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.BetweenBanks), Is.EqualTo(Rial.Zero));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Bank("056")), Is.EqualTo(new Rial(500_000)));
        Assert.That((Text(inquiry.Data, "type"), inquiry.Data.GetProperty("amount").GetInt64(), Text(inquiry.Data, "status"),
            Text(inquiry.Data, "reference_number")), Is.EqualTo((kind, 500_000L, "DONE", reference)));
    }

    [Test]
    public async Task A_bare_account_number_is_one_of_the_bank_the_money_comes_from()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        string bank = Text((await applicant.Inquire()).Data[0], "iban_number")![4..7];
        Transfer transfer = await Create(shop, applicant, 300_000, ",\"type\":\"INTERNAL\"", "1000000001");

        await transfer.Confirm();

        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Bank(bank)), Is.EqualTo(new Rial(300_000)));
    }

    [Test]
    public async Task A_transfer_to_nobody_comes_back()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        string nobody = SandboxInquiryTests.IbanOf(SandboxBanking.UnknownBankCode);
        Transfer transfer = await Create(shop, applicant, 500_000, ",\"type\":\"PAYA\"", nobody);
        await transfer.Confirm();
        long away = await BalanceOf(shop, applicant);

        shop.Time.Advance(TimeSpan.FromHours(2));
        Reply clearing = await transfer.InquireClearing(), inquiry = await transfer.Inquire();
        Reply pol = await CreateRaw(shop, applicant, $$"""{"amount":1,"type":"POL","destination":"{{nobody}}"}""");

        Assert.That((away, await BalanceOf(shop, applicant)), Is.EqualTo((9_500_000L, 10_000_000L)));
        Assert.That((Text(clearing.Data, "status"), Text(inquiry.Data, "status")), Is.EqualTo(("RETURNED", "RETURNED")));
        Assert.That(Amounts(await Statement(shop, applicant)), Is.EqualTo(new[] { 500_000L, 500_000L, 10_000_000L }));
        Assert.That(pol.Status, Is.EqualTo(422));
    }

    [TestCase("INTERNAL", "account_number", 0)]
    [TestCase("INTERNAL", "iban_number", 0)]
    [TestCase("POL", "iban_number", 0)]
    [TestCase("PAYA", "iban_number", 120)]
    public async Task Money_reaches_another_card_of_the_sandbox(string kind, string number, int minutes)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant from = await Applicant.Activated(shop), to = await Applicant.Activated(shop, Applicant.NationalCode(2));
        string destination = Text((await to.Inquire()).Data[0], number)!;
        Transfer transfer = await Create(shop, from, 300_000, $",\"type\":\"{kind}\"", destination);

        await transfer.Confirm();
        shop.Time.Advance(TimeSpan.FromMinutes(minutes));

        Assert.That((await BalanceOf(shop, from), await BalanceOf(shop, to)), Is.EqualTo((9_700_000L, 10_300_000L)));
        Assert.That(shop.Sandbox.Ledger.Balances.Keys, Has.None.StartsWith("bank:"), "it stays among the sandbox's own accounts");
        if (minutes == 0)
            Assert.That((await transfer.InquireClearing()).Status, Is.EqualTo(404), "not a matter of Paya and Satna");
    }

    [Test]
    public async Task No_answer_carries_the_password_and_wrong_ones_end_the_transfer()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        Reply created = await CreateRaw(shop, applicant, $$"""{"amount":500000,"destination":"{{Outside}}"}""");
        Transfer transfer = new(shop, applicant, Text(created.Data, "transfer_id")!);
        string password = transfer.Password!;
        string wrong = password == "000000" ? "000001" : "000000";

        Reply missing = await shop.Post(applicant.Path + "/transfer/confirm-otp", $$"""{"transfer_id":"{{transfer.Id}}"}""");
        Reply[] refused = [await transfer.Confirm(wrong), await transfer.Confirm(wrong), await transfer.Confirm(wrong)];
        Reply right = await transfer.Confirm(password), resend = await transfer.Resend(), inquiry = await transfer.Inquire();

        Assert.That(created.Text + inquiry.Text, Does.Not.Contain(password));
        Assert.That(password, Does.Match("^[0-9]{6}$"));
        Assert.That((missing.Status, missing["errors"].TryGetProperty("otp", out _)), Is.EqualTo((422, true)));
        Assert.That(refused.Select(reply => (reply.Status, reply["errors"].EnumerateObject().Single().Name)), Is.All.EqualTo((422, "otp")));
        Assert.That((right.Status, right.Code, resend.Status, Text(inquiry.Data, "status")),
            Is.EqualTo((400, "transfer_is_not_open", 400, "FAILED")));
        Assert.That(inquiry.Data.GetProperty("reference_number").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(await BalanceOf(shop, applicant), Is.EqualTo(10_000_000));
        Assert.That(transfer.Password, Is.Null);
    }

    [Test]
    public async Task A_new_password_ends_the_old_one_but_not_the_count_of_tries()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { TransferResendWait = TimeSpan.FromSeconds(60) });
        Applicant applicant = await Applicant.Activated(shop);
        Transfer transfer = await Create(shop, applicant);
        string first = transfer.Password!;

        Reply soon = await transfer.Resend();
        shop.Time.Advance(TimeSpan.FromSeconds(60));
        Reply resent = await transfer.Resend();
        string second = transfer.Password!;
        Reply old = await transfer.Confirm(first), oldAgain = await transfer.Confirm(first), good = await transfer.Confirm(second);

        Assert.That((soon.Status, soon.Code), Is.EqualTo((400, "otp_resend_too_soon")));
        Assert.That((resent.Status, Text(resent.Data, "transfer_id")), Is.EqualTo((200, transfer.Id)));
        Assert.That(resent.Text, Does.Not.Contain(second));
        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That((old.Status, oldAgain.Status, good.Status), Is.EqualTo((422, 422, 200)));
        Assert.That(shop.Sandbox.Journal.Count(row => row.Operation == "ravand.transfers.resend_otp"), Is.EqualTo(1));
    }

    [Test]
    public async Task Passwords_and_transfers_run_out()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        Transfer transfer = await Create(shop, applicant);
        string first = transfer.Password!;

        shop.Time.Advance(TimeSpan.FromMinutes(2));
        Reply late = await transfer.Confirm(first);
        await transfer.Resend();
        shop.Time.Advance(TimeSpan.FromMinutes(8));
        Reply over = await transfer.Confirm(first), resend = await transfer.Resend(), inquiry = await transfer.Inquire();

        Assert.That((late.Status, over.Status, over.Code, resend.Status), Is.EqualTo((422, 400, "transfer_is_not_open", 400)));
        Assert.That((Text(inquiry.Data, "status"), transfer.Password), Is.EqualTo(("EXPIRED", null as string)));
    }

    [Test]
    public async Task A_repeated_confirm_can_be_answered_again_but_pays_once()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { RepeatedConfirmSucceeds = true });
        Applicant applicant = await Applicant.Activated(shop);
        Transfer transfer = await Create(shop, applicant, 400_000);
        string password = transfer.Password!;

        Reply first = await transfer.Confirm(password), second = await transfer.Confirm(password), guess = await transfer.Confirm("1");

        Assert.That((first.Status, second.Status, second.Text, guess.Status), Is.EqualTo((200, 200, first.Text, 400)));
        Assert.That(await BalanceOf(shop, applicant), Is.EqualTo(9_600_000));
        Assert.That(shop.Sandbox.Journal.Count(row => row.Operation == "ravand.transfers.confirm_otp"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_balance_is_looked_at_twice()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);

        Reply tooMuch = await CreateRaw(shop, applicant, $$"""{"amount":10000001,"destination":"{{Outside}}"}""");
        Transfer one = await Create(shop, applicant, 6_000_000), two = await Create(shop, applicant, 6_000_000);
        Reply first = await one.Confirm(), second = await two.Confirm();
        shop.Sandbox.Business.FundCardAccount(applicant.Id, new Rial(9_000_000));
        Reply again = await two.Confirm("000000");

        Assert.That((tooMuch.Status, tooMuch.Code), Is.EqualTo((400, "insufficient_balance")));
        Assert.That((first.Status, second.Status, second.Code, again.Code),
            Is.EqualTo((200, 400, "insufficient_balance", "transfer_is_not_open")));
        Assert.That(await BalanceOf(shop, applicant), Is.EqualTo(13_000_000));
    }

    [Test]
    public async Task A_track_id_pays_once_and_finds_its_transfer()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop), other = await Applicant.Activated(shop, Applicant.NationalCode(2));
        Transfer transfer = await Create(shop, applicant, 1000, ",\"track_id\":\"t-1\"");
        string inquiry = "/transfer/inquiry?track_id=t-1";

        Reply again = await CreateRaw(shop, applicant, $$"""{"amount":1000,"destination":"{{Outside}}","track_id":"t-1"}""");
        Reply found = await shop.Get(applicant.Path + inquiry), foreign = await shop.Get(other.Path + inquiry);
        Reply unknown = await shop.Get(applicant.Path + "/transfer/inquiry?track_id=t-2");
        Reply nothing = await shop.Get(other.Path + "/transfer/inquiry");
        Reply confirmed = await shop.Post(applicant.Path + "/transfer/confirm-otp",
            $$"""{"track_id":"t-1","otp_code":"{{transfer.Password}}"}""");

        Assert.That((again.Status, again.Code), Is.EqualTo((400, "duplicate_track_id")));
        Assert.That((found.Status, Text(found.Data, "transfer_id")), Is.EqualTo((200, transfer.Id)));
        Assert.That(new[] { foreign, unknown, nothing }.Select(reply => (reply.Status, reply.Code)), Is.All.EqualTo((404, "not_found_error")));
        Assert.That(confirmed.Status, Is.EqualTo(200));
        Assert.That(shop.Sandbox.Journal.Count(row => row.Operation == "ravand.transfers.create"), Is.EqualTo(1));
    }

    [Test]
    public async Task Calls_without_a_key_mean_the_latest_transfer()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        await Create(shop, applicant, 1000);
        Transfer latest = await Create(shop, applicant, 2000);

        Reply resent = await shop.Post(applicant.Path + "/transfer/retry-otp", "{}");
        Reply confirmed = await shop.Post(applicant.Path + "/transfer/confirm-otp", $$"""{"code":"{{latest.Password}}"}""");
        Reply inquiry = await shop.Get(applicant.Path + "/transfer/inquiry");

        Assert.That(new[] { resent, confirmed, inquiry }.Select(reply => Text(reply.Data, "transfer_id")), Is.All.EqualTo(latest.Id));
        Assert.That(await BalanceOf(shop, applicant), Is.EqualTo(9_998_000));
    }

    [TestCase("\"transfer_id\":7")]
    [TestCase("\"track_id\":7")]
    [TestCase("\"transfer_id\":\"{1}\",\"track_id\":\"t-2\"")]
    public async Task A_key_that_names_no_transfer_never_means_the_latest(string keys)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        Transfer first = await Create(shop, applicant, 1000, ",\"track_id\":\"t-1\"");
        Transfer latest = await Create(shop, applicant, 2000, ",\"track_id\":\"t-2\"");
        string sent = keys.Replace("{1}", first.Id, StringComparison.Ordinal);

        Reply resent = await shop.Post(applicant.Path + "/transfer/retry-otp", $"{{{sent}}}");
        Reply[] confirmed =
        [
            await shop.Post(applicant.Path + "/transfer/confirm-otp", $$"""{{{sent}},"otp":"{{latest.Password}}"}"""),
            await shop.Post(applicant.Path + "/transfer/confirm-otp", $$"""{{{sent}},"otp":"{{first.Password}}"}"""),
        ];

        Assert.That(confirmed.Append(resent).Select(reply => (reply.Status, reply.Code)), Is.All.EqualTo((404, "not_found_error")));
        Assert.That(await BalanceOf(shop, applicant), Is.EqualTo(10_000_000));
    }

    [Test]
    public async Task A_password_is_not_said_to_outlive_its_transfer()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { TransferLife = TimeSpan.FromMinutes(3) });
        Applicant applicant = await Applicant.Activated(shop);
        Transfer transfer = await Create(shop, applicant);
        shop.Time.Advance(TimeSpan.FromMinutes(2));

        Reply resent = await transfer.Resend();
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        Reply late = await transfer.Confirm();

        Assert.That(Text(resent.Data, "otp_expires_at"), Is.EqualTo("1405/01/01 12:03:30"), "two minutes, but the transfer ends before");
        Assert.That((late.Status, late.Code), Is.EqualTo((400, "transfer_is_not_open")));
    }

    [TestCase("""{"destination":"IR170560000000200000000002"}""", "amount")]
    [TestCase("""{"amount":0,"destination":"IR170560000000200000000002"}""", "amount")]
    [TestCase("""{"amount":-5,"destination":"IR170560000000200000000002"}""", "amount")]
    [TestCase("""{"amount":1.5,"destination":"IR170560000000200000000002"}""", "amount")]
    [TestCase("""{"amount":1000}""", "destination")]
    [TestCase("""{"amount":1000,"destination":"IR170560000000200000000003"}""", "destination")]
    [TestCase("""{"amount":1000,"destination":"1000000001","type":"PAYA"}""", "destination")]
    [TestCase("""{"amount":1000,"destination":"abc","type":"INTERNAL"}""", "destination")]
    [TestCase("""{"amount":1000,"destination":"IR170560000000200000000002","type":"SWIFT"}""", "type")]
    [TestCase("""{"amount":1000,"destination":"IR170560000000200000000002","reason_id":99}""", "reason_id")]
    [TestCase("""{"amount":1000,"destination":"IR170560000000200000000002","reason_code":"x"}""", "reason_code")]
    [TestCase("""{"amount":1000,"destination":"IR170560000000200000000002","track_id":7}""", "track_id")]
    public async Task Broken_transfers_are_422_under_their_field(string body, string field)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);

        Reply reply = await CreateRaw(shop, applicant, body);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((422, "validation_error")), reply.Text);
        Assert.That(reply["errors"].EnumerateObject().Single().Name, Is.EqualTo(field));
        Assert.That(shop.Sandbox.Journal.Select(row => row.Operation), Has.None.EqualTo("ravand.transfers.create"));
    }

    [Test]
    public async Task The_account_number_is_the_source_if_it_is_the_cardholders_own()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        JsonElement card = (await applicant.Inquire()).Data[0];
        string own = Text(card, "account_number")!;

        Reply source = await CreateRaw(shop, applicant, $$"""{"amount":1,"account_number":"{{own}}","iban_number":"{{Outside}}"}""");
        Reply target = await CreateRaw(shop, applicant, """{"amount":1,"account_number":"1000000001","reason_code":"02"}""");
        Reply foreign = await CreateRaw(shop, applicant, $$"""{"amount":1,"source_account_number":"1","destination":"{{Outside}}"}""");
        Reply self = await CreateRaw(shop, applicant, $$"""{"amount":1,"destination":"{{Text(card, "iban_number")}}"}""");

        Assert.That((source.Status, target.Status, foreign.Status, self.Status), Is.EqualTo((200, 200, 404, 422)));
    }

    [Test]
    public async Task The_phone_and_the_counter_can_be_reached_over_HTTP()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        Transfer transfer = await Create(shop, applicant);
        const string Control = "_sandbox/business/sample-shop/";
        string fund = $"{Control}cardholders/{applicant.Id}/fund";

        Reply phone = await shop.Get($"{Control}transfers/{transfer.Id}/otp"), nothing = await shop.Get($"{Control}transfers/{Guid.Empty}/otp");
        Reply stranger = await shop.Get($"_sandbox/business/no-shop/transfers/{transfer.Id}/otp");
        Reply funded = await shop.Post(fund, "{\"amount\":5}"), wrong = await shop.Post(fund, "{\"amount\":0}");
        Reply unknown = await shop.Post($"{Control}cardholders/{Guid.Empty}/fund", "{\"amount\":5}");

        Assert.That((phone.Status, phone["otp"].GetString()), Is.EqualTo((200, transfer.Password)));
        Assert.That((nothing.Status, stranger.Status, unknown.Status, wrong.Status), Is.EqualTo((404, 404, 404, 422)));
        Assert.That((funded.Status, funded["balance"].GetInt64()), Is.EqualTo((200, 10_000_005L)));
    }

    [Test]
    public async Task Only_an_issued_card_can_be_funded_with_something()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Finalized(shop);
        SandboxBusiness business = shop.Sandbox.Business;

        Assert.That(() => business.FundCardAccount(applicant.Id, new Rial(1)), Throws.ArgumentException);
        shop.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.That(() => business.FundCardAccount(applicant.Id, Rial.Zero), Throws.InstanceOf<ArgumentOutOfRangeException>());
        business.FundCardAccount(applicant.Id, new Rial(1));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.CardAccount(applicant.Id)), Is.EqualTo(new Rial(10_000_001)));
    }

    private sealed class Transfer(SandboxShop shop, Applicant applicant, string id)
    {
        public string Id => id;

        public string? Password => shop.Sandbox.Business.TransferPassword(id);

        private string Key => $$"""{"transfer_id":"{{id}}"}""";

        public Task<Reply> Confirm(string? password = null) => shop.Post(applicant.Path + "/transfer/confirm-otp",
            $$"""{"transfer_id":"{{id}}","otp":"{{password ?? Password ?? "000000"}}"}""");

        public Task<Reply> Resend() => shop.Post(applicant.Path + "/transfer/retry-otp", Key);

        public Task<Reply> Inquire() => shop.Get($"{applicant.Path}/transfer/inquiry?transfer_id={id}");

        public Task<Reply> InquireClearing() => shop.Get($"{applicant.Path}/transfer/inquiry/paya-satna?transfer_id={id}");
    }

    private static Task<Reply> CreateRaw(SandboxShop shop, Applicant applicant, string body) => shop.Post(applicant.Path + "/transfer", body);

    private static async Task<Transfer> Create(
        SandboxShop shop, Applicant applicant, long amount = 100_000, string more = "", string destination = Outside)
    {
        Reply created = await CreateRaw(shop, applicant, $$"""{"amount":{{amount}},"destination":"{{destination}}"{{more}}}""");
        Assert.That(created.Status, Is.EqualTo(200), created.Text);
        return new Transfer(shop, applicant, Text(created.Data, "transfer_id")!);
    }

    private static Task<Reply> Balance(SandboxShop shop, Applicant applicant) => shop.Post(applicant.Path + "/balance", "{}");

    private static async Task<long> BalanceOf(SandboxShop shop, Applicant applicant) =>
        (await Balance(shop, applicant)).Data.GetProperty("balance").GetInt64();

    private static Task<Reply> Statement(SandboxShop shop, Applicant applicant, string query = "") =>
        shop.Get(applicant.Path + "/bank-statement" + query);

    private static long[] Amounts(Reply statement) =>
        [.. statement.Data.GetProperty("statements").EnumerateArray().Select(row => row.GetProperty("amount").GetInt64())];

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
