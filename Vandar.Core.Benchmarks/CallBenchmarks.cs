using BenchmarkDotNet.Attributes;
using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Benchmarks.Server;

namespace Vandar.Core.Benchmarks;

/// <summary>Whole calls: six operations by everybody who takes part, without a network and over loopback, by one caller and by 64.</summary>
public class CallBenchmarks
{
    /// <summary>An invocation makes many calls, so that what the runner and the callers' own tasks allocate does not count.</summary>
    internal const int Calls = 1_024;

    private const int Rows = 50;

    private readonly StubHandler _stub = new(new CannedApi());
    private IContestant _contestant = null!;

    [ParamsAllValues]
    public Contestant Contestant { get; set; }

    [ParamsAllValues]
    public Network Network { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        Endpoint endpoint = Network is Network.Stub ? new(new Uri("https://api.vandar.io/"), _stub) : new(LoopbackServer.Address, null);
        await EqualWork.Check(Contestant, endpoint);
        _contestant = Lineup.Create(Contestant, endpoint);
    }

    [GlobalCleanup]
    public void Cleanup() => _contestant.Dispose();

    [Benchmark(OperationsPerInvoke = Calls)]
    [Arguments(1)]
    [Arguments(64)]
    public Task Post(int callers) => Load.Run(callers, Calls, _contestant, static contestant => contestant.Post());

    [Benchmark(OperationsPerInvoke = Calls)]
    [Arguments(1)]
    [Arguments(64)]
    public Task GetOne(int callers) => Load.Run(callers, Calls, _contestant, static contestant => contestant.GetOne());

    [Benchmark(OperationsPerInvoke = Calls)]
    [Arguments(1)]
    [Arguments(64)]
    public Task List(int callers) => Load.Run(callers, Calls, _contestant, static contestant => contestant.List(Rows));

    [Benchmark(OperationsPerInvoke = Calls)]
    [Arguments(1)]
    [Arguments(64)]
    public Task Upload(int callers) =>
        Load.Run(callers, Calls, _contestant, static contestant => contestant.Upload(new MemoryStream(Errand.Photo, writable: false)));

    [Benchmark(OperationsPerInvoke = Calls)]
    [Arguments(1)]
    [Arguments(64)]
    public Task Error422(int callers) => Load.Run(callers, Calls, _contestant, static contestant => contestant.Error422());

    // One caller: of many, each would find the token that another has just renewed, and who refreshes how often would be chance.
    [Benchmark(OperationsPerInvoke = Calls)]
    [Arguments(1)]
    public Task UnauthorizedThenRefresh(int callers) =>
        Load.Run(callers, Calls, _contestant, static contestant => contestant.UnauthorizedThenRefresh());
}
