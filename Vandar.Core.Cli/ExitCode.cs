namespace Vandar.Core.Cli;

/// <summary>What the tool tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    public const int Done = 0;

    /// <summary>Some of it failed, or is not done yet; the report says what.</summary>
    public const int SomeFailed = 1;

    /// <summary>The command line or the applicants' file is wrong. Nothing was sent.</summary>
    public const int BadInput = 2;

    /// <summary>No request reached Vandar: no credentials, refused ones, or no network.</summary>
    public const int NothingSent = 3;

    /// <summary>Of some requests it is not known whether they were executed. Outranks all others, <see cref="Interrupted"/> too.</summary>
    public const int SomeUnknown = 4;

    /// <summary>Ctrl-C or SIGTERM, and nothing is unknown; the journal is complete.</summary>
    public const int Interrupted = 130;

    public const string Help = """
        Exit codes: 0 all issued, 1 some failed or are not issued yet, 2 bad input (nothing was sent), 3 nothing could be sent
        (credentials, network), 4 some unknown (--resume looks, else a person has to), also when interrupted; 130 interrupted, none unknown.
        """;
}

/// <summary>The tool cannot go on; the text is for the person at the keyboard and holds no secret.</summary>
internal sealed class CommandFailedException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode => exitCode;
}
