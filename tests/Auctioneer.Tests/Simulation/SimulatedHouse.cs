using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Configs;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Simulation.Books;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Audit;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;
using Microsoft.Extensions.Time.Testing;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>
/// A house in one thread, from one seed: the real desks of the floor with one to four sales, the room and the sealed house with their lots
/// and sessions, on a dispatcher that runs them in a drawn order; the real journal, whose writer is one more of those that may go next; a
/// clock that goes on when it is drawn, gladly to the very instant of a deadline; bidders and clients whose connections drop; an operator
/// who puts up sales and closes them; and a disk that fills up, stalls, gives no answer, or is there no more. An actor may fail on its next
/// fact. A crash may come at any moment, also in the middle of a commit; then a new house begins on what the disk has, by a snapshot or
/// without. After every step <see cref="Promises"/> looks at what is new.
/// </summary>
internal sealed class SimulatedHouse : IDisposable
{
    private static readonly Config AkkaConfig = ConfigurationFactory.ParseString($$"""
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.loggers = []
        # A system that never ends because its process is gone must not be kept until this one does.
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.actor.default-dispatcher { type = "{{SeededDispatcherConfigurator.TypeName}}", throughput = 1 }
        akka.actor.internal-dispatcher { type = "{{SeededDispatcherConfigurator.TypeName}}", throughput = 1 }
        """).WithFallback(TestConfigs.TestSchedulerConfig);

    private static readonly bool[] Switch = [false, true];
    private static readonly HouseSettings[] Settings =
    [
        .. from extend in Switch from acted in Switch from repeats in Switch select SettingsOf(extend, acted, repeats),
    ];

    private static readonly Catalogue RoomCatalogue = RoomPart.RoomCatalogue(Settings[0]);

    private readonly Random _chance;
    private readonly SeededBytes _bytes;
    private readonly HouseSettings _settings;
    private readonly SimulatedDisk _disk;
    private readonly RecoveryOptions _kind;
    private readonly Promises _promises;
    private readonly AccountEar _accounts;
    private readonly SimulatedSales _sales;
    private readonly SimulatedOperator _operator;
    private readonly SimulatedBidder[] _bidders;
    private readonly SimulatedTextClient[] _roomClients;
    private readonly SimulatedTextClient[] _sealedClients;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
    private long _epoch;
    private int _stalled;
    private ActorSystem _system = null!;
    private SeededQueue _actors = null!;
    private DiskJournal _journal = null!;
    private FailingJournal _failing = null!;
    private SimulatedDesks _desks = null!;
    private IActorRef _asker = ActorRefs.Nobody;

    /// <param name="seed">What everything is drawn from.</param>
    /// <param name="hasMoreForms">Whether there is a sale of the forms that later versions brought.</param>
    public SimulatedHouse(int seed, bool hasMoreForms = false)
    {
        _chance = new Random(seed);
        _bytes = new SeededBytes(seed);
        _settings = Settings[_chance.Next(Settings.Length)];
        _disk = new SimulatedDisk(_bytes);
        _promises = new Promises(OriginalsSettings.Of(_settings).Sealed);
        _accounts = new AccountEar(_promises);
        _sales = new SimulatedSales(_chance, _time.GetUtcNow(), hasMoreForms);
        _operator = new SimulatedOperator(_sales, _promises, _accounts, _time.GetUtcNow, _chance);
        _bidders = [.. Enumerable.Range(1, 3).Select(n => new SimulatedBidder($"bidder-{n}", _promises, _time.GetUtcNow))];
        _roomClients = [.. Enumerable.Range(1, 3).Select(_ => new SimulatedRoomClient(_promises, _chance))];
        _sealedClients = [.. Enumerable.Range(1, 4).Select(_ => new SimulatedSealedClient(_promises, _chance))];
        _kind = Recoveries.Of(_settings);
        Begin();
    }

    public SimulatedDisk Disk => _disk;

    public Promises Promises => _promises;

    public int Crashes { get; private set; }

    /// <summary>So many drawn steps, then everything is mended and comes to rest.</summary>
    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++) Guarded(Step);
        (_disk.Next, _stalled, _failing.FailsNext) = (Fate.Stored, 0, false);
        ComeToRest();
        foreach (var bidder in _bidders)
        {
            if (!bidder.IsHere) bidder.Drop(andTellTheHouse: true);
        }
        ComeToRest();
        for (var i = 0; i < 50 && _bidders.Any(b => b.Unanswered.Count > 0); i++)
        {
            foreach (var bidder in _bidders.Where(b => !b.IsConnected)) bidder.Connect(_desks.Floor);
            ComeToRest();
            foreach (var bidder in _bidders) bidder.Bid(_chance, 0);
            ComeToRest();
        }
        foreach (var bidder in _bidders.Where(b => b.Unanswered.Count > 0))
        {
            throw new BrokenPromiseException(
                "P1",
                $"{bidder.Name} ({bidder.State}) never hears of {string.Join(", ", bidder.Unanswered)}.");
        }
        _accounts.MustBe("the room", _desks.RoomBook.Now(), _promises.InRoom);
        _accounts.MustBe("the sealed house", _desks.SealedBook.Now(), _promises.InSealedHouse);
        ReadAgain();
        End();
    }

    public void Dispose()
    {
        _journal.Dispose();
        _disk.Dispose();
    }

    private void Step()
    {
        if (_stalled > 0) _stalled--;
        var bidder = _bidders[_chance.Next(_bidders.Length)];
        switch (_chance.Next(2040))
        {
            case < 1440: _actors.Step(_chance); break;
            case < 1580:
                if (_stalled == 0) _journal.Step();
                break;
            case < 1720: bidder.Bid(_chance, _chance.Next(4)); break;
            case < 1730: bidder.Pass(_chance); break;
            case < 1740: bidder.Ask(_chance.Next(2) == 0 ? new Request.List() : new Request.Me()); break;
            case < 1790:
                if (!bidder.IsConnected || _chance.Next(20) == 0) bidder.Connect(_desks.Floor);
                break;
            case < 1800: bidder.Drop(_chance.Next(2) == 0); break;
            case < 1870: Act(_roomClients, _desks.Room, _desks.RoomStands); break;
            case < 1940: Act(_sealedClients, _desks.Sealed, _desks.SealedStands); break;
            case < 1966: Advance(TimeSpan.FromMilliseconds(_chance.Next(1, 4000))); break;
            case < 1978: AdvanceToDeadline(); break;
            case < 1986: _disk.Next = (Fate)_chance.Next(1, 6); break;
            case < 1990: _stalled = _chance.Next(50, 400); break;
            case < 1994: _failing.FailsNext = true; break;
            case < 1996: throw new CrashException();
            case < 1998: _disk.TakeSnapshot(_kind); break;
            case < 2000: _journal.Anchor(); break;
            case < 2014: bidder.Join(_chance); break;
            case < 2020: bidder.Ask(new Request.Sales()); break;
            default: _operator.Act(_desks.Floor, _asker); break;
        }
    }

    private void Act(SimulatedTextClient[] clients, IActorRef desk, bool doorIsOpen)
    {
        var client = clients[_chance.Next(clients.Length)];
        if (client.IsConnected || doorIsOpen) client.Act(desk);
    }

    /// <summary>A process that dies takes with it what was not stored; the next one begins on what was.</summary>
    private void Guarded(Action step)
    {
        try
        {
            step();
            Look();
        }
        catch (CrashException)
        {
            Crashes++;
            foreach (var bidder in _bidders) bidder.Drop(andTellTheHouse: false);
            foreach (var client in _roomClients.Concat(_sealedClients)) client.Drop(null);
            End();
            Look();
            // Down for no time, for a moment, or past every deadline.
            _time.Advance(
                TimeSpan.FromMilliseconds(
                    _chance.Next(4) switch { 0 => _chance.Next(2), 3 => _chance.Next(100_000), _ => _chance.Next(2000) }));
            _disk.Next = Fate.Stored;
            Begin();
        }
    }

    /// <summary>Holds what is new to the promises.</summary>
    private void Look()
    {
        _disk.ReadNew(_promises.Stored);
        _promises.StepDone();
    }

    private void Begin()
    {
        _promises.Begins(new Life(++_epoch, _time.GetUtcNow(), _settings.Recovery.ExtendOverdue ? _settings.Recovery.Extension : null));
        _actors = SeededQueue.Begin();
        _system = ActorSystem.Create("simulated", AkkaConfig);
        _desks = new SimulatedDesks();
        // Whatever is released is told within the step that stored it: the promises must know of it by then.
        var found = Found();
        _journal = new DiskJournal(new Looking(this), found, _time, new JournalLimits(64, TimeSpan.FromSeconds(1)), null);
        _failing = new FailingJournal(_journal, () => _bidders.Any(b => b.IsHere) && _desks.RoomStands && _desks.SealedStands);
        _asker = _operator.Begin(_system);
        _desks.Open(_system, _settings, _sales.Given, RoomCatalogue, _failing, _time, _bytes, _accounts, found.Past as RecoveredHouse);
    }

    /// <summary>
    /// What the house comes back from: what the facts have come to, by a snapshot or by
    /// all of them, which must be the same; or each desk reads its own.
    /// </summary>
    private RecoveredFacts Found()
    {
        if (_chance.Next(3) == 0) return _disk.Found(_epoch);
        var found = _disk.Found(_epoch, _kind, bySnapshot: true);
        if (!_disk.Written(found, _kind).AsSpan().SequenceEqual(_disk.Written(_disk.Found(_epoch, _kind), _kind)))
            throw new BrokenPromiseException("P4", $"life {_epoch} comes back from a snapshot as another one than from all facts.");
        return found;
    }

    private void End()
    {
        _actors.Die();
        _journal.Dispose();
        _ = _system.Terminate();
    }

    private void Advance(TimeSpan by)
    {
        _time.Advance(by);
        ((TestScheduler)_system.Scheduler).Advance(by);
    }

    /// <summary>To the instant of a deadline, or one millisecond beside it.</summary>
    private void AdvanceToDeadline()
    {
        var now = _time.GetUtcNow();
        var next = _promises.Deadlines().Where(d => d > now).DefaultIfEmpty(now).Min();
        var by = next - now + TimeSpan.FromMilliseconds(_chance.Next(-1, 2));
        if (by > TimeSpan.Zero) Advance(by);
    }

    private void ComeToRest()
    {
        while (true)
        {
            var moved = false;
            Guarded(() => moved = _actors.Step(_chance) | _journal.Step());
            if (!moved && _actors.IsIdle) return;
        }
    }

    /// <summary>The whole journal from its beginning, as a house that starts would read it, and decided again in one piece.</summary>
    private void ReadAgain()
    {
        var rerun = new Rerun(OriginalsSettings.Of(_settings).Sealed);
        foreach (var (row, (stream, fact)) in _disk.Rows.Zip(_disk.Found(0).TakeAll()))
        {
            FactTime.TryRead(row.Text.Time, out var at);
            rerun.Add(stream, fact, at);
        }
        Assert.Empty(rerun.Decide());
    }

    private static HouseSettings SettingsOf(bool extends, bool allActed, bool repeats) => Houses.Settings([
        "auction.rounds.length=20s", "auction.rounds.silence=2",
        $"auction.sale.repeat={(repeats ? "on" : "off")}", "auction.sale.let-go-after=15s",
        $"auction.rounds.close-when-all-acted={(allActed ? "on" : "off")}",
        "auction.room.deadline=5s", "auction.sealed.patience.request=10s", "auction.sealed.patience.buyers=20s",
        "auction.sealed.patience.bid=10s",
        $"auction.recovery.overdue={(extends ? "extend" : "close")}", "auction.recovery.extension=20s",
        // Nothing fails so often that it is given up: what is sold stays comparable.
        "auction.supervision.failures=1000000",
    ]);

    /// <summary>The disk, looked at as soon as it has stored something.</summary>
    private sealed class Looking(SimulatedHouse house) : IFactStore
    {
        public void Commit(IReadOnlyList<FactRow> rows)
        {
            try
            {
                house._disk.Commit(rows);
            }
            finally
            {
                house._disk.ReadNew(house._promises.Stored);
            }
        }

        public void WriteHead(FactRow last) => house._disk.WriteHead(last);

        public bool Has(FactRow row) => house._disk.Has(row);

        public IEnumerable<(string Stream, StoredFact Fact)> ReadAll(long after) => house._disk.ReadAll(after);

        public IReadOnlyList<StoredFact> ReadStream(long last) => house._disk.ReadStream(last);

        public StreamPlace Find(string stream) => house._disk.Find(stream);

        public void Dispose() { }
    }
}
