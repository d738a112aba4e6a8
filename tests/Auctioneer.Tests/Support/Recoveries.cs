using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal.Snapshots;

namespace AkkaAuction.Auctioneer.Tests.Support;

/// <summary>What facts come to in a house with every part.</summary>
internal static class Recoveries
{
    public static RecoveryOptions Of(HouseSettings settings) =>
        OpenedJournal.Kind(settings, [new FloorPart(), new RoomPart(), new SealedHousePart()]);
}
