using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Json;

/// <summary>Keeps the text of a Jalali date, whatever stands there: a bad date must not cost the amounts beside it.</summary>
internal sealed class JalaliTextConverter : JsonConverter<JalaliText>
{
    public override bool HandleNull => true;

    public override JalaliText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (Token.GetText(ref reader) is { } text)
        {
            return JalaliText.From(text);
        }

        reader.Skip();
        return default;
    }

    public override void Write(Utf8JsonWriter writer, JalaliText value, JsonSerializerOptions options)
    {
        if (value.IsEmpty)
        {
            Token.ThrowEmpty(nameof(JalaliText));
        }

        writer.WriteStringValue(value.Text);
    }
}

/// <summary>Reads a Gregorian date without a string in between; keeps the text of what is none.</summary>
internal sealed class TehranDateTimeConverter : JsonConverter<TehranDateTime>
{
    public override bool HandleNull => true;

    public override TehranDateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<char> scratch = stackalloc char[Token.ShortLength];
        if (reader.TokenType is JsonTokenType.String
            && Token.CopyChars(ref reader, scratch) is >= 0 and int length
            && TehranDateTime.TryRead(scratch[..length], out TehranDateTime value))
        {
            return value;
        }

        if (Token.GetText(ref reader) is { } text)
        {
            return TehranDateTime.From(text);
        }

        reader.Skip();
        return default;
    }

    public override void Write(Utf8JsonWriter writer, TehranDateTime value, JsonSerializerOptions options)
    {
        if (value.IsEmpty)
        {
            Token.ThrowEmpty(nameof(TehranDateTime));
        }

        writer.WriteStringValue(value.Text);
    }
}
