using System.Text;
using Vandar.Core.Authentication;

namespace Vandar.Core.Cli;

/// <summary>Who the tool works for and where, from a file of <c>KEY=VALUE</c> lines or from the environment; never from the command line,
/// which other users of the machine can read.</summary>
/// <remarks>The two are not mixed: a file for the sandbox must not be filled up with the tokens of the real business.</remarks>
internal sealed class Credentials
{
    public const string Help = """
        Credentials come from --credentials FILE (lines KEY=VALUE, as the sandbox program writes them) or, without it, from environment
        variables of the same names: VANDAR_BUSINESS, VANDAR_REFRESH_TOKEN and/or VANDAR_ACCESS_TOKEN, VANDAR_IPG_API_KEY and, for other
        servers than Vandar's own, VANDAR_API_HOST, VANDAR_IPG_HOST, VANDAR_BATCH_HOST, VANDAR_SUBSCRIPTION_HOST. Refreshed tokens are
        kept in --token-store FILE, by default vandar/BUSINESS@HOST.tokens.json in your configuration folder; what it holds is taken first.
        """;

    private const string Business = "VANDAR_BUSINESS";
    private const string AccessToken = "VANDAR_ACCESS_TOKEN";
    private const string RefreshToken = "VANDAR_REFRESH_TOKEN";
    private const string IpgApiKey = "VANDAR_IPG_API_KEY";
    private const string ApiHost = "VANDAR_API_HOST";
    private const string IpgHost = "VANDAR_IPG_HOST";
    private const string BatchHost = "VANDAR_BATCH_HOST";
    private const string SubscriptionHost = "VANDAR_SUBSCRIPTION_HOST";

    private readonly Func<string, string?> _find;
    private readonly string _source;

    private Credentials(Func<string, string?> find, string source, string? warning)
    {
        _find = name => find(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        _source = source;
        Warning = warning;
    }

    /// <summary>What the user should change about the file, if anything.</summary>
    public string? Warning { get; }

    /// <exception cref="CommandFailedException">The file cannot be read.</exception>
    public static Credentials From(string? file, Func<string, string?> environment)
    {
        if (file is null)
            return new Credentials(environment, "the environment", null);
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        try
        {
            foreach (string line in File.ReadLines(file, Encoding.UTF8))
                Add(values, line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.NothingSent, $"The credentials file cannot be read: {file}", e);
        }
        string? warning = OwnerOnlyFile.IsOpenToOthers(file) ? $"Others can read the credentials file {file}: run chmod 600 on it." : null;
        return new Credentials(values.GetValueOrDefault, file, warning);
    }

    /// <summary>The client's options, with the store that keeps refreshed tokens.</summary>
    /// <exception cref="CommandFailedException">Something is missing or unusable; the text names it and the ways to give it.</exception>
    public async Task<VandarClientOptions> ToOptions(string? tokenStore, CancellationToken cancellationToken)
    {
        string business = _find(Business) ?? throw Missing(Business);
        VandarHosts hosts = new()
        {
            Api = Host(ApiHost, VandarHosts.Production.Api),
            Ipg = Host(IpgHost, VandarHosts.Production.Ipg),
            Batch = Host(BatchHost, VandarHosts.Production.Batch),
            Subscription = Host(SubscriptionHost, VandarHosts.Production.Subscription),
        };
        string storePath = tokenStore ?? DefaultTokenStore(business, hosts.Api);
        FileTokenStore store = new(storePath);
        TokenPair? kept;
        try
        {
            kept = await store.Read(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandFailedException(ExitCode.NothingSent, $"The token store {storePath} cannot be read: {e.Message}", e);
        }
        if (kept is null && _find(RefreshToken) is null && _find(AccessToken) is null)
            throw Missing(RefreshToken);
        return new VandarClientOptions
        {
            Business = business,
            AccessToken = _find(AccessToken),
            RefreshToken = _find(RefreshToken),
            IpgApiKey = _find(IpgApiKey),
            Hosts = hosts,
            TokenStore = store,
        };
    }

    /// <summary>One store per business and server, so that no token ever goes to another server than its own.</summary>
    private static string DefaultTokenStore(string business, Uri api)
    {
        string settings = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (settings.Length == 0)
            throw new CommandFailedException(ExitCode.NothingSent, "There is no folder for the tokens: give --token-store FILE.");
        string folder = Path.Combine(settings, "vandar");
        string port = api.IsDefaultPort ? "" : FormattableString.Invariant($"-{api.Port}");
        string name = string.Concat(
            $"{business}@{api.Host}{port}".Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@' ? c : '_'));
        try
        {
            OwnerOnlyFile.MakeFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                ExitCode.NothingSent, $"The folder {folder} for the tokens cannot be made: give --token-store FILE.", e);
        }
        return Path.Combine(folder, name + ".tokens.json");
    }

    private static void Add(Dictionary<string, string> values, string line)
    {
        string text = line.Trim();
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (text.StartsWith('#') || equals <= 0)
            return;
        string value = text[(equals + 1)..].Trim();
        if (value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0])
            value = value[1..^1];
        values[text[..equals].Trim()] = value;
    }

    private Uri Host(string name, Uri standard)
    {
        if (_find(name) is not { } text)
            return standard;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? host) && (host.Scheme == Uri.UriSchemeHttps || host.Scheme == Uri.UriSchemeHttp))
            return host;
        throw new CommandFailedException(
            ExitCode.NothingSent, $"{name} of {_source} must be an address such as https://api.vandar.io.");
    }

    private CommandFailedException Missing(string name)
    {
        string either = name == RefreshToken ? $"{RefreshToken} (or {AccessToken})" : name;
        return new CommandFailedException(ExitCode.NothingSent, $"""
            {either} is missing in {_source}.
            Put it into a file with lines KEY=VALUE and give --credentials FILE, or set an environment variable of that name.
            Business name and tokens are in the Vandar dashboard, under Settings.
            """);
    }
}
