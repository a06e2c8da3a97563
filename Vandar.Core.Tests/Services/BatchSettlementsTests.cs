using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Vandar.Core.BatchSettlements;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Services;

/// <summary>Batches: the id that is a hash, what is refused before it is sent, and items that are not paid.</summary>
internal sealed partial class BatchSettlementsTests
{
    private static readonly RequestOptions s_once = new() { MaxRetries = 0 };

    private static readonly BatchSettlementItem s_item = BatchSettlementsCalls.Sample;

    [Test]
    public void The_id_of_the_vendors_sample_is_the_vendors() =>
        Assert.That(new CreateBatchSettlement { Items = [s_item] }.ComputeBatchId(), Is.EqualTo(BatchSettlementsCalls.BatchId));

    [Test]
    public void The_id_belongs_to_the_items_and_their_order()
    {
        BatchSettlementItem other = s_item with { TrackId = "other" };
        string[] ids =
        [
            Id([s_item]), Id([other]), Id([s_item, other]), Id([other, s_item]), Id([s_item with { Amount = Rial.Of(50_001) }]),
            Id([s_item with { Type = SettlementType.Ach }]), Id([s_item with { IsInstant = false }]), Id([s_item with { PaymentNumber = null }]),
        ];

        Assert.That(ids, Is.Unique);
        Assert.That(Id([s_item with { }, other with { }]), Is.EqualTo(ids[2]));

        static string Id(BatchSettlementItem[] items) => new CreateBatchSettlement { Items = items }.ComputeBatchId();
    }

    [Test]
    public async Task The_very_bytes_that_were_hashed_are_sent()
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.OK, """{"batch_id":"b"}"""));
        using VandarClient client = Shop.Client(handler);
        CreateBatchSettlement batch = new()
        {
            Items = [s_item with { TrackId = "a/\"\\", Description = "\u007fپرداخت 😀 / \b\f\n\r\t\u0001 <&>'+" }, s_item with { NotifyUrl = new("https://shop.example/ب?a=1") }],
        };

        await client.BatchSettlements.Create(batch);

        Match sent = Batch().Match(handler.Seen.Single().Body);
        Assert.That(sent.Groups["items"].Value, Does.Contain("""{"track_id":"a\/\"\\","iban":"""));
        Assert.That(sent.Groups["items"].Value, Does.Contain("""
            "description":"DEL\u067e\u0631\u062f\u0627\u062e\u062a \ud83d\ude00 \/ \b\f\n\r\t\u0001 <&>'+"}
            """.Replace("DEL", "\u007f", StringComparison.Ordinal)));
        Assert.That(sent.Groups["items"].Value, Does.Contain("""
            "notify_url":"https:\/\/shop.example\/\u0628?a=1"
            """));
        Assert.That(sent.Groups["id"].Value, Is.EqualTo(Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(sent.Groups["items"].Value)))));
        Assert.That(sent.Groups["id"].Value, Is.EqualTo(batch.ComputeBatchId()));
        Assert.That(handler.Seen.Single().Uri.Host, Is.EqualTo("batch.vandar.io"));
    }

    private static IEnumerable<TestCaseData> BrokenBatches()
    {
        yield return Broken("null", null!, "Items");
        yield return Broken("nothing", [], "Items");
        yield return Broken("null among the items", [s_item, null!], "Items");
        yield return Broken("the same key twice", [s_item, s_item with { TrackId = "x" }, s_item with { Amount = Rial.Of(60_000) }], "Items");
        yield return Broken("no key", [s_item with { TrackId = null! }], nameof(BatchSettlementItem.TrackId));
        yield return Broken("an empty key", [s_item with { TrackId = "" }], nameof(BatchSettlementItem.TrackId));
        yield return Broken("a key of two lines", [s_item with { TrackId = "a\nb" }], nameof(BatchSettlementItem.TrackId));
        yield return Broken("a long key", [s_item with { TrackId = Refuses.TooLong }], nameof(BatchSettlementItem.TrackId));
        yield return Broken("nowhere", [s_item, s_item with { TrackId = "x", Iban = default }], nameof(BatchSettlementItem.Iban));
        yield return Broken("too little", [s_item with { Amount = Rial.Of(49_999) }], nameof(BatchSettlementItem.Amount));
        yield return Broken("too much", [s_item with { Amount = Rial.Of(500_000_001) }], nameof(BatchSettlementItem.Amount));
        yield return Broken("less than nothing", [s_item with { Amount = Rial.Of(-50_000) }], nameof(BatchSettlementItem.Amount));
        yield return Broken("nothing to pay", [s_item with { Amount = default }], nameof(BatchSettlementItem.Amount));
        yield return Broken("letters in the number", [s_item with { PaymentNumber = "1,\"amount\":1" }], nameof(BatchSettlementItem.PaymentNumber));
        yield return Broken("a leading zero", [s_item with { PaymentNumber = "01" }], nameof(BatchSettlementItem.PaymentNumber));
        yield return Broken("an empty number", [s_item with { PaymentNumber = "" }], nameof(BatchSettlementItem.PaymentNumber));
        yield return Broken("a blank description", [s_item with { Description = " " }], nameof(BatchSettlementItem.Description));
        yield return Broken("a long description", [s_item with { Description = new('x', 257) }], nameof(BatchSettlementItem.Description));
        yield return Broken("half a character", [s_item with { Description = "\ude00" }], nameof(BatchSettlementItem.Description));
        yield return Broken("no type", [s_item with { Type = default(SettlementType) }], nameof(BatchSettlementItem.Type));
        yield return Broken("half an address", [s_item with { NotifyUrl = new("/hook", UriKind.Relative) }], nameof(BatchSettlementItem.NotifyUrl));

        static TestCaseData Broken(string why, BatchSettlementItem[] items, string member) => new TestCaseData(items, member).SetArgDisplayNames(why);
    }

    [TestCaseSource(nameof(BrokenBatches))]
    public void A_broken_batch_is_refused_before_it_is_sent(BatchSettlementItem[] items, string member)
    {
        Refuses.BeforeSending(client => client.BatchSettlements.Create(new() { Items = items }).AsTask(), member);
        Refuses.BeforeSending(_ => new CreateBatchSettlement { Items = items }.ComputeBatchId(), member);
    }

    [Test]
    public void A_batch_without_a_request_is_refused_before_it_is_sent() =>
        Refuses.BeforeSending(client => client.BatchSettlements.Create(null!).AsTask(), "request");

    [Test]
    public async Task A_batch_at_the_edge_of_every_rule_is_sent()
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.OK, """{"batch_id":"b"}"""));
        using VandarClient client = Shop.Client(handler);

        // Keys are case-sensitive, and how many items there may be is not documented.
        await client.BatchSettlements.Create(new()
        {
            Items =
            [
                s_item with { TrackId = "a", PaymentNumber = "0", Amount = Rial.Of(500_000_000) }, s_item with { TrackId = "A", Description = new('x', 256) },
                .. Enumerable.Range(0, 1_000).Select(i => s_item with { TrackId = i.ToString(CultureInfo.InvariantCulture) }),
            ],
        });

        Assert.That(handler.Seen, Has.Count.EqualTo(1));
    }

    [Test]
    public Task A_lost_batch_is_not_made_again_and_names_its_id() =>
        Refuses.ToRepeatALostCall(client => client.BatchSettlements.Create(new() { Items = [s_item] }), BatchSettlementsCalls.BatchId, "BatchSettlements.Items");

    [Test]
    public Task A_batch_that_met_the_limit_is_sent_again_as_the_same_batch() =>
        Refuses.ToForgetTheKey(client => client.BatchSettlements.Create(new() { Items = [s_item] }), BatchSettlementsCalls.BatchId);

    [TestCase("{}")]
    [TestCase("""{"status":{"total_count":1}}""")]
    [TestCase("""{"batch_id":" "}""")]
    public async Task An_answer_that_names_no_batch_is_neither_done_nor_refused(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => client.BatchSettlements.Create(new() { Items = [s_item] }).AsTask());

        Assert.That((failure!.Outcome, failure.Key), Is.EqualTo((RequestOutcome.Unknown, BatchSettlementsCalls.BatchId)));
    }

    [TestCase("""{"status":"SUBMITTED","transaction_id":1}""", BatchItemState.Submitted)]
    [TestCase("""{"status":"SUBMITTED","error_message":""}""", BatchItemState.Submitted)]
    [TestCase("""{"status":"SUBMITTED","error_message":"عدم کفایت موجودی"}""", BatchItemState.Unclear)]
    [TestCase("""{"status":"INIT"}""", BatchItemState.Waiting)]
    [TestCase("""{"status":"PENDING"}""", BatchItemState.Waiting)]
    [TestCase("""{"status":"INIT","error_message":"x"}""", BatchItemState.Unclear)]
    [TestCase("""{"status":"FAILED"}""", BatchItemState.Failed)]
    [TestCase("""{"status":"FAILED","error_message":"x"}""", BatchItemState.Failed)]
    [TestCase("""{"status":"CANCELED"}""", BatchItemState.Failed)]
    [TestCase("""{"status":"DONE"}""", BatchItemState.Unclear)]
    [TestCase("""{"status":"submitted"}""", BatchItemState.Unclear)]
    [TestCase("""{"status":null}""", BatchItemState.Unclear)]
    [TestCase("""{"amount":"50000"}""", BatchItemState.Unclear)]
    public async Task An_item_is_handed_over_only_where_nothing_speaks_against_it(string members, BatchItemState state)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Page(string.Concat("""{"id":"i",""", members.AsSpan(1)))));

        BatchSettlementRow row = (await client.BatchSettlements.ItemsPage("b", null, 1)).Items.Single();

        Assert.That(row.State, Is.EqualTo(state));
        Assert.That(new BatchSettlementRow().State, Is.EqualTo(BatchItemState.Unclear));
    }

    [TestCase("""{"total_count":2,"submitted_count":2,"failed_count":0}""", true, false)]
    [TestCase("""{"total_count":2,"submitted_count":2}""", true, false)]
    [TestCase("""{"total_count":2,"submitted_count":1,"failed_count":1}""", false, true)]
    [TestCase("""{"total_count":2,"submitted_count":2,"canceled_count":"1"}""", false, true)]
    [TestCase("""{"total_count":2,"submitted_count":1,"init_count":1}""", false, false)]
    [TestCase("""{"submitted_count":2}""", false, false)]
    [TestCase("""{"total_count":0,"submitted_count":0}""", false, false)]
    public async Task A_batch_is_handed_over_only_where_all_its_items_are(string counters, bool isAllSubmitted, bool hasFailures)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Page($$"""{"batch_id":"b","status":{{counters}} }""")));

        BatchProgress progress = (await client.BatchSettlements.ListPage(null, 1)).Items.Single().Progress!;

        Assert.That((progress.IsAllSubmitted, progress.HasFailures), Is.EqualTo((isAllSubmitted, hasFailures)));
    }

    [Test]
    public async Task Batches_and_items_go_on_by_numbers_until_the_last_page()
    {
        ScriptedHandler handler = new(
            Page("""{"batch_id":"a"}""", 1, 2), Page("""{"batch_id":"b"}""", 2, 2), Page("""{"id":"i"}""", 1, 2), Page("""{"track_id":"t"}""", 2, 2));
        using VandarClient client = Shop.Client(handler);

        List<string> seen = [];
        await foreach (BatchSettlement batch in client.BatchSettlements.List())
            seen.Add(batch.BatchId);
        await foreach (BatchSettlementRow row in client.BatchSettlements.Items("b/1", new() { Status = BatchItemStatus.Init, PerPage = 1 }))
            seen.Add(row.Id + row.TrackId);

        Assert.That(seen, Is.EqualTo(new[] { "a", "b", "i", "t" }));
        Assert.That(handler.Seen.Select(request => request.Uri.PathAndQuery["/api/v2/business/shop/".Length..]), Is.EqualTo(new[]
        {
            "batches?page=1", "batches?page=2", "batch-settlements/b%2F1?page=1&per_page=1&status=INIT", "batch-settlements/b%2F1?page=2&per_page=1&status=INIT",
        }));
        Assert.That(handler.Seen.Select(request => request.Uri.Host), Has.All.EqualTo("batch.vandar.io"));
    }

    [TestCase("""{"status":"SUBMITTED"}""")]
    [TestCase("null")]
    [TestCase("""{"id":"i","amount":"0.5"}""")]
    public async Task An_item_without_a_name_or_with_half_a_Rial_is_not_read(string row)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Page(row)));

        Assert.That(await Assert.ThrowsAsync<VandarProtocolException>(() => client.BatchSettlements.ItemsPage("b", null, 1, s_once).AsTask()), Is.Not.Null);
    }

    private static IEnumerable<TestCaseData> BrokenReads()
    {
        yield return Broken("no page", client => client.BatchSettlements.ListPage(null, 0).AsTask(), "page");
        yield return Broken("no rows", client => client.BatchSettlements.ListPage(new() { PerPage = 0 }, 1).AsTask(), nameof(BatchSettlementQuery.PerPage));
        yield return Broken("a list without rows", client => client.BatchSettlements.List(new() { PerPage = 0 }), nameof(BatchSettlementQuery.PerPage));
        yield return Broken("no batch", client => client.BatchSettlements.Items(""), "batchId");
        yield return Broken("walk up", client => client.BatchSettlements.Items(".."), "batchId");
        yield return Broken("null", client => client.BatchSettlements.ItemsPage(null!, null, 1).AsTask(), "batchId");
        yield return Broken("no page of items", client => client.BatchSettlements.ItemsPage("b", null, -1).AsTask(), "page");
        yield return Broken("no items", client => client.BatchSettlements.ItemsPage("b", new() { PerPage = 0 }, 1).AsTask(), nameof(BatchItemQuery.PerPage));
        yield return Broken("no status", client => client.BatchSettlements.ItemsPage("b", new() { Status = default(BatchItemStatus) }, 1).AsTask(), nameof(BatchItemQuery.Status));
        yield return Broken("a blank status", client => client.BatchSettlements.Items("b", new() { Status = new BatchItemStatus(" ") }), nameof(BatchItemQuery.Status));

        static TestCaseData Broken(string why, Func<VandarClient, object> call, string member) => new TestCaseData(call, member).SetArgDisplayNames(why);
    }

    [TestCaseSource(nameof(BrokenReads))]
    public void A_broken_read_is_refused_before_it_is_sent(Func<VandarClient, object> call, string member) => Refuses.BeforeSending(call, member);

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Page(string row, int page = 1, int last = 1) =>
        ScriptedHandler.Json(HttpStatusCode.OK, string.Create(
            CultureInfo.InvariantCulture, $$$"""{"data":[{{{row}}}],"links":{"next":"http://batch.vandar.io/"},"meta":{"current_page":{{{page}}},"last_page":{{{last}}}}}"""));

    [GeneratedRegex("""^\{"batch_id":"(?<id>[0-9a-f]{128})","batches_settlement":(?<items>.*)\}$""")]
    private static partial Regex Batch();
}
