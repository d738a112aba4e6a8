using System.Diagnostics;

namespace AkkaAuction.Rules.Lots;

/// <summary>
/// What the forms with a deadline of their own share: all but the bids. The deadline is a time in a fact; whatever reaches the lot after it
/// can only close it, and a bid is refused from that very instant on, whether or not anybody has looked at the clock.
/// </summary>
internal static class TimedRules
{
    public static Decision<LotFact> Decide(TimedState state, LotCommand command, DateTimeOffset now) => command switch
    {
        LotCommand.Open => state.Phase == LotPhase.Waiting
            ? Decision<LotFact>.Accept(new LotFact.Opened(now, state.ClosesWhenOpenedAt(now)))
            : Decision<LotFact>.Nothing,
        LotCommand.ClockReached => state.Phase == LotPhase.Open && IsPast(state, now) ? Settle(state, now) : Decision<LotFact>.Nothing,
        LotCommand.Hammer => Hammer(state, now),
        LotCommand.Close => Close(state, now),
        LotCommand.Pass pass => Pass(state, pass, now),
        // Rounds are not these lots' affair.
        LotCommand.OpenRound or LotCommand.EndRound => Decision<LotFact>.Nothing,
        _ => throw new UnreachableException(),
    };

    /// <summary>203 from the deadline on.</summary>
    public static RejectionCode Admission(TimedState state, DateTimeOffset now) =>
        IsPast(state, now) ? RejectionCode.Closed : RejectionCode.None;

    private static bool IsPast(TimedState state, DateTimeOffset now) => state.DeadlineTicks != 0 && now.UtcTicks >= state.DeadlineTicks;

    /// <summary>Decides before the deadline what the deadline would decide of the same bids.</summary>
    private static Decision<LotFact> Hammer(TimedState state, DateTimeOffset now) => state.Phase switch
    {
        LotPhase.Closed => Decision<LotFact>.Nothing,
        LotPhase.Open => Settle(state, now),
        _ => Decision<LotFact>.Accept(new LotFact.Closed(state.Sold, state.UnitsLeft, now)),
    };

    /// <summary>
    /// Called off before its deadline a lot stays unsold; after it the hammer has the word, as if the clock had been looked at.
    /// </summary>
    private static Decision<LotFact> Close(TimedState state, DateTimeOffset now) => state.Phase switch
    {
        LotPhase.Closed => Decision<LotFact>.Nothing,
        LotPhase.Open when IsPast(state, now) => Settle(state, now),
        _ => Decision<LotFact>.Accept(new LotFact.Closed(state.Sold, state.UnitsLeft, now)),
    };

    /// <summary>Nobody waits for a pass here: it is taken and changes nothing.</summary>
    private static Decision<LotFact> Pass(TimedState state, LotCommand.Pass pass, DateTimeOffset now)
    {
        var code = state.Phase == LotPhase.Closed ? RejectionCode.Closed
            : state.Phase == LotPhase.Waiting ? RejectionCode.NotOpenYet
            : Admission(state, now);
        return code == RejectionCode.None ? Decision<LotFact>.Nothing : Decision<LotFact>.Refuse(state.Reject(code, pass.Bidder, now));
    }

    private static Decision<LotFact> Settle(TimedState state, DateTimeOffset now)
    {
        if (state.Hammer is not { } award) return Decision<LotFact>.Accept(new LotFact.Closed(state.Sold, state.UnitsLeft, now));
        return Decision<LotFact>.Accept(
        [
            new LotFact.UnitAwarded(award.Winner, award.PaysMinor, state.UnitsLeft - 1, 0, now),
            .. state.Dues(award, now),
            new LotFact.Closed(state.Sold + 1, state.UnitsLeft - 1, now),
        ]);
    }
}
