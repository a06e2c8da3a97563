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

    /// <summary>The wallet, in Rial.</summary>
    public Rial Wallet => _world.Ledger.Balance(SandboxLedger.Wallet(Slug));

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

    /// <summary>Vandar counts wallets in Toman. What does not divide by ten is cut off (inferred: the answer is an integer).</summary>
    internal long WalletInToman => long.DivRem(Wallet.Value, 10).Quotient;

    internal long NextTransactionId() => _firstTransaction + Transactions.Count * 7L;

    internal string Label(string kind, long number) => string.Create(CultureInfo.InvariantCulture, $"{kind}/{Slug}/{number}");
}
