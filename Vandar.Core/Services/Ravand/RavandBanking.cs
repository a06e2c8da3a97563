using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Ravand;

/// <summary>
/// The accounts behind one cardholder's card; made by <see cref="CardholderClient.Accounts"/>. Vandar API, card issuing chapter, banking: only verbs and
/// paths are documented, every field is inferred.
/// </summary>
public readonly struct AccountsClient
{
    private static readonly Operation s_info = Operation.Get("ravand.accounts.info");
    private static readonly Operation s_balance = Operation.Post("ravand.accounts.balance", Repeat.Safe);
    private static readonly Operation s_statement = Operation.Get("ravand.accounts.statement");

    private static readonly GuessedShape s_accounts = new() { MayBeOneRow = true };

    private readonly CardholderScope _scope;

    internal AccountsClient(CardholderScope scope) => _scope = scope;

    private ApiCore Api => _scope.Api;

    /// <summary>The accounts, by <c>GET …/accounts-info</c>. Shape inferred. A read: repeated where that helps.</summary>
    /// <exception cref="VandarProtocolException">The answer has no account, not even as an empty list, or says that the list has more pages.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<CardholderAccount>> Info(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToList(
            Api.Send(
                s_info, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/accounts-info",
                RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.CardholderAccount, s_info, s_accounts);

    /// <summary>
    /// What is in an account, by <c>POST …/balance</c>; probably in Rial, which is inferred, as the whole shape is. A read, although it is a POST, which
    /// is inferred too: repeated where that helps.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<AccountBalance> Balance(AccountInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_balance, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/balance", request,
                RavandJson.Default.AccountInquiry, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.AccountBalance);
    }

    /// <summary>
    /// What went through an account, page by page, by <c>GET …/bank-statement</c>; probably in Rial. Shape, unit, filters and paging are inferred.
    /// </summary>
    /// <remarks>
    /// The first page is asked for without a number. A list that goes on and hands out the same page under the next number ends in a
    /// <see cref="VandarProtocolException"/>, after the rows of the first.
    /// </remarks>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<StatementRow> Statement(StatementQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        _ = Api;
        AccountsClient client = this;
        return NumberedPage.List(
            s_statement, row => Inferred.Text(row, RavandJson.Default.StatementRow),
            (page, cancellationToken) => client.StatementPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="Statement"/>. A read: repeated where that helps.</summary>
    /// <param name="query">Which rows; the account is most likely mandatory.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">The server answered with another page than the one asked for, or without a list.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<StatementRow>> StatementPage(
        StatementQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        query?.Check();
        NumberedPage.Check(page);
        VandarPath path = $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/bank-statement";
        path.Query("account_number", query?.AccountNumber);
        path.Query("from_date", query?.FromDate?.ToString());
        path.Query("to_date", query?.ToDate?.ToString());
        path.Query("page", page > 1 ? page : null);
        path.Query("per_page", query?.PerPage);
        Inferred.AppendTo(ref path, query?.Filters);
        return Inferred.ToPage(
            Api.Send(s_statement, path, RavandJson.Default.JsonElement, options, cancellationToken), RavandJson.Default.StatementRow, s_statement, page,
            query?.PerPage);
    }
}

/// <summary>
/// Transfers from the accounts behind one cardholder's card; made by <see cref="CardholderClient.Transfers"/>. Vandar API, card issuing chapter, banking:
/// only verbs and paths are documented, every field is inferred. Amounts are Rial, which is inferred.
/// </summary>
/// <remarks>
/// A transfer is begun by <see cref="Create"/>, which most likely sends the cardholder a one-time password, and done by <see cref="ConfirmOtp"/> with that
/// password: the money moves there. After an unknown outcome of either ask <see cref="Inquire"/> before anything else; a 404 may mean that the transfer
/// was not registered, or not yet. Whether every kind of transfer wants a password is not documented, so look at
/// <see cref="StartedTransfer.Status"/>.
/// </remarks>
public readonly struct TransfersClient
{
    private const string Inquiry = "Ravand.Cardholder(…).Transfers.Inquire";

    private static readonly Operation s_create = Operation.Post("ravand.transfers.create", Repeat.Never).Settled(Inquiry);
    // No call tells whether a message was sent.
    private static readonly Operation s_resendOtp = Operation.Post("ravand.transfers.resend_otp", Repeat.Never);
    private static readonly Operation s_confirmOtp =
        Operation.Post("ravand.transfers.confirm_otp", Repeat.Never).Settled(Inquiry).CarriesOneTimePassword();
    private static readonly Operation s_inquire = Operation.Get("ravand.transfers.inquire");
    private static readonly Operation s_inquirePayaSatna = Operation.Get("ravand.transfers.inquire_paya_satna");

    private static readonly GuessedShape s_transfer = new() { OtherNames = [("id", "transfer_id"), ("tracking_code", "reference_number")] };

    private readonly CardholderScope _scope;

    internal TransfersClient(CardholderScope scope) => _scope = scope;

    private ApiCore Api => _scope.Api;

    /// <summary>
    /// Begins a transfer, by <c>POST …/transfer</c>; the amount is Rial, which is inferred, as the whole shape is. The money most likely waits for
    /// <see cref="ConfirmOtp"/>. Never repeated by itself; after an unknown outcome <see cref="Inquire"/> with the same <c>track_id</c> tells.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<StartedTransfer> Create(CreateTransfer request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_create, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/transfer", request,
                RavandJson.Default.CreateTransfer, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.StartedTransfer, s_transfer);
    }

    /// <summary>
    /// Sends the cardholder another one-time password, by <c>POST …/transfer/retry-otp</c>. Shape inferred. Never repeated by itself: each call may send a
    /// message.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<StartedTransfer> ResendOtp(ResendTransferOtp request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_resendOtp, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/transfer/retry-otp",
                request, RavandJson.Default.ResendTransferOtp, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.StartedTransfer, s_transfer);
    }

    /// <summary>
    /// Confirms a transfer with the one-time password that the cardholder received, by <c>POST …/transfer/confirm-otp</c>: the money moves here. Shape
    /// inferred. Never repeated by itself; after an unknown outcome <see cref="Inquire"/> tells.
    /// </summary>
    /// <remarks>
    /// An answer is no proof that the receiver has the money: no state is published, and Paya settles in batches. No exception of this call repeats the
    /// password.
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">The password is wrong or too old, among other refusals; how to tell them apart is not published.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Transfer> ConfirmOtp(ConfirmTransfer request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Inferred.ToModel(
            Api.Send(
                s_confirmOtp, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/transfer/confirm-otp",
                request, RavandJson.Default.ConfirmTransfer, RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.Transfer, s_transfer);
    }

    /// <summary>
    /// How a transfer stands, by <c>GET …/transfer/inquiry</c>; the amount is probably Rial. Shape inferred, of the query too. A read: repeated where that
    /// helps.
    /// </summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Transfer> Inquire(TransferQuery query, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Check();
        VandarPath path = $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/transfer/inquiry";
        return Ask(s_inquire, path, query, options, cancellationToken);
    }

    /// <summary>
    /// How a transfer by Paya or Satna stands between the banks, by <c>GET …/transfer/inquiry/paya-satna</c>; the amount is probably Rial. Shape inferred,
    /// of the query too: of a list the first row is read, and the whole list kept. A read: repeated where that helps.
    /// </summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Transfer> InquirePayaSatna(TransferQuery query, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Check();
        VandarPath path =
            $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_scope.Provider}/cardholder/{_scope.Id}/transfer/inquiry/paya-satna";
        return Ask(s_inquirePayaSatna, path, query, options, cancellationToken);
    }

    private ValueTask<Transfer> Ask(
        Operation operation, VandarPath path, TransferQuery query, RequestOptions? options, CancellationToken cancellationToken)
    {
        query.AppendTo(ref path);
        return Inferred.ToModel(
            Api.Send(operation, path, RavandJson.Default.JsonElement, options, cancellationToken), RavandJson.Default.Transfer, s_transfer);
    }
}

/// <summary>
/// An account behind a card. Shape inferred: what cannot be recognised is in <see cref="Extra"/>. Account, IBAN and card may be unmasked: keep them out of
/// logs.
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

/// <summary>Which rows of a statement are wanted. Every filter is inferred, and one by a wrong name may be lost without a word: look at the rows.</summary>
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
        if (AccountNumber is not null)
            TextArgument.Check(AccountNumber, nameof(AccountNumber));
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
    /// <summary>The id, for <see cref="CreateTransfer.ReasonId"/>; null where none came. One that is no whole number stays in <see cref="Extra"/>.</summary>
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
/// A transfer to be begun. Every member and its name on the wire is inferred: what the bank's documents name otherwise goes through <see cref="Extra"/>.
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
    /// Where the money goes: an IBAN for Paya, Satna and Pol, an account's number inside of the bank. What begins with IR must be an IBAN as
    /// <see cref="Iban.Value"/> writes it.
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
        // Sent as it stands here: an IBAN that only reads like one, or has gaps in it, must not go out.
        if (Destination.StartsWith("IR", StringComparison.OrdinalIgnoreCase) && !(Iban.TryParse(Destination, out Iban iban) && iban.Value == Destination))
            throw new ArgumentException("What begins with IR must be an IBAN with its right check digits and without gaps.", nameof(Destination));
        if (SourceAccountNumber is not null)
            TextArgument.Check(SourceAccountNumber, nameof(SourceAccountNumber));
        if (Type is { } type && string.IsNullOrWhiteSpace(type.Value))
            throw new ArgumentException("The type must be set, or null.", nameof(Type));
        if (ReasonId <= 0)
            throw new ArgumentOutOfRangeException(nameof(ReasonId), "An id is positive.");
        if (ReasonCode is not null)
            TextArgument.Check(ReasonCode, nameof(ReasonCode));
        TextArgument.NotBlank(Description, nameof(Description));
        if (PaymentNumber is not null)
            TextArgument.Check(PaymentNumber, nameof(PaymentNumber));
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
/// The cardholder's word that a transfer is to be done. Every member is inferred; one of the two keys must be set. The password is a secret: keep it out of
/// logs.
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

    internal void AppendTo(ref VandarPath path)
    {
        path.Query("transfer_id", TransferId);
        path.Query("track_id", TrackId);
        path.Query("reference_number", ReferenceNumber);
        Inferred.AppendTo(ref path, Filters);
    }
}

/// <summary>How a transfer stands. Shape inferred, and which members come depends on the call: what cannot be recognised is in <see cref="Extra"/>.</summary>
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
