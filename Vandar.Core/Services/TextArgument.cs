using System.Diagnostics.CodeAnalysis;
using Vandar.Core.Http;

namespace Vandar.Core;

/// <summary>What a text must be before it is sent. The exceptions have the rule and never the value.</summary>
internal static class TextArgument
{
    /// <summary>For identifiers and words to look for: not blank, of one line, and as short as a path argument.</summary>
    internal static void Check([NotNull] string? value, string parameter)
    {
        ArgumentNullException.ThrowIfNull(value, parameter);
        NotBlank(value, parameter);
        string? broken = value.Length > VandarPath.MaximumSegmentLength ? "must not be longer than 512 characters" : VandarPath.BrokenCharacter(value);
        if (broken is not null)
            throw new ArgumentException($"The text {broken}.", parameter);
    }

    /// <summary>The same for one that may be left out: null is fine.</summary>
    internal static void CheckOptional(string? value, string parameter)
    {
        if (value is not null)
            Check(value, parameter);
    }

    /// <summary>For texts that may be left out: null, or not blank.</summary>
    internal static void NotBlank(string? value, string parameter)
    {
        if (value is not null && string.IsNullOrWhiteSpace(value))
            throw new ArgumentException("The text must not be blank; leave it null to leave it out.", parameter);
    }
}
