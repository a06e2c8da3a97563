using System.Net;
using Vandar.Core.Business;
using Vandar.Core.Tests.Http;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests.Services;

/// <summary>Lists: when they end, how they go on, and what they refuse to believe.</summary>
internal sealed class ListTests
{
    private static readonly RequestOptions s_once = new() { MaxRetries = 0 };

    [Test]
    public async Task Transactions_go_on_after_the_last_row_until_there_is_no_more()
    {
        ScriptedHandler handler = new(Rows(true, 3, 2), Rows(false, 1));
        using VandarClient client = Shop.Client(handler);

        List<long> ids = [];
        await foreach (WalletTransaction transaction in client.Wallet.Transactions(new() { PerPage = 2 }))
            ids.Add(transaction.Id);

        Assert.That(ids, Is.EqualTo(new[] { 3L, 2L, 1L }));
        Assert.That(handler.Seen.Select(seen => seen.Uri.Query), Is.EqualTo(new[] { "?per_page=2", "?per_page=2&start_after=2" }));
    }

    [Test]
    [Category("L8")]
    public async Task Nothing_is_asked_before_the_list_is_read_and_an_early_break_asks_no_more()
    {
        ScriptedHandler handler = new(Rows(true, 3, 2));
        using VandarClient client = Shop.Client(handler);
        Paged<WalletTransaction> list = client.Wallet.Transactions();
        int before = handler.Seen.Count;

        await foreach (WalletTransaction transaction in list)
        {
            Assert.That(transaction.Id, Is.EqualTo(3));
            break;
        }

        Assert.That((before, handler.Seen.Count), Is.EqualTo((0, 1)));
    }

    [TestCase("""{"status":1,"has_more":true,"data":[]}""", "says that there is more")]
    [TestCase("""{"status":1,"has_more":true}""", "no rows")]
    [TestCase("""{"status":1,"has_more":false}""", "no rows")]
    [TestCase("""{"status":1,"has_more":false,"data":null}""", "no rows")]
    [TestCase("""{"status":1,"has_more":false,"data":[null]}""", "no id or no amount")]
    [TestCase("""{"status":1,"has_more":false,"data":[{"id":3}]}""", "no id or no amount")]
    [TestCase("""{"status":1,"has_more":false,"data":[{"amount":1},{"id":3,"amount":1}]}""", "no id or no amount")]
    [Category("L8")]
    public async Task A_page_that_hides_rows_or_amounts_is_not_read(string body, string why)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Page(body)));

        Assert.That(
            await Assert.ThrowsAsync<VandarProtocolException>(() => client.Wallet.TransactionsPage(null, null, s_once).AsTask()),
            Has.Message.Contains(why));
    }

    [TestCase("12.5")]
    [TestCase("\"12.50\"")]
    public async Task A_fraction_beside_the_amount_does_not_cost_the_page_and_in_it_does(string fraction)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(
            Page($$"""{"status":1,"has_more":false,"data":[{"id":3,"amount":100,"wage":{{fraction}},"wallet":{{fraction}},"refund":{"source_transaction":{"id":2} } }]}"""),
            Page($$"""{"status":1,"has_more":false,"data":[{"id":3,"amount":{{fraction}} }]}""")));

        WalletTransaction row = (await client.Wallet.TransactionsPage(null, null, s_once)).Items[0];

        Assert.That((row.Amount, row.Wage, row.Wallet), Is.EqualTo((Toman.Of(100), (Toman?)null, (Toman?)null)));
        Assert.That(row.Refund!.SourceTransaction!.Value.GetProperty("id").GetInt32(), Is.EqualTo(2));
        await Assert.ThrowsAsync<VandarProtocolException>(() => client.Wallet.TransactionsPage(null, null, s_once).AsTask());
    }

    [Test]
    public async Task Without_the_flag_the_next_page_is_asked_for()
    {
        ScriptedHandler handler = new(Page("""{"status":1,"data":[{"id":3,"amount":1}]}"""), Page("""{"status":1,"data":[]}"""));
        using VandarClient client = Shop.Client(handler);

        int count = 0;
        await foreach (WalletTransaction _ in client.Wallet.Transactions())
            count++;

        Assert.That((count, handler.Seen.Count), Is.EqualTo((1, 2)));
    }

    [Test]
    [Category("L8")]
    public async Task A_server_that_repeats_a_page_is_left()
    {
        ScriptedHandler handler = new(Rows(true, 3, 2));
        using VandarClient client = Shop.Client(handler);

        await Assert.ThrowsAsync<VandarProtocolException>(async () =>
        {
            await foreach (WalletTransaction _ in client.Wallet.Transactions())
            {
            }
        });

        Assert.That(handler.Seen, Has.Count.EqualTo(2));
    }

    [Test]
    [Category("L8")]
    public async Task A_list_that_failed_is_resumed_where_it_stood()
    {
        ScriptedHandler handler = new(Rows(true, 3, 2), Page("{}", HttpStatusCode.BadGateway), Rows(false, 1));
        using VandarClient client = Shop.Client(handler);
        Paged<WalletTransaction> list = client.Wallet.Transactions(null, s_once);
        string? checkpoint = null;

        await Assert.ThrowsAsync<VandarApiException>(async () =>
        {
            await foreach (Page<WalletTransaction> page in list.Pages())
                checkpoint = page.Next;
        });
        List<long> rest = [];
        await foreach (Page<WalletTransaction> page in list.Pages(checkpoint))
            rest.AddRange(page.Items.Select(item => item.Id));

        Assert.That(checkpoint, Is.EqualTo("2"));
        Assert.That(rest, Is.EqualTo(new[] { 1L }));
        Assert.That(handler.Seen[2].Uri.Query, Is.EqualTo("?start_after=2"));
    }

    [Test]
    public async Task A_row_without_an_id_cannot_be_gone_on_from()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Page("""{"status":1,"has_more":true,"data":[{"amount":1}]}""")));

        Assert.That(
            await Assert.ThrowsAsync<VandarProtocolException>(() => client.Wallet.TransactionsPage(null, null).AsTask()),
            Has.Message.Contains("no id"));
    }

    private static IEnumerable<TestCaseData> BrokenQueries()
    {
        yield return Broken("no rows", new() { PerPage = 0 }, nameof(TransactionQuery.PerPage));
        yield return Broken("too many rows", new() { PerPage = 101 }, nameof(TransactionQuery.PerPage));
        yield return Broken("from no day", new() { FromDate = default(JalaliDate) }, nameof(TransactionQuery.FromDate));
        yield return Broken("to no day", new() { ToDate = default(JalaliDate) }, nameof(TransactionQuery.ToDate));
        yield return Broken("backwards", new() { FromDate = new JalaliDate(1403, 1, 2), ToDate = new JalaliDate(1403, 1, 1) }, nameof(TransactionQuery.FromDate));
        yield return Broken("no channel", new() { Channel = default(TransactionChannel) }, nameof(TransactionQuery.Channel));
        yield return Broken("no kind", new() { Kind = default(TransactionKind) }, nameof(TransactionQuery.Kind));
        yield return Broken("an empty kind", new() { Kind = new TransactionKind("") }, nameof(TransactionQuery.Kind));
        yield return Broken("a blank state", new() { State = new TransactionState(" ") }, nameof(TransactionQuery.State));
        yield return Broken("an empty form", new() { FormId = "" }, nameof(TransactionQuery.FormId));
        yield return Broken("a blank reference", new() { RefId = " " }, nameof(TransactionQuery.RefId));
        yield return Broken("a tracking code of two lines", new() { TrackingCode = "1\n2" }, nameof(TransactionQuery.TrackingCode));
        yield return Broken("a long id", new() { Id = new('1', 513) }, nameof(TransactionQuery.Id));
        yield return Broken("an empty track id", new() { TrackId = "" }, nameof(TransactionQuery.TrackId));
        yield return Broken("an empty invoice number", new() { FactorNumber = "" }, nameof(TransactionQuery.FactorNumber));
        yield return Broken("nothing to look for", new() { Search = "" }, nameof(TransactionQuery.Search));
        yield return Broken("nowhere to look", new() { SearchField = new TransactionSearchField("") }, nameof(TransactionQuery.SearchField));

        static TestCaseData Broken(string why, TransactionQuery query, string member) => new TestCaseData(query, member).SetArgDisplayNames(why);
    }

    [TestCaseSource(nameof(BrokenQueries))]
    public void A_broken_query_is_refused_before_it_is_sent(TransactionQuery query, string member)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Action[] calls =
        [
            () => client.Wallet.Transactions(query),
            () => _ = client.Wallet.TransactionsPage(query, null).AsTask(),
            () => _ = client.Wallet.TransactionCount(query).AsTask(),
        ];
        foreach (Action call in calls)
            Assert.That(call, Throws.InstanceOf<ArgumentException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(member));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("1\r2")]
    public void A_broken_cursor_is_refused_before_it_is_sent(string after)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(
            () => { _ = client.Wallet.TransactionsPage(null, after).AsTask(); },
            Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("after"));
    }

    [TestCase("Rial")]
    [TestCase("toman")]
    [TestCase("")]
    public async Task A_balance_in_another_currency_is_not_read_as_Toman(string currency)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Page($$$"""{"status":1,"data":{"wallet":100000,"currency":"{{{currency}}}"}}""")));

        Assert.That(await Assert.ThrowsAsync<VandarProtocolException>(() => client.Wallet.Balance(s_once).AsTask()), Is.Not.Null);
    }

    [TestCase("{}")]
    [TestCase("""{"currency":"Toman"}""")]
    [TestCase("""{"wallet":100000.5}""")]
    [TestCase("""{"wallet":null}""")]
    public async Task A_balance_that_was_not_told_is_not_zero(string data)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Page($$"""{"status":1,"data":{{data}}}""")));

        Assert.That(await Assert.ThrowsAsync<VandarProtocolException>(() => client.Wallet.Balance(s_once).AsTask()), Is.Not.Null);
    }

    [Test]
    public async Task Users_are_counted_by_pages()
    {
        ScriptedHandler handler = new(Users(1, 2, "a"), Users(2, 2, "b"));
        using VandarClient client = Shop.Client(handler);

        List<string?> names = [];
        await foreach (BusinessUser user in client.Business.Users(new() { PerPage = 1 }))
            names.Add(user.Name);

        Assert.That(names, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(handler.Seen.Select(seen => seen.Uri.Query), Is.EqualTo(new[] { "?page=1&per_page=1", "?page=2&per_page=1" }));
    }

    [Test]
    [Category("L8")]
    public async Task A_list_that_shrinks_while_it_is_read_ends_at_its_new_end()
    {
        ScriptedHandler handler = new(Users(1, 3, "a"), Users(2, 1, "b"));
        using VandarClient client = Shop.Client(handler);

        List<string?> names = [];
        await foreach (BusinessUser user in client.Business.Users(new() { PerPage = 1 }))
            names.Add(user.Name);

        Assert.That((string.Join(',', names), handler.Seen.Count), Is.EqualTo(("a,b", 2)));
    }

    [Test]
    [Category("L8")]
    public async Task A_page_under_two_numbers_is_not_taken_twice()
    {
        ScriptedHandler handler = new(Users(1, 3, "a"), Users(2, 3, "a"));
        using VandarClient client = Shop.Client(handler);
        List<string?> names = [];

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(async () =>
        {
            await foreach (BusinessUser user in client.Business.Users(new() { PerPage = 1 }))
                names.Add(user.Name);
        });

        Assert.That(failure, Has.Message.Contains("the same page under two numbers"));
        Assert.That(names, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task A_list_read_twice_is_asked_for_twice()
    {
        ScriptedHandler handler = new(Users(1, 2, "a"), Users(2, 2, "b"), Users(1, 2, "a"), Users(2, 2, "b"));
        using VandarClient client = Shop.Client(handler);
        Paged<BusinessUser> list = client.Business.Users(new() { PerPage = 1 });

        List<string?> names = [];
        for (int i = 0; i < 2; i++)
        {
            await foreach (BusinessUser user in list)
                names.Add(user.Name);
        }

        Assert.That(names, Is.EqualTo(new[] { "a", "b", "a", "b" }));
    }

    [Test]
    [Category("L8")]
    public async Task Another_page_than_the_one_asked_for_is_not_taken()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Users(1, 3, "a")));

        Assert.That(
            await Assert.ThrowsAsync<VandarProtocolException>(() => client.Business.UsersPage(null, 2).AsTask()),
            Has.Message.Contains("page 2 was asked for and page 1 came"));
    }

    [TestCase("""{"users":[]}""", 3)]
    [TestCase("""{"users":[{"name":"c"}]}""", 3)]
    public async Task Users_without_page_numbers_go_on_until_a_page_is_short(string third, int expectedCalls)
    {
        ScriptedHandler handler = new(
            Page("""{"status":1,"data":{"users":[{"name":"a"},{"name":"a2"}]}}"""), Page("""{"status":1,"data":{"users":[{"name":"b"},{"name":"b2"}]}}"""),
            Page($$"""{"status":1,"data":{{third}}}"""));
        using VandarClient client = Shop.Client(handler);

        List<string?> names = [];
        await foreach (BusinessUser user in client.Business.Users(new() { PerPage = 2 }))
            names.Add(user.Name);

        Assert.That(names.Take(4), Is.EqualTo(new[] { "a", "a2", "b", "b2" }));
        Assert.That(handler.Seen, Has.Count.EqualTo(expectedCalls));
    }

    [Test]
    public async Task A_page_without_users_is_not_an_empty_one()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Page("""{"status":1,"data":{"page":1,"last_page":1}}""")));

        Assert.That(
            await Assert.ThrowsAsync<VandarProtocolException>(() => client.Business.UsersPage(null, 1).AsTask()), Has.Message.Contains("no rows"));
    }

    [Test]
    public async Task Users_that_come_again_are_the_whole_list()
    {
        ScriptedHandler handler = new(Page("""{"status":1,"data":{"users":[{"name":"a","role_id":0,"status":1,"id":null}]}}"""));
        using VandarClient client = Shop.Client(handler);

        int count = 0;
        await foreach (BusinessUser user in client.Business.Users())
        {
            Assert.That((user.RoleId, user.Status), Is.EqualTo((BusinessRole.Owner, (bool?)true)));
            count++;
        }

        Assert.That((count, handler.Seen.Count), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task A_page_of_users_that_is_no_number_is_refused_before_it_is_sent()
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(() => { _ = client.Business.UsersPage(null, 0).AsTask(); }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => client.Business.Users(new() { PerPage = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        await Assert.ThrowsAsync<ArgumentException>(async () =>
        {
            await foreach (Page<BusinessUser> _ in client.Business.Users().Pages("x"))
            {
            }
        });
    }

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Page(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        ScriptedHandler.Json(status, body);

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Rows(bool hasMore, params int[] ids) =>
        Page($$"""{"status":1,"has_more":{{(hasMore ? "true" : "false")}},"data":[{{string.Join(',', ids.Select(id => $$"""{"id":{{id}},"amount":1}"""))}}]}""");

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Users(int page, int last, string name) =>
        Page($$$"""{"status":1,"data":{"page":{{{page}}},"per_page":1,"total":{{{last}}},"last_page":{{{last}}},"users":[{"name":"{{{name}}}"}]}}""");
}
