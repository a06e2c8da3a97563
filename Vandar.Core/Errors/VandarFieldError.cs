namespace Vandar.Core;

/// <summary>One complaint of the server about a request.</summary>
/// <param name="Field">The field on the wire (nested ones with dots, <c>custom_fields.0.field_id</c>), or null where the server named none.</param>
/// <param name="Message">The server's text, normally Persian. Show it; never branch on it. It may quote what was sent.</param>
public sealed record VandarFieldError(string? Field, string Message)
{
    /// <summary>The field's name only: the server's text may quote a card number.</summary>
    public override string ToString() => Field ?? nameof(VandarFieldError);
}
