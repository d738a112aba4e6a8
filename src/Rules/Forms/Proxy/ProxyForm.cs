using System.Runtime.Serialization;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Forms.Proxy;

/// <summary>Proxy bidding: ascending, each bid its bidder's hidden maximum. Rules: <see cref="ProxyRules"/>.</summary>
public sealed class ProxyForm : Form
{
    public static ProxyForm Instance { get; } = new();

    public override string Name => "proxy";

    public override string Sentence =>
        "Each bid is its bidder's hidden maximum; the house bids for the highest, up to one increment above the second highest.";

    public override FormTerms Blank { get; } =
        new ProxyTerms(IncrementTable.EBay, null, LowestBid.NextIncrement, LeaderRaise.LiftsCappedPrice);

    public override bool LeadsInTheOpen => true;

    public override FormTerms Preset(ISettingValues settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.OneOf("auction.lots.increments", "ebay");
        return Blank;
    }

    public override LotState Initial(LotTerms terms) => new ProxyState(terms);
}

/// <param name="Increments">Steps by price.</param>
/// <param name="HiddenReserveMinor">Below it nothing is sold; a maximum that first meets it lifts the price to it. Null: none.</param>
/// <param name="LowestBid">How low a bid may be.</param>
/// <param name="LeaderRaise">Whether a leader who raises its own maximum moves a price that the old maximum had capped.</param>
public sealed record ProxyTerms(
    IncrementTable Increments, long? HiddenReserveMinor, LowestBid LowestBid, LeaderRaise LeaderRaise) : FormTerms
{
    [IgnoreDataMember]
    public override Form Module => ProxyForm.Instance;

    public override FormTerms Through(ITermFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new ProxyTerms(
            fields.Increments(Increments),
            fields.AmountFromStart("reserve", HiddenReserveMinor),
            fields.Kept("lowestBid", LowestBid),
            fields.Kept("leaderRaise", LeaderRaise));
    }

    public override string? Fault(LotTerms lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        if (HiddenReserveMinor < lot.StartPriceMinor)
            return $"the reserve {lot.Text(HiddenReserveMinor.Value)} must not be below the start price {lot.Text(lot.StartPriceMinor)}";
        return HiddenReserveMinor > lot.CeilingMinor
            ? $"the reserve {lot.Text(HiddenReserveMinor.Value)} must not be above the ceiling {lot.Text(lot.CeilingMinor)}"
            : Increments.Fault(lot.Text);
    }
}

/// <summary>The lowest bid that a proxy lot takes once it has a price.</summary>
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
