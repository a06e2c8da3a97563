using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>A 16-digit bank card number whose last digit is the right check digit (Luhn).</summary>
/// <remarks>
/// Vandar API, foundations chapter. Parsing folds Persian and Arabic-Indic digits and ignores spaces, dashes and invisible marks
/// between the groups. <see cref="ToString"/> masks; the full text is only in <see cref="Value"/> and
/// <see cref="TryFormat(Span{char}, out int)"/>. <c>default</c> is no card number and is never written. Answers of the API carry
/// numbers masked by Vandar, which are plain text and not of this type.
/// </remarks>
[JsonConverter(typeof(ValueConverter))]
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct CardNumber : IWireText<CardNumber>
{
    private const string ShapeRule = "A card number is 16 digits, not all of them zero.";
    private const string CheckRule = "The check digit of the card number is wrong (Luhn): a digit was mistyped or two were swapped.";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly ulong _digits;

    private CardNumber(ulong digits) => _digits = digits;

    /// <summary>Whether this is <c>default</c>: no card number at all.</summary>
    public bool IsEmpty => _digits == 0;

    /// <summary>The full 16 digits. Secret: keep them out of logs.</summary>
    /// <exception cref="InvalidOperationException">The card number is <c>default</c>.</exception>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Value => WireText.ToText(this);

    /// <summary>The first six digits, which tell the bank; empty for <c>default</c>.</summary>
    public string Bin => IsEmpty ? "" : (_digits / 10_000_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>The last four digits; empty for <c>default</c>.</summary>
    public string LastFour => IsEmpty ? "" : (_digits % 10_000).ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>Reads a card number.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">The text breaks a rule, which the message names without the text.</exception>
    public static CardNumber Parse(string text) => WireText.Parse<CardNumber>(text);

    /// <inheritdoc cref="Parse(string)"/>
    public static CardNumber Parse(ReadOnlySpan<char> text) => WireText.Parse<CardNumber>(text);

    /// <summary>Reads a card number if the text is a valid one; null is not.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CardNumber value) => WireText.TryParse(text.AsSpan(), out value);

    /// <summary>Reads a card number if the text is a valid one. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CardNumber value) => WireText.TryParse(text, out value);

    /// <summary>Reads a card number if the UTF-8 text is a valid one. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out CardNumber value) => WireText.TryParse(utf8Text, out value);

    /// <summary>Writes the full 16 digits; false if they do not fit. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The card number is <c>default</c>.</exception>
    public bool TryFormat(Span<char> destination, out int charsWritten) => WireText.TryFormat(this, destination, out charsWritten);

    /// <summary>Writes the full 16 bytes of UTF-8; false if they do not fit. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The card number is <c>default</c>.</exception>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten) => WireText.TryFormat(this, utf8Destination, out bytesWritten);

    /// <summary>The masked text, <c>6037-99**-****-0007</c>; empty for <c>default</c>.</summary>
    public override string ToString() => IsEmpty ? "" : $"{Bin.AsSpan(0, 4)}-{Bin.AsSpan(4)}**-****-{LastFour}";

    static int IWireText<CardNumber>.Length => 16;

    static string? IWireText<CardNumber>.Read(ReadOnlySpan<char> text, out CardNumber value)
    {
        value = default;
        if (!Digits.TryReadExactly(Digits.Trim(text), 16, allowGaps: true, out ulong digits) || digits == 0)
        {
            return ShapeRule;
        }

        if (!HasRightCheckDigit(digits))
        {
            return CheckRule;
        }

        value = new CardNumber(digits);
        return null;
    }

    void IWireText<CardNumber>.Write<TChar>(Span<TChar> destination) => Digits.Write(_digits, destination[..16]);

    private static bool HasRightCheckDigit(ulong digits)
    {
        ulong sum = 0;
        for (; digits > 0; digits /= 100)
        {
            ulong doubled = digits / 10 % 10 * 2;
            sum += (digits % 10) + (doubled / 10) + (doubled % 10);
        }

        return sum % 10 == 0;
    }
}
