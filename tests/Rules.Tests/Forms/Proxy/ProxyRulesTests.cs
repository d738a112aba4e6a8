using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Tests.Lots;

namespace AkkaAuction.Rules.Tests.Forms.Proxy;

/// <summary>The rule book of proxy bidding. Start price 100, increment 10, unless a test says otherwise.</summary>
public sealed class ProxyRulesTests
{
    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public void A_first_bid_must_reach_the_start_price(long amount, bool accepted)
    {
        var lot = TestLot.Proxy().Opened();
        var decision = lot.Bid("ann", amount);
        if (accepted) decision.AssertAccepted();
        else decision.AssertRefused(RejectionCode.TooLow, price: 100, next: 100);
    }

    [Fact]
    public void A_single_bidder_leads_at_the_start_price_whatever_its_maximum()
    {
        var lot = TestLot.Proxy().Opened();
        lot.Bid("ann", 5000).AssertAccepted();
        Assert.Equal((100, "ann", 110), (lot.State.PriceMinor, lot.State.Leader, lot.State.NextMinor));
    }

    [Theory]
    [InlineData(109, 100, "ann", false)]
    [InlineData(110, 120, "ann", true)]
    [InlineData(185, 195, "ann", true)]
    [InlineData(195, 200, "ann", true)] // capped by the leader's maximum
    [InlineData(200, 200, "ann", true)] // of equal maximums the earlier leads
    [InlineData(205, 205, "bob", true)] // capped by the new leader's own
    [InlineData(210, 210, "bob", true)]
    [InlineData(300, 210, "bob", true)]
    public void A_second_bidder_moves_the_price_to_one_increment_above_the_lower_maximum(
        long amount, long price, string leader, bool accepted)
    {
        var lot = TestLot.Proxy().Opened();
        lot.Bid("ann", 200).AssertAccepted();
        Assert.Equal(accepted, !lot.Bid("bob", amount).IsRefused);
        Assert.Equal((price, leader), (lot.State.PriceMinor, lot.State.Leader));
    }

    [Fact]
    public void Somebody_else_must_bid_the_price_and_one_increment_at_the_price()
    {
        var lot = new TestLot(TestLot.Terms(
            new ProxyTerms(IncrementTable.EBay, null, LowestBid.NextIncrement, LeaderRaise.LiftsCappedPrice), start: 99));
        lot.Opened().Bid("ann", 99_00).AssertAccepted();
        lot.Bid("bob", 103).AssertRefused(RejectionCode.TooLow, price: 99, next: 104);
        lot.Bid("bob", 104).AssertAccepted();
        Assert.Equal(129, lot.State.PriceMinor);
        lot.Bid("bob", 153).AssertRefused(RejectionCode.TooLow, price: 129, next: 154);
    }

    [Theory]
    [InlineData(149, false)]
    [InlineData(150, true)]
    public void The_leader_may_lower_the_own_maximum_but_not_below_the_price(long amount, bool accepted)
    {
        var lot = TestLot.Proxy().Opened();
        lot.Bid("ann", 1000);
        lot.Bid("bob", 140);
        var decision = lot.Bid("ann", amount);
        if (accepted) decision.AssertAccepted();
        else decision.AssertRefused(RejectionCode.TooLow, price: 150, next: 150);
        Assert.Equal((150, "ann"), (lot.State.PriceMinor, lot.State.Leader));
        lot.Bid("cho", 170);
        Assert.Equal(accepted ? ("cho", 160) : ("ann", 180), (lot.State.Leader, lot.State.PriceMinor));
    }

    [Theory]
    [InlineData(LeaderRaise.LiftsCappedPrice, 205)]
    [InlineData(LeaderRaise.LeavesPrice, 200)]
    public void A_leader_who_raises_a_maximum_that_capped_the_price_lifts_it_where_the_house_says_so(LeaderRaise raise, long price)
    {
        var lot = TestLot.Proxy(raise: raise).Opened();
        lot.Bid("ann", 200);
        lot.Bid("bob", 195);
        Assert.Equal(200, lot.State.PriceMinor);
        lot.Bid("ann", 900).AssertAccepted();
        Assert.Equal((price, "ann"), (lot.State.PriceMinor, lot.State.Leader));
    }

    [Fact]
    public void In_a_recorded_history_a_bid_below_the_price_counts_but_only_as_somebody_elses_maximum()
    {
        var lot = TestLot.Proxy(lowest: LowestBid.StartPrice).Opened();
        lot.Bid("ann", 500);
        lot.Bid("bob", 300);
        Assert.Equal(310, lot.State.PriceMinor);
        lot.Bid("cho", 99).AssertRefused(RejectionCode.TooLow, price: 310, next: 100);
        lot.Bid("cho", 200).AssertAccepted();
        lot.Bid("cho", 305).AssertAccepted();
        Assert.Equal((315, "ann"), (lot.State.PriceMinor, lot.State.Leader));
        lot.Bid("ann", 400).AssertAccepted(); // a lower own one: the highest stays
        lot.Bid("dan", 450);
        Assert.Equal((460, "ann"), (lot.State.PriceMinor, lot.State.Leader));
    }

    [Fact]
    public void Below_a_hidden_reserve_bids_lead_at_their_own_maximum_but_cannot_win()
    {
        var lot = TestLot.Proxy(reserve: 400).Opened();
        lot.Bid("ann", 300).AssertAccepted();
        Assert.Equal((300, "ann", false), (lot.State.PriceMinor, lot.State.Leader, lot.State.ReserveMet));
        lot.Over();
        Assert.Empty(lot.Awards);
        Assert.Equal(new LotFact.Closed(0, 1, lot.Now), lot.Facts[^1]);
    }

    [Theory]
    [InlineData(399, 399, false)]
    [InlineData(400, 400, true)]
    [InlineData(900, 400, true)]
    public void The_first_maximum_that_meets_the_reserve_lifts_the_price_to_it(long amount, long price, bool met)
    {
        var lot = TestLot.Proxy(reserve: 400).Opened();
        lot.Bid("ann", 300);
        lot.Bid("bob", amount).AssertAccepted();
        Assert.Equal((price, "bob", met), (lot.State.PriceMinor, lot.State.Leader, lot.State.ReserveMet));
        lot.Over();
        Assert.Equal(met ? [price] : [], lot.Awards.Select(award => award.PriceMinor));
    }

    [Theory]
    [InlineData(LeaderRaise.LiftsCappedPrice)]
    [InlineData(LeaderRaise.LeavesPrice)]
    public void A_leader_below_the_reserve_who_raises_to_it_meets_it(LeaderRaise raise)
    {
        var lot = TestLot.Proxy(reserve: 400, raise: raise).Opened();
        lot.Bid("ann", 300);
        lot.Bid("ann", 350).AssertAccepted();
        Assert.Equal(350, lot.State.PriceMinor);
        lot.Bid("ann", 700).AssertAccepted();
        Assert.Equal((400, true), (lot.State.PriceMinor, lot.State.ReserveMet));
    }

    [Fact]
    public void At_the_deadline_the_leader_gets_it_at_the_price_not_at_the_maximum()
    {
        var lot = TestLot.Proxy().Opened();
        lot.Bid("ann", 500);
        lot.Bid("bob", 300);
        lot.Over();
        Assert.Equal([new LotFact.UnitAwarded("ann", 310, 0, 0, lot.Now), new LotFact.Closed(1, 0, lot.Now)], lot.Facts.TakeLast(2));
    }

    [Fact]
    public void Without_a_bid_it_stays_unsold()
    {
        var lot = TestLot.Proxy().Opened().Over();
        Assert.Equal([new LotFact.Closed(0, 1, lot.Now)], lot.Facts.Skip(1));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void A_bid_counts_until_the_instant_before_the_deadline_whether_or_not_anybody_looked_at_the_clock(int ticks, bool accepted)
    {
        var lot = TestLot.Proxy().Opened();
        lot.Now += TestLot.Length + TimeSpan.FromTicks(ticks);
        if (accepted) lot.Do(new LotCommand.ClockReached()).AssertNothing(); // never closes early
        var decision = lot.Bid("ann", 200);
        if (accepted) decision.AssertAccepted();
        else decision.AssertRefused(RejectionCode.Closed, price: 100, next: null);
    }

    [Fact]
    public void It_closes_once_even_when_the_clock_is_looked_at_again()
    {
        var lot = TestLot.Proxy().Opened();
        lot.Bid("ann", 200);
        lot.Over();
        lot.Do(new LotCommand.ClockReached()).AssertNothing();
        lot.Do(new LotCommand.Close()).AssertNothing();
        Assert.Single(lot.Awards);
    }

    [Fact]
    public void Called_off_before_its_deadline_it_is_unsold_and_after_it_the_hammer_counts()
    {
        var early = TestLot.Proxy().Opened();
        early.Bid("ann", 200);
        early.Do(new LotCommand.Close());
        Assert.Empty(early.Awards);
        var late = TestLot.Proxy().Opened();
        late.Bid("ann", 200);
        late.Now += TestLot.Length;
        late.Do(new LotCommand.Close());
        Assert.Single(late.Awards);
    }

    [Fact]
    public void The_hammer_sells_to_the_leader_at_the_price_as_the_deadline_would()
    {
        var lot = TestLot.Proxy().Opened();
        lot.Bid("ann", 200);
        lot.Bid("bob", 150);
        Assert.Equal(
            [new LotFact.UnitAwarded("ann", 160, 0, 0, lot.Now), new LotFact.Closed(1, 0, lot.Now)],
            lot.Do(new LotCommand.Hammer()).Facts.ToArray());
    }

    [Fact]
    public void The_hammer_sells_nothing_below_the_hidden_reserve()
    {
        var lot = TestLot.Proxy(reserve: 500).Opened();
        lot.Bid("ann", 200);
        Assert.Equal([new LotFact.Closed(0, 1, lot.Now)], lot.Do(new LotCommand.Hammer()).Facts.ToArray());
    }

    [Fact]
    public void Rounds_and_passes_change_nothing_for_a_lot_with_a_deadline_of_its_own()
    {
        var lot = TestLot.Proxy().Opened();
        lot.OpenRound(1).AssertNothing();
        lot.EndRound(1).AssertNothing();
        lot.Pass("ann").AssertNothing();
        lot.Bid("ann", 200).AssertAccepted();
    }
}
