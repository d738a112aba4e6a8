using AkkaAuction.Messages;

namespace AkkaAuction.Bidder.Strategies;

/// <summary>
/// The bidder of the original system (R1.9, R1.10): by chance it takes part in a round or not, picks one of the lots it has not given up,
/// and bids above the price within its own limit and budget. After a loss it raises, or gives the lot up.
/// </summary>
/// <param name="chance">How often it takes part, 0 to 1.</param>
public sealed class RandomBidder(double chance) : IBidderStrategy
{
    /// <summary>How often a loss makes it give a lot up.</summary>
    public const double GiveUpChance = 0.2;

    public string Name => "random";

    public Act InRound(Situation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var round = situation.State.Market.Round;
        if (situation.Chance.Draw("take part", number: round) >= chance) return Act.Passing;

        var wanted = situation.State.Market.RoundLots.Where(lot => Wants(situation, lot)).ToList();
        if (wanted.Count == 0) return Act.Passing;
        var picked = wanted[(int)(situation.Chance.Draw("pick", number: round) * wanted.Count)];
        var stretch = situation.Chance.Draw("stretch", picked.Lot, round);
        return Worth.Better(picked, Worth.Limit(situation, picked), stretch) is { } amount ? new Act.Bid(picked.Lot, amount) : Act.Passing;
    }

    public Act OnLot(Situation situation, LotView lot)
    {
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(lot);
        if (Worth.BuysAt(situation, lot) is { } price) return new Act.Bid(lot.Lot, price);
        var record = situation.State.RecordOf(lot.Lot);
        if (record.LiveMinor > 0 || lot.Leader == situation.State.Name || !Wants(situation, lot)) return Act.Waiting;
        if (Worth.IsSealed(lot) && record.Bids > 0) return Act.Waiting;
        if (situation.Chance.Draw("take part", lot.Lot, lot.PriceMinor) >= chance) return Act.Waiting;
        var stretch = situation.Chance.Draw("stretch", lot.Lot, lot.PriceMinor);
        return Worth.Better(lot, Worth.Limit(situation, lot), stretch) is { } amount ? new Act.Bid(lot.Lot, amount) : Act.Waiting;
    }

    /// <summary>Whether it has given a lot up: after some loss it decided to.</summary>
    public static bool HasGivenUp(Situation situation, string lot)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var losses = situation.State.RecordOf(lot).Losses;
        for (var index = 0; index < losses.Count; index++)
        {
            // A round names its loss; on a lot without rounds the first loss, the second… do.
            var number = losses[index] > 0 ? losses[index] : -1 - index;
            if (situation.Chance.Draw("give up", lot, number) < GiveUpChance) return true;
        }
        return false;
    }

    private static bool Wants(Situation situation, LotView lot) =>
        Worth.IsWithin(lot, Worth.Limit(situation, lot)) && !HasGivenUp(situation, lot.Lot);
}
