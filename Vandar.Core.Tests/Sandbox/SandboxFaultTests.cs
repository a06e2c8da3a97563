using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Sandbox;

/// <summary>What each step of a fault does, seen from a bare socket.</summary>
[CancelAfter(60_000)]
public sealed class SandboxFaultTests
{
    private const string Message = """{"status":0,"message":"خطایی رخ داده است","error":"خطایی رخ داده است"}""";
    private const string Store = "/" + SandboxPayouts.Store;
    private const string Page = "<!DOCTYPE html><html lang=\"en\"><head><title>BadGateway</title></head><body><h1>BadGateway</h1></body></html>";

    private static readonly string[] s_ends = ["reset", "close", "half-close", "stall"];

    private static readonly string[] s_points =
    [
        "head:0", "head:1", "head:50%", "head:-1", "head:100%", "body:0", "body:1", "body:25%", "body:-1", "body:99999", "end",
    ];

    private TestTime _time = null!;
    private VandarSandbox _sandbox = null!;

    [SetUp]
    public async Task Open()
    {
        _time = new();
        _sandbox = await VandarSandbox.Start(new() { Faults = SandboxFaultPlan.Empty, Limits = false, TimeProvider = _time });
    }

    [TearDown]
    public async Task Close() => await _sandbox.DisposeAsync();

    /// <summary>How <c>status:503</c> stands on the wire.</summary>
    private static string Refusal => string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 503 ServiceUnavailable\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(Message)}\r\n\r\n{Message}");

    private static IEnumerable<string[]> Cuts() => s_ends.SelectMany(end => s_points.Select(point => new[] { end, point }));

    private static IEnumerable<TestCaseData> Answers()
    {
        string json = Encoding.UTF8.GetByteCount(Message).ToString(CultureInfo.InvariantCulture);
        // .NET has two names for this one.
        string found = $"{HttpStatusCode.Found}";
        string moved = $"<!DOCTYPE html><html lang=\"en\"><head><title>{found}</title></head><body><h1>{found}</h1></body></html>";
        string head = "HTTP/1.1 503 ServiceUnavailable\r\nContent-Type: application/json\r\n";
        string hex = Encoding.UTF8.GetByteCount(Message).ToString("x", CultureInfo.InvariantCulture);
        string longer = (Encoding.UTF8.GetByteCount(Message) + 7).ToString(CultureInfo.InvariantCulture);
        string shorter = (Encoding.UTF8.GetByteCount(Message) - 7).ToString(CultureInfo.InvariantCulture);
        yield return Case("status:503", false, Refusal);
        yield return Case("status:201", false, "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 22\r\n\r\n{\"status\":1,\"data\":{}}");
        yield return Case("html:502", false, $"HTTP/1.1 502 BadGateway\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {Page.Length}\r\n\r\n{Page}");
        yield return Case("redirect:302:http://other.example/a?b=c", false,
            $"HTTP/1.1 302 {found}\r\nContent-Type: text/html; charset=utf-8\r\nLocation: http://other.example/a?b=c\r\nContent-Length: {moved.Length}\r\n\r\n{moved}");
        yield return Case("empty:200", false, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        yield return Case("empty:205", false, "HTTP/1.1 205 ResetContent\r\nContent-Length: 0\r\n\r\n");
        yield return Case("empty:204", false, "HTTP/1.1 204 NoContent\r\n\r\n");
        yield return Case("status:503+retry-after:soon", false, $"{head}Retry-After: soon\r\nContent-Length: {json}\r\n\r\n{Message}");
        yield return Case("status:503+content-type:text/plain", false,
            $"HTTP/1.1 503 ServiceUnavailable\r\nContent-Type: text/plain\r\nContent-Length: {json}\r\n\r\n{Message}");
        yield return Case("status:503+content-type:", false, $"HTTP/1.1 503 ServiceUnavailable\r\nContent-Length: {json}\r\n\r\n{Message}");
        yield return Case("status:503+chunked", false, $"{head}Transfer-Encoding: chunked\r\n\r\n{hex}\r\n{Message}\r\n0\r\n\r\n");
        yield return Case("empty:200+chunked", false, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        yield return Case("status:503+chunked-unfinished", true, $"{head}Transfer-Encoding: chunked\r\n\r\n{hex}\r\n{Message}\r\n");
        yield return Case("status:503+until-close", true, $"{head}\r\n{Message}");
        yield return Case("status:503+length:+7", true, $"{head}Content-Length: {longer}\r\n\r\n{Message}");
        yield return Case("status:503+length:-7", true, $"{head}Content-Length: {shorter}\r\n\r\n{Message}");
        yield return Case("empty:200+length:-7", true, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        yield return Case("empty:200+interim:100,103,103", false,
            "HTTP/1.1 100 Interim\r\n\r\nHTTP/1.1 103 Interim\r\n\r\nHTTP/1.1 103 Interim\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        yield return Case("empty:200+headers:30", false, "HTTP/1.1 200 OK\r\nX-Noise-1: nnnnnnnnnnnnnnnnn\r\nContent-Length: 0\r\n\r\n");
        yield return Case($"raw:{Base64Url.EncodeToString("HTTP/1.1 200 OK\r\nA\r\n\r\n\0ÿ"u8)}", true, "HTTP/1.1 200 OK\r\nA\r\n\r\n\0ÿ");

        static TestCaseData Case(string fault, bool closes, string wire) => new TestCaseData(fault, closes, wire).SetArgDisplayNames(fault);
    }

    [TestCaseSource(nameof(Answers))]
    public async Task A_made_answer_is_on_the_wire_byte_for_byte(string fault, bool closes, string wire)
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);
        byte[] expected = Encoding.UTF8.GetBytes(wire);

        await caller.Send(WireCaller.Request("/v3/nothing", $"unseen+{fault}"));
        byte[] bytes = await caller.Read(expected.Length);
        if (!closes)
        {
            await caller.Send(WireCaller.Request("/v3/nothing", "unseen+empty:200"));
            Assert.That(await caller.Answer(), Does.StartWith("HTTP/1.1 200 "), "the connection goes on");
            caller.StopSending();
        }
        (byte[] rest, bool isReset) = await caller.ToEnd();

        Assert.That(Encoding.UTF8.GetString(bytes), Is.EqualTo(Encoding.UTF8.GetString(expected)));
        Assert.That((rest.Length, isReset, _sandbox.Requests), Is.EqualTo((0, false, 0)));
    }

    [TestCaseSource(nameof(Cuts))]
    public async Task An_answer_is_cut_at_its_point(string end, string point)
    {
        byte[] whole = Encoding.UTF8.GetBytes(Refusal);
        int head = whole.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        byte[] expected = whole[..Place(point, head, whole.Length - head)];
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);

        await caller.Send(WireCaller.Request("/v3/nothing", $"unseen+status:503+{end}@{point}"));
        (byte[] bytes, bool isReset) = await End(caller, end, expected.Length);

        Assert.That(bytes, Is.EqualTo(expected));
        Assert.That(isReset, Is.EqualTo(end == "reset"));
        caller.Dispose();
        await Until(() => _sandbox.Faults!.OpenConnections == 0);
    }

    [TestCaseSource(nameof(Cuts))]
    public async Task What_was_cut_is_in_the_journal_before_the_cut(string end, string point)
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);

        await caller.Send(Settlement($"{end}@{point}", "cut-1"));
        if (end != "stall")
            await caller.ToEnd();
        else if (point != "head:0")
            await caller.Read(1);
        else
            await Until(() => _sandbox.Journal.Count > 0);

        Assert.That((_sandbox.Journal.Single().Key, _sandbox.Requests), Is.EqualTo(("cut-1", 1)));
    }

    [TestCaseSource(nameof(Cuts))]
    public async Task A_request_that_is_cut_is_not_executed(string end, string point)
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);

        await caller.Send(Settlement($"request-{end}@{point}", "cut-2"));
        (byte[] bytes, bool isReset) = await End(caller, end, 0);

        Assert.That((bytes.Length, isReset, _sandbox.Journal.Count, _sandbox.Requests), Is.EqualTo((0, end == "reset", 0, 0)));
    }

    [TestCase("")]
    [TestCase("Transfer-Encoding: chunked\r\n")]
    public async Task A_request_is_cut_without_waiting_for_its_rest(string framing)
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);
        string head = "POST /v3/nothing HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Sandbox-Fault: request-reset@body:10\r\n";

        await caller.Send(framing.Length == 0 ? $"{head}Content-Length: 4000\r\n\r\n0123456789" : $"{head}{framing}\r\n1000\r\n0123456789");
        (byte[] bytes, bool isReset) = await caller.ToEnd();

        Assert.That((bytes.Length, isReset), Is.EqualTo((0, true)));
    }

    [Test]
    public async Task After_a_half_close_the_client_may_go_on_sending()
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);

        await caller.Send(WireCaller.Request("/v3/nothing", "unseen+half-close@head:0"));
        (byte[] bytes, bool isReset) = await caller.ToEnd();
        await caller.Send(new byte[4 << 20]);
        int open = _sandbox.Faults!.OpenConnections;
        caller.StopSending();
        await Until(() => _sandbox.Faults.OpenConnections == 0);

        Assert.That((bytes.Length, isReset, open), Is.EqualTo((0, false, 1)));
    }

    [TestCase("chunked")]
    [TestCase("until-close")]
    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    [TestCase("headers:70000")]
    [TestCase("drip:100/0")]
    public async Task An_honest_shape_keeps_the_sandboxs_own_answer(string fault)
    {
        using HttpClient client = new(new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All, MaxResponseHeadersLength = 100,
        });
        string expected = await client.GetStringAsync(new Uri(_sandbox.InnerAddress, "_sandbox/test-values"));
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(_sandbox.BaseAddress, "_sandbox/test-values"));
        request.Headers.Add(SandboxFaults.Header, fault);

        using HttpResponseMessage answer = await client.SendAsync(request);

        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(expected));
        Assert.That(_sandbox.Faults!.Counts, Is.EqualTo(new Dictionary<string, int> { [fault] = 1 }));
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public async Task A_bomb_unpacks_to_its_size(string coding)
    {
        (string head, byte[] body) = await Closed($"unseen+status:200+bomb:{coding}:3000000+until-close");

        byte[] unpacked = Unpacked(coding, body);

        Assert.That(head, Does.Contain($"Content-Encoding: {coding}\r\n"));
        Assert.That(body, Has.Length.LessThan(30_000));
        Assert.That((unpacked.Length, unpacked[0], unpacked[^1]), Is.EqualTo((3_000_000, (byte)'{', (byte)'}')));
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public async Task A_broken_stream_does_not_unpack_to_the_answer(string coding)
    {
        (string head, byte[] body) = await Closed($"unseen+status:503+broken:{coding}+until-close");

        string? unpacked = null;
        try
        {
            unpacked = Encoding.UTF8.GetString(Unpacked(coding, body));
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            // What it is for.
        }

        Assert.That(head, Does.Contain($"Content-Encoding: {coding}\r\n"));
        Assert.That(unpacked, Is.Not.EqualTo(Message));
    }

    [Test]
    public async Task Double_gzip_is_gzip_in_gzip()
    {
        (string head, byte[] body) = await Closed("unseen+status:503+double:gzip+until-close");

        Assert.That(head, Does.Contain("Content-Encoding: gzip, gzip\r\n"));
        Assert.That(Encoding.UTF8.GetString(Unpacked("gzip", Unpacked("gzip", body))), Is.EqualTo(Message));
    }

    [Test]
    public async Task Trailing_junk_stands_behind_the_stream()
    {
        (string head, byte[] body) = await Closed("unseen+status:503+trailing:gzip+until-close");

        Assert.That(head, Does.Contain("Content-Encoding: gzip\r\n"));
        Assert.That(Encoding.Latin1.GetString(body), Does.EndWith("trailing junk"));
        Assert.That(Encoding.UTF8.GetString(Unpacked("gzip", body[..^"trailing junk".Length])), Is.EqualTo(Message));
    }

    [TestCase(15)]
    [TestCase(999)]
    [TestCase(1_000)]
    [TestCase(1_001)]
    [TestCase(70_003)]
    public async Task Headers_grow_by_just_so_many_bytes(int bytes)
    {
        (string plain, _) = await Closed("unseen+status:503+until-close");
        (string noisy, _) = await Closed(string.Create(CultureInfo.InvariantCulture, $"unseen+status:503+until-close+headers:{bytes}"));

        Assert.That(noisy, Has.Length.EqualTo(plain.Length + bytes));
    }

    [TestCase("endless", "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"data\":\"\r\n2000\r\naaaa")]
    [TestCase("endless-close", "\r\n\r\n{\"data\":\"aaaa")]
    public async Task An_endless_answer_goes_on_until_the_client_leaves(string fault, string start)
    {
        WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);

        await caller.Send(WireCaller.Request("/v3/nothing", $"unseen+status:200+{fault}"));
        byte[] bytes = await caller.Read(10 << 20);
        caller.Dispose();
        await Until(() => _sandbox.Faults!.OpenConnections == 0);

        Assert.That(Encoding.Latin1.GetString(bytes.AsSpan(0, 300)), Does.Contain(start));
    }

    [Test]
    public async Task A_redirect_to_itself_is_a_loop()
    {
        using HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
        _sandbox.Faults!.Plan = SandboxFaultPlan.Parse("100% redirect:307:self");
        Uri asked = new(_sandbox.BaseAddress, "v2/business/sample-shop/balance?a=b");

        using HttpResponseMessage answer = await client.GetAsync(asked);

        Assert.That(((int)answer.StatusCode, answer.Headers.Location), Is.EqualTo((307, asked)));
    }

    [Test]
    public async Task A_replaced_answer_was_executed_all_the_same()
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);

        await caller.Send(Settlement("status:500", "replaced"));
        string answer = await caller.Answer();
        await caller.Send(Settlement("unseen+status:500", "unseen"));
        string unseen = await caller.Answer();

        Assert.That((answer, unseen.StartsWith("HTTP/1.1 500 ", StringComparison.Ordinal)), Is.EqualTo((unseen, true)));
        Assert.That(_sandbox.Journal.Select(row => row.Key), Is.EqualTo(new[] { "replaced" }));
    }

    [Test]
    public async Task Latency_comes_before_the_first_byte()
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);

        await caller.Send(WireCaller.Request("/v3/nothing", "unseen+empty:200+interim:103+latency:250"));
        Task<byte[]> first = caller.Read(20);
        await Until(() => _time.Waits.Contains(TimeSpan.FromMilliseconds(250)));
        _time.Advance(TimeSpan.FromMilliseconds(249));
        bool isEarly = first.IsCompleted;
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That((isEarly, Encoding.Latin1.GetString(await first)), Is.EqualTo((false, "HTTP/1.1 103 Interim")));
    }

    [Test]
    public async Task Drops_come_one_by_one()
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);
        TimeSpan pause = TimeSpan.FromMilliseconds(40);
        StringBuilder wire = new();
        bool isEarly = false;

        await caller.Send(WireCaller.Request("/v3/nothing", "unseen+empty:200+drip:10/40"));
        foreach (int size in new[] { 10, 10, 10, 8 })
        {
            Task<byte[]> drop = caller.Read(size);
            if (wire.Length > 0)
            {
                int waits = wire.Length / 10;
                await Until(() => _time.Waits.Count(wait => wait == pause) == waits);
                isEarly |= drop.IsCompleted;
                _time.Advance(pause);
            }
            wire.Append(Encoding.Latin1.GetString(await drop));
        }

        Assert.That((wire.ToString(), isEarly), Is.EqualTo(("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false)));
    }

    [TestCase("latency:10000")]
    [TestCase("drip:1/10000")]
    public async Task A_wait_does_not_outlast_the_client(string fault)
    {
        WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);

        await caller.Send(WireCaller.Request("/v3/nothing", $"unseen+empty:200+{fault}"));
        await Until(() => _time.Waits.Contains(TimeSpan.FromSeconds(10)));
        caller.Dispose();

        await Until(() => _sandbox.Faults!.OpenConnections == 0);
        Assert.That(_sandbox.Faults!.Injected, Is.EqualTo(1));
    }

    [Test]
    public async Task An_early_answer_comes_while_the_body_is_still_on_its_way()
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);
        string request = Settlement("early+status:413", "early");
        int half = request.Length - 20;

        await caller.Send(request[..half]);
        string answer = await caller.Answer();
        int before = _sandbox.Journal.Count;
        await caller.Send(request[half..]);
        await caller.Send(WireCaller.Request("/v3/nothing", "unseen+empty:200"));
        await caller.Answer();

        Assert.That((answer[..12], before), Is.EqualTo(("HTTP/1.1 413", 0)));
        Assert.That(_sandbox.Journal.Single().Key, Is.EqualTo("early"), "passed on afterwards");
    }

    [Test]
    public async Task An_early_answer_to_what_is_unseen_leaves_no_trace()
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);

        await caller.Send(Settlement("early+unseen+status:401", "early"));
        string answer = await caller.Answer();
        await caller.Send(Settlement("none", "next"));
        await caller.Answer();

        Assert.That(answer, Does.StartWith("HTTP/1.1 401 "));
        Assert.That(_sandbox.Journal.Single().Key, Is.EqualTo("next"));
    }

    [TestCase("unseen", 0)]
    [TestCase("early", 1)]
    public async Task Where_the_sandbox_has_no_answer_yet_and_none_is_told_it_is_503(string fault, int executions)
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);

        await caller.Send(Settlement(fault, "first"));
        string answer = await caller.Answer();
        await caller.Send(WireCaller.Request("/v3/nothing", "unseen+empty:200"));
        await caller.Answer();

        Assert.That((answer, _sandbox.Journal.Count), Is.EqualTo((Refusal, executions)));
    }

    [Test]
    public async Task An_early_half_close_still_passes_the_body_on()
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);

        string request = Settlement("early+status:500+half-close@head:5", "early");
        await caller.Send(request[..^5]);
        (byte[] bytes, bool isReset) = await caller.ToEnd();
        await caller.Send(request[^5..]);
        await Until(() => _sandbox.Journal.Count == 1);

        Assert.That((Encoding.Latin1.GetString(bytes), isReset), Is.EqualTo(("HTTP/", false)));
    }

    [TestCase("explode", "explode")]
    [TestCase("reset@head:x", "a point is")]
    public async Task A_bad_header_is_explained(string fault, string explanation)
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);

        await caller.Send(WireCaller.Request("/v3/nothing", fault, new string('x', 100_000)));
        string answer = await caller.Answer();
        (byte[] rest, bool isReset) = await caller.ToEnd();

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 ").And.Contain(explanation));
        Assert.That((rest.Length, isReset, _sandbox.Requests), Is.EqualTo((0, false, 0)));
    }

    private string Settlement(string fault, string key) => WireCaller.Request(
        Store, fault, SandboxPayouts.Order(SandboxPayouts.Saman, key),
        $"Content-Type: application/json\r\nAccept: application/json\r\nAuthorization: Bearer {_sandbox.Credentials.AccessToken}\r\n");

    /// <summary>How a connection ends; a stall is one that ends by the client only.</summary>
    private async Task<(byte[] Bytes, bool IsReset)> End(WireCaller caller, string end, int expected)
    {
        if (end != "stall")
            return await caller.ToEnd();
        byte[] came = await caller.Read(expected);
        Task<(byte[] Bytes, bool IsReset)> more = caller.ToEnd();
        using (WireCaller other = await WireCaller.Connect(_sandbox.BaseAddress))
        {
            await other.Send(WireCaller.Request("/v3/nothing", "unseen+empty:200"));
            await other.Answer();
        }
        Assert.That((more.IsCompleted, _sandbox.Faults!.OpenConnections > 0), Is.EqualTo((false, true)));
        caller.StopSending();
        (byte[] rest, bool isReset) = await more;
        return ([.. came, .. rest], isReset);
    }

    private async Task<(string Head, byte[] Body)> Closed(string fault)
    {
        using WireCaller caller = await WireCaller.Connect(_sandbox.BaseAddress);
        await caller.Send(WireCaller.Request("/v3/nothing", fault));
        (byte[] bytes, bool isReset) = await caller.ToEnd();
        Assert.That(isReset, Is.False);
        int head = bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return (Encoding.Latin1.GetString(bytes.AsSpan(0, head)), bytes[head..]);
    }

    private static byte[] Unpacked(string coding, byte[] body)
    {
        using MemoryStream packed = new(body), unpacked = new();
        using Stream stream = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
            _ => new BrotliStream(packed, CompressionMode.Decompress),
        };
        stream.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private static int Place(string point, int head, int body)
    {
        if (point == "end")
            return head + body;
        string[] parts = point.Split(':');
        bool isHead = parts[0] == "head";
        int length = isHead ? head : body, number = int.Parse(parts[1].TrimEnd('%'), CultureInfo.InvariantCulture);
        int place = parts[1].EndsWith('%') ? length * number / 100 : number < 0 ? length + number : Math.Min(number, length);
        return isHead ? place : head + place;
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.CurrentContext.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
