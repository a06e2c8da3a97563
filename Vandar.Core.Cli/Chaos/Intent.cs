using System.Globalization;

namespace Vandar.Core.Cli.Chaos;

/// <summary>How a call ended, as its caller was told.</summary>
internal enum End : byte
{
    /// <summary>Nothing is known: no caller has come to it, or it never came back.</summary>
    None,
    Succeeded,
    Rejected,
    NotSent,
    Unknown,

    /// <summary>The arguments were refused before anything was sent.</summary>
    Refused,

    /// <summary>It could not be begun: what it is about could not be prepared.</summary>
    Skipped,

    /// <summary>It ended by an exception that says nothing of what was done.</summary>
    Untold,
}

/// <summary>One call that a caller means to make. All of it follows from the seed and its number, so every process knows every intent.</summary>
internal sealed class Intent
{
    private const int CallSalt = 1;
    private const int FaultSalt = 2;

    private static readonly AsyncLocal<Intent?> s_current = new();

    private readonly int _seed;
    private readonly int _faults;
    private readonly string _mark;
    private int _requests;

    private Intent(int seed, int number, int faults, string mark, Deed deed, Subject subject)
    {
        (_seed, _faults, _mark, Number, Deed, Subject) = (seed, faults, mark, number, deed, subject);
        Dice dice = Dice.Of(seed, number, FaultSalt);
        IsStalled = faults > 0 && dice.Hits(0.4);
        // A naive caller's own cancellations, before the call and while it runs.
        CancelAfter = IsStalled || faults == 0 || !dice.Hits(2) ? null : TimeSpan.FromMilliseconds(dice.Next(15));
    }

    /// <summary>The intent whose call is under way on this path of execution.</summary>
    public static Intent? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    public int Number { get; }

    public Deed Deed { get; }

    /// <summary>What it is about: made before the call, and known to its look-up.</summary>
    public Subject Subject { get; }

    public bool IsStalled { get; }

    public TimeSpan? CancelAfter { get; }

    /// <summary>What the sandbox's journal carries.</summary>
    public string Mark => string.Create(CultureInfo.InvariantCulture, $"{_mark}{Number}");

    /// <summary>The deduplication key, where the operation has one.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"order-{Number}");

    /// <summary>How many requests went out.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>No other intent of a round has the same: a body that belongs to another one shows.</summary>
    public Rial Amount => Rial.Of(100_000 + (Number * 10L));

    public static Intent Of(int seed, int number, int faults, bool isKeyedOnly)
    {
        Dice dice = Dice.Of(seed, number, CallSalt);
        return new(seed, number, faults, "i", Deeds.Draw(ref dice, isKeyedOnly), new());
    }

    /// <summary>The steps before the call itself, on a line without faults.</summary>
    public Intent Preparing() => new(_seed, Number, 0, "p", Deed, Subject);

    /// <summary>The look-up behind the call.</summary>
    public Intent LookingUp() => new(_seed ^ 0x5A5A, Number, _faults, "l", Deed, Subject);

    /// <summary>The same, some time later, when the line is good again.</summary>
    public Intent LookingUpCalmly() => new(_seed ^ 0x5A5A, Number, 0, "l", Deed, Subject);

    public Dice Throw(int salt) => Dice.Of(_seed, Number, salt);

    /// <summary>What becomes of the next request of this intent; <see langword="null"/> where nothing does.</summary>
    public string? NextFault()
    {
        int request = Interlocked.Increment(ref _requests);
        if (_faults == 0)
            return null;
        Dice dice = Dice.Of(_seed, Number, FaultSalt + (request << 8));
        if (request == 1 && IsStalled)
            return FaultMenu.DrawStall(ref dice);
        return dice.Hits(_faults) ? FaultMenu.Draw(ref dice) : null;
    }
}

/// <summary>What a call is about, where it had to be made first.</summary>
internal sealed class Subject
{
    /// <summary>By which the API knows it; empty where nothing was made.</summary>
    public string Id { get; set; } = "";

    /// <summary>Of a settlement: by which it is cancelled.</summary>
    public long Transaction { get; set; }

    /// <summary>The one-time password on its owner's phone.</summary>
    public string? Password { get; set; }
}
