using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Json;

/// <summary>Reads a number or a string of digits as <see cref="WireInteger"/> does, writes a number.</summary>
internal sealed class FlexibleInt64 : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => WireInteger.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>The same for a number that may be absent: null and the empty string are null.</summary>
internal sealed class FlexibleNullableInt64 : JsonConverter<long?>
{
    public override bool HandleNull => true;

    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.Null || (reader.TokenType is JsonTokenType.String && reader.ValueTextEquals(""u8))
            ? null
            : WireInteger.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>
/// The same for a number that stands beside what matters: one that is no whole number of 64 bits is null, because it must not cost the payment
/// beside it.
/// </summary>
internal sealed class SideInt64 : JsonConverter<long?>
{
    public override bool HandleNull => true;

    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (WireInteger.TryRead(ref reader, out long value))
        {
            return value;
        }

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>
/// Reads a number with or without a fraction, bare or as a string, without loss: one of more digits than a decimal always has is none. Null and the
/// empty string are null.
/// </summary>
internal sealed class FlexibleNullableDecimal : JsonConverter<decimal?>
{
    private const int MaximumDigits = 28;
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public override bool HandleNull => true;

    public override decimal? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Null || (reader.TokenType is JsonTokenType.String && reader.ValueTextEquals(""u8)))
        {
            return null;
        }

        string? text = reader.TokenType is JsonTokenType.String or JsonTokenType.Number ? Token.GetText(ref reader) : null;
        if (text is null || text.Count(char.IsAsciiDigit) > MaximumDigits
            || !decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out decimal value))
        {
            Token.ThrowUnexpected("a number of at most 28 digits", reader.TokenType);
            return null;
        }

        return value;
    }

    public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>Reads <c>true</c>, <c>false</c>, <c>0</c> and <c>1</c>, bare or as strings, and null; writes a truth value.</summary>
internal sealed class FlexibleBoolean : JsonConverter<bool?>
{
    public override bool HandleNull => true;

    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True:
            case JsonTokenType.String when reader.ValueTextEquals("true"u8) || reader.ValueTextEquals("1"u8):
            case JsonTokenType.Number when reader.TryGetInt64(out long one) && one == 1:
                return true;
            case JsonTokenType.False:
            case JsonTokenType.String when reader.ValueTextEquals("false"u8) || reader.ValueTextEquals("0"u8):
            case JsonTokenType.Number when reader.TryGetInt64(out long zero) && zero == 0:
                return false;
            default:
                Token.ThrowUnexpected("true, false, 0 or 1", reader.TokenType);
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } truth)
        {
            writer.WriteBooleanValue(truth);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>Reads a string, or a number as it was written, without loss; writes a string.</summary>
internal sealed class FlexibleString : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            Token.ThrowUnexpected("a string or a number", reader.TokenType);
        }

        return Token.GetText(ref reader);
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Reads a string, or a number as it was written; the <c>false</c> that PHP writes where it found nothing is null.</summary>
internal sealed class FalseAsNull : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.False))
        {
            Token.ThrowUnexpected("a string, a number or false", reader.TokenType);
        }

        return reader.TokenType is JsonTokenType.False ? null : Token.GetText(ref reader);
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>
/// Reads a text that stands beside what counts: a number or a truth value keeps its text, and what is no text is null, because a strange
/// description must not cost the payment beside it.
/// </summary>
internal sealed class SideText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            string? text = Token.GetText(ref reader);
            reader.Skip();
            return text;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>The same for a truth value: what is none is null.</summary>
internal sealed class SideBoolean : JsonConverter<bool?>
{
    private static readonly FlexibleBoolean s_flexible = new();

    public override bool HandleNull => true;

    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Utf8JsonReader ahead = reader;
        try
        {
            bool? truth = s_flexible.Read(ref ahead, typeToConvert, options);
            reader = ahead;
            return truth;
        }
        catch (JsonException)
        {
            reader.Skip();
            return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) => s_flexible.Write(writer, value, options);
}
