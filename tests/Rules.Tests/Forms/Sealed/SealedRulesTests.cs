using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Tests.Lots;

namespace AkkaAuction.Rules.Tests.Forms.Sealed;

/// <summary>The rule book of sealed bids, first and second price. The seller's minimum is 100 unless a test says otherwise.</summary>
public sealed class SealedRulesTests
{
    [Theory, Trait("Requirement", "R3.5"), Trait("Requirement", "R3.6")]
    [InlineData("ann 150", "ann", 150, 100)]
    [InlineData("ann 100", "ann", 100, 100)]
    [InlineData("ann 150 | bob 200", "bob", 200, 150)]
    [InlineData("bob 200 | ann 150", "bob", 200, 150)]
    [InlineData("ann 200 | bob 200", "ann", 200, 200)] // equal: the one received first
    [InlineData("ann 150 | ann 200", "ann", 200, 100)] // the own second bid sets nobody's price
    [InlineData("ann 150 | bob 160 | ann 300", "ann", 300, 160)]
    [InlineData("ann 150 | bob 160 | ann 155", "bob", 160, 155)]
    [InlineData("ann 300 | bob 160 | ann 120", "ann", 300, 160)] // a lower one sent later has no effect
    [InlineData("ann 200 | bob 200 | ann 200", "ann", 200, 200)]
    [InlineData("ann 300 | bob 200 | cho 250", "ann", 300, 250)]
    [InlineData("ann 200 | bob 300 | ann 400", "ann", 400, 300)]
    public void The_highest_wins_and_pays_its_bid_or_the_highest_of_anybody_else(string bids, string winner, long first, long second)
    {
        foreach (var (lot, price) in new[] { (TestLot.FirstPrice(), first), (TestLot.SecondPrice(), second) })
        {
            lot.Opened();
            foreach (var bid in bids.Split(" | ").Select(text => text.Split(' '))) lot.Bid(bid[0], long.Parse(bid[1])).AssertAccepted();
            lot.Over();
            Assert.Equal([new LotFact.UnitAwarded(winner, price, 0, 0, lot.Now), new LotFact.Closed(1, 0, lot.Now)], lot.Facts.TakeLast(2));
        }
    }

    [Theory]
    [InlineData(1, "ann 300 | bob 250 | cho 200 | dan 150", "ann", 300)]
    [InlineData(2, "ann 300 | bob 250 | cho 200 | dan 150", "ann", 250)]
    [InlineData(3, "dan 150 | cho 200 | bob 250 | ann 300", "ann", 200)]
    [InlineData(4, "ann 300 | bob 250 | cho 200 | dan 150", "ann", 150)]
    [InlineData(5, "ann 300 | bob 250 | cho 200 | dan 150", "ann", 100)] // fewer than five bidders: the start price
    [InlineData(3, "ann 300 | ann 290 | bob 250 | bob 240 | cho 200", "ann", 200)] // each bidder counts once
    [InlineData(3, "ann 200 | bob 200 | cho 200", "ann", 200)] // equal: the one received first
    [InlineData(2, "ann 200 | bob 250 | ann 250 | cho 120", "bob", 250)] // ann's 250 came later than bob's
    [InlineData(3, "ann 150", "ann", 100)]
    public void The_highest_wins_and_pays_the_kth_highest_bid(int k, string bids, string winner, long price)
    {
        var lot = new TestLot(TestLot.Terms(new KthPriceTerms(k))).Opened();
        foreach (var bid in bids.Split(" | ").Select(text => text.Split(' '))) lot.Bid(bid[0], long.Parse(bid[1])).AssertAccepted();
        Assert.Equal((100, null, 100), (lot.State.PriceMinor, lot.State.Leader, lot.State.NextMinor));
        lot.Over();
        Assert.Equal([new LotFact.UnitAwarded(winner, price, 0, 0, lot.Now), new LotFact.Closed(1, 0, lot.Now)], lot.Facts.TakeLast(2));
    }

    [Fact]
    public void The_highest_wins_and_everybody_else_pays_its_own_highest_bid_too()
    {
        var lot = new TestLot(TestLot.Terms(new AllPayTerms(), start: 20_00)).Opened();
        foreach (var (bidder, amount) in new[] { ("ann", 30_00), ("bob", 45_00), ("cho", 45_00), ("ann", 40_00), ("ann", 25_00) })
            lot.Bid(bidder, amount).AssertAccepted();
        lot.Bid("dan", 19_00).AssertRefused(RejectionCode.TooLow, price: 20_00, next: 20_00);
        Assert.Equal((20_00, null, 20_00), (lot.State.PriceMinor, lot.State.Leader, lot.State.NextMinor));
        lot.Over();
        Assert.Equal(
            [
                new LotFact.UnitAwarded("bob", 45_00, 0, 0, lot.Now), new BidPaid(lot.Now, "cho", 45_00),
                new BidPaid(lot.Now, "ann", 40_00),
                new LotFact.Closed(1, 0, lot.Now),
            ],
            lot.Facts.TakeLast(4));
    }

    [Theory]
    [InlineData("highest", "ann 300 | ann 200 | bob 250", "ann", 250)]
    [InlineData("last", "ann 300 | ann 200 | bob 250", "bob", 200)]
    [InlineData("last", "ann 300 | bob 250 | ann 250", "bob", 250)] // ann's 250 came later than bob's
    [InlineData("last", "ann 300 | ann 200", "ann", 100)]
    public void The_terms_say_whether_a_bidders_highest_or_last_bid_counts(string replace, string bids, string winner, long price)
    {
        var terms = new SecondPriceTerms { Replace = Enum.Parse<Replacement>(replace, ignoreCase: true) };
        var lot = new TestLot(TestLot.Terms(terms)).Opened();
        foreach (var bid in bids.Split(" | ").Select(text => text.Split(' '))) lot.Bid(bid[0], long.Parse(bid[1])).AssertAccepted();
        lot.Over();
        Assert.Equal([new LotFact.UnitAwarded(winner, price, 0, 0, lot.Now), new LotFact.Closed(1, 0, lot.Now)], lot.Facts.TakeLast(2));
    }

    [Fact]
    public void A_bid_is_taken_back_by_its_id_where_the_terms_allow_it()
    {
        var lot = new TestLot(TestLot.Terms(new FirstPriceTerms { Withdraw = true })).Opened();
        lot.Bid("ann", 300).AssertAccepted(); // b1
        lot.Bid("bob", 200).AssertAccepted(); // b2
        lot.Bid("ann", 250).AssertAccepted(); // b3: no effect, the higher one counts
        lot.Do(new LotCommand.Withdraw("ann", "b3")).AssertRefused(RejectionCode.NothingToWithdraw, 100, 100);
        lot.Do(new LotCommand.Withdraw("bob", "b1")).AssertRefused(RejectionCode.NothingToWithdraw, 100, 100);
        Assert.Equal([new LotFact.BidWithdrawn("ann", "b1", lot.Now)], lot.Do(new LotCommand.Withdraw("ann", "b1")).Facts);
        lot.Do(new LotCommand.Withdraw("ann", "b1")).AssertRefused(RejectionCode.NothingToWithdraw, 100, 100);
        Assert.Equal((100, null), (lot.State.PriceMinor, lot.State.Leader));
        lot.Now += TestLot.Length;
        lot.Do(new LotCommand.Withdraw("bob", "b2")).AssertRefused(RejectionCode.Closed, 100, null);
        lot.Do(new LotCommand.ClockReached());
        Assert.Equal(("bob", 200), (lot.Awards.Single().Bidder, lot.Awards.Single().PriceMinor));
    }

    [Fact]
    public void Where_the_terms_do_not_say_so_no_bid_is_taken_back_in_any_form()
    {
        foreach (var form in FormRegistry.All.Where(form => form.EndsBy is null))
        {
            if (TestLot.Terms(form.Blank).Fault() is not null) continue;
            var lot = new TestLot(TestLot.Terms(form.Blank));
            Assert.Equal(RejectionCode.NotOpenYet, lot.Do(new LotCommand.Withdraw("ann", "b1")).Rejection.Code);
            lot.Opened();
            Assert.Equal(RejectionCode.NoWithdrawal, lot.Do(new LotCommand.Withdraw("ann", "b1")).Rejection.Code);
            lot.Do(new LotCommand.Close());
            Assert.Equal(RejectionCode.Closed, lot.Do(new LotCommand.Withdraw("ann", "b1")).Rejection.Code);
        }
    }

    [Fact]
    public void Called_off_an_all_pay_lot_costs_nobody_anything()
    {
        var lot = new TestLot(TestLot.Terms(new AllPayTerms())).Opened();
        lot.Bid("ann", 300).AssertAccepted();
        lot.Do(new LotCommand.Close());
        Assert.Equal([new LotFact.Closed(0, 1, lot.Now)], lot.Facts.Skip(2));
    }

    [Fact]
    public void A_payment_that_cannot_have_happened_stops_an_all_pay_lot()
    {
        var lot = new TestLot(TestLot.Terms(new AllPayTerms())).Opened();
        lot.Bid("ann", 300).AssertAccepted();
        lot.Bid("bob", 200).AssertAccepted();
        Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(lot.State, new BidPaid(lot.Now, "bob", 200)));
        var sold = Lot.Evolve(lot.State, new LotFact.UnitAwarded("ann", 300, 0, 0, lot.Now));
        Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(sold, new BidPaid(lot.Now, "bob", 199)));
        Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(sold, new BidPaid(lot.Now, "cho", 200)));
        Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(sold, new LotFact.Closed(1, 0, lot.Now)));
        var paid = Lot.Evolve(sold, new BidPaid(lot.Now, "bob", 200));
        Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(paid, new BidPaid(lot.Now, "bob", 200)));
    }

    [Fact, Trait("Requirement", "R3.5")]
    public void Below_the_sellers_minimum_nothing_is_sold()
    {
        foreach (var lot in new[] { TestLot.FirstPrice(), TestLot.SecondPrice(), new TestLot(TestLot.Terms(new KthPriceTerms(3))) })
        {
            lot.Opened().Bid("ann", 99).AssertRefused(RejectionCode.TooLow, price: 100, next: 100);
            lot.Over();
            Assert.Equal(new LotFact.Closed(0, 1, lot.Now), lot.Facts[^1]);
        }
    }

    [Fact]
    public void Nothing_of_the_bids_shows_before_the_hammer()
    {
        var lot = TestLot.SecondPrice().Opened();
        lot.Bid("ann", 500);
        lot.Bid("bob", 700);
        Assert.Equal((100, null, 100), (lot.State.PriceMinor, lot.State.Leader, lot.State.NextMinor));
        Assert.All(lot.Facts.OfType<LotFact.BidAccepted>(), bid => Assert.Equal((100, null), (bid.PriceMinor, bid.Leader)));
        lot.Over();
        Assert.Equal(500, lot.State.PriceMinor);
    }

    [Fact]
    public void Bids_are_taken_until_the_deadline_and_not_from_it_on()
    {
        var lot = TestLot.FirstPrice().Opened();
        lot.Now += TestLot.Length - TimeSpan.FromTicks(1);
        lot.Bid("ann", 150).AssertAccepted();
        lot.Now += TimeSpan.FromTicks(1);
        lot.Bid("bob", 200).AssertRefused(RejectionCode.Closed, price: 100, next: null);
    }
}
