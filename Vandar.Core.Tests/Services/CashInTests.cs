using System.Net;
using System.Text.Json;
using Vandar.Core.CashIn;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Services;

/// <summary>Money into the wallet: what is refused before it is sent, lost answers, and odd values.</summary>
internal sealed class CashInTests
{
    private const string TrackId = "top-up-1";

    private static readonly RequestOptions s_once = new() { MaxRetries = 0 };

    private static readonly CreateCashInDeposit s_deposit =
        new() { Iban = Iban.Parse("IR170620000000123456789001"), Amount = Rial.Of(1_200_000_000), TrackId = TrackId };

    private static readonly SuspiciousPaymentDecision s_decision = new() { Status = "ACCEPTED" };

    private static IEnumerable<TestCaseData> BrokenCalls()
    {
        yield return Broken("no page", client => client.CashIn.TransactionsPage(null, 0).AsTask(), "page");
        yield return Broken("no rows", client => client.CashIn.TransactionsPage(new() { PerPage = 0 }, 1).AsTask(), nameof(CashInQuery.PerPage));
        yield return Broken("a blank status", client => client.CashIn.Transactions(new() { Status = " " }), nameof(CashInQuery.Status));
        yield return Broken(
            "a second status", client => client.CashIn.Transactions(new() { Filters = new Dictionary<string, string> { ["status"] = "x" } }), nameof(CashInQuery.Filters));
        yield return Broken("no page of held ones", client => client.CashIn.SuspiciousPaymentsPage(null, 0).AsTask(), "page");
        yield return Broken("no held ones", client => client.CashIn.SuspiciousPayments(new() { PerPage = 0 }), nameof(CashInQuery.PerPage));
        yield return Broken("nothing to decide", client => client.CashIn.ResolveSuspiciousPayment("", s_decision).AsTask(), "id");
        yield return Broken("walk up", client => client.CashIn.ResolveSuspiciousPayment("..", s_decision).AsTask(), "id");
        yield return Broken("no decision", client => client.CashIn.ResolveSuspiciousPayment("7", null!).AsTask(), "request");
        yield return Broken("no word", client => client.CashIn.ResolveSuspiciousPayment("7", s_decision with { Status = null! }).AsTask(), nameof(SuspiciousPaymentDecision.Status));
        yield return Broken("an empty word", client => client.CashIn.ResolveSuspiciousPayment("7", s_decision with { Status = "" }).AsTask(), nameof(SuspiciousPaymentDecision.Status));
        yield return Broken("a word of two lines", client => client.CashIn.ResolveSuspiciousPayment("7", s_decision with { Status = "a\nb" }).AsTask(), nameof(SuspiciousPaymentDecision.Status));
        yield return Broken("a blank reason", client => client.CashIn.ResolveSuspiciousPayment("7", s_decision with { Description = " " }).AsTask(), nameof(SuspiciousPaymentDecision.Description));
        yield return Broken(
            "a second word", client => client.CashIn.ResolveSuspiciousPayment("7", s_decision with { Extra = new Dictionary<string, JsonElement> { ["status"] = GroupCalls.Json("1") } }).AsTask(),
            nameof(SuspiciousPaymentDecision.Extra));
        yield return Broken("no deposit", client => client.CashIn.Account.Deposit(null!).AsTask(), "request");
        yield return Broken("from nowhere", client => client.CashIn.Account.Deposit(s_deposit with { Iban = default }).AsTask(), nameof(CreateCashInDeposit.Iban));
        yield return Broken("nothing", client => client.CashIn.Account.Deposit(s_deposit with { Amount = default }).AsTask(), nameof(CreateCashInDeposit.Amount));
        yield return Broken("less than nothing", client => client.CashIn.Account.Deposit(s_deposit with { Amount = Rial.Of(-1) }).AsTask(), nameof(CreateCashInDeposit.Amount));
        yield return Broken("no key", client => client.CashIn.Account.Deposit(s_deposit with { TrackId = null! }).AsTask(), nameof(CreateCashInDeposit.TrackId));
        yield return Broken("a blank key", client => client.CashIn.Account.Deposit(s_deposit with { TrackId = " " }).AsTask(), nameof(CreateCashInDeposit.TrackId));
        yield return Broken("a key of two lines", client => client.CashIn.Account.Deposit(s_deposit with { TrackId = "a\nb" }).AsTask(), nameof(CreateCashInDeposit.TrackId));
        yield return Broken("a long key", client => client.CashIn.Account.Deposit(s_deposit with { TrackId = Refuses.TooLong }).AsTask(), nameof(CreateCashInDeposit.TrackId));
        yield return Broken("an empty description", client => client.CashIn.Account.Deposit(s_deposit with { Description = "" }).AsTask(), nameof(CreateCashInDeposit.Description));
        yield return Broken("a blank comment", client => client.CashIn.Account.Deposit(s_deposit with { Comment = " " }).AsTask(), nameof(CreateCashInDeposit.Comment));
        yield return Broken("no account", client => client.CashIn.Account.Balance(default).AsTask(), "iban");

        static TestCaseData Broken(string why, Func<VandarClient, object> call, string member) => new TestCaseData(call, member).SetArgDisplayNames(why);
    }

    [TestCaseSource(nameof(BrokenCalls))]
    public void A_broken_call_is_refused_before_it_is_sent(Func<VandarClient, object> call, string member) => Refuses.BeforeSending(call, member);

    [Test]
    public Task A_lost_deposit_is_not_made_again_and_names_its_key() =>
        Refuses.ToRepeatALostCall(client => client.CashIn.Account.Deposit(s_deposit), TrackId, "Wallet.Transactions");

    [Test]
    public Task A_deposit_that_met_the_limit_is_sent_again_under_its_key() => Refuses.ToForgetTheKey(client => client.CashIn.Account.Deposit(s_deposit), TrackId);

    [Test]
    public Task A_lost_decision_is_not_made_again() =>
        Refuses.ToRepeatALostCall(client => client.CashIn.ResolveSuspiciousPayment("7", s_decision), null, "CashIn.SuspiciousPayments");

    [TestCase("""{"status":1,"data":[]}""")]
    [TestCase("""{"status":1,"data":{"cash_in":[]}}""")]
    [TestCase("""{"status":1,"data":{"cash_in":[null]}}""")]
    [TestCase("""{"status":1,"data":{"cash_in":[{"status":"INIT"}]}}""")]
    public async Task An_answer_without_its_parts_is_neither_done_nor_refused(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => client.CashIn.Account.Deposit(s_deposit).AsTask());

        Assert.That((failure!.Outcome, failure.Key), Is.EqualTo((RequestOutcome.Unknown, TrackId)));
    }

    [Test]
    public async Task A_balance_is_asked_for_again_although_it_is_a_post()
    {
        TestTime time = new();
        ScriptedHandler handler = new((_, _) => throw new HttpRequestException("reset"), ScriptedHandler.Json(HttpStatusCode.OK, """{"balance":0}"""));
        using VandarClient client = Shop.Client(handler, time);

        CashInAccountBalance balance = await time.Finish(client.CashIn.Account.Balance(s_deposit.Iban));

        Assert.That((balance.Balance, balance.AvailableBalance, handler.Seen.Count), Is.EqualTo((Rial.Zero, (Rial?)null, 2)));
    }

    [TestCase("{}")]
    [TestCase("""{"available_balance":5}""")]
    [TestCase("""{"balance":null}""")]
    [TestCase("""{"balance":5.5}""")]
    public async Task A_balance_that_was_not_told_is_not_zero(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        Assert.That(await Assert.ThrowsAsync<VandarProtocolException>(() => client.CashIn.Account.Balance(s_deposit.Iban, s_once).AsTask()), Is.Not.Null);
    }

    [TestCase("""{"status":1,"code":"143992020000736"}""", "143992020000736", null)]
    [TestCase("""{"status":1,"data":{"code":143992020000736}}""", "143992020000736", null)]
    [TestCase("""{"status":1,"data":"143992020000736"}""", null, "data")]
    [TestCase("""{"status":1,"data":[]}""", null, null)]
    [TestCase("""{"status":1,"code":["1"]}""", null, "code")]
    [TestCase("""{"status":1,"code":"143992020000736","data":[]}""", "143992020000736", null)]
    [TestCase("""{"status":1,"code":"143992020000736","data":null}""", "143992020000736", null)]
    [TestCase("""{"status":1,"code":"143992020000736","data":{"iban":"x"}}""", "143992020000736", "iban")]
    [TestCase("""{"status":1,"code":"1","data":{"code":"143992020000736"}}""", "143992020000736", null)]
    public async Task A_code_is_read_in_every_shape(string body, string? code, string? kept)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        CashInCode read = await client.CashIn.Code();

        Assert.That(read.Code, Is.EqualTo(code));
        Assert.That(read.Extra?.Keys.Single(), Is.EqualTo(kept));
    }

    [TestCase("""{"status":1,"message":"done"}""")]
    [TestCase("""{"status":1,"message":"done","data":[]}""")]
    [TestCase("""{"status":1,"message":"done","data":{"id":"7"}}""")]
    [TestCase("""{"message":"done","data":{"id":"7","message":null}}""")]
    public async Task The_servers_words_on_a_decision_are_kept_wherever_they_stand(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        Assert.That((await client.CashIn.ResolveSuspiciousPayment("7", s_decision)).Message, Is.EqualTo("done"));
    }

    [TestCase("""[{"firstName":"a"},{"firstName":"b"}]""", "a,b")]
    [TestCase("""{"firstName":"a"}""", "a")]
    [TestCase(""" "[{\"firstName\":\"a\"},{\"firstName\":\"b\"}]" """, "a,b")]
    [TestCase(""" "{\"firstName\":\"a\"}" """, "a")]
    [TestCase(""" "a" """, "")]
    [TestCase(""" "" """, "")]
    [TestCase("[]", "")]
    [TestCase("null", "")]
    public async Task Owners_are_read_in_every_shape(string owners, string names)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, $$"""{"data":[{"IBAN":false,"account_owner":{{owners}} }]}""")));

        CashInAccount account = (await client.CashIn.Account.List()).Single();

        Assert.That(string.Join(',', account.Owners.Select(owner => owner.FirstName)), Is.EqualTo(names));
        Assert.That(account.Iban, Is.Null);
    }

    [Test]
    public async Task Payments_by_code_and_held_ones_go_on_by_numbers()
    {
        ScriptedHandler handler = new(
            Page("""{"id":1}""", 1), Page("""{"id":2}""", 2), Page("""{"id":"a"}""", 1), Page("""{"id":"b"}""", 2));
        using VandarClient client = Shop.Client(handler);

        List<string?> ids = [];
        await foreach (CashInTransaction row in client.CashIn.Transactions())
            ids.Add(row.Id);
        await foreach (SuspiciousPayment row in client.CashIn.SuspiciousPayments())
            ids.Add(row.Id);

        Assert.That(ids, Is.EqualTo(new[] { "1", "2", "a", "b" }));
        Assert.That(handler.Seen, Has.Count.EqualTo(4));

        static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Page(string row, int page) =>
            ScriptedHandler.Json(HttpStatusCode.OK, $$$"""{"data":[{{{row}}}],"meta":{"current_page":{{{page}}},"last_page":2}}""");
    }
}
