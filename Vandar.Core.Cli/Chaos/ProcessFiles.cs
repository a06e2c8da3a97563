using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Cli.Chaos;

/// <summary>What a process of callers is told: its share of a round, and whose money it moves.</summary>
internal sealed record ProcessPlan
{
    public required ShopPlan Shop { get; init; }
    public required int Seed { get; init; }
    public required int Faults { get; init; }
    public required int Callers { get; init; }
    public required int First { get; init; }
    public required int Count { get; init; }

    /// <summary>Which of the intents are this process's: every <see cref="Processes"/>th, from this one on.</summary>
    public required int Process { get; init; }

    public required int Processes { get; init; }
    public required string TokenFile { get; init; }
    public required string Diary { get; init; }

    public static ProcessPlan Read(string path) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(path), ProcessJson.Default.ProcessPlan) ?? throw new InvalidDataException("The plan is empty.");

    public void Write(string path) => OwnerOnlyFile.Replace(path, JsonSerializer.Serialize(this, ProcessJson.Default.ProcessPlan));

    /// <summary>The name of the type; never a token.</summary>
    public override string ToString() => nameof(ProcessPlan);
}

[JsonSerializable(typeof(ProcessPlan))]
internal sealed partial class ProcessJson : JsonSerializerContext;

/// <summary>The journal of a process on a disk: a line for each step, written before the next one is taken, so that a kill loses none.</summary>
internal sealed class FileDiary : IDiary, IDisposable
{
    private const char MeantSign = 'i';
    private const char PreparedSign = 'p';
    private const char EndedSign = 'o';
    private const char SettledSign = 'l';
    private const char SeenSign = 's';

    private readonly Lock _gate = new();
    private readonly StreamWriter _lines;

    public FileDiary(string path) =>
        _lines = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };

    public void Meant(int number) => Write($"{MeantSign} {number}");

    public void Prepared(int number, string subject) => Write($"{PreparedSign} {number} {subject}");

    public void Ended(int number, End end) => Write($"{EndedSign} {number} {(int)end}");

    public void Settled(int number, bool wasExecuted) => Write($"{SettledSign} {number} {(wasExecuted ? 1 : 0)}");

    /// <summary>A figure about the process as a whole.</summary>
    public void Saw(Sight sight, long value) => Write($"{SeenSign} {(int)sight} {value}");

    public void Dispose() => _lines.Dispose();

    /// <summary>Reads a journal into another one; a last line that a kill has cut is none.</summary>
    /// <returns>What was meant and has no end.</returns>
    public static IReadOnlyCollection<int> Replay(string path, IDiary into, Action<Sight, long> saw)
    {
        HashSet<int> open = [];
        if (!File.Exists(path))
            return open;
        using StreamReader lines = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (lines.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words.Length < 2 || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                continue;
            if (words[0][0] == PreparedSign)
            {
                if (words.Length == 3)
                    into.Prepared(number, words[2]);
                continue;
            }
            long value = words.Length < 3 ? 0 : long.Parse(words[2], NumberStyles.None, CultureInfo.InvariantCulture);
            switch (words[0][0])
            {
                case MeantSign:
                    open.Add(number);
                    into.Meant(number);
                    break;
                case EndedSign:
                    open.Remove(number);
                    into.Ended(number, (End)value);
                    break;
                case SettledSign:
                    into.Settled(number, value == 1);
                    break;
                default:
                    saw((Sight)number, value);
                    break;
            }
        }
        return open;
    }

    private void Write(FormattableString line)
    {
        // The whole line in one write: a reader, and a kill, find it or do not.
        string text = string.Create(CultureInfo.InvariantCulture, $"{FormattableString.Invariant(line)}\n");
        lock (_gate)
            _lines.Write(text);
    }
}

/// <summary>What a process says of itself at its end.</summary>
internal enum Sight
{
    LeftInFlight,
    SecretsTold,
    TextsRead,
    LongestOverrun,
    EscapedIds,
    StoreFailures,
    Overlaps,
    BuffersRented,
    BuffersDropped,
    BuffersLost,
}
