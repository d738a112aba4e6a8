using System.Diagnostics;

namespace AkkaAuction.Rules.Lots;

/// <summary>
/// What the rules of every form share: what a command leads to, and what a fact changes. Pure: time is the <c>now</c> that is handed in,
/// chance is a seed in the terms. How bids compare is the form's affair (<see cref="LotState.Decide"/>,
/// <see cref="LotState.After(LotFact.BidAccepted)"/>).
/// <code>
///           Open   OpenRound n   Bid   EndRound n         ClockReached    Hammer               Close
/// Waiting   opens  rounds: runs  202   rounds: reports n  -               rounds: -; closes    closes
/// Open      -      rounds: runs  form  rounds: awards     late: settles   rounds: -; settles   closes; late: settles
/// Closed    -      -             203   -                  -               -                    -
/// </code>
/// Extend moves a deadline that runs to a later time, in every form, also when it has passed and nobody has looked at the clock.
/// Late is from the deadline on. To settle is to award what the deadline has decided, and to close with it where nothing is left to sell.
/// A dash is no fact and no refusal: the command came before, and the asker is answered from the state.
/// </summary>
public static class Lot
{
    /// <summary>Decides a command: facts to store, a refusal, or nothing. Refusing allocates nothing.</summary>
    /// <param name="state">The lot now.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="now">House time.</param>
    public static Decision<LotFact> Decide(LotState state, LotCommand command, DateTimeOffset now) =>
        command switch
        {
            LotCommand.Extend extend => Extend(state, extend, now),
            LotCommand.Withdraw withdraw => Withdraw(state, withdraw, now),
            _ => state.Decide(command, now),
        };

    /// <summary>The lot after a fact. Decides nothing: replaying stored facts gives the state they were decided in.</summary>
    /// <exception cref="BrokenInvariantException">The fact cannot have happened to this lot.</exception>
    public static LotState Evolve(LotState state, LotFact fact)
    {
        BrokenInvariantException.Unless(state.Phase != LotPhase.Closed, "Nothing happens to a closed lot.");
        return fact switch
        {
            LotFact.BidAccepted bid => Evolve(state, bid),
            LotFact.Opened opened => Evolve(state, opened),
            LotFact.UnitAwarded award => Evolve(state, award),
            LotFact.Closed closed => Evolve(state, closed),
            LotFact.DeadlineSet deadline => state.After(deadline),
            LotFact.BidWithdrawn withdrawn => Evolve(state, withdrawn),
            FormFact own => state.After(own),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Whether the checks that all forms share refuse a bid, in their documented order: 203, 202, 208, 206.</summary>
    /// <param name="admission">203 or 202 by the form's own clock, or none.</param>
    /// <param name="code">The first check that failed.</param>
    public static bool Refuses(LotState state, LotCommand.Bid bid, RejectionCode admission, out RejectionCode code)
    {
        code = state.Phase == LotPhase.Closed ? RejectionCode.Closed
            : state.Phase == LotPhase.Waiting ? RejectionCode.NotOpenYet
            : admission != RejectionCode.None ? admission
            : state.HasSeller && IsSame(state.Terms.Seller!, bid.Bidder) ? RejectionCode.SellerMayNotBid
            : bid.AmountMinor > state.CeilingMinor ? RejectionCode.AboveCeiling
            : RejectionCode.None;
        return code != RejectionCode.None;
    }

    /// <summary>Whether two names may be one person's: capitals tell nobody apart where somebody must not bid.</summary>
    private static bool IsSame(string seller, string bidder) => string.Equals(seller, bidder, StringComparison.OrdinalIgnoreCase);

    private static Decision<LotFact> Extend(LotState state, LotCommand.Extend extend, DateTimeOffset now) =>
        state.Phase == LotPhase.Open && state.DeadlineTicks != 0 && extend.ClosesAt.UtcTicks > state.DeadlineTicks
            ? Decision<LotFact>.Accept(new LotFact.DeadlineSet(now, extend.ClosesAt))
            : Decision<LotFact>.Nothing;

    /// <summary>Refuses in this order: 203, 202, then what the form says.</summary>
    private static Decision<LotFact> Withdraw(LotState state, LotCommand.Withdraw withdraw, DateTimeOffset now) => state.Phase switch
    {
        LotPhase.Closed => Decision<LotFact>.Refuse(state.Reject(RejectionCode.Closed, withdraw.Bidder, now)),
        LotPhase.Waiting => Decision<LotFact>.Refuse(state.Reject(RejectionCode.NotOpenYet, withdraw.Bidder, now)),
        _ => state.Decide(withdraw, now),
    };

    private static LotState Evolve(LotState state, LotFact.BidWithdrawn withdrawn)
    {
        BrokenInvariantException.Unless(state.Phase == LotPhase.Open, "Only on an open lot a bid is taken back.");
        return state.After(withdrawn);
    }

    private static LotState Evolve(LotState state, LotFact.BidAccepted bid)
    {
        BrokenInvariantException.Unless(state.Phase == LotPhase.Open, "Only an open lot takes bids.");
        BrokenInvariantException.Unless(bid.Order == state.BidsTaken + 1, "Bids are numbered without a gap.");
        CheckPrice(state, bid.PriceMinor);
        return state.After(bid);
    }

    private static LotState Evolve(LotState state, LotFact.Opened opened)
    {
        BrokenInvariantException.Unless(state.Phase == LotPhase.Waiting, "A lot opens once.");
        return state.After(opened);
    }

    private static LotState Evolve(LotState state, LotFact.UnitAwarded award)
    {
        BrokenInvariantException.Unless(state.Phase == LotPhase.Open, "Only an open lot awards.");
        BrokenInvariantException.Unless(state.UnitsLeft > 0 && award.UnitsLeft == state.UnitsLeft - 1,
            "A lot awards a unit it has, one at a time.");
        CheckPrice(state, award.PriceMinor);
        return state.After(award);
    }

    private static void CheckPrice(LotState state, long priceMinor)
    {
        BrokenInvariantException.Unless(!state.PriceNeverFalls || priceMinor >= state.PriceMinor, "A price never falls.");
        BrokenInvariantException.Unless(!state.PriceNeverRises || priceMinor <= state.PriceMinor, "A price never rises.");
    }

    private static LotState Evolve(LotState state, LotFact.Closed closed)
    {
        BrokenInvariantException.Unless(closed.Sold == state.Sold && closed.Unsold == state.UnitsLeft,
            "A lot's result is what it awarded and what is left.");
        return state.After(closed);
    }
}
