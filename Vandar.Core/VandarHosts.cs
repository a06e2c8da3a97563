namespace Vandar.Core;

/// <summary>The addresses of Vandar's services. Replace them for the sandbox or for a proxy of your own.</summary>
/// <remarks>
/// Every address is absolute, without query, fragment or user name, and <c>https</c>; plain <c>http</c> is taken only for loopback, because
/// the tokens and the gateway's key travel in the request.
/// </remarks>
public sealed record VandarHosts
{
    /// <summary>The real services: <c>api</c>, <c>ipg</c>, <c>batch</c>, <c>subscription</c> and <c>health.vandar.io</c>.</summary>
    public static VandarHosts Production { get; } = new();

    /// <summary>Everything under <c>/v1</c>, <c>/v2</c>, <c>/v2.1</c> and <c>/v3</c>.</summary>
    public Uri Api { get; init; } = new("https://api.vandar.io");

    /// <summary>The payment gateway: its JSON calls and the page the payer's browser opens.</summary>
    public Uri Ipg { get; init; } = new("https://ipg.vandar.io");

    /// <summary>Batch settlements.</summary>
    public Uri Batch { get; init; } = new("https://batch.vandar.io");

    /// <summary>The page on which a payer consents to a direct debit.</summary>
    public Uri Subscription { get; init; } = new("https://subscription.vandar.io");

    /// <summary>How the banks of direct debit are doing; asked without a token.</summary>
    public Uri Health { get; init; } = new("https://health.vandar.io");

    /// <summary>All five services behind one address, as the sandbox serves them.</summary>
    /// <param name="address">The base address, such as <c>http://127.0.0.1:5000</c>.</param>
    public static VandarHosts At(Uri address) => new() { Api = address, Ipg = address, Batch = address, Subscription = address, Health = address };
}
