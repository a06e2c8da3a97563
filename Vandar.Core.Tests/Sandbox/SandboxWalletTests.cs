using System.Text.Json;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxWalletTests
{
    private const string Transactions = "v3/business/sample-shop/transaction";

    [Test]
    public async Task Business_has_two_statuses_tools_and_a_wallet_in_Toman()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Get("v2/business/sample-shop");

        Assert.That((reply["status"].GetInt32(), reply.Data.GetProperty("business_name").GetString()), Is.EqualTo((1, "sample-shop")));
        Assert.That(reply.Data.GetProperty("wallet").GetInt64(), Is.EqualTo(100_000));
        Assert.That(reply.Data.GetProperty("tools").GetProperty("cash-in").GetProperty("is_enabled").GetBoolean(), Is.True);
        Assert.That(reply.Data.GetProperty("statusBox").TryGetProperty("official_Newspaper", out _), Is.True);
    }

    [Test]
    public async Task Users_are_paged_and_the_owner_has_no_membership()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply first = await shop.Get("v2/business/sample-shop/iam?page=1&per_page=2");
        Reply last = await shop.Get("v2/business/sample-shop/iam?page=3&per_page=2");
        Reply beyond = await shop.Get("v2/business/sample-shop/iam?page=4&per_page=2");
        Reply wrong = await shop.Get("v2/business/sample-shop/iam?page=0");

        JsonElement owner = first.Data.GetProperty("users")[0];
        Assert.That((owner.GetProperty("id").ValueKind, owner.TryGetProperty("user_id", out _)), Is.EqualTo((JsonValueKind.Null, false)));
        Assert.That((first.Data.GetProperty("total").GetInt32(), first.Data.GetProperty("last_page").GetInt32()), Is.EqualTo((5, 3)));
        Assert.That((last.Data.GetProperty("users").GetArrayLength(), beyond.Data.GetProperty("users").GetArrayLength()),
            Is.EqualTo((1, 0)));
        Assert.That((wrong.Status, wrong["errors"].GetProperty("page").GetArrayLength()), Is.EqualTo((422, 1)));
    }

    [Test]
    public async Task Row_of_a_verified_payment_has_the_documented_shape()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string token = await shop.SendAndPay(more: ",\"factorNumber\":\"INV-42\",\"mobile_number\":\"09120000000\"");
        Reply verified = await shop.Verify(token);

        Reply list = await shop.Get(Transactions);

        JsonElement row = list.Data[0];
        Assert.That((list["status"].GetInt32(), list["has_more"].GetBoolean(), list.Data.GetArrayLength()), Is.EqualTo((1, false, 1)));
        Assert.That(row.GetProperty("id").GetInt64(),
            Is.EqualTo(verified["transId"].GetInt64()).And.InRange(100_000_000_000, 999_999_999_999));
        Assert.That(row.GetProperty("amount").GetInt64(), Is.EqualTo(25_000), "Toman");
        Assert.That(row.GetProperty("wallet").GetInt64(), Is.EqualTo(125_000), "Toman");
        Assert.That(row.GetProperty("status").GetInt32(), Is.EqualTo(1));
        Assert.That(row.GetProperty("channel").GetString(), Is.EqualTo("پرداخت اینترنتی"));
        Assert.That(row.GetProperty("created_at").GetString(), Is.EqualTo("12:00:00 - 1405/1/1"), "Jalali, not padded, Tehran");
        Assert.That(row.GetProperty("effective_time_stamp").GetInt64(), Is.EqualTo(shop.Sandbox.Now.ToUnixTimeSeconds()));
        Assert.That(row.GetProperty("logs").GetRawText(), Is.EqualTo("[]"));
        Assert.That(row.GetProperty("factorNumber").GetString(), Is.EqualTo("INV-42"));
        Assert.That(row.GetProperty("api_token").GetString(), Is.EqualTo(token));
    }

    [Test]
    public async Task Pages_run_from_the_newest_by_the_cursor()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        for (int i = 0; i < 7; i++)
            await shop.SendPayment(10_000 + i);

        List<long> ids = [];
        string cursor = "";
        for (bool more = true; more;)
        {
            Reply page = await shop.Get($"{Transactions}?per_page=3{cursor}");
            ids.AddRange(page.Data.EnumerateArray().Select(row => row.GetProperty("id").GetInt64()));
            more = page["has_more"].GetBoolean();
            cursor = $"&start_after={ids[^1]}";
        }
        Reply count = await shop.Get("v3/business/sample-shop/meta?per_page=3");

        Assert.That(ids, Has.Count.EqualTo(7).And.Unique.And.Ordered.Descending);
        Assert.That((count.Data.GetProperty("total").GetInt32(), count.Data.GetProperty("pages").GetInt32()), Is.EqualTo((7, 3)));
    }

    [TestCase("statusKind=settlements", 0)]
    [TestCase("statusKind=transactions&status=succeed", 1)]
    [TestCase("status=pending", 1)]
    [TestCase("status=failed", 1)]
    [TestCase("status=canceled", 0)]
    [TestCase("channel=ipg", 3)]
    [TestCase("channel=p2p", 0)]
    [TestCase("factor_number=INV-2", 1)]
    [TestCase("q=inv&search_field=factor_number", 3)]
    [TestCase("q=inv&search_field=description", 0)]
    [TestCase("q=INV-3", 1)]
    [TestCase("track_id=none", 0)]
    [TestCase("ref_id=none", 0)]
    [TestCase("tracking_code=none", 0)]
    [TestCase("id=1", 0)]
    [TestCase("fromDate=14050102", 1)]
    [TestCase("toDate=14050101", 2)]
    [TestCase("fromDate=14050101&toDate=14050102", 3)]
    [TestCase("toDate=991230", 0)]
    public async Task Filters_narrow_list_and_count_alike(string filter, int expected)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await shop.Verify(await shop.SendAndPay(more: ",\"factorNumber\":\"INV-1\""));
        string cancelled = await shop.SendPayment(more: ",\"factorNumber\":\"INV-2\"");
        await shop.Get("v4/" + cancelled);
        await shop.PostForm($"v4/{cancelled}/cancel");
        shop.Time.Advance(TimeSpan.FromDays(1));
        await shop.SendPayment(more: ",\"factorNumber\":\"INV-3\"");

        Reply list = await shop.Get($"{Transactions}?{filter}"), count = await shop.Get($"v3/business/sample-shop/meta?{filter}");

        Assert.That((list.Data.GetArrayLength(), count.Data.GetProperty("total").GetInt32()), Is.EqualTo((expected, expected)));
    }

    [TestCase("per_page", "101")]
    [TestCase("per_page", "0")]
    [TestCase("status", "paid")]
    [TestCase("statusKind", "all")]
    [TestCase("channel", "پرداخت")]
    [TestCase("fromDate", "1405/01/01")]
    [TestCase("toDate", "14051301")]
    [TestCase("start_after", "abc")]
    [TestCase("search_field", "name")]
    public async Task Unknown_filter_value_is_422_under_its_name(string name, string value)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Get($"{Transactions}?{name}={Uri.EscapeDataString(value)}");

        Assert.That((reply.Status, reply["status"].GetInt32()), Is.EqualTo((422, 0)));
        Assert.That(reply["errors"].GetProperty(name).GetArrayLength(), Is.EqualTo(1));
    }
}
