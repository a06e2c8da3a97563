using System.Globalization;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The numbered pages of the vendor's framework: rows, links and counters, without an envelope. A page number that cannot be read is
/// page 1, as the framework has it; the links repeat no filter, as documented.</summary>
internal static class NumberedPage
{
    private const int MaxPerPage = 100;

    public static Answer Of<T>(Call call, IReadOnlyList<T> rows, int perPage, Func<T, JsonNode> toJson)
    {
        HttpRequest request = call.Context.Request;
        string path = $"{request.Scheme}://{request.Host}{request.Path}";
        int page = Positive(call, "page") ?? 1;
        int last = Math.Max(1, (rows.Count + perPage - 1) / perPage);
        JsonArray data = [];
        foreach (T row in page > last ? [] : rows.Skip((page - 1) * perPage).Take(perPage))
            data.Add(toJson(row));

        JsonArray buttons = [Button(page > 1 ? page - 1 : null, "« قبلی", active: false)];
        for (int number = 1; number <= last; number++)
            buttons.Add((JsonNode)Button(number, WireDigits.Of(number), active: number == page));
        buttons.Add((JsonNode)Button(page < last ? page + 1 : null, "بعدی »", active: false));

        int? from = data.Count == 0 ? null : (page - 1) * perPage + 1;
        return Answer.Json(200, new JsonObject
        {
            ["data"] = data,
            ["links"] = new JsonObject
            {
                ["first"] = Link(1), ["last"] = Link(last), ["prev"] = Link(page > 1 ? page - 1 : null),
                ["next"] = Link(page < last ? page + 1 : null),
            },
            ["meta"] = new JsonObject
            {
                ["current_page"] = page, ["from"] = from, ["last_page"] = last, ["links"] = buttons, ["path"] = path, ["per_page"] = perPage,
                ["to"] = from + data.Count - 1, ["total"] = rows.Count,
            },
        });

        string? Link(int? number) => number is { } known ? $"{path}?page={WireDigits.Of(known)}" : null;
        JsonObject Button(int? number, string label, bool active) =>
            new() { ["url"] = Link(number), ["label"] = label, ["active"] = active };
    }

    /// <summary>The page size a caller asks for, where a list lets it.</summary>
    public static int PerPage(Call call, int fallback) => Math.Min(Positive(call, "per_page") ?? fallback, MaxPerPage);

    private static int? Positive(Call call, string name) =>
        int.TryParse(call.Query(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
}
