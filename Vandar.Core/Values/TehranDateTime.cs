using System.Globalization;
using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>A Gregorian date, or date and time, of an answer: the wire names no zone, it is what a clock in Tehran shows.</summary>
/// <remarks>
/// Reads <c>2024-04-01 21:54:38</c>, <c>2024-04-01</c> and <c>Mon Apr 01 2024 21:54:38 GMT+0330</c> (Vandar API, foundations chapter),
/// years 1900 to 2199, without keeping the text. Any other text is kept as it came and fails nothing. <c>default</c> is an absent
/// time and is never written.
/// </remarks>
[JsonConverter(typeof(ValueConverter))]
public readonly record struct TehranDateTime
{
    private const string WeekdayNames = "SunMonTueWedThuFriSat";
    private const string MonthNames = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static readonly TimeSpan s_standardOffset = new(3, 30, 0);
    private static readonly TimeSpan s_summerOffset = new(4, 30, 0);
    private static readonly DateTime s_firstKnownRule = new(2008, 3, 20);
    private static readonly DateTime s_endOfLastSummer = new(2022, 9, 21, 23, 0, 0);

    private readonly DateTime _value;
    private readonly bool _hasTime;
    private readonly string? _text;

    private TehranDateTime(DateTime value, bool hasTime)
    {
        _value = value;
        _hasTime = hasTime;
    }

    private TehranDateTime(string text) => _text = text;

    /// <summary>Whether this is <c>default</c>: nothing came.</summary>
    public bool IsEmpty => Value is null && _text is null;

    /// <summary>The time on the Tehran wall clock, of unspecified kind; null if nothing came or it could not be read.</summary>
    public DateTime? Value => _value == default ? null : _value;

    /// <summary>The text: as it came if it could not be read, otherwise <c>2024-04-01 21:54:38</c> or <c>2024-04-01</c>.</summary>
    public string Text =>
        Value is { } value
            ? value.ToString(_hasTime ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : _text ?? "";

    /// <summary>Reads the text, or keeps it if it cannot be read.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static TehranDateTime From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryRead(text, out TehranDateTime value) ? value : new TehranDateTime(text);
    }

    /// <summary>The moment in the world; null if there is no <see cref="Value"/> or it is older than March 2008.</summary>
    /// <remarks>
    /// The offset is +03:30 since September 2022. From 2008 to 2022 it was +04:30 from 2 Farvardin to the end of 30 Shahrivar; that rule is
    /// applied here, so no time zone data is needed. The hour that was lived twice each autumn is taken as standard time.
    /// </remarks>
    public DateTimeOffset? WithOffset() => Value is { } value && OffsetAt(value) is { } offset ? new DateTimeOffset(value, offset) : null;

    /// <summary>The same as <see cref="Text"/>.</summary>
    public override string ToString() => Text;

    /// <summary>Reads the text if it is of a known form. Allocates nothing.</summary>
    internal static bool TryRead(ReadOnlySpan<char> text, out TehranDateTime value)
    {
        bool hasTime = true;
        if (WallClock.TryRead(text, out WallClock read))
        {
            hasTime = read.HasTime;
        }
        else if (!TryReadJavaScript(Digits.Trim(text), out read))
        {
            value = default;
            return false;
        }

        bool exists = TryToGregorian(read, out DateTime dateTime);
        value = exists ? new TehranDateTime(dateTime, hasTime) : default;
        return exists;
    }

    /// <summary>The time these numbers name in the Gregorian calendar, if they do.</summary>
    internal static bool TryToGregorian(WallClock read, out DateTime value)
    {
        bool exists = read.Year is >= 1900 and < 2200 && read.Month is >= 1 and <= 12
            && read.Day >= 1 && read.Day <= DateTime.DaysInMonth(read.Year, read.Month);
        value = exists ? new DateTime(read.Year, read.Month, read.Day).Add(read.Time) : default;
        return exists;
    }

    // Mon Apr 01 2024 21:54:38 GMT+0330, perhaps with the name of the zone in brackets: how JavaScript prints a date.
    private static bool TryReadJavaScript(ReadOnlySpan<char> text, out WallClock value)
    {
        value = default;
        if (text.Length < 33 || text[3] != ' ' || text[7] != ' ')
        {
            return false;
        }

        int month = IndexOfName(MonthNames, text[4..7]) + 1;
        ReadOnlySpan<char> rest = text[8..];
        if (!WallClock.TryTakeNumber(ref rest, 2, 2, out int day) || !WallClock.TryTake(ref rest, ' ')
            || !WallClock.TryTakeNumber(ref rest, 4, 4, out int year) || !WallClock.TryTake(ref rest, ' ')
            || !WallClock.TryTakeTime(ref rest, out TimeSpan time))
        {
            return false;
        }

        // A text that contradicts itself, in its weekday or in an offset Tehran did not have, is no time to rely on.
        value = new WallClock(year, month, day, time, HasTime: true);
        return TryToGregorian(value, out DateTime dateTime)
            && IndexOfName(WeekdayNames, text[..3]) == (int)dateTime.DayOfWeek
            && rest.StartsWith(OffsetAt(dateTime) == s_summerOffset ? " GMT+0430" : " GMT+0330", StringComparison.Ordinal)
            && (rest.Length == 9 || rest[9..].StartsWith(" (", StringComparison.Ordinal));
    }

    private static int IndexOfName(string names, ReadOnlySpan<char> name)
    {
        for (int i = 0; i < names.Length; i += 3)
        {
            if (name.SequenceEqual(names.AsSpan(i, 3)))
            {
                return i / 3;
            }
        }

        return -1;
    }

    private static TimeSpan? OffsetAt(DateTime wallClock)
    {
        if (wallClock < s_firstKnownRule)
        {
            return null;
        }

        if (wallClock >= s_endOfLastSummer)
        {
            return s_standardOffset;
        }

        int year = JalaliDate.FromDateOnly(DateOnly.FromDateTime(wallClock)).Year;
        DateTime start = new JalaliDate(year, 1, 2).ToDateOnly().ToDateTime(TimeOnly.MinValue);
        DateTime end = new JalaliDate(year, 6, 30).ToDateOnly().ToDateTime(new TimeOnly(23, 0));
        return wallClock >= start && wallClock < end ? s_summerOffset : s_standardOffset;
    }
}
