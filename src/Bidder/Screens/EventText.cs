using System.Globalization;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Screens;

/// <summary>The house's lines in words, one short line each, for people.</summary>
public static class EventText
{
    /// <summary>What happened to the sale: the major events (R1.7), and nothing that comes by the hundred. Null: nothing to say.</summary>
    /// <param name="line">A line of the house.</param>
    /// <param name="self">The bidder's own name.</param>
    /// <param name="currencyOf">The currency of a lot; null: it is not known.</param>
    public static string? OfSale(FloorLine line, string self, Func<string, Currency?>? currencyOf = null) => line.Notice switch
    {
        Notice.RoundOpened opened => $"Round {opened.Round} opens, until {Clock(opened.ClosesAt)}.",
        Notice.UnitSold sold =>
            $"{sold.Lot} goes to {Who(sold.Winner, self)} for {Money(sold.PriceMinor, sold.Digits, currencyOf?.Invoke(sold.Lot))}"
                + $"{Left("; ", sold.UnitsLeft)}.",
        Notice.BidPaid paid => $"{Who(paid.Bidder, self)} did not win {paid.Lot} and "
            + $"{(paid.Bidder == self ? "pay" : "pays")} {Money(paid.AmountMinor, paid.Digits, currencyOf?.Invoke(paid.Lot))}.",
        Notice.LotClosed closed => $"{closed.Lot} is closed{Counts(closed.Sold, closed.Unsold)}"
            + (closed.ReserveNotMet ? ": reserve not met." : "."),
        Notice.SaleEnded ended => $"The sale is over{Counts(ended.Sold, ended.Unsold)}.",
        _ => null,
    };

    /// <summary>What concerns one bidder: prices, and what the house answers. Null: nothing to say.</summary>
    /// <param name="line">A line of the house.</param>
    /// <param name="self">The bidder's own name.</param>
    /// <param name="currencyOf">The currency of a lot; null: it is not known.</param>
    public static string? OfBidder(FloorLine line, string self, Func<string, Currency?>? currencyOf = null)
    {
        switch (line.Answer)
        {
            case Answer.Accepted accepted:
                return $"Taken: {Money(accepted.AmountMinor, accepted.Digits, currencyOf?.Invoke(accepted.Lot))} on {accepted.Lot}.";
            case Answer.Refused refused: return RefusalText.Of(refused, currencyOf?.Invoke(refused.Lot));
            case Answer.Withdrawn withdrawn: return $"Your bid on {withdrawn.Lot} is taken back.";
            case Answer.Passed: return "Passed.";
            case Answer.SaleListed sale: return OfSale(sale);
            case Answer.Error error: return RefusalText.Of(error);
        }
        return line.Notice switch
        {
            Notice.PriceChanged { Leader: { } leader } changed =>
                $"{changed.Lot} is at {Money(changed.PriceMinor, changed.Digits, currencyOf?.Invoke(changed.Lot))}; "
                    + Leads(leader, self) + ".",
            Notice.Outbid outbid =>
                $"You are outbid on {outbid.Lot}: {Money(outbid.PriceMinor, outbid.Digits, currencyOf?.Invoke(outbid.Lot))}.",
            Notice.PaymentDue due => $"Your bid on {due.Lot} did not win and costs you "
                + $"{Money(due.AmountMinor, due.Digits, new Currency(due.Currency, due.Digits))}.",
            Notice.UnitWon won =>
                $"You won {won.Lot} for {Money(won.PriceMinor, won.Digits, new Currency(won.Currency, won.Digits))}.",
            _ => OfSale(line, self, currencyOf),
        };
    }

    /// <summary>A lot in a line.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="self">The bidder's own name.</param>
    /// <param name="isClosedUnseen">Whether it closed while nobody was here to see it.</param>
    public static string OfLot(LotView lot, string self, bool isClosedUnseen = false)
    {
        ArgumentNullException.ThrowIfNull(lot);
        if (isClosedUnseen) return $"{lot.Lot}: {lot.Title}, {lot.Form}, closed while you were away; at what price is not known";
        if (lot.State == LotViewState.Closed)
        {
            var left = lot.Units switch { null => "", 0 => ", sold out", var units => $", {units} unsold" };
            return $"{lot.Lot}: {lot.Title}, {lot.Form}, closed, at {MoneyText.Of(lot.PriceMinor, lot.Currency)}{left}";
        }
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

    private static string Money(long minor, byte digits, Currency? currency) =>
        currency is null ? Amount.Format(minor, digits) : MoneyText.Of(minor, currency);

    private static string Who(string name, string self) => name == self ? "you" : name;

    private static string Leads(string name, string self) => name == self ? "you lead" : $"{name} leads";

    // What is not known is not told.
    private static string Left(string before, int? units) =>
        units is not { } known ? "" : before + (known == 1 ? "1 unit left" : $"{known} units left");

    private static string Counts(int? sold, int? unsold) => sold is null || unsold is null ? "" : $": {sold} sold, {unsold} unsold";

    private static string Clock(DateTimeOffset time) => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
