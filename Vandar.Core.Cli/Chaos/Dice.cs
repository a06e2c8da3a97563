namespace Vandar.Core.Cli.Chaos;

/// <summary>Throws that depend on nothing but their seed: whichever caller, process or machine asks (SplitMix64).</summary>
internal struct Dice(ulong state)
{
    private ulong _state = state;

    public static Dice Of(int seed, int number, int salt) =>
        new(Mixed(Mixed(Mixed((ulong)(uint)seed) ^ (uint)number) ^ (uint)salt));

    /// <summary>From 0 to <paramref name="sides"/> - 1.</summary>
    public int Next(int sides)
    {
        _state += 0x9E3779B97F4A7C15;
        return (int)(Mixed(_state) % (uint)sides);
    }

    public bool Hits(double percent) => Next(1_000_000) < percent * 10_000;

    private static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
