using Vandar.Core.Cli;

namespace Vandar.Core.Tests.Cli;

/// <summary><c>vandar chaos</c> in a process of its own, small.</summary>
internal sealed class ChaosTests
{
    [Test]
    [CancelAfter(120_000)]
    public async Task A_thousand_calls_move_their_money_once()
    {
        ToolRun run = await Tool.Run("chaos", "--operations", "1000", "--faults", "30", "--seed", "7");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Console);
        Assert.That(LastLine(run), Does.Match("^operations=1000 faults=[1-9][0-9]* duplicates=0 lost=0 unknown=[1-9][0-9]* resolved=[1-9][0-9]* seed=7$"));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Two_processes_share_a_token_file_and_one_is_killed()
    {
        ToolRun run = await Tool.Run("chaos", "--operations", "1200", "--faults", "30", "--seed", "3", "--processes", "2");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Console);
        Assert.That(run.Output, Does.Contain("1 processes killed"));
        Assert.That(LastLine(run), Does.Match("^operations=1200 faults=[1-9][0-9]* duplicates=0 lost=0 unknown=[1-9][0-9]* resolved=[1-9][0-9]* seed=3$"));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task An_interrupt_ends_it()
    {
        using Tool tool = Tool.Start("chaos", "--operations", "1000000");
        Assert.That(await tool.NextError(), Is.EqualTo("1000000 operations, 30 % faults, seed 1"));

        string? heard = await tool.Interrupt();
        ToolRun run = await tool.End();

        Assert.That((heard, run.ExitCode), Is.EqualTo(("Stopping after the steps in flight; once more stops at once.", ExitCode.Interrupted)), run.Console);
        Assert.That(run.Output, Does.Not.Contain("operations="));
    }

    [TestCase("--operations", "0")]
    [TestCase("--operations", "10000001")]
    [TestCase("--faults", "101")]
    [TestCase("--faults", "-1")]
    [TestCase("--seed", "x")]
    [TestCase("--processes", "9")]
    [TestCase("--processes", "0")]
    [TestCase("--callers", "0")]
    [CancelAfter(60_000)]
    public async Task A_bad_argument_is_one_clear_line(string option, string value)
    {
        ToolRun run = await Tool.Run("chaos", option, value);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput));
        Assert.That(run.Error.Trim(), Does.StartWith($"{option} takes a whole number from ").And.Not.Contain("\n"), run.Console);
    }

    private static string LastLine(ToolRun run) => run.Output.TrimEnd().Split('\n')[^1].TrimEnd();
}
