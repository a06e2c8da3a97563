using System.Net;
using Vandar.Core.Tests.Http;
using Vandar.Core.Tests.Values;

namespace Vandar.Core.Tests.Faults;

/// <summary>What a server says of time, on a clock that stands still and counts the waits it was asked for.</summary>
internal sealed class RetryAfterTests
{
    private static readonly (string Name, string[] Values, double Seconds)[] s_words =
    [
        ("none", [], 3), ("seconds", ["7"], 7), ("date", ["Sat, 01 Jan 2000 00:00:12 GMT"], 12), ("past", ["Fri, 31 Dec 1999 23:59:00 GMT"], 3),
        ("negative", ["-5"], 3), ("huge", ["86400"], 30), ("junk", ["soon"], 3), ("doubled", ["9", "20"], 9),
    ];

    private static IEnumerable<string> Words => s_words.Select(word => word.Name);

    private FaultStand _stand = null!;

    private static IEnumerable<ClassCall> Classes => ClassCall.All;

    [OneTimeSetUp]
    public async Task Open() => _stand = await FaultStand.Open();

    [OneTimeTearDown]
    public async Task Close() => await _stand.DisposeAsync();

    [Test]
    [Category("H7")]
    public async Task H7_A_429_waits_as_told_within_reason_in_every_culture(
        [ValueSource(nameof(Classes))] ClassCall call, [ValueSource(nameof(Words))] string name, [Values("", "fa-IR")] string culture)
    {
        (_, string[] values, double seconds) = s_words.Single(word => word.Name == name);

        (Trial trial, TimeSpan[] waits) = await Try(call, HttpStatusCode.TooManyRequests, values, culture, new() { WaitOnRateLimit = true });

        Assert.That(trial.Result, Is.Not.InstanceOf<Exception>(), $"{trial.Result}");
        Assert.That(waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(seconds) }));
    }

    [Test]
    [Category("H7")]
    public async Task H7_A_429_of_what_must_not_be_repeated_is_the_callers([Values('B', 'M', 'U')] char name)
    {
        (Trial trial, TimeSpan[] waits) = await Try(ClassCall.Of(name), HttpStatusCode.TooManyRequests, ["7"], "", null);

        Assert.That(trial.Failure, Is.InstanceOf<VandarApiException>().With.Property("Outcome").EqualTo(RequestOutcome.Rejected)
            .And.Property("RetryAfter").EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(waits, Is.Empty);
    }

    /// <summary>A refresh waits without being told to; nobody but the caller repeats what must not be repeated.</summary>
    [Test]
    [Category("H7")]
    [CancelAfter(60_000)]
    public async Task H7_A_429_on_a_socket_tells_the_caller_when_it_does_not_end(
        [ValueSource(nameof(Classes))] ClassCall call, [Values("7", "-5", "86400", "soon")] string retryAfter, CancellationToken limit)
    {
        Trial trial = await _stand.Try(call, $"unseen+status:429+retry-after:{retryAfter}", cancellationToken: limit);

        VandarApiException refusal = (VandarApiException)(call.Class is 'T' ? trial.Failure.InnerException! : trial.Failure);
        trial.IsExecuted(0);
        Assert.That((trial.Failure.Outcome, refusal.Outcome), Is.EqualTo((RequestOutcome.Rejected, RequestOutcome.Rejected)));
        Assert.That(refusal.Attempts, Is.EqualTo(call.Repeat is Repeat.Never && call.Class is not 'T' ? 1 : 2));
        Assert.That(refusal.RetryAfter, Is.EqualTo(retryAfter switch
        {
            "7" => TimeSpan.FromSeconds(7),
            "86400" => TimeSpan.FromDays(1),
            _ => (TimeSpan?)null,
        }));
    }

    /// <summary>A refresh, whose token may be spent, is asked for once more and no oftener.</summary>
    [Test]
    [Category("H8")]
    [CancelAfter(60_000)]
    public async Task H8_A_503_on_a_socket_is_unknown_and_repeated_only_where_that_is_safe(
        [ValueSource(nameof(Classes))] ClassCall call, [Values("+retry-after:2", "")] string retryAfter, CancellationToken limit)
    {
        long injected = _stand.Faults.Injected;

        Trial trial = await _stand.Try(call, $"unseen+status:503{retryAfter}", cancellationToken: limit);

        trial.IsUnknown(executions: 0);
        Assert.That(_stand.Faults.Injected - injected, Is.EqualTo(call.IsOnce && call.Class is not 'T' ? 1 : 2));
    }

    [Test]
    [Category("H8")]
    public async Task H8_A_503_is_repeated_only_where_that_is_safe(
        [ValueSource(nameof(Classes))] ClassCall call, [Values("seconds", "date", "none")] string name, [Values("", "fa-IR")] string culture)
    {
        (_, string[] values, double seconds) = s_words.Single(word => word.Name == name);

        (Trial trial, TimeSpan[] waits) = await Try(call, HttpStatusCode.ServiceUnavailable, values, culture, null);

        if (call.IsOnce && call.Class is not 'T')
        {
            trial.IsUnknown(executions: 1);
            Assert.That(waits, Is.Empty);
            return;
        }
        // A refresh is once more asked for, because the token it brings is the only one that is left.
        trial.Succeeded(executions: 2);
        if (values.Length > 0 && call.Class is not 'T')
            Assert.That(waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(seconds) }));
    }

    private static async Task<(Trial Trial, TimeSpan[] Waits)> Try(
        ClassCall call, HttpStatusCode status, string[] retryAfter, string culture, RequestOptions? options)
    {
        using Witness witness = new();
        TestTime time = new();
        ScriptedHandler server = new(
            ScriptedHandler.Json(
                status, """{"status":0,"message":"x"}""", answer => answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter)),
            ScriptedHandler.Json(HttpStatusCode.OK, call.Answer));
        using HttpClient http = new(server) { Timeout = Timeout.InfiniteTimeSpan };
        VandarClientOptions settings = witness.Options with
        {
            AllowBodyCopies = true, TimeProvider = time, BodyIdleTimeout = Timeout.InfiniteTimeSpan,
        };
        await using VandarClient client = new(settings, http);
        object? result = await time.Finish(
            Cultures.Under(culture, () => new ValueTask<object?>(witness.EndOf(() => call.Send(client, options, CancellationToken.None)))));
        return (new(call, result, server.Seen.Count, ClassCall.TrackId), time.Waits);
    }
}
