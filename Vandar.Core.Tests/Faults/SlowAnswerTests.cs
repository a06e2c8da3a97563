using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Vandar.Core.Http;
using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>
/// Answers that drip, stop, or never end. The client's clock moves only when the test says so, after the sandbox has done its part.
/// </summary>
internal sealed class SlowAnswerTests
{
    private const string Refusal = """{"status":0,"message":"خطا","error":"خطا"}""";

    private static readonly byte[] s_film = [0, 0, 0, 24, .. "ftypmp42"u8, .. new byte[3_000_000]];

    private static IEnumerable<ClassCall> Classes => ClassCall.All;

    [Test]
    [Category("T12")]
    [CancelAfter(60_000)]
    public async Task T12_An_answers_head_in_drops_meets_the_limit_of_the_call([ValueSource(nameof(Classes))] ClassCall call, CancellationToken limit)
    {
        FakeTimeProvider time = new();
        await using FaultStand stand = await FaultStand.Open(time);

        Trial trial = await stand.Try(
            call, "drip:1/5+stall@head:-1", change: options => options with { TimeProvider = time },
            meanwhile: end => Pass(time, end, () => stand.Sandbox.AnswersByStatus.Values.Sum(), stand.Sandbox.AnswersByStatus.Values.Sum() + 1),
            cancellationToken: limit);

        MeetsItsLimit(trial, $"the time limit of the call was over ({(call.HasBody ? "awaiting the answer" : "sending")})");
    }

    [Test]
    [Category("T13")]
    [CancelAfter(60_000)]
    public async Task T13_A_body_in_drops_meets_the_limit_of_the_call_although_it_never_falls_silent(
        [ValueSource(nameof(Classes))] ClassCall call, CancellationToken limit)
    {
        FakeTimeProvider time = new();
        await using FaultStand stand = await FaultStand.Open(time);
        Headers headers = new();

        Trial trial = await stand.Try(
            call, "drip:40/1+stall@body:-1", own: false, through: headers,
            change: options => options with { TimeProvider = time, BodyIdleTimeout = Timeout.InfiniteTimeSpan },
            meanwhile: end => Pass(time, end, () => headers.Arrived, 1), cancellationToken: limit);

        MeetsItsLimit(trial, "the time limit of the call was over (reading the answer)");
    }

    [Test]
    [Category("T14")]
    [CancelAfter(60_000)]
    public async Task T14_A_body_that_stops_meets_the_limit_on_silence_and_its_connection_is_dropped(
        [ValueSource(nameof(Classes))] ClassCall call, CancellationToken limit)
    {
        FakeTimeProvider time = new();
        await using FaultStand stand = await FaultStand.Open(time);
        Headers headers = new();

        Trial trial = await stand.Try(
            call, "stall@body:50%", own: false, through: headers,
            change: options => options with { TimeProvider = time, Timeout = Timeout.InfiniteTimeSpan },
            meanwhile: async end =>
            {
                await Pass(time, end, () => headers.Arrived, 1);
                await NoConnectionIsLeft(stand, limit);
            },
            cancellationToken: limit);

        MeetsItsLimit(trial, "fell silent");
    }

    [Test]
    [Category("T15")]
    [CancelAfter(60_000)]
    public async Task T15_A_head_of_more_than_64_KiB_is_not_read_to_its_end(
        [ValueSource(nameof(Classes))] ClassCall call, [Values] bool own, CancellationToken limit)
    {
        await using FaultStand stand = await FaultStand.Open();

        Trial trial = await stand.Try(
            call, "headers:16000000", own, change: options => own ? options : options with { MaxRetries = 0 }, cancellationToken: limit);

        trial.IsUnknown(1, retried: own);
    }

    /// <summary>The head never ends, so who reads on would never return; and what was read until then is counted.</summary>
    [Test]
    [Category("T15")]
    [CancelAfter(60_000)]
    public async Task T15_Of_an_endless_head_no_more_is_read_than_the_limit(
        [ValueSource(nameof(Classes))] ClassCall call, [Values] bool own, CancellationToken limit)
    {
        const int Limit = 64 * 1_024;
        string noise = string.Concat(Enumerable.Repeat($"X-Noise: {new string('n', 1_000)}\r\n", 16));
        long written = 0;
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadRequest() is not null)
            {
                await connection.Write("HTTP/1.1 200 OK\r\n");
                while (true)
                {
                    await connection.Write(noise);
                    Interlocked.Add(ref written, noise.Length);
                }
            }
        });
        using Witness witness = new();
        VandarClientOptions options = witness.Options with
        {
            Hosts = VandarHosts.At(server.Address), MaxRetries = 0, TimeProvider = new SwiftTime(),
        };
        List<CountedSocket> connections = [];
        using SocketsHttpHandler handler = Transport.NewHandler(options);
        handler.ConnectCallback = async (context, token) =>
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, token);
            connections.Add(new(socket));
            return connections[^1];
        };
        using HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = own ? new(options) : new(options, http);

        VandarException failure = await witness.Fails<VandarException>(() => call.Send(client, null, limit));
        await server.DisposeAsync();

        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        // A refresh that was lost is asked for once more.
        int attempts = call.Class is 'T' ? 2 : 1;
        Assert.That((server.Accepted, server.Executed), Is.EqualTo((attempts, attempts)), "the connection is of no use any more");
        Assert.That(connections, Has.Count.EqualTo(own ? 0 : attempts));
        // The last read may have asked for as much again as the buffer held.
        Assert.That(connections.Select(connection => connection.Total), Has.All.InRange(Limit, 2 * Limit));
        // Here the system's own buffers on both sides count too.
        Assert.That(written, Is.LessThan(attempts * 16_000_000));
    }

    /// <summary>The server goes on reading, as it should; the platform sends a body that has begun to its end.</summary>
    [Test]
    [Category("T16")]
    [CancelAfter(60_000)]
    public async Task T16_An_answer_in_the_middle_of_an_upload_counts([Values(401, 413, 500)] int status, CancellationToken limit)
    {
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadHead() is { } head)
            {
                await connection.Continue(head);
                await connection.Write(RawServer.Answer(status, Refusal));
                await connection.ReadBody(head, _ => { });
            }
        });
        List<long> progress = [];

        VandarException failure = await UploadFails(server, own: true, progress, limit);

        // After the 401 there is no token to go on with, and nothing of the upload was done.
        Assert.That((int?)failure.StatusCode, Is.EqualTo(status == 401 ? null : status));
        Assert.That(failure.Outcome, Is.EqualTo(EarlyOutcome(status)));
        Assert.That(progress, Is.Ordered);
        Assert.That(progress.DefaultIfEmpty().Max(), Is.LessThanOrEqualTo(s_film.Length));
    }

    /// <summary>What a body would be told to come for, if the server did not know the answer already.</summary>
    [Test]
    [Category("T16")]
    [CancelAfter(60_000)]
    public async Task T16_An_answer_to_the_head_alone_keeps_the_file_at_home(
        [Values(401, 413, 500)] int status, [Values] bool own, CancellationToken limit)
    {
        long arrived = 0;
        await using RawServer server = new(async connection =>
        {
            if (await connection.ReadHead() is not { } head)
                return;
            await connection.Write(RawServer.Answer(status, Refusal));
            await connection.ReadBody(head, bytes => Interlocked.Add(ref arrived, bytes.Length));
        });
        List<long> progress = [];

        VandarException failure = await UploadFails(server, own, progress, limit);
        await server.DisposeAsync();

        Assert.That((int?)failure.StatusCode, Is.EqualTo(status == 401 ? null : status));
        Assert.That(failure.Outcome, Is.EqualTo(EarlyOutcome(status)));
        Assert.That(server.Executed, Is.Zero);
        // A handler of the client's own loses its patience after a second of the real clock.
        if (!own)
            Assert.That((arrived, progress.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    [Category("T16")]
    [CancelAfter(60_000)]
    public async Task T16_A_token_that_is_over_costs_no_second_upload(CancellationToken limit)
    {
        int refused = 0;
        long arrived = 0;
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadHead() is { } head)
            {
                bool isUpload = !head.Contains(" /v3/refreshtoken ", StringComparison.Ordinal);
                if (isUpload && Interlocked.Increment(ref refused) == 1)
                {
                    await connection.Write(RawServer.Answer(401, Refusal));
                    return;
                }
                await connection.Continue(head);
                await connection.ReadBody(head, bytes => Interlocked.Add(ref arrived, isUpload ? bytes.Length : 0));
                await connection.Write(RawServer.Answer(200, ClassCall.Of(isUpload ? 'U' : 'T').Answer));
            }
        });
        (object? end, List<long> progress) = await UploadThrough(server, limit);

        Assert.That(end, Is.Not.Null.And.Not.InstanceOf<Exception>());
        Assert.That(arrived, Is.InRange(s_film.Length, s_film.Length + 1_024));
        Assert.That(progress, Is.Ordered.And.Unique);
        Assert.That(progress[^1], Is.EqualTo(s_film.Length));
    }

    /// <summary>A server, or a proxy on the way to it, that knows nothing of asking first.</summary>
    [Test]
    [Category("T16")]
    [CancelAfter(60_000)]
    public async Task T16_Where_nobody_may_ask_first_the_file_goes_out_unasked(
        [Values(Refusal, "<html>417 Expectation Failed</html>", "")] string refusal, CancellationToken limit)
    {
        List<string?> questions = [];
        long arrived = 0;
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadHead() is { } head)
            {
                string? question = RawRequest.Header(head, "Expect");
                questions.Add(question);
                if (question is not null)
                {
                    await connection.Write(RawServer.Answer(417, refusal));
                    return;
                }
                await connection.ReadBody(head, bytes => Interlocked.Add(ref arrived, bytes.Length));
                await connection.Write(RawServer.Answer(200, ClassCall.Of('U').Answer));
            }
        });

        (object? end, List<long> progress) = await UploadThrough(server, limit);

        Assert.That(end, Is.Not.Null.And.Not.InstanceOf<Exception>());
        Assert.That(questions, Is.EqualTo(new string?[] { "100-continue", null }));
        Assert.That(server.Executed, Is.EqualTo(1));
        Assert.That(arrived, Is.InRange(s_film.Length, s_film.Length + 1_024));
        Assert.That(progress, Is.Ordered.And.Unique);
    }

    /// <summary>What was sent once is not sent again for it, and an expectation that was none is not taken back twice.</summary>
    [Test]
    [Category("T16")]
    [CancelAfter(60_000)]
    public async Task T16_A_417_to_a_body_that_was_sent_ends_the_call([Values] bool isAskedFor, CancellationToken limit)
    {
        int heads = 0;
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadHead() is { } head)
            {
                heads++;
                if (isAskedFor || RawRequest.Header(head, "Expect") is null)
                {
                    await connection.Continue(head);
                    await connection.ReadBody(head, _ => { });
                }
                await connection.Write(RawServer.Answer(417, Refusal));
            }
        });

        (object? end, _) = await UploadThrough(server, limit);

        Assert.That((end as VandarApiException)?.Outcome, Is.EqualTo(RequestOutcome.Rejected));
        Assert.That(server.Executed, Is.EqualTo(1));
        Assert.That(heads, Is.EqualTo(isAskedFor ? 1 : 2));
    }

    /// <summary>The same on the sandbox, which gets the request behind the answer, or never.</summary>
    [Test]
    [Category("T16")]
    [CancelAfter(60_000)]
    public async Task T16_An_early_answer_counts_whatever_becomes_of_the_upload(
        [Values(401, 413, 500)] int status, [Values("early", "unseen+early")] string fault, CancellationToken limit)
    {
        await using FaultStand stand = await FaultStand.Open();
        using Witness witness = new();
        SandboxCredentials keys = stand.Sandbox.Credentials;
        witness.Plant(keys.AccessToken, keys.RefreshToken);
        byte[] picture = [.. Witness.Document, .. new byte[3_000_000]];
        List<long> progress = [];
        await using VandarClient client = new(stand.Options(witness));
        stand.Faults.Plan = SandboxFaultPlan.Parse(string.Create(CultureInfo.InvariantCulture, $"100% {fault}+status:{status}"));

        VandarException failure = await witness.Fails<VandarException>(() => client.Ravand.Cardholders("sample-bank").Upload(
            stand.Cardholder, Ravand.DocumentType.ApplicantPhoto, VandarFile.From(new MemoryStream(picture), "photo.jpg", "image/jpeg"),
            new Told(progress), cancellationToken: limit).AsTask());
        stand.Faults.Plan = SandboxFaultPlan.Empty;

        Assert.That((int?)failure.StatusCode, Is.EqualTo(status));
        // The refresh that follows the 401 is refused as well.
        Assert.That(failure.Outcome, Is.EqualTo(EarlyOutcome(status)));
        Assert.That(stand.Faults.Injected, Is.EqualTo(status == 401 ? 2 : 1));
        Assert.That(progress, Is.Ordered);
        Assert.That(progress.DefaultIfEmpty().Max(), Is.LessThanOrEqualTo(picture.Length));
    }

    private static async Task<VandarException> UploadFails(RawServer server, bool own, List<long> progress, CancellationToken limit)
    {
        using Witness witness = new();
        VandarClientOptions options = witness.Options with
        {
            RefreshToken = null, Hosts = VandarHosts.At(server.Address), Timeout = TimeSpan.FromSeconds(50),
        };
        using SocketsHttpHandler handler = Patient(options);
        using HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = own ? new(options) : new(options, http);
        return await witness.Fails<VandarException>(() => UploadFilm(client, progress, limit));
    }

    private static async Task<(object? End, List<long> Progress)> UploadThrough(RawServer server, CancellationToken limit)
    {
        using Witness witness = new();
        List<long> progress = [];
        VandarClientOptions options = witness.Options with { Hosts = VandarHosts.At(server.Address), Timeout = TimeSpan.FromSeconds(50) };
        using SocketsHttpHandler handler = Patient(options);
        using HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = new(options, http);

        object? end = await witness.EndOf(() => UploadFilm(client, progress, limit));
        return (end, progress);
    }

    private static async Task<object?> UploadFilm(VandarClient client, List<long> progress, CancellationToken limit) =>
        await client.Ravand.Cardholders("sample-bank").Upload(
            "4f9c2b", Ravand.DocumentType.AuthenticationVideo, VandarFile.From(new MemoryStream(s_film), "film.mp4", "video/mp4"),
            new Told(progress), cancellationToken: limit);

    /// <summary>The client's own handler, but that it waits for as long as it takes until it is told whether a body may come.</summary>
    private static SocketsHttpHandler Patient(VandarClientOptions options)
    {
        SocketsHttpHandler handler = Transport.NewHandler(options);
        handler.Expect100ContinueTimeout = Timeout.InfiniteTimeSpan;
        return handler;
    }

    private static RequestOutcome EarlyOutcome(int status) => status switch
    {
        401 => RequestOutcome.NotSent,
        413 => RequestOutcome.Rejected,
        _ => RequestOutcome.Unknown,
    };

    /// <summary>Moves the client's clock second by second, once the other side has come as far as it should.</summary>
    private static async Task Pass(FakeTimeProvider time, Task end, Func<int> count, int enough)
    {
        while (count() < enough && !end.IsCompleted)
            await Task.Yield();
        while (!end.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static void MeetsItsLimit(Trial trial, string text)
    {
        Assert.That(trial.Failure.Outcome, Is.EqualTo(RequestOutcome.Unknown), trial.Failure.ToString());
        trial.IsExecuted(1);
        Assert.That(trial.Failure, Is.InstanceOf<VandarTransportException>().With.Property("IsTimeout").True);
        // A refresh has two minutes of its own, in which it may ask twice.
        Assert.That(trial.Failure.ToString(), Does.Contain(text).Or.Contain(trial.Call.Class is 'T' ? "took longer than two minutes" : text));
    }

    private static async Task NoConnectionIsLeft(FaultStand stand, CancellationToken limit)
    {
        SandboxFaults faults = stand.Faults;
        while (faults.OpenConnections > 0)
        {
            limit.ThrowIfCancellationRequested();
            await Task.Yield();
        }
        Assert.That(faults.OpenConnections, Is.Zero);
    }

    /// <summary>A client's end of a connection, which counts what is read.</summary>
    private sealed class CountedSocket(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        internal long Total { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await base.ReadAsync(buffer, cancellationToken);
            Total += read;
            return read;
        }
    }

    /// <summary>Counts the answers whose head has arrived.</summary>
    private sealed class Headers : DelegatingHandler
    {
        private int _arrived;

        internal int Arrived => Volatile.Read(ref _arrived);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            Interlocked.Increment(ref _arrived);
            return response;
        }
    }

    private sealed class Told(List<long> values) : IProgress<long>
    {
        public void Report(long value) => values.Add(value);
    }
}
