namespace Vandar.Core.Sandbox;

public sealed partial record SandboxSwitches
{
    // Cash-in

    /// <summary>Whether the deposit code stands in <c>data.code</c> instead of at the top. Default <see langword="false"/>: as in the
    /// customers' call of the same purpose, the only one whose answer is documented.</summary>
    public bool DepositCodeInData { get; init; }

    /// <summary>Whether the lists of code deposits count in Toman. Default <see langword="false"/>: their unit is not documented; Rial is
    /// what the account calls next to them use.</summary>
    public bool CodeDepositsInToman { get; init; }

    /// <summary>The words that let a suspicious payment in. Default <c>ACCEPTED</c> and <c>CONFIRM</c>: guesses, no word is
    /// documented.</summary>
    public IReadOnlyCollection<string> AcceptingDecisions { get; init; } = ["ACCEPTED", "CONFIRM"];

    /// <summary>The words that send a suspicious payment back. Default <c>REJECTED</c> and <c>REFUND</c>: guesses, no word is
    /// documented.</summary>
    public IReadOnlyCollection<string> RejectingDecisions { get; init; } = ["REJECTED", "REFUND"];

    /// <summary>What a business has in its bank account at the start, in Rial. Default five thousand million: enough for a deposit that is
    /// split.</summary>
    public Rial CashInAccountBalance { get; init; } = new(5_000_000_000);

    /// <summary>What of it the bank does not let go, in Rial: the difference between the two balances. Default 0.</summary>
    public Rial CashInAccountBlocked { get; init; }

    /// <summary>Whether the list has a second account whose <c>IBAN</c> is <c>false</c>. Default <see langword="false"/>: one documented
    /// example has such a row.</summary>
    public bool CashInAccountWithoutIban { get; init; }

    /// <summary>From the deposit call (<c>INIT</c>) until the money moves. Default 30 seconds of the sandbox's clock: the queue is documented,
    /// its pace is not.</summary>
    public TimeSpan CashInDelay { get; init; } = TimeSpan.FromSeconds(30);
}
