using System.Collections;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vandar.Core.RateLimiting;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>A call that goes well, to be answered with other bytes than the fixture's, over and over on one client.</summary>
internal sealed class Golden : HttpMessageHandler
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");
    private static readonly Dictionary<Type, PropertyInfo[]> s_properties = [];

    private readonly Fixture _fixture;
    private readonly VandarClient _client;
    private readonly HttpClient _http;
    private readonly Witness? _witness;
    private byte[] _body = [];
    private HttpStatusCode _status;

    internal Golden(Fixture fixture, bool isHeard = true)
    {
        _fixture = fixture;
        _witness = isHeard ? new() : null;
        _http = new(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        // Without a refresh token: what an answer says must not change what the next call sends.
        _client = new(
            (_witness?.Options ?? new() { Business = "shop", AccessToken = "t", IpgApiKey = "k", RateLimits = VandarRateLimits.Off }) with
            {
                RefreshToken = null, AllowBodyCopies = true, MaxRetries = 0,
            },
            _http);
    }

    /// <summary>Every success that the fixtures have, in a 2xx.</summary>
    internal static IReadOnlyList<Fixture> All { get; } = [.. Fixture.All().Where(fixture => !fixture.IsRefusal && fixture.Status is >= 200 and < 300)];

    /// <summary>One success of each operation, as the API reference prints it.</summary>
    internal static IEnumerable<Fixture> OfEachOperation => All.Where(fixture => fixture.Variant.Length == 0);

    internal static JsonElement Json(byte[] text) => JsonElement.Parse(text);

    /// <summary>The members of the fixture's answer that the models have a property for, with that property.</summary>
    internal static IReadOnlyList<(string Pointer, JsonPropertyInfo Property)> Members(Fixture fixture)
    {
        using Golden golden = new(fixture, isHeard: false);
        (JsonElement payload, string pointer) = fixture.Payload(JsonElement.Parse(fixture.Answer));
        // A source of test cases cannot wait; no context is captured on the way.
        Reading reading = golden.Answered(Encoding.UTF8.GetBytes(fixture.Answer)).GetAwaiter().GetResult();
        return [.. Members(payload, reading.Model, pointer)];
    }

    /// <summary>The objects of the fixture's answer that became a model of their own.</summary>
    internal static IReadOnlyList<string> Models(Fixture fixture)
    {
        string root = fixture.Payload(JsonElement.Parse(fixture.Answer)).Pointer;
        IReadOnlyList<(string Pointer, JsonPropertyInfo Property)> members = Members(fixture);
        return [.. members.Select(member => member.Pointer[..member.Pointer.LastIndexOf('/')]).Append(root).Distinct().Where(pointer => pointer.Length > 0)];
    }

    /// <summary>What the call comes to when the answer has this body.</summary>
    internal async Task<Reading> Answered(byte[] body, int? status = null)
    {
        _body = body;
        _status = (HttpStatusCode)(status ?? _fixture.Status);
        try
        {
            object? model = await _fixture.Call(_client);
            Touch(model);
            return new(model, null);
        }
        catch (Exception e)
        {
            for (Exception? heard = e; heard is not null; heard = heard.InnerException)
                _witness?.Hear(heard.Message);
            return new(null, e);
        }
    }

    /// <summary>
    /// The answer is one that nobody can rely on: an exception of one type, which says of all but reads that the money may have moved.
    /// </summary>
    internal async Task IsNotUnderstood(byte[] body, string what)
    {
        Reading reading = await Answered(body);
        Assert.That(reading.Failure, Is.TypeOf<VandarProtocolException>(), what);
        IsHonest(reading, what);
    }

    /// <summary>Whether the answer was read; if not, it was refused as it should be.</summary>
    internal async Task<object?> ReadOrRefused(byte[] body, string what)
    {
        Reading reading = await Answered(body);
        if (reading.Failure is not null)
            Assert.That(reading.Failure, Is.TypeOf<VandarProtocolException>(), what);
        IsHonest(reading, what);
        return reading.Model;
    }

    private void IsHonest(Reading reading, string what)
    {
        if (reading.Failure is VandarProtocolException failure && _fixture.Endpoint.Repeat is not Repeat.Safe)
            Assert.That(failure.Outcome, Is.EqualTo(RequestOutcome.Unknown), what);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
            await content.CopyToAsync(new WireStream(), cancellationToken);
        ByteArrayContent answer = new(_body);
        answer.Headers.ContentType = s_json;
        return new(_status) { Content = answer };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _client.Dispose();
            _http.Dispose();
            _witness?.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Reads every member of a model as its user would: nothing may be left in it that only a later look finds broken.</summary>
    internal static void Touch(object? value)
    {
        switch (value)
        {
            case null or string or Uri:
                break;
            case JsonElement element:
                Touch(element);
                break;
            case IEnumerable list:
                foreach (object? item in list)
                    Touch(item);
                break;
            default:
                _ = value.ToString();
                Type type = value.GetType();
                if (type.IsPrimitive || type.Namespace is "System")
                    break;
                lock (s_properties)
                {
                    if (!s_properties.TryGetValue(type, out PropertyInfo[]? properties))
                    {
                        properties =
                        [
                            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0),
                        ];
                        s_properties[type] = properties;
                    }
                    foreach (PropertyInfo property in properties)
                        Touch(property.GetValue(value));
                }
                break;
        }
    }

    private static void Touch(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    _ = member.Name;
                    Touch(member.Value);
                }
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                    Touch(item);
                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }

    private static IEnumerable<(string, JsonPropertyInfo)> Members(JsonElement json, object? value, string pointer)
    {
        switch (json.ValueKind, value)
        {
            case (JsonValueKind.Object, VandarModel model):
                JsonTypeInfo type = ModelComparer.TypeInfo(model.GetType());
                foreach (JsonProperty member in json.EnumerateObject())
                {
                    JsonPropertyInfo? property = type.Properties.SingleOrDefault(
                        property => property.Name == member.Name && !property.IsExtensionData && property.Get is not null);
                    if (property is null)
                        continue;
                    yield return ($"{pointer}/{member.Name}", property);
                    foreach ((string, JsonPropertyInfo) inner in Members(member.Value, property.Get!(model), $"{pointer}/{member.Name}"))
                        yield return inner;
                }
                break;
            case (JsonValueKind.Array, IEnumerable list) when json.GetArrayLength() > 0:
                foreach ((string, JsonPropertyInfo) inner in Members(json[0], list.Cast<object?>().FirstOrDefault(), $"{pointer}/0"))
                    yield return inner;
                break;
        }
    }
}

/// <summary>What a call came to: the model it returned, or what it threw.</summary>
internal sealed record Reading(object? Model, Exception? Failure);
