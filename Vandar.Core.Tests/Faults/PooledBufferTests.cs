using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Cli.Chaos;
using Vandar.Core.Http;
using Vandar.Core.Tests.Http;
using VandarSandbox = Vandar.Core.Sandbox.VandarSandbox;

namespace Vandar.Core.Tests.Faults;

/// <summary>
/// Buffers and time limits are pooled, callers cancel when they like, and servers answer before they have read: no byte on the wire is another
/// call's, and whatever was rented came back once or was left to the send that still holds it.
/// </summary>
internal sealed class PooledBufferTests
{
    private const int Callers = 64;

    [Test]
    [CancelAfter(120_000)]
    public async Task Under_random_cancellations_the_server_reads_every_body_as_it_was_written(
        [Values(1, 2)] int version, [Values] bool sendsOutliveCalls, CancellationToken token)
    {
        const int calls = 3_000;
        using Witness witness = new();
        await using VandarSandbox sandbox = await VandarSandbox.Start(new() { Http2 = true }, token);
        Uri address = version == 2 ? sandbox.Http2Address! : sandbox.BaseAddress;
        CountingPools pools = new();
        ConcurrentDictionary<int, CancellationTokenSource> callers = [];
        ConcurrentBag<Task> cancelling = [];
        using Way way = new(version, sendsOutliveCalls);
        way.Reached = (mark, moment) =>
        {
            Random random = new(mark);
            if (random.Next(8) != (int)moment)
                return;
            int turns = random.Next(3) * random.Next(8);
            if (turns == 0 && moment is Moment.Handled)
                callers[mark].Cancel();
            else
                cancelling.Add(CancelAfter(turns, callers[mark]));
        };
        using TestApi api = new(way, new() { Hosts = VandarHosts.At(address) }, pools);
        ConcurrentBag<string> wrong = [];
        int answered = 0, notSent = 0, unknown = 0;

        await Parallel.ForAsync(0, calls, new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = token }, async (mark, _) =>
        {
            MarkedBody body = new(mark);
            CancellationTokenSource caller = callers[mark] = CancellationTokenSource.CreateLinkedTokenSource(token);
            try
            {
                Echo echo = await Call(api, body, caller.Token);
                Interlocked.Increment(ref answered);
                if (echo != body.Echo)
                    wrong.Add($"{mark}: {echo.ToJson()}");
            }
            catch (OperationCanceledException e) when (e.CancellationToken == caller.Token)
            {
                witness.Hear(e);
                Interlocked.Increment(ref VandarException.OutcomeOf(e) is RequestOutcome.NotSent ? ref notSent : ref unknown);
            }
            catch (Exception e) when (e is VandarException or OperationCanceledException)
            {
                wrong.Add($"{mark}: {witness.Hear(e)}");
            }
        });
        (int Mark, Echo Echo)[] late = [.. (await way.LateAnswers()).Where(answer => answer.Echo != Echo.None)];
        await Task.WhenAll(cancelling);
        foreach (CancellationTokenSource caller in callers.Values)
            caller.Dispose();

        Assert.That(wrong, Is.Empty);
        Assert.That(late, Is.All.Matches<(int Mark, Echo Echo)>(answer => answer.Echo == new MarkedBody(answer.Mark).Echo));
        Assert.That(late, sendsOutliveCalls ? Is.Not.Empty : Is.Empty);
        Assert.That(answered + notSent + unknown, Is.EqualTo(calls));
        Assert.That(new[] { answered / 4, notSent, unknown }, Is.All.GreaterThan(calls / 50), "Each end must have been met often.");
        CheckBooks(pools, calls, unknown);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_send_that_outlives_its_call_goes_on_from_a_buffer_that_nobody_else_gets(CancellationToken token)
    {
        const int held = 24;
        using Witness witness = new();
        TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using SemaphoreSlim arrived = new(0);
        ConcurrentBag<int> foreign = [];
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadHead() is { } head)
            {
                int mark = MarkedBody.MarkOf(head);
                MarkedBody body = mark < held ? new(mark, MarkedBody.Longest) : new(mark);
                if (mark < held)
                {
                    arrived.Release();
                    await open.Task.WaitAsync(connection.Closing);
                }
                if (!await connection.ReadBody(head, body.Judge(foreign)))
                    return;
                await connection.Write(RawServer.Answer(200, body.Echo.ToJson()));
            }
        });
        CountingPools pools = new();
        using Way way = new(1, sendsOutliveCalls: true);
        using TestApi api = new(way, new() { Hosts = VandarHosts.At(server.Address) }, pools);
        using CancellationTokenSource caller = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task<Echo>[] calls = [.. Enumerable.Range(0, held).Select(mark => Call(api, new(mark, MarkedBody.Longest), caller.Token).AsTask())];
        for (int i = 0; i < held; i++)
            await arrived.WaitAsync(token);

        await caller.CancelAsync();
        foreach (Task<Echo> call in calls)
        {
            OperationCanceledException end = await witness.Fails<OperationCanceledException>(() => call);
            Assert.That(VandarException.OutcomeOf(end), Is.EqualTo(RequestOutcome.Unknown));
        }
        await Parallel.ForAsync(
            held, 500, new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = token },
            async (mark, _) => await Call(api, new(mark), token));
        open.SetResult();

        Assert.That(
            await way.LateAnswers(),
            Is.EquivalentTo(Enumerable.Range(0, held).Select(mark => (mark, new MarkedBody(mark, MarkedBody.Longest).Echo))));
        Assert.That(foreign, Is.Empty);
        Assert.That(pools.Of<JsonBuffer>().Out, Has.Count.EqualTo(held));
        CheckBooks(pools, 500, held);
    }

    [Test]
    [Category("T16")]
    [CancelAfter(120_000)]
    public async Task T16_After_an_early_answer_the_rest_of_the_body_arrives_as_it_was_written(
        [Values(401, 413, 500)] int status, [Values] bool sendsOutliveCalls, CancellationToken token)
    {
        // A client renews its token once, so the 401s of one wave are the first calls of a client.
        const int waves = 10, calls = waves * Callers;
        using Witness witness = new();
        ConcurrentBag<int> foreign = [];
        ConcurrentDictionary<int, CancellationTokenSource> callers = [];
        ConcurrentDictionary<int, int> attempts = [];
        ConcurrentBag<Task> reading = [];
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadHead() is { } head)
            {
                Task<bool> answering = Answer(connection, head);
                reading.Add(answering);
                if (!await answering)
                    return;
            }
        });
        CountingPools pools = new();
        ConcurrentBag<string> wrong = [];
        int cancelled = 0;

        for (int wave = 0; wave < waves; wave++)
        {
            using Way way = new(1, sendsOutliveCalls);
            using TestApi api = new(way, new() { Hosts = VandarHosts.At(server.Address) }, pools);
            await Parallel.ForAsync(
                wave * Callers, (wave + 1) * Callers, new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = token },
                (mark, _) => new(Make(api, mark)));
            await way.LateAnswers();
        }
        // The connections of the last wave are closed: what is still read ends, whole or cut.
        await Task.WhenAll(reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        Assert.That(foreign, Is.Empty);
        Assert.That(wrong, Is.Empty);
        Assert.That(cancelled, Is.GreaterThan(calls / 20));
        Assert.That(attempts.Values.Max(), Is.EqualTo(status == 401 ? 2 : 1));
        CheckBooks(pools, calls, calls);
        foreach (CancellationTokenSource caller in callers.Values)
            caller.Dispose();

        async Task<bool> Answer(RawConnection connection, string head)
        {
            MarkedBody body = new(MarkedBody.MarkOf(head));
            attempts.AddOrUpdate(body.Mark, 1, (_, before) => before + 1);
            bool isEarly = head.Contains("Bearer first", StringComparison.Ordinal);
            // A caller goes at one of four moments, or not at all.
            int moment = new Random(body.Mark).Next(8);
            if (moment == 0)
                await callers[body.Mark].CancelAsync();
            if (isEarly)
                await connection.Write(RawServer.Answer(status, """{"message":"before the body"}"""));
            if (moment == 1)
                await callers[body.Mark].CancelAsync();
            RawConnection.Sink judge = body.Judge(foreign);
            bool isWhole = await connection.ReadBody(head, piece =>
            {
                judge(piece);
                if (moment == 2)
                    callers[body.Mark].Cancel();
            });
            if (moment == 3)
                await callers[body.Mark].CancelAsync();
            if (isWhole && !isEarly)
                await connection.Write(RawServer.Answer(200, body.Echo.ToJson()));
            return isWhole;
        }

        async Task Make(TestApi api, int mark)
        {
            MarkedBody body = new(mark);
            CancellationTokenSource caller = callers[mark] = CancellationTokenSource.CreateLinkedTokenSource(token);
            try
            {
                Echo echo = await Call(api, body, caller.Token);
                if (status != 401 || echo != body.Echo)
                    wrong.Add($"{mark}: {echo.ToJson()}");
            }
            catch (OperationCanceledException e) when (e.CancellationToken == caller.Token)
            {
                witness.Hear(e);
                Interlocked.Increment(ref cancelled);
            }
            catch (VandarException e)
            {
                witness.Hear(e);
                RequestOutcome outcome = status == 500 ? RequestOutcome.Unknown : RequestOutcome.Rejected;
                if (status == 401 || (e.StatusCode, e.Outcome) != ((HttpStatusCode)status, outcome))
                    wrong.Add($"{mark}: {e}");
            }
        }
    }

    private static async Task CancelAfter(int turns, CancellationTokenSource caller)
    {
        for (; turns > 0; turns--)
            await Task.Yield();
        await caller.CancelAsync();
    }

    private static ValueTask<Echo> Call(TestApi api, MarkedBody body, CancellationToken token)
    {
        VandarCall call = new("POST", "/_sandbox/echo") { Query = [new("mark", body.Name)], Payload = ["data"] };
        return api.Core.Send(
            body.Thing is { } thing ? call.With(thing, TestJson.Default.NewThing) : call, EchoJson.Default.Echo, null, token);
    }

    /// <summary>Rented is returned and dropped, of buffers as of time limits, and what was dropped is as it was when its call ended.</summary>
    private static void CheckBooks(CountingPools pools, int calls, int mostDropped)
    {
        CountingPool<JsonBuffer> buffers = pools.Of<JsonBuffer>();
        CountingPool<Deadline> deadlines = pools.Of<Deadline>();
        int dropped = deadlines.Out.Count;
        Assert.That((buffers.Errors, deadlines.Errors), Is.EqualTo((0, 0)), "Something was out twice, or came back twice.");
        Assert.That((buffers.Rented, deadlines.Rented), Is.EqualTo((2 * calls, calls)));
        Assert.That(
            (buffers.Returned, deadlines.Returned), Is.EqualTo((2 * calls - dropped, calls - dropped)), "A body is dropped with its time limit.");
        Assert.That(dropped, Is.LessThanOrEqualTo(mostDropped));
        Assert.That(deadlines.Out.Select(deadline => deadline.Token.IsCancellationRequested), Is.All.True);
        Assert.That(buffers.Out.Select(buffer => Encoding.UTF8.GetString(buffer.Written)), Is.All.Matches<string>(MarkedBody.IsOne));
    }

    /// <summary>The body of one call: 2 bytes to 300 KB, and nothing in it but its number, which stands in the address as well.</summary>
    private sealed class MarkedBody
    {
        internal const int Longest = 300_000;

        private readonly byte[] _bytes;

        internal MarkedBody(int mark)
            : this(mark, LengthOf(mark))
        {
        }

        internal MarkedBody(int mark, int length)
        {
            Mark = mark;
            Name = mark.ToString("00000", CultureInfo.InvariantCulture);
            if (length > 2)
                Thing = new() { Name = string.Concat(Enumerable.Repeat(Name, length / Name.Length)), TrackId = Name };
            _bytes = Encoding.UTF8.GetBytes(Thing is null ? "{}" : $$"""{"name":"{{Thing.Name}}","track_id":"{{Name}}"}""");
        }

        internal int Mark { get; }
        internal string Name { get; }
        internal NewThing? Thing { get; }
        internal Echo Echo => new() { Sha256 = Convert.ToHexString(SHA256.HashData(_bytes)), Length = _bytes.Length };

        /// <summary>Whose body a request carries, by its address.</summary>
        internal static int MarkOf(string address) =>
            int.Parse(address.AsSpan(address.IndexOf("?mark=", StringComparison.Ordinal) + 6, 5), CultureInfo.InvariantCulture);

        internal static bool IsOne(string? text) =>
            text == "{}" || (text?.Length > 15 && int.TryParse(text.AsSpan(9, 5), CultureInfo.InvariantCulture, out int mark)
                && text == Encoding.UTF8.GetString(new MarkedBody(mark, text.Length - """{"name":"","track_id":"00000"}""".Length)._bytes));

        /// <summary>Compares what arrives, piece by piece.</summary>
        internal RawConnection.Sink Judge(ConcurrentBag<int> foreign)
        {
            int arrived = 0;
            return piece =>
            {
                if (arrived + piece.Length > _bytes.Length || !piece.SequenceEqual(_bytes.AsSpan(arrived, piece.Length)))
                    foreign.Add(Mark);
                arrived += piece.Length;
            };
        }

        private static int LengthOf(int mark)
        {
            Random random = new(~mark);
            return random.Next(8) switch
            {
                0 => 2,
                <= 5 => random.Next(5, 10_000),
                _ => random.Next(10_000, Longest),
            };
        }
    }

    /// <summary>
    /// To a server, over sockets that fill soon. It may let a cancelled request run on by itself, as a handler with a time limit of its own
    /// does, and keeps the answer that comes too late.
    /// </summary>
    private sealed class Way : DelegatingHandler
    {
        private readonly ConcurrentBag<Task<(int, Echo)>> _late = [];
        private readonly Version _version;
        private readonly bool _sendsOutliveCalls;

        internal Way(int version, bool sendsOutliveCalls)
        {
            _version = version == 2 ? HttpVersion.Version20 : HttpVersion.Version11;
            _sendsOutliveCalls = sendsOutliveCalls;
            SocketsHttpHandler sockets = Transport.NewHandler(new());
            sockets.ConnectCallback = Connect;
            InnerHandler = sockets;
        }

        /// <summary>Told when a request of a mark comes to a moment of its life.</summary>
        internal Action<int, Moment> Reached { get; set; } = (_, _) => { };

        internal Task<(int Mark, Echo Echo)[]> LateAnswers() => Task.WhenAll(_late);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // HTTP/2 without TLS is spoken to a server that is known to speak it.
            request.Version = _version;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            int mark = MarkedBody.MarkOf(request.RequestUri!.Query);
            Reached(mark, Moment.Handled);
            cancellationToken.ThrowIfCancellationRequested();
            Task<HttpResponseMessage> sending = base.SendAsync(request, _sendsOutliveCalls ? CancellationToken.None : cancellationToken);
            try
            {
                HttpResponseMessage answer = await sending.WaitAsync(_sendsOutliveCalls ? cancellationToken : CancellationToken.None);
                Reached(mark, Moment.Answered);
                return answer;
            }
            catch (OperationCanceledException) when (_sendsOutliveCalls)
            {
                _late.Add(Read(mark, sending));
                throw;
            }
        }

        private static async Task<(int, Echo)> Read(int mark, Task<HttpResponseMessage> sending)
        {
            HttpResponseMessage answer;
            try
            {
                answer = await sending;
            }
            catch (Exception e) when (e.GetBaseException() is InvalidOperationException)
            {
                // Its call was over before it asked for the body, and it did not get it.
                return (mark, Echo.None);
            }
            using HttpResponseMessage _ = answer;
            using JsonDocument json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return (mark, json.RootElement.TryGetProperty("data", out JsonElement data) ? data.Deserialize(EchoJson.Default.Echo)! : Echo.None);
        }

        private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken token)
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            // Over HTTP/2 the windows of the server fill; here the socket must.
            if (_version == HttpVersion.Version11)
                socket.SendBufferSize = 8_192;
            await socket.ConnectAsync(context.DnsEndPoint, token);
            return new Wire(socket, mark => Reached(mark, Moment.Sending));
        }
    }

    /// <summary>When in the life of a request something is done.</summary>
    private enum Moment
    {
        Handled,
        Sending,
        Answered,
    }

    /// <summary>A connection that tells whose body begins.</summary>
    private sealed class Wire(Socket socket, Action<int> begins) : NetworkStream(socket, ownsSocket: true)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ReadOnlySpan<byte> bytes = buffer.Span;
            for (int at; (at = bytes.IndexOf("{\"name\":\""u8)) >= 0 && bytes.Length >= at + 14; bytes = bytes[(at + 14)..])
            {
                // A frame of HTTP/2 may end in the middle of it.
                if (int.TryParse(bytes.Slice(at + 9, 5), NumberStyles.None, CultureInfo.InvariantCulture, out int mark))
                    begins(mark);
            }
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}

/// <summary>What the sandbox's echo says of a body.</summary>
internal sealed record Echo : VandarModel
{
    internal static Echo None { get; } = new();

    public string? Sha256 { get; set; }
    public long Length { get; set; }

    internal string ToJson() => $$$"""{"data":{{{JsonSerializer.Serialize(this, EchoJson.Default.Echo)}}}}""";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Echo))]
internal sealed partial class EchoJson : JsonSerializerContext;
