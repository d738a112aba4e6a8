using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Configs;
using AkkaAuction.Auctioneer.Actors;
using AkkaAuction.Auctioneer.Journal;
using AkkaAuction.Auctioneer.Journal.Codec;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using Desk = AkkaAuction.Auctioneer.Actors.Auctioneer;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>
/// A sale in one thread, from one seed: the real desk, board, lots and sessions on a dispatcher that runs them in a drawn order, the real journal whose writer is one more
/// of those that may go next, a clock that goes on when it is drawn, bidders whose connections drop, and a disk that fills up, gives no answer, or is there
/// no more. A crash may come at any moment, also in the middle of a commit; then a new house begins on what the disk has.
/// </summary>
internal sealed class SimulatedHouse : IDisposable
{
    private const string Lots = """
        lots = [
          { id = lamp, start = "10.00", units = 2 }
          { id = rug, start = "12.00" }
          { id = cup, form = second_price, start = "10.00", open-for = 5m }
          { id = violin, form = proxy, start = "10.00", increment = "1.00", open-for = 4m }
        ]
        """;

    private static readonly Config AkkaConfig = ConfigurationFactory.ParseString($$"""
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.loggers = []
        akka.actor.default-dispatcher { type = "{{SeededDispatcherConfigurator.TypeName}}", throughput = 1 }
        """).WithFallback(TestConfigs.TestSchedulerConfig);

    private readonly Random _chance;
    private readonly HouseSettings _settings;
    private readonly Catalogue _catalogue;
    private readonly SimulatedDisk _disk = new();
    private readonly SimulatedBidder[] _bidders;
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private long _epoch;
    private ActorSystem _system = null!;
    private SeededDispatcher _dispatcher = null!;
    private DiskJournal _journal = null!;
    private HouseFloor _floor = null!;
    private IActorRef _desk = ActorRefs.Nobody;
    private IActorRef _board = ActorRefs.Nobody;

    public SimulatedHouse(int seed)
    {
        _chance = new Random(seed);
        string[] overdue = _chance.Next(2) == 0 ? [] : ["auction.recovery.overdue=extend", "auction.recovery.extension=20s"];
        _settings = Houses.Settings([
            "auction.rounds.length=60s", "auction.rounds.silence=2", "auction.sale.repeat=on", $"auction.rounds.close-when-all-acted={(_chance.Next(2) == 0 ? "on" : "off")}", .. overdue,
        ]);
        _catalogue = Houses.Catalogue(Lots, _settings);
        _bidders = [.. Enumerable.Range(1, 3).Select(n => new SimulatedBidder($"bidder-{n}", _disk))];
        Begin();
    }

    public SimulatedDisk Disk => _disk;

    public int Crashes { get; private set; }

    /// <summary>So many drawn steps, then everything is mended and comes to rest.</summary>
    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++) Guarded(Step);
        _disk.Next = Fate.Stored;
        ComeToRest();
        foreach (var bidder in _bidders)
        {
            if (!bidder.IsHere) bidder.Drop(andTellTheHouse: true);
        }
        ComeToRest();
        for (var i = 0; i < 50 && _bidders.Any(b => b.Unanswered.Count > 0); i++)
        {
            foreach (var bidder in _bidders.Where(b => !b.IsConnected)) bidder.Connect(_desk);
            ComeToRest();
            foreach (var bidder in _bidders) bidder.Bid(_floor, _chance, 0);
            ComeToRest();
        }
        Assert.All(_bidders, b => Assert.Empty(b.Unanswered));
        Check();
        End();
    }

    public void Dispose()
    {
        _journal.Dispose();
        _disk.Dispose();
    }

    private void Step()
    {
        var bidder = _bidders[_chance.Next(_bidders.Length)];
        switch (_chance.Next(1000))
        {
            case < 700: _dispatcher.Step(_chance); break;
            case < 780: _journal.Step(); break;
            case < 900: bidder.Bid(_floor, _chance, _chance.Next(4)); break;
            case < 905: bidder.Pass(); break;
            case < 920: Advance(TimeSpan.FromMilliseconds(_chance.Next(1, 4000))); break;
            case < 980:
                if (!bidder.IsConnected) bidder.Connect(_desk);
                break;
            case < 986: bidder.Drop(_chance.Next(2) == 0); break;
            case < 992: _disk.Next = (Fate)_chance.Next(1, 6); break;
            case < 993: throw new CrashException();
        }
    }

    /// <summary>A process that dies takes with it what was not stored; the next one begins on what was.</summary>
    private void Guarded(Action step)
    {
        try
        {
            step();
        }
        catch (CrashException)
        {
            Crashes++;
            foreach (var bidder in _bidders) bidder.Drop(andTellTheHouse: false);
            End();
            Check();
            // Down for a moment, or past every deadline.
            _now += TimeSpan.FromMilliseconds(_chance.Next(4) > 0 ? _chance.Next(2000) : _chance.Next(300_000));
            _disk.Next = Fate.Stored;
            Begin();
        }
    }

    private void Begin()
    {
        _system = ActorSystem.Create("simulated", AkkaConfig);
        _dispatcher = (SeededDispatcher)_system.Dispatchers.Lookup("akka.actor.default-dispatcher");
        var time = new Clock(this);
        _journal = new DiskJournal(_disk, _disk.Found(++_epoch), new ToBoard(this), time, new JournalLimits(64, TimeSpan.FromSeconds(1)), null);
        _floor = new HouseFloor();
        var context = new AuctioneerContext(_settings, _catalogue, _journal, time, _floor, null, board => _board = board)
        {
            Overdue = _settings.Recovery.ExtendOverdue ? new Extension(_now, _now + _settings.Recovery.Extension) : null,
        };
        _desk = _system.ActorOf(Desk.Props(context), Desk.Name);
    }

    private void End()
    {
        _dispatcher.Die();
        _journal.Dispose();
        _ = _system.Terminate();
    }

    private void Advance(TimeSpan by)
    {
        _now += by;
        ((TestScheduler)_system.Scheduler).Advance(by);
    }

    private void ComeToRest()
    {
        while (true)
        {
            var moved = false;
            Guarded(() => moved = _dispatcher.Step(_chance) | _journal.Step());
            if (!moved && _dispatcher.IsIdle) return;
        }
    }

    /// <summary>What must hold of the disk at any moment, and between it and what the bidders were told.</summary>
    private void Check()
    {
        var rerun = new Rerun(_settings.Originals.Sealed);
        var found = _disk.Found(0);
        var stored = new Dictionary<(string Bidder, string Id), (string Lot, long AmountMinor, long Seq, ulong Receipt)>();
        var deadlines = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var closed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (row, (stream, fact)) in _disk.Rows.Zip(found.TakeAll()))
        {
            FactTime.TryRead(row.Text.Time, out var at);
            rerun.Add(stream, fact.Fact, fact.Event, at);
            if (fact.Fact is LotFact) Assert.DoesNotContain(stream, closed);
            switch (fact.Fact)
            {
                case LotFact.Opened { ClosesAt: { } until }: deadlines[stream] = until; break;
                case LotFact.DeadlineSet deadline: deadlines[stream] = deadline.ClosesAt; break;
                case LotFact.RoundOpened round: deadlines[stream] = round.ClosesAt; break;
                case LotFact.BidAccepted bid:
                    Assert.True(at < deadlines[stream], $"Event {fact.Event}: a bid after the deadline.");
                    Assert.True(stored.TryAdd((bid.Bidder, bid.BidId), (stream.Split('/')[2], bid.AmountMinor, fact.Event, fact.Receipt)), $"Event {fact.Event}: a second {bid.BidId} of {bid.Bidder}.");
                    break;
                case LotFact.UnitAwarded { Round: 0 }: Assert.True(at >= deadlines[stream], $"Event {fact.Event}: awarded before the deadline."); break;
                case LotFact.Closed: closed.Add(stream); break;
            }
        }
        Assert.Empty(rerun.Decide());
        foreach (var bidder in _bidders)
        {
            foreach (var (id, answer) in bidder.Accepted)
            {
                Assert.True(stored.TryGetValue((bidder.Name, id), out var fact), $"{bidder.Name}'s {id} was accepted, and is lost.");
                Assert.Equal(answer, fact);
            }
        }
    }

    private sealed class Clock(SimulatedHouse house) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => house._now;
    }

    private sealed class ToBoard(SimulatedHouse house) : IAnnouncements
    {
        public void Announce(IReadOnlyList<Notice> notices) => house._board.Tell(new BoardMessage.Announced(notices), ActorRefs.NoSender);
    }
}
