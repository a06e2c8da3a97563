using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>An Iranian bank account number (Sheba): the letters <c>IR</c> and 24 digits whose check digits are right.</summary>
/// <remarks>
/// Vandar API, foundations chapter. Parsing folds Persian and Arabic-Indic digits, takes small letters, and ignores spaces, dashes
/// and invisible marks between the groups. <see cref="ToString"/> masks; the full text is only in <see cref="Value"/> and
/// <see cref="TryFormat(Span{char}, out int)"/>. <c>default</c> is no IBAN and is never written.
/// </remarks>
[JsonConverter(typeof(ValueConverter))]
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct Iban : IWireText<Iban>
{
    private const string ShapeRule = "An Iranian IBAN is the letters IR and 24 digits.";
    private const string CheckRule = "The check digits of the IBAN are wrong (ISO 7064, mod 97): a digit was mistyped or two were swapped.";
    private const ulong TenDigits = 10_000_000_000;
    private const ulong TwelveDigits = 1_000_000_000_000;

    // The 24 digits, twelve in each half. Check digits are never 00, so no IBAN is all zeros.
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly ulong _high;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly ulong _low;

    private Iban(ulong high, ulong low)
    {
        _high = high;
        _low = low;
    }

    /// <summary>Whether this is <c>default</c>: no IBAN at all.</summary>
    public bool IsEmpty => (_high | _low) == 0;

    /// <summary>The full IBAN, 26 characters. Secret: keep it out of logs.</summary>
    /// <exception cref="InvalidOperationException">The IBAN is <c>default</c>.</exception>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Value => WireText.ToText(this);

    /// <summary>The three digits of the bank, such as <c>062</c>; empty for <c>default</c>.</summary>
    public string BankCode => IsEmpty ? "" : (_high / 10_000_000 % 1000).ToString("D3", CultureInfo.InvariantCulture);

    /// <summary>Reads an IBAN.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">The text breaks a rule, which the message names without the text.</exception>
    public static Iban Parse(string text) => WireText.Parse<Iban>(text);

    /// <inheritdoc cref="Parse(string)"/>
    public static Iban Parse(ReadOnlySpan<char> text) => WireText.Parse<Iban>(text);

    /// <summary>Reads an IBAN if the text is a valid one; null is not.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Iban value) => WireText.TryParse(text.AsSpan(), out value);

    /// <summary>Reads an IBAN if the text is a valid one. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Iban value) => WireText.TryParse(text, out value);

    /// <summary>Reads an IBAN if the UTF-8 text is a valid one. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out Iban value) => WireText.TryParse(utf8Text, out value);

    /// <summary>Writes the full 26 characters; false if they do not fit. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The IBAN is <c>default</c>.</exception>
    public bool TryFormat(Span<char> destination, out int charsWritten) => WireText.TryFormat(this, destination, out charsWritten);

    /// <summary>Writes the full 26 bytes of UTF-8; false if they do not fit. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The IBAN is <c>default</c>.</exception>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten) => WireText.TryFormat(this, utf8Destination, out bytesWritten);

    /// <summary>The masked text: bank and last four digits, <c>IR**-062*-****-****-****-**12-34</c>; empty for <c>default</c>.</summary>
    public override string ToString() =>
        IsEmpty
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"IR**-{BankCode}*-****-****-****-**{_low / 100 % 100:D2}-{_low % 100:D2}");

    static int IWireText<Iban>.Length => 26;

    static string? IWireText<Iban>.Read(ReadOnlySpan<char> text, out Iban value)
    {
        value = default;
        text = Digits.Trim(text);
        if (text.Length < 26 || (text[0] | 0x20) != 'i' || (text[1] | 0x20) != 'r')
        {
            return ShapeRule;
        }

        ulong high = 0;
        ulong low = 0;
        int seen = 0;
        foreach (char c in text[2..])
        {
            int digit = Digits.ValueOf(c);
            if (digit < 0)
            {
                if (seen == 24 || !Digits.IsGap(c))
                {
                    return ShapeRule;
                }
            }
            else if (++seen <= 12)
            {
                high = (high * 10) + (uint)digit;
            }
            else if (seen <= 24)
            {
                low = (low * 10) + (uint)digit;
            }
            else
            {
                return ShapeRule;
            }
        }

        if (seen != 24)
        {
            return ShapeRule;
        }

        if (!HasRightCheckDigits(high, low))
        {
            return CheckRule;
        }

        value = new Iban(high, low);
        return null;
    }

    void IWireText<Iban>.Write<TChar>(Span<TChar> destination)
    {
        destination[0] = TChar.CreateTruncating('I');
        destination[1] = TChar.CreateTruncating('R');
        Digits.Write(_high, destination[2..14]);
        Digits.Write(_low, destination[14..26]);
    }

    private static bool HasRightCheckDigits(ulong high, ulong low)
    {
        ulong check = high / TenDigits;

        // 00, 01 and 99 have the remainders of 97, 98 and 02, but the standard never issues them.
        if (check is < 2 or > 98)
        {
            return false;
        }

        // The country and the check digits move to the end; I is 18 and R is 27.
        ulong remainder = high % TenDigits % 97;
        remainder = ((remainder * TwelveDigits) + low) % 97;
        remainder = ((remainder * 1_000_000) + 182_700 + check) % 97;
        return remainder == 1;
    }
}
