namespace Vandar.Core.Sandbox;

public sealed partial record SandboxSwitches
{
    // Direct debit

    /// <summary>The banks (by code) that cannot be reached at the start. Default <c>018</c>: the documentation shows it so.
    /// <see cref="SandboxDirectDebit.SetBankHealth"/> changes it later.</summary>
    public IReadOnlyCollection<string> UnhealthyDirectDebitBanks { get; init; } = ["018"];

    /// <summary>What a payer has at the bank when the consent page does not say otherwise, in Rial. Default 100 million.</summary>
    public Rial PayerBalance { get; init; } = new(100_000_000);

    /// <summary>Whether a mandate's <c>limit</c> is answered as a number. Default <see langword="false"/>: documented as a text, while one
    /// client reads a number.</summary>
    public bool AuthorizationLimitIsNumber { get; init; }

    /// <summary>Whether revoked mandates stay in the list. Default <see langword="false"/>: documented to vanish, while one client models
    /// <c>revoked_at</c> on list items.</summary>
    public bool RevokedAuthorizationsAreListed { get; init; }

    /// <summary>Whether a withdrawal under an expired mandate is refused when it is created (422). Default <see langword="false"/>: the bank
    /// refuses it (error code 14), which is documented; the 422 is not.</summary>
    public bool ExpiredAuthorizationIsRefusedAtOnce { get; init; }

    /// <summary>The fee of one withdrawal, in Rial (the wire's <c>wage_amount</c>). Default 200, as in the documented example.</summary>
    public Rial WithdrawalFee { get; init; } = new(200);

    /// <summary>The first <c>status</c> of an instant withdrawal. Default <c>INIT</c>; one documented example says <c>PENDING</c>.</summary>
    public string InstantWithdrawalBegins { get; init; } = DebitWithdrawal.Init;

    /// <summary>When an instant withdrawal that nobody reads is decided all the same. Default one minute of the sandbox's clock (inferred: the
    /// documentation decides it when it is read, but announces the final state to those who never read).</summary>
    public TimeSpan InstantWithdrawalDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the first read of a refused instant withdrawal shows the error code beside <c>INIT</c>, and only the next one
    /// <c>FAILED</c>. Default <see langword="false"/>; one documented example shows it.</summary>
    public bool RefusalShowsBeforeFailure { get; init; }

    /// <summary>From a refused try of a scheduled withdrawal to the next. Default one day: retries are documented, their pace is
    /// not.</summary>
    public TimeSpan WithdrawalRetryInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>From the refund call (<c>PENDING</c>) to its end. Default 30 seconds of the sandbox's clock: not documented.</summary>
    public TimeSpan DirectDebitRefundDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether refunds of withdrawals end as <c>FAILED</c>, the money back in the wallet. Default <see langword="false"/>:
    /// a way to see a failure, not documented.</summary>
    public bool DirectDebitRefundsFail { get; init; }

    /// <summary>Whether a refund stands in <c>data</c> instead of <c>result.refund</c>. Default <see langword="false"/>: as the withdrawals
    /// next to it; neither is documented.</summary>
    public bool DirectDebitRefundsInData { get; init; }
}
