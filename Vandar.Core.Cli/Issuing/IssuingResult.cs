using Vandar.Core.Ravand;

namespace Vandar.Core.Cli.Issuing;

/// <summary>How one applicant ended.</summary>
internal sealed record IssuingResult(Applicant Applicant, IssuingState State, string Text)
{
    public string? CardholderId { get; init; }

    /// <summary>The sentence for the identity video.</summary>
    public string? Caption { get; init; }

    /// <summary>Part of the text, for whoever writes a new one: what went wrong without stopping anything.</summary>
    public string? Note { get; init; }

    public IssuedCard? Card { get; init; }

    /// <summary>Of the call that failed: what is known about its effect.</summary>
    public RequestOutcome? Outcome { get; init; }

    /// <summary>Vandar refused the credentials.</summary>
    public bool IsRefusedLogin { get; init; }

    /// <summary>No request of the applicant reached Vandar.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>The journal took no line any more.</summary>
    public bool IsJournalLost { get; init; }

    /// <summary>Who and how, masked.</summary>
    public override string ToString() => $"{Applicant}: {State}";
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

    /// <summary>A create, an upload or a finalize that perhaps worked. A resumed run looks, and where that is not enough a person.</summary>
    Unknown,
}
