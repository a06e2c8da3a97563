using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Vandar.Core.Http;

namespace Vandar.Core;

/// <summary>What a guess about a shape knows besides the names of the members.</summary>
internal sealed record GuessedShape
{
    internal static GuessedShape Plain { get; } = new();

    /// <summary>
    /// Other names of members, each with the member that takes its value where none came by its own name; <c>data</c> is the name of what has no
    /// members.
    /// </summary>
    internal IReadOnlyList<(string Other, string Member)> OtherNames { get; init; } = [];

    /// <summary>The member that takes a row's name, where the list may come as an object of rows by their names.</summary>
    internal string? Key { get; init; }

    /// <summary>Whether an object that has no list in it is the one row.</summary>
    internal bool MayBeOneRow { get; init; }
}

/// <summary>
/// Answers whose shape is a guess. They are taken whole, what is recognised goes into the model and everything else into its
/// <c>Extra</c>: a wrong guess about a shape must not turn a success into a failure.
/// </summary>
internal static class Inferred
{
    private const string Data = "data";

    private static readonly string[] s_words = ["message", "code"];

    /// <summary>
    /// One model out of <c>data</c>, or out of the root where there is none; of a list the first element counts. What has no members of its
    /// own, and a list of several, stands under <c>data</c> in the bag.
    /// </summary>
    /// <param name="answer">The answer, from its root.</param>
    /// <param name="type">The model.</param>
    /// <param name="wrappers">
    /// Names under which the model may stand inside of the payload, as in <c>result.refund</c>; what stands beside it is kept.
    /// </param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<T> ToModel<T>(ValueTask<JsonElement> answer, JsonTypeInfo<T> type, params string[] wrappers)
        where T : VandarModel
    {
        JsonElement root = Legible(await answer.ConfigureAwait(false));
        JsonElement payload = Payload(root);
        string? wrapper = Array.Find(wrappers, name => Member(payload, name).ValueKind is JsonValueKind.Object or JsonValueKind.Array);
        return Model(payload, type, GuessedShape.Plain, wrapper: wrapper, root: root);
    }

    /// <inheritdoc cref="ToModel{T}(ValueTask{JsonElement}, JsonTypeInfo{T}, string[])"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<T> ToModel<T>(ValueTask<JsonElement> answer, JsonTypeInfo<T> type, GuessedShape shape)
        where T : VandarModel
    {
        JsonElement root = Legible(await answer.ConfigureAwait(false));
        return Model(Payload(root), type, shape, root: root);
    }

    /// <summary>Whether a model that was read by <c>ToModel</c> is the first of several: what it says need not be what the others say.</summary>
    internal static bool IsOneOfSeveral(IDictionary<string, JsonElement>? extra) =>
        extra is not null && extra.TryGetValue(Data, out JsonElement rows) && rows.ValueKind is JsonValueKind.Array && rows.GetArrayLength() > 1;

    /// <summary>
    /// What tells a row from all others where it has no id: all that came. A value that cannot be written where it is <c>default</c> (a wire enum, a
    /// Jalali text) must be ignored there.
    /// </summary>
    internal static string Text<T>(T row, JsonTypeInfo<T> type)
        where T : VandarModel => JsonSerializer.Serialize(row, type);

    /// <summary>Refuses further members of a request that are members of its type: two of one name would each be believed by somebody.</summary>
    /// <param name="extra">The further members.</param>
    /// <param name="type">The request's type.</param>
    /// <param name="parameter">The name of the member.</param>
    /// <param name="request">The request, where a member that it leaves out may be sent in another form; null where none may.</param>
    internal static void CheckExtra<T>(IDictionary<string, JsonElement>? extra, JsonTypeInfo<T> type, string parameter, T? request = null)
        where T : VandarModel
    {
        if (extra is null)
            return;
        if (extra.Any(member => member.Value.ValueKind is JsonValueKind.Undefined))
            throw new ArgumentException("Each further member must have a value.", parameter);
        if (extra.Keys.Any(key => type.Properties.Any(property => property.Name == key && (request is null || property.Get!(request) is not null))))
            throw new ArgumentException("A member of this type must be set by its property, not as a further member.", parameter);
    }

    /// <summary>Refuses filters that would be lost or that a member has already: a filter that is lost widens a list.</summary>
    /// <param name="filters">Further filters of a query by their names on the wire, null for none.</param>
    /// <param name="members">The names of the query's own members on the wire.</param>
    /// <param name="parameter">The name of the member.</param>
    internal static void CheckFilters(IReadOnlyDictionary<string, string>? filters, string[] members, string parameter)
    {
        foreach ((string name, string value) in filters ?? new Dictionary<string, string>())
        {
            TextArgument.Check(value, parameter);
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
                throw new ArgumentException("The name of a filter has nothing but letters, digits, _, - and dots.", parameter);
            if (members.Contains(name, StringComparer.Ordinal))
                throw new ArgumentException("A member of this type must be set by its property, not as a further filter.", parameter);
        }
    }

    internal static void AppendTo(ref VandarPath path, IReadOnlyDictionary<string, string>? filters)
    {
        foreach ((string name, string value) in filters ?? new Dictionary<string, string>())
            path.Query(name, value);
    }

    /// <summary>The rows of a list, wherever in the payload they stand. A list of which this is only a part is a failure.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<IReadOnlyList<T>> ToList<T>(
        ValueTask<JsonElement> answer, JsonTypeInfo<T> type, Operation operation, GuessedShape? shape = null)
        where T : VandarModel
    {
        JsonElement root = Legible(await answer.ConfigureAwait(false));
        if (Counter(root, "last_page") > 1 || HasMore(root) is true)
            throw NumberedPage.NotUnderstood(operation, "the list has more than one page, and how to ask for the others is not documented");
        return Rows(root, type, operation, shape ?? GuessedShape.Plain);
    }

    /// <summary>The page of a list that was asked for by its number.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<Page<T>> ToPage<T>(ValueTask<JsonElement> answer, JsonTypeInfo<T> type, Operation operation, int asked, int? size)
        where T : VandarModel
    {
        JsonElement root = Legible(await answer.ConfigureAwait(false));
        return NumberedPage.Of(
            operation, Rows(root, type, operation, GuessedShape.Plain), asked, size, Counter(root, "current_page"), Counter(root, "last_page"),
            Counter(root, "total"), HasMore(root));
    }

    private static IReadOnlyList<T> Rows<T>(JsonElement root, JsonTypeInfo<T> type, Operation operation, GuessedShape shape)
        where T : VandarModel
    {
        JsonElement payload = Payload(root);
        JsonElement rows = payload.ValueKind is JsonValueKind.Object ? OnlyArray(payload) : payload;
        return rows.ValueKind switch
        {
            JsonValueKind.Array => [.. rows.EnumerateArray().Select(row => Model(row, type, shape))],
            JsonValueKind.Undefined when HasPayload(root) && shape.Key is not null =>
                [.. payload.EnumerateObject().Select(row => Model(row.Value, type, shape, row.Name))],
            JsonValueKind.Undefined when HasPayload(root) && shape.MayBeOneRow =>
                payload.EnumerateObject().Any() ? [Model(payload, type, shape)] : [],
            JsonValueKind.Null => [],
            _ => throw NumberedPage.NotUnderstood(operation, "the answer has no list"),
        };
    }

    /// <summary>The list inside an object: <c>data</c>, or the one member that is an array, or an object that has one.</summary>
    private static JsonElement OnlyArray(JsonElement payload)
    {
        if (Member(payload, Data) is { ValueKind: JsonValueKind.Array } data && !IsEmpty(data))
            return data;
        JsonElement[] arrays =
            [.. payload.EnumerateObject().Where(IsOwn).Select(member => member.Value).Where(value => value.ValueKind is JsonValueKind.Array)];
        JsonElement[] inner =
            [.. payload.EnumerateObject().Select(member => Member(member.Value, Data)).Where(value => value.ValueKind is JsonValueKind.Array)];
        // Of an empty list and one with rows nobody knows which was asked for; an empty list would say that there is no such payment.
        return arrays is [var only] && (!IsEmpty(only) || inner.All(IsEmpty)) ? only
            : arrays.Length == 0 && inner is [var nested] ? nested
            : Member(payload, Data);
    }

    /// <summary>
    /// The answer with the replacement character for each half of a surrogate pair, which no text can have: it would be an exception of the reader
    /// that says nothing of the call, and the call may have moved money.
    /// </summary>
    private static JsonElement Legible(JsonElement root) =>
        ResponseReader.Legible(JsonMarshal.GetRawUtf8Value(root)) is { } replaced ? JsonElement.Parse(replaced) : root;

    private static bool HasPayload(JsonElement root) => HasData(root) || Member(root, "result").ValueKind is not JsonValueKind.Undefined;

    /// <summary>An empty <c>data</c> is only the envelope's where the root has members of its own: the model then stands beside it.</summary>
    private static bool HasData(JsonElement root) =>
        Member(root, Data) is { ValueKind: not JsonValueKind.Undefined } data && !(IsEmpty(data) && root.EnumerateObject().Any(IsOwn));

    private static bool IsEmpty(JsonElement data) =>
        data.ValueKind is JsonValueKind.Null || (data.ValueKind is JsonValueKind.Array && data.GetArrayLength() == 0);

    private static bool IsOwn(JsonProperty member) =>
        member.Name is not ("status" or "message" or "code" or "errors" or Data or "links" or "meta");

    private static JsonElement Payload(JsonElement root) =>
        HasData(root) ? Member(root, Data)
        : Member(root, "result") is { ValueKind: not JsonValueKind.Undefined } result ? result
        : root;

    /// <param name="payload">What the model is read from.</param>
    /// <param name="type">The model.</param>
    /// <param name="shape">What else is known of it.</param>
    /// <param name="key">The name it has in an object of rows; null in a list.</param>
    /// <param name="wrapper">The member of the payload that holds it; null for the payload itself.</param>
    /// <param name="root">The whole answer; undefined for one row of many, about which the envelope says nothing.</param>
    private static T Model<T>(
        JsonElement payload, JsonTypeInfo<T> type, GuessedShape shape, string? key = null, string? wrapper = null, JsonElement root = default)
        where T : VandarModel
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        bool isRoot = root.ValueKind is not JsonValueKind.Undefined && !HasPayload(root);
        if (wrapper is not null)
        {
            foreach (JsonProperty beside in payload.EnumerateObject().Where(member => member.Name != wrapper))
                members[beside.Name] = beside.Value;
            if (isRoot)
                RemoveEnvelope(members);
            payload = Member(payload, wrapper);
        }
        if (payload.ValueKind is JsonValueKind.Array && payload.GetArrayLength() is var length and > 0)
        {
            if (length > 1)
                members[Data] = payload;
            payload = payload[0];
        }
        if (payload.ValueKind is JsonValueKind.Object)
        {
            foreach (JsonProperty member in payload.EnumerateObject())
                members[member.Name] = member.Value;
            if (isRoot && wrapper is null)
                RemoveEnvelope(members);
        }
        else if (payload.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Array))
        {
            members.TryAdd(Data, payload);
        }
        if (key is not null)
            members.TryAdd(shape.Key!, JsonElement.Parse($"\"{JsonEncodedText.Encode(key)}\""));
        // A model that has a member for the envelope's words gets them from there, too.
        foreach (string name in s_words.Where(name => HasMember(type, name)))
        {
            if (members.GetValueOrDefault(name).ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
                && Member(root, name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } word && word.GetRawText() is not "\"\"")
                members[name] = word;
        }
        return Read(members, type, shape);
    }

    /// <summary>The envelope's words about itself are none of what it carries.</summary>
    private static void RemoveEnvelope(Dictionary<string, JsonElement> members)
    {
        if (members.GetValueOrDefault("status").ValueKind is JsonValueKind.Number)
            members.Remove("status");
        if (members.GetValueOrDefault("message") is { ValueKind: JsonValueKind.String } message && message.GetString() is "")
            members.Remove("message");
    }

    /// <summary>Reads what fits its member; what does not is kept as it came.</summary>
    private static T Read<T>(Dictionary<string, JsonElement> members, JsonTypeInfo<T> type, GuessedShape shape)
        where T : VandarModel
    {
        Dictionary<string, JsonElement> fitting = new(StringComparer.Ordinal);
        Dictionary<string, JsonElement> strange = new(StringComparer.Ordinal);
        foreach ((string name, JsonElement value) in members)
            (Fits(name, value, type) ? fitting : strange)[name] = value;
        // The vendor writes firstName in one service and first_name in the next.
        IEnumerable<(string Other, string Member)> camelCase =
            members.Keys.Where(name => !HasMember(type, name)).Select(name => (name, JsonNamingPolicy.SnakeCaseLower.ConvertName(name)));
        foreach ((string other, string member) in camelCase.Where(pair => HasMember(type, pair.Member)).Concat(shape.OtherNames))
        {
            bool isMissing = fitting.GetValueOrDefault(member).ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
            if (isMissing && fitting.TryGetValue(other, out JsonElement value)
                && value.ValueKind is not JsonValueKind.Null && Fits(member, value, type))
            {
                fitting.Remove(other);
                fitting[member] = value;
            }
        }
        T model = Object(fitting).Deserialize(type)!;
        if (strange.Count > 0)
            Keep(model, type, strange);
        return model;
    }

    private static bool HasMember<T>(JsonTypeInfo<T> type, string name) =>
        type.Properties.Any(property => property.Name == name && !property.IsExtensionData);

    private static bool Fits<T>(string name, JsonElement value, JsonTypeInfo<T> type)
    {
        try
        {
            Object([new(name, value)]).Deserialize(type);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Keep<T>(T model, JsonTypeInfo<T> type, Dictionary<string, JsonElement> strange)
        where T : VandarModel
    {
        JsonPropertyInfo bag = type.Properties.Single(property => property.IsExtensionData);
        IDictionary<string, JsonElement> extra = (IDictionary<string, JsonElement>?)bag.Get!(model) ?? new Dictionary<string, JsonElement>();
        foreach ((string name, JsonElement value) in strange)
            extra[name] = value;
        bag.Set!(model, extra);
    }

    private static JsonElement Object(IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
        {
            writer.WriteStartObject();
            foreach ((string name, JsonElement value) in members)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return JsonElement.Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>A counter of the page: beside the rows, in <c>meta</c>, or one level further in.</summary>
    private static long? Counter(JsonElement root, string name)
    {
        JsonElement payload = Payload(root);
        return Whole(Member(Member(root, "meta"), name)) ?? Whole(Member(payload, name)) ?? Whole(Member(Member(payload, "meta"), name))
            ?? Whole(Member(root, name)) ?? Whole(Member(Nested(payload), name));
    }

    /// <summary>Whether the list says that it goes on; null where it says nothing.</summary>
    private static bool? HasMore(JsonElement root)
    {
        JsonElement payload = Payload(root);
        JsonElement[] places = [Member(payload, "has_more"), Member(root, "has_more"), Member(Member(root, "meta"), "has_more")];
        return places.Select(place => place.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => Whole(place) is { } flag ? flag != 0 : (bool?)null,
        }).FirstOrDefault(said => said is not null);
    }

    /// <summary>The one member that is a page of its own: an object with rows in <c>data</c>.</summary>
    private static JsonElement Nested(JsonElement payload)
    {
        if (payload.ValueKind is not JsonValueKind.Object)
            return default;
        JsonElement[] pages =
            [.. payload.EnumerateObject().Select(member => member.Value).Where(value => Member(value, Data).ValueKind is JsonValueKind.Array)];
        return pages is [var only] ? only : default;
    }

    private static long? Whole(JsonElement json)
    {
        string? text = json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => json.GetRawText(),
            _ => null,
        };
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out JsonElement member) ? member : default;
}
