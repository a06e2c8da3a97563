using System.Globalization;

namespace Vandar.Core.Cli.Chaos;

/// <summary>What is checked, by the two journals: the sandbox's and the callers'.</summary>
internal enum Check
{
    /// <summary>No call was executed more than once, and nothing that nobody meant.</summary>
    Once,

    /// <summary>What succeeded was executed once; what was rejected, not sent or refused was not.</summary>
    Told,

    /// <summary>The look-up behind an unknown call tells the truth, where the API has one.</summary>
    Settled,

    /// <summary>The books have moved as much money as the callers know of.</summary>
    Money,

    /// <summary>Every call came to an end.</summary>
    Ended,

    /// <summary>One refresh at a time, one per token; the store has the newest pair.</summary>
    Tokens,

    /// <summary>In a phase with rate limits the server never had to refuse, and each permit was a request.</summary>
    Limits,

    /// <summary>No secret was told, no body arrived that nobody had sent, no buffer was lost, connections did not pile up.</summary>
    Clean,
}

/// <summary>How many calls of a class ended how.</summary>
internal sealed class Tally
{
    private readonly long[] _ends = new long[Enum.GetValues<End>().Length];

    public long this[End end] => _ends[(int)end];

    public long Calls => _ends.Sum();

    public long Resolved { get; set; }

    public void Add(End end) => _ends[(int)end]++;
}

/// <summary>What a run has come to, over all its rounds.</summary>
internal sealed class Findings
{
    private const int MostShown = 3;

    private readonly long[] _broken = new long[Enum.GetValues<Check>().Length];
    private readonly List<string> _shown = [];
    private readonly SortedDictionary<string, (string Why, int Count)> _forAPerson = new(StringComparer.Ordinal);

    public SortedDictionary<char, Tally> Classes { get; } = [];

    public long Operations { get; set; }
    public long Faults { get; set; }
    public long Duplicates { get; set; }
    public long Lost { get; set; }
    public long Unknown { get; set; }
    public long Resolved { get; set; }
    public long Executions { get; set; }
    public long Refreshes { get; set; }
    public long LostSessions { get; set; }
    public long RefusedSessions { get; set; }
    public long StoreFailures { get; set; }
    public long TextsRead { get; set; }
    public long LongestOverrun { get; set; }
    public long MoneyInRial { get; set; }
    public long LimitedRequests { get; set; }
    public long BuffersRented { get; set; }
    public long BuffersDropped { get; set; }
    public int MostConnections { get; set; }
    public int Kills { get; set; }

    public bool Holds => _broken.All(count => count == 0);

    /// <summary>The first broken things of each check, in words; no secret is among them.</summary>
    public IReadOnlyList<string> Shown => _shown;

    /// <summary>What nothing but a person can settle: how many calls of which kind, and why.</summary>
    public IEnumerable<string> ForAPerson =>
        _forAPerson.Select(kind => FormattableString.Invariant($"for a person: {kind.Value.Count} unknown {kind.Key}; {kind.Value.Why}"));

    public long this[Check check] => _broken[(int)check];

    public Tally Of(char deedClass)
    {
        if (!Classes.TryGetValue(deedClass, out Tally? tally))
            Classes.Add(deedClass, tally = new());
        return tally;
    }

    public void Add(BufferBooks buffers)
    {
        BuffersRented += buffers.Rented;
        BuffersDropped += buffers.Dropped;
        if (buffers.Lost > 0)
            Break(Check.Clean, $"{buffers}: rented is not returned and dropped");
        if (buffers.Errors > 0)
            Break(Check.Clean, $"{buffers}: one was in two hands");
    }

    public void LeaveToAPerson(Deed deed) =>
        _forAPerson[deed.Name] = (deed.WhyNoLookUp ?? "no look-up", _forAPerson.GetValueOrDefault(deed.Name).Count + 1);

    public void Break(Check check, string what)
    {
        if (_broken[(int)check]++ < MostShown)
            _shown.Add($"{Name(check)}: {what}");
    }

    public void Break(Check check, Intent intent, End end, int executions, string what) => Break(check, string.Create(
        CultureInfo.InvariantCulture, $"{what} (class {intent.Deed.Class}, {intent.Deed.Name}, intent {intent.Mark}, {end}, {executions} executions)"));

    public static string Name(Check check) => check.ToString().ToLowerInvariant();
}
