using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Remote;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>The door of remote bidders to the sale of the catalogue. Its port is the actor system's, and is taken with it.</summary>
/// <param name="floor">The sale; it starts before this part.</param>
public sealed class RemoteDoorPart(FloorPart floor) : HousePart
{
    public override string Name => "remote";

    /// <summary>What remote bidders reach the house by, like <c>akka.tcp://house@127.0.0.1:8110</c>; null: the door is closed.</summary>
    public string? SystemAddress { get; private set; }

    /// <summary>The sale of the catalogue, open to remote bidders, too.</summary>
    public static IReadOnlyList<HousePart> WithFloor()
    {
        var floor = new FloorPart();
        return [floor, new RemoteDoorPart(floor)];
    }

    /// <summary>The door's settings, where it is to be open; else null.</summary>
    internal static RemoteDoorSettings? OpenIn(HouseSettings settings) => settings.Remote.Port is null ? null : settings.Remote;

    internal override void Check(HouseSettings settings, IReadOnlyCollection<Catalogue> catalogues)
    {
        if (OpenIn(settings) is { } door) RemoteSystem.Check(door, settings.PlaceOfHost(Name));
    }

    internal override DoorAddress? Address(HouseSettings settings) =>
        OpenIn(settings) is { Port: { } port } door ? new DoorAddress(Name, door.Host, port) : null;

    internal override void Start(HouseContext house)
    {
        if (OpenIn(house.Settings) is not { } door) return;
        var log = Akka.Event.Logging.GetLogger(house.System, typeof(RemoteDesk));
        var context = new RemoteSessionContext(door, floor.Desk, house.Time, why => log.Info("A remote bidder was cut: {Why}.", why));
        var observer = house.Guarded();
        var props = RemoteDesk.Props(context, (node, bidders) => observer?.OnNodeGone(node, bidders));
        Desk = house.Begin(props, RemoteDesk.Name, "The desk of remote bidders");
        SystemAddress = ((ExtendedActorSystem)house.System).Provider.DefaultAddress.ToString();
    }

    internal override async Task<bool> StopTakingAsync(TimeSpan patience)
    {
        if (Desk.IsNobody()) return false;
        try
        {
            return await Desk.Ask<int>(RemoteDesk.HowMany.Instance, patience).ConfigureAwait(false) > 0;
        }
        catch (AskTimeoutException)
        {
            // The desk is gone or overloaded: its bidders may still need a moment for their answers.
            return true;
        }
    }

    internal override async Task CloseAsync(TimeSpan patience)
    {
        if (Desk.IsNobody()) return;
        try
        {
            await Desk.GracefulStop(patience, RemoteDesk.Close.Instance).ConfigureAwait(false);
        }
        catch (TaskCanceledException)
        {
            // The house cuts whoever has not got all answers by now.
        }
    }
}
