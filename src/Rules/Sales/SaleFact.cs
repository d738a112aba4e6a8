namespace AkkaAuction.Rules.Sales;

/// <summary>A fact of a sale, stored in the journal.</summary>
public abstract record SaleFact
{
    private SaleFact() { }

    public sealed record BidderCame(string Bidder, DateTimeOffset At) : SaleFact;

    public sealed record BidderLeft(string Bidder, DateTimeOffset At) : SaleFact;

    /// <summary>The sale is open: its lots may open too.</summary>
    public sealed record Opened(DateTimeOffset At) : SaleFact;

    public sealed record RoundOpened(int Round, DateTimeOffset At, DateTimeOffset ClosesAt) : SaleFact;

    /// <summary>The round that runs has a later deadline.</summary>
    public sealed record RoundExtended(int Round, DateTimeOffset At, DateTimeOffset ClosesAt) : SaleFact;

    public sealed record BidderActed(string Bidder, int Round) : SaleFact;

    /// <summary>No more bids for this round: every lot of the rounds is asked to end it.</summary>
    public sealed record RoundEnding(int Round, DateTimeOffset At) : SaleFact;

    /// <summary>A lot has ended the round.</summary>
    public sealed record RoundReported(string Lot, int Round, int Bids, int UnitsLeft) : SaleFact;

    /// <summary>Every lot has ended the round.</summary>
    /// <param name="Bids">Bids it brought over all lots.</param>
    public sealed record RoundClosed(int Round, int Bids, DateTimeOffset At) : SaleFact;

    /// <summary>
    /// The sale opens no further round. The remaining units of its round lots stay unsold, and the sale asks these lots to close.
    /// </summary>
    public sealed record RoundsOver(RoundsOverReason Reason, DateTimeOffset At) : SaleFact;

    /// <summary>
    /// The operator has closed the sale: no bid is taken any more, and its lots with a deadline of their own are decided as they stand.
    /// </summary>
    public sealed record CloseOrdered(DateTimeOffset At) : SaleFact;

    public sealed record LotClosed(string Lot, int Sold, int Unsold, DateTimeOffset At) : SaleFact;

    /// <summary>Every lot is closed.</summary>
    public sealed record Ended(int Sold, int Unsold, DateTimeOffset At) : SaleFact;
}

/// <summary>Why no further round is opened.</summary>
public enum RoundsOverReason
{
    SoldOut,
    RoundLimit,
    Silence,

    /// <summary>The operator has closed the sale.</summary>
    CloseOrdered,
}
