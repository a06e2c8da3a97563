using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>S4: a witness that heard nothing proves nothing. Here each way out of the client leaks on purpose, and the witness must find it.</summary>
[Category("S4")]
internal sealed class WitnessTests
{
    private static readonly (string Name, Action<Witness, string> Leak)[] s_leaks =
    [
        ("text of a log line", (witness, secret) => Log(witness, LogLevel.Trace, secret, [])),
        ("value of a log line", (witness, secret) => Log(witness, LogLevel.Debug, "sent", [Tag(secret)])),
        ("exception of a log line", (witness, secret) =>
            Log(witness, LogLevel.Critical, "failed", [], new InvalidOperationException("x", new IOException(secret)))),
        ("scope of the log", (witness, secret) => ((ILogger)witness).BeginScope(secret)?.Dispose()),
        ("message of an exception", (witness, secret) => witness.Hear(new IOException($"cannot send {secret}"))),
        ("message of an inner exception", (witness, secret) => witness.Hear(new IOException("x", new InvalidOperationException(secret)))),
        ("message of one of many", (witness, secret) => witness.Hear(new AggregateException(new IOException("x"), new IOException(secret)))),
        ("data of an exception", (witness, secret) => witness.Hear(new IOException { Data = { ["request"] = secret } })),
        ("data of an inner exception", (witness, secret) => witness.Hear(new IOException("x", new IOException { Data = { [secret] = 1 } }))),
        ("name of an activity", (_, secret) => Trace(secret, _ => { })),
        ("tag of an activity", (_, secret) => Trace("call", activity => activity.SetTag("url.full", $"/v1/{secret}"))),
        ("status of an activity", (_, secret) => Trace("call", activity => activity.SetStatus(ActivityStatusCode.Error, secret))),
        ("event of an activity", (_, secret) => Trace("call", activity => activity.AddEvent(new(secret)))),
        ("tag of an event", (_, secret) => Trace("call", activity => activity.AddEvent(new("sent", tags: new() { ["body"] = secret })))),
        ("exception of an activity", (_, secret) => Trace("call", activity => activity.AddException(new IOException(secret)))),
        ("baggage of an activity", (_, secret) => Trace("call", activity => activity.AddBaggage("token", secret))),
        ("link of an activity", (_, secret) => Trace("call", activity => activity.AddLink(new(default, new() { ["token"] = secret })))),
        ("tag of a duration", (_, secret) => Measure(meter => meter.CreateHistogram<double>("canary.duration").Record(1, Tag(secret)))),
        ("tag of a count", (_, secret) => Measure(meter => meter.CreateCounter<long>("canary.count").Add(1, Tag(secret)))),
        ("tag of a small count", (_, secret) => Measure(meter => meter.CreateUpDownCounter<int>("canary.small").Add(1, Tag(secret)))),
        ("name of an instrument", (_, secret) => Measure(meter => meter.CreateCounter<long>(secret).Add(1))),
    ];

    private static IEnumerable<TestCaseData> Leaks() =>
        from leak in s_leaks
        from secret in new[] { Witness.AccessToken, Witness.Card, Witness.OneTimePassword }
        select new TestCaseData(leak.Leak, secret).SetArgDisplayNames(leak.Name, secret[..4]);

    [TestCaseSource(nameof(Leaks))]
    public void S4_A_leak_is_found_wherever_it_is(Action<Witness, string> leak, string secret)
    {
        Witness clean = new();
        leak(clean, "nothing");
        clean.Dispose();

        Witness witness = new();
        leak(witness, $"a {secret.ToUpperInvariant()} b");

        Assert.That(witness.Leaks(), Is.Not.Empty);
        Assert.That(() => witness.Dispose(), Throws.InstanceOf<AssertionException>());
    }

    [Test]
    public void S4_Every_planted_secret_is_looked_for([ValueSource(typeof(Witness), nameof(Witness.Secrets))] string secret)
    {
        Witness witness = new();
        witness.Hear(secret);

        Assert.That(witness.Leaks(), Is.Not.Empty);
        Assert.That(() => witness.Dispose(), Throws.InstanceOf<AssertionException>());
    }

    /// <summary>Of each family something must be heard, or the search of it searches nothing.</summary>
    [Test]
    public async Task S4_A_failing_client_is_heard_in_its_log_its_traces_and_its_measurements()
    {
        using Witness witness = new();
        TestTime time = new();
        using HttpClient http = new(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.BadGateway, "oops"))) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = new(witness.Options with { TimeProvider = time }, http);

        VandarApiException failure = await witness.Fails<VandarApiException>(() => time.Finish(client.Wallet.Balance()));

        Assert.That(failure.Attempts, Is.EqualTo(3));
        Assert.That(witness.Heard, Has.Some.Contains("wallet.balance: 502").And.Some.StartWith("vandar.client.operation.duration vandar.operation=wallet.balance")
            .And.Some.StartWith("vandar.client.retries").And.Some.Contains("vandar.outcome=unknown"));
        Assert.That(witness.Heard.Count(text => text.Contains("{OriginalFormat}", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(1));
    }

    /// <summary>What the library hangs on exceptions of other families is the outcome and nothing else.</summary>
    [TestCaseSource(typeof(ClassCall), nameof(ClassCall.All))]
    public async Task S4_The_data_of_a_cancellation_has_the_outcome_alone(ClassCall call)
    {
        using Witness witness = new();
        using HttpClient http = new(new ScriptedHandler((_, token) => Task.FromCanceled<HttpResponseMessage>(token))) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = new(witness.Options with { AllowBodyCopies = true }, http);

        OperationCanceledException failure = await witness.Fails<OperationCanceledException>(() => call.Send(client, null, new(true)));

        Assert.That(failure.Data.Keys, Is.EqualTo(new[] { "Vandar.Outcome" }));
        Assert.That(failure.Data["Vandar.Outcome"], Is.TypeOf<RequestOutcome>());
    }

    private static void Log(ILogger log, LogLevel level, string text, KeyValuePair<string, object?>[] values, Exception? exception = null) =>
        log.Log(level, default, values, exception, (_, _) => text);

    private static void Trace(string name, Action<Activity> change)
    {
        using ActivitySource source = new("Vandar.Core");
        using Activity activity = source.StartActivity(name, ActivityKind.Client)!;
        change(activity);
    }

    private static void Measure(Action<Meter> measure)
    {
        using Meter meter = new("Vandar.Core");
        measure(meter);
    }

    private static KeyValuePair<string, object?> Tag(string secret) => new("token", secret);
}
