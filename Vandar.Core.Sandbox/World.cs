namespace Vandar.Core.Sandbox;

/// <summary>The state behind the doors. Everything in it is read and changed under <see cref="Gate"/>; journal, ledger, clock and counters
/// can also be read without it.</summary>
internal sealed class World
{
    public World(SandboxOptions options)
    {
        Switches = options.Switches;
        Limits = options.Limits;
        Clock = new SandboxClock(options.TimeProvider);
        Seeded = new SeededValues(options.Seed);
        Rates = new RateWindow(options.Switches.RateWindow);
        Tokens = new TokenBook(this);
        Payments = new PaymentBook(this);
        CardTokens = new CardTokenBook(this);
        CardAccounts = new CardAccountBook(this);
        CardTransfers = new CardTransferBook(this);
        Credits = new CreditBook(this);
        CashIn = new CashInBook(this);
        DirectDebit = new DirectDebitBook(this);
        Settlements = new SettlementBook(this);
        CustomFields = new CustomFieldBook(this);
    }

    public Lock Gate { get; } = new();

    public SandboxSwitches Switches { get; }

    public bool Limits { get; }

    public SandboxClock Clock { get; }

    public SeededValues Seeded { get; }

    public SandboxLedger Ledger { get; } = new();

    public SandboxJournal Journal { get; } = new();

    public SandboxCounters Counters { get; } = new();

    public RateWindow Rates { get; }

    /// <summary>What goes wrong on the way, once the sandbox has started with faults.</summary>
    public SandboxFaults? Faults { get; set; }

    public TokenBook Tokens { get; }

    public Agenda Agenda { get; } = new();

    public PaymentBook Payments { get; }

    public CardTokenBook CardTokens { get; }

    public CardAccountBook CardAccounts { get; }

    public CardTransferBook CardTransfers { get; }

    public CreditBook Credits { get; }

    public CashInBook CashIn { get; }

    public DirectDebitBook DirectDebit { get; }

    public SettlementBook Settlements { get; }

    public CustomFieldBook CustomFields { get; }

    public Dictionary<string, SandboxBusiness> Businesses { get; } = new(StringComparer.Ordinal);

    /// <summary>Brings the books up to the clock: nothing runs in the background, so whoever looks does what has fallen due. All books go
    /// together, in the order of time: a jump over weeks ends where small steps would have ended.</summary>
    public void CatchUp()
    {
        DateTimeOffset now = Clock.Now;
        while (true)
        {
            if (Settlements.HandOver(before: Agenda.Next, now))
                continue;
            if (Agenda.Next > now)
                return;
            Agenda.DoNext();
        }
    }

    public SandboxBusiness AddBusiness(string slug, Rial openingBalance)
    {
        ArgumentException.ThrowIfNullOrEmpty(slug);
        if (!slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new ArgumentException("A business's name has lower-case letters, digits and hyphens only.", nameof(slug));
        ArgumentOutOfRangeException.ThrowIfNegative(openingBalance.Value, nameof(openingBalance));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(openingBalance.Value, FieldRules.Largest, nameof(openingBalance));
        lock (Gate)
        {
            if (Businesses.ContainsKey(slug))
                throw new ArgumentException("The sandbox already has a business of that name.", nameof(slug));
            SandboxBusiness business = new(this, slug);
            Businesses.Add(slug, business);
            Tokens.Issue(business, Clock.Now);
            Ledger.Move(Clock.Now, "opening balance", SandboxLedger.Opening, SandboxLedger.Wallet(slug), openingBalance);
            CashIn.OpenAccount(business);
            return business;
        }
    }
}
