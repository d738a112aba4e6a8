using AkkaAuction.Messages;
using AkkaAuction.Rules;

namespace AkkaAuction.Scenarios.Tests;

/// <summary>A house that runs two sales (docs/concepts/sales-and-lots.md): bidders are in one of them, and may bid in both.</summary>
public sealed class SalesSideBySide
{
    private const string Books = """
        sale = books
        lots = [ { id = atlas, form = proxy, start = "20.00", increment = "1.00", open-for = 5m } ]
        """;

    private const string Clocks = """
        sale = clocks
        lots = [ { id = pendulum, form = proxy, start = "50.00", increment = "5.00", open-for = 9m } ]
        """;

    [Fact]
    public async Task Bidders_in_both_sales_win_in_each_and_one_joins_over()
    {
        await using var auction = await TestAuction.OpenSales(Books, Clocks);
        var ann = await auction.Enter("ann");
        var bob = await auction.Enter("bob");
        Assert.Equal(["atlas"], (await ann.Lists()).Select(lot => lot.Lot));
        Assert.Equal(202, (int)(await ann.IsRefused(RejectionCode.NotOpenYet, "clocks/pendulum", 50_00)).Code);

        // Bob's coming opens the other sale; ann bids there from where she is.
        await bob.Asks<Answer.Ready>(new Request.Join("clocks"));
        Assert.Equal(["pendulum"], (await bob.Lists()).Select(lot => lot.Lot));
        await ann.Bids("atlas", 30_00);
        Assert.Equal("clocks/pendulum", (await ann.Bids("clocks/pendulum", 60_00)).Lot);
        await bob.Bids("pendulum", 100_00);
        await ann.Hears(new Notice.Outbid(0, "clocks/pendulum", 65_00, "ann"));
        Assert.Equal("books/atlas", (await bob.Bids("books/atlas", 40_00)).Lot);
        await ann.Hears<Notice.Outbid>(outbid => outbid.Lot == "atlas");

        // The books are sold; bob, who is in the other sale, hears that he has won.
        auction.Pass(TimeSpan.FromMinutes(5));
        await bob.Hears(new Notice.UnitWon(0, "books/atlas", 31_00, "bob"));
        await bob.HearsNo<Notice.SaleEnded>();
        await ann.Hears(new Notice.SaleEnded(0, Sold: 1, Unsold: 0));
        Assert.Equal((true, 1), (await auction.Account("books") is var books ? (books.IsFinal, books.Sold) : default));

        // Ann joins over, and is told what happens there from then on.
        await ann.Asks<Answer.Ready>(new Request.Join("clocks"));
        await ann.Bids("pendulum", 120_00);
        await bob.Hears<Notice.Outbid>(outbid => outbid.Lot == "pendulum");
        auction.Pass(TimeSpan.FromMinutes(4));
        await ann.Hears(new Notice.UnitWon(0, "pendulum", 105_00, "ann"));
        await ann.Hears(new Notice.SaleEnded(0, Sold: 1, Unsold: 0));
        // What bob bought is of the sale he bought it in.
        Assert.Equal(0, (await bob.Asks<Answer.Account>(new Request.Me())).Purchases);
    }
}
