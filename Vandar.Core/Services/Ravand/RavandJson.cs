using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Ravand;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RavandConfig))]
[JsonSerializable(typeof(InferredAnswer))]
[JsonSerializable(typeof(CreateCardholder))]
[JsonSerializable(typeof(UpdateCardholder))]
[JsonSerializable(typeof(Cardholder))]
[JsonSerializable(typeof(IssuedCard))]
[JsonSerializable(typeof(CardDelivery))]
internal sealed partial class RavandJson : JsonSerializerContext;

/// <summary>
/// An answer of which only the envelope is known. What stands in <c>data</c> is read as far as it can be recognised, and the rest is kept as it
/// came: a wrong guess about a shape must not turn a success into a failure.
/// </summary>
internal sealed record InferredAnswer : VandarModel
{
    private const string Data = "data";

    [JsonPropertyName(Data)]
    public JsonElement Payload { get; set; }

    public JsonElement Meta { get; set; }

    public JsonElement LastPage { get; set; }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<RavandConfig> ToConfig(ValueTask<InferredAnswer> answer) =>
        new() { Extra = Members.Of((await answer.ConfigureAwait(false)).Payload).Rest };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<VideoCaption> ToCaption(ValueTask<InferredAnswer> answer)
    {
        Members members = Members.Of((await answer.ConfigureAwait(false)).Payload);
        return new()
        {
            CardholderId = members.Text("cardholder_id"),
            Caption = members.Text("caption") ?? members.Text("text") ?? members.Text("video_caption") ?? members.OnlyText(),
            Extra = members.Rest,
        };
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<CardState> ToState(ValueTask<InferredAnswer> answer)
    {
        Members members = Members.Of((await answer.ConfigureAwait(false)).Payload);
        return new()
        {
            Status = members.Text("status") is { } status ? CardStatus.From(status) : default,
            CardNumber = members.Text("card_number"),
            Extra = members.Rest,
        };
    }

    /// <summary>A list of rows, of words, or an object of names by id; beside the rows there may be counters, as of a page.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<IReadOnlyList<RavandOption>> ToOptions(ValueTask<InferredAnswer> answer, string operation)
    {
        InferredAnswer read = await answer.ConfigureAwait(false);
        JsonElement rows = read.Payload;
        bool isCut = HasMorePages(read.LastPage) || HasMorePages(Member(read.Meta, "last_page"));
        if (Member(rows, Data) is { ValueKind: JsonValueKind.Array } nested)
        {
            isCut |= HasMorePages(Member(rows, "last_page"));
            rows = nested;
        }
        string? broken = isCut ? "the list has more than one page, and how to ask for the others is not documented"
            : rows.ValueKind is JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.Null ? null
            : "the answer has no list";
        if (broken is not null)
            throw new VandarProtocolException(new(operation, RequestOutcome.Rejected, 1), broken, null);
        return rows.ValueKind switch
        {
            JsonValueKind.Array => [.. rows.EnumerateArray().Select(row => Option(row, null))],
            JsonValueKind.Object => [.. rows.EnumerateObject().Select(row => Option(row.Value, row.Name))],
            _ => [],
        };
    }

    private static RavandOption Option(JsonElement row, string? key)
    {
        if (row.ValueKind is not JsonValueKind.Object)
            return Scalar(row) is { } name ? new() { Id = Number(key), Name = name } : new() { Id = Number(key), Extra = Members.Of(row).Rest };
        Members members = Members.Of(row);
        return new()
        {
            Id = members.Number("id") ?? Number(key),
            Name = members.Text("name") ?? members.Text("title"),
            ProvinceId = members.Number("province_id"),
            Extra = members.Rest,
        };
    }

    private static bool HasMorePages(JsonElement lastPage) => Number(Scalar(lastPage)) > 1;

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out JsonElement member) ? member : default;

    private static string? Scalar(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetRawText(),
        _ => null,
    };

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>The members of a payload that were not recognised yet.</summary>
    private sealed class Members
    {
        private readonly Dictionary<string, JsonElement> _rest = new(StringComparer.Ordinal);
        private string? _firstOfSeveral;

        internal Dictionary<string, JsonElement>? Rest => _rest.Count == 0 ? null : _rest;

        /// <summary>Of a list the first element counts; what has no members of its own, and a list of several, stands under <c>data</c>.</summary>
        internal static Members Of(JsonElement payload)
        {
            Members members = new();
            if (payload.ValueKind is JsonValueKind.Array)
            {
                int length = payload.GetArrayLength();
                if (length == 0)
                    return members;
                if (length > 1)
                    members._rest[Data] = payload;
                payload = payload[0];
            }
            if (payload.ValueKind is JsonValueKind.Object)
            {
                foreach (JsonProperty member in payload.EnumerateObject())
                    members._rest[member.Name] = member.Value;
            }
            else if (payload.ValueKind is not JsonValueKind.Undefined and not JsonValueKind.Null)
            {
                if (!members._rest.TryAdd(Data, payload))
                    members._firstOfSeveral = payload.ValueKind is JsonValueKind.String ? payload.GetString() : null;
            }
            return members;
        }

        internal string? Text(string name) => Take(name, Scalar(_rest.GetValueOrDefault(name)));

        internal long? Number(string name) => InferredAnswer.Number(Scalar(_rest.GetValueOrDefault(name))) is { } number
            ? Take<long?>(name, number) : null;

        /// <summary>The one member that is a text, whatever its name, or the first of a list of texts.</summary>
        internal string? OnlyText()
        {
            string[] names = [.. _rest.Where(member => member.Value.ValueKind is JsonValueKind.String).Select(member => member.Key)];
            return names is [var only] ? Text(only) : _firstOfSeveral;
        }

        private T? Take<T>(string name, T? value)
        {
            if (value is not null)
                _rest.Remove(name);
            return value;
        }
    }
}
