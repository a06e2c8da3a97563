using System.Net;
using System.Net.Sockets;

namespace Vandar.Core.Cli.Chaos;

/// <summary>The last handler before the platform's: marks each request with its intent, asks the sandbox for the fault it is to meet, and counts.</summary>
internal sealed class MarkingHandler(HttpMessageHandler inner, int seed, int faults) : DelegatingHandler(inner)
{
    private const string IntentHeader = "X-Sandbox-Intent";
    private const string FaultHeader = "X-Sandbox-Fault";
    private const int RefreshSalt = 13;

    private int _inFlight;
    private int _refreshes;
    private int _refusals;

    /// <summary>Refreshes that were refused although their token was good.</summary>
    public int RefusedRefreshes => Volatile.Read(ref _refusals);

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>From now on nothing fails.</summary>
    public bool IsMended { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Intent? intent = Intent.Current;
        bool isRefresh = request.RequestUri!.AbsolutePath.EndsWith("/refreshtoken", StringComparison.Ordinal);
        string? fault = IsMended ? null : isRefresh ? FaultOfRefresh() : intent?.NextFault();
        Set(request, FaultHeader, fault ?? "none");
        if (intent is not null)
            Set(request, IntentHeader, intent.Mark);
        Interlocked.Increment(ref _inFlight);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private string? FaultOfRefresh()
    {
        Dice dice = Dice.Of(seed, Interlocked.Increment(ref _refreshes), RefreshSalt);
        string? fault = dice.Hits(faults) ? FaultMenu.DrawForRefresh(ref dice) : null;
        if (FaultMenu.IsRefusalOfToken(fault))
            Interlocked.Increment(ref _refusals);
        return fault;
    }

    // A request that is sent again has them already.
    private static void Set(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }
}

/// <summary>What some application around the library does: sends whatever failed three times.</summary>
internal sealed class NaiveRetryHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int Tries = 3;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
                if (response.StatusCode < HttpStatusCode.InternalServerError || attempt == Tries)
                    return response;
                response.Dispose();
            }
            catch (Exception e) when (e is HttpRequestException or IOException && attempt < Tries)
            {
                // And once more.
            }
        }
    }
}

/// <summary>What some application around the library does: loses patience with a request, and lets it run on behind everybody's back.</summary>
internal sealed class ImpatientHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly HashSet<Task> _abandoned = [];
    private CancellationTokenSource _hangUp = new();

    /// <summary>Waits for the requests that were left to themselves, and hangs up on those whose answer has stalled.</summary>
    public async Task Quiet()
    {
        Task all;
        lock (_gate)
            all = Task.WhenAll(_abandoned);
        await all.WaitAsync(s_patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _hangUp.CancelAsync();
        await all;
        _hangUp.Dispose();
        _hangUp = new();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (SlowLine.Current is not { } line)
            return await base.SendAsync(request, cancellationToken);
        Task<HttpResponseMessage> sending = base.SendAsync(request, _hangUp.Token);
        if (await Task.WhenAny(sending, line.IsUnderWay) == sending)
            return await sending;
        Task end = sending.ContinueWith(
            static task =>
            {
                if (task.IsCompletedSuccessfully)
                    task.Result.Dispose();
                else
                    _ = task.Exception;
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        lock (_gate)
            _abandoned.Add(end);
        _ = end.ContinueWith(
            task =>
            {
                lock (_gate)
                    _abandoned.Remove(task);
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        throw new TimeoutException("Nobody wants to wait for this one.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _hangUp.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A line on which the body of one call goes out in pieces: while it does, others use the memory around it.</summary>
internal sealed class SlowLine
{
    private const int Piece = 16 * 1_024;

    private static readonly AsyncLocal<SlowLine?> s_current = new();
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    private readonly TaskCompletionSource _isUnderWay = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static SlowLine? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    /// <summary>Ends with the first piece.</summary>
    public Task IsUnderWay => _isUnderWay.Task;

    public static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new Connection(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class Connection(NetworkStream stream) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Current is { } line && buffer.Length > Piece)
            {
                while (buffer.Length > Piece)
                {
                    await stream.WriteAsync(buffer[..Piece], cancellationToken);
                    buffer = buffer[Piece..];
                    line._isUnderWay.TrySetResult();
                    await Task.Delay(s_pause, TimeProvider.System, cancellationToken);
                }
            }
            await stream.WriteAsync(buffer, cancellationToken);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            stream.ReadAsync(buffer, cancellationToken);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            stream.ReadAsync(buffer, offset, count, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count) => stream.Write(buffer, offset, count);

        public override void Flush() => stream.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
