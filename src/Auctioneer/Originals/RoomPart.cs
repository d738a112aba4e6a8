using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Forms.Room;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// The bidding room as a part of a house: a desk with a door and an account of its own. It shares the actor system, the clock and the journal with the other parts, and
/// nothing else: what happens in one is not heard in another.
/// </summary>
/// <param name="observer">Who sees what the room tells everybody; null: nobody.</param>
public sealed class RoomPart(IOriginalsObserver? observer = null) : HousePart
{
    private readonly TaskCompletionSource<FinalAccount> _last = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AccountBook? _book;
    private RoomContext? _context;

    public override string Name => RoomDesk.Name;

    /// <summary>The room's account as it stands, or as it was when the house stopped.</summary>
    public Task<FinalAccount> AccountAsync() => AccountRequest.AskAsync(Desk, _last.Task);

    internal override Task Stands => _context!.Stands.Task;

    internal override void Check(HouseSettings settings, Catalogue catalogue) => RoomCatalogue(settings);

    internal override DoorAddress? Address(HouseSettings settings) => OriginalsSettings.Of(settings).RoomDoor.Address(Name);

    private protected override Task<DeskDoor?> OpenDoorAsync(DoorContext context, CancellationToken cancellation) =>
        TextDoor.OpenAsync(Name, OriginalsSettings.Of(context.Settings).RoomDoor, context, cancellation);

    internal override IRecovery NewRecovery(HouseSettings settings) => new RecoveredSales(settings.Limits.BidIds);

    internal override void Start(HouseContext house)
    {
        var catalogue = RoomCatalogue(house.Settings);
        _book = new AccountBook(house.Settings.Currency);
        _book.Begin(1, catalogue);
        var listener = new LateListener();
        var guarded = observer is null ? null : new OriginalsObserverGuard(observer, Akka.Event.Logging.GetLogger(house.System, typeof(RoomPart)));
        _context = new RoomContext(
            house.Settings, catalogue, new HouseJournal(house.Journal, Name, listener), house.Time, _book, guarded, listener)
        {
            Overdue = house.Overdue,
        };
        Desk = house.Begin(RoomDesk.Props(_context, house.Recovered?.Of<RecoveredSales>(Name)), RoomDesk.Name, "The desk of the bidding room");
    }

    internal override Task<bool> StopTakingAsync(TimeSpan patience)
    {
        Desk.Tell(StopTextSessions.Instance, ActorRefs.NoSender);
        return Task.FromResult(false);
    }

    internal override void Ended()
    {
        if (_book is not null) _last.TrySetResult(_book.Now());
    }

    /// <summary>What the room sells: a catalogue of its own, or what the original sold (R2.8).</summary>
    /// <exception cref="SettingsException">The catalogue cannot be used in a room.</exception>
    internal static Catalogue RoomCatalogue(HouseSettings settings)
    {
        var inRoom = settings with { Lots = settings.Lots with { Form = RoomForm.Instance.Name } };
        var source = OriginalsSettings.Of(settings).RoomCatalogue;
        var catalogue = source is null
            ? CatalogueReader.Read(HouseSettings.Embedded("room.conf"), "the room", inRoom)
            : CatalogueReader.ReadFile(source, inRoom);
        var titles = new HashSet<string>(StringComparer.Ordinal);
        foreach (var lot in catalogue.Lots)
        {
            if (lot.Form is not RoomTerms) throw new SettingsException($"{source}: lot {lot.Id} has the form {lot.Form.Name}; the room sells lots of the form room only.");
            if (!titles.Add(lot.Title)) throw new SettingsException($"{source}: two lots have the title {lot.Title}; the room's clients know lots by their titles, so they must differ.");
        }
        return catalogue;
    }
}
