using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Json;
using Vandar.Core.Tests.Conventions;

namespace Vandar.Core.Tests.Faults;

/// <summary>Words that the API did not have when this version was made.</summary>
[Category("P10")]
internal sealed class UnknownWordTests
{
    private static readonly string[] s_words = ["\"A_NEW_WORD\"", "77", "\"\"", "true", "null"];

    private static IEnumerable<Type> Enums() => typeof(VandarClient).Assembly.GetExportedTypes().Where(type => Sample.IsWireEnum(type) && type.IsValueType);

    [Test]
    public void P10_A_word_is_kept_equal_and_written_back([ValueSource(nameof(Enums))] Type type, [ValueSource(nameof(s_words))] string json) =>
        typeof(UnknownWordTests).GetMethod(nameof(IsKept), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [json], null);

    private static IEnumerable<TestCaseData<Fixture, string>> Members() =>
        Golden.OfEachOperation.SelectMany(fixture => Golden.Members(fixture)
            .Where(member => Sample.IsWireEnum(Nullable.GetUnderlyingType(member.Property.PropertyType) ?? member.Property.PropertyType))
            .Select(member => new TestCaseData<Fixture, string>(fixture, member.Pointer)));

    [TestCaseSource(nameof(Members))]
    public async Task P10_A_word_nobody_knows_costs_no_answer(Fixture fixture, string pointer)
    {
        Place place = Place.Of(fixture.Answer, pointer);
        using Golden golden = new(fixture);
        foreach (string json in s_words)
        {
            byte[] body = place.With(json);
            Reading reading = await golden.Answered(body);
            if (reading.Failure is not null)
                Assert.That(reading.Failure, Is.InstanceOf<VandarException>(), json);
            else
                Assert.That(fixture.Differences(Golden.Json(body), reading.Model!), Is.Empty, json);
            if (json == s_words[0])
                Assert.That(reading.Failure, Is.Null, json);
        }
    }

    private static void IsKept<T>(string json)
        where T : struct, IWireEnum<T>
    {
        Assert.That(typeof(T).GetCustomAttribute<JsonConverterAttribute>()?.ConverterType, Is.EqualTo(typeof(WireEnumConverter<T>)).Or.Null);
        T value = Read<T>(json);
        string text = json.Trim('"');

        if (json == "null")
        {
            Assert.That(value, Is.EqualTo(default(T)));
            Assert.That(value.ToString(), Is.Empty);
            Assert.That(() => Written(value), Throws.InstanceOf<JsonException>());
            return;
        }
        Assert.That(value, Is.EqualTo(T.From(text)));
        Assert.That(value.GetHashCode(), Is.EqualTo(T.From(text).GetHashCode()));
        Assert.That(value, Is.Not.EqualTo(T.From(text + "x")));
        Assert.That((value.Value, value.ToString()), Is.EqualTo((text, text)));
        Assert.That(T.Known.ToArray(), Does.Not.Contain(value));
        Assert.That(Read<T>(Written(value)), Is.EqualTo(value));
        foreach (T known in T.Known)
            Assert.That(Read<T>($"\"{known.Value}\""), Is.EqualTo(known));
    }

    private static T Read<T>(string json)
        where T : struct, IWireEnum<T>
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return new WireEnumConverter<T>().Read(ref reader, typeof(T), JsonSerializerOptions.Default);
    }

    private static string Written<T>(T value)
        where T : struct, IWireEnum<T>
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
            new WireEnumConverter<T>().Write(writer, value, JsonSerializerOptions.Default);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
