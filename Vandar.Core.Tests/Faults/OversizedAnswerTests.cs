using System.Net;
using System.Text;
using Vandar.Core.Tests.Http;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests.Faults;

/// <summary>Answers that are larger than anybody wants, and such as lie about their length.</summary>
[Category("P3")]
internal sealed class OversizedAnswerTests
{
    private const int Limit = 100_000;

    public enum Length
    {
        True,
        TooLong,
        TooShort,
        Untold,
    }

    private static IEnumerable<ClassCall> Classes => ClassCall.All;

    [Test, CancelAfter(60_000)]
    public async Task P3_A_body_over_the_limit_is_left_within_one_buffer([ValueSource(nameof(Classes))] ClassCall call, [Values] Length length)
    {
        const long Size = 3L * Limit;
        byte[] beginning = Encoding.UTF8.GetBytes($"{{\"future\":\"{new string('x', Limit)}\",");
        List<CountedStream> bodies = [];
        using Witness witness = new();
        using HttpClient http = new(new ScriptedHandler((_, _) =>
        {
            bodies.Add(new(beginning, " "u8.ToArray(), length is Length.Untold ? long.MaxValue : Size));
            HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new StreamContent(bodies[^1]) };
            response.Content.Headers.ContentType = new("application/json");
            response.Content.Headers.ContentLength = length switch
            {
                Length.True => Size,
                Length.TooLong => 1L << 40,
                Length.TooShort => 10,
                _ => null,
            };
            return Task.FromResult(response);
        }));
        http.Timeout = Timeout.InfiniteTimeSpan;
        await using VandarClient client = new(witness.Options with { AllowBodyCopies = true, MaxResponseBytes = Limit }, http);

        VandarException failure = await witness.Fails<VandarException>(() => call.Send(client, null, CancellationToken.None));

        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That(failure.GetBaseException().Message, Does.Contain(nameof(VandarClientOptions.MaxResponseBytes)));
        Assert.That(bodies.Select(body => body.Given), Has.All.InRange(Limit, Limit + CountedStream.Piece));
        Assert.That(bodies, Has.Count.EqualTo(Attempts(call)));
    }

    [Test]
    public async Task P3_A_body_of_just_the_limit_is_read()
    {
        ClassCall call = ClassCall.Of('M');
        byte[] answer = Encoding.UTF8.GetBytes(call.Answer);
        foreach ((int more, bool isRead) in new[] { (0, true), (1, false) })
        {
            CountedStream body = new(answer, " "u8.ToArray(), Limit + more);
            using Witness witness = new();
            using HttpClient http = new(new ScriptedHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) })));
            await using VandarClient client = new(witness.Options with { AllowBodyCopies = true, MaxResponseBytes = Limit }, http);

            object? end = await witness.EndOf(() => call.Send(client, null, CancellationToken.None));

            Assert.That(end, isRead ? Is.InstanceOf<VandarModel>() : Is.InstanceOf<VandarProtocolException>());
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task P3_On_a_socket_a_body_that_is_too_long_or_lies_is_no_answer([ValueSource(nameof(Classes))] ClassCall call, [Values] Length length)
    {
        const string Forged = """{"status":1,"data":{"wallet":"666000000","currency":"Toman"}}""";
        int requests = 0;
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadRequest() is not null)
            {
                if (Interlocked.Increment(ref requests) > 1)
                {
                    await connection.Write(RawServer.Answer(200, ClassCall.Of('R').Answer));
                    continue;
                }
                await connection.Write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
                switch (length)
                {
                    case Length.True:
                        await connection.Write($"Content-Length: {3 * Limit}\r\n\r\n{{{new string(' ', (3 * Limit) - 1)}");
                        break;
                    case Length.TooLong:
                        await connection.Write($"Content-Length: {1L << 40}\r\n\r\n{call.Answer}");
                        connection.Dispose();
                        return;
                    case Length.TooShort:
                        // What is over is the next answer, for whoever sends a request on this connection.
                        await connection.Write($"Content-Length: 10\r\n\r\n{{\"status\":{RawServer.Answer(200, Forged)}");
                        break;
                    default:
                        await connection.Write("Transfer-Encoding: chunked\r\n\r\n");
                        while (true)
                            await connection.Write($"1000\r\n{new string(' ', 0x1000)}\r\n");
                }
            }
        });
        using Witness witness = new();
        await using VandarClient client = new(witness.Options with { Hosts = VandarHosts.At(server.Address), MaxResponseBytes = Limit, MaxRetries = 0 });

        VandarException failure = await witness.Fails<VandarException>(() => call.Send(client, null, CancellationToken.None));
        WalletBalance next = await client.Wallet.Balance();

        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That(next.Wallet, Is.Not.EqualTo(Toman.Of(666_000_000)));
        Assert.That(requests, Is.EqualTo(Attempts(call) + 1));
    }

    /// <summary>A refresh whose answer is lost is tried once more: if the token is spent, the second answer says so.</summary>
    private static int Attempts(ClassCall call) => call.Class is 'T' ? 2 : 1;
}
