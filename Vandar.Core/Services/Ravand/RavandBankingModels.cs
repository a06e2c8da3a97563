using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Ravand;

/// <summary>
/// An account behind a card. Shape inferred: what cannot be recognised is in <see cref="Extra"/>. Account, IBAN and card may be unmasked: keep them
/// out of logs.
/// </summary>
[InferredShape]
public sealed record CardholderAccount : VandarModel
{
    /// <summary>The account's number.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? AccountNumber { get; set; }

    /// <summary>The IBAN.</summary>
    public string? IbanNumber { get; set; }

    /// <summary>The number of the card on it.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CardNumber { get; set; }

    /// <summary>The account's state; the words are not published.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Status { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Which account is asked about. Every member is inferred.</summary>
public sealed record AccountInquiry : VandarModel
{
    /// <summary>The account's number, as <see cref="AccountsClient.Info"/> has it.</summary>
    public required string AccountNumber { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        TextArgument.Check(AccountNumber, nameof(AccountNumber));
        Inferred.CheckExtra(Extra, RavandJson.Default.AccountInquiry, nameof(Extra));
    }
}

/// <summary>What is in an account. Shape inferred: what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record AccountBalance : VandarModel
{
    /// <summary>The account's number. Keep it out of logs.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? AccountNumber { get; set; }

    /// <summary>The balance, probably in Rial, which is inferred. Null where none was recognised: that is not zero.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Balance { get; set; }

    /// <summary>What of it can be used, probably in Rial, which is inferred.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? AvailableBalance { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>
/// Which rows of a statement are wanted. Every filter is inferred, and one by a wrong name may be lost without a word: look at the rows.
/// </summary>
public sealed record StatementQuery : VandarModel
{
    private static readonly string[] s_members = ["account_number", "from_date", "to_date", "page", "per_page"];

    /// <summary>The account's number; most likely mandatory.</summary>
    public string? AccountNumber { get; init; }

    /// <summary>The first day. That it is Jalali is inferred.</summary>
    public JalaliDate? FromDate { get; init; }

    /// <summary>The last day. That it is Jalali is inferred.</summary>
    public JalaliDate? ToDate { get; init; }

    /// <summary>How many rows a page has, at least 1; null for the server's choice.</summary>
    public int? PerPage { get; init; }

    /// <summary>Further filters by their names on the wire.</summary>
    public IReadOnlyDictionary<string, string>? Filters { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        TextArgument.CheckOptional(AccountNumber, nameof(AccountNumber));
        if (FromDate is { IsEmpty: true })
            throw new ArgumentException("The date must be set, or null.", nameof(FromDate));
        if (ToDate is { IsEmpty: true })
            throw new ArgumentException("The date must be set, or null.", nameof(ToDate));
        if (FromDate is { } first && ToDate is { } last && first.CompareTo(last) > 0)
            throw new ArgumentException("The last day must not be before the first.", nameof(ToDate));
        NumberedPage.CheckSize(PerPage, nameof(PerPage));
        Inferred.CheckFilters(Filters, s_members, nameof(Filters));
    }
}

/// <summary>A row of a statement. Shape inferred: what cannot be recognised is in <see cref="Extra"/>. Personal data: keep it out of logs.</summary>
[InferredShape]
public sealed record StatementRow : VandarModel
{
    /// <summary>The amount, probably in Rial, which is inferred. Null where none was recognised: that is not zero.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>The balance afterwards, probably in Rial, which is inferred.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Balance { get; set; }

    /// <summary>Into the account or out of it; the words are not published.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Type { get; set; }

    /// <summary>The bank's words.</summary>
    public string? Description { get; set; }

    /// <summary>When it was, Jalali.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JalaliText DateTime { get; set; }

    /// <summary>The bank's reference.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? ReferenceNumber { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>A reason that a transfer can have. Shape inferred: what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record TransferReason : VandarModel
{
    /// <summary>
    /// The id, for <see cref="CreateTransfer.ReasonId"/>; null where none came. One that is no whole number stays in <see cref="Extra"/>.
    /// </summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Id { get; set; }

    /// <summary>A code of two digits perhaps, for <see cref="CreateTransfer.ReasonCode"/>.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Code { get; set; }

    /// <summary>The Persian label, from whichever of <c>title</c> and <c>name</c> came.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Title { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>
/// A transfer to be begun. Every member and its name on the wire is inferred: what the bank's documents name otherwise goes through
/// <see cref="Extra"/>.
/// </summary>
public sealed record CreateTransfer : VandarModel, IKeyed
{
    /// <summary>
    /// Your own key of this transfer, a UUID for example; <see cref="TransfersClient.Inquire"/> finds the transfer by it. That it keeps a repeat from
    /// paying twice is likely and not known.
    /// </summary>
    public required string TrackId { get; init; }

    /// <summary>The amount in Rial, more than nothing. The unit is inferred: begin with a small one and look at the statement.</summary>
    public required Rial Amount { get; init; }

    /// <summary>
    /// Where the money goes: an IBAN for Paya, Satna and Pol, an account's number inside of the bank; ASCII without blanks. What begins with IR must
    /// be an IBAN as <see cref="Iban.Value"/> writes it.
    /// </summary>
    public required string Destination { get; init; }

    /// <summary>The account's number that the money is taken from, as <see cref="AccountsClient.Info"/> has it.</summary>
    public string? SourceAccountNumber { get; init; }

    /// <summary>The way the money goes.</summary>
    public TransferType? Type { get; init; }

    /// <summary>The reason, an id of <see cref="RavandClient.Reasons"/>.</summary>
    public long? ReasonId { get; init; }

    /// <summary>The reason, a code of <see cref="RavandClient.Reasons"/>, by the name that settlements use.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>A text for people.</summary>
    public string? Description { get; init; }

    /// <summary>The receiver's deposit id.</summary>
    public string? PaymentNumber { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        TextArgument.Check(TrackId, nameof(TrackId));
        if (Amount <= Rial.Zero)
            throw new ArgumentOutOfRangeException(nameof(Amount), "The amount must be positive.");
        TextArgument.Check(Destination, nameof(Destination));
        if (Destination.Any(c => c is <= ' ' or > '~'))
            throw new ArgumentException("The destination has nothing but ASCII characters, and no blanks.", nameof(Destination));
        // Sent as it stands here: an IBAN that only reads like one, or has gaps in it, must not go out.
        if (Destination.StartsWith("IR", StringComparison.OrdinalIgnoreCase)
            && !(Iban.TryParse(Destination, out Iban iban) && iban.Value == Destination))
            throw new ArgumentException("What begins with IR must be an IBAN with its right check digits and without gaps.", nameof(Destination));
        TextArgument.CheckOptional(SourceAccountNumber, nameof(SourceAccountNumber));
        if (Type is { } type && string.IsNullOrWhiteSpace(type.Value))
            throw new ArgumentException("The type must be set, or null.", nameof(Type));
        if (ReasonId <= 0)
            throw new ArgumentOutOfRangeException(nameof(ReasonId), "An id is positive.");
        TextArgument.CheckOptional(ReasonCode, nameof(ReasonCode));
        TextArgument.NotBlank(Description, nameof(Description));
        TextArgument.CheckOptional(PaymentNumber, nameof(PaymentNumber));
        Inferred.CheckExtra(Extra, RavandJson.Default.CreateTransfer, nameof(Extra));
    }
}

/// <summary>
/// A transfer that was begun and most likely waits for its one-time password: no money has moved as far as this says. Shape inferred: what cannot be
/// recognised is in <see cref="Extra"/>.
/// </summary>
[InferredShape]
public sealed record StartedTransfer : VandarModel
{
    /// <summary>The transfer's id, from whichever of <c>transfer_id</c> and <c>id</c> came; null where none did.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TransferId { get; set; }

    /// <summary>Your own key.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TrackId { get; set; }

    /// <summary>The state; the words are not published.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Status { get; set; }

    /// <summary>How long the password is good, as a time or as seconds: it is not known which.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? OtpExpiresAt { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Of which transfer the one-time password is to be sent again. Every member is inferred; one of the two keys must be set.</summary>
public sealed record ResendTransferOtp : VandarModel
{
    /// <summary>The transfer's id, of <see cref="TransfersClient.Create"/>.</summary>
    public string? TransferId { get; init; }

    /// <summary>Your own key of the transfer.</summary>
    public string? TrackId { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        TransferKey.Check(nameof(TransferId), (TransferId, nameof(TransferId)), (TrackId, nameof(TrackId)));
        Inferred.CheckExtra(Extra, RavandJson.Default.ResendTransferOtp, nameof(Extra));
    }
}

/// <summary>
/// The cardholder's word that a transfer is to be done. Every member is inferred; one of the two keys must be set. The password is a secret: keep it
/// out of logs.
/// </summary>
public sealed record ConfirmTransfer : VandarModel
{
    /// <summary>The transfer's id, of <see cref="TransfersClient.Create"/>. Null where only <see cref="TrackId"/> is known.</summary>
    public required string? TransferId { get; init; }

    /// <summary>Your own key of the transfer.</summary>
    public string? TrackId { get; init; }

    /// <summary>The one-time password as the cardholder received it: the digits 0 to 9, with leading zeros.</summary>
    public required string Otp { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        TransferKey.Check(nameof(TransferId), (TransferId, nameof(TransferId)), (TrackId, nameof(TrackId)));
        ArgumentNullException.ThrowIfNull(Otp);
        TextArgument.Digits(Otp, nameof(Otp));
        Inferred.CheckExtra(Extra, RavandJson.Default.ConfirmTransfer, nameof(Extra));
    }
}

/// <summary>Which transfer is asked about. Every filter is inferred; one of the three keys must be set, or a further filter.</summary>
public sealed record TransferQuery : VandarModel
{
    private static readonly string[] s_members = ["transfer_id", "track_id", "reference_number"];

    /// <summary>The transfer's id, of <see cref="TransfersClient.Create"/>.</summary>
    public string? TransferId { get; init; }

    /// <summary>Your own key of the transfer: what is left where the answer of <see cref="TransfersClient.Create"/> was lost.</summary>
    public string? TrackId { get; init; }

    /// <summary>The bank's reference, of <see cref="Transfer.ReferenceNumber"/>.</summary>
    public string? ReferenceNumber { get; init; }

    /// <summary>Further filters by their names on the wire.</summary>
    public IReadOnlyDictionary<string, string>? Filters { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        Inferred.CheckFilters(Filters, s_members, nameof(Filters));
        TransferKey.Check(
            Filters is { Count: > 0 } ? null : nameof(TransferId),
            (TransferId, nameof(TransferId)), (TrackId, nameof(TrackId)), (ReferenceNumber, nameof(ReferenceNumber)));
    }

    /// <summary>Whether the answer names its transfer by keys of this query, and none of them is the one that was asked for.</summary>
    internal bool IsAnsweredByAnother(Transfer transfer)
    {
        (string? Asked, string? Told)[] keys =
            [(TransferId, transfer.TransferId), (TrackId, transfer.TrackId), (ReferenceNumber, transfer.ReferenceNumber)];
        (string? Asked, string? Told)[] told = Array.FindAll(keys, key => key.Asked is not null && key.Told is not null);
        return told.Length > 0 && !Array.Exists(told, key => key.Asked!.Equals(key.Told, StringComparison.OrdinalIgnoreCase));
    }

    internal void AppendTo(ref VandarPath path)
    {
        path.Query("transfer_id", TransferId);
        path.Query("track_id", TrackId);
        path.Query("reference_number", ReferenceNumber);
        Inferred.AppendTo(ref path, Filters);
    }
}

/// <summary>
/// How a transfer stands. Shape inferred, and which members come depends on the call: what cannot be recognised is in <see cref="Extra"/>.
/// </summary>
[InferredShape]
public sealed record Transfer : VandarModel
{
    /// <summary>The transfer's id, from whichever of <c>transfer_id</c> and <c>id</c> came.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TransferId { get; set; }

    /// <summary>Your own key.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TrackId { get; set; }

    /// <summary>
    /// The state; no word is published, so none is taken here for a success. Read the bank's words once, and decide by them; null where none came.
    /// </summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Status { get; set; }

    /// <summary>The way the money goes.</summary>
    public TransferType Type { get; set; }

    /// <summary>The amount, probably in Rial, which is inferred. Null where none was recognised: that is not zero.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>The bank's reference, from whichever of <c>reference_number</c> and <c>tracking_code</c> came.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? ReferenceNumber { get; set; }

    /// <summary>What else came, by its names on the wire; a list of several stands under <c>data</c>. Null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>The way a transfer's money goes (Vandar API, card issuing chapter). The ways are documented, their words on the wire inferred.</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<TransferType>))]
public readonly record struct TransferType(string Value) : IWireEnum<TransferType>
{
    /// <summary>Inside of the bank.</summary>
    public static TransferType Internal { get; } = new("INTERNAL");

    /// <summary>Paya: between banks, in batches.</summary>
    public static TransferType Paya { get; } = new("PAYA");

    /// <summary>Satna: between banks, one by one, for large amounts.</summary>
    public static TransferType Satna { get; } = new("SATNA");

    /// <summary>Pol: between banks, at once.</summary>
    public static TransferType Pol { get; } = new("POL");

    private static readonly TransferType[] s_known = [Internal, Paya, Satna, Pol];

    /// <inheritdoc/>
    public static ReadOnlySpan<TransferType> Known => s_known;

    /// <inheritdoc/>
    public static TransferType From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>The keys a transfer is named by: the path has none.</summary>
internal static class TransferKey
{
    /// <param name="missing">The member to name where no key is set; null where none has to be.</param>
    /// <param name="keys">The keys and their members.</param>
    internal static void Check(string? missing, params ReadOnlySpan<(string? Value, string Member)> keys)
    {
        foreach ((string? value, string member) in keys)
        {
            if (value is null)
                continue;
            TextArgument.Check(value, member);
            missing = null;
        }
        if (missing is not null)
            throw new ArgumentException("One of the transfer's keys must be set.", missing);
    }
}
