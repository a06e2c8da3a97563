using System.Net;
using Vandar.Core.Ipg;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Services;

/// <summary>The payment gateway: what is refused before it is sent, what a verification means, and what a callback is worth.</summary>
internal sealed class IpgTests
{
    private const string Token = "2YKWWXU9PLUHICC";
    private const string First = """{"status":1,"amount":"250000.00","realAmount":244500,"wage":"5500","transId":171234567890,"message":"ok"}""";
    private const string Again = """{"status":2,"errors":["نتیجه تراکنش قبلا از طرف وندار اعلام گردیده."]}""";

    private static readonly IpgSend s_payment = new() { Amount = Rial.Of(250_000), CallbackUrl = new("https://shop.example/cb") };

    private static IEnumerable<TestCaseData> BrokenPayments()
    {
        yield return Broken(s_payment with { Amount = Rial.Of(999) }, nameof(IpgSend.Amount));
        yield return Broken(s_payment with { Amount = Rial.Of(-250_000) }, nameof(IpgSend.Amount));
        yield return Broken(s_payment with { Amount = default }, nameof(IpgSend.Amount));
        yield return Broken(s_payment with { CallbackUrl = null! }, nameof(IpgSend.CallbackUrl));
        yield return Broken(s_payment with { CallbackUrl = new("/cb", UriKind.Relative) }, nameof(IpgSend.CallbackUrl));
        yield return Broken(s_payment with { CallbackUrl = new("ftp://shop.example/cb") }, nameof(IpgSend.CallbackUrl));
        yield return Broken(s_payment with { CallbackUrl = Address(255) }, nameof(IpgSend.CallbackUrl));
        yield return Broken(s_payment with { Description = new('x', 256) }, nameof(IpgSend.Description));
        yield return Broken(s_payment with { NationalCode = NationalCode.Parse("0012345679") }, nameof(IpgSend.NationalCode));
        yield return Broken(s_payment with { NationalCode = default(NationalCode) }, nameof(IpgSend.NationalCode));
        yield return Broken(s_payment with { MobileNumber = default(MobileNumber) }, nameof(IpgSend.MobileNumber));
        yield return Broken(s_payment with { Port = default(PspPort) }, nameof(IpgSend.Port));
        yield return Broken(s_payment with { Port = new PspPort("") }, nameof(IpgSend.Port));
        yield return Broken(s_payment with { CallbackUrl = new("https://shop.example/cb ") }, nameof(IpgSend.CallbackUrl));
        yield return Broken(s_payment with { CallbackUrl = new("https://shop.example/c\nb") }, nameof(IpgSend.CallbackUrl));
        yield return Broken(s_payment with { FactorNumber = "" }, nameof(IpgSend.FactorNumber));
        yield return Broken(s_payment with { Description = " " }, nameof(IpgSend.Description));
        yield return Broken(s_payment with { Comment = "" }, nameof(IpgSend.Comment));
        yield return Broken(s_payment with { TerminalId = "\t" }, nameof(IpgSend.TerminalId));
        yield return Broken(s_payment with { ValidCardNumbers = [default] }, nameof(IpgSend.ValidCardNumbers));
        yield return Broken(s_payment with { ValidCardNumbers = [.. Enumerable.Repeat(CardNumber.Parse("5047060000000032"), 11)] }, nameof(IpgSend.ValidCardNumbers));

        static TestCaseData Broken(IpgSend request, string member) => new TestCaseData(request, member).SetArgDisplayNames(member);
    }

    [TestCaseSource(nameof(BrokenPayments))]
    public void A_broken_payment_is_refused_before_it_is_sent(IpgSend request, string member)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(
            () => { _ = client.Ipg.Send(request).AsTask(); },
            Throws.InstanceOf<ArgumentException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(member));
    }

    [Test]
    public async Task A_payment_at_the_edge_of_every_rule_is_sent()
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.OK, """{"status":1,"token":"A1"}"""));
        using VandarClient client = Shop.Client(handler);
        IpgSend request = s_payment with
        {
            Amount = Rial.Of(1_000), CallbackUrl = Address(254), Description = new('x', 255), NationalCode = NationalCode.Parse("0012345679"),
            MobileNumber = MobileNumber.Parse("09120000000"), ValidCardNumbers = [.. Enumerable.Repeat(CardNumber.Parse("5047060000000032"), 10)],
        };

        IpgSession session = await client.Ipg.Send(request);

        Assert.That(session.RedirectUrl, Is.EqualTo(new Uri("https://ipg.vandar.io/v4/A1")));
        Assert.That(handler.Seen, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_key_travels_in_the_body_and_never_in_the_callers_object()
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.OK, """{"status":1,"token":"A1"}"""));
        using VandarClient client = Shop.Client(handler);

        await client.Ipg.Send(s_payment);

        Assert.That(s_payment.ApiKey, Is.Null);
        Assert.That(handler.Seen[0].Body, Does.Contain("\"api_key\":\"YOUR_IPG_KEY\""));
        Assert.That(handler.Seen[0].Authorization, Is.Empty);
    }

    [Test]
    public void Without_a_key_nothing_is_sent()
    {
        using VandarClient client = new(new() { Business = "shop" }, new HttpClient(new NothingIsSent()));

        Assert.That(() => { _ = client.Ipg.Send(s_payment).AsTask(); }, Throws.InvalidOperationException);
        Assert.That(() => { _ = client.Ipg.Verify(Token).AsTask(); }, Throws.InvalidOperationException);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("A1\n")]
    [TestCase("A\u0085")]
    public void A_broken_token_is_refused_before_it_is_sent(string? token)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());
        IpgCallback callback = IpgCallback.Parse("token=A1&payment_status=OK");

        Refuses(() => _ = client.Ipg.Verify(token!).AsTask(), "token");
        Refuses(() => _ = client.Ipg.Transaction(token!).AsTask(), "token");
        Refuses(() => _ = client.Ipg.RedirectUrl(token!), "token");
        Refuses(() => _ = client.Ipg.Confirm(callback, token!, Rial.Of(1_000)).AsTask(), "expectedToken");
        Refuses(() => _ = client.Ipg.Verify(new('x', 513)).AsTask(), "token");

        static void Refuses(Action call, string parameter) =>
            Assert.That(call, Throws.InstanceOf<ArgumentException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(parameter));
    }

    [Test]
    public async Task A_fraction_of_a_fee_does_not_cost_a_confirmed_payment()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(
            HttpStatusCode.OK, """{"status":1,"amount":"250000.00","realAmount":244500,"wage":5500.5,"shaparakWage":"1200.25"}""")));

        IpgPayment payment = await client.Ipg.Verify(Token);

        Assert.That((payment.Verification, payment.Amount, payment.Wage, payment.ShaparakWage), Is.EqualTo((IpgVerification.First, (Rial?)Rial.Of(250_000), (Rial?)null, (Rial?)null)));
    }

    [Test]
    public async Task A_fraction_of_the_amount_is_neither_rounded_nor_paid()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, """{"status":1,"amount":"250000.50"}""")));

        Assert.That((await Assert.ThrowsAsync<VandarProtocolException>(() => client.Ipg.Verify(Token).AsTask()))!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
    }

    [TestCase("a/b", "https://ipg.vandar.io/v4/a%2Fb")]
    [TestCase("A1?x=#y", "https://ipg.vandar.io/v4/A1%3Fx%3D%23y")]
    public void A_token_stays_one_segment(string token, string address)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(client.Ipg.RedirectUrl(token).AbsoluteUri, Is.EqualTo(address));
    }

    [TestCase(200, First, IpgVerification.First)]
    [TestCase(200, Again, IpgVerification.Repeated)]
    [TestCase(422, Again, IpgVerification.Repeated)]
    [TestCase(400, """{"status":"2"}""", IpgVerification.Repeated)]
    public async Task A_verification_says_whether_it_was_the_first(int status, string answer, IpgVerification expected)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json((HttpStatusCode)status, answer)));

        IpgPayment payment = await client.Ipg.Verify(Token);

        Assert.That(payment.Verification, Is.EqualTo(expected));
    }

    [TestCase(200, """{"status":3,"errors":["دیر"]}""", "3")]
    [TestCase(410, """{"status":"3","errors":["دیر"]}""", "3")]
    [TestCase(200, """{"status":0,"errors":["token معتبر نیست"]}""", "0")]
    [TestCase(422, """{"status":0,"errors":["token معتبر نیست"]}""", "0")]
    public async Task What_is_not_paid_is_an_exception(int status, string answer, string code)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json((HttpStatusCode)status, answer)));

        VandarApiException? refusal = await Assert.ThrowsAsync<VandarApiException>(() => client.Ipg.Verify(Token).AsTask());

        Assert.That(refusal!.Code, Is.EqualTo(code));
        Assert.That(refusal.Code == IpgClient.WindowIsOver, Is.EqualTo(code == "3"));
        Assert.That(refusal.Outcome, Is.EqualTo(RequestOutcome.Rejected));
        Assert.That(refusal.Errors, Has.Count.EqualTo(1));
    }

    [TestCase("{}")]
    [TestCase("""{"status":null,"amount":"250000.00"}""")]
    [TestCase("""{"status":7,"amount":"250000.00"}""")]
    [TestCase("""{"status":1,"status":0}""")]
    [TestCase("""{"status":"paid"}""")]
    [TestCase("[]")]
    public async Task An_answer_nobody_understands_is_neither_paid_nor_refused(string answer)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, answer)));

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => client.Ipg.Verify(Token).AsTask());

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That(failure.SettledBy, Is.EqualTo("Ipg.Transaction"));
    }

    [Test]
    public async Task Already_verified_after_a_lost_answer_is_unclear()
    {
        IpgPayment payment = await AfterALostAnswer(Again);

        Assert.That(payment.Verification, Is.EqualTo(IpgVerification.Unclear));
    }

    [Test]
    public async Task First_after_a_lost_answer_is_first()
    {
        IpgPayment payment = await AfterALostAnswer(First);

        Assert.That(payment.Verification, Is.EqualTo(IpgVerification.First));
    }

    [Test]
    public async Task A_refusal_after_a_lost_answer_is_unknown()
    {
        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => AfterALostAnswer("""{"status":3,"errors":["دیر"]}"""));

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That(failure.Code, Is.EqualTo(IpgClient.WindowIsOver));
    }

    [Test]
    public async Task Already_verified_after_a_busy_answer_is_somebody_elses()
    {
        // A 429 was not executed: nothing of this call can have been the first.
        TestTime time = new();
        using VandarClient client = Shop.Client(
            new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.TooManyRequests, "{}"), ScriptedHandler.Json(HttpStatusCode.OK, Again)), time);

        IpgPayment payment = await time.Finish(client.Ipg.Verify(Token));

        Assert.That(payment.Verification, Is.EqualTo(IpgVerification.Repeated));
    }

    [TestCase("token=A1&payment_status=OK", "A1", "OK", true)]
    [TestCase("?token=A1&payment_status=OK", "A1", "OK", true)]
    [TestCase("?order=7&payment_status=FAILED&token=A1&x", "A1", "FAILED", false)]
    [TestCase("token=A%201%2B&payment_status=ok", "A 1+", "ok", false)]
    [TestCase("token=A1&payment_status=", "A1", "", false)]
    [TestCase("token=A1&payment_status=OK%20", "A1", "OK ", false)]
    public void A_callback_is_read(string query, string token, string status, bool isOk)
    {
        IpgCallback callback = IpgCallback.Parse(query);

        Assert.That((callback.Token, callback.PaymentStatus, callback.IsOk), Is.EqualTo((token, status, isOk)));
        Assert.That(callback.ToString(), Is.EqualTo(nameof(IpgCallback)));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("?")]
    [TestCase("token=A1")]
    [TestCase("payment_status=OK")]
    [TestCase("token=&payment_status=OK")]
    [TestCase("token=A1&token=B2&payment_status=OK")]
    [TestCase("token=A1&token=A1&payment_status=OK")]
    [TestCase("token=A1&%74oken=B2&payment_status=OK")]
    [TestCase("token=%FF&payment_status=OK")]
    [TestCase("token=A1&payment_status=FAILED&payment_status=OK")]
    [TestCase("Token=A1&Payment_Status=OK")]
    public void What_is_no_callback_is_refused(string? query)
    {
        Assert.That(IpgCallback.TryParse(query, out IpgCallback? callback), Is.False);
        Assert.That(callback, Is.Null);
        Assert.That(() => IpgCallback.Parse(query!), Throws.InstanceOf(query is null ? typeof(ArgumentNullException) : typeof(FormatException)));
    }

    [TestCase("B2", "OK", IpgRefusal.ForeignToken)]
    [TestCase("2YKWWXU9PLUHICc", "OK", IpgRefusal.ForeignToken)]
    [TestCase("2YKWWXU9PLUHICCX", "OK", IpgRefusal.ForeignToken)]
    [TestCase("B2", "FAILED", IpgRefusal.ForeignToken)]
    [TestCase(Token, "FAILED", IpgRefusal.PaymentFailed)]
    [TestCase(Token, "ok", IpgRefusal.PaymentFailed)]
    [TestCase(Token, "", IpgRefusal.PaymentFailed)]
    public async Task A_foreign_or_failed_callback_sends_nothing(string token, string status, IpgRefusal reason)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        IpgConfirmation confirmation = await client.Ipg.Confirm(Callback(token, status), Token, Rial.Of(250_000));

        Assert.That(confirmation, Is.InstanceOf<IpgRefused>().With.Property(nameof(IpgRefused.Reason)).EqualTo(reason));
        Assert.That(confirmation.MayCredit, Is.False);
    }

    [Test]
    public void A_shop_that_stored_nothing_is_told_so()
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(() => { _ = client.Ipg.Confirm(Callback(Token, "OK"), "", Rial.Of(250_000)).AsTask(); }, Throws.ArgumentException);
        Assert.That(() => { _ = client.Ipg.Confirm(Callback(Token, "OK"), Token, Rial.Zero).AsTask(); }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(250_000, First, IpgAmount.Right, true, TestName = "Confirm: the payer paid the amount")]
    [TestCase(244_500, First, IpgAmount.Right, true, TestName = "Confirm: the payer paid the amount and the fee")]
    [TestCase(2_500_000, First, IpgAmount.Wrong, false, TestName = "Confirm: Toman taken for Rial")]
    [TestCase(249_999, First, IpgAmount.Wrong, false, TestName = "Confirm: another amount")]
    [TestCase(9_900, """{"status":1,"amount":"15400.00","realAmount":10000,"wage":"5500"}""", IpgAmount.Right, true, TestName = "Confirm: amount less fee")]
    [TestCase(250_000, """{"status":1}""", IpgAmount.NotTold, false, TestName = "Confirm: no amount")]
    [TestCase(250_000, Again, IpgAmount.NotTold, false, TestName = "Confirm: verified before")]
    [TestCase(250_000, """{"status":2,"amount":"250000.00"}""", IpgAmount.Right, false, TestName = "Confirm: verified before, with the amount")]
    [TestCase(1_000, """{"status":1,"amount":"-9223372036854775808","wage":"9223372036854775807"}""", IpgAmount.Wrong, false, TestName = "Confirm: numbers out of range")]
    public async Task A_confirmed_payment_is_compared(long expected, string answer, IpgAmount amount, bool mayCredit)
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.OK, answer));
        using VandarClient client = Shop.Client(handler);

        IpgConfirmation confirmation = await client.Ipg.Confirm(Callback(Token, "OK"), Token, Rial.Of(expected));

        Assert.That(confirmation, Is.InstanceOf<IpgConfirmed>().With.Property(nameof(IpgConfirmed.Amount)).EqualTo(amount));
        Assert.That(confirmation.MayCredit, Is.EqualTo(mayCredit));
        Assert.That(handler.Seen, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_confirmation_of_what_is_not_paid_is_an_exception()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, """{"status":3}""")));

        VandarApiException? refusal = await Assert.ThrowsAsync<VandarApiException>(() => client.Ipg.Confirm(Callback(Token, "OK"), Token, Rial.Of(250_000)).AsTask());

        Assert.That(refusal!.Code, Is.EqualTo(IpgClient.WindowIsOver));
    }

    private static async Task<IpgPayment> AfterALostAnswer(string answer)
    {
        TestTime time = new();
        using VandarClient client = Shop.Client(
            new ScriptedHandler((_, _) => throw new HttpRequestException("reset"), ScriptedHandler.Json(HttpStatusCode.OK, answer)), time);
        return await time.Finish(client.Ipg.Verify(Token));
    }

    private static IpgCallback Callback(string token, string status) => IpgCallback.Parse($"token={token}&payment_status={status}");

    private static Uri Address(int length) => new("https://shop.example/".PadRight(length, 'x'));
}
