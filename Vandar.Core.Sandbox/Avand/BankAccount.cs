namespace Vandar.Core.Sandbox;

/// <summary>One of a business's own bank accounts, as its bank sees it: the money lies in the ledger's account of that bank.</summary>
internal sealed class BankAccount(string iban)
{
    public string Iban => iban;

    public string BankCode => iban[4..7];

    /// <summary>Oldest first.</summary>
    public List<StatementRow> Rows { get; } = [];

    public Rial Balance => Rows.Count == 0 ? Rial.Zero : Rows[^1].Balance;

    public void Deposit(SeededValues seeded, DateTimeOffset at, Rial amount, string description)
    {
        string label = FormattableString.Invariant($"statement/{iban}/{Rows.Count}");
        string day = Tehran.JalaliDay(at).Replace("/", "", StringComparison.Ordinal);
        Rows.Add(new StatementRow(day + seeded.Digits(label, 10), at, amount, Balance + amount, description));
    }
}

internal sealed record StatementRow(string TrackingCode, DateTimeOffset At, Rial Amount, Rial Balance, string Description);
