using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vandar.Core.Http;

namespace Vandar.Core.Inquiries;

/// <summary>
/// One-off checks of identities, companies, accounts and cards, of customers or anybody else. Each one costs a fee and is never repeated by itself.
/// Vandar API, inquiry services chapter.
/// </summary>
/// <remarks>
/// <para>What an inquiry can end in, no two of them alike:</para>
/// <list type="bullet">
/// <item>An answer. The four that compare (<see cref="Kyc"/>, <see cref="Shahkar"/>, <see cref="NationalCodeIban"/>, <see cref="MobileCard"/>) have
/// <c>IsMatch</c>; the others have what the registry knows. Charged.</item>
/// <item>A mismatch, which the service sends as a 400 with the code <see cref="Unmatched"/>. Of the four that compare it is an answer whose
/// <c>IsMatch</c> is false; of the others, which have nothing to return, a <see cref="VandarApiException"/> with that
/// <see cref="VandarApiException.Code"/>. Charged. That code in a 200 is taken for the same, whatever came beside it.</item>
/// <item>A failure of the registry or bank behind the service, for which <see cref="IsProviderFailure"/> is true. Not charged.</item>
/// <item>A refusal: any other <see cref="VandarApiException"/> with a 4xx, a 400 with another code or none included. Whether one is charged is not
/// documented.</item>
/// <item>An answer that was lost or not understood: any other exception whose <see cref="VandarException.Outcome"/> is
/// <see cref="RequestOutcome.Unknown"/>. It may have been charged, and no call tells; to ask again may cost a second fee.</item>
/// </list>
/// <para>
/// The charges are known for KYC and Shahkar; that the other ten are charged alike is inferred. The status of a mismatch is known for those two as
/// well, its code from Shahkar; both are inferred elsewhere. Only <see cref="Kyc"/>, <see cref="Shahkar"/> and, in part, <see cref="Iban"/> have
/// answers that somebody has seen: the shapes of the other nine are inferred. Vandar switches between registries, so the same question may be
/// answered by another one next time.
/// </para>
/// </remarks>
public sealed class InquiriesClient
{
    /// <summary>The <see cref="VandarApiException.Code"/> of what does not belong together, or of whom nobody knows.</summary>
    public const string Unmatched = "UNMATCHED";

    // No call tells whether an inquiry was answered and billed.
    private static readonly Operation s_kyc = Comparing("inquiries.kyc", "data");
    private static readonly Operation s_shahkar = Comparing("inquiries.shahkar", "data");
    private static readonly Operation s_nationalId = Asking("inquiries.national_id");
    private static readonly Operation s_nationalIdImage = Asking("inquiries.national_id_image");
    private static readonly Operation s_fida = Asking("inquiries.fida");
    private static readonly Operation s_postalCode = Asking("inquiries.postal_code");
    private static readonly Operation s_companyInformation = Asking("inquiries.company_information");
    private static readonly Operation s_companySignatories = Asking("inquiries.company_signatories");
    private static readonly Operation s_nationalCodeIban = Comparing("inquiries.national_code_iban");
    private static readonly Operation s_mobileCard = Comparing("inquiries.mobile_card");
    private static readonly Operation s_iban = Asking("inquiries.iban");
    private static readonly Operation s_card = Asking("inquiries.card");

    private static readonly GuessedShape s_person = new() { OtherNames = [("images", "image")] };
    private static readonly GuessedShape s_account = new() { OtherNames = [("bank", "bank_name")] };
    private static readonly GuessedShape s_signatories = new() { MayBeOneRow = true };

    private readonly ApiCore _api;

    internal InquiriesClient(ApiCore api) => _api = api;

    /// <summary>
    /// Whether an inquiry failed at the registry or bank behind the service and not at Vandar: a 502 with a code of the service. Such a one is not
    /// charged, which is known for KYC and Shahkar, and may be asked again, under a new <c>track_id</c> where the old one is refused. A 502 without a
    /// code, which a proxy or gateway can have written, is none: what happened behind it is unknown.
    /// </summary>
    public static bool IsProviderFailure(VandarException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure is VandarApiException { StatusCode: HttpStatusCode.BadGateway } answer
            && answer.Operation.StartsWith("inquiries.", StringComparison.Ordinal) && answer.Code is not null;
    }

    /// <summary>
    /// Whether a national code and a birth date belong to one person, and how alike that person's names are to the given ones, by
    /// <c>POST /v3/business/:business/customers/inquiry/kyc</c>. Billed; never repeated by itself.
    /// </summary>
    /// <remarks>
    /// That the two do not belong together is an answer here, <see cref="KycResult.IsKnown"/> false: the 400 of such a mismatch is known, its code is
    /// inferred from Shahkar. A 400 with another code stays an exception. An answer without a percentage is not understood, and no mismatch.
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed; the class's remarks tell what it may have cost.</exception>
    public ValueTask<KycResult> Kyc(KycInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        OrMismatch(
            Ask<KycInquiry, KycResult?>(
                s_kyc, $"{_api.ApiHost}/v3/business/{_api.Business}/customers/inquiry/kyc", request, InquiriesJson.Default.KycInquiry,
                InquiriesJson.Default.KycResult!, options, cancellationToken),
            static () => new());

    /// <summary>
    /// Whether a mobile number is registered to a national code ("Shahkar"), by <c>POST /v3/business/:business/customers/inquiry/shahkar</c>. Billed;
    /// never repeated by itself. The service's 400 with the code <see cref="Unmatched"/> is an answer here; one with another code stays an exception.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed; the class's remarks tell what it may have cost.</exception>
    public ValueTask<ShahkarResult> Shahkar(ShahkarInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        OrMismatch(
            Ask<ShahkarInquiry, ShahkarResult?>(
                s_shahkar, $"{_api.ApiHost}/v3/business/{_api.Business}/customers/inquiry/shahkar", request, InquiriesJson.Default.ShahkarInquiry,
                InquiriesJson.Default.ShahkarResult!, options, cancellationToken),
            static () => new() { Status = MatchStatus.Unmatched });

    /// <summary>
    /// The civil registry's record of a person, by <c>POST /v3/business/:business/customers/inquiry/nid</c>. Shape inferred. Billed; never repeated
    /// by itself.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">
    /// <see cref="VandarApiException.Code"/> is <see cref="Unmatched"/> where no person has this code and birth date, which is inferred.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed; the class's remarks tell what it may have cost.</exception>
    public ValueTask<PersonRecord> NationalId(
        NationalIdInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToModel(
            Ask(
                s_nationalId, $"{_api.ApiHost}/v3/business/{_api.Business}/customers/inquiry/nid", request, InquiriesJson.Default.NationalIdInquiry,
                InquiriesJson.Default.JsonElement, options, cancellationToken),
            InquiriesJson.Default.PersonRecord, s_person);

    /// <summary>
    /// The civil registry's picture of a person, by <c>POST /v3/business/:business/customers/inquiry/nid-image</c>. Shape inferred; expect a large
    /// answer. Billed; never repeated by itself.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">
    /// <see cref="VandarApiException.Code"/> is <see cref="Unmatched"/> where no person has this code and birth date, which is inferred.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed; the class's remarks tell what it may have cost.</exception>
    public ValueTask<PersonRecord> NationalIdImage(
        NationalIdInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToModel(
            Ask(
                s_nationalIdImage, $"{_api.ApiHost}/v3/business/{_api.Business}/customers/inquiry/nid-image", request,
                InquiriesJson.Default.NationalIdInquiry, InquiriesJson.Default.JsonElement, options, cancellationToken),
            InquiriesJson.Default.PersonRecord, s_person);

    /// <summary>
    /// The record of a foreign national ("FIDA"), by <c>POST /v3/business/:business/customers/inquiry/fida</c>. Shape inferred. Billed; never
    /// repeated by itself.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">
    /// <see cref="VandarApiException.Code"/> is <see cref="Unmatched"/> where there is no such person, which is inferred.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed; the class's remarks tell what it may have cost.</exception>
    public ValueTask<PersonRecord> Fida(FidaInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToModel(
            Ask(
                s_fida, $"{_api.ApiHost}/v3/business/{_api.Business}/customers/inquiry/fida", request, InquiriesJson.Default.FidaInquiry,
                InquiriesJson.Default.JsonElement, options, cancellationToken),
            InquiriesJson.Default.PersonRecord, s_person);

    /// <summary>
    /// The address of a postal code, by <c>POST /v3/business/:business/customers/inquiry/postal-code</c>. Shape inferred. Billed; never repeated by
    /// itself.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed; the class's remarks tell what it may have cost.</exception>
    public ValueTask<PostalAddress> PostalCode(
        PostalCodeInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToModel(
            Ask(
                s_postalCode, $"{_api.ApiHost}/v3/business/{_api.Business}/customers/inquiry/postal-code", request,
                InquiriesJson.Default.PostalCodeInquiry,
                InquiriesJson.Default.JsonElement, options, cancellationToken),
            InquiriesJson.Default.PostalAddress);

    /// <summary>
    /// The company registry's record, by <c>POST /v3/business/:business/customers/inquiry/company-information</c>. Shape inferred. Billed; never
    /// repeated by itself.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed; the class's remarks tell what it may have cost.</exception>
    public ValueTask<CompanyRecord> CompanyInformation(
        CompanyInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToModel(
            Ask(
                s_companyInformation, $"{_api.ApiHost}/v3/business/{_api.Business}/customers/inquiry/company-information", request,
                InquiriesJson.Default.CompanyInquiry, InquiriesJson.Default.JsonElement, options, cancellationToken),
            InquiriesJson.Default.CompanyRecord);

    /// <summary>
    /// Who may sign for a company, by <c>POST /v3/business/:business/customers/inquiry/company-signature</c>. Shape inferred: a list, or one object.
    /// An empty list is an answer. Billed; never repeated by itself.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarProtocolException">The answer has nobody in it, not even as an empty list. It was charged all the same.</exception>
    /// <exception cref="VandarException">The call did not succeed; the class's remarks tell what it may have cost.</exception>
    public ValueTask<IReadOnlyList<CompanySignatory>> CompanySignatories(
        CompanyInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToList(
            Ask(
                s_companySignatories, $"{_api.ApiHost}/v3/business/{_api.Business}/customers/inquiry/company-signature", request,
                InquiriesJson.Default.CompanyInquiry, InquiriesJson.Default.JsonElement, options, cancellationToken),
            InquiriesJson.Default.CompanySignatory, s_companySignatories, s_signatories);

    /// <summary>
    /// Whether an IBAN is owned by the holder of a national code, by <c>POST /v3/business/:business/customers/inquiry/national-code-iban</c>. Shape
    /// inferred. Billed; never repeated by itself. A 400 with the code <see cref="Unmatched"/> is an answer here; one with another code stays an
    /// exception.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed; the class's remarks tell what it may have cost.</exception>
    public ValueTask<MatchResult> NationalCodeIban(
        NationalCodeIbanInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        ToMatch(Ask(
            s_nationalCodeIban, $"{_api.ApiHost}/v3/business/{_api.Business}/customers/inquiry/national-code-iban", request,
            InquiriesJson.Default.NationalCodeIbanInquiry, InquiriesJson.Default.JsonElement, options, cancellationToken));

    /// <summary>
    /// Whether a card's owner owns a mobile number, by <c>POST /v3/business/:business/customers/inquiry/match-mobile-card</c>. Shape inferred.
    /// Billed; never repeated by itself. A 400 with the code <see cref="Unmatched"/> is an answer here; one with another code stays an exception.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed; the class's remarks tell what it may have cost.</exception>
    public ValueTask<MatchResult> MobileCard(
        MobileCardInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        ToMatch(Ask(
            s_mobileCard, $"{_api.ApiHost}/v3/business/{_api.Business}/customers/inquiry/match-mobile-card", request,
            InquiriesJson.Default.MobileCardInquiry, InquiriesJson.Default.JsonElement, options, cancellationToken));

    /// <summary>
    /// The owners and the bank of an IBAN, by <c>POST /v3/business/:business/customers/inquiry/iban</c>. Its answer is known in part. Billed; never
    /// repeated by itself.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed; the class's remarks tell what it may have cost.</exception>
    public ValueTask<AccountRecord> Iban(IbanInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToModel(
            Ask(
                s_iban, $"{_api.ApiHost}/v3/business/{_api.Business}/customers/inquiry/iban", request, InquiriesJson.Default.IbanInquiry,
                InquiriesJson.Default.JsonElement, options, cancellationToken),
            InquiriesJson.Default.AccountRecord, s_account);

    /// <summary>
    /// The owner of a card, by <c>POST /v3/business/:business/customers/inquiry/card</c>. Shape inferred. Billed; never repeated by itself.
    /// </summary>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed; the class's remarks tell what it may have cost.</exception>
    public ValueTask<CardOwner> Card(CardInquiry request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToModel(
            Ask(
                s_card, $"{_api.ApiHost}/v3/business/{_api.Business}/customers/inquiry/card", request, InquiriesJson.Default.CardInquiry,
                InquiriesJson.Default.JsonElement, options, cancellationToken),
            InquiriesJson.Default.CardOwner);

    private static Operation Asking(string name, params string[] payload) =>
        Operation.Post(name, Repeat.Never, payload).RefusedBy(Unmatched);

    private static Operation Comparing(string name, params string[] payload) => Asking(name, payload).NullWhile(Unmatched);

    private ValueTask<TAnswer> Ask<TRequest, TAnswer>(
        Operation operation, VandarPath path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answer,
        RequestOptions? options, CancellationToken cancellationToken)
        where TRequest : Inquiry
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return _api.Send(operation, path, request, requestType, answer, options, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<T> OrMismatch<T>(ValueTask<T?> answer, Func<T> mismatch)
        where T : VandarModel => await answer.ConfigureAwait(false) ?? mismatch();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<MatchResult> ToMatch(ValueTask<JsonElement> answer)
    {
        JsonElement root = await answer.ConfigureAwait(false);
        // Nothing came only where the code of the refusal said so.
        return root.ValueKind is JsonValueKind.Undefined
            ? new() { Status = MatchStatus.Unmatched }
            : await Inferred.ToModel(new ValueTask<JsonElement>(root), InquiriesJson.Default.MatchResult).ConfigureAwait(false);
    }
}
