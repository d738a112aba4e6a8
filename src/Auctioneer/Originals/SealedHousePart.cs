using Akka.Actor;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>The sealed-bid house as a part of a house.</summary>
/// <param name="observer">Who sees the server's screen; null: nobody.</param>
public sealed class SealedHousePart(IOriginalsObserver? observer = null) : OriginalsPart(observer)
{
    public override string Name => SealedDesk.Name;

    private protected override string DeskTitle => "The desk of the sealed-bid house";

    private protected override TextDoorSettings Door(OriginalsSettings settings) => settings.SealedDoor;

    private protected override Catalogue Lots(HouseSettings settings) => new([]);

    internal override IRecovery NewRecovery(HouseSettings settings) =>
        new RecoveredSealedHouse(OriginalsSettings.Of(settings).Sealed, settings.Limits.BidIds);

    private protected override Props DeskProps(OriginalsContext context, RecoveredHouse? recovered) =>
        SealedDesk.Props(context, recovered?.Of<RecoveredSealedHouse>(Name));

    /// <summary>Its actors: sessions and lots; one that is idle has none.</summary>
    internal Task<int> ActorsAsync() => Desk.Ask<int>(SealedDesk.HowMany.Instance, TimeSpan.FromSeconds(10));
}
