using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>The way a settlement takes between the banks (Vandar API, settlement chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<SettlementType>))]
public readonly record struct SettlementType(string Value) : IWireEnum<SettlementType>
{
    /// <summary>Paya, at the times of its cycles; the server's choice where none is given.</summary>
    public static SettlementType Ach { get; } = new("ACH");

    /// <summary>From account to account; the tool must be switched on, and the bank must take part.</summary>
    public static SettlementType A2A { get; } = new("A2A");

    private static readonly SettlementType[] s_known = [Ach, A2A];

    /// <inheritdoc/>
    public static ReadOnlySpan<SettlementType> Known => s_known;

    /// <inheritdoc/>
    public static SettlementType From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
