using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Reverse;

/// <summary>
/// An open tender. Everybody sees the lowest offer and who made it; only the reserve is hidden.
/// <code>
///             an offer of next or less                    a higher offer   the deadline passes
/// no offer    leads; it is the price                      214              closes, unsold
/// an offer    leads; it is the price, who led is outbid   214              to the leader at the price, if that is no more than the
///                                                                          reserve; else closes, unsold
/// </code>
/// <c>next</c> is the start price before the first offer, then the price less its step. A leader may go below its own offer, by a step like
/// everybody, for it may not have met the reserve. Offers never tie. A late offer moves the deadline as the terms say.
/// </summary>
public sealed record ReverseState : SoftCloseState
{
    internal ReverseState(LotTerms terms) : base(terms) => Form = (ReverseTerms)terms.Form;

    /// <summary>The form's terms.</summary>
    public ReverseTerms Form { get; }

    /// <inheritdoc/>
    public override string? Leader => Leading;

    internal string? Leading { get; init; }

    /// <summary>The highest offer that would be accepted, minor units; <see cref="LotState.NothingLower"/> below the last step.</summary>
    public override long NextMinor => Leading is null ? PriceMinor : Math.Max(NothingLower, PriceMinor - Form.Decrements.At(PriceMinor));

    /// <inheritdoc/>
    public override bool ReserveMet => Leading is not null && PriceMinor <= (Form.HiddenReserveMinor ?? long.MaxValue);

    /// <inheritdoc/>
    protected internal override Award? Hammer => ReserveMet ? new Award(Leading!, PriceMinor) : null;

    /// <inheritdoc/>
    protected internal override Decision<LotFact> Take(LotCommand.Bid bid, DateTimeOffset now)
    {
        if (bid.AmountMinor < 0) return Decision<LotFact>.Refuse(Reject(RejectionCode.NotAnAmount, bid.Bidder, now));
        return bid.AmountMinor > NextMinor
            ? Decision<LotFact>.Refuse(Reject(RejectionCode.TooHigh, bid.Bidder, now))
            : Accept(new LotFact.BidAccepted(
                bid.Bidder, bid.BidId, bid.AmountMinor, BidsTaken + 1, now, bid.AmountMinor, bid.Bidder));
    }

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.BidAccepted bid)
    {
        BrokenInvariantException.Unless(bid.Leader == bid.Bidder && bid.PriceMinor == bid.AmountMinor,
            "In a tender the newest offer leads, and is the price.");
        BrokenInvariantException.Unless(bid.AmountMinor >= 0 && bid.AmountMinor <= NextMinor, "An offer is a step below the last.");
        return this with { BidsTaken = bid.Order, PriceMinor = bid.PriceMinor, Leading = bid.Leader, ExtendsToTicks = ExtendsTo(bid) };
    }

    /// <inheritdoc/>
    protected internal override SoftClose? SoftClose => Form.SoftClose;

    /// <inheritdoc/>
    protected override LotState OfFormThrough<TFields>(ref TFields fields) => (ReverseState)ExtensionsThrough(ref fields) with
    {
        Leading = fields.Person("leading"u8, Leading),
    };
}
