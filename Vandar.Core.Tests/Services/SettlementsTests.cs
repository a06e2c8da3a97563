using System.Globalization;
using System.Net;
using Vandar.Core.Settlements;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Services;

/// <summary>Payouts: what is refused before it is sent, units, lost answers, and what a search proves.</summary>
internal sealed class SettlementsTests
{
    private const string TrackId = "order-7";

    private static readonly RequestOptions s_once = new() { MaxRetries = 0 };

    private static readonly CreateSettlement s_payout =
        new() { Amount = Toman.Of(50_000), Iban = Iban.Parse("IR170620000000123456789001"), TrackId = TrackId };

    private static IEnumerable<TestCaseData> BrokenPayouts()
    {
        yield return Broken("too little", s_payout with { Amount = Toman.Of(4_999) }, nameof(CreateSettlement.Amount));
        yield return Broken("nothing", s_payout with { Amount = default }, nameof(CreateSettlement.Amount));
        yield return Broken("less than nothing", s_payout with { Amount = Toman.Of(-50_000) }, nameof(CreateSettlement.Amount));
        yield return Broken("nowhere", s_payout with { Iban = default }, nameof(CreateSettlement.Iban));
        yield return Broken("no key", s_payout with { TrackId = null! }, nameof(CreateSettlement.TrackId));
        yield return Broken("an empty key", s_payout with { TrackId = "" }, nameof(CreateSettlement.TrackId));
        yield return Broken("a blank key", s_payout with { TrackId = " " }, nameof(CreateSettlement.TrackId));
        yield return Broken("a key of two lines", s_payout with { TrackId = "a\r\nb" }, nameof(CreateSettlement.TrackId));
        yield return Broken("a long key", s_payout with { TrackId = Refuses.TooLong }, nameof(CreateSettlement.TrackId));
        yield return Broken("a key that cannot be looked up", s_payout with { TrackId = ".." }, nameof(CreateSettlement.TrackId));
        yield return Broken("half a key", s_payout with { TrackId = "a\ud83d" }, nameof(CreateSettlement.TrackId));
        yield return Broken("an empty number", s_payout with { PaymentNumber = "" }, nameof(CreateSettlement.PaymentNumber));
        yield return Broken("letters in the number", s_payout with { PaymentNumber = "12a" }, nameof(CreateSettlement.PaymentNumber));
        yield return Broken("Persian digits", s_payout with { PaymentNumber = "۱۲۳" }, nameof(CreateSettlement.PaymentNumber));
        yield return Broken("half an address", s_payout with { NotifyUrl = new("/hook", UriKind.Relative) }, nameof(CreateSettlement.NotifyUrl));
        yield return Broken("another scheme", s_payout with { NotifyUrl = new("file:///hook") }, nameof(CreateSettlement.NotifyUrl));
        yield return Broken("a blank description", s_payout with { Description = " " }, nameof(CreateSettlement.Description));
        yield return Broken("a long description", s_payout with { Description = new('x', 257) }, nameof(CreateSettlement.Description));
        yield return Broken("half a character", s_payout with { Description = "a\ud83d b" }, nameof(CreateSettlement.Description));
        yield return Broken("an empty comment", s_payout with { Comment = "" }, nameof(CreateSettlement.Comment));
        yield return Broken("no type", s_payout with { Type = default(SettlementType) }, nameof(CreateSettlement.Type));
        yield return Broken("a blank type", s_payout with { Type = new SettlementType(" ") }, nameof(CreateSettlement.Type));
        yield return Broken("a short reason", s_payout with { ReasonCode = "1" }, nameof(CreateSettlement.ReasonCode));
        yield return Broken("a reason of letters", s_payout with { ReasonCode = "ab" }, nameof(CreateSettlement.ReasonCode));
        yield return Broken("an empty reason", s_payout with { ReasonCode = "" }, nameof(CreateSettlement.ReasonCode));
        yield return Broken("nobody", Receiver(default, new JalaliDate(1370, 1, 1)), nameof(ReceiverInformation.NationalCode));
        yield return Broken("never born", Receiver(NationalCode.Parse("0012345679"), default), nameof(ReceiverInformation.BirthDate));

        static CreateSettlement Receiver(NationalCode code, JalaliDate birth) =>
            s_payout with { ReceiverInformation = new() { NationalCode = code, BirthDate = birth } };
        static TestCaseData Broken(string why, CreateSettlement request, string member) => new TestCaseData(request, member).SetArgDisplayNames(why);
    }

    [TestCaseSource(nameof(BrokenPayouts))]
    public void A_broken_payout_is_refused_before_it_is_sent(CreateSettlement request, string member) =>
        Refuses.BeforeSending(client => client.Settlements.Create(request).AsTask(), member);

    [Test]
    public void A_payout_without_a_request_is_refused_before_it_is_sent() =>
        Refuses.BeforeSending(client => client.Settlements.Create(null!).AsTask(), "request");

    [Test]
    public async Task A_payout_at_the_edge_of_every_rule_is_sent_in_Toman()
    {
        ScriptedHandler handler = new(Answer("""{"id":"s","transaction_id":7,"amount":50000,"amount_toman":5000,"wallet":"12.5"}"""));
        using VandarClient client = Shop.Client(handler);

        Settlement settlement = await client.Settlements.Create(
            s_payout with
            {
                Amount = Toman.Of(5_000), TrackId = new('x', 512), Description = string.Concat(Enumerable.Repeat("😀", 128)),
                PaymentNumber = "000123456789012345678901234567", ReasonCode = "99",
            });

        Assert.That(handler.Seen.Single().Body, Does.Contain("\"amount\":5000,"));
        Assert.That(handler.Seen.Single().Body, Does.Contain("\"payment_number\":\"000123456789012345678901234567\""));
        Assert.That((settlement.Amount, settlement.AmountToman), Is.EqualTo(((Rial?)Rial.Of(50_000), (Toman?)Toman.Of(5_000))));
        Assert.That(settlement.Amount, Is.EqualTo(settlement.AmountToman!.Value.ToRial()));
        Assert.That((settlement.Wallet, settlement.FurtherParts), Is.EqualTo(((long?)null, Array.Empty<Settlement>())));
    }

    [Test]
    public async Task Every_part_of_a_split_payout_is_kept()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Answer("""{"id":"a","amount":1},{"id":"b","amount":2},{"transaction_id":3}""")));

        Settlement first = await client.Settlements.Create(s_payout);

        Assert.That(first.Id, Is.EqualTo("a"));
        Assert.That(first.FurtherParts.Select(part => (part.Id, part.TransactionId)), Is.EqualTo(new[] { ("b", (long?)null), ("", 3L) }));
    }

    [TestCase("""{"status":1,"data":[]}""")]
    [TestCase("""{"status":1,"data":{"settlement":[]}}""")]
    [TestCase("""{"status":1,"data":{"settlement":null}}""")]
    [TestCase("""{"status":1,"data":{"settlement":[null]}}""")]
    [TestCase("""{"status":1,"data":{"settlement":{"status":"PENDING"}}}""")]
    [TestCase("""{"status":1,"data":{"settlement":[{"id":"a"},{"status":"PENDING"}]}}""")]
    [TestCase("""{"status":1,"data":{"settlement":[{"id":"a","amount":0.5}]}}""")]
    public async Task An_answer_that_names_no_settlement_is_neither_done_nor_refused(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => client.Settlements.Create(s_payout).AsTask());

        Assert.That((failure!.Outcome, failure.Key, failure.SettledBy), Is.EqualTo((RequestOutcome.Unknown, TrackId, "Wallet.Transactions")));
    }

    [Test]
    public Task A_lost_payout_is_not_made_again_and_names_its_key() =>
        Refuses.ToRepeatALostCall(client => client.Settlements.Create(s_payout), TrackId, "Wallet.Transactions");

    [Test]
    public Task A_payout_that_met_the_limit_is_sent_again_under_its_key() => Refuses.ToForgetTheKey(client => client.Settlements.Create(s_payout), TrackId);

    [Test]
    public async Task A_cancelled_payout_says_that_it_may_have_been_made()
    {
        using CancellationTokenSource source = new();
        using VandarClient client = Shop.Client(new ScriptedHandler(async (_, token) =>
        {
            await source.CancelAsync();
            token.ThrowIfCancellationRequested();
            return new(HttpStatusCode.OK);
        }));

        OperationCanceledException? canceled = await Assert.CatchAsync<OperationCanceledException>(() => client.Settlements.Create(s_payout, null, source.Token).AsTask());

        Assert.That(VandarException.OutcomeOf(canceled!), Is.EqualTo(RequestOutcome.Unknown));
    }

    [TestCase("DONE", true, false)]
    [TestCase("FAILED", false, true)]
    [TestCase("CANCELED", false, true)]
    [TestCase("INIT", false, false)]
    [TestCase("PENDING", false, false)]
    [TestCase("done", false, false)]
    [TestCase("SOMETHING_NEW", false, false)]
    [TestCase("", false, false)]
    public void A_status_nobody_knows_is_neither_done_nor_failed(string text, bool isDone, bool hasFailed)
    {
        SettlementStatus status = SettlementStatus.From(text);

        Assert.That((status.IsDone, status.HasFailed), Is.EqualTo((isDone, hasFailed)));
        Assert.That((default(SettlementStatus).IsDone, default(SettlementStatus).HasFailed), Is.EqualTo((false, false)));
    }

    [TestCase(SettlementApi.V21, "/v2.1/")]
    [TestCase(SettlementApi.V4, "/v4/")]
    public async Task The_list_goes_on_by_numbers_until_the_last_page(SettlementApi api, string version)
    {
        ScriptedHandler handler = new(Rows(1, 2, """{"id":"a"}"""), Rows(2, 2, """{"id":"b"}"""));
        using VandarClient client = Shop.Client(handler);

        List<string> ids = [];
        await foreach (SettlementListItem item in client.Settlements.List(new() { PerPage = 1, Api = api }))
            ids.Add(item.Id);

        Assert.That(ids, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(handler.Seen.Select(seen => seen.Uri.Query), Is.EqualTo(new[] { "?page=1&per_page=1", "?page=2&per_page=1" }));
        Assert.That(handler.Seen.Select(seen => seen.Uri.AbsolutePath), Has.All.StartWith(version));
    }

    [TestCase("""{"status":1,"data":[]}""")]
    [TestCase("""{"status":1,"data":{"settlements":[]}}""")]
    [TestCase("""{"status":1,"data":{"settlements":{"current_page":1,"last_page":1}}}""")]
    [TestCase("""{"status":1,"data":{"settlements":{"data":[{"status":"DONE"}],"current_page":1,"last_page":1}}}""")]
    [TestCase("""{"status":1,"data":{"settlements":{"data":[{"id":"a"}],"current_page":2,"last_page":2}}}""")]
    public async Task A_page_that_hides_rows_is_not_read(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        Assert.That(await Assert.ThrowsAsync<VandarProtocolException>(() => client.Settlements.ListPage(null, 1, s_once).AsTask()), Is.Not.Null);
    }

    private static IEnumerable<TestCaseData> BrokenReads()
    {
        yield return Broken("no page", client => client.Settlements.ListPage(null, 0).AsTask(), "page");
        yield return Broken("no rows", client => client.Settlements.ListPage(new() { PerPage = 0 }, 1).AsTask(), nameof(SettlementQuery.PerPage));
        yield return Broken("another version", client => client.Settlements.ListPage(new() { Api = (SettlementApi)7 }, 1).AsTask(), nameof(SettlementQuery.Api));
        yield return Broken("a list without rows", client => client.Settlements.List(new() { PerPage = -1 }), nameof(SettlementQuery.PerPage));
        yield return Broken("a list of another version", client => client.Settlements.List(new() { Api = (SettlementApi)7 }), nameof(SettlementQuery.Api));
        yield return Broken("a search for null", client => client.Settlements.FindByTrackId(null!).AsTask(), "trackId");
        yield return Broken("a search for nothing", client => client.Settlements.FindByTrackId("").AsTask(), "trackId");
        yield return Broken("a search for two lines", client => client.Settlements.FindByTrackId("a\nb").AsTask(), "trackId");
        yield return Broken("a long search", client => client.Settlements.FindByTrackId(Refuses.TooLong).AsTask(), "trackId");
        yield return Broken("a search nowhere", client => client.Settlements.FindByTrackId("a", new() { MaxPages = 0 }).AsTask(), nameof(SettlementSearch.MaxPages));
        yield return Broken("a search without rows", client => client.Settlements.FindByTrackId("a", new() { PerPage = 0 }).AsTask(), nameof(SettlementSearch.PerPage));
        yield return Broken("a search of another version", client => client.Settlements.FindByTrackId("a", new() { Api = (SettlementApi)7 }).AsTask(), nameof(SettlementSearch.Api));
        yield return Broken("get null", client => client.Settlements.Get((string)null!).AsTask(), "settlement");
        yield return Broken("get nothing", client => client.Settlements.Get("").AsTask(), "settlement");
        yield return Broken("get the default", client => client.Settlements.Get(default(SettlementKey)).AsTask(), "settlement");
        yield return Broken("walk up", client => client.Settlements.Get("..").AsTask(), "settlement");
        yield return Broken("get no key", client => client.Settlements.Get(SettlementKey.ByTrackId("")).AsTask(), "settlement");
        yield return Broken("walk up by a key", client => client.Settlements.Get(SettlementKey.ByTrackId("..")).AsTask(), "settlement");
        yield return Broken("cancel nothing", client => client.Settlements.Cancel(0).AsTask(), "settlement");
        yield return Broken("cancel the default", client => client.Settlements.Cancel(default(SettlementCancelKey)).AsTask(), "settlement");
        yield return Broken("cancel null", client => client.Settlements.Cancel(SettlementCancelKey.ByTrackId(null!)).AsTask(), "settlement");
        yield return Broken("cancel no key", client => client.Settlements.Cancel(SettlementCancelKey.ByTrackId(" ")).AsTask(), "settlement");
        yield return Broken("cancel in no mode", client => client.Settlements.Cancel(SettlementCancelKey.ByTrackId("a", default(SettlementCancelMode))).AsTask(), "settlement");

        static TestCaseData Broken(string why, Func<VandarClient, object> call, string member) => new TestCaseData(call, member).SetArgDisplayNames(why);
    }

    [TestCaseSource(nameof(BrokenReads))]
    public void A_broken_read_or_cancellation_is_refused_before_it_is_sent(Func<VandarClient, object> call, string member) => Refuses.BeforeSending(call, member);

    [TestCase("order/7?x=1", "https://api.vandar.io/v4/business/shop/settlement/order%2F7%3Fx%3D1")]
    public async Task A_key_stays_one_segment(string trackId, string address)
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.OK, """{"status":1,"message":"ok"}"""));
        using VandarClient client = Shop.Client(handler);

        await client.Settlements.Get(SettlementKey.ByTrackId(trackId));
        await client.Settlements.Cancel(SettlementCancelKey.ByTrackId(trackId));

        Assert.That(handler.Seen.Select(seen => seen.Uri.AbsoluteUri), Is.EqualTo(new[] { address, address }));
    }

    [Test]
    public async Task A_settlement_is_found_by_its_exact_key_on_whichever_page()
    {
        ScriptedHandler handler = new(
            Rows(1, 3, """{"id":"a","track_id":"ORDER-7"}""", """{"id":"b","track_id":null}"""), Rows(2, 3, """{"id":"c","track_id":"order-7 "}""", """{"id":"d","track_id":"order-7","status":"FAILED"}"""));
        using VandarClient client = Shop.Client(handler);

        SettlementListItem? found = await client.Settlements.FindByTrackId(TrackId);

        Assert.That((found!.Id, found.Status), Is.EqualTo(("d", SettlementStatus.Failed)));
        Assert.That(handler.Seen.Select(seen => seen.Uri.Query), Is.EqualTo(new[] { "?page=1&per_page=50", "?page=2&per_page=50" }));
    }

    [TestCase(1, 1)]
    [TestCase(3, 3)]
    [TestCase(null, 10)]
    [TestCase(40, 25)]
    public async Task A_search_ends_at_its_bound_or_with_the_list(int? bound, int expectedCalls)
    {
        int page = 0;
        ScriptedHandler handler = new((request, token) =>
        {
            page++;
            return Rows(page, 25, string.Create(CultureInfo.InvariantCulture, $$"""{"id":"s{{page}}","track_id":"t{{page}}"}"""))(request, token);
        });
        using VandarClient client = Shop.Client(handler);

        SettlementListItem? found = await client.Settlements.FindByTrackId(TrackId, bound is { } pages ? new() { MaxPages = pages } : null);

        Assert.That(found, Is.Null);
        Assert.That(handler.Seen, Has.Count.EqualTo(expectedCalls));
    }

    [Test]
    public async Task An_empty_list_is_searched_in_vain()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Rows(1, 1)));

        Assert.That(await client.Settlements.FindByTrackId(TrackId), Is.Null);
    }

    [Test]
    public async Task Rows_that_cannot_be_compared_are_not_passed_for_rows_that_do_not_match()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Rows(1, 1, """{"id":"a","track_id":"x"}""", """{"id":"b"}""")));

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => client.Settlements.FindByTrackId(TrackId).AsTask());

        Assert.That(failure, Has.Message.Contains("without a track_id").And.Message.Contains("Wallet.Transactions"));
        Assert.That(failure!.Message, Does.Not.Contain(TrackId));
    }

    [Test]
    public async Task A_version_that_tells_no_keys_is_left_after_its_first_page()
    {
        ScriptedHandler handler = new(Rows(1, 3, """{"id":"a"}""", """{"id":"b"}"""));
        using VandarClient client = Shop.Client(handler);

        await Assert.ThrowsAsync<VandarProtocolException>(() => client.Settlements.FindByTrackId(TrackId).AsTask());

        Assert.That(handler.Seen, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_match_counts_even_among_rows_that_cannot_be_compared()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Rows(1, 1, """{"id":"a"}""", """{"id":"b","track_id":"order-7"}""")));

        Assert.That((await client.Settlements.FindByTrackId(TrackId))!.Id, Is.EqualTo("b"));
    }

    [Test]
    public async Task The_newer_version_can_be_searched_too()
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.OK, """{"data":[{"track_id":"order-7","status":"DONE"}],"meta":{"current_page":1,"last_page":1}}"""));
        using VandarClient client = Shop.Client(handler);

        SettlementListItem? found = await client.Settlements.FindByTrackId(TrackId, new() { Api = SettlementApi.V4, PerPage = 7 });

        Assert.That(found!.Status.IsDone, Is.True);
        Assert.That(handler.Seen.Single().Uri.AbsoluteUri, Is.EqualTo("https://api.vandar.io/v4/business/shop/settlement?page=1&per_page=7"));
    }

    [Test]
    public async Task A_search_that_fails_on_its_way_finds_neither_something_nor_nothing()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Rows(1, 2, """{"id":"a","track_id":"x"}"""), ScriptedHandler.Json(HttpStatusCode.BadGateway, "{}")));

        await Assert.ThrowsAsync<VandarApiException>(() => client.Settlements.FindByTrackId(TrackId, null, s_once).AsTask());
    }

    [Test]
    public async Task A_search_is_cancelled_by_its_token()
    {
        using CancellationTokenSource source = new();
        ScriptedHandler handler = new((request, token) =>
        {
            source.Cancel();
            return Rows(1, 2, """{"id":"a","track_id":"x"}""")(request, token);
        });
        using VandarClient client = Shop.Client(handler);

        await Assert.CatchAsync<OperationCanceledException>(() => client.Settlements.FindByTrackId(TrackId, null, null, source.Token).AsTask());

        Assert.That(handler.Seen, Has.Count.EqualTo(1));
    }

    [TestCase("""{"status":1,"message":"ok"}""", "", "message")]
    [TestCase("""{"status":1,"data":{"settlements":[{"status":"DONE"},{"status":"DONE"}]}}""", "DONE", "data")]
    [TestCase("""{"status":1,"data":{"settlements":[{"status":"DONE"},{"status":"FAILED"}]}}""", "", "data")]
    [TestCase("""{"status":1,"data":[{"status":"DONE"},{"status":null}]}""", "", "data")]
    [TestCase("""{"status":1,"data":[{"status":"DONE"},{}]}""", "", "data")]
    [TestCase("""{"status":1,"data":[{"status":"DONE"},7]}""", "", "data")]
    [TestCase("""{"status":1,"data":{"settlements":{"status":"DONE","amount":{"rial":5}}}}""", "DONE", "amount")]
    [TestCase("""{"status":1,"data":{"status":"DONE","track_id":"order-7"}}""", "DONE", null)]
    [TestCase("""{"status":"DONE","track_id":"order-7"}""", "DONE", null)]
    [TestCase("""{"status":1,"data":{"settlements":[{"status":{"name":"DONE"}}]}}""", "", "status")]
    public async Task The_newer_look_up_is_read_in_every_shape_and_keeps_what_it_does_not_know(string body, string status, string? kept)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        SettlementListItem item = await client.Settlements.Get(SettlementKey.ByTrackId(TrackId));

        Assert.That(item.Status.ToString(), Is.EqualTo(status));
        Assert.That(item.Extra?.Keys.Single(), Is.EqualTo(kept));
    }

    [TestCase("""{"status":1,"data":[]}""")]
    [TestCase("""{"status":1,"data":{"settlements":[]}}""")]
    [TestCase("""{"status":1,"data":{"settlement":null}}""")]
    [TestCase("""{"status":1,"data":{"settlements":[{"track_id":"ORDER-7","status":"DONE"}]}}""")]
    public async Task The_newer_look_up_believes_neither_nothing_nor_another_key(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => client.Settlements.Get(SettlementKey.ByTrackId(TrackId)).AsTask());

        Assert.That(failure!.Message, Does.Not.Contain(TrackId).IgnoreCase);
    }

    [Test]
    public async Task A_cancellation_whose_answer_was_lost_is_made_again_and_stays_unknown_if_it_is_refused()
    {
        TestTime time = new();
        ScriptedHandler handler = new(
            (_, _) => throw new HttpRequestException("reset"), ScriptedHandler.Json(HttpStatusCode.UnprocessableEntity, """{"status":0,"message":"no"}"""));
        using VandarClient client = Shop.Client(handler, time);

        VandarApiException? refusal = null;
        try
        {
            await time.Finish(client.Settlements.Cancel(171359577615));
        }
        catch (VandarApiException e)
        {
            refusal = e;
        }

        Assert.That((refusal?.Outcome, refusal?.SettledBy, handler.Seen.Count), Is.EqualTo(((RequestOutcome?)RequestOutcome.Unknown, "Settlements.Get", 2)));
    }

    [TestCase("""{"is_active":true,"has_ability":1,"is_healthy":"1","limit":{"time_limit":[],"amount_limit":{"total":-1,"used":0,"remained":-1}}}""", true, true)]
    [TestCase("""{"is_active":true,"has_ability":true,"is_healthy":0,"limit":[]}""", false, false)]
    [TestCase("""{"is_active":true,"has_ability":true,"limit":{"time_limit":null,"amount_limit":[]}}""", false, false)]
    [TestCase("""{"is_active":true,"has_ability":true,"is_healthy":true,"limit":{"amount_limit":{"total":"100000000000"}}}""", true, false)]
    public async Task A_bank_says_whether_it_can_be_used_and_has_no_limit(string a2a, bool isUsable, bool isUnlimited)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, $$"""{"message":"","data":[{"code":"019","a2a":{{a2a}} }]}""")));

        SettlementBank bank = (await client.Settlements.Banks()).Single();

        Assert.That(bank.A2A!.IsUsable, Is.EqualTo(isUsable));
        Assert.That(bank.A2A.Limit?.Amount?.IsUnlimited is true, Is.EqualTo(isUnlimited));
    }

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer(string parts) =>
        ScriptedHandler.Json(HttpStatusCode.OK, $$"""{"status":1,"data":{"settlement":[{{parts}}] } }""");

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Rows(int page, int last, params string[] rows) =>
        ScriptedHandler.Json(HttpStatusCode.OK, string.Create(
            CultureInfo.InvariantCulture, $$$"""{"status":1,"data":{"settlements":{"data":[{{{string.Join(',', rows)}}}],"current_page":{{{page}}},"last_page":{{{last}}},"next":"https://evil.example/"} } }"""));
}
