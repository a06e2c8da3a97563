using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Vandar.Core.Json;

namespace Vandar.Core.Webhooks;

/// <summary>What the reader needs to know of a kind of notification.</summary>
internal interface INotification<TSelf>
    where TSelf : VandarModel, INotification<TSelf>
{
    /// <summary>What it is, for the exception.</summary>
    static abstract string Kind { get; }

    /// <summary>The members by their names on the wire.</summary>
    static abstract ReadOnlySpan<string> Names { get; }

    static abstract TSelf From(NotificationMembers members);
}

/// <summary>Reads a notification out of a body that anybody may have sent. What is wrong is told as a rule, never with a value.</summary>
internal static class NotificationReader
{
    private const int LongestBody = 65_536;
    private const int DeepestNesting = 16;

    internal static T Parse<T>(ReadOnlySpan<byte> body, string? contentType)
        where T : VandarModel, INotification<T> =>
        Read(body, contentType, out T? notification) is { } brokenRule ? throw Refusal<T>(brokenRule) : notification!;

    internal static T Parse<T>(string body, string? contentType)
        where T : VandarModel, INotification<T>
    {
        ArgumentNullException.ThrowIfNull(body);
        return Read(body, contentType, out T? notification) is { } brokenRule ? throw Refusal<T>(brokenRule) : notification!;
    }

    internal static T Parse<T>(IEnumerable<KeyValuePair<string, string>> form)
        where T : VandarModel, INotification<T>
    {
        ArgumentNullException.ThrowIfNull(form);
        return Read(form, out T? notification) is { } brokenRule ? throw Refusal<T>(brokenRule) : notification!;
    }

    internal static bool TryParse<T>(ReadOnlySpan<byte> body, string? contentType, [NotNullWhen(true)] out T? notification)
        where T : VandarModel, INotification<T> =>
        Read(body, contentType, out notification) is null && notification is not null;

    internal static bool TryParse<T>(string? body, string? contentType, [NotNullWhen(true)] out T? notification)
        where T : VandarModel, INotification<T>
    {
        notification = null;
        return body is not null && Read(body, contentType, out notification) is null && notification is not null;
    }

    internal static bool TryParse<T>(IEnumerable<KeyValuePair<string, string>>? form, [NotNullWhen(true)] out T? notification)
        where T : VandarModel, INotification<T>
    {
        notification = null;
        return form is not null && Read(form, out notification) is null && notification is not null;
    }

    private static FormatException Refusal<T>(string brokenRule)
        where T : VandarModel, INotification<T> =>
        new($"This is no notification of a {T.Kind}: {brokenRule}.");

    private static string? Read<T>(string body, string? contentType, out T? notification)
        where T : VandarModel, INotification<T>
    {
        notification = null;
        if (body.Length > LongestBody)
            return "the body is too long";
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(body.Length)];
        return Utf8.FromUtf16(body, bytes, out _, out int length, replaceInvalidSequences: false) is OperationStatus.Done
            ? Read(bytes.AsSpan(0, length), contentType, out notification)
            : "the body has half a surrogate pair";
    }

    private static string? Read<T>(ReadOnlySpan<byte> body, string? contentType, out T? notification)
        where T : VandarModel, INotification<T>
    {
        notification = null;
        if (body.Length > LongestBody)
            return "the body is too long";
        if (!Utf8.IsValid(body))
            return "the body is not UTF-8";
        string?[] values = new string?[T.Names.Length];
        string? brokenRule = Format(body, contentType) switch
        {
            "application/json" => ReadJson(body, T.Names, values),
            "application/x-www-form-urlencoded" => FormText.Read(Encoding.UTF8.GetString(body), T.Names, values),
            _ => "the content type is neither JSON nor an url-encoded form; of a form in parts, hand over the fields",
        };
        return brokenRule ?? Read(values, out notification);
    }

    private static string? Read<T>(IEnumerable<KeyValuePair<string, string>> form, out T? notification)
        where T : VandarModel, INotification<T>
    {
        notification = null;
        string?[] values = new string?[T.Names.Length];
        foreach ((string name, string value) in form)
        {
            int index = T.Names.IndexOf(name);
            if (index < 0)
                continue;
            if (values[index] is not null)
                return $"{T.Names[index]} is there twice";
            values[index] = value ?? "";
        }
        return Read(values, out notification);
    }

    private static string? Read<T>(string?[] values, out T? notification)
        where T : VandarModel, INotification<T>
    {
        NotificationMembers members = new(T.Names, values);
        T read = T.From(members);
        notification = members.BrokenRule is null ? read : null;
        return members.BrokenRule;
    }

    /// <summary>The media type; where none is named, what the body looks like.</summary>
    private static string? Format(ReadOnlySpan<byte> body, string? contentType)
    {
        if (string.IsNullOrWhiteSpace(contentType))
            return body.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? "application/json" : "application/x-www-form-urlencoded";
        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type))
            return null;
        return type.CharSet?.Trim('"').ToUpperInvariant() is null or "UTF-8" or "UTF8" ? type.MediaType?.ToLowerInvariant() : null;
    }

    private static string? ReadJson(ReadOnlySpan<byte> body, ReadOnlySpan<string> names, Span<string?> values)
    {
        try
        {
            Utf8JsonReader reader = new(body, new() { MaxDepth = DeepestNesting });
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                return "the body is no JSON object";
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                int index = IndexOf(ref reader, names);
                reader.Read();
                if (index < 0)
                {
                    reader.Skip();
                    continue;
                }
                if (values[index] is not null)
                    return $"{names[index]} is there twice";
                values[index] = reader.TokenType switch
                {
                    JsonTokenType.String or JsonTokenType.Number => Token.GetText(ref reader),
                    JsonTokenType.Null => "",
                    _ => null,
                };
                if (values[index] is null)
                    return $"{names[index]} is neither a text nor a number";
            }
            // To the end, so that what follows the object is noticed.
            while (reader.Read())
            {
            }
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Its text quotes the body; half a surrogate pair in an escape is the second type.
            return "the body is not valid JSON";
        }
    }

    private static int IndexOf(ref Utf8JsonReader reader, ReadOnlySpan<string> names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (reader.ValueTextEquals(names[i]))
                return i;
        }
        return -1;
    }
}

/// <summary>The members of a notification as texts, and the first rule that one of them breaks.</summary>
internal sealed class NotificationMembers
{
    private const int LongestText = 512;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    internal NotificationMembers(ReadOnlySpan<string> names, ReadOnlySpan<string?> values)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (!string.IsNullOrEmpty(values[i]))
                _values.Add(names[i], values[i]!);
        }
    }

    internal string? BrokenRule { get; private set; }

    /// <summary>A text that must be there.</summary>
    internal string Text(string name)
    {
        string? text = OptionalText(name);
        if (string.IsNullOrWhiteSpace(text))
            BrokenRule ??= $"{name} is missing";
        return text ?? "";
    }

    /// <summary>A text that may be missing or empty, which is null.</summary>
    internal string? OptionalText(string name)
    {
        string? text = _values.GetValueOrDefault(name);
        if (text?.Length > LongestText || text?.Any(char.IsControl) is true)
            BrokenRule ??= $"{name} is too long, or has control characters";
        return text;
    }

    /// <summary>An amount that must be there: a whole number that is not negative.</summary>
    internal Rial Rial(string name)
    {
        string text = Text(name);
        if (WireInteger.TryParse(Encoding.UTF8.GetBytes(text), out long value) && value >= 0)
            return Core.Rial.Of(value);
        BrokenRule ??= $"{name} is no whole number of Rial";
        return default;
    }
}
