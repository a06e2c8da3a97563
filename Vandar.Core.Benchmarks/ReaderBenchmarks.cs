using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Vandar.Core.Http;
using Vandar.Core.Ravand;
using Vandar.Core.Wallet;

namespace Vandar.Core.Benchmarks;

/// <summary>Answers: one object behind a payload pointer, and a page of fifty, beside the plain deserializer on an envelope type.</summary>
public class ReaderBenchmarks
{
    private static readonly Operation s_one = Operation.Get("bench.one", "data");
    private static readonly Operation s_page = Operation.Get("bench.page");

    private readonly byte[] _one = Answers.Cardholder;
    private readonly byte[] _page = Answers.Page(50);

    [Benchmark]
    public Cardholder? One()
    {
        ResponseReader.TryRead(_one, s_one, RavandJson.Default.Cardholder, out Cardholder? cardholder);
        return cardholder;
    }

    [Benchmark]
    public PlainEnvelope? OnePlain() => JsonSerializer.Deserialize(_one, PlainJson.Default.PlainEnvelope);

    [Benchmark]
    public object? PageOf50()
    {
        ResponseReader.TryRead(_page, s_page, WalletJson.Default.TransactionRows, out TransactionRows? rows);
        return rows;
    }

    [Benchmark]
    public object? PageOf50Plain() => JsonSerializer.Deserialize(_page, WalletJson.Default.TransactionRows);
}
