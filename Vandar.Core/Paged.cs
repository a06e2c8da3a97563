using System.Runtime.CompilerServices;
using Vandar.Core.Http;

namespace Vandar.Core;

/// <summary>A list of the API, fetched page by page while it is enumerated. Nothing is asked before that.</summary>
/// <remarks>
/// It is lazy and can be enumerated again, which asks again. It never follows an address from an answer; it ends at the first page that is
/// empty or says that it is the last, and fails clearly where a server hands out the same page twice.
/// </remarks>
/// <typeparam name="T">An item of the list.</typeparam>
public readonly struct Paged<T> : IAsyncEnumerable<T>
{
    private readonly FetchPage<T>? _fetch;
    private readonly string _operation;

    internal Paged(string operation, FetchPage<T> fetch)
    {
        _operation = operation;
        _fetch = fetch;
    }

    /// <summary>Item by item.</summary>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (Page<T> page in Pages(null, cancellationToken).ConfigureAwait(false))
        {
            foreach (T item in page.Items)
                yield return item;
        }
    }

    /// <summary>Page by page, for totals and for checkpoints.</summary>
    /// <param name="after">
    /// The <see cref="Page{T}.Next"/> of the last page that was handled, to go on where an earlier run stopped; null for the first page.
    /// </param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public async IAsyncEnumerable<Page<T>> Pages(
        string? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        FetchPage<T> fetch = _fetch ?? throw new InvalidOperationException("This list was not made by a client.");
        HashSet<string> seen = new(StringComparer.Ordinal);
        string? cursor = after;
        if (after is not null)
            seen.Add(after);
        do
        {
            Page<T> page = await fetch(cursor, cancellationToken).ConfigureAwait(false);
            if (page.Items.Count == 0)
                yield break;
            cursor = page.Next;
            // Before its rows are handed on: to somebody who pays by them a page that comes again is a payment made twice.
            if (cursor is not null && !seen.Add(cursor))
            {
                throw new VandarProtocolException(
                    new(_operation, RequestOutcome.Unknown, 1), "the server handed out the same page twice; the list ends before it", null);
            }
            yield return page;
        }
        while (cursor is not null);
    }
}

/// <summary>One page of a list.</summary>
/// <typeparam name="T">An item of the list.</typeparam>
public sealed record Page<T> : VandarModel
{
    /// <summary>The items, in the server's order.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Where the next page starts (a page number, or the last item's identifier, by the list's style); null on the last page.</summary>
    public string? Next { get; init; }

    /// <summary>Whether the server says that there is more.</summary>
    public bool HasMore => Next is not null;

    /// <summary>The number of this page from 1, in lists that count pages.</summary>
    public int? Number { get; init; }

    /// <summary>The number of the last page, in lists that count pages.</summary>
    public int? LastNumber { get; init; }

    /// <summary>How many items the whole list has, where the server says so.</summary>
    public long? Total { get; init; }

    /// <summary>Whether the server said in so many words that there is more.</summary>
    internal bool SaysMore { get; init; }
}
