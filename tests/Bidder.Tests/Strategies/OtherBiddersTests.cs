using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Strategies;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Strategies;

public sealed class OtherBiddersTests
{
    private const string InAMinute = "2026-11-20T12:01:00.000Z";

    [Theory]
    [InlineData("proxy")]
    [InlineData("first_price")]
    [InlineData("second_price")]
    public void The_truthful_bidder_bids_what_the_lot_is_worth_to_it_and_only_once(string form)
    {
        var strategy = new TruthfulBidder();
        var chance = new SeededChance(1, "me");
        var state = new BidderState("me", 1000_00).After(Lot("vase", 10, form: form));

        var bid = Assert.IsType<Act.Bid>(strategy.OnLot(state.At(chance), state.Market.Lots["vase"]));
        Assert.Equal(Worth.Of(chance, state.Market.Lots["vase"]), bid.AmountMinor);

        var outbid = state.Bidding("vase", bid.AmountMinor, 0).After("OUTBID 12 vase 99.00");
        Assert.Equal(Act.Waiting, strategy.OnLot(outbid.At(chance), outbid.Market.Lots["vase"]));
    }

    [Fact]
    public void The_truthful_bidder_comes_closer_to_its_value_with_every_loss_in_rounds()
    {
        var strategy = new TruthfulBidder();
        var chance = new SeededChance(1, "me");
        var state = new BidderState("me", 1000_00).After(Lot("vase", 10));
        var worth = Worth.Of(chance, state.Market.Lots["vase"]);
        var amounts = new List<long>();
        for (var round = 1; round <= 5; round++)
        {
            state = state.After(Opened(round));
            var bid = Assert.IsType<Act.Bid>(strategy.InRound(state.At(chance)));
            amounts.Add(bid.AmountMinor);
            state = state.Bidding("vase", bid.AmountMinor, round);
        }
        Assert.Equal(amounts.Order(), amounts);
        Assert.True(amounts[0] < worth / 1.05);
        Assert.Equal(worth, amounts[^1]);
    }

    [Fact]
    public void The_sniper_waits_until_shortly_before_the_deadline()
    {
        var strategy = new Sniper(TimeSpan.FromSeconds(2));
        var chance = new FixedChance(0.5);
        var state = new BidderState("me", 100_00).After(Lot("vase", 10, form: "proxy", closes: InAMinute));
        var lot = state.Market.Lots["vase"];
        var early = state.At(chance);

        Assert.Equal(Act.Waiting, strategy.OnLot(early, lot));
        Assert.Equal(Noon.AddSeconds(58), strategy.WakeAt(early, lot));

        var late = early with { Now = Noon.AddSeconds(58) };
        Assert.Equal(new Act.Bid("vase", Worth.Of(chance, lot)), strategy.OnLot(late, lot));
        Assert.Null(strategy.WakeAt(late, lot));
    }

    [Fact]
    public void The_sniper_starts_a_deadline_that_nobody_else_starts()
    {
        var state = new BidderState("me", 100_00).After(Lot("vase", 10, form: "room"));

        Assert.Equal(
            new Act.Bid("vase", 10_01),
            new Sniper(TimeSpan.FromSeconds(2)).OnLot(state.At(new FixedChance(0.5)), state.Market.Lots["vase"]));
    }

    [Fact]
    public void The_sniper_watches_the_first_round_and_then_goes_for_the_rarest_lot()
    {
        var strategy = new Sniper(TimeSpan.FromSeconds(2));
        var state = new BidderState("me", 100_00).After(Lot("clock", 10, 3), Lot("vase", 10, 1), Lot("lamp", 10, 2), Opened(1));

        Assert.Equal(Act.Passing, strategy.InRound(state.At(new FixedChance(0.5))));
        Assert.Equal("vase", Assert.IsType<Act.Bid>(strategy.InRound(state.After(Opened(2)).At(new FixedChance(0.5)))).Lot);
    }

    [Fact]
    public void The_pacer_bids_no_more_than_an_even_share_of_what_is_left()
    {
        var strategy = new BudgetPacer();
        var chance = new FixedChance(0.999);
        var state = new BidderState("me", 40_00).After(Lot("clock", 15), Lot("vase", 15), Opened(1));

        var bid = Assert.IsType<Act.Bid>(strategy.InRound(state.At(chance)));
        Assert.InRange(bid.AmountMinor, 15_01, 20_00);

        var dearer = state.After(Lot("clock", 21, start: 15), Lot("vase", 21, start: 15), Opened(2));
        Assert.Equal(Act.Passing, strategy.InRound(dearer.At(chance)));

        var oneLeft = dearer.After("CLOSED 20 vase sold=1 unsold=0", Opened(3));
        Assert.Equal("clock", Assert.IsType<Act.Bid>(strategy.InRound(oneLeft.At(chance))).Lot);
    }
}
