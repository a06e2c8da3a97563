using System.Globalization;

namespace Vandar.Core.Sandbox;

/// <summary>Numbers that the wire carries as text.</summary>
internal static class WireDigits
{
    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(Rial amount) => Of(amount.Value);

    /// <summary><c>250000.00</c>.</summary>
    public static string WithDecimals(Rial amount) => Of(amount) + ".00";
}
