using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Json;

/// <summary>Writes the full wire text of an IBAN, a number or a date that has been checked; reads it by the same rules.</summary>
internal sealed class WireTextConverter<T> : JsonConverter<T>
    where T : struct, IWireText<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<char> scratch = stackalloc char[Token.ShortLength];
        if (reader.TokenType is JsonTokenType.String && Token.CopyChars(ref reader, scratch) is >= 0 and int length)
        {
            return T.Read(scratch[..length], out T value) is { } brokenRule ? throw new JsonException(brokenRule) : value;
        }

        Token.ThrowUnexpected($"the text of a {typeof(T).Name}", reader.TokenType);
        return default;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (value.IsEmpty)
        {
            Token.ThrowEmpty(typeof(T).Name);
        }

        Span<byte> text = stackalloc byte[T.Length];
        value.Write(text);
        writer.WriteStringValue(text);
    }
}
