using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Strategies;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Strategies;

public sealed class RandomBidderTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(0.7)]
    [InlineData(1.0)]
    [Trait("Requirement", "R1.9")]
    public void Takes_part_in_about_as_many_rounds_as_its_chance_says(double chance)
    {
        var strategy = new RandomBidder(chance);
        var state = new BidderState("me", 100_00).After(Lot("clock", 10));
        var bids = 0;
        for (var round = 1; round <= 2000; round++)
        {
            state = state.After($"ROUND {round} OPEN 5 closes=2026-11-20T12:00:00.000Z");
            if (strategy.InRound(state.At(new SeededChance(7, "me"))) is Act.Bid) bids++;
        }
        Assert.InRange(bids / 2000.0, chance - 0.04, chance + 0.04);
    }

    [Fact]
    [Trait("Requirement", "R1.9")]
    public void Picks_each_open_lot_about_as_often_as_any_other()
    {
        var strategy = new RandomBidder(1.0);
        var state = new BidderState("me", 1000_00)
            .After(Lot("a"), Lot("b"), Lot("c"), Lot("d"), Lot("shut", state: "closed"), Lot("gone", units: 0));
        var picks = new Dictionary<string, int>();
        for (var round = 1; round <= 2000; round++)
        {
            var act = strategy.InRound(state.After($"ROUND {round} OPEN 5 closes=2026-11-20T12:00:00.000Z").At(new SeededChance(7, "me")));
            var bid = Assert.IsType<Act.Bid>(act);
            picks[bid.Lot] = picks.GetValueOrDefault(bid.Lot) + 1;
        }
        Assert.Equal(["a", "b", "c", "d"], picks.Keys.Order());
        Assert.All(picks.Values, count => Assert.InRange(count, 400, 600));
    }

    [Fact]
    [Trait("Requirement", "R1.10")]
    public void After_a_loss_it_raises_or_gives_the_lot_up_for_good()
    {
        var strategy = new RandomBidder(1.0);
        var lost = new BidderState("me", 100_00).After(Lot("clock", 10), Opened(1)).Bidding("clock", 11_00, 1)
            .After(Lot("clock", 12, start: 10), Opened(2));
        var raises = new FixedChance(0.5) { ByPurpose = { ["give up"] = RandomBidder.GiveUpChance } };
        var stops = new FixedChance(0.5) { ByPurpose = { ["give up"] = RandomBidder.GiveUpChance - 0.001 } };

        var raise = Assert.IsType<Act.Bid>(strategy.InRound(lost.At(raises)));
        Assert.True(raise.AmountMinor > 12_00);
        Assert.Equal(Act.Passing, strategy.InRound(lost.At(stops)));
        Assert.Equal(Act.Passing, strategy.InRound(lost.After(Opened(3)).At(stops)));
    }

    [Fact]
    [Trait("Requirement", "R1.9")]
    public void The_highest_acceptable_price_is_drawn_once_per_lot()
    {
        var chance = new SeededChance(3, "me");
        var early = new BidderState("me", 1).After(Lot("clock", 10), Lot("vase", 10));
        var late = early.After(Opened(9), Lot("clock", 25, start: 10));

        Assert.Equal(Worth.Of(chance, early.Market.Lots["clock"]), Worth.Of(chance, late.Market.Lots["clock"]));
        Assert.NotEqual(Worth.Of(chance, early.Market.Lots["clock"]), Worth.Of(chance, early.Market.Lots["vase"]));
        Assert.NotEqual(Worth.Of(chance, early.Market.Lots["clock"]), Worth.Of(new SeededChance(3, "you"), early.Market.Lots["clock"]));
        Assert.NotEqual(Worth.Of(chance, early.Market.Lots["clock"]), Worth.Of(new SeededChance(4, "me"), early.Market.Lots["clock"]));
    }

    [Fact]
    public void Draws_are_even_and_stay_below_one()
    {
        var chance = new SeededChance(11, "me");
        var buckets = new int[10];
        for (var number = 0; number < 10_000; number++)
        {
            var drawn = chance.Draw("x", "y", number);
            Assert.InRange(drawn, 0.0, 1.0 - double.Epsilon);
            buckets[(int)(drawn * 10)]++;
        }
        Assert.All(buckets, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void A_draw_never_changes_between_versions_or_machines() =>
        Assert.Equal(
            [0.484029, 0.367938, 0.059946],
            new[]
            {
                new SeededChance(1, "bot-1").Draw("take part", number: 1),
                new SeededChance(-5, "ä").Draw("worth", "lot"),
                new SeededChance(0, "").Draw(""),
            }.Select(drawn => Math.Round(drawn, 6)));
}
