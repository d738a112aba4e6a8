using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Audit;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>
/// The promises P1 to P7, held to every fact as soon as it is stored, and to everything that is told as soon as it is. It keeps books of
/// its own (<see cref="LotBook"/>, <see cref="SaleBook"/>, <see cref="SeatsBook"/>), which each new fact is entered in once, so that
/// looking after every step costs what is new. Nothing it knows comes from the house's memory: only what is on the disk counts.
/// <see cref="Rerun"/> decides everything again beside it, so that replay equals live.
/// </summary>
internal sealed class Promises(SealedHouseTerms sealedTerms)
{
    private readonly List<Written> _events = [];
    private readonly Dictionary<string, List<Written>> _chains = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Version, long LastPlace)> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LotBook> _lots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SaleBook> _sales = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Stream, string Bidder, string Id), Written> _bids = [];
    private readonly Dictionary<string, (string Token, long Event)> _people = new(StringComparer.Ordinal);
    private readonly List<(int Sale, long Event)> _putUp = [];
    private readonly Rerun _rerun = new(sealedTerms);
    private Life _life = new(0, DateTimeOffset.MinValue, null);
    private bool _isRerunDue;

    private BrokenPromiseException? _broken;

    /// <summary>The last event of the floor's sale.</summary>
    public long LastEvent => Chain(TheSale.Chain).Count;

    public SeatsBook Seats { get; } = new();

    /// <summary>Bids, awards and closings so far, over all houses: a simulation that never gets so far shows nothing.</summary>
    public (int Bids, int Awards, int Closed, int Results) Seen { get; private set; }

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
                if (!_sales.TryGetValue(written.Stream, out var sale)) throw Broken("P3", written, "and nobody put the sale up");
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

    /// <summary>An event of the floor's sale.</summary>
    public Written At(long number, string why) =>
        number >= 1 && number <= LastEvent
            ? Chain(TheSale.Chain)[(int)number - 1]
            : throw Broken("P1", $"{why} event {number}; {LastEvent} are stored.");

    /// <summary>The bids that were accepted under an id, by the floor's lots of that name, of all its sales.</summary>
    public IEnumerable<Written> BidsOf(string lot, string bidder, string id) =>
        _putUp.Select(p => _bids.GetValueOrDefault((StreamNames.Lot(TheSale.Id, p.Sale, lot), bidder, id))).OfType<Written>();

    public string? TokenHashOf(string name) => _people.TryGetValue(name, out var person) ? person.Token : null;

    public LotBook Lot(string stream) => _lots[stream];

    /// <summary>The floor's lots by a name, of all its sales.</summary>
    public IReadOnlyList<LotBook> OnFloor(string lot) => _onFloor.TryGetValue(lot, out var lots) ? lots : [];

    private readonly Dictionary<string, List<LotBook>> _onFloor = new(StringComparer.Ordinal);

    public IReadOnlyList<LotBook> InRoom => _inRoom;

    private readonly List<LotBook> _inRoom = [];

    public IEnumerable<LotBook> InSealedHouse => _inSealedHouse;

    private readonly List<LotBook> _inSealedHouse = [];

    public SaleBook? NewestSale => _putUp.Count == 0 ? null : Sale(_putUp[^1].Sale);

    /// <summary>The deadlines that run now: the places where a step too many or too few shows.</summary>
    public IEnumerable<DateTimeOffset> Deadlines() =>
        (NewestSale is { } sale ? sale.Lots.Values.Select(l => l.Deadline).Append(sale.Deadline) : [])
            .Concat(_inRoom.Select(l => l.Deadline))
            .Append(Seats.Until)
            .OfType<DateTimeOffset>();

    /// <summary>The floor's sale that was the newest as of an event.</summary>
    public int SaleAsOf(long number) => _putUp.FindLast(p => p.Event <= number).Sale;

    public SaleBook Sale(int sale) => _sales[StreamNames.Run(TheSale.Id, sale)];

    /// <summary>Units of the floor's sales that a bidder has won up to an event, and what they cost.</summary>
    public (int Units, long SpentMinor) BoughtBy(string bidder, long number)
    {
        var (units, spent) = (0, 0L);
        foreach (var written in _awards.TakeWhile(a => a.Event <= number))
        {
            if (written.Fact is LotFact.UnitAwarded award && award.Bidder == bidder) (units, spent) = (units + 1, spent + award.PriceMinor);
        }
        return (units, spent);
    }

    private readonly List<Written> _awards = [];

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
        if (_sales.TryGetValue(RunOf(house, putUp.Sale - 1), out var before) ? !before.HasEnded : putUp.Sale != 1)
            throw Broken("P7", written, "before the sale before it is over");
        var sale = new SaleBook(putUp.Terms);
        if (!_sales.TryAdd(RunOf(house, putUp.Sale), sale)) throw Broken("P7", written, "a second time");
        if (house.Length == 0) _putUp.Add((putUp.Sale, written.Event));
        foreach (var terms in putUp.Catalogue.Lots)
        {
            var lot = LotBook.For(terms, sale, null);
            sale.Lots.Add(terms.Id, lot);
            if (house.Length > 0) _inRoom.Add(lot);
            else if (_onFloor.TryGetValue(terms.Id, out var lots)) lots.Add(lot);
            else _onFloor.Add(terms.Id, [lot]);
            var ofFloor = StreamNames.Lot(TheSale.Id, putUp.Sale, terms.Id);
            _lots.Add(house.Length > 0 ? house + StreamNames.DeskLot(putUp.Sale, terms.Id) : ofFloor, lot);
        }
    }

    private List<Written> Chain(string name)
    {
        if (!_chains.TryGetValue(name, out var chain)) _chains.Add(name, chain = []);
        return chain;
    }

    private static string RunOf(string house, int run) => house + StreamNames.Run(TheSale.Id, run);

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
        lot.Take(written, _life);
        if (fact is LotFact.UnitAwarded)
        {
            if (house.Length == 0) _awards.Add(written);
            Seen = Seen with { Awards = Seen.Awards + 1 };
        }
        if (fact is LotFact.Closed) Seen = Seen with { Closed = Seen.Closed + 1 };
    }

    private static BrokenPromiseException Broken(string promise, Written written, string why) =>
        new(promise, $"event {written.Event} ({written.Stream}), {written.Fact} at {written.At:O}, {why}.");
}
