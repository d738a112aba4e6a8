using System.Collections.Immutable;
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

    public override ImmutableArray<ShownField> Shown => SoftClose.Shown;

    public override FormTerms Preset(ISettingValues settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.OneOf("auction.lots.increments", "ebay");
        return Blank;
    }

    public override LotState Initial(LotTerms terms) => new ProxyState(terms);
}

/// <inheritdoc/>
public sealed record ProxyTerms(
    IncrementTable Increments, long? ReserveMinor, LowestBid LowestBid, LeaderRaise LeaderRaise, SoftClose? SoftClose = null)
    : AscendingTerms(Increments, ReserveMinor, LowestBid, LeaderRaise, SoftClose)
{
    [IgnoreDataMember]
    public override Form Module => ProxyForm.Instance;

    public override FormTerms Through(ITermFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new ProxyTerms(
            fields.Increments(Increments),
            fields.AmountFromStart("reserve", ReserveMinor),
            fields.Kept("lowestBid", LowestBid),
            fields.Kept("leaderRaise", LeaderRaise),
            SoftClose.Through(fields, SoftClose));
    }
}

/// <summary>A lot of this form: all of <see cref="AscendingState"/> and no more.</summary>
public sealed record ProxyState : AscendingState
{
    internal ProxyState(LotTerms terms) : base(terms) { }
}
