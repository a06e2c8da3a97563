using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.BatchSettlements;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(BatchSettlement))]
[JsonSerializable(typeof(NumberedRows<BatchSettlement>))]
[JsonSerializable(typeof(NumberedRows<BatchSettlementRow>))]
internal sealed partial class BatchSettlementsJson : JsonSerializerContext;

/// <summary>Writes bytes that are JSON already, as they are.</summary>
internal sealed class RawJson : JsonConverter<byte[]>
{
    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value, skipInputValidation: true);
}

/// <summary>
/// Writes the items as the vendor's sample writes them, with PHP's <c>json_encode</c>: no white space, <c>\/</c> for a slash, and <c>\uXXXX</c> in
/// small letters for all that is not ASCII. Whether the server computes the hash again is not known; if it does, these are its bytes.
/// </summary>
internal static class PhpJson
{
    internal static byte[] Write(IReadOnlyList<BatchSettlementItem> items)
    {
        StringBuilder text = new(items.Count * 192);
        text.Append('[');
        foreach (BatchSettlementItem item in items)
        {
            text.Append(text.Length == 1 ? "{" : ",{");
            Name(text, "track_id", isFirst: true);
            Text(text, item.TrackId);
            Name(text, "iban");
            Text(text, item.Iban.Value);
            Name(text, "amount");
            text.Append(CultureInfo.InvariantCulture, $"{item.Amount.Value}");
            if (item.PaymentNumber is { } number)
            {
                Name(text, "payment_number");
                text.Append(number);
            }
            Optional(text, "description", item.Description);
            Optional(text, "type", item.Type?.Value);
            Optional(text, "notify_url", item.NotifyUrl?.OriginalString);
            if (item.IsInstant is { } isInstant)
            {
                Name(text, "is_instant");
                text.Append(isInstant ? "true" : "false");
            }
            text.Append('}');
        }
        text.Append(']');
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Optional(StringBuilder text, string name, string? value)
    {
        if (value is null)
            return;
        Name(text, name);
        Text(text, value);
    }

    private static void Name(StringBuilder text, string name, bool isFirst = false) => text.Append(isFirst ? "\"" : ",\"").Append(name).Append("\":");

    private static void Text(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            string? escape = c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '/' => "\\/",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => null,
            };
            if (escape is not null)
                text.Append(escape);
            else if (c is < ' ' or > '\u007f')
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                text.Append(c);
        }
        text.Append('"');
    }
}
