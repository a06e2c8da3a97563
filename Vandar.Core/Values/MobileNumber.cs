using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>An Iranian mobile number, written <c>09</c> and nine digits.</summary>
/// <remarks>
/// Parsing takes the international forms too (<c>+989…</c>, <c>00989…</c>, <c>989…</c>, <c>9…</c>) and normalises them, folds Persian
/// and Arabic-Indic digits, and ignores white space and invisible marks around the number. <see cref="ToString"/> masks; the full text
/// is only in <see cref="Value"/> and <see cref="TryFormat(Span{char}, out int)"/>. <c>default</c> is no number and is never written.
/// </remarks>
[JsonConverter(typeof(ValueConverter))]
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct MobileNumber : IWireText<MobileNumber>
{
    private const string ShapeRule = "A mobile number is 09 and nine digits; +98, 0098, 98 or nothing may stand for the leading zero.";

    // Ten digits that begin with 9.
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly ulong _digits;

    private MobileNumber(ulong digits) => _digits = digits;

    /// <summary>Whether this is <c>default</c>: no number at all.</summary>
    public bool IsEmpty => _digits == 0;

    /// <summary>The full number, eleven digits that begin with <c>09</c>. Secret: keep it out of logs.</summary>
    /// <exception cref="InvalidOperationException">The number is <c>default</c>.</exception>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Value => WireText.ToText(this);

    /// <summary>Reads a mobile number.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">The text breaks a rule, which the message names without the text.</exception>
    public static MobileNumber Parse(string text) => WireText.Parse<MobileNumber>(text);

    /// <inheritdoc cref="Parse(string)"/>
    public static MobileNumber Parse(ReadOnlySpan<char> text) => WireText.Parse<MobileNumber>(text);

    /// <summary>Reads a mobile number if the text is a valid one; null is not.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MobileNumber value) => WireText.TryParse(text.AsSpan(), out value);

    /// <summary>Reads a mobile number if the text is a valid one. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MobileNumber value) => WireText.TryParse(text, out value);

    /// <summary>Reads a mobile number if the UTF-8 text is a valid one. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out MobileNumber value) => WireText.TryParse(utf8Text, out value);

    /// <summary>Writes the full eleven digits; false if they do not fit. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The number is <c>default</c>.</exception>
    public bool TryFormat(Span<char> destination, out int charsWritten) => WireText.TryFormat(this, destination, out charsWritten);

    /// <summary>Writes the full eleven bytes of UTF-8; false if they do not fit. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The number is <c>default</c>.</exception>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten) => WireText.TryFormat(this, utf8Destination, out bytesWritten);

    /// <summary>The masked text: the last four digits, <c>09*****0001</c>; empty for <c>default</c>.</summary>
    public override string ToString() => IsEmpty ? "" : string.Create(CultureInfo.InvariantCulture, $"09*****{_digits % 10_000:D4}");

    static int IWireText<MobileNumber>.Length => 11;

    static string? IWireText<MobileNumber>.Read(ReadOnlySpan<char> text, out MobileNumber value)
    {
        value = default;
        text = Digits.Trim(text);
        if (text.Length < 10
            || !IsPrefix(text[..^10])
            || !Digits.TryReadExactly(text[^10..], 10, allowGaps: false, out ulong digits)
            || digits < 9_000_000_000)
        {
            return ShapeRule;
        }

        value = new MobileNumber(digits);
        return null;
    }

    void IWireText<MobileNumber>.Write<TChar>(Span<TChar> destination) => Digits.Write(_digits, destination[..11]);

    private static bool IsPrefix(ReadOnlySpan<char> text)
    {
        bool hasPlus = !text.IsEmpty && text[0] == '+';
        text = hasPlus ? text[1..] : text;
        return Digits.TryReadExactly(text, text.Length, allowGaps: false, out ulong prefix)
            && (prefix, text.Length, hasPlus) is (0, 0 or 1, false) or (98, 2, _) or (98, 4, false);
    }
}
