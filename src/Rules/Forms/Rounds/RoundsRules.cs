using System.Collections.Immutable;
using System.Diagnostics;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Rounds;

/// <summary>
/// The rounds (R1.3, R1.4). The sale's clock opens and ends a round; in between the lot collects bids that are higher than its current
/// price, unseen by others. At the end one unit goes to the highest bid, at that bid, which becomes the price of the next round. A bidder
/// may raise its own bid within the round; only its highest counts. The lot refuses a re-bid that is no raise, so that "accepted" always
/// means "this is now your bid". The lot's tie-break decides between equal bids of different bidders.
/// </summary>
internal static class RoundsRules
{
    public static Decision<LotFact> Decide(RoundsState state, LotCommand command, DateTimeOffset now) => command switch
    {
        LotCommand.Bid bid => Bid(state, bid, now),
        LotCommand.Pass pass => Pass(state, pass, now),
        LotCommand.Open => state.Phase == LotPhase.Waiting
            ? Decision<LotFact>.Accept(new LotFact.Opened(now, null))
            : Decision<LotFact>.Nothing,
        LotCommand.OpenRound open => OpenRound(state, open, now),
        LotCommand.EndRound end => EndRound(state, end, now),
        // The round's clock is the sale's: a lot that ended a round by itself might do so before a neighbour of the same round.
        LotCommand.ClockReached or LotCommand.Hammer => Decision<LotFact>.Nothing,
        LotCommand.Close => state.Phase == LotPhase.Closed
            ? Decision<LotFact>.Nothing
            : Decision<LotFact>.Accept(new LotFact.Closed(state.Sold, state.UnitsLeft, now)),
        _ => throw new UnreachableException(),
    };

    public static RoundsState Evolve(RoundsState state, LotFact.BidAccepted bid)
    {
        BrokenInvariantException.Unless(state.Running, "Bids are taken in rounds.");
        if (state.BestBidder is not { } best) return WithBest(state, bid, state.Others);
        if (bid.Bidder == best)
        {
            BrokenInvariantException.Unless(bid.AmountMinor > state.BestMinor, "A bidder's own bid only rises within a round.");
            return WithBest(state, bid, state.Others);
        }
        if (bid.AmountMinor > state.BestMinor || (bid.AmountMinor == state.BestMinor && WinsTie(state, bid.Bidder)))
        {
            BrokenInvariantException.Unless(bid.AmountMinor > state.Others[bid.Bidder].HighestMinor,
                "A bidder's own bid only rises within a round.");
            return WithBest(state, bid, state.Others.WithBid(best, state.BestMinor));
        }
        return state with
        {
            BidsTaken = bid.Order,
            PriceMinor = bid.PriceMinor,
            Others = state.Others.WithBid(bid.Bidder, bid.AmountMinor),
        };
    }

    public static RoundsState Evolve(RoundsState state, BidderPassed passed)
    {
        BrokenInvariantException.Unless(state.Running && passed.Round == state.CurrentRound, "A bidder passes the round that runs.");
        return state with { Others = state.Others.WithPass(passed.Bidder) };
    }

    public static RoundsState Evolve(RoundsState state, RoundOpened opened)
    {
        BrokenInvariantException.Unless(state.Phase == LotPhase.Open && !state.Running,
            "A round opens in an open lot, after the one before has ended.");
        BrokenInvariantException.Unless(opened.Round > state.EndedRound, "Rounds are opened in their order.");
        return state with { CurrentRound = opened.Round, DeadlineTicks = opened.ClosesAt.UtcTicks };
    }

    public static RoundsState Evolve(RoundsState state, RoundEnded ended)
    {
        BrokenInvariantException.Unless(state.Phase == LotPhase.Open && ended.Round > state.EndedRound,
            "A round ends once, in an open lot.");
        BrokenInvariantException.Unless(!state.Running || ended.Round == state.CurrentRound, "The round that ends is the one that runs.");
        return WithoutRound(state) with { CurrentRound = ended.Round, EndedRound = ended.Round, EndedBids = ended.Bids };
    }

    /// <summary>Forgets the round that ran.</summary>
    public static RoundsState WithoutRound(RoundsState state) => state with
    {
        DeadlineTicks = 0,
        BestBidder = null,
        BestMinor = 0,
        Others = BidderLog.Empty,
    };

    private static RoundsState WithBest(RoundsState state, LotFact.BidAccepted bid, BidderLog others) => state with
    {
        BidsTaken = bid.Order,
        PriceMinor = bid.PriceMinor,
        Others = others,
        BestBidder = bid.Bidder,
        BestMinor = bid.AmountMinor,
    };

    private static Decision<LotFact> Bid(RoundsState state, LotCommand.Bid bid, DateTimeOffset now)
    {
        if (Lot.Refuses(state, bid, Admission(state, now), out var code))
            return Decision<LotFact>.Refuse(state.Reject(code, bid.Bidder, now));

        var standing = state.StandingOf(bid.Bidder);
        if (standing.Passed) return Decision<LotFact>.Refuse(state.Reject(RejectionCode.Passed, bid.Bidder, now));
        if (bid.AmountMinor <= state.PriceMinor || bid.AmountMinor <= standing.HighestMinor)
            return Decision<LotFact>.Refuse(state.Reject(RejectionCode.TooLow, bid.Bidder, now));

        return Decision<LotFact>.Accept(new LotFact.BidAccepted(
            bid.Bidder, bid.BidId, bid.AmountMinor, state.BidsTaken + 1, now, state.PriceMinor, null));
    }

    private static Decision<LotFact> Pass(RoundsState state, LotCommand.Pass pass, DateTimeOffset now)
    {
        var code = state.Phase == LotPhase.Closed ? RejectionCode.Closed : Admission(state, now);
        if (code != RejectionCode.None) return Decision<LotFact>.Refuse(state.Reject(code, pass.Bidder, now));
        return state.Others[pass.Bidder].Passed
            ? Decision<LotFact>.Nothing
            : Decision<LotFact>.Accept(new BidderPassed(pass.Bidder, state.CurrentRound, now));
    }

    private static Decision<LotFact> OpenRound(RoundsState state, LotCommand.OpenRound open, DateTimeOffset now)
    {
        if (state.Phase == LotPhase.Closed || state.Running || open.Round <= state.EndedRound) return Decision<LotFact>.Nothing;
        var opened = new RoundOpened(open.Round, now, open.ClosesAt);
        return Decision<LotFact>.Accept(state.Phase == LotPhase.Waiting ? [new LotFact.Opened(now, null), opened] : [opened]);
    }

    /// <summary>
    /// Every round up to this one is over. A round that the lot missed ends without bids, because the sale waits for its report.
    /// </summary>
    private static Decision<LotFact> EndRound(RoundsState state, LotCommand.EndRound end, DateTimeOffset now)
    {
        if (state.Phase == LotPhase.Closed || end.Round <= state.EndedRound) return Decision<LotFact>.Nothing;
        if (state.Running && end.Round < state.CurrentRound) return Decision<LotFact>.Nothing;

        var facts = ImmutableArray.CreateBuilder<LotFact>(3);
        if (state.Phase == LotPhase.Waiting) facts.Add(new LotFact.Opened(now, null));
        if (state.Running)
        {
            var unitsLeft = state.UnitsLeft;
            if (state.BestBidder is { } winner)
                facts.Add(new LotFact.UnitAwarded(winner, state.BestMinor, --unitsLeft, state.CurrentRound, now));
            facts.Add(new RoundEnded(state.CurrentRound, state.RoundBids, now));
            if (end.Round > state.CurrentRound) facts.Add(new RoundEnded(end.Round, 0, now));
            if (unitsLeft == 0) facts.Add(new LotFact.Closed(state.Terms.Units, 0, now));
        }
        else
        {
            facts.Add(new RoundEnded(end.Round, 0, now));
        }
        return Decision<LotFact>.Accept(facts.DrainToImmutable());
    }

    /// <summary>
    /// A bid between rounds, or past a deadline before the sale's wake-up, is too early for the next round, not too late for the lot.
    /// </summary>
    private static RejectionCode Admission(RoundsState state, DateTimeOffset now) =>
        state.Running && now.UtcTicks < state.DeadlineTicks ? RejectionCode.None : RejectionCode.NotOpenYet;

    private static bool WinsTie(RoundsState state, string bidder) => state.Form.Ties switch
    {
        TieBreak.Earlier => false,
        TieBreak.Drawn drawn => Draw.Beats(drawn.Seed, state.CurrentRound, state.Terms.Id, bidder, state.BestBidder!),
        _ => throw new UnreachableException(),
    };
}
