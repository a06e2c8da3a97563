using System.Net;
using System.Runtime.ExceptionServices;
using Vandar.Core.Ravand;

namespace Vandar.Core.Cli.Issuing;

/// <summary>What a business does for each applicant: create, update, documents, finalize, then inquire until the card is there.</summary>
/// <remarks>
/// First all applicants are brought to the bank, some at a time; then all of them are inquired in rounds, so that a slow bank holds
/// nobody up. One applicant's failure is one applicant's result. A stop lets the steps in flight end: their answers are in the journal.
/// </remarks>
internal sealed class IssuingJob(
    CardholdersClient cardholders, IssuingSettings settings, IssuingJournal journal, IIssuingProgress progress, TextWriter alerts,
    TimeProvider time)
{
    private const string NotFinal = "cardholder_request_not_finalize";
    private const string AskVandar = "Needs a person: the answer to an earlier create was lost. Ask Vandar for the applicant's id; then put it "
        + "into the column cardholder_id and run with --resume.";

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
            // Refused credentials and a full disk meet every other applicant too.
            if (results[i].IsRefusedLogin || results[i].IsJournalLost)
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
                results[i] = await Inquire(results[i], stop);
                if (results[i].State is not IssuingState.Processing)
                    progress.Ended(results[i]);
            });
            if (!results.Any(result => result.State is IssuingState.Processing) || time.GetElapsedTime(started) + interval > settings.Wait)
                return;
            await Task.Delay(interval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            interval = TimeSpan.FromTicks(Math.Min(interval.Ticks * 3 / 2, s_longestInterval.Ticks));
        }
    }

    private async Task<IssuingResult> Inquire(IssuingResult result, CancellationToken stop)
    {
        try
        {
            if (await cardholders.Inquire(result.CardholderId!, s_patient, stop) is not { } card)
                return result with { Outcome = null };
            string words = $"The bank says {card.Status}.{result.Note}";
            // Only one word is documented; whatever else the bank says, it is not that.
            if (card.Status != CardStatus.Issued)
                return result with { Text = words, Outcome = null };
            IssuingResult issued = result with { State = IssuingState.Issued, Text = words, Card = card, Outcome = null };
            try
            {
                journal.Append(new JournalLine(journal.Key(result.Applicant.Identity.NationalCode), JournalStep.Issued, JournalState.Done)
                {
                    Line = result.Applicant.Line, CardholderId = result.CardholderId,
                });
            }
            catch (IOException e)
            {
                // Nothing is lost: a resumed run inquires again.
                return issued with { Text = $"{words} The journal could not be written ({e.GetType().Name})." };
            }
            return issued;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return result;
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
            course.IsUnclear = next is NextStep.CreateAgain or NextStep.AskPerson || history.Finalize is Standing.Unclear;
            if (next is NextStep.AskPerson)
                return course.Ends(IssuingState.Unknown, AskVandar);
            // The server tells known applicants by their identity: with another one a new create could make a second applicant.
            if (next is NextStep.CreateAgain && history.CreatedIdentity != journal.Fingerprint(applicant.Identity))
            {
                return course.Ends(IssuingState.Unknown,
                    $"{AskVandar} It is not created again, as the journal does not show that create with this mobile and birth_date.");
            }
            if (next is NextStep.AskWhetherFinal)
                next = await IsFinal(course, stop) ? NextStep.Inquire : NextStep.Complete;
            if (next is NextStep.Inquire)
                return course.Ends(IssuingState.Processing, "Sent to the bank.");

            // Everything is looked at before anything of the applicant is sent.
            ApplicantDocuments documents =
                ApplicantDocuments.Find(settings.DocumentsFolder, applicant, cardholders, settings.CaptionsFirst);
            if (documents.Problem is { } problem)
                return course.Breaks(problem, RequestOutcome.NotSent);
            if (next is NextStep.Create or NextStep.CreateAgain)
                await Create(course, stop);
            return await Complete(course, history, documents, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return course is { CardholderId: null, IsUnclear: false }
                ? course.Ends(IssuingState.NotStarted, "Not started.")
                : course.Breaks("Interrupted between two steps; --resume goes on here.", RequestOutcome.NotSent);
        }
        catch (VandarException e)
        {
            bool isTaken = journal.History(course.Key).Next(applicant.CardholderId) is NextStep.AskPerson;
            return course.Breaks(isTaken ? $"{e.Message} {AskVandar}" : e.Message, e.Outcome) with
            {
                IsRefusedLogin = e is VandarAuthenticationException,
                IsUnreachable = e is VandarTransportException { Outcome: RequestOutcome.NotSent },
            };
        }
        catch (ArgumentException e)
        {
            return course.Breaks(ApplicantDocuments.Rule(e), RequestOutcome.NotSent);
        }
        catch (InvalidDataException e)
        {
            return course.Breaks(e.Message, RequestOutcome.NotSent);
        }
        catch (JournalLostException e)
        {
            return course.Breaks(e.Message, e.WasSent ? null : RequestOutcome.NotSent) with { IsJournalLost = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The platform's text may hold the path of a document, and with it the national code.
            return course.Breaks($"A file failed while it was used ({e.GetType().Name}).", null);
        }
    }

    /// <remarks>
    /// After a create of unclear effect one more is sent: at once if the answer was a 502, which is documented as "the civil registry did
    /// not answer, please retry", else by the next run. It cannot make a second applicant: the server knows applicants by their identity
    /// and refuses a known one with a 400, as documented by the vendor.
    /// </remarks>
    private async Task Create(Course course, CancellationToken stop)
    {
        bool isFirst = !course.IsUnclear;
        JournalLine intent = course.Intends(JournalStep.Create) with { Fingerprint = journal.Fingerprint(course.Applicant.Identity) };
        try
        {
            await Once();
        }
        catch (VandarApiException e) when (isFirst && e is { StatusCode: HttpStatusCode.BadGateway, Outcome: RequestOutcome.Unknown })
        {
            await Once();
        }

        async Task Once()
        {
            stop.ThrowIfCancellationRequested();
            progress.Step(course.Applicant, "create");
            await Journaled(course, intent, () => cardholders.Create(course.Applicant.Identity, s_patient));
        }
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
        try
        {
            course.Caption = (await cardholders.VideoCaption(id, s_patient, stop))?.Caption;
        }
        catch (VandarException e) when (!documents.LacksVideo)
        {
            // The video is there: what it should say is nice to know, and the answer's shape is inferred besides.
            course.Note = $" The sentence of the video could not be read: {e.Message}";
        }
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
            try
            {
                if (!await IsFinal(course, stop))
                    return course.Breaks($"{e.Message} An inquiry says: not done; --resume tries again.", null);
            }
            catch (VandarException inquiry)
            {
                return course.Breaks($"{e.Message} No inquiry could settle it: {inquiry.Message}", e.Outcome);
            }
        }
        return course.Ends(IssuingState.Processing, "Sent to the bank.");
    }

    private async Task Upload(Course course, ApplicantHistory history, ApplicantDocument document, CancellationToken stop)
    {
        string type = document.Type.Value, id = course.CardholderId!;
        string fingerprint = await document.Fingerprint(stop);
        if (history.Uploaded.GetValueOrDefault(type) == fingerprint)
            return;
        stop.ThrowIfCancellationRequested();
        IProgress<long> bytes = progress.Upload(course.Applicant, type, document.Length);
        JournalLine line = course.Intends(JournalStep.Upload) with { Document = type, Fingerprint = fingerprint };
        try
        {
            await Journaled(course, line, () => cardholders.Upload(id, document.Type, document.File, bytes, s_patient));
        }
        catch (VandarApiException e) when (e.StatusCode is HttpStatusCode.Forbidden && history.UnclearUploads.Contains(type))
        {
            // An earlier upload without an answer seems to have arrived, and no second one is taken. Finalize refuses if it had not.
            progress.Step(course.Applicant, $"{type} is there already");
        }
    }

    /// <summary>Whether the request is with the bank: an inquiry is refused with its own code while it is not.</summary>
    /// <exception cref="VandarException">Any other refusal: it settles nothing.</exception>
    private async Task<bool> IsFinal(Course course, CancellationToken stop)
    {
        progress.Step(course.Applicant, "inquiry");
        bool isFinal = true;
        try
        {
            await cardholders.Inquire(course.CardholderId!, s_patient, stop);
        }
        catch (VandarApiException e) when (e.Code == NotFinal)
        {
            isFinal = false;
        }
        course.IsUnclear = false;
        return isFinal;
    }

    /// <summary>An intent on the disk, the call, its result on the disk. The call is never cancelled: it has to have an answer.</summary>
    private async Task<Cardholder> Journaled(Course course, JournalLine intent, Func<ValueTask<Cardholder>> call)
    {
        try
        {
            journal.Append(intent);
        }
        catch (IOException e)
        {
            throw new JournalLostException($"The journal cannot be written ({e.GetType().Name}), so {intent.Step} was not sent.", false, e);
        }
        Cardholder? cardholder = null;
        ExceptionDispatchInfo? failure = null;
        RequestOutcome? outcome = null;
        try
        {
            cardholder = await call();
        }
        catch (Exception e) when (e is VandarException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            failure = ExceptionDispatchInfo.Capture(e);
            outcome = VandarException.OutcomeOf(e) ?? (e is ArgumentException ? RequestOutcome.NotSent : RequestOutcome.Unknown);
        }
        // An update converges, so nobody need know whether one arrived; and no refusal of a new create clears up the earlier one.
        if (failure is null)
            course.Took(intent.Step, cardholder!.CardholderId);
        else if (outcome is RequestOutcome.Unknown && intent.Step is not JournalStep.Update)
            course.IsUnclear = true;
        try
        {
            journal.Append(intent with
            {
                State = failure is null ? JournalState.Done : JournalState.Failed,
                CardholderId = cardholder?.CardholderId,
                Outcome = outcome,
                Status = (int?)(failure?.SourceException as VandarException)?.StatusCode,
            });
        }
        catch (IOException e)
        {
            string answer = failure is null ? $"done, cardholder id {cardholder!.CardholderId}" : $"failed ({outcome})";
            string text = FormattableString.Invariant($"The journal cannot be written ({e.GetType().Name}). Keep this text: ")
                + FormattableString.Invariant($"{intent.Step} for line {course.Applicant.Line} was answered: {answer}.");
            // At once, and each of them: the report may find the disk full too.
            await alerts.WriteLineAsync(text);
            course.IsUnclear = true;
            throw new JournalLostException(text, true, e);
        }
        failure?.Throw();
        return cardholder!;
    }

    private async Task ForEach(IEnumerable<int> items, Func<int, Task> body) =>
        await Parallel.ForEachAsync(
            items, new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel }, async (i, _) => await body(i));

    /// <summary>The journal took a line no more: not the intent, and nothing was sent; or not the answer.</summary>
    private sealed class JournalLostException(string message, bool wasSent, Exception inner) : Exception(message, inner)
    {
        public bool WasSent => wasSent;
    }

    /// <summary>An applicant on the way.</summary>
    private sealed class Course(Applicant applicant, string key)
    {
        public Applicant Applicant => applicant;

        public string Key => key;

        public string? CardholderId { get; set; }

        public string? Caption { get; set; }

        /// <summary>Something for the person at the keyboard that stopped nothing.</summary>
        public string? Note { get; set; }

        /// <summary>A create, an upload or a finalize was perhaps done.</summary>
        public bool IsUnclear { get; set; }

        /// <summary>A step was answered with success.</summary>
        public void Took(JournalStep step, string cardholderId)
        {
            IsUnclear = false;
            if (step is JournalStep.Create)
                CardholderId = cardholderId;
        }

        /// <summary>Did not get to the end: unknown if a step was perhaps done, else failed.</summary>
        public IssuingResult Breaks(string text, RequestOutcome? outcome) => IsUnclear
            ? Ends(IssuingState.Unknown, text, RequestOutcome.Unknown)
            : Ends(IssuingState.Failed, text, outcome is RequestOutcome.Unknown ? null : outcome);

        public JournalLine Intends(JournalStep step) => new(key, step, JournalState.Intent) { Line = applicant.Line };

        public IssuingResult Ends(IssuingState state, string text, RequestOutcome? outcome = null) =>
            new(applicant, state, text + Note) { CardholderId = CardholderId, Caption = Caption, Note = Note, Outcome = outcome };
    }
}
