using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Inquiries;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(KycInquiry))]
[JsonSerializable(typeof(KycResult))]
[JsonSerializable(typeof(ShahkarInquiry))]
[JsonSerializable(typeof(ShahkarResult))]
[JsonSerializable(typeof(NationalIdInquiry))]
[JsonSerializable(typeof(FidaInquiry))]
[JsonSerializable(typeof(PersonRecord))]
[JsonSerializable(typeof(PostalCodeInquiry))]
[JsonSerializable(typeof(PostalAddress))]
[JsonSerializable(typeof(CompanyInquiry))]
[JsonSerializable(typeof(CompanyRecord))]
[JsonSerializable(typeof(CompanySignatory))]
[JsonSerializable(typeof(NationalCodeIbanInquiry))]
[JsonSerializable(typeof(MobileCardInquiry))]
[JsonSerializable(typeof(MatchResult))]
[JsonSerializable(typeof(IbanInquiry))]
[JsonSerializable(typeof(AccountRecord))]
[JsonSerializable(typeof(CardInquiry))]
[JsonSerializable(typeof(CardOwner))]
internal sealed partial class InquiriesJson : JsonSerializerContext;

/// <summary>Writes a date as the number that its digits make, <c>13700101</c>.</summary>
internal sealed class DateNumber : JsonConverter<JalaliDate?>
{
    public override JalaliDate? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, JalaliDate? value, JsonSerializerOptions options)
    {
        if (value is { } date)
        {
            writer.WriteNumberValue((date.Year * 10_000) + (date.Month * 100) + date.Day);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
