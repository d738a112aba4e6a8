using System.Net;
using System.Net.Sockets;
using AkkaAuction.Auctioneer.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// A TCP port served by Kestrel without HTTP: what the doors have in common. A door opens it with what is to be done with each connection,
/// and counts the connections that are being served.
/// </summary>
internal sealed class TcpPort : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly ServiceProvider _services;
    private int _connections;

    private TcpPort(IPEndPoint endPoint, Func<ConnectionContext, int, Task> serve)
    {
        _services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var options = new KestrelServerOptions { ApplicationServices = _services };
        options.Listen(endPoint, listen => listen.Run(connection => ServeAsync(connection, serve)));
        _server = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>Where it listens; the port is the real one.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    /// <summary>Connections there are now.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <param name="door">The door's name in the settings and to a person: <c>floor</c>.</param>
    /// <param name="host">An address of this machine.</param>
    /// <param name="port">0: any free one.</param>
    /// <param name="serve">Serves a connection until it ends; told how many there are with it.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="SettingsException">It cannot listen there.</exception>
    public static async Task<TcpPort> OpenAsync(
        string door, string host, int port, Func<ConnectionContext, int, Task> serve, CancellationToken cancellation)
    {
        var endPoint = new IPEndPoint(DoorAddress.Resolve(door, host), port);
        var opened = new TcpPort(endPoint, serve);
        try
        {
            await opened._server.StartAsync(new NoHttp(), cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw new DoorException(door, $"{endPoint}", fault);
        }
        var address = opened._server.Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        opened.EndPoint = new IPEndPoint(endPoint.Address, new Uri(address).Port);
        return opened;
    }

    /// <summary>Listens no more; connections get their answers and close. When <paramref name="patience"/> ends, they are cut.</summary>
    public Task StopAsync(CancellationToken patience) => _server.StopAsync(patience);

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
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
