namespace Vandar.Core.Sandbox;

public sealed partial class SandboxBusiness
{
    private const string CashInBankCode = "062";

    /// <summary>The business's deposit code: whoever names it at a bank pays into the wallet.</summary>
    public string CashInCode => _world.Seeded.Digits("cash-in-code/" + Slug, 15);

    /// <summary>Somebody outside pays in with the business's deposit code.</summary>
    /// <param name="amount">In Rial.</param>
    /// <param name="from">The depositor's IBAN.</param>
    /// <param name="payerName">The depositor's name.</param>
    /// <param name="isSuspicious">Whether the deposit is held until the business decides on it; what makes one suspicious is not
    /// documented.</param>
    /// <returns>The deposit's id: the one of the suspicious payment, if it is held.</returns>
    /// <exception cref="ArgumentException"><paramref name="from"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is not positive, or more than the sandbox counts.</exception>
    public string DepositByCode(Rial amount, Iban from, string payerName = "نمونه", bool isSuspicious = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount.Value, nameof(amount));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount.Value, FieldRules.Largest, nameof(amount));
        if (from.IsEmpty)
            throw new ArgumentException("A deposit comes from an IBAN.", nameof(from));
        lock (_world.Gate)
        {
            _world.CatchUp();
            return _world.CashIn.Arrive(this, amount, from, payerName, isSuspicious).Id;
        }
    }

    /// <summary>Everything that arrived by code, oldest first.</summary>
    internal List<CodeDeposit> CodeDeposits { get; } = [];

    internal bool MayCashIn => _world.Switches.ActiveTools.Contains("cash-in");

    internal string CashInAccountNumber => "0" + _world.Seeded.Digits("cash-in-account/" + Slug, 12);

    internal string CashInIban => SeededValues.IbanOf(CashInBankCode, CashInAccountNumber.PadLeft(19, '0'));
}
