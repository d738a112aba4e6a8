using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Sealed;

/// <summary>
/// A lot with sealed bids, first or second price. It hides its bids until it closes: the price stays the seller's minimum and nobody leads.
/// It keeps the best bid and the best bid of another bidder; these decide both forms.
/// </summary>
public sealed record SealedState : TimedState
{
    internal SealedState(LotTerms terms) : base(terms) { }

    /// <summary>The seller's minimum, which is the price while bids are taken: sealed bids do not raise each other.</summary>
    public override long NextMinor => PriceMinor;

    internal string? BestBidder { get; init; }

    internal long BestMinor { get; init; }

    /// <summary>The highest bid of anybody but the best bidder, minor units; -1: there is none.</summary>
    internal long OthersMinor { get; init; } = -1;

    /// <inheritdoc/>
    protected internal override Award? Hammer => BestBidder is { } winner ? new Award(winner, PaysMinor) : null;

    /// <inheritdoc/>
    protected override LotState OfFormThrough<TFields>(ref TFields fields) => this with
    {
        BestBidder = fields.Person("bestBidder"u8, BestBidder),
        BestMinor = fields.Number("bestMinor"u8, BestMinor),
        OthersMinor = fields.Number("othersMinor"u8, OthersMinor),
    };

    /// <inheritdoc/>
    protected internal override Decision<LotFact> Take(LotCommand.Bid bid, DateTimeOffset now) => SealedRules.Take(this, bid, now);

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.BidAccepted bid) => SealedRules.Evolve(this, bid);

    private long PaysMinor => Terms.Form is SecondPriceTerms ? Math.Max(Terms.StartPriceMinor, OthersMinor) : BestMinor;
}
