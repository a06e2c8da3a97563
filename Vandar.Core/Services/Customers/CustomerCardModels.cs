using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Customers;

/// <summary>A card to be registered with a customer (Vandar API, customer cards chapter).</summary>
public sealed record CreateCustomerCard : CustomerOwnerRequest
{
    /// <summary>The card's number.</summary>
    public required CardNumber Card { get; init; }

    /// <summary>Whether it becomes the customer's default.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>Whether the bank is asked for the owner now, which is billed (inferred).</summary>
    public required bool HasInquiry { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (Card.IsEmpty)
            throw new ArgumentException("The card number must be set.", nameof(Card));
        CheckOwner();
    }
}

/// <summary>A card whose IBAN is to be found and registered (Vandar API, customer cards chapter).</summary>
public sealed record ConvertCardToIban : VandarModel, IKeyed
{
    /// <summary>The card's number.</summary>
    public required CardNumber Card { get; init; }

    /// <summary>Whether the IBAN becomes the customer's default.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>Whether the owner's name is compared with the customer's now.</summary>
    public required bool HasInquiry { get; init; }

    /// <summary>
    /// Your key for this one call, never used before, not blank, of one line and at most 512 characters. Newer clients send it, the vendor's
    /// documents do not have it.
    /// </summary>
    public required string TrackId { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (Card.IsEmpty)
            throw new ArgumentException("The card number must be set.", nameof(Card));
        TextArgument.Check(TrackId, nameof(TrackId));
    }
}

/// <summary>A card of a customer (Vandar API, customer cards chapter). Its number is unmasked: keep it out of logs.</summary>
public sealed record CustomerCard : CustomerPaymentInstrument, IIdentified
{
    /// <summary>The card's number.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string Card { get; set => field = value ?? ""; } = "";

    /// <summary>Whether the owner's name fits the customer's.</summary>
    [JsonPropertyName("card_compatibility")]
    public OwnerCompatibility Compatibility { get; set; }

    /// <summary>The owner's name; null where the bank was not asked.</summary>
    public string? Name { get; set; }

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(Card) || !string.IsNullOrEmpty(Compatibility.Value);
}

/// <summary>What the bank says of a card's owner (Vandar API, customer cards chapter). Personal data: keep it out of logs.</summary>
public sealed record CardOwnership : VandarModel, IIdentified
{
    /// <summary>Whether the owner's name fits the customer's. That it does not is an answer, not an exception.</summary>
    [JsonPropertyName("card_compatibility")]
    public OwnerCompatibility Compatibility { get; set; }

    /// <summary>The owner's name.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the names fit. False for everything else: they differ, or the bank was not asked.</summary>
    [JsonIgnore]
    public bool IsMatch => Compatibility == OwnerCompatibility.Matched;

    bool IIdentified.HasIdentity => !string.IsNullOrEmpty(Compatibility.Value);
}
