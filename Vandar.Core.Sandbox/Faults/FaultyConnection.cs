using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vandar.Core.Sandbox;

/// <summary>One client's connection, and the sandbox's behind it: request by request, each with its fault.</summary>
internal sealed class FaultyConnection : IDisposable
{
    private const int EarlyPiece = 4 * 1_024;

    private readonly Socket _socket;
    private readonly NetworkStream _client;
    private readonly WireReader _requests;
    private readonly IPEndPoint _inner;
    private readonly FaultServer _server;
    private readonly TimeProvider _time;
    private NetworkStream? _upstream;
    private WireReader? _answers;

    public FaultyConnection(Socket socket, IPEndPoint inner, FaultServer server, TimeProvider time)
    {
        socket.NoDelay = true;
        (_socket, _inner, _server, _time) = (socket, inner, server, time);
        _client = new NetworkStream(socket, ownsSocket: true);
        _requests = new WireReader(_client);
    }

    public async Task Run(CancellationToken closing)
    {
        int passed = 0;
        while (await _requests.Head(closing) is { } bytes)
        {
            WireHead head = WireHead.Parse(bytes);
            SandboxFault fault;
            try
            {
                fault = IsSpared(head) ? SandboxFault.None : _server.Faults.Next(head.Value(SandboxFaults.Header), passed++);
            }
            catch (FormatException e)
            {
                await _requests.Body(head, Nowhere, Nowhere, closing);
                await Explain(e.Message, closing);
                break;
            }
            if (!await Exchange(bytes, head, fault, closing))
                break;
        }
        Finish();
    }

    /// <summary>RST instead of FIN.</summary>
    public void Reset()
    {
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
            _socket.Close();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It had ended by itself.
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _upstream?.Dispose();
    }

    /// <summary>The plan does not touch the control paths, and nothing touches the path of the plan: whoever has planned nothing but faults takes
    /// them back there.</summary>
    private static bool IsSpared(WireHead head) =>
        IsAt(head, ControlEndpoints.Faults) || (IsAt(head, ControlEndpoints.Root) && head.Value(SandboxFaults.Header) is null);

    private static bool IsAt(WireHead head, PathString root) => $"{head.Path}/".StartsWith($"{root}/", StringComparison.OrdinalIgnoreCase);

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> Exchange(byte[] bytes, WireHead head, SandboxFault fault, CancellationToken closing)
    {
        if (fault.RequestCut is { } cut)
        {
            long? body = head.IsChunked ? null : head.Length ?? 0;
            long read = Math.Max(0, cut.At.Of(bytes.Length, body) - bytes.Length);
            if (read > 0)
                await Continue(head, closing);
            await _requests.Body(head, read, Nowhere, Nowhere, closing);
            Cut(cut.End);
            await Outlast(cut.End, closing);
            return false;
        }
        bool goesOn = await (fault.IsEarly ? AnswerEarly(head, fault, closing) : AnswerInTurn(head, fault, closing)) && !head.Closes;
        if (fault.AnswerCut is { } answerCut)
            await Outlast(answerCut.End, closing);
        return goesOn;
    }

    private async Task<bool> AnswerInTurn(WireHead head, SandboxFault fault, CancellationToken closing)
    {
        await Continue(head, closing);
        RealAnswer? real = fault.IsUnseen ? null : await PassOn(head, Nowhere, closing);
        bool isWhole = fault.IsUnseen ? await _requests.Body(head, Nowhere, Nowhere, closing) : real is not null;
        return isWhole && await Deliver(FaultyAnswer.Of(fault, real, head, Self(head)), fault, closing);
    }

    /// <summary>Tells a client that asks before it sends a body to go on: the sandbox behind would be asked too late.</summary>
    private async Task Continue(WireHead head, CancellationToken closing)
    {
        if (string.Equals(head.Value("Expect"), "100-continue", StringComparison.OrdinalIgnoreCase))
            await _client.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), closing);
    }

    /// <summary>The answer first. Then the body is read piece by piece, so that a client which still sends keeps sending, and passed on whole.</summary>
    private async Task<bool> AnswerEarly(WireHead head, SandboxFault fault, CancellationToken closing)
    {
        FaultyAnswer answer = FaultyAnswer.Of(fault, null, head, Self(head));
        bool goesOn = await Deliver(answer, fault, closing);
        WireReader.Sink slowly = async piece =>
        {
            for (int read = 0; read < piece.Length; read += EarlyPiece)
                await Task.Yield();
        };
        if (fault.IsUnseen)
            return await _requests.Body(head, slowly, Nowhere, closing) && goesOn;
        return await PassOn(head, slowly, closing) is not null && goesOn;
    }

    /// <summary>Hands a request over byte for byte, and takes the answer to its end.</summary>
    /// <returns><see langword="null"/> where the client left before its request was whole: then the sandbox has not got it either.</returns>
    private async Task<RealAnswer?> PassOn(WireHead head, WireReader.Sink also, CancellationToken closing)
    {
        await Connect(closing);
        NetworkStream upstream = _upstream!;
        await upstream.WriteAsync(head.Without(SandboxFaults.Header), closing);
        WireReader.Sink onward = async piece =>
        {
            await also(piece);
            await upstream.WriteAsync(piece, closing);
        };
        bool isWhole = await _requests.Body(head, onward, onward, closing);
        if (!isWhole)
            return null;
        RealAnswer answer = await ReadAnswer(head, closing);
        if (answer.Head.Closes)
            Disconnect();
        return answer;
    }

    private async Task<RealAnswer> ReadAnswer(WireHead request, CancellationToken closing)
    {
        WireHead head;
        do
        {
            head = WireHead.Parse(await _answers!.Head(closing) ?? throw new IOException("The sandbox's own server closed."));
        }
        while (head.Status is >= 100 and < 200);
        using MemoryStream body = new();
        bool hasBody = head.Status is not (204 or 304) && !request.IsHead;
        if (hasBody)
            await _answers.Body(head, Into(body), Nowhere, closing);
        return new RealAnswer(head, body.ToArray());
    }

    private static WireReader.Sink Into(MemoryStream body) => piece =>
    {
        body.Write(piece.Span);
        return ValueTask.CompletedTask;
    };

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> Deliver(FaultyAnswer answer, SandboxFault fault, CancellationToken closing)
    {
        if (fault.Latency > TimeSpan.Zero)
            await Wait(fault.Latency, closing);
        foreach (int status in fault.Interim)
            await _client.WriteAsync(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Interim\r\n\r\n")), closing);
        byte[] whole = [.. answer.Head, .. answer.Body];
        int end = (int)(fault.AnswerCut?.At.Of(answer.Head.Length, answer.Body.Length) ?? whole.Length);
        await Write(whole.AsMemory(0, end), fault, closing);
        if (fault.AnswerCut is { } cut)
        {
            Cut(cut.End);
            return false;
        }
        while (answer.Filler is { } filler)
        {
            if (fault.Drip is { } drip)
                await Wait(drip.Every, closing);
            await Write(filler, fault, closing);
        }
        return !answer.Closes;
    }

    private async Task Write(ReadOnlyMemory<byte> bytes, SandboxFault fault, CancellationToken closing)
    {
        if (fault.Drip is not { } drip)
        {
            await _client.WriteAsync(bytes, closing);
            return;
        }
        for (int sent = 0; sent < bytes.Length; sent += drip.Bytes)
        {
            if (sent > 0)
                await Wait(drip.Every, closing);
            await _client.WriteAsync(bytes.Slice(sent, Math.Min(drip.Bytes, bytes.Length - sent)), closing);
        }
    }

    /// <summary>A delay that does not outlast the client.</summary>
    private async Task Wait(TimeSpan delay, CancellationToken closing)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(closing);
        Task passing = Task.Delay(delay, _time, over.Token);
        // Nothing is taken from the socket: this ends when there is something to take, or when the client has gone.
        Task<int> news = _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, over.Token).AsTask();
        await Task.WhenAny(passing, news);
        bool hasLeft = !passing.IsCompleted && (news.IsFaulted || news.IsCompletedSuccessfully && _socket.Available == 0);
        if (!hasLeft)
            await passing;
        await over.CancelAsync();
        await ((Task)news).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await passing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (hasLeft)
            throw new IOException("The client left.");
    }

    private void Cut(WireEnd end)
    {
        if (end is WireEnd.Reset)
            Reset();
        else if (end is not WireEnd.Stall)
            _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>After a half-close or in a stall the client is the one that ends it.</summary>
    private async Task Outlast(WireEnd end, CancellationToken closing)
    {
        if (end is WireEnd.HalfClose or WireEnd.Stall)
            await _requests.UntilClosed(Nowhere, closing);
    }

    /// <summary>FIN. What has come and nobody reads would make it an RST, which may overtake the answer.</summary>
    private void Finish()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
            byte[] unread = new byte[16 * 1_024];
            while (_socket.Available > 0)
                _socket.Receive(unread);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It had ended by itself.
        }
    }

    private async Task Explain(string message, CancellationToken closing)
    {
        byte[] body = Encoding.UTF8.GetBytes(message);
        await _client.WriteAsync(
            WireHead.Bytes("HTTP/1.1 400 Bad Request",
            [
                new("Content-Type", "text/plain; charset=utf-8"),
                new("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture)),
                new("Connection", "close"),
            ]),
            closing);
        await _client.WriteAsync(body, closing);
    }

    private async Task Connect(CancellationToken closing)
    {
        if (_upstream is not null)
            return;
        Socket socket = new(_inner.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_inner, closing);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        _upstream = new NetworkStream(socket, ownsSocket: true);
        _answers = new WireReader(_upstream);
    }

    private void Disconnect()
    {
        _upstream?.Dispose();
        _upstream = null;
    }

    private string Self(WireHead head) => $"{_server.Address.GetLeftPart(UriPartial.Authority)}{head.Target}";

    private static ValueTask Nowhere(ReadOnlyMemory<byte> bytes) => ValueTask.CompletedTask;
}
