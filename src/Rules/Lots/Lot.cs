using System.Diagnostics;
using AkkaAuction.Rules.Formats;

namespace AkkaAuction.Rules.Lots;

/// <summary>
/// The lot's rules: what a command leads to, and what a fact changes. Pure: time is the <c>now</c> that is handed in, chance is a seed in
/// the terms. Nothing but the form's own rule file knows how bids compare; this one only finds it.
/// <code>
///             Open        OpenRound n   Bid       EndRound n          ClockReached            Hammer          Close
/// Waiting     opens       opens, runs   202       reports n empty     -                       sealed: closes  closes
/// Open        -           runs n        form      awards, ends n      past deadline: settles  sealed: settles closes; past deadline: settles
/// Closed      -           -             203       -                   -                       -               -
/// </code>
/// Extend moves a deadline that runs to a later time, in every form, also when it has passed and nobody has looked at the clock.
/// To settle is to award and to close; in the room, to award one unit and to close only with the last.
/// A dash is no fact and no refusal: such a command was heard before, and the asker is answered from the state.
/// </summary>
public static class Lot
{
    /// <summary>Decides a command: facts to store, a refusal, or nothing. Refusing allocates nothing.</summary>
    /// <param name="state">The lot now.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="now">House time.</param>
    public static Decision<LotFact> Decide(LotState state, LotCommand command, DateTimeOffset now) => state switch
    {
        _ when command is LotCommand.Extend extend => Extend(state, extend, now),
        RoundsState rounds => RoundsRules.Decide(rounds, command, now),
        RoomState room => RoomRules.Decide(room, command, now),
        ProxyState proxy => ProxyRules.Decide(proxy, command, now),
        SealedState hidden => SealedRules.Decide(hidden, command, now),
        _ => throw new UnreachableException(),
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
            LotFact.DeadlineSet deadline => state is RoomState room ? RoomRules.Evolve(room, deadline) : Evolve(state, deadline),
            LotFact.RoundOpened opened => RoundsRules.Evolve(OfRounds(state), opened),
            LotFact.RoundEnded ended => RoundsRules.Evolve(OfRounds(state), ended),
            LotFact.BidderPassed passed => RoundsRules.Evolve(OfRounds(state), passed),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Whether the checks that all forms share refuse a bid, in their documented order: 203, 202, 208, 206.</summary>
    /// <param name="admission">203 or 202 by the form's own clock, or none.</param>
    /// <param name="code">The first check that failed.</param>
    internal static bool Refuses(LotState state, LotCommand.Bid bid, RejectionCode admission, out RejectionCode code)
    {
        code = state.Phase == LotPhase.Closed ? RejectionCode.Closed
            : state.Phase == LotPhase.Waiting ? RejectionCode.NotOpenYet
            : admission != RejectionCode.None ? admission
            : state.HasSeller && state.Terms.Seller == bid.Bidder ? RejectionCode.SellerMayNotBid
            : bid.AmountMinor > state.CeilingMinor ? RejectionCode.AboveCeiling
            : RejectionCode.None;
        return code != RejectionCode.None;
    }

    private static Decision<LotFact> Extend(LotState state, LotCommand.Extend extend, DateTimeOffset now) =>
        state.Phase == LotPhase.Open && state.DeadlineTicks != 0 && extend.ClosesAt.UtcTicks > state.DeadlineTicks
            ? Decision<LotFact>.Accept(new LotFact.DeadlineSet(now, extend.ClosesAt))
            : Decision<LotFact>.Nothing;

    private static LotState Evolve(LotState state, LotFact.DeadlineSet deadline)
    {
        BrokenInvariantException.Unless(state.Phase == LotPhase.Open && state.DeadlineTicks != 0, "Only a deadline that runs is extended.");
        BrokenInvariantException.Unless(deadline.ClosesAt.UtcTicks > state.DeadlineTicks, "A deadline is never moved back.");
        return state with { DeadlineTicks = deadline.ClosesAt.UtcTicks };
    }

    private static LotState Evolve(LotState state, LotFact.BidAccepted bid)
    {
        BrokenInvariantException.Unless(state.Phase == LotPhase.Open, "Only an open lot takes bids.");
        BrokenInvariantException.Unless(bid.Order == state.BidsTaken + 1, "Bids are numbered without a gap.");
        BrokenInvariantException.Unless(bid.PriceMinor >= state.PriceMinor, "A price never falls.");
        return state switch
        {
            RoundsState rounds => RoundsRules.Evolve(rounds, bid),
            RoomState room => RoomRules.Evolve(room, bid),
            ProxyState proxy => ProxyRules.Evolve(proxy, bid),
            SealedState hidden => SealedRules.Evolve(hidden, bid),
            _ => throw new UnreachableException(),
        };
    }

    private static LotState Evolve(LotState state, LotFact.Opened opened)
    {
        BrokenInvariantException.Unless(state.Phase == LotPhase.Waiting, "A lot opens once.");
        BrokenInvariantException.Unless(opened.ClosesAt is null || state is TimedState, "The sale's rounds time a lot of the rounds.");
        return state with { Phase = LotPhase.Open, DeadlineTicks = opened.ClosesAt?.UtcTicks ?? 0 };
    }

    private static LotState Evolve(LotState state, LotFact.UnitAwarded award)
    {
        BrokenInvariantException.Unless(state.Phase == LotPhase.Open, "Only an open lot awards.");
        BrokenInvariantException.Unless(state.UnitsLeft > 0 && award.UnitsLeft == state.UnitsLeft - 1, "A lot awards a unit it has, one at a time.");
        BrokenInvariantException.Unless(award.PriceMinor >= state.PriceMinor, "A price never falls.");
        var awarded = state with { PriceMinor = award.PriceMinor, UnitsLeft = award.UnitsLeft };
        return awarded is RoomState room ? RoomRules.WithoutLeader(room, award) : awarded;
    }

    private static LotState Evolve(LotState state, LotFact.Closed closed)
    {
        BrokenInvariantException.Unless(closed.Sold == state.Sold && closed.Unsold == state.UnitsLeft, "A lot's result is what it awarded and what is left.");
        var settled = state switch
        {
            RoundsState rounds => RoundsRules.WithoutRound(rounds),
            RoomState room => RoomRules.WithoutLeader(room),
            _ => state,
        };
        return settled with { Phase = LotPhase.Closed };
    }

    private static RoundsState OfRounds(LotState state) =>
        state as RoundsState ?? throw new BrokenInvariantException("Only a lot of the rounds has rounds.");
}
