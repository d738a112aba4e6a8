using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Lab.Demo;

/// <summary>The major events of a sale (R1.7) in words; other events have none.</summary>
public static class EventLines
{
    private const int BiddersShown = 20;

    /// <summary>The words of a notice; null: not worth any.</summary>
    /// <param name="notice">The house's notice.</param>
    /// <param name="book">The sale's account after the notice.</param>
    public static string? Of(Notice notice, AccountBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        switch (notice)
        {
            case Notice.RoundOpened opened:
                var account = book.Now();
                var lots = account.Lots.Count(l => l.Sold < l.Units);
                return $"Round {opened.Round}: {Plural(account.Unsold, "unit")} of {Plural(lots, "lot")} on sale";
            case Notice.UnitSold sold:
                return $"  {TitleOf(sold.Lot, book.Now())}: one to {sold.Winner} at {Amount.Format(sold.PriceMinor, sold.Digits)}, "
                    + (sold.UnitsLeft is 0 ? "sold out" : $"{sold.UnitsLeft} left");
            case Notice.BidPaid paid:
                return $"  {TitleOf(paid.Lot, book.Now())}: {paid.Bidder} has not won and pays "
                    + Amount.Format(paid.AmountMinor, paid.Digits);
            case Notice.RoundClosed closed when !book.Now().Sales.Any(sale => sale.Round == closed.Round):
                return "  no bid";
            case Notice.LotClosed { Unsold: > 0 } closed:
                return $"  {TitleOf(closed.Lot, book.Now())}: {closed.Unsold} unsold" + (closed.ReserveNotMet ? ", reserve not met" : "");
            case Notice.SaleEnded:
                return "The sale is over.";
            default:
                return null;
        }
    }

    /// <summary>The catalogue, as it is shown at the start (R1.1).</summary>
    public static IEnumerable<string> Of(Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var title = catalogue.Lots.Max(lot => lot.Title.Length);
        var units = catalogue.Lots.Max(lot => Plural(lot.Units, "unit").Length);
        var price = catalogue.Lots.Max(lot => MoneyText.Of(lot.StartPriceMinor, lot.Currency).Length);
        return catalogue.Lots.Select(lot =>
            $"  {lot.Title.PadRight(title)}  {Plural(lot.Units, "unit").PadRight(units)}  "
            + $"from {MoneyText.Of(lot.StartPriceMinor, lot.Currency).PadLeft(price)}");
    }

    /// <summary>Who bought what for how much, and what is left (R1.6).</summary>
    public static IEnumerable<string> Account(DemoAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var shown = Shown(account);
        var name = shown.Select(b => b.Name.Length).DefaultIfEmpty().Max();
        var spent = shown.Select(b => MoneyText.Of(b.SpentMinor, b.Currency).Length).DefaultIfEmpty().Max();
        foreach (var bidder in shown)
        {
            yield return $"  {bidder.Name.PadRight(name)}  {MoneyText.Of(bidder.SpentMinor, bidder.Currency).PadLeft(spent)} of "
                + $"{MoneyText.Of(bidder.BudgetMinor, bidder.Currency)}  "
                + Purchases(bidder, account.House);
        }
        if (Others(account) is { } others) yield return $"  {others}";
        yield return Sum(account);
    }

    /// <summary>The bidders a person is shown: all of a few; of many those who bought something.</summary>
    public static IReadOnlyList<BuyerAccount> Shown(DemoAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.Bidders.Length <= BiddersShown
            ? account.Bidders
            : [.. account.Bidders.Where(b => b.SpentMinor > 0 || !b.Purchases.IsEmpty)];
    }

    /// <summary>A line for the bidders that are not shown; null if there are none.</summary>
    public static string? Others(DemoAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var others = account.Bidders.Length - Shown(account).Count;
        return others is 0 ? null : $"{Plural(others, "bidder")} bought nothing.";
    }

    /// <summary>What one bidder bought, and paid without getting a unit, in words.</summary>
    public static string Purchases(BuyerAccount bidder, FinalAccount account)
    {
        ArgumentNullException.ThrowIfNull(bidder);
        var bought = bidder.Purchases.GroupBy(p => p.Lot, StringComparer.Ordinal)
            .Select(lot => $"{TitleOf(lot.Key, account)} ({string.Join(", ", lot.Select(p => MoneyText.Of(p.PriceMinor, p.Currency)))})");
        var paid = bidder.Payments.Select(p => $"{MoneyText.Of(p.AmountMinor, p.Currency)} paid for {TitleOf(p.Lot, account)}, not won");
        return string.Join(", ", bought.Concat(paid)) is { Length: > 0 } all ? all : "nothing";
    }

    /// <summary>The whole sale in one sentence.</summary>
    public static string Sum(DemoAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var house = account.House;
        var tenders = house.Lots.Where(lot => lot.Descends).Select(lot => lot.Lot).ToHashSet(StringComparer.Ordinal);
        string[] done =
        [
            .. tenders.Count < house.Lots.Length ? [Done("sold", sale => !tenders.Contains(sale.Lot))] : (string[])[],
            .. tenders.Count > 0 ? [Done("supplied", sale => tenders.Contains(sale.Lot))] : (string[])[],
        ];
        return $"{house.Sold} of {Plural(house.Sold + house.Unsold, "unit")} {string.Join(", and ", done)}"
            + (house.Payments.IsEmpty ? "" : $", {Spent(house.Payments.Select(p => (p.AmountMinor, p.Currency)))} paid by others")
            + (house.Rounds == 0 ? "" : $" in {Plural(house.Rounds, "round")}")
            + (house.IsFinal ? "." : "; stopped before its end.");

        string Done(string word, Func<UnitSale, bool> isOne) =>
            $"{word} for {Spent(house.Sales.Where(isOne).Select(sale => (sale.PriceMinor, sale.Currency)))}";
    }

    private static string Spent(IEnumerable<(long Minor, Currency Currency)> amounts) =>
        string.Join(" and ", amounts.GroupBy(amount => amount.Currency)
            .OrderBy(sums => sums.Key.Code, StringComparer.Ordinal)
            .Select(sums => MoneyText.Of(sums.Sum(amount => amount.Minor), sums.Key))) is { Length: > 0 } list
            ? list
            : MoneyText.Of(0, Currency.Default);

    internal static string Plural(int count, string what) => count is 1 ? $"1 {what}" : $"{count} {what}s";

    private static string TitleOf(string lot, FinalAccount account) => account.Lots.FirstOrDefault(l => l.Lot == lot)?.Title ?? lot;
}
