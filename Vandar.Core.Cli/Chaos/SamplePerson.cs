using System.Globalization;

namespace Vandar.Core.Cli.Chaos;

/// <summary>People who do not exist, as many as are needed.</summary>
internal static class SamplePerson
{
    /// <summary>A code whose check digit fits.</summary>
    public static NationalCode NationalCode(int number)
    {
        string digits = string.Create(CultureInfo.InvariantCulture, $"{100_000_000 + (number % 800_000_000)}");
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
            sum += (digits[i] - '0') * (10 - i);
        int rest = sum % 11;
        return Core.NationalCode.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}{(rest < 2 ? rest : 11 - rest)}"));
    }
}
