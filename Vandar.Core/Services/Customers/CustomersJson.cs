using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Customers;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CustomerDetails))]
[JsonSerializable(typeof(CreatedCustomer))]
[JsonSerializable(typeof(NumberedRows<CustomerListItem>))]
[JsonSerializable(typeof(Customer))]
[JsonSerializable(typeof(CustomerAcknowledgement))]
[JsonSerializable(typeof(CreateCustomerField))]
[JsonSerializable(typeof(UpdateCustomerField))]
[JsonSerializable(typeof(CustomerField))]
[JsonSerializable(typeof(NumberedRows<CustomerField>))]
[JsonSerializable(typeof(CustomerCity))]
[JsonSerializable(typeof(MerchantCategory))]
[JsonSerializable(typeof(CustomerWalletBalance))]
[JsonSerializable(typeof(ChangeCustomerWallet))]
[JsonSerializable(typeof(CustomerWalletReceipt))]
[JsonSerializable(typeof(NumberedRows<CustomerTransaction>))]
[JsonSerializable(typeof(AuthenticateByKyc))]
[JsonSerializable(typeof(AuthenticateByShahkar))]
[JsonSerializable(typeof(CustomerAuthentication))]
[JsonSerializable(typeof(CustomerCashInCode))]
[JsonSerializable(typeof(NumberedRows<CustomerLogEntry>))]
[JsonSerializable(typeof(CreateCustomerIban))]
[JsonSerializable(typeof(DeleteCustomerIban))]
[JsonSerializable(typeof(CustomerIban))]
[JsonSerializable(typeof(NumberedRows<CustomerIban>))]
[JsonSerializable(typeof(InquireOwner))]
[JsonSerializable(typeof(IbanOwnership))]
[JsonSerializable(typeof(AccountOwner))]
[JsonSerializable(typeof(CreateCustomerCard))]
[JsonSerializable(typeof(ConvertCardToIban))]
[JsonSerializable(typeof(CustomerCard))]
[JsonSerializable(typeof(NumberedRows<CustomerCard>))]
[JsonSerializable(typeof(CardOwnership))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class CustomersJson : JsonSerializerContext;

/// <summary>
/// Writes values by the fields' ids as the service takes them: <c>[{"field_id":3,"field_value":"gold"}]</c>. Only requests have them.
/// </summary>
internal sealed class FieldValues : JsonConverter<IReadOnlyDictionary<long, string>>
{
    public override IReadOnlyDictionary<long, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers name custom fields by their names.");

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<long, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach ((long id, string text) in value)
        {
            writer.WriteStartObject();
            writer.WriteNumber("field_id", id);
            writer.WriteString("field_value", text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
