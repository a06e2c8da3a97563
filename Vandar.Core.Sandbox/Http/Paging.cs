using System.Globalization;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Numbered pages: what was asked for, and the three ways the vendor answers.</summary>
internal readonly record struct Paging(int Page, int PerPage)
{
    /// <summary>Reads <c>page</c> and <c>per_page</c>; what is no number from 1 is an error.</summary>
    public static Paging Read(Call call, int perPage, FieldErrors errors) =>
        new(call.Positive("page", fallback: 1, errors), call.Positive("per_page", perPage, errors));

    /// <summary>Reads <c>page</c> only; what is no number from 1 is page 1, as the vendor's framework has it.</summary>
    public static Paging Lenient(Call call, int perPage) => new(call.Positive("page", fallback: 1, new FieldErrors()), perPage);

    /// <summary>The host that its addresses name, such as <c>https://api.vandar.io</c>; <see langword="null"/> for this one.</summary>
    public string? Host { get; init; }

    /// <summary>Whether <c>meta</c> has <c>links</c>, a button for each page.</summary>
    public bool HasButtons { get; init; } = true;

    /// <summary>Whether the labels of <c>meta.links</c> carry HTML entities, as the batch service prints them.</summary>
    public bool HasEntities { get; init; }

    public long LastPage(int total) => Math.Max(1, (total + (long)PerPage - 1) / PerPage);

    /// <summary>The rows of the page.</summary>
    public JsonArray Rows<T>(IReadOnlyList<T> all, Func<T, JsonNode> row)
    {
        JsonArray rows = [];
        for (long i = First; i < Math.Min(all.Count, First + PerPage); i++)
            rows.Add(row(all[(int)i]));
        return rows;
    }

    /// <summary>The older paginator: rows and counters side by side.</summary>
    public JsonObject Flat<T>(Call call, IReadOnlyList<T> all, Func<T, JsonNode> row)
    {
        JsonObject answer = new() { ["data"] = Rows(all, row) };
        Links(answer, call, all.Count);
        answer["current_page"] = Page;
        answer["from"] = From(all.Count);
        answer["last_page"] = LastPage(all.Count);
        answer["path"] = Path(call);
        answer["per_page"] = PerPage;
        answer["to"] = To(all.Count);
        answer["total"] = all.Count;
        return answer;
    }

    /// <summary>The framework's resource: rows, <c>links</c> and <c>meta</c>.</summary>
    public JsonObject Resource<T>(Call call, IReadOnlyList<T> all, Func<T, JsonNode> row)
    {
        JsonObject links = [];
        Links(links, call, all.Count);
        JsonObject meta = new() { ["current_page"] = Page, ["from"] = From(all.Count), ["last_page"] = LastPage(all.Count) };
        if (HasButtons)
            meta["links"] = Buttons(call, all.Count);
        meta["path"] = Path(call);
        meta["per_page"] = PerPage;
        meta["to"] = To(all.Count);
        meta["total"] = all.Count;
        return new JsonObject { ["data"] = Rows(all, row), ["links"] = links, ["meta"] = meta };
    }

    private long First => (Page - 1L) * PerPage;

    private long? From(int total) => First < total ? First + 1 : null;

    private long? To(int total) => First < total ? Math.Min(total, First + PerPage) : null;

    private void Links(JsonObject answer, Call call, int total)
    {
        string path = Path(call);
        answer["first"] = Url(path, 1);
        answer["last"] = Url(path, LastPage(total));
        answer["prev"] = Page > 1 ? Url(path, Page - 1) : null;
        answer["next"] = Page < LastPage(total) ? Url(path, Page + 1L) : null;
    }

    private JsonArray Buttons(Call call, int total)
    {
        string path = Path(call);
        JsonArray buttons = [];
        Add(Page > 1 ? Page - 1 : null, HasEntities ? "&laquo; قبلی" : "« قبلی", false);
        for (long page = Math.Max(1, Page - 3); page <= Math.Min(LastPage(total), Page + 3L); page++)
            Add(page, page.ToString(CultureInfo.InvariantCulture), page == Page);
        Add(Page < LastPage(total) ? Page + 1L : null, HasEntities ? "بعدی &raquo;" : "بعدی »", false);
        return buttons;

        void Add(long? page, string label, bool active) => buttons.Add((JsonNode)new JsonObject
        {
            ["url"] = page is { } number ? Url(path, number) : null, ["label"] = label, ["active"] = active,
        });
    }

    private string Path(Call call) =>
        (Host ?? $"{call.Context.Request.Scheme}://{call.Context.Request.Host}") + call.Context.Request.Path.ToUriComponent();

    private static string Url(string path, long page) => string.Create(CultureInfo.InvariantCulture, $"{path}?page={page}");
}
