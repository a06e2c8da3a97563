using System.Text.Json;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

/// <summary>IBANs and cards of a customer.</summary>
public sealed class SandboxCustomerAccountTests
{
    private const string Iban1 = "IR170560000000200000000002";
    private const string Iban2 = "IR930560000000000000000002";
    private const string OthersIban = "IR930560000000000000000099";
    private const string SilentIban = "IR230560000000000000000098";
    private const string Card1 = "6219860000000019";
    private const string Card2 = "6219860000000027";
    private const string OthersCard = "6219860000030099";
    private const string SilentCard = "6219860000040098";

    private static Task<Reply> AddIban(SandboxShop shop, RegisteredCustomer customer, string iban, bool asks = true, string more = "",
        bool isDefault = true) => shop.Post(customer.PathV3 + "/ibans",
        $$"""{"iban":"{{iban}}","is_default":{{(isDefault ? "true" : "false")}},"has_inquiry":{{(asks ? "true" : "false")}}{{more}}}""");

    private static Task<Reply> AddCard(SandboxShop shop, RegisteredCustomer customer, string card, bool asks = true, string more = "",
        bool isDefault = true) => shop.Post(customer.PathV3 + "/cards",
        $$"""{"card":"{{card}}","is_default":{{(isDefault ? "true" : "false")}},"has_inquiry":{{(asks ? "true" : "false")}}{{more}}}""");

    private static string Track(string key) => $",\"track_id\":\"{key}\"";

    // IBANs

    [Test]
    public async Task Iban_is_created_bare_and_listed_with_page_links()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply created = await AddIban(shop, customer, Iban1, more: Track("t-1"));
        Reply list = await shop.Get(customer.PathV3 + "/ibans");

        long now = shop.Sandbox.Now.ToUnixTimeSeconds();
        string iban = $$"""
            {"iban":"{{Iban1}}","is_default":true,"iban_compatibility":"MATCHED",
            "account_owners":[{"firstName":"Test","lastName":"Payer"}],"created_at":{{now}},"updated_at":{{now}}}
            """.ReplaceLineEndings("");
        string path = $"https://api.vandar.io/{customer.PathV3}/ibans";
        Assert.That((created.Status, created.Text), Is.EqualTo((200, iban)));
        Assert.That(list.Text, Is.EqualTo($$"""
            {"data":[{{iban}}],"links":{"first":"{{path}}?page=1","last":"{{path}}?page=1","prev":null,"next":null},
            "meta":{"current_page":1,"from":1,"last_page":1,"links":[{"url":null,"label":"« قبلی","active":false},
            {"url":"{{path}}?page=1","label":"1","active":true},{"url":null,"label":"بعدی »","active":false}],
            "path":"{{path}}","per_page":15,"to":1,"total":1}
            }
            """.ReplaceLineEndings("")));
        Assert.That(shop.Sandbox.Journal[^1], Has.Property("Operation").EqualTo("customers.ibans.create").And.Property("Key").EqualTo("t-1"));
    }

    [TestCase(false, JsonValueKind.Array)]
    [TestCase(true, JsonValueKind.Null)]
    public async Task Iban_without_inquiry_is_unknown(bool ownersAreNull, JsonValueKind owners)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { UnknownOwnersAreNull = ownersAreNull });
        RegisteredCustomer customer = await RegisteredCustomer.Create(shop, RegisteredCustomer.Individual());

        Reply created = await AddIban(shop, customer, OthersIban, asks: false);

        Assert.That((created.Status, created["iban_compatibility"].GetString()), Is.EqualTo((200, "UNKNOWN")));
        Assert.That(created["account_owners"].ValueKind, Is.EqualTo(owners));
    }

    [Test]
    public async Task Iban_of_somebody_else_is_unmatched_in_a_200()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        await AddIban(shop, customer, OthersIban, asks: false);
        Reply inquired = await shop.Post($"{customer.PathV3}/ibans/{OthersIban}/inquiry");
        Reply list = await shop.Get(customer.PathV3 + "/ibans");

        Assert.That((inquired.Status, inquired.Text), Is.EqualTo(
            (200, """{"iban_compatibility":"UNMATCHED","account_owners":[{"firstName":"Other","lastName":"Person"}]}""")));
        Assert.That(list.Data[0].GetProperty("iban_compatibility").GetString(), Is.EqualTo("UNMATCHED"), "the inquiry is remembered");
    }

    [Test]
    public async Task Inquiry_needs_the_names_the_customer_does_not_have_and_completes_it()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer person = await RegisteredCustomer.Create(shop, RegisteredCustomer.Individual());
        RegisteredCustomer company = await RegisteredCustomer.Create(shop, RegisteredCustomer.Legal());

        Reply nameless = await AddIban(shop, person, Iban1);
        Reply half = await AddIban(shop, person, Iban1, more: ",\"first_name\":\"Test\"");
        Reply named = await AddIban(shop, person, Iban1, more: ",\"first_name\":\"Test\",\"last_name\":\"Payer\"");
        Reply companyNameless = await AddIban(shop, company, Iban1);
        Reply companyNamed = await AddIban(shop, company, Iban1, more: ",\"legal_name\":\"Co.\"");

        Assert.That((nameless.Status, half.Status, named.Status), Is.EqualTo((422, 422, 200)));
        Assert.That(nameless["errors"].EnumerateObject().Select(error => error.Name), Is.EqualTo(new[] { "first_name", "last_name" }));
        Assert.That(half["errors"].EnumerateObject().Select(error => error.Name), Is.EqualTo(new[] { "last_name" }));
        Assert.That((await shop.Get(person.PathV2))["customer"].GetProperty("name").GetString(), Is.EqualTo("Test Payer"));
        Assert.That((companyNameless["errors"].EnumerateObject().Single().Name, companyNamed["iban_compatibility"].GetString()),
            Is.EqualTo(("legal_name", "MATCHED")));
    }

    [TestCase("""{"is_default":true,"has_inquiry":false}""", "iban")]
    [TestCase("""{"iban":"IR180560000000200000000002","is_default":true,"has_inquiry":false}""", "iban")]
    [TestCase("""{"iban":"170560000000200000000002","is_default":true,"has_inquiry":false}""", "iban")]
    [TestCase("""{"iban":"IR170560000000200000000002","has_inquiry":false}""", "is_default")]
    [TestCase("""{"iban":"IR170560000000200000000002","is_default":"yes","has_inquiry":false}""", "is_default")]
    [TestCase("""{"iban":"IR170560000000200000000002","is_default":false}""", "has_inquiry")]
    [TestCase("""{"iban":"IR170560000000200000000002","is_default":false,"has_inquiry":false,"track_id":5}""", "track_id")]
    public async Task Bad_iban_request_is_422_under_the_field(string json, string field)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply reply = await shop.Post(customer.PathV3 + "/ibans", json);

        Assert.That((reply.Status, reply["message"].GetString()), Is.EqualTo((422, "The given data was invalid.")));
        Assert.That(reply["errors"].EnumerateObject().Single().Name, Is.EqualTo(field));
    }

    [TestCase("true", true)]
    [TestCase("1", true)]
    [TestCase("\"1\"", true)]
    [TestCase("\"true\"", true)]
    [TestCase("0", false)]
    [TestCase("\"0\"", false)]
    [TestCase("\"false\"", false)]
    public async Task Yes_and_no_come_in_many_forms(string sent, bool isDefault)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply reply = await shop.Post(customer.PathV3 + "/ibans", $$"""{"iban":"{{Iban1}}","is_default":{{sent}},"has_inquiry":0}""");

        Assert.That((reply.Status, reply["is_default"].GetBoolean()), Is.EqualTo((200, isDefault)));
    }

    [Test]
    public async Task Iban_and_track_id_are_taken_once()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        await AddIban(shop, customer, Iban1, more: Track("t-1"));

        Reply sameIban = await AddIban(shop, customer, Iban1, more: Track("t-2"));
        Reply sameKey = await AddIban(shop, customer, Iban2, more: Track("t-1"));
        Reply inquiry = await shop.Post($"{customer.PathV3}/ibans/{Iban1}/inquiry", """{"track_id":"t-1"}""");
        Reply fresh = await shop.Post($"{customer.PathV3}/ibans/{Iban1}/inquiry", """{"track_id":"t-2"}""");

        Assert.That((sameIban.Status, sameIban["errors"].EnumerateObject().Single().Name), Is.EqualTo((422, "iban")));
        Assert.That((sameKey.Status, sameKey["errors"].EnumerateObject().Single().Name), Is.EqualTo((422, "track_id")));
        Assert.That((inquiry.Status, fresh.Status), Is.EqualTo((422, 200)));
        Assert.That((await shop.Get(customer.PathV3 + "/ibans")).Data.GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task Track_id_may_be_required()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CustomerAccountTrackIdIsRequired = true });
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        await AddIban(shop, customer, Iban1, more: Track("t-1"));

        Reply[] replies =
        [
            await AddIban(shop, customer, Iban2), await shop.Post($"{customer.PathV3}/ibans/{Iban1}/inquiry"), await AddCard(shop, customer, Card1),
            await shop.Post(customer.PathV3 + "/cards/to-iban", $$"""{"card":"{{Card1}}","is_default":false,"has_inquiry":false}"""),
        ];

        Assert.That(replies.Select(reply => (reply.Status, reply["errors"].EnumerateObject().Single().Name)), Is.All.EqualTo((422, "track_id")));
    }

    [Test]
    public async Task One_iban_is_the_default()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        await AddIban(shop, customer, Iban1);
        await AddIban(shop, customer, Iban2, isDefault: false);
        shop.Time.Advance(TimeSpan.FromMinutes(1));

        Reply set = await shop.Post($"{customer.PathV3}/ibans/{Iban2}/set-default");
        Reply again = await shop.Post($"{customer.PathV3}/ibans/{Iban2}/set-default");
        Reply list = await shop.Get(customer.PathV3 + "/ibans");

        Assert.That(set.Text, Is.EqualTo("""{"message":"این شماره شبا به صورت پیش فرض تنظیم شد."}"""));
        Assert.That(again.Status, Is.EqualTo(200));
        Assert.That(list.Data.EnumerateArray().Select(row => row.GetProperty("is_default").GetBoolean()), Is.EqualTo(new[] { false, true }));
        Assert.That(list.Data[1].GetProperty("updated_at").GetInt64(), Is.EqualTo(list.Data[1].GetProperty("created_at").GetInt64() + 60));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Iban_is_deleted_by_path_or_body(bool byPath)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        await AddIban(shop, customer, Iban1);
        Task<Reply> Delete() => byPath
            ? shop.Delete($"{customer.PathV3}/ibans/{Iban1}")
            : shop.Delete(customer.PathV3 + "/ibans", $$"""{"iban":"{{Iban1}}"}""");

        Reply deleted = await Delete(), again = await Delete();
        Reply back = await AddIban(shop, customer, Iban1);

        Assert.That(deleted.Text, Is.EqualTo("""{"message":"شماره شبا با موفقیت حذف شد."}"""));
        Assert.That((again.Status, again.Text), Is.EqualTo((404, RegisteredCustomer.NotFound)));
        Assert.That(back.Status, Is.EqualTo(200));
        Assert.That(shop.Sandbox.Journal.Count(row => row.Operation == "customers.ibans.delete"), Is.EqualTo(1));
    }

    [Test]
    public async Task Delete_needs_an_iban_and_everything_needs_a_known_customer()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        const string Unknown = RegisteredCustomer.V3 + "/none";

        Reply bare = await shop.Delete(customer.PathV3 + "/ibans");
        Reply[] lost =
        [
            await shop.Get(Unknown + "/ibans"), await shop.Delete(Unknown + "/ibans"), await shop.Post(Unknown + "/ibans"),
            await shop.Get(Unknown + "/cards"), await shop.Post(Unknown + "/cards"), await shop.Post(Unknown + "/cards/to-iban"),
            await shop.Post($"{customer.PathV3}/ibans/{Iban1}/inquiry"), await shop.Post($"{customer.PathV3}/ibans/{Iban1}/set-default"),
            await shop.Post($"{customer.PathV3}/cards/{Card1}/inquiry"), await shop.Post($"{customer.PathV3}/cards/{Card1}/set-default"),
            await shop.Delete($"{customer.PathV3}/cards/{Card1}"),
        ];

        Assert.That((bare.Status, bare["errors"].EnumerateObject().Single().Name), Is.EqualTo((422, "iban")));
        Assert.That(lost.Select(reply => (reply.Status, reply.Text)), Is.All.EqualTo((404, RegisteredCustomer.NotFound)));
    }

    [TestCase(false, 0, "")]
    [TestCase(true, 1, "track_id")]
    public async Task Silent_bank_is_502_and_leaves_what_the_switch_says(bool stores, int ibans, string takenField)
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { FailedInquiryStoresAccount = stores, CustomerInquiryFee = new Rial(5_000) });
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply created = await AddIban(shop, customer, SilentIban, more: Track("t-1"));
        Reply unasked = await AddIban(shop, customer, Iban1, asks: false, more: Track("t-2"));
        Reply sameKey = await AddIban(shop, customer, Iban2, asks: false, more: Track("t-1"));
        Reply list = await shop.Get(customer.PathV3 + "/ibans");

        Assert.That((created.Status, created["status"].GetInt32(), unasked.Status), Is.EqualTo((502, 0, 200)));
        Assert.That(sameKey.Json.TryGetProperty("errors", out JsonElement errors) ? errors.EnumerateObject().Single().Name : "",
            Is.EqualTo(takenField));
        string[] stored = [.. list.Data.EnumerateArray().Select(row => row.GetProperty("iban").GetString()!)];
        Assert.That((stored.Count(iban => iban == SilentIban), shop.Sandbox.Business.Wallet.Value), Is.EqualTo((ibans, 1_000_000L)));
    }

    [Test]
    public async Task All_banks_can_be_silent()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { BanksAreDown = true });
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        await AddIban(shop, customer, Iban1, asks: false);
        await AddCard(shop, customer, Card1, asks: false);

        Reply[] replies =
        [
            await AddIban(shop, customer, Iban2), await AddCard(shop, customer, Card2),
            await shop.Post($"{customer.PathV3}/ibans/{Iban1}/inquiry"), await shop.Post($"{customer.PathV3}/cards/{Card1}/inquiry"),
            await shop.Post(customer.PathV3 + "/cards/to-iban", $$"""{"card":"{{Card1}}","is_default":false,"has_inquiry":false}"""),
        ];

        Assert.That(replies.Select(reply => reply.Status), Is.All.EqualTo(502));
    }

    [Test]
    public async Task Each_question_costs_the_fee_and_an_empty_wallet_asks_none()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CustomerInquiryFee = new Rial(400_000) });
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply[] replies =
        [
            await AddIban(shop, customer, Iban1), await AddCard(shop, customer, Card1), await AddCard(shop, customer, Card2, asks: false),
            await shop.Post($"{customer.PathV3}/cards/{Card2}/inquiry"),
        ];

        Assert.That(replies.Select(reply => reply.Status), Is.EqualTo(new[] { 200, 200, 200, 402 }));
        Assert.That(shop.Sandbox.Business.Wallet.Value, Is.EqualTo(200_000));
    }

    // Cards

    [Test]
    public async Task Card_echoes_its_track_id_once_and_lists_without_it()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply created = await AddCard(shop, customer, Card1, more: Track("t-1"));
        Reply list = await shop.Get(customer.PathV3 + "/cards");

        long now = shop.Sandbox.Now.ToUnixTimeSeconds();
        Assert.That(created.Text, Is.EqualTo($$"""
            {"card":"{{Card1}}","is_default":true,"card_compatibility":"MATCHED","name":"Test Payer","track_id":"t-1",
            "created_at":{{now}},"updated_at":{{now}}}
            """.ReplaceLineEndings("")));
        Assert.That(list.Data.GetRawText(), Is.EqualTo($$"""
            [{"card":"{{Card1}}","is_default":true,"card_compatibility":"MATCHED","name":"Test Payer","created_at":{{now}},"updated_at":{{now}}}]
            """.ReplaceLineEndings("")));
        Assert.That((list["meta"].GetProperty("per_page").GetInt32(), list["meta"].GetProperty("links").GetArrayLength()), Is.EqualTo((15, 3)));
    }

    [Test]
    public async Task Card_lives_from_create_to_delete()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply created = await AddCard(shop, customer, OthersCard, asks: false);
        Reply twice = await AddCard(shop, customer, OthersCard, asks: false);
        Reply inquired = await shop.Post($"{customer.PathV3}/cards/{OthersCard}/inquiry", """{"first_name":"Test","legal_name":""}""");
        Reply set = await shop.Post($"{customer.PathV3}/cards/{OthersCard}/set-default");
        Reply deleted = await shop.Delete($"{customer.PathV3}/cards/{OthersCard}");

        Assert.That((created["card_compatibility"].GetString(), created["name"].ValueKind), Is.EqualTo(("UNKNOWN", JsonValueKind.Null)));
        Assert.That(created.Json.TryGetProperty("track_id", out _), Is.False);
        Assert.That((twice.Status, twice["errors"].EnumerateObject().Single().Name), Is.EqualTo((422, "card")));
        Assert.That(inquired.Text, Is.EqualTo("""{"card_compatibility":"UNMATCHED","name":"Other Person"}"""));
        Assert.That(set.Text, Is.EqualTo("""{"message":"این شماره کارت به صورت پیش فرض تنظیم شد."}"""));
        Assert.That(deleted.Text, Is.EqualTo("""{"message":"شماره کارت با موفقیت حذف شد."}"""));
        Assert.That(shop.Sandbox.Journal.Skip(1).Select(row => row.Operation), Is.EqualTo(new[]
        {
            "customers.cards.create", "customers.cards.inquire", "customers.cards.set_default", "customers.cards.delete",
        }));
        Assert.That(shop.Sandbox.Journal.Select(row => row.Key), Has.None.Contain(OthersCard));
    }

    [Test]
    public async Task Card_paths_know_the_customer_by_national_code_and_mobile()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply created = await shop.Post($"{RegisteredCustomer.V3}/{RegisteredCustomer.Code}/cards",
            $$"""{"card":"{{Card1}}","is_default":false,"has_inquiry":false}""");
        Reply byMobile = await shop.Get(RegisteredCustomer.V3 + "/09120000001/cards");
        Reply ibans = await shop.Get(RegisteredCustomer.V3 + "/09120000001/ibans");

        Assert.That((created.Status, byMobile.Data.GetArrayLength(), ibans.Status), Is.EqualTo((200, 1, 404)));
        Assert.That((await shop.Get(customer.PathV3 + "/cards")).Data.GetArrayLength(), Is.EqualTo(1));
    }

    [TestCase("""{"is_default":true,"has_inquiry":false}""")]
    [TestCase("""{"card":"621986000000001","is_default":true,"has_inquiry":false}""")]
    [TestCase("""{"card":6219860000000019,"is_default":true,"has_inquiry":false}""")]
    public async Task Bad_card_is_422(string json)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply[] replies = [await shop.Post(customer.PathV3 + "/cards", json), await shop.Post(customer.PathV3 + "/cards/to-iban", json)];

        Assert.That(replies.Select(reply => (reply.Status, reply["errors"].EnumerateObject().Single().Name)), Is.All.EqualTo((422, "card")));
    }

    [Test]
    public async Task Card_answers_may_lie_under_data()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CustomerCardAnswersInData = true });
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply created = await AddCard(shop, customer, Card1);
        Reply inquired = await shop.Post($"{customer.PathV3}/cards/{Card1}/inquiry");

        Assert.That(created.Data.GetProperty("card").GetString(), Is.EqualTo(Card1));
        Assert.That(inquired.Text, Is.EqualTo("""{"data":{"card_compatibility":"MATCHED","name":"Test Payer"}}"""));
    }

    [Test]
    public async Task Card_becomes_an_iban_that_is_stored_with_the_customer()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        string Body(string card, string more = "") => $$"""{"card":"{{card}}","is_default":true,"has_inquiry":true{{more}}}""";

        Reply converted = await shop.Post(customer.PathV3 + "/cards/to-iban", Body(Card1, Track("t-1")));
        Reply again = await shop.Post(customer.PathV3 + "/cards/to-iban", Body(Card1, Track("t-2")));
        Reply sameKey = await shop.Post(customer.PathV3 + "/cards/to-iban", Body(Card2, Track("t-1")));
        Reply others = await shop.Post(customer.PathV3 + "/cards/to-iban", Body(OthersCard));
        Reply silent = await shop.Post(customer.PathV3 + "/cards/to-iban", Body(SilentCard));
        Reply noBank = await shop.Post(customer.PathV3 + "/cards/to-iban", Body("6276480000040012"));
        Reply ibans = await shop.Get(customer.PathV3 + "/ibans"), cards = await shop.Get(customer.PathV3 + "/cards");

        string iban = converted["iban"].GetString()!;
        long now = shop.Sandbox.Now.ToUnixTimeSeconds();
        Assert.That((Iban.TryParse(iban, out Iban parsed), parsed.BankCode), Is.EqualTo((true, "056")));
        Assert.That(converted.Text, Is.EqualTo($$"""
            {"iban":"{{iban}}","is_default":true,"iban_compatibility":"MATCHED","account_owners":[{"firstName":"Test","lastName":"Payer"}],
            "bank_name":null,"account_description":null,"account_number":null,"created_at":{{now}},"updated_at":{{now}}}
            """.ReplaceLineEndings("")));
        Assert.That((again.Status, again["errors"].EnumerateObject().Single().Name), Is.EqualTo((422, "card")));
        Assert.That((sameKey.Status, sameKey["errors"].EnumerateObject().Single().Name), Is.EqualTo((422, "track_id")));
        Assert.That((others.Status, others["iban_compatibility"].GetString()), Is.EqualTo((200, "UNMATCHED")));
        Assert.That((silent.Status, noBank.Status), Is.EqualTo((502, 422)));
        Assert.That((ibans.Data.GetArrayLength(), cards.Data.GetArrayLength()), Is.EqualTo((2, 0)));
    }
}
