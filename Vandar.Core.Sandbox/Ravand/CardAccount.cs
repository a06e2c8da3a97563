namespace Vandar.Core.Sandbox;

/// <summary>The bank account of one issued card. Its balance is the ledger's; the movements are what its statement shows.</summary>
internal sealed class CardAccount(Cardholder cardholder, IssuedCard card)
{
    public Cardholder Cardholder => cardholder;

    public IssuedCard Card => card;

    public string LedgerName { get; } = SandboxLedger.CardAccount(cardholder.Id);

    /// <summary>Oldest first.</summary>
    public List<AccountMovement> Movements { get; } = [];
}

/// <param name="Amount">Negative where the account gives.</param>
internal sealed record AccountMovement(DateTimeOffset At, Rial Amount, Rial Balance, string Description, string Reference);

/// <summary>The bank accounts of all cards: opens them as cards are issued, and moves their money. Used under the sandbox's lock.</summary>
internal sealed class CardAccountBook(World world)
{
    private readonly Dictionary<string, CardAccount> _byNumber = new(StringComparer.Ordinal);

    /// <summary>The card's request is final: its account opens when the card is issued.</summary>
    public void Expect(Cardholder cardholder) => world.Agenda.Add(cardholder.IssuedAt!.Value, at => Open(cardholder, at));

    private void Open(Cardholder cardholder, DateTimeOffset at)
    {
        CardAccount account = new(cardholder, cardholder.Card!);
        cardholder.Account = account;
        _byNumber.Add(account.Card.AccountNumber, account);
        _byNumber.Add(account.Card.Iban, account);
        if (world.Switches.CardAccountOpening > Rial.Zero)
            Deposit(account, at, SandboxLedger.Opening, world.Switches.CardAccountOpening, "موجودی اولیه");
    }

    /// <param name="number">An account number or an IBAN.</param>
    public CardAccount? Find(string number) => _byNumber.GetValueOrDefault(number);

    public Rial Balance(CardAccount account) => world.Ledger.Balance(account.LedgerName);

    public void Deposit(CardAccount account, DateTimeOffset at, string from, Rial amount, string description, string? reference = null)
    {
        world.Ledger.Move(at, "card account takes", from, account.LedgerName, amount);
        Note(account, at, amount, description, reference);
    }

    public void Withdraw(CardAccount account, DateTimeOffset at, string to, Rial amount, string description, string? reference = null)
    {
        world.Ledger.Move(at, "card account gives", account.LedgerName, to, amount);
        Note(account, at, Rial.Zero - amount, description, reference);
    }

    private void Note(CardAccount account, DateTimeOffset at, Rial amount, string description, string? reference)
    {
        reference ??= world.Seeded.Digits($"{account.LedgerName}/movement/{account.Movements.Count}", 12);
        account.Movements.Add(new AccountMovement(at, amount, Balance(account), description, reference));
    }
}
