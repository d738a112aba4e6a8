using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>The open doors of all parts.</summary>
internal sealed record HouseDoors(DeskDoor? Floor, OriginalDoors Originals) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        if (Floor is not null) await Floor.DisposeAsync().ConfigureAwait(false);
        await Originals.DisposeAsync().ConfigureAwait(false);
    }

    public static async Task<HouseDoors> OpenAsync(
        HouseSettings settings, HouseParts parts, HouseFloor floor, TimeProvider time, Action<string> log, CancellationToken cancellation)
    {
        DeskDoor? door = null;
        try
        {
            if (parts.HasFlag(HouseParts.Floor) && settings.Floor.Port is not null)
                door = await FloorDoor.OpenAsync(settings.Floor, floor, time, log, cancellation).ConfigureAwait(false);
            return new HouseDoors(door, await OriginalDoors.OpenAsync(settings.Originals, parts, time, log, cancellation).ConfigureAwait(false));
        }
        catch (Exception fault)
        {
            if (door is not null) await door.DisposeAsync().ConfigureAwait(false);
            if (fault is DoorException failed)
            {
                var later = All(settings, parts).SkipWhile(d => d.Door != failed.Door).Skip(1);
                throw failed.With(later).At(settings.PlaceOfHost(failed.Door));
            }
            throw;
        }
    }

    /// <summary>The doors in the order in which they are opened.</summary>
    private static IEnumerable<DoorAddress> All(HouseSettings settings, HouseParts parts)
    {
        if (parts.HasFlag(HouseParts.Floor) && settings.Floor.Port is { } floor) yield return new DoorAddress("floor", settings.Floor.Host, floor);
        var (room, hidden) = (settings.Originals.RoomDoor, settings.Originals.SealedDoor);
        if (parts.HasFlag(HouseParts.Room) && room.Port is { } roomPort) yield return new DoorAddress(RoomDesk.Name, room.Host, roomPort);
        if (parts.HasFlag(HouseParts.Sealed) && hidden.Port is { } sealedPort) yield return new DoorAddress(SealedDesk.Name, hidden.Host, sealedPort);
        if (Remote(settings, parts) is { Port: { } remote } door) yield return new DoorAddress("remote", door.Host, remote);
    }

    /// <summary>The remote door's settings, where it is to be open; else null.</summary>
    public static RemoteDoorSettings? Remote(HouseSettings settings, HouseParts parts) =>
        parts.HasFlag(HouseParts.Remote) && settings.Remote.Port is not null ? settings.Remote : null;
}
