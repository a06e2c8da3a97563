using System.Net;
using System.Text.Json;
using Vandar.Core.QueuedSettlements;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Services;

/// <summary>The queue of payouts: every shape is a guess, so none may cost an answer.</summary>
internal sealed class QueuedSettlementsTests
{
    private const string TrackId = "order-8";

    private static readonly CreateQueuedSettlement s_payout =
        new() { AmountInUndocumentedUnit = 50_000, Iban = Iban.Parse("IR170620000000123456789001"), TrackId = TrackId };

    private static IEnumerable<TestCaseData> BrokenPayouts()
    {
        yield return Broken("nothing", s_payout with { AmountInUndocumentedUnit = 0 }, nameof(CreateQueuedSettlement.AmountInUndocumentedUnit));
        yield return Broken("less than nothing", s_payout with { AmountInUndocumentedUnit = -1 }, nameof(CreateQueuedSettlement.AmountInUndocumentedUnit));
        yield return Broken("nowhere", s_payout with { Iban = default }, nameof(CreateQueuedSettlement.Iban));
        yield return Broken("no key", s_payout with { TrackId = null! }, nameof(CreateQueuedSettlement.TrackId));
        yield return Broken("a blank key", s_payout with { TrackId = " " }, nameof(CreateQueuedSettlement.TrackId));
        yield return Broken("a key of two lines", s_payout with { TrackId = "a\nb" }, nameof(CreateQueuedSettlement.TrackId));
        yield return Broken("a long key", s_payout with { TrackId = Refuses.TooLong }, nameof(CreateQueuedSettlement.TrackId));
        yield return Broken("letters in the number", s_payout with { PaymentNumber = "12a" }, nameof(CreateQueuedSettlement.PaymentNumber));
        yield return Broken("half an address", s_payout with { NotifyUrl = new("/hook", UriKind.Relative) }, nameof(CreateQueuedSettlement.NotifyUrl));
        yield return Broken("a blank description", s_payout with { Description = " " }, nameof(CreateQueuedSettlement.Description));
        yield return Broken("a long description", s_payout with { Description = new('x', 257) }, nameof(CreateQueuedSettlement.Description));
        yield return Broken("no type", s_payout with { Type = default(SettlementType) }, nameof(CreateQueuedSettlement.Type));
        yield return Broken("a long reason", s_payout with { ReasonCode = "001" }, nameof(CreateQueuedSettlement.ReasonCode));
        yield return Broken(
            "nobody", s_payout with { ReceiverInformation = new() { NationalCode = default, BirthDate = new JalaliDate(1370, 1, 1) } },
            nameof(ReceiverInformation.NationalCode));
        yield return Broken("a second amount", s_payout with { Extra = Members("amount") }, nameof(CreateQueuedSettlement.Extra));
        yield return Broken("a second key", s_payout with { Extra = Members("track_id") }, nameof(CreateQueuedSettlement.Extra));
        yield return Broken(
            "a member without a value", s_payout with { Extra = new Dictionary<string, JsonElement> { ["x"] = default } }, nameof(CreateQueuedSettlement.Extra));

        static TestCaseData Broken(string why, CreateQueuedSettlement request, string member) => new TestCaseData(request, member).SetArgDisplayNames(why);
    }

    private static Dictionary<string, JsonElement> Members(string name) => new() { [name] = GroupCalls.Json("7") };

    [TestCaseSource(nameof(BrokenPayouts))]
    public void A_broken_payout_is_refused_before_it_is_sent(CreateQueuedSettlement request, string member) =>
        Refuses.BeforeSending(client => client.QueuedSettlements.Create(request).AsTask(), member);

    private static IEnumerable<TestCaseData> BrokenCalls()
    {
        yield return Broken("no request", client => client.QueuedSettlements.Create(null!).AsTask(), "request");
        yield return Broken("no page", client => client.QueuedSettlements.ListPage(null, 0).AsTask(), "page");
        yield return Broken("no rows", client => client.QueuedSettlements.ListPage(new() { PerPage = 0 }, 1).AsTask(), nameof(QueuedSettlementQuery.PerPage));
        yield return Broken("no status", client => client.QueuedSettlements.List(new() { Status = default(QueuedSettlementStatus) }), nameof(QueuedSettlementQuery.Status));
        yield return Broken("nothing to get", client => client.QueuedSettlements.Get("").AsTask(), "id");
        yield return Broken("walk up", client => client.QueuedSettlements.Get("..").AsTask(), "id");
        yield return Broken("no cancellation", client => client.QueuedSettlements.Cancel(null!).AsTask(), "request");
        yield return Broken("nothing to cancel", client => client.QueuedSettlements.Cancel(new() { Id = null! }).AsTask(), nameof(CancelQueuedSettlement.Id));
        yield return Broken("a blank to cancel", client => client.QueuedSettlements.Cancel(new() { Id = " " }).AsTask(), nameof(CancelQueuedSettlement.Id));
        yield return Broken("two to cancel", client => client.QueuedSettlements.Cancel(new() { Id = "1", Extra = Members("id") }).AsTask(), nameof(CancelQueuedSettlement.Extra));

        static TestCaseData Broken(string why, Func<VandarClient, object> call, string member) => new TestCaseData(call, member).SetArgDisplayNames(why);
    }

    [TestCaseSource(nameof(BrokenCalls))]
    public void A_broken_call_is_refused_before_it_is_sent(Func<VandarClient, object> call, string member) => Refuses.BeforeSending(call, member);

    // What is not JSON at all is lost; any JSON is an answer, because nobody knows its shape.
    [Test]
    public Task A_lost_payout_is_not_made_again_and_names_its_key() =>
        Refuses.ToRepeatALostCall(client => client.QueuedSettlements.Create(s_payout), TrackId, "QueuedSettlements.List");

    [Test]
    public Task A_payout_that_met_the_limit_is_sent_again_under_its_key() => Refuses.ToForgetTheKey(client => client.QueuedSettlements.Create(s_payout), TrackId);

    [TestCase("""{"status":1,"data":{"id":7,"status":"PENDING"}}""", "7", "PENDING", null)]
    [TestCase("""{"status":1,"data":[{"id":"a","status":"PENDING"}]}""", "a", "PENDING", null)]
    [TestCase("""{"status":1,"data":{"settlement":[{"id":"a","status":"PENDING"}]}}""", "a", "PENDING", null)]
    [TestCase("""{"status":1,"data":{"queued":{"id":"a","amount":{"toman":5}}}}""", "a", "", "amount")]
    [TestCase("""{"id":"a","status":"PENDING"}""", "a", "PENDING", null)]
    [TestCase("""{"status":1,"message":"ok"}""", null, "", "message")]
    [TestCase("""{"status":1,"data":"b1"}""", null, "", "data")]
    [TestCase("""{"status":1,"data":[]}""", null, "", null)]
    public async Task A_payout_is_read_in_every_shape(string body, string? id, string status, string? kept)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        QueuedSettlement queued = await client.QueuedSettlements.Create(s_payout);

        Assert.That((queued.Id, queued.Status.ToString()), Is.EqualTo((id, status)));
        Assert.That(queued.Extra?.Keys.Single(), Is.EqualTo(kept));
    }

    [TestCase("""{"data":[{"id":1},{"id":2}]}""")]
    [TestCase("""{"data":[{"amount":1},{"amount":2}],"meta":{}}""")]
    [TestCase("""{"data":{"queued":[{"x":{"y":1}},{"x":2}]}}""")]
    public async Task A_list_that_comes_again_is_the_whole_list(string body)
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.OK, body));
        using VandarClient client = Shop.Client(handler);

        int count = 0;
        await foreach (QueuedSettlement _ in client.QueuedSettlements.List())
            count++;

        Assert.That((count, handler.Seen.Count), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Pages_are_counted_wherever_the_counters_stand()
    {
        ScriptedHandler handler = new(
            ScriptedHandler.Json(HttpStatusCode.OK, """{"data":{"queued":{"data":[{"id":1}],"current_page":1,"last_page":"2"}}}"""),
            ScriptedHandler.Json(HttpStatusCode.OK, """{"data":[{"id":2}],"meta":{"current_page":2,"last_page":2}}"""));
        using VandarClient client = Shop.Client(handler);

        List<string?> ids = [];
        await foreach (QueuedSettlement queued in client.QueuedSettlements.List())
            ids.Add(queued.Id);

        Assert.That(ids, Is.EqualTo(new[] { "1", "2" }));
        Assert.That(handler.Seen.Select(seen => seen.Uri.Query), Is.EqualTo(new[] { "?page=1", "?page=2" }));
    }

    [Test]
    public async Task A_cancellation_whose_answer_was_lost_is_made_again()
    {
        TestTime time = new();
        ScriptedHandler handler = new((_, _) => throw new HttpRequestException("reset"), ScriptedHandler.Json(HttpStatusCode.OK, """{"status":1,"message":"ok"}"""));
        using VandarClient client = Shop.Client(handler, time);

        QueuedSettlementCancellation cancellation = await time.Finish(client.QueuedSettlements.Cancel(new() { Id = "7" }));

        Assert.That((cancellation.Message, cancellation.Extra, handler.Seen.Count), Is.EqualTo(("ok", (IDictionary<string, JsonElement>?)null, 2)));
    }

    [Test]
    public async Task A_refused_repeat_of_a_cancellation_does_not_say_what_the_first_one_did([Values(404, 422)] int status)
    {
        TestTime time = new();
        ScriptedHandler handler = new(
            (_, _) => throw new HttpRequestException("reset"), ScriptedHandler.Json((HttpStatusCode)status, """{"status":0,"message":"no"}"""));
        using VandarClient client = Shop.Client(handler, time);

        VandarApiException? repeated = await Assert.ThrowsAsync<VandarApiException>(
            () => time.Finish(client.QueuedSettlements.Cancel(new() { Id = "7" })));
        VandarApiException? first = await Assert.ThrowsAsync<VandarApiException>(
            () => time.Finish(client.QueuedSettlements.Cancel(new() { Id = "7" })));

        Assert.That((repeated!.Outcome, repeated.SettledBy, handler.Seen.Count), Is.EqualTo((RequestOutcome.Unknown, "QueuedSettlements.Get", 3)));
        Assert.That(first!.Outcome, Is.EqualTo(RequestOutcome.Rejected));
    }
}
