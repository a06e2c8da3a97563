using System.Diagnostics.CodeAnalysis;

namespace Vandar.Core;

/// <summary>
/// A set of words of the API that may grow: the known ones have names, an unknown one is carried as it came instead of failing.
/// </summary>
/// <remarks>Equality is ordinal. <c>default</c> has no text, prints as empty and is never written.</remarks>
/// <typeparam name="TSelf">The type itself.</typeparam>
[SuppressMessage("Naming", "CA1711", Justification = "It is what the API's reader would call an enumeration.")]
public interface IWireEnum<TSelf>
    where TSelf : struct, IWireEnum<TSelf>
{
    /// <summary>The values that had a name when this version was made.</summary>
    static abstract ReadOnlySpan<TSelf> Known { get; }

    /// <summary>The text on the wire; null only in <c>default</c>.</summary>
    string Value { get; }

    /// <summary>The value with this text, known or not.</summary>
    static abstract TSelf From(string value);
}
