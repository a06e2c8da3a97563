using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Spectre.Console;
using Vandar.Core.Cli.Chaos;

namespace Vandar.Core.Cli.Commands;

/// <summary><c>vandar chaos</c>.</summary>
internal sealed class ChaosCommand : Command
{
    private readonly Option<int> _operations = Whole("--operations", "How many calls, 1 to 10,000,000", 20_000, 1, ChaosSettings.MostOperations);
    private readonly Option<int> _faults = Whole("--faults", "How many of a hundred requests meet a fault, 0 to 100", 30, 0, 100);
    private readonly Option<int> _seed = Whole("--seed", "Draws calls, faults and all else", 1, 0, int.MaxValue);
    private readonly Option<int> _processes = Whole(
        "--processes", "How many processes call, 1 to 8; from 2 on they share a token file, and one of them is killed", 1, 1, ChaosSettings.MostProcesses);
    private readonly Option<int> _callers = Whole("--callers", "How many calls are under way at a time, 1 to 1024", 32, 1, ChaosSettings.MostCallers);

    /// <summary>For the processes that a run starts.</summary>
    private readonly Option<string?> _plan = new("--plan") { Hidden = true };

    public ChaosCommand(IAnsiConsole console, CancellationToken stop)
        : base("chaos", """
            Moves money through a sandbox whose network fails: resets, cut and garbled answers, silence, expiring tokens, full disks, handlers that repeat
            requests, callers that give up. Then holds the sandbox's journal against what the callers were told: nothing twice, nothing lost, every unknown
            outcome settled by its look-up. Needs no account. The last line has the figures; exit code 1 if a check does not hold.
            """)
    {
        foreach (Option<int> option in new[] { _operations, _faults, _seed, _processes, _callers })
            Add(option);
        Add(_plan);
        SetAction((parsed, _) => parsed.GetValue(_plan) is { } plan
            ? CallerProcess.Run(plan, stop)
            : new ChaosRun(console, new(
                parsed.GetValue(_operations), parsed.GetValue(_faults), parsed.GetValue(_seed), parsed.GetValue(_processes),
                parsed.GetValue(_callers))).Run(stop));
    }

    private static Option<int> Whole(string name, string description, int value, int least, int most) => new(name)
    {
        Description = description, HelpName = "N", DefaultValueFactory = _ => value, CustomParser = result => Parse(result, name, least, most),
    };

    private static int Parse(ArgumentResult result, string name, int least, int most)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            return number;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from {least} to {most}."));
        return least;
    }
}
