namespace Vandar.Core.Sandbox;

/// <summary>The sandbox's books: double entry, in Rial. Every movement takes from one account what it gives to others, so
/// <see cref="Sum"/> is zero at any time; anything else is a defect of the sandbox. The wire's Toman fields (balance, transaction list) cut off what
/// does not divide by ten, so up to 9 Rial of each figure are seen here only.</summary>
public sealed class SandboxLedger
{
    /// <summary>The outside world of payers: falls as they pay, rises as unverified payments and refunds go back.</summary>
    public const string Payers = "payers";

    /// <summary>What gateway, settlements and refunds cost.</summary>
    public const string Fees = "fees";

    /// <summary>Where opening balances come from.</summary>
    public const string Opening = "opening";

    /// <summary>Bank accounts outside of the sandbox whose bank nobody names: who pays into a card's account, and the shops that are paid on credit.
    /// Where the bank is known, its account is <see cref="Bank"/>. Rises as money goes there, falls as it comes from there.</summary>
    public const string OutsideBanks = "outside-banks";

    /// <summary>On the way from one bank account to another.</summary>
    public const string BetweenBanks = "between-banks";

    private readonly Lock _gate = new();
    private readonly List<SandboxLedgerEntry> _entries = [];
    private readonly Dictionary<string, Rial> _balances = [];
    private readonly Dictionary<string, DateTimeOffset> _changes = [];

    internal SandboxLedger() { }

    /// <summary>The wallet of a business.</summary>
    /// <param name="business">The business's English name.</param>
    /// <returns>The account's name.</returns>
    public static string Wallet(string business) => "wallet:" + business;

    /// <summary>Paid, but not yet verified by the business.</summary>
    /// <param name="business">The business's English name.</param>
    /// <returns>The account's name.</returns>
    public static string Held(string business) => "held:" + business;

    /// <summary>The bank account of an issued card.</summary>
    /// <param name="cardholderId">From the create call.</param>
    /// <returns>The account's name.</returns>
    public static string CardAccount(string cardholderId) => "card-account:" + cardholderId;

    /// <summary>The account that pays when a cardholder buys on credit: falls with every purchase, rises as it is paid back.</summary>
    /// <param name="business">The English name of the business that gives the credit.</param>
    /// <returns>The account's name.</returns>
    public static string CreditSource(string business) => "credit-source:" + business;

    /// <summary>The account holders of an outside bank: where settlements and transfers from cards arrive, and where deposits by code come
    /// from.</summary>
    /// <param name="bankCode">Three digits, as in an IBAN.</param>
    /// <returns>The account's name.</returns>
    public static string Bank(string bankCode) => "bank:" + bankCode;

    /// <summary>Arrived by deposit code, but held until the business decides.</summary>
    /// <param name="business">The business's English name.</param>
    /// <returns>The account's name.</returns>
    public static string Suspicious(string business) => "suspicious:" + business;

    /// <summary>The business's own account at its bank, which cash-in takes from.</summary>
    /// <param name="business">The business's English name.</param>
    /// <returns>The account's name.</returns>
    public static string CashInAccount(string business) => "cash-in-account:" + business;

    /// <summary>The account at the payer's bank that a direct-debit mandate may be charged to.</summary>
    /// <param name="authorizationId">The mandate's id.</param>
    /// <returns>The account's name.</returns>
    public static string DirectDebitPayer(string authorizationId) => "direct-debit-payer:" + authorizationId;

    /// <summary>Taken from the wallet for refunds of direct debits, but not with the payer yet.</summary>
    /// <param name="business">The business's English name.</param>
    /// <returns>The account's name.</returns>
    public static string DirectDebitRefunds(string business) => "direct-debit-refunds:" + business;

    /// <summary>Taken from the wallet for settlements and refunds that are not final yet.</summary>
    /// <param name="business">The business's English name.</param>
    /// <returns>The account's name.</returns>
    public static string Settling(string business) => "settling:" + business;

    /// <summary>The wallet of a business's customer.</summary>
    /// <param name="business">The business's English name.</param>
    /// <param name="customerId">From the create call.</param>
    /// <returns>The account's name.</returns>
    public static string CustomerWallet(string business, string customerId) => $"customer:{business}/{customerId}";

    /// <summary>The other side of customer wallets that are kept apart from the business's (<see cref="SandboxCustomerMoney.Apart"/>): negative by
    /// what was deposited and not withdrawn again.</summary>
    /// <param name="business">The business's English name.</param>
    /// <returns>The account's name.</returns>
    public static string CustomerFunds(string business) => "customer-funds:" + business;

    /// <summary>Every entry so far, oldest first: a copy.</summary>
    public IReadOnlyList<SandboxLedgerEntry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    /// <summary>Balance per account, negative for accounts that gave more than they took: a copy, taken at one moment.</summary>
    public IReadOnlyDictionary<string, Rial> Balances
    {
        get
        {
            lock (_gate)
                return new Dictionary<string, Rial>(_balances);
        }
    }

    /// <summary>The sum over all lines ever written: zero.</summary>
    public Rial Sum
    {
        get
        {
            lock (_gate)
                return new Rial(_entries.Sum(entry => entry.Lines.Sum(line => line.Amount.Value)));
        }
    }

    /// <summary>The balance of one account; zero for an account nobody has used.</summary>
    /// <param name="account">The account's name, for example <see cref="Wallet"/> of a business.</param>
    /// <returns>Negative if the account gave more than it took.</returns>
    public Rial Balance(string account)
    {
        lock (_gate)
            return _balances.GetValueOrDefault(account);
    }

    /// <summary>When an account last took or gave something.</summary>
    internal DateTimeOffset Changed(string account)
    {
        lock (_gate)
            return _changes.GetValueOrDefault(account);
    }

    /// <summary>Takes from one account what it gives to another; nothing is written for nothing.</summary>
    internal void Move(DateTimeOffset at, string text, string from, string to, Rial amount)
    {
        if (amount.Value != 0)
            Post(at, text, new SandboxLedgerLine(from, Rial.Zero - amount), new SandboxLedgerLine(to, amount));
    }

    internal void Post(DateTimeOffset at, string text, params SandboxLedgerLine[] lines)
    {
        if (lines.Sum(line => line.Amount.Value) != 0)
            throw new InvalidOperationException($"The entry '{text}' does not balance.");
        lock (_gate)
        {
            _entries.Add(new SandboxLedgerEntry(_entries.Count + 1, at, text, lines));
            foreach (SandboxLedgerLine line in lines)
            {
                _balances[line.Account] = _balances.GetValueOrDefault(line.Account) + line.Amount;
                _changes[line.Account] = at;
            }
        }
    }
}

/// <summary>One movement: lines that add up to zero.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="At">The sandbox's time.</param>
/// <param name="Text">What happened, in a few words without any secret.</param>
/// <param name="Lines">Who gave and who took.</param>
public sealed record SandboxLedgerEntry(long Number, DateTimeOffset At, string Text, IReadOnlyList<SandboxLedgerLine> Lines);

/// <summary>One side of a movement.</summary>
/// <param name="Account">The account's name.</param>
/// <param name="Amount">Negative where the account gives.</param>
public sealed record SandboxLedgerLine(string Account, Rial Amount)
{
    internal static SandboxLedgerLine Takes(string account, Rial amount) => new(account, Rial.Zero - amount);

    internal static SandboxLedgerLine Gets(string account, Rial amount) => new(account, amount);
}
