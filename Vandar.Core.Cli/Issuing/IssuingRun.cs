using Spectre.Console;
using Vandar.Core.Ravand;

namespace Vandar.Core.Cli.Issuing;

/// <summary>What a run of the job was asked for.</summary>
internal sealed record IssuingSettings
{
    public required string Provider { get; init; }

    public required string ApplicantsFile { get; init; }

    public required string DocumentsFolder { get; init; }

    public required string JournalFile { get; init; }

    /// <summary>Where the full result goes; null for nowhere.</summary>
    public string? OutputFile { get; init; }

    public int Parallel { get; init; } = 4;

    public bool Resume { get; init; }

    public bool CaptionsFirst { get; init; }

    /// <summary>How long to wait for the bank.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The time between the first rounds of inquiries; it grows up to a minute.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>The job from files to report; the command and the demo both run it.</summary>
internal static class IssuingRun
{
    /// <exception cref="CommandFailedException">Nothing was sent, or the journal broke down; the text says which.</exception>
    public static async Task<IssuingReport> Run(
        IAnsiConsole console, VandarClient client, string business, Uri server, IssuingSettings settings, TimeProvider time,
        CancellationToken stop)
    {
        CardholdersClient cardholders;
        try
        {
            cardholders = client.Ravand.Cardholders(settings.Provider);
        }
        catch (ArgumentException e)
        {
            throw new CommandFailedException(ExitCode.BadInput, $"--provider is not usable: {e.Message}", e);
        }
        ApplicantFile applicants = ApplicantFile.Read(settings.ApplicantsFile);
        if (!Directory.Exists(settings.DocumentsFolder))
            throw new CommandFailedException(ExitCode.BadInput, $"There is no folder {settings.DocumentsFolder}.");
        if (settings.OutputFile is { } output && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(output))))
            throw new CommandFailedException(ExitCode.BadInput, $"There is no folder for the output file {output}.");

        if (applicants.Applicants.Count == 0)
        {
            console.WriteLine("The applicants' file has no row that can be sent.");
            IssuingReport empty = new([], applicants.BadRows);
            empty.Print(console);
            return empty;
        }

        JournalHeader job = new(business, settings.Provider, server.GetLeftPart(UriPartial.Authority));
        using IssuingJournal journal = IssuingJournal.Open(settings.JournalFile, job, settings.Resume, time);
        if (journal.WasTorn)
            console.WriteLine("The last line of the journal was broken off and is dropped; the step before it counts as not answered.");

        IssuingReport report = new(await Watched(console, applicants.Applicants, progress =>
            new IssuingJob(cardholders, settings, journal, progress, time).Run(applicants.Applicants, stop)), applicants.BadRows);
        report.Print(console);
        if (settings.OutputFile is { } file)
        {
            report.Write(file);
            console.WriteLine($"In full, card numbers included, for you alone: {file}");
        }
        return report;
    }

    private static async Task<IReadOnlyList<IssuingResult>> Watched(
        IAnsiConsole console, IReadOnlyList<Applicant> applicants, Func<IIssuingProgress, Task<IReadOnlyList<IssuingResult>>> job) =>
        console.Profile.Out.IsTerminal
            ? await IssuingBars.Columns(console).StartAsync(context => job(new IssuingBars(context, applicants.Count)))
            : await job(new IssuingLines(console.Profile.Out.Writer));
}
