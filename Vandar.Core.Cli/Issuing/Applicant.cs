using Vandar.Core.Ravand;

namespace Vandar.Core.Cli.Issuing;

/// <summary>One good row of the applicants' file. Personal data: it prints as its line and the last digits of the national code.</summary>
internal sealed class Applicant
{
    /// <summary>The line of the file the row begins on.</summary>
    public required int Line { get; init; }

    public required CreateCardholder Identity { get; init; }

    public required UpdateCardholder Details { get; init; }

    /// <summary>The id Vandar gave the applicant earlier, where a person put it into the file.</summary>
    public string? CardholderId { get; init; }

    public override string ToString() => FormattableString.Invariant($"line {Line} ({Identity.NationalCode})");
}

/// <summary>A row that is not sent, and why. The rule never quotes the value.</summary>
internal sealed record BadRow(int Line, string Column, string Rule);
