using System.Runtime.Versioning;
using Vandar.Core.Cli;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Cli;

/// <summary>The command as a process, against a sandbox over real HTTP.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class CardsIssueTests
{
    [Test, UnsupportedOSPlatform("windows")]
    public async Task Every_applicant_gets_a_card_and_the_console_shows_no_secret()
    {
        await using Desk desk = await Desk.Open(applicants: 3);

        ToolRun run = await Tool.Run(desk.Command());

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Console);
        Assert.That(run.Output, Does.Contain("3 issued"));
        Assert.That(desk.Created(), Has.Length.EqualTo(3).And.Unique);
        Assert.That(desk.Executed("ravand.cardholders.upload").Count(), Is.EqualTo(15));
        Assert.That(desk.Cards().Select(row => row["card_number"]).ToArray(), Has.Length.EqualTo(3).And.Unique.And.All.Length.EqualTo(16));
        Assert.That(desk.Cards().Select(row => row["video_caption"]), Has.All.Not.Empty);
        Assert.That(File.GetUnixFileMode(desk.Output), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        foreach (string secret in desk.Secrets())
            Assert.That(run.Console, Does.Not.Contain(secret));
        foreach (string secret in desk.Secrets())
            Assert.That(await File.ReadAllTextAsync(desk.Journal), Does.Not.Contain(secret));
    }

    // The answer to the n-th such request is lost and the process killed; then the run is resumed. What can be settled is settled.
    [TestCase("/upload", 7, true)]
    [TestCase("/upload", 7, false)]
    [TestCase("/upload", 10, false)]
    [TestCase("/finalize", 1, true)]
    public async Task Killed_run_resumes_to_all_cards_without_a_second_create(string step, int number, bool secondUploadReplaces)
    {
        await using Desk desk = await Desk.Open(3, new SandboxSwitches { SecondUploadReplaces = secondUploadReplaces });
        await using AnswerGate gate = await KillAt(desk, step, number);

        ToolRun resumed = await Tool.Run(desk.Command("--resume"));

        Assert.That(resumed.ExitCode, Is.EqualTo(ExitCode.Done), resumed.Console);
        Assert.That(desk.Created(), Has.Length.EqualTo(3).And.Unique);
        Assert.That(desk.Executed("ravand.cardholders.finalize").ToArray(), Has.Length.EqualTo(3).And.Unique);
        Assert.That(desk.Cards().Select(row => row["state"]).ToArray(), Has.Length.EqualTo(3).And.All.EqualTo("Issued"));
    }

    [Test]
    public async Task Lost_answer_to_create_goes_to_a_person_and_the_id_they_bring_finishes_it()
    {
        await using Desk desk = await Desk.Open(applicants: 3);
        await using AnswerGate gate = await KillAt(desk, "/cardholder", 2);

        ToolRun resumed = await Tool.Run(desk.Command("--resume"));

        Assert.That(resumed.ExitCode, Is.EqualTo(ExitCode.SomeUnknown), resumed.Console);
        Assert.That(resumed.Output, Does.Contain("2 issued").And.Contain("1 unknown").And.Contain("Needs a person"));
        Assert.That(resumed.Output, Does.Contain("ravand.cardholders.create: 400"), "the one more create was refused");
        Assert.That(desk.Created(), Has.Length.EqualTo(3).And.Unique);

        string[] lines = await File.ReadAllLinesAsync(desk.Applicants);
        string[] ids = ["cardholder_id", "", desk.Created()[1], ""];
        await File.WriteAllLinesAsync(desk.Applicants, lines.Zip(ids, (line, id) => $"{line},{id}"));
        ToolRun finished = await Tool.Run(desk.Command("--resume"));

        Assert.That(finished.ExitCode, Is.EqualTo(ExitCode.Done), finished.Console);
        Assert.That(desk.Created(), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task Id_of_somebody_else_is_a_bad_row()
    {
        await using Desk desk = await Desk.Open(applicants: 2);
        await Tool.Run(desk.Command());
        string[] lines = await File.ReadAllLinesAsync(desk.Applicants);
        await File.WriteAllLinesAsync(desk.Applicants, [$"{lines[0]},cardholder_id", $"{lines[1]},", $"{lines[2]},{desk.Created()[0]}x"]);
        int requests = desk.Sandbox.Requests;

        ToolRun run = await Tool.Run(desk.Command("--resume"));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.SomeFailed), run.Console);
        Assert.That(run.Output, Does.Contain("The journal holds another id").And.Contain("1 issued").And.Contain("1 bad rows"));
        Assert.That(desk.Sandbox.Requests, Is.EqualTo(requests + 1), "one inquiry for the good row");
    }

    [Test, UnsupportedOSPlatform("windows")]
    public async Task Interrupted_run_ends_its_step_and_resumes()
    {
        await using Desk desk = await Desk.Open(applicants: 2);
        await using AnswerGate gate = await AnswerGate.Start(desk.Sandbox.BaseAddress, "/upload", 2);
        desk.PointAt(gate.Address);
        using Tool tool = Tool.Start(desk.Command("--parallel", "1"));
        await gate.Reached;
        string? heard = await tool.Interrupt();
        gate.Open();
        ToolRun run = await tool.End();

        Assert.That(heard, Does.StartWith("Stopping"));
        Assert.That((run.ExitCode, desk.Created().Length), Is.EqualTo((ExitCode.Interrupted, 1)), run.Console);
        Assert.That(run.Error, Does.Contain("--resume"));
        Assert.That(desk.Executed("ravand.cardholders.upload").Count(), Is.EqualTo(2), "the upload in flight was the last one");

        ToolRun resumed = await Tool.Run(desk.Command("--resume"));

        Assert.That(resumed.ExitCode, Is.EqualTo(ExitCode.Done), resumed.Console);
        Assert.That(desk.Created(), Has.Length.EqualTo(2).And.Unique);
        Assert.That(desk.Executed("ravand.cardholders.upload").Count(), Is.EqualTo(10), "what had arrived was not sent again");
    }

    [Test]
    public async Task Applicants_without_a_video_wait_for_it_and_finish_with_resume()
    {
        await using Desk desk = await Desk.Open(applicants: 1);
        string video = Directory.GetFiles(desk.Documents, "authentication_video.mp4", SearchOption.AllDirectories).Order().First();
        File.Move(video, desk.In("later.mp4"));

        ToolRun first = await Tool.Run(desk.Command("--captions-first"));
        File.Move(desk.In("later.mp4"), video);
        ToolRun second = await Tool.Run(desk.Command("--captions-first", "--resume"));

        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((ExitCode.SomeFailed, ExitCode.Done)), first.Console + second.Console);
        Assert.That(first.Output, Does.Contain("AwaitingVideo").And.Contain("درخواست صدور کارت"));
        Assert.That((desk.Created().Length, desk.Executed("ravand.cardholders.upload").Count()), Is.EqualTo((1, 5)));
    }

    [Test]
    public async Task One_failure_stops_nobody_else()
    {
        await using Desk desk = await Desk.Open(applicants: 4);
        string[] lines = await File.ReadAllLinesAsync(desk.Applicants);
        lines[1] = lines[1].Replace("09120000001", "0912000" + SandboxApplicants.MismatchedMobileEnding, StringComparison.Ordinal);
        lines[2] = lines[2].Replace("0000000221", "0000000222", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(desk.Applicants, lines);
        string signature = Directory.GetFiles(desk.Documents, "signature_photo.png", SearchOption.AllDirectories).Order().ElementAt(2);
        await File.WriteAllTextAsync(signature, "this is no picture");

        ToolRun run = await Tool.Run(desk.Command());

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.SomeFailed), run.Console);
        Assert.That(run.Output, Does.Contain("1 issued, 0 with the bank, 0 awaiting a video, 2 failed, 0 unknown, 0 not started, 1 bad"));
        Assert.That(run.Output, Does.Contain("Rejected: ravand.cardholders.create: 400").And.Contain("NotSent: signature_photo"));
        Assert.That(desk.Created(), Has.Length.EqualTo(1), "files are looked at before anything is sent");
    }

    [Test]
    public async Task Second_run_without_resume_sends_nothing()
    {
        await using Desk desk = await Desk.Open(applicants: 1);
        await Tool.Run(desk.Command());
        int requests = desk.Sandbox.Requests;

        ToolRun again = await Tool.Run(desk.Command());

        Assert.That((again.ExitCode, desk.Sandbox.Requests), Is.EqualTo((ExitCode.BadInput, requests)), again.Console);
        Assert.That(again.Error, Does.Contain("--resume"));
    }

    [TestCase("--provider", "--provider")]
    [TestCase("--parallel", "1 to 16")]
    [TestCase("--wait", "10m")]
    [TestCase("columns", "lacks the columns mobile")]
    [TestCase("folder", "There is no folder")]
    [TestCase("rows", "no row that can be sent")]
    [TestCase("id ..", "dot segment")]
    [TestCase("id a\u0001b", "cardholder_id")]
    [TestCase("output", "--output would replace")]
    [TestCase("empty --applicants", "--applicants must not be empty")]
    [TestCase("empty --documents", "--documents must not be empty")]
    [TestCase("empty --journal", "--journal must not be empty")]
    [TestCase("empty --output", "--output must not be empty")]
    [TestCase("empty --credentials", "--credentials must not be empty")]
    [TestCase("empty --token-store", "--token-store must not be empty")]
    public async Task Bad_input_is_explained_and_nothing_is_sent(string what, string explanation)
    {
        await using Desk desk = await Desk.Open(applicants: 1);
        string[] command = desk.Command();
        switch (what)
        {
            case "--provider":
                command = [.. command.Where(argument => argument is not ("--provider" or "sample-bank"))];
                break;
            case "columns":
                await Change(desk.Applicants, "mobile", "phone");
                break;
            case "rows":
                await Change(desk.Applicants, "0000000116", "1");
                break;
            case "output":
                command = [.. command.Select(argument => argument == desk.Output ? desk.Journal : argument)];
                break;
            case "folder":
                command = [.. command.Select(argument => argument == desk.Documents ? desk.In("nowhere") : argument)];
                break;
            case { } empty when empty.StartsWith("empty ", StringComparison.Ordinal):
                string option = what.Split(' ')[1];
                int at = Array.IndexOf(command, option);
                command = at < 0 ? [.. command, option, ""] : [.. command[..at], option, "", .. command[(at + 2)..]];
                break;
            case { } id when id.StartsWith("id ", StringComparison.Ordinal):
                string[] rows = await File.ReadAllLinesAsync(desk.Applicants);
                await File.WriteAllLinesAsync(desk.Applicants, [$"{rows[0]},cardholder_id", $"{rows[1]},{id[3..]}"]);
                break;
            default:
                command = [.. command, what, "99"];
                break;
        }

        ToolRun run = await Tool.Run(command);

        Assert.That((run.ExitCode, desk.Sandbox.Requests), Is.EqualTo((ExitCode.BadInput, 0)), run.Console);
        Assert.That(run.Console, Does.Contain(explanation));
        Assert.That(File.Exists(desk.Journal), Is.False);
    }

    [TestCase("credentials", "VANDAR_REFRESH_TOKEN")]
    [TestCase("tokens", "dashboard")]
    [TestCase("network", "NotSent")]
    public async Task Where_nothing_can_be_sent_the_exit_code_says_so(string what, string explanation)
    {
        await using Desk desk = await Desk.Open(applicants: 1);
        if (what == "credentials")
            await File.WriteAllTextAsync(desk.Credentials, "VANDAR_BUSINESS=sample-shop\n");
        else if (what == "tokens")
            desk.PointAt(desk.Sandbox.BaseAddress, accessToken: "dead");
        else
            await desk.Sandbox.DisposeAsync();

        ToolRun run = await Tool.Run(desk.Command());

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.NothingSent), run.Console);
        Assert.That(run.Console, Does.Contain(explanation));
        Assert.That(desk.Created(), Is.Empty);
    }

    private static async Task Change(string file, string old, string replacement) =>
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace(old, replacement, StringComparison.Ordinal));

    /// <summary>Kills a run while an answer is held back; the gate stays, as the resumed run has to see the same server.</summary>
    private static async Task<AnswerGate> KillAt(Desk desk, string step, int number)
    {
        AnswerGate gate = await AnswerGate.Start(desk.Sandbox.BaseAddress, step, number);
        desk.PointAt(gate.Address);
        using Tool tool = Tool.Start(desk.Command("--parallel", "1"));
        await gate.Reached;
        await tool.Kill();
        return gate;
    }
}
