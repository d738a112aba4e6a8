using System.Collections.Immutable;
using System.Diagnostics;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Turns;

/// <summary>
/// The tender by turns.
/// <code>
///            an offer                           a pass              the deadline passes
/// opening    up to the start price: is kept     changes nothing     no offer: closes, unsold; one: it wins; more: the first turn
/// a turn     from the one whose turn it is, a   from the one whose  the turn is missed, and the next begins at that instant
///            step below its own: the next turn  turn it is: the
///            from others: 215                   next turn; else 215
/// </code>
/// In each round the bidder with the worst offer speaks first and the one with the best last; of equal offers the earlier is the better.
/// After the last turn of the last round, or of a round in which nobody went lower, the lowest offer wins. Whatever arrives after a
/// deadline is judged as if the clock had been looked at then.
/// </summary>
internal static class TurnsRules
{
    public static Decision<LotFact> Decide(TurnsState state, LotCommand command, DateTimeOffset now) => command switch
    {
        LotCommand.Bid bid => Bid(state, bid, now),
        LotCommand.Pass pass => Pass(state, pass, now),
        LotCommand.Open => state.Phase == LotPhase.Waiting
            ? Decision<LotFact>.Accept(new LotFact.Opened(now, now + state.Terms.OpenFor))
            : Decision<LotFact>.Nothing,
        LotCommand.ClockReached => IsPast(state, now) ? Settled(state, now).Decision : Decision<LotFact>.Nothing,
        LotCommand.Hammer => End(state, now, sells: true),
        LotCommand.Close => End(state, now, sells: false),
        // Rounds of the sale are not these lots' affair.
        LotCommand.OpenRound or LotCommand.EndRound => Decision<LotFact>.Nothing,
        _ => throw new UnreachableException(),
    };

    private static Decision<LotFact> Bid(TurnsState state, LotCommand.Bid bid, DateTimeOffset now)
    {
        var course = IsPast(state, now) ? Settled(state, now) : null;
        var seen = course?.State ?? state;
        if (Lot.Refuses(seen, bid, RejectionCode.None, out var code)) return Decision<LotFact>.Refuse(seen.Reject(code, bid.Bidder, now));
        if (seen.Speaks is { } speaks && speaks != bid.Bidder)
            return Decision<LotFact>.Refuse(seen.Reject(RejectionCode.NotYourTurn, bid.Bidder, now));
        if (bid.AmountMinor < 0) return Decision<LotFact>.Refuse(seen.Reject(RejectionCode.NotAnAmount, bid.Bidder, now));
        if (bid.AmountMinor > seen.NextFor(bid.Bidder))
            return Decision<LotFact>.Refuse(seen.Reject(RejectionCode.TooHigh, bid.Bidder, now));
        if (seen.LowestOf(bid.Bidder) is var lowest && bid.AmountMinor < lowest)
            return Decision<LotFact>.Refuse(new Rejection(RejectionCode.TooLow, seen.PriceMinor, lowest));

        course ??= new Course(state);
        var offers = seen.Offers.With(bid.Bidder, bid.AmountMinor, seen.BidsTaken + 1);
        course.Add(new LotFact.BidAccepted(
            bid.Bidder, bid.BidId, bid.AmountMinor, seen.BidsTaken + 1, now, offers.Best.AmountMinor, offers.Best.Bidder));
        if (seen.Speaks is not null) GoOn(course, now, now);
        return course.Decision;
    }

    private static Decision<LotFact> Pass(TurnsState state, LotCommand.Pass pass, DateTimeOffset now)
    {
        var course = IsPast(state, now) ? Settled(state, now) : null;
        var seen = course?.State ?? state;
        var code = seen.Phase == LotPhase.Closed ? RejectionCode.Closed
            : seen.Phase == LotPhase.Waiting ? RejectionCode.NotOpenYet
            : seen.Speaks is { } speaks && speaks != pass.Bidder ? RejectionCode.NotYourTurn
            : RejectionCode.None;
        if (code != RejectionCode.None) return Decision<LotFact>.Refuse(seen.Reject(code, pass.Bidder, now));
        if (seen.Speaks is null) return Decision<LotFact>.Nothing;
        course ??= new Course(state);
        course.Add(new TurnPassed(now, pass.Bidder));
        GoOn(course, now, now);
        return course.Decision;
    }

    private static Decision<LotFact> End(TurnsState state, DateTimeOffset now, bool sells)
    {
        if (state.Phase == LotPhase.Closed) return Decision<LotFact>.Nothing;
        var course = IsPast(state, now) ? Settled(state, now) : new Course(state);
        if (course.State.Phase == LotPhase.Closed) return course.Decision;
        if (sells && course.State.Offers.Count > 0) Award(course, now);
        else course.Add(new LotFact.Closed(0, 1, now));
        return course.Decision;
    }

    // Each deadline that has passed begins the next turn at its own instant.
    private static Course Settled(TurnsState state, DateTimeOffset now)
    {
        var course = new Course(state);
        while (IsPast(course.State, now))
        {
            var at = course.State.ClosesAt!.Value;
            if (course.State.Speaks is { } speaks) course.Add(new TurnMissed(now, speaks));
            GoOn(course, now, at);
        }
        return course;
    }

    /// <summary>The opening or a turn is over: the next turn, or the end.</summary>
    /// <param name="from">When the next turn begins.</param>
    private static void GoOn(Course course, DateTimeOffset now, DateTimeOffset from)
    {
        var state = course.State;
        if (state.Offers.Count == 0)
        {
            course.Add(new LotFact.Closed(0, 1, now));
            return;
        }
        if (state.NextToSpeak() is var (bidder, round)) course.Add(new TurnGiven(now, bidder, round, from + state.Form.Turn));
        else Award(course, now);
    }

    private static void Award(Course course, DateTimeOffset now)
    {
        var best = course.State.Offers.Best;
        course.Add(new LotFact.UnitAwarded(best.Bidder, best.AmountMinor, 0, 0, now));
        course.Add(new LotFact.Closed(1, 0, now));
    }

    private static bool IsPast(TurnsState state, DateTimeOffset now) =>
        state.Phase == LotPhase.Open && state.ClosesAt is { } deadline && now >= deadline;

    /// <summary>Facts as they are found, and the lot after them.</summary>
    private sealed class Course(TurnsState state)
    {
        private readonly ImmutableArray<LotFact>.Builder _facts = ImmutableArray.CreateBuilder<LotFact>();

        public TurnsState State { get; private set; } = state;

        public Decision<LotFact> Decision => Decision<LotFact>.Accept(_facts.ToImmutable());

        public void Add(LotFact fact)
        {
            _facts.Add(fact);
            State = (TurnsState)Lot.Evolve(State, fact);
        }
    }
}
