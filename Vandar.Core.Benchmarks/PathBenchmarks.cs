using BenchmarkDotNet.Attributes;
using Vandar.Core.Http;
using Vandar.Core.Ravand;

namespace Vandar.Core.Benchmarks;

/// <summary>An address: from constant parts, with an id, and the obvious way with the framework.</summary>
public class PathBenchmarks
{
    private const string CardholderId = "079fe78e-c1fc-42b8-a908-c5aed843a47f";

    private readonly UriCache _cache = new();
    private readonly HostAddress _host = HostAddress.Of(new Uri("https://api.vandar.io"), "host");
    private readonly PathSegment _business = PathSegment.Of("sample-shop", "business");
    private readonly PathSegment _provider = PathSegment.Of("sample-bank", "provider");
    private readonly string _providerText = "sample-bank";
    private readonly VandarClient _client = new(new() { Business = "sample-shop", AccessToken = "token" });

    [GlobalCleanup]
    public void Cleanup() => _client.Dispose();

    [Benchmark]
    public Uri Constant()
    {
        VandarPath path = $"{_host}/v1/business/{_business}/ravand/provider/{_provider}/cardholder";
        return path.ToUri(_cache);
    }

    [Benchmark]
    public Uri WithId()
    {
        VandarPath path = $"{_host}/v1/business/{_business}/ravand/provider/{_provider}/cardholder/{CardholderId}/inquiry";
        return path.ToUri(_cache);
    }

    [Benchmark(Baseline = true)]
    public Uri WithIdFramework() => new(
        $"https://api.vandar.io/v1/business/{Uri.EscapeDataString("sample-shop")}/ravand/provider/{Uri.EscapeDataString(_providerText)}/cardholder/{Uri.EscapeDataString(CardholderId)}/inquiry");

    /// <summary>What names the provider of a call.</summary>
    [Benchmark]
    public CardholdersClient Scope() => _client.Ravand.Cardholders(_providerText);

    /// <summary>Whether a text can be an identifier.</summary>
    [Benchmark]
    public string? Check() => VandarPath.BrokenRule(CardholderId);
}
