using System.Text.Json;

namespace Vandar.Core.Tests.Faults;

/// <summary>Answers that say one thing twice.</summary>
[Category("P6")]
internal sealed class DuplicateMemberTests
{
    private static IEnumerable<Fixture> Answers => Golden.OfEachOperation;

    [TestCaseSource(nameof(Answers)), CancelAfter(60_000)]
    public async Task P6_Two_members_of_one_name_are_refused(Fixture fixture)
    {
        using Golden golden = new(fixture);
        foreach ((string pointer, _) in Golden.Members(fixture))
        {
            Place place = Place.Of(fixture.Answer, pointer);
            string name = pointer[(pointer.LastIndexOf('/') + 1)..];
            await golden.IsNotUnderstood(place.Beside(name, place.Value), $"{pointer} twice the same");
            await golden.IsNotUnderstood(place.Beside(name, "null"), $"{pointer} and null");
            await golden.IsNotUnderstood(place.Beside($"\\u{(int)name[0]:x4}{name[1..]}", place.Value), $"{pointer} escaped");
        }
    }

    [TestCaseSource(nameof(Answers)), CancelAfter(60_000)]
    public async Task P6_Of_two_names_that_differ_in_case_the_exact_one_counts_or_none(Fixture fixture)
    {
        JsonElement answer = JsonElement.Parse(fixture.Answer);
        using Golden golden = new(fixture);
        foreach ((string pointer, _) in Golden.Members(fixture))
        {
            Place place = Place.Of(fixture.Answer, pointer);
            string name = pointer[(pointer.LastIndexOf('/') + 1)..].ToUpperInvariant();
            if (await golden.ReadOrRefused(place.Beside(name, place.Kind is JsonTokenType.Number ? "7" : "null"), pointer) is { } model)
                Assert.That(fixture.Differences(answer, model), Is.Empty, pointer);
        }
    }
    // Two statuses, or two payloads, whichever the sender meant.
    [TestCaseSource(nameof(Answers))]
    public async Task P6_Two_members_of_the_envelope_are_refused(Fixture fixture)
    {
        using Golden golden = new(fixture);
        string[] first = fixture.Payload(JsonElement.Parse(fixture.Answer)).Pointer.Split('/');
        foreach (Place place in Place.In(fixture.Answer).Where(place => place.IsMember && (place.Pointer == "/status" || (first.Length > 1 && place.Pointer == $"/{first[1]}"))))
        {
            string name = place.Pointer[1..];
            foreach (string value in new[] { place.Value, "null", "0", "[]" })
                await golden.IsNotUnderstood(place.Beside(name, value), $"{name} {value}");
        }
    }
}
