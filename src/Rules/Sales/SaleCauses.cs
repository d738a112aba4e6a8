namespace AkkaAuction.Rules.Sales;

/// <summary>Which command led to a fact of a sale: an audit asks the rules with it again.</summary>
public static class SaleCauses
{
    /// <summary>The command that leads to a fact.</summary>
    public static SaleCommand Of(SaleFact fact) => fact switch
    {
        SaleFact.BidderCame came => new SaleCommand.Come(came.Bidder),
        SaleFact.BidderLeft left => new SaleCommand.Leave(left.Bidder),
        SaleFact.RoundExtended extended => new SaleCommand.ExtendRound(extended.ClosesAt),
        SaleFact.BidderActed acted => new SaleCommand.Act(acted.Bidder, acted.Round),
        SaleFact.RoundReported reported => new SaleCommand.ReportRound(reported.Lot, reported.Round, reported.Bids, reported.UnitsLeft),
        SaleFact.LotClosed closed => new SaleCommand.ReportClosed(closed.Lot, closed.Sold, closed.Unsold),
        SaleFact.CloseOrdered => new SaleCommand.Close(),
        _ => new SaleCommand.ClockReached(),
    };
}
