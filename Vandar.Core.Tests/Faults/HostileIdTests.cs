using System.Collections.Concurrent;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>A text that would like to be more than one segment of an address.</summary>
internal sealed record HostileId(string Name, string Text, bool IsRefused = false)
{
    internal static IReadOnlyList<HostileId> All { get; } =
    [
        new("two dots", "..", true), new("a dot", ".", true), new("a way up", "../x"), new("encoded dots", "%2e%2e"), new("a dot and an encoded one", ".%2e"),
        new("a slash", "a/b"), new("an encoded slash", "%2F"), new("a question mark", "a?b=c"), new("a fragment", "a#b"), new("a semicolon", "a;b=c"),
        new("a backslash", @"..\x"), new("NUL", "a\0b", true), new("CR", "a\rb", true),
        new("LF", "a HTTP/1.1\nHost: evil.example", true), new("a tab", "a\tb", true),
        new("right to left", "a\u202Eb"), new("a line separator", "a\u2028b"), new("Persian", "سلام"), new("Persian digits", "۱۲۳"),
        new("half a surrogate pair", "a\uD83Db", true), new("nothing", "", true), new("a space", " ", true), new("ten thousand letters", new('a', 10_000), true),
        new("another host", "//evil.example"),
    ];

    public override string ToString() => Name;
}

/// <summary>S1: whatever stands in an id, the request goes to the resource that the code names, or nowhere.</summary>
[Category("S1")]
internal sealed class HostileIdTests
{
    private static IEnumerable<TextPlace> Places() => TextPlace.In(TextPart.Path);

    private static IEnumerable<TextPlace> SentPlaces() => Places().Where(place => !place.IsAddress);

    /// <summary>The business's name is no secret, and stands in the traces.</summary>
    private static IEnumerable<TextPlace> SecretPlaces() => SentPlaces().Where(place => !place.Name.StartsWith("client.For(", StringComparison.Ordinal));

    private static IEnumerable<TestCaseData> Cases() =>
        from place in Places()
        from id in HostileId.All
        select new TestCaseData(place, id).SetArgDisplayNames(place.Name, id.Name);

    [Test]
    public void S1_Every_scope_and_every_method_with_a_path_parameter_is_here()
    {
        Assert.That(HostileId.All, Has.Count.EqualTo(24));
        Assert.That(Places().Count(), Is.GreaterThanOrEqualTo(60));
        Assert.That(Places().Select(place => place.Name), Is.Unique);
    }

    [TestCaseSource(nameof(Cases))]
    public async Task S1_A_hostile_id_is_one_segment_below_the_same_prefix_or_refused_before_a_byte(TextPlace place, HostileId id)
    {
        using Witness witness = new();
        RecordingHandler handler = new();
        using HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = new(witness.Options with { MaxRetries = 0, AllowBodyCopies = true }, http);

        object? end = await witness.EndOf(async () => await place.Send(client, id.Text));

        if (id.IsRefused)
        {
            Assert.That(end, Is.InstanceOf<ArgumentException>());
            Assert.That(((ArgumentException)end!).ParamName, Is.Not.Null.And.Not.Empty);
            Assert.That(handler.Requests, Is.Empty);
            if (id.Text.Length > 2)
                Assert.That(witness.Heard, Has.None.Contains(id.Text));
            return;
        }
        string line = place.IsAddress ? $"GET {((Uri)end!).AbsoluteUri}" : handler.Requests[0].Line;
        Assert.That(line, Is.EqualTo(place.Line.Replace(TextPlace.Mark, TextPlace.Escaped(id.Text), StringComparison.Ordinal)));
        Assert.That(handler.Requests, Has.Count.EqualTo(place.IsAddress ? 0 : 1));
    }

    [TestCaseSource(nameof(SentPlaces)), CancelAfter(60_000)]
    public async Task S1_The_request_line_that_reaches_a_server_has_the_same_segments(TextPlace place, CancellationToken cancellationToken)
    {
        using Witness witness = new();
        ConcurrentQueue<string> heads = [];
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadRequest() is { } request)
            {
                heads.Enqueue(request.Head);
                await connection.Write(RawServer.Answer(404, RecordingHandler.Refusal));
            }
        });
        await using VandarClient client = new(witness.Options with { MaxRetries = 0, Hosts = VandarHosts.At(server.Address) });
        (string method, Uri address) = place.Line.Split(' ') is [var verb, var uri] ? (verb, new Uri(uri)) : throw new InvalidOperationException();

        foreach (HostileId id in HostileId.All)
        {
            Assert.That(
                await witness.EndOf(async () => await place.Send(client, id.Text)),
                id.IsRefused ? Is.InstanceOf<ArgumentException>() : Is.InstanceOf<VandarApiException>());
        }

        Assert.That(cancellationToken.IsCancellationRequested, Is.False);
        Assert.That(
            heads.Select(head => head.Split("\r\n")[0]),
            Is.EqualTo(HostileId.All.Where(id => !id.IsRefused)
                .Select(id => $"{method} {address.PathAndQuery.Replace(TextPlace.Mark, TextPlace.Escaped(id.Text), StringComparison.Ordinal)} HTTP/1.1")));
        Assert.That(heads.Select(head => RawRequest.Header(head, "Host")), Has.All.EqualTo(server.Address.Authority));
    }

    [TestCaseSource(nameof(SecretPlaces))]
    public async Task S1_A_secret_in_an_address_is_told_to_nobody(TextPlace place)
    {
        foreach (string secret in Witness.Secrets)
        {
            using Witness witness = new();
            using HttpClient refuses = new(new RecordingHandler()) { Timeout = Timeout.InfiniteTimeSpan };
            using HttpClient breaks = new(
                new ScriptedHandler((_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded))) { Timeout = Timeout.InfiniteTimeSpan };
            foreach (HttpClient http in new[] { refuses, breaks })
            {
                await using VandarClient client = new(witness.Options with { MaxRetries = 0, AllowBodyCopies = true }, http);
                Assert.That(await witness.EndOf(async () => await place.Send(client, secret)), Is.InstanceOf<VandarException>());
                Assert.That(await witness.EndOf(async () => await place.Send(client, secret + "\n")), Is.InstanceOf<ArgumentException>());
            }
        }
    }

    [TestCaseSource(typeof(HostileId), nameof(HostileId.All))]
    public async Task S1_A_business_of_the_options_is_held_to_the_same(HostileId id)
    {
        using Witness witness = new();
        RecordingHandler handler = new();
        using HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };

        object? end = await witness.EndOf(async () =>
        {
            await using VandarClient client = new(witness.Options with { Business = id.Text, MaxRetries = 0 }, http);
            return await client.Wallet.Balance();
        });

        Assert.That(end, id.IsRefused ? Is.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Business") : Is.InstanceOf<VandarApiException>());
        Assert.That(
            handler.Requests.Select(request => request.Line),
            Is.EqualTo(id.IsRefused ? [] : new[] { $"GET https://api.vandar.io/v2/business/{TextPlace.Escaped(id.Text)}/balance" }));
    }
}
