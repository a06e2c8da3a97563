using System.Net;
using System.Text;
using System.Text.Unicode;

namespace Vandar.Core;

/// <summary>
/// A query or an url-encoded form that came from outside: <c>name=value</c>, joined by <c>&amp;</c>, percent-encoded UTF-8. What is wrong with one
/// is told as a rule, never with a value.
/// </summary>
internal static class FormText
{
    private const int LongestQuery = 8_192;

    /// <summary>Reads the query of an address, with or without its question mark.</summary>
    /// <returns>Null, or the rule that is broken; see <see cref="Read"/>.</returns>
    internal static string? ReadQuery(string? query, ReadOnlySpan<string> names, Span<string?> values) =>
        query is null ? "there is no query"
        : query.Length > LongestQuery ? "the query is too long"
        : Read(query.AsSpan(query.StartsWith('?') ? 1 : 0), names, values);

    /// <summary>Reads the values of these names, and leaves null where a name is not there; other names are passed over.</summary>
    /// <returns>Null, or the rule that is broken.</returns>
    internal static string? Read(ReadOnlySpan<char> text, ReadOnlySpan<string> names, Span<string?> values)
    {
        foreach (Range range in text.Split('&'))
        {
            ReadOnlySpan<char> pair = text[range];
            int equals = pair.IndexOf('=');
            int index = equals < 0 || Decoded(pair[..equals]) is not { } name ? -1 : names.IndexOf(name);
            if (index < 0)
                continue;
            // Of two values each reader might believe another one.
            if (values[index] is not null)
                return $"{names[index]} is there twice";
            values[index] = Decoded(pair[(equals + 1)..]);
            if (values[index] is null)
                return $"{names[index]} is not UTF-8";
        }
        return null;
    }

    private static string? Decoded(ReadOnlySpan<char> text)
    {
        byte[] encoded = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, encoded);
        byte[] bytes = WebUtility.UrlDecodeToBytes(encoded, 0, encoded.Length)!;
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
    }
}
