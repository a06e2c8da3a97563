using System.Runtime.ExceptionServices;
using Vandar.Core.Ravand;

namespace Vandar.Core.Cli.Issuing;

/// <summary>What a business does for each applicant: create, update, documents, finalize, then inquire until the card is there.</summary>
/// <remarks>
/// First all applicants are brought to the bank, some at a time; then all of them are inquired in rounds, so that a slow bank holds
/// nobody up. One applicant's failure is one applicant's result. A stop lets the steps in flight end: their answers are in the journal.
/// </remarks>
internal sealed class IssuingJob(
    CardholdersClient cardholders, IssuingSettings settings, IssuingJournal journal, IIssuingProgress progress, TimeProvider time)
{
    private const string NotFinal = "cardholder_request_not_finalize";

    private static readonly TimeSpan s_longestInterval = TimeSpan.FromMinutes(1);

    // A 429 was not executed, and half a minute later the card is still wanted.
    private static readonly RequestOptions s_patient = new() { WaitOnRateLimit = true, MaxRetries = 5 };

    public async Task<IReadOnlyList<IssuingResult>> Run(IReadOnlyList<Applicant> applicants, CancellationToken stop)
    {
        IssuingResult[] results =
            [.. applicants.Select(applicant => new IssuingResult(applicant, IssuingState.NotStarted, "Not started."))];
        using CancellationTokenSource halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await ForEach(Enumerable.Range(0, results.Length), async i =>
        {
            if (halt.IsCancellationRequested)
                return;
            results[i] = await Submit(results[i].Applicant, halt.Token);
            progress.Ended(results[i]);
            // Refused credentials meet every other applicant too.
            if (results[i].IsRefusedLogin)
                await halt.CancelAsync();
        });
        await AwaitCards(results, halt.Token);
        return results;
    }

    private async Task AwaitCards(IssuingResult[] results, CancellationToken stop)
    {
        long started = time.GetTimestamp();
        TimeSpan interval = settings.PollInterval;
        while (!stop.IsCancellationRequested)
        {
            int[] processing = [.. Enumerable.Range(0, results.Length).Where(i => results[i].State is IssuingState.Processing)];
            if (processing.Length == 0)
                return;
            progress.Awaiting(processing.Length);
            await ForEach(processing, async i =>
            {
                if (stop.IsCancellationRequested)
                    return;
                results[i] = await Inquire(results[i]);
                if (results[i].State is not IssuingState.Processing)
                    progress.Ended(results[i]);
            });
            if (!results.Any(result => result.State is IssuingState.Processing) || time.GetElapsedTime(started) + interval > settings.Wait)
                return;
            await Task.Delay(interval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            interval = TimeSpan.FromTicks(Math.Min(interval.Ticks * 3 / 2, s_longestInterval.Ticks));
        }
    }

    private async Task<IssuingResult> Inquire(IssuingResult result)
    {
        try
        {
            if (await cardholders.Inquire(result.CardholderId!) is not { } card)
                return result;
            journal.Append(new JournalLine(journal.Key(result.Applicant.Identity.NationalCode), JournalStep.Issued, JournalState.Done)
            {
                Line = result.Applicant.Line, CardholderId = result.CardholderId,
            });
            return result with { State = IssuingState.Issued, Text = $"The bank says {card.Status}.", Card = card, Outcome = null };
        }
        catch (VandarException e) when (e.Outcome is RequestOutcome.Rejected)
        {
            return result with { State = IssuingState.Failed, Text = e.Message, Outcome = e.Outcome };
        }
        catch (VandarException e)
        {
            // A read that did not get through: the next round asks again.
            return result with { Text = e.Message, Outcome = e.Outcome };
        }
    }

    private async Task<IssuingResult> Submit(Applicant applicant, CancellationToken stop)
    {
        Course course = new(applicant, journal.Key(applicant.Identity.NationalCode));
        ApplicantHistory history = journal.History(course.Key);
        course.CardholderId = history.CardholderId ?? applicant.CardholderId;
        try
        {
            NextStep next = history.Next(applicant.CardholderId);
            if (next is NextStep.AskPerson)
            {
                return course.Ends(IssuingState.Unknown,
                    "Needs a person: the answer to create was lost, so the applicant may be registered, and no call tells the id. "
                    + "Ask Vandar; then put the id into the column cardholder_id and run with --resume.");
            }
            if (next is NextStep.AskWhetherFinal)
                next = await IsFinal(course) ? NextStep.Inquire : NextStep.Complete;
            if (next is NextStep.Inquire)
                return course.Ends(IssuingState.Processing, "Sent to the bank.");

            // Everything is looked at before anything of the applicant is sent.
            ApplicantDocuments documents =
                ApplicantDocuments.Find(settings.DocumentsFolder, applicant, cardholders, settings.CaptionsFirst);
            if (documents.Problem is { } problem)
                return course.Ends(IssuingState.Failed, problem, RequestOutcome.NotSent);
            if (next is NextStep.Create)
                await Create(course, stop);
            return await Complete(course, history, documents, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return course.CardholderId is null
                ? course.Ends(IssuingState.NotStarted, "Not started.")
                : course.Ends(IssuingState.Failed, "Interrupted between two steps; --resume goes on here.", RequestOutcome.NotSent);
        }
        catch (VandarException e)
        {
            IssuingState state = e.Outcome is RequestOutcome.Unknown ? IssuingState.Unknown : IssuingState.Failed;
            return course.Ends(state, e.Message, e.Outcome) with
            {
                IsRefusedLogin = e is VandarAuthenticationException,
                IsUnreachable = e is VandarTransportException { Outcome: RequestOutcome.NotSent },
            };
        }
        catch (ArgumentException e)
        {
            return course.Ends(IssuingState.Failed, e.Message, RequestOutcome.NotSent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A document that went away meanwhile, or a journal that takes no intent; without one nothing is sent.
            return course.Ends(IssuingState.Failed, e.Message, RequestOutcome.NotSent);
        }
    }

    private async Task Create(Course course, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        progress.Step(course.Applicant, "create");
        Cardholder cardholder = await Journaled(
            course, course.Intends(JournalStep.Create), () => cardholders.Create(course.Applicant.Identity, s_patient));
        course.CardholderId = cardholder.CardholderId;
    }

    private async Task<IssuingResult> Complete(
        Course course, ApplicantHistory history, ApplicantDocuments documents, CancellationToken stop)
    {
        string id = course.CardholderId!;
        stop.ThrowIfCancellationRequested();
        // Again on every run: it ends in the same state, and the file may have been corrected since.
        progress.Step(course.Applicant, "update");
        await Journaled(course, course.Intends(JournalStep.Update), () => cardholders.Update(id, course.Applicant.Details, s_patient));

        foreach (ApplicantDocument document in documents.Files.Where(document => document.Type != DocumentType.AuthenticationVideo))
            await Upload(course, history, document, stop);

        stop.ThrowIfCancellationRequested();
        progress.Step(course.Applicant, "video caption");
        course.Caption = (await cardholders.VideoCaption(id, s_patient, stop)).Caption;
        if (documents.LacksVideo)
            return course.Ends(IssuingState.AwaitingVideo, "Waits for the video of the sentence; then run with --resume.");
        await Upload(course, history, documents.Files[^1], stop);

        stop.ThrowIfCancellationRequested();
        progress.Step(course.Applicant, "finalize");
        try
        {
            await Journaled(course, course.Intends(JournalStep.Finalize), () => cardholders.Finalize(id, s_patient));
        }
        catch (VandarException e) when (e.Outcome is RequestOutcome.Unknown)
        {
            if (!await IsFinal(course))
            {
                return course.Ends(
                    IssuingState.Failed, $"{e.Message} An inquiry says: not done; --resume tries again.", RequestOutcome.Unknown);
            }
        }
        return course.Ends(IssuingState.Processing, "Sent to the bank.");
    }

    private async Task Upload(Course course, ApplicantHistory history, ApplicantDocument document, CancellationToken stop)
    {
        string type = document.Type.Value, id = course.CardholderId!;
        string fingerprint = await document.Fingerprint(CancellationToken.None);
        if (history.Uploaded.GetValueOrDefault(type) == fingerprint)
            return;
        stop.ThrowIfCancellationRequested();
        IProgress<long> bytes = progress.Upload(course.Applicant, type, document.Length);
        JournalLine line = course.Intends(JournalStep.Upload) with { Document = type, Fingerprint = fingerprint };
        try
        {
            await Journaled(course, line, () => cardholders.Upload(id, document.Type, document.File, bytes, s_patient));
        }
        catch (VandarApiException e) when (e.StatusCode is System.Net.HttpStatusCode.Forbidden && history.UnclearUploads.Contains(type))
        {
            // An earlier upload without an answer seems to have arrived, and no second one is taken. Finalize refuses if it had not.
            progress.Step(course.Applicant, $"{type} is there already");
        }
    }

    /// <summary>Whether the request is with the bank: an inquiry is refused with its own code while it is not.</summary>
    private async Task<bool> IsFinal(Course course)
    {
        progress.Step(course.Applicant, "inquiry");
        try
        {
            await cardholders.Inquire(course.CardholderId!);
            return true;
        }
        catch (VandarApiException e) when (e.Code == NotFinal)
        {
            return false;
        }
    }

    /// <summary>An intent on the disk, the call, its result on the disk. The call is never cancelled: it has to have an answer.</summary>
    private async Task<Cardholder> Journaled(Course course, JournalLine intent, Func<ValueTask<Cardholder>> call)
    {
        journal.Append(intent);
        Cardholder? cardholder = null;
        ExceptionDispatchInfo? failure = null;
        RequestOutcome? outcome = null;
        try
        {
            cardholder = await call();
        }
        catch (Exception e) when (e is VandarException or ArgumentException)
        {
            failure = ExceptionDispatchInfo.Capture(e);
            outcome = VandarException.OutcomeOf(e) ?? RequestOutcome.NotSent;
        }
        try
        {
            journal.Append(intent with
            {
                State = failure is null ? JournalState.Done : JournalState.Failed,
                CardholderId = cardholder?.CardholderId,
                Outcome = outcome,
            });
        }
        catch (IOException e)
        {
            string answer = failure is null ? $"done, cardholder id {cardholder?.CardholderId}" : $"failed ({outcome})";
            throw new CommandFailedException(ExitCode.SomeUnknown, FormattableString.Invariant($"""
                The journal cannot be written: {e.Message}
                Keep this text: {intent.Step} for line {course.Applicant.Line} was answered: {answer}.
                """), e);
        }
        failure?.Throw();
        return cardholder!;
    }

    private async Task ForEach(IEnumerable<int> items, Func<int, Task> body) =>
        await Parallel.ForEachAsync(
            items, new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel }, async (i, _) => await body(i));

    /// <summary>An applicant on the way.</summary>
    private sealed class Course(Applicant applicant, string key)
    {
        public Applicant Applicant => applicant;

        public string Key => key;

        public string? CardholderId { get; set; }

        public string? Caption { get; set; }

        public JournalLine Intends(JournalStep step) => new(key, step, JournalState.Intent) { Line = applicant.Line };

        public IssuingResult Ends(IssuingState state, string text, RequestOutcome? outcome = null) =>
            new(applicant, state, text) { CardholderId = CardholderId, Caption = Caption, Outcome = outcome };
    }
}
