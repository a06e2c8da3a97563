using System.IO.Compression;
using System.Net;
using System.Text;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>Compressed answers that unpack to more than anybody wants, or to nothing.</summary>
[Category("P4")]
internal sealed class CompressedAnswerTests
{
    private const int Limit = 1_024 * 1_024;
    private const int Bomb = 64 * Limit;

    private static readonly string[] s_codings = ["gzip", "deflate", "br"];

    private static readonly Dictionary<string, byte[]> s_bombs = s_codings.ToDictionary(coding => coding, coding => Packed(coding, new byte[Bomb]));

    [Test, CancelAfter(60_000)]
    public async Task P4_A_bomb_is_left_at_the_limit(
        [ValueSource(nameof(s_codings))] string coding, [Values('R', 'M', 'U')] char name, [Values(200, 422, 503)] int status)
    {
        byte[] bomb = s_bombs[coding];
        CountedStream body = new(bomb);
        using Witness witness = new();
        long before = GC.GetTotalAllocatedBytes(precise: true);

        object? end = await End(witness, ClassCall.Of(name), body, coding, status);

        VandarProtocolException failure = (VandarProtocolException)end!;
        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That((int)failure.StatusCode!, Is.EqualTo(status));
        Assert.That(failure.Message, Does.Contain(nameof(VandarClientOptions.MaxResponseBytes)));
        // A 64th of it was wanted; the rest is what a decoder reads ahead. Brotli's bomb is smaller than any buffer, so that what was unpacked is counted, too.
        Assert.That(body.Given, Is.LessThanOrEqualTo((bomb.Length / 16) + (4 * CountedStream.Piece)));
        // Of all threads: a call goes on wherever there is one.
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(16 * Limit));
    }

    [Test, CancelAfter(60_000)]
    public async Task P4_A_stream_that_is_cut_is_the_whole_answer_or_none([ValueSource(nameof(s_codings))] string coding, [Values('R', 'M', 'U')] char name)
    {
        ClassCall call = ClassCall.Of(name);
        byte[] packed = Packed(coding, Encoding.UTF8.GetBytes(call.Answer));
        using Witness witness = new();
        object? whole = await End(witness, call, new(packed), coding, 200);
        Assert.That(whole, Is.InstanceOf<VandarModel>());

        for (int length = 0; length < packed.Length; length++)
            IsTheWholeOrNone(await End(witness, call, new(packed[..length]), coding, 200), call, $"{length} of {packed.Length} bytes");
    }

    [Test, CancelAfter(60_000)]
    public async Task P4_A_stream_with_a_wrong_byte_is_no_exception_of_another_family([ValueSource(nameof(s_codings))] string coding, [Values('R', 'M', 'U')] char name)
    {
        ClassCall call = ClassCall.Of(name);
        byte[] packed = Packed(coding, Encoding.UTF8.GetBytes(call.Answer));
        using Witness witness = new();
        for (int at = 0; at < packed.Length; at++)
        {
            byte[] wrong = [.. packed];
            wrong[at] ^= 0x55;
            object? end = await End(witness, call, new(wrong), coding, 200);
            if (end is Exception failure)
            {
                Assert.That(failure, Is.InstanceOf<VandarException>(), $"byte {at}");
                Assert.That(((VandarException)failure).Outcome, Is.EqualTo(RequestOutcome.Unknown), $"byte {at}");
            }
            // Only this coding has no sum to tell a changed byte by; what carries it has.
            else if (coding is not "br")
            {
                IsTheWholeOrNone(end, call, $"byte {at}");
            }
        }
    }

    private static IEnumerable<TestCaseData<string, byte[]>> Doubled()
    {
        foreach (string coding in s_codings)
        {
            yield return new($"{coding}, {coding}", [.. Packed(coding, Packed(coding, "{}"u8.ToArray()))]);
            yield return new(coding, [.. Packed(coding, Packed(coding, "{}"u8.ToArray()))]);
        }
        yield return new("br, gzip", Packed("gzip", Packed("br", "{}"u8.ToArray())));
        yield return new("zstd", "{}"u8.ToArray());
    }

    [TestCaseSource(nameof(Doubled))]
    public async Task P4_One_coding_over_another_is_no_answer(string coding, byte[] body)
    {
        using Witness witness = new();
        foreach (char name in "RMU")
        {
            foreach (int status in new[] { 200, 422, 503 })
            {
                object? end = await End(witness, ClassCall.Of(name), new(body), coding, status);
                Assert.That(end, Is.InstanceOf<VandarException>());
                Assert.That(((VandarException)end!).Outcome, Is.EqualTo(RequestOutcome.Unknown), $"{name}, {status}");
            }
        }
    }

    [Test]
    public async Task P4_What_follows_the_stream_is_refused_or_passed_over([ValueSource(nameof(s_codings))] string coding, [Values('R', 'M', 'U')] char name)
    {
        ClassCall call = ClassCall.Of(name);
        byte[] packed = Packed(coding, Encoding.UTF8.GetBytes(call.Answer));
        using Witness witness = new();
        foreach (byte[] more in new[] { [0], "trailing"u8.ToArray(), Packed(coding, "{}"u8.ToArray()), Packed(coding, """{"status":0}"""u8.ToArray()) })
            IsTheWholeOrNone(await End(witness, call, new([.. packed, .. more]), coding, 200), call, Encoding.Latin1.GetString(more));
    }

    private static void IsTheWholeOrNone(object? end, ClassCall call, string what)
    {
        if (end is Exception failure)
        {
            Assert.That(failure, Is.InstanceOf<VandarException>(), what);
            Assert.That(((VandarException)failure).Outcome, Is.EqualTo(RequestOutcome.Unknown), what);
            return;
        }
        Fixture fixture = Golden.OfEachOperation.Single(fixture => fixture.Operation == call.Operation);
        Assert.That(fixture.Differences(System.Text.Json.JsonElement.Parse(call.Answer), end!), Is.Empty, what);
    }

    private static async Task<object?> End(Witness witness, ClassCall call, CountedStream body, string coding, int status)
    {
        using HttpClient http = new(new ScriptedHandler((_, _) =>
        {
            HttpResponseMessage response = new((HttpStatusCode)status) { Content = new StreamContent(body) };
            response.Content.Headers.ContentType = new("application/json");
            response.Content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
            return Task.FromResult(response);
        }));
        http.Timeout = Timeout.InfiniteTimeSpan;
        await using VandarClient client = new(
            witness.Options with { AllowBodyCopies = true, MaxRetries = 0, MaxResponseBytes = Limit, AcceptCompressedAnswers = true }, http);
        return await witness.EndOf(() => call.Send(client, null, CancellationToken.None));
    }

    private static byte[] Packed(string coding, byte[] bytes)
    {
        MemoryStream packed = new();
        using (Stream packer = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest),
            _ => new BrotliStream(packed, CompressionLevel.Fastest),
        })
        {
            packer.Write(bytes);
        }
        return packed.ToArray();
    }
}
