using Akka.Actor;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// A door of one of the two original houses. Each connection gets a session from the desk behind the door; beyond the ceiling a connection is closed
/// without a word, because the originals have none for it.
/// </summary>
public static class TextDoor
{
    /// <param name="name">The door's name in the settings: <c>room</c>, <c>sealed</c>.</param>
    /// <param name="settings">Host, port (0: any free one) and the limits.</param>
    /// <param name="time">The clock of silence and limits.</param>
    /// <param name="log">Hears why connections are cut.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="SettingsException">It cannot listen there.</exception>
    public static Task<DeskDoor> OpenAsync(
        string name, TextDoorSettings settings, TimeProvider time, Action<string> log, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return DeskDoor.OpenAsync(name, settings.Host, settings.Port, ServeAsync, cancellation);

        async Task ServeAsync(ConnectionContext connection, int connections, Task<IActorRef> desk)
        {
            if (connections > settings.ConnectionsMax) return;
            using var served = new TextConnection(connection, settings, time, why => log($"A connection of the {name} was cut: {why}."));
            var opener = await desk.WaitAsync(OpenPatience, time, CancellationToken.None).ConfigureAwait(false);
            opener.Tell(new OpenTextSession(served), ActorRefs.NoSender);
            await served.RunAsync().ConfigureAwait(false);
        }
    }

    private static readonly TimeSpan OpenPatience = TimeSpan.FromMinutes(1);
}
