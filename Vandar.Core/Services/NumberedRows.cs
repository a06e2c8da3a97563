using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>A page of a list that counts its pages, as it comes: the counters stand beside the rows, or in <c>meta</c>.</summary>
internal sealed record NumberedRows<T> : VandarModel
    where T : class
{
    public IReadOnlyList<T>? Data { get; set; }

    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? CurrentPage { get; set; }

    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? LastPage { get; set; }

    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Total { get; set; }

    [JsonConverter(typeof(EmptyArrayAsNull<PageCounters>))]
    public PageCounters? Meta { get; set; }

    /// <summary>The page that was asked for; the answer's links are not even looked at.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<Page<T>> ToPage(ValueTask<NumberedRows<T>> answer, Operation operation, int asked, int? size)
    {
        NumberedRows<T> rows = await answer.ConfigureAwait(false);
        return NumberedPage.Of(
            operation, rows.Data, asked, size, rows.CurrentPage ?? rows.Meta?.CurrentPage, rows.LastPage ?? rows.Meta?.LastPage,
            rows.Total ?? rows.Meta?.Total);
    }
}

/// <summary>The counters of a page, where they have an object of their own.</summary>
internal sealed record PageCounters : VandarModel
{
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? CurrentPage { get; set; }

    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? LastPage { get; set; }

    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Total { get; set; }
}

/// <summary>What all lists that count their pages have in common: how a page is asked for, when the list ends, and what is not believed.</summary>
internal static class NumberedPage
{
    /// <summary>The list over a call that fetches one page by its number.</summary>
    /// <remarks>
    /// A list that counts no pages goes on until a page is empty, is shorter than was asked for, or is the one before once more: a server that
    /// knows of no pages hands out its whole list again. Where pages are counted, or say that there is more, the same page twice is a failure.
    /// </remarks>
    /// <param name="operation">The list's operation.</param>
    /// <param name="identity">What tells a row from all others: its id, or the row itself.</param>
    /// <param name="fetch">Fetches the page of a number, from 1.</param>
    internal static Paged<T> List<T>(Operation operation, Func<T, object?> identity, Func<int, CancellationToken, ValueTask<Page<T>>> fetch)
        where T : class
    {
        (int Number, object? First) before = default;
        return new(operation.Name, Fetch);

        async ValueTask<Page<T>> Fetch(string? after, CancellationToken cancellationToken)
        {
            int number = Number(after);
            Page<T> page = await fetch(number, cancellationToken).ConfigureAwait(false);
            if (page.Items.Count == 0)
                return page;
            object first = identity(page.Items[0]) ?? page.Items[0];
            bool isTheSame = number > 1 && before.Number == number - 1 && first.Equals(before.First);
            if (isTheSame && (page.LastNumber is not null || page.SaysMore))
                throw NotUnderstood(operation, "the server handed out the same page under two numbers");
            before = (number, first);
            return isTheSame ? page with { Items = [], Next = null } : page;
        }
    }

    /// <summary>Refuses what is no page's number.</summary>
    internal static void Check(int page)
    {
        if (page < 1)
            throw new ArgumentOutOfRangeException(nameof(page), "The first page has the number 1.");
    }

    /// <summary>Refuses what is no page's size.</summary>
    internal static void CheckSize(int? perPage, string parameter)
    {
        if (perPage < 1)
            throw new ArgumentOutOfRangeException(parameter, "A page has at least one row.");
    }

    internal static Page<T> Of<T>(
        Operation operation, IReadOnlyList<T>? rows, int asked, int? size, long? current, long? last, long? total, bool? hasMore = null)
    {
        if (current is { } got && got != asked)
            throw NotUnderstood(operation, string.Create(CultureInfo.InvariantCulture, $"page {asked} was asked for and page {got} came"));
        if (rows is null)
            throw NotUnderstood(operation, "the page has no rows, not even none");
        if (rows.Any(row => row is null or IIdentified { HasIdentity: false }))
            throw NotUnderstood(operation, "a row of the page lacks what identifies it");
        if (hasMore is true && rows.Count == 0)
            throw NotUnderstood(operation, "the page is empty and says that there is more");
        bool isLast = rows.Count == 0 || (hasMore is { } more ? !more : last is { } end ? asked >= end : rows.Count < size);
        return new()
        {
            Items = rows,
            Next = isLast ? null : (asked + 1).ToString(CultureInfo.InvariantCulture),
            Number = asked,
            LastNumber = last is >= 0 and <= int.MaxValue ? (int)last : null,
            Total = total,
            SaysMore = hasMore is true,
        };
    }

    /// <summary>A 2xx that is no answer. A read had no effect that could be in doubt; of anything else it may have been done.</summary>
    internal static VandarProtocolException NotUnderstood(Operation operation, string why) => new(
        new(operation.Name, operation.Repeat is Repeat.Safe ? RequestOutcome.Rejected : RequestOutcome.Unknown, 1, SettledBy: operation.SettledBy),
        why, null);

    private static int Number(string? after) =>
        after is null ? 1
        : int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out int page) && page > 0 ? page
        : throw new ArgumentException("A page of this list is a number, from 1.", nameof(after));
}
