using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Json;

/// <summary>
/// Reads and writes the library's value types as the API does, in your own <c>JsonSerializerContext</c> too. What it writes is the full value, as
/// the API needs it, and not the masked text of <c>ToString</c>.
/// </summary>
public sealed class ValueConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => Of(typeToConvert) is not null;

    /// <inheritdoc/>
    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) => Of(typeToConvert);

    private static JsonConverter? Of(Type? type) =>
        type == typeof(Rial) ? new MoneyConverter<Rial>()
        : type == typeof(Toman) ? new MoneyConverter<Toman>()
        : type == typeof(Iban) ? new WireTextConverter<Iban>()
        : type == typeof(CardNumber) ? new WireTextConverter<CardNumber>()
        : type == typeof(NationalCode) ? new WireTextConverter<NationalCode>()
        : type == typeof(MobileNumber) ? new WireTextConverter<MobileNumber>()
        : type == typeof(JalaliDate) ? new WireTextConverter<JalaliDate>()
        : type == typeof(JalaliText) ? new JalaliTextConverter()
        : type == typeof(TehranDateTime) ? new TehranDateTimeConverter()
        : null;
}
