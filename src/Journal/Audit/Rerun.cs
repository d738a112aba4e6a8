using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Journal.Audit;

/// <summary>A fact that the rules, asked again, would not have decided.</summary>
/// <param name="Event">Its number.</param>
/// <param name="Stream">Where.</param>
/// <param name="Why">What is odd about it.</param>
public sealed record RerunDifference(long Event, string Stream, string Why);

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

    /// <summary>Takes a fact in, in the order of events.</summary>
    public void Add(string stream, object fact, long number, DateTimeOffset at)
    {
        switch (fact)
        {
            case RegistryFact.SalePutUp putUp:
                var house = stream[..^StreamNames.Desk.Length];
                _sales[house + StreamNames.Sale(putUp.Sale)] = putUp;
                foreach (var terms in putUp.Catalogue.Lots) _terms[house + StreamNames.Lot(putUp.Sale, terms.Id)] = terms;
                break;
            case LotFact or SaleFact or SealedHouseFact:
                if (fact is SealedHouseFact.RequestTaken taken)
                {
                    var terms = _seats.LotOf(taken);
                    _terms[SealedStreams + StreamNames.Lot(taken.Auction, terms.Id)] = terms;
                }
                if (fact is LotFact.UnitAwarded award && AuctionOf(stream) is { } auction) _seats.Awarded(auction, award);
                if (!_streams.TryGetValue(stream, out var walk)) _streams.Add(stream, walk = Begin(stream, fact, number));
                walk.Add(fact, number, at);
                _changed.Add(walk);
                break;
        }
    }

    /// <summary>Decides everything that was taken in.</summary>
    /// <returns>What differs, in the order of events; nothing when all is as it was.</returns>
    public IReadOnlyList<RerunDifference> Decide()
    {
        foreach (var walk in _changed) Decisions += walk.Decide();
        _changed.Clear();
        _differences.Sort((a, b) => a.Event.CompareTo(b.Event));
        return _differences;
    }

    private RerunWalk Begin(string stream, object first, long number)
    {
        switch (first)
        {
            case SealedHouseFact when stream == Seats:
                return new RerunWalk<SealedHouseState, SealedHouseCommand, SealedHouseFact>(
                    stream, _seats.Initial, OfSeats, _differences.Add);
            case SaleFact when _sales.TryGetValue(stream, out var sale):
                return new RerunWalk<SaleState, SaleCommand, SaleFact>(stream, SaleState.Initial(sale.Terms), OfSales, _differences.Add);
            case LotFact when _terms.TryGetValue(stream, out var terms):
                return new RerunWalk<LotState, LotCommand, LotFact>(stream, LotState.Initial(terms), OfLots, _differences.Add);
            default:
                _differences.Add(new RerunDifference(number, stream, $"nobody put this {(first is SaleFact ? "sale" : "lot")} up"));
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
        && StreamNames.TryLot(stream[SealedStreams.Length..], out var auction, out _)
            ? auction
            : null;

    /// <summary>Nothing more is said of a stream that nobody began.</summary>
    private sealed class Unknown(string stream, Action<RerunDifference> differs) : RerunWalk(stream, differs)
    {
        public override void Add(object fact, long number, DateTimeOffset at) { }

        public override long Decide() => 0;
    }
}
