using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core.Webhooks;

/// <summary>The final state a notification claims (Vandar API, foundations and direct debit chapters).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<NotificationStatus>))]
public readonly record struct NotificationStatus(string Value) : IWireEnum<NotificationStatus>
{
    /// <summary>Succeeded.</summary>
    public static NotificationStatus Done { get; } = new("DONE");

    /// <summary>Failed for good.</summary>
    public static NotificationStatus Failed { get; } = new("FAILED");

    /// <summary>Cancelled.</summary>
    public static NotificationStatus Canceled { get; } = new("CANCELED");

    private static readonly NotificationStatus[] s_known = [Done, Failed, Canceled];

    /// <inheritdoc/>
    public static ReadOnlySpan<NotificationStatus> Known => s_known;

    /// <inheritdoc/>
    public static NotificationStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
