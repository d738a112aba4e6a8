namespace AkkaAuction.Rules;

/// <summary>
/// Why a request was not granted, as the stable number that every door tells. A number is never reused and never changes its meaning. The
/// page docs/reference/refusals.md is made from these comments.
/// </summary>
public enum RejectionCode : short
{
    None = 0,

    /// <summary>The line begins with no verb of the protocol.</summary>
    UnknownVerb = 101,

    /// <summary>The line is not built as the protocol says; the reason names the fault, or the form that was expected.</summary>
    MalformedLine = 102,

    /// <summary>The line has more bytes than a line may have. The connection closes.</summary>
    LineTooLong = 103,

    /// <summary>The connection has no name yet; only HELLO, PING and QUIT work without one.</summary>
    HelloFirst = 104,

    /// <summary>More lines in a second than <c>auction.doors.floor.lines-per-second</c> allows.</summary>
    TooFast = 105,

    /// <summary>The sale has no lot of this id.</summary>
    NoSuchLot = 201,

    /// <summary>The lot waits for the sale; in the rounds also between two rounds.</summary>
    NotOpenYet = 202,

    /// <summary>The lot is closed, or its deadline has passed.</summary>
    Closed = 203,

    /// <summary>The bid is below what the form asks for; <c>next=</c> says the lowest amount that would do.</summary>
    TooLow = 204,

    /// <summary>The amount is not written as digits with no more behind a point than the lot's currency has.</summary>
    NotAnAmount = 205,

    /// <summary>The amount is above <c>auction.limits.amount</c>.</summary>
    AboveCeiling = 206,

    /// <summary>The bidder leads the lot already (in the room).</summary>
    LeadsAlready = 207,

    /// <summary>The bidder sells the lot.</summary>
    SellerMayNotBid = 208,

    /// <summary>The bidder's id stands for another bid: another lot or another amount.</summary>
    BidIdReused = 209,

    /// <summary>The bidder has passed in this round.</summary>
    Passed = 210,

    /// <summary>The house has no sale of this id.</summary>
    NoSuchSale = 213,

    /// <summary>The offer is above what a tender takes; <c>next=</c> says the highest amount that would do.</summary>
    TooHigh = 214,

    /// <summary>Bidders speak in turns, and it is another's; the lot's <c>speaks=</c> says whose.</summary>
    NotYourTurn = 215,

    /// <summary>The lot takes no bid back: its form, or its terms, do not allow it.</summary>
    NoWithdrawal = 221,

    /// <summary>The bidder has no bid of this id that counts on the lot.</summary>
    NothingToWithdraw = 222,

    /// <summary>The name belongs to somebody: its token is missing or wrong.</summary>
    NameInUse = 301,

    /// <summary>The name is not written as a name.</summary>
    NotAName = 302,

    /// <summary>All places of the door are taken. The connection closes.</summary>
    HouseFull = 401,

    /// <summary>The house was told to stop: it takes no more bids.</summary>
    HouseStopping = 402,

    /// <summary>The lot failed on this bid, or has only just come back. Nothing was stored: the same bid may be sent again.</summary>
    Recovering = 403,
}
