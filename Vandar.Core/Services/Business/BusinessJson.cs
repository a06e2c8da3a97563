using System.Text.Json.Serialization;

namespace Vandar.Core.Business;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(BusinessInfo))]
[JsonSerializable(typeof(UserRows))]
internal sealed partial class BusinessJson : JsonSerializerContext;
