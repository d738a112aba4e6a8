using System.Net;
using Akka.Actor;
using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// A TCP door whose connections get their sessions from a desk. The house takes the port before it makes anything else, so that a port in
/// use leaves nothing half started. All doors listen in the same moment; connections wait until the desk stands. It closes the door first.
/// </summary>
internal sealed class DeskDoor : IAsyncDisposable
{
    private readonly TcpPort _port;
    private IActorRef _desk = ActorRefs.Nobody;

    /// <summary>Takes the port; nobody can connect yet.</summary>
    /// <param name="door">The door's name in the settings and to a person: <c>floor</c>.</param>
    /// <param name="host">An address of this machine.</param>
    /// <param name="port">0: any free one.</param>
    /// <param name="descriptors">The process's descriptors.</param>
    /// <param name="serve">Serves a connection until it ends.</param>
    /// <exception cref="SettingsException">It cannot listen there.</exception>
    public DeskDoor(string door, string host, int port, Descriptors descriptors, ServeConnection serve) =>
        _port = TcpPort.Take(door, host, port, descriptors, (connection, connections) => serve(connection, connections, _desk));

    /// <summary>Serves a connection until it ends.</summary>
    /// <param name="connections">How many there are with it.</param>
    /// <param name="desk">Gives it a session.</param>
    public delegate Task ServeConnection(ConnectionContext connection, int connections, IActorRef desk);

    /// <summary>Where it listens; the port is the real one.</summary>
    public IPEndPoint EndPoint => _port.EndPoint;

    /// <summary>Connections there are now.</summary>
    public int Connections => _port.Connections;

    /// <inheritdoc cref="TcpPort.Hold"/>
    public void Hold() => _port.Hold();

    /// <inheritdoc cref="TcpPort.Listen"/>
    public void Listen() => _port.Listen();

    /// <summary>The house stands: connections get their sessions from this desk.</summary>
    public Task ServeAsync(IActorRef desk, CancellationToken cancellation)
    {
        _desk = desk;
        return _port.ServeAsync(cancellation);
    }

    /// <summary>Listens no more; connections get their answers and close. When <paramref name="patience"/> ends, they are cut.</summary>
    public Task StopAsync(CancellationToken patience) => _port.StopAsync(patience);

    public ValueTask DisposeAsync() => _port.DisposeAsync();
}
