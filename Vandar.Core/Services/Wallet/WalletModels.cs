using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Wallet;

/// <summary>What is in the business's wallet, in Toman (Vandar API, wallet chapter).</summary>
/// <remarks>
/// An answer in another currency is refused with a <see cref="VandarProtocolException"/>: read as Toman it would be wrong by ten. So is a balance
/// with a fraction of a Toman, which no answer was seen to have: it is not rounded.
/// </remarks>
public sealed record WalletBalance : VandarModel, IIdentified
{
    private bool _isTold;

    /// <summary>The balance, in Toman.</summary>
    public Toman Wallet
    {
        get;
        set
        {
            field = value;
            _isTold = true;
        }
    }

    /// <summary>The balance without the payment facilitator's part, in Toman; absent before 2024.</summary>
    [JsonConverter(typeof(OptionalMoney<Toman>))]
    public Toman? WalletWithoutPaymentFacilitatorWallet { get; set; }

    /// <summary>The payment facilitator's part, in Toman; absent before 2024.</summary>
    [JsonConverter(typeof(OptionalMoney<Toman>))]
    public Toman? PaymentFacilitatorWallet { get; set; }

    /// <summary>The unit by the server's own word: <c>Toman</c>.</summary>
    [JsonConverter(typeof(TomanOnly))]
    public string? Currency { get; set; }

    bool IIdentified.HasIdentity => _isTold;
}

/// <summary>Which rows of the transaction list are wanted. Everything is optional and narrows the list (Vandar API, transactions chapter).</summary>
/// <remarks>A text has at most 512 characters, none of them a control character, and is not blank: a filter that is lost widens the list.</remarks>
public sealed record TransactionQuery : VandarModel
{
    private const int LargestPage = 100;

    /// <summary>The first day, Jalali.</summary>
    public JalaliDate? FromDate { get; init; }

    /// <summary>The last day, Jalali.</summary>
    public JalaliDate? ToDate { get; init; }

    /// <summary>Payments in, or settlements.</summary>
    public TransactionKind? Kind { get; init; }

    /// <summary>The state.</summary>
    public TransactionState? State { get; init; }

    /// <summary>The channel.</summary>
    public TransactionChannel? Channel { get; init; }

    /// <summary>The payment form's id.</summary>
    public string? FormId { get; init; }

    /// <summary>The bank's reference.</summary>
    public string? RefId { get; init; }

    /// <summary>The tracking code.</summary>
    public string? TrackingCode { get; init; }

    /// <summary>The transaction's id.</summary>
    public string? Id { get; init; }

    /// <summary>The <c>track_id</c> that was given at the settlement.</summary>
    public string? TrackId { get; init; }

    /// <summary>The invoice number that was given to the payment gateway.</summary>
    public string? FactorNumber { get; init; }

    /// <summary>How many rows a page has, 1 to 100; null for the server's choice.</summary>
    public int? PerPage { get; init; }

    /// <summary>A text to look for, the wire's <c>q</c>.</summary>
    public string? Search { get; init; }

    /// <summary>The field <see cref="Search"/> looks in.</summary>
    public TransactionSearchField? SearchField { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        if (PerPage is < 1 or > LargestPage)
            throw new ArgumentOutOfRangeException(nameof(PerPage), "A page of the transaction list has 1 to 100 rows.");
        // A default(…) would be skipped, and a filter that is lost widens the list.
        string? unset =
            FromDate is { IsEmpty: true } ? nameof(FromDate)
            : ToDate is { IsEmpty: true } ? nameof(ToDate)
            : Kind is { Value: null } ? nameof(Kind)
            : State is { Value: null } ? nameof(State)
            : Channel is { Value: null } ? nameof(Channel)
            : SearchField is { Value: null } ? nameof(SearchField)
            : null;
        if (unset is not null)
            throw new ArgumentException("The filter must be set, or null.", unset);
        if (FromDate > ToDate)
            throw new ArgumentException("The first day must not be after the last one.", nameof(FromDate));
        ReadOnlySpan<(string? Value, string Member)> texts =
        [
            (Kind?.Value, nameof(Kind)), (State?.Value, nameof(State)), (Channel?.Value, nameof(Channel)), (FormId, nameof(FormId)),
            (RefId, nameof(RefId)), (TrackingCode, nameof(TrackingCode)), (Id, nameof(Id)), (TrackId, nameof(TrackId)),
            (FactorNumber, nameof(FactorNumber)), (Search, nameof(Search)), (SearchField?.Value, nameof(SearchField)),
        ];
        foreach ((string? value, string member) in texts)
        {
            if (value is not null)
                TextArgument.Check(value, member);
        }
    }

    internal void AppendTo(ref VandarPath path)
    {
        path.Query("fromDate", Text(FromDate));
        path.Query("toDate", Text(ToDate));
        path.Query("statusKind", Kind?.Value);
        path.Query("status", State?.Value);
        path.Query("channel", Channel?.Value);
        path.Query("formId", FormId);
        path.Query("ref_id", RefId);
        path.Query("tracking_code", TrackingCode);
        path.Query("id", Id);
        path.Query("track_id", TrackId);
        path.Query("factor_number", FactorNumber);
        path.Query("per_page", PerPage);
        path.Query("q", Search);
        path.Query("search_field", SearchField?.Value);
    }

    // The service wants days of the fourteenth century without its number: 980703, but 14030112.
    private static string? Text(JalaliDate? date) => date is { Year: >= 1300 and < 1400 } old ? old.ToCompactString()[2..] : date?.ToCompactString();
}

/// <summary>A row of the transaction list: a payment, a settlement or a transfer. Amounts are Toman (Vandar API, transactions chapter).</summary>
/// <remarks>
/// A row without an id or without an amount makes its page a <see cref="VandarProtocolException"/>, and so does an amount with a fraction: none
/// of them may read as 0. A fee or a balance with a fraction is null. What the members without a word of the vendor mean is inferred from
/// their names.
/// </remarks>
public sealed record WalletTransaction : VandarModel, IIdentified
{
    private bool _hasAmount;

    /// <summary>The transaction's id, twelve digits.</summary>
    [JsonConverter(typeof(FlexibleInt64))]
    public long Id { get; set; }

    /// <summary>The <c>track_id</c> given at the settlement.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TrackId { get; set; }

    /// <summary>The transaction's UUID.</summary>
    public string? Uuid { get; set; }

    /// <summary>The amount, in Toman.</summary>
    public Toman Amount
    {
        get;
        set
        {
            field = value;
            _hasAmount = true;
        }
    }

    /// <summary>The fee, in Toman; null where it came with a fraction.</summary>
    [JsonConverter(typeof(SideMoney<Toman>))]
    public Toman? Wage { get; set; }

    /// <summary>What became of it.</summary>
    public TransactionStatus Status { get; set; }

    /// <summary>The bank's reference.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? RefId { get; set; }

    /// <summary>The tracking code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TrackingCode { get; set; }

    /// <summary>The card, masked by Vandar.</summary>
    public string? CardNumber { get; set; }

    /// <summary>The card's hash: SHA-256 of the 16 digits, hexadecimal in upper case.</summary>
    public string? Cid { get; set; }

    /// <summary>Whether the payment of the gateway was verified.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? Verified { get; set; }

    /// <summary>The channel as a Persian label for people, not the word <see cref="TransactionQuery.Channel"/> filters by.</summary>
    public string? Channel { get; set; }

    /// <summary>When it was paid, Jalali, as <c>HH:mm:ss - yyyy/M/d</c>.</summary>
    public JalaliText PaymentDate { get; set; }

    /// <summary>When it was made, Jalali.</summary>
    public JalaliText CreatedAt { get; set; }

    /// <summary>When it changed last, Jalali.</summary>
    public JalaliText UpdatedAt { get; set; }

    /// <summary>When it took effect, Jalali; seen in real answers.</summary>
    public JalaliText EffectiveAtJalali { get; set; }

    /// <summary>When it took effect, in Unix seconds.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? EffectiveTimeStamp { get; set; }

    /// <summary>The deposit id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? PaymentNumber { get; set; }

    /// <summary>
    /// The wallet's balance afterwards, in Toman; that it is Toman is inferred. 0 for what failed; null where it came with a fraction.
    /// </summary>
    [JsonConverter(typeof(SideMoney<Toman>))]
    public Toman? Wallet { get; set; }

    /// <summary>The payment service provider's text.</summary>
    public string? Result { get; set; }

    /// <summary>The description given to the gateway.</summary>
    public string? Description { get; set; }

    /// <summary>The invoice number given to the gateway.</summary>
    [JsonPropertyName("factorNumber"), JsonConverter(typeof(FlexibleString))]
    public string? FactorNumber { get; set; }

    /// <summary>The mobile number given to the gateway.</summary>
    public string? Mobile { get; set; }

    /// <summary>The return address given to the gateway.</summary>
    public string? CallbackUrl { get; set; }

    /// <summary>The payment form's id.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? FormId { get; set; }

    /// <summary>The payment form's title.</summary>
    public string? FormTitle { get; set; }

    /// <summary>Not documented; only null was seen.</summary>
    public JsonElement? Settlement { get; set; }

    /// <summary>The settlement's port, such as <c>3</c>; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? SettlementPort { get; set; }

    /// <summary>The payment service provider.</summary>
    public PspPort Port { get; set; }

    /// <summary>Comments; their shape is not documented, only an empty list was seen.</summary>
    public IReadOnlyList<JsonElement> Comments { get; set => field = value ?? []; } = [];

    /// <summary>The payment gateway's token.</summary>
    public string? ApiToken { get; set; }

    /// <summary>Why it failed; null where the server sends <c>[]</c>.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<TransactionLog>))]
    public TransactionLog? Logs { get; set; }

    /// <summary>The id of the transaction that corrects this one.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? RevisedTransactionId { get; set; }

    /// <summary>The refund this row belongs to; seen in real answers.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<TransactionRefund>))]
    public TransactionRefund? Refund { get; set; }

    /// <summary>Refunds; their shape is not documented, only an empty list was seen.</summary>
    public IReadOnlyList<JsonElement> RefundDetailIds { get; set => field = value ?? []; } = [];

    /// <summary>Whether the port is one of Shaparak; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsShaparakPort { get; set; }

    /// <summary>Who paid.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<TransactionPayer>))]
    public TransactionPayer? Payer { get; set; }

    /// <summary>Who received a settlement.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<TransactionReceiver>))]
    public TransactionReceiver? Receiver { get; set; }

    /// <summary>A short link to a settlement's receipt.</summary>
    public string? ReceiptUrl { get; set; }

    /// <summary>When things are expected to happen.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<TransactionTimePrediction>))]
    public TransactionTimePrediction? TimePrediction { get; set; }

    bool IIdentified.HasIdentity => Id != 0 && _hasAmount;
}

/// <summary>Why a transaction failed.</summary>
public sealed record TransactionLog : VandarModel
{
    /// <summary>The transaction's id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TransactionId { get; set; }

    /// <summary>The payment service provider's code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? ResultCode { get; set; }

    /// <summary>The payment service provider's text.</summary>
    public string? ResultMessage { get; set; }

    /// <summary>When it was noted, Jalali, as <c>yyyy-MM-dd HH:mm:ss</c>.</summary>
    public JalaliText LogDate { get; set; }

    /// <summary>The group of the code.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Group { get; set; }
}

/// <summary>The refund a row belongs to; seen in real answers. What the members mean is inferred from their names.</summary>
public sealed record TransactionRefund : VandarModel
{
    /// <summary>The kind; <c>IPG</c> was seen.</summary>
    public string? Type { get; set; }

    /// <summary>
    /// The refunded transaction, as it came: its id or an object. The shape is not documented, and the meaning inferred from the name.
    /// </summary>
    public JsonElement? SourceTransaction { get; set; }

    /// <summary>The group of the error.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? ErrorGroup { get; set; }

    /// <summary>The error in words.</summary>
    public string? ErrorDescription { get; set; }
}

/// <summary>Who paid. Personal data: keep it out of logs. What the members mean is inferred from their names.</summary>
public sealed record TransactionPayer : VandarModel
{
    /// <summary>The address the payer came from.</summary>
    public string? Ip { get; set; }

    /// <summary>The IBAN.</summary>
    public string? Iban { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The English name of a business.</summary>
    public string? Slug { get; set; }

    /// <summary>The picture's address.</summary>
    public string? Avatar { get; set; }

    /// <summary>The registered name.</summary>
    public string? LegalName { get; set; }

    /// <summary>The business's owner.</summary>
    public string? BusinessOwner { get; set; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>The telephone number.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Phone { get; set; }

    /// <summary>The postal address.</summary>
    public string? Address { get; set; }

    /// <summary>The mobile number.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Mobile { get; set; }

    /// <summary>What a payment form asked for besides.</summary>
    public IReadOnlyList<PayerField> AdditionalFields { get; set => field = value ?? []; } = [];

    /// <summary>The payer's words.</summary>
    public string? Description { get; set; }
}

/// <summary>One answer of a payer to a payment form.</summary>
public sealed record PayerField : VandarModel
{
    /// <summary>The question.</summary>
    public string? Name { get; set; }

    /// <summary>The answer.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Value { get; set; }
}

/// <summary>Who received a settlement. Personal data: keep it out of logs. What the members mean is inferred from their names.</summary>
public sealed record TransactionReceiver : VandarModel
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The registered name.</summary>
    public string? LegalName { get; set; }

    /// <summary>The English name of a business.</summary>
    public string? Slug { get; set; }

    /// <summary>The picture's address.</summary>
    public string? Avatar { get; set; }

    /// <summary>The business's owner.</summary>
    public string? BusinessOwner { get; set; }

    /// <summary>The IBAN.</summary>
    public string? Iban { get; set; }

    /// <summary>The bank.</summary>
    public string? BankName { get; set; }
}

/// <summary>When the steps of a settlement or transfer are expected. Times are Jalali, as <c>HH:mm:ss - yyyy/M/d</c>.</summary>
/// <remarks>What the members mean is inferred from their names.</remarks>
public sealed record TransactionTimePrediction : VandarModel
{
    /// <summary>When the settlement will be done.</summary>
    public JalaliText SettlementDoneTimePrediction { get; set; }

    /// <summary>Until when the settlement can be cancelled.</summary>
    public JalaliText SettlementCancelableTime { get; set; }

    /// <summary>When the Paya report is final.</summary>
    public JalaliText SettlementPayaReportFinallyTime { get; set; }

    /// <summary>When the transfer between wallets will be done.</summary>
    [JsonPropertyName("p2p_time_prediction")]
    public JalaliText P2PTimePrediction { get; set; }

    /// <summary>Whether the Paya report is final.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsSettlementPayaReportFinally { get; set; }

    /// <summary>Whether the predicted time is over.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsAfterTimePrediction { get; set; }

    /// <summary>Whether Vandar checks it by hand; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsAdminCheckStatus { get; set; }

    /// <summary>Whether the predicted time changed; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? HasChangeDoneTimePrediction { get; set; }

    /// <summary>Whether it can be cancelled now; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsCancelable { get; set; }

    /// <summary>Whether it was moved to Paya; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? HasChangePortToPaya { get; set; }

    /// <summary>Whether the time for cancelling is over; seen in real answers.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? IsAfterCancelable { get; set; }
}

/// <summary>How many rows the transaction list has.</summary>
public sealed record TransactionTotals : VandarModel, IIdentified
{
    private bool _isTold;

    /// <summary>The number of rows.</summary>
    [JsonConverter(typeof(FlexibleInt64))]
    public long Total
    {
        get;
        set
        {
            field = value;
            _isTold = true;
        }
    }

    /// <summary>The number of pages.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Pages { get; set; }

    bool IIdentified.HasIdentity => _isTold;
}

/// <summary>A page as it comes: the cursor's style is a flag beside the rows.</summary>
internal sealed record TransactionRows : VandarModel
{
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? HasMore { get; set; }

    public IReadOnlyList<WalletTransaction>? Data { get; set; }
}

/// <summary>Which rows of the list are asked for, the wire's <c>statusKind</c> (Vandar API, transactions chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<TransactionKind>))]
public readonly record struct TransactionKind(string Value) : IWireEnum<TransactionKind>
{
    /// <summary>Payments in.</summary>
    public static TransactionKind Transactions { get; } = new("transactions");

    /// <summary>Settlements, the payments out.</summary>
    public static TransactionKind Settlements { get; } = new("settlements");

    private static readonly TransactionKind[] s_known = [Transactions, Settlements];

    /// <inheritdoc/>
    public static ReadOnlySpan<TransactionKind> Known => s_known;

    /// <inheritdoc/>
    public static TransactionKind From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>The state rows are filtered by; the rows themselves carry a <see cref="TransactionStatus"/> (Vandar API, transactions chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<TransactionState>))]
public readonly record struct TransactionState(string Value) : IWireEnum<TransactionState>
{
    /// <summary>Succeeded.</summary>
    public static TransactionState Succeeded { get; } = new("succeed");

    /// <summary>Failed.</summary>
    public static TransactionState Failed { get; } = new("failed");

    /// <summary>In progress.</summary>
    public static TransactionState Pending { get; } = new("pending");

    /// <summary>Cancelled.</summary>
    public static TransactionState Canceled { get; } = new("canceled");

    private static readonly TransactionState[] s_known = [Succeeded, Failed, Pending, Canceled];

    /// <inheritdoc/>
    public static ReadOnlySpan<TransactionState> Known => s_known;

    /// <inheritdoc/>
    public static TransactionState From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>The channel rows are filtered by; the rows themselves carry a Persian label (Vandar API, transactions chapter).</summary>
/// <remarks>The words are documented; what they stand for is inferred from them.</remarks>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<TransactionChannel>))]
public readonly record struct TransactionChannel(string Value) : IWireEnum<TransactionChannel>
{
    /// <summary>The payment gateway.</summary>
    public static TransactionChannel Ipg { get; } = new("ipg");

    /// <summary>A payment form.</summary>
    public static TransactionChannel Form { get; } = new("form");

    /// <summary>Between wallets.</summary>
    public static TransactionChannel P2P { get; } = new("p2p");

    /// <summary>Direct debit.</summary>
    public static TransactionChannel Subscription { get; } = new("subscription");

    /// <summary>Settlements.</summary>
    public static TransactionChannel Settlements { get; } = new("settlements");

    /// <summary>Deposits to an account.</summary>
    public static TransactionChannel CashIn { get; } = new("cash-in");

    /// <summary>Deposits with a code.</summary>
    public static TransactionChannel CashInByCode { get; } = new("cash-in-by-code");

    /// <summary>Refunds; seen in real use.</summary>
    public static TransactionChannel Refund { get; } = new("refund");

    /// <summary>Card terminals; seen in real use.</summary>
    public static TransactionChannel Pos { get; } = new("pos");

    /// <summary>Settlements by Shaparak; seen in real use.</summary>
    public static TransactionChannel ShaparakSettlement { get; } = new("shaparak-settlement");

    private static readonly TransactionChannel[] s_known =
        [Ipg, Form, P2P, Subscription, Settlements, CashIn, CashInByCode, Refund, Pos, ShaparakSettlement];

    /// <inheritdoc/>
    public static ReadOnlySpan<TransactionChannel> Known => s_known;

    /// <inheritdoc/>
    public static TransactionChannel From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>The field <see cref="TransactionQuery.Search"/> looks in (Vandar API, transactions chapter).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<TransactionSearchField>))]
public readonly record struct TransactionSearchField(string Value) : IWireEnum<TransactionSearchField>
{
    /// <summary>The description.</summary>
    public static TransactionSearchField Description { get; } = new("description");

    /// <summary>The bank's reference.</summary>
    public static TransactionSearchField ReferenceId { get; } = new("ref_id");

    /// <summary>The tracking code.</summary>
    public static TransactionSearchField TrackingCode { get; } = new("tracking_code");

    /// <summary>The transaction id.</summary>
    public static TransactionSearchField TransactionId { get; } = new("transaction_id");

    /// <summary>The invoice number.</summary>
    public static TransactionSearchField FactorNumber { get; } = new("factor_number");

    /// <summary>The IBAN.</summary>
    public static TransactionSearchField Iban { get; } = new("iban");

    /// <summary>The payer's mobile number.</summary>
    public static TransactionSearchField MobileNumber { get; } = new("mobile_number");

    /// <summary>The gateway's token.</summary>
    public static TransactionSearchField ApiToken { get; } = new("api_token");

    /// <summary>The card number.</summary>
    public static TransactionSearchField CardNumber { get; } = new("card_number");

    /// <summary>The payment form.</summary>
    public static TransactionSearchField FormId { get; } = new("form_id");

    /// <summary>The deposit id.</summary>
    public static TransactionSearchField PaymentNumber { get; } = new("payment_number");

    private static readonly TransactionSearchField[] s_known =
        [Description, ReferenceId, TrackingCode, TransactionId, FactorNumber, Iban, MobileNumber, ApiToken, CardNumber, FormId,
        PaymentNumber];

    /// <inheritdoc/>
    public static ReadOnlySpan<TransactionSearchField> Known => s_known;

    /// <inheritdoc/>
    public static TransactionSearchField From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>
/// What became of a row of the list: a signed code, negative for what failed, left or came back (Vandar API, transactions chapter).
/// </summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<TransactionStatus>))]
public readonly record struct TransactionStatus(string Value) : IWireEnum<TransactionStatus>
{
    /// <summary>The transaction succeeded.</summary>
    public static TransactionStatus Succeeded { get; } = new("1");

    /// <summary>The transaction failed.</summary>
    public static TransactionStatus Failed { get; } = new("-1");

    /// <summary>The transaction is in progress.</summary>
    public static TransactionStatus InProgress { get; } = new("3");

    /// <summary>A corrected transaction.</summary>
    public static TransactionStatus Corrected { get; } = new("4");

    /// <summary>The settlement succeeded.</summary>
    public static TransactionStatus SettlementSucceeded { get; } = new("2");

    /// <summary>The settlement is in progress.</summary>
    public static TransactionStatus SettlementInProgress { get; } = new("-2");

    /// <summary>The settlement failed.</summary>
    public static TransactionStatus SettlementFailed { get; } = new("-3");

    /// <summary>The settlement was cancelled.</summary>
    public static TransactionStatus SettlementCanceled { get; } = new("-4");

    /// <summary>An internal transfer in.</summary>
    public static TransactionStatus TransferIn { get; } = new("5");

    /// <summary>An internal transfer out.</summary>
    public static TransactionStatus TransferOut { get; } = new("-5");

    /// <summary>A fee of direct debit.</summary>
    public static TransactionStatus SubscriptionFee { get; } = new("6");

    /// <summary>The settlement was returned by Vandar or by the bank.</summary>
    public static TransactionStatus SettlementReturned { get; } = new("-6");

    private static readonly TransactionStatus[] s_known =
        [Succeeded, Failed, InProgress, Corrected, SettlementSucceeded, SettlementInProgress, SettlementFailed,
        SettlementCanceled, TransferIn, TransferOut, SubscriptionFee, SettlementReturned];

    /// <inheritdoc/>
    public static ReadOnlySpan<TransactionStatus> Known => s_known;

    /// <inheritdoc/>
    public static TransactionStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
