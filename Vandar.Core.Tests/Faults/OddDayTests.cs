namespace Vandar.Core.Tests.Faults;

/// <summary>Every day and time in every answer, in the forms that the vendor writes and in some that are no days.</summary>
[Category("P14")]
internal sealed class OddDayTests
{
    private static readonly string[] s_days =
    [
        "\"1403/01/12\"", "\"1403-01-12\"", "\"2024-03-31\"", "\"۱۴۰۳/۰۱/۱۲\"", "\"1404/12/30\"", "\"0000-00-00\"", "20106", "\"20106\"", "\"\"", "null",
        "\"2024-03-31 10:00:00\"", "\"17:46:57 - 1401/3/7\"", "\"0000-00-00 00:00:00\"", "\"9999-99-99\"", "false", "\"\\u06f1\"",
    ];

    private static readonly Type[] s_types = [typeof(JalaliText), typeof(TehranDateTime), typeof(DateTimeOffset), typeof(JalaliDate)];

    private static IEnumerable<TestCaseData<Fixture, string>> Days() =>
        Golden.OfEachOperation.SelectMany(fixture => Golden.Members(fixture)
            .Where(member => s_types.Contains(Nullable.GetUnderlyingType(member.Property.PropertyType) ?? member.Property.PropertyType))
            .Select(member => new TestCaseData<Fixture, string>(fixture, member.Pointer)));

    [TestCaseSource(nameof(Days))]
    public async Task P14_A_bad_day_keeps_its_text_and_costs_nothing(Fixture fixture, string pointer)
    {
        bool isTime = Golden.Members(fixture).Single(member => member.Pointer == pointer).Property.PropertyType == typeof(DateTimeOffset?);
        Place place = Place.Of(fixture.Answer, pointer);
        using Golden golden = new(fixture);
        foreach (string written in s_days)
        {
            Reading reading = await golden.Answered(place.With(written));

            Assert.That(reading.Failure, Is.Null, written);
            // A time of seconds has no text to keep.
            bool isAbsent = isTime && written is not ("20106" or "\"20106\"");
            Assert.That(fixture.Differences(Golden.Json(place.With(isAbsent ? "null" : written)), reading.Model!), Is.Empty, written);
        }
    }
}
