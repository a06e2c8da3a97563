using System.Globalization;

namespace Vandar.Core.Tests.Values;

[TestFixture]
internal sealed class DateTests
{
    [Test]
    public void Every_day_of_sixty_years_is_the_day_of_the_calendar()
    {
        PersianCalendar calendar = new();
        DateTime end = calendar.ToDateTime(1431, 1, 1, 0, 0, 0, 0);
        int days = 0;
        for (DateTime day = calendar.ToDateTime(1371, 1, 1, 0, 0, 0, 0); day < end; day = day.AddDays(1), days++)
        {
            (int year, int month, int dayOfMonth) = (calendar.GetYear(day), calendar.GetMonth(day), calendar.GetDayOfMonth(day));
            JalaliDate date = JalaliDate.FromDateOnly(DateOnly.FromDateTime(day));
            if ((date.Year, date.Month, date.Day) != (year, month, dayOfMonth)
                || date.ToDateOnly() != DateOnly.FromDateTime(day)
                || date.ToString() != string.Create(CultureInfo.InvariantCulture, $"{year:D4}/{month:D2}/{dayOfMonth:D2}")
                || JalaliDate.Parse(date.ToString()) != date
                || JalaliDate.Parse(date.ToCompactString()) != date
                || !JalaliText.From(date.ToString()).TryToDateTime(out DateTime read) || read != day)
            {
                Assert.Fail($"{day:O} is {date}");
            }
        }

        Assert.That(days, Is.EqualTo(21_914));
    }

    [TestCase("1403/01/12")]
    [TestCase("1403/1/12")]
    [TestCase("1403-01-12")]
    [TestCase("1403-1-12")]
    [TestCase("14030112")]
    [TestCase(" \u200F\u06F1\u06F4\u06F0\u06F3/\u06F0\u06F1/\u06F1\u06F2")]
    [TestCase("\u0661\u0664\u0660\u0663\u0660\u0661\u0661\u0662")]
    public void Jalali_date_reads_its_forms(string text)
    {
        Assert.That(JalaliDate.Parse(text), Is.EqualTo(new JalaliDate(1403, 1, 12)));
    }

    [TestCase("1403/01-12")]
    [TestCase("1403.01.12")]
    [TestCase("12/01/1403")]
    [TestCase("403/01/12")]
    [TestCase("03/01/12")]
    [TestCase("140301")]
    [TestCase("20106")]
    [TestCase("1403/01/123")]
    [TestCase("1403/01/")]
    [TestCase("1403//12")]
    [TestCase("1403/-1/12")]
    [TestCase("1403/01/12 10:11:12")]
    [TestCase("0000-00-00")]
    [TestCase("00000000")]
    [TestCase("1404/12/30")]
    [TestCase("1403/07/31")]
    [TestCase("1403/13/01")]
    [TestCase("2024-04-01")]
    public void Jalali_date_refuses_what_is_no_day(string text)
    {
        Assert.That(() => JalaliDate.Parse(text), Throws.TypeOf<FormatException>().With.Message.Not.Contains(text));
    }

    [TestCase(1404, 12, 30, "day", "leap year")]
    [TestCase(1403, 12, 31, "day", "leap year")]
    [TestCase(1403, 7, 31, "day", "30")]
    [TestCase(1403, 1, 32, "day", "31 days")]
    [TestCase(1403, 1, 0, "day", "31 days")]
    [TestCase(1403, 0, 1, "month", "1 and 12")]
    [TestCase(1403, 13, 1, "month", "1 and 12")]
    [TestCase(2024, 4, 1, "year", "Gregorian")]
    [TestCase(98, 7, 3, "year", "1200 and 1599")]
    [TestCase(0, 0, 0, "year", "1200 and 1599")]
    [TestCase(int.MinValue, 1, 1, "year", "1200 and 1599")]
    public void Jalali_date_names_the_parameter_and_the_rule(int year, int month, int day, string parameter, string rule)
    {
        Assert.That(() => new JalaliDate(year, month, day), Throws.TypeOf<ArgumentOutOfRangeException>()
            .With.Property("ParamName").EqualTo(parameter).And.Message.Contains(rule));
    }

    [Test]
    public void Esfand_has_a_thirtieth_day_in_a_leap_year()
    {
        Assert.That(new JalaliDate(1403, 12, 30).ToDateOnly(), Is.EqualTo(new DateOnly(2025, 3, 20)));
        Assert.That(new JalaliDate(1403, 12, 30).ToDateOnly().AddDays(1), Is.EqualTo(new JalaliDate(1404, 1, 1).ToDateOnly()));
    }

    [TestCase(1, 1, 1)]
    [TestCase(1821, 3, 20)]
    [TestCase(2221, 3, 21)]
    [TestCase(9999, 12, 31)]
    public void Days_outside_of_the_years_taken_are_refused(int year, int month, int day)
    {
        Assert.That(() => JalaliDate.FromDateOnly(new DateOnly(year, month, day)),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("date"));
    }

    [Test]
    public void Jalali_dates_are_ordered()
    {
        JalaliDate early = new(1402, 12, 29);
        JalaliDate late = new(1403, 1, 1);

        Assert.That(early < late && late > early && early <= late && late >= early && early.CompareTo(late) < 0 && early != late, Is.True);
        Assert.That(late < early || early > late || late <= early || early >= late, Is.False);
        JalaliDate same = new(1402, 12, 29);
        Assert.That(early <= same && early >= same && early.CompareTo(same) == 0, Is.True);
        Assert.That(early < same || early > same, Is.False);
    }

    [Test]
    public void The_first_and_the_last_day_of_the_years_taken_are_days()
    {
        Assert.That(JalaliDate.FromDateOnly(new DateOnly(1821, 3, 21)), Is.EqualTo(new JalaliDate(1200, 1, 1)));
        Assert.That(JalaliDate.FromDateOnly(new DateOnly(2221, 3, 20)).ToDateOnly(), Is.EqualTo(new DateOnly(2221, 3, 20)));
        Assert.That((new JalaliDate(1599, 12, 1).Year, new JalaliDate(1599, 1, 31).Day), Is.EqualTo((1599, 31)));
    }

    [Test]
    public void Jalali_date_has_two_wire_forms_and_default_has_none()
    {
        Assert.That((new JalaliDate(1403, 1, 2).ToString(), new JalaliDate(1403, 1, 2).ToCompactString()),
            Is.EqualTo(("1403/01/02", "14030102")));
        Assert.That(default(JalaliDate).ToString() + default(JalaliDate).ToCompactString(), Is.Empty);
        Assert.That(() => default(JalaliDate).ToDateOnly(), Throws.InvalidOperationException);
    }

    [TestCase("17:46:57 - 1401/3/7", "2022-05-28T17:46:57")]
    [TestCase("1402/10/29", "2024-01-19T00:00:00")]
    [TestCase("1402/1/9", "2023-03-29T00:00:00")]
    [TestCase("1403/01/12 10:11:12", "2024-03-31T10:11:12")]
    [TestCase("13:53 - 1400/07/07", "2021-09-29T13:53:00")]
    [TestCase("2024-04-01 21:54:38", "2024-04-01T21:54:38")]
    [TestCase("2024-04-01", "2024-04-01T00:00:00")]
    [TestCase("1402-10-29", "2024-01-19T00:00:00")]
    [TestCase("14021029", "2024-01-19T00:00:00")]
    [TestCase("9:05 - 1401/3/7", "2022-05-28T09:05:00")]
    [TestCase("00:00 - 1401/3/7", "2022-05-28T00:00:00")]
    [TestCase("23:59:59 - 1401/3/7", "2022-05-28T23:59:59")]
    [TestCase("23:59:59-1401/3/7", "2022-05-28T23:59:59")]
    [TestCase("1403/01/12T10:11", "2024-03-31T10:11:00")]
    [TestCase("14030112 10:11:12", "2024-03-31T10:11:12")]
    [TestCase("\u06F1\u06F7:\u06F4\u06F6:\u06F5\u06F7 - \u06F1\u06F4\u06F0\u06F1/\u06F3/\u06F7", "2022-05-28T17:46:57")]
    [TestCase(" \u200F1402/10/29\u200C ", "2024-01-19T00:00:00")]
    public void Jalali_text_reads_the_five_formats(string text, string expected)
    {
        JalaliText value = JalaliText.From(text);

        Assert.That(value.TryToDateTime(out DateTime dateTime), Is.True);
        Assert.That(dateTime.ToString("s", CultureInfo.InvariantCulture), Is.EqualTo(expected));
        Assert.That(dateTime.Kind, Is.EqualTo(DateTimeKind.Unspecified));
        Assert.That(value.TryToDate(out JalaliDate date), Is.True);
        Assert.That(date.ToDateOnly(), Is.EqualTo(DateOnly.FromDateTime(dateTime)));
        Assert.That(value.ToString(), Is.EqualTo(text));
    }

    private static readonly string[] s_badDates =
    [
        "", " ", "20106", "0000-00-00", "0000-00-00 00:00:00", "1404/12/30", "1403/13/01", "1403/01/12 24:00:00", "1403/01/12 10:60",
        "1403/01/12 10:11:60", "1403/01/12T", "10:11", "10:11 1403/01/12", "10:11 - ", "1403/01/12 - 10:11", "0622-01-01", "1800/01/01",
        "2200-01-01", "2023-02-29", "1403/01/12 10:11:12 x", "123:05 - 1401/3/7", "10:5 - 1401/3/7",
        "10:05:5 - 1401/3/7", "10:05 - 1401/3/7 x", "10:05 / 1401/3/7", "1403/01/12 T10:11", "1403/01/12x10:11", "140301121",
        "yesterday", "\uD800", "99999999999999999999", "1403/01/1\u0966",
    ];

    [TestCaseSource(nameof(s_badDates))]
    public void A_bad_date_keeps_its_text(string text)
    {
        JalaliText jalali = JalaliText.From(text);
        TehranDateTime tehran = TehranDateTime.From(text);

        Assert.Multiple(() =>
        {
            Assert.That(jalali.TryToDateTime(out DateTime dateTime) || jalali.TryToDate(out _), Is.False);
            Assert.That(dateTime, Is.Default);
            Assert.That(jalali.Text, Is.EqualTo(text));
            Assert.That(tehran.Value, Is.Null);
            Assert.That(tehran.WithOffset(), Is.Null);
            Assert.That(tehran.Text, Is.EqualTo(text));
            Assert.That(jalali.IsEmpty || tehran.IsEmpty, Is.False);
        });
    }

    [TestCase("2024-04-01 21:54:38", "2024-04-01 21:54:38")]
    [TestCase("2024-04-01T21:54:38", "2024-04-01 21:54:38")]
    [TestCase("2024-04-01 21:54", "2024-04-01 21:54:00")]
    [TestCase("2024-04-01", "2024-04-01")]
    [TestCase("Mon Apr 01 2024 21:54:38 GMT+0330", "2024-04-01 21:54:38")]
    [TestCase("Mon Apr 01 2024 21:54:38 GMT+0330 (Iran Standard Time)", "2024-04-01 21:54:38")]
    [TestCase("Fri Jul 01 2022 08:00:00 GMT+0430", "2022-07-01 08:00:00")]
    [TestCase("\u06F2\u06F0\u06F2\u06F4-\u06F0\u06F4-\u06F0\u06F1", "2024-04-01")]
    public void Tehran_time_reads_its_forms_into_a_wall_clock(string text, string expected)
    {
        TehranDateTime value = TehranDateTime.From(text);

        Assert.That(value.Value?.Kind, Is.EqualTo(DateTimeKind.Unspecified));
        Assert.That((value.Text, value.ToString()), Is.EqualTo((expected, expected)));
    }

    [TestCase("1403/01/12", Description = "another calendar")]
    [TestCase("2024-04-01T21:54:38Z", Description = "another zone")]
    [TestCase("Mon Apr 01 2024 21:54:38 GMT+0000", Description = "another zone")]
    [TestCase("Mon Apr 01 2024 21:54:38 GMT+0430", Description = "an offset Tehran did not have that day")]
    [TestCase("Tue Apr 01 2024 21:54:38 GMT+0330", Description = "it was a Monday")]
    [TestCase("Mon Apx 01 2024 21:54:38 GMT+0330")]
    [TestCase("MonxApr 01 2024 21:54:38 GMT+0330")]
    [TestCase("Mon Aprx01 2024 21:54:38 GMT+0330")]
    [TestCase("Mon Apr 01x2024 21:54:38 GMT+0330")]
    [TestCase("Mon Apr 01 2024x21:54:38 GMT+0330")]
    [TestCase("Mon Apr 1 2024 21:54:38 GMT+0330 (x)")]
    [TestCase("Mon Apr 01 24 21:54:38 GMT+0330 (Iran)")]
    [TestCase("Mon Apr 01 2024 21:54:38 GMT+0330 Iran")]
    [TestCase("Mon Apr 01 2024 21:54:38 GMT+033")]
    [TestCase("Mon Apr 31 2024 21:54:38 GMT+0330")]
    [TestCase("Mon Apr 01 2024 21:54:38 GMT+03300")]
    public void Tehran_time_does_not_guess(string text)
    {
        TehranDateTime value = TehranDateTime.From(text);

        Assert.That(value.Value, Is.Null);
        Assert.That(value.Text, Is.EqualTo(text));
    }

    [TestCase("1900-01-01", true)]
    [TestCase("1899-12-31", false)]
    [TestCase("2199-12-31", true)]
    [TestCase("2024-01-31", true)]
    [TestCase("2024-12-01", true)]
    [TestCase("2024-13-01", false)]
    [TestCase("2024-00-10", false)]
    [TestCase("2024-04-00", false)]
    [TestCase("2024-04-31", false)]
    public void A_Gregorian_day_exists_or_is_kept_as_a_text(string text, bool exists) =>
        Assert.That(TehranDateTime.From(text).Value is not null, Is.EqualTo(exists));

    [Test]
    public void Every_day_of_a_year_is_read_as_JavaScript_prints_it()
    {
        for (DateTime day = new(2024, 1, 1, 9, 5, 7); day.Year == 2024; day = day.AddDays(1))
        {
            string text = day.ToString("ddd MMM dd yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " GMT+0330";
            Assert.That(TehranDateTime.From(text).Value, Is.EqualTo(day), text);
        }
    }

    [TestCase("2008-03-20 00:00:00", 210, Description = "the first day of the known rule")]
    [TestCase("2021-09-21 22:59:59", 270)]
    [TestCase("2021-09-21 23:00:00", 210)]
    [TestCase("2022-03-22 00:00:00", 270)]
    [TestCase("2024-07-01 12:00:00", 210)]
    [TestCase("2022-09-21 22:59:59", 270)]
    [TestCase("2022-09-21 23:00:00", 210)]
    [TestCase("2022-03-21 23:59:59", 210)]
    [TestCase("2022-03-22 01:00:00", 270)]
    [TestCase("2020-03-20 23:59:59", 210, Description = "1399 began a day earlier")]
    [TestCase("2020-03-21 01:00:00", 270)]
    [TestCase("2020-09-20 22:59:59", 270)]
    [TestCase("2020-09-20 23:00:00", 210)]
    [TestCase("2019-12-31 00:00:00", 210)]
    [TestCase("2008-07-01", 270)]
    public void Tehran_time_knows_the_offset_of_its_day(string text, int minutes)
    {
        Assert.That(TehranDateTime.From(text).WithOffset()?.Offset, Is.EqualTo(TimeSpan.FromMinutes(minutes)));
    }

    [Test]
    public void Before_the_rule_is_known_there_is_no_offset()
    {
        Assert.That(TehranDateTime.From("2007-07-01 12:00:00").WithOffset(), Is.Null);
        Assert.That(TehranDateTime.From("2008-03-19 23:59:59").WithOffset(), Is.Null);
    }

    [Test]
    public void Default_dates_are_absent_dates()
    {
        Assert.That(default(JalaliText).IsEmpty && default(TehranDateTime).IsEmpty, Is.True);
        Assert.That(default(JalaliText).Text + default(JalaliText) + default(TehranDateTime).Text + default(TehranDateTime), Is.Empty);
        Assert.That(default(TehranDateTime).Value is null && default(TehranDateTime).WithOffset() is null, Is.True);
        Assert.That(default(JalaliText).TryToDateTime(out _) || default(JalaliText).TryToDate(out _), Is.False);
        Assert.That(() => JalaliText.From(null!), Throws.ArgumentNullException);
        Assert.That(() => TehranDateTime.From(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Dates_are_read_without_allocation()
    {
        JalaliText jalali = JalaliText.From("17:46:57 - 1401/3/7");
        DateOnly day = new(2024, 4, 1);

        Assert.That(Allocation.Of(() => jalali.TryToDateTime(out _)), Is.Zero);
        Assert.That(Allocation.Of(() => jalali.TryToDate(out _)), Is.Zero);
        Assert.That(Allocation.Of(() => TehranDateTime.TryRead("2024-04-01 21:54:38", out _)), Is.Zero);
        Assert.That(Allocation.Of(() => TehranDateTime.TryRead("Mon Apr 01 2024 21:54:38 GMT+0330", out _)), Is.Zero);
        Assert.That(Allocation.Of(() => JalaliDate.FromDateOnly(day).ToDateOnly() == day), Is.Zero);
    }

    [Test, Category("S5")]
    public void Dates_are_the_same_in_every_culture([ValueSource(typeof(Cultures), nameof(Cultures.All))] string culture)
    {
        static string All()
        {
            Assert.That(JalaliText.From("17:46:57 - 1401/3/7").TryToDateTime(out DateTime dateTime), Is.True);
            return string.Join('|', JalaliDate.FromDateOnly(new DateOnly(2024, 4, 1)), new JalaliDate(1403, 1, 12).ToCompactString(),
                TehranDateTime.From("2024-04-01 21:54:38"), TehranDateTime.From("Mon Apr 01 2024 21:54:38 GMT+0330").Text,
                TehranDateTime.From("2024-04-01"), dateTime.ToString("s", CultureInfo.InvariantCulture));
        }

        Assert.That(Cultures.Under(culture, All),
            Is.EqualTo("1403/01/13|14030112|2024-04-01 21:54:38|2024-04-01 21:54:38|2024-04-01|2022-05-28T17:46:57"));
    }
}
