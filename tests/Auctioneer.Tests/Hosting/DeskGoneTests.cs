using Akka.Actor;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Tests.Hosting;

/// <summary>
/// A desk that fails and cannot begin again: it is noticed, by name, before anybody waits for an answer that never comes.
/// </summary>
public sealed class DeskGoneTests : HouseKit
{
    private const string Lots = "lots = [ { id = lamp, start = \"10.00\", units = 2 }, { id = rug, start = \"50.00\" } ]";

    [Fact]
    public async Task A_desk_that_fails_while_it_begins_again_is_noticed_and_named()
    {
        var desk = Open(Lots);
        var watch = WatchOver(desk);
        await Enter(desk, "ann");
        Journal.FailReading();
        Journal.FailNext(StreamNames.Desk);
        var (_, stranger) = Connect(desk);
        await stranger.Ask(new Request.Hello("stranger", null));
        Assert.StartsWith(
            "The floor's desk (/user/auctioneer) has failed and could not begin again. ",
            await watch.Failed.WaitAsync(Houses.Patience),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lot_whose_facts_cannot_be_read_ends_the_desk_instead_of_failing_for_ever()
    {
        var desk = Open(Lots, "auction.supervision.failures=3");
        var watch = WatchOver(desk);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("lamp", 1500, "x"));
        await Until<Answer.Accepted>(ann);
        Journal.FailReading();
        Journal.FailNext(StreamNames.Lot(TheSale.Id, 1, "lamp"));
        await link.Bid(("lamp", 1600, "y"));
        await watch.Failed.WaitAsync(Houses.Patience);
    }

    [Fact]
    public async Task A_desk_that_the_house_ends_itself_is_not_missed()
    {
        var desk = Open(Lots);
        var watch = WatchOver(desk);
        await Enter(desk, "ann");
        watch.CallOff();
        Assert.True(await desk.GracefulStop(Houses.Patience));
        Assert.False(watch.Failed.IsCompleted);
    }

    private HouseWatch WatchOver(IActorRef desk)
    {
        var watch = new HouseWatch(Sys, isKept: true);
        watch.Over(desk, "The floor's desk");
        return watch;
    }
}
