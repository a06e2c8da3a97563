using System.Runtime.CompilerServices;
using Vandar.Core.Http;

namespace Vandar.Core.Ravand;

/// <summary>
/// Card issuing ("Ravand"): settings, reference lists, cardholders, their cards, and banking and credit on them. Vandar API, card issuing chapters.
/// </summary>
/// <remarks>
/// A card is issued in this order: <see cref="CardholdersClient.Create"/>, <see cref="CardholdersClient.Update"/>,
/// <see cref="CardholdersClient.Upload"/> for each document, <see cref="CardholdersClient.Finalize"/>, and then
/// <see cref="CardholdersClient.Inquire"/> until the bank has issued it. Once it has arrived, <see cref="Cardholder"/> has what can be done with it.
/// </remarks>
public sealed class RavandClient
{
    private static readonly Operation s_setConfig = Operation.Post("ravand.set_config", Repeat.Converges).MayBeEmpty();
    private static readonly Operation s_provinces = Operation.Get("ravand.provinces");
    private static readonly Operation s_cities = Operation.Get("ravand.cities");
    private static readonly Operation s_guilds = Operation.Get("ravand.guilds");
    private static readonly Operation s_educations = Operation.Get("ravand.educations");
    private static readonly Operation s_occupations = Operation.Get("ravand.occupations");
    private static readonly Operation s_reasons = Operation.Get("ravand.reasons");

    // Rows with a name or a title, words, or an object of either by their ids.
    private static readonly GuessedShape s_option = new() { OtherNames = [("title", "name"), ("data", "name")], Key = "id" };
    private static readonly GuessedShape s_reason = new() { OtherNames = [("name", "title"), ("data", "title")], Key = "id" };

    private readonly ApiCore _api;

    internal RavandClient(ApiCore api) => _api = api;

    /// <summary>
    /// Defines the business's settings for card issuing, by <c>POST /v1/business/:business/ravand/set-config</c>; to be done before any other
    /// call of the group. Shape inferred: no field of it is documented. That a repeat ends in the same state is inferred too, and relied on.
    /// </summary>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<RavandConfig> SetConfig(RavandConfig request, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToModel(
            _api.Send(
                s_setConfig, $"{_api.ApiHost}/v1/business/{_api.Business}/ravand/set-config", request, RavandJson.Default.RavandConfig,
                RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.RavandConfig);

    /// <summary>The provinces, for <see cref="UpdateCardholder.ProvinceId"/>. Shape inferred. A read: repeated where that helps.</summary>
    /// <exception cref="VandarProtocolException">The answer has no list, or says that the list has more pages; paging is not documented.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<RavandOption>> Provinces(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Options(s_provinces, $"{_api.ApiHost}/v1/business/{_api.Business}/ravand/provinces", options, cancellationToken);

    /// <summary>
    /// The cities, for <see cref="UpdateCardholder.CityId"/> and, most likely, the two birth places. Shape and filter inferred. A read:
    /// repeated where that helps.
    /// </summary>
    /// <exception cref="VandarProtocolException">The answer has no list, or says that the list has more pages; paging is not documented.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<RavandOption>> Cities(
        CityQuery? query = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{_api.ApiHost}/v1/business/{_api.Business}/ravand/cities";
        path.Query("province_id", query?.ProvinceId);
        return Options(s_cities, path, options, cancellationToken);
    }

    /// <summary>The guilds (trades), for <see cref="UpdateCardholder.GuildId"/>. Shape inferred. A read: repeated where that helps.</summary>
    /// <exception cref="VandarProtocolException">The answer has no list, or says that the list has more pages; paging is not documented.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<RavandOption>> Guilds(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Options(s_guilds, $"{_api.ApiHost}/v1/business/{_api.Business}/ravand/guilds", options, cancellationToken);

    /// <summary>The levels of education, for <see cref="UpdateCardholder.EducationId"/>. Shape inferred. A read: repeated where that helps.</summary>
    /// <exception cref="VandarProtocolException">The answer has no list, or says that the list has more pages; paging is not documented.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<RavandOption>> Educations(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Options(s_educations, $"{_api.ApiHost}/v1/business/{_api.Business}/ravand/educations", options, cancellationToken);

    /// <summary>The occupations, for <see cref="UpdateCardholder.OccupationId"/>. Shape inferred. A read: repeated where that helps.</summary>
    /// <exception cref="VandarProtocolException">The answer has no list, or says that the list has more pages; paging is not documented.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<RavandOption>> Occupations(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Options(s_occupations, $"{_api.ApiHost}/v1/business/{_api.Business}/ravand/occupations", options, cancellationToken);

    /// <summary>
    /// The reasons a transfer can have, for <see cref="CreateTransfer.ReasonId"/> or <see cref="CreateTransfer.ReasonCode"/>, by
    /// <c>GET /v1/business/:business/ravand/reasons</c>. That these are reasons of transfers, and their shape, is inferred. A read: repeated where
    /// that helps.
    /// </summary>
    /// <exception cref="VandarProtocolException">The answer has no list, or says that the list has more pages; paging is not documented.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<TransferReason>> Reasons(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToList(
            _api.Send(
                s_reasons, $"{_api.ApiHost}/v1/business/{_api.Business}/ravand/reasons", RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.TransferReason, s_reasons, s_reason);

    /// <summary>
    /// The page on which a cardholder activates the card, <c>/v1/redirect/card/activate/:token</c>: an address for the cardholder's browser. Nothing
    /// is sent, and the browser must not get the bearer token. How the result comes back is not documented.
    /// </summary>
    /// <param name="token">The token of <see cref="CardClient.ActivationToken"/>.</param>
    /// <exception cref="ArgumentException">The token cannot be a path segment.</exception>
    public Uri ActivationUrl(string token) => _api.Address($"{_api.ApiHost}/v1/redirect/card/activate/{token}");

    /// <summary>
    /// The page on which a cardholder changes the card's first PIN, <c>/v1/redirect/card/change-pin/:token</c>: an address for the cardholder's
    /// browser. Nothing is sent, and the browser must not get the bearer token. How the result comes back is not documented.
    /// </summary>
    /// <param name="token">The token of <see cref="CardClient.PinChangeToken"/>.</param>
    /// <exception cref="ArgumentException">The token cannot be a path segment.</exception>
    public Uri PinChangeUrl(string token) => _api.Address($"{_api.ApiHost}/v1/redirect/card/change-pin/{token}");

    /// <summary>
    /// The page on which a cardholder blocks the card, <c>/v1/redirect/card/block/:token</c>: an address for the cardholder's browser. Nothing is
    /// sent, and the browser must not get the bearer token. How the result comes back is not documented.
    /// </summary>
    /// <param name="token">The token of <see cref="CardClient.BlockToken"/>.</param>
    /// <exception cref="ArgumentException">The token cannot be a path segment.</exception>
    public Uri BlockUrl(string token) => _api.Address($"{_api.ApiHost}/v1/redirect/card/block/{token}");

    /// <summary>The applicants for cards of one bank.</summary>
    /// <param name="provider">The issuing bank's English name; which banks there are is not published.</param>
    /// <exception cref="ArgumentException">The name cannot be a path segment.</exception>
    public CardholdersClient Cardholders(string provider) => new(_api, PathSegment.Of(provider, nameof(provider)));

    /// <summary>One cardholder of one bank.</summary>
    /// <param name="provider">The issuing bank's English name; which banks there are is not published.</param>
    /// <param name="cardholderId">The id of <see cref="CardholdersClient.Create"/>.</param>
    /// <exception cref="ArgumentException">The name or the id cannot be a path segment.</exception>
    public CardholderClient Cardholder(string provider, string cardholderId) =>
        new(new(_api, PathSegment.Of(provider, nameof(provider)), PathSegment.Of(cardholderId, nameof(cardholderId))));

    /// <summary>The credit of all cardholders of one bank. Known from a stand-in server only.</summary>
    /// <param name="provider">The issuing bank's English name; which banks there are is not published.</param>
    /// <exception cref="ArgumentException">The name cannot be a path segment.</exception>
    public CreditClient Credit(string provider) => new(_api, PathSegment.Of(provider, nameof(provider)));

    private ValueTask<IReadOnlyList<RavandOption>> Options(
        Operation operation, VandarPath path, RequestOptions? options, CancellationToken cancellationToken) =>
        Inferred.ToList(
            _api.Send(operation, path, RavandJson.Default.JsonElement, options, cancellationToken), RavandJson.Default.RavandOption, operation,
            s_option);
}

/// <summary>
/// The applicants for cards of one bank; made by <see cref="RavandClient.Cardholders"/>. Vandar API, card issuing chapter, cardholders.
/// </summary>
public readonly struct CardholdersClient
{
    private static readonly Operation s_create =
        Operation.Post("ravand.cardholders.create", Repeat.Never, "data").Settled("Ravand.Cardholders(…).Create (refuses a known applicant)");
    private static readonly Operation s_update = Operation.Put("ravand.cardholders.update", "data");
    private static readonly Operation s_videoCaption = Operation.Get("ravand.cardholders.video_caption");
    private static readonly Operation s_upload = Operation.Post("ravand.cardholders.upload", Repeat.Never, "data");
    private static readonly Operation s_finalize =
        Operation.Post("ravand.cardholders.finalize", Repeat.Never, "data").Settled("Ravand.Cardholders(…).Inquire");
    private static readonly Operation s_inquire =
        Operation.Get("ravand.cardholders.inquire", "data", "[0]").NullWhile("cardholder_inquiry_is_not_done");

    private static readonly GuessedShape s_caption = new() { OtherNames = [("text", "caption"), ("video_caption", "caption"), ("data", "caption")] };

    private readonly ApiCore? _core;
    private readonly PathSegment _provider;

    internal CardholdersClient(ApiCore api, PathSegment provider)
    {
        _core = api;
        _provider = provider;
    }

    private ApiCore Api => _core ?? throw new InvalidOperationException("This scope was not made by a client: use client.Ravand.Cardholders(…).");

    /// <summary>
    /// Opens a card request for an applicant, by <c>POST …/cardholder</c>; the id it returns goes into every later step. Never repeated by itself.
    /// </summary>
    /// <remarks>
    /// A known applicant is refused with a 400, and so are data that do not match; <see cref="VandarApiException.Code"/> tells them apart, but its
    /// values are not published. After an unknown outcome a second call shows by that refusal that the first one was done; its id is then lost to
    /// the API, as no call lists applicants.
    /// </remarks>
    /// <exception cref="ArgumentException">A member of the request is <c>default</c>; the exception names it.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Cardholder> Create(CreateCardholder request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Api.Send(
            s_create, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_provider}/cardholder", request,
            RavandJson.Default.CreateCardholder, RavandJson.Default.Cardholder, options, cancellationToken);
    }

    /// <summary>
    /// Completes an applicant's data, by <c>PUT …/cardholder/:cardholder_id</c>, as often as wanted until <see cref="Finalize"/>. A repeat ends in
    /// the same state. A 403 means no permission, or that the request is final.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The id cannot be a path segment, or the request breaks a rule; the exception names its member. Nothing was sent.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Cardholder> Update(
        string cardholderId, UpdateCardholder request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Api.Send(
            s_update, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_provider}/cardholder/{cardholderId}", request,
            RavandJson.Default.UpdateCardholder, RavandJson.Default.Cardholder, options, cancellationToken);
    }

    /// <summary>
    /// The sentence the applicant has to read aloud in the <see cref="DocumentType.AuthenticationVideo"/>, by
    /// <c>GET …/cardholder/:cardholder_id/video-caption</c>. Shape inferred, so any is read: where <see cref="VideoCaption.Caption"/> is null,
    /// look into <see cref="VideoCaption.Extra"/>. A read: repeated where that helps.
    /// </summary>
    /// <exception cref="ArgumentException">The id cannot be a path segment.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<VideoCaption> VideoCaption(
        string cardholderId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        WithOnlyText(Inferred.ToModel(
            Api.Send(
                s_videoCaption, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_provider}/cardholder/{cardholderId}/video-caption",
                RavandJson.Default.JsonElement, options, cancellationToken),
            RavandJson.Default.VideoCaption, s_caption));

    /// <summary>
    /// Uploads one document, by <c>POST …/cardholder/:cardholder_id/upload</c>. Which are needed depends on the bank. Never repeated by itself;
    /// whether a second upload replaces the first is not documented.
    /// </summary>
    /// <param name="cardholderId">The id of <see cref="Create"/>.</param>
    /// <param name="type">Which document it is.</param>
    /// <param name="file">An image, or a video for <see cref="DocumentType.AuthenticationVideo"/>; a type without a name here takes either.</param>
    /// <param name="progress">Told how many bytes of the file were sent.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">
    /// The id cannot be a path segment, the type is <c>default</c>, or the file cannot be read, is empty, too large or of a type that does not
    /// fit. Nothing was sent.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Cardholder> Upload(
        string cardholderId, DocumentType type, VandarFile file, IProgress<long>? progress = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (string.IsNullOrWhiteSpace(type.Value))
            throw new ArgumentException("The document's type must be set.", nameof(type));
        return Api.Upload(
            s_upload, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_provider}/cardholder/{cardholderId}/upload",
            [new("type", type.Value)], file, Kind(type, file), progress, RavandJson.Default.Cardholder, options, cancellationToken);
    }

    /// <summary>
    /// Proves what <see cref="Upload"/> would prove before its first byte, and returns the file's length in bytes. Sends nothing: check all the
    /// files of an applicant before <see cref="Create"/>.
    /// </summary>
    /// <param name="type">Which document it is.</param>
    /// <param name="file">An image, or a video for <see cref="DocumentType.AuthenticationVideo"/>; a type without a name here takes either.</param>
    /// <exception cref="ArgumentException">The file cannot be read, is empty, too large or of a type that does not fit.</exception>
    public long CheckFile(DocumentType type, VandarFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Api.CheckFile(file, Kind(type, file), nameof(file));
    }

    /// <summary>
    /// Hands the request to the bank, by <c>POST …/cardholder/:cardholder_id/finalize</c>. One way: afterwards <see cref="Update"/> and
    /// <see cref="Upload"/> are refused. Never repeated by itself; after an unknown outcome <see cref="Inquire"/> tells.
    /// </summary>
    /// <remarks>
    /// A 403 means no permission, or that data or documents are missing. The vendor documents no body; this sends <c>{}</c>, because the transport
    /// beneath repeats a request without content by itself where a connection is lost, and this one must not be.
    /// </remarks>
    /// <exception cref="ArgumentException">The id cannot be a path segment.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Cardholder> Finalize(string cardholderId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.Send(
            s_finalize, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_provider}/cardholder/{cardholderId}/finalize",
            RavandJson.Default.Cardholder, options, cancellationToken);

    /// <summary>
    /// The issued card, or null while the request is being processed, by <c>GET …/cardholder/:cardholder_id/inquiry</c>. A read: repeated where
    /// that helps. Ask again later yourself: how long a bank takes is not documented.
    /// </summary>
    /// <exception cref="ArgumentException">The id cannot be a path segment.</exception>
    /// <exception cref="VandarApiException">
    /// <see cref="VandarApiException.Code"/> is <c>cardholder_request_not_finalize</c> before <see cref="Finalize"/>: the refusal is documented for
    /// this call, its code for post tracking and inferred here.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IssuedCard?> Inquire(string cardholderId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.Send<IssuedCard?>(
            s_inquire, $"{Api.ApiHost}/v1/business/{Api.Business}/ravand/provider/{_provider}/cardholder/{cardholderId}/inquiry",
            RavandJson.Default.IssuedCard!, options, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<VideoCaption> WithOnlyText(ValueTask<VideoCaption> answer)
    {
        VideoCaption caption = await answer.ConfigureAwait(false);
        caption.TakeOnlyText();
        return caption;
    }

    private static string Kind(DocumentType type, VandarFile file)
    {
        bool isKnown = DocumentType.Known.Contains(type);
        bool isVideo = isKnown ? type == DocumentType.AuthenticationVideo : file.ContentType.StartsWith("video/", StringComparison.OrdinalIgnoreCase);
        return isVideo ? "video/" : "image/";
    }
}

/// <summary>One cardholder of one bank; made by <see cref="RavandClient.Cardholder"/>.</summary>
public readonly struct CardholderClient
{
    private readonly CardholderScope _scope;

    internal CardholderClient(CardholderScope scope) => _scope = scope;

    /// <summary>The cardholder's card.</summary>
    public CardClient Card => new(_scope.Checked);

    /// <summary>The accounts behind the card: which there are, balance and statement.</summary>
    public AccountsClient Accounts => new(_scope.Checked);

    /// <summary>Transfers from the accounts behind the card.</summary>
    public TransfersClient Transfers => new(_scope.Checked);

    /// <summary>The cardholder's credit line. Known from a stand-in server only.</summary>
    public CardholderCreditClient Credit => new(_scope.Checked);
}

/// <summary>What all calls of one cardholder have in common.</summary>
internal readonly record struct CardholderScope(ApiCore? Core, PathSegment Provider, PathSegment Id)
{
    internal ApiCore Api => Core ?? throw new InvalidOperationException("This scope was not made by a client: use client.Ravand.Cardholder(…).");

    /// <summary>The scope itself, if a client made it.</summary>
    internal CardholderScope Checked
    {
        get
        {
            _ = Api;
            return this;
        }
    }
}
