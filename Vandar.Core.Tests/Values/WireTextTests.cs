using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vandar.Core.Json;
using Vandar.Core.Tests.Json;

namespace Vandar.Core.Tests.Values;

/// <summary>What IBANs, card numbers, national codes, mobile numbers and Jalali dates promise alike.</summary>
[TestFixture(typeof(Iban), "IR080620000000000000123456")]
[TestFixture(typeof(CardNumber), "6037990000000006")]
[TestFixture(typeof(NationalCode), "0012345679")]
[TestFixture(typeof(MobileNumber), "09120000001")]
[TestFixture(typeof(JalaliDate), "1398/08/07")]
internal sealed class WireTextTests<T>(string text)
    where T : struct, IWireText<T>
{
    private static readonly string[] s_marksAround =
        ["", " ", "\t", "\r\n", "\u00A0", "\u200C", "\u200E", "\u200F", "\u202A", "\u2069", "\uFEFF"];

    [Test]
    public void Valid_text_keeps_its_wire_form()
    {
        T value = WireText.Parse<T>(text);

        Assert.That(WireText.ToText(value), Is.EqualTo(text));
        Assert.That(value.IsEmpty, Is.False);
        Assert.That(T.Length, Is.EqualTo(text.Length));
    }

    [Test]
    public void Persian_and_Arabic_digits_are_the_same_digits([Values('\u06F0', '\u0660')] char zero)
    {
        string folded = string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)(zero + c - '0') : c));

        Assert.That(WireText.Parse<T>(folded), Is.EqualTo(WireText.Parse<T>(text)));
    }

    [Test]
    public void Digits_of_other_scripts_are_refused([Values('\u0966', '\uFF10', '\u00B2')] char stranger)
    {
        Assert.That(WireText.TryParse<T>(text[..^1] + stranger, out _), Is.False);
    }

    [TestCaseSource(nameof(s_marksAround))]
    public void Blanks_and_invisible_marks_around_are_ignored(string mark)
    {
        Assert.That(WireText.Parse<T>(mark + text + mark + mark), Is.EqualTo(WireText.Parse<T>(text)));
    }

    [Test]
    public void Every_form_of_parsing_agrees()
    {
        bool fromUtf8 = WireText.TryParse(Encoding.UTF8.GetBytes(text), out T utf8Value);
        bool fromText = WireText.TryParse(text, out T value);

        Assert.That((fromUtf8, utf8Value), Is.EqualTo((fromText, value)));
        Assert.That((fromText, value), Is.EqualTo((true, WireText.Parse<T>(text.AsSpan()))));
    }

    [Test]
    public void Bad_text_is_refused_with_a_rule_that_does_not_repeat_it()
    {
        string[] bad =
        [
            "", " ", "\u200C", "0", text[..^1], text + "0", "0" + text + "0", text + text, text[2..], "x" + text, text + "x",
            "-" + text, text + "-", text + "\0", text[..5] + "x" + text[6..], new string('1', 5_000), text + new string(' ', 300) + "1",
            .. Enumerable.Range(0, text.Length + 1).Select(i => text.Insert(i, "\uD800")),
            .. Enumerable.Range(0, text.Length).Select(i => text[..i] + "\uDC00" + text[(i + 1)..]),
        ];

        Assert.Multiple(() =>
        {
            foreach (string candidate in bad)
            {
                Assert.That(WireText.TryParse(candidate, out T value), Is.False, candidate);
                Assert.That(value.IsEmpty, Is.True);
                Assert.That(() => WireText.Parse<T>(candidate), Throws.TypeOf<FormatException>().With.Message.Not.Contains(text[2..]));
                Assert.That(WireText.TryParse<T>(Encoding.UTF8.GetBytes(candidate), out _), Is.False, candidate);
            }
        });
    }

    [Test]
    public void A_text_in_UTF_8_is_read_up_to_256_bytes()
    {
        byte[] longest = Encoding.UTF8.GetBytes(text + new string(' ', 256 - text.Length));

        Assert.That(WireText.TryParse(longest, out T value) && WireText.ToText(value) == text, Is.True);
        Assert.That(WireText.TryParse<T>([.. longest, (byte)' '], out _), Is.False);
        Assert.That(WireText.TryParse<T>(Encoding.UTF8.GetBytes(text + new string('\u200C', 90)), out _), Is.False, "bytes count, not characters");
    }

    [Test]
    public void Bytes_that_are_no_UTF_8_are_refused([Values(0x80, 0xC0, 0xFF)] byte stray)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), stray];

        Assert.That(WireText.TryParse<T>(bytes, out _), Is.False);
    }

    [Test]
    public void Null_is_an_argument_error_to_Parse()
    {
        Assert.That(() => WireText.Parse<T>(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("text"));
    }

    [Test]
    public void Formatting_needs_room_for_all_of_it()
    {
        T value = WireText.Parse<T>(text);
        Span<char> chars = stackalloc char[text.Length + 1];
        Span<byte> bytes = stackalloc byte[text.Length + 1];

        Assert.That(WireText.TryFormat(value, chars[..(text.Length - 1)], out int written), Is.False);
        Assert.That(written, Is.Zero);
        Assert.That(WireText.TryFormat(value, chars, out int charsWritten), Is.True);
        Assert.That(WireText.TryFormat(value, bytes, out int bytesWritten), Is.True);
        Assert.That(chars[..charsWritten].ToString(), Is.EqualTo(text));
        Assert.That(Encoding.UTF8.GetString(bytes[..bytesWritten]), Is.EqualTo(text));
    }

    [Test]
    public void Valid_text_is_parsed_and_formatted_without_allocation()
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        char[] chars = text.ToCharArray();
        T value = WireText.Parse<T>(text);

        Assert.Multiple(() =>
        {
            Assert.That(Allocation.Of(() => WireText.TryParse<T>(chars, out _)), Is.Zero, "parse");
            Assert.That(Allocation.Of(() => WireText.TryParse<T>(utf8, out _)), Is.Zero, "parse UTF-8");
            Assert.That(Allocation.Of(() => WireText.TryFormat<T, char>(value, chars, out _)), Is.Zero, "format");
            Assert.That(Allocation.Of(() => WireText.TryFormat<T, byte>(value, utf8, out _)), Is.Zero, "format UTF-8");
        });
    }

    [Test]
    public void Default_is_no_value_and_says_so()
    {
        T value = default;
        byte[] room = new byte[64];

        Assert.That(value.IsEmpty, Is.True);
        Assert.That(value.ToString(), Is.Empty);
        Assert.That(() => WireText.ToText(value), Throws.InvalidOperationException.With.Message.Contains(typeof(T).Name));
        Assert.That(() => WireText.TryFormat<T, byte>(value, room, out _), Throws.InvalidOperationException);
        Assert.That(WireText.Parse<T>(text), Is.Not.EqualTo(value));
    }

    [Test, Category("S5")]
    public void Text_is_the_same_in_every_culture([ValueSource(typeof(Cultures), nameof(Cultures.All))] string culture)
    {
        (string Mask, string Wire) Both()
        {
            T value = WireText.Parse<T>(text);
            return (value.ToString()!, WireText.ToText(value));
        }

        Assert.That(Cultures.Under(culture, Both), Is.EqualTo(Both()));
    }

    [Test]
    public void The_debugger_shows_no_more_than_ToString()
    {
        string? display = typeof(T).GetCustomAttribute<DebuggerDisplayAttribute>()?.Value;
        IEnumerable<MemberInfo> shown = typeof(T).GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Cast<MemberInfo>()
            .Concat(typeof(T).GetProperties().Where(property => property.Name == "Value"))
            .Where(member => member.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State is not DebuggerBrowsableState.Never);

        // A date is no secret; its default display is its text.
        Assert.That(typeof(T) == typeof(JalaliDate) || (display == "{ToString(),nq}" && !shown.Any()), Is.True);
    }

    [Test]
    public void The_converter_writes_the_wire_text_without_allocation_and_reads_it_back()
    {
        WireTextConverter<T> converter = new();
        T value = WireText.Parse<T>(text);
        MemoryStream stream = new(new byte[64], 0, 64, writable: true, publiclyVisible: true);
        using Utf8JsonWriter writer = new(stream);

        long allocated = Allocation.Of(() =>
        {
            stream.Position = 0;
            writer.Reset();
            converter.Write(writer, value, JsonSerializerOptions.Default);
            writer.Flush();
            return stream.Position > 0;
        });
        string json = Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Position);
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json));
        reader.Read();

        Assert.That(json, Is.EqualTo($"\"{text}\""));
        Assert.That(allocated, Is.Zero);
        Assert.That(converter.Read(ref reader, typeof(T), JsonSerializerOptions.Default), Is.EqualTo(value));
    }

    [TestCase("12345678901")]
    [TestCase("true")]
    [TestCase("[]")]
    [TestCase("\"\"")]
    [TestCase("\"4111-secret\"")]
    [TestCase("\"\\ud800\"")]
    public void The_converter_refuses_anything_else_without_repeating_it(string json)
    {
        Assert.That(() => Read(json), Throws.InstanceOf<JsonException>()
            .With.Message.Not.Contains("12345678901").And.Message.Not.Contains("secret"));
    }

    [Test]
    public void The_converter_never_writes_default()
    {
        using Utf8JsonWriter writer = new(new MemoryStream());

        Assert.That(() => new WireTextConverter<T>().Write(writer, default, JsonSerializerOptions.Default),
            Throws.TypeOf<JsonException>().With.Message.Contains(typeof(T).Name));
    }

    // Through the serializer, as every call goes: it turns the reader's own complaints into JsonException.
    private static T Read(string json) =>
        JsonSerializer.Deserialize(json, (JsonTypeInfo<T>)SampleJson.Default.GetTypeInfo(typeof(T))!);
}
