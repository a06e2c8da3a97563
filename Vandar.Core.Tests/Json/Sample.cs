using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Json;
using Vandar.Core.Ravand;

namespace Vandar.Core.Tests.Json;

/// <summary>One property for every converter, as a model of a group would declare it.</summary>
internal sealed record Sample
{
    public Rial Amount { get; set; }

    public Rial? MaybeAmount { get; set; }

    public Toman AmountToman { get; set; }

    [JsonConverter(typeof(NonNegative<Rial>))]
    public Rial Wage { get; set; }

    [JsonConverter(typeof(NonNegative<Toman>))]
    public Toman? MaybeWage { get; set; }

    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? Paid { get; set; }

    [JsonConverter(typeof(SideMoney<Toman>))]
    public Toman? Fee { get; set; }

    [JsonConverter(typeof(FlexibleInt64))]
    public long Id { get; set; }

    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? MaybeId { get; set; }

    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsInstant { get; set; }

    [JsonConverter(typeof(FlexibleString))]
    public string? PaymentNumber { get; set; }

    [JsonConverter(typeof(SideText))]
    public string? Remark { get; set; }

    [JsonConverter(typeof(SideBoolean))]
    public bool? Flag { get; set; }

    [JsonConverter(typeof(EmptyArrayAsNull<SampleData>))]
    public SampleData? Data { get; set; }

    public DocumentType? Type { get; set; }

    public JalaliText? SettledOn { get; set; }

    public TehranDateTime? CreatedAt { get; set; }

    public Iban? Iban { get; set; }
}

internal sealed record SampleData
{
    public string? Name { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.Strict,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Sample))]
[JsonSerializable(typeof(Iban))]
[JsonSerializable(typeof(CardNumber))]
[JsonSerializable(typeof(NationalCode))]
[JsonSerializable(typeof(MobileNumber))]
[JsonSerializable(typeof(JalaliDate))]
[JsonSerializable(typeof(JalaliText))]
[JsonSerializable(typeof(TehranDateTime))]
[JsonSerializable(typeof(DocumentType))]
[JsonSerializable(typeof(Rial))]
[JsonSerializable(typeof(Toman))]
internal sealed partial class SampleJson : JsonSerializerContext
{
    internal static Sample Read(string json) => JsonSerializer.Deserialize(json, Default.Sample)!;

    internal static string Write(Sample sample) => JsonSerializer.Serialize(sample, Default.Sample);
}
