using Akka.Actor;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;
using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// A door of one of the two original houses. Each connection gets a session from the desk behind the door. Beyond the ceiling the door
/// closes a connection without a word, because the originals have none for it.
/// </summary>
internal static class TextDoor
{
    /// <param name="name">The door's name in the settings: <c>room</c>, <c>sealed</c>.</param>
    /// <param name="settings">Host, port (0: any free one) and the limits.</param>
    /// <param name="context">The clock of silence and limits, and who gets the reason of each connection that is cut.</param>
    /// <returns>Null: the door is closed.</returns>
    /// <exception cref="SettingsException">It cannot listen there.</exception>
    public static DeskDoor? Take(string name, TextDoorSettings settings, DoorContext context)
    {
        if (settings.Port is not { } port) return null;
        var (time, log) = (context.Time, context.Log);
        var texts = new RoomTexts();
        return new DeskDoor(name, settings.Host, port, context.Descriptors, ServeAsync);

        async Task ServeAsync(ConnectionContext connection, int connections, IActorRef desk)
        {
            if (connections > context.Ceilings.Of(name, settings.ConnectionsMax)) return;
            using var served = new TextConnection(
                connection, settings, texts, time, why => log($"A connection of the {name} was cut: {why}."));
            desk.Tell(new OpenTextSession(served), ActorRefs.NoSender);
            await served.RunAsync().ConfigureAwait(false);
        }
    }
}
