using System.Net;
using Akka.Actor;
using AkkaAuction.Auctioneer.Actors;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
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
/// The floor door: a TCP port served by Kestrel without HTTP. Each connection gets a session from the desk; beyond the ceiling a connection is told 401 and
/// closed. The house opens the door when everything behind it stands, and closes it first.
/// </summary>
public sealed class FloorDoor : IAsyncDisposable
{
    private readonly FloorSettings _settings;
    private readonly HouseFloor _floor;
    private readonly IActorRef _desk;
    private readonly TimeProvider _time;
    private readonly Action<string> _log;
    private readonly KestrelServer _server;
    private readonly ServiceProvider _services;
    private int _connections;

    private FloorDoor(FloorSettings settings, IPEndPoint endPoint, HouseFloor floor, IActorRef desk, TimeProvider time, Action<string> log)
    {
        _settings = settings;
        _floor = floor;
        _desk = desk;
        _time = time;
        _log = log;
        _services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var options = new KestrelServerOptions { ApplicationServices = _services };
        options.Listen(endPoint, listen => listen.Run(ServeAsync));
        _server = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>Where it listens; the port is the real one.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    /// <summary>Connections there are now.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <param name="settings">Host and port (0: any free one) and the limits.</param>
    /// <param name="floor">The lots there are now.</param>
    /// <param name="desk">Who makes sessions.</param>
    /// <param name="time">The clock of limits.</param>
    /// <param name="log">Hears why connections are cut.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="SettingsException">It cannot listen there.</exception>
    public static async Task<FloorDoor> OpenAsync(
        FloorSettings settings, HouseFloor floor, IActorRef desk, TimeProvider time, Action<string> log, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var endPoint = new IPEndPoint(Resolve(settings.Host), settings.Port ?? throw new ArgumentException("The door is closed.", nameof(settings)));
        var door = new FloorDoor(settings, endPoint, floor, desk, time, log);
        try
        {
            await door._server.StartAsync(new NoHttp(), cancellation).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            await door.DisposeAsync().ConfigureAwait(false);
            throw new SettingsException(
                $"The floor door cannot listen on {endPoint}: {fault.InnerException?.Message ?? fault.Message} Close what uses the port, or choose another: --set auction.doors.floor.port=0 takes a free one.", fault);
        }
        var address = door._server.Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        door.EndPoint = new IPEndPoint(endPoint.Address, new Uri(address).Port);
        return door;
    }

    /// <summary>Listens no more; connections get their answers and close. When <paramref name="patience"/> ends, they are cut.</summary>
    public Task StopAsync(CancellationToken patience) => _server.StopAsync(patience);

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ServeAsync(ConnectionContext connection)
    {
        try
        {
            if (Interlocked.Increment(ref _connections) > _settings.ConnectionsMax)
            {
                await TurnAway(connection).ConfigureAwait(false);
                return;
            }
            using var served = new FloorConnection(connection, _settings, _floor, _time, why => _log($"A connection was cut: {why}."));
            _desk.Tell(new DeskMessage.OpenSession(served), ActorRefs.NoSender);
            await served.RunAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            // The peer went before anything began.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private static async Task TurnAway(ConnectionContext connection)
    {
        FloorWriter.Write(connection.Transport.Output, new Answer.Error(RejectionCode.HouseFull, Reasons.For(RejectionCode.HouseFull)));
        await connection.Transport.Output.FlushAsync(connection.ConnectionClosed).ConfigureAwait(false);
    }

    private static IPAddress Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var address)) return address;
        if (host == "localhost") return IPAddress.Loopback;
        throw new SettingsException($"auction.doors.floor.host is \"{host}\"; it must be an address of this machine, like 127.0.0.1, 0.0.0.0 or localhost.");
    }

    /// <summary>Kestrel wants an HTTP application even where no port speaks HTTP; this one is never asked.</summary>
    private sealed class NoHttp : IHttpApplication<object>
    {
        public object CreateContext(IFeatureCollection contextFeatures) => throw new NotSupportedException();

        public Task ProcessRequestAsync(object context) => throw new NotSupportedException();

        public void DisposeContext(object context, Exception? exception) { }
    }
}
