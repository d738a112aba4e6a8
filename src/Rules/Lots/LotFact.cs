namespace AkkaAuction.Rules.Lots;

/// <summary>
/// What happened to a lot: what the journal stores. Facts hold the outcome, so that replaying them decides nothing again. These are the
/// facts that forms share; what only one form has is a <see cref="FormFact"/> of its module.
/// </summary>
public abstract record LotFact
{
    private protected LotFact() { }

    /// <summary>The lot is on sale.</summary>
    /// <param name="ClosesAt">Its own deadline; null when the sale's rounds time it.</param>
    public sealed record Opened(DateTimeOffset At, DateTimeOffset? ClosesAt) : LotFact;

    /// <summary>A bid counts.</summary>
    /// <param name="Order">Its place among all bids this lot ever took, from 1: ties go by it.</param>
    /// <param name="AmountMinor">What was bid (in the proxy form the maximum), minor units.</param>
    /// <param name="PriceMinor">The lot's price after it, minor units.</param>
    /// <param name="Leader">Who leads after it; null where the form hides it or nobody does.</param>
    public sealed record BidAccepted(
        string Bidder, string BidId, long AmountMinor, long Order, DateTimeOffset At, long PriceMinor, string? Leader) : LotFact
    {
        /// <summary>
        /// 128 random bits where the form hides its bids: without them whoever sees the fact's hash could try amounts until one fits.
        /// 0: none.
        /// </summary>
        public UInt128 Salt { get; init; }
    }

    /// <summary>A bidder took its bid back: it has none any more, until it bids anew.</summary>
    public sealed record BidWithdrawn(string Bidder, string BidId, DateTimeOffset At) : LotFact;

    /// <summary>The lot's own deadline is a new one: what was said of it before no longer holds.</summary>
    public sealed record DeadlineSet(DateTimeOffset At, DateTimeOffset ClosesAt) : LotFact;

    /// <summary>A unit goes to a bidder.</summary>
    /// <param name="PriceMinor">The hammer price, minor units.</param>
    /// <param name="UnitsLeft">Units still to be had.</param>
    /// <param name="Round">The round it was won in; 0 outside rounds.</param>
    public sealed record UnitAwarded(string Bidder, long PriceMinor, int UnitsLeft, int Round, DateTimeOffset At) : LotFact;

    /// <summary>Nothing more of it will be sold.</summary>
    public sealed record Closed(int Sold, int Unsold, DateTimeOffset At) : LotFact;
}
