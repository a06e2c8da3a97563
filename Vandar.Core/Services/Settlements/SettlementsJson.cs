using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Settlements;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CreateSettlement))]
[JsonSerializable(typeof(CreatedSettlements))]
[JsonSerializable(typeof(NumberedRows<SettlementListItem>))]
[JsonSerializable(typeof(SettlementListItem))]
[JsonSerializable(typeof(CancelBody))]
[JsonSerializable(typeof(SettlementCancellation))]
[JsonSerializable(typeof(IReadOnlyList<SettlementBank>))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class SettlementsJson : JsonSerializerContext;
