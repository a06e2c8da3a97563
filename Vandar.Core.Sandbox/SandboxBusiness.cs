using System.Globalization;

namespace Vandar.Core.Sandbox;

/// <summary>One business of the sandbox.</summary>
public sealed partial class SandboxBusiness
{
    /// <summary>The account the business names as its own; every business of the sandbox prints the same one.</summary>
    internal const string DefaultIban = "IR170620000000123456789001";

    private readonly World _world;
    private readonly long _firstTransaction;

    internal SandboxBusiness(World world, string slug)
    {
        _world = world;
        Slug = slug;
        Number = world.Businesses.Count;
        IpgApiKey = Convert.ToHexStringLower(world.Seeded.Bytes("ipg-key/" + slug, 20));
        Uuid = world.Seeded.Uuid("business/" + slug);
        Accounts.Add(DefaultIban, new BankAccount(DefaultIban));
        _firstTransaction = 170_000_000_000 + world.Seeded.Number("transaction/" + slug, below: 1_000_000_000);
        Customers = new CustomerBook(world, this);
    }

    /// <summary>The English name, which stands in the paths.</summary>
    public string Slug { get; }

    /// <summary>The newest pair of tokens and the gateway key: after a refresh, what the refresh handed out.</summary>
    public SandboxCredentials Credentials
    {
        get
        {
            lock (_world.Gate)
                return new SandboxCredentials(Slug, Tokens.AccessToken, Tokens.RefreshToken, IpgApiKey);
        }
    }

    /// <summary>What "new token" in the dashboard does: makes another pair, which <see cref="Credentials"/> shows from then on. Pairs that are
    /// alive live on. Needed after a logout.</summary>
    public void NewToken()
    {
        lock (_world.Gate)
            _world.Tokens.Issue(this, _world.Clock.Now);
    }

    /// <summary>The wallet, in Rial, brought up to the clock.</summary>
    public Rial Wallet
    {
        get
        {
            lock (_world.Gate)
            {
                _world.CatchUp();
                return Balance;
            }
        }
    }

    /// <summary>Fills the wallet out of nowhere, as an opening balance does; the transaction list does not show it. What waits for money
    /// (queued and batch settlements) goes on.</summary>
    /// <param name="amount">How much, more than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is zero or negative, or more than the sandbox
    /// counts.</exception>
    public void FillWallet(Rial amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount.Value, nameof(amount));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount.Value, FieldRules.Largest, nameof(amount));
        lock (_world.Gate)
        {
            _world.CatchUp();
            _world.Ledger.Move(_world.Clock.Now, "wallet filled", SandboxLedger.Opening, SandboxLedger.Wallet(Slug), amount);
        }
    }

    /// <summary>Connects one more of the business's own bank accounts (Avand) beside its default one. Its statement shows the opening
    /// balance and every settlement of the business that arrives there.</summary>
    /// <param name="iban">The account.</param>
    /// <param name="openingBalance">What lies there already, in Rial; zero or more.</param>
    /// <exception cref="ArgumentException">The IBAN is empty or connected already, or the balance is negative or more than the sandbox
    /// counts.</exception>
    public void ConnectAccount(Iban iban, Rial openingBalance = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(openingBalance.Value, nameof(openingBalance));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(openingBalance.Value, FieldRules.Largest, nameof(openingBalance));
        if (iban.IsEmpty)
            throw new ArgumentException("An account has an IBAN.", nameof(iban));
        lock (_world.Gate)
        {
            _world.CatchUp();
            BankAccount account = new(iban.Value);
            if (!Accounts.TryAdd(account.Iban, account))
                throw new ArgumentException("The account is connected already.", nameof(iban));
            if (openingBalance == Rial.Zero)
                return;
            _world.Ledger.Move(_world.Clock.Now, "opening balance of a bank account",
                SandboxLedger.Opening, SandboxLedger.Bank(account.BankCode), openingBalance);
            account.Deposit(_world.Seeded, _world.Clock.Now, openingBalance, "موجودی اولیه");
        }
    }

    /// <summary>The data a cardholder's updates have left, by wire name, each as the text it had on the wire.</summary>
    /// <param name="cardholderId">From the create call.</param>
    /// <returns>A copy; empty for an unknown cardholder.</returns>
    public IReadOnlyDictionary<string, string> CardholderFields(string cardholderId)
    {
        lock (_world.Gate)
            return Cardholders.TryGetValue(cardholderId, out Cardholder? found) ? new Dictionary<string, string>(found.Fields) : [];
    }

    /// <summary>The documents uploaded for a cardholder: what arrived, byte for byte, by its length and hash.</summary>
    /// <param name="cardholderId">From the create call.</param>
    /// <returns>A copy; empty for an unknown cardholder.</returns>
    public IReadOnlyList<SandboxDocument> CardholderDocuments(string cardholderId)
    {
        lock (_world.Gate)
            return Cardholders.TryGetValue(cardholderId, out Cardholder? found) ? [.. found.Documents.Values] : [];
    }

    internal int Number { get; }

    internal Guid Uuid { get; }

    internal string IpgApiKey { get; }

    internal TokenPair Tokens { get; set; } = null!;

    internal int NextTokenGeneration { get; set; }

    /// <summary>Oldest first; ids rise.</summary>
    internal List<TransactionRow> Transactions { get; } = [];

    internal Dictionary<string, Cardholder> Cardholders { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal bool RavandConfigured { get; set; }

    internal HashSet<string> InquiryTrackIds { get; } = new(StringComparer.Ordinal);

    internal BusinessSettlements Settlements { get; } = new();

    /// <summary>The connected bank accounts, by IBAN.</summary>
    internal Dictionary<string, BankAccount> Accounts { get; } = new(StringComparer.Ordinal);

    /// <summary>The wallet as the books have it, without catching up.</summary>
    internal Rial Balance => _world.Ledger.Balance(SandboxLedger.Wallet(Slug));

    /// <summary>Vandar counts wallets in Toman. What does not divide by ten is cut off (inferred: the answer is an integer).</summary>
    internal long WalletInToman => long.DivRem(Balance.Value, 10).Quotient;

    internal long NextTransactionId() => _firstTransaction + Transactions.Count * 7L;

    internal Guid NextTransactionUuid() => _world.Seeded.Uuid(Label("transaction", Transactions.Count));

    internal string Label(string kind, long number) => string.Create(CultureInfo.InvariantCulture, $"{kind}/{Slug}/{number}");
}
