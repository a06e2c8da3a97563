using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.DirectDebit;

/// <summary>A bank that is enabled for the business, with its limits in Rial (Vandar API, direct debit chapter).</summary>
/// <remarks>
/// The limits are newer than the vendor's documents and were seen in one program. A limit whose currency is named and is not Rial is null, because
/// read as Rial it would be wrong by ten; so is one that came with a fraction. That -1 stands for no limit is inferred from the settlement's banks.
/// </remarks>
public sealed record DirectDebitBank : VandarModel, IIdentified
{
    /// <summary>The bank's code, three digits with their leading zero; <see cref="CreateAuthorization.BankCode"/> asks for it.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string Code { get; set => field = value ?? ""; } = "";

    /// <summary>The bank's Persian name.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the bank offers direct debit at all; the list may have banks that do not.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? HasDirectDebitAbility { get; set; }

    /// <summary>Whether the bank can be reached right now.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsHealthyOnDirectDebit { get; set; }

    /// <summary>The logo's address.</summary>
    public string? Logo { get; set; }

    /// <summary>The most that is withdrawn in a day, in Rial; null where it is not told in Rial.</summary>
    [JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? MaxWithdrawalAmount { get => IsInRial ? field : null; set; }

    /// <summary>The most that is withdrawn at once, in Rial; null where it is not told in Rial.</summary>
    [JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? MaxWithdrawalAmountPerTransaction { get => IsInRial ? field : null; set; }

    /// <summary>The unit of the two amounts by the server's own word; its words are not documented.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? WithdrawalAmountCurrency { get; set; }

    /// <summary>How many withdrawals a day are taken; null where no number came.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? MaxWithdrawalDailyCount { get; set; }

    /// <summary>
    /// How long an authorization lasts at the most, in <see cref="MandateValidityDurationUnit"/>; may be 0, whose meaning is not documented.
    /// </summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? MaxMandateValidityDuration { get; set; }

    /// <summary>The unit of <see cref="MaxMandateValidityDuration"/>.</summary>
    public DurationUnit MandateValidityDurationUnit { get; set; }

    /// <summary>How the bank identifies the payer; its words are not documented.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? PayerAuthenticationType { get; set; }

    private bool IsInRial =>
        string.IsNullOrEmpty(WithdrawalAmountCurrency)
        || WithdrawalAmountCurrency.Equals("RIAL", StringComparison.OrdinalIgnoreCase)
        || WithdrawalAmountCurrency.Equals("IRR", StringComparison.OrdinalIgnoreCase);

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(Code);
}

/// <summary>How the banks of direct debit are doing. Shape not documented: it comes as it is.</summary>
[InferredShape]
public sealed record BankHealth : VandarModel
{
    /// <summary>The whole answer, an object or a list.</summary>
    public JsonElement Content { get; set; }
}

/// <summary>The words to one error code of direct debit.</summary>
public sealed record BankError : VandarModel, IIdentified
{
    /// <summary>What the code is about; the same code means something else for a withdrawal and for an authorization.</summary>
    public BankErrorType Type { get; set; }

    /// <summary>The code, two digits.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string ErrorCode { get; set => field = value ?? ""; } = "";

    /// <summary>The Persian text.</summary>
    public string? ErrorMessage { get; set; }

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(ErrorCode);
}

/// <summary>A consent to ask a payer for (Vandar API, direct debit chapter). Personal data: keep it out of logs.</summary>
public sealed record CreateAuthorization : VandarModel
{
    private const int BankCodeLength = 3;

    /// <summary>The payer's bank, three digits: a <see cref="DirectDebitBank.Code"/>.</summary>
    public required string BankCode { get; init; }

    /// <summary>The payer's mobile number, the one that the bank knows.</summary>
    public required MobileNumber Mobile { get; init; }

    /// <summary>
    /// Where the payer's browser comes back to: absolute, http or https, on the domain of the approved payment gateway. It may have a query of its
    /// own.
    /// </summary>
    public required Uri CallbackUrl { get; init; }

    /// <summary>The most successful withdrawals a month, at least 1.</summary>
    public required int Count { get; init; }

    /// <summary>The most that is withdrawn at once, in Rial.</summary>
    public required Rial Limit { get; init; }

    /// <summary>The last day of the consent, Gregorian, later than today: a day by Tehran's clock, which the server judges.</summary>
    public required DateOnly ExpirationDate { get; init; }

    /// <summary>The payer's name, for you to find it again.</summary>
    public string? Name { get; init; }

    /// <summary>The payer's e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Who pays the fee; null for what the dashboard says.</summary>
    public WageType? WageType { get; init; }

    /// <summary>The payer's national code; seen in programs, not documented. Some banks want it to belong to the mobile number's owner.</summary>
    public NationalCode? NationalCode { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(BankCode);
        if (BankCode.Length != BankCodeLength || !BankCode.All(char.IsAsciiDigit))
            throw new ArgumentException("A bank's code has three digits.", nameof(BankCode));
        if (Mobile.IsEmpty)
            throw new ArgumentException("The mobile number must be set.", nameof(Mobile));
        AddressArgument.Check(CallbackUrl, nameof(CallbackUrl));
        if (Count < 1)
            throw new ArgumentOutOfRangeException(nameof(Count), "An authorization allows at least 1 withdrawal a month.");
        if (Limit <= Rial.Zero)
            throw new ArgumentOutOfRangeException(nameof(Limit), "The limit must be positive.");
        GregorianDay.Check(ExpirationDate, nameof(ExpirationDate));
        TextArgument.NotBlank(Name, nameof(Name));
        TextArgument.NotBlank(Email, nameof(Email));
        if (WageType is { } wageType && string.IsNullOrWhiteSpace(wageType.Value))
            throw new ArgumentException("The wage type must be set, or null.", nameof(WageType));
        if (NationalCode is { IsEmpty: true })
            throw new ArgumentException("The national code must be set, or null.", nameof(NationalCode));
    }
}

/// <summary>Days of requests are Gregorian here, and those of answers Jalali.</summary>
internal static class GregorianDay
{
    private const int FirstYear = 1900;

    internal static void Check(DateOnly day, string parameter)
    {
        // Also meets a Jalali year that was put into a Gregorian day, and default.
        if (day.Year < FirstYear)
            throw new ArgumentOutOfRangeException(parameter, "The day must be set, and is Gregorian; JalaliDate.ToDateOnly converts.");
    }
}

/// <summary>A consent that was asked for and is not given yet.</summary>
public sealed record AuthorizationSession : VandarModel, IIdentified
{
    /// <summary>The token of the page, for one use within 20 minutes. Store it with the payer.</summary>
    public string Token { get; set => field = value ?? ""; } = "";

    /// <summary>The page the payer's browser has to open; see <see cref="AuthorizationsClient.RedirectUrl"/>.</summary>
    [JsonIgnore]
    public Uri RedirectUrl { get; set; } = null!;

    // A token that no address can have opens nothing.
    bool IIdentified.HasIdentity => Token is not null && VandarPath.BrokenRule(Token) is null;
}

/// <summary>An authorization was confirmed by this call.</summary>
public sealed record AuthorizationVerification : VandarModel
{
    /// <summary>The server's words.</summary>
    public string? Message { get; set; }
}

/// <summary>How one authorization is asked for.</summary>
public sealed record AuthorizationLookup : VandarModel
{
    /// <summary>Asks by the path without <c>/search</c>, which older documents have; no unless set.</summary>
    public bool UseOlderPath { get; init; }
}

/// <summary>Which authorizations are wanted.</summary>
public sealed record AuthorizationQuery : VandarModel
{
    /// <summary>Only those of this payer; the filter was seen in one program and is not documented.</summary>
    public MobileNumber? Mobile { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        // A default would be skipped, and a filter that is lost widens the list.
        if (Mobile is { IsEmpty: true })
            throw new ArgumentException("The mobile number must be set, or null.", nameof(Mobile));
    }
}

/// <summary>What is asked of an authorization's calculation.</summary>
public sealed record CalculationQuery : VandarModel
{
    /// <summary>An amount; that there is such a parameter, and that it is Rial, is inferred.</summary>
    public Rial? Amount { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        if (Amount <= Rial.Zero)
            throw new ArgumentOutOfRangeException(nameof(Amount), "The amount must be positive, or null.");
    }
}

/// <summary>The consent of a payer ("mandate"). Personal data: keep it out of logs.</summary>
public sealed record DirectDebitAuthorization : VandarModel, IIdentified
{
    /// <summary>The authorization's id, a UUID.</summary>
    public string Id { get; set => field = value ?? ""; } = "";

    /// <summary>Vandar's id of the customer, a UUID.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CustomerUuid { get; set; }

    /// <summary>The token it was created with. Compare it with the one that was stored with the payer.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Token { get; set; }

    /// <summary>The bank's code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? BankCode { get; set; }

    /// <summary>The address the browser came back to, as it was sent.</summary>
    public string? CallbackUrl { get; set; }

    /// <summary>The most successful withdrawals a month.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Count { get; set; }

    /// <summary>The most that is withdrawn at once, in Rial; null where none came, or one with a fraction. -1 most likely means none.</summary>
    [JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? Limit { get; set; }

    /// <summary>The payer's mobile number.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Mobile { get; set; }

    /// <summary>The payer's name, as it was sent.</summary>
    public string? Name { get; set; }

    /// <summary>The payer's e-mail address, as it was sent.</summary>
    public string? Email { get; set; }

    /// <summary>The payer's national code, where the bank tells it.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? NationalCode { get; set; }

    /// <summary>When it ends, Jalali, though the request is Gregorian.</summary>
    public JalaliText ExpirationDate { get; set; }

    /// <summary>How it stands.</summary>
    public AuthorizationStatus Status { get; set; }

    /// <summary>When it was created, Jalali.</summary>
    public JalaliText CreatedAt { get; set; }

    /// <summary>The account that is charged; seen in one program.</summary>
    [JsonConverter(typeof(PayerAccountOrNull))]
    public PayerAccount? PayerAccount { get; set; }

    /// <summary>When it was revoked; seen in one program.</summary>
    public JalaliText RevokedAt { get; set; }

    /// <summary>Whether it is verified and not revoked, by what this answer says: no for a state that nobody knows.</summary>
    [JsonIgnore]
    public bool IsActive => Status == AuthorizationStatus.Active && RevokedAt.Text.Length == 0;

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(Id);
}

/// <summary>The account of a payer; seen in one program. Personal data: keep it out of logs.</summary>
public sealed record PayerAccount : VandarModel
{
    /// <summary>The account's number.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? AccountNumber { get; set; }

    /// <summary>The card's number, masked by Vandar.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Pan { get; set; }
}

/// <summary>Probably what is left of an authorization. Shape inferred: no member is documented, so all of them are in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record AuthorizationCalculation : VandarModel
{
    /// <summary>The members by their names on the wire; what has no names (a scalar, a list of several) stands under <c>data</c>.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>An authorization was revoked.</summary>
public sealed record RevokedAuthorization : VandarModel
{
    /// <summary>The authorization's id; null where the answer does not repeat it.</summary>
    [JsonIgnore]
    public string? Id { get; set; }

    [JsonInclude, JsonConverter(typeof(EmptyArrayAsNull<RevokedReference>))]
    internal RevokedReference? Authorization
    {
        get;
        set
        {
            field = value;
            Id = value?.Id ?? Id;
        }
    }

    // The same by the name it has in the vendor's collection of requests.
    [JsonInclude, JsonConverter(typeof(EmptyArrayAsNull<RevokedReference>))]
    internal RevokedReference? Authorizations
    {
        get => Authorization;
        set => Authorization = value;
    }
}

/// <summary>What a revocation says of the authorization.</summary>
internal sealed record RevokedReference : VandarModel
{
    [JsonConverter(typeof(FlexibleString))]
    public string? Id { get; set; }
}

/// <summary>
/// What the payer's browser brings back to <see cref="CreateAuthorization.CallbackUrl"/>. Nothing in it is proven: only
/// <see cref="AuthorizationsClient.Verify"/> makes an authorization of it.
/// </summary>
/// <remarks>
/// Compare <see cref="Token"/> with the one that was stored with the payer before anything else, and after the verification the
/// <see cref="DirectDebitAuthorization.Token"/> of <see cref="AuthorizationsClient.Get"/> as well: the id beside it comes from the same browser.
/// </remarks>
public sealed record AuthorizationCallback : VandarModel
{
    private const int LongestId = 128;

    private AuthorizationCallback(string token, AuthorizationCallbackStatus status, string? authorizationId, AuthorizationErrorCode? errorCode)
    {
        Token = token;
        Status = status;
        AuthorizationId = authorizationId;
        ErrorCode = errorCode;
    }

    /// <summary>The token, by the browser's word.</summary>
    public string Token { get; }

    /// <summary>How it ended, by the browser's word.</summary>
    public AuthorizationCallbackStatus Status { get; }

    /// <summary>The authorization's id, by the browser's word; null unless <see cref="IsSucceeded"/>.</summary>
    public string? AuthorizationId { get; }

    /// <summary>Why it failed; null where no code came.</summary>
    public AuthorizationErrorCode? ErrorCode { get; }

    /// <summary>Whether to go on to <see cref="AuthorizationsClient.Verify"/>. It does not say that the payer consented.</summary>
    [MemberNotNullWhen(true, nameof(AuthorizationId))]
    public bool IsSucceeded => AuthorizationId is not null;

    /// <summary>
    /// Reads the query of the return address, such as <c>?token=…&amp;authorization_id=…&amp;status=SUCCEED</c>; other parameters are ignored.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="query"/> is null.</exception>
    /// <exception cref="FormatException">
    /// The query lacks <c>token</c> or <c>status</c>, or the id of a success, has one of them twice, or has an id that is none.
    /// </exception>
    public static AuthorizationCallback Parse(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return TryParse(query, out AuthorizationCallback? callback)
            ? callback
            : throw new FormatException(
                "A callback of direct debit has one token and one status, and an authorization_id where the status is SUCCEED.");
    }

    /// <summary>Reads the query of the return address if it is a callback of direct debit.</summary>
    public static bool TryParse([NotNullWhen(true)] string? query, [NotNullWhen(true)] out AuthorizationCallback? callback)
    {
        callback = null;
        string?[] values = new string?[4];
        if (FormText.ReadQuery(query, ["token", "status", "authorization_id", "error_code"], values) is not null)
            return false;
        if (string.IsNullOrWhiteSpace(values[0]) || string.IsNullOrWhiteSpace(values[1]))
            return false;
        AuthorizationCallbackStatus status = new(values[1]!);
        bool isSuccess = status == AuthorizationCallbackStatus.Succeeded;
        if (isSuccess && !IsId(values[2]))
            return false;
        AuthorizationErrorCode? error = string.IsNullOrEmpty(values[3]) ? null : new AuthorizationErrorCode(values[3]!);
        callback = new(values[0]!, status, isSuccess ? values[2] : null, error);
        return true;
    }

    // It becomes a part of a path: an id of this API is a UUID, and nothing that is far from one comes from Vandar.
    private static bool IsId(string? text) =>
        text is { Length: > 0 and <= LongestId } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}

/// <summary>A withdrawal to order (Vandar API, direct debit chapter).</summary>
public sealed record CreateWithdrawal : VandarModel, IKeyed
{
    private const int LongestAddress = 2_048;
    private const int MostTries = 16;

    /// <summary>The verified authorization.</summary>
    public required string AuthorizationId { get; init; }

    /// <summary>The amount, in Rial, positive and at most the authorization's limit.</summary>
    public required Rial Amount { get; init; }

    /// <summary>
    /// Your key of this withdrawal, unique and case-sensitive, at most 512 characters; a UUID is advised. The API takes it as optional, this client
    /// does not: <see cref="WithdrawalsClient.GetByTrackId"/> finds the withdrawal by it when an answer was lost.
    /// </summary>
    public required string TrackId { get; init; }

    /// <summary>
    /// The day of the withdrawal, Gregorian and later than today: a day by Tehran's clock, which the server judges. Null takes the money at once.
    /// </summary>
    public DateOnly? WithdrawalDate { get; init; }

    [JsonInclude, JsonPropertyName("is_instant")]
    internal int Instant => WithdrawalDate is null ? 1 : 0;

    /// <summary>Where the final state is announced: absolute, http or https, at most 2,048 characters.</summary>
    public Uri? NotifyUrl { get; init; }

    /// <summary>How often it is tried, 1 to 16; null for once. An instant withdrawal is tried once.</summary>
    public int? MaxRetryCount { get; init; }

    /// <summary>A note, not blank.</summary>
    public string? Description { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        TextArgument.Check(AuthorizationId, nameof(AuthorizationId));
        if (Amount <= Rial.Zero)
            throw new ArgumentOutOfRangeException(nameof(Amount), "The amount must be positive.");
        // It is asked for as a part of a path.
        VandarPath.Check(TrackId, nameof(TrackId));
        if (WithdrawalDate is { } day)
            GregorianDay.Check(day, nameof(WithdrawalDate));
        if (NotifyUrl is not null)
        {
            AddressArgument.Check(NotifyUrl, nameof(NotifyUrl));
            if (NotifyUrl.OriginalString.Length > LongestAddress)
                throw new ArgumentException("The address must have at most 2,048 characters.", nameof(NotifyUrl));
        }
        if (MaxRetryCount is < 1 or > MostTries)
            throw new ArgumentOutOfRangeException(nameof(MaxRetryCount), "A withdrawal is tried 1 to 16 times.");
        if (MaxRetryCount > 1 && WithdrawalDate is null)
            throw new ArgumentException("An instant withdrawal is tried once; more tries need a day.", nameof(MaxRetryCount));
        TextArgument.NotBlank(Description, nameof(Description));
    }
}

/// <summary>What has become of a withdrawal. Only <see cref="Done"/> is money.</summary>
/// <remarks>The default value is the careful one.</remarks>
public enum WithdrawalState
{
    /// <summary>
    /// The answer's state is missing, is a word from the future, or contradicts itself (done, with an error code): read it again, and let a person
    /// look if it stays.
    /// </summary>
    Unclear,

    /// <summary>Not decided. An error code may be there already: that of the last try, or of one whose end has not been announced yet.</summary>
    InProgress,

    /// <summary>The money was taken.</summary>
    Done,

    /// <summary>Refused for good; nothing was taken.</summary>
    Failed,

    /// <summary>Cancelled before its day; nothing was taken.</summary>
    Canceled,

    /// <summary>The money was taken and given back to the payer.</summary>
    Refunded,
}

/// <summary>
/// A withdrawal. That there is one does not mean that money was taken: a refusal of the bank comes as a success of the call. Only
/// <see cref="IsDone"/> is money, and only then is there a <see cref="TakenAmount"/>. Amounts are Rial.
/// </summary>
public sealed record Withdrawal : VandarModel, IIdentified
{
    /// <summary>The withdrawal's id, a UUID.</summary>
    public string Id { get; set => field = value ?? ""; } = "";

    /// <summary>The authorization's id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? AuthorizationId { get; set; }

    /// <summary>Whether the money was taken: the wire says <c>DONE</c>, and no error code beside it.</summary>
    [JsonIgnore]
    public bool IsDone => State is WithdrawalState.Done;

    /// <summary>What has become of it, out of <see cref="Status"/> and <see cref="ErrorCode"/>.</summary>
    [JsonIgnore]
    public WithdrawalState State => Status.Value switch
    {
        "DONE" => ErrorCode is null ? WithdrawalState.Done : WithdrawalState.Unclear,
        "INIT" or "PENDING" => WithdrawalState.InProgress,
        "FAILED" => WithdrawalState.Failed,
        "CANCELED" => WithdrawalState.Canceled,
        "REFUND" => WithdrawalState.Refunded,
        _ => WithdrawalState.Unclear,
    };

    /// <summary>
    /// What was asked for and taken, in Rial; null unless <see cref="IsDone"/>. This is what to credit. A fee that the payer bears may come on top,
    /// and a part that was given back later is not taken off: neither is documented.
    /// </summary>
    [JsonIgnore]
    public Rial? TakenAmount => IsDone ? RequestedAmount : null;

    /// <summary>What was asked for, in Rial, taken or not; the wire's <c>amount</c>.</summary>
    [JsonPropertyName("amount"), JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? RequestedAmount { get; set; }

    /// <summary>The fee, in Rial; null where it came with a fraction, which must not cost the withdrawal beside it.</summary>
    [JsonConverter(typeof(SideMoney<Rial>))]
    public Rial? WageAmount { get; set; }

    /// <summary>The state's word on the wire, also where nobody knows it.</summary>
    public WithdrawalStatus Status { get; set; }

    /// <summary>Why the bank refused, or refused the last try; null where no code came. <c>00</c> is an error like the others.</summary>
    public WithdrawalErrorCode? ErrorCode
    {
        get;
        set => field = string.IsNullOrWhiteSpace(value?.Value) ? null : value;
    }

    /// <summary>The Persian words to <see cref="ErrorCode"/>.</summary>
    [JsonConverter(typeof(SideText))]
    public string? ErrorMessage { get; set; }

    /// <summary>How often it was tried; 1 was seen right after the creation.</summary>
    [JsonConverter(typeof(SideInt64))]
    public long? RetryCount { get; set; }

    /// <summary>How often it is tried at the most.</summary>
    [JsonConverter(typeof(SideInt64))]
    public long? MaxRetryCount { get; set; }

    /// <summary>Vandar's id of the transaction, twelve digits, as the wallet's list has it.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? GatewayTransactionId { get; set; }

    /// <summary>The refund's id, once there is one; seen in one program.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? RefundId { get; set; }

    /// <summary>The bank's reference.</summary>
    [JsonConverter(typeof(SideText))]
    public string? PaymentNumber { get; set; }

    /// <summary>The account that is charged; seen in one program, its shape is inferred.</summary>
    [JsonConverter(typeof(PayerAccountOrNull))]
    public PayerAccount? PayerAccount { get; set; }

    /// <summary>Your key, as it was sent.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TrackId { get; set; }

    /// <summary>The note, as it was sent.</summary>
    [JsonConverter(typeof(SideText))]
    public string? Description { get; set; }

    /// <summary>The day, Jalali, though the request is Gregorian.</summary>
    public JalaliText WithdrawalDate { get; set; }

    /// <summary>The address for the announcement, as it was sent.</summary>
    [JsonConverter(typeof(SideText))]
    public string? NotifyUrl { get; set; }

    /// <summary>Whether it is taken at once.</summary>
    [JsonConverter(typeof(SideBoolean))]
    public bool? IsInstant { get; set; }

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(Id);
}

/// <summary>Which withdrawals are wanted.</summary>
public sealed record WithdrawalQuery : VandarModel
{
    /// <summary>Only those of this authorization, the wire's <c>q</c>.</summary>
    public string? AuthorizationId { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        if (AuthorizationId is not null)
            TextArgument.Check(AuthorizationId, nameof(AuthorizationId));
    }
}

/// <summary>A withdrawal was cancelled.</summary>
public sealed record CanceledWithdrawal : VandarModel
{
    /// <summary>The withdrawal's id; null where the answer does not repeat it.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Id { get; set; }
}

/// <summary>A withdrawal to give back. Shape inferred: every member's name is; further ones go through <see cref="Extra"/>.</summary>
public sealed record CreateDirectDebitRefund : VandarModel
{
    /// <summary>The withdrawal, which must be done. Name on the wire inferred.</summary>
    public required string WithdrawalId { get; init; }

    /// <summary>
    /// How much, in Rial, at most the withdrawal's amount; null most likely for all of it. The null has to be written: an amount that was forgotten
    /// must not be a whole refund. Name and unit inferred.
    /// </summary>
    public required Rial? Amount { get; init; }

    /// <summary>Your key. Name on the wire inferred; that a second refund with it is refused is not documented.</summary>
    public string? TrackId { get; init; }

    /// <summary>A note. Name on the wire inferred.</summary>
    public string? Description { get; init; }

    /// <summary>Where the final state is announced, absolute, http or https. Name on the wire inferred.</summary>
    public Uri? NotifyUrl { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        TextArgument.Check(WithdrawalId, nameof(WithdrawalId));
        if (Amount <= Rial.Zero)
            throw new ArgumentOutOfRangeException(nameof(Amount), "The amount must be positive, or null.");
        if (TrackId is not null)
            TextArgument.Check(TrackId, nameof(TrackId));
        TextArgument.NotBlank(Description, nameof(Description));
        if (NotifyUrl is not null)
            AddressArgument.Check(NotifyUrl, nameof(NotifyUrl));
        Inferred.CheckExtra(Extra, DirectDebitJson.Default.CreateDirectDebitRefund, nameof(Extra));
    }
}

/// <summary>Which refunds are wanted. No filter of this list is documented.</summary>
public sealed record DirectDebitRefundQuery : VandarModel;

/// <summary>A refund of direct debit. Shape inferred: every member is a guess, and what else came is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record DirectDebitRefund : VandarModel
{
    /// <summary>The refund's id, most likely a withdrawal's <see cref="Withdrawal.RefundId"/>.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Id { get; set; }

    /// <summary>The withdrawal that was given back.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? WithdrawalId { get; set; }

    /// <summary>How much, probably in Rial, which is inferred.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>The fee, probably in Rial, which is inferred.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? WageAmount { get; set; }

    /// <summary>Your key, as it was sent.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TrackId { get; set; }

    /// <summary>The state; its words are inferred from the withdrawals'. That a refund was taken up does not mean that it is done.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public WithdrawalStatus Status { get; set; }

    /// <summary>When it was created, probably Jalali.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JalaliText CreatedAt { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Who pays the fee of the withdrawals (Vandar API, direct debit chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<WageType>))]
public readonly record struct WageType(string Value) : IWireEnum<WageType>
{
    /// <summary>The business.</summary>
    public static WageType Business { get; } = new("APPLICATION_SELF");

    /// <summary>The payer.</summary>
    public static WageType Payer { get; } = new("APPLICATION_USER");

    private static readonly WageType[] s_known = [Business, Payer];

    /// <inheritdoc/>
    public static ReadOnlySpan<WageType> Known => s_known;

    /// <inheritdoc/>
    public static WageType From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>The unit of <see cref="DirectDebitBank.MaxMandateValidityDuration"/> (Vandar API, direct debit chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<DurationUnit>))]
public readonly record struct DurationUnit(string Value) : IWireEnum<DurationUnit>
{
    /// <summary>Years. The only word that was seen; a program took every other one for months.</summary>
    public static DurationUnit Year { get; } = new("YEAR");

    private static readonly DurationUnit[] s_known = [Year];

    /// <inheritdoc/>
    public static ReadOnlySpan<DurationUnit> Known => s_known;

    /// <inheritdoc/>
    public static DurationUnit From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>How an authorization stands (Vandar API, direct debit chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<AuthorizationStatus>))]
public readonly record struct AuthorizationStatus(string Value) : IWireEnum<AuthorizationStatus>
{
    /// <summary>Verified: money can be taken with it.</summary>
    public static AuthorizationStatus Active { get; } = new("ACTIVE");

    /// <summary>Given by the payer and not verified; it is cancelled after 20 minutes.</summary>
    public static AuthorizationStatus PendingVerify { get; } = new("PENDING_VERIFY");

    private static readonly AuthorizationStatus[] s_known = [Active, PendingVerify];

    /// <inheritdoc/>
    public static ReadOnlySpan<AuthorizationStatus> Known => s_known;

    /// <inheritdoc/>
    public static AuthorizationStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>What the payer's browser says of the consent (Vandar API, direct debit chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<AuthorizationCallbackStatus>))]
public readonly record struct AuthorizationCallbackStatus(string Value) : IWireEnum<AuthorizationCallbackStatus>
{
    /// <summary>The payer consented; verify it.</summary>
    public static AuthorizationCallbackStatus Succeeded { get; } = new("SUCCEED");

    /// <summary>The payer did not, or it failed; an error code tells.</summary>
    public static AuthorizationCallbackStatus Failed { get; } = new("FAILED");

    /// <summary>The bank's page could not be reached.</summary>
    public static AuthorizationCallbackStatus BankNotReached { get; } = new("FAILED_TO_ACCESS_BANK");

    private static readonly AuthorizationCallbackStatus[] s_known = [Succeeded, Failed, BankNotReached];

    /// <inheritdoc/>
    public static ReadOnlySpan<AuthorizationCallbackStatus> Known => s_known;

    /// <inheritdoc/>
    public static AuthorizationCallbackStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>Why a consent failed, two digits (Vandar API, direct debit chapter).</summary>
/// <remarks>The table is of 2021; <see cref="DirectDebitClient.BankErrors"/> has the one of today.</remarks>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<AuthorizationErrorCode>))]
public readonly record struct AuthorizationErrorCode(string Value) : IWireEnum<AuthorizationErrorCode>
{
    /// <summary>An unexpected error.</summary>
    public static AuthorizationErrorCode Unexpected { get; } = new("00");

    /// <summary>The authorization is not in the state "created".</summary>
    public static AuthorizationErrorCode NotCreated { get; } = new("01");

    /// <summary>The payer went back on the contract page after logging in.</summary>
    public static AuthorizationErrorCode BackAfterLogin { get; } = new("02");

    /// <summary>The bank's token could not be got.</summary>
    public static AuthorizationErrorCode NoBankToken { get; } = new("03");

    /// <summary>A server error.</summary>
    public static AuthorizationErrorCode ServerError { get; } = new("04");

    /// <summary>An unknown error.</summary>
    public static AuthorizationErrorCode UnknownError { get; } = new("05");

    /// <summary>The mobile number belongs to another person than the one who logged in.</summary>
    public static AuthorizationErrorCode AnotherPerson { get; } = new("06");

    /// <summary>The customer's details could not be stored.</summary>
    public static AuthorizationErrorCode CustomerNotStored { get; } = new("07");

    /// <summary>The payer has no active account.</summary>
    public static AuthorizationErrorCode NoActiveAccount { get; } = new("08");

    /// <summary>The customer's accounts could not be read.</summary>
    public static AuthorizationErrorCode AccountsNotRead { get; } = new("09");

    /// <summary>The institution's id was not found, or is not valid.</summary>
    public static AuthorizationErrorCode InvalidInstitution { get; } = new("10");

    /// <summary>The contract's date is not valid.</summary>
    public static AuthorizationErrorCode InvalidContractDate { get; } = new("11");

    /// <summary>The tracking number was not found, or is not valid.</summary>
    public static AuthorizationErrorCode InvalidTrackingNumber { get; } = new("12");

    /// <summary>The institution's state is not valid.</summary>
    public static AuthorizationErrorCode InvalidInstitutionState { get; } = new("13");

    /// <summary>A constant has a wrong value.</summary>
    public static AuthorizationErrorCode InvalidConstant { get; } = new("14");

    /// <summary>The bank was not found.</summary>
    public static AuthorizationErrorCode BankNotFound { get; } = new("15");

    /// <summary>The bank's state is not valid.</summary>
    public static AuthorizationErrorCode InvalidBankState { get; } = new("16");

    /// <summary>The payer is not allowed to.</summary>
    public static AuthorizationErrorCode NotAllowed { get; } = new("17");

    /// <summary>The deposit is not the payer's, cannot be reached, or nothing can be withdrawn from it.</summary>
    public static AuthorizationErrorCode DepositNotWithdrawable { get; } = new("18");

    /// <summary>There is no deposit of this number.</summary>
    public static AuthorizationErrorCode DepositNotFound { get; } = new("19");

    /// <summary>The access was denied.</summary>
    public static AuthorizationErrorCode AccessDenied { get; } = new("20");

    /// <summary>An internal error of the Boom platform.</summary>
    public static AuthorizationErrorCode BoomError { get; } = new("21");

    /// <summary>The bank is none of those Vandar works with.</summary>
    public static AuthorizationErrorCode BankNotAvailable { get; } = new("22");

    /// <summary>There is no such application.</summary>
    public static AuthorizationErrorCode ApplicationNotFound { get; } = new("23");

    /// <summary>The application is not active.</summary>
    public static AuthorizationErrorCode ApplicationNotActive { get; } = new("24");

    /// <summary>The bank gave no proper answer.</summary>
    public static AuthorizationErrorCode NoBankAnswer { get; } = new("25");

    /// <summary>An unexpected error while the contract was closed.</summary>
    public static AuthorizationErrorCode ContractNotClosed { get; } = new("26");

    /// <summary>The payer went back on the contract page.</summary>
    public static AuthorizationErrorCode Back { get; } = new("27");

    /// <summary>The Hamrah Card service gave no proper answer.</summary>
    public static AuthorizationErrorCode NoHamrahCardAnswer { get; } = new("28");

    /// <summary>The page for the authorization had expired.</summary>
    public static AuthorizationErrorCode PageExpired { get; } = new("29");

    private static readonly AuthorizationErrorCode[] s_known =
    [
        Unexpected, NotCreated, BackAfterLogin, NoBankToken, ServerError, UnknownError, AnotherPerson, CustomerNotStored, NoActiveAccount,
        AccountsNotRead, InvalidInstitution, InvalidContractDate, InvalidTrackingNumber, InvalidInstitutionState, InvalidConstant,
        BankNotFound, InvalidBankState, NotAllowed, DepositNotWithdrawable, DepositNotFound, AccessDenied, BoomError, BankNotAvailable,
        ApplicationNotFound, ApplicationNotActive, NoBankAnswer, ContractNotClosed, Back, NoHamrahCardAnswer, PageExpired,
    ];

    /// <inheritdoc/>
    public static ReadOnlySpan<AuthorizationErrorCode> Known => s_known;

    /// <inheritdoc/>
    public static AuthorizationErrorCode From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>
/// The state of a withdrawal by its word on the wire; <see cref="Withdrawal.State"/> is what to branch on (Vandar API, direct debit chapter).
/// </summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<WithdrawalStatus>))]
public readonly record struct WithdrawalStatus(string Value) : IWireEnum<WithdrawalStatus>
{
    /// <summary>Sent to the bank.</summary>
    public static WithdrawalStatus Sent { get; } = new("INIT");

    /// <summary>Waiting, or to be tried again.</summary>
    public static WithdrawalStatus Pending { get; } = new("PENDING");

    /// <summary>Succeeded.</summary>
    public static WithdrawalStatus Done { get; } = new("DONE");

    /// <summary>Failed for good.</summary>
    public static WithdrawalStatus Failed { get; } = new("FAILED");

    /// <summary>Cancelled.</summary>
    public static WithdrawalStatus Canceled { get; } = new("CANCELED");

    /// <summary>Succeeded, and given back to the payer.</summary>
    public static WithdrawalStatus Refunded { get; } = new("REFUND");

    private static readonly WithdrawalStatus[] s_known = [Sent, Pending, Done, Failed, Canceled, Refunded];

    /// <inheritdoc/>
    public static ReadOnlySpan<WithdrawalStatus> Known => s_known;

    /// <inheritdoc/>
    public static WithdrawalStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>Why the bank refused a withdrawal, two digits (Vandar API, direct debit chapter).</summary>
/// <remarks>The table is of 2021; <see cref="DirectDebitClient.BankErrors"/> has the one of today.</remarks>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<WithdrawalErrorCode>))]
public readonly record struct WithdrawalErrorCode(string Value) : IWireEnum<WithdrawalErrorCode>
{
    /// <summary>An unexpected error. It is one: two zeros do not mean success.</summary>
    public static WithdrawalErrorCode Unexpected { get; } = new("00");

    /// <summary>The payer's balance is too low.</summary>
    public static WithdrawalErrorCode InsufficientBalance { get; } = new("01");

    /// <summary>A server error.</summary>
    public static WithdrawalErrorCode ServerError { get; } = new("02");

    /// <summary>The resource was not found.</summary>
    public static WithdrawalErrorCode NotFound { get; } = new("03");

    /// <summary>The authorization's number of withdrawals a day is used up.</summary>
    public static WithdrawalErrorCode MandateDailyCountExceeded { get; } = new("04");

    /// <summary>The application was not found.</summary>
    public static WithdrawalErrorCode ApplicationNotFound { get; } = new("05");

    /// <summary>The token is not valid.</summary>
    public static WithdrawalErrorCode InvalidToken { get; } = new("06");

    /// <summary>The deposit is not valid.</summary>
    public static WithdrawalErrorCode InvalidDeposit { get; } = new("07");

    /// <summary>The amount is not valid.</summary>
    public static WithdrawalErrorCode InvalidAmount { get; } = new("08");

    /// <summary>The account to pay to is not valid.</summary>
    public static WithdrawalErrorCode InvalidDestinationAccount { get; } = new("09");

    /// <summary>The payer is not registered as a customer of the bank.</summary>
    public static WithdrawalErrorCode NotACustomer { get; } = new("10");

    /// <summary>The tracking number is not valid, or was used before.</summary>
    public static WithdrawalErrorCode InvalidTrackingNumber { get; } = new("11");

    /// <summary>The institution's state is not valid.</summary>
    public static WithdrawalErrorCode InvalidInstitutionState { get; } = new("12");

    /// <summary>The authorization's state is not valid.</summary>
    public static WithdrawalErrorCode InvalidMandateState { get; } = new("13");

    /// <summary>The authorization has ended.</summary>
    public static WithdrawalErrorCode MandateExpired { get; } = new("14");

    /// <summary>The time is not valid for this authorization.</summary>
    public static WithdrawalErrorCode InvalidTime { get; } = new("15");

    /// <summary>The number of withdrawals a day is used up.</summary>
    public static WithdrawalErrorCode DailyCountExceeded { get; } = new("16");

    /// <summary>The number of withdrawals a month is used up.</summary>
    public static WithdrawalErrorCode MonthlyCountExceeded { get; } = new("17");

    /// <summary>The contract's time has not begun.</summary>
    public static WithdrawalErrorCode ContractNotBegun { get; } = new("18");

    /// <summary>The amount that was handed in is not valid.</summary>
    public static WithdrawalErrorCode InvalidInputAmount { get; } = new("19");

    /// <summary>The two currencies differ, or one is not known.</summary>
    public static WithdrawalErrorCode CurrencyMismatch { get; } = new("20");

    /// <summary>The deposit is not the payer's, cannot be reached, or nothing can be withdrawn from it.</summary>
    public static WithdrawalErrorCode DepositNotWithdrawable { get; } = new("21");

    /// <summary>The deposit's number is not valid.</summary>
    public static WithdrawalErrorCode InvalidDepositNumber { get; } = new("22");

    /// <summary>The parameters were not given as they must be.</summary>
    public static WithdrawalErrorCode InvalidParameters { get; } = new("23");

    /// <summary>There is no deposit of this number.</summary>
    public static WithdrawalErrorCode DepositNotFound { get; } = new("24");

    /// <summary>An internal error of the Boom platform.</summary>
    public static WithdrawalErrorCode BoomError { get; } = new("25");

    /// <summary>Internal errors of the Peyman platform.</summary>
    public static WithdrawalErrorCode PeymanError { get; } = new("26");

    /// <summary>The institution's id was not found, or is not valid.</summary>
    public static WithdrawalErrorCode InvalidInstitution { get; } = new("27");

    /// <summary>The account is blocked.</summary>
    public static WithdrawalErrorCode AccountBlocked { get; } = new("28");

    /// <summary>The tracking number was used before.</summary>
    public static WithdrawalErrorCode DuplicateTrackingNumber { get; } = new("29");

    /// <summary>More transactions a day than are allowed.</summary>
    public static WithdrawalErrorCode DailyNumberExceeded { get; } = new("30");

    /// <summary>More transactions a month than are allowed.</summary>
    public static WithdrawalErrorCode MonthlyNumberExceeded { get; } = new("31");

    /// <summary>An error of direct debit.</summary>
    public static WithdrawalErrorCode DirectDebitError { get; } = new("32");

    private static readonly WithdrawalErrorCode[] s_known =
    [
        Unexpected, InsufficientBalance, ServerError, NotFound, MandateDailyCountExceeded, ApplicationNotFound, InvalidToken,
        InvalidDeposit, InvalidAmount, InvalidDestinationAccount, NotACustomer, InvalidTrackingNumber, InvalidInstitutionState,
        InvalidMandateState, MandateExpired, InvalidTime, DailyCountExceeded, MonthlyCountExceeded, ContractNotBegun, InvalidInputAmount,
        CurrencyMismatch, DepositNotWithdrawable, InvalidDepositNumber, InvalidParameters, DepositNotFound, BoomError, PeymanError,
        InvalidInstitution, AccountBlocked, DuplicateTrackingNumber, DailyNumberExceeded, MonthlyNumberExceeded, DirectDebitError,
    ];

    /// <inheritdoc/>
    public static ReadOnlySpan<WithdrawalErrorCode> Known => s_known;

    /// <inheritdoc/>
    public static WithdrawalErrorCode From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>What a <see cref="BankError"/> is about (Vandar API, direct debit chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<BankErrorType>))]
public readonly record struct BankErrorType(string Value) : IWireEnum<BankErrorType>
{
    /// <summary>A withdrawal: its code is a <see cref="WithdrawalErrorCode"/>.</summary>
    public static BankErrorType Withdrawal { get; } = new("withdrawal");

    /// <summary>An authorization that is being given: its code is an <see cref="AuthorizationErrorCode"/>.</summary>
    public static BankErrorType Authorization { get; } = new("tempMandate");

    private static readonly BankErrorType[] s_known = [Withdrawal, Authorization];

    /// <inheritdoc/>
    public static ReadOnlySpan<BankErrorType> Known => s_known;

    /// <inheritdoc/>
    public static BankErrorType From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
