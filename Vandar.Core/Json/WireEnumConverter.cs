using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Json;

/// <summary>
/// Reads a word of the API into its known instance, allocating only for an unknown one. A number or a truth value keeps its text; null is
/// <c>default</c>, which is never written.
/// </summary>
/// <typeparam name="T">The set of words.</typeparam>
public sealed class WireEnumConverter<T> : JsonConverter<T>
    where T : struct, IWireEnum<T>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Null)
        {
            return default;
        }

        foreach (T known in T.Known)
        {
            if (IsText(ref reader, known.Value))
            {
                return known;
            }
        }

        if (Token.GetText(ref reader) is { } text)
        {
            return T.From(text);
        }

        Token.ThrowUnexpected($"the text of a {typeof(T).Name}", reader.TokenType);
        return default;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (value.Value is null)
        {
            Token.ThrowEmpty(typeof(T).Name);
        }

        writer.WriteStringValue(value.Value);
    }

    private static bool IsText(ref Utf8JsonReader reader, string text) => reader.TokenType switch
    {
        JsonTokenType.String => reader.ValueTextEquals(text),
        JsonTokenType.Number => !reader.HasValueSequence && Ascii.Equals(reader.ValueSpan, text),
        _ => false,
    };
}
