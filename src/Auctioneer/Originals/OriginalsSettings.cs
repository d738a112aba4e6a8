using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>The two original houses: the bidding room and the sealed-bid house.</summary>
/// <param name="RoomDoor">The room's door.</param>
/// <param name="SealedDoor">The sealed house's door.</param>
/// <param name="RoomCatalogue">A file with what the room sells; null: what the original sold (R2.8).</param>
/// <param name="Sealed">The sealed house's patience.</param>
/// <param name="SealedLines">What the sealed house says.</param>
internal sealed record OriginalsSettings(
    TextDoorSettings RoomDoor,
    TextDoorSettings SealedDoor,
    string? RoomCatalogue,
    SealedHouseTerms Sealed,
    SealedLines SealedLines)
{
    /// <summary>Both programs' own words say dollars.</summary>
    public static Currency Currency => Currency.Default;

    /// <summary>Reads them from a house's settings.</summary>
    /// <exception cref="SettingsException">Something in them cannot be used.</exception>
    public static OriginalsSettings Of(HouseSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Section(at => Read(at, Currency));
    }

    private static OriginalsSettings Read(Func<string, ValueReader> at, Currency currency) => new(
        ReadDoor(at, "auction.doors.room"),
        ReadDoor(at, "auction.doors.sealed"),
        at("auction.room.catalogue") is var file && file.Is("none") ? null : file.Text("a file, or none"),
        new SealedHouseTerms(
            currency,
            at("auction.sealed.amount").Amount(currency, 100, Amount.MaxMinor),
            at("auction.sealed.patience.request").Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(365)),
            at("auction.sealed.patience.buyers").Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(365)),
            at("auction.sealed.patience.bid").Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(365))),
        SealedLines.Read(at));

    private static TextDoorSettings ReadDoor(Func<string, ValueReader> at, string door) => new(
        at($"{door}.host").Address(),
        at($"{door}.port") is var port && port.Is("off") ? null : port.Whole(0, 65535, "a port from 0 to 65535, or off"),
        at($"{door}.connections").Whole(1, 1_000_000),
        at($"{door}.silence").Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)),
        (int)at($"{door}.message-bytes").Bytes(256, 1 << 20),
        at($"{door}.messages-per-second").Whole(1, 1_000_000),
        at($"{door}.faults-in-a-row").Whole(1, 1_000_000),
        OutputLimits.Read(at, door));
}

/// <summary>A door of one of the original houses.</summary>
/// <param name="Host">Address to listen on.</param>
/// <param name="Port">Port; 0: any free one; null: the door is closed.</param>
/// <param name="ConnectionsMax">Connections at a time.</param>
/// <param name="Silence">A pause that ends a message without a newline (R3.9).</param>
/// <param name="MessageBytesMax">Longest message.</param>
/// <param name="MessagesPerSecond">Messages per second and connection, and as many at once; who sends more is read more slowly.</param>
/// <param name="FaultsInARowMax">Messages in a row that could not be taken, before the connection is closed.</param>
/// <param name="Output">What may wait for a slow reader.</param>
internal sealed record TextDoorSettings(
    string Host,
    int? Port,
    int ConnectionsMax,
    TimeSpan Silence,
    int MessageBytesMax,
    int MessagesPerSecond,
    int FaultsInARowMax,
    OutputLimits Output)
{
    /// <summary>Where it listens; null: it is closed.</summary>
    /// <param name="door">The door's name.</param>
    internal DoorAddress? Address(string door) => Port is { } port ? new DoorAddress(door, Host, port) : null;
}
