using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Tests.Lots;

namespace AkkaAuction.Rules.Tests.Forms.Rounds;

/// <summary>The rule book of the rounds.</summary>
public sealed class RoundsRulesTests
{
    [Theory, Trait("Requirement", "R1.3")]
    [InlineData(99, false)]
    [InlineData(100, false)]
    [InlineData(101, true)]
    public void A_first_bid_must_be_higher_than_the_start_price(long amount, bool accepted)
    {
        var lot = TestLot.Rounds(start: 100).Opened();
        var decision = lot.Bid("ann", amount);
        if (accepted) decision.AssertAccepted();
        else decision.AssertRefused(RejectionCode.TooLow, price: 100, next: 101);
    }

    [Theory, Trait("Requirement", "R1.3")]
    [InlineData(149, false)]
    [InlineData(150, false)]
    [InlineData(151, true)]
    public void After_an_award_a_bid_must_be_higher_than_the_price_it_was_awarded_at(long amount, bool accepted)
    {
        var lot = TestLot.Rounds(start: 100).Opened();
        lot.Bid("ann", 150).AssertAccepted();
        lot.EndRound(1);
        lot.OpenRound(2);
        var decision = lot.Bid("bob", amount);
        if (accepted) decision.AssertAccepted();
        else decision.AssertRefused(RejectionCode.TooLow, price: 150, next: 151);
    }

    [Fact, Trait("Requirement", "R1.3")]
    public void Bids_of_others_in_the_same_round_are_hidden_and_raise_nothing()
    {
        var lot = TestLot.Rounds(start: 100).Opened();
        lot.Bid("ann", 500).AssertAccepted();
        Assert.Equal((100, 101, null), (lot.State.PriceMinor, lot.State.NextMinor, lot.State.Leader));
        lot.Bid("bob", 101).AssertAccepted();
    }

    [Fact, Trait("Requirement", "R1.3")]
    public void A_bidder_may_raise_its_own_bid_and_the_highest_counts_once()
    {
        var lot = TestLot.Rounds().Opened();
        lot.Bid("ann", 120).AssertAccepted();
        lot.Bid("bob", 150).AssertAccepted();
        lot.Bid("ann", 160).AssertAccepted();
        lot.EndRound(1);
        Assert.Equal(("ann", 160), lot.Awards.Select(a => (a.Bidder, a.PriceMinor)).Single());
        Assert.Equal(2, lot.State.BidsOfRound(1));
    }

    [Theory, Trait("Requirement", "R1.3")]
    [InlineData(120)]
    [InlineData(119)]
    [InlineData(101)]
    public void A_re_bid_that_is_no_raise_is_refused_and_told_the_next_above_the_own_bid(long amount)
    {
        var lot = TestLot.Rounds().Opened();
        lot.Bid("ann", 120).AssertAccepted();
        lot.Bid("ann", amount).AssertRefused(RejectionCode.TooLow, price: 100, next: 121);
    }

    [Fact, Trait("Requirement", "R1.3")]
    public void The_own_bid_of_one_round_binds_nobody_in_the_next()
    {
        var lot = TestLot.Rounds(units: 3).Opened();
        lot.Bid("ann", 900).AssertAccepted();
        lot.Bid("bob", 200).AssertAccepted();
        lot.EndRound(1);
        lot.OpenRound(2);
        lot.Bid("bob", 901).AssertAccepted();
        Assert.Equal(902, lot.State.NextFor("bob"));
        Assert.Equal(901, lot.State.NextFor("ann"));
    }

    [Fact, Trait("Requirement", "R1.4")]
    public void The_highest_bid_gets_one_unit_at_its_price_which_becomes_the_current_price()
    {
        var lot = TestLot.Rounds(units: 2).Opened();
        lot.Bid("ann", 120);
        lot.Bid("bob", 180);
        lot.Bid("cho", 150);
        var facts = lot.EndRound(1).Facts;
        Assert.Equal([new LotFact.UnitAwarded("bob", 180, 1, 1, lot.Now), new RoundEnded(1, 3, lot.Now)], facts.ToArray());
        Assert.Equal((180, 1, 1), (lot.State.PriceMinor, lot.State.UnitsLeft, lot.State.Sold));
    }

    [Fact, Trait("Requirement", "R1.4")]
    public void Of_equal_bids_the_earlier_wins()
    {
        var lot = TestLot.Rounds().Opened();
        lot.Bid("bob", 150);
        lot.Bid("ann", 150);
        lot.EndRound(1);
        Assert.Equal("bob", lot.Awards.Single().Bidder);
    }

    [Fact, Trait("Requirement", "R1.4")]
    public void A_tie_goes_by_the_bid_that_reached_the_amount_not_by_a_bidders_first()
    {
        var lot = TestLot.Rounds().Opened();
        lot.Bid("ann", 110);
        lot.Bid("bob", 150);
        lot.Bid("ann", 150);
        lot.EndRound(1);
        Assert.Equal("bob", lot.Awards.Single().Bidder);
    }

    [Theory, Trait("Requirement", "R1.4")]
    [InlineData("ann", "bob", "cho")]
    [InlineData("cho", "ann", "bob")]
    [InlineData("bob", "cho", "ann")]
    public void A_drawn_tie_goes_to_the_same_bidder_in_whatever_order_the_bids_arrive(params string[] order)
    {
        var winners = Enumerable.Range(0, 50).Select(seed =>
        {
            var lot = TestLot.Rounds(ties: new TieBreak.Drawn(seed)).Opened();
            foreach (var bidder in order) lot.Bid(bidder, 150).AssertAccepted();
            lot.EndRound(1);
            return lot.Awards.Single().Bidder;
        });
        var drawn = Enumerable.Range(0, 50).Select(seed => order.MinBy(bidder => Draw.Of(seed, 1, "lot", bidder))!);
        Assert.Equal(drawn, winners);
    }

    [Fact, Trait("Requirement", "R1.4")]
    public void A_drawn_tie_never_beats_a_higher_bid()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var lot = TestLot.Rounds(ties: new TieBreak.Drawn(seed)).Opened();
            lot.Bid("ann", 151);
            lot.Bid("bob", 150);
            lot.EndRound(1);
            Assert.Equal("ann", lot.Awards.Single().Bidder);
        }
    }

    [Fact, Trait("Requirement", "R1.4")]
    public void A_round_without_bids_awards_nothing_and_leaves_the_price()
    {
        var lot = TestLot.Rounds().Opened();
        Assert.Equal([new RoundEnded(1, 0, lot.Now)], lot.EndRound(1).Facts.ToArray());
        Assert.Equal((100, 2), (lot.State.PriceMinor, lot.State.UnitsLeft));
    }

    [Fact, Trait("Requirement", "R1.5"), Trait("Requirement", "R1.6")]
    public void The_last_unit_closes_the_lot_and_it_takes_no_further_round()
    {
        var lot = TestLot.Rounds(units: 1).Opened();
        lot.Bid("ann", 150);
        var facts = lot.EndRound(1).Facts;
        Assert.Equal(new LotFact.Closed(1, 0, lot.Now), facts[^1]);
        lot.OpenRound(2).AssertNothing();
        lot.Bid("bob", 200).AssertRefused(RejectionCode.Closed, price: 150, next: null);
    }

    [Fact, Trait("Requirement", "R1.6")]
    public void What_is_left_when_the_sale_is_over_stays_unsold()
    {
        var lot = TestLot.Rounds(units: 3).Opened();
        lot.Bid("ann", 150);
        lot.EndRound(1);
        Assert.Equal([new LotFact.Closed(1, 2, lot.Now)], lot.Do(new LotCommand.Close()).Facts.ToArray());
    }

    [Fact, Trait("Requirement", "R1.3"), Trait("Requirement", "R1.12")]
    public void Between_rounds_and_past_a_rounds_deadline_a_bid_is_too_early_for_the_next()
    {
        var lot = TestLot.Rounds();
        lot.Bid("ann", 150).AssertRefused(RejectionCode.NotOpenYet, price: 100, next: 101);
        lot.Do(new LotCommand.Open());
        lot.Bid("ann", 150).AssertRefused(RejectionCode.NotOpenYet, price: 100, next: 101);
        lot.OpenRound(1);
        lot.Now += TestLot.Length - TimeSpan.FromTicks(1);
        lot.Bid("ann", 150).AssertAccepted();
        lot.Now += TimeSpan.FromTicks(1);
        lot.Bid("bob", 160).AssertRefused(RejectionCode.NotOpenYet, price: 100, next: 101);
        lot.EndRound(1);
        lot.Bid("bob", 160).AssertRefused(RejectionCode.NotOpenYet, price: 150, next: 151);
        Assert.Equal("ann", lot.Awards.Single().Bidder);
    }

    [Fact, Trait("Requirement", "R1.12")]
    public void The_lot_never_ends_a_round_by_its_own_clock()
    {
        var lot = TestLot.Rounds().Opened();
        lot.Bid("ann", 150);
        lot.Now += TestLot.Length * 2;
        lot.Do(new LotCommand.ClockReached()).AssertNothing();
        Assert.Equal(lot.State.Round, lot.State.LastRoundEnded + 1);
    }

    [Fact]
    public void Ending_a_round_twice_awards_once_and_can_be_reported_again()
    {
        var lot = TestLot.Rounds().Opened();
        lot.Bid("ann", 150);
        lot.EndRound(1);
        lot.EndRound(1).AssertNothing();
        Assert.Single(lot.Awards);
        Assert.Equal((1, 1, 1), (lot.State.LastRoundEnded, lot.State.BidsOfRound(1), lot.State.UnitsLeft));
        Assert.Equal(0, lot.State.BidsOfRound(2));
    }

    [Fact]
    public void Opening_a_round_twice_keeps_its_bids_and_its_deadline()
    {
        var lot = TestLot.Rounds().Opened();
        lot.Bid("ann", 150);
        var closes = lot.State.RoundClosesAt;
        lot.Now += TimeSpan.FromSeconds(1);
        lot.OpenRound(1).AssertNothing();
        lot.OpenRound(2).AssertNothing();
        Assert.Equal(closes, lot.State.RoundClosesAt);
        lot.EndRound(1);
        lot.OpenRound(1).AssertNothing();
        Assert.Equal("ann", lot.Awards.Single().Bidder);
    }

    [Fact]
    public void A_round_the_lot_never_heard_of_ends_without_bids_so_that_the_sale_does_not_wait_for_ever()
    {
        var lot = TestLot.Rounds();
        lot.EndRound(1);
        Assert.Equal([new LotFact.Opened(lot.Now, null), new RoundEnded(1, 0, lot.Now)], lot.Facts);
        lot.OpenRound(2);
        lot.Bid("ann", 150);
        Assert.Equal(
            [new LotFact.UnitAwarded("ann", 150, 1, 2, lot.Now), new RoundEnded(2, 1, lot.Now), new RoundEnded(4, 0, lot.Now)],
            lot.EndRound(4).Facts.ToArray());
    }

    [Fact]
    public void A_round_that_opens_opens_a_waiting_lot_too()
    {
        var lot = TestLot.Rounds();
        lot.OpenRound(1);
        lot.Bid("ann", 150).AssertAccepted();
        lot.Do(new LotCommand.Open()).AssertNothing();
    }

    [Fact]
    public void Who_has_passed_bids_no_more_in_this_round_but_its_bid_stands()
    {
        var lot = TestLot.Rounds().Opened();
        lot.Bid("ann", 150);
        Assert.Equal([new BidderPassed("ann", 1, lot.Now)], lot.Pass("ann").Facts.ToArray());
        lot.Pass("ann").AssertNothing();
        lot.Bid("ann", 200).AssertRefused(RejectionCode.Passed, price: 100, next: 151);
        lot.Bid("bob", 140).AssertAccepted();
        lot.EndRound(1);
        Assert.Equal("ann", lot.Awards.Single().Bidder);
        lot.OpenRound(2);
        lot.Bid("ann", 200).AssertAccepted();
    }

    [Fact]
    public void A_pass_outside_a_round_is_refused_like_a_bid()
    {
        var lot = TestLot.Rounds(units: 1);
        lot.Pass("ann").AssertRefused(RejectionCode.NotOpenYet, price: 100, next: 101);
        lot.Opened();
        lot.Do(new LotCommand.Close());
        lot.Pass("ann").AssertRefused(RejectionCode.Closed, price: 100, next: null);
    }

    [Fact]
    public void A_lot_with_one_bidder_keeps_no_log_and_still_knows_its_bid_and_its_pass()
    {
        var lot = TestLot.Rounds(start: 100).Opened();
        for (var i = 101; i <= 120; i++) lot.Bid("ann", i).AssertAccepted();
        Assert.Equal(0, ((RoundsState)lot.State).Others.Capacity);
        lot.Bid("ann", 120).AssertRefused(RejectionCode.TooLow, price: 100, next: 121);
        lot.Pass("ann");
        lot.Bid("ann", 200).AssertRefused(RejectionCode.Passed, price: 100, next: 121);
        // Outbid after the pass, the best bid is still known as hers, and she as passed.
        lot.Bid("bob", 130).AssertAccepted();
        lot.Bid("ann", 200).AssertRefused(RejectionCode.Passed, price: 100, next: 121);
        Assert.Contains(new RoundEnded(1, 2, lot.Now), lot.EndRound(1).Facts);
        Assert.Equal(1, lot.State.Sold);
    }

    [Fact]
    public void A_round_of_many_bids_keeps_each_bidders_highest_only()
    {
        var lot = TestLot.Rounds(start: 0).Opened();
        for (var i = 1; i <= 10_000; i++) lot.Bid($"bidder-{i % 10}", i).AssertAccepted();
        Assert.InRange(((RoundsState)lot.State).Others.Capacity, 10, 40);
        Assert.Equal(9_993, lot.State.NextFor("bidder-2"));
        lot.EndRound(1);
        Assert.Equal(10, lot.State.BidsOfRound(1));
    }
}
