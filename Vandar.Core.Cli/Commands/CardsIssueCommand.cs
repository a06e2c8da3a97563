using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Spectre.Console;
using Vandar.Core.Cli.Issuing;

namespace Vandar.Core.Cli.Commands;

/// <summary><c>vandar cards issue</c>.</summary>
internal sealed class CardsIssueCommand : Command
{
    private const int MostParallel = 16;

    private readonly Option<string> _provider = new("--provider")
    {
        Description = "The issuing bank's English name, as Vandar gives it", HelpName = "NAME", Required = true,
    };

    private readonly Option<string> _applicants = new("--applicants")
    {
        Description = "The applicants, see above", HelpName = "FILE.csv", Required = true,
    };

    private readonly Option<string> _documents = new("--documents")
    {
        Description = "The folder of their documents, see above", HelpName = "FOLDER", Required = true,
    };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "How many applicants at a time, 1 to 16", HelpName = "N", DefaultValueFactory = _ => 4,
    };

    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the journal of an earlier run" };

    private readonly Option<bool> _captionsFirst = new("--captions-first")
    {
        Description = "Let applicants wait who have no video yet, and show the sentence to read",
    };

    private readonly Option<string?> _journal = new("--journal")
    {
        Description = "The journal (default: the applicants' file with .journal behind)", HelpName = "FILE",
    };

    private readonly Option<string?> _output = new("--output")
    {
        Description = "Where to write the result in full: card numbers, IBANs and accounts unmasked, readable by you alone",
        HelpName = "FILE.csv",
    };

    private readonly Option<TimeSpan?> _wait = new("--wait")
    {
        Description = "How long to wait for the bank, such as 90s, 10m or 2h [default: 10m]", HelpName = "TIME", CustomParser = ParseTime,
    };

    private readonly Option<string?> _credentials = new("--credentials") { Description = "A file of KEY=VALUE lines", HelpName = "FILE" };

    private readonly Option<string?> _tokenStore = new("--token-store")
    {
        Description = "Where refreshed tokens are kept", HelpName = "FILE",
    };

    public CardsIssueCommand(IAnsiConsole console, CancellationToken stop)
        : base("issue", $"""
            Issues a card for each applicant of a file: create, update, documents, finalize, then inquire until the bank has issued it.

            {ApplicantFile.Help}
            {ApplicantDocuments.Help}
            The journal holds what was intended and done, so a run that was killed goes on with --resume and creates nobody twice. Where the
            answer to a create was lost, one more create per run is sent (at once after a 502, which Vandar documents as "please retry"): Vandar
            refuses an applicant it knows, so this makes no second one. If it is refused, the applicant is registered under an id that no call
            tells: ask Vandar for it. National codes stand in the journal only as salted hashes; keep it to yourself all the same.

            {Credentials.Help}
            {ExitCode.Help}
            """)
    {
        Option[] options =
        [
            _provider, _applicants, _documents, _parallel, _resume, _journal, _output, _captionsFirst, _wait, _credentials, _tokenStore,
        ];
        foreach (Option option in options)
        {
            Add(option);
            if (option.ValueType == typeof(string))
                option.Validators.Add(RefuseEmpty);
        }
        _parallel.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() is >= 1 and <= MostParallel)
                return;
            result.AddError("--parallel takes a whole number from 1 to 16.");
        });
        SetAction((parsed, _) => Run(parsed, console, stop));
    }

    private async Task<int> Run(ParseResult parsed, IAnsiConsole console, CancellationToken stop)
    {
        Credentials credentials = Credentials.From(parsed.GetValue(_credentials), Environment.GetEnvironmentVariable);
        if (credentials.Warning is { } warning)
            await Console.Error.WriteLineAsync(warning);
        string applicants = parsed.GetRequiredValue(_applicants);
        IssuingSettings settings = new()
        {
            Provider = parsed.GetRequiredValue(_provider),
            ApplicantsFile = applicants,
            DocumentsFolder = parsed.GetRequiredValue(_documents),
            JournalFile = parsed.GetValue(_journal) ?? applicants + ".journal",
            OutputFile = parsed.GetValue(_output),
            Parallel = parsed.GetValue(_parallel),
            Resume = parsed.GetValue(_resume),
            CaptionsFirst = parsed.GetValue(_captionsFirst),
            Wait = parsed.GetValue(_wait) ?? TimeSpan.FromMinutes(10),
        };
        VandarClientOptions options = await credentials.ToOptions(parsed.GetValue(_tokenStore), stop);
        options = options with
        {
            OnTokenStoreFailure = e =>
                Console.Error.WriteLine($"The token store failed ({e.GetType().Name}); new tokens are in memory only."),
        };
        await using VandarClient client = NewClient(options);
        IssuingReport report = await IssuingRun.Run(
            console, client, options.Business!, options.Hosts.Api, settings, TimeProvider.System, stop);
        if (!stop.IsCancellationRequested || report.ExitCode is ExitCode.Done)
            return report.ExitCode;
        await Console.Error.WriteLineAsync(FormattableString.Invariant($"""
            Interrupted, with {report.Count(IssuingState.Unknown)} unknown. Run the same command with --resume: the journal is {settings.JournalFile}
            """));
        // Who looks after unknown ones must hear of them, however the run ended.
        return report.ExitCode is ExitCode.SomeUnknown ? ExitCode.SomeUnknown : ExitCode.Interrupted;
    }

    /// <summary>An empty value is what a script passes whose variable is not set.</summary>
    private static void RefuseEmpty(OptionResult result)
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            result.AddError($"{result.Option.Name} must not be empty.");
    }

    private static VandarClient NewClient(VandarClientOptions options)
    {
        try
        {
            return new VandarClient(options);
        }
        catch (ArgumentException e)
        {
            throw new CommandFailedException(ExitCode.NothingSent, $"The credentials are not usable: {e.Message}", e);
        }
    }

    private static TimeSpan? ParseTime(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        ReadOnlySpan<char> digits = text.AsSpan(0, Math.Max(text.Length - 1, 0));
        bool isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        TimeSpan unit = !isNumber ? TimeSpan.Zero : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            _ => TimeSpan.Zero,
        };
        if (unit > TimeSpan.Zero && number <= 10_000)
            return unit * number;
        result.AddError("--wait takes a time such as 90s, 10m or 2h.");
        return null;
    }
}
