using System.Text.Json;
using Vandar.Core.Sandbox;
using static Vandar.Core.Tests.Sandbox.SandboxPayouts;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxAvandTests
{
    private const string Account = "v3/business/sample-shop/settlement/account";

    [Test]
    public async Task Settlement_to_the_own_account_shows_in_balance_and_statement_when_it_is_done()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await shop.Settle(OwnIban, "t-1", 5_000, ",\"description\":\"payout 1\"");
        await shop.Settle(Saman, "t-2", 5_000);
        await shop.Settle(OwnIban, "t-3", 6_000);
        Reply before = await shop.Get($"{Account}/{OwnIban}/last-balance");

        shop.Time.Advance(TimeSpan.FromHours(1));
        Reply after = await shop.Get($"{Account}/{OwnIban}/last-balance"), statement = await shop.Get($"{Account}/statement?iban={OwnIban}");

        Assert.That((before.Data.Number("balance"), after.Data.Number("balance"), after.Data.Number("available_balance")),
            Is.EqualTo((0L, 110_000L, 110_000L)), "Rial");
        Assert.That((after.Json.TryGetProperty("status", out _), after.Data.Text("iban")), Is.EqualTo((false, OwnIban)));
        JsonElement[] rows = [.. statement.Data.EnumerateArray()];
        Assert.That(rows.Select(row => (row.Number("amount"), row.Number("balance"))), Is.EqualTo(new[] { (60_000L, 110_000L), (50_000L, 50_000L) }));
        Assert.That((rows[1].Text("type"), rows[1].Text("description"), rows[1].Text("date"), rows[1].IsNull("label")),
            Is.EqualTo(("DEPOSIT", "payout 1", "1405/01/01 12:30:30", true)));
        Assert.That(rows.Select(row => row.Text("tracking_code")), Is.Unique.And.All.Match("^14050101[0-9]{10}$"));
    }

    [Test]
    public async Task Connected_account_has_its_opening_balance_and_its_own_rows()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        shop.Sandbox.Business.ConnectAccount(Iban.Parse(Saman), new Rial(4_525_586));

        Reply balance = await shop.Get($"{Account}/{Saman}/last-balance"), statement = await shop.Get($"{Account}/statement?iban={Saman}");

        Assert.That((balance.Data.Number("balance"), statement.Data.GetArrayLength(), shop.AtBank("056")),
            Is.EqualTo((4_525_586L, 1, 4_525_586L)));
        Assert.That(() => shop.Sandbox.Business.ConnectAccount(Iban.Parse(Saman)), Throws.ArgumentException);
        Assert.That(() => shop.Sandbox.Business.ConnectAccount(default), Throws.ArgumentException);
        Assert.That(() => shop.Sandbox.Business.ConnectAccount(Iban.Parse(IbanAt("012")), new Rial(-1)), Throws.InstanceOf<ArgumentException>());
    }

    [TestCase("", 3)]
    [TestCase("&from_date=14050102", 2)]
    [TestCase("&fromDate=2026-03-22&toDate=2026-03-22", 1)]
    [TestCase("&to_date=14050102", 2)]
    [TestCase("&from_date=14050104", 0)]
    public async Task Days_narrow_the_statement(string filter, int expected)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        for (int day = 1; day <= 3; day++)
        {
            await shop.Settle(OwnIban, $"t-{day}", 5_000);
            shop.Time.Advance(TimeSpan.FromDays(1));
        }

        Reply statement = await shop.Get($"{Account}/statement?iban={OwnIban}{filter}");

        Assert.That((statement.Data.GetArrayLength(), statement["meta"].Number("total")), Is.EqualTo((expected, (long)expected)));
    }

    [Test]
    public async Task Statement_comes_in_pages()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        for (int i = 0; i < 5; i++)
            await shop.Settle(OwnIban, $"t-{i}", 5_000 + i);
        shop.Time.Advance(TimeSpan.FromHours(1));

        Reply last = await shop.Get($"{Account}/statement?iban={OwnIban}&per_page=2&page=3");

        Assert.That((last.Data.EnumerateArray().Single().Number("amount"), last["meta"].Number("last_page")), Is.EqualTo((50_000L, 3L)));
    }

    [TestCase("", "iban")]
    [TestCase("iban=IR1", "iban")]
    [TestCase("iban=" + OwnIban + "&from_date=1405/01/01", "from_date")]
    [TestCase("iban=" + OwnIban + "&toDate=2026-13-01", "toDate")]
    [TestCase("iban=" + OwnIban + "&per_page=x", "per_page")]
    public async Task Wrong_statement_query_is_422_under_its_name(string query, string field)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Get($"{Account}/statement?{query}");

        Assert.That((reply.Status, reply["message"].GetString(), string.Join(',', reply.Fields())),
            Is.EqualTo((422, "The given data was invalid.", field)));
    }

    [TestCase(404)]
    [TestCase(422)]
    public async Task Account_of_somebody_else_is_unknown(int status)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { UnknownAccountStatus = status });

        Reply balance = await shop.Get($"{Account}/{Saman}/last-balance"), statement = await shop.Get($"{Account}/statement?iban={Saman}");

        Assert.That(new[] { balance, statement }.Select(reply => (reply.Status, reply.Text)), Is.All.EqualTo((status,
            """{"message":"شماره شبا یافت نشد!","data":[],"code":"not_found_error","errors":[]}""")));
    }

    [Test]
    public async Task Avand_can_be_closed()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { AvandIsActive = false });

        Reply reply = await shop.Get($"{Account}/{OwnIban}/last-balance");

        Assert.That((reply.Status, reply.Code), Is.EqualTo((403, "unauthorized_error")));
    }
}
