using System.Net;
using Akka.Actor;
using AkkaAuction.Auctioneer.Actors;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// The floor door. Each connection gets a session from the desk; beyond the ceiling a connection is told 401 and closed. The house takes the port before
/// it makes anything else, so that a port in use leaves nothing half started; connections wait until the desk stands. It closes the door first.
/// </summary>
public sealed class FloorDoor : IAsyncDisposable
{
    private readonly TcpPort _port;
    private readonly TaskCompletionSource<IActorRef> _desk;

    private FloorDoor(TcpPort port, TaskCompletionSource<IActorRef> desk)
    {
        _port = port;
        _desk = desk;
    }

    /// <summary>Where it listens; the port is the real one.</summary>
    public IPEndPoint EndPoint => _port.EndPoint;

    /// <summary>Connections there are now.</summary>
    public int Connections => _port.Connections;

    /// <param name="settings">Host and port (0: any free one) and the limits.</param>
    /// <param name="floor">The lots there are now.</param>
    /// <param name="time">The clock of limits.</param>
    /// <param name="log">Hears why connections are cut.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="SettingsException">It cannot listen there.</exception>
    public static async Task<FloorDoor> OpenAsync(
        FloorSettings settings, HouseFloor floor, TimeProvider time, Action<string> log, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var port = settings.Port ?? throw new ArgumentException("The door is closed.", nameof(settings));
        var desk = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        return new FloorDoor(await TcpPort.OpenAsync("floor", settings.Host, port, ServeAsync, cancellation).ConfigureAwait(false), desk);

        async Task ServeAsync(ConnectionContext connection, int connections)
        {
            if (connections > settings.ConnectionsMax)
            {
                await TurnAway(connection).ConfigureAwait(false);
                return;
            }
            using var served = new FloorConnection(connection, settings, floor, time, why => log($"A connection was cut: {why}."));
            var opener = await desk.Task.WaitAsync(connection.ConnectionClosed).ConfigureAwait(false);
            opener.Tell(new DeskMessage.OpenSession(served), ActorRefs.NoSender);
            await served.RunAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The house stands: connections get their sessions from this desk.</summary>
    public void Serve(IActorRef desk) => _desk.TrySetResult(desk);

    /// <summary>Listens no more; connections get their answers and close. When <paramref name="patience"/> ends, they are cut.</summary>
    public Task StopAsync(CancellationToken patience) => _port.StopAsync(patience);

    public ValueTask DisposeAsync() => _port.DisposeAsync();

    private static async Task TurnAway(ConnectionContext connection)
    {
        FloorWriter.Write(connection.Transport.Output, new Answer.Error(RejectionCode.HouseFull, Reasons.For(RejectionCode.HouseFull)));
        await connection.Transport.Output.FlushAsync(connection.ConnectionClosed).ConfigureAwait(false);
    }
}
