using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Vandar.Core.Tests.Http;

/// <summary>A server of bare sockets that does to each connection what a test says: answer, cut, reset, stall.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<RawConnection, Task> _serve;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _executed;
    private int _accepted;

    /// <param name="serve">What becomes of a connection.</param>
    /// <param name="certificate">What it proves its name with over TLS; null for plain HTTP.</param>
    internal RawServer(Func<RawConnection, Task> serve, X509Certificate2? certificate = null)
    {
        _serve = serve;
        _certificate = certificate;
        _listener.Start();
        _accepting = Accept();
    }

    internal Uri Address
    {
        get
        {
            string host = _certificate is null ? "http://127.0.0.1" : "https://localhost";
            return new(string.Create(CultureInfo.InvariantCulture, $"{host}:{((IPEndPoint)_listener.LocalEndpoint).Port}"));
        }
    }

    /// <summary>How many complete requests arrived: how often a real server would have executed something.</summary>
    internal int Executed => Volatile.Read(ref _executed);

    internal int Accepted => Volatile.Read(ref _accepted);

    /// <summary>An answer as it stands on the wire.</summary>
    internal static string Answer(int status, string body, string headers = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    /// <summary>Reads requests one after the other and gives each the same answer.</summary>
    internal static Func<RawConnection, Task> Always(string answer) => async connection =>
    {
        while (await connection.ReadRequest() is not null)
            await connection.Write(answer);
    };

    /// <summary>Afterwards no connection is served any more, and the counts are final; once more does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
            return;
        await _closing.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _closing.Dispose();
    }

    internal void Count() => Interlocked.Increment(ref _executed);

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_closing.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(Serve(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server was closed.
        }
    }

    private async Task Serve(Socket socket)
    {
        socket.NoDelay = true;
        using RawConnection connection = new(this, socket, _closing.Token);
        try
        {
            if (_certificate is not null)
                await connection.Encrypt(_certificate);
            await _serve(connection);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException
            or AuthenticationException)
        {
            // The client went away, or the server was closed.
        }
    }
}

/// <summary>One connection from the server's side.</summary>
internal sealed class RawConnection(RawServer server, Socket socket, CancellationToken closing) : IDisposable
{
    private Stream _stream = new NetworkStream(socket, ownsSocket: true);

    internal CancellationToken Closing => closing;

    /// <summary>Shakes hands; from here on everything goes over TLS.</summary>
    internal Task Encrypt(X509Certificate2 certificate)
    {
        SslStream stream = new(_stream);
        _stream = stream;
        return stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, closing);
    }

    /// <summary>The next whole request, or null where the client closed.</summary>
    internal async Task<RawRequest?> ReadRequest()
    {
        if (await ReadHead() is not { } head)
            return null;
        await Continue(head);
        MemoryStream body = new();
        if (!await ReadBody(head, body.Write))
            return null;
        return new(head, body.ToArray());
    }

    /// <summary>The request line and the headers, without a byte of the body.</summary>
    internal async Task<string?> ReadHead()
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await _stream.ReadAsync(one, closing) == 0)
                return null;
            head.Add(one[0]);
        }
        return Encoding.UTF8.GetString([.. head]);
    }

    /// <summary>Tells a client that asks before it sends a body to go on.</summary>
    internal Task Continue(string head) =>
        RawRequest.Header(head, "Expect") is "100-continue" ? Write("HTTP/1.1 100 Continue\r\n\r\n") : Task.CompletedTask;

    internal delegate void Sink(ReadOnlySpan<byte> bytes);

    /// <summary>The rest of a request, piece by piece; counts it as executed if it came whole.</summary>
    internal async Task<bool> ReadBody(string head, Sink sink)
    {
        long left = RawRequest.LengthOf(head);
        byte[] piece = new byte[16 * 1_024];
        while (left > 0)
        {
            int read = await _stream.ReadAsync(piece.AsMemory(0, (int)Math.Min(left, piece.Length)), closing);
            if (read == 0)
                return false;
            sink(piece.AsSpan(0, read));
            left -= read;
        }
        server.Count();
        return true;
    }

    internal Task Write(string text) => _stream.WriteAsync(Encoding.UTF8.GetBytes(text), closing).AsTask();

    /// <summary>Closes with an RST instead of a FIN.</summary>
    internal void Reset()
    {
        socket.LingerState = new(true, 0);
        socket.Close();
    }

    public void Dispose() => _stream.Dispose();
}

/// <summary>A request as it stood on the wire.</summary>
internal sealed record RawRequest(string Head, byte[] Body)
{
    internal string Method => Head[..Head.IndexOf(' ', StringComparison.Ordinal)];

    internal static long LengthOf(string head) => Header(head, "Content-Length") is { } length ? long.Parse(length, CultureInfo.InvariantCulture) : 0;

    internal static string? Header(string head, string name)
    {
        string? line = head.Split("\r\n").FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        return line?[(name.Length + 1)..].Trim();
    }
}
