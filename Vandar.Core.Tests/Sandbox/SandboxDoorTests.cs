using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxDoorTests
{
    private const string Balance = "v2/business/sample-shop/balance";

    [Test]
    public async Task Listens_on_loopback_only()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        IPEndPoint[] listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();

        Assert.That(listeners.Where(listener => listener.Port == shop.Sandbox.BaseAddress.Port),
            Is.Not.Empty.And.All.Matches<IPEndPoint>(listener => IPAddress.IsLoopback(listener!.Address)));
    }

    [Test]
    public async Task Same_seed_gives_the_same_answers_and_another_seed_others()
    {
        string[] first = await Play(seed: 7), second = await Play(seed: 7), other = await Play(seed: 8);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(other.Intersect(first), Is.Empty);

        static async Task<string[]> Play(int seed)
        {
            await using SandboxShop shop = await SandboxShop.Open(seed: seed);
            SandboxCredentials credentials = shop.Sandbox.Credentials;
            string token = await shop.SendAndPay();
            Applicant applicant = await Applicant.Issued(shop);
            return
            [
                credentials.AccessToken, credentials.RefreshToken, credentials.IpgApiKey, token, (await shop.Verify(token)).Text,
                applicant.Id, (await applicant.Inquire()).Text, (await shop.Refresh(credentials.RefreshToken)).Text,
            ];
        }
    }

    [Test]
    public async Task Cards_do_not_depend_on_the_order_of_applicants()
    {
        await using SandboxShop one = await SandboxShop.Open();
        await using SandboxShop two = await SandboxShop.Open();
        string earlier = await (await Applicant.Issued(one, Applicant.NationalCode(2))).CardNumber();
        await Applicant.Issued(two, Applicant.NationalCode(1));

        string later = await (await Applicant.Issued(two, Applicant.NationalCode(2))).CardNumber();

        Assert.That(later, Is.EqualTo(earlier));
    }

    [TestCase("v2/business/sample-shop/nothing", """{"status":0,"message":"خطای ۴۰۴ رخ داده است"}""")]
    [TestCase("v1/business/sample-shop/ravand/nothing",
        """{"message":"منبع مورد نظر یافت نشد","data":[],"code":"not_found_error","errors":[]}""")]
    public async Task Unknown_path_is_404_in_the_family_of_the_path(string path, string body)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Get(path);

        Assert.That((reply.Status, reply.Text), Is.EqualTo((404, body)));
    }

    [Test]
    public async Task Wrong_method_is_405()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply old = await shop.Post(Balance), recent = await shop.Post("v1/business/sample-shop/ravand/cities");

        Assert.That((old.Status, old["status"].GetInt32()), Is.EqualTo((405, 0)));
        Assert.That((recent.Status, recent.Code), Is.EqualTo((405, "method_not_allowed")));
        Assert.That(shop.Sandbox.AnswersByStatus, Is.EqualTo(new Dictionary<int, int> { [405] = 2 }));
    }

    [TestCase("text/html", 406)]
    [TestCase("application/json;q=0", 406)]
    [TestCase("text/html, application/*;q=0.5", 200)]
    [TestCase("*/*", 200)]
    public async Task Accept_without_room_for_JSON_is_406(string accept, int status)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Send(HttpMethod.Get, Balance, headers: headers =>
        {
            headers.Accept.Clear();
            headers.TryAddWithoutValidation("Accept", accept);
        });

        Assert.That(reply.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Broken_JSON_is_400_and_a_body_of_megabytes_413()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply broken = await shop.Post("v3/refreshtoken", "{\"refreshtoken\":");
        Reply large = await shop.Send(HttpMethod.Post, "v3/refreshtoken",
            new StringContent(new string('x', 3 << 20), Encoding.UTF8, "application/json"));

        Assert.That((broken.Status, large.Status), Is.EqualTo((400, 413)));
    }

    [Test]
    public async Task Half_a_character_is_broken_JSON()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply text = await shop.Post("v3/refreshtoken", """{"refreshtoken":"\ud800"}""");
        Reply name = await shop.Post("v3/refreshtoken", """{"a":[{"\uDC00":1}]}""");
        Reply whole = await shop.Post("v3/refreshtoken", """{"refreshtoken":"\ud83d\ude00"}""");

        Assert.That((text.Status, name.Status, whole.Status), Is.EqualTo((400, 400, 401)));
    }

    [Test]
    public async Task Token_of_one_business_opens_no_other()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        SandboxBusiness second = shop.Sandbox.AddBusiness("second-shop", new Rial(70_000));

        Reply foreign = await shop.Get("v2/business/second-shop/balance");
        Reply foreignCards = await shop.Get("v1/business/second-shop/ravand/cities");
        Reply unknown = await shop.Get("v2/business/third-shop/balance");
        shop.AccessToken = second.Credentials.AccessToken;
        Reply own = await shop.Get("v2/business/second-shop/balance");

        Assert.That((foreign.Status, foreignCards.Status, unknown.Status, own.Status), Is.EqualTo((403, 403, 404, 200)));
        Assert.That(foreignCards.Code, Is.EqualTo("unauthorized_error"));
        Assert.That(own.Data.GetProperty("wallet").GetInt64(), Is.EqualTo(7_000));
    }

    [TestCase("")]
    [TestCase("Big Shop")]
    [TestCase("sample-shop")]
    public async Task Unusable_business_name_is_refused(string slug)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Assert.That(() => shop.Sandbox.AddBusiness(slug), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public async Task Texts_of_the_library_mask_secrets()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        SandboxCredentials credentials = shop.Sandbox.Credentials;
        string token = await shop.SendAndPay();
        await shop.Verify(token);

        string texts = string.Join('\n', shop.Sandbox.Journal) + credentials + shop.Sandbox.Business;

        Assert.That(texts, Does.Contain("ipg.verify").And.Contain("sample-shop"));
        Assert.That(texts, Does.Not.Contain(credentials.AccessToken).And.Not.Contain(credentials.RefreshToken)
            .And.Not.Contain(credentials.IpgApiKey).And.Not.Contain(token));
    }

    [Test]
    public async Task Journal_tells_who_did_what_before_the_answer_arrives()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Reply sent = await shop.Send(HttpMethod.Post, "api/v4/send",
            new StringContent($$"""{"api_key":"{{shop.ApiKey}}","amount":5000,"callback_url":"https://shop.example/"}""",
                Encoding.UTF8, "application/json"),
            headers => headers.Add("X-Sandbox-Intent", "intent-1"));
        await shop.Post("v1/business/sample-shop/ravand/set-config", "{}");

        SandboxExecution send = shop.Sandbox.Journal[0], config = shop.Sandbox.Journal[1];

        Assert.That(send, Is.EqualTo(new SandboxExecution(1, "ipg.send", "sample-shop", sent["token"].GetString()!, new Rial(5000), null,
            send.Connection, shop.Sandbox.Now, "intent-1")));
        Assert.That((config.Number, config.Operation, config.TokenGeneration, config.Amount),
            Is.EqualTo((2L, "ravand.set_config", (int?)0, (Rial?)null)));
        Assert.That(send.Connection, Is.Not.Empty);
    }

    [Test]
    public async Task Control_paths_show_state_and_move_the_clock_without_being_counted()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await shop.SendAndPay(10_000);
        DateTimeOffset before = shop.Sandbox.Now;

        Reply health = await shop.Get("_sandbox/health");
        Reply advanced = await shop.Post("_sandbox/clock/advance", """{"seconds":1200}""");
        Reply refused = await shop.Post("_sandbox/clock/advance", """{"seconds":-1}""");
        Reply ledger = await shop.Get("_sandbox/ledger");
        Reply journal = await shop.Get("_sandbox/journal");
        Reply state = await shop.Get("_sandbox/state");

        Assert.That((health.Status, advanced.Status, refused.Status), Is.EqualTo((200, 200, 422)));
        Assert.That(shop.Sandbox.Now - before, Is.EqualTo(TimeSpan.FromMinutes(20)));
        Assert.That(ledger["sum"].GetInt64(), Is.Zero);
        Assert.That(ledger["accounts"].GetProperty("payers").GetInt64(), Is.Zero, "the payment went back");
        Assert.That(journal["by_operation"].GetProperty("ipg.pay").GetInt32(), Is.EqualTo(1));
        Assert.That(state["requests"].GetInt32(), Is.EqualTo(3).And.EqualTo(shop.Sandbox.Requests));
        Assert.That(state.Text, Does.Not.Contain(shop.AccessToken!).And.Not.Contain(shop.ApiKey));
    }

    [Test]
    public async Task The_echo_tells_what_arrived_of_any_body([Values(0, 2, 5_000_000)] int length, [Values] bool http2)
    {
        await using VandarSandbox sandbox = await VandarSandbox.Start(new() { Http2 = http2 });
        using HttpClient http = new() { BaseAddress = sandbox.Http2Address ?? sandbox.BaseAddress };
        byte[] body = new byte[length];
        new Random(length).NextBytes(body);
        using HttpRequestMessage request = new(HttpMethod.Post, "_sandbox/echo?anything")
        {
            Content = new ByteArrayContent(body),
            Version = http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using HttpResponseMessage answer = await http.SendAsync(request);

        Assert.That((answer.Version, await answer.Content.ReadAsStringAsync()), Is.EqualTo(
            (request.Version, $$$"""{"data":{"sha256":"{{{Convert.ToHexString(SHA256.HashData(body))}}}","length":{{{length}}}}}""")));
        Assert.That(sandbox.Requests, Is.Zero);
    }

    [Test]
    public async Task The_echo_is_for_this_computer_alone()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Send(
            HttpMethod.Post, "_sandbox/echo", new ByteArrayContent([1]), headers => headers.TryAddWithoutValidation("Origin", "https://evil.example"));

        Assert.That((reply.Status, shop.Sandbox.Http2Address), Is.EqualTo((404, (Uri?)null)));
    }

    [TestCase("Host", "evil.example", 404)]
    [TestCase("Host", "localhost:1", 200)]
    [TestCase("Origin", "https://evil.example", 404)]
    [TestCase("Origin", "null", 404)]
    [TestCase("Origin", "http://127.0.0.1:8080", 200)]
    public async Task Control_paths_refuse_pages_that_the_browser_of_this_computer_has_open(string header, string value, int status)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        DateTimeOffset before = shop.Sandbox.Now;

        Reply reply = await shop.Send(HttpMethod.Post, "_sandbox/clock/advance",
            new FormUrlEncodedContent([KeyValuePair.Create("seconds", "60")]), headers => headers.TryAddWithoutValidation(header, value));

        Assert.That((reply.Status, shop.Sandbox.Now - before), Is.EqualTo((status, TimeSpan.FromSeconds(status == 200 ? 60 : 0))));
    }

    [Test]
    public async Task Every_test_value_stands_on_one_page()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        string[] constants = [.. typeof(VandarSandbox).Assembly.GetExportedTypes()
            .Where(type => type is { IsAbstract: true, IsSealed: true })
            .SelectMany(type => type.GetFields()).Where(field => field.IsLiteral)
            .Select(field => $"{field.DeclaringType!.Name}.{field.Name}={field.GetRawConstantValue()}")];

        Reply page = await shop.Get("_sandbox/test-values");

        Assert.That(page.Status, Is.EqualTo(200));
        JsonElement[] rows = [.. page["values"].EnumerateArray()];
        Assert.That(rows.Select(row => $"{row.GetProperty("name")}={row.GetProperty("value")}"), Is.EquivalentTo(constants));
        Assert.That(rows.SelectMany(row => new[] { row.GetProperty("where").GetString(), row.GetProperty("effect").GetString() }), Has.None.Empty);
        Assert.That(constants, Has.Length.GreaterThan(10));
    }

    [Test]
    public async Task Clock_never_runs_back()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Assert.That(() => shop.Sandbox.Clock.Advance(TimeSpan.FromTicks(-1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
