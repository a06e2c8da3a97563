using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Vandar.Core.Ravand;
using Vandar.Core.Tests.Authentication;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>S2: what would break out of a header, or could not stand in one, is refused by an exception that does not repeat it.</summary>
[Category("S2")]
internal sealed class HeaderValueTests
{
    /// <summary>In each hostile value, so that it can be looked for.</summary>
    private const string Canary = "eyJcanary7header";

    private static readonly (string Name, string Text)[] s_hostile =
    [
        ("CR", $"{Canary}\rb"), ("LF", $"{Canary}\nb"), ("a header", $"{Canary}\r\nX-Injected: 1"), ("NUL", $"{Canary}\0b"), ("a tab", $"{Canary}\tb"),
        ("a space", $"{Canary} b"), ("a space before", $" {Canary}"), ("Persian", $"{Canary}سلام"), ("Latin 1", $"{Canary}é"), ("DEL", $"{Canary}\u007F"),
        ("half a surrogate pair", $"{Canary}\uD83D"), ("hundred thousand letters", Canary + new string('a', 100_000)),
    ];

    private static readonly (string Name, Func<string, VandarClientOptions, VandarClientOptions> Set)[] s_options =
    [
        (nameof(VandarClientOptions.AccessToken), (value, options) => options with { AccessToken = value }),
        (nameof(VandarClientOptions.RefreshToken), (value, options) => options with { RefreshToken = value }),
        (nameof(VandarClientOptions.IpgApiKey), (value, options) => options with { IpgApiKey = value }),
    ];

    private static IEnumerable<TestCaseData> Hostile() => s_hostile.Select(value => new TestCaseData(value.Text).SetArgDisplayNames(value.Name));

    private static IEnumerable<TestCaseData> HostileOptions() =>
        from option in s_options
        from value in s_hostile
        select new TestCaseData(option.Name, option.Set, value.Text).SetArgDisplayNames(option.Name, value.Name);

    [TestCaseSource(nameof(HostileOptions))]
    public void S2_A_token_of_the_options_that_cannot_stand_in_a_header_makes_no_client(
        string option, Func<string, VandarClientOptions, VandarClientOptions> set, string value)
    {
        using Witness witness = new();

        ArgumentException refusal = witness.Hear(Assert.Catch<ArgumentException>(() => new VandarClient(set(value, witness.Options)).Dispose())!);

        Assert.That(refusal.ParamName, Is.EqualTo(option));
        Assert.That(witness.Heard, Has.None.Contains(Canary));
    }

    [TestCaseSource(nameof(Hostile))]
    public async Task S2_A_token_of_a_store_that_cannot_stand_in_a_header_is_not_sent(string value)
    {
        using Witness witness = new();
        ConcurrentQueue<string> heads = [];
        await using RawServer server = Listening(heads);
        TestStore store = new(new() { AccessToken = value, ObtainedAt = DateTimeOffset.UnixEpoch.AddDays(1) });
        await using VandarClient client = new(
            witness.Options with { AccessToken = null, RefreshToken = null, TokenStore = store, Hosts = VandarHosts.At(server.Address), MaxRetries = 0 });

        object? end = await witness.EndOf(async () => await client.Wallet.Balance());

        Assert.That(end, Is.InstanceOf<VandarAuthenticationException>().With.Property("Outcome").EqualTo(RequestOutcome.NotSent));
        Assert.That(witness.Heard, Has.None.Contains(Canary));
        Assert.That(heads, Is.Empty);
    }

    [TestCaseSource(nameof(Hostile))]
    public async Task S2_A_token_of_a_refresh_that_cannot_stand_in_a_header_is_not_sent(string value)
    {
        using Witness witness = new();
        TokenServer server = new()
        {
            // Half a surrogate pair is written as the escape that a careless server would send.
            InsteadOfRefresh = _ => new(HttpStatusCode.OK)
            {
                Content = new StringContent(
                    $$"""{"token_type":"Bearer","expires_in":432000,"access_token":"{{Escaped(value)}}","refresh_token":"refresh-2"}""",
                    Encoding.UTF8, "application/json"),
            },
        };
        using HttpClient http = new(server) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = new(server.Options with { AccessToken = null, LoggerFactory = witness, MaxRetries = 0 }, http);

        object? end = await witness.EndOf(async () => await client.Wallet.Balance());

        Assert.That(end, Is.InstanceOf<VandarException>());
        Assert.That(witness.Heard, Has.None.Contains(Canary));
        Assert.That(server.Seen, Has.All.Property(nameof(SeenRequest.Authorization)).Not.Contains(Canary));
        // An answer that is no JSON is a lost answer, and a refresh is tried once more after one.
        Assert.That(server.Spent, Has.Count.EqualTo(value[^1] is '\uD83D' ? 2 : 1));
    }

    [TestCase("a\"b")]
    [TestCase("a'b\\c;d,e=f")]
    [TestCase("!~")]
    public async Task S2_A_token_of_printable_signs_stands_in_the_header_as_it_is(string value)
    {
        using Witness witness = new();
        ConcurrentQueue<string> heads = [];
        await using RawServer server = Listening(heads);
        await using VandarClient client = new(witness.Options with { AccessToken = value, Hosts = VandarHosts.At(server.Address), MaxRetries = 0 });

        await witness.EndOf(async () => await client.Wallet.Balance());

        Assert.That(heads.Select(head => RawRequest.Header(head, "Authorization")), Is.EqualTo(new[] { $"Bearer {value}" }));
    }

    [TestCaseSource(typeof(ClassCall), nameof(ClassCall.All))]
    public async Task S2_A_request_has_the_headers_of_the_library_and_no_other(ClassCall call)
    {
        using Witness witness = new();
        ConcurrentQueue<string> heads = [];
        await using RawServer server = Listening(heads);
        await using VandarClient client = new(witness.Options with { Hosts = VandarHosts.At(server.Address), MaxRetries = 0 });

        await witness.EndOf(() => call.Send(client, null, CancellationToken.None));

        string head = heads.Single();
        string[] names = [.. head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])];
        Assert.That(names, Is.Unique);
        Assert.That(names, Is.SubsetOf(new[] { "Host", "Accept", "Authorization", "User-Agent", "Content-Type", "Content-Length", "Expect", "traceparent" }));
        Assert.That(names.Contains("Expect"), Is.EqualTo(call.Class is 'U'), "an upload asks before it sends");
        Assert.That(RawRequest.Header(head, "User-Agent"), Does.Match(@"^Vandar\.Core/\d+\.\d+\.\d+$"));
        Assert.That(head.All(c => c is '\r' or '\n' or (>= ' ' and <= '~')), Is.True);
    }

    private static IEnumerable<TestCaseData> HostileNames() =>
        s_hostile.Where(value => value.Text.Any(c => c < ' ') || value.Text.Length > 255)
            .Select(value => new TestCaseData(value.Text).SetArgDisplayNames(value.Name));

    [TestCaseSource(nameof(HostileNames))]
    public void S2_A_file_name_that_would_break_out_of_its_part_is_refused(string value)
    {
        using Witness witness = new();

        witness.Hear(Assert.Catch<ArgumentException>(() => VandarFile.From(new MemoryStream(Witness.Document), value, "image/jpeg"))!);

        Assert.That(witness.Heard, Has.None.Contains(Canary));
    }

    [TestCaseSource(nameof(Hostile))]
    public void S2_A_media_type_that_cannot_stand_in_a_header_is_refused(string value)
    {
        using Witness witness = new();

        witness.Hear(Assert.Catch<ArgumentException>(() => VandarFile.From(new MemoryStream(Witness.Document), "photo.jpg", $"image/{value}\u0001"))!);

        Assert.That(witness.Heard, Has.None.Contains(Canary));
    }

    [TestCase("photo.jpg", "photo.jpg")]
    [TestCase("a\"; name=\"other.jpg", "a%22; name=%22other.jpg")]
    [TestCase("عکس من.jpg", "عکس من.jpg")]
    [TestCase("😀.jpg", "😀.jpg")]
    public async Task S2_A_file_name_stays_within_its_quotes(string name, string expected)
    {
        using Witness witness = new();
        ConcurrentQueue<RawRequest> requests = [];
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadRequest() is { } request)
            {
                requests.Enqueue(request);
                await connection.Write(RawServer.Answer(404, RecordingHandler.Refusal));
            }
        });
        await using VandarClient client = new(witness.Options with { Hosts = VandarHosts.At(server.Address), MaxRetries = 0 });
        VandarFile file = VandarFile.From(new MemoryStream(Witness.Document), name, "image/jpeg");

        await witness.EndOf(async () => await client.Ravand.Cardholders("sample-bank").Upload("4f9c2b", DocumentType.ApplicantPhoto, file));

        string[] lines = Encoding.UTF8.GetString(requests.Single().Body).Split("\r\n");
        Assert.That(lines.Where(line => line.StartsWith("Content-Disposition: form-data; name=\"file\"", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            $"Content-Disposition: form-data; name=\"file\"; filename=\"{expected}\"",
        }));
    }

    private static string Escaped(string value) =>
        value[^1] is '\uD83D' ? value[..^1] + @"\uD83D" : JsonEncodedText.Encode(value).ToString();

    private static RawServer Listening(ConcurrentQueue<string> heads) => new(async connection =>
    {
        while (await connection.ReadRequest() is { } request)
        {
            heads.Enqueue(request.Head);
            await connection.Write(RawServer.Answer(404, RecordingHandler.Refusal));
        }
    });
}
