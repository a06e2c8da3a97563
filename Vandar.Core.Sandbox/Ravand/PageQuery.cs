using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>One page of a card-issuing list: <c>page</c> and <c>per_page</c> in, <c>has_more</c> out (the parameters are inferred).</summary>
internal readonly record struct PageQuery(int Page, int Size)
{
    public static PageQuery Read(Call call, int defaultSize, int largestSize, FieldErrors errors)
    {
        int page = call.Positive("page", fallback: 1, errors);
        int size = call.Positive("per_page", defaultSize, errors);
        if (size > largestSize)
            errors.Add("per_page", "per_page بزرگتر از حد مجاز است.");
        return new PageQuery(page, size);
    }

    public JsonObject Take<T>(string name, IEnumerable<T> rows, Func<T, JsonNode> toJson)
    {
        List<T> taken = [.. rows.Skip((int)Math.Min((Page - 1L) * Size, int.MaxValue)).Take(Size + 1)];
        JsonArray items = [];
        foreach (T row in taken.Take(Size))
            items.Add(toJson(row));
        return new JsonObject { ["has_more"] = taken.Count > Size, [name] = items };
    }
}
