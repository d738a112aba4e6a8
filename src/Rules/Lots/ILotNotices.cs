namespace AkkaAuction.Rules.Lots;

/// <summary>
/// Takes what outsiders hear of a fact, in the order they hear it. Facts and notices are different things: a bid in a round or a sealed bid
/// is a fact that nobody hears of, an award is one fact and several notices. Amounts are minor units.
/// </summary>
public interface ILotNotices
{
    /// <summary>The lot as it is now.</summary>
    void Listed();

    void PriceChanged(long priceMinor, string? leader, long nextMinor, DateTimeOffset? closesAt);

    /// <summary>For the one who led before.</summary>
    void Outbid(string bidder, long priceMinor);

    /// <summary>A unit is awarded: for all, and for its winner.</summary>
    void Sold(long priceMinor, string winner, int unitsLeft);

    /// <summary>A bidder pays without getting a unit: for all, and for that bidder.</summary>
    void Paid(long amountMinor, string bidder);

    void Closed(int sold, int unsold);
}
