using System.Net;
using System.Text;
using Vandar.Core.Http;

namespace Vandar.Core.Tests.Http;

/// <summary>Uploads: the bytes on the wire, their progress, and what happens when something is in the way.</summary>
internal sealed class MultipartTests
{
    private const string Good = """{"status":1,"data":{"name":"done"}}""";
    private static readonly Operation s_upload = Operation.Post("test.upload", Repeat.Never, "data");
    private static readonly byte[] s_png =
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 1, 2, 3, 0xFF, 0x0D, 0x0A, (byte)'-', (byte)'-'];


    [TestCase("photo.png", "photo.png")]
    [TestCase("عکس کارت.png", "عکس کارت.png")]
    [TestCase("a\"b.png", "a%22b.png")]
    [TestCase("a;b='c'.png", "a;b='c'.png")]
    [TestCase("a%22b\\.png", "a%22b\\.png")]
    public async Task The_body_is_the_fields_and_the_file_byte_for_byte(string fileName, string onTheWire)
    {
        RawRequest? seen = null;
        await using RawServer server = new(async connection =>
        {
            seen = await connection.ReadRequest();
            await connection.Write(RawServer.Answer(200, Good));
        });
        using TestApi api = Own(server);

        await Upload(api, VandarFile.From(new MemoryStream(s_png), fileName, "image/png"));

        string contentType = RawRequest.Header(seen!.Head, "Content-Type")!;
        Assert.That(contentType, Does.StartWith("multipart/form-data; boundary="));
        string boundary = contentType["multipart/form-data; boundary=".Length..];
        byte[] expected =
        [
            .. Encoding.UTF8.GetBytes(
                $"--{boundary}\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nعکس\r\n"
                + $"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{onTheWire}\"\r\nContent-Type: image/png\r\n\r\n"),
            .. s_png,
            .. Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n"),
        ];
        Assert.That(seen.Body, Is.EqualTo(expected));
    }

    [Test]
    [Category("L7")]
    public async Task Progress_only_grows_and_ends_at_the_files_length([Values(1, 100, 65_536, 65_537, 1_000_000)] int length)
    {
        byte[] file = [.. s_png[..8], .. new byte[length]];
        Progress progress = new();
        await using RawServer server = new(RawServer.Always(RawServer.Answer(200, Good)));
        using TestApi api = Own(server);

        await Upload(api, VandarFile.From(new MemoryStream(file), "x.png", "image/png"), progress);

        Assert.That(progress.Seen, Is.Ordered.Ascending.And.Unique);
        Assert.That(progress.Seen[^1], Is.EqualTo(file.Length));
    }

    [Test]
    public async Task A_stream_of_the_callers_is_sent_from_where_it_stands_and_left_open()
    {
        ScriptedHandler handler = new(ScriptedHandler.Ok);
        using TestApi api = new(handler);
        MemoryStream stream = new([1, 2, 3, .. s_png]) { Position = 3 };

        await Upload(api, VandarFile.From(stream, "x.png", "image/png"));

        Assert.That(stream.CanRead, Is.True);
        Assert.That(handler.Seen[0].Body, Does.Contain("\r\n\r\n\uFFFDPNG\r\n"));
    }

    [Test]
    [Category("L7")]
    public async Task A_401_replays_the_file_from_the_same_position()
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.Unauthorized, "{}"), ScriptedHandler.Ok);
        using TestApi api = new(handler);
        MemoryStream stream = new([1, 2, 3, .. s_png]) { Position = 3 };

        await Upload(api, VandarFile.From(stream, "x.png", "image/png"));

        Assert.That(handler.Seen, Has.Count.EqualTo(2));
        Assert.That(handler.Seen[1].Body, Is.EqualTo(handler.Seen[0].Body));
    }

    [Test]
    [Category("L7")]
    public async Task An_answer_that_overtakes_its_upload_is_not_followed_by_a_second_one_from_the_same_stream([Values(401, 429)] int status)
    {
        OvertakingHandler handler = new((HttpStatusCode)status);
        using TestApi api = new(handler);

        VandarApiException? failure = await Assert.CatchAsync<VandarApiException>(
            () => Upload(api, VandarFile.From(new MemoryStream(s_png), "x.png", "image/png"), null, new() { WaitOnRateLimit = true }).AsTask());

        Assert.That(((int)failure!.StatusCode!, failure.Outcome, handler.Calls), Is.EqualTo((status, RequestOutcome.Rejected, 1)));
    }

    [Test]
    [Category("L7")]
    public async Task A_file_that_became_shorter_is_never_taken_for_sent()
    {
        int whole = 0;
        await using RawServer server = new(async connection =>
        {
            if (await connection.ReadRequest() is not null)
                whole++;
        });
        using TestApi api = Own(server);
        ShrinkingStream stream = new([.. s_png, .. new byte[100_000]]);

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(
            () => Upload(api, VandarFile.From(stream, "x.png", "image/png")).AsTask());

        Assert.That((failure!.Outcome, whole), Is.EqualTo((RequestOutcome.Unknown, 0)));
    }

    [Test]
    [Category("L7")]
    public async Task A_progress_that_throws_ends_the_upload_as_unknown()
    {
        await using RawServer server = new(RawServer.Always(RawServer.Answer(200, Good)));
        using TestApi api = Own(server);

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(
            () => Upload(api, VandarFile.From(new MemoryStream(s_png), "x.png", "image/png"), new BrokenProgress()).AsTask());

        Assert.That((failure!.Outcome, server.Executed), Is.EqualTo((RequestOutcome.Unknown, 0)));
    }

    [Test]
    [Category("L7")]
    public async Task An_early_refusal_wins_over_the_upload_that_is_still_going()
    {
        await using RawServer server = new(async connection =>
        {
            string? head = await connection.ReadHead();
            await connection.Continue(head!);
            await connection.Write(RawServer.Answer(413, """{"message":"too large"}"""));
            await connection.ReadBody(head!, _ => { });
        });
        using TestApi api = Own(server);
        Progress progress = new();
        byte[] file = [.. s_png, .. new byte[2_000_000]];

        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(
            () => Upload(api, VandarFile.From(new MemoryStream(file), "x.png", "image/png"), progress).AsTask());

        Assert.That((failure!.StatusCode, failure.Outcome), Is.EqualTo((HttpStatusCode.RequestEntityTooLarge, RequestOutcome.Rejected)));
        Assert.That(progress.Seen, Is.Ordered.Ascending);
        Assert.That(progress.Seen, Is.All.LessThanOrEqualTo(file.Length));
    }

    [Test]
    [Category("L7")]
    public async Task A_huge_file_never_shows_in_memory()
    {
        const long length = 200L * 1_024 * 1_024;
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.png");
        try
        {
            await using (FileStream file = new(path, FileMode.CreateNew))
            {
                await file.WriteAsync(s_png);
                file.SetLength(length);
            }
            long received = 0;
            await using RawServer server = new(async connection =>
            {
                while (await connection.ReadHead() is { } head)
                {
                    await connection.Continue(head);
                    await connection.ReadBody(head, piece => received += piece.Length);
                    await connection.Write(RawServer.Answer(200, Good));
                }
            });
            using TestApi api = Own(server);
            await Upload(api, VandarFile.From(new MemoryStream(s_png), "x.png", "image/png"));
            received = 0;
            long before = GC.GetTotalAllocatedBytes(true);

            await Upload(api, VandarFile.Open(path));

            // Of the whole process, server and test runner included: far below the file, far above the noise.
            Assert.That(GC.GetTotalAllocatedBytes(true) - before, Is.LessThan(length / 5));
            Assert.That(received, Is.GreaterThan(length).And.LessThan(length + 1_024));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TestApi Own(RawServer server) => TestApi.Own(new() { Hosts = VandarHosts.At(server.Address) });

    private static ValueTask<Thing> Upload(TestApi api, VandarFile file, IProgress<long>? progress = null, RequestOptions? options = null) =>
        api.Core.Upload(
            s_upload, $"{api.Core.ApiHost}/v1/upload", [new("type", "عکس")], file, "image/", progress, TestJson.Default.Thing, options,
            CancellationToken.None);

    private sealed class Progress : IProgress<long>
    {
        internal List<long> Seen { get; } = [];

        public void Report(long value) => Seen.Add(value);
    }

    private sealed class BrokenProgress : IProgress<long>
    {
        public void Report(long value) => throw new InvalidOperationException();
    }

    private sealed class ShrinkingStream(byte[] bytes) : MemoryStream(bytes)
    {
        private int _given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _given++ == 0 ? base.ReadAsync(buffer[..Math.Min(buffer.Length, 1_000)], cancellationToken) : new(0);
    }

    /// <summary>Answers while it still reads the body, as full-duplex transports do.</summary>
    private sealed class OvertakingHandler(HttpStatusCode status) : HttpMessageHandler
    {
        internal int Calls { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            TaskCompletionSource begun = new();
            _ = request.Content!.CopyToAsync(new BlockedStream(begun), cancellationToken);
            await begun.Task;
            return new(status) { Content = new StringContent("{}") };
        }
    }

    private sealed class BlockedStream(TaskCompletionSource begun) : WireStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
    }
}
