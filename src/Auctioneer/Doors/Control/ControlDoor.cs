using System.Net.Sockets;

namespace AkkaAuction.Auctioneer.Doors.Control;

/// <summary>
/// The door of the house's operator: a Unix socket beside the journal that only the journal's owner may open (docs/reference/control.md).
/// The house opens it when it serves, and takes it away before it lets the journal go.
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
    private readonly Socket _listener;
    private readonly ISaleControl _control;
    private readonly TimeProvider _time;
    private readonly Action<string> _log;
    private readonly Task _accepting;

    private ControlDoor(string path, Socket listener, ISaleControl control, TimeProvider time, Action<string> log)
    {
        (Path, _listener, _control, _time, _log) = (path, listener, control, time, log);
        _accepting = AcceptAsync();
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <param name="path">Where the socket is to be.</param>
    /// <param name="control">Who does what is asked.</param>
    /// <param name="time">The clock of its patience.</param>
    /// <param name="log">Gets what goes wrong at the door itself.</param>
    /// <exception cref="IOException">It cannot be made; the message says why.</exception>
    public static ControlDoor Open(string path, ISaleControl control, TimeProvider time, Action<string> log) =>
        new(path, ControlSocket.Listen(path), control, time, log);

    /// <summary>Takes the socket away, tells whoever is connected, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        RemoveFile();
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        KeyValuePair<ControlConnection, Task>[] open;
        lock (_gate) open = [.. _connections];
        await Task.WhenAny(Task.WhenAll(open.Select(c => c.Value)), Task.Delay(StopPatience, _time)).ConfigureAwait(false);
        foreach (var (connection, _) in open) connection.Dispose();
    }

    private void RemoveFile()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _log($"The control socket {Path} stays behind: {fault.Message}");
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Take(await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false));
            }
            catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException fault)
            {
                if (_stopping.IsCancellationRequested) return;
                // No descriptors are left, or the peer has gone: neither ends the door.
                _log($"The control door could not take a connection: {fault.Message}.");
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
