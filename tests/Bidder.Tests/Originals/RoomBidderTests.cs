using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Strategies;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Originals;

public sealed class RoomBidderTests
{
    [Fact]
    [Trait("Requirement", "R2.6")]
    public void Bids_with_a_chance_of_seven_in_ten_each_time_it_looks()
    {
        var strategy = new RoomBidder(0.7);
        var chance = new SeededChance(7, "me");
        var state = new BidderState("me", 1000_00).After(Lot("clock", form: "room"));
        var lot = state.Market.Lots["clock"];
        var bids = Enumerable.Range(0, 2000)
            .Count(second => strategy.OnLot(new Situation(state, chance, Noon.AddSeconds(second)), lot) is Act.Bid);
        Assert.InRange(bids, 1320, 1480);
    }

    [Fact]
    [Trait("Requirement", "R2.6")]
    public void Stops_for_a_lot_when_the_price_would_pass_its_highest_acceptable_price()
    {
        var strategy = new RoomBidder(1.0);
        var state = new BidderState("me", 1000_00).After(Lot("clock", form: "room"));
        var chance = new SeededChance(7, "me");
        var limit = Worth.Of(chance, state.Market.Lots["clock"]);

        var price = state.Market.Lots["clock"] with { PriceMinor = limit - 1, NextMinor = limit };
        Assert.Equal(new Act.Bid("clock", limit), strategy.OnLot(state.At(chance), price));
        var passed = price with { PriceMinor = limit, NextMinor = limit + 1 };
        Assert.Equal(Act.Waiting, strategy.OnLot(state.At(chance), passed));
        Assert.Null(strategy.WakeAt(state.At(chance), passed));
    }

    [Fact]
    [Trait("Requirement", "R2.6")]
    public void Does_not_bid_against_itself_and_looks_again_while_it_only_waits_for_chance()
    {
        var state = new BidderState("me", 1000_00).After(Lot("clock", form: "room"));
        var lot = state.Market.Lots["clock"];
        var never = new FixedChance(0.99);
        Assert.Equal(Act.Waiting, new RoomBidder(1.0).OnLot(state.At(never), lot with { Leader = "me" }));
        Assert.Equal(Act.Waiting, new RoomBidder(0.7).OnLot(state.At(never), lot));
        Assert.Equal(Noon.AddSeconds(1), new RoomBidder(0.7).WakeAt(state.At(never), lot));
    }
}
