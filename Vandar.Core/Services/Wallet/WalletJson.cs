using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core.Wallet;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(WalletBalance))]
[JsonSerializable(typeof(TransactionRows))]
[JsonSerializable(typeof(TransactionTotals))]
internal sealed partial class WalletJson : JsonSerializerContext;

/// <summary>Reads the one currency the wallet is documented in. An amount of another one must not be read as if it were that one.</summary>
internal sealed class TomanOnly : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("Toman"u8))
            return "Toman";
        Token.ThrowUnexpected("the currency Toman", reader.TokenType);
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
