using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Json;

/// <summary>Reads an amount as <see cref="WireInteger"/> does, writes a number.</summary>
internal sealed class MoneyConverter<T> : JsonConverter<T>
    where T : struct, IMoney<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.Of(WireInteger.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

/// <summary>The same for a field that cannot be negative: a negative amount is refused in both directions.</summary>
internal sealed class NonNegative<T> : JsonConverter<T>
    where T : struct, IMoney<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Checked(T.Of(WireInteger.Read(ref reader)));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(Checked(value).Value);

    private static T Checked(T value) =>
        value.Value >= 0 ? value : throw new JsonException($"This amount of {typeof(T).Name} cannot be negative.");
}

/// <summary>The same for an amount that may be absent: null and the empty string are null.</summary>
internal class OptionalMoney<T> : JsonConverter<T?>
    where T : struct, IMoney<T>
{
    public sealed override bool HandleNull => true;

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.Null || (reader.TokenType is JsonTokenType.String && reader.ValueTextEquals(""u8))
            ? null
            : T.Of(WireInteger.Read(ref reader));

    public sealed override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options)
    {
        if (value is { } amount)
        {
            writer.WriteNumberValue(amount.Value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>
/// The same for a fee or a balance that stands beside the amount: one that is no whole number is null, because a fraction of a fee must not cost
/// the payment beside it.
/// </summary>
internal sealed class SideMoney<T> : OptionalMoney<T>
    where T : struct, IMoney<T>
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (WireInteger.TryRead(ref reader, out long value))
        {
            return T.Of(value);
        }

        reader.Skip();
        return null;
    }
}
