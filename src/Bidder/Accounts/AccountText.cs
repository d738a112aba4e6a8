using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.CommandLine;

namespace AkkaAuction.Bidder.Accounts;

/// <summary>Accounts for people (R1.11): what was bought, what others won, what was lost or never bid on.</summary>
public static class AccountText
{
    public static IEnumerable<string> Of(FleetAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        foreach (var bidder in account.Bidders)
        {
            foreach (var line in Of(bidder)) yield return line;
        }
        if (account.Bidders.Length < 2) yield break;
        var units = account.Bidders.Sum(bidder => bidder.Purchases.Count(bought => bought is { IsSupply: false, IsPayment: false }));
        var spent = Spent(account.Bidders.SelectMany(bidder => bidder.Purchases));
        yield return $"All {account.Bidders.Length} bidders: {Units(units)} for {spent}";
    }

    /// <param name="account">What became of a bidder.</param>
    /// <param name="withBudget">Whether the budget is told.</param>
    /// <param name="sale">The sale's id, where others are told of too; null: it is the only one.</param>
    public static IEnumerable<string> Of(BidderAccount account, bool withBudget = true, string? sale = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        var (budget, left) = (MoneyText.Of(account.BudgetMinor, account.Currency), MoneyText.Of(account.LeftMinor, account.Currency));
        var ofBudget = withBudget ? $" of {budget}, {left} left" : "";
        foreach (var line in OfPurchases(account.Name, account.Purchases, sale, ofBudget)) yield return line;
        yield return "  won by others: " + OrNothing(account.WonByOthers
            .GroupBy(award => award.Lot)
            .OrderBy(lot => lot.Key, StringComparer.Ordinal)
            .Select(lot => $"{lot.Key} ×{lot.Count()}{(account.HeardInPart.Contains(lot.Key) ? " or more" : "")}"));
        if (account.Unseen.Length > 0) yield return "  while away:    " + Listed(account.Unseen) + " (who got units of it is not known)";
        yield return "  lost:          " + OrNothing(account.Lost);
        if (account.Undecided.Length > 0) yield return OfUndecided(account.Undecided);
        if (account.NeverBidOn.Length > 0 || account.NotKnown.IsEmpty)
            yield return "  never bid on:  " + OrNothing(account.NeverBidOn);
        if (account.NotKnown.Length > 0)
            yield return "  not known:     " + Listed(account.NotKnown) + " (you may have bid there at an earlier visit)";
    }

    /// <summary>What a bidder bought in a sale.</summary>
    /// <param name="name">The bidder.</param>
    /// <param name="purchases">What it bought there.</param>
    /// <param name="sale">The sale's id; null: it is the only one.</param>
    /// <param name="behind">What is said behind the amount.</param>
    public static IEnumerable<string> OfPurchases(
        string name, IReadOnlyCollection<Purchase> purchases, string? sale, string behind = "")
    {
        yield return $"{name}{(sale is null ? "" : $" in {sale}")}: spent {Spent(purchases)}{behind}";
        var areMixed = purchases.Select(bought => bought.Currency).Distinct().Skip(1).Any();
        string Told(Purchase bought) => $"{bought.Lot} {MoneyText.Of(bought.PriceMinor, bought.Currency, areMixed)}";
        var all = purchases.Where(bought => !bought.IsPayment).ToLookup(bought => bought.IsSupply, Told);
        yield return "  bought:        " + OrNothing(all[false]);
        if (all.Contains(true)) yield return "  supplies:      " + OrNothing(all[true]);
        var payments = purchases.Where(bought => bought.IsPayment).Select(Told).ToArray();
        if (payments.Length > 0) yield return "  paid, not won: " + OrNothing(payments);
    }

    /// <summary>Lots that were bid on and may still be won.</summary>
    public static string OfUndecided(IEnumerable<string> lots) => "  not decided:   " + Listed(lots);

    private static string Units(int units) => units == 1 ? "1 unit" : $"{units} units";

    private static string OrNothing(IEnumerable<string> items) => Listed(items) is { Length: > 0 } list ? list : "nothing";

    // A house names its lots as it likes.
    private static string Listed(IEnumerable<string> items) => ShownText.Of(string.Join(", ", items));

    // Amounts of two currencies have no sum.
    private static string Spent(IEnumerable<Purchase> purchases) => MoneyText.Of(Wallet.Sums(purchases), " and ");
}
