using Vandar.Core.Ravand;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>Uploads whose file, or whose caller, gives up before the end.</summary>
[Category("L7")]
internal sealed class UploadTests
{
    private const int Size = 1_024 * 1_024;
    private const int Piece = 64 * 1_024;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Test]
    public void L7_A_file_that_cannot_be_read_twice_is_refused_at_once() =>
        Assert.That(() => VandarFile.From(new Source { Seekable = false }, "photo.jpg", "image/jpeg"), Throws.ArgumentException);

    [Test, CancelAfter(60_000)]
    public async Task L7_A_file_of_unknown_length_is_refused_before_anything_is_sent(CancellationToken cancellationToken)
    {
        await using Uploading upload = new(new() { HasLength = false });

        await upload.Witness.Fails<ArgumentException>(() => upload.Send(cancellationToken));

        Assert.That(upload.Server.Accepted, Is.Zero);
    }

    [Test, CancelAfter(60_000)]
    public async Task L7_A_file_that_fails_while_it_is_sent_is_not_executed_and_unknown(
        [Values(0, Size / 2, Size - 1)] int failsAt, CancellationToken cancellationToken)
    {
        await using Uploading upload = new(new() { FailsAt = failsAt });

        VandarTransportException failure = await upload.Witness.Fails<VandarTransportException>(() => upload.Send(cancellationToken));
        await upload.DisposeServer();

        Assert.That((failure.Outcome, failure.Stage, failure.Attempts), Is.EqualTo((RequestOutcome.Unknown, RequestStage.Sending, 1)));
        Assert.That(failure.Message, Does.Contain("the file cannot be read to its end (IOException)"));
        Assert.That(upload.Server.Executed, Is.Zero);
        Assert.That(upload.Progress, Is.Ordered.Ascending);
        Assert.That(upload.Progress, Is.All.LessThanOrEqualTo(failsAt));
    }

    [Test, CancelAfter(60_000)]
    public async Task L7_A_file_that_falls_silent_ends_with_the_limit_of_the_call(
        [Values] bool listensToItsToken, CancellationToken cancellationToken)
    {
        await using Uploading upload = new(new() { StallsAt = Size / 2, ListensToItsToken = listensToItsToken });
        Task<object?> sent = upload.Send(cancellationToken);
        await upload.Source.Stalled.Task.WaitAsync(cancellationToken);

        upload.Time.Advance(s_limit);
        VandarTransportException failure = await upload.Witness.Fails<VandarTransportException>(() => sent.WaitAsync(cancellationToken));
        upload.Source.GoOn.SetResult();
        await upload.DisposeServer();

        Assert.That((failure.IsTimeout, failure.Outcome, failure.Stage), Is.EqualTo((true, RequestOutcome.Unknown, RequestStage.Sending)));
        Assert.That(upload.Server.Executed, Is.Zero);
    }

    [Test, CancelAfter(60_000)]
    public async Task L7_An_upload_that_is_cancelled_on_its_way_is_not_executed([Values(0, 50, 99)] int percent, CancellationToken cancellationToken)
    {
        using CancellationTokenSource caller = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // The last piece but one is as near to the end as a cancellation can be heard of.
        int cancelsAt = Math.Min(Size / 100 * percent, Size - Piece);
        await using Uploading upload = new(new() { BeforeRead = position => CancelAt(0, position) });
        upload.OnProgress = sent => CancelAt(1, sent);

        OperationCanceledException failure = await upload.Witness.Fails<OperationCanceledException>(() => upload.Send(caller.Token));
        await upload.DisposeServer();

        Assert.That((failure.CancellationToken, VandarException.OutcomeOf(failure)), Is.EqualTo((caller.Token, RequestOutcome.Unknown)));
        Assert.That(upload.Server.Executed, Is.Zero);
        Assert.That(upload.Progress, Is.Ordered.Ascending);
        Assert.That(upload.Progress, Is.All.LessThan(Size));
        Assert.That(upload.Progress.LastOrDefault(), Is.GreaterThanOrEqualTo(cancelsAt));

        void CancelAt(int least, long position)
        {
            if (position >= least && position >= cancelsAt)
                caller.Cancel();
        }
    }

    /// <summary>An upload of a mebibyte to a server that would execute it.</summary>
    private sealed class Uploading : IProgress<long>, IAsyncDisposable
    {
        private readonly VandarClient _client;

        internal Uploading(Source source)
        {
            Source = source;
            Server = new(RawServer.Always(RawServer.Answer(200, ClassCall.Of('U').Answer)));
            _client = new(Witness.Options with { Hosts = VandarHosts.At(Server.Address), TimeProvider = Time, Timeout = s_limit });
        }

        internal Witness Witness { get; } = new();
        internal TestTime Time { get; } = new();
        internal RawServer Server { get; }
        internal Source Source { get; }
        internal List<long> Progress { get; } = [];
        internal Action<long>? OnProgress { get; set; }

        internal async Task<object?> Send(CancellationToken cancellationToken) =>
            await _client.Ravand.Cardholders("sample-bank").Upload(
                "4f9c2b", DocumentType.ApplicantPhoto, VandarFile.From(Source, "photo.jpg", "image/jpeg"), this, null, cancellationToken);

        /// <summary>Afterwards nothing more can be executed.</summary>
        internal async Task DisposeServer()
        {
            await _client.DisposeAsync();
            await Server.DisposeAsync();
        }

        public void Report(long value)
        {
            Progress.Add(value);
            OnProgress?.Invoke(value);
        }

        public async ValueTask DisposeAsync()
        {
            await DisposeServer();
            Witness.Dispose();
        }
    }

    /// <summary>A picture whose stream does what a test says.</summary>
    private sealed class Source() : MemoryStream([.. Witness.Document, .. new byte[Size - Witness.Document.Length]])
    {
        internal bool Seekable { get; init; } = true;
        internal bool HasLength { get; init; } = true;
        internal int FailsAt { get; init; } = int.MaxValue;
        internal int StallsAt { get; init; } = int.MaxValue;
        internal bool ListensToItsToken { get; init; }
        internal Action<long>? BeforeRead { get; init; }
        internal TaskCompletionSource Stalled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        internal TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CanSeek => Seekable;

        public override long Length => HasLength ? base.Length : throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            BeforeRead?.Invoke(Position);
            if (Position >= FailsAt)
                throw new IOException($"The process cannot read '/scans/{Witness.NationalCode}.jpg'.");
            if (Position >= StallsAt)
            {
                Stalled.TrySetResult();
                await GoOn.Task.WaitAsync(ListensToItsToken ? cancellationToken : CancellationToken.None);
            }
            long left = Math.Min(Math.Min(FailsAt, StallsAt), base.Length) - Position;
            return await base.ReadAsync(buffer[..(int)Math.Min(buffer.Length, Math.Max(left, 1))], cancellationToken);
        }
    }
}
