using System.Collections.Immutable;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Sealed;

/// <summary>
/// A lot with sealed bids whose result needs the bids of all bidders, not the two best alone. It keeps one bid of each bidder, the highest,
/// and hides them all until it closes. The form says what the winner pays (<see cref="Pays"/>).
/// </summary>
public abstract record RankedState : TimedState
{
    private protected RankedState(LotTerms terms) : base(terms) { }

    /// <summary>The seller's minimum, which is the price while bids are taken: sealed bids do not raise each other.</summary>
    public override long NextMinor => PriceMinor;

    /// <inheritdoc/>
    public override bool ReserveMet => Bids.Count > 0;

    internal SealedBids Bids { get; init; }

    /// <inheritdoc/>
    protected internal override Award? Hammer =>
        Bids.Ranking is [var best, ..] ranking ? new Award(best.Bidder, Pays(ranking)) : null;

    /// <summary>What the winner pays, minor units.</summary>
    /// <param name="ranking">The bids, best first; at least one.</param>
    private protected abstract long Pays(ImmutableArray<CountedBid> ranking);

    /// <inheritdoc/>
    protected override LotState OfFormThrough<TFields>(ref TFields fields) =>
        this with { Bids = SealedBids.Of(fields.Bids("bids"u8, Bids.All)) };

    /// <inheritdoc/>
    protected internal override Decision<LotFact> Take(LotCommand.Bid bid, DateTimeOffset now) => SealedRules.Take(this, bid, now);

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.BidAccepted bid)
    {
        SealedRules.ShowsNothing(this, bid);
        var taken = this with { BidsTaken = bid.Order };
        return Bids[bid.Bidder] is { } own && own.AmountMinor >= bid.AmountMinor
            ? taken
            : taken with { Bids = Bids.With(new CountedBid(bid.Bidder, bid.AmountMinor, bid.Order)) };
    }
}
