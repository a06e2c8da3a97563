using System.Text.RegularExpressions;

namespace Vandar.Core.Tests.Conventions;

/// <summary>Imports only run down: groups, then the call path, then tokens and limits, then values and converters. A group never names another group.</summary>
internal sealed partial class FloorTests
{
    private const string Values = "Vandar.Core.Json";
    private const string Tokens = "Vandar.Core.Authentication";
    private const string Limits = "Vandar.Core.RateLimiting";
    private const string CallPath = "Vandar.Core.Http";

    private static IEnumerable<TestCaseData> Floors()
    {
        yield return Floor("Errors");
        yield return Floor("Values", Values);
        yield return Floor("Json");
        yield return Floor("RateLimiting");
        // The log lines of the whole client have one class, and it lives in the call path.
        yield return Floor("Authentication", CallPath);
        yield return Floor("Http", Values, Tokens, Limits);
        // What comes in from Vandar needs nothing of the way out.
        yield return Floor("Webhooks", Values);
        foreach (string group in Directory.EnumerateDirectories(Path.Combine(Library(), "Services")))
            yield return Path.GetFileName(group) is "Tokens" ? Floor("Services/Tokens", CallPath, Values, Tokens) : Floor($"Services/{Path.GetFileName(group)}", CallPath, Values);
    }

    [TestCaseSource(nameof(Floors))]
    public void Imports_run_down(string folder, string[] allowed)
    {
        string own = "Vandar.Core." + Path.GetFileName(folder);
        string[] files = Directory.GetFiles(Path.Combine(Library(), folder), "*.cs");

        Assert.That(files, Is.Not.Empty);
        Assert.That(
            files.SelectMany(file => Imports().Matches(File.ReadAllText(file)).Select(import => (File: Path.GetFileName(file), Name: import.Groups[1].Value)))
                .Where(import => import.Name != own && !allowed.Contains(import.Name)),
            Is.Empty);
    }

    [Test]
    public void A_group_is_a_client_its_models_and_one_context_and_a_long_one_has_a_file_a_chapter()
    {
        foreach (string group in Directory.EnumerateDirectories(Path.Combine(Library(), "Services")))
        {
            string name = Path.GetFileName(group);
            string[] files = [.. Directory.GetFiles(group).Select(file => Path.GetFileName(file)!)];
            Assert.That(new[] { $"{name}Client.cs", $"{name}Models.cs", $"{name}Json.cs" }, Is.SubsetOf(files));
            Assert.That(
                files.Where(file => !(file == $"{name}Json.cs" || file.EndsWith("Client.cs", StringComparison.Ordinal) || file.EndsWith("Models.cs", StringComparison.Ordinal))),
                Is.Empty);
        }
    }

    [Test]
    public void Requests_are_made_in_one_place() =>
        Assert.That(
            Directory.EnumerateFiles(Library(), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                    && File.ReadAllText(file).Contains("HttpRequestMessage request = new(", StringComparison.Ordinal)).Select(Path.GetFileName),
            Is.EqualTo(new[] { "ApiCore.cs" }));

    private static TestCaseData Floor(string folder, params string[] allowed) => new TestCaseData(folder, allowed).SetArgDisplayNames(folder);

    private static string Library()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Vandar.Core.sln")))
            directory = directory.Parent;
        return Path.Combine(directory?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository."), "Vandar.Core");
    }

    // Written in full or imported; the root namespace is everybody's.
    [GeneratedRegex(@"(?<!namespace )\b(Vandar\.Core\.(?:Http|Json|Authentication|RateLimiting|Webhooks|Tokens|Business|Wallet|Ipg|Refunds|Settlements|BatchSettlements|QueuedSettlements|Avand|CashIn|DirectDebit|Customers|Inquiries|Ravand))\b")]
    private static partial Regex Imports();
}
