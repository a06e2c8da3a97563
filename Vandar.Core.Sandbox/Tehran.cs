using System.Globalization;

namespace Vandar.Core.Sandbox;

/// <summary>The wall clock Vandar prints: Tehran, three and a half hours ahead of UTC, without daylight saving since 2022.</summary>
internal static class Tehran
{
    private static readonly TimeSpan s_offset = new(3, 30, 0);
    private static readonly PersianCalendar s_calendar = new();

    private static DateTime WallClock(DateTimeOffset at) => at.ToOffset(s_offset).DateTime;

    /// <summary><c>2024-04-01 21:54:38</c>, Gregorian, as the payment gateway prints it.</summary>
    public static string Gregorian(DateTimeOffset at) => WallClock(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary><c>2024-04-01</c>, Gregorian.</summary>
    public static string GregorianDay(DateTimeOffset at) => WallClock(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary><c>21:54:38</c>.</summary>
    public static string Time(DateTimeOffset at) => WallClock(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary><c>1403/1/9</c>, Jalali, without leading zeros, as a settlement's prediction prints it.</summary>
    public static string ShortJalaliDay(DateTimeOffset at)
    {
        DateTime wall = WallClock(at);
        return string.Create(CultureInfo.InvariantCulture,
            $"{s_calendar.GetYear(wall)}/{s_calendar.GetMonth(wall)}/{s_calendar.GetDayOfMonth(wall)}");
    }

    /// <summary><c>17:46:57 - 1401/3/7</c>, Jalali, month and day without leading zeros, as the transaction list prints it.</summary>
    public static string TimeThenJalali(DateTimeOffset at) => $"{Time(at)} - {ShortJalaliDay(at)}";

    /// <summary><c>10:20 - 1404/09/01</c>, Jalali, padded, without seconds, as the customer list prints it.</summary>
    public static string TimeThenPaddedJalali(DateTimeOffset at) => $"{Time(at)[..5]} - {JalaliDay(at)}";

    /// <summary><c>1404/09/01 18:04:00</c>, Jalali, padded, as card issuing prints it.</summary>
    public static string JalaliThenTime(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{JalaliDay(at)} {WallClock(at):HH:mm:ss}");

    /// <summary><c>1404/09/01</c>, Jalali, padded.</summary>
    public static string JalaliDay(DateTimeOffset at)
    {
        DateTime wall = WallClock(at);
        return string.Create(CultureInfo.InvariantCulture,
            $"{s_calendar.GetYear(wall):0000}/{s_calendar.GetMonth(wall):00}/{s_calendar.GetDayOfMonth(wall):00}");
    }

    public static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(WallClock(at));

    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), s_offset);

    /// <summary><c>1404/09/01</c>, Jalali, padded.</summary>
    public static string Jalali(DateOnly day) => JalaliThenTime(StartOf(day))[..10];

    /// <summary>Whether two days lie in the same Jalali month.</summary>
    public static bool AreInOneMonth(DateOnly one, DateOnly other) => Jalali(one)[..7] == Jalali(other)[..7];

    /// <summary>Reads a Gregorian day as forms send it: <c>2026-11-22</c>.</summary>
    public static bool TryGregorianDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>How many days later the second moment is: 0 on the same day.</summary>
    public static int DaysBetween(DateTimeOffset from, DateTimeOffset to) => (WallClock(to).Date - WallClock(from).Date).Days;

    /// <summary>The time of day.</summary>
    public static TimeSpan TimeOfDay(DateTimeOffset at) => WallClock(at).TimeOfDay;

    /// <summary>The next full step of the wall clock: with half an hour, the next full or half hour. A moment on a step belongs to the
    /// following one.</summary>
    public static DateTimeOffset NextFull(TimeSpan step, DateTimeOffset at) =>
        step == TimeSpan.Zero ? at : at.AddTicks(step.Ticks - WallClock(at).Ticks % step.Ticks);

    /// <summary>Reads a Gregorian day: <c>2024-03-30</c>.</summary>
    public static bool TryStartOfGregorianDay(string text, out DateTimeOffset start)
    {
        bool valid = TryGregorianDay(text, out DateOnly day);
        start = valid ? StartOf(day) : default;
        return valid;
    }

    /// <summary>Reads the day of a list filter: <c>yyyyMMdd</c>, or <c>yyMMdd</c> for the years 1300 to 1399.</summary>
    public static bool TryStartOfDay(string text, out DateTimeOffset start)
    {
        start = default;
        string full = text.Length == 6 ? "13" + text : text;
        if (full.Length != 8 || !full.All(char.IsAsciiDigit))
            return false;
        return TryStartOfDay(Part(full, 0, 4), Part(full, 4, 2), Part(full, 6, 2), out start);
    }

    /// <summary>Reads a Jalali day as forms send it: <c>1370/01/01</c> or <c>1370/1/1</c>.</summary>
    public static bool IsSlashedDay(string text) => TryStartOfSlashedDay(text, out _);

    public static bool TryStartOfSlashedDay(string text, out DateTimeOffset start)
    {
        start = default;
        string[] parts = text.Split('/');
        return parts is [{ Length: 4 }, { Length: 1 or 2 }, { Length: 1 or 2 }]
            && parts.All(part => part.All(char.IsAsciiDigit))
            && TryStartOfDay(Part(parts[0], 0, 4), Part(parts[1], 0, parts[1].Length), Part(parts[2], 0, parts[2].Length), out start);
    }

    private static int Part(string text, int start, int length) =>
        int.Parse(text.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool TryStartOfDay(int year, int month, int day, out DateTimeOffset start)
    {
        start = default;
        if (year is < 1300 or > 1500 || month is < 1 or > 12 || day < 1 || day > s_calendar.GetDaysInMonth(year, month))
            return false;
        start = new DateTimeOffset(s_calendar.ToDateTime(year, month, day, 0, 0, 0, 0), s_offset);
        return true;
    }
}
