using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Vandar.Core.Cli.Chaos;

namespace Vandar.Core.Tests.Cli;

/// <summary>What <c>vandar chaos</c> hears, and that it knows a secret when it hears one.</summary>
[NonParallelizable]
internal sealed class WatchTests
{
    private const string Secret = "watched-canary-4711";
    private const string Password = "482130";

    private Watch _watch = null!;

    [SetUp]
    public void Opens_its_ears()
    {
        _watch = new();
        _watch.Guard(Secret);
    }

    [TearDown]
    public void Closes_them()
    {
        Intent.Current = null;
        _watch.Dispose();
    }

    private static IEnumerable<TestCaseData<Action<Watch, string>>> Places()
    {
        yield return Place("a text", (watch, text) => watch.Hear(text));
        yield return Place("an exception", (watch, text) => watch.Hear(new InvalidOperationException("outside", new IOException(text))));
        yield return Place("data of an exception", (watch, text) => watch.Hear(new IOException { Data = { ["key"] = text } }));
        yield return Place("a log line", (watch, text) => ((ILogger)watch).Log(LogLevel.Trace, 1, text, null, static (said, _) => said));
        yield return Place("a scope", (watch, text) => ((ILogger)watch).BeginScope(text));
        yield return Place("the tag of a measurement", (_, text) => Measured<double>(text));
        yield return Place("the tag of a count", (_, text) => Measured<long>(text));
        yield return Place("the tag of a span", (_, text) => Traced(span => span.SetTag("tag", text)));
        yield return Place("an event of a span", (_, text) => Traced(span => span.AddEvent(new("event", tags: new() { ["tag"] = text }))));
        yield return Place("the baggage of a span", (_, text) => Traced(span => span.AddBaggage("baggage", text)));
        yield return Place("the status of a span", (_, text) => Traced(span => span.SetStatus(ActivityStatusCode.Error, text)));

        static TestCaseData<Action<Watch, string>> Place(string name, Action<Watch, string> tell) =>
            new TestCaseData<Action<Watch, string>>(tell).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Places))]
    public void A_secret_is_found_in(Action<Watch, string> tell)
    {
        tell(_watch, "nothing to hide");
        int before = _watch.Hits;

        tell(_watch, $"it is {Secret}!");

        Assert.That(before, Is.Zero);
        Assert.That(_watch.Hits, Is.Positive);
    }

    [TestCaseSource(nameof(Places))]
    public void The_password_of_the_call_under_way_is_found_in(Action<Watch, string> tell)
    {
        Intent.Current = Intent.Of(1, 1, 0, isKeyedOnly: false);
        Intent.Current.Subject.Password = Password;
        tell(_watch, "order-1482130 and 4821301, an amount");
        int before = _watch.Hits;

        tell(_watch, $"otp={Password}.");

        Assert.That(before, Is.Zero);
        Assert.That(_watch.Hits, Is.Positive);
    }

    [Test]
    public void The_password_of_another_call_is_some_number()
    {
        _watch.Hear(Password);

        Assert.That(_watch.Hits, Is.Zero);
    }

    [Test]
    public void Every_call_with_an_effect_has_a_look_up_or_a_reason_why_not() => Assert.That(
        Deeds.All.Where(deed => deed.HasEffect && deed.LookUp is null == deed.WhyNoLookUp is null).Select(deed => deed.Name), Is.Empty);

    private static void Measured<T>(string text)
        where T : struct
    {
        using Meter meter = new("Vandar.Core");
        meter.CreateCounter<T>("count").Add(default, new KeyValuePair<string, object?>("tag", text));
    }

    private static void Traced(Action<Activity> tell)
    {
        using ActivitySource source = new("Vandar.Core");
        using Activity span = source.StartActivity("span")!;
        tell(span);
    }
}
