using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>What an operator asks the auctioneer: to put up a sale, to list them, to show one and to close one.</summary>
public sealed class OperatorTests : HouseKit
{
    [Fact]
    public async Task A_sale_is_put_up_while_the_house_runs_and_is_bid_in_by_who_was_here_before()
    {
        var desk = OpenSales([ManySalesTests.Morning]);
        var (ann, link, _) = await Enter(desk, "ann");
        Assert.Equal(new AuctioneerAnswer.PutUp("evening", 2), await Ask(desk, new AuctioneerMessage.PutUpSale(Evening)));
        await link.Ask(new Request.Join("evening"));
        Assert.Equal(["lamp"], await ManySalesTests.Listed(ann));
        await link.Bid(("lamp", 500, "a"));
        await Until<Answer.Accepted>(ann);
    }

    [Fact]
    public async Task A_sale_is_not_put_up_twice_nor_with_terms_that_cannot_be_used()
    {
        var desk = OpenSales([ManySalesTests.Morning, ManySalesTests.Evening]);
        await Enter(desk, "ann");
        var open = await Ask(desk, new AuctioneerMessage.PutUpSale(Read(ManySalesTests.Morning)));
        Assert.Contains("morning is open already", Assert.IsType<AuctioneerAnswer.NotDone>(open).Why, StringComparison.Ordinal);
        var waiting = await Ask(desk, new AuctioneerMessage.PutUpSale(Evening));
        Assert.Contains("evening is put up already", Assert.IsType<AuctioneerAnswer.NotDone>(waiting).Why, StringComparison.Ordinal);
        var empty = new Catalogue([]) { Head = new CatalogueHead { Name = "empty" } };
        var unusable = await Ask(desk, new AuctioneerMessage.PutUpSale(empty));
        Assert.Contains("at least one lot", Assert.IsType<AuctioneerAnswer.NotDone>(unusable).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_says_how_each_stands_and_a_sale_is_shown_with_its_lots_and_its_account()
    {
        var desk = OpenSales([ManySalesTests.Morning, ManySalesTests.Evening]);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("lamp", 1500, "a"));
        await Until<Answer.Accepted>(ann);
        Time.Advance(TimeSpan.FromSeconds(60));
        await Until<Notice.RoundOpened>(ann, r => r.Round == 2);
        var list = Assert.IsType<AuctioneerAnswer.SaleList>(await Ask(desk, new AuctioneerMessage.ListSales(WithSold: true)));
        Assert.Equal(
            [("morning", SaleViewState.Open, 2, 1), ("evening", SaleViewState.Waiting, 1, 0)],
            list.All.Select(sale => (sale.Id, sale.State, sale.Lots, sale.Sold)));
        Assert.All(list.All, sale => Assert.True(sale.LastEvent > 0));
        var shown = Assert.IsType<BoardAnswer.Shown>(await Ask(desk, new AuctioneerMessage.ShowSale("morning")));
        Assert.Equal(("morning", "A morning", 1), (shown.Account.Id, shown.Account.Title, shown.Account.Sold));
        Assert.Equal([("lamp", LotViewState.Open), ("rug", LotViewState.Closed)], shown.Lots.Select(lot => (lot.Lot, lot.State)));
        Assert.IsType<AuctioneerAnswer.NotDone>(await Ask(desk, new AuctioneerMessage.ShowSale("night")));
    }

    [Fact]
    public async Task A_sale_is_closed_now_and_its_result_stands_also_when_it_was_let_go_of()
    {
        var desk = OpenSales([ManySalesTests.Morning, ManySalesTests.Evening]);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("lamp", 1500, "a"));
        await Until<Answer.Accepted>(ann);
        var closed = Assert.IsType<AuctioneerAnswer.Closed>(await Ask(desk, new AuctioneerMessage.CloseSale("morning")));
        Assert.Equal((SaleViewState.Ended, 1, 2), (closed.Sale.State, closed.Sale.Sold, closed.Sale.Unsold));
        await Until<Notice.SaleEnded>(ann);
        var again = Assert.IsType<AuctioneerAnswer.NotDone>(await Ask(desk, new AuctioneerMessage.CloseSale("morning")));
        Assert.Contains("over already", again.Why, StringComparison.Ordinal);
        Time.Advance(TimeSpan.FromMinutes(10));
        var shown = Assert.IsType<BoardAnswer.Shown>(await Ask(desk, new AuctioneerMessage.ShowSale("morning")));
        Assert.Equal((true, 1), (shown.Account.IsFinal, shown.Account.Sold));
        // It is put up again where the operator wants it, and goes on where it was: ann is still in it.
        Assert.Equal(
            new AuctioneerAnswer.PutUp("morning", 3), await Ask(desk, new AuctioneerMessage.PutUpSale(Read(ManySalesTests.Morning))));
        await Until<Notice.RoundOpened>(ann, r => r.Round == 1);
        await link.Bid(("lamp", 1600, "b"));
        await Until<Answer.Accepted>(ann);
        await link.Ask(new Request.Me());
        Assert.Equal(1, (await Until<Answer.Account>(ann)).Purchases);
    }

    [Fact]
    public async Task A_sale_that_waits_for_its_time_is_closed_unsold()
    {
        const string Late = """
            sale = late, opens = "2999-01-01T00:00:00Z"
            lots = [ { id = lamp, start = "1.00" }, { id = rug, form = proxy, start = "1.00" } ]
            """;
        var desk = OpenSales([Late]);
        var closed = Assert.IsType<AuctioneerAnswer.Closed>(await Ask(desk, new AuctioneerMessage.CloseSale("late")));
        Assert.Equal((SaleViewState.Ended, 0, 2), (closed.Sale.State, closed.Sale.Sold, closed.Sale.Unsold));
    }

    [Fact]
    public async Task Of_many_sales_ten_are_named_and_what_lists_them_is_what_the_asker_has()
    {
        var sales = Enumerable.Range(1, 12).Select(i => $"sale = s{i}, lots = [ {{ id = lamp, start = \"1.00\" }} ]");
        var desk = OpenSales([.. sales]);
        var (ann, link, _) = await Enter(desk, "ann");
        const string Ten = "s1, s2, s3, s4, s5, s6, s7, s8, s9, s10 and 2 more";
        foreach (var question in (AuctioneerMessage[])[new AuctioneerMessage.ShowSale("x"), new AuctioneerMessage.CloseSale("x")])
        {
            Assert.Equal(
                $"No such sale as x; there are {Ten} (auctioneer sale list lists them).",
                Assert.IsType<AuctioneerAnswer.NotDone>(await Ask(desk, question)).Why);
        }
        await link.Ask(new Request.Join("x"));
        Assert.Equal($"no such sale as x; there are {Ten} (SALES lists them)", (await Until<Answer.Error>(ann)).Reason);
    }

    private static Catalogue Evening => Read(ManySalesTests.Evening);

    private static Catalogue Read(string catalogue) => Houses.Catalogue(catalogue, Houses.Settings());

    private static Task<object> Ask(IActorRef desk, object question) => desk.Ask<object>(question, Houses.Patience);
}
