using System.Text.Json.Serialization;

namespace Vandar.Core.Ipg;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(IpgSend))]
[JsonSerializable(typeof(IpgSession))]
[JsonSerializable(typeof(IpgTokenRequest))]
[JsonSerializable(typeof(IpgTransaction))]
[JsonSerializable(typeof(IpgPayment))]
internal sealed partial class IpgJson : JsonSerializerContext;
