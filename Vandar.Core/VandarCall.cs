using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Vandar.Core.Http;

namespace Vandar.Core;

/// <summary>
/// One call of an endpoint that this library does not model, for <see cref="VandarClient.Send{TAnswer}"/>: the way out, not the way.
/// </summary>
/// <remarks>
/// It goes through the same path as every other call: tokens, limits, time limits, outcomes, and the rule that nothing goes out twice. What the
/// library knows of its own endpoints you say here: <see cref="Repeat"/>, <see cref="Payload"/>, <see cref="SettledBy"/>.
/// </remarks>
/// <example><code>
/// VandarCall call = new("GET", "/v3/business/:business/subscription/refunds/:refund_id") { Arguments = [id], Payload = ["data"] };
/// Refund refund = await client.Send(call, MyJson.Default.Refund);
/// </code></example>
public sealed record VandarCall : VandarModel
{
    private const string BusinessArgument = ":business";
    private static readonly SearchValues<char> s_literal = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private readonly string[] _segments;

    /// <summary>A call by its verb and its path, written as the vendor's documentation prints it.</summary>
    /// <param name="method">The verb: <c>GET</c>, <c>POST</c>, <c>PUT</c>, <c>PATCH</c> or <c>DELETE</c>.</param>
    /// <param name="path">
    /// The path, such as <c>/v3/business/:business/settlement/:id</c>. <c>:business</c> stands for the client's business, every other segment
    /// that begins with a colon for the next of <see cref="Arguments"/>.
    /// </param>
    /// <exception cref="ArgumentException">The verb is none of the five, or the path is not of that form.</exception>
    public VandarCall(string method, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Method = method switch
        {
            "GET" => HttpMethod.Get,
            "POST" => HttpMethod.Post,
            "PUT" => HttpMethod.Put,
            "PATCH" => HttpMethod.Patch,
            "DELETE" => HttpMethod.Delete,
            null => throw new ArgumentNullException(nameof(method)),
            _ => throw new ArgumentException("The verb must be GET, POST, PUT, PATCH or DELETE.", nameof(method)),
        };
        if (path is not ['/', _, ..])
            throw new ArgumentException("The path must begin with a slash and a segment.", nameof(path));
        _segments = path[1..].Split('/');
        if (!Array.TrueForAll(_segments, IsSegment))
            throw new ArgumentException(
                "Each segment of the path must be a word of letters, digits, '-', '.', '_' and '~', or a colon and a name.", nameof(path));
        Path = path;
        Repeat = Method == HttpMethod.Get ? Repeat.Safe : Repeat.Never;
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>
    /// What stands for the segments that begin with a colon, <c>:business</c> apart, in their order. Each is escaped as one segment.
    /// </summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The query, name by name, escaped; a null value leaves its name out.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Query { get; init; } = [];

    /// <summary>Which service has the endpoint.</summary>
    public VandarService Service { get; init; }

    /// <summary>
    /// What a repeat would do; it decides what the client does when an outcome is unknown. <see cref="Repeat.Safe"/> for GET and
    /// <see cref="Repeat.Never"/> for everything else, unless you know better. A GET has no content, and the transport beneath may send such a request
    /// again by itself where a connection was lost, whatever stands here.
    /// </summary>
    public Repeat Repeat { get; init; }

    /// <summary>
    /// The way from the root of the answer, an object, to what is read: <c>["data"]</c>, <c>["data", "settlement", "[0]"]</c>; empty for the whole
    /// answer. Where an object is read, an answer that has nothing there, or PHP's <c>[]</c>, is no success.
    /// </summary>
    public IReadOnlyList<string> Payload { get; init; } = [];

    /// <summary>
    /// The deduplication key (<c>track_id</c>) that the request carries, for <see cref="VandarException.Key"/>; the body needs it as well.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>The call that tells what happened when the outcome is unknown, for <see cref="VandarException.SettledBy"/>.</summary>
    public string? SettledBy { get; init; }

    /// <summary>Whether the access token goes along. Not to endpoints whose credential stands in the body, such as those of the gateway.</summary>
    public bool IsAuthorized { get; init; } = true;

    /// <summary>The name of the call in exceptions, traces and logs.</summary>
    public string Name { get; init; } = "raw";

    internal HttpMethod Method { get; }

    internal Func<ApiCore, JsonBuffer>? Body { get; private init; }

    /// <summary>
    /// The same call with a JSON body. Without one, what is not a GET carries <c>{}</c>: the transport beneath repeats a request that has no
    /// content by itself.
    /// </summary>
    /// <param name="body">The body; it is written when the call is sent.</param>
    /// <param name="bodyType">How it is written, from a <c>JsonSerializerContext</c> of yours; the library's value types have converters.</param>
    /// <exception cref="InvalidOperationException">The call is a GET, which carries no body.</exception>
    public VandarCall With<TBody>(TBody body, JsonTypeInfo<TBody> bodyType)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(bodyType);
        if (Method == HttpMethod.Get)
            throw new InvalidOperationException("A GET carries no body; use the query.");
        return this with { Body = api => api.Written(body, bodyType) };
    }

    /// <summary>What cannot be known before all members are set; the path itself is checked when the call is made.</summary>
    internal void Check()
    {
        TextArgument.Check(Name, nameof(Name));
        TextArgument.CheckOptional(Key, nameof(Key));
        TextArgument.CheckOptional(SettledBy, nameof(SettledBy));
        ArgumentNullException.ThrowIfNull(Arguments);
        ArgumentNullException.ThrowIfNull(Query);
        ArgumentNullException.ThrowIfNull(Payload);
        if (Service is not (VandarService.Api or VandarService.Ipg or VandarService.Batch))
            throw new ArgumentOutOfRangeException(nameof(Service), "There are three services.");
        if (Arguments.Count != _segments.Count(IsArgument))
            throw new ArgumentException(
                "There must be one argument for each segment of the path that begins with a colon, :business apart.", nameof(Arguments));
        if (!Query.All(pair => IsWord(pair.Key)))
            throw new ArgumentException("A name in the query must be a word of letters, digits, '-', '.', '_' and '~'.", nameof(Query));
        if (!Payload.All(IsStep) || Payload is [['[', ..], ..])
            throw new ArgumentException("Each step must be a member's name, or after the first an index from [0] to [9].", nameof(Payload));
    }

    internal Operation ToOperation() => Operation.Raw(Method, Name, Repeat, [.. Payload], IsAuthorized, SettledBy);

    internal VandarPath ToPath(ApiCore api)
    {
        VandarPath path = new(Path.Length, Arguments.Count);
        path.AppendFormatted(api.HostOf(Service));
        int next = 0;
        foreach (string segment in _segments)
        {
            path.AppendLiteral("/");
            if (segment == BusinessArgument)
                path.AppendFormatted(api.Business);
            else if (IsArgument(segment))
                path.AppendFormatted(Arguments[next++], nameof(Arguments));
            else
                path.AppendLiteral(segment);
        }
        foreach ((string name, string? value) in Query)
            path.Query(name, value);
        return path;
    }

    private static bool IsStep(string? step) => step is ['[', >= '0' and <= '9', ']'] || step is [not '[', ..];

    private static bool IsArgument(string segment) => segment[0] == ':' && segment != BusinessArgument;

    private static bool IsSegment(string segment) => segment is not ("" or "." or "..") && IsWord(segment[0] == ':' ? segment[1..] : segment);

    private static bool IsWord([NotNullWhen(true)] string? text) => !string.IsNullOrEmpty(text) && !text.AsSpan().ContainsAnyExcept(s_literal);
}

/// <summary>One of Vandar's services, each with an address of its own (<see cref="VandarHosts"/>).</summary>
public enum VandarService
{
    /// <summary>Everything under <c>/v1</c>, <c>/v2</c>, <c>/v2.1</c>, <c>/v3</c> and <c>/v4</c>.</summary>
    Api,

    /// <summary>The payment gateway.</summary>
    Ipg,

    /// <summary>Batch settlements.</summary>
    Batch,
}
