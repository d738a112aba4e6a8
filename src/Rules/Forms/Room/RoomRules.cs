using System.Collections.Immutable;
using System.Diagnostics;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Room;

/// <summary>
/// The bidding room: open ascending bids with a deadline that each higher bid starts again (R2.2-R2.5).
/// <code>
///             a bid above the price, not the leader's      the deadline passes
/// no leader   its bidder leads, the deadline starts        (there is none)
/// a leader    its bidder leads, the deadline starts again  a unit to the leader at its bid; no leader, the price stays;
///                                                          after the last unit the lot closes
/// </code>
/// From the instant of the deadline on the unit is the leader's, whether or not anybody has looked at the clock. So a bid that arrives then
/// is a bid for the next unit, where there is one (the leader of the unit before may make it too), and comes too late where there is none.
/// Without bids a lot of the room stays open for ever: the room closes when it is sold out, when the operator closes
/// the sale (then a unit with a leader is sold), or when the house stops.
/// </summary>
internal static class RoomRules
{
    public static Decision<LotFact> Decide(RoomState state, LotCommand command, DateTimeOffset now) => command switch
    {
        LotCommand.Bid bid => Bid(state, bid, now),
        LotCommand.Open => state.Phase == LotPhase.Waiting
            ? Decision<LotFact>.Accept(new LotFact.Opened(now, null))
            : Decision<LotFact>.Nothing,
        LotCommand.ClockReached =>
            IsPast(state, now) ? Decision<LotFact>.Accept(Settle(state, now).ToImmutable()) : Decision<LotFact>.Nothing,
        LotCommand.Close => Close(state, IsPast(state, now), now),
        // A unit with a leader is sold, as its deadline would have it.
        LotCommand.Hammer => Close(state, state.Phase == LotPhase.Open && state.Leader is not null, now),
        LotCommand.Pass pass => Pass(state, pass, now),
        // The room knows no rounds.
        LotCommand.OpenRound or LotCommand.EndRound => Decision<LotFact>.Nothing,
        _ => throw new UnreachableException(),
    };

    public static RoomState Evolve(RoomState state, LotFact.BidAccepted bid)
    {
        BrokenInvariantException.Unless(bid.Leader == bid.Bidder && bid.PriceMinor == bid.AmountMinor,
            "In the room the newest bid leads, and is the price.");
        BrokenInvariantException.Unless(bid.AmountMinor > state.PriceMinor, "A bid in the room is higher than the price.");
        BrokenInvariantException.Unless(state.Leader != bid.Bidder, "Nobody outbids themselves in the room.");
        return state with { BidsTaken = bid.Order, PriceMinor = bid.PriceMinor, Leading = bid.Leader };
    }

    public static RoomState Evolve(RoomState state, LotFact.DeadlineSet deadline)
    {
        BrokenInvariantException.Unless(state.Phase == LotPhase.Open && state.Leader is not null, "A deadline runs while somebody leads.");
        return state with { DeadlineTicks = deadline.ClosesAt.UtcTicks };
    }

    /// <summary>The next unit is on sale from the price reached, and anybody may bid.</summary>
    public static RoomState Evolve(RoomState state, LotFact.UnitAwarded award)
    {
        BrokenInvariantException.Unless(state.Leader == award.Bidder, "In the room a unit goes to its leader.");
        return WithoutLeader(state) with { PriceMinor = award.PriceMinor, UnitsLeft = award.UnitsLeft };
    }

    /// <summary>Nobody leads, and no deadline runs.</summary>
    public static RoomState WithoutLeader(RoomState state) => state with { Leading = null, DeadlineTicks = 0 };

    private static Decision<LotFact> Bid(RoomState state, LotCommand.Bid bid, DateTimeOffset now)
    {
        var late = IsPast(state, now);
        var seen = late ? WithoutLeader(state) : state;
        var admission = late && state.UnitsLeft == 1 ? RejectionCode.Closed : RejectionCode.None;
        if (Lot.Refuses(seen, bid, admission, out var code)) return Decision<LotFact>.Refuse(seen.Reject(code, bid.Bidder, now));
        if (seen.Leader == bid.Bidder) return Decision<LotFact>.Refuse(seen.Reject(RejectionCode.LeadsAlready, bid.Bidder, now));
        if (bid.AmountMinor <= seen.PriceMinor) return Decision<LotFact>.Refuse(seen.Reject(RejectionCode.TooLow, bid.Bidder, now));

        var facts = late ? Settle(state, now) : ImmutableArray.CreateBuilder<LotFact>(2);
        facts.Add(new LotFact.BidAccepted(bid.Bidder, bid.BidId, bid.AmountMinor, state.BidsTaken + 1, now, bid.AmountMinor, bid.Bidder));
        facts.Add(new LotFact.DeadlineSet(now, now + state.Deadline));
        return Decision<LotFact>.Accept(facts.ToImmutable());
    }

    /// <summary>The facts that follow from a passed deadline; the next command stores them.</summary>
    private static ImmutableArray<LotFact>.Builder Settle(RoomState state, DateTimeOffset now)
    {
        var facts = ImmutableArray.CreateBuilder<LotFact>(3);
        facts.Add(new LotFact.UnitAwarded(state.Leader!, state.PriceMinor, state.UnitsLeft - 1, 0, now));
        if (state.UnitsLeft == 1) facts.Add(new LotFact.Closed(state.Sold + 1, 0, now));
        return facts;
    }

    /// <summary>Nothing more is sold: what is left stays unsold, but for a unit that goes to its leader.</summary>
    private static Decision<LotFact> Close(RoomState state, bool sellsToLeader, DateTimeOffset now)
    {
        if (state.Phase == LotPhase.Closed) return Decision<LotFact>.Nothing;
        if (!sellsToLeader) return Decision<LotFact>.Accept(new LotFact.Closed(state.Sold, state.UnitsLeft, now));
        var facts = Settle(state, now);
        if (state.UnitsLeft > 1) facts.Add(new LotFact.Closed(state.Sold + 1, state.UnitsLeft - 1, now));
        return Decision<LotFact>.Accept(facts.ToImmutable());
    }

    /// <summary>Nobody waits for a pass here: it is taken and changes nothing.</summary>
    private static Decision<LotFact> Pass(RoomState state, LotCommand.Pass pass, DateTimeOffset now)
    {
        var code = state.Phase == LotPhase.Closed || (IsPast(state, now) && state.UnitsLeft == 1) ? RejectionCode.Closed
            : state.Phase == LotPhase.Waiting ? RejectionCode.NotOpenYet
            : RejectionCode.None;
        return code == RejectionCode.None ? Decision<LotFact>.Nothing : Decision<LotFact>.Refuse(state.Reject(code, pass.Bidder, now));
    }

    // ClosesAt is there exactly while an open lot has a leader; a closed lot keeps none.
    private static bool IsPast(RoomState state, DateTimeOffset now) =>
        state.Phase == LotPhase.Open && state.DeadlineTicks != 0 && now.UtcTicks >= state.DeadlineTicks;
}
