using AkkaAuction.Messages;

namespace AkkaAuction.Bidder.Strategies;

/// <summary>
/// Shows itself late. On a lot with a deadline it waits until shortly before it and then bids all it would pay; where no deadline runs yet
/// it bids the least that starts one. In rounds it watches the first, then goes for the lot with the fewest units left.
/// </summary>
/// <param name="margin">How long before a deadline it bids.</param>
public sealed class Sniper(TimeSpan margin) : IBidderStrategy
{
    /// <summary>Long enough for a line to arrive, short enough for nobody to answer it.</summary>
    public static TimeSpan DefaultMargin { get; } = TimeSpan.FromSeconds(2);

    public string Name => "sniper";

    public Act InRound(Situation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        if (situation.State.Market.Round <= 1) return Act.Passing;
        var rarest = situation.State.Market.RoundLots
            .Select(lot => (Lot: lot, Limit: Worth.Limit(situation, lot)))
            .Where(choice => Worth.IsWithin(choice.Lot, choice.Limit))
            .OrderBy(choice => choice.Lot.Units)
            .ThenBy(choice => choice.Lot.Lot, StringComparer.Ordinal)
            .FirstOrDefault();
        return rarest.Lot is not null && Worth.Better(rarest.Lot, rarest.Limit, stretch: 1.0) is { } amount
            ? new Act.Bid(rarest.Lot.Lot, amount)
            : Act.Passing;
    }

    public Act OnLot(Situation situation, LotView lot)
    {
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(lot);
        if (Worth.BuysAt(situation, lot) is { } price) return new Act.Bid(lot.Lot, price);
        var limit = Worth.Limit(situation, lot);
        var record = situation.State.RecordOf(lot.Lot);
        if (!Worth.IsWithin(lot, limit) || record.LiveMinor > 0 || lot.Leader == situation.State.Name) return Act.Waiting;
        if (Worth.IsSealed(lot) && record.Bids > 0) return Act.Waiting;
        if (lot.ClosesAt is not { } closes) return new Act.Bid(lot.Lot, lot.NextMinor);
        return situation.Now >= closes - margin ? new Act.Bid(lot.Lot, limit) : Act.Waiting;
    }

    public DateTimeOffset? WakeAt(Situation situation, LotView lot)
    {
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(lot);
        return lot.ClosesAt is { } closes && closes - margin > situation.Now ? closes - margin : null;
    }
}
