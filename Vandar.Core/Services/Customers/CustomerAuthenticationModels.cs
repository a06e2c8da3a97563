using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Customers;

/// <summary>
/// What KYC compares. All of it may be left out for the stored data. The members come from a newer client, the vendor's documents have none for a
/// registered customer. Personal data: keep it out of logs.
/// </summary>
public sealed record AuthenticateByKyc : VandarModel
{
    /// <summary>The national code.</summary>
    public NationalCode? NationalCode { get; init; }

    /// <summary>
    /// The birth date, Jalali; sent as the text <c>1370/01/01</c>, which is inferred. One client found the KYC inquiry of strangers to want the
    /// number <c>13700101</c>: for a server that answers 422 leave it null, and send <c>birth_date</c> through <see cref="Extra"/>.
    /// </summary>
    public JalaliDate? BirthDate { get; init; }

    /// <summary>Further members by their names on the wire; one that the type has too may stand here where it is null there.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (NationalCode is { IsEmpty: true })
            throw new ArgumentException("The national code must be set, or null.", nameof(NationalCode));
        if (BirthDate is { IsEmpty: true })
            throw new ArgumentException("The birth date must be set, or null.", nameof(BirthDate));
        Inferred.CheckExtra(Extra, CustomersJson.Default.AuthenticateByKyc, nameof(Extra), this);
    }
}

/// <summary>
/// What Shahkar compares. All of it may be left out for the stored data. The members come from newer clients, the vendor's documents have none for a
/// registered customer. Personal data: keep it out of logs.
/// </summary>
public sealed record AuthenticateByShahkar : VandarModel
{
    /// <summary>The mobile number.</summary>
    public MobileNumber? Mobile { get; init; }

    /// <summary>The national code. Older clients send it as <c>individual_national_code</c>: that goes through <see cref="Extra"/>.</summary>
    public NationalCode? NationalCode { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (Mobile is { IsEmpty: true })
            throw new ArgumentException("The mobile number must be set, or null.", nameof(Mobile));
        if (NationalCode is { IsEmpty: true })
            throw new ArgumentException("The national code must be set, or null.", nameof(NationalCode));
        Inferred.CheckExtra(Extra, CustomersJson.Default.AuthenticateByShahkar, nameof(Extra));
    }
}

/// <summary>What a check of a customer's identity found (Vandar API, customer authentication chapter).</summary>
/// <remarks>
/// The vendor prints one answer, for Shahkar and without an envelope; that KYC answers alike, and that the members may stand under <c>data</c>, is
/// inferred. Shape inferred in so far: what cannot be recognised is in <see cref="Extra"/>.
/// </remarks>
[InferredShape]
public sealed record CustomerAuthentication : VandarModel
{
    /// <summary>What was found; <c>default</c> where the answer has no such member.</summary>
    [JsonPropertyName("authentication_status")]
    public AuthenticationStatus Status { get; set; }

    /// <summary>The server's words in Persian, for people.</summary>
    public string? Message { get; set; }

    /// <summary>
    /// Whether the data match. False for everything else: they differ, nothing was found, the registry did not answer, several answers came.
    /// </summary>
    [JsonIgnore]
    public bool IsMatch => Status == AuthenticationStatus.Successful && !Inferred.IsOneOfSeveral(Extra);

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>The code that identifies a customer's deposits (Vandar API, customer cash-in code chapter).</summary>
public sealed record CustomerCashInCode : VandarModel, IIdentified
{
    /// <summary>The code, 15 digits in the vendor's answer. It is text: leading zeros count.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string Code { get; set; } = "";

    /// <summary>The server's words in Persian, for people.</summary>
    public string? Message { get; set; }

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(Code);
}

/// <summary>One thing that was done with a customer.</summary>
public sealed record CustomerLogEntry : VandarModel, IIdentified
{
    /// <summary>What was done.</summary>
    public CustomerLogType Type { get; set; }

    /// <summary>The same in words.</summary>
    public string? Description { get; set; }

    /// <summary>When, which comes in Unix seconds; null where it could not be read.</summary>
    [JsonConverter(typeof(UnixTime))]
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>When the entry was last changed; as <see cref="CreatedAt"/>.</summary>
    [JsonConverter(typeof(UnixTime))]
    public DateTimeOffset? UpdatedAt { get; set; }

    bool IIdentified.HasIdentity => !string.IsNullOrEmpty(Type.Value);
}

/// <summary>What a check of a customer's identity found (Vandar API, customer authentication chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<AuthenticationStatus>))]
public readonly record struct AuthenticationStatus(string Value) : IWireEnum<AuthenticationStatus>
{
    /// <summary>The data match.</summary>
    public static AuthenticationStatus Successful { get; } = new("SUCCESSFUL");

    /// <summary>The data differ.</summary>
    public static AuthenticationStatus Failure { get; } = new("FAILURE");

    /// <summary>The registry did not answer.</summary>
    public static AuthenticationStatus Pending { get; } = new("PENDING");

    /// <summary>An error, or no such record.</summary>
    public static AuthenticationStatus NotFound { get; } = new("NOT_FOUND");

    private static readonly AuthenticationStatus[] s_known = [Successful, Failure, Pending, NotFound];

    /// <inheritdoc/>
    public static ReadOnlySpan<AuthenticationStatus> Known => s_known;

    /// <inheritdoc/>
    public static AuthenticationStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>What was done with a customer; the words are documented outside of the vendor's index, their meaning is inferred from them.</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<CustomerLogType>))]
public readonly record struct CustomerLogType(string Value) : IWireEnum<CustomerLogType>
{
    /// <summary>The customer was created.</summary>
    public static CustomerLogType Created { get; } = new("CUSTOMER_CREATED");

    /// <summary>The customer was changed.</summary>
    public static CustomerLogType Updated { get; } = new("CUSTOMER_UPDATED");

    /// <summary>A KYC check was asked for.</summary>
    public static CustomerLogType KycRequested { get; } = new("CUSTOMER_KYC_AUTHENTICATION_REQUEST");

    /// <summary>A Shahkar check was asked for.</summary>
    public static CustomerLogType ShahkarRequested { get; } = new("CUSTOMER_SHAHKAR_AUTHENTICATION_REQUEST");

    private static readonly CustomerLogType[] s_known = [Created, Updated, KycRequested, ShahkarRequested];

    /// <inheritdoc/>
    public static ReadOnlySpan<CustomerLogType> Known => s_known;

    /// <inheritdoc/>
    public static CustomerLogType From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
