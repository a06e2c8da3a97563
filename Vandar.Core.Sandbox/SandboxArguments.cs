using System.Globalization;

namespace Vandar.Core.Sandbox;

/// <summary>What the program was asked for.</summary>
internal sealed record SandboxArguments(SandboxOptions Options, string CredentialsFile, bool Help = false)
{
    public const string Usage = """
        A stateful Vandar on loopback, with invented money.

          --credentials FILE   where to write the addresses and secrets as environment lines, readable by you alone (required)
          --port NUMBER        TCP port; 0 takes a free one (default 0)
          --business NAME      English name of the business: lower-case letters, digits and hyphens (default sample-shop)
          --seed NUMBER        same seed, same answers (default 1)
          --no-limits          no rate limits
          --fault PLAN         what goes wrong on the way, such as "5% reset@head:0; 2% unseen+status:503"
          --fault-seed NUMBER  same seed and same requests, same faults (default 1)
          --help               this text
        """;

    /// <exception cref="FormatException">An argument is missing, unknown or not usable; the text names it.</exception>
    public static SandboxArguments Parse(string[] arguments)
    {
        SandboxOptions options = new();
        string? credentialsFile = null, faults = null;
        int faultSeed = 1;
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            switch (name)
            {
                case "--help" or "-h":
                    return new SandboxArguments(options, "", Help: true);
                case "--no-limits":
                    options = options with { Limits = false };
                    break;
                case "--port":
                    options = options with { Port = Number(name, Value(arguments, ref i), most: ushort.MaxValue) };
                    break;
                case "--seed":
                    options = options with { Seed = Number(name, Value(arguments, ref i), most: int.MaxValue) };
                    break;
                case "--fault":
                    faults = Value(arguments, ref i);
                    break;
                case "--fault-seed":
                    faultSeed = Number(name, Value(arguments, ref i), most: int.MaxValue);
                    break;
                case "--business":
                    options = options with { Business = Value(arguments, ref i) };
                    break;
                case "--credentials":
                    credentialsFile = Value(arguments, ref i);
                    break;
                default:
                    throw new FormatException($"Unknown argument '{name}'.");
            }
        }
        if (faults is not null)
            options = options with { Faults = SandboxFaultPlan.Parse(faults, faultSeed) };
        return new SandboxArguments(options, credentialsFile ?? throw new FormatException("--credentials FILE is missing."));
    }

    private static string Value(string[] arguments, ref int i) =>
        i + 1 < arguments.Length && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal)
            ? arguments[++i]
            : throw new FormatException($"{arguments[i]} needs a value.");

    private static int Number(string name, string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from 0 to {most}."));
}
