using Akka.Actor;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Forms.Room;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>The bidding room as a part of a house.</summary>
/// <param name="observer">Who sees what the room shows everybody; null: nobody.</param>
public sealed class RoomPart(IOriginalsObserver? observer = null) : OriginalsPart(observer)
{
    public override string Name => RoomDesk.Name;

    private protected override string DeskTitle => "The desk of the bidding room";

    private protected override TextDoorSettings Door(OriginalsSettings settings) => settings.RoomDoor;

    private protected override Catalogue Lots(HouseSettings settings) => RoomCatalogue(settings);

    internal override IRecovery NewRecovery(HouseSettings settings) => new RecoveredSales(settings.Limits.BidIds);

    private protected override Props DeskProps(OriginalsContext context, RecoveredHouse? recovered) =>
        RoomDesk.Props(context, recovered?.Of<RecoveredSales>(Name));

    /// <summary>What the room sells: a catalogue of its own, or what the original sold (R2.8).</summary>
    /// <exception cref="SettingsException">The catalogue cannot be used in a room.</exception>
    internal static Catalogue RoomCatalogue(HouseSettings settings)
    {
        var inRoom = settings with
        {
            Currency = OriginalsSettings.Currency,
            Lots = settings.Lots with { Form = RoomForm.Instance.Name },
        };
        var source = OriginalsSettings.Of(settings).RoomCatalogue;
        var catalogue = source is null
            ? CatalogueReader.Read(HouseSettings.Embedded("room.conf"), "the room", inRoom, "room")
            : CatalogueReader.ReadFile(source, inRoom);
        var titles = new HashSet<string>(StringComparer.Ordinal);
        foreach (var lot in catalogue.Lots)
        {
            if (lot.Form is not RoomTerms)
            {
                throw new SettingsException(
                    $"{source}: lot {lot.Id} has the form {lot.Form.Name}; the room sells lots of the form room only.");
            }
            if (!titles.Add(lot.Title))
            {
                throw new SettingsException(
                    $"{source}: two lots have the title {lot.Title}; the room's clients know lots by their titles, so they must differ.");
            }
        }
        return catalogue;
    }
}
