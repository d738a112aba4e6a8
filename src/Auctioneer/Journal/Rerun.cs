using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Journal;

/// <summary>A fact that the rules, asked again, would not have decided.</summary>
/// <param name="Event">Its number.</param>
/// <param name="Stream">Where.</param>
/// <param name="Why">What is odd about it.</param>
public sealed record RerunDifference(long Event, string Stream, string Why);

/// <summary>
/// Decides everything again: from each fact it finds the command that must have led to it, asks today's rules at the time of the fact, and compares what they decide
/// with what is stored. So it shows both that the journal is what the rules made of the bids, and that rules which were changed since still decide
/// the same. The seats of the sealed-bid house follow connections, which no journal holds; its lots are decided again like any other.
/// </summary>
public sealed class Rerun
{
    private readonly Dictionary<string, List<(object Fact, long Event, DateTimeOffset At)>> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeskFact.SalePutUp> _sales = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LotTerms> _terms = new(StringComparer.Ordinal);
    private readonly SealedHouseTerms _sealedTerms;
    private readonly List<RerunDifference> _differences = [];

    /// <param name="sealedTerms">The sealed house's currency and ceiling.</param>
    public Rerun(SealedHouseTerms sealedTerms) => _sealedTerms = sealedTerms;

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
            case SealedHouseFact.RequestTaken taken:
                var id = $"sealed-{taken.Auction}";
                _terms[$"sealed/{StreamNames.Lot(taken.Auction, id)}"] = taken.Request.Lot(id, _sealedTerms);
                break;
            case LotFact or SaleFact:
                if (!_streams.TryGetValue(stream, out var facts)) _streams.Add(stream, facts = []);
                facts.Add((fact, number, at));
                break;
        }
    }

    /// <summary>Decides everything.</summary>
    /// <returns>What differs, in the order of events; nothing when all is as it was.</returns>
    public IReadOnlyList<RerunDifference> Decide()
    {
        foreach (var (stream, facts) in _streams)
        {
            if (facts[0].Fact is SaleFact)
            {
                if (_sales.TryGetValue(stream, out var sale))
                    Walk<SaleState, SaleCommand, SaleFact>(stream, facts, SaleState.Initial(sale.Terms), SaleCommands, Sale.Decide, Sale.Evolve);
                else Differs(stream, facts[0].Event, "nobody put this sale up");
            }
            else if (_terms.TryGetValue(stream, out var terms))
            {
                Walk<LotState, LotCommand, LotFact>(stream, facts, LotState.Initial(terms), LotCommands, Lot.Decide, Lot.Evolve);
            }
            else
            {
                Differs(stream, facts[0].Event, "nobody put this lot up");
            }
        }
        _differences.Sort((a, b) => a.Event.CompareTo(b.Event));
        return _differences;
    }

    private void Walk<TState, TCommand, TFact>(
        string stream, List<(object Fact, long Event, DateTimeOffset At)> facts, TState state,
        Func<TFact, TFact?, IEnumerable<TCommand>> commands, Func<TState, TCommand, DateTimeOffset, Decision<TFact>> decide, Func<TState, TFact, TState> evolve)
        where TFact : class
    {
        for (var at = 0; at < facts.Count;)
        {
            var next = at + 1 < facts.Count ? (TFact)facts[at + 1].Fact : null;
            var explained = 0;
            foreach (var command in commands((TFact)facts[at].Fact, next))
            {
                // A fact without a time of its own was stored a moment after it was decided: what it led to has the time.
                for (var look = at; look < Math.Min(at + 3, facts.Count) && explained == 0; look++)
                    explained = Explains(decide(state, command, facts[look].At), facts, at);
                if (explained > 0) break;
            }
            if (explained == 0)
            {
                Differs(stream, facts[at].Event, $"the rules would not have decided {facts[at].Fact.GetType().Name} there");
                explained = 1;
            }
            Decisions++;
            try
            {
                for (var i = 0; i < explained; i++) state = evolve(state, (TFact)facts[at + i].Fact);
            }
            catch (BrokenInvariantException fault)
            {
                Differs(stream, facts[at].Event, $"it cannot have happened: {fault.Message}");
                return;
            }
            at += explained;
        }
    }

    /// <returns>How many facts the decision is; 0: it is another one.</returns>
    private static int Explains<TFact>(Decision<TFact> decision, List<(object Fact, long Event, DateTimeOffset At)> facts, int at) where TFact : class
    {
        var decided = decision.Facts;
        if (decided.IsEmpty || at + decided.Length > facts.Count) return 0;
        for (var i = 0; i < decided.Length; i++)
        {
            if (!decided[i].Equals(facts[at + i].Fact)) return 0;
        }
        return decided.Length;
    }

    /// <summary>The commands that may have led to a fact, likeliest first.</summary>
    private static IEnumerable<LotCommand> LotCommands(LotFact fact, LotFact? next) => fact switch
    {
        LotFact.BidAccepted bid => [new LotCommand.Bid(bid.Bidder, bid.BidId, bid.AmountMinor)],
        LotFact.Opened => next switch
        {
            LotFact.RoundOpened opened => [new LotCommand.OpenRound(opened.Round, opened.ClosesAt), new LotCommand.Open()],
            LotFact.RoundEnded ended => [new LotCommand.EndRound(ended.Round), new LotCommand.Open()],
            _ => [new LotCommand.Open()],
        },
        LotFact.RoundOpened opened => [new LotCommand.OpenRound(opened.Round, opened.ClosesAt)],
        LotFact.DeadlineSet deadline => [new LotCommand.Extend(deadline.ClosesAt)],
        LotFact.BidderPassed passed => [new LotCommand.Pass(passed.Bidder)],
        LotFact.UnitAwarded { Round: > 0 } award => [new LotCommand.EndRound(award.Round)],
        // In the room a bid after the deadline settles it on its way.
        LotFact.UnitAwarded when next is LotFact.BidAccepted bid =>
            [new LotCommand.Bid(bid.Bidder, bid.BidId, bid.AmountMinor), new LotCommand.ClockReached()],
        LotFact.RoundEnded ended => [new LotCommand.EndRound(ended.Round)],
        _ => [new LotCommand.ClockReached(), new LotCommand.Hammer(), new LotCommand.Close()],
    };

    private static IEnumerable<SaleCommand> SaleCommands(SaleFact fact, SaleFact? next) => fact switch
    {
        SaleFact.BidderCame came => [new SaleCommand.Come(came.Bidder)],
        SaleFact.BidderLeft left => [new SaleCommand.Leave(left.Bidder)],
        SaleFact.RoundExtended extended => [new SaleCommand.ExtendRound(extended.ClosesAt)],
        SaleFact.BidderActed acted => [new SaleCommand.Act(acted.Bidder, acted.Round)],
        SaleFact.RoundReported reported => [new SaleCommand.ReportRound(reported.Lot, reported.Round, reported.Bids, reported.UnitsLeft)],
        SaleFact.LotClosed closed => [new SaleCommand.ReportClosed(closed.Lot, closed.Sold, closed.Unsold)],
        _ => [new SaleCommand.ClockReached()],
    };

    private void Differs(string stream, long number, string why) => _differences.Add(new RerunDifference(number, stream, why));
}
