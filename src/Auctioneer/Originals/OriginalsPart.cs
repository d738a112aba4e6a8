using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// An original house as a part of a house: a desk with a door and an account of its own. It shares the actor system, the clock and the
/// journal with the other parts, and nothing else.
/// </summary>
public abstract class OriginalsPart : HousePart
{
    private readonly IOriginalsObserver? _observer;
    private readonly TaskCompletionSource<FinalAccount> _last = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OriginalsContext? _context;

    private protected OriginalsPart(IOriginalsObserver? observer) => _observer = observer;

    /// <summary>The account as it stands, or as it was when the house stopped; the sealed house's covers all its auctions.</summary>
    public Task<FinalAccount> AccountAsync() => AccountRequest.AskAsync(Desk, _last.Task);

    internal override Task Stands => _context!.Stands.Task;

    /// <summary>What a person calls its desk, with a capital.</summary>
    private protected abstract string DeskTitle { get; }

    private protected abstract TextDoorSettings Door(OriginalsSettings settings);

    /// <summary>The lots that it begins with.</summary>
    /// <exception cref="SettingsException">They cannot be used in this house.</exception>
    private protected abstract Catalogue Lots(HouseSettings settings);

    private protected abstract Props DeskProps(OriginalsContext context, RecoveredHouse? recovered);

    internal override void Check(HouseSettings settings, IReadOnlyCollection<Catalogue> catalogues)
    {
        OriginalsSettings.Of(settings);
        Lots(settings);
    }

    internal override DoorAddress? Address(HouseSettings settings) => Door(OriginalsSettings.Of(settings)).Address(Name);

    private protected override DeskDoor? TakeDoor(DoorContext context) =>
        TextDoor.Take(Name, Door(OriginalsSettings.Of(context.Settings)), context);

    internal override DoorCeiling? Ceiling(HouseSettings settings) =>
        Door(OriginalsSettings.Of(settings)) is { Port: not null } door ? Ceiling(settings, door.ConnectionsMax) : null;

    internal override void Start(HouseContext house)
    {
        var catalogue = Lots(house.Settings);
        var book = new AccountBook();
        book.Begin(1, catalogue);
        var listener = new LateListener();
        var journal = new HouseJournal(house.Journal, Name);
        var guarded = _observer is null
            ? null
            : new OriginalsObserverGuard(_observer, Akka.Event.Logging.GetLogger(house.System, GetType()));
        _context = new OriginalsContext(house.Settings, catalogue, journal, house.Time, book, guarded, listener)
        {
            Overdue = house.Overdue,
        };
        Desk = house.Begin(DeskProps(_context, house.Recovered), Name, DeskTitle);
    }

    internal override Task<bool> StopTakingAsync(TimeSpan patience)
    {
        Desk.Tell(StopTextSessions.Instance, ActorRefs.NoSender);
        return Task.FromResult(false);
    }

    internal override void Ended()
    {
        if (_context is not null) _last.TrySetResult(_context.Book.Now());
    }
}
