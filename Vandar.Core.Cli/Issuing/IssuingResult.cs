using Vandar.Core.Ravand;

namespace Vandar.Core.Cli.Issuing;

/// <summary>How one applicant ended.</summary>
internal sealed record IssuingResult(Applicant Applicant, IssuingState State, string Text)
{
    public string? CardholderId { get; init; }

    /// <summary>The sentence for the identity video.</summary>
    public string? Caption { get; init; }

    public IssuedCard? Card { get; init; }

    /// <summary>Of the call that failed: what is known about its effect.</summary>
    public RequestOutcome? Outcome { get; init; }

    /// <summary>Vandar refused the credentials.</summary>
    public bool IsRefusedLogin { get; init; }

    /// <summary>No request of the applicant reached Vandar.</summary>
    public bool IsUnreachable { get; init; }
}

internal enum IssuingState
{
    /// <summary>The run ended before it.</summary>
    NotStarted,

    /// <summary>The bank has issued the card.</summary>
    Issued,

    /// <summary>Final, and not issued yet.</summary>
    Processing,

    /// <summary>All but the video is there; it waits for one.</summary>
    AwaitingVideo,

    /// <summary>Did not work; safe to try again.</summary>
    Failed,

    /// <summary>Perhaps worked. A person, or a resumed run, has to look.</summary>
    Unknown,
}
