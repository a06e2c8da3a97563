using Microsoft.Extensions.Time.Testing;
using Vandar.Core.Cli;
using Vandar.Core.Cli.Issuing;

namespace Vandar.Core.Tests.Cli;

public sealed class IssuingJournalTests
{
    private static readonly JournalHeader s_job = new("shop", "bank", "https://api.vandar.io");
    private static readonly NationalCode s_code = NationalCode.Parse("0000000116");

    private string _folder = "";

    private string JournalFile => Path.Combine(_folder, "journal");

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("journal").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Resumed_journal_knows_what_was_done()
    {
        string key;
        using (IssuingJournal journal = Open())
        {
            key = journal.Key(s_code);
            journal.Append(new JournalLine(key, JournalStep.Create, JournalState.Intent));
            journal.Append(new JournalLine(key, JournalStep.Create, JournalState.Done) { CardholderId = "id-1" });
            journal.Append(new JournalLine(key, JournalStep.Upload, JournalState.Done)
            {
                Document = "applicant_photo", Fingerprint = "ab",
            });
            journal.Append(new JournalLine(key, JournalStep.Upload, JournalState.Intent) { Document = "signature_photo" });
        }

        using IssuingJournal resumed = Open(resume: true);
        ApplicantHistory history = resumed.History(resumed.Key(s_code));

        Assert.That((resumed.Key(s_code), history.CardholderId, history.Next(null)), Is.EqualTo((key, "id-1", NextStep.Complete)));
        Assert.That(history.Uploaded, Is.EquivalentTo(new[] { KeyValuePair.Create("applicant_photo", "ab") }));
        Assert.That(history.UnclearUploads, Is.EquivalentTo(new[] { "signature_photo" }));
    }

    [Test]
    public void National_code_stands_nowhere_and_keys_differ_between_journals()
    {
        using IssuingJournal journal = Open(), other = IssuingJournal.Open(JournalFile + "2", s_job, false, TimeProvider.System);
        journal.Append(new JournalLine(journal.Key(s_code), JournalStep.Create, JournalState.Intent));
        journal.Dispose();

        Assert.That(File.ReadAllText(JournalFile), Does.Not.Contain(s_code.Value));
        Assert.That(journal.Key(s_code), Is.Not.EqualTo(other.Key(s_code)));
    }

    [Test, System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void File_is_for_its_owner_alone()
    {
        using IssuingJournal journal = Open();

        Assert.That(File.GetUnixFileMode(JournalFile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void Broken_off_last_line_is_dropped_and_its_intent_stays_unclear()
    {
        WriteIntentAnd("{\"applicant\":\"KEY\",\"step\":\"Create\",\"state\":\"Done\",\"cardholder_id\":\"id");

        using (IssuingJournal resumed = Open(resume: true))
        {
            Assert.That(resumed.WasTorn, Is.True);
            Assert.That(resumed.History(resumed.Key(s_code)).Next(null), Is.EqualTo(NextStep.CreateAgain));
            resumed.Append(new JournalLine("another", JournalStep.Create, JournalState.Done) { CardholderId = "id-2" });
        }

        using IssuingJournal again = Open(resume: true);
        Assert.That((again.WasTorn, again.History("another").CardholderId), Is.EqualTo((false, "id-2")));
    }

    [TestCase("{\"applicant\":\"x\",\"step\":\"Dance\",\"state\":\"Done\"}\n")]
    [TestCase("not json\n")]
    [TestCase("{\"step\":\"Create\"}\n")]
    public void Damaged_whole_line_stops_the_run(string line)
    {
        WriteIntentAnd(line);

        Assert.That(() => Open(resume: true), Throws.TypeOf<CommandFailedException>().With.Message.Contains("Line 3"));
    }

    [Test]
    public void Journal_of_an_earlier_run_needs_resume()
    {
        Open().Dispose();

        Assert.That(() => Open(), Throws.TypeOf<CommandFailedException>()
            .With.Property("ExitCode").EqualTo(ExitCode.BadInput).And.Message.Contains("--resume"));
    }

    [Test]
    public void Resume_needs_a_journal()
    {
        Assert.That(() => Open(resume: true), Throws.TypeOf<CommandFailedException>().With.Message.Contains("without --resume"));
        Assert.That(File.Exists(JournalFile), Is.False);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Header_that_never_reached_the_disk_counts_as_no_run(bool resume)
    {
        File.WriteAllText(JournalFile, "{\"business\":\"sh");

        using (IssuingJournal journal = Open(resume))
        {
            Assert.That(journal.History(journal.Key(s_code)).Next(null), Is.EqualTo(NextStep.Create));
            journal.Append(new JournalLine(journal.Key(s_code), JournalStep.Create, JournalState.Intent));
        }

        using IssuingJournal again = Open(resume: true);
        Assert.That(again.History(again.Key(s_code)).Next(null), Is.EqualTo(NextStep.CreateAgain));
    }

    [TestCase("other", "bank", "https://api.vandar.io")]
    [TestCase("shop", "other", "https://api.vandar.io")]
    [TestCase("shop", "bank", "http://127.0.0.1:5000")]
    public void Journal_of_another_job_is_refused(string business, string provider, string server)
    {
        Open().Dispose();

        Assert.That(() => IssuingJournal.Open(JournalFile, new JournalHeader(business, provider, server), true, TimeProvider.System),
            Throws.TypeOf<CommandFailedException>().With.Message.Contains("another job"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Two_runs_cannot_share_a_journal(bool resume)
    {
        using IssuingJournal held = Open();

        Assert.That(() => Open(resume), Throws.TypeOf<CommandFailedException>().With.Message.Contains("another run"));
    }

    // What each step left, in order, and where a resumed run goes on. C, F: create, finalize; i, d: intent, done; n, r, u: failed with the
    // outcome NotSent, Rejected, Unknown; k: rejected with a 400; I: issued.
    [TestCase("", null, NextStep.Create)]
    [TestCase("Ci", null, NextStep.CreateAgain)]
    [TestCase("Ci Cu", null, NextStep.CreateAgain)]
    [TestCase("Ci Cu Ci Cu", null, NextStep.CreateAgain)]
    [TestCase("Ci Cu Ci Cn", null, NextStep.CreateAgain)]
    [TestCase("Ci Cu Ci Cr", null, NextStep.CreateAgain)]
    [TestCase("Ci Cu Ci Cr Ci Ck", null, NextStep.AskPerson)]
    [TestCase("Ci Cu Ci Ck", null, NextStep.AskPerson)]
    [TestCase("Ci Ci Ck", null, NextStep.AskPerson)]
    [TestCase("Ci Ci Ck", "id", NextStep.AskWhetherFinal)]
    [TestCase("Ci Cu Ci Cd", null, NextStep.Complete)]
    [TestCase("Ci Ck", null, NextStep.Create)]
    [TestCase("Ci Ck Ci Ck", null, NextStep.Create)]
    [TestCase("Ci Cn", null, NextStep.Create)]
    [TestCase("Ci Cr", null, NextStep.Create)]
    [TestCase("Ci Cr Ci", null, NextStep.CreateAgain)]
    [TestCase("Ci Cd", null, NextStep.Complete)]
    [TestCase("Ci Cd Fi", null, NextStep.AskWhetherFinal)]
    [TestCase("Ci Cd Fi Fu", null, NextStep.AskWhetherFinal)]
    [TestCase("Ci Cd Fi Fr", null, NextStep.Complete)]
    [TestCase("Ci Cd Fi Fn", null, NextStep.Complete)]
    [TestCase("Ci Cd Fi Fd", null, NextStep.Inquire)]
    [TestCase("Ci Cd Fi I", null, NextStep.Inquire)]
    [TestCase("Ci", "id", NextStep.AskWhetherFinal)]
    [TestCase("", "id", NextStep.AskWhetherFinal)]
    [TestCase("Ci Cd", "id", NextStep.Complete)]
    public void Resumed_run_goes_on_where_it_is_safe(string steps, string? givenId, object expected)
    {
        ApplicantHistory history = steps.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(ApplicantHistory.None, (known, step) => known.With(Line(step)));

        Assert.That(history.Next(givenId), Is.EqualTo(expected));
    }

    private static JournalLine Line(string step) => new(
        "key",
        step[0] switch { 'C' => JournalStep.Create, 'F' => JournalStep.Finalize, _ => JournalStep.Issued },
        step[^1] switch { 'i' => JournalState.Intent, 'd' or 'I' => JournalState.Done, _ => JournalState.Failed })
    {
        CardholderId = step == "Cd" ? "id-1" : null,
        Outcome = step[^1] switch
        {
            'n' => RequestOutcome.NotSent, 'r' or 'k' => RequestOutcome.Rejected, 'u' => RequestOutcome.Unknown, _ => null,
        },
        Status = step[^1] switch { 'r' => 403, 'k' => 400, 'u' => 502, _ => null },
    };

    private IssuingJournal Open(bool resume = false) => IssuingJournal.Open(JournalFile, s_job, resume, new FakeTimeProvider());

    private void WriteIntentAnd(string text)
    {
        using (IssuingJournal journal = Open())
            journal.Append(new JournalLine(journal.Key(s_code), JournalStep.Create, JournalState.Intent));
        File.AppendAllText(JournalFile, text);
    }
}
