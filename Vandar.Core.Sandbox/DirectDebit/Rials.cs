using System.Globalization;

namespace Vandar.Core.Sandbox;

/// <summary>Numbers the wire carries as text.</summary>
internal static class Rials
{
    public static string Digits(Rial amount) => Digits(amount.Value);

    public static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
