using System.Globalization;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Cli.Chaos;

/// <summary>The callers' journal of one round, in memory.</summary>
internal sealed class Diary(int first, int count, Action<int> progress) : IDiary
{
    private readonly End[] _ends = new End[count];
    private readonly bool[] _meant = new bool[count];
    private readonly sbyte[] _settled = new sbyte[count];
    private int _ended;

    public void Meant(int number) => _meant[number - first] = true;

    public void Prepared(int number, string subject)
    {
        // The intent itself has it; this is for those who lose their memory.
    }

    public void Ended(int number, End end)
    {
        _ends[number - first] = end;
        progress(Interlocked.Increment(ref _ended));
    }

    public void Settled(int number, bool wasExecuted) => _settled[number - first] = (sbyte)(wasExecuted ? 1 : -1);

    public bool WasMeant(int number) => _meant[number - first];

    public End EndOf(int number) => _ends[number - first];

    /// <summary>Null where no look-up has told.</summary>
    public bool? WasExecuted(int number) => _settled[number - first] switch { 0 => null, var told => told > 0 };
}

/// <summary>Joins the callers' journal of a round with the sandbox's, and its books.</summary>
internal sealed class Books(VandarSandbox sandbox, Diary diary, Func<int, Intent> intents, int first, int count)
{
    /// <summary>What happens around the API, without a call of ours.</summary>
    private static readonly HashSet<string> s_outside = new(StringComparer.Ordinal) { "ipg.pay", "direct_debit.consent" };

    private readonly int _journalBefore = sandbox.Journal.Count;
    private readonly int _entriesBefore = sandbox.Ledger.Entries.Count;
    private readonly int[] _executions = new int[count];
    private readonly Dictionary<string, Int128> _expected = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _batches = new(StringComparer.Ordinal);

    /// <summary>Holds everything against everything.</summary>
    public void Check(Findings findings)
    {
        for (int number = first; number < first + count; number++)
        {
            if (diary.WasMeant(number) && intents(number) is { Deed.IsBatch: true } batch)
                _batches[Deeds.BatchId(batch)] = number;
        }
        HashSet<(string, int)> generations = [];
        foreach (SandboxExecution row in sandbox.Journal.Skip(_journalBefore))
        {
            findings.Executions++;
            if (row.Operation == "tokens.refresh")
                CheckRefresh(row, generations, findings);
            else if (!s_outside.Contains(row.Operation))
                CheckRow(row, findings);
        }
        for (int number = first; number < first + count; number++)
        {
            if (diary.WasMeant(number))
                CheckIntent(intents(number), findings);
        }
        CheckMoney(findings);
    }

    private static void CheckRefresh(SandboxExecution row, HashSet<(string, int)> generations, Findings findings)
    {
        findings.Refreshes++;
        if (!generations.Add((row.Business, row.TokenGeneration ?? -1)))
            findings.Break(Chaos.Check.Tokens, $"generation {row.TokenGeneration} was refreshed twice");
    }

    private void CheckRow(SandboxExecution row, Findings findings)
    {
        if (!TryRead(row, out char kind, out int number) || number < first || number >= first + count)
        {
            findings.Break(Chaos.Check.Once, $"{row.Operation} was executed, and nobody had meant it");
            return;
        }
        Intent intent = intents(number);
        if (kind == 'p')
        {
            Prepared(intent, row);
            return;
        }
        int executions = ++_executions[number - first];
        Deed deed = intent.Deed;
        string? key = deed.IsBatch ? Deeds.BatchId(intent) : deed.JournalKey?.Invoke(intent);
        bool isMeant = kind == 'i' && row.Operation == deed.Journal && (key is null || row.Key == key) && row.Amount == deed.JournalAmount(intent);
        if (!isMeant)
            findings.Break(Chaos.Check.Once, intent, diary.EndOf(number), executions, $"{row.Operation} was executed with another key or amount");
    }

    /// <summary>What was made for a call to be about moves money as well.</summary>
    private void Prepared(Intent intent, SandboxExecution row)
    {
        if (row.Operation is "settlements.create" or "queued_settlements.create")
            Expect("settlement", row.Amount);
        else if (row.Operation is "ipg.send" or "customers.create" or "ravand.transfers.create" or "ravand.cardholders.create")
            return;
        else
            throw new InvalidOperationException($"{intent.Deed.Name} does not prepare {row.Operation}.");
    }

    /// <summary>The mark of an intent; without one the intent that has the key.</summary>
    private bool TryRead(SandboxExecution row, out char kind, out int number)
    {
        kind = 'i';
        if (row.Intent is { Length: > 1 } mark)
        {
            kind = mark[0];
            return int.TryParse(mark.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out number);
        }
        const string Prefix = "order-";
        if (_batches.TryGetValue(row.Key, out number))
            return true;
        return int.TryParse(row.Key.StartsWith(Prefix, StringComparison.Ordinal) ? row.Key.AsSpan(Prefix.Length) : default,
            NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private void CheckIntent(Intent intent, Findings findings)
    {
        int executions = _executions[intent.Number - first];
        End end = diary.EndOf(intent.Number);
        Tally tally = findings.Of(intent.Deed.Class);
        tally.Add(end);
        findings.Operations++;
        bool? looked = diary.WasExecuted(intent.Number);
        if (executions > 1)
        {
            findings.Duplicates += executions - 1;
            findings.Break(Chaos.Check.Once, intent, end, executions, "executed more than once");
        }
        if (end is End.None or End.Untold)
            findings.Break(Chaos.Check.Ended, intent, end, executions, "has no outcome");

        bool isTold = intent.Deed.Class switch
        {
            'S' => end is End.Refused && executions == 0,
            'R' or 'Q' or 'T' => end is not End.Refused && executions == 0,
            _ => end switch
            {
                End.Succeeded => executions >= 1,
                End.Rejected or End.NotSent or End.Skipped => executions == 0,
                End.Refused => false,
                _ => true,
            },
        };
        if (!isTold)
        {
            findings.Lost++;
            findings.Break(Chaos.Check.Told, intent, end, executions, intent.Deed.Class is 'S' ? "a hostile id was not refused" : "the outcome is not what happened");
        }

        if (end is End.Unknown && intent.Deed.HasEffect)
        {
            findings.Unknown++;
            if (looked is not null)
            {
                findings.Resolved++;
                tally.Resolved++;
            }
            if (intent.Deed.LookUp is null)
                findings.LeaveToAPerson(intent.Deed);
            if (intent.Deed.LookUp is not null && looked != (executions > 0))
            {
                findings.Lost++;
                findings.Break(Chaos.Check.Settled, intent, end, executions, looked is null ? "no look-up came through" : "the look-up is wrong");
            }
        }
        // What the callers know of: told to them, or looked up; of what has no look-up a person learns it from Vandar.
        bool isKnown = end is End.Succeeded || (end is End.Unknown && (looked ?? executions > 0));
        if (isKnown && intent.Deed.Entry is { } entry)
            Expect(entry, intent.Deed.JournalAmount(intent));
        if (isKnown && intent.Deed.Name == "queued_settlements.cancel")
            Expect("settlement", Rial.Zero - intent.Amount);
    }

    private void Expect(string entry, Rial? amount) =>
        _expected[entry] = _expected.GetValueOrDefault(entry) + (amount?.Value ?? 0);

    private void CheckMoney(Findings findings)
    {
        HashSet<string> texts = [.. Deeds.All.Select(deed => deed.Entry).OfType<string>()];
        Dictionary<string, Int128> moved = new(StringComparer.Ordinal);
        foreach (SandboxLedgerEntry entry in sandbox.Ledger.Entries.Skip(_entriesBefore).Where(entry => texts.Contains(entry.Text)))
            moved[entry.Text] = moved.GetValueOrDefault(entry.Text) + Amount(entry);
        foreach (string text in texts)
        {
            Int128 expected = _expected.GetValueOrDefault(text), booked = moved.GetValueOrDefault(text);
            findings.MoneyInRial += (long)booked;
            if (expected != booked)
                findings.Break(Chaos.Check.Money, $"{text}: the books say {booked} Rial, the callers {expected}");
        }
        if (sandbox.Ledger.Sum != Rial.Zero)
            findings.Break(Chaos.Check.Money, "the books do not balance");
    }

    /// <summary>Without the fee, which goes out beside the amount of a settlement and out of that of a direct debit.</summary>
    private static Int128 Amount(SandboxLedgerEntry entry)
    {
        foreach (SandboxLedgerLine line in entry.Lines)
        {
            if (line.Account.StartsWith("settling:", StringComparison.Ordinal))
                return Int128.Abs(line.Amount.Value);
        }
        return entry.Lines.Where(line => line.Amount < Rial.Zero).Sum(line => -line.Amount.Value);
    }
}
