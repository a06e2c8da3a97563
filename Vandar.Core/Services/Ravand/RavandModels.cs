using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Ravand;

/// <summary>
/// The business's settings for card issuing. Shape inferred: no member is documented, so all of them go through <see cref="Extra"/>.
/// </summary>
[InferredShape]
public sealed record RavandConfig : VandarModel
{
    /// <summary>
    /// The members by their names on the wire. In an answer, what has no names (a scalar, a list of several) stands under <c>data</c>.
    /// </summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Which cities are wanted.</summary>
public sealed record CityQuery : VandarModel
{
    /// <summary>Only those of this province, by its id of <see cref="RavandClient.Provinces"/>; null for all. The filter is inferred.</summary>
    public long? ProvinceId { get; init; }
}

/// <summary>One entry of a reference list. Shape inferred: what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record RavandOption : VandarModel
{
    /// <summary>
    /// The id that <see cref="UpdateCardholder"/> takes; null where none came. One that is no whole number stays in <see cref="Extra"/>.
    /// </summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Id { get; set; }

    /// <summary>The Persian label, from whichever of <c>name</c> and <c>title</c> came; null where it came by another name.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Name { get; set; }

    /// <summary>The province of a city.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? ProvinceId { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>An applicant for a card. The three must belong to one person. Personal data: keep it out of logs.</summary>
public sealed record CreateCardholder : VandarModel
{
    /// <summary>The applicant's national code.</summary>
    public required NationalCode NationalCode { get; init; }

    /// <summary>The applicant's mobile number.</summary>
    public required MobileNumber Mobile { get; init; }

    /// <summary>The applicant's birth date, Jalali.</summary>
    public required JalaliDate BirthDate { get; init; }

    internal void Check()
    {
        if (NationalCode.IsEmpty)
            throw new ArgumentException("The national code must be set.", nameof(NationalCode));
        if (Mobile.IsEmpty)
            throw new ArgumentException("The mobile number must be set.", nameof(Mobile));
        if (BirthDate.IsEmpty)
            throw new ArgumentException("The birth date must be set.", nameof(BirthDate));
    }
}

/// <summary>An applicant in the answer of each step.</summary>
public sealed record Cardholder : VandarModel, IIdentified
{
    /// <summary>The applicant's id, a UUID: the key of all later calls.</summary>
    public string CardholderId { get; set; } = "";

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(CardholderId);
}

/// <summary>What the bank wants to know of an applicant. Which members are mandatory depends on the bank; null ones are not sent.</summary>
/// <remarks>
/// Checked before it is sent: at least one member is set, no text is blank, ids are positive, the postal code has ten digits, names in Latin
/// letters have no others, and <see cref="Extra"/> repeats no member of this type.
/// Ten members are documented with their names, and are mandatory for the one bank the reference shows: the serial number of the national card
/// to the address, in their order here. The other six are documented by their meaning only, and their names on the wire are inferred: if one is
/// refused, send it through <see cref="Extra"/> by the name the bank's documents give. Personal data: keep it out of logs.
/// </remarks>
public sealed record UpdateCardholder : VandarModel
{
    /// <summary>The serial number of the national card.</summary>
    public string? NationalCardSerialNumber { get; init; }

    /// <summary>The postal code, ten digits.</summary>
    public string? PostalCode { get; init; }

    /// <summary>The place of birth, most likely an id of <see cref="RavandClient.Cities"/>.</summary>
    public long? BirthLocationId { get; init; }

    /// <summary>Where the birth certificate was registered, most likely an id of <see cref="RavandClient.Cities"/>.</summary>
    public long? BirthCertificateLocationId { get; init; }

    /// <summary>The occupation, an id of <see cref="RavandClient.Occupations"/>.</summary>
    public long? OccupationId { get; init; }

    /// <summary>The education, an id of <see cref="RavandClient.Educations"/>.</summary>
    public long? EducationId { get; init; }

    /// <summary>The guild, an id of <see cref="RavandClient.Guilds"/>.</summary>
    public long? GuildId { get; init; }

    /// <summary>The city of residence, an id of <see cref="RavandClient.Cities"/>.</summary>
    public long? CityId { get; init; }

    /// <summary>The province of residence, an id of <see cref="RavandClient.Provinces"/>.</summary>
    public long? ProvinceId { get; init; }

    /// <summary>The address.</summary>
    public string? Address { get; init; }

    /// <summary>The first name in Latin letters. Name on the wire inferred.</summary>
    public string? FirstNameEn { get; init; }

    /// <summary>The last name in Latin letters. Name on the wire inferred.</summary>
    public string? LastNameEn { get; init; }

    /// <summary>The father's name in Latin letters. Name on the wire inferred.</summary>
    public string? FatherNameEn { get; init; }

    /// <summary>The e-mail address. Name on the wire inferred.</summary>
    public string? Email { get; init; }

    /// <summary>When the national card ends, Jalali, which is inferred as well as the name on the wire.</summary>
    public JalaliDate? NationalCardExpirationDate { get; init; }

    /// <summary>The tracking number of a national card that is still to come. Name on the wire inferred.</summary>
    public string? NationalCardTrackingNumber { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        ReadOnlySpan<(string? Value, string Member)> texts =
        [
            (NationalCardSerialNumber, nameof(NationalCardSerialNumber)), (PostalCode, nameof(PostalCode)), (Address, nameof(Address)),
            (FirstNameEn, nameof(FirstNameEn)), (LastNameEn, nameof(LastNameEn)), (FatherNameEn, nameof(FatherNameEn)), (Email, nameof(Email)),
            (NationalCardTrackingNumber, nameof(NationalCardTrackingNumber)),
        ];
        ReadOnlySpan<(long? Value, string Member)> ids =
        [
            (BirthLocationId, nameof(BirthLocationId)), (BirthCertificateLocationId, nameof(BirthCertificateLocationId)),
            (OccupationId, nameof(OccupationId)), (EducationId, nameof(EducationId)), (GuildId, nameof(GuildId)), (CityId, nameof(CityId)),
            (ProvinceId, nameof(ProvinceId)),
        ];
        bool isEmpty = NationalCardExpirationDate is null && Extra is not { Count: > 0 };
        foreach ((string? value, string member) in texts)
        {
            isEmpty &= value is null;
            TextArgument.NotBlank(value, member);
            if (value is not null && member.EndsWith("En", StringComparison.Ordinal)
                && value.Any(c => !(char.IsAsciiLetter(c) || c is ' ' or '-' or '\'' or '.')))
                throw new ArgumentException("A name in Latin letters has nothing but letters, spaces, hyphens, apostrophes and dots.", member);
        }
        foreach ((long? value, string member) in ids)
        {
            isEmpty &= value is null;
            if (value <= 0)
                throw new ArgumentException("An id is positive.", member);
        }
        if (PostalCode is not null)
            TextArgument.PostalCode(PostalCode, nameof(PostalCode));
        if (NationalCardExpirationDate is { IsEmpty: true })
            throw new ArgumentException("The date must be set, or null.", nameof(NationalCardExpirationDate));
        if (isEmpty)
            throw new ArgumentException("At least one member must be set.", "request");
        Inferred.CheckExtra(Extra, RavandJson.Default.UpdateCardholder, nameof(Extra));
    }
}

/// <summary>The sentence to be read aloud in the video. Shape inferred: what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record VideoCaption : VandarModel
{
    /// <summary>The applicant's id, where it came.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CardholderId { get; set; }

    /// <summary>
    /// The sentence: the whole payload where that is a text, else whichever of <c>caption</c>, <c>text</c> and <c>video_caption</c> came, else
    /// the only text there is. Null where it cannot be told; then look into <see cref="Extra"/>.
    /// </summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Caption { get; set; }

    /// <summary>What else came, by its names on the wire; a payload without names stands under <c>data</c>. Null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <summary>Where no caption came by a known name: the one member that is a text, whatever its name, or the first of a list of texts.</summary>
    internal void TakeOnlyText()
    {
        if (Caption is not null || Extra is null)
            return;
        // An answer without a payload has the envelope's own words, which nobody is to read aloud.
        string[] texts =
            [.. Extra.Where(member => member is { Key: not "message", Value.ValueKind: JsonValueKind.String }).Select(member => member.Key)];
        if (texts is [var only])
        {
            Caption = Extra[only].GetString();
            Extra.Remove(only);
            if (Extra.Count == 0)
                Extra = null;
        }
        else if (Extra.TryGetValue("data", out JsonElement list) && list is { ValueKind: JsonValueKind.Array }
            && list.GetArrayLength() > 0 && list[0].ValueKind is JsonValueKind.String)
        {
            Caption = list[0].GetString();
        }
    }
}

/// <summary>A card the bank has issued. Card, account and IBAN are unmasked: keep them out of logs.</summary>
public sealed record IssuedCard : VandarModel, IIdentified
{
    /// <summary>The cardholder's id.</summary>
    public string CardholderId { get; set; } = "";

    /// <summary>The account's number.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? AccountNumber { get; set; }

    /// <summary>The card's number, in full.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CardNumber { get; set; }

    /// <summary>The IBAN.</summary>
    public string? IbanNumber { get; set; }

    /// <summary>The cardholder's id at the bank.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CardholderIdInBank { get; set; }

    /// <summary>The card's state.</summary>
    public CardStatus Status { get; set; }

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(CardholderId);
}

/// <summary>Which document of a cardholder a file is (Vandar API, card issuing chapter, upload).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<DocumentType>))]
public readonly record struct DocumentType(string Value) : IWireEnum<DocumentType>
{
    /// <summary>The front of the national card, an image.</summary>
    public static DocumentType NationalCardFrontPhoto { get; } = new("national_card_front_photo");

    /// <summary>The back of the national card, an image.</summary>
    public static DocumentType NationalCardBackPhoto { get; } = new("national_card_back_photo");

    /// <summary>The applicant's signature, an image.</summary>
    public static DocumentType SignaturePhoto { get; } = new("signature_photo");

    /// <summary>A photograph of the applicant.</summary>
    public static DocumentType ApplicantPhoto { get; } = new("applicant_photo");

    /// <summary>The video in which the applicant reads the given sentence aloud.</summary>
    public static DocumentType AuthenticationVideo { get; } = new("authentication_video");

    private static readonly DocumentType[] s_known =
        [NationalCardFrontPhoto, NationalCardBackPhoto, SignaturePhoto, ApplicantPhoto, AuthenticationVideo];

    /// <inheritdoc/>
    public static ReadOnlySpan<DocumentType> Known => s_known;

    /// <inheritdoc/>
    public static DocumentType From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>The state of a card. Only <c>ISSUED</c> is published (Vandar API, card issuing chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<CardStatus>))]
public readonly record struct CardStatus(string Value) : IWireEnum<CardStatus>
{
    /// <summary>Issued by the bank.</summary>
    public static CardStatus Issued { get; } = new("ISSUED");

    private static readonly CardStatus[] s_known = [Issued];

    /// <inheritdoc/>
    public static ReadOnlySpan<CardStatus> Known => s_known;

    /// <inheritdoc/>
    public static CardStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
