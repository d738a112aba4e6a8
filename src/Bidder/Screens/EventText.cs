using System.Globalization;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Screens;

/// <summary>The house's lines in words, one short line each, for people.</summary>
public static class EventText
{
    /// <summary>What happened to the sale: the major events (R1.7), and nothing that comes by the hundred. Null: nothing to say.</summary>
    public static string? OfSale(FloorLine line, string self) => line.Notice switch
    {
        Notice.RoundOpened opened => $"Round {opened.Round} opens, until {Clock(opened.ClosesAt)}.",
        Notice.UnitSold sold =>
            $"{sold.Lot} goes to {Who(sold.Winner, self)} for {Amount.Format(sold.PriceMinor, sold.Digits)}{Left("; ", sold.UnitsLeft)}.",
        Notice.BidPaid paid => $"{Who(paid.Bidder, self)} did not win {paid.Lot} and "
            + $"{(paid.Bidder == self ? "pay" : "pays")} {Amount.Format(paid.AmountMinor, paid.Digits)}.",
        Notice.LotClosed closed => $"{closed.Lot} is closed{Counts(closed.Sold, closed.Unsold)}"
            + (closed.ReserveNotMet ? ": reserve not met." : "."),
        Notice.SaleEnded ended => $"The sale is over{Counts(ended.Sold, ended.Unsold)}.",
        _ => null,
    };

    /// <summary>What concerns one bidder: prices, and what the house answers. Null: nothing to say.</summary>
    public static string? OfBidder(FloorLine line, string self)
    {
        switch (line.Answer)
        {
            case Answer.Accepted accepted: return $"Taken: {Amount.Format(accepted.AmountMinor, accepted.Digits)} on {accepted.Lot}.";
            case Answer.Refused refused: return RefusalText.Of(refused);
            case Answer.Withdrawn withdrawn: return $"Your bid on {withdrawn.Lot} is taken back.";
            case Answer.Passed: return "Passed.";
            case Answer.SaleListed sale: return OfSale(sale);
            case Answer.Error error: return RefusalText.Of(error);
        }
        return line.Notice switch
        {
            Notice.PriceChanged { Leader: { } leader } changed =>
                $"{changed.Lot} is at {Amount.Format(changed.PriceMinor, changed.Digits)}; "
                    + Leads(leader, self) + ".",
            Notice.Outbid outbid => $"You are outbid on {outbid.Lot}: {Amount.Format(outbid.PriceMinor, outbid.Digits)}.",
            Notice.PaymentDue due => $"Your bid on {due.Lot} did not win and costs you {Amount.Format(due.AmountMinor, due.Digits)}.",
            Notice.UnitWon won => $"You won {won.Lot} for {Amount.Format(won.PriceMinor, won.Digits)}.",
            _ => OfSale(line, self),
        };
    }

    /// <summary>A lot in a line.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="self">The bidder's own name.</param>
    public static string OfLot(LotView lot, string self)
    {
        ArgumentNullException.ThrowIfNull(lot);
        var closes = lot.ClosesAt is { } at ? $", closes {Clock(at)}" : "";
        var leader = lot.Leader is { } name ? $", {Leads(name, self)}" : "";
        var buyNow = lot.BuyNowMinor is { } price ? $", buy now for {MoneyText.Of(price, lot.Currency)}" : "";
        var next = lot.NextMinor < 0 ? "-" : MoneyText.Of(lot.NextMinor, lot.Currency);
        return $"{lot.Lot}: {lot.Title}, {lot.Form}, {lot.State.ToString().ToLowerInvariant()}, at "
            + $"{MoneyText.Of(lot.PriceMinor, lot.Currency)}, next {next}{Left(", ", lot.Units)}{leader}{buyNow}{closes}";
    }

    private static string OfSale(Answer.SaleListed sale)
    {
        var lots = sale.Lots == 1 ? "1 lot" : $"{sale.Lots} lots";
        var opens = sale is { State: SaleViewState.Waiting, OpensAt: { } at } ? $", opens {at:yyyy-MM-dd} {Clock(at)}" : "";
        return $"{sale.Sale}: {sale.Title}, {sale.State.ToString().ToLowerInvariant()}, {lots}{opens}";
    }

    private static string Who(string name, string self) => name == self ? "you" : name;

    private static string Leads(string name, string self) => name == self ? "you lead" : $"{name} leads";

    // What is not known is not told.
    private static string Left(string before, int? units) =>
        units is not { } known ? "" : before + (known == 1 ? "1 unit left" : $"{known} units left");

    private static string Counts(int? sold, int? unsold) => sold is null || unsold is null ? "" : $": {sold} sold, {unsold} unsold";

    private static string Clock(DateTimeOffset time) => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
