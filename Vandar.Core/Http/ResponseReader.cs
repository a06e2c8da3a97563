using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Vandar.Core.Http;

/// <summary>Finds the payload in whichever envelope it came, and the complaint in whichever shape.</summary>
internal static class ResponseReader
{
    private const int MaximumErrors = 100;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 64 };

    /// <summary>Reads the payload of a success. Walks to the pointer by hand, so that no envelope needs a type.</summary>
    /// <returns>
    /// False where the answer is a failure inside a 2xx (<c>status: 0</c>); the caller then reads it with <see cref="ReadError"/>.
    /// </returns>
    /// <exception cref="JsonException">The body is not what the operation answers. No value is quoted.</exception>
    internal static bool TryRead<T>(ReadOnlySpan<byte> body, Operation operation, JsonTypeInfo<T> type, out T? payload)
    {
        body = WithoutByteOrderMark(body);
        // Skipped members are never decoded, so nothing later would notice a broken byte in them.
        if (!Utf8.IsValid(body))
            throw new JsonException("The body is not valid UTF-8.");
        try
        {
            Envelope envelope = Envelope.Scan(body, operation.Payload);
            bool isAnswer = !envelope.SaysFailure || operation.StatusIsPayload;
            ReadOnlySpan<byte> found = body[envelope.Payload];
            if (operation.MayBeBare && found is not [(byte)'{', ..])
                found = body;
            payload = isAnswer ? Deserialize(found, operation, type) : default;
            return isAnswer;
        }
        catch (Exception e) when (e is not JsonException and not OutOfMemoryException)
        {
            // Half a surrogate pair in a name is an InvalidOperationException of the reader; and no mistake of a converter may hide that
            // the call was executed.
            throw new JsonException("The body cannot be read.", e);
        }
    }

    private static T Deserialize<T>(ReadOnlySpan<byte> payload, Operation operation, JsonTypeInfo<T> type)
    {
        // PHP writes an empty object as [] and has null for both.
        bool isNothing = payload is [] or [(byte)'n', ..] || IsEmpty(payload, '[', ']');
        if (type.Kind is JsonTypeInfoKind.Object && isNothing)
        {
            return operation.EmptyIsAnswer
                ? type.CreateObject!()
                : throw new JsonException("The answer carries no payload where this operation promises one.");
        }
        if (type.Kind is JsonTypeInfoKind.Enumerable && (payload is [(byte)'n', ..] || IsEmpty(payload, '{', '}')))
            payload = "[]"u8;
        T? value = JsonSerializer.Deserialize(payload, type);
        // What a model keeps as it came is decoded when its user looks at it, and half a surrogate pair would be an exception only then.
        if (value is not null && Legible(payload) is { } legible)
            value = JsonSerializer.Deserialize(legible, type);
        return value is null or IIdentified { HasIdentity: false }
            ? throw new JsonException("The payload lacks what identifies it.")
            : value;
    }

    /// <summary>The text with the replacement character for each escaped half of a surrogate pair; null where it has none.</summary>
    internal static byte[]? Legible(ReadOnlySpan<byte> text)
    {
        const int EscapeLength = 6;
        if (text.IndexOf("\\ud"u8) < 0 && text.IndexOf("\\uD"u8) < 0)
            return null;
        byte[]? replaced = null;
        for (int i = text.IndexOf((byte)'\\'); i < text.Length; i++)
        {
            if (text[i] != '\\')
                continue;
            char unit = Unit(text[i..]);
            if (char.IsHighSurrogate(unit) && char.IsLowSurrogate(Unit(text[(i + EscapeLength)..])))
                i += (2 * EscapeLength) - 1;
            else if (char.IsSurrogate(unit))
                "fffd"u8.CopyTo((replaced ??= text.ToArray()).AsSpan(i + 2));
            else
                i++;
        }
        return replaced;

        static char Unit(ReadOnlySpan<byte> text) =>
            text is [(byte)'\\', (byte)'u', ..]
            && ushort.TryParse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit)
                ? (char)unit
                : default;
    }

    private static bool IsEmpty(ReadOnlySpan<byte> payload, char open, char close) =>
        !payload.IsEmpty && payload[0] == open && payload[1..].TrimStart(" \t\r\n"u8) is [var last] && last == close;

    /// <summary>Reads any of the vendor's error shapes; null where the body is none of the API's (empty, HTML, cut off, not an object).</summary>
    /// <param name="statusIsCode">Whether the <c>status</c> beside the texts tells the errors apart, as a code does elsewhere.</param>
    internal static ApiError? ReadError(ReadOnlySpan<byte> body, bool statusIsCode = false)
    {
        body = WithoutByteOrderMark(body);
        if (body.IsEmpty || !Utf8.IsValid(body))
            return null;
        try
        {
            Utf8JsonReader reader = new(body, s_options);
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                return null;
            ApiError error = ReadErrorObject(ref reader, statusIsCode);
            return reader.Read() ? null : error;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An escape of half a surrogate pair is an InvalidOperationException of the reader; both mean "not of the API".
            return null;
        }
    }

    private static ApiError ReadErrorObject(ref Utf8JsonReader reader, bool statusIsCode)
    {
        string? message = null;
        string? code = null;
        List<VandarFieldError> errors = [];
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("message"u8))
                message = ReadText(ref reader) ?? message;
            else if (reader.ValueTextEquals("code"u8))
                code = ReadText(ref reader) ?? code;
            else if (statusIsCode && reader.ValueTextEquals("status"u8))
                code ??= ReadText(ref reader);
            else if (reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("errors"u8))
                ReadComplaints(ref reader, errors);
            else
                reader.Skip();
        }
        return new(message ?? (errors is [{ Field: null } only] ? only.Message : null), code, errors);
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return System.Text.Encoding.ASCII.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>A string, an array of strings, an object of strings or of arrays of strings, nested as deep as the service likes.</summary>
    private static void ReadComplaints(ref Utf8JsonReader reader, List<VandarFieldError> errors)
    {
        int top = reader.CurrentDepth;
        string? field = null;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    field = reader.GetString();
                    break;
                case JsonTokenType.String or JsonTokenType.Number when errors.Count < MaximumErrors:
                    string text = reader.TokenType is JsonTokenType.String
                        ? reader.GetString()!
                        : System.Text.Encoding.ASCII.GetString(reader.ValueSpan);
                    // `{"errors":{"error":"…"}}` names no field: it is the fourth shape, one text for the whole request.
                    errors.Add(new(field is "error" ? null : field, text));
                    break;
            }
            if (reader.CurrentDepth <= top && reader.TokenType is not JsonTokenType.StartArray and not JsonTokenType.StartObject)
                return;
        }
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> body) => body is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : body;

    /// <summary>Where the payload lies in a body, and what the envelope's own <c>status</c> says.</summary>
    private readonly ref struct Envelope
    {
        private Envelope(Range payload, bool saysFailure)
        {
            Payload = payload;
            SaysFailure = saysFailure;
        }

        internal Range Payload { get; }
        internal bool SaysFailure { get; }

        internal static Envelope Scan(ReadOnlySpan<byte> body, PayloadStep[] pointer)
        {
            Utf8JsonReader reader = new(body, s_options);
            reader.Read();
            Range payload = pointer.Length == 0 ? Range.All : default;
            bool saysFailure = false;
            if (reader.TokenType is JsonTokenType.StartObject)
                ScanRoot(ref reader, pointer, ref payload, ref saysFailure);
            else
                reader.Skip();
            // Reads to the end, so that a body cut after the payload, or followed by another, is noticed.
            while (reader.Read())
            {
            }
            return new(payload, saysFailure);
        }

        private static void ScanRoot(ref Utf8JsonReader reader, PayloadStep[] pointer, ref Range payload, ref bool saysFailure)
        {
            bool sawStatus = false;
            bool sawPayload = false;
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                if (Names(ref reader, "status"u8))
                {
                    RefuseSecond(ref sawStatus);
                    reader.Read();
                    saysFailure = IsFailure(ref reader);
                    reader.Skip();
                }
                else if (pointer.Length > 0 && Names(ref reader, pointer[0].Name))
                {
                    RefuseSecond(ref sawPayload);
                    reader.Read();
                    payload = Find(ref reader, pointer.AsSpan(1));
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        /// <summary>The reader stands on a value; leaves it on that value's last token.</summary>
        private static Range Find(ref Utf8JsonReader reader, ReadOnlySpan<PayloadStep> steps)
        {
            if (steps.IsEmpty)
            {
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                return start..(int)reader.BytesConsumed;
            }
            Range found = default;
            bool sawStep = false;
            int index = 0;
            bool isArray = reader.TokenType is JsonTokenType.StartArray;
            if (!isArray && reader.TokenType is not JsonTokenType.StartObject)
                return found;
            while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray and not JsonTokenType.EndObject)
            {
                bool isStep = isArray ? steps[0].Name is null && index++ == steps[0].Index : Names(ref reader, steps[0].Name);
                if (!isStep)
                {
                    reader.Skip();
                    continue;
                }
                RefuseSecond(ref sawStep);
                if (!isArray)
                    reader.Read();
                found = Find(ref reader, steps[1..]);
            }
            return found;
        }

        private static bool Names(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
            name.Length > 0 && (reader.ValueTextEquals(name)
                || (reader.ValueSpan.Length == name.Length && System.Text.Ascii.EqualsIgnoreCase(reader.ValueSpan, name)));

        // Two statuses, or two payloads, in one answer: whichever the sender meant, the other one would be a lie about money.
        private static void RefuseSecond(ref bool seen)
        {
            if (seen)
                throw new JsonException("The answer has two members of one name.");
            seen = true;
        }

        /// <summary>The envelope's <c>status</c> is a number or a digit string; any other text there belongs to a flat payload.</summary>
        private static bool IsFailure(ref Utf8JsonReader reader) => reader.TokenType switch
        {
            JsonTokenType.Number => !reader.ValueSpan.SequenceEqual("1"u8),
            JsonTokenType.String => reader.ValueSpan.Length > 0 && !reader.ValueSpan.ContainsAnyExceptInRange((byte)'0', (byte)'9')
                && !reader.ValueSpan.SequenceEqual("1"u8),
            JsonTokenType.False => true,
            _ => false,
        };
    }
}

/// <summary>An answer that is worth nothing without its identity: a token, an identifier. One that lacks it was not understood.</summary>
internal interface IIdentified
{
    bool HasIdentity { get; }
}
