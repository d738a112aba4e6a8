using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Reverse;

/// <summary>
/// A sealed tender. It takes every offer at or below the start price, and shows neither price nor leader before it closes. A bidder's
/// lowest offer counts; a later higher one has no effect. The lowest offer wins, of equal ones the earlier. The lowest offer and the lowest
/// of anybody else decide both prices.
/// <code>
///         an offer up to the start price   a higher offer   the deadline passes, or the hammer
/// Open    is kept                          214              the lowest wins; without an offer unsold
/// </code>
/// </summary>
public sealed record ReverseSealedState : TimedState
{
    internal ReverseSealedState(LotTerms terms) : base(terms) { }

    /// <summary>The start price: sealed offers do not lower each other.</summary>
    public override long NextMinor => PriceMinor;

    internal string? BestBidder { get; init; }

    internal long BestMinor { get; init; }

    /// <summary>The lowest offer of anybody but the best bidder, minor units; -1: there is none.</summary>
    internal long OthersMinor { get; init; } = -1;

    /// <inheritdoc/>
    protected internal override Award? Hammer => BestBidder is { } winner ? new Award(winner, PaysMinor) : null;

    /// <inheritdoc/>
    protected internal override Decision<LotFact> Take(LotCommand.Bid bid, DateTimeOffset now)
    {
        if (bid.AmountMinor < 0) return Decision<LotFact>.Refuse(Reject(RejectionCode.NotAnAmount, bid.Bidder, now));
        return bid.AmountMinor > NextMinor
            ? Decision<LotFact>.Refuse(Reject(RejectionCode.TooHigh, bid.Bidder, now))
            : Decision<LotFact>.Accept(new LotFact.BidAccepted(
                bid.Bidder, bid.BidId, bid.AmountMinor, BidsTaken + 1, now, PriceMinor, null)
            { Salt = bid.Salt });
    }

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.BidAccepted bid)
    {
        BrokenInvariantException.Unless(bid.Leader is null && bid.PriceMinor == PriceMinor, "Sealed offers show nothing.");
        BrokenInvariantException.Unless(bid.AmountMinor >= 0 && bid.AmountMinor <= PriceMinor, "An offer is at most the start price.");
        var counted = this with { BidsTaken = bid.Order };
        if (BestBidder is null) return counted with { BestBidder = bid.Bidder, BestMinor = bid.AmountMinor };
        if (bid.Bidder == BestBidder) return counted with { BestMinor = Math.Min(BestMinor, bid.AmountMinor) };
        return bid.AmountMinor < BestMinor
            ? counted with { BestBidder = bid.Bidder, BestMinor = bid.AmountMinor, OthersMinor = BestMinor }
            : counted with { OthersMinor = OthersMinor < 0 ? bid.AmountMinor : Math.Min(OthersMinor, bid.AmountMinor) };
    }

    /// <inheritdoc/>
    protected override LotState OfFormThrough<TFields>(ref TFields fields) => this with
    {
        BestBidder = fields.Person("bestBidder"u8, BestBidder),
        BestMinor = fields.Number("bestMinor"u8, BestMinor),
        OthersMinor = fields.Number("othersMinor"u8, OthersMinor),
    };

    private long PaysMinor => ((ReverseSealedTerms)Terms.Form).Pays == TenderPrice.First ? BestMinor
        : OthersMinor < 0 ? Terms.StartPriceMinor
        : OthersMinor;
}
