using System.Net.Sockets;

namespace AkkaAuction.Auctioneer.Doors.Control;

/// <summary>
/// The door of the house's operator: a Unix socket beside the journal that only the journal's owner may open (docs/reference/control.md).
/// The house opens it together with its other doors, serves it as it serves them, and takes it away before it lets the journal go.
/// </summary>
internal sealed class ControlDoor : IAsyncDisposable
{
    /// <summary>Connections at a time; one more is told so and closed.</summary>
    public const int ConnectionsMax = 16;

    /// <summary>How long a connection may be silent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMilliseconds(100);

    // What a stop waits for connections that are being answered.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<ControlConnection, Task> _connections = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly ControlSocket _socket;
    private readonly ISaleControl _control;
    private readonly Descriptors _descriptors;
    private readonly TimeProvider _time;
    private readonly Action<string> _log;
    private readonly Task _accepting;

    /// <summary>Serves whoever has connected, and whoever will.</summary>
    /// <param name="socket">In its place; the door's from here on.</param>
    /// <param name="control">Who does what is asked.</param>
    /// <param name="descriptors">The process's descriptors. The operator's connections may take the reserve.</param>
    /// <param name="time">The clock of its patience.</param>
    /// <param name="log">Gets what goes wrong at the door itself.</param>
    public ControlDoor(ControlSocket socket, ISaleControl control, Descriptors descriptors, TimeProvider time, Action<string> log)
    {
        (_socket, _control, _descriptors, _time, _log) = (socket, control, descriptors, time, log);
        _accepting = AcceptAsync();
    }

    /// <summary>Takes the socket away, tells whoever is connected, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        RemoveSocket();
        await _accepting.ConfigureAwait(false);
        KeyValuePair<ControlConnection, Task>[] open;
        lock (_gate) open = [.. _connections];
        await Task.WhenAny(Task.WhenAll(open.Select(c => c.Value)), Task.Delay(StopPatience, _time)).ConfigureAwait(false);
        foreach (var (connection, _) in open) connection.Dispose();
    }

    private void RemoveSocket()
    {
        try
        {
            _socket.Dispose();
        }
        catch (IOException fault)
        {
            _log($"The control socket {_socket.FullPath} stays behind: {fault.Message}");
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Take(await _socket.Listener.AcceptAsync(_stopping.Token).ConfigureAwait(false));
            }
            catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException fault)
            {
                if (_stopping.IsCancellationRequested) return;
                // No descriptors are left, or the peer has gone: neither ends the door.
                if (Descriptors.IsShortage(fault.SocketErrorCode)) _descriptors.NoteShortage();
                else _log($"The control door could not take a connection: {fault.Message}.");
                await Task.Delay(PauseAfterFault, _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private void Take(Socket socket)
    {
        var connection = new ControlConnection(socket, _control, Patience, _time);
        lock (_gate)
        {
            if (_connections.Count < ConnectionsMax)
            {
                _connections.Add(connection, ServeAsync(connection));
                return;
            }
        }
        _ = connection.RefuseAsync($"{ConnectionsMax} connections are open, and there may be no more; try again when one is closed.");
    }

    private async Task ServeAsync(ControlConnection connection)
    {
        // Only behind the lock that it is begun in: it may end at once.
        await Task.Yield();
        try
        {
            await connection.RunAsync(_stopping.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _connections.Remove(connection);
        }
    }
}
