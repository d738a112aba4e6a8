using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>The sale of the catalogue, with the floor door.</summary>
public sealed class FloorPart : HousePart
{
    private BookKeeper? _books;

    public override string Name => "floor";

    /// <summary>Keeps the sale's account, once the part has started.</summary>
    internal BookKeeper Books => _books ?? throw new InvalidOperationException("The house has not started.");

    internal override Task Stands => Books.IsOpen;

    internal override void Check(HouseSettings settings, Catalogue catalogue)
    {
        foreach (var lot in catalogue.Lots)
        {
            if (lot.Fault() is { } fault) throw new SettingsException($"Lot {lot.Id}: {fault}");
        }
        if (catalogue.SaleTerms(1, settings).Fault() is { } wrong) throw new SettingsException($"The sale: {wrong}");
    }

    internal override DoorAddress? Address(HouseSettings settings) =>
        settings.Floor.Port is { } port ? new DoorAddress(Name, settings.Floor.Host, port) : null;

    private protected override async Task<DeskDoor?> OpenDoorAsync(DoorContext context, CancellationToken cancellation) =>
        context.Settings.Floor.Port is null
            ? null
            : await FloorDoor.OpenAsync(context.Settings.Floor, context.Time, context.Log, cancellation).ConfigureAwait(false);

    internal override IRecovery NewRecovery(HouseSettings settings) => new RecoveredSales(settings.Limits.BidIds);

    internal override void Start(HouseContext house)
    {
        _books = new BookKeeper(house.Settings.Currency, house.Guarded());
        var context = new AuctioneerContext(house.Settings, house.Catalogue, house.Journal, house.Time, _books, house.Announcements)
        {
            Overdue = house.Overdue,
        };
        Desk = house.Begin(Auctioneer.Props(context, house.Recovered?.Of<RecoveredSales>(Name)), Auctioneer.Name, "The floor's desk");
    }

    internal override Task<bool> StopTakingAsync(TimeSpan patience)
    {
        Desk.Tell(AuctioneerMessage.StopTaking.Instance, Akka.Actor.ActorRefs.NoSender);
        return Task.FromResult(Connections > 0);
    }

    /// <inheritdoc cref="House.AccountAsync"/>
    internal Task<FinalAccount> AccountAsync() => AccountRequest.AskAsync(Desk, Books.Last);

    internal override void Ended() => _books?.Stopped();
}
