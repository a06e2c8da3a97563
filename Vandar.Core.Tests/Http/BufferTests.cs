using System.Security.Cryptography;
using System.Text;
using Vandar.Core.Http;

namespace Vandar.Core.Tests.Http;

/// <summary>Pooled buffers: wiped, bounded, and never given to a second call while a first one may still be sending them.</summary>
internal sealed class BufferTests
{
    [Test]
    public void The_pool_wipes_what_it_takes_back()
    {
        JsonBuffer.Policy policy = new();
        JsonBuffer buffer = policy.Create();
        buffer.Write("""{"api_key":"secret"}"""u8);
        byte[] bytes = buffer.Array;

        Assert.That(policy.Return(buffer), Is.True);
        Assert.That(buffer.Length, Is.Zero);
        Assert.That(bytes, Is.All.Zero);
    }

    [TestCase(JsonBuffer.LargestKept, true)]
    [TestCase(JsonBuffer.LargestKept + 1, false)]
    [TestCase(1_000_000, false)]
    public void The_pool_keeps_no_giants(int length, bool isKept)
    {
        JsonBuffer buffer = new();
        buffer.Write(new byte[length]);

        Assert.That(new JsonBuffer.Policy().Return(buffer), Is.True);
        Assert.That(buffer.Array, Has.Length.EqualTo(isKept ? JsonBuffer.LargestKept : 1_024));
    }

    [Test]
    public void What_was_written_survives_growing()
    {
        JsonBuffer buffer = new();
        byte[] expected = new byte[10_000];
        new Random(7).NextBytes(expected);
        for (int i = 0; i < expected.Length; i += 100)
            buffer.Write(expected.AsSpan(i, 100));

        Assert.That(buffer.Written.ToArray(), Is.EqualTo(expected));
        Assert.That(() => buffer.Advance(1_000_000), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task A_body_is_handed_out_once_and_never_as_a_stream()
    {
        JsonBuffer buffer = new();
        buffer.Write("{}"u8);
        PooledJsonContent content = new(buffer, mayBeCopied: true);

        Assert.That((content.IsSent, content.Headers.ContentLength), Is.EqualTo((false, 2L)));
        Assert.That(() => content.ReadAsStream(), Throws.InvalidOperationException);
        await content.CopyToAsync(Stream.Null);
        Assert.That((content.IsSent, content.Obstacle), Is.EqualTo((true, (string?)null)));
        Assert.That(() => content.CopyToAsync(Stream.Null), Throws.InvalidOperationException);
        Assert.That(() => content.CopyTo(Stream.Null, null, default), Throws.InvalidOperationException);
        Assert.That((content.IsSent, content.Obstacle), Is.EqualTo((true, "a handler around the client tried to send the request a second time, and was stopped")));
    }

    [Test]
    public async Task Of_many_who_ask_for_a_body_at_once_one_gets_it()
    {
        for (int round = 0; round < 200; round++)
        {
            JsonBuffer buffer = new();
            buffer.Write("{}"u8);
            PooledJsonContent content = new(buffer, mayBeCopied: true);
            int got = 0;
            bool unsent = false;
            Task[] takers =
            [
                .. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
                {
                    try
                    {
                        await content.CopyToAsync(Stream.Null);
                        Interlocked.Increment(ref got);
                    }
                    catch (InvalidOperationException)
                    {
                        // Somebody else has it.
                    }
                })),
                Task.Run(() => unsent = content.CloseUnsent()),
            ];
            await Task.WhenAll(takers);

            Assert.That(got, Is.EqualTo(unsent ? 0 : 1));
            Assert.That(content.CloseUnsent(), Is.EqualTo(unsent));
        }
    }

    [Test]
    public async Task A_body_that_may_still_be_on_its_way_is_never_written_over()
    {
        KeepingHandler handler = new();
        using TestApi api = new(handler);
        handler.IsKept = true;
        using CancellationTokenSource caller = new();
        Task<Thing> first = api.Call(Repeat.Never, null, caller.Token).AsTask();
        ReadOnlyMemory<byte> kept = await handler.Kept;
        string before = Encoding.UTF8.GetString(kept.Span);
        await caller.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => first);

        handler.IsKept = false;
        for (int i = 0; i < 50; i++)
            await api.Call(Operation.Post("test.other", Repeat.Never, "data"));

        Assert.That(before, Is.EqualTo("""{"name":"x","track_id":"order-1"}"""));
        Assert.That(Encoding.UTF8.GetString(kept.Span), Is.EqualTo(before));
    }

    [Test]
    public async Task Under_random_cancellations_no_server_ever_sees_a_foreign_body()
    {
        int foreign = 0;
        int whole = 0;
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadRequest() is { } request)
            {
                // The body says its own checksum, so that the server can judge it alone.
                string text = Encoding.UTF8.GetString(request.Body);
                string[] parts = text.Split('"');
                if (parts.Length < 8 || Sum(parts[3]) != parts[7])
                    Interlocked.Increment(ref foreign);
                Interlocked.Increment(ref whole);
                await connection.Write(RawServer.Answer(200, $$$"""{"status":1,"data":{"name":"{{{(parts.Length > 7 ? parts[7] : "")}}}"}}"""));
            }
        });
        using TestApi api = TestApi.Own(new() { Hosts = VandarHosts.At(server.Address) });
        Operation operation = Operation.Post("test.sum", Repeat.Never, "data");
        int wrong = 0;
        int answered = 0;
        await Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            Random random = new(i);
            string name = Convert.ToHexString(RandomBytes(random, random.Next(1, 6_000)));
            using CancellationTokenSource caller = new();
            ValueTask<Thing> call = api.Core.Send(
                operation, $"{api.Core.ApiHost}/v1/sum", new NewThing { Name = name, TrackId = Sum(name) }, TestJson.Default.NewThing,
                TestJson.Default.Thing, null, caller.Token);
            if (random.Next(3) == 0)
            {
                for (int turns = random.Next(8); turns > 0; turns--)
                    await Task.Yield();
                await caller.CancelAsync();
            }
            try
            {
                Thing thing = await call;
                Interlocked.Increment(ref answered);
                if (thing.Name != Sum(name))
                    Interlocked.Increment(ref wrong);
            }
            catch (OperationCanceledException e)
            {
                if (e.CancellationToken != caller.Token)
                    Interlocked.Increment(ref wrong);
            }
        });

        Assert.That((foreign, wrong), Is.EqualTo((0, 0)));
        Assert.That(answered, Is.GreaterThan(1_000));
        Assert.That(whole, Is.InRange(answered, 2_000));
    }

    private static string Sum(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] RandomBytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Keeps the memory it was lent and does not finish with it, whatever the caller does.</summary>
    private sealed class KeepingHandler : HttpMessageHandler
    {
        private readonly TaskCompletionSource<ReadOnlyMemory<byte>> _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal bool IsKept { get; set; }
        internal Task<ReadOnlyMemory<byte>> Kept => _kept.Task;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!IsKept)
                return await ScriptedHandler.Ok(request, cancellationToken);
            _ = request.Content!.CopyToAsync(new KeepingStream(_kept), CancellationToken.None);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return new();
        }
    }

    private sealed class KeepingStream(TaskCompletionSource<ReadOnlyMemory<byte>> kept) : WireStream
    {
        private readonly TaskCompletionSource _never = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            kept.TrySetResult(buffer);
            return new(_never.Task);
        }
    }
}
