using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>The ten-digit national code of an Iranian person, leading zeros kept, whose last digit is the right check digit.</summary>
/// <remarks>
/// Parsing folds Persian and Arabic-Indic digits and ignores white space and invisible marks around the code. Ten equal digits pass
/// the check digit rule but are no code. <see cref="ToString"/> masks; the full text is only in <see cref="Value"/> and
/// <see cref="TryFormat(Span{char}, out int)"/>. <c>default</c> is no national code and is never written.
/// </remarks>
[JsonConverter(typeof(ValueConverter))]
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct NationalCode : IWireText<NationalCode>
{
    private const string ShapeRule = "A national code is 10 digits, with its leading zeros.";
    private const string RepeatRule = "A national code is not one digit repeated ten times.";
    private const string CheckRule = "The check digit of the national code is wrong: a digit was mistyped or two were swapped.";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly ulong _digits;

    private NationalCode(ulong digits) => _digits = digits;

    /// <summary>Whether this is <c>default</c>: no national code at all.</summary>
    public bool IsEmpty => _digits == 0;

    /// <summary>The full ten digits. Secret: keep them out of logs.</summary>
    /// <exception cref="InvalidOperationException">The national code is <c>default</c>.</exception>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Value => WireText.ToText(this);

    /// <summary>Reads a national code.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">The text breaks a rule, which the message names without the text.</exception>
    public static NationalCode Parse(string text) => WireText.Parse<NationalCode>(text);

    /// <inheritdoc cref="Parse(string)"/>
    public static NationalCode Parse(ReadOnlySpan<char> text) => WireText.Parse<NationalCode>(text);

    /// <summary>Reads a national code if the text is a valid one; null is not.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out NationalCode value) => WireText.TryParse(text.AsSpan(), out value);

    /// <summary>Reads a national code if the text is a valid one. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out NationalCode value) => WireText.TryParse(text, out value);

    /// <summary>Reads a national code if the UTF-8 text is a valid one. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out NationalCode value) => WireText.TryParse(utf8Text, out value);

    /// <summary>Writes the full ten digits; false if they do not fit. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The national code is <c>default</c>.</exception>
    public bool TryFormat(Span<char> destination, out int charsWritten) => WireText.TryFormat(this, destination, out charsWritten);

    /// <summary>Writes the full ten bytes of UTF-8; false if they do not fit. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The national code is <c>default</c>.</exception>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten) => WireText.TryFormat(this, utf8Destination, out bytesWritten);

    /// <summary>The masked text: the last two digits, <c>********79</c>; empty for <c>default</c>.</summary>
    public override string ToString() => IsEmpty ? "" : string.Create(CultureInfo.InvariantCulture, $"********{_digits % 100:D2}");

    static int IWireText<NationalCode>.Length => 10;

    static string? IWireText<NationalCode>.Read(ReadOnlySpan<char> text, out NationalCode value)
    {
        value = default;
        if (!Digits.TryReadExactly(Digits.Trim(text), 10, allowGaps: false, out ulong digits))
        {
            return ShapeRule;
        }

        if (digits % 1_111_111_111 == 0)
        {
            return RepeatRule;
        }

        if (!HasRightCheckDigit(digits))
        {
            return CheckRule;
        }

        value = new NationalCode(digits);
        return null;
    }

    void IWireText<NationalCode>.Write<TChar>(Span<TChar> destination) => Digits.Write(_digits, destination[..10]);

    private static bool HasRightCheckDigit(ulong digits)
    {
        (ulong rest, ulong check) = ulong.DivRem(digits, 10);
        ulong sum = 0;
        for (uint weight = 2; weight <= 10; weight++)
        {
            (rest, ulong digit) = ulong.DivRem(rest, 10);
            sum += digit * weight;
        }

        ulong remainder = sum % 11;
        return check == (remainder < 2 ? remainder : 11 - remainder);
    }
}
