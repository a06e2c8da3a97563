using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Sandbox;

/// <summary>The fault server as a server: what it draws, counts, passes on, and how it starts and ends.</summary>
[CancelAfter(60_000)]
public sealed class SandboxFaultServerTests
{
    private const string Nothing = "/v3/nothing";

    [Test]
    public async Task Without_the_option_there_is_no_fault_server()
    {
        await using VandarSandbox sandbox = await VandarSandbox.Start();
        using HttpClient client = new() { BaseAddress = sandbox.BaseAddress };

        using HttpResponseMessage faults = await client.GetAsync(new Uri("_sandbox/faults", UriKind.Relative));

        Assert.That((sandbox.Faults, sandbox.InnerAddress), Is.EqualTo(((SandboxFaults?)null, sandbox.BaseAddress)));
        Assert.That(faults.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public void Faults_are_for_loopback_only() => Assert.That(
        () => VandarSandbox.Start(new() { Faults = SandboxFaultPlan.Empty, ListenOn = IPAddress.Any }), Throws.ArgumentException);

    [Test]
    public async Task A_taken_port_is_an_IOException()
    {
        await using VandarSandbox first = await Start();

        Assert.That(() => VandarSandbox.Start(new() { Faults = SandboxFaultPlan.Empty, Port = first.BaseAddress.Port }), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task The_same_seed_draws_the_same_faults()
    {
        const string Plan = "30% unseen+status:501; 20% unseen+status:502";
        await using VandarSandbox one = await Start(Plan, 7), two = await Start(Plan, 7), three = await Start(Plan, 8);

        int[] first = await Statuses(one, 400), second = await Statuses(two, 400), other = await Statuses(three, 400);
        one.Faults!.Plan = SandboxFaultPlan.Parse(Plan, 7);
        int[] anew = await Statuses(one, 400);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(anew, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));
        Assert.That(first.Count(status => status == 501), Is.InRange(90, 150));
        Assert.That(first.Count(status => status == 502), Is.InRange(55, 105));
        Assert.That(two.Faults!.Counts.Values.Sum(), Is.EqualTo(first.Count(status => status > 500)).And.EqualTo(two.Faults.Injected));
    }

    [Test]
    public async Task The_header_beats_the_plan()
    {
        await using VandarSandbox sandbox = await Start("100% unseen+status:501");
        using WireCaller caller = await WireCaller.Connect(sandbox.BaseAddress);

        string[] answers =
        [
            await Ask(caller, "unseen+status:502"), await Ask(caller, "none"),
            await Ask(caller, $"GET {Nothing} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
        ];

        Assert.That(answers.Select(answer => answer[9..12]), Is.EqualTo(new[] { "502", "404", "501" }));
        Assert.That(sandbox.Faults!.Counts, Is.EquivalentTo(new Dictionary<string, int> { ["unseen+status:501"] = 1, ["unseen+status:502"] = 1 }));
    }

    [Test]
    public async Task After_counts_the_requests_of_a_connection()
    {
        await using VandarSandbox sandbox = await Start("100% after:2+unseen+status:501");
        using WireCaller one = await WireCaller.Connect(sandbox.BaseAddress), two = await WireCaller.Connect(sandbox.BaseAddress);
        string request = $"GET {Nothing} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

        string[] answers = [await Ask(one, request), await Ask(one, request), await Ask(two, request), await Ask(one, request), await Ask(one, request)];

        Assert.That(answers.Select(answer => answer[9..12]), Is.EqualTo(new[] { "404", "404", "404", "501", "501" }));
        Assert.That(sandbox.Faults!.Injected, Is.EqualTo(2));
    }

    [Test]
    public async Task Pipelined_requests_are_answered_in_turn()
    {
        await using VandarSandbox sandbox = await Start();
        using WireCaller caller = await WireCaller.Connect(sandbox.BaseAddress);
        string[] faults = ["unseen+status:501", "none", "unseen+status:502", "early+status:503", "unseen+status:504"];

        await caller.Send(string.Concat(faults.Select(fault => WireCaller.Request(Nothing, fault, "{}"))));
        List<string> answers = [];
        foreach (string _ in faults)
            answers.Add((await caller.Answer())[9..12]);

        Assert.That(answers, Is.EqualTo(new[] { "501", "404", "502", "503", "504" }));
        Assert.That(sandbox.Faults!.AcceptedConnections, Is.EqualTo(1));
    }

    [Test]
    public async Task An_idle_connection_is_not_closed_behind_its_back()
    {
        await using VandarSandbox sandbox = await Start();
        using WireCaller idle = await WireCaller.Connect(sandbox.BaseAddress), busy = await WireCaller.Connect(sandbox.BaseAddress);
        await Ask(idle, "none");

        // The inner server looks after its connections as often as it sets the date of its answers.
        HashSet<string> dates = [];
        while (dates.Count < 4)
            dates.Add((await Ask(busy, "none")).Split("\r\n").Single(line => line.StartsWith("Date:", StringComparison.Ordinal)));
        string answer = await Ask(idle, "none");

        Assert.That((answer[9..12], sandbox.Faults!.AcceptedConnections), Is.EqualTo(("404", 2)));
    }

    [Test]
    public async Task Refuse_closes_the_port_and_Accept_opens_the_same_one()
    {
        await using VandarSandbox sandbox = await Start();
        Uri address = sandbox.BaseAddress;
        using WireCaller before = await WireCaller.Connect(address);
        await Ask(before, "unseen+status:501");

        sandbox.Faults!.Refuse();
        sandbox.Faults.Refuse();
        SocketException? refused = await Assert.ThrowsAsync<SocketException>(() => WireCaller.Connect(address));
        string open = await Ask(before, "unseen+status:502");
        sandbox.Faults.Accept();
        sandbox.Faults.Accept();
        using WireCaller after = await WireCaller.Connect(address);
        string again = await Ask(after, "unseen+status:503");

        Assert.That((refused!.SocketErrorCode, open[9..12], again[9..12]), Is.EqualTo((SocketError.ConnectionRefused, "502", "503")));
        Assert.That(sandbox.BaseAddress, Is.EqualTo(address));
    }

    [Test]
    public async Task ResetAll_resets_what_is_open()
    {
        await using VandarSandbox sandbox = await Start();
        using WireCaller idle = await WireCaller.Connect(sandbox.BaseAddress), stalled = await WireCaller.Connect(sandbox.BaseAddress);
        await Ask(idle, "unseen+status:501");
        await stalled.Send(WireCaller.Request(Nothing, "unseen+status:502+stall@head:1"));
        await stalled.Read(1);

        sandbox.Faults!.ResetAll();
        (_, bool first) = await idle.ToEnd();
        (_, bool second) = await stalled.ToEnd();
        await Until(() => sandbox.Faults.OpenConnections == 0);

        Assert.That((first, second), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task The_plan_is_read_and_written_over_HTTP_through_either_address()
    {
        await using VandarSandbox sandbox = await Start("100% reset@head:0", 3);
        using HttpClient outer = new() { BaseAddress = sandbox.BaseAddress }, inner = new() { BaseAddress = sandbox.InnerAddress };

        JsonElement first = await Control(outer, HttpMethod.Get, null);
        JsonElement put = await Control(inner, HttpMethod.Put, """{"seed": 9, "faults": "100% unseen+status:501"}""");
        using WireCaller caller = await WireCaller.Connect(sandbox.BaseAddress);
        await Ask(caller, $"GET {Nothing} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        JsonElement state = JsonDocument.Parse(await outer.GetStringAsync(new Uri("_sandbox/state", UriKind.Relative))).RootElement;
        JsonElement deleted = await Control(outer, HttpMethod.Delete, null);

        Assert.That((first.GetProperty("seed").GetInt32(), first.GetProperty("faults").GetString()), Is.EqualTo((3, "100% reset@head:0")));
        Assert.That((put.GetProperty("seed").GetInt32(), put.GetProperty("faults").GetString()), Is.EqualTo((9, "100% unseen+status:501")));
        Assert.That(state.GetProperty("faults").GetRawText(), Is.EqualTo("""{"unseen+status:501":1}"""));
        Assert.That((deleted.GetProperty("faults").GetString(), deleted.GetProperty("injected").GetInt32()), Is.EqualTo(("", 1)));
        Assert.That(sandbox.Faults!.Plan.Shares, Is.Empty);
    }

    [TestCase("PUT", "unseen+status:501")]
    [TestCase("GET", "reset@head:0")]
    [TestCase("DELETE", "explode")]
    public async Task No_fault_meets_the_path_of_the_plan(string method, string fault)
    {
        await using VandarSandbox sandbox = await Start("100% reset@head:0", 3);
        using WireCaller caller = await WireCaller.Connect(sandbox.BaseAddress);
        const string Plan = """{"seed": 3, "faults": "1% unseen"}""";

        string answer = await Ask(caller, WireCaller.Request("/_sandbox/faults", fault, Plan, "Content-Type: application/json\r\n")
            .Replace("POST", method, StringComparison.Ordinal));

        Assert.That(answer, Does.StartWith("HTTP/1.1 200 ").And.Contain("\"injected\":0"));
        Assert.That(sandbox.Faults!.Injected, Is.Zero);
    }

    [TestCase("none", "HTTP/1.1 200 OK\r\nX-Own: 1\r\nContent-Length: 1234\r\n\r\n")]
    [TestCase("retry-after:1", "HTTP/1.1 200 OK\r\nX-Own: 1\r\nRetry-After: 1\r\nContent-Length: 1234\r\n\r\n")]
    [TestCase("gzip", "HTTP/1.1 200 OK\r\nX-Own: 1\r\nContent-Encoding: gzip\r\n\r\n")]
    [TestCase("chunked", "HTTP/1.1 200 OK\r\nX-Own: 1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [TestCase("status:201", "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 22\r\n\r\n")]
    [TestCase("unseen+status:201", "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 22\r\n\r\n")]
    public async Task An_answer_to_HEAD_tells_a_length_and_has_no_body(string fault, string wire)
    {
        await using RawServer upstream = new(async connection =>
        {
            while (await connection.ReadHead() is { } head)
            {
                await connection.Write(head.StartsWith("HEAD ", StringComparison.Ordinal)
                    ? "HTTP/1.1 200 OK\r\nX-Own: 1\r\nContent-Length: 1234\r\n\r\n" : RawServer.Answer(200, "{}"));
            }
        });
        await using FaultServer server = Before(upstream.Address);
        using WireCaller caller = await WireCaller.Connect(server.Address);

        await caller.Send($"HEAD {Nothing} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Sandbox-Fault: {fault}\r\n\r\n");
        string head = Encoding.Latin1.GetString(await caller.Read(wire.Length));
        string next = await Ask(caller, $"GET {Nothing} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

        Assert.That(head, Is.EqualTo(wire));
        Assert.That(next, Does.StartWith("HTTP/1.1 200 ").And.EndWith("{}"));
    }

    [TestCase("""{"faults": "5% explode"}""", "explode")]
    [TestCase("""{"fault": "5% unseen"}""", "faults must be a text")]
    [TestCase("""{"faults": 5}""", "faults must be a text")]
    [TestCase("""{"seed": -1, "faults": "1% unseen"}""", "seed")]
    public async Task A_bad_plan_is_refused_and_changes_nothing(string body, string explanation)
    {
        await using VandarSandbox sandbox = await Start("1% reset@head:0");
        using HttpClient client = new() { BaseAddress = sandbox.BaseAddress };
        using StringContent json = new(body, Encoding.UTF8, "application/json");

        using HttpResponseMessage answer = await client.PutAsync(new Uri("_sandbox/faults", UriKind.Relative), json);

        Assert.That((int)answer.StatusCode, Is.EqualTo(422));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(explanation));
        Assert.That(sandbox.Faults!.Plan.ToString(), Is.EqualTo("1% reset@head:0"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task An_upload_arrives_unchanged(bool isChunked)
    {
        byte[] body = Noise(24 << 20);
        await using VandarSandbox sandbox = await Start();
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(sandbox.BaseAddress, "_sandbox/echo")) { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = isChunked;

        using HttpResponseMessage answer = await client.SendAsync(request);
        JsonElement data = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("data");

        Assert.That((data.GetProperty("sha256").GetString(), data.GetProperty("length").GetInt32()),
            Is.EqualTo((Convert.ToHexString(SHA256.HashData(body)), body.Length)));
    }

    [Test]
    public async Task An_upload_behind_an_early_answer_arrives_unchanged()
    {
        byte[] body = Noise(8 << 20);
        TaskCompletionSource<byte[]> arrived = new();
        await using RawServer upstream = new(async connection =>
        {
            arrived.SetResult((await connection.ReadRequest())!.Body);
            await connection.Write(RawServer.Answer(200, "{}"));
        });
        await using FaultServer server = Before(upstream.Address);
        using WireCaller caller = await WireCaller.Connect(server.Address);
        string head = WireCaller.Request(Nothing, "early+status:413").Replace("Content-Length: 0", $"Content-Length: {8 << 20}", StringComparison.Ordinal);

        await caller.Send(head);
        string answer = await caller.Answer();
        await caller.Send(body);

        Assert.That(answer, Does.StartWith("HTTP/1.1 413 "));
        Assert.That(SHA256.HashData(await arrived.Task), Is.EqualTo(SHA256.HashData(body)));
    }

    [Test]
    public async Task A_request_is_passed_on_byte_for_byte_without_the_header()
    {
        RawRequest? seen = null;
        await using RawServer upstream = new(async connection =>
        {
            seen = await connection.ReadRequest();
            await connection.Write(RawServer.Answer(200, "{}"));
        });
        await using FaultServer server = Before(upstream.Address);
        using WireCaller caller = await WireCaller.Connect(server.Address);
        const string Start = "POST /a%20b?c=%2B&d HTTP/1.1\r\nHost:127.0.0.1\r\nX-Sandbox-Intent:  two blanks \r\n";
        const string End = "x-odd:\tä\r\nX-Sandbox-Faults: stays\r\nCONTENT-LENGTH: 6\r\n\r\n";

        await caller.Send($"{Start}x-SANDBOX-fault: none\r\n{End}\0\r\n\r\n");
        await caller.Send("!");
        await caller.Answer();

        Assert.That((seen!.Head, Encoding.UTF8.GetString(seen.Body)), Is.EqualTo((Start + End, "\0\r\n\r\n!")));
    }

    [Test]
    public async Task A_client_that_leaves_does_not_stop_what_it_asked_for()
    {
        TaskCompletionSource arrived = new(), gate = new();
        TaskCompletionSource<bool> answered = new();
        await using RawServer upstream = new(async connection =>
        {
            await connection.ReadRequest();
            arrived.SetResult();
            await gate.Task;
            await connection.Write(RawServer.Answer(200, new string('x', 1 << 20)));
            answered.SetResult(true);
            await connection.ReadHead();
        });
        await using FaultServer server = Before(upstream.Address);
        using (WireCaller caller = await WireCaller.Connect(server.Address))
        {
            await caller.Send(WireCaller.Request(Nothing, "none", "{}"));
            await arrived.Task;
        }
        int open = server.OpenConnections;
        gate.SetResult();

        Assert.That(await answered.Task, Is.True);
        Assert.That((open, upstream.Executed), Is.EqualTo((1, 1)));
        await Until(() => server.OpenConnections == 0);
    }

    [Test]
    public async Task A_request_that_never_became_whole_is_not_executed()
    {
        await using VandarSandbox sandbox = await Start();
        using (WireCaller caller = await WireCaller.Connect(sandbox.BaseAddress))
        {
            string order = SandboxPayouts.Order(SandboxPayouts.Saman);
            string whole = WireCaller.Request("/" + SandboxPayouts.Store, "none", order, $"Authorization: Bearer {sandbox.Credentials.AccessToken}\r\n");
            await caller.Send(whole[..^1]);
            await Until(() => sandbox.Requests == 1);
        }

        await Until(() => sandbox.Faults!.OpenConnections == 0);
        Assert.That(sandbox.Journal, Is.Empty);
    }

    [Test]
    public async Task Dispose_ends_every_connection_at_once()
    {
        string[] faults =
        [
            "none", "unseen+stall@head:0", "unseen+stall@body:1", "request-stall@head:0", "request-half-close@end", "half-close@head:9", "latency:30000",
            "drip:1/30000", "unseen+status:200+endless", "unseen+status:200+endless-close+drip:1/1", "early+stall@head:0",
        ];
        VandarSandbox sandbox = await Start(time: new TestTime());
        List<WireCaller> callers = [];
        foreach (string fault in faults)
        {
            WireCaller caller = await WireCaller.Connect(sandbox.BaseAddress);
            callers.Add(caller);
            await caller.Send(WireCaller.Request(Nothing, fault));
        }
        await Until(() => sandbox.Faults!.Injected == faults.Length - 1);
        int open = sandbox.Faults!.OpenConnections;

        await sandbox.DisposeAsync();

        Assert.That((open, sandbox.Faults.OpenConnections), Is.EqualTo((faults.Length, 0)));
        foreach (WireCaller caller in callers)
        {
            await caller.ToEnd();
            caller.Dispose();
        }
        Assert.That(() => WireCaller.Connect(sandbox.BaseAddress), Throws.InstanceOf<SocketException>());
    }

    [Test]
    public async Task Nothing_that_is_sent_ends_in_an_unobserved_exception()
    {
        List<Exception> unobserved = [];
        EventHandler<UnobservedTaskExceptionEventArgs> hear = (_, e) =>
        {
            if ($"{e.Exception}".Contains("Sandbox", StringComparison.Ordinal))
                unobserved.Add(e.Exception);
        };
        TaskScheduler.UnobservedTaskException += hear;
        try
        {
            await using VandarSandbox sandbox = await Start();
            string[] messages =
            [
                "\r\n\r\n", "GET\r\n\r\n", "GET  \r\n\r\n", "no colon here HTTP/1.1\r\nbad\r\n\r\n", "GET http://127.0.0.1/v3/nothing HTTP/1.1\r\nHost: a\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: many\r\n\r\n", "\u0016\u0003\u0001\0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\n", "half a he",
            ];
            foreach (string message in messages)
            {
                using WireCaller caller = await WireCaller.Connect(sandbox.BaseAddress);
                await caller.Send(message);
                caller.StopSending();
                await caller.ToEnd();
            }
            await Until(() => sandbox.Faults!.OpenConnections == 0);
            using WireCaller last = await WireCaller.Connect(sandbox.BaseAddress);
            Assert.That(await Ask(last, "none"), Does.StartWith("HTTP/1.1 404 "), "it still serves");
        }
        finally
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            TaskScheduler.UnobservedTaskException -= hear;
        }
        Assert.That(unobserved, Is.Empty);
    }

    private static Task<VandarSandbox> Start(string plan = "", int seed = 1, TimeProvider? time = null) => VandarSandbox.Start(
        new() { Faults = SandboxFaultPlan.Parse(plan, seed), Limits = false, TimeProvider = time ?? TimeProvider.System });

    private static FaultServer Before(Uri upstream) => FaultServer.Start(
        new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, upstream.Port), SandboxFaultPlan.Empty, TimeProvider.System);

    /// <param name="request">A whole request, or the fault of one.</param>
    private static async Task<string> Ask(WireCaller caller, string request)
    {
        await caller.Send(request.Contains('\r', StringComparison.Ordinal) ? request : WireCaller.Request(Nothing, request));
        return await caller.Answer();
    }

    private static async Task<int[]> Statuses(VandarSandbox sandbox, int count)
    {
        using WireCaller caller = await WireCaller.Connect(sandbox.BaseAddress);
        int[] statuses = new int[count];
        for (int i = 0; i < count; i++)
            statuses[i] = int.Parse((await Ask(caller, $"GET {Nothing} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))[9..12], CultureInfo.InvariantCulture);
        return statuses;
    }

    private static async Task<JsonElement> Control(HttpClient client, HttpMethod method, string? body)
    {
        using HttpRequestMessage request = new(method, new Uri("_sandbox/faults", UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static byte[] Noise(int size)
    {
        byte[] noise = new byte[size];
        new Random(5).NextBytes(noise);
        return noise;
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
