using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Benchmarks.Server;
using Vandar.Core.Http;
using Vandar.Core.Ravand;
using Vandar.Core.Settlements;

namespace Vandar.Core.Benchmarks;

/// <summary>One object behind a payload pointer, a page of fifty, and a refusal, beside the deserializer on types of the whole envelope.</summary>
public class ReaderBenchmarks
{
    private static readonly Operation s_one = Operation.Get("bench.one", "data");
    private static readonly Operation s_page = Operation.Get("bench.page", "data", "settlements");

    private readonly byte[] _one = Answers.Cardholder;
    private readonly byte[] _page = Answers.Page(50);
    private readonly byte[] _refusal = Answers.Refusal;

    [Benchmark]
    public object? One()
    {
        ResponseReader.TryRead(_one, s_one, RavandJson.Default.Cardholder, out Cardholder? cardholder);
        return cardholder;
    }

    [Benchmark]
    public object? OneFramework() => JsonSerializer.Deserialize(_one, PlainJson.Default.PlainCardholderAnswer);

    [Benchmark]
    public object? PageOf50()
    {
        ResponseReader.TryRead(_page, s_page, SettlementsJson.Default.NumberedRowsSettlementListItem, out NumberedRows<SettlementListItem>? rows);
        return rows;
    }

    [Benchmark]
    public object? PageOf50Framework() => JsonSerializer.Deserialize(_page, PlainJson.Default.PlainPageAnswer);

    [Benchmark]
    public object? Error() => ResponseReader.ReadError(_refusal);

    [Benchmark]
    public object? ErrorFramework() => JsonSerializer.Deserialize(_refusal, PlainJson.Default.PlainRefusal);
}
