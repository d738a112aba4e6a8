using System.Net;
using Akka.Actor;
using AkkaAuction.Auctioneer.Actors.Originals;
using AkkaAuction.Auctioneer.Settings;
using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// A door of one of the two original houses. Each connection gets a session from the desk behind the door; beyond the ceiling a connection is closed
/// without a word, because the originals have none for it. As with the floor, the port is taken before anything else is made.
/// </summary>
public sealed class TextDoor : IAsyncDisposable
{
    private readonly TcpPort _port;
    private readonly TaskCompletionSource<IActorRef> _desk;

    private TextDoor(TcpPort port, TaskCompletionSource<IActorRef> desk)
    {
        _port = port;
        _desk = desk;
    }

    /// <summary>Where it listens; the port is the real one.</summary>
    public IPEndPoint EndPoint => _port.EndPoint;

    /// <summary>Connections there are now.</summary>
    public int Connections => _port.Connections;

    /// <param name="name">The door's name in the settings: <c>room</c>, <c>sealed</c>.</param>
    /// <param name="settings">Host, port (0: any free one) and the limits.</param>
    /// <param name="time">The clock of silence and limits.</param>
    /// <param name="log">Hears why connections are cut.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="SettingsException">It cannot listen there.</exception>
    public static async Task<TextDoor> OpenAsync(
        string name, TextDoorSettings settings, TimeProvider time, Action<string> log, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var port = settings.Port ?? throw new ArgumentException("The door is closed.", nameof(settings));
        var desk = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        return new TextDoor(await TcpPort.OpenAsync(name, settings.Host, port, ServeAsync, cancellation).ConfigureAwait(false), desk);

        async Task ServeAsync(ConnectionContext connection, int connections)
        {
            if (connections > settings.ConnectionsMax) return;
            using var served = new TextConnection(connection, settings, time, why => log($"A connection of the {name} was cut: {why}."));
            var opener = await desk.Task.WaitAsync(OpenPatience, time, CancellationToken.None).ConfigureAwait(false);
            opener.Tell(new OpenTextSession(served), ActorRefs.NoSender);
            await served.RunAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The house stands: connections get their sessions from this desk.</summary>
    public void Serve(IActorRef desk) => _desk.TrySetResult(desk);

    /// <summary>Listens no more; when <paramref name="patience"/> ends, connections are cut.</summary>
    public Task StopAsync(CancellationToken patience) => _port.StopAsync(patience);

    public ValueTask DisposeAsync() => _port.DisposeAsync();

    private static readonly TimeSpan OpenPatience = TimeSpan.FromMinutes(1);
}
