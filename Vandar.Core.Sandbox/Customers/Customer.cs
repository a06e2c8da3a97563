using System.Globalization;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>A person or a company the business deals with.</summary>
internal sealed class Customer(string id, string type, DateTimeOffset createdAt)
{
    public const string Individual = "INDIVIDUAL";
    public const string Legal = "LEGAL";

    public string Id => id;

    public string Type { get; set; } = type;

    public bool IsLegal => Type == Legal;

    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>What is known, by wire name.</summary>
    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>By the id of the custom field.</summary>
    public SortedDictionary<long, string> CustomValues { get; } = [];

    /// <summary>Oldest first.</summary>
    public List<CustomerMovement> Movements { get; } = [];

    /// <summary>Oldest first.</summary>
    public List<CustomerLogRow> Logs { get; } = [];

    public CustomerAccounts Ibans { get; } = new();

    public CustomerAccounts Cards { get; } = new();

    public string? CashInCode { get; set; }

    public string? KycStatus { get; set; }

    public string? ShahkarStatus { get; set; }

    public string? this[string field] => Fields.GetValueOrDefault(field);

    public string NationalCodeField => IsLegal ? "legal_national_code" : "individual_national_code";

    public string PersonalName => $"{this["first_name"]} {this["last_name"]}".Trim();

    /// <summary>The fields that name the customer at a bank.</summary>
    public string[] NameFields => IsLegal ? ["legal_name"] : ["first_name", "last_name"];

    public void Log(DateTimeOffset at, string type, string description) => Logs.Add(new CustomerLogRow(at, type, description));
}

/// <summary>One deposit to or withdrawal from a customer's wallet; a withdrawal's amount is negative.</summary>
internal sealed record CustomerMovement(Guid Uuid, DateTimeOffset At, Rial Amount, string? Comment, Rial BalanceAfter)
{
    // The balance is a text here, the amount a number.
    public JsonObject ToJson() => new()
    {
        ["uuid"] = Uuid.ToString(),
        ["type"] = Amount.Value < 0 ? "withdraw" : "deposit",
        ["amount"] = Amount.Value,
        ["comment"] = Comment,
        ["balance"] = BalanceAfter.Value.ToString(CultureInfo.InvariantCulture),
        ["created_at"] = At.ToUnixTimeSeconds(),
        ["updated_at"] = At.ToUnixTimeSeconds(),
    };
}

internal sealed record CustomerLogRow(DateTimeOffset At, string Type, string Description)
{
    public JsonObject ToJson() => new()
    {
        ["type"] = Type, ["description"] = Description, ["created_at"] = At.ToUnixTimeSeconds(), ["updated_at"] = At.ToUnixTimeSeconds(),
    };
}

/// <summary>Who a bank says an account belongs to.</summary>
internal sealed record AccountOwner(string FirstName, string LastName)
{
    public string Name => $"{FirstName} {LastName}".Trim();
}

/// <summary>One IBAN or one card of a customer.</summary>
internal sealed class CustomerAccount(string number, DateTimeOffset createdAt)
{
    public string Number => number;

    public bool IsDefault { get; set; }

    /// <summary><c>UNKNOWN</c> until a bank was asked.</summary>
    public string Compatibility { get; private set; } = "UNKNOWN";

    public AccountOwner? Owner { get; private set; }

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; set; } = createdAt;

    public void Inquired(AccountOwner owner, bool matches, DateTimeOffset at) =>
        (Owner, Compatibility, UpdatedAt) = (owner, matches ? "MATCHED" : "UNMATCHED", at);

    // Camel case in the midst of snake case, as printed.
    public JsonArray? OwnersJson(bool nullIfUnknown)
    {
        if (Owner is null)
            return nullIfUnknown ? null : [];
        return new JsonArray(new JsonObject { ["firstName"] = Owner.FirstName, ["lastName"] = Owner.LastName });
    }
}

/// <summary>The IBANs or the cards of one customer: each number once, at most one of them the default.</summary>
internal sealed class CustomerAccounts
{
    private readonly List<CustomerAccount> _all = [];

    public IReadOnlyList<CustomerAccount> All => _all;

    public CustomerAccount? Find(string number) => _all.Find(account => account.Number == number);

    public CustomerAccount Add(string number, bool isDefault, DateTimeOffset at)
    {
        CustomerAccount account = new(number, at);
        _all.Add(account);
        if (isDefault)
            MakeDefault(account, at);
        return account;
    }

    public void MakeDefault(CustomerAccount chosen, DateTimeOffset at)
    {
        foreach (CustomerAccount account in _all)
        {
            if (account.IsDefault == (account == chosen))
                continue;
            account.IsDefault = account == chosen;
            account.UpdatedAt = at;
        }
    }

    public void Remove(CustomerAccount account) => _all.Remove(account);
}
