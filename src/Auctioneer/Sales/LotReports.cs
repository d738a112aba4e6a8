using Akka.Actor;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>What lots report to their parent, the sale.</summary>
internal static class LotReports
{
    public static void ReportClosed(this ItemAuctionContext house, LotState lot) =>
        house.Parent.Tell(new SaleCommand.ReportClosed(lot.Terms.Id, lot.Sold, lot.UnitsLeft));

    /// <summary>Reports a round, when it is the last that has ended.</summary>
    public static void ReportRound(this ItemAuctionContext house, LotState lot, int round)
    {
        if (lot.LastRoundEnded == round)
            house.Parent.Tell(new SaleCommand.ReportRound(lot.Terms.Id, round, lot.BidsOfRound(round), lot.UnitsLeft));
    }

    /// <summary>Reports that a bidder has bid in this round: once for all its bids in a row.</summary>
    /// <param name="house">What all lots share.</param>
    /// <param name="lot">The lot.</param>
    /// <param name="bidder">Who bids.</param>
    /// <param name="lastToAct">Whom the lot reported last in this round; null: nobody.</param>
    public static void ReportAct(this ItemAuctionContext house, LotState lot, string bidder, ref string? lastToAct)
    {
        if (!house.ReportActs || lot.Round == 0 || ReferenceEquals(lastToAct, bidder)) return;
        lastToAct = bidder;
        house.Parent.Tell(new SaleCommand.Act(bidder, lot.Round));
    }

    public static void ReportPass(this ItemAuctionContext house, LotState lot, string bidder)
    {
        if (house.ReportActs) house.Parent.Tell(new LotReport.Passed(bidder, lot.Terms.Id, lot.Round));
    }
}
