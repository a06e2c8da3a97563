namespace Vandar.Core.Cli.Chaos;

/// <summary>A kind of call: what it sends, what the sandbox writes down about it, and how its caller finds out what became of it.</summary>
internal sealed record Deed
{
    /// <summary>R reads, Q reads by POST, B is billed, K carries a key, M moves something without one, V converges, T renews the token, U uploads; S is a
    /// call with an id that must not leave the machine.</summary>
    public required char Class { get; init; }

    public required string Name { get; init; }

    /// <summary>How often, beside the others.</summary>
    public required int Weight { get; init; }

    public required Func<Errand, Task> Send { get; init; }

    /// <summary>Makes what the call is about, and leaves it in <see cref="Errand.Subject"/>.</summary>
    public Func<Errand, Task>? Prepare { get; init; }

    /// <summary>Whether the call was executed, by the look-up that the library names.</summary>
    public Func<Errand, Task<bool>>? LookUp { get; init; }

    /// <summary>Of a call with an effect and without a look-up: why only a person can find out.</summary>
    public string? WhyNoLookUp { get; init; }

    /// <summary>The name in the sandbox's journal; null where nothing is written.</summary>
    public string? Journal { get; init; }

    /// <summary>What the journal must say of it: a key of the intent's.</summary>
    public Func<Intent, string>? JournalKey { get; init; }

    /// <summary>What the journal must say of it: the money.</summary>
    public Func<Intent, Rial?> JournalAmount { get; init; } = static _ => null;

    /// <summary>The text of the entries in the sandbox's books that the call leaves, now or as the clock goes on.</summary>
    public string? Entry { get; init; }

    public bool HasEffect => Class is not ('R' or 'Q' or 'T' or 'S');

    /// <summary>Whether a sandbox can tell whose call it was without the intent's mark.</summary>
    public bool IsToldByKey => Class is 'R' or 'Q' || (Class is 'K' && !IsBatch);

    public bool IsBatch { get; init; }

    /// <summary>Large enough to be on its way for a while.</summary>
    public bool IsLarge { get; init; }
}

/// <summary>A call on its way.</summary>
internal sealed record Errand(Shop Shop, Intent Intent, RequestOptions? Options, CancellationToken Stop)
{
    public VandarClient Client => Shop.Client;

    public ShopPlan Plan => Shop.Plan;

    public Subject Subject => Intent.Subject;
}
