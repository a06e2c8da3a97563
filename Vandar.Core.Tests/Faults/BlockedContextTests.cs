using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>A program with one thread for everything that blocks it on a call, as old desktop and ASP.NET programs do.</summary>
[Category("L4")]
internal sealed class BlockedContextTests
{
    [TestCaseSource(typeof(ClassCall), nameof(ClassCall.All)), CancelAfter(60_000)]
    public async Task L4_A_call_that_blocks_the_only_thread_of_its_context_ends(ClassCall call, CancellationToken cancellationToken)
    {
        TestTime time = new();
        int refused = 0;
        using Witness witness = new();
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadRequest() is { } request)
            {
                bool isRefresh = request.Head.StartsWith("POST /v3/refreshtoken ", StringComparison.Ordinal);
                bool isCall = isRefresh == call.Class is 'T';
                await connection.Write(
                    isCall && Interlocked.Exchange(ref refused, 1) == 0 ? RawServer.Answer(429, """{"status":0}""", "Retry-After: 5\r\n")
                    : RawServer.Answer(200, isRefresh ? ClassCall.Of('T').Answer : call.Answer));
            }
        });
        VandarClientOptions options = witness.Options with { AccessToken = null, Hosts = VandarHosts.At(server.Address), TimeProvider = time };
        NeverPumped context = new();
        TaskCompletionSource<object?> end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // On the way are a refresh, an attempt that is refused, a wait, and at the end the closing of the client.
        Thread thread = new(() =>
        {
            SynchronizationContext.SetSynchronizationContext(context);
            try
            {
                object? result;
                using (VandarClient client = new(options))
                    result = call.Send(client, new() { WaitOnRateLimit = true }, cancellationToken).GetAwaiter().GetResult();
                end.TrySetResult(result);
            }
            catch (Exception e)
            {
                end.TrySetException(e);
            }
        }) { IsBackground = true };
        thread.Start();
        await using CancellationTokenRegistration hangs = cancellationToken.Register(() => end.TrySetCanceled());
        object? answer = await time.Finish(new ValueTask<object?>(end.Task));

        Assert.That(answer, Is.Not.Null);
        Assert.That(context.Posts, Is.Zero);
    }

    /// <summary>A context whose thread never comes back to do what was posted to it.</summary>
    private sealed class NeverPumped : SynchronizationContext
    {
        private int _posts;

        internal int Posts => Volatile.Read(ref _posts);

        public override void Post(SendOrPostCallback d, object? state) => Interlocked.Increment(ref _posts);

        public override void Send(SendOrPostCallback d, object? state) => Interlocked.Increment(ref _posts);

        public override SynchronizationContext CreateCopy() => this;
    }
}
