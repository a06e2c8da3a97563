using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text.Unicode;

namespace Vandar.Core;

/// <summary>A value that is packed into integers and has one checked text form on the wire.</summary>
internal interface IWireText<TSelf>
    where TSelf : struct, IWireText<TSelf>
{
    /// <summary>The length of the wire text in characters, and in bytes: it is ASCII.</summary>
    static abstract int Length { get; }

    /// <summary>Whether this is <c>default</c>, which no text reads to.</summary>
    bool IsEmpty { get; }

    /// <summary>Reads the text; returns null when it is valid, otherwise the rule it breaks, in words that do not repeat it.</summary>
    static abstract string? Read(ReadOnlySpan<char> text, out TSelf value);

    /// <summary>Writes the wire text into the first <see cref="Length"/> places.</summary>
    void Write<TChar>(Span<TChar> destination)
        where TChar : unmanaged, IBinaryInteger<TChar>;
}

/// <summary>What all values of this kind do alike: parse, format, and refuse to print what they do not hold.</summary>
internal static class WireText
{
    // No valid text with its gaps and marks is longer; a longer one in UTF-8 is not worth decoding.
    private const int LongestUtf8 = 256;

    internal static T Parse<T>(string text)
        where T : struct, IWireText<T>
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse<T>(text.AsSpan());
    }

    internal static T Parse<T>(ReadOnlySpan<char> text)
        where T : struct, IWireText<T> =>
        T.Read(text, out T value) is { } brokenRule ? throw new FormatException(brokenRule) : value;

    internal static bool TryParse<T>(ReadOnlySpan<char> text, out T value)
        where T : struct, IWireText<T> =>
        T.Read(text, out value) is null;

    internal static bool TryParse<T>(ReadOnlySpan<byte> utf8Text, out T value)
        where T : struct, IWireText<T>
    {
        value = default;
        if (utf8Text.Length > LongestUtf8)
        {
            return false;
        }

        Span<char> text = stackalloc char[LongestUtf8];
        return Utf8.ToUtf16(utf8Text, text, out _, out int length, replaceInvalidSequences: false) is OperationStatus.Done
            && TryParse(text[..length], out value);
    }

    internal static string ToText<T>(T value)
        where T : struct, IWireText<T>
    {
        ThrowIfEmpty(value);
        return string.Create(T.Length, value, static (destination, value) => value.Write(destination));
    }

    internal static bool TryFormat<T, TChar>(T value, Span<TChar> destination, out int written)
        where T : struct, IWireText<T>
        where TChar : unmanaged, IBinaryInteger<TChar>
    {
        ThrowIfEmpty(value);
        if (destination.Length < T.Length)
        {
            written = 0;
            return false;
        }

        value.Write(destination);
        written = T.Length;
        return true;
    }

    private static void ThrowIfEmpty<T>(T value)
        where T : struct, IWireText<T>
    {
        if (value.IsEmpty)
        {
            ThrowEmpty(typeof(T).Name);
        }
    }

    [DoesNotReturn]
    private static void ThrowEmpty(string type) =>
        throw new InvalidOperationException($"This {type} holds no value: it is default({type}) and was never parsed.");
}
