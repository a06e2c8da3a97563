using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Settlements;

/// <summary>A payout from the wallet to an IBAN (Vandar API, settlement chapter).</summary>
public sealed record CreateSettlement : VandarModel, IKeyed
{
    private const long SmallestAmount = 5_000;
    private const int LongestDescription = 256;
    private const int ReasonDigits = 2;

    /// <summary>How much, <b>in Toman</b>, at least 5,000.</summary>
    public required Toman Amount { get; init; }

    /// <summary>Where to.</summary>
    public required Iban Iban { get; init; }

    /// <summary>
    /// Your key of this payout, unique and case-sensitive, a UUID by the vendor's advice; at most 512 characters (ours) and no control character.
    /// Make it once per payout and store it before you send: it is what a lost answer is looked up by, and what keeps a repeat from paying twice.
    /// </summary>
    public required string TrackId { get; init; }

    /// <summary>The deposit id that the bank shows, digits.</summary>
    public string? PaymentNumber { get; init; }

    /// <summary>
    /// The address that is told what became of it: absolute, http or https. What it is told is not signed, and has no <c>track_id</c>.
    /// </summary>
    public Uri? NotifyUrl { get; init; }

    /// <summary>A text, not blank and at most 256 characters.</summary>
    public string? Description { get; init; }

    /// <summary>A note of your own; seen in one sample of the vendor's.</summary>
    public string? Comment { get; init; }

    /// <summary>
    /// Whether it leaves for the bank at once instead of with the next window of 30 minutes; then it cannot be cancelled. Null is no.
    /// </summary>
    public bool? IsInstant { get; init; }

    /// <summary>The way between the banks; null for Paya.</summary>
    public SettlementType? Type { get; init; }

    /// <summary>
    /// The purpose of the transfer, two digits; <c>01</c> was seen, and the list of codes is not published. Newer than the vendor's documents:
    /// known from one program that sends it always.
    /// </summary>
    public string? ReasonCode { get; init; }

    /// <summary>Who receives it. Newer than the vendor's documents; whether and from which amount it is mandatory is not known.</summary>
    public ReceiverInformation? ReceiverInformation { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (Amount.Value < SmallestAmount)
            throw new ArgumentOutOfRangeException(nameof(Amount), "A settlement is at least 5,000 Toman.");
        if (Iban.IsEmpty)
            throw new ArgumentException("The IBAN must be set.", nameof(Iban));
        // It is asked for as a part of a path.
        VandarPath.Check(TrackId, nameof(TrackId));
        TextArgument.Digits(PaymentNumber, nameof(PaymentNumber));
        if (NotifyUrl is not null)
            AddressArgument.Check(NotifyUrl, nameof(NotifyUrl));
        TextArgument.Limit(Description, LongestDescription, nameof(Description));
        TextArgument.NotBlank(Comment, nameof(Comment));
        if (Type is { } type && string.IsNullOrWhiteSpace(type.Value))
            throw new ArgumentException("The type must be set, or null.", nameof(Type));
        if (ReasonCode is not null && (ReasonCode.Length != ReasonDigits || !ReasonCode.All(char.IsAsciiDigit)))
            throw new ArgumentException("A reason code has two digits.", nameof(ReasonCode));
        ReceiverInformation?.Check();
    }
}

/// <summary>The parts of a settlement, a list of one as a rule, or the only one by itself.</summary>
internal sealed record CreatedSettlements : VandarModel, IIdentified
{
    [JsonConverter(typeof(OneOrMany<Settlement>))]
    public IReadOnlyList<Settlement> Settlement { get; set => field = value ?? []; } = [];

    bool IIdentified.HasIdentity => Settlement.Count > 0 && Settlement.All(part => part is IIdentified { HasIdentity: true });
}

/// <summary>A settlement that was registered. Amounts are Rial or Toman, as each member says.</summary>
public sealed record Settlement : VandarModel, IIdentified
{
    /// <summary>The settlement's id, a UUID, for <see cref="SettlementsClient.Get"/>.</summary>
    public string Id { get; set; } = "";

    /// <summary>Vandar's id of the IBAN.</summary>
    [JsonConverter(typeof(SideText))]
    public string? IbanId { get; set; }

    /// <summary>The transaction's id, twelve digits, for <see cref="SettlementsClient.Cancel"/>; the notification has it too.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? TransactionId { get; set; }

    /// <summary>The amount, <b>in Rial</b>: ten times the number that was sent.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? Amount { get; set; }

    /// <summary>The amount, in Toman, as it was sent.</summary>
    [JsonConverter(typeof(OptionalMoney<Toman>))]
    public Toman? AmountToman { get; set; }

    /// <summary>The fee, in Toman; null where it came with a fraction.</summary>
    [JsonConverter(typeof(SideMoney<Toman>))]
    public Toman? WageToman { get; set; }

    /// <summary>The deposit id.</summary>
    [JsonConverter(typeof(SideText))]
    public string? PaymentNumber { get; set; }

    /// <summary>What became of it; <c>PENDING</c> at first.</summary>
    public SettlementStatus Status { get; set; }

    /// <summary>What is in the wallet afterwards. The unit is not documented; null where it came with a fraction.</summary>
    [JsonConverter(typeof(SideInt64))]
    public long? Wallet { get; set; }

    /// <summary>The description.</summary>
    [JsonConverter(typeof(SideText))]
    public string? Description { get; set; }

    /// <summary>The day, Gregorian, Tehran time.</summary>
    public TehranDateTime SettlementDate { get; set; }

    /// <summary>The time of day, as <c>HH:mm:ss</c>, Tehran time.</summary>
    [JsonConverter(typeof(SideText))]
    public string? SettlementTime { get; set; }

    /// <summary>The day, Jalali.</summary>
    public JalaliText SettlementDateJalali { get; set; }

    /// <summary>When it is expected to be done, Jalali.</summary>
    public JalaliText SettlementDoneTimePrediction { get; set; }

    /// <summary>Whether it leaves for the bank at once.</summary>
    [JsonConverter(typeof(SideBoolean))]
    public bool? IsInstant { get; set; }

    /// <summary>The same expectation in its parts.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<SettlementPrediction>))]
    public SettlementPrediction? Prediction { get; set; }

    /// <summary>A short link to the receipt; absent before 2022.</summary>
    [JsonConverter(typeof(SideText))]
    public string? ReceiptUrl { get; set; }

    /// <summary>The way between the banks; absent before 2022.</summary>
    public SettlementType Type { get; set; }

    /// <summary>Where the money comes from; <c>WALLET</c> was seen, since 2024.</summary>
    [JsonConverter(typeof(SideText))]
    public string? Source { get; set; }

    /// <summary>The account the money comes from; not documented, only null was seen.</summary>
    public JsonElement? Account { get; set; }

    /// <summary>Your key; seen only in the test data of other programs.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TrackId { get; set; }

    /// <summary>
    /// The other parts, where Vandar split the settlement, each with an id and an amount of its own. Empty as a rule: that a settlement is split
    /// is inferred from its answer being a list.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<Settlement> FurtherParts { get; set => field = value ?? []; } = [];

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(Id) || TransactionId is not null;
}

/// <summary>When a settlement is expected to be done.</summary>
public sealed record SettlementPrediction : VandarModel
{
    /// <summary>The amount; newer. That it is Rial is inferred from one real answer.</summary>
    [JsonConverter(typeof(SideInt64))]
    public long? Amount { get; set; }

    /// <summary>The day, Jalali, not padded.</summary>
    public JalaliText Date { get; set; }

    /// <summary>The time of day, as <c>HH:mm:ss</c>.</summary>
    [JsonConverter(typeof(SideText))]
    public string? Time { get; set; }

    /// <summary>The day in Persian words.</summary>
    [JsonPropertyName("extra")]
    [JsonConverter(typeof(SideText))]
    public string? Words { get; set; }
}

/// <summary>Which version of the list, the look-up and the cancellation is meant.</summary>
public enum SettlementApi
{
    /// <summary>The documented one, <c>/v2.1</c>.</summary>
    V21,

    /// <summary>The newer one, <c>/v4</c>, keyed by <c>track_id</c>: known from two programs only, shapes inferred.</summary>
    V4,
}

/// <summary>How the list of settlements is read.</summary>
public sealed record SettlementQuery : VandarModel
{
    /// <summary>How many rows a page has, at least 1; null for the server's choice.</summary>
    public int? PerPage { get; init; }

    /// <summary>Which version is asked.</summary>
    public SettlementApi Api { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        NumberedPage.CheckSize(PerPage, nameof(PerPage));
        if (Api is not (SettlementApi.V21 or SettlementApi.V4))
            throw new ArgumentOutOfRangeException(nameof(Api), "There are two versions.");
    }
}

/// <summary>How far <see cref="SettlementsClient.FindByTrackId"/> looks.</summary>
public sealed record SettlementSearch : VandarModel
{
    /// <summary>How many pages are read at most, at least 1; ten unless you set it.</summary>
    public int MaxPages { get; init; } = 10;

    /// <summary>How many rows a page has, at least 1; fifty unless you set it. The server may give fewer.</summary>
    public int PerPage { get; init; } = 50;

    /// <summary>Which version is asked.</summary>
    public SettlementApi Api { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        if (MaxPages < 1)
            throw new ArgumentOutOfRangeException(nameof(MaxPages), "At least one page must be read.");
        new SettlementQuery { PerPage = PerPage, Api = Api }.Check();
    }
}

/// <summary>Which settlement is looked up: its id, as a text, or <see cref="ByTrackId"/>.</summary>
public readonly record struct SettlementKey
{
    private SettlementKey(string? value, bool isTrackId)
    {
        Value = value;
        IsTrackId = isTrackId;
    }

    internal string? Value { get; }

    internal bool IsTrackId { get; }

    /// <summary>The settlement with this id, the UUID of <see cref="Settlement.Id"/>: the documented version.</summary>
    public static SettlementKey ById(string settlementId) => new(settlementId, false);

    /// <summary>The settlement with your <c>track_id</c>: the newer version.</summary>
    public static SettlementKey ByTrackId(string trackId) => new(trackId, true);

    /// <summary>The same as <see cref="ById"/>.</summary>
    public static implicit operator SettlementKey(string settlementId) => ById(settlementId);
}

/// <summary>Which settlement is cancelled: its transaction's id, as a number, or <see cref="ByTrackId"/>.</summary>
public readonly record struct SettlementCancelKey
{
    internal long TransactionId { get; private init; }

    internal string? TrackId { get; private init; }

    internal SettlementCancelMode? Mode { get; private init; }

    /// <summary>The settlement of this transaction, <see cref="Settlement.TransactionId"/>: the documented version.</summary>
    public static SettlementCancelKey ByTransactionId(long transactionId) => new() { TransactionId = transactionId };

    /// <summary>The settlement with your <c>track_id</c>: the newer version.</summary>
    /// <param name="trackId">The <c>track_id</c> of the request.</param>
    /// <param name="mode">How; null sends none. One program sends <see cref="SettlementCancelMode.Pending"/>, another one nothing.</param>
    public static SettlementCancelKey ByTrackId(string trackId, SettlementCancelMode? mode = null) => new() { TrackId = trackId ?? "", Mode = mode };

    /// <summary>The same as <see cref="ByTransactionId"/>.</summary>
    public static implicit operator SettlementCancelKey(long transactionId) => ByTransactionId(transactionId);
}

/// <summary>A settlement as the list and <c>Get</c> tell it.</summary>
/// <remarks>
/// Documented for <c>/v2.1</c>. For <c>/v4</c> the shape is inferred: what is recognised is in these members, and all else in <see cref="Extra"/>.
/// </remarks>
[InferredShape]
public sealed record SettlementListItem : VandarModel, IIdentified
{
    private string? _trackId;

    /// <summary>The settlement's id, a UUID; empty where only a <c>track_id</c> came.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string Id { get; set => field = value ?? ""; } = "";

    /// <summary>Vandar's id of the IBAN: a number in these answers, a UUID in that of <c>Create</c>, and null at times.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? IbanId { get; set; }

    /// <summary>The transaction's id, twelve digits: what <see cref="Settlement.TransactionId"/> is called here.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? GatewayTransactionId { get; set; }

    /// <summary>
    /// The amount, <b>in a unit that cannot be told</b>: the vendor says Toman, a pair of real answers says Rial. So it is a number and not money:
    /// compare it with nothing, and take the amount from what <c>Create</c> answered, or from the transaction list, which is Toman.
    /// </summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>The deposit id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? PaymentNumber { get; set; }

    /// <summary>What became of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SettlementStatus Status { get; set; }

    /// <summary>
    /// What was in the wallet afterwards, in a unit as doubtful as that of <see cref="Amount"/>; null where it came with a fraction.
    /// </summary>
    [JsonConverter(typeof(SideInt64))]
    public long? Wallet { get; set; }

    /// <summary>The day, Gregorian, Tehran time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TehranDateTime SettlementDate { get; set; }

    /// <summary>When it is or was expected to be done, Gregorian here, Tehran time; seen in real answers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TehranDateTime SettlementDoneTimePrediction { get; set; }

    /// <summary>The description.</summary>
    public string? Description { get; set; }

    /// <summary>Your key. The reference shows the documented version's rows without it; null there, and for what the dashboard made.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TrackId
    {
        get => _trackId;
        set
        {
            _trackId = value;
            TellsTrackId = true;
        }
    }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <summary>Whether the row says what its <c>track_id</c> is, be it null.</summary>
    [JsonIgnore]
    internal bool TellsTrackId { get; private set; }

    bool IIdentified.HasIdentity => !string.IsNullOrWhiteSpace(Id) || GatewayTransactionId is not null || !string.IsNullOrWhiteSpace(TrackId);
}

/// <summary>What the cancellation carries besides its path.</summary>
internal sealed record CancelBody : VandarModel
{
    public SettlementCancelMode? CancelMode { get; set; }
}

/// <summary>How a settlement is cancelled; inferred from one program.</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<SettlementCancelMode>))]
public readonly record struct SettlementCancelMode(string Value) : IWireEnum<SettlementCancelMode>
{
    /// <summary>As one that is still pending; the only value that is known.</summary>
    public static SettlementCancelMode Pending { get; } = new("PENDING");

    private static readonly SettlementCancelMode[] s_known = [Pending];

    /// <inheritdoc/>
    public static ReadOnlySpan<SettlementCancelMode> Known => s_known;

    /// <inheritdoc/>
    public static SettlementCancelMode From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>The server's word that a settlement was cancelled.</summary>
public sealed record SettlementCancellation : VandarModel
{
    /// <summary>The server's words.</summary>
    public string? Message { get; set; }
}

/// <summary>Which banks are wanted; each filter is optional and narrows the list.</summary>
public sealed record SettlementBankQuery : VandarModel
{
    /// <summary>Those that Vandar can settle to from account to account, or those that it cannot.</summary>
    public bool? HasAbility { get; init; }

    /// <summary>Those that can be reached at the moment, or those that cannot.</summary>
    public bool? IsHealthy { get; init; }

    /// <summary>Those that the business switched on, or those that it did not.</summary>
    public bool? IsActive { get; init; }
}

/// <summary>A bank and what settlements from account to account can expect of it. Amounts are Rial.</summary>
public sealed record SettlementBank : VandarModel
{
    /// <summary>The Persian name.</summary>
    public string? Name { get; set; }

    /// <summary>The three digits of the bank, which an IBAN carries too: <see cref="Iban.BankCode"/>.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Code { get; set; }

    /// <summary>From account to account.</summary>
    [JsonPropertyName("a2a"), JsonConverter(typeof(EmptyArrayAsNull<BankA2A>))]
    public BankA2A? A2A { get; set; }
}

/// <summary>Settlements from account to account at one bank.</summary>
public sealed record BankA2A : VandarModel
{
    /// <summary>Whether the business switched the bank on.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsActive { get; set; }

    /// <summary>Whether Vandar can settle to the bank this way.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? HasAbility { get; set; }

    /// <summary>Whether the bank can be reached at the moment.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsHealthy { get; set; }

    /// <summary>When it is closed, and how much it takes in a day.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<BankLimit>))]
    public BankLimit? Limit { get; set; }

    /// <summary>
    /// Whether a settlement can go this way now as far as the answer tells: switched on, supported and reachable. Hours and amounts are not looked
    /// at.
    /// </summary>
    [JsonIgnore]
    public bool IsUsable => IsActive is true && HasAbility is true && IsHealthy is true;
}

/// <summary>When a bank is closed, and how much it takes in a day.</summary>
public sealed record BankLimit : VandarModel
{
    /// <summary>The hours of each day in which it is closed; empty where it never is.</summary>
    [JsonPropertyName("time_limit")]
    public IReadOnlyList<BankClosedHours> ClosedHours { get; set => field = value ?? []; } = [];

    /// <summary>How much it takes in a day.</summary>
    [JsonPropertyName("amount_limit"), JsonConverter(typeof(EmptyArrayAsNull<BankAmountLimit>))]
    public BankAmountLimit? Amount { get; set; }
}

/// <summary>Hours in which a bank is closed, Tehran time, as <c>HH:mm</c>. They may cross midnight: <c>23:00</c> to <c>07:00</c>.</summary>
public sealed record BankClosedHours : VandarModel
{
    /// <summary>From when.</summary>
    public string? StartTime { get; set; }

    /// <summary>Until when.</summary>
    public string? EndTime { get; set; }
}

/// <summary>How much a bank takes in a day, in Rial.</summary>
public sealed record BankAmountLimit : VandarModel
{
    private const long NoLimit = -1;

    /// <summary>In the whole day, in Rial; <c>-1</c> where there is no limit, which is inferred.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? Total { get; set; }

    /// <summary>Used of it, in Rial.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? Used { get; set; }

    /// <summary>Left of it, in Rial; <c>-1</c> where there is no limit, which is inferred.</summary>
    [JsonConverter(typeof(OptionalMoney<Rial>))]
    public Rial? Remained { get; set; }

    /// <summary>Whether <see cref="Total"/> is the <c>-1</c> that most likely means that there is no limit.</summary>
    [JsonIgnore]
    public bool IsUnlimited => Total is { Value: NoLimit };
}
