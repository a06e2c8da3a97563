using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Vandar.Core.Http;
using Vandar.Core.Tests.Values;

namespace Vandar.Core.Tests.Http;

/// <summary>What the client reports to those who listen, and that it costs nothing while nobody does.</summary>
internal sealed class TelemetryTests
{
    private static readonly Operation s_operation = Operation.Get("test.telemetry", "data");

    [Test]
    public async Task A_success_is_one_span_of_the_operations_name()
    {
        (Activity span, _) = await Observe(ScriptedHandler.Ok);

        Assert.That((span.OperationName, span.Kind, span.Status), Is.EqualTo(("test.telemetry", ActivityKind.Client, ActivityStatusCode.Unset)));
        Assert.That(
            Tags(span.TagObjects),
            Is.EquivalentTo(new[] { "vandar.operation=test.telemetry", "vandar.business=shop", "vandar.outcome=succeeded", "vandar.attempts=1" }));
    }

    [Test]
    public async Task A_failure_says_what_is_known_and_nothing_that_the_server_said()
    {
        (Activity span, List<string> measured) = await Observe(
            ScriptedHandler.Json(HttpStatusCode.ServiceUnavailable, """{"message":"6037991122334455"}"""));

        Assert.That(span.Status, Is.EqualTo(ActivityStatusCode.Error));
        Assert.That(Tags(span.TagObjects), Is.EquivalentTo(new[]
        {
            "vandar.operation=test.telemetry", "vandar.business=shop", "vandar.outcome=unknown", "vandar.attempts=3", "http.response.status_code=503",
            "error.type=VandarApiException",
        }));
        Assert.That(measured, Is.EquivalentTo(new[]
        {
            "vandar.client.retries vandar.operation=test.telemetry",
            "vandar.client.retries vandar.operation=test.telemetry",
            "vandar.client.operation.duration vandar.operation=test.telemetry vandar.outcome=unknown error.type=VandarApiException",
        }));
    }

    [TestCase(HttpStatusCode.UnprocessableEntity, "rejected")]
    [TestCase(HttpStatusCode.OK, "unknown")]
    public async Task The_outcome_stands_in_both_signals(HttpStatusCode status, string outcome)
    {
        (Activity span, List<string> measured) = await Observe(ScriptedHandler.Json(status, """{"message":"x"}"""));

        Assert.That(span.GetTagItem("vandar.outcome"), Is.EqualTo(outcome));
        Assert.That(measured.Single(), Does.Contain($"vandar.outcome={outcome}"));
    }

    [Test]
    public async Task No_signal_holds_an_address()
    {
        (Activity span, List<string> measured) = await Observe(ScriptedHandler.Ok);

        string all = string.Join('\n', [span.DisplayName, .. Tags(span.TagObjects), .. measured, .. span.Events.Select(e => e.Name)]);
        Assert.That(all, Does.Not.Contain("http://").And.Not.Contain("https://").And.Not.Contain("vandar.io").And.Not.Contain("/v3"));
    }

    [Test]
    public void While_nobody_listens_it_costs_nothing() =>
        Assert.That(
            Allocation.Of(() =>
            {
                Activity? span = Telemetry.Start(s_operation);
                long? started = Telemetry.Now(TimeProvider.System);
                Telemetry.Retried(s_operation);
                return span is null && started is null;
            }),
            Is.Zero);

    private static async Task<(Activity Span, List<string> Measured)> Observe(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        List<Activity> spans = [];
        List<string> measured = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = static source => source.Name == "Vandar.Core",
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using MeterListener meters = new()
        {
            InstrumentPublished = static (instrument, meters) =>
            {
                if (instrument.Meter.Name == "Vandar.Core")
                    meters.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            Assert.That(value, Is.GreaterThanOrEqualTo(0));
            measured.Add(string.Join(' ', [instrument.Name, .. Tags(tags.ToArray())]));
        });
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => measured.Add(string.Join(' ', [instrument.Name, .. Tags(tags.ToArray())])));
        meters.Start();
        TestTime time = new();
        using TestApi api = new(new ScriptedHandler(answer), new() { TimeProvider = time });
        try
        {
            await time.Finish(api.Call(s_operation));
        }
        catch (VandarException)
        {
            // Its signals are what the test asks for.
        }
        return (spans.Single(), measured);
    }

    private static IEnumerable<string> Tags(IEnumerable<KeyValuePair<string, object?>> tags) =>
        tags.Select(tag => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{tag.Key}={tag.Value}"));
}
