using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Avand;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(AccountBalance))]
[JsonSerializable(typeof(StatementRow))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class AvandJson : JsonSerializerContext;
