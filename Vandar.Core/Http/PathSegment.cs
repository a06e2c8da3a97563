namespace Vandar.Core.Http;

/// <summary>
/// A path argument that outlives one call (the business, the provider): checked and escaped once, when the scope is made.
/// </summary>
internal readonly record struct PathSegment
{
    private readonly string? _escaped;

    private PathSegment(string escaped) => _escaped = escaped;

    internal string Escaped => _escaped
        ?? throw new InvalidOperationException("This scope was not made by a client: use client.Ravand and its like.");

    internal static PathSegment Of(string? value, string parameter)
    {
        VandarPath.Check(value, parameter);
        return new(Uri.EscapeDataString(value));
    }
}
