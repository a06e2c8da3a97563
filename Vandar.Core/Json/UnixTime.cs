using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Json;

/// <summary>
/// Reads Unix seconds, as a number or as digits, or a text of ISO 8601 that says its offset. Anything else is null: a bad date must not cost what
/// stands beside it, and a time without an offset would be another one on another machine.
/// </summary>
internal sealed class UnixTime : JsonConverter<DateTimeOffset?>
{
    private const int OffsetLength = 6;

    private static readonly long s_first = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long s_last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public override bool HandleNull => true;

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (WireInteger.TryRead(ref reader, out long seconds))
        {
            return seconds >= s_first && seconds <= s_last ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        }

        if (reader.TokenType is JsonTokenType.String)
        {
            return SaysOffset(reader.GetString()!) && reader.TryGetDateTimeOffset(out DateTimeOffset time) ? time : null;
        }

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time)
        {
            writer.WriteNumberValue(time.ToUnixTimeSeconds());
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static bool SaysOffset(string text) =>
        text.EndsWith('Z') || (text.Length > OffsetLength && text[^OffsetLength] is '+' or '-' && text[^3] is ':');
}
