using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Inquiries;

/// <summary>What every inquiry has. Personal data: keep all of them out of logs.</summary>
/// <remarks>
/// The sources disagree on the form of birth dates and on their name: the number <c>13700101</c> or the text <c>1370/01/01</c>, <c>birth_date</c> or
/// <c>birthday</c>. A <c>BirthDate</c> is sent as its text says. There is one way to send it otherwise: set it null, which has to be written, and
/// send the member that the service wants through <see cref="Extra"/>, as in <c>Extra = new Dictionary&lt;string, JsonElement&gt; { ["birth_date"] =
/// JsonElement.Parse(date.ToCompactString()) }</c>.
/// </remarks>
public abstract record Inquiry : VandarModel, IKeyed
{
    private protected Inquiry()
    {
    }

    /// <summary>
    /// Your own key of this inquiry, a UUID for example. It is sent with every inquiry that was seen; that it is mandatory, and refused when it comes
    /// a second time, is inferred.
    /// </summary>
    public required string TrackId { get; init; }

    /// <summary>Further members by their names on the wire; one that the type has too may stand here where it is null there.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal abstract void Check();

    private protected void Check<T>(T request, JsonTypeInfo<T> type)
        where T : Inquiry
    {
        TextArgument.Check(TrackId, nameof(TrackId));
        Inferred.CheckExtra(Extra, type, nameof(Extra), request);
    }

    private protected void CheckBirthDate(bool isLeftOut, string parameter)
    {
        if (isLeftOut && Extra is not { Count: > 0 })
            throw new ArgumentNullException(parameter, "The birth date must be set, or sent by another name or in another form as a further member.");
    }

    private protected static void CheckSet(bool isEmpty, string parameter)
    {
        if (isEmpty)
            throw new ArgumentException("The member must be set.", parameter);
    }
}

/// <summary>A person to be looked for and compared with.</summary>
public sealed record KycInquiry : Inquiry
{
    /// <summary>The first name, in Persian spelling.</summary>
    public required string FirstName { get; init; }

    /// <summary>The last name, in Persian spelling.</summary>
    public required string LastName { get; init; }

    /// <summary>The national code.</summary>
    public required NationalCode NationalCode { get; init; }

    /// <summary>
    /// The birth date, Jalali; sent as the number <c>13700101</c> under <c>birth_date</c>, as the service was seen to want it. Other sources have a
    /// text under <c>birthday</c>: see <see cref="Inquiry"/>.
    /// </summary>
    [JsonConverter(typeof(DateNumber))]
    public required JalaliDate? BirthDate { get; init; }

    internal override void Check()
    {
        TextArgument.Check(FirstName, nameof(FirstName));
        TextArgument.Check(LastName, nameof(LastName));
        CheckSet(NationalCode.IsEmpty, nameof(NationalCode));
        CheckSet(BirthDate is { IsEmpty: true }, nameof(BirthDate));
        CheckBirthDate(BirthDate is null, nameof(BirthDate));
        Check(this, InquiriesJson.Default.KycInquiry);
    }
}

/// <summary>What the registry says of a person and a name.</summary>
public sealed record KycResult : VandarModel, IIdentified
{
    /// <summary>The similarity from which the vendor recommends to take two names for the same: 80 percent.</summary>
    public const int RecommendedSimilarity = 80;

    /// <summary>
    /// How alike the names are, from 0 to 100; only whole numbers were seen, and a fraction is kept. Null where national code and birth date do not
    /// belong together, and only there; null is below every threshold. Compare it yourself where <see cref="RecommendedSimilarity"/> is not yours.
    /// </summary>
    /// <remarks>What lies between 0 and 1 may be a share of one and not a percentage: it is not understood, and no mismatch.</remarks>
    [JsonConverter(typeof(FlexibleNullableDecimal))]
    public decimal? SimilarityPercentage { get; set; }

    /// <summary>Whether national code and birth date belong to one person, whatever the names.</summary>
    [JsonIgnore]
    public bool IsKnown => SimilarityPercentage is not null;

    /// <summary>Whether they do, and the names are alike as far as the vendor recommends (<see cref="RecommendedSimilarity"/>).</summary>
    [JsonIgnore]
    public bool IsMatch => SimilarityPercentage >= RecommendedSimilarity;

    bool IIdentified.HasIdentity => SimilarityPercentage is 0 or (>= 1 and <= 100);
}

/// <summary>A mobile number and who it is said to be registered to.</summary>
public sealed record ShahkarInquiry : Inquiry
{
    /// <summary>The mobile number.</summary>
    public required MobileNumber Mobile { get; init; }

    /// <summary>The national code.</summary>
    public required NationalCode NationalCode { get; init; }

    internal override void Check()
    {
        CheckSet(Mobile.IsEmpty, nameof(Mobile));
        CheckSet(NationalCode.IsEmpty, nameof(NationalCode));
        Check(this, InquiriesJson.Default.ShahkarInquiry);
    }
}

/// <summary>Whether the mobile number is registered to the national code.</summary>
public sealed record ShahkarResult : VandarModel, IIdentified
{
    /// <summary>The service's word.</summary>
    public MatchStatus Status { get; set; }

    /// <summary>True for a match, false for a mismatch, null for a word that is neither: look at <see cref="Status"/> then.</summary>
    [JsonIgnore]
    public bool? IsMatch => Status.IsMatch;

    bool IIdentified.HasIdentity => !string.IsNullOrEmpty(Status.Value);
}

/// <summary>Whether two things belong to one person. Shape inferred: what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record MatchResult : VandarModel
{
    /// <summary>The service's word; <c>default</c> where none came.</summary>
    public MatchStatus Status { get; set; }

    /// <summary>
    /// True for a match, false for a mismatch, null where the answer says neither in a known way, or came as several: look at <see cref="Status"/>
    /// and <see cref="Extra"/> then.
    /// </summary>
    [JsonIgnore]
    public bool? IsMatch => Inferred.IsOneOfSeveral(Extra) ? null : Status.IsMatch;

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>A person of the civil registry.</summary>
public sealed record NationalIdInquiry : Inquiry
{
    /// <summary>The national code.</summary>
    public required NationalCode NationalCode { get; init; }

    /// <summary>
    /// The birth date, Jalali; sent as the text <c>1370/01/01</c> under <c>birth_date</c>. Whether the service wants that or a number is not known:
    /// see <see cref="Inquiry"/>.
    /// </summary>
    public required JalaliDate? BirthDate { get; init; }

    internal override void Check()
    {
        CheckSet(NationalCode.IsEmpty, nameof(NationalCode));
        CheckSet(BirthDate is { IsEmpty: true }, nameof(BirthDate));
        CheckBirthDate(BirthDate is null, nameof(BirthDate));
        Check(this, InquiriesJson.Default.NationalIdInquiry);
    }
}

/// <summary>A foreign national.</summary>
public sealed record FidaInquiry : Inquiry
{
    /// <summary>The FIDA number.</summary>
    public required string FidaCode { get; init; }

    /// <summary>
    /// The birth date as a text, sent under <c>birth_date</c> as it stands; neither calendar nor form are documented, <c>1370/01/01</c> is likely.
    /// For a number see <see cref="Inquiry"/>.
    /// </summary>
    public required string? BirthDate { get; init; }

    internal override void Check()
    {
        TextArgument.Check(FidaCode, nameof(FidaCode));
        CheckBirthDate(BirthDate is null, nameof(BirthDate));
        TextArgument.CheckOptional(BirthDate, nameof(BirthDate));
        Check(this, InquiriesJson.Default.FidaInquiry);
    }
}

/// <summary>
/// What a registry knows of a person. Shape inferred: what cannot be recognised is in <see cref="Extra"/>. Personal data: keep it out of logs.
/// </summary>
[InferredShape]
public sealed record PersonRecord : VandarModel
{
    /// <summary>The first name.</summary>
    public string? FirstName { get; set; }

    /// <summary>The last name.</summary>
    public string? LastName { get; set; }

    /// <summary>The father's name.</summary>
    public string? FatherName { get; set; }

    /// <summary>The gender; the words are not known.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Gender { get; set; }

    /// <summary>The national code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? NationalCode { get; set; }

    /// <summary>The birth date; its calendar is not known, Jalali is likely.</summary>
    public JalaliText BirthDate { get; set; }

    /// <summary>The number of the birth certificate.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? BirthCertificateNumber { get; set; }

    /// <summary>The identity number.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? IdentityNumber { get; set; }

    /// <summary>The picture in Base64, of <see cref="InquiriesClient.NationalIdImage"/> only.</summary>
    public string? Image { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>A postal code.</summary>
public sealed record PostalCodeInquiry : Inquiry
{
    /// <summary>The postal code, ten digits.</summary>
    public required string PostalCode { get; init; }

    internal override void Check()
    {
        TextArgument.PostalCode(PostalCode, nameof(PostalCode));
        Check(this, InquiriesJson.Default.PostalCodeInquiry);
    }
}

/// <summary>Where a postal code is. Shape inferred: what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record PostalAddress : VandarModel
{
    /// <summary>The province.</summary>
    public string? Province { get; set; }

    /// <summary>The city.</summary>
    public string? City { get; set; }

    /// <summary>The address.</summary>
    public string? Address { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>A company.</summary>
public sealed record CompanyInquiry : Inquiry
{
    /// <summary>The company's national id, eleven digits; the wire calls it <c>national_code</c>.</summary>
    [JsonPropertyName("national_code")]
    public required string NationalId { get; init; }

    internal override void Check()
    {
        TextArgument.Digits(NationalId, 11, "A company's national id has eleven digits.", nameof(NationalId));
        Check(this, InquiriesJson.Default.CompanyInquiry);
    }
}

/// <summary>What the registry knows of a company. Shape inferred: what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record CompanyRecord : VandarModel
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The national id; the wire calls it <c>national_code</c>.</summary>
    [JsonPropertyName("national_code")]
    [JsonConverter(typeof(FlexibleString))]
    public string? NationalId { get; set; }

    /// <summary>The number in the company registry.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? RegistrationNumber { get; set; }

    /// <summary>When it was registered; its calendar is not known, Jalali is likely.</summary>
    public JalaliText RegistrationDate { get; set; }

    /// <summary>The address.</summary>
    public string? Address { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>
/// Who may sign for a company. Shape inferred: what cannot be recognised is in <see cref="Extra"/>. Personal data: keep it out of logs.
/// </summary>
[InferredShape]
public sealed record CompanySignatory : VandarModel
{
    /// <summary>The first name.</summary>
    public string? FirstName { get; set; }

    /// <summary>The last name.</summary>
    public string? LastName { get; set; }

    /// <summary>The whole name, where it comes in one.</summary>
    public string? Name { get; set; }

    /// <summary>The position in the company.</summary>
    public string? Position { get; set; }

    /// <summary>The national code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? NationalCode { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>An IBAN and who is said to own it.</summary>
public sealed record NationalCodeIbanInquiry : Inquiry
{
    /// <summary>The national code.</summary>
    public required NationalCode NationalCode { get; init; }

    /// <summary>The IBAN.</summary>
    public required Iban Iban { get; init; }

    internal override void Check()
    {
        CheckSet(NationalCode.IsEmpty, nameof(NationalCode));
        CheckSet(Iban.IsEmpty, nameof(Iban));
        Check(this, InquiriesJson.Default.NationalCodeIbanInquiry);
    }
}

/// <summary>A card and the mobile number its owner is said to own.</summary>
public sealed record MobileCardInquiry : Inquiry
{
    /// <summary>The mobile number.</summary>
    public required MobileNumber Mobile { get; init; }

    /// <summary>The card's number.</summary>
    public required CardNumber Card { get; init; }

    internal override void Check()
    {
        CheckSet(Mobile.IsEmpty, nameof(Mobile));
        CheckSet(Card.IsEmpty, nameof(Card));
        Check(this, InquiriesJson.Default.MobileCardInquiry);
    }
}

/// <summary>An IBAN.</summary>
public sealed record IbanInquiry : Inquiry
{
    /// <summary>The IBAN.</summary>
    public required Iban Iban { get; init; }

    internal override void Check()
    {
        CheckSet(Iban.IsEmpty, nameof(Iban));
        Check(this, InquiriesJson.Default.IbanInquiry);
    }
}

/// <summary>
/// The account behind an IBAN. Known in part, from a client that reads it defensively; what cannot be recognised is in <see cref="Extra"/>. Treat one
/// without owners or without a bank as incomplete. Personal data: keep it out of logs.
/// </summary>
[InferredShape]
public sealed record AccountRecord : VandarModel
{
    /// <summary>The owners.</summary>
    public IReadOnlyList<AccountOwner> AccountOwners { get; set => field = value ?? []; } = [];

    /// <summary>The bank's name, from whichever of <c>bank_name</c> and <c>bank</c> came.</summary>
    public string? BankName { get; set; }

    /// <summary>The account's number. Inferred.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? AccountNumber { get; set; }

    /// <summary>The bank's words about the account. Inferred.</summary>
    public string? AccountDescription { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>A card.</summary>
public sealed record CardInquiry : Inquiry
{
    /// <summary>The card's number.</summary>
    public required CardNumber Card { get; init; }

    internal override void Check()
    {
        CheckSet(Card.IsEmpty, nameof(Card));
        Check(this, InquiriesJson.Default.CardInquiry);
    }
}

/// <summary>Who owns a card. Shape inferred: what cannot be recognised is in <see cref="Extra"/>. Personal data: keep it out of logs.</summary>
[InferredShape]
public sealed record CardOwner : VandarModel
{
    /// <summary>The owner's name.</summary>
    public string? Name { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>The service's word about two things that are compared (Vandar API, inquiry services chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<MatchStatus>))]
public readonly record struct MatchStatus(string Value) : IWireEnum<MatchStatus>
{
    /// <summary>They belong together.</summary>
    public static MatchStatus Matched { get; } = new("MATCHED");

    /// <summary>They do not. It comes as the code of a 400, not as an answer's word.</summary>
    public static MatchStatus Unmatched { get; } = new("UNMATCHED");

    private static readonly MatchStatus[] s_known = [Matched, Unmatched];

    /// <inheritdoc/>
    public static ReadOnlySpan<MatchStatus> Known => s_known;

    /// <summary>True for a match and false for a mismatch, in capitals or not; null for anything else.</summary>
    public bool? IsMatch =>
        string.Equals(Value, Matched.Value, StringComparison.OrdinalIgnoreCase) ? true
        : string.Equals(Value, Unmatched.Value, StringComparison.OrdinalIgnoreCase) ? false
        : null;

    /// <inheritdoc/>
    public static MatchStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
