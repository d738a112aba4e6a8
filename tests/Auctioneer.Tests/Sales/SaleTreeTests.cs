using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>Who is whose parent, and what a sale that fails costs: nobody's connection, no lot, no round.</summary>
public sealed class SaleTreeTests : HouseKit
{
    private const string Lots = "lots = [ { id = lamp, start = \"10.00\", units = 2 }, { id = rug, start = \"50.00\" } ]";

    [Fact]
    public async Task Sessions_board_and_sales_stand_below_the_auctioneer_and_lots_below_their_sale()
    {
        var auctioneer = Open(
            "lots = [ { id = lamp, start = \"10.00\" }, { id = \"..\", start = \"10.00\" }, { id = session-1, start = \"10.00\" } ]");
        await Enter(auctioneer, "ann");
        Assert.Equal("/user/auctioneer", auctioneer.Path.ToStringWithoutAddress());
        foreach (var path in (string[])[$"board-1-{TheSale.Id}", "session-1", "sale-1", "sale-1/lamp", "sale-1/(..)", "sale-1/session-1"])
        {
            Assert.NotNull(await Find(path));
        }
        Assert.Null(await Find("lamp"));
    }

    [Fact]
    public async Task A_sale_that_fails_at_its_wake_up_ends_the_round_all_the_same_and_no_connection_is_lost()
    {
        var auctioneer = Open(Lots);
        var (ann, link, _) = await Enter(auctioneer, "ann");
        await link.Bid(("lamp", 1500, "x"));
        await Until<Answer.Accepted>(ann);
        Journal.FailNext(StreamNames.Run(TheSale.Id, 1));
        Time.Advance(TimeSpan.FromSeconds(60));
        await IsBack();
        // The wake-up of its new life.
        Time.Advance(TimeSpan.FromMilliseconds(1));

        await StaysConnected(ann, n => n is Notice.UnitSold { Lot: "lamp", PriceMinor: 1500 });
        await StaysConnected(ann, n => n is Notice.RoundOpened { Round: 2 });
        await link.Bid(("lamp", 1600, "y"));
        await Until<Answer.Accepted>(ann, a => a.BidId == "y");
        Assert.Single(Journal.Read(StreamNames.Run(TheSale.Id, 1)), f => f.Fact is SaleFact.RoundEnding);
    }

    [Fact]
    public async Task A_bidder_whose_coming_the_sale_failed_on_is_welcomed_when_it_is_back()
    {
        var auctioneer = Open(Lots);
        var (ann, annLink, _) = await Enter(auctioneer, "ann");
        Journal.FailNext(StreamNames.Run(TheSale.Id, 1));
        var (bob, bobLink, _) = await Enter(auctioneer, "bob");
        await bobLink.Bid(("lamp", 1500, "x"));
        await Until<Answer.Accepted>(bob);
        await annLink.Bid(("lamp", 1600, "x"));
        await Until<Answer.Accepted>(ann);
        Assert.Equal(
            ["ann", "bob"],
            Journal.Read(StreamNames.Run(TheSale.Id, 1)).Select(f => f.Fact).OfType<SaleFact.BidderCame>().Select(c => c.Bidder));
    }

    [Fact]
    public async Task Bidders_present_are_still_counted_by_a_sale_that_is_back()
    {
        var auctioneer = Open(Lots, "auction.rounds.close-when-all-acted=on");
        var (ann, annLink, _) = await Enter(auctioneer, "ann");
        var (_, bobLink, _) = await Enter(auctioneer, "bob");
        Journal.FailNext(StreamNames.Run(TheSale.Id, 1));
        await annLink.Ask(new Request.Pass(null));
        Assert.Equal(RejectionCode.Recovering, (await Until<Answer.Error>(ann)).Code);
        await annLink.Ask(new Request.Pass(null));
        await Until<Answer.Passed>(ann);
        // Bob is here, and has not acted.
        await annLink.Ask(new Request.Me());
        await Until<Answer.Ready>(ann);
        Assert.DoesNotContain(Journal.Read(StreamNames.Run(TheSale.Id, 1)), f => f.Fact is SaleFact.RoundEnding);
        await bobLink.Ask(new Request.Pass(null));
        await StaysConnected(ann, n => n is Notice.RoundClosed { Round: 1 });
    }

    [Fact]
    public async Task A_bidder_who_left_while_the_sale_failed_is_not_waited_for()
    {
        var auctioneer = Open(Lots, "auction.rounds.close-when-all-acted=on");
        var (ann, annLink, _) = await Enter(auctioneer, "ann");
        var (_, bobLink, _) = await Enter(auctioneer, "bob");
        Journal.FailNext(StreamNames.Run(TheSale.Id, 1));
        // The sale fails on bob's leaving.
        (await bobLink.Session()).Tell(SessionMessage.InputEnded.Instance);
        await IsBack();
        Time.Advance(TimeSpan.FromSeconds(30));
        await annLink.Ask(new Request.Pass(null));
        await StaysConnected(ann, n => n is Notice.RoundClosed { Round: 1 });
        Assert.Contains(Journal.Read(StreamNames.Run(TheSale.Id, 1)), f => f.Fact is SaleFact.BidderLeft { Bidder: "bob" });
    }

    [Fact]
    public async Task A_lot_restarts_with_its_sale_and_keeps_what_it_sold_and_who_bid()
    {
        var auctioneer = Open(
            "lots = [ { id = cup, form = second_price, start = \"10.00\", open-for = 5m }, { id = lamp, start = \"10.00\" } ]");
        var (ann, link, _) = await Enter(auctioneer, "ann");
        await link.Bid(("cup", 5000, "x"));
        var first = await Until<Answer.Accepted>(ann);
        Journal.FailNext(StreamNames.Run(TheSale.Id, 1));
        var (_, bobLink, _) = await Enter(auctioneer, "bob");
        await link.Bid(("cup", 5000, "x"));
        Assert.Equal(first, await Until<Answer.Accepted>(ann));
        await bobLink.Bid(("cup", 3000, "y"));
        await StillOpen("cup");
        // Its wake-up has been asked for anew.
        Time.Advance(TimeSpan.FromMinutes(5));
        await StaysConnected(ann, n => n is Notice.UnitSold { Lot: "cup", PriceMinor: 3000, Winner: "ann" });
    }

    [Fact]
    public async Task A_sale_that_fails_again_and_again_makes_the_auctioneer_begin_again()
    {
        var auctioneer = Open(Lots, "auction.supervision.failures=3");
        var (ann, link, token) = await Enter(auctioneer, "ann");
        await link.Bid(("lamp", 1500, "x"));
        await Until<Answer.Accepted>(ann);
        Journal.FailNext(StreamNames.Run(TheSale.Id, 1), times: 3);
        var (_, stranger) = Connect(auctioneer);
        // The sale takes what it failed on up again, and fails again.
        await stranger.Ask(new Request.Hello("stranger", null));
        await Until<LinkProbe.Closed>(ann);

        var (again, againLink, same) = await Enter(auctioneer, "ann", token);
        Assert.Equal(token, same);
        await againLink.Bid(("lamp", 1600, "y"));
        await Until<Answer.Accepted>(again);
    }

    [Fact]
    public async Task A_house_that_repeats_puts_up_the_next_sale_beside_the_last_and_lets_that_go_a_minute_later()
    {
        var auctioneer = Open("lots = [ { id = lamp, start = \"10.00\", units = 1 } ]", "auction.sale.repeat=on");
        var (ann, link, _) = await Enter(auctioneer, "ann");
        var first = Watch(await Find("sale-1") ?? ActorRefs.Nobody);
        await link.Bid(("lamp", 1500, "x"));
        await Until<Answer.Accepted>(ann);
        Time.Advance(TimeSpan.FromSeconds(60));
        await Until<Notice.SaleEnded>(ann);
        await Until<Notice.LotListed>(ann);
        await Until<Notice.RoundOpened>(ann, r => r.Round == 1);
        await link.Bid(("lamp", 1200, "y"));
        await Until<Answer.Accepted>(ann, a => a.BidId == "y");
        Assert.NotNull(await Find("sale-2/lamp"));
        Assert.NotNull(await Find("sale-1/lamp"));

        Time.Advance(TimeSpan.FromMinutes(1));
        await ExpectTerminatedAsync(first, Houses.Patience);
        await Until<Notice.UnitSold>(ann, s => s.PriceMinor == 1200);
    }

    private async Task<IActorRef?> Find(string path)
    {
        Sys.ActorSelection(path == "." ? "/user/auctioneer" : $"/user/auctioneer/{path}").Tell(new Identify(path), TestActor);
        return (await ExpectMsgAsync<ActorIdentity>(i => path.Equals(i.MessageId), Houses.Patience)).Subject;
    }

    /// <summary>The sale has failed, is back, has asked the auctioneer who is here and got the answer.</summary>
    private async Task IsBack()
    {
        await Journal.Failed.WaitAsync(Houses.Patience);
        foreach (var path in (string[])["sale-1", ".", "sale-1"]) Assert.NotNull(await Find(path));
    }

    private async Task StillOpen(string lot)
    {
        Sys.ActorSelection($"/user/auctioneer/sale-1/{lot}").Tell(ItemAuction.Show.Instance, TestActor);
        Assert.Equal(LotViewState.Open, (await ExpectMsgAsync<LotView>(Houses.Patience)).State);
    }

    /// <summary>What is waited for comes before any end of the connection.</summary>
    private static async Task StaysConnected(Akka.TestKit.TestProbe heard, Predicate<Notice> wanted)
    {
        var next = await Until<object>(heard, m => m is LinkProbe.Closed || (m is Notice notice && wanted(notice)));
        Assert.IsNotType<LinkProbe.Closed>(next);
    }
}
