using System.Net.Sockets;
using System.Text;
using Vandar.Core.Http;
using Vandar.Core.RateLimiting;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>
/// A class call over real sockets that comes as far as one stage and is held there by a gate: of the limiter, of the connection, or of the server.
/// The clock stands still. For the refresh, which the client makes for itself, the stages are those of its own request.
/// </summary>
internal sealed class HeldCall : IAsyncDisposable
{
    /// <summary>What the server asks for before a back-off.</summary>
    internal static readonly TimeSpan BackOff = TimeSpan.FromSeconds(5);

    private readonly ClassCall _call;
    private readonly RequestStage _stage;
    private readonly Witness _witness = new();
    private readonly SemaphoreSlim _reached = new(0);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _refreshed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly VandarRateLimiter _limiter;
    private readonly RawServer _server;
    private readonly HttpClient _http;
    private readonly VandarClient _client;
    private int _readingFrom = int.MaxValue;
    private int _asked;
    private int _executed;
    private int _refreshes;

    internal HeldCall(ClassCall call, RequestStage stage, TimeSpan? clientLimit = null)
    {
        _call = call;
        _stage = stage;
        _server = new(Serve);
        _limiter = new(1, TimeSpan.FromSeconds(3), timeProvider: Time);
        VandarClientOptions options = _witness.Options with
        {
            Hosts = VandarHosts.At(_server.Address),
            TimeProvider = Time,
            Timeout = clientLimit ?? TimeSpan.FromSeconds(100),
            OnTokensRefreshed = _ => _refreshed.TrySetResult(),
        };
        if (stage is RequestStage.Token)
            options = options with { AccessToken = null };
        if (stage is RequestStage.RateLimit)
        {
            options = options with { RateLimits = new(_limiter, _limiter) };
            _limiter.AttemptAcquire().Dispose();
        }
        SocketsHttpHandler handler = Transport.NewHandler(options);
        handler.ConnectCallback = async (context, token) =>
        {
            if (stage is RequestStage.Connecting)
                await Hold(token);
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, token);
            return new Wire(this, socket);
        };
        _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client = new(options, _http);
    }

    internal TestTime Time { get; } = new();
    internal Witness Witness => _witness;

    /// <summary>How often the server executed the call, after <see cref="Settle"/> for good.</summary>
    internal int Executed => Volatile.Read(ref _executed);

    /// <summary>How often the server was asked to refresh.</summary>
    internal int Refreshes => Volatile.Read(ref _refreshes);

    /// <summary>What is known of the effect where the call ends at its stage.</summary>
    internal RequestOutcome Outcome => _stage switch
    {
        RequestStage.RateLimit or RequestStage.Token or RequestStage.BackOff => RequestOutcome.NotSent,
        // Only a body that was never asked for is a proof, and a read has none.
        RequestStage.Connecting when _call.HasBody => RequestOutcome.NotSent,
        _ => RequestOutcome.Unknown,
    };

    internal Task<object?> Send(TimeSpan? limit, CancellationToken cancellationToken) =>
        _call.Send(_client, new() { Timeout = limit, WaitOnRateLimit = true }, cancellationToken);

    /// <summary>Waits until the call stands at its stage.</summary>
    internal async Task Reached(CancellationToken cancellationToken)
    {
        if (_stage is RequestStage.RateLimit)
        {
            while (_limiter.GetStatistics()!.CurrentQueuedCount == 0)
                await Next(cancellationToken);
        }
        else if (_stage is RequestStage.BackOff)
        {
            while (!Time.Waits.Contains(BackOff))
                await Next(cancellationToken);
        }
        else
        {
            await _reached.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Opens the gate, waits for a refresh that goes on behind it, and closes everything.</summary>
    internal async Task Settle(bool withRefresh, CancellationToken cancellationToken)
    {
        _gate.TrySetResult();
        if (_stage is RequestStage.RateLimit or RequestStage.BackOff)
            Time.Advance(BackOff);
        if (withRefresh)
            await _refreshed.Task.WaitAsync(cancellationToken);
        await Close();
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        _witness.Dispose();
        _reached.Dispose();
    }

    private static async Task Next(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
    }

    private async Task Close()
    {
        _gate.TrySetResult();
        _limiter.Dispose();
        _http.Dispose();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    private Task Hold(CancellationToken cancellationToken)
    {
        _reached.Release();
        return _gate.Task.WaitAsync(cancellationToken);
    }

    private async Task Serve(RawConnection connection)
    {
        while (await connection.ReadRequest() is { } request)
        {
            bool isRefresh = request.Head.StartsWith("POST /v3/refreshtoken ", StringComparison.Ordinal);
            bool isCall = isRefresh == _call.Class is 'T';
            if (isRefresh)
                Interlocked.Increment(ref _refreshes);
            if (isCall && _stage is RequestStage.BackOff && Interlocked.Increment(ref _asked) == 1)
            {
                await connection.Write(RawServer.Answer(429, """{"status":0,"message":"Too Many Attempts."}""", "Retry-After: 5\r\n"));
                continue;
            }
            if (isCall)
                Interlocked.Increment(ref _executed);
            string answer = RawServer.Answer(200, isRefresh ? ClassCall.Of('T').Answer : _call.Answer);
            if (isRefresh ? _stage is RequestStage.Token || (isCall && _stage is RequestStage.AwaitingAnswer) : _stage is RequestStage.AwaitingAnswer)
                await Hold(connection.Closing);
            int cut = isCall && _stage is RequestStage.ReadingBody ? answer.Length - 5 : 0;
            if (cut > 0)
            {
                Volatile.Write(ref _readingFrom, Encoding.UTF8.GetByteCount(answer[..cut]));
                await connection.Write(answer[..cut]);
                await _gate.Task.WaitAsync(connection.Closing);
            }
            await connection.Write(answer[cut..]);
        }
    }

    /// <summary>A connection that stops after the first bytes of a request, or tells when the client wants more of an answer than there is.</summary>
    private sealed class Wire(HeldCall owner, Socket socket) : WireStream
    {
        private readonly NetworkStream _stream = new(socket, ownsSocket: true);
        private readonly CancellationTokenSource _closed = new();
        private bool _isHeld;
        private int _written;
        private int _delivered;

        public override bool CanRead => true;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            // A file asks by its head whether it may come.
            bool isQuestion = owner._call.Class is 'U' && _written++ == 0;
            if (owner._stage is RequestStage.Sending && !_isHeld && !isQuestion)
            {
                _isHeld = true;
                await _stream.WriteAsync(buffer[..10], cancellationToken);
                await owner.Hold(_closed.Token);
                buffer = buffer[10..];
            }
            await _stream.WriteAsync(buffer, cancellationToken);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.Length > 0 && _delivered >= Volatile.Read(ref owner._readingFrom))
                owner._reached.Release();
            int read = await _stream.ReadAsync(buffer, cancellationToken);
            _delivered += read;
            return read;
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => _stream.FlushAsync(cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _closed.Cancel();
            _stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
