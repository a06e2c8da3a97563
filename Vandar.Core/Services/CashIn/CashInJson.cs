using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core.CashIn;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CashInCode))]
[JsonSerializable(typeof(CashInTransaction))]
[JsonSerializable(typeof(SuspiciousPayment))]
[JsonSerializable(typeof(SuspiciousPaymentDecision))]
[JsonSerializable(typeof(SuspiciousPaymentResolution))]
[JsonSerializable(typeof(IReadOnlyList<CashInAccount>))]
[JsonSerializable(typeof(CreateCashInDeposit))]
[JsonSerializable(typeof(CashInDeposit))]
[JsonSerializable(typeof(AccountBalanceRequest))]
[JsonSerializable(typeof(CashInAccountBalance))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class CashInJson : JsonSerializerContext;

/// <summary>
/// Reads the owners as a list, as one object, or as the text of either, which is how Vandar itself keeps them; any other text is no owner.
/// </summary>
internal sealed class AccountOwners : JsonConverter<IReadOnlyList<AccountOwner>>
{
    private static readonly OneOrMany<AccountOwner> s_list = new();

    public override IReadOnlyList<AccountOwner> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String)
            return s_list.Read(ref reader, typeToConvert, options);
        try
        {
            Utf8JsonReader text = new(Encoding.UTF8.GetBytes(reader.GetString()!));
            return text.Read() ? s_list.Read(ref text, typeToConvert, options) : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<AccountOwner> value, JsonSerializerOptions options) => s_list.Write(writer, value, options);
}
