using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Vandar.Core.Tests.Faults;

/// <summary>Every member of every answer as null, missing, of another type, or with something beside it: read for what it is, or refused.</summary>
internal sealed class OddMemberTests
{
    private static IEnumerable<TestCaseData<Fixture, string>> Of(Func<Fixture, Place, bool> wanted) =>
        Golden.OfEachOperation.SelectMany(fixture => Place.In(fixture.Answer).Where(place => wanted(fixture, place))
            .Select(place => new TestCaseData<Fixture, string>(fixture, place.Pointer)));

    private static readonly Dictionary<Fixture, HashSet<string>> s_known =
        Golden.OfEachOperation.ToDictionary(fixture => fixture, fixture => Golden.Members(fixture).Select(member => member.Pointer).ToHashSet());

    private static IEnumerable<TestCaseData<Fixture, string>> Members() =>
        Of((fixture, place) => s_known[fixture].Contains(place.Pointer) && !IsTold(fixture, place.Pointer));

    /// <summary>What a page that does not say it is taken to say: that it is the page that was asked for, and that there may be more.</summary>
    private static bool IsTold(Fixture fixture, string pointer) =>
        (fixture.Operation, pointer) is ("business.users", "/data/page") or ("wallet.transactions", "/has_more");

    [Category("P7"), TestCaseSource(nameof(Members))]
    public async Task P7_Null_arrives_as_null_or_the_answer_is_refused(Fixture fixture, string pointer)
    {
        byte[] body = Place.Of(fixture.Answer, pointer).With("null");
        await ArrivesAs(fixture, pointer, body, body);
    }

    [Category("P8"), TestCaseSource(nameof(Members))]
    public async Task P8_A_missing_member_is_null_or_the_answer_is_refused(Fixture fixture, string pointer)
    {
        Place place = Place.Of(fixture.Answer, pointer);
        await ArrivesAs(fixture, pointer, place.Without(), place.With("null"));
    }

    private static IEnumerable<TestCaseData<Fixture, string>> Numbers() =>
        Of((fixture, place) => s_known[fixture].Contains(place.Pointer) && Swapped(place) is not null);

    [Category("P9"), TestCaseSource(nameof(Numbers))]
    public async Task P9_A_number_and_its_digits_are_the_same(Fixture fixture, string pointer)
    {
        Place place = Place.Of(fixture.Answer, pointer);
        using Golden golden = new(fixture);

        Reading reading = await golden.Answered(place.With(Swapped(place)!));

        Assert.That(reading.Failure, Is.Null);
        Assert.That(fixture.Differences(Golden.Json(place.Text), reading.Model!), Is.Empty);
    }

    /// <summary>Numbers that are none of money, whose forms have tests of their own.</summary>
    private static IEnumerable<TestCaseData<Fixture, string>> WholeNumbers() =>
        Golden.OfEachOperation.SelectMany(fixture => Golden.Members(fixture)
            .Where(member => !IsMoney(member.Property) && Place.Of(fixture.Answer, member.Pointer) is { Kind: JsonTokenType.Number } place
                && long.TryParse(place.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            .Select(member => new TestCaseData<Fixture, string>(fixture, member.Pointer)));

    [Category("P9"), TestCaseSource(nameof(WholeNumbers))]
    public async Task P9_A_whole_number_with_a_fraction_of_nothing_is_that_number_or_none(Fixture fixture, string pointer)
    {
        Place place = Place.Of(fixture.Answer, pointer);
        using Golden golden = new(fixture);
        foreach (string written in new[] { $"{place.Value}.0", $"\"{place.Value}.00\"", $"{place.Value}e0" })
            // What is read as a text stays as it was written.
            await IsReadAs(golden, fixture, place, written, place.Value, $"\"{written.Trim('"')}\"");
    }

    /// <summary>Ids that are no digits in the fixture: another server numbers its things.</summary>
    private static IEnumerable<TestCaseData<Fixture, string>> Names() =>
        Of((fixture, place) => s_known[fixture].Contains(place.Pointer) && place.Kind is JsonTokenType.String && Swapped(place) is null
            && IsNameOfId(place.Pointer[(place.Pointer.LastIndexOf('/') + 1)..]));

    [Category("P9"), TestCaseSource(nameof(Names))]
    public async Task P9_A_number_for_an_id_is_its_digits_or_none(Fixture fixture, string pointer)
    {
        Place place = Place.Of(fixture.Answer, pointer);
        using Golden golden = new(fixture);
        foreach (string number in new[] { "4711", "9007199254740993", "123456789012345678901234567890" })
            await IsReadAs(golden, fixture, place, number, $"\"{number}\"");
    }

    /// <summary>One of the meanings without loss, or nothing: what counts is refused without its value.</summary>
    private static async Task IsReadAs(Golden golden, Fixture fixture, Place place, string written, params string[] meanings)
    {
        if (await golden.ReadOrRefused(place.With(written), written) is not { } model)
            return;
        IReadOnlyList<string>[] differences = [.. meanings.Append("null").Select(meaning => fixture.Differences(Golden.Json(place.With(meaning)), model))];
        Assert.That(differences, Has.Some.Empty, written);
    }

    private static bool IsNameOfId(string member) =>
        member is "id" or "uuid" or "token" or "code" or "cid" || member.EndsWith("_id", StringComparison.Ordinal) || member.EndsWith("_code", StringComparison.Ordinal)
        || member.EndsWith("umber", StringComparison.Ordinal) || member.EndsWith("Code", StringComparison.Ordinal) || member.EndsWith("Id", StringComparison.Ordinal);

    private static bool IsMoney(JsonPropertyInfo property) =>
        (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is var type && (type == typeof(Rial) || type == typeof(Toman));

    private static IEnumerable<TestCaseData<Fixture, string>> Objects() =>
        Golden.OfEachOperation.SelectMany(fixture => Golden.Models(fixture).Select(pointer => Place.Of(fixture.Answer, pointer))
            .Where(place => place.Kind is JsonTokenType.StartObject && place.Value.Length > 2).Select(place => new TestCaseData<Fixture, string>(fixture, place.Pointer)));

    [Category("P11"), TestCaseSource(nameof(Objects))]
    public async Task P11_A_member_nobody_knows_changes_nothing(Fixture fixture, string pointer)
    {
        Place place = Place.Of(fixture.Answer, pointer);
        using Golden golden = new(fixture);

        foreach (string extra in new[] { """{"a":[1,null]}""", "null", "1e999", "\"\\u0000\"" })
        {
            Reading reading = await golden.Answered(place.Inside(Encoding.UTF8.GetBytes($"\"future_member\":{extra},")));
            Assert.That(reading.Failure, Is.Null, extra);
            Assert.That(fixture.Differences(Golden.Json(place.Text), reading.Model!), Is.Empty, extra);
        }
    }

    // Where nobody knows the name of the rows, a second list may be taken for them; it must not hide them.
    [Category("P11"), TestCaseSource(nameof(Objects))]
    public async Task P11_A_list_nobody_knows_hides_no_rows(Fixture fixture, string pointer)
    {
        Place place = Place.Of(fixture.Answer, pointer);
        foreach (string extra in new[] { "[]", """{"data":[]}""", """[{"id":"x"}]""" })
        {
            using Golden golden = new(fixture);
            if (await golden.ReadOrRefused(place.Inside(Encoding.UTF8.GetBytes($"\"future_member\":{extra},")), extra) is { } model)
                Assert.That(fixture.Differences(Golden.Json(place.Text), model), Is.Empty, extra);
        }
    }

    private static IEnumerable<TestCaseData<Fixture, string>> Containers() =>
        Of((fixture, place) => place.IsMember && place.Kind is JsonTokenType.StartObject or JsonTokenType.StartArray
            && (s_known[fixture].Contains(place.Pointer) || IsAbovePayload(fixture, place.Pointer)));

    [Category("P12"), TestCaseSource(nameof(Containers))]
    public async Task P12_An_empty_array_for_an_object_and_the_reverse_are_nothing(Fixture fixture, string pointer)
    {
        Place place = Place.Of(fixture.Answer, pointer);
        byte[] body = place.With(place.Kind is JsonTokenType.StartObject ? "[]" : "{}");
        if (!IsAbovePayload(fixture, pointer))
        {
            await ArrivesAs(fixture, pointer, body, place.With("null"));
            return;
        }
        using Golden golden = new(fixture);
        Assert.That(ModelComparer.IsNothing(await golden.ReadOrRefused(body, "")), Is.True);
    }

    private static bool IsAbovePayload(Fixture fixture, string pointer) =>
        (fixture.Payload(JsonElement.Parse(fixture.Answer)).Pointer + "/").StartsWith(pointer + "/", StringComparison.Ordinal);

    [Category("P12"), TestCaseSource(typeof(Golden), nameof(Golden.OfEachOperation))]
    public async Task P12_An_answer_that_is_an_array_is_no_data(Fixture fixture)
    {
        using Golden golden = new(fixture);
        foreach (string root in new[] { "[]", "[ ]", "[[]]", "[null]", "[{}]", "{}" })
            Assert.That(ModelComparer.IsNothing(await golden.ReadOrRefused(Encoding.UTF8.GetBytes(root), root)), Is.True, root);
    }

    private static string? Swapped(Place place)
    {
        string value = place.Value;
        bool isNumber = place.Kind is JsonTokenType.Number;
        return isNumber ? $"\"{value}\""
            : place.Kind is JsonTokenType.String && value.Length is > 2 and < 30 && value[1..^1].All(char.IsAsciiDigit) && (value[1] != '0' || value.Length == 3)
                ? value[1..^1] : null;
    }

    private static async Task ArrivesAs(Fixture fixture, string pointer, byte[] body, byte[] meaning)
    {
        using Golden golden = new(fixture);
        Reading reading = await golden.Answered(body);
        if (reading.Failure is null)
        {
            Assert.That(fixture.Differences(Golden.Json(meaning), reading.Model!), Is.Empty);
            return;
        }
        await golden.IsNotUnderstood(body, pointer);
        // The member's name, or that an answer without it is worth nothing.
        string? path = (reading.Failure.InnerException as JsonException)?.Path;
        if (path?.EndsWith($".{pointer[(pointer.LastIndexOf('/') + 1)..]}", StringComparison.Ordinal) is not true)
            Assert.That($"{reading.Failure.Message} {reading.Failure.InnerException?.Message}", Does.Match("identif|no id |no rows|no list|no payload"));
    }
}
