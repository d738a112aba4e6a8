using System.Collections.Immutable;
using System.Diagnostics;
using AkkaAuction.Rules.Formats;

namespace AkkaAuction.Rules.Lots;

/// <summary>
/// All that facts have made of a lot, as plain values: for whoever keeps a state over the end of the process. Together with the terms it is the state
/// again, exactly. What a form does not use is as in a fresh lot. The lot's own terms are not in it: they stand in the catalogue.
/// </summary>
/// <param name="DeadlineTicks">The deadline that runs, UTC ticks; 0: none.</param>
/// <param name="Best">Who would get the next unit; null: nobody.</param>
/// <param name="BestMinor">The best bid, hidden or not, minor units.</param>
/// <param name="OthersMinor">The best of anybody else, minor units; -1: there is none.</param>
/// <param name="Standings">What each other bidder has done in the round that runs.</param>
public sealed record LotMemory(
    LotPhase Phase,
    long PriceMinor,
    int UnitsLeft,
    long BidsTaken,
    long DeadlineTicks,
    string? Best,
    long BestMinor,
    long OthersMinor,
    int Round,
    int EndedRound,
    int EndedBids,
    ImmutableArray<BidderStanding> Standings)
{
    /// <summary>What there is to keep of a lot.</summary>
    public static LotMemory Of(LotState lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        var common = new LotMemory(lot.Phase, lot.PriceMinor, lot.UnitsLeft, lot.BidsTaken, lot.DeadlineTicks, null, 0, -1, 0, 0, 0, []);
        return lot switch
        {
            RoundsState rounds => common with
            {
                Best = rounds.BestBidder,
                BestMinor = rounds.BestMinor,
                Round = rounds.CurrentRound,
                EndedRound = rounds.EndedRound,
                EndedBids = rounds.EndedBids,
                Standings = [.. rounds.Others.Standings().OrderBy(s => s.Bidder, StringComparer.Ordinal)],
            },
            RoomState room => common with { Best = room.Leading },
            ProxyState proxy => common with { Best = proxy.Leading, BestMinor = proxy.LeaderMaxMinor, OthersMinor = proxy.OthersMaxMinor },
            SealedState hidden => common with { Best = hidden.BestBidder, BestMinor = hidden.BestMinor, OthersMinor = hidden.OthersMinor },
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The lot again.</summary>
    /// <param name="terms">The terms it had.</param>
    public LotState Of(LotTerms terms)
    {
        var lot = LotState.Initial(terms) with
        {
            Phase = Phase,
            PriceMinor = PriceMinor,
            UnitsLeft = UnitsLeft,
            BidsTaken = BidsTaken,
            DeadlineTicks = DeadlineTicks,
        };
        return lot switch
        {
            RoundsState rounds => rounds with
            {
                BestBidder = Best,
                BestMinor = BestMinor,
                CurrentRound = Round,
                EndedRound = EndedRound,
                EndedBids = EndedBids,
                Others = BidderLog.Of(Standings),
            },
            RoomState room => room with { Leading = Best },
            ProxyState proxy => proxy with { Leading = Best, LeaderMaxMinor = BestMinor, OthersMaxMinor = OthersMinor },
            SealedState hidden => hidden with { BestBidder = Best, BestMinor = BestMinor, OthersMinor = OthersMinor },
            _ => throw new UnreachableException(),
        };
    }
}

/// <summary>What a bidder has done in a round.</summary>
/// <param name="HighestMinor">The own highest bid, minor units; -1: none.</param>
/// <param name="Passed">Whether the bidder takes no further part.</param>
public readonly record struct BidderStanding(string Bidder, long HighestMinor, bool Passed);
