using System.Text.Json.Serialization;

namespace Vandar.Core.Refunds;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CreateRefund))]
[JsonSerializable(typeof(Refund))]
internal sealed partial class RefundsJson : JsonSerializerContext;
