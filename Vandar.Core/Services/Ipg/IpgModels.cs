using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Ipg;

/// <summary>A payment to open (Vandar API, payment gateway chapter).</summary>
public sealed record IpgSend : VandarModel
{
    private const long SmallestAmount = 1_000;
    private const int LongestText = 255;
    private const int MostCards = 10;

    // Set by the client on its own copy, so that the key never stands in an object of the caller.
    [JsonInclude]
    internal string? ApiKey { get; init; }

    /// <summary>The amount, in Rial, at least 1,000.</summary>
    public required Rial Amount { get; init; }

    /// <summary>
    /// Where the payer's browser comes back to: absolute, http or https, shorter than 255 characters, on the domain that is registered with the
    /// gateway. The gateway adds <c>token</c> and <c>payment_status</c>; that it keeps a query of yours is inferred.
    /// </summary>
    public required Uri CallbackUrl { get; init; }

    /// <summary>The payer's mobile number, for which the page offers the saved cards.</summary>
    public MobileNumber? MobileNumber { get; init; }

    /// <summary>Your invoice number, not blank. It need not be unique and deduplicates nothing.</summary>
    [JsonPropertyName("factorNumber")]
    public string? FactorNumber { get; init; }

    /// <summary>A text for the payment, not blank and at most 255 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Only cards of this person may pay; needs that person's <see cref="MobileNumber"/>.</summary>
    public NationalCode? NationalCode { get; init; }

    /// <summary>Only these cards may pay, at most 10.</summary>
    [JsonPropertyName("valid_card_number")]
    public IReadOnlyList<CardNumber>? ValidCardNumbers { get; init; }

    /// <summary>A note that only the dashboard shows.</summary>
    public string? Comment { get; init; }

    /// <summary>The payment service provider to use; null for the gateway's choice.</summary>
    public PspPort? Port { get; init; }

    /// <summary>The terminal to use; seen in one program, not documented.</summary>
    public string? TerminalId { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (Amount.Value < SmallestAmount)
            throw new ArgumentOutOfRangeException(nameof(Amount), "A payment of the gateway is at least 1,000 Rial.");
        AddressArgument.Check(CallbackUrl, nameof(CallbackUrl));
        if (CallbackUrl.OriginalString.Length >= LongestText)
            throw new ArgumentException("The return address must be shorter than 255 characters.", nameof(CallbackUrl));
        if (Description?.Length > LongestText)
            throw new ArgumentException("The description must have at most 255 characters.", nameof(Description));
        if (MobileNumber is { IsEmpty: true })
            throw new ArgumentException("The mobile number must be set, or null.", nameof(MobileNumber));
        if (NationalCode is { IsEmpty: true })
            throw new ArgumentException("The national code must be set, or null.", nameof(NationalCode));
        if (NationalCode is not null && MobileNumber is null)
            throw new ArgumentException("A national code needs the mobile number of the same person.", nameof(NationalCode));
        if (ValidCardNumbers?.Count > MostCards)
            throw new ArgumentException("A payment can be restricted to at most 10 cards.", nameof(ValidCardNumbers));
        TextArgument.NotBlank(FactorNumber, nameof(FactorNumber));
        TextArgument.NotBlank(Description, nameof(Description));
        TextArgument.NotBlank(Comment, nameof(Comment));
        TextArgument.NotBlank(TerminalId, nameof(TerminalId));
        if (Port is { } port && string.IsNullOrWhiteSpace(port.Value))
            throw new ArgumentException("The port must be set, or null.", nameof(Port));
        if (ValidCardNumbers?.Any(card => card.IsEmpty) is true)
            throw new ArgumentException("Each card number must be set.", nameof(ValidCardNumbers));
    }
}

/// <summary>An open payment.</summary>
public sealed record IpgSession : VandarModel, IIdentified
{
    /// <summary>The payment's token, of varying length. Store it with the order.</summary>
    public string Token { get; set; } = "";

    /// <summary>The page the payer's browser has to open; see <see cref="IpgClient.RedirectUrl"/>.</summary>
    [JsonIgnore]
    public Uri RedirectUrl { get; set; } = null!;

    /// <summary>The server's words, where there are any.</summary>
    public string? Message { get; set; }

    // A token that no address can have opens nothing.
    bool IIdentified.HasIdentity => Token is not null && VandarPath.BrokenRule(Token) is null;
}

/// <summary>What <c>transaction</c> and <c>verify</c> carry.</summary>
internal sealed record IpgTokenRequest : VandarModel
{
    public required string ApiKey { get; init; }
    public required string Token { get; init; }
}

/// <summary>How a payment stands before it is verified. Amounts are Rial (Vandar API, payment gateway chapter).</summary>
public sealed record IpgTransaction : VandarModel, IIdentified
{
    /// <summary>What the payer pays, in Rial, with the fee where the payer bears it.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? Amount { get; set; }

    /// <summary>What the wallet gets, in Rial; seen in real answers of the version before.</summary>
    [JsonPropertyName("realAmount"), JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? RealAmount { get; set; }

    /// <summary>The fee, in Rial; null where it came with a fraction, which must not cost the payment beside it.</summary>
    [JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? Wage { get; set; }

    /// <summary>The fee of Shaparak, in Rial; null where it came with a fraction.</summary>
    [JsonPropertyName("shaparakWage"), JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? ShaparakWage { get; set; }

    /// <summary>Not documented.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? WageTransaction { get; set; }

    /// <summary>Vandar's id of the transaction, twelve digits; refunds ask for it.</summary>
    [JsonPropertyName("transId"), JsonConverter(typeof(FlexibleNullableInt64))]
    public long? TransactionId { get; set; }

    /// <summary>The payment service provider's receipt.</summary>
    [JsonPropertyName("refnumber"), JsonConverter(typeof(FlexibleString))]
    public string? ReferenceNumber { get; set; }

    /// <summary>The payment service provider's tracking code.</summary>
    [JsonPropertyName("trackingCode"), JsonConverter(typeof(FlexibleString))]
    public string? TrackingCode { get; set; }

    /// <summary>The invoice number, as it was sent.</summary>
    [JsonPropertyName("factorNumber"), JsonConverter(typeof(FlexibleString))]
    public string? FactorNumber { get; set; }

    /// <summary>The mobile number, as it was sent.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Mobile { get; set; }

    /// <summary>The description, as it was sent.</summary>
    public string? Description { get; set; }

    /// <summary>The card, masked by Vandar.</summary>
    [JsonPropertyName("cardNumber")]
    public string? CardNumber { get; set; }

    /// <summary>The card's hash: SHA-256 of the 16 digits, hexadecimal in upper case.</summary>
    [JsonPropertyName("CID")]
    public string? Cid { get; set => field = value ?? field; }

    // The same field by its name in the version before.
    [JsonInclude, JsonPropertyName("cid")]
    internal string? LowerCaseCid
    {
        get => Cid;
        set => Cid = value;
    }

    /// <summary>When the payment was opened, Tehran time.</summary>
    [JsonPropertyName("createdAt")]
    public TehranDateTime CreatedAt { get; set; }

    /// <summary>When it was paid, Tehran time.</summary>
    [JsonPropertyName("paymentDate")]
    public TehranDateTime PaymentDate { get; set; }

    /// <summary>When the payer came to the bank's page, Tehran time; seen in real answers of the version before.</summary>
    [JsonPropertyName("paymentStart")]
    public TehranDateTime PaymentStart { get; set; }

    /// <summary>How far the payment has come; absent at times.</summary>
    public IpgTransactionCode Code { get; set; }

    /// <summary>The payment service provider; seen in real answers of the version before.</summary>
    public PspPort Port { get; set; }

    /// <summary>The server's words.</summary>
    public string? Message { get; set; }

    bool IIdentified.HasIdentity => TransactionId is not null || Amount is not null;
}

/// <summary>A payment that is paid and confirmed. Amounts are Rial (Vandar API, payment gateway chapter).</summary>
public sealed record IpgPayment : VandarModel, IOwnStatus, IIdentified
{
    private const int Paid = 1;
    private const int PaidAndVerifiedBefore = 2;
    private const int Late = 3;

    /// <summary>Whether this call was the one that confirmed the payment. Guard the credit with it.</summary>
    [JsonIgnore]
    public IpgVerification Verification { get; set; }

    [JsonInclude, JsonConverter(typeof(FlexibleNullableInt64))]
    internal long? Status
    {
        get;
        set
        {
            field = value;
            Verification = value switch
            {
                Paid => IpgVerification.First,
                PaidAndVerifiedBefore => IpgVerification.Repeated,
                _ => IpgVerification.Unclear,
            };
        }
    }

    /// <summary>What the payer paid, in Rial, with the fee where the payer bears it. May be absent unless this was the first verification.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? Amount { get; set; }

    /// <summary>What the wallet gets, in Rial. May be absent unless this was the first verification.</summary>
    [JsonPropertyName("realAmount"), JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? RealAmount { get; set; }

    /// <summary>The fee, in Rial; null where it came with a fraction, which must not cost the payment beside it.</summary>
    [JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? Wage { get; set; }

    /// <summary>The fee of Shaparak, in Rial; null where it came with a fraction.</summary>
    [JsonPropertyName("shaparakWage"), JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? ShaparakWage { get; set; }

    /// <summary>Not documented.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? WageTransaction { get; set; }

    /// <summary>Vandar's id of the transaction, twelve digits; refunds ask for it.</summary>
    [JsonPropertyName("transId"), JsonConverter(typeof(FlexibleNullableInt64))]
    public long? TransactionId { get; set; }

    /// <summary>The invoice number, as it was sent.</summary>
    [JsonPropertyName("factorNumber"), JsonConverter(typeof(FlexibleString))]
    public string? FactorNumber { get; set; }

    /// <summary>The mobile number, as it was sent.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Mobile { get; set; }

    /// <summary>The description, as it was sent.</summary>
    public string? Description { get; set; }

    /// <summary>The card, masked by Vandar.</summary>
    [JsonPropertyName("cardNumber")]
    public string? CardNumber { get; set; }

    /// <summary>When it was paid, Tehran time.</summary>
    [JsonPropertyName("paymentDate")]
    public TehranDateTime PaymentDate { get; set; }

    /// <summary>The card's hash: SHA-256 of the 16 digits, hexadecimal in upper case.</summary>
    public string? Cid { get; set => field = value ?? field; }

    // The same field by its name in the sibling call.
    [JsonInclude, JsonPropertyName("CID")]
    internal string? UpperCaseCid
    {
        get => Cid;
        set => Cid = value;
    }

    /// <summary>The server's words.</summary>
    public string? Message { get; set; }

    bool IOwnStatus.IsAnswer => Status is Paid or PaidAndVerifiedBefore;

    // A status that is missing or that nobody knows is neither a yes nor a no.
    bool IIdentified.HasIdentity => Status is >= 0 and <= Late;

    void IOwnStatus.FollowsLostAnswer()
    {
        if (Verification is IpgVerification.Repeated)
            Verification = IpgVerification.Unclear;
    }

    /// <summary>
    /// Compares with what the order costs: it is right where the payer paid it, where the wallet gets it, or where the payer paid it and the fee.
    /// </summary>
    internal IpgAmount Compare(Rial expected)
    {
        if (Amount == expected || RealAmount == expected)
            return IpgAmount.Right;
        if (Amount is { } amount && Wage is { } wage && (Int128)amount.Value - wage.Value == expected.Value)
            return IpgAmount.Right;
        return Amount is null && RealAmount is null ? IpgAmount.NotTold : IpgAmount.Wrong;
    }
}

/// <summary>Whether a verification was the one that confirmed the payment.</summary>
/// <remarks>The default value is the careful one.</remarks>
public enum IpgVerification
{
    /// <summary>
    /// The payment is confirmed, but an answer was lost on the way and the repeat was told "already verified": it may have been this very call
    /// that was first, or another one. Look up your unique key of the token, and credit only if nobody has.
    /// </summary>
    Unclear,

    /// <summary>This call confirmed the payment: credit the order now.</summary>
    First,

    /// <summary>
    /// An earlier call confirmed the payment: another server, a second callback, or a call of yours whose program ended before it credited. Do
    /// not credit again without looking up your unique key of the token.
    /// </summary>
    Repeated,
}

/// <summary>What the payer's browser brings back to the return address. Nothing in it is proven.</summary>
public sealed record IpgCallback : VandarModel
{
    private const string Ok = "OK";

    private IpgCallback(string token, string paymentStatus)
    {
        Token = token;
        PaymentStatus = paymentStatus;
    }

    /// <summary>The token, by the browser's word.</summary>
    public string Token { get; }

    /// <summary>The wire's <c>payment_status</c>: <c>OK</c>, or anything else for a payment that failed; <c>FAILED</c> was seen.</summary>
    public string PaymentStatus { get; }

    /// <summary>Whether to go on to the verification. It does not say that anything was paid.</summary>
    public bool IsOk => PaymentStatus == Ok;

    /// <summary>Reads the query of the return address, such as <c>?token=…&amp;payment_status=OK</c>; other parameters are ignored.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="query"/> is null.</exception>
    /// <exception cref="FormatException">The query lacks <c>token</c> or <c>payment_status</c>, or has one of them twice.</exception>
    public static IpgCallback Parse(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return TryParse(query, out IpgCallback? callback)
            ? callback
            : throw new FormatException("A callback of the gateway has one token and one payment_status.");
    }

    /// <summary>Reads the query of the return address if it is a callback of the gateway.</summary>
    public static bool TryParse([NotNullWhen(true)] string? query, [NotNullWhen(true)] out IpgCallback? callback)
    {
        callback = null;
        string?[] values = new string?[2];
        if (FormText.ReadQuery(query, ["token", "payment_status"], values) is not null
            || string.IsNullOrWhiteSpace(values[0]) || values[1] is not { } status)
            return false;
        callback = new(values[0]!, status);
        return true;
    }
}

/// <summary>What <see cref="IpgClient.Confirm"/> found: an <see cref="IpgConfirmed"/> or an <see cref="IpgRefused"/>.</summary>
public abstract record IpgConfirmation : VandarModel
{
    private protected IpgConfirmation()
    {
    }

    /// <summary>
    /// Whether the order may be credited: paid, with the right amount, and confirmed by this call. Where it is false, an
    /// <see cref="IpgConfirmed"/> tells why and what to look up.
    /// </summary>
    public abstract bool MayCredit { get; }
}

/// <summary>The callback was refused before anything was sent. There is no payment to read.</summary>
public sealed record IpgRefused : IpgConfirmation
{
    internal IpgRefused()
    {
    }

    /// <summary>Why.</summary>
    public IpgRefusal Reason { get; internal init; }

    /// <summary>Never.</summary>
    public override bool MayCredit => false;
}

/// <summary>Why a callback was refused.</summary>
public enum IpgRefusal
{
    /// <summary>Its token is not the one that was stored with the order.</summary>
    ForeignToken,

    /// <summary>Its <c>payment_status</c> is not <c>OK</c>: the payer gave up or was declined.</summary>
    PaymentFailed,
}

/// <summary>The payment is paid and confirmed; whether by this call and with the right amount is for the reader to see.</summary>
public sealed record IpgConfirmed : IpgConfirmation
{
    internal IpgConfirmed()
    {
    }

    /// <summary>The payment.</summary>
    public IpgPayment Payment { get; internal init; } = new();

    /// <summary>Whether this call was the one that confirmed it.</summary>
    public IpgVerification Verification => Payment.Verification;

    /// <summary>
    /// Whether the amount is the expected one. It is right where the payer paid it, where the wallet gets it, or where the payer paid it and the
    /// fee (the gateway can be set so that the payer bears the fee).
    /// </summary>
    public IpgAmount Amount { get; internal init; }

    /// <inheritdoc/>
    public override bool MayCredit => Verification is IpgVerification.First && Amount is IpgAmount.Right;
}

/// <summary>How an amount that was paid compares with the expected one.</summary>
/// <remarks>The default value is the careful one.</remarks>
public enum IpgAmount
{
    /// <summary>
    /// The answer carries no amount, as it may where the payment was verified before; <see cref="IpgClient.Transaction"/> tells it.
    /// </summary>
    NotTold,

    /// <summary>It is the expected one, a fee borne by the payer allowed for.</summary>
    Right,

    /// <summary>It is another one: do not credit, look into it.</summary>
    Wrong,
}

/// <summary>How far a payment of the gateway has come, a number on the wire (Vandar API, payment gateway chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<IpgTransactionCode>))]
public readonly record struct IpgTransactionCode(string Value) : IWireEnum<IpgTransactionCode>
{
    /// <summary>Wrong data.</summary>
    public static IpgTransactionCode WrongData { get; } = new("0");

    /// <summary>Paid, and waiting to be verified.</summary>
    public static IpgTransactionCode AwaitingVerification { get; } = new("1");

    /// <summary>Verified before.</summary>
    public static IpgTransactionCode Verified { get; } = new("2");

    /// <summary>Not verified within 20 minutes from sending, or from opening the page: the vendor says both.</summary>
    public static IpgTransactionCode Expired { get; } = new("3");

    /// <summary>Failed; the result was announced before.</summary>
    public static IpgTransactionCode Failed { get; } = new("4");

    private static readonly IpgTransactionCode[] s_known = [WrongData, AwaitingVerification, Verified, Expired, Failed];

    /// <inheritdoc/>
    public static ReadOnlySpan<IpgTransactionCode> Known => s_known;

    /// <inheritdoc/>
    public static IpgTransactionCode From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
