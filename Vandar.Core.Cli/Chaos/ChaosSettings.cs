namespace Vandar.Core.Cli.Chaos;

/// <summary>What a run is asked for.</summary>
/// <param name="Operations">How many calls.</param>
/// <param name="Faults">How many of a hundred requests meet a fault.</param>
/// <param name="Seed">Draws the calls, their faults, cancellations and clock jumps.</param>
/// <param name="Processes">How many processes call; with more than one they share a token file, and one of them is killed.</param>
/// <param name="Callers">How many calls are under way at a time.</param>
internal sealed record ChaosSettings(int Operations, int Faults, int Seed, int Processes, int Callers)
{
    public const int MostOperations = 10_000_000;
    public const int MostProcesses = 8;
    public const int MostCallers = 1_024;

    /// <summary>Operations against one sandbox: its journal and books are checked and dropped with it, so a million need no more room than this.</summary>
    public const int RoundSize = 20_000;
}
