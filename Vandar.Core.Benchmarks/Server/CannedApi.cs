using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Vandar.Core.Benchmarks.Contestants;

namespace Vandar.Core.Benchmarks.Server;

/// <summary>An answer, byte for byte.</summary>
internal readonly record struct Reply(int Status, byte[] Body);

/// <summary>The few endpoints that the benchmarks call. It looks at the address alone, save for the one settlement that is guarded.</summary>
internal sealed class CannedApi
{
    private readonly ConcurrentDictionary<int, byte[]> _pages = new();
    private readonly Lock _lock = new();
    private string _spentToken = $"Bearer {Errand.AccessToken}";
    private int _tokens;

    /// <param name="method">The method of the request.</param>
    /// <param name="target">The address of the request, with or without its host.</param>
    /// <param name="request">What the header is asked of, only where it matters.</param>
    /// <param name="authorization">Tells the header.</param>
    internal Reply Answer<T>(string method, ReadOnlySpan<char> target, T request, Func<T, string?> authorization) => method switch
    {
        "POST" when target.EndsWith("/refreshtoken") => NewTokens(),
        "POST" when target.Contains($"/{Errand.StrictProvider}/", StringComparison.Ordinal) => new(422, Answers.Refusal),
        "POST" when target.EndsWith("/cardholder") || target.EndsWith("/upload") => new(200, Answers.Cardholder),
        "GET" when target.EndsWith(Errand.GuardedSettlementId) => IsFresh(authorization(request))
            ? new(200, Answers.Settlement)
            : new(401, Answers.Unauthorized),
        "GET" when target.EndsWith(Errand.SettlementId) => new(200, Answers.Settlement),
        "GET" when target.LastIndexOf("per_page=") is > 0 and int at => new(
            200, _pages.GetOrAdd(int.Parse(target[(at + "per_page=".Length)..], CultureInfo.InvariantCulture), Answers.Page)),
        _ => new(404, Answers.Unknown),
    };

    /// <summary>A token is good for one look.</summary>
    private bool IsFresh(string? authorization)
    {
        lock (_lock)
        {
            bool isFresh = authorization is not null && authorization != _spentToken;
            if (isFresh)
                _spentToken = authorization!;
            return isFresh;
        }
    }

    private Reply NewTokens()
    {
        int number = Interlocked.Increment(ref _tokens);
        return new(200, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""
            {"token_type":"Bearer","expires_in":432000,"access_token":"access-token-{{number:D8}}","refresh_token":"refresh-token-{{number:D8}}"}
            """)));
    }
}
