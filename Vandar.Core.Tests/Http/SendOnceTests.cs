using System.Net;
using System.Net.Sockets;
using Vandar.Core.Http;

namespace Vandar.Core.Tests.Http;

/// <summary>On real sockets: what a server may have executed is not sent to it a second time, by nobody.</summary>
internal sealed class SendOnceTests
{
    private const string Good = """{"status":1,"data":{"name":"done"}}""";

    private static readonly Operation[] s_unsafe =
    [
        Operation.Post("once.post", Repeat.Never, "data"),
        Operation.Post("once.keyed", Repeat.Keyed, "data"),
        Operation.Put("once.put", "data"),
    ];

    /// <summary>How the way to the server is built.</summary>
    public enum Way
    {
        OwnHandler,
        HttpClient,
        RepeatingHandler,
    }

    /// <summary>What the server does once it has read a whole request.</summary>
    public enum Fault
    {
        Close,
        Reset,
        ResetInHeaders,
        ResetInBody,
        CloseInBody,
        LengthIsShort,
        ChunkedWithoutEnd,
        CloseDelimitedAndCut,
        NotHttp,
        HugeHeaders,
    }

    [Test]
    public async Task An_unsafe_request_is_executed_once_whatever_happens_after_it_was_read(
        [Values] Way way, [Values] Fault fault, [Values(0, 1, 2)] int operation, [Values] bool hasBody)
    {
        await using RawServer server = new(connection => Break(connection, fault));
        using TestApi api = Make(way, server.Address);

        VandarException failure = await Failure(api, s_unsafe[operation], hasBody, new() { MaxRetries = 0 });

        Assert.That(server.Executed, Is.EqualTo(1));
        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That(failure.Attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task A_request_that_may_not_be_repeated_is_not_repeated_by_the_default_retries([Values] Fault fault, [Values(0, 1)] int operation)
    {
        await using RawServer server = new(connection => Break(connection, fault));
        using TestApi api = Make(Way.OwnHandler, server.Address);

        VandarException failure = await Failure(api, s_unsafe[operation], true, null);

        Assert.That(server.Executed, Is.EqualTo(1));
        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.Unknown));
    }

    [Test]
    public async Task The_connection_of_an_earlier_call_changes_nothing([Values(Fault.Close, Fault.Reset)] Fault fault, [Values] bool hasBody)
    {
        int requests = 0;
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadRequest() is not null)
            {
                if (Interlocked.Increment(ref requests) > 1)
                {
                    if (fault is Fault.Reset)
                        connection.Reset();
                    return;
                }
                await connection.Write(RawServer.Answer(200, Good));
            }
        });
        using TestApi api = Make(Way.OwnHandler, server.Address);
        Assert.That((await Call(api, s_unsafe[0], hasBody, null)).Name, Is.EqualTo("done"));

        VandarException failure = await Failure(api, s_unsafe[0], hasBody, null);

        Assert.That(server.Executed, Is.EqualTo(2));
        Assert.That(server.Accepted, Is.EqualTo(1));
        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.Unknown));
    }

    [Test]
    public async Task A_broken_body_keeps_the_status_that_came_before_it([Values(Fault.ResetInBody, Fault.CloseInBody, Fault.LengthIsShort)] Fault fault)
    {
        await using RawServer server = new(connection => Break(connection, fault));
        using TestApi api = Make(Way.OwnHandler, server.Address);

        VandarException failure = await Failure(api, s_unsafe[0], true, null);

        Assert.That(failure, Is.TypeOf<VandarTransportException>().Or.TypeOf<VandarProtocolException>());
        Assert.That(failure.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_read_is_tried_again_after_a_broken_answer()
    {
        int requests = 0;
        await using RawServer server = new(async connection =>
        {
            if (Interlocked.Increment(ref requests) == 1)
                await Break(connection, Fault.ResetInBody);
            else
                await RawServer.Always(RawServer.Answer(200, Good))(connection);
        });
        using TestApi api = Make(Way.OwnHandler, server.Address);

        Assert.That((await api.Call(Repeat.Safe)).Name, Is.EqualTo("done"));
        Assert.That(server.Executed, Is.EqualTo(2));
    }

    [Test]
    public async Task A_refused_connection_sent_nothing_and_is_tried_again_in_every_class([Values] Repeat repeat, [Values(Way.OwnHandler, Way.HttpClient)] Way way)
    {
        using TestApi api = Make(way, Unused());

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => api.Call(repeat).AsTask());

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        Assert.That(failure.Stage, Is.EqualTo(repeat is Repeat.Safe ? RequestStage.Sending : RequestStage.Connecting));
        Assert.That(failure.Attempts, Is.EqualTo(3));
    }

    [Test]
    public async Task A_reset_before_the_request_is_read_is_not_taken_for_a_proof()
    {
        await using RawServer server = new(connection =>
        {
            connection.Reset();
            return Task.CompletedTask;
        });
        using TestApi api = Make(Way.OwnHandler, server.Address);

        VandarException failure = await Failure(api, s_unsafe[0], true, null);

        Assert.That(server.Executed, Is.Zero);
        Assert.That(failure.Outcome, Is.Not.EqualTo(RequestOutcome.Rejected));
        // As long as the body was never asked for, the retries were free; the attempt in which it was is the last one.
        Assert.That(failure.Attempts, failure.Outcome is RequestOutcome.NotSent ? Is.EqualTo(3) : Is.InRange(1, 3));
    }

    [Test]
    public async Task A_redirect_is_not_followed([Values(301, 302, 303, 307, 308)] int status, [Values] Repeat repeat)
    {
        await using RawServer elsewhere = new(RawServer.Always(RawServer.Answer(200, Good)));
        await using RawServer server = new(RawServer.Always(RawServer.Answer(status, "", $"Location: {elsewhere.Address}\r\n")));
        using TestApi api = Make(Way.OwnHandler, server.Address);

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => api.Call(repeat).AsTask());

        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That(server.Executed, Is.EqualTo(1));
        Assert.That(elsewhere.Accepted, Is.Zero);
    }

    [Test]
    public async Task A_cookie_does_not_come_back()
    {
        List<string> heads = [];
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadRequest() is { } request)
            {
                heads.Add(request.Head);
                await connection.Write(RawServer.Answer(200, Good, "Set-Cookie: session=1\r\n"));
            }
        });
        using TestApi api = Make(Way.OwnHandler, server.Address);

        await api.Call(Repeat.Safe);
        await api.Call(Repeat.Safe);

        Assert.That(heads, Has.Count.EqualTo(2));
        Assert.That(heads, Has.None.Contains("Cookie").IgnoreCase);
    }

    private static async Task Break(RawConnection connection, Fault fault)
    {
        if (await connection.ReadRequest() is null)
            return;
        string answer = RawServer.Answer(200, Good);
        switch (fault)
        {
            case Fault.Reset:
                connection.Reset();
                break;
            case Fault.ResetInHeaders:
                await connection.Write(answer[..30]);
                connection.Reset();
                break;
            case Fault.ResetInBody:
                await connection.Write(answer[..^5]);
                connection.Reset();
                break;
            case Fault.CloseInBody:
                await connection.Write(answer[..^5]);
                break;
            case Fault.LengthIsShort:
                await connection.Write(RawServer.Answer(200, Good[..^1]).Replace(Good[..^1], Good, StringComparison.Ordinal));
                break;
            case Fault.ChunkedWithoutEnd:
                await connection.Write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n23\r\n" + Good + "\r\n");
                break;
            case Fault.CloseDelimitedAndCut:
                await connection.Write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + Good[..^1]);
                break;
            case Fault.NotHttp:
                await connection.Write("220 mail.example ESMTP\r\n\r\n");
                break;
            case Fault.HugeHeaders:
                await connection.Write("HTTP/1.1 200 OK\r\nX-Noise: " + new string('x', 100_000) + "\r\n\r\n" + Good);
                break;
        }
    }

    private static TestApi Make(Way way, Uri address)
    {
        VandarClientOptions options = new() { Hosts = VandarHosts.At(address) };
        return way switch
        {
            Way.OwnHandler => TestApi.Own(options),
            Way.HttpClient => new TestApi(Transport.NewHandler(options), options),
            _ => new TestApi(new ThreeTimes(Transport.NewHandler(options)), options),
        };
    }

    private static ValueTask<Thing> Call(TestApi api, Operation operation, bool hasBody, RequestOptions? options) =>
        hasBody
            ? api.Call(operation, options)
            : api.Core.Send(operation, $"{api.Core.ApiHost}/v1/thing", TestJson.Default.Thing, options, CancellationToken.None);

    private static async Task<VandarException> Failure(TestApi api, Operation operation, bool hasBody, RequestOptions? options) =>
        (await Assert.CatchAsync<VandarException>(() => Call(api, operation, hasBody, options).AsTask()))!;

    private static Uri Unused()
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}"));
    }

    [Test]
    [Category("L5")]
    public async Task A_body_that_a_handler_takes_into_memory_is_never_sent_from_there([Values] bool swallows)
    {
        await using RawServer server = new(connection => Break(connection, Fault.Close));
        VandarClientOptions options = new() { Hosts = VandarHosts.At(server.Address) };
        using TestApi api = new(new ThreeTimes(new BodyLogging(Transport.NewHandler(options), swallows)), options);

        VandarException? failure = await Assert.CatchAsync<VandarException>(() => api.Call(Repeat.Never).AsTask());

        Assert.That(server.Executed, Is.EqualTo(swallows ? 1 : 0));
        Assert.That(failure!.Outcome, Is.EqualTo(swallows ? RequestOutcome.Unknown : RequestOutcome.NotSent));
    }

    [Test]
    [Category("L5")]
    public async Task A_body_that_a_hedging_handler_copies_is_never_sent()
    {
        await using RawServer server = new(connection => Break(connection, Fault.Close));
        VandarClientOptions options = new() { Hosts = VandarHosts.At(server.Address) };
        using TestApi api = new(new Copying(Transport.NewHandler(options)), options);

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => api.Call(Repeat.Never).AsTask());

        Assert.That(server.Executed, Is.Zero);
        Assert.That(failure!.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        Assert.That(failure.Message, Does.Contain(nameof(VandarClientOptions.AllowBodyCopies)));
    }

    [Test]
    public async Task Reads_and_whoever_asks_for_it_may_be_copied([Values(Repeat.Safe, Repeat.Converges, Repeat.Never)] Repeat repeat)
    {
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadRequest() is not null)
                await connection.Write(RawServer.Answer(200, Good));
        });
        VandarClientOptions options = new() { Hosts = VandarHosts.At(server.Address), AllowBodyCopies = repeat is Repeat.Never };
        using TestApi api = new(new BodyLogging(Transport.NewHandler(options), false), options);

        Assert.That((await api.Call(repeat)).Name, Is.EqualTo("done"));
    }

    /// <summary>What a handler that logs request bodies does.</summary>
    private sealed class BodyLogging(HttpMessageHandler inner, bool swallows) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                if (request.Content is { } content)
                    await content.LoadIntoBufferAsync(cancellationToken);
            }
            catch (InvalidOperationException) when (swallows)
            {
                // Then without the body.
            }
            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>What a handler that sends a request several ways at once does.</summary>
    private sealed class Copying(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            MemoryStream copy = new();
            await request.Content!.CopyToAsync(copy, cancellationToken);
            request.Content = new ByteArrayContent(copy.ToArray());
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
