using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>What fails, fails alone.</summary>
public sealed class FailureTests : HouseKit
{
    private const string Lots = "lots = [ { id = lamp, start = \"10.00\", units = 2 }, { id = rug, start = \"50.00\" } ]";

    [Fact]
    public async Task A_session_that_fails_is_stopped_alone_and_its_bidder_comes_back_with_the_token()
    {
        var desk = Open(Lots);
        var (ann, annLink, token) = await Enter(desk, "ann");
        var (bob, bobLink, _) = await Enter(desk, "bob");
        await annLink.Bid(("lamp", 1500, "x"));
        var first = await Until<Answer.Accepted>(ann);

        annLink.Failure = new InvalidOperationException("A session with a fault.");
        await annLink.Ask(new Request.Ping(null));
        await Until<LinkProbe.Closed>(ann);

        await bobLink.Bid(("lamp", 1400, "y"));
        await Until<Answer.Accepted>(bob);
        var (again, againLink, same) = await Enter(desk, "ann", token);
        Assert.Equal(token, same);
        await againLink.Bid(("lamp", 1500, "x"));
        Assert.Equal(first, await Until<Answer.Accepted>(again));
    }

    [Fact]
    public async Task A_lot_that_fails_answers_403_comes_back_from_its_facts_and_its_neighbours_notice_nothing()
    {
        var desk = Open(Lots);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("lamp", 1500, "x"));
        var first = await Until<Answer.Accepted>(ann);

        Journal.FailNext(StreamNames.Lot(TheSale.Id, 1, "lamp"));
        await link.Bid(("lamp", 1600, "y"), ("rug", 6000, "z"));
        Assert.Equal(("y", RejectionCode.Recovering), await Until<Answer.Refused>(ann) is var no ? (no.BidId, no.Code) : default);
        Assert.Equal("z", (await Until<Answer.Accepted>(ann)).BidId);

        await link.Bid(("lamp", 1500, "x"), ("lamp", 1600, "y"));
        Assert.Equal(first, await Until<Answer.Accepted>(ann));
        Assert.Equal("y", (await Until<Answer.Accepted>(ann)).BidId);
        Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(1600, (await Until<Notice.UnitSold>(ann, s => s.Lot == "lamp")).PriceMinor);
    }

    [Fact]
    public async Task A_refusal_that_rests_on_a_bid_that_was_not_stored_is_403_too_and_tells_no_price()
    {
        var desk = Open("lots = [ { id = violin, form = proxy, start = \"10.00\", increment = \"1.00\", open-for = 5m } ]");
        var (ann, annLink, _) = await Enter(desk, "ann");
        var (bob, bobLink, _) = await Enter(desk, "bob");
        await bobLink.Bid(("violin", 5000, "b"));
        await Until<Answer.Accepted>(bob);
        Journal.FailNext(StreamNames.Lot(TheSale.Id, 1, "violin"));
        // The first lifts the price to 41.00, so that the second is too low: neither has happened.
        await annLink.Bid(("violin", 4000, "x"), ("violin", 3000, "y"));
        Assert.Equal(
            ("x", RejectionCode.Recovering, null),
            await Until<Answer.Refused>(ann) is var x ? (x.BidId, x.Code, x.PriceMinor) : default);
        Assert.Equal(
            ("y", RejectionCode.Recovering, null),
            await Until<Answer.Refused>(ann) is var y ? (y.BidId, y.Code, y.PriceMinor) : default);
        await annLink.Bid(("violin", 3000, "y"));
        Assert.Equal("y", (await Until<Answer.Accepted>(ann)).BidId);
    }

    [Fact]
    public async Task Who_is_told_that_a_lot_is_closed_finds_its_closing_stored_also_when_nobody_has_looked_at_the_clock()
    {
        var desk = Open("lots = [ { id = cup, form = second_price, start = \"10.00\", open-for = 5m } ]");
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("cup", 5000, "x"));
        await Until<Answer.Accepted>(ann);
        Journal.FailNext(StreamNames.Lot(TheSale.Id, 1, "cup"));
        // The closing fails, whether the wake-up or the bid came first to it, and is
        // stored when the lot is back; only then is a bid told of it.
        Time.Advance(TimeSpan.FromMinutes(5));
        var code = RejectionCode.Recovering;
        while (code == RejectionCode.Recovering)
        {
            await link.Bid(("cup", 6000, "y"));
            code = (await Until<Answer.Refused>(ann)).Code;
        }
        Assert.Equal(RejectionCode.Closed, code);
        Assert.Contains(Journal.Read(StreamNames.Lot(TheSale.Id, 1, "cup")), f => f.Fact is LotFact.Closed);
    }

    [Fact]
    public async Task A_lot_that_fails_while_it_ends_a_round_is_asked_again_and_the_sale_goes_on()
    {
        var desk = Open(Lots);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("lamp", 1500, "x"));
        await Until<Answer.Accepted>(ann);
        Journal.FailNext(StreamNames.Lot(TheSale.Id, 1, "lamp"));
        Time.Advance(TimeSpan.FromSeconds(60));
        await Until<Notice.UnitSold>(ann, s => s is { Lot: "lamp", PriceMinor: 1500 });
        await Until<Notice.RoundOpened>(ann, r => r.Round == 2);
        Assert.Single(Listener.Notices.OfType<Notice.UnitSold>());
    }

    [Fact]
    public async Task A_lot_that_fails_again_before_it_has_caught_up_does_not_take_the_old_word_for_the_new()
    {
        var desk = CreateTestProbe();
        var terms = Houses.Catalogue(Lots, Houses.Settings()).Lots[0];
        var house = new ItemAuctionContext(Journal, desk, Time, BidIdsMax: 10, ReportActs: false) { Sale = TheSale.Id };
        var lot = ItemAuction.Make(Sys, terms, 1, house);
        Journal.FailNext(StreamNames.Lot(TheSale.Id, 1, "lamp"), times: 2);
        lot.Tell(new LotCommand.OpenRound(1, Time.GetUtcNow().AddSeconds(60)));
        var first = await Until<LotReport.IsBack>(desk);
        lot.Tell(new LotCommand.OpenRound(1, Time.GetUtcNow().AddSeconds(60)));
        lot.Tell(new ItemAuction.MissedNothing(first.Life));
        var second = await Until<LotReport.IsBack>(desk);

        lot.Tell(new LotCommand.Bid("ann", "x", 1500), desk);
        Assert.Equal(RejectionCode.Recovering, (await Until<Answer.Refused>(desk)).Code);
        lot.Tell(new LotCommand.OpenRound(1, Time.GetUtcNow().AddSeconds(60)));
        lot.Tell(new ItemAuction.MissedNothing(second.Life));
        lot.Tell(new LotCommand.Bid("ann", "x", 1500), desk);
        await Until<Answer.Accepted>(desk);
    }

    [Fact]
    public async Task A_lot_that_fails_too_often_is_halted_awards_nothing_and_the_sale_ends_without_it()
    {
        var desk = Open(Lots, "auction.supervision.failures=3", "auction.rounds.silence=1");
        var (ann, link, _) = await Enter(desk, "ann");
        // The round's opening is stored: what fails is the bids.
        await link.Bid(("lamp", 1, "low"));
        Assert.Equal(RejectionCode.TooLow, (await Until<Answer.Refused>(ann)).Code);
        Journal.FailNext(StreamNames.Lot(TheSale.Id, 1, "lamp"), times: 3);
        for (var i = 0; i < 3; i++)
        {
            await link.Bid(("lamp", 1500, "x"));
            Assert.Equal(RejectionCode.Recovering, (await Until<Answer.Refused>(ann)).Code);
        }
        Assert.Equal((0, 2), await Until<Notice.LotClosed>(ann) is var closed ? (closed.Sold, closed.Unsold) : default);
        await link.Bid(("lamp", 1500, "x"));
        Assert.Equal(RejectionCode.Closed, (await Until<Answer.Refused>(ann)).Code);
        Time.Advance(TimeSpan.FromSeconds(60));
        await Until<Notice.SaleEnded>(ann, e => e is { Sold: 0, Unsold: 3 });
    }

    [Fact]
    public async Task A_desk_that_fails_while_the_house_stops_still_tells_whoever_comes_that_it_stops()
    {
        var desk = Open(Lots);
        var (ann, _, _) = await Enter(desk, "ann");
        desk.Tell(AuctioneerMessage.StopTaking.Instance);
        await Until<Answer.Error>(ann, error => error.Code == RejectionCode.HouseStopping);
        Journal.FailNext(StreamNames.Desk);
        var (_, stranger) = Connect(desk);
        await stranger.Ask(new Request.Hello("stranger", null));
        await Until<LinkProbe.Closed>(ann);

        var (late, _) = Connect(desk);
        await Until<Answer.Error>(late, error => error.Code == RejectionCode.HouseStopping);
    }

    [Fact]
    public async Task A_desk_that_fails_begins_again_from_its_facts_and_bidders_keep_their_names()
    {
        var desk = Open(Lots);
        var (ann, link, token) = await Enter(desk, "ann");
        await link.Bid(("lamp", 1500, "x"));
        await Until<Answer.Accepted>(ann);
        Journal.FailNext(StreamNames.Desk);
        var (_, stranger) = Connect(desk);
        await stranger.Ask(new Request.Hello("stranger", null));
        await Until<LinkProbe.Closed>(ann);

        var (again, againLink) = Connect(desk);
        await againLink.Ask(new Request.Hello("ann", token));
        Assert.Equal(token, (await Until<Answer.Welcome>(again)).Token);
        Assert.Equal("lamp", (await Until<Answer.Listed>(again)).View.Lot);
        await Until<Answer.Ready>(again);
        Assert.Equal(1, (await Until<Notice.RoundOpened>(again)).Round);
        Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(1500, (await Until<Notice.UnitSold>(again)).PriceMinor);
    }
}
