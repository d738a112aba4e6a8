using System.Net;
using Akka.Actor;
using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// A TCP door whose connections get their sessions from a desk. The house takes the port before it makes anything else, so that a port in
/// use leaves nothing half started; connections wait until the desk stands. It closes the door first.
/// </summary>
internal sealed class DeskDoor : IAsyncDisposable
{
    private readonly TcpPort _port;
    private readonly TaskCompletionSource<IActorRef> _desk;

    private DeskDoor(TcpPort port, TaskCompletionSource<IActorRef> desk) => (_port, _desk) = (port, desk);

    /// <summary>Serves a connection until it ends.</summary>
    /// <param name="connections">How many there are with it.</param>
    /// <param name="desk">The desk, once it stands.</param>
    public delegate Task ServeConnection(ConnectionContext connection, int connections, Task<IActorRef> desk);

    /// <summary>Where it listens; the port is the real one.</summary>
    public IPEndPoint EndPoint => _port.EndPoint;

    /// <summary>Connections there are now.</summary>
    public int Connections => _port.Connections;

    /// <inheritdoc cref="TcpPort.OpenAsync"/>
    public static async Task<DeskDoor> OpenAsync(string door, string host, int? port, ServeConnection serve, CancellationToken cancellation)
    {
        var number = port ?? throw new ArgumentException("The door is closed.", nameof(port));
        var desk = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = await TcpPort.OpenAsync(
            door, host, number, (connection, connections) => serve(connection, connections, desk.Task), cancellation).ConfigureAwait(false);
        return new DeskDoor(open, desk);
    }

    /// <summary>The house stands: connections get their sessions from this desk.</summary>
    public void Serve(IActorRef desk) => _desk.TrySetResult(desk);

    /// <summary>Listens no more; connections get their answers and close. When <paramref name="patience"/> ends, they are cut.</summary>
    public Task StopAsync(CancellationToken patience) => _port.StopAsync(patience);

    public ValueTask DisposeAsync() => _port.DisposeAsync();
}
