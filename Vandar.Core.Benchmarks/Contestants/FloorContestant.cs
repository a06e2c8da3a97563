using System.Buffers;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>
/// What one would write by hand where bytes matter and nothing else: no limit of time, no retry, no telemetry, no error worth the name. A fresh
/// message, a body that was encoded before, an address that was built before, one header, an answer in a pooled buffer, type info from the
/// source generator.
/// </summary>
internal sealed class FloorContestant : IContestant
{
    private static readonly object s_unauthorized = new();

    private readonly HttpMessageInvoker _invoker;
    private readonly Uri _post;
    private readonly Uri _strictPost;
    private readonly Uri _one;
    private readonly Uri _guarded;
    private readonly Uri _upload;
    private readonly Uri _refresh;
    private readonly string _settlements;
    private readonly byte[] _applicant = JsonSerializer.SerializeToUtf8Bytes(PlainApplicant.Sample, PlainJson.Default.PlainApplicant);
    private readonly byte[] _renewal = JsonSerializer.SerializeToUtf8Bytes(new(Errand.RefreshToken), PlainJson.Default.PlainRefresh);
    private Uri? _page;
    private int _pageRows;
    private string _bearer = $"Bearer {Errand.AccessToken}";

    internal FloorContestant(Endpoint endpoint)
    {
        _invoker = endpoint.Handler is null
            ? new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            : new HttpMessageInvoker(endpoint.Handler, disposeHandler: false);
        string ravand = $"v1/business/{Errand.Business}/ravand/provider/";
        _settlements = $"{endpoint.Address}v2.1/business/{Errand.Business}/settlement";
        _post = new(endpoint.Address, $"{ravand}{Errand.Provider}/cardholder");
        _strictPost = new(endpoint.Address, $"{ravand}{Errand.StrictProvider}/cardholder");
        _upload = new(endpoint.Address, $"{ravand}{Errand.Provider}/cardholder/{Errand.CardholderId}/upload");
        _one = new($"{_settlements}/{Errand.SettlementId}");
        _guarded = new($"{_settlements}/{Errand.GuardedSettlementId}");
        _refresh = new(endpoint.Address, "v3/refreshtoken");
    }

    public ValueTask<object> Post() =>
        Send(NewPost(_post, _applicant), PlainJson.Default.PlainCardholderAnswer, static answer => answer.Data);

    public ValueTask<object> GetOne() =>
        Send(new(HttpMethod.Get, _one), PlainJson.Default.PlainSettlementAnswer, static answer => answer.Data.Settlement);

    public ValueTask<object> List(int rows)
    {
        if (_pageRows != rows)
            (_page, _pageRows) = (new($"{_settlements}?page=1&per_page={rows}"), rows);
        return Send(new(HttpMethod.Get, _page), PlainJson.Default.PlainPageAnswer, static answer => answer.Data.Settlements);
    }

    // There is nothing lower than this in the framework that still streams.
    public ValueTask<object> Upload(Stream photo) =>
        Send(
            new(HttpMethod.Post, _upload) { Content = PlainForm.Of(photo) }, PlainJson.Default.PlainCardholderAnswer, static answer => answer.Data);

    public ValueTask<object> Error422() =>
        Send(
            NewPost(_strictPost, _applicant), PlainJson.Default.PlainRefusal, static answer => answer with { Status = 422 },
            HttpStatusCode.UnprocessableEntity);

    public async ValueTask<object> UnauthorizedThenRefresh()
    {
        object answer = await Guarded();
        if (answer != s_unauthorized)
            return answer;
        PlainTokens tokens = (PlainTokens)await Send(NewPost(_refresh, _renewal), PlainJson.Default.PlainTokens, static answer => answer);
        _bearer = "Bearer " + tokens.AccessToken;
        return await Guarded();
    }

    public void Dispose() => _invoker.Dispose();

    private static HttpRequestMessage NewPost(Uri address, byte[] body)
    {
        ByteArrayContent content = new(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        return new(HttpMethod.Post, address) { Content = content };
    }

    private ValueTask<object> Guarded() =>
        Send(new(HttpMethod.Get, _guarded), PlainJson.Default.PlainSettlementAnswer, static answer => answer.Data.Settlement);

    private async ValueTask<object> Send<T>(
        HttpRequestMessage request, JsonTypeInfo<T> type, Func<T, object> payload, HttpStatusCode expected = HttpStatusCode.OK)
    {
        if (request.RequestUri != _refresh)
            request.Headers.TryAddWithoutValidation("Authorization", _bearer);
        using HttpResponseMessage response = await _invoker.SendAsync(request, CancellationToken.None);
        if (response.StatusCode is HttpStatusCode.Unauthorized)
            return s_unauthorized;
        if (response.StatusCode != expected)
            throw new HttpRequestException("Not the status that was expected.", null, response.StatusCode);
        // This server always tells.
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)response.Content.Headers.ContentLength!.Value);
        try
        {
            using Stream stream = await response.Content.ReadAsStreamAsync();
            int length = 0;
            while (await stream.ReadAsync(buffer.AsMemory(length)) is > 0 and int read)
                length += read;
            return payload(JsonSerializer.Deserialize(buffer.AsSpan(0, length), type)!);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
