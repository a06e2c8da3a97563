using System.Collections.Concurrent;
using System.Net;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>A 401 means that nothing was executed: the token is replaced once and the call repeated once, whatever class it is of.</summary>
internal sealed class UnauthorizedTests
{
    private static IEnumerable<ClassCall> Classes => ClassCall.All;

    [Test, CancelAfter(60_000)]
    [Category("A1")]
    public async Task A1_After_one_401_there_is_one_refresh_one_repeat_and_success(
        [ValueSource(nameof(Classes))] ClassCall call, CancellationToken cancellationToken)
    {
        using Witness witness = new();
        ConcurrentQueue<RawRequest> seen = [];
        await using RawServer server = new(Serve(call, seen, refusals: 1));
        await using VandarClient client = new(witness.Options with { Hosts = VandarHosts.At(server.Address) });

        object? end = await witness.EndOf(() => call.Send(client, null, cancellationToken));

        RawRequest[] requests = [.. seen];
        if (call.Class is 'T')
        {
            // The refused request is the refresh itself: its token is used up, and to send it again would be asking for the same.
            Assert.That(end, Is.InstanceOf<VandarAuthenticationException>().With.Message.Contains("dashboard"));
            Assert.That(requests, Has.Length.EqualTo(1));
            return;
        }
        Assert.That(end, Is.Not.Null.And.Not.InstanceOf<Exception>());
        Assert.That(requests, Has.Length.EqualTo(3));
        Assert.That(requests.Select(IsRefresh), Is.EqualTo(new[] { false, true, false }));
        Assert.That(RawRequest.Header(requests[0].Head, "Authorization"), Is.EqualTo("Bearer " + Witness.AccessToken));
        Assert.That(RawRequest.Header(requests[2].Head, "Authorization"), Is.EqualTo("Bearer " + Witness.NextAccessToken));
        Assert.That(LineOf(requests[2]), Is.EqualTo(LineOf(requests[0])));
        // A multipart body has a boundary of its own each time, of one length.
        Assert.That(requests[2].Body, call.Class is 'U' ? Has.Length.EqualTo(requests[0].Body.Length) : Is.EqualTo(requests[0].Body));
    }

    [Test, CancelAfter(60_000)]
    [Category("A2")]
    public async Task A2_A_401_for_ever_is_one_refresh_one_repeat_and_an_exception(
        [ValueSource(nameof(Classes))] ClassCall call, CancellationToken cancellationToken)
    {
        using Witness witness = new();
        ConcurrentQueue<RawRequest> seen = [];
        await using RawServer server = new(Serve(call, seen, refusals: int.MaxValue));
        await using VandarClient client = new(witness.Options with { Hosts = VandarHosts.At(server.Address) });

        VandarAuthenticationException failure = await witness.Fails<VandarAuthenticationException>(() => call.Send(client, null, cancellationToken));

        Assert.That(failure.Operation, Is.EqualTo(call.Operation));
        Assert.That(failure.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(failure.Outcome, Is.Not.EqualTo(RequestOutcome.Unknown));
        Assert.That(seen.Select(IsRefresh), Is.EqualTo(call.Class is 'T' ? [true] : new[] { false, true, false }));
        // The next call does not begin the same circle again.
        await witness.Fails<VandarAuthenticationException>(() => call.Send(client, null, cancellationToken));
        Assert.That(seen.Count(IsRefresh), Is.EqualTo(1));
    }

    /// <summary>Refuses so many calls; a refresh succeeds, unless it is the call itself.</summary>
    private static Func<RawConnection, Task> Serve(ClassCall call, ConcurrentQueue<RawRequest> seen, int refusals)
    {
        int calls = 0;
        return async connection =>
        {
            while (await connection.ReadRequest() is { } request)
            {
                seen.Enqueue(request);
                bool isCall = call.Class is 'T' || !IsRefresh(request);
                await connection.Write(isCall && Interlocked.Increment(ref calls) <= refusals
                    ? RawServer.Answer(401, """{"status":0,"error":"Unauthenticated"}""")
                    : RawServer.Answer(200, isCall ? call.Answer : ClassCall.Of('T').Answer));
            }
        };
    }

    private static bool IsRefresh(RawRequest request) => LineOf(request).Contains("/refreshtoken", StringComparison.Ordinal);

    private static string LineOf(RawRequest request) => request.Head[..request.Head.IndexOf("\r\n", StringComparison.Ordinal)];
}
