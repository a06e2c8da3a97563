using System.Text;
using System.Text.Json;
using Vandar.Core.Json;
using Vandar.Core.Ravand;
using Vandar.Core.Tests.Values;

namespace Vandar.Core.Tests.Json;

[TestFixture]
internal sealed class WireEnumTests
{
    private static readonly string[] s_known =
        ["national_card_front_photo", "national_card_back_photo", "signature_photo", "applicant_photo", "authentication_video"];

    [TestCaseSource(nameof(s_known))]
    public void A_known_word_is_its_known_instance(string word)
    {
        DocumentType value = Read($"\"{word}\"");

        Assert.That(DocumentType.Known.ToArray().Select(known => known.Value), Does.Contain(word));
        Assert.That(DocumentType.Known.ToArray().Any(known => ReferenceEquals(known.Value, value.Value)), Is.True);
        Assert.That(Write(value), Is.EqualTo($"\"{word}\""));
    }

    [TestCaseSource(nameof(s_known))]
    public void A_known_word_is_read_without_allocation(string word)
    {
        byte[] json = Encoding.UTF8.GetBytes($"\"{word}\"");
        WireEnumConverter<DocumentType> converter = new();

        Assert.That(Allocation.Of(() =>
        {
            Utf8JsonReader reader = new(json);
            reader.Read();
            return converter.Read(ref reader, typeof(DocumentType), JsonSerializerOptions.Default).Value is not null;
        }), Is.Zero);
    }

    [TestCase("\"selfie\"", "selfie")]
    [TestCase("\"SIGNATURE_PHOTO\"", "SIGNATURE_PHOTO", Description = "equality is ordinal")]
    [TestCase("\"\"", "")]
    [TestCase("\"\u0639\u06A9\u0633\"", "\u0639\u06A9\u0633")]
    [TestCase("1", "1")]
    [TestCase("1.50", "1.50")]
    [Category("P10")]
    [TestCase("true", "true")]
    public void An_unknown_word_is_carried_and_written_back(string json, string text)
    {
        DocumentType value = Read(json);

        Assert.That(value, Is.EqualTo(DocumentType.From(text)));
        Assert.That(value.ToString(), Is.EqualTo(text));
        Assert.That(Read(Write(value)), Is.EqualTo(value));
        Assert.That(DocumentType.Known.ToArray(), Does.Not.Contain(value));
    }

    [Test]
    public void An_escaped_word_is_the_same_word()
    {
        Assert.That(Read("\"signature\\u005fphoto\""), Is.EqualTo(DocumentType.SignaturePhoto));
    }

    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("\"\\ud800\"")]
    public void What_is_no_word_is_an_error(string json)
    {
        Assert.That(() => Read(json), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public void Null_is_default_which_is_empty_and_never_written()
    {
        DocumentType value = Read("null");

        Assert.That(value, Is.EqualTo(default(DocumentType)));
        Assert.That(value.ToString(), Is.Empty);
        Assert.That(() => Write(value), Throws.TypeOf<JsonException>().With.Message.Contains(nameof(DocumentType)));
    }

    private static DocumentType Read(string json) => JsonSerializer.Deserialize(json, SampleJson.Default.DocumentType);

    private static string Write(DocumentType value) => JsonSerializer.Serialize(value, SampleJson.Default.DocumentType);
}
