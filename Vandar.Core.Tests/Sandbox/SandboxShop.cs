using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Conventions;

namespace Vandar.Core.Tests.Sandbox;

/// <summary>One answer, read to its end.</summary>
internal sealed record Reply(HttpResponseMessage Message, string Text)
{
    public int Status => (int)Message.StatusCode;

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public JsonElement this[string name] => Json.GetProperty(name);

    public JsonElement Data => Json.GetProperty("data");

    public string? Code => Json.GetProperty("code").GetString();

    public string Header(string name) => Message.Headers.GetValues(name).Single();
}

/// <summary>A sandbox, a plain HTTP client and a clock that stands still. Closing it checks the books.</summary>
internal sealed class SandboxShop : IAsyncDisposable
{
    private readonly HttpClient _http;

    private SandboxShop(VandarSandbox sandbox, FakeTimeProvider time)
    {
        Sandbox = sandbox;
        Time = time;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = sandbox.BaseAddress };
        AccessToken = sandbox.Credentials.AccessToken;
    }

    public VandarSandbox Sandbox { get; }

    public FakeTimeProvider Time { get; }

    public string? AccessToken { get; set; }

    public string ApiKey => Sandbox.Credentials.IpgApiKey;

    public static async Task<SandboxShop> Open(SandboxSwitches? switches = null, bool limits = false, int seed = 1)
    {
        FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 21, 8, 30, 0, TimeSpan.Zero));
        return new SandboxShop(await VandarSandbox.Start(new SandboxOptions
        {
            Seed = seed, TimeProvider = time, Limits = limits, Switches = switches ?? new SandboxSwitches(),
        }), time);
    }

    public Task<Reply> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Reply> Post(string path, string json = "") => Send(HttpMethod.Post, path, JsonBody(json));

    public Task<Reply> Put(string path, string json) => Send(HttpMethod.Put, path, JsonBody(json));

    public Task<Reply> Delete(string path, string? json = null) =>
        Send(HttpMethod.Delete, path, json is null ? null : JsonBody(json));

    public Task<Reply> PostForm(string path, params (string Name, string Value)[] fields) => Send(HttpMethod.Post, path,
        new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    public async Task<Reply> Send(HttpMethod method, string path, HttpContent? content = null, Action<HttpRequestHeaders>? headers = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        if (AccessToken is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        request.Headers.Accept.ParseAdd("application/json");
        headers?.Invoke(request.Headers);
        HttpResponseMessage response = await _http.SendAsync(request);
        return new Reply(response, await response.Content.ReadAsStringAsync());
    }

    public Task<Reply> Refresh(string refreshToken) => Post("v3/refreshtoken", $$"""{"refreshtoken":"{{refreshToken}}"}""");

    /// <summary>Sends a payment and returns its token.</summary>
    public async Task<string> SendPayment(long amount = 250_000, string more = "")
    {
        Reply sent = await Post("api/v4/send",
            $$"""{"api_key":"{{ApiKey}}","amount":{{amount}},"callback_url":"https://shop.example/cb"{{more}}}""");
        Assert.That(sent.Status, Is.EqualTo(200), sent.Text);
        return sent["token"].GetString()!;
    }

    /// <summary>Sends a payment and pays it at the page.</summary>
    public async Task<string> SendAndPay(long amount = 250_000, string more = "")
    {
        string token = await SendPayment(amount, more);
        await Get("v4/" + token);
        Reply paid = await PostForm($"v4/{token}/pay", ("card_number", "6037990000000006"));
        Assert.That(paid.Message.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther), paid.Text);
        return token;
    }

    public Task<Reply> Verify(string token) => Post("api/v4/verify", $$"""{"api_key":"{{ApiKey}}","token":"{{token}}"}""");

    public Task<Reply> Transaction(string token) => Post("api/v4/transaction", $$"""{"api_key":"{{ApiKey}}","token":"{{token}}"}""");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        SandboxLedger ledger = Sandbox.Ledger;
        JournalNames.Check(Sandbox);
        await Sandbox.DisposeAsync();
        Assert.That(ledger.Sum, Is.EqualTo(Rial.Zero));
        Assert.That(ledger.Balances.Values.Sum(balance => balance.Value), Is.Zero);
    }

    private static StringContent JsonBody(string json) => new(json, Encoding.UTF8, "application/json");
}
