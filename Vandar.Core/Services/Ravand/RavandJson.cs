using System.Text.Json.Serialization;

namespace Vandar.Core.Ravand;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RavandConfig))]
[JsonSerializable(typeof(IReadOnlyList<RavandOption>))]
[JsonSerializable(typeof(CreateCardholder))]
[JsonSerializable(typeof(UpdateCardholder))]
[JsonSerializable(typeof(Cardholder))]
[JsonSerializable(typeof(VideoCaption))]
[JsonSerializable(typeof(IssuedCard))]
[JsonSerializable(typeof(CardDelivery))]
[JsonSerializable(typeof(CardState))]
internal sealed partial class RavandJson : JsonSerializerContext;
