namespace Vandar.Core;

/// <summary>The numbers of a date, and perhaps a time, as a text has them; whether a calendar has them is not checked.</summary>
internal readonly record struct WallClock(int Year, int Month, int Day, TimeSpan Time, bool HasTime)
{
    /// <summary>
    /// Reads <c>1402/10/29</c>, <c>1402-10-29</c>, <c>14021029</c>, each alone, before a time (<c>1403/01/12 10:11:12</c>) or after one
    /// (<c>17:46:57 - 1401/3/7</c>). Allocates nothing.
    /// </summary>
    internal static bool TryRead(ReadOnlySpan<char> text, out WallClock value)
    {
        text = Digits.Trim(text);
        ReadOnlySpan<char> rest = text;
        if (TryTakeTime(ref rest, out TimeSpan time))
        {
            rest = Digits.Trim(rest);
            return TryTake(ref rest, '-') && TryTakeDate(ref rest, time, hasTime: true, out value) && rest.IsEmpty || Fail(out value);
        }

        rest = text;
        if (!TryTakeDate(ref rest, default, hasTime: false, out value))
        {
            return false;
        }

        if (rest.IsEmpty)
        {
            return true;
        }

        ReadOnlySpan<char> afterGap = Digits.Trim(rest);
        if ((afterGap.Length < rest.Length || TryTake(ref afterGap, 'T')) && TryTakeTime(ref afterGap, out time) && afterGap.IsEmpty)
        {
            value = value with { Time = time, HasTime = true };
            return true;
        }

        return Fail(out value);
    }

    /// <summary>Takes <c>9:05</c> or <c>21:54:38</c> from the front.</summary>
    internal static bool TryTakeTime(ref ReadOnlySpan<char> text, out TimeSpan time)
    {
        int second = 0;
        ReadOnlySpan<char> rest = text;
        if (TryTakeNumber(ref rest, 1, 2, out int hour) && hour < 24
            && TryTake(ref rest, ':') && TryTakeNumber(ref rest, 2, 2, out int minute) && minute < 60
            && (!TryTake(ref rest, ':') || (TryTakeNumber(ref rest, 2, 2, out second) && second < 60)))
        {
            text = rest;
            time = new TimeSpan(hour, minute, second);
            return true;
        }

        time = default;
        return false;
    }

    /// <summary>Takes a number of at least and at most so many digits from the front, and no digit after it.</summary>
    internal static bool TryTakeNumber(ref ReadOnlySpan<char> text, int fewest, int most, out int number)
    {
        number = 0;
        int length = 0;
        while (length < text.Length && Digits.ValueOf(text[length]) is >= 0 and int digit)
        {
            if (++length > most)
            {
                return false;
            }

            number = (number * 10) + digit;
        }

        if (length < fewest)
        {
            return false;
        }

        text = text[length..];
        return true;
    }

    /// <summary>Takes one character from the front.</summary>
    internal static bool TryTake(ref ReadOnlySpan<char> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
        {
            return false;
        }

        text = text[1..];
        return true;
    }

    private static bool TryTakeDate(ref ReadOnlySpan<char> text, TimeSpan time, bool hasTime, out WallClock value)
    {
        text = Digits.Trim(text);
        ReadOnlySpan<char> rest = text;
        int month;
        int day;
        if (TryTakeNumber(ref rest, 8, 8, out int year))
        {
            (year, month, day) = (year / 10_000, year / 100 % 100, year % 100);
        }
        else
        {
            rest = text;
            if (!TryTakeNumber(ref rest, 4, 4, out year)
                || rest.IsEmpty || rest[0] is not ('/' or '-'))
            {
                return Fail(out value);
            }

            char separator = rest[0];
            if (!TryTake(ref rest, separator) || !TryTakeNumber(ref rest, 1, 2, out month)
                || !TryTake(ref rest, separator) || !TryTakeNumber(ref rest, 1, 2, out day))
            {
                return Fail(out value);
            }
        }

        text = rest;
        value = new WallClock(year, month, day, time, hasTime);
        return true;
    }

    private static bool Fail(out WallClock value)
    {
        value = default;
        return false;
    }
}
