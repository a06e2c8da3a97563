namespace Vandar.Core.Sandbox;

public sealed partial record SandboxSwitches
{
    // Inquiries

    /// <summary>Whether the business may ask at all; otherwise every inquiry is refused (403). Default <see langword="true"/>: a
    /// sandbox that answers is more use than one that waits for the vendor's support.</summary>
    public bool InquiriesEnabled { get; init; } = true;

    /// <summary>What one inquiry costs, in Rial: taken from the wallet for a match and for a mismatch, not for a failure of the provider.
    /// Default 0: who pays is documented, the price is not. No row of the transaction list shows it: none of its documented channels fits.</summary>
    public Rial InquiryFee { get; init; }

    /// <summary>The HTTP status when the wallet cannot pay for the inquiry; the <c>code</c> is <c>insufficient_balance</c>. Default 402: the
    /// documentation says nothing about this case, and its general list calls 402 "valid, but the request failed".</summary>
    public int InquiryWithoutFundsStatus { get; init; } = 402;

    /// <summary>Whether the outside provider fails every inquiry (502). Default <see langword="false"/>: an outage is the
    /// exception; <see cref="SandboxInquiries"/> has values that do it one by one.</summary>
    public bool InquiryProviderDown { get; init; }

    /// <summary>Whether an inquiry that failed at the provider has used up its <c>track_id</c>. Default <see langword="true"/>: the stricter
    /// reading; a caller who draws a new one for every attempt is safe either way.</summary>
    public bool FailedInquiryTakesTrackId { get; init; } = true;

    /// <summary>The HTTP status for a postal code, company, IBAN or card that nobody has; the <c>code</c> is <c>UNMATCHED</c>. Default 400, as
    /// for identities: these inquiries have no documented refusal of their own.</summary>
    public int UnknownSubjectStatus { get; init; } = 400;

    /// <summary>Whether the signatories of a company lie in an object, under <c>signatories</c>; otherwise <c>data</c> is an array.
    /// Default <see langword="false"/>: both are guesses.</summary>
    public bool SignatoriesInObject { get; init; }
}
