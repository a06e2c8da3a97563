using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
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
        string? broken = value.Length > VandarPath.MaximumSegmentLength
            ? "must not be longer than 512 characters"
            : VandarPath.BrokenCharacter(value);
        if (broken is not null)
            throw new ArgumentException($"The text {broken}.", parameter);
    }

    /// <summary>The same for one that may be left out: null is fine.</summary>
    internal static void CheckOptional(string? value, string parameter)
    {
        if (value is not null)
            Check(value, parameter);
    }

    /// <summary>For texts to be read by people that may be left out: null, or not blank, of a limited length and without half a character.</summary>
    internal static void Limit(string? value, int longest, string parameter)
    {
        NotBlank(value, parameter);
        if (value?.Length > longest)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The text must have at most {longest} characters."), parameter);
        int length = 0;
        for (ReadOnlySpan<char> rest = value; !rest.IsEmpty; rest = rest[length..])
        {
            if (Rune.DecodeFromUtf16(rest, out _, out length) is not OperationStatus.Done)
                throw new ArgumentException("The text must not contain half a surrogate pair.", parameter);
        }
    }

    /// <summary>For numbers that are longer than numbers are, such as deposit ids: null, or ASCII digits.</summary>
    internal static void Digits(string? value, string parameter)
    {
        if (value is null)
            return;
        Check(value, parameter);
        if (!value.All(char.IsAsciiDigit))
            throw new ArgumentException("The text must have nothing but the digits 0 to 9.", parameter);
    }

    /// <summary>For numbers of a known length that are written as text: ASCII digits, as many as there are.</summary>
    internal static void Digits([NotNull] string? value, int count, string rule, string parameter)
    {
        ArgumentNullException.ThrowIfNull(value, parameter);
        if (value.Length != count || !value.All(char.IsAsciiDigit))
            throw new ArgumentException(rule, parameter);
    }

    /// <summary>For postal codes: ten ASCII digits.</summary>
    internal static void PostalCode([NotNull] string? value, string parameter) => Digits(value, 10, "A postal code has ten digits.", parameter);

    /// <summary>For texts that may be left out: null, or not blank.</summary>
    internal static void NotBlank(string? value, string parameter)
    {
        if (value is not null && string.IsNullOrWhiteSpace(value))
            throw new ArgumentException("The text must not be blank; leave it null to leave it out.", parameter);
    }
}
