using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Vandar.Core.Http;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>Complete answers that are not the expected one: refusals, pages, emptiness, failures in disguise, noise, redirects.</summary>
internal sealed class AnswerStatusTests
{
    private const string Persian = "خطایی رخ داده است";

    private FaultStand _stand = null!;

    private static IEnumerable<ClassCall> Classes => ClassCall.All;

    private static int[] Statuses { get; } =
        [400, 401, 402, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 423, 429, 500, 501, 502, 503, 504, 520, 599];

    [OneTimeSetUp]
    public async Task Open() => _stand = await FaultStand.Open();

    [OneTimeTearDown]
    public async Task Close() => await _stand.DisposeAsync();

    /// <summary>A body of the API's proves a refusal. Without one it may be a proxy's, whose 401 and 429 alone prove that nothing was done.</summary>
    [Test]
    [Category("H1")]
    [CancelAfter(60_000)]
    public async Task H1_A_refusal_is_told_apart_from_a_failure(
        [ValueSource(nameof(Classes))] ClassCall call, [ValueSource(nameof(Statuses))] int status, [Values("status", "empty")] string kind,
        CancellationToken limit)
    {
        Trial trial = await _stand.Try(call, string.Create(CultureInfo.InvariantCulture, $"unseen+{kind}:{status}"), cancellationToken: limit);

        trial.IsExecuted(0);
        bool isProven = status is 401 or 429 || (kind is "status" && status < 500);
        VandarApiException refusal = RefusalOf(trial);
        Assert.That((int?)refusal.StatusCode, Is.EqualTo(status));
        Assert.That((refusal.ServerMessage, refusal.Body is null), Is.EqualTo(kind is "status" ? (Persian, false) : (null, true)));
        Assert.That(refusal.Outcome, Is.EqualTo(isProven ? RequestOutcome.Rejected : RequestOutcome.Unknown));
        Assert.That(refusal.Attempts, Is.EqualTo(IsRepeated(refusal.Operation is "tokens.refresh" ? ClassCall.Of('T') : call, status) ? 2 : 1));
        // Vandar's words and nothing else of the body: no name of a member, no second member, no brace.
        string text = string.Create(CultureInfo.InvariantCulture, $"{refusal.Operation}: {status}{(kind is "status" ? $" {Persian}" : "")}");
        Assert.That(refusal.Message, Is.EqualTo(status is 401 ? $"{text} (the credential in the request was refused)" : text));
        if (ReferenceEquals(refusal, trial.Result))
            return;
        // What stands around the refusal of a refresh: of a call that met the 401 first nothing was done, and its successor was not sent.
        bool isRefused = isProven && status is not 429;
        Assert.That(trial.Failure.Outcome, Is.EqualTo(call.Class is 'T' ? refusal.Outcome : RequestOutcome.NotSent));
        Assert.That((int?)trial.Failure.StatusCode, Is.EqualTo(status));
        Assert.That(trial.Failure, isRefused ? Is.InstanceOf<VandarAuthenticationException>() : Is.InstanceOf<VandarTransportException>());
        Assert.That(trial.Failure.Message, Does.Not.Contain(Persian).And.Not.Contain("{"));
    }

    [Test]
    [Category("H2")]
    [CancelAfter(60_000)]
    public async Task H2_A_page_is_no_answer(
        [ValueSource(nameof(Classes))] ClassCall call, [Values(200, 502, 503)] int status, CancellationToken limit)
    {
        Trial trial = await _stand.Try(call, string.Create(CultureInfo.InvariantCulture, $"html:{status}"), cancellationToken: limit);

        trial.IsUnknown(executions: 1, retried: status != 200);
        Assert.That((int?)trial.Failure.StatusCode, Is.EqualTo(status), trial.Failure.ToString());
        VandarException failure = call.Class is 'T' ? (VandarException)trial.Failure.InnerException! : trial.Failure;
        Assert.That(failure, status == 200 ? Is.InstanceOf<VandarProtocolException>() : Is.InstanceOf<VandarApiException>());
        Assert.That(trial.Failure, failure == trial.Result ? Is.InstanceOf<VandarException>() : Is.InstanceOf<VandarTransportException>());
        Assert.That(trial.Failure.ToString(), Does.Not.Contain("<h1>"));
    }

    [Test]
    [Category("H3")]
    [CancelAfter(60_000)]
    public async Task H3_A_success_without_a_body_tells_nothing(
        [ValueSource(nameof(Classes))] ClassCall call, [Values("empty:200", "empty:204", "empty:205")] string fault, CancellationToken limit)
    {
        Trial trial = await _stand.Try(call, fault, cancellationToken: limit);

        trial.IsUnknown(executions: 1, retried: false);
    }

    [TestCaseSource(nameof(Classes))]
    [Category("H3")]
    public async Task H3_An_answer_without_a_content_type_is_read(ClassCall call) => (await _stand.Try(call, "content-type:")).Succeeded();

    [TestCaseSource(nameof(Classes))]
    [Category("H4")]
    public async Task H4_A_failure_inside_a_200_is_a_refusal(ClassCall call)
    {
        string answer = RawServer.Answer(200, $$"""{"status":0,"message":"{{Persian}}","code":"general_error"}""");

        Trial trial = await _stand.Try(call, $"unseen+raw:{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(answer))}");

        trial.IsExecuted(0);
        Assert.That((trial.Failure.Outcome, trial.Failure.Attempts), Is.EqualTo((RequestOutcome.Rejected, 1)));
        Assert.That(RefusalOf(trial).ServerMessage, Is.EqualTo(Persian));
        Assert.That(trial.Failure, call.Class is 'T' ? Is.InstanceOf<VandarAuthenticationException>() : Is.SameAs(RefusalOf(trial)));
    }

    [TestCaseSource(nameof(Classes))]
    [Category("H5")]
    public async Task H5_Interim_answers_are_skipped(ClassCall call) => (await _stand.Try(call, "interim:100,102,103,103")).Succeeded();

    [Test]
    [Category("H6")]
    [CancelAfter(60_000)]
    public async Task H6_A_redirect_is_never_followed(
        [Values('R', 'M', 'T')] char name, [Values(301, 302, 303, 307, 308)] int status,
        [Values("self", "path", "address", "name")] string target, CancellationToken limit)
    {
        await using RawServer elsewhere = new(RawServer.Always(RawServer.Answer(200, """{"status":1,"data":{}}""")));
        string to = target switch
        {
            "self" => "self",
            "path" => "/v3/elsewhere",
            "address" => elsewhere.Address.ToString(),
            _ => $"http://localhost:{elsewhere.Address.Port}/",
        };
        int requests = _stand.Sandbox.Requests;

        Trial trial = await _stand.Try(
            ClassCall.Of(name), string.Create(CultureInfo.InvariantCulture, $"unseen+redirect:{status}:{to}"), own: target is not "name",
            cancellationToken: limit);

        trial.IsExecuted(0);
        Assert.That(trial.Failure.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That((elsewhere.Accepted, _stand.Sandbox.Requests), Is.EqualTo((0, requests)), "neither the other server nor the sandbox was asked");
        Assert.That(trial.Failure.ToString(), Does.Contain("redirects are never followed"));
    }

    [Test]
    [Category("H6")]
    [CancelAfter(60_000)]
    public async Task H6_A_redirect_from_https_is_never_followed(
        [Values('R', 'M', 'T')] char name, [Values(301, 302, 303, 307, 308)] int status, [Values("self", "https", "http")] string target,
        CancellationToken limit)
    {
        ClassCall call = ClassCall.Of(name);
        using CertificateAuthority authority = new();
        using X509Certificate2 certificate = authority.Issue();
        await using RawServer elsewhere = new(RawServer.Always(RawServer.Answer(200, call.Answer)), target is "https" ? certificate : null);
        ConcurrentQueue<RawRequest> seen = [];
        await using RawServer origin = new(async connection =>
        {
            while (await connection.ReadRequest() is { } request)
            {
                seen.Enqueue(request);
                string path = request.Head.Split(' ')[1];
                string to = target is "self" ? path : new Uri(elsewhere.Address, path).AbsoluteUri;
                await connection.Write(RawServer.Answer(status, "", $"Location: {to}\r\n"));
            }
        }, certificate);
        using Witness witness = new();
        VandarClientOptions options = witness.Options with { Hosts = VandarHosts.At(origin.Address), TimeProvider = new SwiftTime() };
        // As the client makes its own, but for the trust.
        using SocketsHttpHandler handler = Transport.NewHandler(options);
        handler.SslOptions = authority.Trust;
        using HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = new(options, http);

        VandarException failure = await witness.Fails<VandarException>(() => call.Send(client, null, limit));

        Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That(failure.ToString(), Does.Contain("redirects are never followed"));
        Assert.That(elsewhere.Accepted, Is.Zero, "nobody connected to the other place, so no byte and no header came there");
        // A refresh asks once more, at the same place.
        Assert.That(seen, Has.Count.EqualTo(name is 'T' ? 2 : 1));
        Assert.That(seen, Has.All.Matches<RawRequest>(request => name is 'T'
            ? Encoding.UTF8.GetString(request!.Body).Contains(Witness.RefreshToken, StringComparison.Ordinal)
            : RawRequest.Header(request!.Head, "Authorization") == $"Bearer {Witness.AccessToken}"));
    }

    /// <summary>The worst that an application can give the client is a handler that follows.</summary>
    [Test]
    [Category("H6")]
    [CancelAfter(60_000)]
    public async Task H6_A_handler_that_follows_redirects_carries_no_secret_to_another_host(
        [Values('R', 'M', 'T')] char name, [Values(301, 302, 303, 307, 308)] int status, CancellationToken limit)
    {
        ConcurrentQueue<string> arrived = [];
        await using RawServer elsewhere = new(async connection =>
        {
            while (await connection.ReadHead() is { } head)
            {
                arrived.Enqueue(head);
                await connection.ReadBody(head, bytes => arrived.Enqueue(Encoding.UTF8.GetString(bytes)));
                await connection.Write(RawServer.Answer(200, """{"status":1,"data":{}}"""));
            }
        });
        await using RawServer origin = new(RawServer.Always(
            RawServer.Answer(status, "", string.Create(CultureInfo.InvariantCulture, $"Location: http://localhost:{elsewhere.Address.Port}/\r\n"))));
        using Witness witness = new();
        using SocketsHttpHandler handler = new() { AllowAutoRedirect = true };
        using HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        VandarClientOptions options = witness.Options with { Hosts = VandarHosts.At(origin.Address), TimeProvider = new SwiftTime() };
        await using VandarClient client = new(options, http);

        await witness.EndOf(() => ClassCall.Of(name).Send(client, null, limit));
        handler.Dispose();
        await elsewhere.DisposeAsync();

        if (name is 'R')
            Assert.That(arrived, Is.Not.Empty, "this handler does follow");
        Assert.That(arrived, Has.None.Contains("Authorization").IgnoreCase);
        Assert.That(Witness.Secrets.Where(secret => arrived.Any(text => text.Contains(secret, StringComparison.Ordinal))), Is.Empty);
        Assert.That(origin.Executed, Is.LessThanOrEqualTo(name is 'T' ? 2 : name is 'R' ? 3 : 1));
    }

    /// <summary>The answer's own exception: of a refresh, and of a call whose token could not be renewed, it is the inner one.</summary>
    private static VandarApiException RefusalOf(Trial trial) =>
        (VandarApiException)(trial.Failure.InnerException as VandarException ?? trial.Failure);

    /// <summary>
    /// By the vendor's own word nothing was done, so the limit makes everybody wait but who must be asked first; 5xx tells nothing.
    /// </summary>
    private static bool IsRepeated(ClassCall call, int status) => status switch
    {
        // A refresh waits for as long as it is told.
        429 => call.Repeat is not Repeat.Never || call.Class is 'T',
        >= 500 => !call.IsOnce,
        _ => false,
    };
}
