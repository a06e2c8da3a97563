using System.Globalization;

namespace Vandar.Core.Sandbox;

/// <summary>One business of the sandbox.</summary>
public sealed partial class SandboxBusiness
{
    private readonly World _world;
    private readonly long _firstTransaction;

    internal SandboxBusiness(World world, string slug)
    {
        _world = world;
        Slug = slug;
        Number = world.Businesses.Count;
        IpgApiKey = Convert.ToHexStringLower(world.Seeded.Bytes("ipg-key/" + slug, 20));
        Uuid = world.Seeded.Uuid("business/" + slug);
        _firstTransaction = 170_000_000_000 + world.Seeded.Number("transaction/" + slug, below: 1_000_000_000);
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

    /// <summary>The wallet, in Rial.</summary>
    public Rial Wallet
    {
        get
        {
            lock (_world.Gate)
            {
                _world.CatchUp();
                return WalletAsPosted;
            }
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

    /// <summary>Vandar counts wallets in Toman. What does not divide by ten is cut off (inferred: the answer is an integer).</summary>
    internal long WalletInToman => long.DivRem(WalletAsPosted.Value, 10).Quotient;

    internal Rial WalletAsPosted => _world.Ledger.Balance(SandboxLedger.Wallet(Slug));

    internal long NextTransactionId() => _firstTransaction + Transactions.Count * 7L;

    internal Guid NextTransactionUuid() => _world.Seeded.Uuid(Label("transaction", Transactions.Count));

    internal string Label(string kind, long number) => string.Create(CultureInfo.InvariantCulture, $"{kind}/{Slug}/{number}");
}
