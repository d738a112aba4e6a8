using AkkaAuction.Messages;

namespace AkkaAuction.Bidder.Strategies;

/// <summary>
/// Spreads what is left of its budget over the lots that are left, so that the first lots do not eat what the last ones would need: no bid
/// is higher than an even share, nor than the lot's worth. Of several it takes the cheapest for what it is worth.
/// </summary>
public sealed class BudgetPacer : IBidderStrategy
{
    public string Name => "pacer";

    public Act InRound(Situation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var cheapest = situation.State.Market.RoundLots
            .Select(lot => (Lot: lot, Limit: Limit(situation, lot), Cost: lot.NextMinor / (double)Worth.Of(situation.Chance, lot)))
            .Where(choice => Worth.IsWithin(choice.Lot, choice.Limit))
            .OrderBy(choice => choice.Cost)
            .ThenBy(choice => choice.Lot.Lot, StringComparer.Ordinal)
            .FirstOrDefault();
        if (cheapest.Lot is null) return Act.Passing;
        var stretch = situation.Chance.Draw("stretch", cheapest.Lot.Lot, situation.State.Market.Round);
        return Worth.Better(cheapest.Lot, cheapest.Limit, stretch) is { } amount ? new Act.Bid(cheapest.Lot.Lot, amount) : Act.Passing;
    }

    public Act OnLot(Situation situation, LotView lot)
    {
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(lot);
        var record = situation.State.RecordOf(lot.Lot);
        var limit = Limit(situation, lot);
        if (Worth.BuysAt(situation, lot) is { } price && price <= limit) return new Act.Bid(lot.Lot, price);
        // Below the price that would buy it at once.
        limit = lot.BuyNowMinor is null ? limit : Math.Min(limit, Worth.Limit(situation, lot));
        if (!Worth.IsWithin(lot, limit) || record.LiveMinor > 0 || lot.Leader == situation.State.Name) return Act.Waiting;
        if (Worth.IsSealed(lot)) return record.Bids > 0 ? Act.Waiting : new Act.Bid(lot.Lot, limit);
        var stretch = situation.Chance.Draw("stretch", lot.Lot, lot.PriceMinor);
        return Worth.Better(lot, limit, stretch) is { } amount ? new Act.Bid(lot.Lot, amount) : Act.Waiting;
    }

    /// <summary>The most it may bid on a lot now: its worth, and an even share of what is left; in a tender its worth alone.</summary>
    public static long Limit(Situation situation, LotView lot)
    {
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(lot);
        if (lot.Descends) return Worth.Of(situation.Chance, lot);
        var lotsLeft = situation.State.Market.Lots.Values.Count(other => other.State != LotViewState.Closed && other.Units is not 0);
        var share = situation.State.Wallet.LeftMinor / Math.Max(1, lotsLeft);
        return Math.Min(Math.Min(share, Worth.Worthwhile(situation, lot)), situation.State.Wallet.AvailableFor(lot.Lot));
    }
}
