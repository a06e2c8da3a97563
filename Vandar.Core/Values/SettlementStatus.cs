using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>What became of a settlement, or of a part of a refund (Vandar API, settlement chapter).</summary>
/// <remarks>
/// Only <see cref="IsDone"/> is money that arrived. Neither it nor <see cref="HasFailed"/> is true of what is still on its way, of a word this
/// version does not know, and of an answer without a status.
/// </remarks>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<SettlementStatus>))]
public readonly record struct SettlementStatus(string Value) : IWireEnum<SettlementStatus>
{
    /// <summary>Being sent to the bank.</summary>
    public static SettlementStatus Init { get; } = new("INIT");

    /// <summary>Sent, and waiting for the bank's cycle.</summary>
    public static SettlementStatus Pending { get; } = new("PENDING");

    /// <summary>Done: the bank carried it out.</summary>
    public static SettlementStatus Done { get; } = new("DONE");

    /// <summary>Failed.</summary>
    public static SettlementStatus Failed { get; } = new("FAILED");

    /// <summary>Cancelled: the amount is back in the wallet.</summary>
    public static SettlementStatus Canceled { get; } = new("CANCELED");

    private static readonly SettlementStatus[] s_known = [Init, Pending, Done, Failed, Canceled];

    /// <inheritdoc/>
    public static ReadOnlySpan<SettlementStatus> Known => s_known;

    /// <summary>Whether the bank carried it out.</summary>
    public bool IsDone => this == Done;

    /// <summary>Whether it ended without the money having arrived: failed or cancelled.</summary>
    public bool HasFailed => this == Failed || this == Canceled;

    /// <inheritdoc/>
    public static SettlementStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
