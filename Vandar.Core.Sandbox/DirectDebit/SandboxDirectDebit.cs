namespace Vandar.Core.Sandbox;

/// <summary>The payers' and the banks' part of direct debit, for tests that have no browser. Over HTTP the consent page and
/// <c>/_sandbox/direct-debit/…</c> do the same.</summary>
public sealed class SandboxDirectDebit
{
    private readonly World _world;

    internal SandboxDirectDebit(World world) => _world = world;

    /// <summary>The payer gives the mandate at the bank, as on the consent page.</summary>
    /// <param name="token">From the create call; one that waits for the payer.</param>
    /// <param name="balance">What the payer has in the account; <see langword="null"/> for
    /// <see cref="SandboxSwitches.PayerBalance"/>.</param>
    /// <returns>The <c>authorization_id</c> the browser would bring back; still to be verified.</returns>
    /// <exception cref="ArgumentException">No mandate waits for the payer under this token.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="balance"/> is negative, or more than the sandbox counts.</exception>
    public string Consent(string token, Rial? balance = null)
    {
        Check(balance ?? Rial.Zero, nameof(balance));
        lock (_world.Gate)
        {
            _world.CatchUp();
            if (_world.DirectDebit.FindByToken(token) is not { State: MandateState.Requested } mandate
                || _world.Clock.Now >= mandate.RequestedAt + DirectDebitBook.Window)
            {
                throw new ArgumentException("No mandate waits for the payer under this token.", nameof(token));
            }
            mandate.Opened = true;
            _world.DirectDebit.Consent(mandate, balance ?? _world.Switches.PayerBalance);
            _world.Journal.Append("direct_debit.consent", mandate.Business, mandate.Id, amount: null, _world.Clock.Now);
            return mandate.Id;
        }
    }

    /// <summary>Sets what the payer of a mandate has in the account.</summary>
    /// <param name="authorizationId">The mandate.</param>
    /// <param name="balance">In Rial.</param>
    /// <exception cref="ArgumentException">There is no such mandate.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="balance"/> is negative, or more than the sandbox counts.</exception>
    public void SetPayerBalance(string authorizationId, Rial balance)
    {
        Check(balance, nameof(balance));
        lock (_world.Gate)
        {
            _world.CatchUp();
            _world.DirectDebit.SetBalance(Find(authorizationId), balance);
        }
    }

    /// <summary>Makes the bank refuse every withdrawal of a mandate, or stop refusing.</summary>
    /// <param name="authorizationId">The mandate.</param>
    /// <param name="errorCode">A code of the table of withdrawals, <c>00</c> to <c>32</c>; <see langword="null"/> to refuse no
    /// longer.</param>
    /// <exception cref="ArgumentException">There is no such mandate or code.</exception>
    public void RefuseWithdrawals(string authorizationId, string? errorCode)
    {
        if (errorCode is not null && DirectDebitErrors.WithdrawalText(errorCode) is null)
            throw new ArgumentException("Codes run from 00 to 32.", nameof(errorCode));
        lock (_world.Gate)
        {
            _world.CatchUp();
            Find(authorizationId).Refusal = errorCode;
        }
    }

    /// <summary>Makes a bank reachable or not: for the consent page, for new withdrawals (409) and for tries of scheduled ones.</summary>
    /// <param name="bankCode">Three digits, as in the list of banks.</param>
    /// <param name="isHealthy">Whether it can be reached.</param>
    /// <exception cref="ArgumentException">There is no such bank.</exception>
    public void SetBankHealth(string bankCode, bool isHealthy)
    {
        lock (_world.Gate)
        {
            _world.CatchUp();
            DirectDebitBank bank = _world.DirectDebit.Banks.GetValueOrDefault(bankCode)
                ?? throw new ArgumentException("There is no such bank.", nameof(bankCode));
            bank.IsHealthy = isHealthy;
        }
    }

    private static void Check(Rial balance, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(balance.Value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(balance.Value, FieldRules.Largest, name);
    }

    private Mandate Find(string authorizationId) => _world.DirectDebit.Find(authorizationId)
        ?? throw new ArgumentException("There is no such mandate.", nameof(authorizationId));
}
