using System.Globalization;
using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>An amount of money in Rial, the unit of the payment gateway, of refunds and of batch settlements.</summary>
/// <remarks>
/// Ten Rial are one Toman. Vandar uses both units, so neither converts by itself: not to the other, not from a number. Vandar API,
/// foundations chapter. All arithmetic is checked: an overflow throws <see cref="OverflowException"/>.
/// </remarks>
/// <param name="Value">The number of Rial.</param>
[JsonConverter(typeof(ValueConverter))]
public readonly record struct Rial(long Value) : IMoney<Rial>, IComparable<Rial>
{
    /// <summary>No money.</summary>
    public static Rial Zero => default;

    /// <summary>This many Rial.</summary>
    public static Rial Of(long value) => new(value);

    /// <summary>The same amount in Toman.</summary>
    /// <exception cref="InvalidOperationException">The amount does not divide by ten, so no whole number of Toman equals it.</exception>
    public Toman ToToman() =>
        Value % 10 == 0
            ? new Toman(Value / 10)
            : throw new InvalidOperationException("This amount of Rial does not divide by ten: no whole number of Toman equals it.");

    /// <summary>Adds two amounts.</summary>
    /// <exception cref="OverflowException">The sum does not fit.</exception>
    public static Rial operator +(Rial left, Rial right) => new(checked(left.Value + right.Value));

    /// <summary>Takes one amount from another.</summary>
    /// <exception cref="OverflowException">The difference does not fit.</exception>
    public static Rial operator -(Rial left, Rial right) => new(checked(left.Value - right.Value));

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(Rial left, Rial right) => left.Value < right.Value;

    /// <summary>Whether the left amount is greater.</summary>
    public static bool operator >(Rial left, Rial right) => left.Value > right.Value;

    /// <summary>Whether the left amount is smaller or equal.</summary>
    public static bool operator <=(Rial left, Rial right) => left.Value <= right.Value;

    /// <summary>Whether the left amount is greater or equal.</summary>
    public static bool operator >=(Rial left, Rial right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(Rial other) => Value.CompareTo(other.Value);

    /// <summary>The number and the unit, the same in every culture: <c>150000 Rial</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} Rial");
}
