using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Vandar.Core.Ipg;
using Vandar.Core.Tests.EndToEnd;
using Vandar.Core.Tests.Http;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests.Faults;

/// <summary>S3: a text in a query or in a body is at the server what it was at the caller, byte for byte.</summary>
[Category("S3")]
internal sealed partial class RoundTripTests
{
    private static readonly string[] s_texts =
    [
        "سلام دنیا", "a&b=c&d", "1+1=2", "100% %20 %2F", "😀🏦", "می‌روم", "ي ك ة", "ی ک ه", "a\u00A0b  c",
        "\"quoted\" \\ back/slash", "a#b?c;d,e", "<b>'&amp;'</b>",
        "e\u0301 \u00E9 \u212B", "\uFEFFa\u202E",
    ];

    private static IEnumerable<TextPlace> QueriesAndBodies() => TextPlace.In(TextPart.Query, TextPart.Json);

    private static IEnumerable<int> Texts => Enumerable.Range(0, s_texts.Length);

    [Test]
    public void S3_There_are_places_of_either_kind()
    {
        Assert.That(TextPlace.In(TextPart.Query).Count(), Is.GreaterThan(10));
        Assert.That(TextPlace.In(TextPart.Json).Count(), Is.GreaterThan(30));
    }

    [TestCaseSource(nameof(QueriesAndBodies)), CancelAfter(60_000)]
    public async Task S3_A_text_reaches_the_server_byte_for_byte(TextPlace place, CancellationToken cancellationToken)
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
        await using VandarClient client = new(witness.Options with { IpgApiKey = "k", MaxRetries = 0, Hosts = VandarHosts.At(server.Address) });

        foreach (string text in s_texts)
        {
            Assert.That(
                await witness.EndOf(async () => await place.Send(client, text)),
                IsTaken(place, text) ? Is.InstanceOf<VandarApiException>() : Is.InstanceOf<ArgumentException>(), text);
        }

        Assert.That(cancellationToken.IsCancellationRequested, Is.False);
        string target = new Uri(place.Line[(place.Line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).PathAndQuery;
        string[] taken = [.. s_texts.Where(text => IsTaken(place, text))];
        Assert.That(requests, Has.Count.EqualTo(taken.Length));
        foreach ((RawRequest request, string text) in requests.Zip(taken))
        {
            Assert.That(request.Head.Split(' ')[1], Is.EqualTo(target.Replace(TextPlace.Mark, TextPlace.Escaped(text), StringComparison.Ordinal)));
            if (place.Part is TextPart.Json)
            {
                Assert.That(Utf8.IsValid(request.Body), Is.True);
                string expected = place.Body.Replace(TextPlace.Mark, JavaScriptEncoder.Default.Encode(text), StringComparison.Ordinal);
                Assert.That(
                    JsonElement.DeepEquals(Json(WithoutHash(request.Body)), Json(WithoutHash(Encoding.UTF8.GetBytes(expected)))), Is.True,
                    $"{text}: {Encoding.UTF8.GetString(request.Body)}");
            }
        }
    }

    [TestCaseSource(nameof(Texts))]
    public async Task S3_A_text_comes_back_from_a_sandbox_as_it_went(int index)
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open();
        string text = s_texts[index];
        IpgSession session = await shop.Client.Ipg.Send(
            new() { Amount = Rial.Of(10_000), CallbackUrl = new Uri("https://shop.example/back"), FactorNumber = text, Description = text });
        await shop.Pay(session.RedirectUrl);
        await shop.Client.Ipg.Verify(session.Token);

        WalletTransaction row = await shop.Client.Wallet.Transactions(new() { FactorNumber = text }).SingleAsync();

        Assert.That((row.FactorNumber, row.Description), Is.EqualTo((text, text)));
        Assert.That(await shop.Client.Wallet.Transactions(new() { FactorNumber = text + "x" }).ToListAsync(), Is.Empty);
    }

    /// <summary>A destination of a transfer is an account, a card or an IBAN: no blank, nothing beyond ASCII. Every other text is anybody's.</summary>
    private static bool IsTaken(TextPlace place, string text) =>
        !place.Name.EndsWith("Transfers.Create: request.Destination", StringComparison.Ordinal) || text.All(c => c is > ' ' and <= '~');

    /// <summary>The id of a batch is the hash of its items, and follows the text.</summary>
    private static byte[] WithoutHash(byte[] body) => Encoding.UTF8.GetBytes(BatchId().Replace(Encoding.UTF8.GetString(body), ""));

    private static JsonElement Json(byte[] utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8);
        return document.RootElement.Clone();
    }

    [GeneratedRegex("(?<=\"batch_id\":\")[0-9a-f]{128}")]
    private static partial Regex BatchId();
}
