using System.Collections.Immutable;
using System.Diagnostics;

namespace AkkaAuction.Rules.Sales;

/// <summary>
/// The sale's rules: when it opens, when its rounds open and end, and when it is over (R1.3, R1.6, R1.12). A command gives at most one
/// fact of its own. Then the sale adds the facts that follow from the state and the clock, one after the other:
/// <code>
/// Waiting       its opening time come (if it has one), enough present      Opened
///               closed by the operator                                     RoundsOver, Ended: as when it is open
/// Open          lots of the rounds to sell, no limit reached               RoundOpened n+1
///               every lot of the rounds sold out / closed by the operator / limit of rounds / of silence      RoundsOver
///               no round to come, every lot closed                         Ended
/// RoundRunning  past its deadline, or all present have acted (if asked),
///               or closed by the operator                                  RoundEnding
/// RoundEnding   every lot that took part has reported                      RoundClosed
/// Ended         -
/// </code>
/// So a late, repeated or reordered report leads to the same sale, and a wake-up only makes the sale check its clock.
/// </summary>
public static class Sale
{
    /// <summary>Decides a command: facts to store, or nothing. A sale refuses nothing: an irrelevant command changes nothing.</summary>
    /// <param name="state">The sale now.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">House time.</param>
    public static Decision<SaleFact> Decide(SaleState state, SaleCommand command, DateTimeOffset now)
    {
        if (state.Phase == SalePhase.Ended) return Decision<SaleFact>.Nothing;

        var fact = Own(state, command, now);
        if (fact is not null && IsOneOfMany(state, fact)) return Decision<SaleFact>.Accept(fact);
        var after = fact is null ? state : Evolve(state, fact);
        var next = Consequence(after, now);
        if (next is null) return fact is null ? Decision<SaleFact>.Nothing : Decision<SaleFact>.Accept(fact);

        var facts = ImmutableArray.CreateBuilder<SaleFact>();
        if (fact is not null) facts.Add(fact);
        for (; next is not null; next = Consequence(after, now))
        {
            facts.Add(next);
            after = Evolve(after, next);
        }
        return Decision<SaleFact>.Accept(facts.DrainToImmutable());
    }

    /// <summary>The sale after a fact. Decides nothing: replaying stored facts gives the state they were decided in.</summary>
    /// <exception cref="BrokenInvariantException">The fact cannot have happened to this sale.</exception>
    public static SaleState Evolve(SaleState state, SaleFact fact)
    {
        BrokenInvariantException.Unless(state.Phase != SalePhase.Ended, "Nothing happens to a sale that has ended.");
        return fact switch
        {
            SaleFact.BidderCame came => state with { Present = state.Present.Add(came.Bidder) },
            SaleFact.BidderLeft left => state with { Present = state.Present.Remove(left.Bidder) },
            SaleFact.BidderActed acted => state with { Acted = state.Acted.Add(acted.Bidder) },
            SaleFact.Opened => Opened(state),
            SaleFact.RoundOpened opened => RoundOpened(state, opened),
            SaleFact.RoundExtended extended => RoundExtended(state, extended),
            SaleFact.RoundEnding ending => RoundEnding(state, ending),
            SaleFact.RoundReported reported => RoundReported(state, reported),
            SaleFact.RoundClosed closed => RoundClosed(state, closed),
            SaleFact.RoundsOver over => state with { RoundsOver = over.Reason },
            SaleFact.CloseOrdered ordered => CloseOrdered(state, ordered),
            SaleFact.LotClosed closed => LotClosed(state, closed),
            SaleFact.Ended ended => Ended(state, ended),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The fact of the command itself; null if the command is repeated or irrelevant now.</summary>
    private static SaleFact? Own(SaleState state, SaleCommand command, DateTimeOffset now) => command switch
    {
        SaleCommand.Come come when !state.Present.Contains(come.Bidder) => new SaleFact.BidderCame(come.Bidder, now),
        SaleCommand.Leave leave when state.Present.Contains(leave.Bidder) => new SaleFact.BidderLeft(leave.Bidder, now),
        SaleCommand.Act act when state.Phase == SalePhase.RoundRunning && act.Round == state.Round && !state.Acted.Contains(act.Bidder) =>
            new SaleFact.BidderActed(act.Bidder, act.Round),
        SaleCommand.ExtendRound extend when state.Phase == SalePhase.RoundRunning && extend.ClosesAt > state.RoundClosesAt =>
            new SaleFact.RoundExtended(state.Round, now, extend.ClosesAt),
        SaleCommand.ReportRound report when state.Phase == SalePhase.RoundEnding && report.Round == state.Round
            && state.LotsOwingReport.Contains(report.Lot) =>
            new SaleFact.RoundReported(report.Lot, report.Round, report.Bids, report.UnitsLeft),
        SaleCommand.ReportClosed report when state.LotsNotClosed.Contains(report.Lot) =>
            new SaleFact.LotClosed(report.Lot, report.Sold, report.Unsold, now),
        SaleCommand.Close when state.CloseOrderedAt is null => new SaleFact.CloseOrdered(now),
        SaleCommand.Come or SaleCommand.Leave or SaleCommand.Act or SaleCommand.ClockReached or SaleCommand.ExtendRound
            or SaleCommand.ReportRound or SaleCommand.ReportClosed or SaleCommand.Close => null,
        _ => throw new UnreachableException(),
    };

    /// <summary>
    /// Whether other reports are still missing, so that this one has no consequence. The check does not compute the next state, because a
    /// sale may have a hundred thousand lots, and each reports.
    /// </summary>
    private static bool IsOneOfMany(SaleState state, SaleFact fact) => fact switch
    {
        SaleFact.RoundReported => state.LotsOwingReport.Count > 1,
        SaleFact.LotClosed =>
            (state.Phase == SalePhase.Open || (state.Phase == SalePhase.Waiting && state.CloseOrderedAt is not null))
                && (state.RoundsOver is not null || state.Terms.RoundLots.IsEmpty)
                && state.LotsNotClosed.Count > 1,
        _ => false,
    };

    /// <summary>The next fact that follows from the state and the clock; may be null.</summary>
    private static SaleFact? Consequence(SaleState state, DateTimeOffset now) => state.Phase switch
    {
        SalePhase.Waiting when state.CloseOrderedAt is null => MayOpen(state, now) ? new SaleFact.Opened(now) : null,
        SalePhase.Waiting or SalePhase.Open when state.RoundsOver is null && !state.Terms.RoundLots.IsEmpty => NextRound(state, now),
        SalePhase.Waiting or SalePhase.Open =>
            state.LotsNotClosed.IsEmpty ? new SaleFact.Ended(state.Sold, state.Unsold, now) : null,
        SalePhase.RoundRunning => IsRoundOver(state, now) ? new SaleFact.RoundEnding(state.Round, now) : null,
        SalePhase.RoundEnding => state.LotsOwingReport.IsEmpty ? new SaleFact.RoundClosed(state.Round, state.RoundBids, now) : null,
        SalePhase.Ended => null,
        _ => throw new UnreachableException(),
    };

    private static bool MayOpen(SaleState state, DateTimeOffset now) =>
        state.Present.Count >= state.Terms.BiddersToStart && (state.Terms.OpensAt is not { } opens || now >= opens);

    private static bool IsRoundOver(SaleState state, DateTimeOffset now) =>
        now >= state.RoundClosesAt || state.CloseOrderedAt is not null
            || (state.Terms.CloseRoundWhenAllActed && state.AllPresentActed);

    private static SaleFact NextRound(SaleState state, DateTimeOffset now)
    {
        var terms = state.Terms;
        if (state.RoundLotsOpen.IsEmpty) return new SaleFact.RoundsOver(RoundsOverReason.SoldOut, now);
        if (state.CloseOrderedAt is not null) return new SaleFact.RoundsOver(RoundsOverReason.CloseOrdered, now);
        if (state.Round >= terms.RoundLimit) return new SaleFact.RoundsOver(RoundsOverReason.RoundLimit, now);
        if (state.SilentRounds >= terms.SilentRoundLimit) return new SaleFact.RoundsOver(RoundsOverReason.Silence, now);
        return new SaleFact.RoundOpened(state.Round + 1, now, now + terms.RoundLength);
    }

    private static SaleState Opened(SaleState state)
    {
        BrokenInvariantException.Unless(state.Phase == SalePhase.Waiting && state.CloseOrderedAt is null, "A sale opens once.");
        return state with { Phase = SalePhase.Open };
    }

    private static SaleState RoundOpened(SaleState state, SaleFact.RoundOpened opened)
    {
        BrokenInvariantException.Unless(state.Phase == SalePhase.Open && state.RoundsOver is null,
            "A round opens after the one before is closed.");
        BrokenInvariantException.Unless(state.CloseOrderedAt is null, "No round opens in a sale that was closed.");
        BrokenInvariantException.Unless(opened.Round == state.Round + 1, "Rounds are numbered without a gap.");
        return state.WithoutActs() with
        {
            Phase = SalePhase.RoundRunning,
            Round = opened.Round,
            RoundClosesAt = opened.ClosesAt,
            RoundBids = 0,
            LotsOwingReport = state.RoundLotsOpen,
        };
    }

    private static SaleState RoundExtended(SaleState state, SaleFact.RoundExtended extended)
    {
        BrokenInvariantException.Unless(state.Phase == SalePhase.RoundRunning && extended.Round == state.Round,
            "The round that is extended is the one that runs.");
        BrokenInvariantException.Unless(extended.ClosesAt > state.RoundClosesAt, "A deadline is never moved back.");
        return state with { RoundClosesAt = extended.ClosesAt };
    }

    private static SaleState RoundEnding(SaleState state, SaleFact.RoundEnding ending)
    {
        BrokenInvariantException.Unless(state.Phase == SalePhase.RoundRunning && ending.Round == state.Round,
            "The round that ends is the one that runs.");
        return state with { Phase = SalePhase.RoundEnding };
    }

    private static SaleState RoundReported(SaleState state, SaleFact.RoundReported reported)
    {
        BrokenInvariantException.Unless(state.Phase == SalePhase.RoundEnding && reported.Round == state.Round,
            "A report is of the round that is ending.");
        return state with
        {
            LotsOwingReport = state.LotsOwingReport.Remove(reported.Lot),
            RoundBids = checked(state.RoundBids + reported.Bids),
            RoundLotsOpen = reported.UnitsLeft == 0 ? state.RoundLotsOpen.Remove(reported.Lot) : state.RoundLotsOpen,
        };
    }

    private static SaleState RoundClosed(SaleState state, SaleFact.RoundClosed closed)
    {
        BrokenInvariantException.Unless(state.Phase == SalePhase.RoundEnding && state.LotsOwingReport.IsEmpty,
            "A round is closed when every lot has reported.");
        return state.WithoutActs() with
        {
            Phase = SalePhase.Open,
            RoundClosesAt = null,
            RoundBids = closed.Bids,
            SilentRounds = closed.Bids == 0 ? state.SilentRounds + 1 : 0,
        };
    }

    private static SaleState CloseOrdered(SaleState state, SaleFact.CloseOrdered ordered)
    {
        BrokenInvariantException.Unless(state.CloseOrderedAt is null, "A sale is closed once.");
        return state with { CloseOrderedAt = ordered.At };
    }

    private static SaleState LotClosed(SaleState state, SaleFact.LotClosed closed)
    {
        BrokenInvariantException.Unless(state.LotsNotClosed.Contains(closed.Lot), "A lot has one result.");
        return state with
        {
            LotsNotClosed = state.LotsNotClosed.Remove(closed.Lot),
            RoundLotsOpen = state.RoundLotsOpen.Remove(closed.Lot),
            Sold = checked(state.Sold + closed.Sold),
            Unsold = checked(state.Unsold + closed.Unsold),
        };
    }

    private static SaleState Ended(SaleState state, SaleFact.Ended ended)
    {
        var isIdle = state.Phase == SalePhase.Open || (state.Phase == SalePhase.Waiting && state.CloseOrderedAt is not null);
        BrokenInvariantException.Unless(isIdle && state.LotsNotClosed.IsEmpty,
            "A sale ends when every lot is closed.");
        BrokenInvariantException.Unless(ended.Sold == state.Sold && ended.Unsold == state.Unsold,
            "A sale's result is the sum of its lots'.");
        return state with { Phase = SalePhase.Ended };
    }
}
