namespace AkkaAuction.Rules;

/// <summary>
/// Why a request was not granted, as the stable number that every door tells. A number is never reused and never changes its meaning;
/// the list is the protocol's (docs/reference/protocol-floor.md).
/// </summary>
public enum RejectionCode
{
    None = 0,
    UnknownVerb = 101,
    MalformedLine = 102,
    LineTooLong = 103,
    HelloFirst = 104,
    TooFast = 105,
    NoSuchLot = 201,
    NotOpenYet = 202,
    Closed = 203,
    TooLow = 204,
    NotAnAmount = 205,
    AboveCeiling = 206,
    LeadsAlready = 207,
    SellerMayNotBid = 208,
    BidIdReused = 209,
    Passed = 210,
    NameInUse = 301,
    NotAName = 302,
    HouseFull = 401,
    HouseStopping = 402,
    /// <summary>
    /// The lot failed while it decided and has come back from its facts: nothing was stored, the same bid may be sent again.
    /// </summary>
    Recovering = 403,
}
