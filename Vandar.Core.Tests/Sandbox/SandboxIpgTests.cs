using System.Text.Json;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxIpgTests
{
    [Test]
    public async Task Payment_runs_from_send_to_wallet_exactly_once()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string token = await shop.SendAndPay(
            250_000, ",\"factorNumber\":\"INV-42\",\"description\":\"Order 42\",\"mobile_number\":\"09120000000\"");
        Rial held = shop.Sandbox.Ledger.Balance(SandboxLedger.Held("sample-shop"));

        Reply before = await shop.Transaction(token);
        Reply[] verified = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.Verify(token)));
        Reply after = await shop.Transaction(token);

        Reply first = verified.Single(reply => reply.Status == 200);
        Assert.That(held, Is.EqualTo(new Rial(250_000)));
        Assert.That((before["code"].GetInt32(), before["message"].GetString()), Is.EqualTo((1, "Confirm requierd")));
        Assert.That((after["code"].GetInt32(), after["message"].GetString()), Is.EqualTo((2, "Verified")));
        Assert.That((first["status"].GetInt32(), first["amount"].GetString(), first["realAmount"].GetInt64()),
            Is.EqualTo((1, "250000.00", 250_000L)));
        Assert.That((first["cardNumber"].GetString(), first["paymentDate"].GetString()),
            Is.EqualTo(("603799******0006", "2026-03-21 12:00:00")));
        Assert.That(first["cid"].GetString(),
            Does.Match("^[0-9A-F]{64}$").And.EqualTo(before["CID"].GetString()), "lower-case key here, upper-case there");
        Assert.That((first["factorNumber"].GetString(), first["description"].GetString()), Is.EqualTo(("INV-42", "Order 42")));
        Assert.That(verified.Where(reply => reply != first).Select(reply => (reply.Status, reply["status"].GetInt32())),
            Is.All.EqualTo((422, 2)));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_250_000)));
        Assert.That(shop.Sandbox.Journal.Count(row => row.Operation == "ipg.verify"), Is.EqualTo(1));
    }

    [Test]
    public async Task Send_names_every_mistake_at_once()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply empty = await shop.Post("api/v4/send", "{}");
        Reply wrong = await shop.Post("api/v4/send",
            """
            {"api_key":"x","amount":999,"callback_url":"shop","national_code":"1234567890","valid_card_number":["1"],
             "mobile_number":"9120000000"}
            """);

        Assert.That((empty.Status, empty["status"].GetInt32()), Is.EqualTo((422, 0)));
        Assert.That(Errors(empty), Is.EqualTo(new[]
        {
            "وارد کردن api key الزامی است", "وارد کردن amount الزامی است", "وارد کردن callback_url الزامی است",
        }));
        Assert.That(Errors(wrong), Is.EquivalentTo(new[]
        {
            "api_key معتبر نیست", "amount نباید کوچکتر از 1000 باشد.", "callback_url معتبر نیست", "کد ملی قابل قبول نیست.",
            "شماره کارت قابل قبول نیست.", "mobile_number معتبر نیست",
        }));
        Assert.That(shop.Sandbox.Journal, Is.Empty);
    }

    [TestCase("1000", 200)]
    [TestCase("\"250000\"", 200)]
    [TestCase("999", 422)]
    [TestCase("1000.5", 422)]
    [TestCase("\"1000.00\"", 422)]
    [TestCase("-5000", 422)]
    [TestCase("1000000000000000", 200)]
    [TestCase("1000000000000001", 422)]
    [TestCase("9223372036854775807", 422)]
    [TestCase("\"۱۰۰۰\"", 422)]
    [TestCase("true", 422)]
    public async Task Amount_is_a_number_or_digits_from_1000_Rial(string amount, int status)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Post("api/v4/send",
            $$"""{"api_key":"{{shop.ApiKey}}","amount":{{amount}},"callback_url":"https://shop.example/"}""");

        Assert.That(reply.Status, Is.EqualTo(status));
    }

    [TestCase(",\"valid_card_number\":\"6037990000001234\"", 200)]
    [TestCase(",\"valid_card_number\":[]", 200)]
    [TestCase(",\"valid_card_number\":[1]", 422)]
    [TestCase(",\"national_code\":\"0012345679\"", 422)]
    [TestCase(",\"national_code\":\"0012345679\",\"mobile_number\":\"09120000000\"", 200)]
    [TestCase(",\"port\":\"SAMAN\"", 200)]
    [TestCase(",\"port\":\"saman\"", 422)]
    public async Task Optional_fields_are_checked(string more, int status)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Post("api/v4/send",
            $$"""{"api_key":"{{shop.ApiKey}}","amount":5000,"callback_url":"https://shop.example/"{{more}}}""");

        Assert.That(reply.Status, Is.EqualTo(status), reply.Text);
    }

    [Test]
    public async Task Long_callback_is_a_server_error()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string url = "https://shop.example/" + new string('a', 234);

        Reply reply = await shop.Post("api/v4/send", $$"""{"api_key":"{{shop.ApiKey}}","amount":5000,"callback_url":"{{url}}"}""");

        Assert.That((reply.Status, reply["errors"].GetProperty("error").ValueKind), Is.EqualTo((500, JsonValueKind.String)));
    }

    [Test]
    public async Task Callback_must_lie_on_the_registered_domain_and_the_page_wants_a_referer()
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { RegisteredDomain = "shop.example", RequireReferer = true });
        string token = await shop.SendPayment();

        Reply foreign = await shop.Post("api/v4/send",
            $$"""{"api_key":"{{shop.ApiKey}}","amount":5000,"callback_url":"https://evilshop.example/"}""");
        Reply below = await shop.Post("api/v4/send",
            $$"""{"api_key":"{{shop.ApiKey}}","amount":5000,"callback_url":"https://pay.shop.example/"}""");
        Reply bare = await shop.Get("v4/" + token);
        Reply referred = await shop.Send(HttpMethod.Get, "v4/" + token, headers: headers =>
            headers.Referrer = new Uri("https://shop.example/cart"));

        Assert.That((foreign.Status, Errors(foreign)[0], below.Status), Is.EqualTo((422, "آدرس بازگشتی معتبر نیست", 200)));
        Assert.That((bare.Status, referred.Status), Is.EqualTo((404, 200)));
    }

    [Test]
    public async Task Payment_page_opens_once()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string token = await shop.SendPayment(more: ",\"description\":\"<b>x</b>\"");

        Reply early = await shop.PostForm($"v4/{token}/pay", ("card_number", "6037990000000006"));
        Reply first = await shop.Get("v4/" + token), second = await shop.Get("v4/" + token), unknown = await shop.Get("v4/NOTHING");

        Assert.That((early.Status, first.Status, second.Status, unknown.Status), Is.EqualTo((404, 200, 404, 404)));
        Assert.That(first.Message.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
        Assert.That(first.Text, Does.Contain($"/v4/{token}/pay").And.Contain($"/v4/{token}/cancel").And.Not.Contain("<b>x"));
    }

    [TestCase("https://shop.example/cb", "https://shop.example/cb?token={0}&payment_status=OK")]
    [TestCase("https://shop.example/cb?order=1", "https://shop.example/cb?order=1&token={0}&payment_status=OK")]
    [TestCase("https://shop.example/cb?order=1#top", "https://shop.example/cb?order=1&token={0}&payment_status=OK#top")]
    [TestCase("https://فروشگاه.example:8443/برگشت?a=1#پایان",
        "https://xn--mgbtj4c7ad63e.example:8443/%D8%A8%D8%B1%DA%AF%D8%B4%D8%AA?a=1&token={0}&payment_status=OK#%D9%BE%D8%A7%DB%8C%D8%A7%D9%86")]
    [TestCase("https://shop.example/خرید", "https://shop.example/%D8%AE%D8%B1%DB%8C%D8%AF?token={0}&payment_status=OK")]
    public async Task Payer_comes_back_with_token_and_status(string callback, string expected)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Reply sent = await shop.Post("api/v4/send", $$"""{"api_key":"{{shop.ApiKey}}","amount":5000,"callback_url":"{{callback}}"}""");
        string token = sent["token"].GetString()!;
        await shop.Get("v4/" + token);

        Reply paid = await shop.PostForm($"v4/{token}/pay", ("card_number", "6037990000000006"));

        Assert.That((paid.Status, paid.Header("Location")), Is.EqualTo((303, expected.Replace("{0}", token, StringComparison.Ordinal))));
    }

    [Test]
    public async Task Cancelled_payment_fails_and_moves_no_money()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string token = await shop.SendPayment();
        await shop.Get("v4/" + token);

        Reply cancelled = await shop.PostForm($"v4/{token}/cancel");
        Reply paidAfterwards = await shop.PostForm($"v4/{token}/pay", ("card_number", "6037990000000006"));
        Reply transaction = await shop.Transaction(token), verify = await shop.Verify(token);

        Assert.That(cancelled.Header("Location"), Does.EndWith("payment_status=FAILED"));
        Assert.That(paidAfterwards.Header("Location"), Does.EndWith("payment_status=FAILED"));
        Assert.That((transaction.Status, transaction["code"].GetInt32()), Is.EqualTo((200, 4)));
        Assert.That((verify.Status, verify["status"].GetInt32(), Errors(verify)[0]), Is.EqualTo((422, 0, "تراکنش با خطا مواجه شده است")));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Payers), Is.EqualTo(Rial.Zero));
    }

    [Test]
    public async Task Page_refuses_other_cards_than_the_named_ones()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string token = await shop.SendPayment(more: ",\"valid_card_number\":[\"5022290000000001\"]");
        await shop.Get("v4/" + token);

        Reply short15 = await shop.PostForm($"v4/{token}/pay", ("card_number", "603799000000000"));
        Reply other = await shop.PostForm($"v4/{token}/pay", ("card_number", "6037990000000006"));
        Reply named = await shop.PostForm($"v4/{token}/pay", ("card_number", "5022290000000001"));

        Assert.That((short15.Status, other.Status, named.Status), Is.EqualTo((422, 422, 303)));
    }

    [Test]
    public async Task Unpaid_payment_cannot_be_verified()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { UnpaidTransactionCode = 1 });
        string token = await shop.SendPayment();

        Reply transaction = await shop.Transaction(token), verify = await shop.Verify(token);

        Assert.That((transaction["code"].GetInt32(), transaction["refnumber"].ValueKind), Is.EqualTo((1, JsonValueKind.Null)));
        Assert.That((verify.Status, verify["status"].GetInt32()), Is.EqualTo((422, 0)));
    }

    [Test]
    public async Task Payment_goes_back_to_the_payer_after_twenty_minutes()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string inTime = await shop.SendAndPay(10_000), late = await shop.SendAndPay(20_000);

        shop.Time.Advance(TimeSpan.FromMinutes(20) - TimeSpan.FromSeconds(1));
        Reply verified = await shop.Verify(inTime);
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        Rial held = shop.Sandbox.Ledger.Balance(SandboxLedger.Held("sample-shop"));
        Reply refused = await shop.Verify(late), transaction = await shop.Transaction(late), repeated = await shop.Verify(inTime);

        Assert.That((verified.Status, refused.Status, refused["status"].GetInt32()), Is.EqualTo((200, 422, 3)));
        Assert.That(transaction["code"].GetInt32(), Is.EqualTo(3));
        Assert.That(repeated["status"].GetInt32(), Is.EqualTo(2), "verified stays verified");
        Assert.That(held, Is.EqualTo(Rial.Zero), "nobody had to ask first");
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Payers), Is.EqualTo(new Rial(-10_000)));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_010_000)));
    }

    [TestCase(SandboxPaymentWindow.Send, 3)]
    [TestCase(SandboxPaymentWindow.Redirect, 1)]
    public async Task Twenty_minutes_begin_at_send_or_at_the_page(SandboxPaymentWindow window, int status)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { PaymentWindow = window });
        string token = await shop.SendPayment();
        shop.Time.Advance(TimeSpan.FromMinutes(15));
        await shop.Get("v4/" + token);
        await shop.PostForm($"v4/{token}/pay", ("card_number", "6037990000000006"));

        shop.Time.Advance(TimeSpan.FromMinutes(10));
        Reply verify = await shop.Verify(token);

        Assert.That(verify["status"].GetInt32(), Is.EqualTo(status));
    }

    [Test]
    public async Task Repeated_verify_has_the_HTTP_status_of_the_switch()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { RepeatedVerifyStatus = 200 });
        string token = await shop.SendAndPay();
        await shop.Verify(token);

        Reply again = await shop.Verify(token);

        Assert.That((again.Status, again.Text),
            Is.EqualTo((200, """{"status":2,"errors":["نتیجه تراکنش قبلا از طرف وندار اعلام گردیده."]}""")));
    }

    [TestCase(false, "10000.00", 4_500, 4_500)]
    [TestCase(true, "15500.00", 10_000, 10_000)]
    public async Task Fee_is_borne_by_business_or_payer(bool payerBears, string amount, long credited, long wallet)
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { PaymentFee = new Rial(5_500), PayerBearsFee = payerBears });
        Reply verified = await shop.Verify(await shop.SendAndPay(10_000));

        Assert.That((verified["amount"].GetString(), verified["realAmount"].GetInt64(), verified["wage"].GetString()),
            Is.EqualTo((amount, credited, "5500")));
        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_000_000 + wallet)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Fees), Is.EqualTo(new Rial(5_500)));
    }

    [Test]
    public async Task Token_belongs_to_its_gateway()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        SandboxBusiness second = shop.Sandbox.AddBusiness("second-shop");
        string token = await shop.SendAndPay();

        Reply foreign = await shop.Post("api/v4/verify", $$"""{"api_key":"{{second.Credentials.IpgApiKey}}","token":"{{token}}"}""");
        Reply missing = await shop.Post("api/v4/transaction", $$"""{"api_key":"{{shop.ApiKey}}"}""");

        Assert.That((foreign.Status, Errors(foreign)[0]), Is.EqualTo((422, "token معتبر نیست")));
        Assert.That(Errors(missing), Is.EqualTo(new[] { "وارد کردن token الزامی است" }));
    }

    [Test]
    public async Task Many_payers_at_once_leave_balanced_books()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        await Task.WhenAll(Enumerable.Range(1, 50).Select(async i => await shop.Verify(await shop.SendAndPay(1_000 * i))));

        Assert.That(shop.Sandbox.Business.Wallet, Is.EqualTo(new Rial(1_000_000 + 1_000 * 50 * 51 / 2)));
        Assert.That(shop.Sandbox.Ledger.Entries.Select(entry => entry.Lines.Sum(line => line.Amount.Value)), Is.All.Zero);
        Assert.That(shop.Sandbox.Journal.Select(row => row.Number), Is.EqualTo(Enumerable.Range(1, 150).Select(n => (long)n)));
    }

    private static string?[] Errors(Reply reply) => [.. reply["errors"].EnumerateArray().Select(text => text.GetString())];
}
