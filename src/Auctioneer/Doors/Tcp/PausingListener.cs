using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// Accepts connections for Kestrel, and pauses while descriptors are short. Kestrel's own listener tries again at once when an accept
/// fails: out of descriptors it uses a whole core. Its connections are used as they are.
/// </summary>
internal sealed class PausingListener : IConnectionListener
{
    private readonly Socket _listening;
    private readonly SocketConnectionContextFactory _connections;
    private readonly Descriptors _descriptors;
    private readonly CancellationTokenSource _unbound = new();

    private PausingListener(Socket listening, int backlog, Descriptors descriptors)
    {
        (_listening, _descriptors) = (listening, descriptors);
        _connections = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), NullLogger.Instance);
        _listening.Listen(backlog);
        EndPoint = _listening.LocalEndPoint!;
    }

    public EndPoint EndPoint { get; }

    /// <summary>Null: it listens no more.</summary>
    /// <param name="cancellationToken">Not used: Kestrel ends its wait by <see cref="UnbindAsync"/>.</param>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                await _descriptors.UntilFreeAsync(_unbound.Token).ConfigureAwait(false);
                var socket = await _listening.AcceptAsync(_unbound.Token).ConfigureAwait(false);
                if (Connection(socket) is { } connection) return connection;
            }
            catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException fault)
            {
                if (!await PausedAsync(fault.SocketErrorCode).ConfigureAwait(false)) return null;
            }
        }
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _unbound.CancelAsync().ConfigureAwait(false);
        _listening.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync().ConfigureAwait(false);
        _connections.Dispose();
    }

    /// <returns>Null: the peer has gone already.</returns>
    private ConnectionContext? Connection(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            return _connections.Create(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>After an accept that failed. A peer that has left its place in the queue is no reason to wait; all else may last.</summary>
    /// <returns>False: it listens no more.</returns>
    private async Task<bool> PausedAsync(SocketError fault)
    {
        if (fault is SocketError.OperationAborted) return false;
        if (fault is SocketError.ConnectionReset or SocketError.ConnectionAborted) return true;
        try
        {
            if (Descriptors.IsShortage(fault)) await _descriptors.PauseAsync(_unbound.Token).ConfigureAwait(false);
            else await Task.Delay(Descriptors.Pause, TimeProvider.System, _unbound.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Gives Kestrel the one listener of a port.</summary>
    /// <param name="socket">Bound to the port; the listener's from here on.</param>
    /// <param name="backlog">How many connections may wait to be accepted.</param>
    /// <param name="descriptors">The process's descriptors.</param>
    internal sealed class Factory(Socket socket, int backlog, Descriptors descriptors) : IConnectionListenerFactory
    {
        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IConnectionListener>(new PausingListener(socket, backlog, descriptors));
    }
}
