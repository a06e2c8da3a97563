namespace Vandar.Core;

/// <summary>What all requests and answers have in common: they print as their type's name, so that no model leaks into a log.</summary>
public abstract record VandarModel
{
    /// <summary>The name of the type; never a value.</summary>
    public sealed override string ToString() => GetType().Name;
}
