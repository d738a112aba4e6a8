namespace AkkaAuction.Rules.Originals;

/// <summary>A fact of a sealed-bid house, stored in the journal.</summary>
public abstract record SealedHouseFact
{
    private SealedHouseFact() { }

    /// <summary>A client is the Seller of the next auction.</summary>
    /// <param name="Until">Its request must be here by then.</param>
    public sealed record SellerSeated(long Connection, DateTimeOffset At, DateTimeOffset Until) : SealedHouseFact;

    /// <summary>The Seller's seat is free again before there was a request.</summary>
    /// <param name="Overdue">It is still connected, but took too long.</param>
    public sealed record SellerLeft(long Connection, DateTimeOffset At, bool Overdue) : SealedHouseFact;

    /// <summary>The house is in state 1 and waits for Buyers.</summary>
    /// <param name="Until">They must be here by then.</param>
    public sealed record RequestTaken(int Auction, SealedRequest Request, DateTimeOffset At, DateTimeOffset Until) : SealedHouseFact;

    /// <summary>A client is a Buyer.</summary>
    /// <param name="Place">From 1 to the number of bids.</param>
    public sealed record BuyerSeated(long Connection, int Place, DateTimeOffset At) : SealedHouseFact;

    /// <summary>A Buyer's place is free again before the bidding began.</summary>
    public sealed record BuyerLeft(long Connection, int Place, DateTimeOffset At) : SealedHouseFact;

    /// <summary>Every place is taken: the Buyers may bid.</summary>
    /// <param name="Until">A Buyer without a bid by then has no bid.</param>
    public sealed record BiddingStarted(DateTimeOffset At, DateTimeOffset Until) : SealedHouseFact;

    /// <summary>A Buyer's one bid.</summary>
    public sealed record BidTaken(long Connection, int Place, long AmountMinor, DateTimeOffset At) : SealedHouseFact;

    /// <summary>A Buyer will not bid any more.</summary>
    public sealed record BuyerWithoutBid(long Connection, int Place, DateTimeOffset At) : SealedHouseFact;

    /// <summary>No more bids: the lot is to be opened.</summary>
    public sealed record BiddingEnded(BiddingEnd Reason, DateTimeOffset At) : SealedHouseFact;

    /// <summary>The auction, or the wait for one, was given up: the house is in state 0.</summary>
    public sealed record Abandoned(int Auction, DateTimeOffset At) : SealedHouseFact;

    /// <summary>The auction is over and forgotten: the house is in state 0 (R3.5).</summary>
    /// <param name="Winner">The winner's connection; null: unsold.</param>
    /// <param name="PaysMinor">The winner's price, minor units; 0 if unsold.</param>
    public sealed record Finished(int Auction, long? Winner, long PaysMinor, DateTimeOffset At) : SealedHouseFact;
}

/// <summary>Why no more bids are taken.</summary>
public enum BiddingEnd
{
    /// <summary>Every Buyer has bid or is gone.</summary>
    AllIn,

    /// <summary>Not enough Buyers came in time.</summary>
    TooFewBuyers,

    /// <summary>The time for bids is over.</summary>
    Overdue,

    /// <summary>The house was started again: its clients are gone, and the bids that were recorded decide.</summary>
    Interrupted,
}
