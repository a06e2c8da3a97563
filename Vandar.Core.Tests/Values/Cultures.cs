using System.Globalization;

namespace Vandar.Core.Tests.Values;

/// <summary>The cultures that change ordinary .NET code: calendar, minus sign, decimal point, casing.</summary>
internal static class Cultures
{
    internal static readonly string[] All = ["", "fa-IR", "ckb-IR", "ar-SA", "th-TH", "tr-TR", "de-DE"];

    internal static T Under<T>(string culture, Func<T> action)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
