using System.Diagnostics.CodeAnalysis;

namespace Vandar.Core.Webhooks;

/// <summary>
/// The announcement of a settlement's or a refund's final state, POSTed to its <c>notify_url</c>. By the sender's word only, and not signed: before
/// money moves on it, read the settlement by <c>client.Settlements.Get</c>. Amounts are Rial (Vandar API, foundations chapter).
/// </summary>
/// <remarks>
/// The <c>track_id</c> is not in it: find your record by <see cref="TransactionId"/> or <see cref="Id"/>. It may come twice, late, or never, as the
/// vendor documents no repeats: act once for each id, answer 200 quickly, and ask for settlements that nobody announced. That
/// <c>client.Settlements.Get</c> knows a refund's id too is inferred; where it does not, look into <c>client.Wallet.Transactions</c>.
/// </remarks>
public sealed record SettlementNotification : VandarModel, INotification<SettlementNotification>
{
    private static readonly string[] s_names =
    [
        "id", "iban_id", "transaction_id", "amount", "payment_number", "status", "settlement_date", "settlement_date_jalali",
        "revised_transaction_id",
        "ref_code",
    ];

    private SettlementNotification()
    {
    }

    /// <summary>
    /// The id of the settlement, or of the settlement by which a refund is paid, a UUID; <c>client.Settlements.Get</c> asks for it.
    /// </summary>
    public string Id { get; private init; } = "";

    /// <summary>The IBAN's id, a UUID; null where there is none.</summary>
    public string? IbanId { get; private init; }

    /// <summary>Vandar's id of the transaction, digits.</summary>
    public string TransactionId { get; private init; } = "";

    /// <summary>The amount that is claimed, in Rial, though settlements are ordered in Toman.</summary>
    public Rial Amount { get; private init; }

    /// <summary>Your payment number; null where there is none.</summary>
    public string? PaymentNumber { get; private init; }

    /// <summary>The final state that is claimed.</summary>
    public NotificationStatus Status { get; private init; }

    /// <summary>The day of the settlement, Gregorian.</summary>
    public TehranDateTime SettlementDate { get; private init; }

    /// <summary>The day of the settlement, Jalali.</summary>
    public JalaliText SettlementDateJalali { get; private init; }

    /// <summary>The id of the transaction that corrects a cancelled settlement; null where there is none.</summary>
    public string? RevisedTransactionId { get; private init; }

    /// <summary>The bank's reference of a settlement that succeeded; null where there is none.</summary>
    public string? RefCode { get; private init; }

    static string INotification<SettlementNotification>.Kind => "settlement";

    static ReadOnlySpan<string> INotification<SettlementNotification>.Names => s_names;

    /// <summary>Reads the body of a notification: an url-encoded form, or JSON.</summary>
    /// <param name="body">The body's bytes as they came, at most 65,536.</param>
    /// <param name="contentType">The value of <c>Content-Type</c>; null where there is none, and then the body tells.</param>
    /// <exception cref="FormatException">It is no such notification; the text has the rule that is broken, and nothing of the body.</exception>
    public static SettlementNotification Parse(ReadOnlySpan<byte> body, string? contentType) =>
        NotificationReader.Parse<SettlementNotification>(body, contentType);

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, string?)"/>
    /// <param name="body">The body, decoded from UTF-8.</param>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    public static SettlementNotification Parse(string body, string? contentType) =>
        NotificationReader.Parse<SettlementNotification>(body, contentType);

    /// <summary>Reads the fields of a form that somebody else has decoded, such as one in parts (<c>multipart/form-data</c>).</summary>
    /// <param name="form">The fields. A name that came twice must be there twice, so that it is refused.</param>
    /// <exception cref="ArgumentNullException"><paramref name="form"/> is null.</exception>
    /// <exception cref="FormatException">It is no such notification; the text has the rule that is broken, and nothing of the fields.</exception>
    public static SettlementNotification Parse(IEnumerable<KeyValuePair<string, string>> form) =>
        NotificationReader.Parse<SettlementNotification>(form);

    /// <summary>Reads the body of a notification, if it is one; see <see cref="Parse(ReadOnlySpan{byte}, string?)"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, string? contentType, [NotNullWhen(true)] out SettlementNotification? notification) =>
        NotificationReader.TryParse(body, contentType, out notification);

    /// <summary>Reads the body of a notification, if it is one; see <see cref="Parse(string, string?)"/>.</summary>
    public static bool TryParse(string? body, string? contentType, [NotNullWhen(true)] out SettlementNotification? notification) =>
        NotificationReader.TryParse(body, contentType, out notification);

    /// <summary>Reads the fields of a form, if they are a notification; see <see cref="Parse(IEnumerable{KeyValuePair{string, string}})"/>.</summary>
    public static bool TryParse(
        IEnumerable<KeyValuePair<string, string>>? form, [NotNullWhen(true)] out SettlementNotification? notification) =>
        NotificationReader.TryParse(form, out notification);

    static SettlementNotification INotification<SettlementNotification>.From(NotificationMembers members) => new()
    {
        Id = members.Text("id"),
        IbanId = members.OptionalText("iban_id"),
        TransactionId = members.Text("transaction_id"),
        Amount = members.Rial("amount"),
        PaymentNumber = members.OptionalText("payment_number"),
        Status = new(members.Text("status")),
        SettlementDate = members.OptionalText("settlement_date") is { } date ? TehranDateTime.From(date) : default,
        SettlementDateJalali = members.OptionalText("settlement_date_jalali") is { } jalali ? JalaliText.From(jalali) : default,
        RevisedTransactionId = members.OptionalText("revised_transaction_id"),
        RefCode = members.OptionalText("ref_code"),
    };
}
