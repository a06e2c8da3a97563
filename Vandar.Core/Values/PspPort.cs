using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>The payment service provider that carries a payment of the gateway (Vandar API, payment gateway chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<PspPort>))]
public readonly record struct PspPort(string Value) : IWireEnum<PspPort>
{
    /// <summary>Saman.</summary>
    public static PspPort Saman { get; } = new("SAMAN");

    /// <summary>Behpardakht Mellat.</summary>
    public static PspPort Behpardakht { get; } = new("BEHPARDAKHT");

    private static readonly PspPort[] s_known = [Saman, Behpardakht];

    /// <inheritdoc/>
    public static ReadOnlySpan<PspPort> Known => s_known;

    /// <inheritdoc/>
    public static PspPort From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
