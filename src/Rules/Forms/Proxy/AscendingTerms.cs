using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Forms.Proxy;

/// <summary>What the forms with maximum bids fix alike.</summary>
/// <param name="Increments">Steps by price.</param>
/// <param name="ReserveMinor">Below it nothing is sold; a maximum that first meets it lifts the price to it. Null: none.</param>
/// <param name="LowestBid">How low a bid may be.</param>
/// <param name="LeaderRaise">Whether a leader who raises its own maximum moves a price that the old maximum had capped.</param>
/// <param name="SoftClose">How late bids move the deadline; null: they do not.</param>
public abstract record AscendingTerms(
    IncrementTable Increments, long? ReserveMinor, LowestBid LowestBid, LeaderRaise LeaderRaise, SoftClose? SoftClose) : FormTerms
{
    public override string? Fault(LotTerms lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        if (ReserveMinor < lot.StartPriceMinor)
            return $"the reserve {lot.Text(ReserveMinor.Value)} must not be below the start price {lot.Text(lot.StartPriceMinor)}";
        return ReserveMinor > lot.CeilingMinor
            ? $"the reserve {lot.Text(ReserveMinor.Value)} must not be above the ceiling {lot.Text(lot.CeilingMinor)}"
            : Increments.Fault(lot.Text) ?? SoftClose?.Fault();
    }
}

/// <summary>The lowest bid that a lot with maximum bids takes once it has a price.</summary>
public enum LowestBid
{
    /// <summary>The price and one increment, as in a public house.</summary>
    NextIncrement,

    /// <summary>Every bid from the start price on, also below the current price, for recorded histories.</summary>
    StartPrice,
}

/// <summary>The effect of a leader's higher maximum on a price that the old maximum had capped.</summary>
public enum LeaderRaise
{
    /// <summary>The price goes on to where the second bid and its increment put it (eBay).</summary>
    LiftsCappedPrice,

    /// <summary>The price stays until somebody else bids (Lagom's auction).</summary>
    LeavesPrice,
}
