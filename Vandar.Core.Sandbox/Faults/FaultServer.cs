using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Vandar.Core.Sandbox;

/// <summary>Stands between the clients and the sandbox's own server, on bare sockets, because a well-made server cannot misbehave.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly IPEndPoint _inner;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<FaultyConnection, Task> _connections = [];
    private readonly Lock _gate = new();
    private IPEndPoint _outer;
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;
    private int _accepted;

    private FaultServer(IPEndPoint outer, IPEndPoint inner, TimeProvider time) => (_outer, _inner, _time) = (outer, inner, time);

    public SandboxFaults Faults { get; private set; } = null!;

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://{_outer}/"));

    public int OpenConnections => _connections.Count;

    public int AcceptedConnections => Volatile.Read(ref _accepted);

    /// <exception cref="SocketException">The port is taken.</exception>
    public static FaultServer Start(IPEndPoint outer, IPEndPoint inner, SandboxFaultPlan plan, TimeProvider time)
    {
        FaultServer server = new(outer, inner, time);
        server.Faults = new SandboxFaults(server, plan);
        server.Accept();
        return server;
    }

    public void Accept()
    {
        lock (_gate)
        {
            if (_listener is not null || _closing.IsCancellationRequested)
                return;
            Socket listener = new(_outer.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                listener.Bind(_outer);
                listener.Listen(512);
            }
            catch
            {
                listener.Dispose();
                throw;
            }
            _outer = (IPEndPoint)listener.LocalEndPoint!;
            _listener = listener;
            _accepting = Task.Run(() => Accept(listener), CancellationToken.None);
        }
    }

    public void Refuse()
    {
        lock (_gate)
        {
            _listener?.Dispose();
            _listener = null;
        }
    }

    public void ResetAll()
    {
        foreach (FaultyConnection connection in _connections.Keys)
            connection.Reset();
    }

    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
            return;
        await _closing.CancelAsync();
        Refuse();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _closing.Dispose();
    }

    private async Task Accept(Socket listener)
    {
        try
        {
            while (true)
            {
                Socket socket;
                try
                {
                    socket = await listener.AcceptAsync(_closing.Token);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
                {
                    // That client left before it was let in; the next one need not.
                    continue;
                }
                Interlocked.Increment(ref _accepted);
                FaultyConnection connection = new(socket, _inner, this, _time);
                _connections[connection] = Task.CompletedTask;
                Task serving = Serve(connection);
                // Served to its end already: the entry is gone and stays gone.
                _connections.TryUpdate(connection, serving, Task.CompletedTask);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The port was closed.
        }
    }

    private async Task Serve(FaultyConnection connection)
    {
        await Task.Yield();
        try
        {
            await connection.Run(_closing.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or FormatException)
        {
            // The client went away, or sent what is no HTTP, or the sandbox was closed.
        }
        finally
        {
            connection.Dispose();
            _connections.TryRemove(connection, out _);
        }
    }
}
