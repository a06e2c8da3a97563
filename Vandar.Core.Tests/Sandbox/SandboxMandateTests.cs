using System.Text.Json;
using Vandar.Core.Sandbox;
using static Vandar.Core.Tests.Sandbox.DirectDebitCalls;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxMandateTests
{
    [Test]
    public async Task Banks_are_listed_with_and_without_the_service()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Get("v3/business/sample-shop/subscription/banks/actives");

        Dictionary<string, JsonElement> banks = reply["result"].GetProperty("banks").EnumerateArray()
            .ToDictionary(bank => bank.GetProperty("code").GetString()!);
        Assert.That((banks.Count, reply["status"].GetInt32()), Is.EqualTo((20, 1)));
        Assert.That((Has(banks["056"], "has_direct_debit_ability"), Has(banks["056"], "is_healthy_on_direct_debit")), Is.EqualTo((true, true)));
        Assert.That((Has(banks["018"], "has_direct_debit_ability"), Has(banks["018"], "is_healthy_on_direct_debit")), Is.EqualTo((true, false)));
        Assert.That((Has(banks["015"], "has_direct_debit_ability"), banks["015"].TryGetProperty("max_withdrawal_amount", out _)),
            Is.EqualTo((false, false)));
        Assert.That(banks["056"].GetProperty("max_withdrawal_daily_count").ValueKind, Is.EqualTo(JsonValueKind.Null));

        static bool Has(JsonElement bank, string name) => bank.GetProperty(name).GetBoolean();
    }

    [Test]
    public async Task Bank_health_and_error_codes_are_open_to_everybody()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        shop.AccessToken = null;

        Reply health = await shop.Get("subscription"), errors = await shop.Get("subscription/errors");

        Assert.That(health.Data.EnumerateArray().Single(bank => bank.GetProperty("code").GetString() == "018").GetProperty("is_healthy").GetBoolean(),
            Is.False);
        JsonElement poor = errors.Data.EnumerateArray().Single(error =>
            (error.GetProperty("type").GetString(), error.GetProperty("error_code").GetString()) == ("withdrawal", "01"));
        Assert.That(poor.GetProperty("error_message").GetString(), Is.EqualTo("عدم کفایت موجودی"));
        Assert.That(errors.Data.EnumerateArray().CountBy(error => error.GetProperty("type").GetString()!).Select(pair => (pair.Key, pair.Value)),
            Is.EqualTo(new[] { ("withdrawal", 33), ("tempMandate", 30) }));
    }

    [Test]
    public async Task Mandate_runs_from_token_over_consent_and_verify_to_its_revocation()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string token = await shop.RequestMandate(more: ",\"name\":\"مریم\",\"national_code\":\"0012345679\"");

        Reply page = await shop.Get("authorizations/" + token);
        Reply consent = await shop.PostForm($"authorizations/{token}/consent", ("balance", "5000000"), ("refusal", ""));
        string id = Query(consent)["authorization_id"];
        Reply before = await shop.Get($"{Authorizations}/{id}/search");
        Reply verified = await shop.Send(HttpMethod.Patch, $"{Authorizations}/{id}/verify");
        Reply repeated = await shop.Send(HttpMethod.Patch, $"{Authorizations}/{id}/verify");
        Reply search = await shop.Get($"{Authorizations}/{id}/search"), plain = await shop.Get($"{Authorizations}/{id}");
        Reply revoked = await shop.Send(HttpMethod.Delete, $"{Authorizations}/{id}");
        Reply gone = await shop.Get($"{Authorizations}/{id}/search");
        Reply again = await shop.Send(HttpMethod.Delete, $"{Authorizations}/{id}");

        Assert.That((page.Status, page.Message.Content.Headers.ContentType!.MediaType), Is.EqualTo((200, "text/html")));
        Assert.That(page.Text, Does.Contain("مریم").And.Contain("5,000,000").And.Contain("1405/09/01"));
        Assert.That(consent.Header("Location"),
            Is.EqualTo($"https://shop.example/return?order=7&token={token}&authorization_id={id}&status=SUCCEED"));
        Assert.That(id, Is.Not.EqualTo(token));
        Assert.That((Mandate(before, "status"), Mandate(search, "status")), Is.EqualTo(("PENDING_VERIFY", "ACTIVE")));
        Assert.That((verified.Status, verified["message"].GetString()), Is.EqualTo((200, "مجوز با موفقیت تایید شد.")));
        Assert.That((repeated.Status, repeated["message"].GetString()), Is.EqualTo((422, "مجوز پیش از این تایید شده است.")));
        Assert.That(plain.Text, Is.EqualTo(search.Text));
        Assert.That((Mandate(search, "limit"), Mandate(search, "token"), Mandate(search, "bank_code")), Is.EqualTo(("5000000", token, "056")));
        Assert.That((Mandate(search, "expiration_date"), Mandate(search, "created_at")),
            Is.EqualTo(("1405/09/01 00:00:00", "1405/01/01 12:00:00")), "Jalali in the answer, Gregorian in the request");
        Assert.That(search["result"].GetProperty("authorizations").GetProperty("count").GetInt32(), Is.EqualTo(3));
        Assert.That(revoked["result"].GetProperty("authorization").GetProperty("id").GetString(), Is.EqualTo(id));
        Assert.That((gone.Status, gone["errors"].GetProperty("message")[0].GetString()), Is.EqualTo((422, "مجوز باطل شده است.")));
        Assert.That(again.Status, Is.EqualTo(404));
        Assert.That(shop.Sandbox.Journal.Select(execution => (execution.Operation, execution.Key)), Is.EqualTo(new[]
        {
            ("direct_debit.authorizations.create", token), ("direct_debit.consent", id), ("direct_debit.authorizations.verify", id),
            ("direct_debit.authorizations.revoke", id),
        }));

        static string? Mandate(Reply reply, string name) => reply["result"].GetProperty("authorizations").GetProperty(name).GetString();
    }

    [Test]
    public async Task Create_names_every_mistake_in_the_frameworks_own_shape()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply empty = await shop.Post(Authorizations + "/store", "{}");
        Reply wrong = await shop.Post(Authorizations + "/store",
            """
            {"bank_code":"015","mobile":"9120000001","callback_url":"shop","count":0,"limit":"1.5","expiration_date":"2026-03-21",
             "name":5,"email":"none","wage_type":"SELF","national_code":"1234567890"}
            """);

        Assert.That((empty.Status, empty["message"].GetString()), Is.EqualTo((422, "The given data was invalid.")));
        Assert.That(empty["errors"].EnumerateObject().Select(error => error.Name),
            Is.EqualTo(new[] { "bank_code", "mobile", "callback_url", "count", "limit", "expiration_date" }));
        Assert.That(empty["errors"].GetProperty("bank_code")[0].GetString(), Is.EqualTo("فیلد bank_code الزامی است."));
        Assert.That(wrong["errors"].EnumerateObject().Select(error => error.Name), Is.EqualTo(new[]
        {
            "bank_code", "mobile", "callback_url", "count", "limit", "expiration_date", "name", "email", "wage_type", "national_code",
        }), "an expiration today is not later than today");
        Assert.That(shop.Sandbox.Journal, Is.Empty);
    }

    [Test]
    public async Task Callback_must_lie_on_the_registered_domain()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { RegisteredDomain = "other.example" });

        Reply reply = await shop.Post(Authorizations + "/store", MandateBody());

        Assert.That(reply["errors"].EnumerateObject().Single().Name, Is.EqualTo("callback_url"));
    }

    [TestCase("refuse", "", "status=FAILED&error_code=02")]
    [TestCase("refuse", "27", "status=FAILED&error_code=27")]
    [TestCase("unreachable", "", "status=FAILED_TO_ACCESS_BANK")]
    public async Task Payer_who_gives_no_mandate_comes_back_without_one(string button, string code, string result)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string token = await shop.RequestMandate();
        await shop.Get("authorizations/" + token);

        Reply back = await shop.PostForm($"authorizations/{token}/{button}", ("error_code", code));
        Reply late = await shop.PostForm($"authorizations/{token}/consent");

        Assert.That(back.Header("Location"), Is.EqualTo($"https://shop.example/return?order=7&token={token}&{result}"));
        Assert.That(late.Header("Location"), Is.EqualTo(back.Header("Location")), "decided once");
        Assert.That((await shop.Get(Authorizations)).Data.GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Page_opens_once_within_20_minutes_and_takes_only_sense()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string first = await shop.RequestMandate(), second = await shop.RequestMandate(), third = await shop.RequestMandate();

        Reply unopened = await shop.PostForm($"authorizations/{first}/consent");
        await shop.Get("authorizations/" + first);
        Reply twice = await shop.Get("authorizations/" + first);
        Reply[] nonsense =
        [
            await shop.PostForm($"authorizations/{first}/consent", ("balance", "-1")),
            await shop.PostForm($"authorizations/{first}/consent", ("refusal", "33")),
            await shop.PostForm($"authorizations/{first}/refuse", ("error_code", "30")),
        ];
        await shop.Get("authorizations/" + second);
        shop.Time.Advance(TimeSpan.FromMinutes(20));
        Reply late = await shop.PostForm($"authorizations/{second}/consent"), lateVisit = await shop.Get("authorizations/" + third);
        Reply unknown = await shop.Get("authorizations/" + Guid.Empty);

        Assert.That((unopened.Status, twice.Status, lateVisit.Status, unknown.Status), Is.EqualTo((404, 404, 404, 404)));
        Assert.That(nonsense.Select(reply => reply.Status), Is.All.EqualTo(422));
        Assert.That(late.Header("Location"), Does.EndWith("&status=FAILED&error_code=29"));
    }

    [Test]
    public async Task Page_of_an_unreachable_bank_sends_the_payer_straight_back()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string token = await shop.RequestMandate("018");

        Reply page = await shop.Get("authorizations/" + token);

        Assert.That((page.Status, page.Header("Location")),
            Is.EqualTo((303, $"https://shop.example/return?order=7&token={token}&status=FAILED_TO_ACCESS_BANK")));
    }

    [Test]
    public async Task Text_of_the_business_cannot_write_into_the_page()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string token = await shop.RequestMandate(more: ",\"name\":\"<script>x</script>\"");

        Reply page = await shop.Get("authorizations/" + token);

        Assert.That(page.Text, Does.Contain("&lt;script&gt;").And.Not.Contain("<script>"));
    }

    [Test]
    public async Task Mandate_not_verified_within_20_minutes_ends_by_itself()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string late = shop.Sandbox.DirectDebit.Consent(await shop.RequestMandate());
        shop.Time.Advance(TimeSpan.FromMinutes(10));
        string inTime = shop.Sandbox.DirectDebit.Consent(await shop.RequestMandate());
        shop.Time.Advance(TimeSpan.FromMinutes(10));

        Reply refused = await shop.Send(HttpMethod.Patch, $"{Authorizations}/{late}/verify");
        Reply verified = await shop.Send(HttpMethod.Patch, $"{Authorizations}/{inTime}/verify");
        Reply gone = await shop.Get($"{Authorizations}/{late}");
        shop.Time.Advance(TimeSpan.FromHours(1));
        Reply stays = await shop.Get($"{Authorizations}/{inTime}");

        Assert.That((refused.Status, verified.Status, gone.Status, stays.Status), Is.EqualTo((422, 200, 422, 200)));
    }

    [Test]
    public async Task Mandates_are_paged_by_20_and_filtered_by_mobile()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        for (int i = 0; i < 23; i++)
            shop.Sandbox.DirectDebit.Consent(await shop.RequestMandate(mobile: i == 4 ? "09120000002" : "09120000001"));

        Reply first = await shop.Get(Authorizations), second = await shop.Get(Authorizations + "?page=2");
        Reply filtered = await shop.Get(Authorizations + "?mobile=09120000002");

        Assert.That((first.Data.GetArrayLength(), second.Data.GetArrayLength(), filtered.Data.GetArrayLength()), Is.EqualTo((20, 3, 1)));
        Assert.That(first.Data.EnumerateArray().Concat(second.Data.EnumerateArray()).Select(mandate => mandate.GetProperty("id").GetString()),
            Is.Unique);
        Assert.That(first.Json.TryGetProperty("status", out _), Is.False);
        Assert.That((first["meta"].GetProperty("total").GetInt32(), first["meta"].GetProperty("per_page").GetInt32()), Is.EqualTo((23, 20)));
        Assert.That(first["meta"].GetProperty("links").EnumerateArray().Select(link => link.GetProperty("label").GetString()),
            Is.EqualTo(new[] { "« قبلی", "1", "2", "بعدی »" }));
    }

    [TestCase(false, 0)]
    [TestCase(true, 1)]
    public async Task Revoked_mandates_vanish_from_the_list_or_stay(bool areListed, int expected)
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { RevokedAuthorizationsAreListed = areListed, AuthorizationLimitIsNumber = true });
        string id = await shop.GiveMandate();
        await shop.Send(HttpMethod.Delete, $"{Authorizations}/{id}");

        Reply list = await shop.Get(Authorizations);

        Assert.That(list.Data.GetArrayLength(), Is.EqualTo(expected));
        if (areListed)
        {
            Assert.That((list.Data[0].GetProperty("revoked_at").GetString(), list.Data[0].GetProperty("limit").GetInt64()),
                Is.EqualTo(("1405/01/01 12:00:00", 5_000_000)));
        }
    }

    [Test]
    public async Task Calculation_counts_what_is_left_of_the_month()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string id = await shop.GiveMandate();
        await shop.Withdraw(id, 1_000);

        Reply reply = await shop.Get($"{Authorizations}/{id}/calculation?amount=1000");

        JsonElement left = reply["result"].GetProperty("authorization");
        Assert.That((left.GetProperty("remaining_count").GetInt32(), left.GetProperty("remaining_amount").GetInt64()),
            Is.EqualTo((2, 5_000_000)));
    }

    [Test]
    public async Task Mandate_of_another_business_is_not_there()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string id = await shop.GiveMandate();
        SandboxBusiness second = shop.Sandbox.AddBusiness("second-shop");
        shop.AccessToken = second.Credentials.AccessToken;
        const string Foreign = "v3/business/second-shop/subscription/";

        Reply get = await shop.Get($"{Foreign}authorization/{id}"), list = await shop.Get(Foreign + "authorization");
        Reply revoke = await shop.Send(HttpMethod.Delete, $"{Foreign}authorization/{id}");
        Reply withdraw = await shop.Post(Foreign + "withdrawal/store", $$"""{"authorization_id":"{{id}}","amount":1000}""");

        Assert.That((get.Status, get["message"].GetString()), Is.EqualTo((404, "چنین مجوزی یافت نشد.")));
        Assert.That((list.Data.GetArrayLength(), revoke.Status, withdraw.Status), Is.EqualTo((0, 404, 422)));
    }

    [Test]
    public async Task Consent_by_hand_needs_a_token_that_waits()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string token = await shop.RequestMandate();
        string id = shop.Sandbox.DirectDebit.Consent(token);

        Assert.That(shop.Sandbox.Journal.Single(row => row.Operation == "direct_debit.consent").Key, Is.EqualTo(id), "as on the page");
        Assert.That(() => shop.Sandbox.DirectDebit.Consent(token), Throws.ArgumentException);
        Assert.That(() => shop.Sandbox.DirectDebit.SetPayerBalance("none", Rial.Zero), Throws.ArgumentException);
        Assert.That(() => shop.Sandbox.DirectDebit.SetPayerBalance("none", new Rial(-1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => shop.Sandbox.DirectDebit.RefuseWithdrawals("none", "33"), Throws.ArgumentException);
        Assert.That(() => shop.Sandbox.DirectDebit.SetBankHealth("999", false), Throws.ArgumentException);
    }
}
