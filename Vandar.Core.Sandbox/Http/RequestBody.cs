using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Vandar.Core.Sandbox;

/// <summary>The body of a request as one JSON object, whether it came as JSON or as a form. Anything else counts as an empty object,
/// so what is missing is named field by field, as the vendor's framework does.</summary>
internal static class RequestBody
{
    private const int Limit = 1 << 20;

    private static readonly JsonElement s_empty = JsonDocument.Parse("{}").RootElement;

    /// <returns>The body, or the status that refuses it: 400 for broken JSON, 413 for more than one MiB.</returns>
    public static async Task<(JsonElement Body, int Refusal)> Read(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (request.HasFormContentType)
            return await ReadForm(context);

        using MemoryStream bytes = new();
        byte[] chunk = ArrayPool<byte>.Shared.Rent(16 << 10);
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
            {
                if (bytes.Length + read > Limit)
                {
                    await Drain(context);
                    return (s_empty, 413);
                }
                bytes.Write(chunk, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        if (bytes.Length == 0 || !request.HasJsonContentType())
            return (s_empty, 0);
        try
        {
            Memory<byte> utf8 = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
            using JsonDocument document = JsonDocument.Parse(utf8);
            if (utf8.Span.IndexOf("\\u"u8) >= 0 && !IsWhole(document.RootElement))
                return (s_empty, 400);
            return document.RootElement.ValueKind == JsonValueKind.Object ? (document.RootElement.Clone(), 0) : (s_empty, 400);
        }
        catch (JsonException)
        {
            return (s_empty, 400);
        }
    }

    /// <summary>Whether every escaped character is whole: half a surrogate pair is no text, and the vendor's language refuses such JSON.</summary>
    private static bool IsWhole(JsonElement body)
    {
        try
        {
            using Utf8JsonWriter nowhere = new(Stream.Null);
            body.WriteTo(nowhere);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task<(JsonElement Body, int Refusal)> ReadForm(HttpContext context)
    {
        try
        {
            FormOptions limits = new() { BufferBodyLengthLimit = Limit, MultipartBodyLengthLimit = Limit };
            return (FromForm(await context.Request.ReadFormAsync(limits, context.RequestAborted)), 0);
        }
        catch (InvalidDataException)
        {
            await Drain(context);
            return (s_empty, 400);
        }
    }

    /// <summary>Reads what is left of a refused body, so that the sender is not cut off before it can read the refusal.</summary>
    public static Task Drain(HttpContext context) => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);

    private static JsonElement FromForm(IFormCollection form)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            foreach ((string name, StringValues values) in form)
                writer.WriteString(name, values.ToString());
            writer.WriteEndObject();
        }
        return JsonDocument.Parse(buffer.WrittenMemory).RootElement.Clone();
    }

    /// <summary>A field that is there: an empty text and <c>null</c> count as absent, as the vendor's framework has it.</summary>
    public static bool Has(this JsonElement body, string name, out JsonElement value) =>
        body.TryGetProperty(name, out value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
        && !(value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8));

    /// <summary>A text field, or <see langword="null"/> if it is absent or something else than text.</summary>
    public static string? Text(this JsonElement body, string name) =>
        body.Has(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A whole number, sent as one or as a text of digits.</summary>
    public static bool TryWhole(this JsonElement value, out long number)
    {
        number = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out number),
            JsonValueKind.String => long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }

    /// <summary>Yes or no, as JSON has it, as 0 and 1, or as a text of either.</summary>
    public static bool TryFlag(this JsonElement value, out bool flag)
    {
        string text = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? "" : value.ToString();
        flag = text is "True" or "true" or "1";
        return flag || text is "False" or "false" or "0";
    }

    public static bool IsDigits(this string text, int length) => text.Length == length && text.All(char.IsAsciiDigit);

    public static bool IsMobile(this string text) => text.IsDigits(11) && text.StartsWith("09", StringComparison.Ordinal);

    // As below: the wire takes IR and plain digits only.
    public static bool IsIban(this string text) =>
        text.StartsWith("IR", StringComparison.Ordinal) && text[2..].IsDigits(24) && Iban.TryParse(text, out _);

    // The wire takes ten plain digits; what the value type would fold (Persian digits, spaces) is refused here.
    public static bool IsNationalCode(this string text) => text.IsDigits(10) && NationalCode.TryParse(text, out _);
}
