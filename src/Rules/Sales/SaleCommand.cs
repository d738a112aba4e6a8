namespace AkkaAuction.Rules.Sales;

/// <summary>A command to a sale.</summary>
public abstract record SaleCommand
{
    private SaleCommand() { }

    /// <summary>A bidder is here: for the first time, or again. When enough are present, the sale opens.</summary>
    public sealed record Come(string Bidder) : SaleCommand;

    /// <summary>A bidder has disconnected. Its bids stay valid; a round no longer waits for it.</summary>
    public sealed record Leave(string Bidder) : SaleCommand;

    /// <summary>A bidder has bid in this round, or passed all of it.</summary>
    public sealed record Act(string Bidder, int Round) : SaleCommand;

    /// <summary>
    /// The round that runs lasts longer: for a house that was down when its deadline passed. A deadline is never moved back.
    /// </summary>
    public sealed record ExtendRound(DateTimeOffset ClosesAt) : SaleCommand;

    /// <summary>A timer's wake-up: look at the clock.</summary>
    public sealed record ClockReached : SaleCommand;

    /// <summary>A lot has ended a round. A repeated report changes nothing.</summary>
    public sealed record ReportRound(string Lot, int Round, int Bids, int UnitsLeft) : SaleCommand;

    /// <summary>A lot is closed: nothing more of it will be sold. A repeated report changes nothing.</summary>
    public sealed record ReportClosed(string Lot, int Sold, int Unsold) : SaleCommand;

    /// <summary>
    /// The operator closes the sale: a round that runs ends now, no further one is opened, and lots with a deadline of their own are
    /// decided as they stand. A second time changes nothing.
    /// </summary>
    public sealed record Close : SaleCommand;
}
