namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// What a lot tells its parent, besides the sale's own commands (a round is over, the lot is closed, a bidder has acted).
/// </summary>
internal abstract record LotReport
{
    private LotReport() { }

    /// <summary>A bidder has passed this lot in this round.</summary>
    public sealed record Passed(string Bidder, string Lot, int Round) : LotReport;

    /// <summary>
    /// The lot has restarted: it is told again what it may have missed, and then <see cref="ItemAuction.MissedNothing"/>.
    /// </summary>
    /// <param name="Life">Which of its lives asks; the answer names it.</param>
    public sealed record IsBack(string Lot, long Life) : LotReport;

    /// <summary>The lot failed too often and awards nothing more: the sale goes on without it.</summary>
    public sealed record IsHalted(string Lot, int Sold, int Unsold) : LotReport;
}
