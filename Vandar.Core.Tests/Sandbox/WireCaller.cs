using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vandar.Core.Tests.Sandbox;

/// <summary>A client of bare sockets, which sees every byte and how a connection ends.</summary>
internal sealed class WireCaller : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<byte> _read = [];

    internal static async Task<WireCaller> Connect(Uri address)
    {
        WireCaller caller = new();
        try
        {
            await caller._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port));
            return caller;
        }
        catch
        {
            caller.Dispose();
            throw;
        }
    }

    /// <summary>A request as it stands on the wire.</summary>
    internal static string Request(string path, string fault, string body = "", string headers = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Sandbox-Fault: {fault}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    internal Task Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    internal async Task Send(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes)..];
    }

    /// <summary>The next answer, with a Content-Length.</summary>
    internal async Task<string> Answer()
    {
        int end;
        while ((end = Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
            Assert.That(await Fill(), Is.True, () => $"The connection ended in a head: {Text}");
        string length = Text[..end].Split("\r\n").Single(line => line.StartsWith("Content-Length:", StringComparison.Ordinal))[15..];
        return Encoding.UTF8.GetString(await Read(end + 4 + int.Parse(length, CultureInfo.InvariantCulture)));
    }

    internal async Task<byte[]> Read(int count)
    {
        while (_read.Count < count)
            Assert.That(await Fill(), Is.True, () => $"The connection ended after {Text}");
        byte[] bytes = [.. _read.Take(count)];
        _read.RemoveRange(0, count);
        return bytes;
    }

    /// <summary>Everything up to the end, and whether that was a reset.</summary>
    internal async Task<(byte[] Bytes, bool IsReset)> ToEnd()
    {
        try
        {
            while (await Fill());
            return ([.. _read], false);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            return ([.. _read], true);
        }
    }

    internal void StopSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _socket.Dispose();

    private string Text => Encoding.Latin1.GetString([.. _read]);

    private async Task<bool> Fill()
    {
        byte[] piece = new byte[16 * 1_024];
        int count = await _socket.ReceiveAsync(piece.AsMemory());
        _read.AddRange(piece.AsSpan(0, count));
        return count > 0;
    }
}
