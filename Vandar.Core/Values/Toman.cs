using System.Globalization;
using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>An amount of money in Toman, the unit of settlements and of the wallet.</summary>
/// <remarks>
/// One Toman is ten Rial. Vandar uses both units, so neither converts by itself: not to the other, not from a number. Vandar API,
/// foundations chapter. All arithmetic is checked: an overflow throws <see cref="OverflowException"/>.
/// </remarks>
/// <param name="Value">The number of Toman.</param>
[JsonConverter(typeof(ValueConverter))]
public readonly record struct Toman(long Value) : IMoney<Toman>, IComparable<Toman>
{
    /// <summary>No money.</summary>
    public static Toman Zero => default;

    /// <summary>This many Toman.</summary>
    public static Toman Of(long value) => new(value);

    /// <summary>The same amount in Rial: ten times the number.</summary>
    /// <exception cref="OverflowException">The amount does not fit.</exception>
    public Rial ToRial() => new(checked(Value * 10));

    /// <summary>Adds two amounts.</summary>
    /// <exception cref="OverflowException">The sum does not fit.</exception>
    public static Toman operator +(Toman left, Toman right) => new(checked(left.Value + right.Value));

    /// <summary>Takes one amount from another.</summary>
    /// <exception cref="OverflowException">The difference does not fit.</exception>
    public static Toman operator -(Toman left, Toman right) => new(checked(left.Value - right.Value));

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(Toman left, Toman right) => left.Value < right.Value;

    /// <summary>Whether the left amount is greater.</summary>
    public static bool operator >(Toman left, Toman right) => left.Value > right.Value;

    /// <summary>Whether the left amount is smaller or equal.</summary>
    public static bool operator <=(Toman left, Toman right) => left.Value <= right.Value;

    /// <summary>Whether the left amount is greater or equal.</summary>
    public static bool operator >=(Toman left, Toman right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(Toman other) => Value.CompareTo(other.Value);

    /// <summary>The number and the unit, the same in every culture: <c>150000 Toman</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} Toman");
}
