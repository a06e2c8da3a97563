using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Tokens;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RefreshTokens))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class TokensJson : JsonSerializerContext;

/// <summary>Reads a number or a digit string, and anything else as "not known": a new pair must not be lost over how long it lives.</summary>
internal sealed class LifetimeConverter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Number or JsonTokenType.String
            && Utf8Parser.TryParse(reader.ValueSpan, out long seconds, out int read) && read == reader.ValueSpan.Length)
        {
            return seconds;
        }
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
