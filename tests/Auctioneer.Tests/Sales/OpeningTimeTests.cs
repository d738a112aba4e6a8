using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>A sale with an opening time: its lots are shown, and have no actors until it opens.</summary>
public sealed class OpeningTimeTests : HouseKit
{
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(30);

    private string Later => $$"""
        sale = later, opens = "{{(Time.GetUtcNow() + Ahead).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}", bidders-to-start = 0
        lots = [ { id = lamp, start = "10.00" }, { id = rug, form = proxy, start = "20.00", open-for = 60s } ]
        """;

    [Fact]
    public async Task Before_its_time_it_shows_its_lots_and_refuses_bids_with_202_and_has_no_actor_for_any_of_them()
    {
        var desk = OpenSales([Later]);
        var (ann, link) = Connect(desk);
        await link.Ask(new Request.Hello("ann", null));
        Assert.Equal(["lamp", "rug"], await ManySalesTests.Listed(ann));
        await link.Bid(("lamp", 1500, "a"), ("later/rug", 100, "b"));
        var (lamp, rug) = (await Until<Answer.Refused>(ann), await Until<Answer.Refused>(ann));
        Assert.Equal(("lamp", RejectionCode.NotOpenYet), (lamp.Lot, lamp.Code));
        Assert.Equal(("later/rug", RejectionCode.NotOpenYet), (rug.Lot, rug.Code));
        await link.Ask(new Request.Pass("lamp"));
        Assert.Equal(RejectionCode.NotOpenYet, (await Until<Answer.Error>(ann)).Code);
        Assert.NotNull(await Below("sale-1"));
        Assert.Null(await Below("sale-1/lamp"));
    }

    [Fact]
    public async Task At_its_time_its_lots_are_there_and_take_bids_and_nobody_need_be()
    {
        var desk = OpenSales([Later]);
        var (ann, link, _) = await Enter(desk, "ann");
        Time.Advance(Ahead - TimeSpan.FromMilliseconds(1));
        await link.Bid(("lamp", 1500, "a"));
        Assert.Equal(RejectionCode.NotOpenYet, (await Until<Answer.Refused>(ann)).Code);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        await Until<Notice.RoundOpened>(ann, r => r.Round == 1);
        await link.Bid(("lamp", 1500, "a"), ("rug", 2000, "b"));
        await Until<Answer.Accepted>(ann, a => a.BidId == "a");
        await Until<Answer.Accepted>(ann, a => a.BidId == "b");
        Assert.NotNull(await Below("sale-1/lamp"));
    }

    [Fact]
    public async Task Who_comes_at_the_very_instant_finds_it_open()
    {
        var desk = OpenSales([Later]);
        await Enter(desk, "ann");
        Time.Advance(Ahead);
        var (bob, link, _) = await Enter(desk, "bob");
        await link.Bid(("lamp", 1500, "a"));
        await Until<Answer.Accepted>(bob);
    }

    [Fact]
    public async Task A_sale_that_waits_beside_an_open_one_is_joined_and_told_of_when_it_opens()
    {
        var desk = OpenSales([Later, ManySalesTests.Morning]);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Ask(new Request.Join("morning"));
        await Until<Answer.Ready>(ann);
        // The next to come is in the one that is open.
        var (bob, bobLink, _) = await Enter(desk, "bob");
        await bobLink.Ask(new Request.Sales());
        Assert.Equal(SaleViewState.Waiting, (await Until<Answer.SaleListed>(bob)).State);
        await bobLink.Bid(("lamp", 1500, "a"), ("later/lamp", 1500, "b"));
        await Until<Answer.Accepted>(bob, a => a.BidId == "a");
        Assert.Equal("later/lamp", (await Until<Answer.Refused>(bob)).Lot);
        await link.Ask(new Request.Join("later"));
        await Until<Answer.Ready>(ann);
        Time.Advance(Ahead);
        await Until<Notice.RoundOpened>(ann);
        await link.Bid(("lamp", 1500, "c"));
        await Until<Answer.Accepted>(ann);
    }

    [Fact]
    public async Task A_sale_that_failed_while_it_waited_opens_all_the_same()
    {
        var desk = OpenSales([Later]);
        Journal.FailNext(AkkaAuction.Journal.StreamNames.Run("later", 1));
        var (ann, link, _) = await Enter(desk, "ann");
        Time.Advance(Ahead);
        await Until<Notice.RoundOpened>(ann);
        await link.Bid(("lamp", 1500, "a"));
        await Until<Answer.Accepted>(ann);
    }
}
