using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Vandar.Core.Http;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>Calls that never reach a server: no name, no port, no trust, no time. Nothing was sent, in every class.</summary>
internal sealed class NoConnectionTests
{
    private static IEnumerable<ClassCall> Classes => ClassCall.All;

    [Test]
    [Category("T1")]
    [CancelAfter(60_000)]
    public async Task T1_An_unknown_host_is_not_sent_and_tried_again([ValueSource(nameof(Classes))] ClassCall call, CancellationToken limit)
    {
        VandarException failure = await Fails(call, new("https://nowhere.invalid"), limit);

        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        AssertRepeated(call, failure);
        Assert.That(failure.ToString(), Does.Contain("nowhere.invalid"), "the host is told, and what is not is up to the witness");
    }

    [Test]
    [Category("T2")]
    [CancelAfter(60_000)]
    public async Task T2_A_refused_connection_is_not_sent_and_tried_again([ValueSource(nameof(Classes))] ClassCall call, CancellationToken limit)
    {
        await using FaultStand stand = await FaultStand.Open();
        stand.Faults.Refuse();

        VandarException failure = await Fails(call, stand.Sandbox.BaseAddress, limit);

        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        AssertRepeated(call, failure);
    }

    /// <summary>But for the unknown issuer's, the certificates are of one that the client trusts: nothing else is wrong with them.</summary>
    [Test]
    [Category("T3")]
    [CancelAfter(60_000)]
    public async Task T3_A_certificate_that_proves_nothing_ends_the_call_at_once(
        [ValueSource(nameof(Classes))] ClassCall call, [Values("unknown issuer", "wrong name", "over")] string flaw, CancellationToken limit)
    {
        using CertificateAuthority authority = new();
        using X509Certificate2 certificate = flaw switch
        {
            "wrong name" => authority.Issue("elsewhere.example"),
            "over" => authority.Issue(days: -10),
            _ => authority.Issue(),
        };
        await using RawServer server = new(RawServer.Always(RawServer.Answer(200, call.Answer)), certificate);

        VandarException failure = flaw is "unknown issuer"
            ? await Fails(call, server.Address, limit)
            : (VandarException)(await Trusting(authority, call, server.Address, limit))!;

        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        Assert.That(failure.GetBaseException(), Is.InstanceOf<AuthenticationException>());
        Assert.That(FlawsIn(failure.GetBaseException().Message), Is.EqualTo(new[] { flaw }));
        Assert.That(
            (failure.Attempts, server.Accepted, server.Executed), Is.EqualTo((1, 1, 0)), "whoever answers with a bad certificate is not asked again");
    }

    [Test]
    [Category("T3")]
    [CancelAfter(60_000)]
    public async Task T3_A_right_certificate_of_a_trusted_issuer_is_believed([ValueSource(nameof(Classes))] ClassCall call, CancellationToken limit)
    {
        using CertificateAuthority authority = new();
        using X509Certificate2 certificate = authority.Issue();
        await using RawServer server = new(RawServer.Always(RawServer.Answer(200, call.Answer)), certificate);

        object? answer = await Trusting(authority, call, server.Address, limit);

        Assert.That(answer, Is.Not.Null.And.Not.InstanceOf<Exception>());
        Assert.That((server.Accepted, server.Executed), Is.EqualTo((1, 1)));
    }

    /// <summary>
    /// On a handler of the client's own it meets a server that accepts and never shakes hands; on a given one, a connection that is never made.
    /// </summary>
    [Test]
    [Category("T4")]
    [CancelAfter(60_000)]
    public async Task T4_Connecting_has_a_limit_of_its_own([ValueSource(nameof(Classes))] ClassCall call, [Values] bool own, CancellationToken limit)
    {
        using Witness witness = new();
        await using RawServer mute = new(connection => connection.ReadHead());
        UriBuilder address = new(mute.Address) { Scheme = Uri.UriSchemeHttps };
        VandarClientOptions options = Options(witness, address.Uri) with { ConnectTimeout = TimeSpan.FromMilliseconds(100) };
        int connections = 0;
        using SocketsHttpHandler handler = Transport.NewHandler(options);
        handler.ConnectCallback = async (_, token) =>
        {
            Interlocked.Increment(ref connections);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            throw new InvalidOperationException();
        };
        using HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = own ? new(options) : new(options, http);

        VandarTransportException failure = await witness.Fails<VandarTransportException>(() => call.Send(client, null, limit));

        AssertRepeated(call, failure);
        Assert.That((connections, mute.Executed), Is.EqualTo((own ? 0 : 2, 0)));
        // Whether a limit of somebody else's handler was the one for connecting, only a body that nobody asked for can tell.
        Assert.That(failure.Outcome, Is.EqualTo(own || call.HasBody ? RequestOutcome.NotSent : RequestOutcome.Unknown));
        Assert.That(failure.IsTimeout, Is.True);
        Assert.That(failure.ToString(), Does.Contain("a time limit of the HTTP handler").And.Not.Contain("the time limit of the call"));
    }

    private static void AssertRepeated(ClassCall call, VandarException failure)
    {
        // The refresh is a call below this one, and repeats there.
        VandarException repeated = call.Class is 'T' ? (VandarException)failure.InnerException! : failure;
        Assert.That(repeated.Attempts, Is.EqualTo(2));
    }

    private static async Task<VandarException> Fails(ClassCall call, Uri address, CancellationToken limit)
    {
        using Witness witness = new();
        // What stands in the paths of the calls.
        witness.Plant("/v1/", "/v2/", "/v3/", "/shop/", "168999000", "sample-bank", "4f9c2b");
        await using VandarClient client = new(Options(witness, address));
        return await witness.Fails<VandarException>(() => call.Send(client, null, limit));
    }

    /// <summary>What a call comes to on a handler like the client's own, which trusts the authority.</summary>
    private static async Task<object?> Trusting(CertificateAuthority authority, ClassCall call, Uri address, CancellationToken limit)
    {
        using Witness witness = new();
        VandarClientOptions options = Options(witness, address);
        using SocketsHttpHandler handler = Transport.NewHandler(options);
        handler.SslOptions = authority.Trust;
        using HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = new(options, http);
        return await witness.EndOf(() => call.Send(client, null, limit));
    }

    /// <summary>What the platform says against a certificate.</summary>
    private static IEnumerable<string> FlawsIn(string message)
    {
        if (message.Contains("PartialChain", StringComparison.Ordinal) || message.Contains("UntrustedRoot", StringComparison.Ordinal))
            yield return "unknown issuer";
        if (message.Contains("NameMismatch", StringComparison.Ordinal))
            yield return "wrong name";
        if (message.Contains("NotTimeValid", StringComparison.Ordinal))
            yield return "over";
    }

    private static VandarClientOptions Options(Witness witness, Uri address) =>
        witness.Options with { Hosts = VandarHosts.At(address), MaxRetries = 1, TimeProvider = new SwiftTime(), Timeout = TimeSpan.FromMinutes(20) };
}
