namespace Vandar.Core.Tests.Faults;

/// <summary>Every amount in every answer, written in ways that a careless reader rounds or misreads.</summary>
[Category("P13")]
internal sealed class OddAmountTests
{
    private static readonly string[] s_exact = ["1e3", "1.0", "\"1000.00\"", "-0", "9223372036854775807"];

    private static readonly string[] s_none =
    [
        "9223372036854775808", "-9223372036854775809", "1e19", "10.5", "\"10.50\"", "0.1", "1e-1", "\"1,000\"", "\"1_000\"", "\"۱۰۰۰\"", "\"١٠٠٠\"", "\"1٬000\"",
        "\"1000 تومان\"", "\" 1000\"", "\"0x10\"", "\"NaN\"", "true", "[1000]", "{}",
    ];

    private static IEnumerable<TestCaseData<Fixture, string>> Amounts() =>
        Golden.OfEachOperation.SelectMany(fixture => Golden.Members(fixture)
            .Where(member => (Nullable.GetUnderlyingType(member.Property.PropertyType) ?? member.Property.PropertyType) is { } type && (type == typeof(Rial) || type == typeof(Toman)))
            .Select(member => new TestCaseData<Fixture, string>(fixture, member.Pointer)));

    [TestCaseSource(nameof(Amounts))]
    public async Task P13_A_whole_amount_is_exact_however_it_is_written(Fixture fixture, string pointer)
    {
        Place place = Place.Of(fixture.Answer, pointer);
        using Golden golden = new(fixture);
        foreach (string written in s_exact)
        {
            byte[] body = place.With(written);
            Reading reading = await golden.Answered(body);
            Assert.That(reading.Failure, Is.Null, written);
            Assert.That(fixture.Differences(Golden.Json(body), reading.Model!), Is.Empty, written);
        }
    }

    [TestCaseSource(nameof(Amounts))]
    public async Task P13_What_is_no_whole_amount_is_refused_or_absent_and_never_rounded(Fixture fixture, string pointer)
    {
        Place place = Place.Of(fixture.Answer, pointer);
        using Golden golden = new(fixture);
        foreach (string written in s_none)
        {
            if (await golden.ReadOrRefused(place.With(written), written) is { } model)
                Assert.That(fixture.Differences(Golden.Json(place.With("null")), model), Is.Empty, written);
        }
    }
}
