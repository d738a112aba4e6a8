using System.Net;
using System.Net.Sockets;
using AkkaAuction.Auctioneer.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// A TCP port served by Kestrel without HTTP: what the doors have in common. It opens in steps, so that a house can take each of them with
/// all its doors: it takes the port, where connections are refused; holds it, so that they are neither refused nor made; listens, so that
/// they are made and wait; and serves them. It counts the connections that are being served.
/// </summary>
internal sealed class TcpPort : IAsyncDisposable
{
    private readonly string _door;
    private readonly Socket _socket;
    private readonly KestrelServer _server;
    private readonly ServiceProvider _services;
    private int _connections;

    private TcpPort(string door, Socket socket, Descriptors descriptors, Func<ConnectionContext, int, Task> serve)
    {
        (_door, _socket, EndPoint) = (door, socket, (IPEndPoint)socket.LocalEndPoint!);
        _services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var options = new KestrelServerOptions { ApplicationServices = _services };
        options.Listen(EndPoint, listen => listen.Run(connection => ServeAsync(connection, serve)));
        _server = new KestrelServer(
            Options.Create(options), new PausingListener.Factory(socket, Backlog, descriptors), NullLoggerFactory.Instance);
    }

    // As Kestrel has it.
    private const int Backlog = 512;

    /// <summary>Where it listens; the port is the real one.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Connections there are now.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <param name="door">The door's name in the settings and to a person: <c>floor</c>.</param>
    /// <param name="host">An address of this machine.</param>
    /// <param name="port">0: any free one.</param>
    /// <param name="descriptors">The process's descriptors: the port accepts nothing while they are short.</param>
    /// <param name="serve">Serves a connection until it ends; told how many there are with it.</param>
    /// <exception cref="SettingsException">It cannot listen there.</exception>
    public static TcpPort Take(
        string door, string host, int port, Descriptors descriptors, Func<ConnectionContext, int, Task> serve)
    {
        var endPoint = new IPEndPoint(DoorAddress.Resolve(door, host), port);
        try
        {
            return new TcpPort(door, SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint), descriptors, serve);
        }
        catch (SocketException fault)
        {
            throw new DoorException(door, $"{endPoint}", fault);
        }
    }

    /// <summary>
    /// Whoever connects from here on is not refused, but gets no answer before <see cref="Listen"/>; its system asks again within a second.
    /// Where the system cannot do this, connections are refused until then.
    /// </summary>
    /// <exception cref="SettingsException">Another program, which took the port at the same moment, listens there by now.</exception>
    public void Hold()
    {
        if (PortHold.TryBegin(_socket)) ListenNow();
    }

    /// <summary>Listens: connections are made from here on, and wait.</summary>
    /// <exception cref="SettingsException">Another program, which took the port at the same moment, listens there by now.</exception>
    public void Listen()
    {
        PortHold.End(_socket);
        ListenNow();
    }

    private void ListenNow()
    {
        try
        {
            _socket.Listen(Backlog);
        }
        catch (SocketException fault)
        {
            throw new DoorException(_door, $"{EndPoint}", fault);
        }
    }

    /// <summary>Listens, where it does not yet, and serves the connections that wait, and those to come.</summary>
    public Task ServeAsync(CancellationToken cancellation) => _server.StartAsync(new NoHttp(), cancellation);

    /// <summary>Listens no more; connections get their answers and close. When <paramref name="patience"/> ends, they are cut.</summary>
    public Task StopAsync(CancellationToken patience) => _server.StopAsync(patience);

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        _socket.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ServeAsync(ConnectionContext connection, Func<ConnectionContext, int, Task> serve)
    {
        try
        {
            await serve(connection, Interlocked.Increment(ref _connections)).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or TimeoutException)
        {
            // The peer went before anything began.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    /// <summary>Kestrel wants an HTTP application even where no port speaks HTTP; this one is never asked.</summary>
    private sealed class NoHttp : IHttpApplication<object>
    {
        public object CreateContext(IFeatureCollection contextFeatures) => throw new NotSupportedException();

        public Task ProcessRequestAsync(object context) => throw new NotSupportedException();

        public void DisposeContext(object context, Exception? exception) { }
    }
}
