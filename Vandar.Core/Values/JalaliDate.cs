using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>A day of the Jalali (Solar Hijri) calendar, as requests carry it: <c>1403/01/12</c>.</summary>
/// <remarks>
/// Only years from 1200 to 1599 are taken: a Gregorian year given by mistake would otherwise be a valid day six centuries away.
/// Parsing takes <c>1403/1/12</c>, <c>1403-01-12</c> and <c>14030112</c>, year first, with ASCII, Persian or Arabic-Indic digits.
/// <c>default</c> is no day and is never written. Vandar API, foundations chapter.
/// </remarks>
[JsonConverter(typeof(ValueConverter))]
public readonly record struct JalaliDate : IWireText<JalaliDate>, IComparable<JalaliDate>
{
    private const int FirstYear = 1200;
    private const int LastYear = 1599;
    private const string ShapeRule = "A Jalali date is written yyyy/MM/dd, yyyy-MM-dd or yyyyMMdd, year first and without a time.";
    private const string YearRule = "A Jalali year is between 1200 and 1599; a Gregorian date is converted by FromDateOnly.";
    private const string MonthRule = "A month is between 1 and 12.";
    private const string DayRule =
        "The month does not have that day: the first six months have 31 days, the next five 30, and Esfand 29, or 30 in a leap year.";

    private static readonly PersianCalendar s_calendar = new();

    // yyyymmdd as a number, which also orders the days.
    private readonly int _packed;

    /// <summary>The day of the given Jalali year, month and day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The year is not between 1200 and 1599, or the calendar has no such month or day, as 30 Esfand of a common year.
    /// </exception>
    public JalaliDate(int year, int month, int day)
    {
        if (BrokenRule(year, month, day) is { } rule)
        {
            throw new ArgumentOutOfRangeException(
                rule switch { YearRule => nameof(year), MonthRule => nameof(month), _ => nameof(day) }, rule);
        }

        _packed = Pack(year, month, day);
    }

    private JalaliDate(int packed) => _packed = packed;

    /// <summary>Whether this is <c>default</c>: no day at all.</summary>
    public bool IsEmpty => _packed == 0;

    /// <summary>The Jalali year; 0 for <c>default</c>.</summary>
    public int Year => _packed / 10_000;

    /// <summary>The month, 1 (Farvardin) to 12 (Esfand); 0 for <c>default</c>.</summary>
    public int Month => _packed / 100 % 100;

    /// <summary>The day of the month; 0 for <c>default</c>.</summary>
    public int Day => _packed % 100;

    /// <summary>The Jalali day that a Gregorian day is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day falls outside of the Jalali years 1200 to 1599.</exception>
    public static JalaliDate FromDateOnly(DateOnly date)
    {
        DateTime day = date.ToDateTime(TimeOnly.MinValue);
        if (day < s_calendar.MinSupportedDateTime || s_calendar.GetYear(day) is < FirstYear or > LastYear)
        {
            throw new ArgumentOutOfRangeException(nameof(date), YearRule);
        }

        return new JalaliDate(s_calendar.GetYear(day), s_calendar.GetMonth(day), s_calendar.GetDayOfMonth(day));
    }

    /// <summary>The Gregorian day that this day is.</summary>
    /// <exception cref="InvalidOperationException">The date is <c>default</c>.</exception>
    public DateOnly ToDateOnly() =>
        IsEmpty
            ? throw new InvalidOperationException("This JalaliDate holds no day: it is default(JalaliDate).")
            : DateOnly.FromDateTime(s_calendar.ToDateTime(Year, Month, Day, 0, 0, 0, 0));

    /// <summary>Reads a date.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">The text breaks a rule, which the message names without the text.</exception>
    public static JalaliDate Parse(string text) => WireText.Parse<JalaliDate>(text);

    /// <inheritdoc cref="Parse(string)"/>
    public static JalaliDate Parse(ReadOnlySpan<char> text) => WireText.Parse<JalaliDate>(text);

    /// <summary>Reads a date if the text is a valid one; null is not.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out JalaliDate value) => WireText.TryParse(text.AsSpan(), out value);

    /// <summary>Reads a date if the text is a valid one. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out JalaliDate value) => WireText.TryParse(text, out value);

    /// <summary>Reads a date if the UTF-8 text is a valid one. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out JalaliDate value) => WireText.TryParse(utf8Text, out value);

    /// <summary>Writes <c>1403/01/12</c>; false if it does not fit. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The date is <c>default</c>.</exception>
    public bool TryFormat(Span<char> destination, out int charsWritten) => WireText.TryFormat(this, destination, out charsWritten);

    /// <summary>Writes <c>1403/01/12</c> as UTF-8; false if it does not fit. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The date is <c>default</c>.</exception>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten) => WireText.TryFormat(this, utf8Destination, out bytesWritten);

    /// <summary>The form of request bodies, <c>1403/01/12</c>, the same in every culture; empty for <c>default</c>.</summary>
    public override string ToString() => IsEmpty ? "" : WireText.ToText(this);

    /// <summary>The form of some queries, <c>14030112</c>, the same in every culture; empty for <c>default</c>.</summary>
    public string ToCompactString() => IsEmpty ? "" : _packed.ToString("D8", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public int CompareTo(JalaliDate other) => _packed.CompareTo(other._packed);

    /// <summary>Whether the left day is earlier.</summary>
    public static bool operator <(JalaliDate left, JalaliDate right) => left._packed < right._packed;

    /// <summary>Whether the left day is later.</summary>
    public static bool operator >(JalaliDate left, JalaliDate right) => left._packed > right._packed;

    /// <summary>Whether the left day is earlier or the same.</summary>
    public static bool operator <=(JalaliDate left, JalaliDate right) => left._packed <= right._packed;

    /// <summary>Whether the left day is later or the same.</summary>
    public static bool operator >=(JalaliDate left, JalaliDate right) => left._packed >= right._packed;

    static int IWireText<JalaliDate>.Length => 10;

    static string? IWireText<JalaliDate>.Read(ReadOnlySpan<char> text, out JalaliDate value)
    {
        value = default;
        if (!WallClock.TryRead(text, out WallClock read) || read.HasTime)
        {
            return ShapeRule;
        }

        return Create(read, out value);
    }

    void IWireText<JalaliDate>.Write<TChar>(Span<TChar> destination)
    {
        Digits.Write((ulong)Year, destination[..4]);
        destination[4] = TChar.CreateTruncating('/');
        Digits.Write((ulong)Month, destination[5..7]);
        destination[7] = TChar.CreateTruncating('/');
        Digits.Write((ulong)Day, destination[8..10]);
    }

    /// <summary>The day these numbers name in the Jalali calendar; returns null, or the rule they break.</summary>
    internal static string? Create(WallClock read, out JalaliDate value)
    {
        string? rule = BrokenRule(read.Year, read.Month, read.Day);
        value = rule is null ? new JalaliDate(Pack(read.Year, read.Month, read.Day)) : default;
        return rule;
    }

    private static int Pack(int year, int month, int day) => (year * 10_000) + (month * 100) + day;

    private static string? BrokenRule(int year, int month, int day) =>
        year is < FirstYear or > LastYear ? YearRule
        : month is < 1 or > 12 ? MonthRule
        : day < 1 || day > s_calendar.GetDaysInMonth(year, month) ? DayRule
        : null;
}
