using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Customers;

/// <summary>What every question to a bank about an owner carries: the key, and the names that the customer lacks.</summary>
/// <remarks>
/// A person needs <see cref="FirstName"/> and <see cref="LastName"/>, a company <see cref="LegalName"/>, if the customer has none stored; they
/// complete the customer. Names are not blank, of one line and at most 512 characters.
/// </remarks>
public abstract record CustomerOwnerRequest : VandarModel, IKeyed
{
    private protected CustomerOwnerRequest()
    {
    }

    /// <summary>
    /// Your key for this one call, never used before, not blank, of one line and at most 512 characters. Newer clients send it, the vendor's
    /// documents do not have it.
    /// </summary>
    public required string TrackId { get; init; }

    /// <summary>The first name of a person.</summary>
    public string? FirstName { get; init; }

    /// <summary>The last name of a person.</summary>
    public string? LastName { get; init; }

    /// <summary>The name of a company.</summary>
    public string? LegalName { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    private protected void CheckOwner()
    {
        TextArgument.Check(TrackId, nameof(TrackId));
        TextArgument.CheckOptional(FirstName, nameof(FirstName));
        TextArgument.CheckOptional(LastName, nameof(LastName));
        TextArgument.CheckOptional(LegalName, nameof(LegalName));
    }
}

/// <summary>A question to the bank about the owner of an IBAN or of a card (Vandar API, customer IBANs and cards chapters).</summary>
public sealed record InquireOwner : CustomerOwnerRequest
{
    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check() => CheckOwner();
}

/// <summary>An IBAN to be registered with a customer (Vandar API, customer IBANs chapter).</summary>
public sealed record CreateCustomerIban : CustomerOwnerRequest
{
    /// <summary>The IBAN.</summary>
    public required Iban Iban { get; init; }

    /// <summary>Whether it becomes the customer's default.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>Whether the bank is asked for the owner now, which is billed (inferred).</summary>
    public required bool HasInquiry { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (Iban.IsEmpty)
            throw new ArgumentException("The IBAN must be set.", nameof(Iban));
        CheckOwner();
    }
}

/// <summary>An IBAN to be deleted from a customer (Vandar API, customer IBANs chapter).</summary>
public sealed record DeleteCustomerIban : VandarModel
{
    /// <summary>The IBAN.</summary>
    public required Iban Iban { get; init; }

    /// <summary>
    /// Sends the IBAN in the path (<c>DELETE …/ibans/:iban</c>), as the vendor's older pages and its request collection of 2024 do, and not in the
    /// body as the vendor's index implies. For a server that answers 404, 405 or 422. The IBAN then travels in the address: readable to whoever logs
    /// addresses.
    /// </summary>
    [JsonIgnore]
    public bool InPath { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (Iban.IsEmpty)
            throw new ArgumentException("The IBAN must be set.", nameof(Iban));
    }
}

/// <summary>What an IBAN and a card of a customer have in common.</summary>
public abstract record CustomerPaymentInstrument : VandarModel
{
    private protected CustomerPaymentInstrument()
    {
    }

    /// <summary>Whether it is the customer's default.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsDefault { get; set; }

    /// <summary>The key, as it was sent; seen for cards in newer clients, inferred for IBANs.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TrackId { get; set; }

    /// <summary>When it was registered, which comes in Unix seconds; null where it could not be read.</summary>
    [JsonConverter(typeof(UnixTime))]
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>When it was last changed; as <see cref="CreatedAt"/>.</summary>
    [JsonConverter(typeof(UnixTime))]
    public DateTimeOffset? UpdatedAt { get; set; }
}

/// <summary>An IBAN of a customer (Vandar API, customer IBANs chapter). It is unmasked: keep it out of logs.</summary>
public sealed record CustomerIban : CustomerPaymentInstrument, IIdentified
{
    /// <summary>The IBAN; empty where the server had none to tell.</summary>
    [JsonConverter(typeof(FalseAsNull))]
    public string Iban { get; set => field = value ?? ""; } = "";

    /// <summary>Whether the owner's name fits the customer's.</summary>
    [JsonPropertyName("iban_compatibility")]
    public OwnerCompatibility Compatibility { get; set; }

    /// <summary>The owners; empty where the bank was not asked.</summary>
    [JsonConverter(typeof(AccountOwners))]
    public IReadOnlyList<AccountOwner> AccountOwners { get; set => field = value ?? []; } = [];

    /// <summary>The bank's name; seen, as null, in the answer of <see cref="CustomerCardsClient.ToIban"/> only.</summary>
    public string? BankName { get; set; }

    /// <summary>A description of the account; seen, as null, in the answer of <see cref="CustomerCardsClient.ToIban"/> only.</summary>
    public string? AccountDescription { get; set; }

    /// <summary>The account's number; seen, as null, in the answer of <see cref="CustomerCardsClient.ToIban"/> only.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? AccountNumber { get; set; }

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(Iban) || !string.IsNullOrEmpty(Compatibility.Value);
}

/// <summary>What the bank says of an IBAN's owner (Vandar API, customer IBANs chapter). Personal data: keep it out of logs.</summary>
public sealed record IbanOwnership : VandarModel, IIdentified
{
    /// <summary>Whether the owner's name fits the customer's. That it does not is an answer, not an exception.</summary>
    [JsonPropertyName("iban_compatibility")]
    public OwnerCompatibility Compatibility { get; set; }

    /// <summary>The owners.</summary>
    [JsonConverter(typeof(AccountOwners))]
    public IReadOnlyList<AccountOwner> AccountOwners { get; set => field = value ?? []; } = [];

    /// <summary>Whether the names fit. False for everything else: they differ, or the bank was not asked.</summary>
    [JsonIgnore]
    public bool IsMatch => Compatibility == OwnerCompatibility.Matched;

    bool IIdentified.HasIdentity => !string.IsNullOrEmpty(Compatibility.Value);
}

/// <summary>Whether the owner of an IBAN or card is the customer, by the name (Vandar API, customer IBANs and cards chapters).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<OwnerCompatibility>))]
public readonly record struct OwnerCompatibility(string Value) : IWireEnum<OwnerCompatibility>
{
    /// <summary>The owner's name fits the customer's.</summary>
    public static OwnerCompatibility Matched { get; } = new("MATCHED");

    /// <summary>The owner's name does not fit the customer's.</summary>
    public static OwnerCompatibility Unmatched { get; } = new("UNMATCHED");

    /// <summary>The bank was not asked.</summary>
    public static OwnerCompatibility Unknown { get; } = new("UNKNOWN");

    private static readonly OwnerCompatibility[] s_known = [Matched, Unmatched, Unknown];

    /// <inheritdoc/>
    public static ReadOnlySpan<OwnerCompatibility> Known => s_known;

    /// <inheritdoc/>
    public static OwnerCompatibility From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
