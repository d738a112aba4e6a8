using Akka.Actor;
using Akka.TestKit;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>Several sales side by side: which one a bidder is in, what it is told of it, and how it bids in the others.</summary>
public sealed class ManySalesTests : HouseKit
{
    internal const string Morning = """
        sale = morning, title = "A morning"
        lots = [ { id = lamp, start = "10.00", units = 2 }, { id = rug, form = proxy, start = "20.00", open-for = 60s } ]
        """;

    internal const string Evening = """
        sale = evening
        lots = [ { id = lamp, form = proxy, start = "5.00", open-for = 90s } ]
        """;

    private static readonly string[] Both = [Morning, Evening];

    [Fact]
    public async Task Who_has_joined_none_is_in_the_first_sale_and_bids_there_by_the_lots_own_id()
    {
        var desk = OpenSales(Both);
        var (ann, link) = Connect(desk);
        await link.Ask(new Request.Hello("ann", null));
        Assert.Equal(["lamp", "rug"], await Listed(ann));
        await link.Bid(("lamp", 1500, "a"));
        Assert.Equal("lamp", (await Until<Answer.Accepted>(ann)).Lot);
        Assert.NotEmpty(Journal.Read(StreamNames.Lot("morning", 1, "lamp")));
        Assert.Empty(Journal.Read(StreamNames.Lot("evening", 2, "lamp")));
    }

    [Fact]
    public async Task SALES_lists_every_sale_in_the_order_in_which_they_were_put_up()
    {
        var desk = OpenSales(Both);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Ask(new Request.Sales());
        Assert.Equal(new Answer.SaleListed("morning", "A morning", SaleViewState.Open, 2, null), await Until<Answer.SaleListed>(ann));
        Assert.Equal(new Answer.SaleListed("evening", "evening", SaleViewState.Waiting, 1, null), await Until<Answer.SaleListed>(ann));
        await Until<Answer.Ready>(ann);
    }

    [Fact]
    public async Task Who_joins_a_sale_opens_it_gets_its_lots_and_from_then_on_its_events_alone()
    {
        var desk = OpenSales(Both);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Ask(new Request.Join("evening"));
        Assert.Equal(["lamp"], await Listed(ann));
        await link.Bid(("lamp", 500, "a"));
        await Until<Answer.Accepted>(ann);
        Assert.NotEmpty(Journal.Read(StreamNames.Lot("evening", 2, "lamp")));

        // The round of the sale it has left ends, and another begins: ann hears nothing of it.
        Time.Advance(TimeSpan.FromSeconds(90));
        var heard = new List<object>();
        while (await ann.ReceiveOneAsync(Houses.Patience) is { } told)
        {
            heard.Add(told);
            if (told is Notice.SaleEnded) break;
        }
        Assert.DoesNotContain(heard, told => told is Notice.RoundOpened or Notice.RoundClosed);
        Assert.Contains(heard, told => told is Notice.UnitWon { Lot: "lamp" });
    }

    [Fact]
    public async Task A_sale_is_waited_for_by_those_who_are_in_it_and_left_by_whoever_joins_another()
    {
        var desk = OpenSales(Both, "auction.rounds.close-when-all-acted=on");
        var (ann, annLink, _) = await Enter(desk, "ann");
        var (bob, bobLink, _) = await Enter(desk, "bob");
        await bobLink.Ask(new Request.Join("evening"));
        await Until<Answer.Ready>(bob);
        await annLink.Ask(new Request.Pass(null));
        await Until<Notice.RoundClosed>(ann);
        // A pass of the evening is none of the morning.
        await bobLink.Ask(new Request.Pass("morning/lamp"));
        await Until<Answer.Passed>(bob);
    }

    [Fact]
    public async Task A_lot_of_another_sale_is_bid_on_by_its_full_name_which_the_answer_echoes()
    {
        var desk = OpenSales(Both);
        var (ann, annLink, _) = await Enter(desk, "ann");
        await annLink.Bid(("evening/lamp", 500, "a"));
        // Nobody is there yet.
        var early = await Until<Answer.Refused>(ann);
        Assert.Equal(("evening/lamp", RejectionCode.NotOpenYet), (early.Lot, early.Code));
        var (bob, bobLink, _) = await Enter(desk, "bob");
        await bobLink.Ask(new Request.Join("evening"));
        await Until<Answer.Ready>(bob);

        await annLink.Bid(("evening/lamp", 500, "b"), ("lamp", 1500, "c"), ("evening/vase", 500, "d"), ("night/lamp", 500, "e"));
        Assert.Equal("evening/lamp", (await Until<Answer.Accepted>(ann)).Lot);
        Assert.Equal("lamp", (await Until<Answer.Accepted>(ann)).Lot);
        foreach (var unknown in (string[])["evening/vase", "night/lamp"])
        {
            var refused = await Until<Answer.Refused>(ann);
            Assert.Equal((unknown, RejectionCode.NoSuchLot), (refused.Lot, refused.Code));
        }
        // The same bid by either name is one bid.
        await bobLink.Bid(("lamp", 900, "x"), ("evening/lamp", 900, "x"));
        var (first, again) = (await Until<Answer.Accepted>(bob), await Until<Answer.Accepted>(bob));
        Assert.Equal((first.Seq, "lamp", "evening/lamp"), (again.Seq, first.Lot, again.Lot));
    }

    [Fact]
    public async Task Who_has_bid_in_another_sale_is_told_when_it_is_outbid_and_wins_there_and_nothing_else_of_it()
    {
        var desk = OpenSales(Both);
        var (ann, annLink, _) = await Enter(desk, "ann");
        var (bob, bobLink, _) = await Enter(desk, "bob");
        await bobLink.Ask(new Request.Join("evening"));
        await Until<Answer.Ready>(bob);
        await annLink.Bid(("evening/lamp", 600, "a"));
        await Until<Answer.Accepted>(ann);
        await bobLink.Bid(("lamp", 900, "b"));
        await Until<Answer.Accepted>(bob);
        Assert.Equal("evening/lamp", (await Until<Notice.Outbid>(ann)).Lot);

        await annLink.Bid(("evening/lamp", 2000, "c"));
        await Until<Answer.Accepted>(ann, a => a.BidId == "c");
        Assert.Equal("lamp", (await Until<Notice.Outbid>(bob)).Lot);
        Time.Advance(TimeSpan.FromSeconds(90));
        var heard = new List<object>();
        while (await ann.ReceiveOneAsync(Houses.Patience) is { } told)
        {
            heard.Add(told);
            if (told is Notice.UnitWon) break;
        }
        Assert.Equal("evening/lamp", Assert.IsType<Notice.UnitWon>(heard[^1]).Lot);
        Assert.DoesNotContain(
            heard, told => told is Notice.UnitSold { Lot: "evening/lamp" } or Notice.PriceChanged { Lot: "evening/lamp" });
        // What it bought there is of its account there.
        await annLink.Ask(new Request.Me());
        Assert.Equal(0, (await Until<Answer.Account>(ann)).Purchases);
        await Until<Answer.Ready>(ann);
        await annLink.Ask(new Request.Join("evening"));
        await Until<Answer.Ready>(ann);
        await annLink.Ask(new Request.Me());
        Assert.Equal(1, (await Until<Answer.Account>(ann)).Purchases);
    }

    [Fact]
    public async Task A_bidder_that_comes_back_is_told_when_it_is_outbid_in_a_sale_it_had_bid_in_before()
    {
        var desk = OpenSales(Both);
        var (bob, bobLink, _) = await Enter(desk, "bob");
        await bobLink.Ask(new Request.Join("evening"));
        await Until<Answer.Ready>(bob);
        var (ann, annLink, token) = await Enter(desk, "ann");
        await annLink.Bid(("evening/lamp", 600, "a"));
        await Until<Answer.Accepted>(ann);
        var (again, _, _) = await Enter(desk, "ann", token);
        await bobLink.Bid(("lamp", 900, "b"));
        Assert.Equal("evening/lamp", (await Until<Notice.Outbid>(again)).Lot);
    }

    [Fact]
    public async Task A_sale_that_there_is_not_cannot_be_joined_and_those_there_are_are_named()
    {
        var desk = OpenSales(Both);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Ask(new Request.Join("night"));
        var error = await Until<Answer.Error>(ann);
        Assert.Equal(RejectionCode.NoSuchSale, error.Code);
        Assert.Contains("night; there are morning, evening", error.Reason, StringComparison.Ordinal);
        // It is where it was.
        await link.Bid(("rug", 2000, "a"));
        await Until<Answer.Accepted>(ann);
    }

    [Fact]
    public async Task Each_sale_numbers_its_own_events()
    {
        var desk = OpenSales(Both);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Ask(new Request.Join("evening"));
        await Until<Answer.Ready>(ann);
        await link.Bid(("lamp", 500, "a"));
        Assert.Equal((await Until<Answer.Accepted>(ann)).Seq, Journal.LastEvent(Chains.OfSale("evening")));
        Assert.Equal(1, Journal.Read(StreamNames.Sale("evening"))[0].Event);
        Assert.Equal(1, Journal.Read(StreamNames.Sale("morning"))[0].Event);
    }

    [Fact]
    public async Task A_house_without_a_sale_welcomes_whoever_comes_and_lets_them_join_what_is_put_up_later()
    {
        var desk = OpenSales([]);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Ask(new Request.List());
        Assert.Equal(0, (await Until<Answer.Ready>(ann)).Seq);
        await link.Ask(new Request.Me());
        Assert.Equal(0, (await Until<Answer.Account>(ann)).Purchases);
        await link.Ask(new Request.Pass(null));
        await Until<Answer.Passed>(ann);
        await link.Bid(("lamp", 500, "a"));
        Assert.Equal(RejectionCode.NoSuchLot, (await Until<Answer.Refused>(ann)).Code);
        await link.Ask(new Request.Join("evening"));
        Assert.Contains("the house has none", (await Until<Answer.Error>(ann)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sale_that_fails_for_good_makes_the_auctioneer_begin_again_with_all_sales()
    {
        var desk = OpenSales(Both, "auction.supervision.failures=3");
        var (ann, link, token) = await Enter(desk, "ann");
        await link.Ask(new Request.Join("evening"));
        await Until<Answer.Ready>(ann);
        await link.Bid(("lamp", 500, "a"), ("morning/lamp", 1500, "b"));
        await Until<Answer.Accepted>(ann, a => a.BidId == "b");
        Journal.FailNext(StreamNames.Run("morning", 1), times: 3);
        var (_, stranger) = Connect(desk);
        await stranger.Ask(new Request.Hello("stranger", null));
        await Until<LinkProbe.Closed>(ann);

        var (again, againLink, _) = await Enter(desk, "ann", token);
        await againLink.Bid(("evening/lamp", 500, "a"), ("lamp", 1500, "b"));
        Assert.Equal("evening/lamp", (await Until<Answer.Accepted>(again)).Lot);
        Assert.Equal("lamp", (await Until<Answer.Accepted>(again)).Lot);
    }

    /// <summary>The lots of the next list.</summary>
    internal static async Task<List<string>> Listed(TestProbe heard)
    {
        var lots = new List<string>();
        while (true)
        {
            switch (await heard.ReceiveOneAsync(Houses.Patience))
            {
                case Answer.Listed listed: lots.Add(listed.View.Lot); break;
                case Answer.Ready: return lots;
                case null: throw new TimeoutException("No list came.");
            }
        }
    }
}
