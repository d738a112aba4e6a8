using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Proxy;

/// <summary>
/// An English lot. Bids are maximums, as in every <see cref="AscendingState"/>; a leader's own bid never moves the price, except up to the
/// reserve.
/// <code>
///                  a bid of next or more                a lower bid   a bid of buy-now or more       the deadline passes
/// nobody leads     leads at the start price             204           buys it at buy-now; closes     closes, unsold
/// somebody leads   moves the price, and takes the       204           until = end: as above;         to the leader at the price, if the
///                  lead with the higher maximum                       else it is a bid like others   reserve is met; else closes, unsold
/// </code>
/// </summary>
public sealed record EnglishState : AscendingState
{
    internal EnglishState(LotTerms terms) : base(terms) => Own = (EnglishTerms)terms.Form;

    private EnglishTerms Own { get; }

    /// <summary>The price at which a bid gets the lot at once, minor units; null: none does, or none does any more.</summary>
    public long? BuyNowMinor => Leading is null || Own.BuyNowUntil == BuyNowUntil.End ? Own.BuyNowMinor : null;

    /// <inheritdoc/>
    public override long NextMinor => BuyNowMinor is { } price ? Math.Min(base.NextMinor, price) : base.NextMinor;

    /// <inheritdoc/>
    public override ShownFields Shown
    {
        get
        {
            var shown = new List<ShownField>(3);
            if (Own is { ReserveIs: ReserveIs.Shown, ReserveMinor: { } reserve })
                shown.Add(new ShownField("reserve-price", ShownKind.Amount, reserve));
            if (BuyNowMinor is { } price) shown.Add(new ShownField("buy-now", ShownKind.Amount, price));
            if (SoftClose is { } soft) shown.Add(soft.ShownWindow);
            return shown.Count == 0 ? ShownFields.None : new ShownFields(shown);
        }
    }

    /// <summary>The bid after which nobody buys the lot at once any more is told with the lot.</summary>
    public override void Announce(LotState before, LotFact fact, ILotNotices to)
    {
        ArgumentNullException.ThrowIfNull(to);
        base.Announce(before, fact, to);
        if (before is EnglishState { BuyNowMinor: not null } && BuyNowMinor is null && fact is LotFact.BidAccepted bid && !Buys(bid))
            to.Listed();
    }

    /// <inheritdoc/>
    protected internal override Decision<LotFact> Take(LotCommand.Bid bid, DateTimeOffset now)
    {
        if (BuyNowMinor is not { } price || bid.AmountMinor < price) return base.Take(bid, now);
        return Decision<LotFact>.Accept(
        [
            new LotFact.BidAccepted(bid.Bidder, bid.BidId, bid.AmountMinor, BidsTaken + 1, now, price, bid.Bidder),
            new LotFact.UnitAwarded(bid.Bidder, price, 0, 0, now),
            new LotFact.Closed(1, 0, now),
        ]);
    }

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.BidAccepted bid)
    {
        var after = (EnglishState)base.After(bid);
        return BuyNowMinor is { } price && bid.AmountMinor >= price ? after with { ExtendsToTicks = 0 } : after;
    }

    // Its price is that of buying at once.
    private bool Buys(LotFact.BidAccepted bid) => bid.PriceMinor == Own.BuyNowMinor;
}
