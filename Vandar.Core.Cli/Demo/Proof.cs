using Spectre.Console;

namespace Vandar.Core.Cli.Demo;

/// <summary>What the demo claims, each line checked.</summary>
internal sealed class Proof
{
    private readonly List<(string Claim, bool Holds, string Evidence)> _lines = [];

    public bool Holds => _lines.TrueForAll(line => line.Holds);

    public void Add(string claim, bool holds, string evidence) => _lines.Add((claim, holds, evidence));

    public void Print(IAnsiConsole console)
    {
        Table table = new Table().AddColumns("", "Claim", "Evidence");
        foreach ((string claim, bool holds, string evidence) in _lines)
            table.AddRow(holds ? "[green]ok[/]" : "[red]NO[/]", Markup.Escape(claim), Markup.Escape(evidence));
        console.Write(table);
    }
}
