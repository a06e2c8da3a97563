using System.Globalization;
using Spectre.Console;

namespace Vandar.Core.Cli.Chaos;

/// <summary>Calls of every class through a server that fails, and then both journals side by side: does the money move once, and is the caller told
/// the truth?</summary>
internal sealed class ChaosRun(IAnsiConsole console, ChaosSettings settings)
{
    private readonly Findings _findings = new();

    public async Task<int> Run(CancellationToken stop)
    {
        long started = TimeProvider.System.GetTimestamp();
        if (console.Profile.Out.IsTerminal)
        {
            await console.Progress().AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
                .StartAsync(context =>
                {
                    ProgressTask bar = context.AddTask("Operations", maxValue: settings.Operations);
                    return Play(done => bar.Value = done, stop);
                });
        }
        else
        {
            await Console.Error.WriteLineAsync(FormattableString.Invariant($"{settings.Operations} operations, {settings.Faults} % faults, seed {settings.Seed}"));
            await Play(static _ => { }, stop);
        }
        Print(TimeProvider.System.GetElapsedTime(started));
        return _findings.Holds ? ExitCode.Done : ExitCode.SomeFailed;
    }

    private async Task Play(Action<int> progress, CancellationToken stop)
    {
        await SteadyPhase.Run(settings, _findings, stop);
        for (int first = 0; first < settings.Operations; first += ChaosSettings.RoundSize)
        {
            int before = first, count = Math.Min(ChaosSettings.RoundSize, settings.Operations - first);
            if (settings.Processes == 1)
                await new Round(settings, first, count, _findings, done => progress(before + done)).Run(stop);
            else
                await new ProcessRound(settings, first, count, _findings, done => progress(before + done)).Run(stop);
        }
    }

    private void Print(TimeSpan elapsed)
    {
        Table classes = new() { Border = TableBorder.Simple };
        string[] heads = ["Class", "Calls", "Succeeded", "Rejected", "Not sent", "Unknown", "Looked up", "Refused", "Not begun"];
        foreach (string head in heads)
            classes.AddColumn(head == heads[0] ? new TableColumn(head) : new TableColumn(head).RightAligned());
        foreach ((char name, Tally tally) in _findings.Classes.OrderBy(pair => "RQBKMVTUS".IndexOf(pair.Key, StringComparison.Ordinal)))
        {
            classes.AddRow(
                ClassName(name), Text(tally.Calls), Text(tally[End.Succeeded]), Text(tally[End.Rejected]), Text(tally[End.NotSent]),
                Text(tally[End.Unknown]), Text(tally.Resolved), Text(tally[End.Refused]), Text(tally[End.Skipped]));
        }
        console.Write(classes);

        Table checks = new() { Border = TableBorder.Simple };
        checks.AddColumn("Check").AddColumn("Holds").AddColumn("Seen");
        foreach (Check check in Enum.GetValues<Check>())
        {
            long broken = _findings[check];
            checks.AddRow(Markup.Escape($"{(int)check + 1} {Findings.Name(check)}"), broken == 0 ? "yes" : $"NO ({Text(broken)})", Markup.Escape(Seen(check)));
        }
        console.Write(checks);
        foreach (string line in _findings.ForAPerson.Concat(_findings.Shown))
            console.WriteLine(line);
        console.WriteLine(FormattableString.Invariant($"{elapsed.TotalSeconds:0.0} s"));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"operations={_findings.Operations} faults={_findings.Faults} duplicates={_findings.Duplicates} lost={_findings.Lost} "
            + $"unknown={_findings.Unknown} resolved={_findings.Resolved} seed={settings.Seed}"));
    }

    private string Seen(Check check) => check switch
    {
        Check.Once => $"{Text(_findings.Executions)} executions by the server's journal",
        Check.Told => $"{Text(_findings.Operations)} outcomes against the journal",
        Check.Settled => $"{Text(_findings.Resolved)} of {Text(_findings.Unknown)} unknown settled by look-up; the API has none for the rest",
        Check.Money => $"{Text(_findings.MoneyInRial)} Rial moved",
        Check.Ended =>
            (_findings.Kills > 0 ? $"{Text(_findings.Kills)} processes killed; " : "") + $"longest overrun of a time limit {Text(_findings.LongestOverrun)} ms of the clients' fast clock",
        Check.Tokens =>
            $"{Text(_findings.Refreshes)} refreshes, {Text(_findings.LostSessions)} lost with their answer, {Text(_findings.RefusedSessions)} sessions ended by a "
            + $"refusal that was none, {Text(_findings.StoreFailures)} failures of the store",
        Check.Limits => $"{Text(_findings.LimitedRequests)} requests in the phase with limits, none refused",
        _ => $"{Text(_findings.TextsRead)} texts read for secrets; {Text(_findings.BuffersRented)} buffers rented, {Text(_findings.BuffersDropped)} left to a send; "
            + $"at most {Text(_findings.MostConnections)} connections between two stretches",
    };

    private static string ClassName(char name) => name switch
    {
        'R' => "R  reads",
        'Q' => "Q  reads by POST",
        'B' => "B  billed",
        'K' => "K  with a key",
        'M' => "M  without a key",
        'V' => "V  converge",
        'T' => "T  token",
        'U' => "U  uploads",
        _ => "S  hostile ids",
    };

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
