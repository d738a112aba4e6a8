using System.Collections.Immutable;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Bidder.Accounts;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Lab.Demo;

/// <summary>The final account of a demo: the house's, and who took part. Amounts are minor units.</summary>
/// <param name="Door">Where the house listened.</param>
/// <param name="House">The house's account.</param>
/// <param name="Sales">Ordered by round, then by lot.</param>
/// <param name="Bidders">Ordered by name; those that bought nothing too.</param>
public sealed record DemoAccount(string Door, FinalAccount House, ImmutableArray<UnitSale> Sales, ImmutableArray<BuyerAccount> Bidders)
{
    /// <param name="door">Where the house listened.</param>
    /// <param name="house">The house's account.</param>
    /// <param name="budgets">Every bidder that takes part, and what it can spend.</param>
    public static DemoAccount Of(string door, FinalAccount house, IEnumerable<(string Name, long BudgetMinor)> budgets)
    {
        ArgumentNullException.ThrowIfNull(house);
        var sales = house.Sales.OrderBy(s => s.Round).ThenBy(s => s.Lot, StringComparer.Ordinal).ToImmutableArray();
        var bought = sales.ToLookup(s => s.Bidder, StringComparer.Ordinal);
        // Bots spend their budgets in the currency that most lots have.
        var currency = house.Lots.GroupBy(lot => lot.Currency).MaxBy(lots => lots.Count())?.Key ?? Currency.Default;
        var earned = house.Bidders().ToLookup(b => b.Bidder, b => b.EarnedMinor, StringComparer.Ordinal);
        var bidders = budgets.OrderBy(b => b.Name, StringComparer.Ordinal).Select(b => new BuyerAccount(
            b.Name, currency.Same(b.BudgetMinor, Currency.Default), currency, [.. bought[b.Name]])
        { EarnedMinor = earned[b.Name].Sum(), Payments = [.. house.Payments.Where(p => p.Bidder == b.Name)] });
        return new(door, house, sales, [.. bidders]);
    }

    /// <summary>
    /// The first difference between a bidder's book and the house's, for a person; null if they agree. The bidders kept their books from
    /// the lines they read, so this checks the whole way of every sale.
    /// </summary>
    public string? Disagreement(FleetAccount fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        foreach (var own in fleet.Bidders)
        {
            var house = Bidders.FirstOrDefault(b => b.Name == own.Name);
            if (house is null) return $"{own.Name} took part and is not in the house's account";
            var byHouse = house.Purchases.Select(p => (p.Lot, p.PriceMinor, false))
                .Concat(house.Payments.Select(p => (p.Lot, p.AmountMinor, true))).Order();
            var byItself = own.Purchases.Select(p => (p.Lot, p.PriceMinor, p.IsPayment)).Order();
            if (!byHouse.SequenceEqual(byItself))
                return $"{own.Name} counts {own.Purchases.Length} purchases, the house {house.Purchases.Length}, or their prices differ";
            if (own.SpentMinor > own.BudgetMinor) return $"{own.Name} spent more than its budget";
        }
        return null;
    }
}

/// <summary>What one bidder bought.</summary>
/// <param name="Currency">Currency of the budget.</param>
/// <param name="Purchases">Ordered by round, then by lot.</param>
public sealed record BuyerAccount(string Name, long BudgetMinor, Currency Currency, ImmutableArray<UnitSale> Purchases)
{
    public long SpentMinor => Purchases.Sum(p => p.PriceMinor) - EarnedMinor + Payments.Sum(p => p.AmountMinor);

    /// <summary>What it pays without getting a unit.</summary>
    public ImmutableArray<BidPayment> Payments { get; init; } = [];

    /// <summary>What the tenders among them are paid.</summary>
    public long EarnedMinor { get; init; }
}
