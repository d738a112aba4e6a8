using System.Collections.Immutable;
using System.Text;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Sealed;

/// <summary>
/// A lot with sealed bids whose result needs the bids of all bidders, not the two best alone. It keeps one bid of each bidder
/// (<see cref="Replacement"/>) and hides them all until it closes. The form says what the winner pays (<see cref="Pays"/>).
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

    private SealedTerms Form => (SealedTerms)Terms.Form;

    /// <inheritdoc/>
    public override ShownFields Shown => Form.NeedsEachBid ? new ShownFields(Form.Shown()) : ShownFields.None;

    /// <inheritdoc/>
    protected override LotState OfFormThrough<TFields>(ref TFields fields)
    {
        var bids = fields.Bids("bids"u8, Bids.All).OrderBy(bid => bid.Order).ToArray();
        for (var i = 0; Form.Withdraw && i < bids.Length; i++)
            bids[i] = bids[i] with { Id = fields.Text(Encoding.ASCII.GetBytes($"id{i}"), bids[i].Id) };
        return this with { Bids = SealedBids.Of(bids) };
    }

    /// <summary>A bidder names the bid that counts, so that a request that comes late takes no other back.</summary>
    protected internal override Decision<LotFact> Decide(LotCommand.Withdraw withdraw, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(withdraw);
        var code = TimedRules.Admission(this, now) is var late and not RejectionCode.None ? late
            : !Form.Withdraw ? RejectionCode.NoWithdrawal
            : Bids[withdraw.Bidder]?.Id != withdraw.BidId ? RejectionCode.NothingToWithdraw
            : RejectionCode.None;
        return code == RejectionCode.None
            ? Decision<LotFact>.Accept(new LotFact.BidWithdrawn(withdraw.Bidder, withdraw.BidId, now))
            : Decision<LotFact>.Refuse(Reject(code, withdraw.Bidder, now));
    }

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.BidWithdrawn withdrawn)
    {
        ArgumentNullException.ThrowIfNull(withdrawn);
        BrokenInvariantException.Unless(Form.Withdraw && Bids[withdrawn.Bidder]?.Id == withdrawn.BidId,
            "A bidder takes back the bid that counts.");
        return this with { Bids = Bids.Without(withdrawn.Bidder) };
    }

    /// <inheritdoc/>
    protected internal override Decision<LotFact> Take(LotCommand.Bid bid, DateTimeOffset now) => SealedRules.Take(this, bid, now);

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.BidAccepted bid)
    {
        SealedRules.ShowsNothing(this, bid);
        var taken = this with { BidsTaken = bid.Order };
        return Form.Replace == Replacement.Highest && Bids[bid.Bidder] is { } own && own.AmountMinor >= bid.AmountMinor
            ? taken
            : taken with
            {
                Bids = Bids.With(new CountedBid(bid.Bidder, bid.AmountMinor, bid.Order) { Id = Form.Withdraw ? bid.BidId : null }),
            };
    }
}

/// <summary>A first-price or second-price lot where bids are replaced or taken back: then the two best bids alone do not decide.</summary>
public sealed record EachBidState : RankedState
{
    internal EachBidState(LotTerms terms) : base(terms) { }

    private protected override long Pays(ImmutableArray<CountedBid> ranking) =>
        Terms.Form is not SecondPriceTerms ? ranking[0].AmountMinor
        : ranking.Length > 1 ? ranking[1].AmountMinor
        : Terms.StartPriceMinor;
}
