using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vandar.Core.Http;

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
        Assert.That(failure.ToString(), Does.Not.Contain("/v3/").And.Not.Contain("/v1/").And.Not.Contain("/v2/"), "no path is told");
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

    [Test]
    [Category("T3")]
    [CancelAfter(60_000)]
    public async Task T3_A_certificate_that_proves_nothing_ends_the_call_at_once(
        [ValueSource(nameof(Classes))] ClassCall call, [Values("unknown issuer", "wrong name", "over")] string flaw, CancellationToken limit)
    {
        await using UntrustedServer server = new(flaw);

        VandarException failure = await Fails(call, server.Address, limit);

        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        Assert.That(failure.GetBaseException(), Is.InstanceOf<System.Security.Authentication.AuthenticationException>());
        Assert.That((failure.Attempts, server.Accepted), Is.EqualTo((1, 1)), "whoever answers with a bad certificate is not asked again");
    }

    [Test]
    [Category("T4")]
    [CancelAfter(60_000)]
    public async Task T4_Connecting_has_a_limit_of_its_own([ValueSource(nameof(Classes))] ClassCall call, CancellationToken limit)
    {
        using Witness witness = new();
        VandarClientOptions options = Options(witness, new("http://127.0.0.1:9")) with { ConnectTimeout = TimeSpan.FromMilliseconds(30) };
        int connections = 0;
        using SocketsHttpHandler handler = Transport.NewHandler(options);
        handler.ConnectCallback = async (_, token) =>
        {
            Interlocked.Increment(ref connections);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            throw new InvalidOperationException();
        };
        using HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = new(options, http);

        VandarException failure = await witness.Fails<VandarException>(() => call.Send(client, null, limit));

        Assert.That(connections, Is.EqualTo(2));
        if (call.HasBody)
            Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.NotSent));
        Assert.That(failure is VandarAuthenticationException or VandarTransportException { IsTimeout: true }, Is.True, failure.ToString());
    }

    private static void AssertRepeated(ClassCall call, VandarException failure)
    {
        // The refresh is a call below this one, and repeats there.
        if (call.Class is not 'T')
            Assert.That(failure.Attempts, Is.EqualTo(2));
    }

    private static async Task<VandarException> Fails(ClassCall call, Uri address, CancellationToken limit)
    {
        using Witness witness = new();
        await using VandarClient client = new(Options(witness, address));
        return await witness.Fails<VandarException>(() => call.Send(client, null, limit));
    }

    private static VandarClientOptions Options(Witness witness, Uri address) =>
        witness.Options with { Hosts = VandarHosts.At(address), MaxRetries = 1, TimeProvider = new SwiftTime(), Timeout = TimeSpan.FromMinutes(20) };

    /// <summary>A TLS server with a certificate that nobody should believe.</summary>
    private sealed class UntrustedServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;
        private readonly Task _serving;
        private int _accepted;

        internal UntrustedServer(string flaw)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new(flaw is "wrong name" ? "CN=elsewhere.example" : "CN=localhost", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(flaw is "wrong name" ? "elsewhere.example" : "localhost");
            request.CertificateExtensions.Add(names.Build());
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-20), flaw is "over" ? now.AddDays(-10) : now.AddDays(10));
            _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
            _listener.Start();
            _serving = Serve();
        }

        internal Uri Address => new($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

        internal int Accepted => Volatile.Read(ref _accepted);

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
            _certificate.Dispose();
        }

        private async Task Serve()
        {
            try
            {
                while (true)
                {
                    using TcpClient client = await _listener.AcceptTcpClientAsync();
                    Interlocked.Increment(ref _accepted);
                    await using SslStream stream = new(client.GetStream());
                    await stream.AuthenticateAsServerAsync(_certificate).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
            {
                // The test is over.
            }
        }
    }
}
