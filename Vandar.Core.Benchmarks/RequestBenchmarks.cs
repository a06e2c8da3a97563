using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.ObjectPool;
using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Http;
using Vandar.Core.Ravand;

namespace Vandar.Core.Benchmarks;

/// <summary>The request of a POST: its body, checked values beside texts, in a pooled buffer beside an array; and its message with headers.</summary>
public class RequestBenchmarks
{
    private static readonly Uri s_address = new("https://api.vandar.io/v1/business/sample-shop/ravand/provider/sample-bank/cardholder");
    private static readonly string s_bearer = $"Bearer {Errand.AccessToken}";

    private readonly ObjectPool<JsonBuffer> _buffers = new DefaultObjectPoolProvider().Create(new JsonBuffer.Policy());
    private readonly JsonBuffer _body = new();
    private readonly byte[] _bytes = JsonSerializer.SerializeToUtf8Bytes(PlainApplicant.Sample, PlainJson.Default.PlainApplicant);

    public RequestBenchmarks() => _body.Write(VandarContestant.Applicant, RavandJson.Default.CreateCardholder);

    [Benchmark]
    public int Body()
    {
        JsonBuffer body = _buffers.Get();
        body.Write(VandarContestant.Applicant, RavandJson.Default.CreateCardholder);
        int length = body.Length;
        _buffers.Return(body);
        return length;
    }

    [Benchmark]
    public byte[] BodyFramework() => JsonSerializer.SerializeToUtf8Bytes(PlainApplicant.Sample, PlainJson.Default.PlainApplicant);

    [Benchmark]
    public object Message()
    {
        HttpRequestMessage request = new(HttpMethod.Post, s_address) { Content = new PooledJsonContent(_body, mayBeCopied: false) };
        request.Headers.TryAddWithoutValidation("Authorization", s_bearer);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", Telemetry.UserAgent);
        return request;
    }

    /// <summary>As the floor has it: one header.</summary>
    [Benchmark]
    public object MessageFramework()
    {
        HttpRequestMessage request = new(HttpMethod.Post, s_address) { Content = new ByteArrayContent(_bytes) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", s_bearer);
        return request;
    }
}
