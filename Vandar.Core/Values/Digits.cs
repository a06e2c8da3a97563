using System.Numerics;

namespace Vandar.Core;

/// <summary>Digits as people in Iran type and paste them: ASCII, Persian or Arabic-Indic, with marks the eye does not see.</summary>
internal static class Digits
{
    /// <summary>The value of a digit of any of the three scripts, or -1.</summary>
    internal static int ValueOf(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= '\u06F0' and <= '\u06F9' => c - '\u06F0',
        >= '\u0660' and <= '\u0669' => c - '\u0660',
        _ => -1,
    };

    /// <summary>What may stand between the groups of a card number or an IBAN.</summary>
    internal static bool IsGap(char c) => IsBlank(c) || c is '-' or (>= '\u2010' and <= '\u2015') or '\u2212';

    /// <summary>Takes white space and invisible marks from both ends.</summary>
    internal static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && IsBlank(text[0]))
        {
            text = text[1..];
        }

        while (!text.IsEmpty && IsBlank(text[^1]))
        {
            text = text[..^1];
        }

        return text;
    }

    /// <summary>Reads exactly as many digits as asked for, with gaps between them if they are allowed.</summary>
    internal static bool TryReadExactly(ReadOnlySpan<char> text, int count, bool allowGaps, out ulong value)
    {
        value = 0;
        int seen = 0;
        foreach (char c in text)
        {
            int digit = ValueOf(c);
            if (digit >= 0)
            {
                if (++seen > count)
                {
                    return false;
                }

                value = (value * 10) + (uint)digit;
            }
            else if (!allowGaps || seen == 0 || seen == count || !IsGap(c))
            {
                return false;
            }
        }

        return seen == count;
    }

    /// <summary>Fills the destination with the digits of the value, padded with zeros.</summary>
    internal static void Write<TChar>(ulong value, Span<TChar> destination)
        where TChar : unmanaged, IBinaryInteger<TChar>
    {
        for (int i = destination.Length - 1; i >= 0; i--)
        {
            (value, ulong digit) = ulong.DivRem(value, 10);
            destination[i] = TChar.CreateTruncating('0' + digit);
        }
    }

    // Joiners, direction marks and the byte order mark travel along when a number is copied from a right-to-left page.
    private static bool IsBlank(char c) =>
        char.IsWhiteSpace(c)
        || c is (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u061C' or '\uFEFF';
}
