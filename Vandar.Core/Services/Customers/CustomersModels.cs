using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Customers;

/// <summary>How large the pages of a list are. That the server takes it is inferred: its answers carry a <c>per_page</c>.</summary>
public sealed record CustomerPageQuery : VandarModel
{
    /// <summary>How many rows a page has, from 1; null for the server's choice, which is 10 or 15. The largest is not documented.</summary>
    public int? PerPage { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check() => NumberedPage.CheckSize(PerPage, nameof(PerPage));

    internal static void AppendTo(ref VandarPath path, CustomerPageQuery? query, int page)
    {
        query?.Check();
        NumberedPage.Check(page);
        path.Query("page", page);
        path.Query("per_page", query?.PerPage);
    }
}

/// <summary>
/// A customer to be created or changed: an <see cref="IndividualCustomer"/> or a <see cref="LegalCustomer"/>, here what both have (Vandar API,
/// customers chapter). Null members are not sent. Personal data: keep it out of logs.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(IndividualCustomer), "INDIVIDUAL")]
[JsonDerivedType(typeof(LegalCustomer), "LEGAL")]
public abstract record CustomerDetails : VandarModel
{
    private protected CustomerDetails()
    {
    }

    /// <summary>The landline; may be empty.</summary>
    public string? Telephone { get; init; }

    /// <summary>The province of residence, an id of <see cref="CustomersClient.Cities"/>. A change names province and city, or neither.</summary>
    public string? ProvinceId { get; init; }

    /// <summary>The city of residence, an id of <see cref="CustomersClient.Cities"/>. A change names province and city, or neither.</summary>
    public string? CityId { get; init; }

    /// <summary>The address, not blank.</summary>
    public string? Address { get; init; }

    /// <summary>The postal code, ten digits; may be empty.</summary>
    public string? PostalCode { get; init; }

    /// <summary>Values of custom fields, by <see cref="CustomerField.Id"/>. The fields must exist.</summary>
    [JsonConverter(typeof(FieldValues))]
    public IReadOnlyDictionary<long, string>? CustomFields { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal virtual void Check()
    {
        if (Telephone is not "")
            TextArgument.CheckOptional(Telephone, nameof(Telephone));
        TextArgument.CheckOptional(ProvinceId, nameof(ProvinceId));
        TextArgument.CheckOptional(CityId, nameof(CityId));
        TextArgument.NotBlank(Address, nameof(Address));
        if (PostalCode is not (null or ""))
            TextArgument.PostalCode(PostalCode, nameof(PostalCode));
        if (CustomFields?.Any(field => field.Key < 1 || field.Value is null) is true)
            throw new ArgumentException("A custom field has a positive id and a value that is not null.", nameof(CustomFields));
    }

    /// <summary>What must be there besides for a customer to be created.</summary>
    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal abstract void CheckNew();

    /// <summary>What must be there besides for a customer to be changed.</summary>
    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void CheckChange()
    {
        if (ProvinceId is null != CityId is null)
            throw new ArgumentException("A change names province and city, or neither.", ProvinceId is null ? nameof(ProvinceId) : nameof(CityId));
    }
}

/// <summary>A person to be created as a customer, or to be changed (Vandar API, customers chapter). Personal data: keep it out of logs.</summary>
/// <remarks>
/// Mobile number and national code must be set for a creation. For a change one vendor document wants them too and the other does not: set them if
/// you have them, else say null.
/// </remarks>
public sealed record IndividualCustomer : CustomerDetails
{
    /// <summary>The person's mobile number; null in a change that leaves it out.</summary>
    public required MobileNumber? Mobile { get; init; }

    /// <summary>The person's national code; null in a change that leaves it out.</summary>
    public required NationalCode? IndividualNationalCode { get; init; }

    /// <summary>The first name.</summary>
    public string? FirstName { get; init; }

    /// <summary>The last name.</summary>
    public string? LastName { get; init; }

    /// <summary>The birth date, Jalali. The vendor shows it in a change only.</summary>
    public JalaliDate? Birthday { get; init; }

    internal override void Check()
    {
        if (Mobile is { IsEmpty: true })
            throw new ArgumentException("The mobile number must be set.", nameof(Mobile));
        if (IndividualNationalCode is { IsEmpty: true })
            throw new ArgumentException("The national code must be set.", nameof(IndividualNationalCode));
        TextArgument.CheckOptional(FirstName, nameof(FirstName));
        TextArgument.CheckOptional(LastName, nameof(LastName));
        if (Birthday is { IsEmpty: true })
            throw new ArgumentException("The birth date must be set, or null.", nameof(Birthday));
        base.Check();
    }

    internal override void CheckNew()
    {
        if (Mobile is null)
            throw new ArgumentNullException(nameof(Mobile), "A new customer needs the mobile number.");
        if (IndividualNationalCode is null)
            throw new ArgumentNullException(nameof(IndividualNationalCode), "A new customer needs the national code.");
    }
}

/// <summary>A company to be created as a customer, or to be changed (Vandar API, customers chapter).</summary>
/// <remarks>
/// The representative's mobile number and the national id must be set for a creation. For a change one vendor document wants them too and the other
/// does not: set them if you have them, else say null.
/// </remarks>
public sealed record LegalCustomer : CustomerDetails
{
    /// <summary>The representative's mobile number; null in a change that leaves it out.</summary>
    public required MobileNumber? AgentMobile { get; init; }

    /// <summary>The company's national id, ASCII digits; null in a change that leaves it out.</summary>
    public required string? LegalNationalCode { get; init; }

    /// <summary>The company's name.</summary>
    public string? LegalName { get; init; }

    /// <summary>The representative's name.</summary>
    public string? AgentName { get; init; }

    /// <summary>The guild, a code of <see cref="CustomersClient.MerchantCategories"/>; may be empty.</summary>
    public string? MccCode { get; init; }

    internal override void Check()
    {
        if (AgentMobile is { IsEmpty: true })
            throw new ArgumentException("The mobile number must be set.", nameof(AgentMobile));
        TextArgument.CheckOptional(LegalNationalCode, nameof(LegalNationalCode));
        if (LegalNationalCode?.All(char.IsAsciiDigit) is false)
            throw new ArgumentException("A company's national id has digits and nothing else.", nameof(LegalNationalCode));
        TextArgument.CheckOptional(LegalName, nameof(LegalName));
        TextArgument.CheckOptional(AgentName, nameof(AgentName));
        if (MccCode is not "")
            TextArgument.CheckOptional(MccCode, nameof(MccCode));
        base.Check();
    }

    internal override void CheckNew()
    {
        if (AgentMobile is null)
            throw new ArgumentNullException(nameof(AgentMobile), "A new customer needs the representative's mobile number.");
        ArgumentNullException.ThrowIfNull(LegalNationalCode);
    }
}

/// <summary>A customer that was created.</summary>
public sealed record CreatedCustomer : VandarModel, IIdentified
{
    /// <summary>The customer's id, a UUID: the key of all later calls.</summary>
    public string Id { get; set; } = "";

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(Id);
}

/// <summary>A row of the customer list (Vandar API, customers chapter). Personal data: keep it out of logs.</summary>
public sealed record CustomerListItem : VandarModel, IIdentified
{
    /// <summary>The customer's id, a UUID.</summary>
    public string Id { get; set; } = "";

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>What is in the customer's wallet, in Rial; null where it came with a fraction, or not at all.</summary>
    [JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? Balance { get; set; }

    /// <summary>When the customer was created: Jalali with the time first, <c>10:20 - 1404/09/01</c>.</summary>
    public JalaliText CreatedAt { get; set; }

    /// <summary>The mobile number of a person; null for companies.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Mobile { get; set; }

    /// <summary>The values of custom fields, by the fields' names.</summary>
    public IReadOnlyList<CustomerFieldValue> CustomFields { get; set => field = value ?? []; } = [];

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(Id);
}

/// <summary>A customer, without the id, which the answers leave out (Vandar API, customers chapter). Personal data: keep it out of logs.</summary>
public sealed record Customer : VandarModel, IIdentified
{
    /// <summary>A person's first and last name; for a company the vendor says the representative's name and shows the company's.</summary>
    public string? Name { get; set; }

    /// <summary>A person's first name; null for companies.</summary>
    public string? FirstName { get; set; }

    /// <summary>A person's last name; null for companies.</summary>
    public string? LastName { get; set; }

    /// <summary>A company's name; null for persons.</summary>
    public string? LegalName { get; set; }

    /// <summary>The name of a company's representative; null for persons.</summary>
    public string? AgentName { get; set; }

    /// <summary>A person or a company.</summary>
    public CustomerType Type { get; set; }

    /// <summary>A person's mobile number; null for companies.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Mobile { get; set; }

    /// <summary>The mobile number of a company's representative; null for persons.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? AgentMobile { get; set; }

    /// <summary>The landline.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Telephone { get; set; }

    /// <summary>What is in the customer's wallet, in Rial; null where it came with a fraction, or not at all.</summary>
    [JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? Balance { get; set; }

    /// <summary>A company's national id; null for persons.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? LegalNationalCode { get; set; }

    /// <summary>A person's national code; null for companies.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? IndividualNationalCode { get; set; }

    /// <summary>The province's id, which comes as text and as a number.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? ProvinceId { get; set; }

    /// <summary>The province's name.</summary>
    public string? Province { get; set; }

    /// <summary>The city's id, which comes as text and as a number.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CityId { get; set; }

    /// <summary>The city's name.</summary>
    public string? City { get; set; }

    /// <summary>The address.</summary>
    public string? Address { get; set; }

    /// <summary>The postal code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? PostalCode { get; set; }

    /// <summary>The guild's code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? MccCode { get; set; }

    /// <summary>The guild's name; <c>-</c> where there is none.</summary>
    public string? MccName { get; set; }

    /// <summary>The values of custom fields, by the fields' names.</summary>
    public IReadOnlyList<CustomerFieldValue> CustomFields { get; set => field = value ?? []; } = [];

    bool IIdentified.HasIdentity => !string.IsNullOrEmpty(Type.Value) || !string.IsNullOrWhiteSpace(Name);
}

/// <summary>What a customer has in one custom field. Requests name the field by its id, answers by its name.</summary>
public sealed record CustomerFieldValue : VandarModel
{
    /// <summary>The field's name.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Key { get; set; }

    /// <summary>The value.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Value { get; set; }
}

/// <summary>That something was done. What proves it is that the call did not throw.</summary>
public sealed record CustomerAcknowledgement : VandarModel
{
    /// <summary>The server's words in Persian, for people.</summary>
    public string? Message { get; set; }
}

/// <summary>A custom field to be defined (Vandar API, custom fields chapter).</summary>
public sealed record CreateCustomerField : VandarModel
{
    /// <summary>The field's name.</summary>
    public required string Name { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check() => TextArgument.Check(Name, nameof(Name));
}

/// <summary>A change of a custom field (Vandar API, custom fields chapter).</summary>
public sealed record UpdateCustomerField : VandarModel
{
    /// <summary>The field's new name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Sends a <c>PATCH</c>, as the vendor's request collection of 2023 does, and not the <c>PUT</c> of the vendor's index and pages. For a server
    /// that answers 405.
    /// </summary>
    [JsonIgnore]
    public bool ByPatch { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check() => TextArgument.Check(Name, nameof(Name));
}

/// <summary>A custom field (Vandar API, custom fields chapter).</summary>
public sealed record CustomerField : VandarModel, IIdentified
{
    /// <summary>The field's id.</summary>
    [JsonConverter(typeof(FlexibleInt64))]
    public long Id { get; set; }

    /// <summary>The field's name; null in the answer of a creation, which has the id only.</summary>
    public string? Name { get; set; }

    /// <summary>When it was defined. It comes in Unix seconds, or as text with an offset; null where it is neither.</summary>
    [JsonConverter(typeof(UnixTime))]
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>When it was last changed; as <see cref="CreatedAt"/>.</summary>
    [JsonConverter(typeof(UnixTime))]
    public DateTimeOffset? UpdatedAt { get; set; }

    bool IIdentified.HasIdentity => Id != 0;
}

/// <summary>A city. Shape inferred: what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record CustomerCity : VandarModel
{
    /// <summary>The id that <see cref="CustomerDetails.CityId"/> takes. Inferred.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Id { get; set; }

    /// <summary>The city's name. Inferred.</summary>
    public string? Name { get; set; }

    /// <summary>The province's id, which <see cref="CustomerDetails.ProvinceId"/> takes. Inferred.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? ProvinceId { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>A merchant category (guild). Shape inferred: what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record MerchantCategory : VandarModel
{
    /// <summary>The code that <see cref="LegalCustomer.MccCode"/> takes. Inferred.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Code { get; set; }

    /// <summary>The category's name. Inferred.</summary>
    public string? Name { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Whether a customer is a person or a company (Vandar API, customers chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<CustomerType>))]
public readonly record struct CustomerType(string Value) : IWireEnum<CustomerType>
{
    /// <summary>A person.</summary>
    public static CustomerType Individual { get; } = new("INDIVIDUAL");

    /// <summary>A company.</summary>
    public static CustomerType Legal { get; } = new("LEGAL");

    private static readonly CustomerType[] s_known = [Individual, Legal];

    /// <inheritdoc/>
    public static ReadOnlySpan<CustomerType> Known => s_known;

    /// <inheritdoc/>
    public static CustomerType From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
