using System.Text;
using System.Text.Json;

namespace Vandar.Core.Tests.Faults;

/// <summary>Answers that are deeper than anything the API has to say.</summary>
[Category("P5")]
internal sealed class NestedAnswerTests
{
    [Test, CancelAfter(120_000)]
    public async Task P5_Deep_nesting_is_refused_in_every_answer([Values(65, 1_000, 100_000)] int depth, [Values] bool isArray)
    {
        string nested = isArray
            ? new string('[', depth) + new string(']', depth)
            : string.Concat(Enumerable.Repeat("""{"a":""", depth)) + "1" + new string('}', depth);
        foreach (Fixture fixture in Golden.OfEachOperation)
        {
            using Golden golden = new(fixture);
            // Under a name nobody knows, and in place of the payload.
            await golden.IsNotUnderstood(Encoding.UTF8.GetBytes($$"""{"future":{{nested}},{{fixture.Answer.TrimStart()[1..]}}"""), fixture.ToString());
            string pointer = fixture.Payload(JsonElement.Parse(fixture.Answer)).Pointer;
            await golden.IsNotUnderstood(pointer.Length == 0 ? Encoding.UTF8.GetBytes(nested) : Place.Of(fixture.Answer, pointer).With(nested), fixture.ToString());
        }
    }

    [TestCaseSource(typeof(Golden), nameof(Golden.OfEachOperation))]
    public async Task P5_Nesting_up_to_the_limit_is_no_exception_of_another_family(Fixture fixture)
    {
        using Golden golden = new(fixture);
        for (int depth = 58; depth < 66; depth++)
        {
            string nested = new string('[', depth) + new string(']', depth);
            foreach (Place place in Place.In(fixture.Answer).Where(place => place.IsMember))
                await golden.ReadOrRefused(place.With(nested), $"{place.Pointer}, {depth}");
            await golden.ReadOrRefused(Encoding.UTF8.GetBytes(nested), $"{depth}");
        }
    }
}
