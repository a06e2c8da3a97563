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

    /// <summary>The provider alone.</summary>
    public override string ToString() => $"cards of {Provider}";
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

        if (settings.OutputFile is { } target
            && new[] { settings.ApplicantsFile, settings.JournalFile }.Any(file => Path.GetFullPath(file) == Path.GetFullPath(target)))
        {
            throw new CommandFailedException(ExitCode.BadInput, "--output would replace the applicants' file or the journal.");
        }
        foreach (Applicant applicant in applicants.Applicants.Where(applicant => applicant.CardholderId is not null).ToArray())
        {
            try
            {
                client.Ravand.Cardholder(settings.Provider, applicant.CardholderId!);
            }
            catch (ArgumentException e)
            {
                applicants.Refuse(applicant, ApplicantFile.CardholderIdColumn, ApplicantDocuments.Rule(e));
            }
        }
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
        RefuseForeignIds(applicants, journal);

        IssuingReport report = new(await Watched(console, applicants.Applicants, progress =>
            new IssuingJob(cardholders, settings, journal, progress, Console.Error, time).Run(applicants.Applicants, stop)), applicants.BadRows);
        report.Print(console);
        if (settings.OutputFile is { } file)
        {
            try
            {
                report.Write(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                int exitCode = report.ExitCode is ExitCode.Done ? ExitCode.SomeFailed : report.ExitCode;
                throw new CommandFailedException(exitCode,
                    $"The output file {file} cannot be written ({e.GetType().Name}): run with --resume and another --output.", e);
            }
            console.WriteLine($"In full, card numbers included, for you alone: {file}");
        }
        return report;
    }

    /// <summary>An id of somebody else would send one person's documents into another one's request.</summary>
    private static void RefuseForeignIds(ApplicantFile applicants, IssuingJournal journal)
    {
        foreach (Applicant applicant in applicants.Applicants.Where(applicant => applicant.CardholderId is not null).ToArray())
        {
            string key = journal.Key(applicant.Identity.NationalCode);
            string? known = journal.History(key).CardholderId;
            if (known is not null && known != applicant.CardholderId)
                applicants.Refuse(applicant, ApplicantFile.CardholderIdColumn, "The journal holds another id for the applicant.");
            else if (journal.HolderOf(applicant.CardholderId!) is { } holder && holder != key)
                applicants.Refuse(applicant, ApplicantFile.CardholderIdColumn, "In the journal this is the id of another applicant.");
        }
    }

    private static async Task<IReadOnlyList<IssuingResult>> Watched(
        IAnsiConsole console, IReadOnlyList<Applicant> applicants, Func<IIssuingProgress, Task<IReadOnlyList<IssuingResult>>> job) =>
        console.Profile.Out.IsTerminal
            ? await IssuingBars.Columns(console).StartAsync(context => job(new IssuingBars(context, applicants.Count)))
            : await job(new IssuingLines(console.Profile.Out.Writer));
}
