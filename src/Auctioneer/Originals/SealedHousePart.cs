using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>The sealed-bid house as a part of a house; see <see cref="RoomPart"/>.</summary>
/// <param name="observer">Who sees the server's screen; null: nobody.</param>
public sealed class SealedHousePart(IOriginalsObserver? observer = null) : HousePart
{
    private readonly TaskCompletionSource<FinalAccount> _last = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AccountBook? _book;
    private SealedContext? _context;

    public override string Name => SealedDesk.Name;

    /// <summary>The account of all its auctions so far.</summary>
    public Task<FinalAccount> AccountAsync() => AccountRequest.AskAsync(Desk, _last.Task);

    internal override Task Stands => _context!.Stands.Task;

    internal override void Check(HouseSettings settings, Catalogue catalogue) => OriginalsSettings.Of(settings);

    internal override DoorAddress? Address(HouseSettings settings) => OriginalsSettings.Of(settings).SealedDoor.Address(Name);

    private protected override Task<DeskDoor?> OpenDoorAsync(DoorContext context, CancellationToken cancellation) =>
        TextDoor.OpenAsync(Name, OriginalsSettings.Of(context.Settings).SealedDoor, context, cancellation);

    internal override IRecovery NewRecovery(HouseSettings settings) => new RecoveredSealedHouse(OriginalsSettings.Of(settings).Sealed, settings.Limits.BidIds);

    internal override void Start(HouseContext house)
    {
        _book = new AccountBook(house.Settings.Currency);
        _book.Begin(1, new Catalogue([]));
        var listener = new LateListener();
        var guarded = observer is null ? null : new OriginalsObserverGuard(observer, Akka.Event.Logging.GetLogger(house.System, typeof(SealedHousePart)));
        _context = new SealedContext(house.Settings, new HouseJournal(house.Journal, Name, listener), house.Time, _book, guarded, listener);
        Desk = house.Begin(SealedDesk.Props(_context, house.Recovered?.Of<RecoveredSealedHouse>(Name)), SealedDesk.Name, "The desk of the sealed-bid house");
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

    /// <summary>Its actors: sessions and lots; one that is idle has none.</summary>
    internal Task<int> ActorsAsync() => Desk.Ask<int>(SealedDesk.HowMany.Instance, TimeSpan.FromSeconds(10));
}
