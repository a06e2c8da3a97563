using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Laravel's numbered page: <c>data</c>, <c>links</c> and <c>meta</c>. Its addresses name hosts that are not this one, as the
/// vendor's do: <c>customer.vandar.io</c> under v2, and <c>api.vandar.io</c> with <c>meta.links</c> under v3.</summary>
internal static class ResourcePage
{
    public static Answer Of<T>(
        Call call, IReadOnlyList<T> rows, int perPage, Func<T, JsonObject> toJson, bool withLinks = false, bool withStatus = false)
    {
        FieldErrors errors = new();
        int page = Positive(call, "page", 1, errors);
        perPage = Positive(call, "per_page", perPage, errors);
        if (errors.Any)
            return errors.AsLaravel();

        long start = (page - 1L) * perPage, end = Math.Min(start + perPage, rows.Count);
        JsonArray data = [];
        for (long i = start; i < end; i++)
            data.Add((JsonNode)toJson(rows[(int)i]));
        JsonObject body = new() { ["data"] = data };
        AddLinks(body, call, new Extent(page, perPage, rows.Count, data.Count), withLinks);
        if (withStatus)
            body["status"] = 1;
        return Answer.Json(200, body);
    }

    private static void AddLinks(JsonObject body, Call call, Extent extent, bool withLinks)
    {
        bool isV3 = call.Context.Request.Path.StartsWithSegments("/v3", StringComparison.Ordinal);
        string path = (isV3 ? "https://api.vandar.io" : "https://customer.vandar.io") + call.Context.Request.Path.ToUriComponent();
        string? previous = extent.Page > 1 ? Address(path, extent.Page - 1) : null;
        string? next = extent.Page < extent.LastPage ? Address(path, extent.Page + 1L) : null;
        body["links"] = new JsonObject
        {
            ["first"] = Address(path, 1), ["last"] = Address(path, extent.LastPage), ["prev"] = previous, ["next"] = next,
        };
        JsonObject meta = new() { ["current_page"] = extent.Page, ["from"] = extent.From, ["last_page"] = extent.LastPage };
        if (isV3 || withLinks)
        {
            JsonArray links = [Link(previous, "« قبلی", active: false)];
            for (long number = 1; number <= extent.LastPage; number++)
                links.Add((JsonNode)Link(Address(path, number), number.ToString(CultureInfo.InvariantCulture), number == extent.Page));
            links.Add((JsonNode)Link(next, "بعدی »", active: false));
            meta["links"] = links;
        }
        meta["path"] = path;
        meta["per_page"] = extent.PerPage;
        meta["to"] = extent.To;
        meta["total"] = extent.Total;
        body["meta"] = meta;
    }

    private static string Address(string path, long page) => string.Create(CultureInfo.InvariantCulture, $"{path}?page={page}");

    private static JsonObject Link(string? url, string label, bool active) =>
        new() { ["url"] = url, ["label"] = label, ["active"] = active };

    // A list that is asked for by POST may carry its page in the body.
    private static int Positive(Call call, string name, int fallback, FieldErrors errors)
    {
        long number;
        if (call.Query(name) is { } text)
            number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long parsed) ? parsed : 0;
        else if (!call.Body.Has(name, out JsonElement value))
            return fallback;
        else if (!value.TryWhole(out number))
            number = 0;
        if (number is >= 1 and <= int.MaxValue)
            return (int)number;
        errors.Add(name, $"{name} معتبر نیست.");
        return fallback;
    }

    /// <summary>Where a page stands; an empty one comes from nowhere.</summary>
    private readonly record struct Extent(int Page, int PerPage, int Total, int Taken)
    {
        public long LastPage => Math.Max(1, (Total + (long)PerPage - 1) / PerPage);

        public long? From => Taken == 0 ? null : (Page - 1L) * PerPage + 1;

        public long? To => From + Taken - 1;
    }
}
