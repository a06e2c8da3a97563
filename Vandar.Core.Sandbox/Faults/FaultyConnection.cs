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
            bool isControl = new PathString(head.Path).StartsWithSegments(ControlEndpoints.Root, StringComparison.Ordinal)
                && head.Value(SandboxFaults.Header) is null;
            SandboxFault fault;
            try
            {
                fault = isControl ? SandboxFault.None : _server.Faults.Next(head.Value(SandboxFaults.Header), passed++);
            }
            catch (FormatException e)
            {
                await Explain(e.Message, closing);
                return;
            }
            if (!await Exchange(bytes, head, fault, closing))
                return;
        }
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

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> Exchange(byte[] bytes, WireHead head, SandboxFault fault, CancellationToken closing)
    {
        if (fault.RequestCut is { } cut)
        {
            long? body = head.IsChunked ? null : head.Length ?? 0;
            await Swallow(head, cut.At.Of(bytes.Length, body) - bytes.Length, closing);
            await End(cut.End, closing);
            return false;
        }
        if (fault.IsEarly)
            return await AnswerEarly(head, fault, closing);
        RealAnswer? real = null;
        if (fault.IsUnseen)
        {
            if (!await _requests.Body(head, Nowhere, Nowhere, closing))
                return false;
        }
        else
        {
            real = await PassOn(head, Nowhere, closing);
            if (real is null)
                return false;
        }
        return await Deliver(FaultyAnswer.Of(fault, real, Self(head)), fault, closing) && !head.Closes;
    }

    /// <summary>The answer first. Then the body is read piece by piece, so that a client which still sends keeps sending, and passed on whole.</summary>
    private async Task<bool> AnswerEarly(WireHead head, SandboxFault fault, CancellationToken closing)
    {
        FaultyAnswer answer = FaultyAnswer.Of(fault, null, Self(head));
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
        await upstream.WriteAsync(
            WireHead.Bytes(head.FirstLine, head.Headers.Where(header => !header.Key.Equals(SandboxFaults.Header, StringComparison.OrdinalIgnoreCase))), closing);
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
        bool hasBody = head.Status is not (204 or 304) && !request.FirstLine.StartsWith("HEAD ", StringComparison.Ordinal);
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
        foreach (int status in fault.Interim)
            await _client.WriteAsync(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Interim\r\n\r\n")), closing);
        if (fault.Latency > TimeSpan.Zero)
            await Task.Delay(fault.Latency, _time, closing);
        byte[] whole = [.. answer.Head, .. answer.Body];
        int end = (int)(fault.AnswerCut?.At.Of(answer.Head.Length, answer.Body.Length) ?? whole.Length);
        await Write(whole.AsMemory(0, end), fault, closing);
        if (fault.AnswerCut is { } cut)
        {
            await End(cut.End, closing);
            return false;
        }
        while (answer.Filler is { } filler)
            await Write(filler, fault, closing);
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
            await _client.WriteAsync(bytes.Slice(sent, Math.Min(drip.Bytes, bytes.Length - sent)), closing);
            await Task.Delay(drip.Every, _time, closing);
        }
    }

    private async Task End(WireEnd end, CancellationToken closing)
    {
        switch (end)
        {
            case WireEnd.Reset:
                Reset();
                break;
            case WireEnd.HalfClose:
                _socket.Shutdown(SocketShutdown.Send);
                await _requests.UntilClosed(Nowhere, closing);
                break;
            case WireEnd.Stall:
                await _requests.UntilClosed(Nowhere, closing);
                break;
        }
    }

    /// <summary>Reads a request's body up to a place that may lie before its start.</summary>
    private async Task Swallow(WireHead head, long count, CancellationToken closing)
    {
        if (count == long.MaxValue || (head.IsChunked && count > 0))
            await _requests.Body(head, Nowhere, Nowhere, closing);
        else if (count > 0)
            await _requests.Copy(count, Nowhere, closing);
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

    private string Self(WireHead head) => $"{_server.Address.GetLeftPart(UriPartial.Authority)}{head.FirstLine.Split(' ')[1]}";

    private static ValueTask Nowhere(ReadOnlyMemory<byte> bytes) => ValueTask.CompletedTask;
}
