namespace AkkaAuction.Rules.Lots;

/// <summary>What can be asked of a lot: the same for every form.</summary>
public abstract record LotCommand
{
    private LotCommand() { }

    /// <summary>The sale opens: a lot with a deadline of its own starts it; a lot of the rounds waits for its first round.</summary>
    public sealed record Open : LotCommand;

    /// <summary>A bid. Its place among equals is the order in which the lot takes it.</summary>
    /// <param name="Bidder">Who bids.</param>
    /// <param name="BidId">The bidder's own id of this bid: sent again, it has its effect once.</param>
    /// <param name="AmountMinor">Minor units.</param>
    public sealed record Bid(string Bidder, string BidId, long AmountMinor) : LotCommand
    {
        /// <summary>128 random bits for the fact of a form that hides its bids (<see cref="LotFact.BidAccepted.Salt"/>); 0: none.</summary>
        public UInt128 Salt { get; init; }
    }

    /// <summary>A bidder takes its bid back, where the lot's terms allow it.</summary>
    /// <param name="BidId">The id of the bid that counts.</param>
    public sealed record Withdraw(string Bidder, string BidId) : LotCommand;

    /// <summary>Nothing more from this bidder in this round.</summary>
    public sealed record Pass(string Bidder) : LotCommand;

    /// <summary>
    /// The sale opens a round: bids count until <paramref name="ClosesAt"/> or the round's end, whichever the sale says first.
    /// </summary>
    public sealed record OpenRound(int Round, DateTimeOffset ClosesAt) : LotCommand;

    /// <summary>The sale ends a round: award, and report. A second time for the same round changes nothing.</summary>
    public sealed record EndRound(int Round) : LotCommand;

    /// <summary>
    /// The deadline that runs, be it the lot's or its round's, is a later one: for a house that was down when it passed. A deadline is
    /// never moved back.
    /// </summary>
    public sealed record Extend(DateTimeOffset ClosesAt) : LotCommand;

    /// <summary>A timer's wake-up: look at the clock.</summary>
    public sealed record ClockReached : LotCommand;

    /// <summary>
    /// A lot with a deadline of its own is decided now, as its deadline would decide it: everybody who may bid has, or the operator closes
    /// the sale. To a lot of the rounds it says nothing: the sale ends its round and closes it.
    /// </summary>
    public sealed record Hammer : LotCommand;

    /// <summary>The sale is over: what is left stays unsold.</summary>
    public sealed record Close : LotCommand;
}
