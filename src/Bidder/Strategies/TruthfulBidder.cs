using AkkaAuction.Messages;

namespace AkkaAuction.Bidder.Strategies;

/// <summary>
/// Bids what a lot is worth to it, and lets the form do the rest: once, as its hidden maximum, on proxy lots, and once in sealed forms. In
/// rounds, where one pays what one bids, it goes for the lot with the most to gain and comes closer to its value with every loss.
/// </summary>
public sealed class TruthfulBidder : IBidderStrategy
{
    public string Name => "truthful";

    public Act InRound(Situation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var best = situation.State.Market.RoundLots
            .Select(lot => (Lot: lot, Limit: Worth.Limit(situation, lot), Gain: Worth.Of(situation.Chance, lot) - lot.NextMinor))
            .Where(choice => Worth.IsWithin(choice.Lot, choice.Limit))
            .OrderByDescending(choice => choice.Gain)
            .ThenBy(choice => choice.Lot.Lot, StringComparer.Ordinal)
            .FirstOrDefault();
        if (best.Lot is null) return Act.Passing;
        var losses = situation.State.RecordOf(best.Lot.Lot).Losses.Count;
        var share = Math.Min(1.0, 0.25 * (losses + 1));
        if (share >= 1.0) return new Act.Bid(best.Lot.Lot, best.Limit);
        var amount = best.Lot.NextMinor + Worth.Scale(best.Limit - best.Lot.NextMinor, share);
        return new Act.Bid(best.Lot.Lot, Worth.Rounded(best.Lot, amount, best.Lot.NextMinor, best.Limit));
    }

    public Act OnLot(Situation situation, LotView lot)
    {
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(lot);
        if (Worth.BuysAt(situation, lot) is { } price) return new Act.Bid(lot.Lot, price);
        var limit = Worth.Limit(situation, lot);
        // In an open tender an offer is what it is paid: it goes no lower than it must.
        if (lot.Descends && !Worth.IsSealed(lot))
            return lot.Leader != situation.State.Name && Worth.IsWithin(lot, limit) ? new Act.Bid(lot.Lot, lot.NextMinor) : Act.Waiting;
        if (situation.State.RecordOf(lot.Lot).Bids > 0 || !Worth.IsWithin(lot, limit)) return Act.Waiting;
        return new Act.Bid(lot.Lot, limit);
    }
}
