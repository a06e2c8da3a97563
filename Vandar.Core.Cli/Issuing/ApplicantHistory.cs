using System.Collections.Immutable;
using System.Net;

namespace Vandar.Core.Cli.Issuing;

/// <summary>What the journal tells of one applicant, and what follows from it.</summary>
internal sealed record ApplicantHistory
{
    public static ApplicantHistory None { get; } = new();

    public Standing Create { get; private init; }

    /// <summary>The hash of the identity that the unclear create carried; null where the journal does not tell.</summary>
    public string? CreatedIdentity { get; private init; }

    /// <summary>A create after an unclear one was refused with a 400: most likely the unclear one was done, and its id is lost.</summary>
    public bool IsTaken { get; private init; }

    public Standing Finalize { get; private init; }

    public string? CardholderId { get; private init; }

    /// <summary>Documents that arrived, by type, with the hash of the file.</summary>
    public ImmutableDictionary<string, string> Uploaded { get; private init; } = [];

    /// <summary>Documents that may have arrived.</summary>
    public ImmutableHashSet<string> UnclearUploads { get; private init; } = [];

    /// <summary>Before the create that is under way there was an unclear one; what becomes of the new one does not settle that, unless it
    /// is done.</summary>
    private bool FollowsUnclearCreate { get; init; }

    public ApplicantHistory With(JournalLine line) => line.Step switch
    {
        JournalStep.Create => WithCreate(line),
        JournalStep.Upload => WithUpload(line),
        JournalStep.Finalize => this with { Finalize = StandingOf(line) },
        // The bank has the card: whatever the answer to finalize was, it was done.
        JournalStep.Issued => this with { Finalize = Standing.Done },
        _ => this,
    };

    /// <summary>Where to go on.</summary>
    /// <param name="givenId">The id a person put into the applicants' file.</param>
    public NextStep Next(string? givenId) => this switch
    {
        { CardholderId: null } when givenId is not null => NextStep.AskWhetherFinal,
        { CardholderId: null, IsTaken: true } => NextStep.AskPerson,
        { CardholderId: null, Create: Standing.Unclear } => NextStep.CreateAgain,
        { CardholderId: null } => NextStep.Create,
        { Finalize: Standing.Done } => NextStep.Inquire,
        { Finalize: Standing.Unclear } => NextStep.AskWhetherFinal,
        _ => NextStep.Complete,
    };

    /// <summary>How far it came; no id, no hash.</summary>
    public override string ToString() => $"create {Create}, finalize {Finalize}";

    private ApplicantHistory WithCreate(JournalLine line)
    {
        if (line.State is JournalState.Intent)
        {
            bool isUnclear = Create is Standing.Unclear;
            return this with
            {
                Create = Standing.Unclear, FollowsUnclearCreate = isUnclear, CreatedIdentity = isUnclear ? CreatedIdentity : line.Fingerprint,
            };
        }
        return StandingOf(line) switch
        {
            Standing.Done => this with { Create = Standing.Done, CardholderId = line.CardholderId ?? CardholderId },
            Standing.NotDone when FollowsUnclearCreate => this with { IsTaken = IsTaken || line.Status is (int)HttpStatusCode.BadRequest },
            var standing => this with { Create = standing },
        };
    }

    private ApplicantHistory WithUpload(JournalLine line)
    {
        string document = line.Document ?? "";
        return StandingOf(line) switch
        {
            Standing.Done => this with
            {
                Uploaded = Uploaded.SetItem(document, line.Fingerprint ?? ""), UnclearUploads = UnclearUploads.Remove(document),
            },
            Standing.Unclear => this with { UnclearUploads = UnclearUploads.Add(document) },
            _ => this with { UnclearUploads = UnclearUploads.Remove(document) },
        };
    }

    private static Standing StandingOf(JournalLine line) => line.State switch
    {
        JournalState.Done => Standing.Done,
        JournalState.Failed when line.Outcome is RequestOutcome.NotSent or RequestOutcome.Rejected => Standing.NotDone,
        _ => Standing.Unclear,
    };
}

/// <summary>What is known about a step.</summary>
internal enum Standing
{
    /// <summary>Never tried, or proven not to have happened.</summary>
    NotDone,

    /// <summary>Sent, without an answer that tells.</summary>
    Unclear,

    /// <summary>Happened.</summary>
    Done,
}

/// <summary>Where a resumed applicant goes on.</summary>
internal enum NextStep
{
    /// <summary>From the start.</summary>
    Create,

    /// <summary>Created: data, documents and finalize are left.</summary>
    Complete,

    /// <summary>Created; an inquiry tells whether the request is final, and with that whether anything is left.</summary>
    AskWhetherFinal,

    /// <summary>Final: only the card is awaited.</summary>
    Inquire,

    /// <summary>Perhaps created. One more create settles it: it is done, or the server refuses a known applicant.</summary>
    CreateAgain,

    /// <summary>Most likely created, with an id that nobody knows and no call tells. Never created again by the tool.</summary>
    AskPerson,
}
