using System.Globalization;
using System.Net;
using System.Text.Json;
using Vandar.Core.DirectDebit;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Services;

/// <summary>Direct debit: what is refused before it is sent, what is money and what only looks like it, and what a lost answer means.</summary>
internal sealed class DirectDebitTests
{
    private const string Id = "206a423e-04ec-4fa2-8d7d-406515aa4fdd";
    private const string AlreadyVerified = """{"status":0,"message":"مجوز پیش از این تایید شده است."}""";

    private static readonly CreateAuthorization s_authorization = new()
    {
        BankCode = "056", Mobile = MobileNumber.Parse("09120000001"), CallbackUrl = new("https://shop.example/return"), Count = 1, Limit = Rial.Of(1),
        ExpirationDate = new(2026, 11, 22),
    };

    private static readonly CreateWithdrawal s_withdrawal = new() { AuthorizationId = "a1", Amount = Rial.Of(1_500_000), TrackId = "order-7" };

    private static readonly CreateDirectDebitRefund s_refund = new() { WithdrawalId = Id, Amount = null };

    private static readonly RequestOptions s_once = new() { MaxRetries = 0 };

    private static IEnumerable<TestCaseData> BrokenRequests()
    {
        foreach (string? code in new[] { null, "", " ", "56", "0056", "٠٥٦", "05a", "05\n" })
            yield return Authorization($"bank code {code?.Trim() ?? "null"}/{code?.Length}", s_authorization with { BankCode = code! }, nameof(CreateAuthorization.BankCode));
        yield return Authorization("no mobile", s_authorization with { Mobile = default }, nameof(CreateAuthorization.Mobile));
        yield return Authorization("no address", s_authorization with { CallbackUrl = null! }, nameof(CreateAuthorization.CallbackUrl));
        yield return Authorization("relative address", s_authorization with { CallbackUrl = new("/cb", UriKind.Relative) }, nameof(CreateAuthorization.CallbackUrl));
        yield return Authorization("ftp address", s_authorization with { CallbackUrl = new("ftp://shop.example/cb") }, nameof(CreateAuthorization.CallbackUrl));
        yield return Authorization("address of two lines", s_authorization with { CallbackUrl = new("https://shop.example/c\nb") }, nameof(CreateAuthorization.CallbackUrl));
        yield return Authorization("address with a blank", s_authorization with { CallbackUrl = new("https://shop.example/cb ") }, nameof(CreateAuthorization.CallbackUrl));
        yield return Authorization("no count", s_authorization with { Count = 0 }, nameof(CreateAuthorization.Count));
        yield return Authorization("negative count", s_authorization with { Count = -1 }, nameof(CreateAuthorization.Count));
        yield return Authorization("no limit", s_authorization with { Limit = default }, nameof(CreateAuthorization.Limit));
        yield return Authorization("negative limit", s_authorization with { Limit = Rial.Of(-1) }, nameof(CreateAuthorization.Limit));
        yield return Authorization("no day", s_authorization with { ExpirationDate = default }, nameof(CreateAuthorization.ExpirationDate));
        yield return Authorization("Jalali day", s_authorization with { ExpirationDate = new(1405, 9, 1) }, nameof(CreateAuthorization.ExpirationDate));
        yield return Authorization("blank name", s_authorization with { Name = " " }, nameof(CreateAuthorization.Name));
        yield return Authorization("empty e-mail", s_authorization with { Email = "" }, nameof(CreateAuthorization.Email));
        yield return Authorization("no wage type", s_authorization with { WageType = default(WageType) }, nameof(CreateAuthorization.WageType));
        yield return Authorization("blank wage type", s_authorization with { WageType = new WageType(" ") }, nameof(CreateAuthorization.WageType));
        yield return Authorization("no national code", s_authorization with { NationalCode = default(NationalCode) }, nameof(CreateAuthorization.NationalCode));

        foreach ((string why, string? id) in BrokenTexts())
        {
            yield return Withdrawal($"authorization {why}", s_withdrawal with { AuthorizationId = id! }, nameof(CreateWithdrawal.AuthorizationId));
            yield return Withdrawal($"key {why}", s_withdrawal with { TrackId = id! }, nameof(CreateWithdrawal.TrackId));
            yield return Refund($"withdrawal {why}", s_refund with { WithdrawalId = id! }, nameof(CreateDirectDebitRefund.WithdrawalId));
            if (id is not null)
            {
                yield return Refund($"key {why}", s_refund with { TrackId = id }, nameof(CreateDirectDebitRefund.TrackId));
                yield return Call($"query {why}", client => _ = client.DirectDebit.Withdrawals.ListPage(new() { AuthorizationId = id }, 1).AsTask(), nameof(WithdrawalQuery.AuthorizationId));
                yield return Call($"list {why}", client => client.DirectDebit.Withdrawals.List(new() { AuthorizationId = id }), nameof(WithdrawalQuery.AuthorizationId));
            }
            yield return Call($"verify {why}", client => _ = client.DirectDebit.Authorizations.Verify(id!).AsTask(), "authorizationId");
            yield return Call($"get {why}", client => _ = client.DirectDebit.Authorizations.Get(id!).AsTask(), "authorizationId");
            yield return Call($"calculation {why}", client => _ = client.DirectDebit.Authorizations.Calculation(id!).AsTask(), "authorizationId");
            yield return Call($"revoke {why}", client => _ = client.DirectDebit.Authorizations.Revoke(id!).AsTask(), "authorizationId");
            yield return Call($"address {why}", client => _ = client.DirectDebit.Authorizations.RedirectUrl(id!), "token");
            yield return Call($"withdrawal {why}", client => _ = client.DirectDebit.Withdrawals.Get(id!).AsTask(), "withdrawalId");
            yield return Call($"cancel {why}", client => _ = client.DirectDebit.Withdrawals.Cancel(id!).AsTask(), "withdrawalId");
            yield return Call($"track id {why}", client => _ = client.DirectDebit.Withdrawals.GetByTrackId(id!).AsTask(), "trackId");
            yield return Call($"refund {why}", client => _ = client.DirectDebit.Refunds.Get(id!).AsTask(), "refundId");
        }
        yield return Call("walk up", client => _ = client.DirectDebit.Authorizations.Revoke("..").AsTask(), "authorizationId");
        yield return Withdrawal("key that walks up", s_withdrawal with { TrackId = ".." }, nameof(CreateWithdrawal.TrackId));
        yield return Withdrawal("no amount", s_withdrawal with { Amount = default }, nameof(CreateWithdrawal.Amount));
        yield return Withdrawal("negative amount", s_withdrawal with { Amount = Rial.Of(-1) }, nameof(CreateWithdrawal.Amount));
        yield return Withdrawal("no day", s_withdrawal with { WithdrawalDate = default(DateOnly) }, nameof(CreateWithdrawal.WithdrawalDate));
        yield return Withdrawal("Jalali day", s_withdrawal with { WithdrawalDate = new(1404, 9, 10) }, nameof(CreateWithdrawal.WithdrawalDate));
        yield return Withdrawal("no tries", s_withdrawal with { WithdrawalDate = new(2026, 1, 1), MaxRetryCount = 0 }, nameof(CreateWithdrawal.MaxRetryCount));
        yield return Withdrawal("17 tries", s_withdrawal with { WithdrawalDate = new(2026, 1, 1), MaxRetryCount = 17 }, nameof(CreateWithdrawal.MaxRetryCount));
        yield return Withdrawal("2 tries at once", s_withdrawal with { MaxRetryCount = 2 }, nameof(CreateWithdrawal.MaxRetryCount));
        yield return Withdrawal("blank note", s_withdrawal with { Description = " " }, nameof(CreateWithdrawal.Description));
        yield return Withdrawal("relative address", s_withdrawal with { NotifyUrl = new("/n", UriKind.Relative) }, nameof(CreateWithdrawal.NotifyUrl));
        yield return Withdrawal("long address", s_withdrawal with { NotifyUrl = Address(2_049) }, nameof(CreateWithdrawal.NotifyUrl));
        yield return Refund(
            "member without a value", s_refund with { Extra = new Dictionary<string, JsonElement> { ["reason"] = default } }, nameof(CreateDirectDebitRefund.Extra));
        yield return Refund("no amount", s_refund with { Amount = Rial.Zero }, nameof(CreateDirectDebitRefund.Amount));
        yield return Refund("negative amount", s_refund with { Amount = Rial.Of(-1) }, nameof(CreateDirectDebitRefund.Amount));
        yield return Refund("blank note", s_refund with { Description = " " }, nameof(CreateDirectDebitRefund.Description));
        yield return Refund("ftp address", s_refund with { NotifyUrl = new("ftp://shop.example") }, nameof(CreateDirectDebitRefund.NotifyUrl));
        yield return Refund(
            "member twice", s_refund with { Extra = new Dictionary<string, JsonElement> { ["amount"] = JsonElement.Parse("1") } }, nameof(CreateDirectDebitRefund.Extra));
        yield return Call("no mobile", client => client.DirectDebit.Authorizations.List(new() { Mobile = default(MobileNumber) }), nameof(AuthorizationQuery.Mobile));
        yield return Call(
            "page of no mobile", client => _ = client.DirectDebit.Authorizations.ListPage(new() { Mobile = default(MobileNumber) }, 1).AsTask(), nameof(AuthorizationQuery.Mobile));
        yield return Call("no amount", client => _ = client.DirectDebit.Authorizations.Calculation("a1", new() { Amount = Rial.Zero }).AsTask(), nameof(CalculationQuery.Amount));
        yield return Call("page 0 of authorizations", client => _ = client.DirectDebit.Authorizations.ListPage(null, 0).AsTask(), "page");
        yield return Call("page 0 of withdrawals", client => _ = client.DirectDebit.Withdrawals.ListPage(null, 0).AsTask(), "page");
        yield return Call("page 0 of refunds", client => _ = client.DirectDebit.Refunds.ListPage(null, 0).AsTask(), "page");
        yield return Call("null authorization", client => _ = client.DirectDebit.Authorizations.Create(null!).AsTask(), "request");
        yield return Call("null withdrawal", client => _ = client.DirectDebit.Withdrawals.Create(null!).AsTask(), "request");
        yield return Call("null refund", client => _ = client.DirectDebit.Refunds.Create(null!).AsTask(), "request");

        static TestCaseData Authorization(string why, CreateAuthorization request, string member) =>
            Call($"authorization: {why}", client => _ = client.DirectDebit.Authorizations.Create(request).AsTask(), member);

        static TestCaseData Withdrawal(string why, CreateWithdrawal request, string member) =>
            Call($"withdrawal: {why}", client => _ = client.DirectDebit.Withdrawals.Create(request).AsTask(), member);

        static TestCaseData Refund(string why, CreateDirectDebitRefund request, string member) =>
            Call($"refund: {why}", client => _ = client.DirectDebit.Refunds.Create(request).AsTask(), member);

        static TestCaseData Call(string why, Action<VandarClient> call, string parameter) => new TestCaseData(call, parameter).SetArgDisplayNames(why);
    }

    private static IEnumerable<(string Why, string? Text)> BrokenTexts() =>
        [("null", null), ("empty", ""), ("blank", " "), ("of two lines", "a\nb"), ("of a strange line end", "a\u0085"), ("too long", new('x', 513))];

    [TestCaseSource(nameof(BrokenRequests))]
    public void What_breaks_a_rule_is_refused_before_it_is_sent(Action<VandarClient> call, string parameter)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(() => call(client), Throws.InstanceOf<ArgumentException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(parameter));
    }

    [Test]
    public async Task A_withdrawal_at_the_edge_of_every_rule_is_sent()
    {
        ScriptedHandler handler = new(Withdrawal("PENDING"));
        using VandarClient client = Shop.Client(handler);

        await client.DirectDebit.Withdrawals.Create(
            s_withdrawal with { AuthorizationId = new('a', 512), Amount = Rial.Of(1), TrackId = new('k', 512), WithdrawalDate = new(2026, 1, 1), MaxRetryCount = 16, NotifyUrl = Address(2_048) });
        await client.DirectDebit.Withdrawals.Create(s_withdrawal with { MaxRetryCount = 1 });

        Assert.That(handler.Seen[0].Body, Does.Contain("\"is_instant\":0").And.Contain("\"withdrawal_date\":\"2026-01-01\"").And.Contain("\"max_retry_count\":16"));
        Assert.That(handler.Seen[1].Body, Does.Contain("\"is_instant\":1").And.Not.Contain("withdrawal_date"));
    }

    [TestCase("INIT", null, WithdrawalState.InProgress)]
    [TestCase("INIT", "01", WithdrawalState.InProgress)]
    [TestCase("PENDING", null, WithdrawalState.InProgress)]
    [TestCase("PENDING", "01", WithdrawalState.InProgress)]
    [TestCase("DONE", null, WithdrawalState.Done)]
    [TestCase("DONE", "", WithdrawalState.Done)]
    [TestCase("DONE", "00", WithdrawalState.Unclear)]
    [TestCase("DONE", "99", WithdrawalState.Unclear)]
    [TestCase("FAILED", "01", WithdrawalState.Failed)]
    [TestCase("FAILED", "00", WithdrawalState.Failed)]
    [TestCase("FAILED", null, WithdrawalState.Failed)]
    [TestCase("CANCELED", null, WithdrawalState.Canceled)]
    [TestCase("CANCELED", "01", WithdrawalState.Canceled)]
    [TestCase("REFUND", null, WithdrawalState.Refunded)]
    [TestCase("CANCELLED", null, WithdrawalState.Unclear)]
    [TestCase("done", null, WithdrawalState.Unclear)]
    [TestCase("DONE ", null, WithdrawalState.Unclear)]
    [TestCase("", null, WithdrawalState.Unclear)]
    [TestCase(null, null, WithdrawalState.Unclear)]
    [TestCase(null, "01", WithdrawalState.Unclear)]
    public async Task Only_what_is_done_is_money(string? status, string? errorCode, WithdrawalState expected)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Withdrawal(status, errorCode)));

        Withdrawal[] answers =
            [await client.DirectDebit.Withdrawals.Create(s_withdrawal), await client.DirectDebit.Withdrawals.Get(Id), await client.DirectDebit.Withdrawals.GetByTrackId("order-7")];
        foreach (Withdrawal withdrawal in answers)
        {
            Assert.That(withdrawal.State, Is.EqualTo(expected));
            Assert.That(withdrawal.IsDone, Is.EqualTo(expected is WithdrawalState.Done));
            Assert.That(withdrawal.TakenAmount, Is.EqualTo(expected is WithdrawalState.Done ? Rial.Of(1_500_000) : (Rial?)null));
            Assert.That(withdrawal.RequestedAmount, Is.EqualTo(Rial.Of(1_500_000)));
            Assert.That(withdrawal.ErrorCode?.Value, Is.EqualTo(errorCode is "" ? null : errorCode));
            Assert.That(withdrawal.Status.ToString(), Is.EqualTo(status ?? ""));
        }
    }

    [Test]
    public void A_withdrawal_that_says_nothing_is_not_done() =>
        Assert.That((new Withdrawal().State, new Withdrawal().IsDone, default(WithdrawalState)), Is.EqualTo((WithdrawalState.Unclear, false, WithdrawalState.Unclear)));

    [Test]
    public async Task Every_documented_refusal_has_a_name_and_none_is_money([Range(0, 32)] int number)
    {
        string code = number.ToString("D2", CultureInfo.InvariantCulture);
        using VandarClient client = Shop.Client(new ScriptedHandler(Withdrawal("FAILED", code)));

        Withdrawal withdrawal = await client.DirectDebit.Withdrawals.Create(s_withdrawal);

        Assert.That(WithdrawalErrorCode.Known.ToArray(), Has.Some.EqualTo(withdrawal.ErrorCode));
        Assert.That((withdrawal.ErrorCode?.Value, withdrawal.IsDone, withdrawal.TakenAmount), Is.EqualTo((code, false, (Rial?)null)));
    }

    [Test]
    public void The_tables_of_error_codes_are_whole()
    {
        Assert.That(WithdrawalErrorCode.Known.ToArray().Select(code => code.Value), Is.EqualTo(Enumerable.Range(0, 33).Select(Two)));
        Assert.That(AuthorizationErrorCode.Known.ToArray().Select(code => code.Value), Is.EqualTo(Enumerable.Range(0, 30).Select(Two)));
        Assert.That(
            (WithdrawalErrorCode.InsufficientBalance.Value, WithdrawalErrorCode.MonthlyCountExceeded.Value, WithdrawalErrorCode.AccountBlocked.Value, WithdrawalErrorCode.DirectDebitError.Value),
            Is.EqualTo(("01", "17", "28", "32")));
        Assert.That(
            (AuthorizationErrorCode.BackAfterLogin.Value, AuthorizationErrorCode.AnotherPerson.Value, AuthorizationErrorCode.Back.Value, AuthorizationErrorCode.PageExpired.Value),
            Is.EqualTo(("02", "06", "27", "29")));

        static string Two(int number) => number.ToString("D2", CultureInfo.InvariantCulture);
    }

    [TestCase("7")]
    [TestCase("\"\"")]
    [TestCase("[1]")]
    [TestCase("{}")]
    public async Task An_account_of_any_shape_does_not_cost_the_withdrawal(string account)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Json(
            $$$"""{"result":{"withdrawal":{"id":"w1","status":"DONE","amount":"1500000.00","wage_amount":"12.50","payer_account":{{{account}}} } } }""")));

        Withdrawal withdrawal = await client.DirectDebit.Withdrawals.Get("w1");

        Assert.That((withdrawal.TakenAmount, withdrawal.WageAmount, withdrawal.PayerAccount?.Pan), Is.EqualTo(((Rial?)Rial.Of(1_500_000), (Rial?)null, (string?)null)));
    }

    [TestCase("""{"result":{"withdrawal":[]}}""")]
    [TestCase("""{"result":[]}""")]
    [TestCase("""{"status":1}""")]
    [TestCase("""{"result":{"withdrawal":{"status":"DONE","amount":1}}}""")]
    [TestCase("""{"result":{"withdrawal":{"id":"w1","status":"DONE","amount":1.5}}}""")]
    [TestCase("""{"result":{"withdrawal":{"id":"w1","status":"FAILED","status":"DONE","amount":1}}}""")]
    public async Task An_order_whose_answer_nobody_understands_is_unknown_and_named_by_its_key(string answer)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Json(answer)));

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => client.DirectDebit.Withdrawals.Create(s_withdrawal).AsTask());

        Assert.That((failure!.Outcome, failure.SettledBy, failure.Key), Is.EqualTo((RequestOutcome.Unknown, "DirectDebit.Withdrawals.GetByTrackId", "order-7")));
    }

    [Test]
    public async Task An_order_that_may_have_arrived_is_not_sent_again()
    {
        ScriptedHandler handler = new((_, _) => throw new HttpRequestException("reset"));
        using VandarClient client = Shop.Client(handler);

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => client.DirectDebit.Withdrawals.Create(s_withdrawal).AsTask());

        Assert.That(handler.Seen, Has.Count.EqualTo(1));
        Assert.That((failure!.Outcome, failure.SettledBy, failure.Key), Is.EqualTo((RequestOutcome.Unknown, "DirectDebit.Withdrawals.GetByTrackId", "order-7")));
    }

    [Test]
    public async Task An_order_is_sent_again_with_its_key_where_the_server_was_too_busy()
    {
        TestTime time = new();
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.TooManyRequests, "{}"), Withdrawal("PENDING"));
        using VandarClient client = Shop.Client(handler, time);

        Withdrawal withdrawal = await time.Finish(client.DirectDebit.Withdrawals.Create(s_withdrawal));

        Assert.That(withdrawal.Id, Is.EqualTo(Id));
        Assert.That(handler.Seen.Select(request => request.Body).ToArray(), Has.Length.EqualTo(2).And.All.Contain("\"track_id\":\"order-7\""));
    }

    [Test]
    public async Task A_used_key_is_a_refusal_on_its_field()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(
            HttpStatusCode.UnprocessableEntity, """{"message":"The given data was invalid.","errors":{"track_id":["یک دستور برداشت با این شناسه قبلا ثبت شد است."]}}""")));

        VandarApiException? refusal = await Assert.ThrowsAsync<VandarApiException>(() => client.DirectDebit.Withdrawals.Create(s_withdrawal).AsTask());

        Assert.That((refusal!.Outcome, refusal.Errors[0].Field), Is.EqualTo((RequestOutcome.Rejected, "track_id")));
    }

    [TestCase("order-7", true)]
    [TestCase("Order-7", false)]
    [TestCase("order-8", false)]
    [TestCase("", true)]
    [TestCase(null, true)]
    public async Task The_withdrawal_of_another_key_settles_nothing(string? trackId, bool isTaken)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Withdrawal("DONE", trackId: trackId)));

        if (isTaken)
            Assert.That((await client.DirectDebit.Withdrawals.GetByTrackId("order-7")).Id, Is.EqualTo(Id));
        else
            Assert.That(await Assert.ThrowsAsync<VandarProtocolException>(() => client.DirectDebit.Withdrawals.GetByTrackId("order-7").AsTask()), Has.Message.Contains("another track_id"));
    }

    [Test]
    public async Task A_second_verification_is_a_refusal_that_a_read_explains()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(
            ScriptedHandler.Json(HttpStatusCode.UnprocessableEntity, AlreadyVerified),
            Json("""{"status":"1","result":{"authorizations":{"id":"a1","token":"t1","status":"ACTIVE"}}}""")));

        VandarApiException? refusal = await Assert.ThrowsAsync<VandarApiException>(() => client.DirectDebit.Authorizations.Verify("a1").AsTask());
        DirectDebitAuthorization authorization = await client.DirectDebit.Authorizations.Get("a1");

        Assert.That(
            (refusal!.StatusCode, refusal.Outcome, refusal.SettledBy), Is.EqualTo((HttpStatusCode.UnprocessableEntity, RequestOutcome.Rejected, "DirectDebit.Authorizations.Get")));
        Assert.That((authorization.IsActive, authorization.Token), Is.EqualTo((true, "t1")));
    }

    [Test]
    public async Task A_verification_whose_answer_was_lost_is_made_again_and_ends_unknown_where_the_first_was_done()
    {
        TestTime time = new();
        ScriptedHandler handler = new((_, _) => throw new HttpRequestException("reset"), ScriptedHandler.Json(HttpStatusCode.UnprocessableEntity, AlreadyVerified));
        using VandarClient client = Shop.Client(handler, time);

        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => time.Finish(client.DirectDebit.Authorizations.Verify("a1")));

        Assert.That((failure!.Outcome, failure.Attempts, failure.SettledBy), Is.EqualTo((RequestOutcome.Unknown, 2, "DirectDebit.Authorizations.Get")));
        Assert.That(handler.Seen.Select(request => (request.Method, request.Uri.AbsolutePath)), Is.All.EqualTo((HttpMethod.Patch, "/v3/business/shop/subscription/authorization/a1/verify")));
    }

    [Test]
    public async Task A_verification_whose_answer_was_lost_and_that_was_not_done_is_done_by_the_repeat()
    {
        TestTime time = new();
        using VandarClient client = Shop.Client(
            new ScriptedHandler((_, _) => throw new HttpRequestException("reset"), Json("""{"status":1,"message":"مجوز با موفقیت تایید شد."}""")), time);

        Assert.That((await time.Finish(client.DirectDebit.Authorizations.Verify("a1"))).Message, Is.Not.Null);
    }

    [TestCase("ACTIVE", null, true)]
    [TestCase("ACTIVE", "", true)]
    [TestCase("ACTIVE", "1404/09/02 10:20:30", false)]
    [TestCase("PENDING_VERIFY", null, false)]
    [TestCase("active", null, false)]
    [TestCase("REVOKED", null, false)]
    [TestCase(null, null, false)]
    public async Task Only_a_verified_authorization_that_is_not_revoked_is_active(string? status, string? revokedAt, bool isActive)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Json(
            $$$"""{"result":{"authorizations":{"id":"a1","status":{{{Text(status)}}},"revoked_at":{{{Text(revokedAt)}}} } } }""")));

        Assert.That((await client.DirectDebit.Authorizations.Get("a1")).IsActive, Is.EqualTo(isActive));
    }

    [TestCase("RIAL", true)]
    [TestCase("rial", true)]
    [TestCase("IRR", true)]
    [TestCase("", true)]
    [TestCase(null, true)]
    [TestCase("TOMAN", false)]
    [TestCase("USD", false)]
    public async Task A_limit_in_another_currency_is_not_read_as_Rial(string? currency, bool isRead)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Json(
            $$$"""{"status":1,"result":{"banks":[{"code":"056","max_withdrawal_amount":200,"max_withdrawal_amount_per_transaction":"50","withdrawal_amount_currency":{{{Text(currency)}}} }]}}""")));

        DirectDebitBank bank = (await client.DirectDebit.Banks())[0];

        Assert.That((bank.MaxWithdrawalAmount, bank.MaxWithdrawalAmountPerTransaction), Is.EqualTo(isRead ? (Rial.Of(200), Rial.Of(50)) : ((Rial?)null, (Rial?)null)));
        Assert.That(bank.WithdrawalAmountCurrency, Is.EqualTo(currency));
    }

    [TestCase("""{"result":{"banks":[null]}}""")]
    [TestCase("""{"result":{"banks":[{"name":"x"}]}}""")]
    [TestCase("""{"result":{}}""")]
    [TestCase("""{"status":1,"data":[]}""")]
    public async Task A_list_of_banks_that_hides_one_is_not_read(string answer)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Json(answer)));

        Assert.That(await Assert.ThrowsAsync<VandarProtocolException>(() => client.DirectDebit.Banks(s_once).AsTask()), Is.Not.Null);
    }

    [Test]
    public async Task A_revocation_and_a_cancellation_need_no_echo()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Json("""{"status":1,"result":[]}"""), Json("""{"status":1,"result":{"withdrawal":[]}}"""), Json("""{"status":1}""")));

        Assert.That((await client.DirectDebit.Authorizations.Revoke("a1")).Id, Is.Null);
        Assert.That((await client.DirectDebit.Withdrawals.Cancel(Id)).Id, Is.Null);
        Assert.That((await client.DirectDebit.Withdrawals.Cancel(Id)).Id, Is.Null);
    }

    [Test]
    public async Task A_revocation_inside_a_200_that_says_no_is_a_refusal()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Json("""{"status":0,"message":"خطای ۴۰۴ رخ داده است"}""")));

        Assert.That((await Assert.ThrowsAsync<VandarApiException>(() => client.DirectDebit.Authorizations.Revoke("a1").AsTask()))!.Outcome, Is.EqualTo(RequestOutcome.Rejected));
    }

    [Test]
    public async Task A_session_has_the_address_of_the_page()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Json("""{"status":1,"result":{"authorization":{"token":"t 1"}}}""")));

        AuthorizationSession session = await client.DirectDebit.Authorizations.Create(s_authorization);

        Assert.That((session.Token, session.RedirectUrl.AbsoluteUri), Is.EqualTo(("t 1", "https://subscription.vandar.io/authorizations/t%201")));
    }

    [Test]
    public async Task A_new_token_is_never_asked_for_twice()
    {
        ScriptedHandler handler = new((_, _) => throw new HttpRequestException("reset"));
        using VandarClient client = Shop.Client(handler);

        await Assert.ThrowsAsync<VandarTransportException>(() => client.DirectDebit.Authorizations.Create(s_authorization).AsTask());
        await Assert.ThrowsAsync<VandarTransportException>(() => client.DirectDebit.Refunds.Create(s_refund).AsTask());

        Assert.That(handler.Seen, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Withdrawals_of_an_authorization_are_counted_by_pages_and_the_filter_goes_with_each()
    {
        ScriptedHandler handler = new(Page("w1", 1, 2), Page("w2", 2, 2));
        using VandarClient client = Shop.Client(handler);

        List<string> ids = [];
        await foreach (Withdrawal withdrawal in client.DirectDebit.Withdrawals.List(new() { AuthorizationId = "a1" }))
            ids.Add(withdrawal.Id);

        Assert.That(ids, Is.EqualTo(new[] { "w1", "w2" }));
        Assert.That(handler.Seen.Select(seen => seen.Uri.Query), Is.EqualTo(new[] { "?page=1&q=a1", "?page=2&q=a1" }));
    }

    [Test]
    public async Task Authorizations_and_refunds_are_counted_by_pages()
    {
        ScriptedHandler handler = new(Page("a1", 1, 2), Page("a2", 2, 2), Page("r1", 1, 2), Page("r2", 2, 2));
        using VandarClient client = Shop.Client(handler);

        List<string?> ids = [];
        await foreach (DirectDebitAuthorization authorization in client.DirectDebit.Authorizations.List())
            ids.Add(authorization.Id);
        await foreach (DirectDebitRefund refund in client.DirectDebit.Refunds.List())
            ids.Add(refund.Id);

        Assert.That(ids, Is.EqualTo(new[] { "a1", "a2", "r1", "r2" }));
        Assert.That(handler.Seen.Select(seen => seen.Uri.Query), Is.EqualTo(new[] { "?page=1", "?page=2", "?page=1", "?page=2" }));
    }

    [TestCase("""{"data":[{"status":"DONE"}],"meta":{"current_page":1,"last_page":1}}""")]
    [TestCase("""{"data":[null],"meta":[]}""")]
    [TestCase("""{"meta":{"current_page":1,"last_page":1}}""")]
    [TestCase("""{"data":[{"id":"w1"}],"meta":{"current_page":2,"last_page":2}}""")]
    public async Task A_page_that_hides_rows_is_not_read(string answer)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Json(answer)));

        Assert.That(await Assert.ThrowsAsync<VandarProtocolException>(() => client.DirectDebit.Withdrawals.ListPage(null, 1, s_once).AsTask()), Is.Not.Null);
        Assert.That(await Assert.ThrowsAsync<VandarProtocolException>(() => client.DirectDebit.Authorizations.ListPage(null, 1, s_once).AsTask()), Is.Not.Null);
    }

    [Test]
    public async Task A_refund_of_another_shape_is_kept_as_it_came()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(
            Json("""{"status":1,"result":{"refund":{"id":"r1","amount":{"value":1},"status":["x"],"who":"me"},"beside":1}}"""),
            Json("""{"message":"ok","data":"accepted"}"""),
            Json("""{"status":1,"result":{"refund":[]}}""")));

        DirectDebitRefund refund = await client.DirectDebit.Refunds.Create(s_refund);
        DirectDebitRefund word = await client.DirectDebit.Refunds.Create(s_refund);
        DirectDebitRefund nothing = await client.DirectDebit.Refunds.Create(s_refund);

        Assert.That((refund.Id, refund.Amount, refund.Status), Is.EqualTo(("r1", (long?)null, default(WithdrawalStatus))));
        Assert.That(refund.Extra!.Keys, Is.EquivalentTo(new[] { "amount", "status", "who", "beside" }));
        Assert.That((word.Id, word.Extra!["data"].GetString()), Is.EqualTo(((string?)null, "accepted")));
        Assert.That(nothing.Id, Is.Null);
    }

    [Test]
    public async Task The_health_of_banks_is_asked_without_a_token_at_a_host_of_its_own()
    {
        ScriptedHandler handler = new(Json("""[{"a":1}]"""), Json("""{"data":[{"type":"tempMandate","error_code":"29","error_message":"x"}]}"""));
        using VandarClient client = new(
            new() { Hosts = new() { Health = new("https://health.example/base/") }, RateLimits = Core.RateLimiting.VandarRateLimits.Off }, new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan });

        BankHealth health = await client.DirectDebit.BankHealth();
        BankError error = (await client.DirectDebit.BankErrors())[0];

        Assert.That(health.Content[0].GetProperty("a").GetInt32(), Is.EqualTo(1));
        Assert.That((error.Type, error.ErrorCode), Is.EqualTo((BankErrorType.Authorization, AuthorizationErrorCode.PageExpired.Value)));
        Assert.That(
            handler.Seen.Select(request => (request.Uri.AbsoluteUri, request.Authorization)),
            Is.EqualTo(new[] { ("https://health.example/base/subscription", ""), ("https://health.example/base/subscription/errors", "") }));
    }

    [TestCase("http://health.example")]
    [TestCase("https://user@health.example")]
    [TestCase("https://health.example?x=1")]
    public void The_health_host_is_checked_like_the_others(string address) =>
        Assert.That(
            () => new VandarClient(new() { Hosts = new() { Health = new(address) } }),
            Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("Hosts.Health"));

    [Test]
    public void One_address_serves_the_health_of_banks_too() =>
        Assert.That(VandarHosts.At(new("http://127.0.0.1:5000")).Health, Is.EqualTo(new Uri("http://127.0.0.1:5000")));

    [TestCase("token=t1&authorization_id=a-1&status=SUCCEED", "t1", "SUCCEED", "a-1", null)]
    [TestCase("?order=7&status=SUCCEED&x&authorization_id=1cfe40a8-6a49-4b7b-8a86-10f35562d5d4&token=t1", "t1", "SUCCEED", "1cfe40a8-6a49-4b7b-8a86-10f35562d5d4", null)]
    [TestCase("token=t1&status=FAILED&error_code=02", "t1", "FAILED", null, "02")]
    [TestCase("token=t1&status=FAILED&error_code=77", "t1", "FAILED", null, "77")]
    [TestCase("token=t1&status=FAILED&error_code=", "t1", "FAILED", null, null)]
    [TestCase("token=t1&status=FAILED_TO_ACCESS_BANK", "t1", "FAILED_TO_ACCESS_BANK", null, null)]
    [TestCase("token=t1&status=FAILED&authorization_id=a-1", "t1", "FAILED", null, null)]
    [TestCase("token=t1&status=succeed&authorization_id=a-1", "t1", "succeed", null, null)]
    [TestCase("token=t1&status=SUCCEED%20&authorization_id=a-1", "t1", "SUCCEED ", null, null)]
    public void A_callback_is_read(string query, string token, string status, string? authorizationId, string? errorCode)
    {
        AuthorizationCallback callback = AuthorizationCallback.Parse(query);

        Assert.That((callback.Token, callback.Status.Value, callback.AuthorizationId, callback.ErrorCode?.Value), Is.EqualTo((token, status, authorizationId, errorCode)));
        Assert.That(callback.IsSucceeded, Is.EqualTo(authorizationId is not null));
        Assert.That(callback.ToString(), Is.EqualTo(nameof(AuthorizationCallback)));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("?")]
    [TestCase("token=t1")]
    [TestCase("status=SUCCEED&authorization_id=a1")]
    [TestCase("token=&status=FAILED")]
    [TestCase("token=t1&status=")]
    [TestCase("token=t1&status=SUCCEED")]
    [TestCase("token=t1&status=SUCCEED&authorization_id=")]
    [TestCase("token=t1&status=SUCCEED&authorization_id=..")]
    [TestCase("token=t1&status=SUCCEED&authorization_id=a%2Fverify")]
    [TestCase("token=t1&status=SUCCEED&authorization_id=a%0A")]
    [TestCase("token=t1&status=SUCCEED&authorization_id=a1&authorization_id=a2")]
    [TestCase("token=t1&token=t2&status=FAILED")]
    [TestCase("token=t1&status=FAILED&status=SUCCEED&authorization_id=a1")]
    [TestCase("token=t1&status=FAILED&%73tatus=SUCCEED&authorization_id=a1")]
    [TestCase("token=t1&status=FAILED&error_code=01&error_code=02")]
    [TestCase("token=%FF&status=FAILED")]
    [TestCase("Token=t1&Status=FAILED")]
    public void What_is_no_callback_is_refused(string? query)
    {
        Assert.That(AuthorizationCallback.TryParse(query, out AuthorizationCallback? callback), Is.False);
        Assert.That(callback, Is.Null);
        Assert.That(() => AuthorizationCallback.Parse(query!), Throws.InstanceOf(query is null ? typeof(ArgumentNullException) : typeof(FormatException)));
    }

    [Test]
    public void A_huge_query_is_refused() =>
        Assert.That(AuthorizationCallback.TryParse("token=t1&status=FAILED&x=".PadRight(8_193, 'y'), out _), Is.False);

    [Test]
    public void Every_reason_of_a_callback_has_a_name([Range(0, 29)] int number)
    {
        string code = number.ToString("D2", CultureInfo.InvariantCulture);

        AuthorizationCallback callback = AuthorizationCallback.Parse($"token=t1&status=FAILED&error_code={code}");

        Assert.That(AuthorizationErrorCode.Known.ToArray(), Has.Some.EqualTo(callback.ErrorCode));
    }

    [TestCase("""{"data":[{"id":"a"},{"id":"b"}]}""")]
    [TestCase("""{"data":[{"refund_id":"a"},{"refund_id":"b"}]}""")]
    public async Task Refunds_that_come_again_are_the_whole_list(string body)
    {
        ScriptedHandler handler = new(Json(body));
        using VandarClient client = Shop.Client(handler);

        int count = 0;
        await foreach (DirectDebitRefund _ in client.DirectDebit.Refunds.List())
        {
            if (++count > 4)
                break;
        }

        Assert.That((count, handler.Seen.Count), Is.EqualTo((2, 2)));
    }

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Json(string body) => ScriptedHandler.Json(HttpStatusCode.OK, body);

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Withdrawal(string? status, string? errorCode = null, string? trackId = "order-7") =>
        Json($$$"""{"status":"1","result":{"withdrawal":{"id":"{{{Id}}}","amount":"1500000","track_id":{{{Text(trackId)}}},"status":{{{Text(status)}}},"error_code":{{{Text(errorCode)}}} } } }""");

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Page(string id, int current, int last) =>
        Json($$$"""{"data":[{"id":"{{{id}}}"}],"links":{"next":"http://elsewhere.example"},"meta":{"current_page":{{{current}}},"last_page":{{{last}}},"per_page":20}}""");

    private static string Text(string? text) => text is null ? "null" : $"\"{text}\"";

    private static Uri Address(int length) => new("https://shop.example/".PadRight(length, 'x'));
}
