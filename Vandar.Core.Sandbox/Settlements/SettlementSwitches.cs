namespace Vandar.Core.Sandbox;

public sealed partial record SandboxSwitches
{
    /// <summary>The fee of one settlement, in Rial, taken from the wallet on top of the amount. Default 22,000: the <c>wage_toman</c> of
    /// the documented example; that it comes on top is inferred.</summary>
    public Rial SettlementFee { get; init; } = new(22_000);

    /// <summary>Whether a settlement that failed or was cancelled gives the fee back as well. Default <see langword="true"/>: nothing was
    /// delivered; the documentation speaks of the amount only.</summary>
    public bool SettlementFeeReturns { get; init; } = true;

    /// <summary>How often settlements leave for the bank; until then they can be cancelled. Default 30 minutes of the wall clock, as
    /// documented.</summary>
    public TimeSpan SettlementWindow { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>From leaving for the bank to the bank's result. Default 30 seconds of the sandbox's clock: real bank cycles take hours, too
    /// long for a demonstration.</summary>
    public TimeSpan SettlementDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The banks, by the three digits in the IBAN, that give every settlement back: it ends as <c>FAILED</c>. Default 079, a bank
    /// that has been merged away; the documentation has no test accounts.</summary>
    public IReadOnlySet<string> FailingBanks { get; init; } = new HashSet<string>(StringComparer.Ordinal) { "079" };

    /// <summary>The banks whose A2A rail is down. Default empty. An A2A settlement to them takes the ACH rail.</summary>
    public IReadOnlySet<string> UnhealthySettlementBanks { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Above this amount one settlement is split into several, which is why the answer is an array. Default
    /// <see langword="null"/>, never: a limit is only inferred.</summary>
    public Rial? LargestSettlement { get; init; }

    /// <summary>Whether <c>wallet</c> in the answer of a new settlement is in Toman. Default <see langword="false"/>, Rial as the amount
    /// beside it: the unit is not documented.</summary>
    public bool SettlementWalletInToman { get; init; }

    /// <summary>Whether list and get count <c>amount</c> and <c>wallet</c> of a settlement in Toman. Default <see langword="false"/>: the
    /// text says Toman, but real answers look like Rial.</summary>
    public bool SettlementListInToman { get; init; }

    /// <summary>How long a new settlement cannot be seen by list, get and cancel (404). Default zero; callers have seen such a gap and wait
    /// for hours before they believe a 404.</summary>
    public TimeSpan SettlementVisibleAfter { get; init; }

    /// <summary>The HTTP status of "this settlement cannot be cancelled". Default 422: the documentation gives the rule without the answer
    /// (400 and 403 are possible).</summary>
    public int SettlementCancelRefusal { get; init; } = 422;

    /// <summary>Whether cancelling what is cancelled already is refused like any other late cancel. Default <see langword="true"/>: not
    /// documented, and the stricter of the two.</summary>
    public bool RepeatedCancelIsRefused { get; init; } = true;
}
