using System.Text;
using System.Text.Json;

namespace Vandar.Core.Tests.Faults;

/// <summary>Answers that are not the UTF-8 they should be.</summary>
[Category("P2")]
internal sealed class BrokenTextTests
{
    public enum Flaw
    {
        InvalidByte,
        Overlong,
        RawSurrogate,
        CutCharacter,
        Nul,
    }

    private static IEnumerable<Fixture> Answers => Golden.OfEachOperation;

    [Test, CancelAfter(60_000)]
    public async Task P2_A_broken_byte_is_noticed_wherever_it_stands([ValueSource(nameof(Answers))] Fixture fixture, [Values] Flaw flaw)
    {
        byte[] piece = flaw switch
        {
            Flaw.InvalidByte => [0xFF],
            Flaw.Overlong => [0xC0, 0xAF],
            Flaw.RawSurrogate => [0xED, 0xA0, 0x80],
            Flaw.CutCharacter => [0xE2, 0x82],
            _ => [0],
        };
        byte[] body = Encoding.UTF8.GetBytes(fixture.Answer);
        using Golden golden = new(fixture);
        // Inside of each name and each text, and at some places where there is none.
        IEnumerable<int> spots = Place.In(fixture.Answer)
            .SelectMany(place => new[] { place.IsMember ? place.Name + 1 : -1, place.Kind is JsonTokenType.String ? place.Start + 1 : -1 })
            .Where(spot => spot >= 0).Concat([1, body.Length / 2, body.Length]);
        foreach (int spot in spots)
            await golden.IsNotUnderstood([.. body[..spot], .. piece, .. body[spot..]], $"at byte {spot}");
    }

    [Test, CancelAfter(60_000)]
    public async Task P2_Another_encoding_is_not_guessed([ValueSource(nameof(Answers))] Fixture fixture, [Values("utf-16", "utf-16BE", "utf-32")] string name)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        byte[] body = encoding.GetBytes(fixture.Answer);
        using Golden golden = new(fixture);

        await golden.IsNotUnderstood(body, "without a mark");
        await golden.IsNotUnderstood([.. encoding.GetPreamble(), .. body], "with a mark");
    }

    [TestCaseSource(nameof(Answers))]
    public async Task P2_A_byte_order_mark_is_accepted(Fixture fixture)
    {
        using Golden golden = new(fixture);

        Reading reading = await golden.Answered([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(fixture.Answer)]);

        Assert.That(reading.Failure, Is.Null);
        Assert.That(fixture.Differences(JsonElement.Parse(fixture.Answer), reading.Model!), Is.Empty);
    }

    // A text beside the money may be lost to it; what was read must hold to the last look.
    [TestCaseSource(nameof(Answers)), CancelAfter(60_000)]
    public async Task P2_Half_a_surrogate_pair_is_not_left_for_a_later_look(Fixture fixture)
    {
        using Golden golden = new(fixture);
        foreach (Place place in Place.In(fixture.Answer))
        {
            if (place.Kind is JsonTokenType.String)
                await golden.ReadOrRefused(place.Inside("""\ud800"""u8), place.Pointer);
            if (place.Kind is JsonTokenType.StartObject && place.Value.Length > 2)
            {
                await golden.ReadOrRefused(place.Inside("""
                    "future":"\udc00",
                    """u8), place.Pointer);
                await golden.ReadOrRefused(place.Inside("""
                    "future\udc00":[{"future\ud800":"\ud800"}],
                    """u8), place.Pointer);
            }
            if (place.IsMember)
            {
                await golden.ReadOrRefused(place.With("""[{"x":"\ud83d\ude00\\\ud800"}]"""u8), place.Pointer);
                await golden.ReadOrRefused(place.With("""{"\udc00":{"x":"\udc00"}}"""u8), place.Pointer);
            }
        }
        await golden.ReadOrRefused([.. """{"future":"\udc00","""u8, .. Encoding.UTF8.GetBytes(fixture.Answer.TrimStart()[1..])], "/");
        await golden.ReadOrRefused([.. """{"future\udc00":["\ud800"],"""u8, .. Encoding.UTF8.GetBytes(fixture.Answer.TrimStart()[1..])], "/");
    }

    private static IEnumerable<Fixture> Sessions() =>
        Golden.OfEachOperation.Where(fixture => fixture.Operation is "ipg.send" or "direct_debit.authorizations.create");

    [TestCaseSource(nameof(Sessions))]
    public async Task P2_A_token_that_no_address_can_have_is_no_answer(Fixture fixture)
    {
        using Golden golden = new(fixture);
        Place token = Place.In(fixture.Answer).Single(place => place.Pointer.EndsWith("/token", StringComparison.Ordinal));
        foreach (string odd in new[] { "", " ", ".", "..", "\\u0001", "a\\nb", "\\u0000", "\\ud800", new string('x', 513) })
            await golden.IsNotUnderstood(token.With($"\"{odd}\""), odd);
    }
}
