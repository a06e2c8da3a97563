using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Vandar.Core.Json;

/// <summary>Reading one token whatever it is, and saying what is wrong with it without repeating it.</summary>
internal static class Token
{
    /// <summary>Room for every text that can still be a number, a date or an identifier.</summary>
    internal const int ShortLength = 256;

    /// <summary>Copies the characters of a string; the number of them, or -1 if they may not fit.</summary>
    internal static int CopyChars(ref Utf8JsonReader reader, scoped Span<char> destination) =>
        Length(ref reader) > destination.Length ? -1 : reader.CopyString(destination);

    /// <summary>Copies the bytes of a string or of a number as it was written; the number of them, or -1 if they may not fit.</summary>
    internal static int CopyUtf8(ref Utf8JsonReader reader, scoped Span<byte> destination)
    {
        int length = Length(ref reader);
        if (length > destination.Length)
        {
            return -1;
        }

        if (reader.TokenType is JsonTokenType.String)
        {
            return reader.CopyString(destination);
        }

        if (reader.HasValueSequence)
        {
            reader.ValueSequence.CopyTo(destination);
        }
        else
        {
            reader.ValueSpan.CopyTo(destination);
        }

        return length;
    }

    /// <summary>The text of a string, of a number as it was written, or of a truth value; null for anything else.</summary>
    internal static string? GetText(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => reader.HasValueSequence
            ? Encoding.UTF8.GetString(reader.ValueSequence)
            : Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };

    [DoesNotReturn]
    internal static void ThrowUnexpected(string expected, JsonTokenType found) =>
        throw new JsonException($"Expected {expected}; found a JSON token of type {found} that is not one.");

    [DoesNotReturn]
    internal static void ThrowEmpty(string type) =>
        throw new JsonException($"default({type}) holds no value and is not written: set the property, or make it null.");

    private static int Length(ref Utf8JsonReader reader) =>
        reader.HasValueSequence ? (int)reader.ValueSequence.Length : reader.ValueSpan.Length;
}
