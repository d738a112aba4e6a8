using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Journal.Audit;

/// <summary>A fact that the rules, asked again, would not have decided.</summary>
/// <param name="Place">Its place, over all chains.</param>
/// <param name="Event">Its number.</param>
/// <param name="Stream">Where.</param>
/// <param name="Why">What is odd about it.</param>
public sealed record RerunDifference(long Place, long Event, string Stream, string Why);

/// <summary>
/// Decides everything again. The rules say which command may have led to each fact; this asks today's rules with that command at the time
/// of the fact, and compares what they decide with what is stored. So it shows both that the journal is what the rules made of the bids,
/// and that rules which were changed since still decide the same. Call <see cref="Decide"/> only where a commit ends.
/// </summary>
public sealed class Rerun
{
    private static readonly RerunRules<LotState, LotCommand, LotFact> OfLots =
        new((_, fact, next) => LotCauses.Of(fact, next), Lot.Decide, Lot.Evolve, (a, b) => a.Equals(b));
    private static readonly RerunRules<SaleState, SaleCommand, SaleFact> OfSales =
        new((_, fact, _) => [SaleCauses.Of(fact)], Sale.Decide, Sale.Evolve, (a, b) => a.Equals(b));

    // The streams of the sealed house.
    private const string SealedStreams = "sealed/";
    private const string Seats = SealedStreams + "seats";

    private readonly Dictionary<string, RerunWalk> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RegistryFact.SalePutUp> _sales = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LotTerms> _terms = new(StringComparer.Ordinal);
    private readonly HashSet<RerunWalk> _changed = [];
    private readonly SealedHouseCauses _seats;
    private readonly List<RerunDifference> _differences = [];

    /// <param name="sealedTerms">The sealed house's currency.</param>
    public Rerun(SealedHouseTerms sealedTerms) => _seats = new SealedHouseCauses(sealedTerms);

    /// <summary>Decisions that were made again.</summary>
    public long Decisions { get; private set; }

    /// <summary>Takes a fact in, in the order of places.</summary>
    public void Add(string stream, StoredFact stored, DateTimeOffset at)
    {
        var fact = stored.Fact;
        switch (fact)
        {
            case RegistryFact.SalePutUp putUp: PutUp(stream, putUp); break;
            case LotFact or SaleFact or SealedHouseFact:
                if (fact is SealedHouseFact.RequestTaken taken)
                {
                    var terms = _seats.LotOf(taken);
                    _terms[SealedStreams + StreamNames.DeskLot(taken.Auction, terms.Id)] = terms;
                }
                if (fact is LotFact.UnitAwarded award && AuctionOf(stream) is { } auction) _seats.Awarded(auction, award);
                if (!_streams.TryGetValue(stream, out var walk)) _streams.Add(stream, walk = Begin(stream, stored));
                walk.Add(stored, at);
                _changed.Add(walk);
                break;
        }
    }

    /// <summary>Decides everything that was taken in.</summary>
    /// <returns>What differs, in the order of places; nothing when all is as it was.</returns>
    public IReadOnlyList<RerunDifference> Decide()
    {
        foreach (var walk in _changed) Decisions += walk.Decide();
        _changed.Clear();
        _differences.Sort((a, b) => a.Place.CompareTo(b.Place));
        return _differences;
    }

    /// <summary>
    /// A sale has a stream of its own, and its runs and lots are behind that. What a desk puts up (the room's, and everything in version 1)
    /// is known by its number.
    /// </summary>
    private void PutUp(string stream, RegistryFact.SalePutUp putUp)
    {
        var isOfDesk = stream.EndsWith(StreamNames.Desk, StringComparison.Ordinal) && !StreamNames.TrySale(stream, out _);
        var house = isOfDesk ? stream[..^StreamNames.Desk.Length] : "";
        var run = isOfDesk ? $"{house}sale/{putUp.Sale}" : $"{stream}/{putUp.Sale}";
        _sales[run] = putUp;
        foreach (var terms in putUp.Catalogue.Lots)
            _terms[isOfDesk ? house + StreamNames.DeskLot(putUp.Sale, terms.Id) : $"{run}/{terms.Id}"] = terms;
    }

    private RerunWalk Begin(string stream, StoredFact first)
    {
        switch (first.Fact)
        {
            case SealedHouseFact when stream == Seats:
                return new RerunWalk<SealedHouseState, SealedHouseCommand, SealedHouseFact>(
                    stream, _seats.Initial, OfSeats, _differences.Add);
            case SaleFact when _sales.TryGetValue(stream, out var sale):
                return new RerunWalk<SaleState, SaleCommand, SaleFact>(stream, SaleState.Initial(sale.Terms), OfSales, _differences.Add);
            case LotFact when _terms.TryGetValue(stream, out var terms):
                return new RerunWalk<LotState, LotCommand, LotFact>(stream, LotState.Initial(terms), OfLots, _differences.Add);
            default:
                _differences.Add(new RerunDifference(
                    first.Place, first.Event, stream, $"nobody put this {(first.Fact is SaleFact ? "sale" : "lot")} up"));
                return new Unknown(stream, _differences.Add);
        }
    }

    private RerunRules<SealedHouseState, SealedHouseCommand, SealedHouseFact> OfSeats => new(
        (state, fact, _) => _seats.Of(state, fact) is { } command ? [command] : [],
        SealedHouse.Decide,
        _seats.Evolve,
        SealedHouseCauses.IsSame);

    /// <summary>The auction of the sealed house whose lot has a stream; null: another lot's.</summary>
    private static int? AuctionOf(string stream) =>
        stream.StartsWith(SealedStreams, StringComparison.Ordinal)
        && StreamNames.TryDeskLot(stream[SealedStreams.Length..], out var auction, out _)
            ? auction
            : null;

    /// <summary>Nothing more is said of a stream that nobody began.</summary>
    private sealed class Unknown(string stream, Action<RerunDifference> differs) : RerunWalk(stream, differs)
    {
        public override void Add(StoredFact stored, DateTimeOffset at) { }

        public override long Decide() => 0;
    }
}
