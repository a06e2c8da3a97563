namespace Vandar.Core.Http;

/// <summary>Fetches one page of a list.</summary>
/// <param name="cursor">The <see cref="Page{T}.Next"/> of the page before; null for the first.</param>
internal delegate ValueTask<Page<T>> FetchPage<T>(string? cursor, CancellationToken cancellationToken);
