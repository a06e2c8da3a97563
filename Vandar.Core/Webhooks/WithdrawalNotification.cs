using System.Diagnostics.CodeAnalysis;

namespace Vandar.Core.Webhooks;

/// <summary>
/// The announcement of a direct debit withdrawal's final state, POSTed to its <c>notify_url</c>. By the sender's word only: before money moves on it,
/// read the withdrawal by <c>client.DirectDebit.Withdrawals.Get</c>. Amounts are Rial (Vandar API, direct debit chapter).
/// </summary>
/// <remarks>
/// It may come twice, late, or never, as the vendor documents no repeats: act once for each <see cref="WithdrawalId"/>, answer 200 quickly, and ask
/// for withdrawals that nobody announced. A <see cref="WebhookVerifier"/> tells who sent it, where the business has a secret; what it says is
/// confirmed by the call alone.
/// </remarks>
public sealed record WithdrawalNotification : VandarModel, INotification<WithdrawalNotification>
{
    private static readonly string[] s_names = ["withdrawal_id", "authorization_id", "gateway_transaction_id", "status", "amount", "payment_number"];

    private WithdrawalNotification()
    {
    }

    /// <summary>The withdrawal's id, the <c>id</c> of the API; <c>client.DirectDebit.Withdrawals.Get</c> asks for it.</summary>
    public string WithdrawalId { get; private init; } = "";

    /// <summary>The authorization's id.</summary>
    public string AuthorizationId { get; private init; } = "";

    /// <summary>Vandar's id of the transaction.</summary>
    public string GatewayTransactionId { get; private init; } = "";

    /// <summary>The final state that is claimed.</summary>
    public NotificationStatus Status { get; private init; }

    /// <summary>The amount that is claimed, in Rial. It is there for a failure too.</summary>
    public Rial Amount { get; private init; }

    /// <summary>The bank's reference; null where there is none.</summary>
    public string? PaymentNumber { get; private init; }

    static string INotification<WithdrawalNotification>.Kind => "withdrawal";

    static ReadOnlySpan<string> INotification<WithdrawalNotification>.Names => s_names;

    /// <summary>Reads the body of a notification: an url-encoded form, or JSON.</summary>
    /// <param name="body">The body's bytes as they came, at most 65,536.</param>
    /// <param name="contentType">The value of <c>Content-Type</c>; null where there is none, and then the body tells.</param>
    /// <exception cref="FormatException">It is no such notification; the text has the rule that is broken, and nothing of the body.</exception>
    public static WithdrawalNotification Parse(ReadOnlySpan<byte> body, string? contentType) =>
        NotificationReader.Parse<WithdrawalNotification>(body, contentType);

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, string?)"/>
    /// <param name="body">The body, decoded from UTF-8.</param>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    public static WithdrawalNotification Parse(string body, string? contentType) =>
        NotificationReader.Parse<WithdrawalNotification>(body, contentType);

    /// <summary>Reads the fields of a form that somebody else has decoded, such as one in parts (<c>multipart/form-data</c>).</summary>
    /// <param name="form">The fields. A name that came twice must be there twice, so that it is refused.</param>
    /// <exception cref="ArgumentNullException"><paramref name="form"/> is null.</exception>
    /// <exception cref="FormatException">It is no such notification; the text has the rule that is broken, and nothing of the fields.</exception>
    public static WithdrawalNotification Parse(IEnumerable<KeyValuePair<string, string>> form) =>
        NotificationReader.Parse<WithdrawalNotification>(form);

    /// <summary>Reads the body of a notification, if it is one; see <see cref="Parse(ReadOnlySpan{byte}, string?)"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, string? contentType, [NotNullWhen(true)] out WithdrawalNotification? notification) =>
        NotificationReader.TryParse(body, contentType, out notification);

    /// <summary>Reads the body of a notification, if it is one; see <see cref="Parse(string, string?)"/>.</summary>
    public static bool TryParse(string? body, string? contentType, [NotNullWhen(true)] out WithdrawalNotification? notification) =>
        NotificationReader.TryParse(body, contentType, out notification);

    /// <summary>Reads the fields of a form, if they are a notification; see <see cref="Parse(IEnumerable{KeyValuePair{string, string}})"/>.</summary>
    public static bool TryParse(
        IEnumerable<KeyValuePair<string, string>>? form, [NotNullWhen(true)] out WithdrawalNotification? notification) =>
        NotificationReader.TryParse(form, out notification);

    static WithdrawalNotification INotification<WithdrawalNotification>.From(NotificationMembers members) => new()
    {
        WithdrawalId = members.Text("withdrawal_id"),
        AuthorizationId = members.Text("authorization_id"),
        GatewayTransactionId = members.Text("gateway_transaction_id"),
        Status = new(members.Text("status")),
        Amount = members.Rial("amount"),
        PaymentNumber = members.OptionalText("payment_number"),
    };
}
