using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>A bid sent again has its effect once, whoever has failed, left or taken over in between: its lot alone knows.</summary>
public sealed class BidsSentAgainTests : HouseKit
{
    private const string Lots = "lots = [ { id = lamp, start = \"10.00\", units = 2 }, { id = rug, start = \"10.00\" } ]";

    [Fact]
    public async Task One_read_may_hold_a_bid_twice_and_another_amount_under_its_id()
    {
        var desk = Open(Lots);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(
            ("lamp", 1500, "x"),
            ("rug", 1500, "x"),
            ("lamp", 1500, "x"),
            ("lamp", 1600, "x"),
            ("lamp", 900, "low"),
            ("lamp", 900, "low"));
        var first = await Until<Answer.Accepted>(ann);
        Assert.Equal(("rug", "x"), await Until<Answer.Accepted>(ann) is var rug ? (rug.Lot, rug.BidId) : default);
        Assert.Equal(first, await Until<Answer.Accepted>(ann));
        Assert.Equal(RejectionCode.BidIdReused, (await Until<Answer.Refused>(ann)).Code);
        Assert.Equal(RejectionCode.TooLow, (await Until<Answer.Refused>(ann)).Code);
        Assert.Equal(RejectionCode.TooLow, (await Until<Answer.Refused>(ann)).Code);
        Assert.Single(Bids("lamp"));
        Assert.Single(Bids("rug"));
    }

    [Fact]
    public async Task Two_bidders_may_use_the_same_id()
    {
        var desk = Open(Lots);
        var (ann, annLink, _) = await Enter(desk, "ann");
        var (bob, bobLink, _) = await Enter(desk, "bob");
        await annLink.Bid(("lamp", 1500, "x"));
        var anns = await Until<Answer.Accepted>(ann);
        await bobLink.Bid(("lamp", 1600, "x"));
        Assert.NotEqual(anns.Seq, (await Until<Answer.Accepted>(bob)).Seq);
        Assert.Equal(2, Bids("lamp").Length);
    }

    [Fact]
    public async Task A_connection_that_takes_over_gets_the_first_answer_and_the_one_before_it_places_nothing_more()
    {
        var desk = Open(Lots);
        var (ann, link, token) = await Enter(desk, "ann");
        await link.Bid(("lamp", 1500, "x"));
        var first = await Until<Answer.Accepted>(ann);
        var (again, againLink, _) = await Enter(desk, "ann", token);
        await Until<LinkProbe.Closed>(ann);

        // What it has read before it was closed comes too late.
        await link.Bid(("lamp", 1700, "late"));
        await againLink.Bid(("lamp", 1500, "x"), ("lamp", 1600, "x"));
        Assert.Equal(first, await Until<Answer.Accepted>(again));
        Assert.Equal(RejectionCode.BidIdReused, (await Until<Answer.Refused>(again)).Code);
        Assert.Equal(["x"], Bids("lamp").Select(bid => bid.BidId));
    }

    [Fact]
    public async Task A_bid_that_the_superseded_connection_placed_and_the_next_one_sends_again_counts_once()
    {
        var desk = Open(Lots);
        var (_, link, token) = await Enter(desk, "ann");
        await link.Bid(("lamp", 1500, "x"));
        var (again, againLink, _) = await Enter(desk, "ann", token);
        await againLink.Bid(("lamp", 1500, "x"));
        Assert.Equal("x", (await Until<Answer.Accepted>(again)).BidId);
        Assert.Single(Bids("lamp"));
    }

    [Fact]
    public async Task A_halted_lot_still_gives_the_first_answer()
    {
        var desk = Open(Lots, "auction.supervision.failures=2");
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("lamp", 1500, "x"));
        var first = await Until<Answer.Accepted>(ann);
        Journal.FailNext(StreamNames.Lot(TheSale.Id, 1, "lamp"), times: 2);
        for (var i = 0; i < 2; i++)
        {
            await link.Bid(("lamp", 1600, "y"));
            Assert.Equal(RejectionCode.Recovering, (await Until<Answer.Refused>(ann)).Code);
        }
        await link.Bid(("lamp", 1500, "x"), ("lamp", 1600, "x"), ("lamp", 1700, "new"));
        Assert.Equal(first, await Until<Answer.Accepted>(ann));
        Assert.Equal(RejectionCode.BidIdReused, (await Until<Answer.Refused>(ann)).Code);
        Assert.Equal(RejectionCode.Closed, (await Until<Answer.Refused>(ann)).Code);
    }

    [Fact]
    public async Task A_lot_that_fails_answers_again_what_was_stored_and_403_what_was_not()
    {
        var desk = Open(Lots);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("lamp", 1500, "x"));
        var first = await Until<Answer.Accepted>(ann);
        Journal.FailNext(StreamNames.Lot(TheSale.Id, 1, "lamp"));
        await link.Bid(("lamp", 1500, "x"), ("lamp", 1600, "y"), ("lamp", 1600, "y"), ("lamp", 1700, "y"));
        Assert.Equal(first, await Until<Answer.Accepted>(ann));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(("y", RejectionCode.Recovering), await Until<Answer.Refused>(ann) is var no ? (no.BidId, no.Code) : default);
        }
        Assert.Single(Bids("lamp"));
    }

    [Fact]
    public async Task A_lot_remembers_as_many_ids_of_each_bidder_as_the_settings_say()
    {
        var desk = Open(Lots, "auction.limits.bid-ids=2");
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("lamp", 1500, "a"), ("lamp", 1600, "b"), ("lamp", 1700, "c"), ("rug", 1500, "d"));
        var bids = new List<Answer.Accepted>();
        while (bids.Count < 4) bids.Add(await Until<Answer.Accepted>(ann));
        var (bob, bobLink, _) = await Enter(desk, "bob");
        await bobLink.Bid(("lamp", 1710, "a"), ("lamp", 1720, "b"), ("lamp", 1730, "c"));
        for (var i = 0; i < 3; i++) await Until<Answer.Accepted>(bob);
        await link.Bid(("lamp", 1700, "c"), ("lamp", 1600, "b"));
        Assert.Equal(bids[2], await Until<Answer.Accepted>(ann));
        Assert.Equal(bids[1], await Until<Answer.Accepted>(ann));
        await link.Bid(("lamp", 1800, "a"), ("rug", 1500, "d"));
        Assert.Equal(1800, (await Until<Answer.Accepted>(ann)).AmountMinor);
        Assert.Equal(bids[3], await Until<Answer.Accepted>(ann));
    }

    private LotFact.BidAccepted[] Bids(string lot) =>
        [.. Journal.Read(StreamNames.Lot(TheSale.Id, 1, lot)).Select(stored => stored.Fact).OfType<LotFact.BidAccepted>()];
}
