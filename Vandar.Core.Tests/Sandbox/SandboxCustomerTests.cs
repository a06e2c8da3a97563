using System.Globalization;
using System.Text.Json;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

/// <summary>A registered customer and its paths.</summary>
internal sealed class RegisteredCustomer(SandboxShop shop, string id)
{
    public const string V2 = "v2/business/sample-shop/customers";
    public const string V3 = "v3/business/sample-shop/customers";

    public const string NotFound = """{"status":0,"message":"خطای 404 رخ داده است."}""";

    public static string Code { get; } = Applicant.NationalCode(1);

    public string Id => id;

    public string PathV2 => $"{V2}/{id}";

    public string PathV3 => $"{V3}/{id}";

    public long Balance => shop.Sandbox.Ledger.Balance(SandboxLedger.CustomerWallet("sample-shop", id)).Value;

    public SandboxCustomer State => shop.Sandbox.Business.Customer(id)!;

    public static string Individual(string more = "", string? code = null, string mobile = "09120000001") =>
        $$"""{"type":"INDIVIDUAL","mobile":"{{mobile}}","individual_national_code":"{{code ?? Code}}"{{more}}}""";

    public static string Legal(string more = "") =>
        $$"""{"type":"LEGAL","agent_mobile":"09120000002","legal_national_code":"10100000001"{{more}}}""";

    public static Task<RegisteredCustomer> Named(SandboxShop shop, string? code = null, string mobile = "09120000001") =>
        Create(shop, Individual(",\"first_name\":\"Test\",\"last_name\":\"Payer\"", code, mobile));

    public static async Task<RegisteredCustomer> Create(SandboxShop shop, string json)
    {
        Reply created = await shop.Post(V2, json);
        Assert.That(created.Status, Is.EqualTo(200), created.Text);
        return new RegisteredCustomer(shop, created["result"].GetProperty("customer").GetProperty("id").GetString()!);
    }

    public Task<Reply> Deposit(long amount, string trackId) => Wallet("deposit", amount, trackId);

    public Task<Reply> Withdraw(long amount, string trackId) => Wallet("withdraw", amount, trackId);

    private Task<Reply> Wallet(string direction, long amount, string trackId) =>
        shop.Post($"{PathV2}/wallet/{direction}", $$"""{"amount":{{amount}},"comment":"order 1","track_id":"{{trackId}}"}""");
}

public sealed class SandboxCustomerTests
{
    private const string Address = ",\"province_id\":\"8\",\"city_id\":\"140\",\"address\":\"Tehran, sample street 1\",\"postal_code\":\"1234567890\"";

    [Test]
    public async Task Person_is_created_and_read_with_ids_as_numbers()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply created = await shop.Post(RegisteredCustomer.V2,
            RegisteredCustomer.Individual(",\"first_name\":\"Test\",\"last_name\":\"Payer\",\"telephone\":\"\"" + Address));

        string id = created["result"].GetProperty("customer").GetProperty("id").GetString()!;
        Reply read = await shop.Get($"{RegisteredCustomer.V2}/{id}");
        Assert.That(created.Text, Is.EqualTo(
            $$$$"""{"status":"1","message":"مخاطب با موفقیت ثبت گردید.","result":{"customer":{"id":"{{{{id}}}}"}}}"""));
        Assert.That(Guid.TryParse(id, out _), Is.True);
        Assert.That(read.Text, Is.EqualTo($$$"""
            {"customer":{"name":"Test Payer","first_name":"Test","last_name":"Payer","legal_name":null,"agent_name":null,"type":"INDIVIDUAL",
            "mobile":"09120000001","agent_mobile":null,"telephone":null,"balance":0,"legal_national_code":null,
            "individual_national_code":"{{{RegisteredCustomer.Code}}}","province_id":8,"province":"تهران","city_id":140,"city":"تهران",
            "address":"Tehran, sample street 1","postal_code":"1234567890","mcc_code":null,"mcc_name":"-","custom_fields":[]}}
            """.ReplaceLineEndings("")));
        Assert.That(shop.Sandbox.Journal.Select(row => (row.Operation, row.Key)), Is.EqualTo(new[] { ("customers.create", id) }));
    }

    [Test]
    public async Task Company_has_no_mobile_and_carries_its_guild()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        RegisteredCustomer company = await RegisteredCustomer.Create(shop,
            RegisteredCustomer.Legal(",\"legal_name\":\"Sample Trading Co.\",\"agent_name\":\"Test Agent\",\"mcc_code\":\"15200002\""));

        JsonElement read = (await shop.Get(company.PathV2))["customer"];
        JsonElement row = (await shop.Get(RegisteredCustomer.V2)).Data[0];
        Assert.That((read.GetProperty("type").GetString(), read.GetProperty("name").GetString()), Is.EqualTo(("LEGAL", "Sample Trading Co.")));
        Assert.That((read.GetProperty("agent_mobile").GetString(), read.GetProperty("mcc_name").GetString()),
            Is.EqualTo(("09120000002", "فناوری اطلاعات")));
        Assert.That((read.GetProperty("mobile").ValueKind, row.GetProperty("mobile").ValueKind),
            Is.EqualTo((JsonValueKind.Null, JsonValueKind.Null)));
    }

    [Test]
    public async Task Company_may_be_named_after_its_agent()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { LegalCustomerIsNamedAfterAgent = true });

        RegisteredCustomer company = await RegisteredCustomer.Create(shop,
            RegisteredCustomer.Legal(",\"legal_name\":\"Sample Trading Co.\",\"agent_name\":\"Test Agent\""));

        Assert.That((await shop.Get(company.PathV2))["customer"].GetProperty("name").GetString(), Is.EqualTo("Test Agent"));
    }

    [TestCase("""{}""", "type")]
    [TestCase("""{"type":"PERSON"}""", "type")]
    [TestCase("""{"type":"INDIVIDUAL"}""", "mobile", "individual_national_code")]
    [TestCase("""{"type":"INDIVIDUAL","mobile":"9120000001","individual_national_code":"0012345670"}""", "mobile", "individual_national_code")]
    [TestCase("""{"type":"LEGAL","mobile":"09120000001","individual_national_code":"0012345679"}""", "agent_mobile", "legal_national_code")]
    [TestCase("""{"type":"LEGAL","agent_mobile":"09120000001","legal_national_code":"101A"}""", "legal_national_code")]
    [TestCase("""{"type":"LEGAL","agent_mobile":"09120000001","legal_national_code":"10","mcc_code":"1"}""", "mcc_code")]
    [TestCase("""{"type":"LEGAL","agent_mobile":"09120000001","legal_national_code":"10","city_id":"9999"}""", "city_id")]
    [TestCase("""{"type":"LEGAL","agent_mobile":"09120000001","legal_national_code":"10","province_id":"0"}""", "province_id")]
    [TestCase("""{"type":"LEGAL","agent_mobile":"09120000001","legal_national_code":"10","postal_code":"12345"}""", "postal_code")]
    [TestCase("""{"type":"INDIVIDUAL","mobile":"09120000001","individual_national_code":"0012345679","birthday":"1370/13/01"}""", "birthday")]
    [TestCase("""{"type":"LEGAL","agent_mobile":"09120000001","legal_national_code":"10","custom_fields":"gold"}""", "custom_fields")]
    [TestCase("""{"type":"LEGAL","agent_mobile":"09120000001","legal_national_code":"10","custom_fields":[{}]}""", "custom_fields.0.field_id",
        "custom_fields.0.field_value")]
    public async Task Create_names_every_bad_field(string json, params string[] fields)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Post(RegisteredCustomer.V2, json);

        Assert.That((reply.Status, reply["message"].GetString()), Is.EqualTo((422, "The given data was invalid.")));
        Assert.That(reply.Json.TryGetProperty("status", out _), Is.False);
        Assert.That(reply["errors"].EnumerateObject().Select(error => error.Name), Is.EqualTo(fields));
        Assert.That(shop.Sandbox.Journal, Is.Empty);
    }

    [Test]
    public async Task National_code_may_be_optional()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CustomerNationalCodeIsOptional = true });

        Reply reply = await shop.Post(RegisteredCustomer.V2, """{"type":"INDIVIDUAL","mobile":"09120000001"}""");

        Assert.That(reply.Status, Is.EqualTo(200));
    }

    [TestCase(false, 200, 2)]
    [TestCase(true, 422, 1)]
    public async Task Repeated_create_makes_a_second_customer_unless_codes_are_unique(bool unique, int status, int customers)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CustomerNationalCodeIsUnique = unique });
        await RegisteredCustomer.Named(shop);

        Reply second = await shop.Post(RegisteredCustomer.V2, RegisteredCustomer.Individual());

        Assert.That(second.Status, Is.EqualTo(status));
        Assert.That((await shop.Get(RegisteredCustomer.V2))["meta"].GetProperty("total").GetInt32(), Is.EqualTo(customers));
    }

    [Test]
    public async Task Form_bodies_are_read_too()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.PostForm(RegisteredCustomer.V2,
            ("type", "INDIVIDUAL"), ("mobile", "09120000001"), ("individual_national_code", RegisteredCustomer.Code), ("postal_code", ""));

        Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
    }

    [Test]
    public async Task List_is_paged_without_status_and_links_to_another_host()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        for (int i = 0; i < 12; i++)
            await RegisteredCustomer.Named(shop, mobile: "091200000" + i.ToString("00", CultureInfo.InvariantCulture));

        Reply first = await shop.Get(RegisteredCustomer.V2);
        Reply second = await shop.Get(RegisteredCustomer.V2 + "?page=2");
        Reply beyond = await shop.Get(RegisteredCustomer.V2 + "?page=3");
        Reply five = await shop.Get(RegisteredCustomer.V2 + "?page=3&per_page=5");

        const string Path = "https://customer.vandar.io/v2/business/sample-shop/customers";
        Assert.That(first.Json.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "data", "links", "meta" }));
        Assert.That(first.Data[0].GetRawText(), Is.EqualTo($$"""
            {"id":"{{first.Data[0].GetProperty("id").GetString()}}","name":"Test Payer","balance":0,"created_at":"12:00 - 1405/01/01",
            "mobile":"09120000011","custom_fields":[]}
            """.ReplaceLineEndings("")));
        Assert.That(first["links"].GetRawText(), Is.EqualTo(
            $$"""{"first":"{{Path}}?page=1","last":"{{Path}}?page=2","prev":null,"next":"{{Path}}?page=2"}"""));
        Assert.That(second["meta"].GetRawText(), Is.EqualTo(
            $$"""{"current_page":2,"from":11,"last_page":2,"path":"{{Path}}","per_page":10,"to":12,"total":12}"""));
        Assert.That((beyond.Data.GetArrayLength(), beyond["meta"].GetProperty("from").ValueKind), Is.EqualTo((0, JsonValueKind.Null)));
        Assert.That(five.Data.GetArrayLength(), Is.EqualTo(2));
        string[] ids = [.. first.Data.EnumerateArray().Concat(second.Data.EnumerateArray()).Select(row => row.GetProperty("id").GetString()!)];
        Assert.That(ids, Has.Length.EqualTo(12).And.Unique);
    }

    [TestCase("page=0", "page")]
    [TestCase("page=a", "page")]
    [TestCase("per_page=-1", "per_page")]
    public async Task Bad_page_is_422(string query, string field)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Get($"{RegisteredCustomer.V2}?{query}");

        Assert.That((reply.Status, reply["errors"].GetProperty(field).GetArrayLength()), Is.EqualTo((422, 1)));
    }

    [Test]
    public async Task Update_adds_to_what_is_there_and_prints_ids_as_texts()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Create(shop, RegisteredCustomer.Individual(Address));

        Reply updated = await shop.Put(customer.PathV2,
            """{"type":"INDIVIDUAL","first_name":"Test","last_name":"Payer-Two","birthday":"1370/01/01","address":""}""");

        JsonElement detail = updated["customer"];
        Assert.That(updated.Json.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "message", "customer" }));
        Assert.That(updated["message"].GetString(), Is.EqualTo("مخاطب با موفقیت به‌روزرسانی شد."));
        Assert.That((detail.GetProperty("name").GetString(), detail.GetProperty("mobile").GetString()),
            Is.EqualTo(("Test Payer-Two", "09120000001")));
        Assert.That((detail.GetProperty("province_id").GetString(), detail.GetProperty("city_id").GetString()), Is.EqualTo(("8", "140")));
        Assert.That(detail.GetProperty("address").ValueKind, Is.EqualTo(JsonValueKind.Null), "an empty text empties");
    }

    [Test]
    public async Task Update_may_replace_everything()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CustomerUpdateReplaces = true });
        RegisteredCustomer customer = await RegisteredCustomer.Create(shop, RegisteredCustomer.Individual(Address));

        Reply updated = await shop.Put(customer.PathV2, """{"type":"INDIVIDUAL","first_name":"Test"}""");

        JsonElement detail = updated["customer"];
        Assert.That((detail.GetProperty("address").ValueKind, detail.GetProperty("mobile").GetString()),
            Is.EqualTo((JsonValueKind.Null, "09120000001")));
    }

    [Test]
    public async Task Update_that_changes_the_kind_needs_the_new_identity()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply refused = await shop.Put(customer.PathV2, """{"type":"LEGAL","legal_name":"Co."}""");
        Reply updated = await shop.Put(customer.PathV2, RegisteredCustomer.Legal(",\"legal_name\":\"Co.\""));

        Assert.That(refused["errors"].EnumerateObject().Select(error => error.Name), Is.EqualTo(new[] { "agent_mobile", "legal_national_code" }));
        Assert.That((updated["customer"].GetProperty("name").GetString(), updated["customer"].GetProperty("mobile").ValueKind),
            Is.EqualTo(("Co.", JsonValueKind.Null)));
    }

    [TestCase("""{"first_name":"Test"}""", "type")]
    [TestCase("""{"type":"INDIVIDUAL","city_id":"140"}""", "province_id")]
    [TestCase("""{"type":"INDIVIDUAL","province_id":"8"}""", "city_id")]
    [TestCase("""{"type":"INDIVIDUAL","mobile":""}""", "mobile")]
    [TestCase("""{"type":"INDIVIDUAL","individual_national_code":"1"}""", "individual_national_code")]
    public async Task Update_names_every_bad_field(string json, string field)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply reply = await shop.Put(customer.PathV2, json);

        Assert.That((reply.Status, reply["errors"].EnumerateObject().Single().Name), Is.EqualTo((422, field)));
    }

    [Test]
    public async Task Update_may_need_the_identity()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CustomerUpdateNeedsIdentity = true });
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply reply = await shop.Put(customer.PathV2, """{"type":"INDIVIDUAL"}""");

        Assert.That(reply["errors"].EnumerateObject().Select(error => error.Name),
            Is.EqualTo(new[] { "mobile", "individual_national_code" }));
    }

    [Test]
    public async Task Deleted_customer_is_gone()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply deleted = await shop.Delete(customer.PathV2);
        Reply again = await shop.Delete(customer.PathV2);

        Assert.That(deleted.Text, Is.EqualTo("""{"status":1,"message":"مخاطب با موفقیت حذف گردید."}"""));
        Assert.That((again.Status, again.Text), Is.EqualTo((404, RegisteredCustomer.NotFound)));
        Assert.That((await shop.Get(customer.PathV2)).Status, Is.EqualTo(404));
        Assert.That((await shop.Get(RegisteredCustomer.V2)).Data.GetArrayLength(), Is.Zero);
        Assert.That(shop.Sandbox.Business.Customer(customer.Id), Is.Null);
    }

    [TestCase(false, 422, 700_000)]
    [TestCase(true, 200, 1_000_000)]
    public async Task Customer_with_money_is_deleted_only_if_switched_so(bool allowed, int status, long wallet)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches
        {
            CustomerMoney = SandboxCustomerMoney.BusinessWallet, CustomerWithBalanceCanBeDeleted = allowed,
        });
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        await customer.Deposit(300_000, "d-1");

        Reply deleted = await shop.Delete(customer.PathV2);

        Assert.That((deleted.Status, shop.Sandbox.Business.Wallet.Value), Is.EqualTo((status, wallet)));
    }

    [Test]
    public async Task Customer_of_another_business_is_unknown()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        shop.AccessToken = shop.Sandbox.AddBusiness("other-shop").Credentials.AccessToken;

        Reply theirs = await shop.Get(customer.PathV2);
        Reply mine = await shop.Get($"v2/business/other-shop/customers/{customer.Id}");

        Assert.That((theirs.Status, mine.Status), Is.EqualTo((403, 404)));
    }

    [Test]
    public async Task Log_tells_what_happened_newest_first_on_every_path()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);
        shop.Time.Advance(TimeSpan.FromSeconds(60));
        await shop.Put(customer.PathV2, """{"type":"INDIVIDUAL","birthday":"1370/01/01"}""");
        await shop.Post(customer.PathV3 + "/authentication/kyc");
        await shop.Post(customer.PathV3 + "/authentication/shahkar");

        Reply[] logs =
        [
            await shop.Get(customer.PathV2 + "/logs"), await shop.Post(customer.PathV2 + "/logs"),
            await shop.Get(customer.PathV3 + "/logs"), await shop.Post(customer.PathV3 + "/logs"),
        ];

        foreach (Reply log in logs)
        {
            Assert.That(log.Data.EnumerateArray().Select(row => row.GetProperty("type").GetString()), Is.EqualTo(new[]
            {
                "CUSTOMER_SHAHKAR_AUTHENTICATION_REQUEST", "CUSTOMER_KYC_AUTHENTICATION_REQUEST", "CUSTOMER_UPDATED", "CUSTOMER_CREATED",
            }));
            Assert.That(log["meta"].GetProperty("per_page").GetInt32(), Is.EqualTo(15));
        }
        Assert.That(logs[0].Data[0].GetProperty("created_at").GetInt64() - logs[0].Data[3].GetProperty("created_at").GetInt64(), Is.EqualTo(60));
        Assert.That((await shop.Get(RegisteredCustomer.V2 + "/none/logs")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Cities_and_guilds_need_a_token_but_no_business()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply cities = await shop.Get("v2/information/cities"), guilds = await shop.Get("v2/information/mccs");
        shop.AccessToken = null;
        Reply stranger = await shop.Get("v2/information/cities");

        JsonElement tehran = cities.Data.EnumerateArray().Single(city => city.GetProperty("id").GetInt32() == 140);
        Assert.That((tehran.GetProperty("name").GetString(), tehran.GetProperty("province_id").GetInt32()), Is.EqualTo(("تهران", 8)));
        Assert.That(guilds.Data.EnumerateArray().Select(guild => guild.GetProperty("code").GetString()), Does.Contain("15200002"));
        Assert.That((stranger.Status, stranger.Text), Is.EqualTo((401, """{"status":0,"error":"Unauthenticated"}""")));
    }

    // Custom fields

    [Test]
    public async Task Custom_field_lives_from_create_to_delete_in_four_envelopes()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        const string Fields = RegisteredCustomer.V2 + "/fields";

        Reply created = await shop.Post(Fields, """{"name":"membership"}""");
        shop.Time.Advance(TimeSpan.FromHours(1));
        Reply updated = await shop.Put(Fields + "/1", """{"name":"membership level"}""");
        Reply list = await shop.Get(Fields);
        Reply read = await shop.Get(Fields + "/1");
        Reply deleted = await shop.Delete(Fields + "/1");
        Reply again = await shop.Delete(Fields + "/1");

        long now = shop.Sandbox.Now.ToUnixTimeSeconds();
        string field = $$"""{"id":1,"name":"membership level","created_at":{{now - 3600}},"updated_at":{{now}}}""";
        Assert.That(created.Text, Is.EqualTo("""{"status":"1","message":"فیلد با موفقیت ثبت گردید.","result":{"field":{"id":1}}}"""));
        Assert.That(updated.Text, Is.EqualTo($$"""{"message":"فیلد با موفقیت به‌روزرسانی شد.","field":{{field}}}"""));
        Assert.That(list.Data.GetRawText(), Is.EqualTo($"[{field}]"));
        Assert.That(list["meta"].GetProperty("per_page").GetInt32(), Is.EqualTo(10));
        Assert.That(read.Text, Is.EqualTo($$"""{"data":{{field}}}"""));
        Assert.That(deleted.Text, Is.EqualTo("""{"status":1,"message":"فیلد با موفقیت حذف گردید."}"""));
        Assert.That((again.Status, again.Text), Is.EqualTo((404, RegisteredCustomer.NotFound)));
        Assert.That(shop.Sandbox.Journal.Select(row => row.Operation),
            Is.EqualTo(new[] { "customers.fields.create", "customers.fields.update", "customers.fields.delete" }));
    }

    [Test]
    public async Task Custom_fields_may_answer_as_in_2022()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CustomFieldsAsIn2022 = true });
        await shop.Post(RegisteredCustomer.V2 + "/fields", """{"name":"membership"}""");

        Reply list = await shop.Get(RegisteredCustomer.V2 + "/fields");

        Assert.That(list.Data[0].GetProperty("created_at").GetString(), Is.EqualTo("2026-03-21T08:30:00.000000Z"));
        Assert.That((list["meta"].GetProperty("per_page").GetInt32(), list["meta"].GetProperty("links").GetArrayLength()), Is.EqualTo((15, 3)));
    }

    [Test]
    public async Task Field_of_another_business_has_its_own_404()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await shop.Post(RegisteredCustomer.V2 + "/fields", """{"name":"membership"}""");
        shop.AccessToken = shop.Sandbox.AddBusiness("other-shop").Credentials.AccessToken;

        Reply foreign = await shop.Get("v2/business/other-shop/customers/fields/1");
        Reply unknown = await shop.Put("v2/business/other-shop/customers/fields/2", """{"name":"x"}""");
        Reply word = await shop.Delete("v2/business/other-shop/customers/fields/abc");

        Assert.That((foreign.Status, foreign.Text),
            Is.EqualTo((404, """{"status":0,"message":"چنین فیلدی برای این کسب و کار ثبت نشده است."}""")));
        Assert.That((unknown.Status, unknown.Text), Is.EqualTo((404, RegisteredCustomer.NotFound)));
        Assert.That(word.Status, Is.EqualTo(404));
    }

    [TestCase("{}")]
    [TestCase("""{"name":""}""")]
    [TestCase("""{"name":3}""")]
    public async Task Field_needs_a_name(string json)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await shop.Post(RegisteredCustomer.V2 + "/fields", """{"name":"membership"}""");

        Reply created = await shop.Post(RegisteredCustomer.V2 + "/fields", json);
        Reply updated = await shop.Put(RegisteredCustomer.V2 + "/fields/1", json);

        Assert.That((created.Status, updated.Status), Is.EqualTo((422, 422)));
        Assert.That(created["errors"].GetProperty("name").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task Custom_values_go_in_by_id_and_come_out_by_name()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await shop.Post(RegisteredCustomer.V2 + "/fields", """{"name":"membership"}""");
        await shop.Post(RegisteredCustomer.V2 + "/fields", """{"name":"city"}""");
        RegisteredCustomer customer = await RegisteredCustomer.Create(shop,
            RegisteredCustomer.Individual(",\"custom_fields\":[{\"field_id\":1,\"field_value\":\"gold\"},{\"field_id\":\"2\",\"field_value\":\"Rey\"}]"));

        await shop.Put(RegisteredCustomer.V2 + "/fields/1", """{"name":"level"}""");
        await shop.Delete(RegisteredCustomer.V2 + "/fields/2");
        Reply updated = await shop.Put(customer.PathV2, """{"type":"INDIVIDUAL","custom_fields":[{"field_id":1,"field_value":"silver"}]}""");

        const string Values = """[{"key":"level","value":"silver"}]""";
        Assert.That(updated["customer"].GetProperty("custom_fields").GetRawText(), Is.EqualTo(Values));
        Assert.That((await shop.Get(RegisteredCustomer.V2)).Data[0].GetProperty("custom_fields").GetRawText(), Is.EqualTo(Values));
    }

    [Test]
    public async Task Unknown_custom_field_repeats_its_text_as_the_message()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Post(RegisteredCustomer.V2,
            RegisteredCustomer.Individual(",\"custom_fields\":[{\"field_id\":7,\"field_value\":\"gold\"}]"));

        const string Text = "چنین فیلدی برای این کسب و کار ثبت نشده است.";
        Assert.That((reply.Status, reply.Text),
            Is.EqualTo((422, $$$"""{"message":"{{{Text}}}","errors":{"custom_fields.0.field_id":["{{{Text}}}"]}}""")));
    }
}
