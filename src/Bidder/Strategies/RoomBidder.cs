using AkkaAuction.Messages;

namespace AkkaAuction.Bidder.Strategies;

/// <summary>
/// The automatic bidder of the original room (R2.6): it has a highest acceptable price per lot, bids with a chance each time it looks, and
/// stops for a lot when the price would pass it. It looks when something changes, and once a second: in a room where everybody happens to
/// wait, nothing else would ever happen.
/// </summary>
/// <param name="chance">How often it bids when it looks, 0 to 1.</param>
public sealed class RoomBidder(double chance) : IBidderStrategy
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public string Name => "room";

    /// <summary>A room has no rounds.</summary>
    public Act InRound(Situation situation) => Act.Passing;

    public Act OnLot(Situation situation, LotView lot)
    {
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(lot);
        if (!Wants(situation, lot)) return Act.Waiting;
        if (situation.Chance.Draw("take part", lot.Lot, Look(situation, lot)) >= chance) return Act.Waiting;
        var stretch = situation.Chance.Draw("stretch", lot.Lot, lot.PriceMinor);
        return Worth.Better(lot, Worth.Limit(situation, lot), stretch) is { } amount ? new Act.Bid(lot.Lot, amount) : Act.Waiting;
    }

    public DateTimeOffset? WakeAt(Situation situation, LotView lot)
    {
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(lot);
        return Wants(situation, lot) ? situation.Now + LookEvery : null;
    }

    private static bool Wants(Situation situation, LotView lot) =>
        lot.Leader != situation.State.Name
        && Worth.IsWithin(lot, Worth.Limit(situation, lot))
        && !(Worth.IsSealed(lot) && situation.State.RecordOf(lot.Lot).Bids > 0);

    // Each second and each price is a new look.
    private static long Look(Situation situation, LotView lot) => lot.PriceMinor ^ ((situation.Now.UtcTicks / LookEvery.Ticks) << 20);
}
