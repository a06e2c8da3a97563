using System.Net;
using Vandar.Core.Avand;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Services;

/// <summary>The business's bank accounts: every shape is a guess, so none may cost an answer.</summary>
internal sealed class AvandTests
{
    private static readonly Iban s_account = Iban.Parse("IR170620000000123456789001");

    private static IEnumerable<TestCaseData> BrokenCalls()
    {
        yield return Broken("no account", client => client.Avand.LastBalance(default).AsTask(), "iban");
        yield return Broken("no page", client => client.Avand.StatementPage(null, 0).AsTask(), "page");
        yield return Broken("the default account", client => client.Avand.Statement(new() { Iban = default(Iban) }), nameof(StatementQuery.Iban));
        yield return Broken("no rows", client => client.Avand.StatementPage(new() { PerPage = 0 }, 1).AsTask(), nameof(StatementQuery.PerPage));
        yield return Broken("a second account", Filter("iban", "x"), nameof(StatementQuery.Filters));
        yield return Broken("a second page", Filter("page", "2"), nameof(StatementQuery.Filters));
        yield return Broken("an empty filter", Filter("from_date", ""), nameof(StatementQuery.Filters));
        yield return Broken("a filter of two lines", Filter("from_date", "1\n2"), nameof(StatementQuery.Filters));
        yield return Broken("a filter of null", Filter("from_date", null!), nameof(StatementQuery.Filters));
        yield return Broken("a long filter", Filter("from_date", Refuses.TooLong), nameof(StatementQuery.Filters));
        yield return Broken("a filter without a name", Filter("", "1"), nameof(StatementQuery.Filters));
        yield return Broken("two filters in one name", Filter("a=1&b", "1"), nameof(StatementQuery.Filters));

        static TestCaseData Broken(string why, Func<VandarClient, object> call, string member) => new TestCaseData(call, member).SetArgDisplayNames(why);
        static Func<VandarClient, object> Filter(string name, string value) =>
            client => client.Avand.Statement(new() { Filters = new Dictionary<string, string> { [name] = value } });
    }

    [TestCaseSource(nameof(BrokenCalls))]
    public void A_broken_call_is_refused_before_it_is_sent(Func<VandarClient, object> call, string member) => Refuses.BeforeSending(call, member);

    [TestCase("""{"balance":5}""", 5, null)]
    [TestCase("""{"status":1,"data":{"balance":"5"}}""", 5, null)]
    [TestCase("""{"message":"","data":{"balance":5.5}}""", null, "balance")]
    [TestCase("""{"message":"","data":{"balance":{"rial":5}}}""", null, "balance")]
    [TestCase("""{"message":"","data":[]}""", null, null)]
    [TestCase("""{"data":5}""", null, "data")]
    public async Task A_balance_is_read_in_every_shape_and_one_that_is_not_told_is_not_zero(string body, int? balance, string? kept)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        AccountBalance read = await client.Avand.LastBalance(s_account);

        Assert.That(read.Balance, Is.EqualTo((long?)balance));
        Assert.That(read.Extra?.Keys.Single(), Is.EqualTo(kept));
    }

    [Test]
    public async Task A_statement_goes_on_until_it_comes_again()
    {
        ScriptedHandler handler = new(
            ScriptedHandler.Json(HttpStatusCode.OK, """{"data":[{"amount":1}]}"""), ScriptedHandler.Json(HttpStatusCode.OK, """{"data":[{"amount":2}]}"""));
        using VandarClient client = Shop.Client(handler);

        List<long?> amounts = [];
        await foreach (StatementRow row in client.Avand.Statement(new() { Iban = s_account }))
            amounts.Add(row.Amount);

        Assert.That(amounts, Is.EqualTo(new[] { 1L, 2L }));
        Assert.That(handler.Seen, Has.Count.EqualTo(3));
    }
}
