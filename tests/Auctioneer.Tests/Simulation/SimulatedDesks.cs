using System.Security.Cryptography;
using Akka.Actor;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;
using Desk = AkkaAuction.Auctioneer.Hosting.Auctioneer;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>The three desks of one life of the house, on one journal, as <see cref="House"/> puts them together.</summary>
internal sealed class SimulatedDesks
{
    private OriginalsContext _room = null!;
    private OriginalsContext _sealed = null!;

    public IActorRef Floor { get; private set; } = ActorRefs.Nobody;

    public IActorRef Room { get; private set; } = ActorRefs.Nobody;

    public IActorRef Sealed { get; private set; } = ActorRefs.Nobody;

    public AccountBook RoomBook { get; private set; } = null!;

    public AccountBook SealedBook { get; private set; } = null!;

    public bool RoomStands => _room.Stands.Task.IsCompleted;

    public bool SealedStands => _sealed.Stands.Task.IsCompleted;

    public void Open(
        ActorSystem system, HouseSettings settings, IEnumerable<Catalogue> sales, Catalogue inRoom, IJournal journal, TimeProvider time,
        RandomNumberGenerator chance, IHouseObserver observer, RecoveredHouse? recovered)
    {
        var now = time.GetUtcNow();
        var overdue = settings.Recovery.ExtendOverdue ? new Extension(now, now + settings.Recovery.Extension) : null;
        Floor = system.ActorOf(
            Desk.Props(
                new AuctioneerContext(settings, [.. sales], journal, time, new HouseBooks(() => observer))
                {
                    Overdue = overdue,
                    Chance = chance,
                },
                recovered?.Of<RecoveredSales>("floor")),
            Desk.Name);

        var toRoom = new LateListener();
        RoomBook = new AccountBook();
        RoomBook.Begin(1, inRoom);
        _room = new OriginalsContext(settings, inRoom, new HouseJournal(journal, RoomDesk.Name), time, RoomBook, null, toRoom)
        {
            Overdue = overdue,
        };
        Room = system.ActorOf(RoomDesk.Props(_room, recovered?.Of<RecoveredSales>(RoomDesk.Name)), RoomDesk.Name);

        var toSealed = new LateListener();
        SealedBook = new AccountBook();
        SealedBook.Begin(1, new Catalogue([]));
        _sealed = new OriginalsContext(
            settings, new Catalogue([]), new HouseJournal(journal, SealedDesk.Name), time, SealedBook, null, toSealed);
        Sealed = system.ActorOf(SealedDesk.Props(_sealed, recovered?.Of<RecoveredSealedHouse>(SealedDesk.Name)), SealedDesk.Name);
    }
}

/// <summary>
/// A journal on which the next actor that stores something fails: nothing of that is stored, and its successor comes back from what was.
/// </summary>
/// <param name="journal">What it is in front of.</param>
/// <param name="standsHouse">A desk that cannot even begin is no house: nothing fails before somebody has been welcomed.</param>
internal sealed class FailingJournal(IJournal journal, Func<bool> standsHouse) : IJournal
{
    // The room tries a bid three times; then it is rejected, for its clients have no word for a lot that fails for ever.
    private const int FailuresMax = 2;

    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);

    public bool FailsNext { get; set; }

    public long LastEvent(string chain) => journal.LastEvent(chain);

    public long Epoch => journal.Epoch;

    public bool HasRoom => journal.HasRoom;

    public void WhenRoom(Action resume) => journal.WhenRoom(resume);

    public IReadOnlyList<StoredFact> Read(string stream) => journal.Read(stream);

    public IEnumerable<(string Stream, StoredFact Fact)> ReadAll() => journal.ReadAll();

    public void LetGo(string what, int upTo) => journal.LetGo(what, upTo);

    public FactWriter OpenWriter(string stream) => journal.OpenWriter(stream);

    public Appended Append(FactWriter writer, ReadOnlySpan<object> facts, IReadOnlyList<object> announcements, IRelease? release)
    {
        if (!FailsNext || _failures.GetValueOrDefault(writer.Stream) == FailuresMax || !standsHouse())
        {
            return journal.Append(writer, facts, announcements, release);
        }
        FailsNext = false;
        _failures[writer.Stream] = _failures.GetValueOrDefault(writer.Stream) + 1;
        throw new IOException("The actor fails.");
    }

    public void After(IRelease release) => journal.After(release);

    public long Announce(string chain, IReadOnlyList<object> announcements) => journal.Announce(chain, announcements);

    public void Listen(string chain, IAnnouncements listener) => journal.Listen(chain, listener);
}
