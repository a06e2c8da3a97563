using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Vandar.Core.DirectDebit;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(IReadOnlyList<DirectDebitBank>))]
[JsonSerializable(typeof(IReadOnlyList<BankError>))]
[JsonSerializable(typeof(CreateAuthorization))]
[JsonSerializable(typeof(AuthorizationSession))]
[JsonSerializable(typeof(AuthorizationVerification))]
[JsonSerializable(typeof(DirectDebitAuthorization))]
[JsonSerializable(typeof(NumberedRows<DirectDebitAuthorization>))]
[JsonSerializable(typeof(AuthorizationCalculation))]
[JsonSerializable(typeof(RevokedAuthorization))]
[JsonSerializable(typeof(CreateWithdrawal))]
[JsonSerializable(typeof(Withdrawal))]
[JsonSerializable(typeof(NumberedRows<Withdrawal>))]
[JsonSerializable(typeof(CanceledWithdrawal))]
[JsonSerializable(typeof(CreateDirectDebitRefund))]
[JsonSerializable(typeof(DirectDebitRefund))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class DirectDebitJson : JsonSerializerContext;

/// <summary>Reads the payer's account, whose shape is inferred: whatever is no object is null, and costs nothing beside it.</summary>
internal sealed class PayerAccountOrNull : JsonConverter<PayerAccount>
{
    public override PayerAccount? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.StartObject)
            return JsonSerializer.Deserialize(ref reader, TypeInfo(options));
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, PayerAccount value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, TypeInfo(options));

    private static JsonTypeInfo<PayerAccount> TypeInfo(JsonSerializerOptions options) =>
        (JsonTypeInfo<PayerAccount>)options.GetTypeInfo(typeof(PayerAccount));
}
