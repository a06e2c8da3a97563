using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Vandar.Core.Tests;

/// <summary>Compares a JSON payload with the model it became: every member must have arrived, and as what it was.</summary>
internal sealed class ModelComparer(IEnumerable<string> ignored, bool allowsFuture)
{
    private readonly HashSet<string> _ignored = [.. ignored];

    private static readonly JsonSerializerContext[] s_contexts =
        [.. typeof(VandarClient).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)))
            .Select(type => (JsonSerializerContext)type.GetProperty("Default")!.GetValue(null)!)];

    /// <summary>How a type of the library's answers is read.</summary>
    internal static JsonTypeInfo TypeInfo(Type type) => s_contexts.Select(context => context.GetTypeInfo(type)).First(info => info is not null)!;

    internal IReadOnlyList<string> Differences(JsonElement payload, object model)
    {
        List<string> differences = [];
        Compare(payload, model, "$", differences);
        return differences;
    }

    private void Compare(JsonElement json, object? value, string path, List<string> differences)
    {
        switch (json.ValueKind, value)
        {
            case (JsonValueKind.Object, VandarModel model):
                CompareMembers(json, model, path, differences);
                break;
            case (JsonValueKind.Object, IDictionary entries):
                foreach (JsonProperty member in json.EnumerateObject())
                    Compare(member.Value, entries[member.Name], $"{path}.{member.Name}", differences);
                break;
            case (JsonValueKind.Array, IEnumerable list and not string):
                object?[] items = [.. list.Cast<object?>()];
                if (items.Length != json.GetArrayLength())
                    differences.Add($"{path}: {json.GetArrayLength()} items came, {items.Length} arrived");
                else
                    for (int i = 0; i < items.Length; i++)
                        Compare(json[i], items[i], $"{path}[{i}]", differences);
                break;
            case (JsonValueKind.Array, null) when json.GetArrayLength() == 0:
                break;
            default:
                if (!IsSame(json, value))
                    differences.Add($"{path}: {json} came, {value ?? "null"} arrived");
                break;
        }
    }

    private void CompareMembers(JsonElement json, VandarModel model, string path, List<string> differences)
    {
        JsonTypeInfo type = TypeInfo(model.GetType());
        JsonPropertyInfo? bag = type.Properties.SingleOrDefault(property => property.IsExtensionData);
        foreach (JsonProperty member in json.EnumerateObject())
        {
            JsonPropertyInfo? property = type.Properties.SingleOrDefault(property => property.Name == member.Name && !property.IsExtensionData && property.Get is not null);
            // PHP writes false for a text it did not find.
            if (property is { PropertyType: var of } && of == typeof(string) && member.Value.ValueKind is JsonValueKind.False && property.Get!(model) is null)
                continue;
            if (property is not null)
                Compare(member.Value, property.Get!(model), $"{path}.{member.Name}", differences);
            else if (bag?.Get!(model) is IDictionary<string, JsonElement> extra && extra.TryGetValue(member.Name, out JsonElement kept))
                Compare(member.Value, kept, $"{path}.{member.Name}", differences);
            else if (!_ignored.Contains(member.Name) && !(allowsFuture && member.Name.StartsWith("future_", StringComparison.Ordinal)))
                differences.Add($"{path}.{member.Name}: no member of {model.GetType().Name} takes it; add one, or list it as ignored");
        }
    }

    private static bool IsSame(JsonElement json, object? value) => (json.ValueKind, value) switch
    {
        (JsonValueKind.Null, _) => IsNothing(value),
        (_, JsonElement element) => JsonElement.DeepEquals(json, element),
        // PHP's word for "none".
        (JsonValueKind.False, string text) => text is "",
        (_, null) => json.ValueKind is JsonValueKind.String && json.GetString() is "",
        (_, TehranDateTime time) => TehranDateTime.From(Text(json)) == time,
        (JsonValueKind.String, DateTimeOffset time) when !IsNumber(json, time.ToUnixTimeSeconds()) => json.GetDateTimeOffset() == time,
        (_, DateTimeOffset time) => IsNumber(json, time.ToUnixTimeSeconds()),
        (_, Rial rial) => IsNumber(json, rial.Value),
        (_, Toman toman) => IsNumber(json, toman.Value),
        (_, long number) => IsNumber(json, number),
        (_, decimal number) => IsNumber(json, number),
        (_, bool truth) => json.ToString() is { } text && (text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase)) == truth,
        _ => Text(json) == value.ToString(),
    };

    /// <summary>What a member keeps of a value that is none of its kind; the element's own word for a truth value begins with a capital.</summary>
    private static string Text(JsonElement json) => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetRawText() : json.ToString();

    private static bool IsNumber(JsonElement json, decimal number) =>
        decimal.TryParse(json.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal came) && came == number;

    /// <summary>Says nothing that could be taken for a fact: no number, no truth value, no text.</summary>
    internal static bool IsNothing(object? value) => value switch
    {
        null or JalaliText { IsEmpty: true } or TehranDateTime { IsEmpty: true } => true,
        JsonElement { ValueKind: JsonValueKind.Object } members => members.EnumerateObject().All(member => IsNothing(member.Value)),
        JsonElement { ValueKind: JsonValueKind.Array } items => items.EnumerateArray().All(item => IsNothing(item)),
        JsonElement element => element.ValueKind is JsonValueKind.Null,
        IDictionary entries => entries.Values.Cast<object?>().All(IsNothing),
        IEnumerable list and not string => list.Cast<object?>().All(IsNothing),
        VandarModel model => TypeInfo(model.GetType()).Properties
            .All(property => property.Get is null || property.IsExtensionData || IsNothing(property.Get(model))),
        _ => value.ToString() is "",
    };
}
