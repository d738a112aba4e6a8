using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Bidder.Accounts;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Lab.Demo;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Lab.Tests.Demo;

/// <summary>The house's account is held against the books that the bidders kept.</summary>
public sealed class DemoAccountTests
{
    private static readonly FinalAccount House = new(
        1, IsFinal: true, Rounds: 2,
        [new("l1", "Clock", "rounds", 10_00, 2, 2, 12_00, Currency.Default)],
        [new(2, "l1", "b", 12_00, 9, Currency.Default), new(1, "l1", "a", 11_00, 5, Currency.Default)]);

    private static readonly DemoAccount Account = DemoAccount.Of("127.0.0.1:1", House, [("c", 50_00), ("b", 50_00), ("a", 50_00)]);

    [Fact]
    public void Sales_go_by_round_and_bidders_by_name_with_what_they_bought()
    {
        Assert.Equal([1, 2], Account.Sales.Select(s => s.Round));
        Assert.Equal([("a", 11_00), ("b", 12_00), ("c", 0)], Account.Bidders.Select(b => (b.Name, b.SpentMinor)));
    }

    [Fact]
    public void What_is_sold_and_what_is_supplied_are_summed_each_by_itself()
    {
        Assert.Equal("2 of 2 units sold for 23.00 in 2 rounds.", EventLines.Sum(Account));
        var tender = new LotAccount("t1", "Bus", "reverse", 90_00, 1, 1, 70_00, Currency.Default);
        var supplied = new UnitSale(0, "t1", "a", 70_00, 11, Currency.Default);
        Assert.Equal(
            "3 of 3 units sold for 23.00, and supplied for 70.00 in 2 rounds.",
            Sum(House with { Lots = [.. House.Lots, tender], Sales = [.. House.Sales, supplied] }));
        Assert.Equal("1 of 1 unit supplied for 70.00.", Sum(House with { Lots = [tender], Sales = [supplied], Rounds = 0 }));

        static string Sum(FinalAccount house) => EventLines.Sum(DemoAccount.Of("127.0.0.1:1", house, [("a", 50_00)]));
    }

    [Fact]
    public void Books_that_say_the_same_agree() =>
        Assert.Null(Account.Disagreement(
            new([Own("a", new Purchase("l1", 11_00, 5)), Own("b", new Purchase("l1", 12_00, 9)), Own("c")], true)));

    [Fact]
    public void A_purchase_that_one_book_lacks_or_prices_otherwise_is_named()
    {
        Assert.Contains("b counts 0 purchases, the house 1", Account.Disagreement(new([Own("b")], true)), StringComparison.Ordinal);
        Assert.Contains("c counts 1", Account.Disagreement(new([Own("c", new Purchase("l1", 1, 1))], true)), StringComparison.Ordinal);
        Assert.Contains("a counts 1", Account.Disagreement(new([Own("a", new Purchase("l1", 11_01, 5))], true)), StringComparison.Ordinal);
        Assert.Contains("d took part", Account.Disagreement(new([Own("d")], true)), StringComparison.Ordinal);
    }

    private static BidderAccount Own(string name, params Purchase[] purchases) =>
        new(name, 50_00, purchases.Sum(p => p.PriceMinor), [.. purchases], [], [], [], []);
}
