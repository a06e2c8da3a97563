using System.Net;
using System.Text.Json;
using Vandar.Core.Ravand;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Services;

/// <summary>What can be done with an issued card: pages, accounts, transfers and credit.</summary>
internal sealed class RavandBankingTests
{
    private const string Id = "079fe78e-c1fc-42b8-a908-c5aed843a47f";
    private const string Password = "4821";

    private static readonly CreateTransfer s_transfer = new() { TrackId = "t-1", Amount = Rial.Of(500_000), Destination = "IR170560000000200000000002" };
    private static readonly ConfirmTransfer s_confirmation = new() { TransferId = "7", Otp = Password };
    private static readonly CreateCardPageToken s_page = new() { CardNumber = CardNumber.Parse("5047060000000032") };
    private static readonly CreditAdjustment s_credit = new() { CardholderId = Id, Amount = Rial.Of(1), Direction = CreditDirection.Debit };

    private static IEnumerable<TestCaseData> BrokenRequests()
    {
        yield return Broken("card", of => of.Card.ActivationToken(s_page with { CardNumber = default }), nameof(CreateCardPageToken.CardNumber));
        yield return Broken("callback", of => of.Card.PinChangeToken(s_page with { CallbackUrl = new("/x", UriKind.Relative) }), nameof(CreateCardPageToken.CallbackUrl));
        yield return Broken("callback scheme", of => of.Card.BlockToken(s_page with { CallbackUrl = new("ftp://shop.example/") }), nameof(CreateCardPageToken.CallbackUrl));
        yield return Broken("page twice", of => of.Card.BlockToken(s_page with { Extra = Extra("card_number") }), "Extra");
        yield return Broken("account", of => of.Accounts.Balance(new() { AccountNumber = " " }), nameof(AccountInquiry.AccountNumber));
        yield return Broken("statement account", of => of.Accounts.StatementPage(new() { AccountNumber = "" }, 1), nameof(StatementQuery.AccountNumber));
        yield return Broken("statement from", of => of.Accounts.StatementPage(new() { FromDate = default(JalaliDate) }, 1), nameof(StatementQuery.FromDate));
        yield return Broken("statement to", of => of.Accounts.StatementPage(new() { ToDate = default(JalaliDate) }, 1), nameof(StatementQuery.ToDate));
        yield return Broken(
            "statement backwards", of => of.Accounts.StatementPage(new() { FromDate = new JalaliDate(1404, 2, 1), ToDate = new JalaliDate(1404, 1, 1) }, 1),
            nameof(StatementQuery.ToDate));
        yield return Broken("statement size", of => of.Accounts.StatementPage(new() { PerPage = 0 }, 1), nameof(StatementQuery.PerPage));
        yield return Broken("statement page", of => of.Accounts.StatementPage(null, 0), "page");
        yield return Broken("statement filter", of => of.Accounts.StatementPage(new() { Filters = Filter("to_date") }, 1), nameof(StatementQuery.Filters));
        yield return Broken("transfer key", of => of.Transfers.Create(s_transfer with { TrackId = "" }), nameof(CreateTransfer.TrackId));
        yield return Broken("transfer of nothing", of => of.Transfers.Create(s_transfer with { Amount = default }), nameof(CreateTransfer.Amount));
        yield return Broken("transfer backwards", of => of.Transfers.Create(s_transfer with { Amount = Rial.Of(-500_000) }), nameof(CreateTransfer.Amount));
        yield return Broken("transfer to nobody", of => of.Transfers.Create(s_transfer with { Destination = null! }), nameof(CreateTransfer.Destination));
        yield return Broken("mistyped iban", of => of.Transfers.Create(s_transfer with { Destination = "IR170560000000200000000003" }), nameof(CreateTransfer.Destination));
        yield return Broken("iban with gaps", of => of.Transfers.Create(s_transfer with { Destination = "IR17 0560 0000 0020 0000 0000 02" }), nameof(CreateTransfer.Destination));
        yield return Broken("small iban", of => of.Transfers.Create(s_transfer with { Destination = "ir170560000000200000000002" }), nameof(CreateTransfer.Destination));
        yield return Broken("indented iban", of => of.Transfers.Create(s_transfer with { Destination = " IR170560000000200000000003" }), nameof(CreateTransfer.Destination));
        yield return Broken("marked iban", of => of.Transfers.Create(s_transfer with { Destination = "\u200FIR170560000000200000000003" }), nameof(CreateTransfer.Destination));
        yield return Broken("persian account", of => of.Transfers.Create(s_transfer with { Destination = "۱۰۰۰۰۰۰۰۰۲" }), nameof(CreateTransfer.Destination));
        yield return Broken("source", of => of.Transfers.Create(s_transfer with { SourceAccountNumber = "" }), nameof(CreateTransfer.SourceAccountNumber));
        yield return Broken("type", of => of.Transfers.Create(s_transfer with { Type = default(TransferType) }), nameof(CreateTransfer.Type));
        yield return Broken("reason", of => of.Transfers.Create(s_transfer with { ReasonId = 0 }), nameof(CreateTransfer.ReasonId));
        yield return Broken("reason code", of => of.Transfers.Create(s_transfer with { ReasonCode = " " }), nameof(CreateTransfer.ReasonCode));
        yield return Broken("description", of => of.Transfers.Create(s_transfer with { Description = "" }), nameof(CreateTransfer.Description));
        yield return Broken("payment number", of => of.Transfers.Create(s_transfer with { PaymentNumber = "1\n2" }), nameof(CreateTransfer.PaymentNumber));
        yield return Broken("amount twice", of => of.Transfers.Create(s_transfer with { Extra = Extra("amount") }), "Extra");
        yield return Broken("resend of nothing", of => of.Transfers.ResendOtp(new()), nameof(ResendTransferOtp.TransferId));
        yield return Broken("resend", of => of.Transfers.ResendOtp(new() { TrackId = " " }), nameof(ResendTransferOtp.TrackId));
        yield return Broken("confirmation of nothing", of => of.Transfers.ConfirmOtp(s_confirmation with { TransferId = null }), nameof(ConfirmTransfer.TransferId));
        yield return Broken("no password", of => of.Transfers.ConfirmOtp(s_confirmation with { Otp = null! }), nameof(ConfirmTransfer.Otp));
        yield return Broken("password of letters", of => of.Transfers.ConfirmOtp(s_confirmation with { Otp = Password + "x" }), nameof(ConfirmTransfer.Otp));
        yield return Broken("persian password", of => of.Transfers.ConfirmOtp(s_confirmation with { Otp = "۴۸۲۱" }), nameof(ConfirmTransfer.Otp));
        yield return Broken("password twice", of => of.Transfers.ConfirmOtp(s_confirmation with { Extra = Extra("otp") }), "Extra");
        yield return Broken("inquiry of nothing", of => of.Transfers.Inquire(new()), nameof(TransferQuery.TransferId));
        yield return Broken("inquiry", of => of.Transfers.Inquire(new() { TrackId = "" }), nameof(TransferQuery.TrackId));
        yield return Broken("reference", of => of.Transfers.InquirePayaSatna(new() { ReferenceNumber = "\t" }), nameof(TransferQuery.ReferenceNumber));
        yield return Broken("inquiry filter", of => of.Transfers.InquirePayaSatna(new() { Filters = Filter("track_id") }), nameof(TransferQuery.Filters));
        yield return Broken("credit of nothing", of => of.Credit.Register(new() { Amount = Rial.Zero }), nameof(RegisterCredit.Amount));
        yield return Broken("credit twice", of => of.Credit.Register(new() { Extra = Extra("credit_amount") }), "Extra");
        yield return Broken("adjustment", of => of.Credit.Adjust(new() { Amount = Rial.Of(-1), Direction = CreditDirection.Debit }), nameof(AdjustCredit.Amount));
        yield return Broken("direction", of => of.Credit.Adjust(new() { Amount = Rial.Of(1), Direction = default }), nameof(AdjustCredit.Direction));
        yield return Broken("state", of => of.Credit.UpdateStatus(new() { Status = default }), nameof(UpdateCreditStatus.Status));
        yield return Broken("changes size", of => of.Credit.ChangesPage(new() { PerPage = 0 }, 1), nameof(CreditQuery.PerPage));
        yield return Broken("payments page", of => of.Credit.PaymentsPage(null, 0), "page");
        yield return Broken("payments filter", of => of.Credit.PaymentsPage(new() { Filters = Filter("page") }, 1), nameof(CreditQuery.Filters));
        yield return Broken("no request", of => of.Transfers.Create(null!), "request");
        yield return Broken("no query", of => of.Transfers.Inquire(null!), "query");

        static TestCaseData Broken<T>(string why, Func<CardholderClient, ValueTask<T>> call, string member) =>
            new TestCaseData((Action<CardholderClient>)(of => _ = call(of).AsTask()), member).SetArgDisplayNames(why);
    }

    [TestCaseSource(nameof(BrokenRequests))]
    public void A_broken_request_is_refused_before_it_is_sent(Action<CardholderClient> call, string member)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(
            () => call(client.Ravand.Cardholder("bank-x", Id)),
            Throws.InstanceOf<ArgumentException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(member)
                .And.Message.Not.Contains(Password).And.Message.Not.Contains("IR17"));
    }

    private static IEnumerable<TestCaseData> BrokenAdjustments()
    {
        yield return Broken("none", [], nameof(AdjustCredits.Credits));
        yield return Broken("null", [s_credit, null!], nameof(AdjustCredits.Credits));
        yield return Broken("nobody", [s_credit, s_credit with { CardholderId = "" }], nameof(CreditAdjustment.CardholderId));
        yield return Broken("nothing", [s_credit with { Amount = default }], nameof(CreditAdjustment.Amount));
        yield return Broken("nowhere", [s_credit with { Direction = new(" ") }], nameof(CreditAdjustment.Direction));

        static TestCaseData Broken(string why, CreditAdjustment[] credits, string member) => new TestCaseData(credits, member).SetArgDisplayNames(why);
    }

    [TestCaseSource(nameof(BrokenAdjustments))]
    public void Broken_adjustments_are_refused_together(CreditAdjustment[] credits, string member)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(
            () => { _ = client.Ravand.Credit("bank-x").Adjust(new() { Credits = credits }).AsTask(); },
            Throws.InstanceOf<ArgumentException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(member));
    }

    [Test]
    public void Scopes_of_nobody_say_where_scopes_come_from()
    {
        Assert.That(() => default(CardholderClient).Transfers, Throws.InvalidOperationException.With.Message.Contains("client.Ravand.Cardholder"));
        Assert.That(() => default(AccountsClient).Statement(), Throws.InvalidOperationException);
        Assert.That(() => { _ = default(TransfersClient).Create(s_transfer).AsTask(); }, Throws.InvalidOperationException);
        Assert.That(() => { _ = default(CardholderCreditClient).Register(new()).AsTask(); }, Throws.InvalidOperationException);
        Assert.That(() => { _ = default(CreditClient).AccountsPage(null, 1).AsTask(); }, Throws.InvalidOperationException.With.Message.Contains("client.Ravand.Credit"));
    }

    [Test]
    public void Pages_are_addresses_and_nothing_is_sent()
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(client.Ravand.ActivationUrl("a/b").AbsoluteUri, Is.EqualTo("https://api.vandar.io/v1/redirect/card/activate/a%2Fb"));
        Assert.That(client.Ravand.PinChangeUrl("t").AbsoluteUri, Is.EqualTo("https://api.vandar.io/v1/redirect/card/change-pin/t"));
        Assert.That(client.Ravand.BlockUrl("t").AbsoluteUri, Is.EqualTo("https://api.vandar.io/v1/redirect/card/block/t"));
        foreach (string token in new[] { "", " ", "..", "a\n" })
        {
            Assert.That(() => client.Ravand.ActivationUrl(token), Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("token"));
            Assert.That(() => client.Ravand.PinChangeUrl(token), Throws.ArgumentException);
            Assert.That(() => client.Ravand.BlockUrl(token), Throws.ArgumentException);
        }
        Assert.That(() => client.Ravand.BlockUrl(null!), Throws.ArgumentNullException);
    }

    [TestCase("create")]
    [TestCase("confirm")]
    public async Task A_transfer_whose_answer_was_lost_is_not_sent_again_and_names_what_settles_it(string step)
    {
        ScriptedHandler handler = new((_, _) => throw new HttpRequestException("reset"));
        using VandarClient client = Shop.Client(handler);
        TransfersClient transfers = client.Ravand.Cardholder("bank-x", Id).Transfers;

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(
            () => step == "create" ? transfers.Create(s_transfer).AsTask() : transfers.ConfirmOtp(s_confirmation).AsTask());

        Assert.That((failure!.Outcome, failure.SettledBy), Is.EqualTo((RequestOutcome.Unknown, "Ravand.Cardholder(…).Transfers.Inquire")));
        Assert.That(failure.Key, Is.EqualTo(step == "create" ? "t-1" : null));
        Assert.That(handler.Seen, Has.Count.EqualTo(1));
    }

    [TestCase("""{"message":"4821 is wrong","data":[],"code":"x","errors":{"otp":["4821"]}}""")]
    [TestCase("""{"message":"رمز ۴۸۲۱ یا 4 8 2 1 اشتباه است"}""")]
    [TestCase("""{"errors":["4821"]}""")]
    public async Task A_short_password_that_the_server_quotes_is_in_no_exception(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.UnprocessableEntity, body)));

        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(
            () => client.Ravand.Cardholder("bank-x", Id).Transfers.ConfirmOtp(s_confirmation).AsTask());

        Assert.That(failure!.ToString(), Does.Not.Contain(Password).And.Not.Contain("۴۸"));
        Assert.That(failure.Body, Does.Not.Contain(Password));
        Assert.That(s_confirmation.ToString(), Is.EqualTo(nameof(ConfirmTransfer)));
    }

    [TestCase("""{"data":{"id":"7","tracking_code":5}}""")]
    [TestCase("""{"data":{"transferId":7,"referenceNumber":"5"}}""")]
    [TestCase("""{"data":[{"transfer_id":"7","reference_number":"5"}]}""")]
    [TestCase("""{"transfer_id":"7","reference_number":"5","message":""}""")]
    public async Task A_transfer_is_read_in_every_spelling(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        Transfer transfer = await client.Ravand.Cardholder("bank-x", Id).Transfers.Inquire(new() { TrackId = "t-1" });

        Assert.That((transfer.TransferId, transfer.ReferenceNumber, transfer.Status, transfer.Amount, transfer.Extra),
            Is.EqualTo(("7", "5", (string?)null, (long?)null, (IDictionary<string, JsonElement>?)null)));
    }

    [TestCase("""{"data":{"track_id":"t-2","status":"DONE"}}""")]
    [TestCase("""{"data":[{"track_id":"t-2","status":"DONE"},{"track_id":"t-1","status":"FAILED"}]}""")]
    [TestCase("""{"data":{"trackId":"t-2","transfer_id":"7"}}""")]
    public async Task Another_transfer_is_not_taken_for_the_one_that_was_asked_about(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));
        TransfersClient transfers = client.Ravand.Cardholder("bank-x", Id).Transfers;

        VandarProtocolException? one = await Assert.ThrowsAsync<VandarProtocolException>(() => transfers.Inquire(new() { TrackId = "t-1" }).AsTask());
        VandarProtocolException? both = await Assert.ThrowsAsync<VandarProtocolException>(
            () => transfers.InquirePayaSatna(new() { TrackId = "t-1", ReferenceNumber = "5" }).AsTask());

        Assert.That(new[] { one!.Message, both!.Message }, Has.All.Contains("another transfer"));
        Assert.That(one.Outcome, Is.EqualTo(RequestOutcome.Rejected), "a read has no effect that could be in doubt");
    }

    [TestCase("""{"data":{"track_id":"t-1","transfer_id":"8"}}""")]
    [TestCase("""{"data":{"track_id":"T-1"}}""")]
    [TestCase("""{"data":{"status":"DONE"}}""")]
    public async Task A_transfer_that_names_one_of_the_keys_or_none_is_the_one_that_was_asked_about(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        Transfer transfer = await client.Ravand.Cardholder("bank-x", Id).Transfers.Inquire(new() { TrackId = "t-1", TransferId = "7" });

        Assert.That(transfer.ReferenceNumber, Is.Null);
    }

    [TestCase("""{"data":[{"account_number":"1"}]}""")]
    [TestCase("""{"data":{"account_number":1}}""")]
    [TestCase("""{"data":{"accounts":[{"account_number":"1"}]}}""")]
    public async Task Accounts_come_as_a_list_or_as_one(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        Assert.That((await client.Ravand.Cardholder("bank-x", Id).Accounts.Info()).Select(account => account.AccountNumber), Is.EqualTo(new[] { "1" }));
    }

    [TestCase("""[{"id":1,"title":"حقوق"}]""")]
    [TestCase("""[{"id":"1","name":"حقوق"}]""")]
    [TestCase("""{"1":"حقوق"}""")]
    [TestCase("""{"1":{"title":"حقوق"}}""")]
    public async Task A_reason_is_read_in_every_shape(string data)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, $$"""{"data":{{data}}}""")));

        TransferReason reason = (await client.Ravand.Reasons()).Single();

        Assert.That((reason.Id, reason.Title, reason.Extra), Is.EqualTo(((long?)1, "حقوق", (IDictionary<string, JsonElement>?)null)));
    }

    [Test]
    public async Task A_statement_goes_on_while_the_bank_says_that_there_is_more()
    {
        ScriptedHandler handler = new(Statement(true, 1, 2), Statement(true, 3), Statement(false, 4));
        using VandarClient client = Shop.Client(handler);

        List<long?> amounts = [];
        await foreach (StatementRow row in client.Ravand.Cardholder("bank-x", Id).Accounts.Statement(new() { PerPage = 2 }))
            amounts.Add(row.Amount);

        Assert.That(amounts, Is.EqualTo(new long?[] { 1, 2, 3, 4 }));
        Assert.That(handler.Seen.Select(seen => seen.Uri.Query), Is.EqualTo(new[] { "?per_page=2", "?page=2&per_page=2", "?page=3&per_page=2" }));
    }

    [Test]
    public async Task Rows_of_which_nothing_is_recognised_are_still_told_apart()
    {
        Assert.That(await Count(client => client.Ravand.Cardholder("bank-x", Id).Accounts.Statement()), Is.EqualTo(3));
        Assert.That(await Count(client => client.Ravand.Cardholder("bank-x", Id).Credit.Changes()), Is.EqualTo(3));
        Assert.That(await Count(client => client.Ravand.Credit("bank-x").Payments()), Is.EqualTo(3));
        Assert.That(await Count(client => client.Ravand.Credit("bank-x").Accounts()), Is.EqualTo(3));

        static async Task<int> Count<T>(Func<VandarClient, Paged<T>> list)
        {
            using VandarClient client = Shop.Client(new ScriptedHandler(
                [.. Enumerable.Range(1, 3).Select(number => ScriptedHandler.Json(
                    HttpStatusCode.OK, $$$"""{"data":{"has_more":{{{(number < 3 ? 1 : 0)}}},"rows":[{"n":{{{number}}},"account":[],"credit":{}}]}}"""))]));
            int count = 0;
            await foreach (T _ in list(client))
                count++;
            return count;
        }
    }

    [Test]
    public async Task A_list_that_says_more_and_hands_out_the_same_page_is_not_taken_for_the_whole()
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(
            HttpStatusCode.OK, """{"data":{"has_more":true,"credits":[{"cardholder_id":"a","credit_amount":1,"type":"CREDIT","adjusted_at":"1404/09/01 10:15:00"}]}}"""));
        using VandarClient client = Shop.Client(handler);
        List<long?> amounts = [];

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(async () =>
        {
            await foreach (CreditChange change in client.Ravand.Credit("bank-x").Changes())
                amounts.Add(change.Amount);
        });

        Assert.That(failure!.Message, Does.Contain("the same page"));
        Assert.That((amounts.Count, handler.Seen.Count), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task An_empty_page_that_says_more_is_not_the_end()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Statement(true)));

        Assert.That(
            await Assert.ThrowsAsync<VandarProtocolException>(() => client.Ravand.Cardholder("bank-x", Id).Accounts.StatementPage(null, 1).AsTask()),
            Has.Message.Contains("says that there is more"));
    }

    [TestCase("""{"has_error":false,"credit_balance":5,"error":null}""", true)]
    [TestCase("""{"has_error":true,"credit_balance":null,"error":{"message":"no"}}""", false)]
    [TestCase("""{"has_error":false,"error":{"message":"no"}}""", false)]
    [TestCase("""{"has_error":false,"error":"no"}""", false)]
    [TestCase("""{"credit_balance":5}""", false)]
    [TestCase("""{"has_error":"maybe","credit_balance":5}""", false)]
    public async Task Only_the_servers_word_makes_a_change_done(string row, bool isDone)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, $$"""{"message":"done","data":[{{row}}]}""")));

        IReadOnlyList<CreditAdjustmentResult> rows = await client.Ravand.Credit("bank-x").Adjust(new() { Credits = [s_credit] });

        Assert.That(rows.Single().IsDone, Is.EqualTo(isDone));
    }

    [TestCase("""{"data":[]}""")]
    [TestCase("""{"data":[{"has_error":false},{"has_error":false}]}""")]
    [TestCase("""{"data":[{"cardholder_id":"68ed988e-a10c-4e43-95b0-63c75ae8733f","has_error":false}]}""")]
    [TestCase("""{"message":"done"}""")]
    public async Task An_answer_without_a_row_for_each_change_leaves_the_outcome_unknown(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(
            () => client.Ravand.Credit("bank-x").Adjust(new() { Credits = [s_credit] }).AsTask());

        Assert.That((failure!.Outcome, failure.SettledBy), Is.EqualTo((RequestOutcome.Unknown, "Ravand.Credit(…).Changes")));
    }

    [Test]
    public async Task Rows_that_came_in_another_order_are_believed_by_nobody()
    {
        CreditAdjustment[] credits = [s_credit, s_credit with { CardholderId = "68ed988e-a10c-4e43-95b0-63c75ae8733f" }];
        string[] rows = [.. credits.Select(credit => $$"""{"cardholder_id":"{{credit.CardholderId.ToUpperInvariant()}}","has_error":false}""")];
        using VandarClient client = Shop.Client(new ScriptedHandler(
            ScriptedHandler.Json(HttpStatusCode.OK, $$"""{"data":[{{rows[0]}},{{rows[1]}}]}"""),
            ScriptedHandler.Json(HttpStatusCode.OK, $$"""{"data":[{{rows[1]}},{{rows[0]}}]}""")));

        IReadOnlyList<CreditAdjustmentResult> inOrder = await client.Ravand.Credit("bank-x").Adjust(new() { Credits = credits });
        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(
            () => client.Ravand.Credit("bank-x").Adjust(new() { Credits = credits }).AsTask());

        Assert.That(inOrder.Select(row => row.IsDone), Is.EqualTo(new[] { true, true }));
        Assert.That((failure!.Outcome, failure.SettledBy), Is.EqualTo((RequestOutcome.Unknown, "Ravand.Credit(…).Changes")));
    }

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Statement(bool hasMore, params int[] amounts) =>
        ScriptedHandler.Json(
            HttpStatusCode.OK,
            $$$"""{"data":{"has_more":{{{(hasMore ? "true" : "false")}}},"statements":[{{{string.Join(',', amounts.Select(amount => $$"""{"amount":{{amount}}}"""))}}}]}}""");

    private static Dictionary<string, JsonElement> Extra(string name) => new() { [name] = JsonElement.Parse("1") };

    private static Dictionary<string, string> Filter(string name) => new() { [name] = "1" };
}
