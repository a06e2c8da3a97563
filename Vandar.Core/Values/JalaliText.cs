using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>A Jalali date, or date and time, of an answer: the text as it came, and what it means if it can be read.</summary>
/// <remarks>
/// <para>
/// Vandar writes such fields in five ways (foundations chapter): <c>1400/07/07</c>, <c>1403/01/12 10:11:12</c>,
/// <c>17:46:57 - 1401/3/7</c> (not padded), <c>13:53 - 1400/07/07</c>, and now and then the Gregorian <c>2024-04-01 21:54:38</c>,
/// which its year tells apart: 1200 to 1599 is Jalali, 1900 to 2199 Gregorian, any other is unreadable.
/// </para>
/// <para>A date that cannot be read keeps its text and fails nothing. <c>default</c> is an absent date and is never written.</para>
/// </remarks>
[JsonConverter(typeof(ValueConverter))]
public readonly record struct JalaliText
{
    private readonly string? _text;

    private JalaliText(string text) => _text = text;

    /// <summary>Whether this is <c>default</c>: no text came.</summary>
    public bool IsEmpty => _text is null;

    /// <summary>The text as it came; empty for <c>default</c>.</summary>
    public string Text => _text ?? "";

    /// <summary>Keeps the text, readable or not.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static JalaliText From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new JalaliText(text);
    }

    /// <summary>The moment on the Tehran wall clock, as a Gregorian time of unspecified kind; midnight if the text has no time.</summary>
    public bool TryToDateTime(out DateTime value)
    {
        value = default;
        if (!WallClock.TryRead(_text, out WallClock read))
        {
            return false;
        }

        if (JalaliDate.Create(read, out JalaliDate date) is null)
        {
            value = date.ToDateOnly().ToDateTime(TimeOnly.MinValue) + read.Time;
            return true;
        }

        return TehranDateTime.TryToGregorian(read, out value);
    }

    /// <summary>The day, without the time if there is one.</summary>
    public bool TryToDate(out JalaliDate value)
    {
        value = default;
        if (!WallClock.TryRead(_text, out WallClock read))
        {
            return false;
        }

        if (JalaliDate.Create(read, out value) is null)
        {
            return true;
        }

        if (TehranDateTime.TryToGregorian(read, out DateTime gregorian))
        {
            value = JalaliDate.FromDateOnly(DateOnly.FromDateTime(gregorian));
            return true;
        }

        return false;
    }

    /// <summary>The text as it came; empty for <c>default</c>.</summary>
    public override string ToString() => Text;
}
