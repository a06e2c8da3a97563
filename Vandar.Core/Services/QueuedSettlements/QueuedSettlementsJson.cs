using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.QueuedSettlements;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CreateQueuedSettlement))]
[JsonSerializable(typeof(CancelQueuedSettlement))]
[JsonSerializable(typeof(QueuedSettlement))]
[JsonSerializable(typeof(QueuedSettlementCancellation))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class QueuedSettlementsJson : JsonSerializerContext;
