using System.Collections.Concurrent;
using Spectre.Console;

namespace Vandar.Core.Cli.Issuing;

/// <summary>Told how a job goes on, from many threads.</summary>
internal interface IIssuingProgress
{
    void Step(Applicant applicant, string step);

    /// <summary>A document is about to go out; told how many of its bytes have gone.</summary>
    IProgress<long> Upload(Applicant applicant, string document, long length);

    void Ended(IssuingResult result);

    void Awaiting(int applicants);
}

/// <summary>For a terminal: one bar for the job, and one for each applicant on the way, in bytes while a document goes out.</summary>
internal sealed class IssuingBars(ProgressContext context, int applicants) : IIssuingProgress
{
    private const string InBytes = "in bytes";

    private readonly ProgressTask _job = context.AddTask("Applicants", maxValue: applicants);
    private readonly ConcurrentDictionary<int, ProgressTask> _bars = [];

    public static Progress Columns(IAnsiConsole console) => console.Progress().AutoClear(true).Columns(
        new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ValueColumn(), new SpinnerColumn());

    public void Step(Applicant applicant, string step)
    {
        ProgressTask bar = Bar(applicant);
        bar.Description = Markup.Escape($"  {applicant}: {step}");
        bar.IsIndeterminate = true;
    }

    public IProgress<long> Upload(Applicant applicant, string document, long length)
    {
        ProgressTask bar = Bar(applicant);
        bar.Description = Markup.Escape($"  {applicant}: {document}");
        bar.Value = 0;
        bar.MaxValue = length;
        bar.IsIndeterminate = false;
        bar.State.Update<bool>(InBytes, _ => true);
        return new SentBytes(bar);
    }

    public void Ended(IssuingResult result)
    {
        if (_bars.TryRemove(result.Applicant.Line, out ProgressTask? bar))
            context.RemoveTask(bar);
        if (result.State is not IssuingState.Processing)
            _job.Increment(1);
    }

    public void Awaiting(int applicants) =>
        _job.Description = FormattableString.Invariant($"Applicants; the bank is at work on {applicants}");

    private ProgressTask Bar(Applicant applicant) => _bars.GetOrAdd(applicant.Line, _ => context.AddTask(Markup.Escape($"  {applicant}")));

    private sealed class SentBytes(ProgressTask bar) : IProgress<long>
    {
        public void Report(long value) => bar.Value = value;
    }

    /// <summary>Applicants as a count, documents in kilobytes.</summary>
    private sealed class ValueColumn : ProgressColumn
    {
        public override Spectre.Console.Rendering.IRenderable Render(
            Spectre.Console.Rendering.RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(
                task.IsIndeterminate ? ""
                : task.State.Get<bool>(InBytes)
                    ? FormattableString.Invariant($"{task.Value / 1024:0.0}/{task.MaxValue / 1024:0.0} KB")
                    : FormattableString.Invariant($"{task.Value:0}/{task.MaxValue:0}"));
    }
}

/// <summary>For a file or a pipe: one line for each end.</summary>
internal sealed class IssuingLines(TextWriter output) : IIssuingProgress, IProgress<long>
{
    private readonly Lock _gate = new();

    public void Step(Applicant applicant, string step)
    {
    }

    public IProgress<long> Upload(Applicant applicant, string document, long length) => this;

    public void Report(long value)
    {
    }

    public void Ended(IssuingResult result) => Write($"{result.Applicant}: {result.State}. {result.Text}");

    public void Awaiting(int applicants) => Write(FormattableString.Invariant($"Waiting for the bank: {applicants}"));

    private void Write(string line)
    {
        lock (_gate)
            output.WriteLine(line);
    }
}
