using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Vandar.Core.Cli.Demo;
using Vandar.Core.Cli.Issuing;
using Vandar.Core.RateLimiting;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Cli;

/// <summary>The job against a scripted server: what the sandbox would not say.</summary>
public sealed class IssuingJobTests
{
    private const string NotFinal = """{"message":"x","code":"cardholder_request_not_finalize","errors":[]}""";
    private const string Refusal = """{"message":"x","code":"some_code","errors":[]}""";

    private static readonly JournalHeader s_job = new("shop", "bank", "https://api.vandar.io");

    private DemoAssets _assets = null!;
    private Bank _bank = null!;

    private string JournalFile => _assets.JournalFile;

    [SetUp]
    public void Open() => (_assets, _bank) = (DemoAssets.Unpack(), new Bank());

    [TearDown]
    public void Close()
    {
        _assets.Dispose();
        _bank.Dispose();
    }

    [TestCase(200, """{"data":""")]
    [TestCase(404, Refusal)]
    public async Task Caption_that_cannot_be_read_stops_nobody_who_has_a_video(int status, string body)
    {
        _bank.Says("/video-caption", (status, body));

        IssuingResult result = await Run();

        Assert.That(result.State, Is.EqualTo(IssuingState.Issued), result.Text);
        Assert.That(result.Text, Does.Contain("sentence").And.Contain("video_caption"));
    }

    [TestCase(200, """{"data":""")]
    [TestCase(404, Refusal)]
    public async Task Caption_that_cannot_be_read_is_an_error_where_it_is_wanted_and_never_unknown(int status, string body)
    {
        _bank.Says("/video-caption", (status, body));
        File.Delete(Document("authentication_video.mp4"));

        IssuingResult result = await Run(captionsFirst: true);

        Assert.That((result.State, result.CardholderId), Is.EqualTo((IssuingState.Failed, "id-1")), result.Text);
    }

    [Test]
    public async Task Other_word_of_the_bank_is_no_card()
    {
        _bank.Says("/inquiry", (200, """{"data":[{"cardholder_id":"id-1","status":"REJECTED"}]}"""));

        IssuingResult result = await Run();

        Assert.That((result.State, result.Text, result.Card), Is.EqualTo((IssuingState.Processing, "The bank says REJECTED.", (object?)null)));
        Assert.That(await File.ReadAllTextAsync(JournalFile), Does.Not.Contain("Issued"));
    }

    [Test]
    public async Task Registry_that_does_not_answer_is_asked_once_more()
    {
        _bank.Says("/cardholder", (502, Refusal), (200, """{"data":{"cardholder_id":"id-1"}}"""));

        IssuingResult result = await Run();

        Assert.That((result.State, _bank.Asked("/cardholder")), Is.EqualTo((IssuingState.Issued, 2)), result.Text);
    }

    [Test]
    public async Task Create_without_an_answer_is_sent_once_more_per_run_until_it_is_refused()
    {
        _bank.Says("/cardholder", (502, Refusal), (502, Refusal), (502, Refusal), (400, Refusal));

        IssuingResult first = await Run();
        int inFirst = _bank.Asked("/cardholder");
        IssuingResult second = await Run(resume: true);
        int inSecond = _bank.Asked("/cardholder");
        IssuingResult third = await Run(resume: true), fourth = await Run(resume: true);

        Assert.That((inFirst, inSecond, _bank.Asked("/cardholder")), Is.EqualTo((2, 3, 4)));
        Assert.That(
            new[] { first, second, third, fourth }.Select(result => result.State), Has.All.EqualTo(IssuingState.Unknown));
        Assert.That(second.Text, Does.Not.Contain("Needs a person"));
        Assert.That(new[] { third.Text, fourth.Text }, Has.All.Contain("Needs a person"));
    }

    [Test]
    public async Task Create_without_an_answer_is_not_sent_again_with_other_data()
    {
        _bank.Says("/cardholder", (500, Refusal), (200, """{"data":{"cardholder_id":"id-2"}}"""));
        await Run();
        string text = await File.ReadAllTextAsync(_assets.ApplicantsFile);
        await File.WriteAllTextAsync(_assets.ApplicantsFile, text.Replace("09120000001", "09120000009", StringComparison.Ordinal));

        IssuingResult result = await Run(resume: true);

        Assert.That((result.State, _bank.Asked("/cardholder")), Is.EqualTo((IssuingState.Unknown, 1)), result.Text);
        Assert.That(result.Text, Does.Contain("not created again"));
    }

    [TestCase(404, Refusal)]
    [TestCase(403, Refusal)]
    [TestCase(200, "{}")]
    public async Task Finalize_that_no_inquiry_settles_stays_unknown(int status, string body)
    {
        _bank.Says("/finalize", (502, Refusal));
        _bank.Says("/inquiry", (status, body));

        IssuingResult first = await Run(), resumed = await Run(resume: true);

        Assert.That((first.State, resumed.State), Is.EqualTo((IssuingState.Unknown, IssuingState.Unknown)), first.Text + resumed.Text);
        Assert.That(_bank.Asked("/finalize"), Is.EqualTo(1));
    }

    [Test]
    public async Task Finalize_that_an_inquiry_denies_is_tried_again_by_the_next_run()
    {
        _bank.Says("/finalize", (502, Refusal), (200, """{"data":{"cardholder_id":"id-1"}}"""));
        _bank.Says("/inquiry", (400, NotFinal), (400, NotFinal), (200, Bank.Card));

        IssuingResult first = await Run(), resumed = await Run(resume: true);

        Assert.That((first.State, resumed.State), Is.EqualTo((IssuingState.Failed, IssuingState.Issued)), first.Text + resumed.Text);
    }

    [Test]
    public async Task Update_without_an_answer_is_no_unknown_row()
    {
        _bank.Says("/id-1", (200, "{}"));

        Assert.That((await Run()).State, Is.EqualTo(IssuingState.Failed));
    }

    [Test]
    public async Task Document_that_vanishes_is_told_without_its_path()
    {
        _bank.Hears("/id-1", () => File.Delete(Document("signature_photo.png")));

        IssuingResult result = await Run();

        Assert.That((result.State, result.Outcome), Is.EqualTo((IssuingState.Failed, RequestOutcome.NotSent)));
        Assert.That(result.Text, Is.EqualTo("The file signature_photo cannot be read any more (FileNotFoundException)."));
        Assert.That(result.ToString(), Is.EqualTo("line 2 (********16): Failed"));
    }

    [Test]
    public async Task Full_disk_loses_no_answer()
    {
        using CountdownEvent both = new(2);
        FullDisk disk = new(JournalFile);
        _bank.Hears("/cardholder", () =>
        {
            both.Signal();
            both.Wait(TimeSpan.FromSeconds(30));
            disk.IsFull = true;
        });
        using StringWriter alerts = new();
        using IssuingJournal journal = IssuingJournal.Open(disk, JournalFile, s_job, false, TimeProvider.System);

        IReadOnlyList<IssuingResult> results = await Run(journal, TextWriter.Synchronized(alerts), Settings(), applicants: 3);

        Assert.That(results.Select(result => result.State),
            Is.EquivalentTo(new[] { IssuingState.Unknown, IssuingState.Unknown, IssuingState.NotStarted }));
        foreach (IssuingResult result in results.Where(result => result.State is IssuingState.Unknown))
        {
            string kept = FormattableString.Invariant(
                $"Create for line {result.Applicant.Line} was answered: done, cardholder id {result.CardholderId}.");
            Assert.That(result.CardholderId, Does.StartWith("id-"));
            Assert.That(alerts.ToString(), Does.Contain(kept));
            Assert.That(result.Text, Does.Contain(kept));
        }
    }

    [Test]
    public async Task Full_disk_hides_no_card()
    {
        FullDisk disk = new(JournalFile);
        _bank.Hears("/inquiry", () => disk.IsFull = true);
        using IssuingJournal journal = IssuingJournal.Open(disk, JournalFile, s_job, false, TimeProvider.System);

        IssuingResult result = (await Run(journal, TextWriter.Null, Settings(), applicants: 1)).Single();

        Assert.That((result.State, result.Card?.CardNumber), Is.EqualTo((IssuingState.Issued, "6037990000000006")));
        Assert.That(result.Text, Does.Contain("journal"));
    }

    [Test]
    public async Task Stop_does_not_wait_for_a_read()
    {
        using CancellationTokenSource stop = new();
        _bank.Stall("/inquiry", stop.Cancel);
        using IssuingJournal journal = IssuingJournal.Open(JournalFile, s_job, false, TimeProvider.System);

        IssuingResult result = (await Run(journal, TextWriter.Null, Settings(), applicants: 1, stop.Token)).Single();

        Assert.That(result.State, Is.EqualTo(IssuingState.Processing));
    }

    private string Document(string name) => Path.Combine(_assets.DocumentsFolder, "0000000116", name);

    private IssuingSettings Settings(bool captionsFirst = false) => new()
    {
        Provider = "bank", ApplicantsFile = _assets.ApplicantsFile, DocumentsFolder = _assets.DocumentsFolder, JournalFile = JournalFile,
        CaptionsFirst = captionsFirst, Parallel = 2, Wait = TimeSpan.Zero,
    };

    private async Task<IssuingResult> Run(bool resume = false, bool captionsFirst = false)
    {
        using IssuingJournal journal = IssuingJournal.Open(JournalFile, s_job, resume, TimeProvider.System);
        return (await Run(journal, TextWriter.Null, Settings(captionsFirst), applicants: 1)).Single();
    }

    private async Task<IReadOnlyList<IssuingResult>> Run(
        IssuingJournal journal, TextWriter alerts, IssuingSettings settings, int applicants, CancellationToken stop = default)
    {
        using HttpClient http = new(_bank, disposeHandler: false);
        await using VandarClient client = new(
            new VandarClientOptions { Business = "shop", AccessToken = "token", RateLimits = VandarRateLimits.Off, AllowBodyCopies = true },
            http);
        IssuingJob job = new(
            client.Ravand.Cardholders("bank"), settings, journal, new IssuingLines(TextWriter.Null), alerts, new FakeTimeProvider());
        return await job.Run([.. ApplicantFile.Read(_assets.ApplicantsFile).Applicants.Take(applicants)], stop);
    }

    /// <summary>Does everything, but for the paths a test scripts by their end.</summary>
    private sealed class Bank : HttpMessageHandler
    {
        public const string Card =
            """{"data":[{"cardholder_id":"id-1","card_number":"6037990000000006","status":"ISSUED"}]}""";

        private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
        private readonly Dictionary<string, (int Status, string Body)[]> _script = new(StringComparer.Ordinal);
        private readonly Dictionary<string, Action> _listeners = new(StringComparer.Ordinal);
        private string? _stalled;

        /// <summary>The answers, in order; the last one stays.</summary>
        public void Says(string end, params (int Status, string Body)[] answers) => _script[end] = answers;

        public void Hears(string end, Action listener) => _listeners[end] = listener;

        /// <summary>Hears, and never answers.</summary>
        public void Stall(string end, Action listener)
        {
            Hears(end, listener);
            _stalled = end;
        }

        public int Asked(string end) => _asked.GetValueOrDefault(end);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is { } content)
                await content.CopyToAsync(new WireStream(new MemoryStream()), cancellationToken);
            string path = request.RequestUri!.AbsolutePath, end = path[path.LastIndexOf('/')..];
            int number = _asked.AddOrUpdate(end, 1, (_, asked) => asked + 1);
            if (_listeners.TryGetValue(end, out Action? listener))
                await Task.Run(listener, CancellationToken.None);
            if (end == _stalled)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            string standard = end switch
            {
                "/inquiry" => Card,
                "/cardholder" => "{\"data\":{\"cardholder_id\":\"id-" + number.ToString(CultureInfo.InvariantCulture) + "\"}}",
                "/video-caption" => """{"data":{"caption":"words"}}""",
                _ => """{"data":{"cardholder_id":"id-1"}}""",
            };
            (int status, string body) = _script.TryGetValue(end, out var answers) ? answers[Math.Min(number, answers.Length) - 1] : (200, standard);
            return new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }

    /// <summary>A journal's file on a disk that runs full.</summary>
    private sealed class FullDisk(string path) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0)
    {
        public bool IsFull { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (IsFull)
                throw new IOException("No space left on device");
            base.Write(buffer);
        }
    }
}
