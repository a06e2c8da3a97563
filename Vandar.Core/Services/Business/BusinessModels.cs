using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Business;

/// <summary>A business (Vandar API, business chapter). Holds personal data: keep it out of logs.</summary>
/// <remarks>
/// An amount with a fraction is not rounded: it makes the answer a <see cref="VandarProtocolException"/>. What the members without a word of the
/// vendor mean is inferred from their names.
/// </remarks>
public sealed record BusinessInfo : VandarModel, IIdentified
{
    /// <summary>The business's id.</summary>
    [JsonConverter(typeof(FlexibleInt64))]
    public long Id { get; set; }

    /// <summary>The business's UUID; seen in real answers.</summary>
    public string? Uuid { get; set; }

    /// <summary>Whether the business is active.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? Active { get; set; }

    /// <summary>The English name, which stands in the paths.</summary>
    public string? BusinessName { get; set; }

    /// <summary>The Persian name.</summary>
    public string? BusinessNameFa { get; set; }

    /// <summary>The registered name.</summary>
    public string? LegalBusinessName { get; set; }

    /// <summary>Whether the owner of the account owns the business; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? BusinessOwnerIsBusinessLegalOwner { get; set; }

    /// <summary>The company's national id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? NationalId { get; set; }

    /// <summary>The kind of business; <c>personal</c> was seen.</summary>
    public string? BusinessType { get; set; }

    /// <summary>The telephone number.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? PhoneNumber { get; set; }

    /// <summary>The postal code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? PostalCode { get; set; }

    /// <summary>The merchant category code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? MccCode { get; set; }

    /// <summary>The tax code; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TaxCode { get; set; }

    /// <summary>What became of the tax code; seen in real answers.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<TaxCodeDetail>))]
    public TaxCodeDetail? TaxCodeDetail { get; set; }

    /// <summary>The e-trust badge; seen in real answers.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<EnamadDetail>))]
    public EnamadDetail? EnamadDetail { get; set; }

    /// <summary>What became of the postal code; seen in real answers.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<PostalCodeDetail>))]
    public PostalCodeDetail? PostalCodeDetail { get; set; }

    /// <summary>What became of the national code; seen in real answers.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<NationalCodeDetail>))]
    public NationalCodeDetail? NationalCodeDetail { get; set; }

    /// <summary>The address in its parts; seen in real answers.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<BusinessAddress>))]
    public BusinessAddress? AddressDetail { get; set; }

    /// <summary>The city, such as <c>8-6</c>.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CityId { get; set; }

    /// <summary>The address.</summary>
    public string? Address { get; set; }

    /// <summary>The wallet's balance. The unit is not documented; Toman is inferred, as in the wallet's balance.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Wallet { get; set; }

    /// <summary>
    /// What can be withdrawn today, which came as text and as a number. The unit is not documented; Toman is inferred, as in the wallet's balance.
    /// </summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? DeductibleAmount { get; set; }

    /// <summary>
    /// The payment facilitator's part; seen in real answers. The unit is not documented; Toman is inferred, as in the wallet's balance.
    /// </summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? PaymentFacilitatorWallet { get; set; }

    /// <summary>What is blocked by a court. The unit is not documented; Toman is inferred, as in the wallet's balance.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? BlockedAmount { get; set; }

    /// <summary>The picture's path in the storage.</summary>
    public string? Avatar { get; set; }

    /// <summary>Whether the hint at automatic settlement is shown; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? AutomaticSettlementTip { get; set; }

    /// <summary>The schedule of automatic settlement; <c>OFF</c> was seen.</summary>
    public string? SettlementSchedule { get; set; }

    /// <summary>The default IBAN; seen in real answers.</summary>
    public string? DefaultIban { get; set; }

    /// <summary>The default IBAN at Bank Ayandeh; seen in real answers.</summary>
    public string? AyandehDefaultIban { get; set; }

    /// <summary>How the review of the documents stands.</summary>
    [JsonPropertyName("statusBox"), JsonConverter(typeof(EmptyArrayAsNull<DocumentReview>))]
    public DocumentReview? StatusBox { get; set; }

    /// <summary>The business's status; only 1 was seen.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Status { get; set; }

    /// <summary>The status in words; seen in real answers.</summary>
    public string? BusinessStatus { get; set; }

    /// <summary>Today's transactions: number or amount, which the reference does not say.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? TodayTransactions { get; set; }

    /// <summary>Today's settlements: number or amount, which the reference does not say.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? TodaySettlements { get; set; }

    /// <summary>The token owner's role in Persian.</summary>
    public string? RoleName { get; set; }

    /// <summary>The token owner's role, such as <c>owner</c>.</summary>
    public string? Role { get; set; }

    /// <summary>What the token owner may do, such as <c>add_settlements</c>.</summary>
    public IReadOnlyList<string> Permissions { get; set => field = value ?? []; } = [];

    /// <summary>Whether there is a terminal at Shaparak; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? HasShaparakTerminal { get; set; }

    /// <summary>The services by their key, such as <c>ipg</c>, <c>cash-in</c> or <c>A2A</c>; keys are case-sensitive.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<Dictionary<string, BusinessTool>>))]
    public Dictionary<string, BusinessTool>? Tools { get; set; }

    /// <summary>Edits of the gateway that wait for Vandar; seen in real answers.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<GatewayEdits>))]
    public GatewayEdits? IpgStatus { get; set; }

    /// <summary>When the business may be accepted, in free text; seen in real answers.</summary>
    public string? AcceptBusinessTimePrediction { get; set; }

    /// <summary>Whether something was rejected; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? HasRejection { get; set; }

    /// <summary>What was rejected, by field; the shape of the values is not documented, only null was seen.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<Dictionary<string, JsonElement>>))]
    public Dictionary<string, JsonElement>? Rejects { get; set; }

    /// <summary>Mandates for deposits to the bank account; seen in real answers.</summary>
    public IReadOnlyList<CashInContract> CashInContracts { get; set => field = value ?? []; } = [];

    /// <summary>The business's deposit code; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CashInCode { get; set; }

    /// <summary>The owner. Personal data; seen in real answers.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<BusinessOwner>))]
    public BusinessOwner? Owner { get; set; }

    /// <summary>The fee for high amounts; 0.02 was seen.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public decimal? HighValueFee { get; set; }

    /// <summary>Whether an IBAN for Shaparak is wanted; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? NeedShaparakIban { get; set; }

    /// <summary>Whether suspicious deposits are held back; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? PicSuspiciousCheck { get; set; }

    bool IIdentified.HasIdentity => Id != 0;
}

/// <summary>What became of the tax code.</summary>
public sealed record TaxCodeDetail : VandarModel
{
    /// <summary>The state; <c>SUCCEED</c> was seen.</summary>
    public string? TaxCodeStatus { get; set; }

    /// <summary>The reason in words.</summary>
    public string? Message { get; set; }
}

/// <summary>What became of the postal code.</summary>
public sealed record PostalCodeDetail : VandarModel
{
    /// <summary>The state.</summary>
    public string? PostalCodeStatus { get; set; }

    /// <summary>The reason in words.</summary>
    public string? Message { get; set; }
}

/// <summary>What became of the national code.</summary>
public sealed record NationalCodeDetail : VandarModel
{
    /// <summary>The state.</summary>
    public string? NationalCodeStatus { get; set; }

    /// <summary>The reason in words.</summary>
    public string? Message { get; set; }
}

/// <summary>The e-trust badge.</summary>
public sealed record EnamadDetail : VandarModel
{
    /// <summary>The state.</summary>
    public string? EnamadStatus { get; set; }

    /// <summary>The badge's code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Code { get; set; }
}

/// <summary>An address in its parts.</summary>
public sealed record BusinessAddress : VandarModel
{
    /// <summary>The province.</summary>
    public string? Provinces { get; set; }

    /// <summary>The province's id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? ProvincesId { get; set; }

    /// <summary>The province's code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? ProvincesCode { get; set; }

    /// <summary>The city.</summary>
    public string? City { get; set; }

    /// <summary>The city's id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CityId { get; set; }

    /// <summary>The district.</summary>
    public string? Local { get; set; }

    /// <summary>The district's id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? LocalId { get; set; }

    /// <summary>The rest of the address.</summary>
    public string? Address { get; set; }
}

/// <summary>How the review of the documents stands; <c>accepted</c> was seen.</summary>
public sealed record DocumentReview : VandarModel
{
    /// <summary>Whether a payment is wanted.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? PaymentRequired { get; set; }

    /// <summary>The photograph of the national card.</summary>
    public string? NationalCardPhoto { get; set; }

    /// <summary>The official newspaper.</summary>
    [JsonPropertyName("official_Newspaper")]
    public string? OfficialNewspaper { get; set; }

    /// <summary>The letter of introduction.</summary>
    public string? IntroductionLetter { get; set; }
}

/// <summary>A service of the business and whether it is on.</summary>
public sealed record BusinessTool : VandarModel
{
    /// <summary>Whether it is switched on.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsEnabled { get; set; }

    /// <summary>Whether it was set up.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsCreated { get; set; }

    /// <summary>The state.</summary>
    public ToolStatus Status { get; set; }

    /// <summary>When the state began.</summary>
    public string? Time { get; set; }

    /// <summary>Whether the dashboard shows it.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? Viewable { get; set; }

    /// <summary>The Persian name.</summary>
    public string? NameFa { get; set; }

    /// <summary>The English name.</summary>
    public string? NameEn { get; set; }
}

/// <summary>Edits of the gateway that wait for Vandar.</summary>
public sealed record GatewayEdits : VandarModel
{
    /// <summary>The address of the site.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<GatewayEdit>))]
    public GatewayEdit? Url { get; set; }

    /// <summary>The name of the site.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<GatewayEdit>))]
    public GatewayEdit? WebsiteName { get; set; }
}

/// <summary>One edit of the gateway.</summary>
public sealed record GatewayEdit : VandarModel
{
    /// <summary>The new value.</summary>
    public string? Value { get; set; }

    /// <summary>When it was asked for.</summary>
    public string? Time { get; set; }

    /// <summary>How it stands.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Status { get; set; }
}

/// <summary>A mandate for deposits to the bank account.</summary>
public sealed record CashInContract : VandarModel
{
    /// <summary>The IBAN.</summary>
    public string? Iban { get; set; }

    /// <summary>How it stands.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Status { get; set; }

    /// <summary>When it ends; a number whose unit is not documented, Unix seconds are likely.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Expiration { get; set; }
}

/// <summary>The owner of a business. Personal data: keep it out of logs.</summary>
public sealed record BusinessOwner : VandarModel
{
    /// <summary>The birth date, Jalali, as <c>yyyy/MM/dd</c>.</summary>
    public JalaliText Birthdate { get; set; }

    /// <summary>The number of the birth certificate.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? BirthCertificateNumber { get; set; }

    /// <summary>The national code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? NationalCode { get; set; }
}

/// <summary>How the list of users is cut into pages.</summary>
public sealed record BusinessUserQuery : VandarModel
{
    /// <summary>How many users a page has, at least 1; null for the server's choice. An upper limit is not documented.</summary>
    public int? PerPage { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">Names the member and its rule.</exception>
    internal void Check() => NumberedPage.CheckSize(PerPage, nameof(PerPage));
}

/// <summary>Someone who works in the business.</summary>
public sealed record BusinessUser : VandarModel
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The picture's address.</summary>
    public string? Avatar { get; set; }

    /// <summary>The role in Persian.</summary>
    public string? Role { get; set; }

    /// <summary>The role.</summary>
    public BusinessRole RoleId { get; set; }

    /// <summary>Whether the user is active.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? Status { get; set; }

    /// <summary>The membership's id; null for the owner.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Id { get; set; }

    /// <summary>The user's id; absent for the owner.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? UserId { get; set; }

    /// <summary>Whether the user signs in with two factors.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsTwoFactor { get; set; }
}

/// <summary>A page as it comes: the counters stand beside the users.</summary>
internal sealed record UserRows : VandarModel
{
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Page { get; set; }

    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Total { get; set; }

    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? LastPage { get; set; }

    public IReadOnlyList<BusinessUser>? Users { get; set; }
}

/// <summary>A user's role in a business, a number on the wire (Vandar API, business chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<BusinessRole>))]
public readonly record struct BusinessRole(string Value) : IWireEnum<BusinessRole>
{
    /// <summary>The owner.</summary>
    public static BusinessRole Owner { get; } = new("0");

    /// <summary>A manager.</summary>
    public static BusinessRole Manager { get; } = new("1");

    /// <summary>An accountant.</summary>
    public static BusinessRole Accountant { get; } = new("2");

    /// <summary>A developer.</summary>
    public static BusinessRole Developer { get; } = new("3");

    /// <summary>An observer.</summary>
    public static BusinessRole Observer { get; } = new("4");

    private static readonly BusinessRole[] s_known = [Owner, Manager, Accountant, Developer, Observer];

    /// <inheritdoc/>
    public static ReadOnlySpan<BusinessRole> Known => s_known;

    /// <inheritdoc/>
    public static BusinessRole From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>The state of a tool of a business; seen in real answers, the meanings inferred from the words (Vandar API, business chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<ToolStatus>))]
public readonly record struct ToolStatus(string Value) : IWireEnum<ToolStatus>
{
    /// <summary>Switched on.</summary>
    public static ToolStatus Active { get; } = new("ACTIVE");

    /// <summary>Switched off.</summary>
    public static ToolStatus Inactive { get; } = new("INACTIVE");

    /// <summary>Waiting for Vandar.</summary>
    public static ToolStatus Pending { get; } = new("PENDING");

    private static readonly ToolStatus[] s_known = [Active, Inactive, Pending];

    /// <inheritdoc/>
    public static ReadOnlySpan<ToolStatus> Known => s_known;

    /// <inheritdoc/>
    public static ToolStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
