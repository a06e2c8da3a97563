namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>Who takes part. The names are those of the tables.</summary>
public enum Contestant
{
    /// <summary>The hand-written floor, which everything is measured against.</summary>
    Floor,

    /// <summary>This library, every feature on.</summary>
    Vandar,

    /// <summary>The same, with an address that is another one each time, so that none is kept. Only for POST.</summary>
    VandarNewUri,

    /// <summary>The same without limiter, time limits and retries, to see what they cost. Only for POST.</summary>
    VandarBare,

    /// <summary><see cref="System.Net.Http.HttpClient"/> with <c>System.Net.Http.Json</c>, source generated.</summary>
    HttpClient,

    /// <summary><c>IHttpClientFactory</c> with the standard resilience handler.</summary>
    Resilience,

    Refit,
    Flurl,
    Kiota,
    RestSharp,
}

/// <summary>Over what the calls go.</summary>
public enum Network
{
    /// <summary>A handler that answers at once.</summary>
    Stub,

    /// <summary>HTTP/1.1 over loopback to a server in another process.</summary>
    Loopback,
}

internal static class Lineup
{
    internal static IContestant Create(Contestant contestant, Endpoint endpoint) => contestant switch
    {
        Contestant.Floor => new FloorContestant(endpoint),
        Contestant.Vandar => VandarContestant.WithEverything(endpoint),
        Contestant.VandarNewUri => VandarContestant.WithNewUris(endpoint),
        Contestant.VandarBare => VandarContestant.Bare(endpoint),
        Contestant.HttpClient => HttpClientContestant.AsDocumented(endpoint),
        Contestant.Resilience => HttpClientContestant.Resilient(endpoint),
        Contestant.Refit => new RefitContestant(endpoint),
        Contestant.Flurl => new FlurlContestant(endpoint),
        Contestant.Kiota => new KiotaContestant(endpoint),
        Contestant.RestSharp => new RestSharpContestant(endpoint),
        _ => throw new ArgumentOutOfRangeException(nameof(contestant)),
    };

    /// <summary>Two variants of ours are there for the POST alone.</summary>
    internal static bool TakesPart(Contestant contestant, string operation) =>
        contestant is not (Contestant.VandarNewUri or Contestant.VandarBare) || operation is nameof(IContestant.Post);
}
