using System.Globalization;
using System.Net;
using Vandar.Core.Business;
using Vandar.Core.Tests.Http;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests.Faults;

/// <summary>Lists whose pages turn in a circle, move, fail or grow while they are read: no row is passed over in silence.</summary>
[Category("L8")]
internal sealed class PagingTests
{
    private static readonly RequestOptions s_once = new() { MaxRetries = 0 };

    [Test]
    public async Task L8_Pages_that_turn_in_a_circle_are_left_after_one_round()
    {
        using Reading reading = new(Rows(true, 9, 8), Rows(true, 7, 6), Rows(true, 9, 8), Rows(true, 7, 6));

        VandarProtocolException failure = await reading.Witness.Fails<VandarProtocolException>(() => reading.Transactions());

        Assert.That(failure.Message, Does.Contain("the same page twice"));
        Assert.That((string.Join(',', reading.Ids), reading.Asked), Is.EqualTo(("9,8,7,6", 3)), "a row that comes again is handed on to nobody");
    }

    [Test]
    public async Task L8_A_list_that_grows_while_it_is_read_is_read_to_its_new_end()
    {
        using Reading reading = new(Users(1, 2, "a"), Users(2, 3, "b"), Users(3, 3, "c"));

        Assert.That(await reading.Users(), Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(reading.Asked, Is.EqualTo(3));
    }

    [Test]
    public async Task L8_A_page_that_failed_ends_the_list_with_its_failure_and_the_next_run_begins_with_it([Values(1, 2, 3)] int failing)
    {
        using Reading reading = new(
        [
            .. Enumerable.Range(1, failing - 1).Select(page => Users(page, 3, Name(page))), Page("{}", HttpStatusCode.BadGateway),
            .. Enumerable.Range(failing, 4 - failing).Select(page => Users(page, 3, Name(page))),
        ]);
        Paged<BusinessUser> list = reading.Client.Business.Users(new() { PerPage = 1 }, s_once);
        List<string?> names = [];
        string? checkpoint = null;

        await reading.Witness.Fails<VandarApiException>(() => Read());
        int before = names.Count;
        await Read();

        Assert.That(before, Is.EqualTo(failing - 1));
        Assert.That(names, Is.EqualTo(new[] { Name(1), Name(2), Name(3) }));
        Assert.That(reading.Server.Seen[failing].Uri, Is.EqualTo(reading.Server.Seen[failing - 1].Uri));

        static string Name(int page) => string.Create(CultureInfo.InvariantCulture, $"user-{page}");

        async Task Read()
        {
            await foreach (Page<BusinessUser> page in list.Pages(checkpoint))
            {
                names.AddRange(page.Items.Select(user => user.Name));
                checkpoint = page.Next;
            }
        }
    }

    [Test]
    public async Task L8_A_cancellation_while_a_page_is_on_its_way_is_the_callers_and_keeps_the_rows_before()
    {
        using CancellationTokenSource caller = new();
        using Reading reading = new(Rows(true, 9, 8), async (_, token) =>
        {
            await caller.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new AssertionException("The cancellation did not reach the page.");
        });

        OperationCanceledException failure = await reading.Witness.Fails<OperationCanceledException>(() => reading.Transactions(caller.Token));

        Assert.That(failure.CancellationToken, Is.EqualTo(caller.Token));
        Assert.That((string.Join(',', reading.Ids), reading.Asked), Is.EqualTo(("9,8", 2)));
    }

    [Test]
    public async Task L8_A_page_of_fifty_thousand_rows_is_read_whole()
    {
        int[] ids = [.. Enumerable.Range(1, 50_000).Reverse()];
        using Reading reading = new(Rows(false, ids));

        await reading.Transactions();

        Assert.That(reading.Ids.Select(id => (int)id), Is.EqualTo(ids));
    }

    [Test]
    public async Task L8_A_page_over_the_limit_is_a_failure_and_not_the_end_of_the_list()
    {
        using Reading reading = new(Rows(true, 60_001, 60_000), Rows(false, [.. Enumerable.Range(1, 59_999)])) { Limit = 1_024 * 1_024 };

        VandarProtocolException failure = await reading.Witness.Fails<VandarProtocolException>(() => reading.Transactions());

        Assert.That(failure.Message, Does.Contain(nameof(VandarClientOptions.MaxResponseBytes)));
        Assert.That((string.Join(',', reading.Ids), reading.Asked), Is.EqualTo(("60001,60000", 2)));
    }

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Page(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        ScriptedHandler.Json(status, body);

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Rows(bool hasMore, params int[] ids) =>
        Page($$"""{"status":1,"has_more":{{(hasMore ? "true" : "false")}},"data":[{{string.Join(',', ids.Select(id => $$"""{"id":{{id}},"amount":1}"""))}}]}""");

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Users(int page, int last, string name) =>
        Page($$$"""{"status":1,"data":{"page":{{{page}}},"per_page":1,"total":{{{last}}},"last_page":{{{last}}},"users":[{"name":"{{{name}}}"}]}}""");

    /// <summary>A client before a server that answers from a script, and what of its lists was read.</summary>
    private sealed class Reading(params Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] script) : IDisposable
    {
        internal Witness Witness { get; } = new();
        internal ScriptedHandler Server { get; } = new(script);
        internal int Limit { get; init; } = 4 * 1_024 * 1_024;
        internal List<long> Ids { get; } = [];
        internal int Asked => Server.Seen.Count;

        internal VandarClient Client => field ??= new(
            Witness.Options with { AllowBodyCopies = true, MaxResponseBytes = Limit }, new HttpClient(Server) { Timeout = Timeout.InfiniteTimeSpan });

        internal async Task Transactions(CancellationToken cancellationToken = default)
        {
            await foreach (WalletTransaction row in Client.Wallet.Transactions(null, s_once).WithCancellation(cancellationToken))
                Ids.Add(row.Id);
        }

        internal async Task<List<string?>> Users()
        {
            List<string?> names = [];
            await foreach (BusinessUser user in Client.Business.Users(new() { PerPage = 1 }, s_once))
                names.Add(user.Name);
            return names;
        }

        public void Dispose()
        {
            Client.Dispose();
            Server.Dispose();
            Witness.Dispose();
        }
    }
}
