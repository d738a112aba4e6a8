using AkkaAuction.Journal;
using AkkaAuction.Journal.Audit;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>
/// The promises P1 to P7, held to every fact as soon as it is stored, and to everything that is told as soon as it is. It keeps books of
/// its own (<see cref="FloorBook"/>, <see cref="SaleBook"/>, <see cref="LotBook"/>, <see cref="SeatsBook"/>), which each new fact is
/// entered in once, so that looking after every step costs what is new. Nothing it knows comes from the house's memory: only what is on
/// the disk counts. <see cref="Rerun"/> decides everything again beside it, so that replay equals live.
/// </summary>
internal sealed class Promises(SealedHouseTerms sealedTerms)
{
    private readonly List<Written> _events = [];
    private readonly Dictionary<string, List<Written>> _chains = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Version, long LastPlace)> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LotBook> _lots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SaleBook> _books = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Stream, string Bidder, string Id), Written> _bids = [];
    private readonly Dictionary<string, (string Token, long Event)> _people = new(StringComparer.Ordinal);
    private readonly Rerun _rerun = new(sealedTerms);
    private Life _life = new(0, DateTimeOffset.MinValue, null);
    private bool _isRerunDue;

    private BrokenPromiseException? _broken;

    /// <summary>The last place of the journal, over all chains.</summary>
    public long LastPlace => _events.Count;

    public FloorBook Floor { get; } = new();

    public SeatsBook Seats { get; } = new();

    /// <summary>Bids, awards and closings so far, over all houses: a simulation that never gets so far shows nothing.</summary>
    public (int Bids, int Awards, int Closed, int Results) Seen { get; private set; }

    /// <summary>Units sold so far in each form.</summary>
    public IReadOnlyDictionary<string, int> Sold => _sold;

    private readonly Dictionary<string, int> _sold = new(StringComparer.Ordinal);

    /// <summary>Lots that late bids have extended so far, each as often as it was.</summary>
    public int Extensions { get; private set; }

    public long Epoch => _life.Epoch;

    /// <summary>The house begins a life.</summary>
    public void Begins(Life life)
    {
        if (life.Epoch <= _life.Epoch) throw new BrokenPromiseException("P3", $"life {life.Epoch} began after life {_life.Epoch}.");
        _life = life;
    }

    /// <summary>Enters a fact.</summary>
    public void Stored(Written written)
    {
        Order(written);
        _events.Add(written);
        Chain(Chains.Of(written.Stream)).Add(written);
        var house = HouseOf(written.Stream);
        switch (written.Fact)
        {
            case RegistryFact.BidderRegistered registered:
                if (registered.TokenHash.Length == 0 || !_people.TryAdd(registered.Name, (registered.TokenHash, written.Event)))
                {
                    throw Broken("P2", written, "a second time");
                }
                break;
            case RegistryFact.SalePutUp putUp: PutUp(written, house, putUp); break;
            case SaleFact:
                if (!_books.TryGetValue(written.Stream, out var sale)) throw Broken("P3", written, "and nobody put the sale up");
                sale.Take(written, _life);
                break;
            case SealedHouseFact fact:
                Seats.Take(written);
                if (fact is SealedHouseFact.RequestTaken taken)
                {
                    var id = $"sealed-{taken.Auction}";
                    _inSealedHouse.Add(Seats.Lot = LotBook.For(taken.Request.Lot(id, sealedTerms), null, Seats));
                    _lots.Add($"sealed/{StreamNames.DeskLot(taken.Auction, id)}", Seats.Lot);
                }
                if (fact is SealedHouseFact.Finished) Seen = Seen with { Results = Seen.Results + 1 };
                break;
            case LotFact fact: Take(written, house, fact); break;
        }
        _rerun.Add(written.Stream, new StoredFact(written.Event, written.Fact, Place: written.Place), written.At);
        _isRerunDue = true;
    }

    /// <summary>
    /// Something untrue was told. Whoever hears it is called by an actor, which its supervisor would only start again: so it is remembered,
    /// and said when the step is done.
    /// </summary>
    public BrokenPromiseException Broken(string promise, string what)
    {
        var broken = new BrokenPromiseException(promise, what);
        _broken ??= broken;
        return broken;
    }

    /// <summary>A step is done: whatever it stored is decided again, and whatever it told must have been true.</summary>
    public void StepDone()
    {
        if (_broken is not null) throw _broken;
        if (!_isRerunDue) return;
        _isRerunDue = false;
        if (_rerun.Decide() is { Count: > 0 } differences)
        {
            throw new BrokenPromiseException("P4", $"event {differences[0].Event} ({differences[0].Stream}): {differences[0].Why}.");
        }
    }

    /// <summary>The last event of a sale of the floor; 0: it has none.</summary>
    public long LastEvent(string sale) => Chain(Chains.OfSale(sale)).Count;

    /// <summary>A run of a sale of the floor.</summary>
    public SaleBook Sale(string sale, int run) =>
        _books.TryGetValue(StreamNames.Run(sale, run), out var book)
            ? book
            : throw Broken("P1", $"run {run} of {sale} is told of, and is not stored.");

    /// <summary>The run of a sale that was the newest as of one of its events.</summary>
    public PutUpRun RunAsOf(string sale, long number) =>
        Floor.RunsOf(sale).LastOrDefault(run => run.Event <= number)
            ?? throw Broken("P1", $"something is told as of event {number} of {sale}, before it was put up.");

    /// <summary>An event of a sale of the floor.</summary>
    public Written At(string sale, long number, string why) =>
        number >= 1 && number <= LastEvent(sale)
            ? Chain(Chains.OfSale(sale))[(int)number - 1]
            : throw Broken("P1", $"{why} event {number} of {sale}; {LastEvent(sale)} are stored.");

    /// <summary>The bids that a lot of a sale accepted under an id, in all runs of the sale.</summary>
    public IEnumerable<Written> BidsOf(LotName lot, string bidder, string id) =>
        Floor.RunsOf(lot.Sale).Select(run => _bids.GetValueOrDefault((lot.StreamIn(run.Run), bidder, id))).OfType<Written>();

    public string? TokenHashOf(string name) => _people.TryGetValue(name, out var person) ? person.Token : null;

    public LotBook Lot(string stream) => _lots[stream];

    public IReadOnlyList<LotBook> InRoom => _inRoom;

    private readonly List<LotBook> _inRoom = [];

    public IEnumerable<LotBook> InSealedHouse => _inSealedHouse;

    private readonly List<LotBook> _inSealedHouse = [];

    /// <summary>The deadlines that run now: the places where a step too many or too few shows.</summary>
    public IEnumerable<DateTimeOffset> Deadlines() =>
        Floor.Sales.Select(sale => Floor.RunsOf(sale)[^1].Book)
            .SelectMany(sale => sale.Lots.Values.Select(l => l.Deadline).Append(sale.Deadline).Append(sale.OpensAt))
            .Concat(_inRoom.Select(l => l.Deadline))
            .Append(Seats.Until)
            .OfType<DateTimeOffset>();

    public static string HouseOf(string stream) =>
        stream.StartsWith("room/", StringComparison.Ordinal) ? "room/"
        : stream.StartsWith("sealed/", StringComparison.Ordinal) ? "sealed/"
        : "";

    /// <summary>Numbers without a gap, by the one writer that lives.</summary>
    private void Order(Written written)
    {
        if (written.Place != _events.Count + 1) throw Broken("P3", written, $"at place {written.Place} behind place {_events.Count}");
        var before = Chain(Chains.Of(written.Stream)).Count;
        if (written.Event != before + 1) throw Broken("P3", written, $"behind event {before}");
        var (version, last) = _streams.GetValueOrDefault(written.Stream);
        if (written.Version != version + 1 || written.Follows != last)
        {
            throw Broken(
                "P3",
                written,
                $"as number {written.Version} behind place {written.Follows}; the stream's last is number {version}, place {last}");
        }
        if (written.Epoch != _life.Epoch) throw Broken("P3", written, $"by life {written.Epoch}, while life {_life.Epoch} has begun");
        if (_events.Count > 0 && written.At < _events[^1].At) throw Broken("P5", written, $"before {_events[^1].At:O}");
        _streams[written.Stream] = (written.Version, written.Place);
    }

    private void PutUp(Written written, string house, RegistryFact.SalePutUp putUp)
    {
        if (house.Length == 0)
        {
            var sale = Floor.PutUp(written, putUp);
            _books.Add(StreamNames.Run(putUp.Terms.Name, putUp.Sale), sale);
            foreach (var (id, lot) in sale.Lots) _lots.Add(StreamNames.Lot(putUp.Terms.Name, putUp.Sale, id), lot);
            return;
        }
        // The room has one sale, which never ends.
        if (_inRoom.Count > 0) throw Broken("P7", written, "a second time");
        var inRoom = new SaleBook(putUp.Terms);
        foreach (var terms in putUp.Catalogue.Lots)
        {
            var lot = LotBook.For(terms, inRoom, null);
            inRoom.Lots.Add(terms.Id, lot);
            _inRoom.Add(lot);
            _lots.Add(house + StreamNames.DeskLot(putUp.Sale, terms.Id), lot);
        }
    }

    private List<Written> Chain(string name)
    {
        if (!_chains.TryGetValue(name, out var chain)) _chains.Add(name, chain = []);
        return chain;
    }

    private void Take(Written written, string house, LotFact fact)
    {
        if (!_lots.TryGetValue(written.Stream, out var lot)) throw Broken("P3", written, "and nobody put the lot up");
        if (fact is LotFact.BidAccepted bid)
        {
            var once = (written.Stream, bid.Bidder, bid.BidId);
            if (!_bids.TryAdd(once, written)) throw Broken("P2", written, $"though it was accepted as event {_bids[once].Event}");
            if (house.Length == 0 && !_people.ContainsKey(bid.Bidder)) throw Broken("P1", written, "and the bidder's name is not stored");
            Seen = Seen with { Bids = Seen.Bids + 1 };
        }
        var extended = (lot as OpenBook)?.Extensions;
        lot.Take(written, _life);
        if ((lot as OpenBook)?.Extensions > extended) Extensions++;
        if (fact is LotFact.UnitAwarded)
        {
            if (house.Length == 0) Floor.Awarded(written);
            Seen = Seen with { Awards = Seen.Awards + 1 };
            _sold[lot.Terms.Form.Name] = _sold.GetValueOrDefault(lot.Terms.Form.Name) + 1;
        }
        if (fact is FormFact { Payment: not null } && house.Length == 0) Floor.Paid(written);
        if (fact is LotFact.Closed) Seen = Seen with { Closed = Seen.Closed + 1 };
    }

    private static BrokenPromiseException Broken(string promise, Written written, string why) =>
        new(promise, $"event {written.Event} ({written.Stream}), {written.Fact} at {written.At:O}, {why}.");
}
