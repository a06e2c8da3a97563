namespace Vandar.Core.Sandbox;

public sealed partial record SandboxSwitches
{
    // Cards

    /// <summary>Whether the inquiry of a cardholder shows the card's status of today; otherwise it says <c>ISSUED</c> for good. Default
    /// <see langword="false"/>: no other word is published for it.</summary>
    public bool InquiryShowsCardStatus { get; init; }

    /// <summary>Whether a token for a card page must be asked for with <c>card_number</c> and <c>callback_url</c> (422 otherwise).
    /// Default <see langword="false"/>: the body is not documented, and a cardholder has one card.</summary>
    public bool CardTokenNeedsAllFields { get; init; }

    /// <summary>Whether activation waits for the post (403 before <c>delivered</c>). Default <see langword="false"/>: the documentation names the
    /// order and no refusal.</summary>
    public bool ActivationNeedsDelivery { get; init; }

    /// <summary>How long the token of a card page lives. Default 10 minutes: not documented, assumed short.</summary>
    public TimeSpan CardTokenLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a card page opens only once, as the payment page does. Default <see langword="false"/>: the token is used up by what is
    /// done on the page, so that a reload does no harm.</summary>
    public bool CardPageOpensOnce { get; init; }

    // Banking on a card

    /// <summary>What a card's bank account holds when the card is issued, in Rial. Default 10,000,000: invented, enough
    /// to try transfers without funding the account first.</summary>
    public Rial CardAccountOpening { get; init; } = new(10_000_000);

    /// <summary>Whether banking waits for an active card (400 otherwise); a blocked card then ends it. Default <see langword="true"/>: the
    /// documentation says that banking is there once the card is active.</summary>
    public bool BankingNeedsActiveCard { get; init; } = true;

    /// <summary>Whether the accounts of a cardholder come as one object; otherwise as an array of one. Default
    /// <see langword="false"/>: the path says "accounts".</summary>
    public bool AccountsInfoIsObject { get; init; }

    /// <summary>How long the password of a transfer lives. Default 2 minutes: not documented.</summary>
    public TimeSpan TransferPasswordLife { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many wrong passwords end a transfer, counted over all passwords sent for it. Default 3: not documented.</summary>
    public int TransferPasswordTries { get; init; } = 3;

    /// <summary>How long after one password the next may be asked for (400 before). Default zero: no rule is documented.</summary>
    public TimeSpan TransferResendWait { get; init; }

    /// <summary>How long a transfer waits for its password. Default 10 minutes: not documented.</summary>
    public TimeSpan TransferLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether confirming a confirmed transfer again, with the same password, is answered as the first time; otherwise it is refused (400).
    /// The money moves once either way. Default <see langword="false"/>: the harder case for a caller that lost the first answer.</summary>
    public bool RepeatedConfirmSucceeds { get; init; }

    /// <summary>From a confirmed Paya transfer to the money at the other bank. Default 2 hours: Paya settles in batches.</summary>
    public TimeSpan PayaDelay { get; init; } = TimeSpan.FromHours(2);

    /// <summary>From a confirmed Satna transfer to the money at the other bank. Default 15 minutes: invented; Satna settles each
    /// transfer on its own, so it is quicker than Paya.</summary>
    public TimeSpan SatnaDelay { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether the Paya/Satna inquiry answers an array of one; otherwise an object. Default <see langword="false"/>: as its
    /// siblings.</summary>
    public bool ClearingInquiryIsArray { get; init; }

    // Credit

    /// <summary>Whether the refusals of the credit calls carry a <c>message</c> only, as in the one mock that is known. Default
    /// <see langword="false"/>: the documented envelope of its neighbours.</summary>
    public bool CreditRefusalIsMessageOnly { get; init; }

    /// <summary>Whether taking credit away may drive it below zero; otherwise it is refused (422). Default <see langword="true"/>, as in the
    /// mock; the real rule is unknown.</summary>
    public bool CreditMayGoNegative { get; init; } = true;

    /// <summary>Whether the credit lists of an unknown cardholder are empty; otherwise 404. Default <see langword="false"/>: the mock's
    /// lists are empty, its neighbours' documentation says 404.</summary>
    public bool UnknownCreditHolderIsEmpty { get; init; }

    /// <summary>Whether paying back a purchase gives the credit back. Default <see langword="true"/>: a credit line; not documented.</summary>
    public bool RepaymentRestoresCredit { get; init; } = true;
}
