using AkkaAuction.Bidder.Accounts;
using AkkaAuction.Bidder.Market;

namespace AkkaAuction.Bidder.Tests.Play;

/// <summary>What a person bought in several sales, by sale.</summary>
public sealed class PlayAccountsTests
{
    private static readonly string[] Nothing = ["  won by others: nothing", "  lost:          nothing", "  never bid on:  nothing"];

    [Fact]
    public void Purchases_of_sales_that_were_left_and_of_others_stand_by_sale_each_once()
    {
        var bought = new PurchasesBySale();
        bought.Add("day", [new Purchase("vase", 500, 7), new Purchase("night/cup", 300, 7)]);
        bought.Add("night", [new Purchase("cup", 300, 7), new Purchase("day/vase", 600, 9), new Purchase("day/vase", 500, 7)]);
        Assert.Equal(
            [
                "me in noon: spent 1.00", "  bought:        pot 1.00", .. Nothing,
                "me in day: spent 11.00", "  bought:        vase 5.00, vase 6.00",
                "me in night: spent 3.00", "  bought:        cup 3.00",
            ],
            bought.With("noon", Account(new Purchase("pot", 100, 2))).Lines());
    }

    [Fact]
    public void One_sale_is_not_named()
    {
        Assert.Equal(
            ["me: spent 1.00", "  bought:        pot 1.00", .. Nothing],
            new PurchasesBySale().With("noon", Account(new Purchase("pot", 100, 2))).Lines());
        // The room has lots of any name, and no sales.
        Assert.Equal(
            ["me: spent 1.00", "  bought:        tea/coffee 1.00", .. Nothing],
            new PurchasesBySale().With(null, Account(new Purchase("tea/coffee", 100, 2))).Lines());
    }

    [Fact]
    public void What_was_bought_in_each_sale_and_from_each_counts_once_and_what_the_house_takes_back_not_at_all()
    {
        var bought = new PurchasesBySale();
        bought.Add("day", [new Purchase("vase", 500, 7), new Purchase("night/cup", 300, 7)]);
        Assert.Equal<IEnumerable<Purchase>>(
            [new Purchase("vase", 500, 7), new Purchase("cup", 300, 7), new Purchase("jug", 100, 8)],
            bought.All("night", [new Purchase("cup", 300, 7), new Purchase("day/vase", 500, 7), new Purchase("jug", 100, 8)]));
        Assert.Equal(2, bought.All("night", [new Purchase("cup", 300, 7)]).Length);
    }

    private static BidderAccount Account(params Purchase[] purchases) => new("me", 0, 0, [.. purchases], [], [], [], []);
}
