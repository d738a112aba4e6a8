using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Journal.Audit;

/// <summary>A fact that the rules, asked again, would not have decided.</summary>
/// <param name="Event">Its number.</param>
/// <param name="Stream">Where.</param>
/// <param name="Why">What is odd about it.</param>
public sealed record RerunDifference(long Event, string Stream, string Why);

/// <summary>
/// Decides everything again: from each fact it finds the command that must have led to it, asks today's rules at the time of the fact, and
/// compares what they decide with what is stored. So it shows both that the journal is what the rules made of the bids, and that rules
/// which were changed since still decide the same. It may be asked in between, whenever what was stored in one piece has been taken in.
/// </summary>
public sealed class Rerun
{
    private static readonly RerunRules<LotState, LotCommand, LotFact> OfLots =
        new((_, fact, next) => LotCommands(fact, next), Lot.Decide, Lot.Evolve, (a, b) => a.Equals(b));
    private static readonly RerunRules<SaleState, SaleCommand, SaleFact> OfSales =
        new((_, fact, _) => SaleCommands(fact), Sale.Decide, Sale.Evolve, (a, b) => a.Equals(b));

    private readonly Dictionary<string, RerunWalk> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeskFact.SalePutUp> _sales = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LotTerms> _terms = new(StringComparer.Ordinal);
    private readonly HashSet<RerunWalk> _changed = [];
    private readonly SealedHouseTerms _sealedTerms;
    private readonly RerunSeats _seats;
    private readonly List<RerunDifference> _differences = [];

    /// <param name="sealedTerms">The sealed house's currency.</param>
    public Rerun(SealedHouseTerms sealedTerms)
    {
        _sealedTerms = sealedTerms with { CeilingMinor = Amount.MaxMinor };
        _seats = new RerunSeats(sealedTerms);
    }

    /// <summary>Decisions that were made again.</summary>
    public long Decisions { get; private set; }

    /// <summary>Takes a fact in, in the order of events.</summary>
    public void Add(string stream, object fact, long number, DateTimeOffset at)
    {
        switch (fact)
        {
            case DeskFact.SalePutUp putUp:
                var house = stream[..^StreamNames.Desk.Length];
                _sales[house + StreamNames.Sale(putUp.Sale)] = putUp;
                foreach (var terms in putUp.Catalogue.Lots) _terms[house + StreamNames.Lot(putUp.Sale, terms.Id)] = terms;
                break;
            case LotFact or SaleFact or SealedHouseFact:
                if (fact is SealedHouseFact.RequestTaken taken)
                {
                    var (lotStream, terms) = RerunSeats.LotOf(taken, _sealedTerms);
                    _terms[lotStream] = terms;
                }
                if (fact is LotFact.UnitAwarded award) _seats.Awarded(stream, award);
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
            case SealedHouseFact when stream == RerunSeats.Stream:
                return new RerunWalk<SealedHouseState, SealedHouseCommand, SealedHouseFact>(
                    stream, _seats.Initial, _seats.Rules, _differences.Add);
            case SaleFact when _sales.TryGetValue(stream, out var sale):
                return new RerunWalk<SaleState, SaleCommand, SaleFact>(stream, SaleState.Initial(sale.Terms), OfSales, _differences.Add);
            case LotFact when _terms.TryGetValue(stream, out var terms):
                return new RerunWalk<LotState, LotCommand, LotFact>(stream, LotState.Initial(terms), OfLots, _differences.Add);
            default:
                _differences.Add(new RerunDifference(number, stream, $"nobody put this {(first is SaleFact ? "sale" : "lot")} up"));
                return new Unknown(stream, _differences.Add);
        }
    }

    /// <summary>The commands that may have led to a fact, likeliest first.</summary>
    private static IEnumerable<LotCommand> LotCommands(LotFact fact, LotFact? next) => fact switch
    {
        LotFact.BidAccepted bid => [new LotCommand.Bid(bid.Bidder, bid.BidId, bid.AmountMinor)],
        LotFact.Opened => next is FormFact own ? [own.Cause, new LotCommand.Open()] : [new LotCommand.Open()],
        LotFact.DeadlineSet deadline => [new LotCommand.Extend(deadline.ClosesAt)],
        FormFact own => [own.Cause],
        LotFact.UnitAwarded { Round: > 0 } award => [new LotCommand.EndRound(award.Round)],
        // A bid after the deadline may settle it on its way.
        LotFact.UnitAwarded when next is LotFact.BidAccepted bid =>
            [new LotCommand.Bid(bid.Bidder, bid.BidId, bid.AmountMinor), new LotCommand.ClockReached()],
        _ => [new LotCommand.ClockReached(), new LotCommand.Hammer(), new LotCommand.Close()],
    };

    private static IEnumerable<SaleCommand> SaleCommands(SaleFact fact) => fact switch
    {
        SaleFact.BidderCame came => [new SaleCommand.Come(came.Bidder)],
        SaleFact.BidderLeft left => [new SaleCommand.Leave(left.Bidder)],
        SaleFact.RoundExtended extended => [new SaleCommand.ExtendRound(extended.ClosesAt)],
        SaleFact.BidderActed acted => [new SaleCommand.Act(acted.Bidder, acted.Round)],
        SaleFact.RoundReported reported => [new SaleCommand.ReportRound(reported.Lot, reported.Round, reported.Bids, reported.UnitsLeft)],
        SaleFact.LotClosed closed => [new SaleCommand.ReportClosed(closed.Lot, closed.Sold, closed.Unsold)],
        _ => [new SaleCommand.ClockReached()],
    };

    /// <summary>Nothing more is said of a stream that nobody began.</summary>
    private sealed class Unknown(string stream, Action<RerunDifference> differs) : RerunWalk(stream, differs)
    {
        public override void Add(object fact, long number, DateTimeOffset at) { }

        public override long Decide() => 0;
    }
}
