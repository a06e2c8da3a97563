using System.Text.RegularExpressions;
using Vandar.Core.Cli;

namespace Vandar.Core.Tests.Cli;

[Parallelizable(ParallelScope.All)]
public sealed partial class DemoTests
{
    [Test]
    public async Task Demo_proves_what_it_claims_and_prints_no_secret()
    {
        await using Desk desk = await Desk.Open(applicants: 5);

        ToolRun run = await Tool.Run("demo");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCode.Done, "")), run.Output);
        string[] claims =
        [
            "Every applicant has a card", "Nobody was created twice", "Every document arrived whole", "The post delivered a card",
            "A payment confirmed twice is credited once", "A token that runs out is renewed once, and kept",
            "The wallet grew by the payment", "The books are closed", "Every request is accounted for",
            "The rate limit cost waiting, and nothing else",
        ];
        foreach (string claim in claims)
            Assert.That(run.Output, Does.Match($"ok │ {Regex.Escape(claim)}"));
        Assert.That(run.Output, Does.Contain("250,000 Toman by the API = 2,500,000 Rial paid"));
        // The demo's sandbox has the same seed as this one, and with it the same secrets.
        foreach (string secret in desk.Secrets())
            Assert.That(run.Output, Does.Not.Contain(secret));
        Assert.That(run.Output, Does.Not.Match(LongNumber()));
    }

    [TestCase("--help", "demo")]
    [TestCase("--version", "0.1.0")]
    [TestCase("cards issue --help", "national_code, mobile, birth_date")]
    public async Task Help_and_version_are_there(string arguments, string part)
    {
        ToolRun run = await Tool.Run(arguments.Split(' '));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done));
        Assert.That(run.Output, Does.Contain(part));
    }

    [GeneratedRegex(@"\d{10}")]
    private static partial Regex LongNumber();
}
