using System.Text.Json;

namespace Vandar.Core.Json;

/// <summary>
/// Whole numbers as the API writes them: <c>1000</c>, <c>"1000"</c>, <c>"1000.00"</c>, <c>1e3</c>. Read exactly or refused, never
/// rounded: a fraction, an overflow, separators, blanks and digits of another script are not numbers here.
/// </summary>
internal static class WireInteger
{
    internal const string Expected = "a whole number of 64 bits, as a number or as a string of ASCII digits";

    internal static long Read(ref Utf8JsonReader reader)
    {
        if (TryRead(ref reader, out long value))
        {
            return value;
        }

        Token.ThrowUnexpected(Expected, reader.TokenType);
        return default;
    }

    internal static bool TryRead(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        Span<byte> scratch = stackalloc byte[Token.ShortLength];
        return reader.TokenType is JsonTokenType.Number or JsonTokenType.String
            && Token.CopyUtf8(ref reader, scratch) is >= 0 and int length
            && TryParse(scratch[..length], out value);
    }

    /// <summary>Reads a JSON number that is whole, however it is written.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        bool isNegative = !text.IsEmpty && text[0] == '-';
        text = isNegative ? text[1..] : text;

        int wholeLength = CountDigits(text);
        int fractionLength = 0;
        ReadOnlySpan<byte> rest = text[wholeLength..];
        if (!rest.IsEmpty && rest[0] == '.')
        {
            fractionLength = CountDigits(rest[1..]);
            if (fractionLength == 0)
            {
                return false;
            }

            rest = rest[(1 + fractionLength)..];
        }

        if (wholeLength == 0 || !TryReadExponent(rest, out int exponent))
        {
            return false;
        }

        // The digits up to the last one that is not zero, and the power of ten they are to be multiplied by.
        UInt128 magnitude = 0;
        int zeros = 0;
        int length = wholeLength + fractionLength;
        for (int i = 0; i < length; i++)
        {
            int digit = text[i < wholeLength ? i : i + 1] - '0';
            zeros++;
            if (digit != 0)
            {
                if (!TryShift(ref magnitude, zeros))
                {
                    return false;
                }

                magnitude += (uint)digit;
                zeros = 0;
            }
        }

        if (magnitude == 0)
        {
            return true;
        }

        long power = (long)exponent - fractionLength + zeros;
        UInt128 limit = isNegative ? (UInt128)long.MaxValue + 1 : (UInt128)long.MaxValue;
        if (power < 0 || !TryShift(ref magnitude, power) || magnitude > limit)
        {
            return false;
        }

        value = isNegative ? unchecked(-(long)(ulong)magnitude) : (long)magnitude;
        return true;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length < 0 ? text.Length : length;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if ((text[0] | 0x20) != 'e')
        {
            return false;
        }

        text = text[1..];
        bool isNegative = !text.IsEmpty && text[0] == '-';
        text = !text.IsEmpty && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        if (text.IsEmpty || CountDigits(text) != text.Length)
        {
            return false;
        }

        // No body is long enough for the digits to make up for an exponent beyond this.
        const int Beyond = 100_000_000;
        foreach (byte digit in text)
        {
            exponent = Math.Min((exponent * 10) + digit - '0', Beyond);
        }

        exponent = isNegative ? -exponent : exponent;
        return true;
    }

    private static bool TryShift(ref UInt128 magnitude, long power)
    {
        for (; power > 0 && magnitude != 0; power--)
        {
            if (magnitude > ulong.MaxValue)
            {
                return false;
            }

            magnitude *= 10;
        }

        return true;
    }
}
