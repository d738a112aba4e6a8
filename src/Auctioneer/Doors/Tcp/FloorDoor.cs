using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// The floor's door. Each connection gets a session from the desk; beyond the ceiling a connection is told 401 and closed.
/// </summary>
internal static class FloorDoor
{
    private const string Name = "floor";

    /// <param name="settings">Host and port (0: any free one) and the limits.</param>
    /// <param name="time">The clock of limits.</param>
    /// <param name="descriptors">The process's descriptors.</param>
    /// <param name="ceilings">How many connections the door may have.</param>
    /// <param name="log">Hears why connections are cut.</param>
    /// <returns>Null: the door is closed.</returns>
    /// <exception cref="SettingsException">It cannot listen there.</exception>
    public static DeskDoor? Take(
        FloorSettings settings, TimeProvider time, Descriptors descriptors, Ceilings ceilings, Action<string> log)
    {
        if (settings.Port is not { } port) return null;
        var floor = new FloorContext(settings, new FloorTexts(), time, why => log($"A connection was cut: {why}."));
        return new DeskDoor(Name, settings.Host, port, descriptors, ServeAsync);

        async Task ServeAsync(ConnectionContext connection, int connections, IActorRef desk)
        {
            if (connections > ceilings.Of(Name, settings.ConnectionsMax))
            {
                await TurnAway(connection).ConfigureAwait(false);
                return;
            }
            using var served = new FloorConnection(connection, floor);
            desk.Tell(new AuctioneerMessage.OpenSession(served), ActorRefs.NoSender);
            await served.RunAsync().ConfigureAwait(false);
        }
    }

    private static async Task TurnAway(ConnectionContext connection)
    {
        FloorWriter.Write(connection.Transport.Output, new Answer.Error(RejectionCode.HouseFull, Reasons.For(RejectionCode.HouseFull)));
        await connection.Transport.Output.FlushAsync(connection.ConnectionClosed).ConfigureAwait(false);
    }
}
