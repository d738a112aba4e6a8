using AkkaAuction.Rules.Forms.Room;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Tests.Forms.Room;

/// <summary>The bidding room, rule by rule.</summary>
public sealed class RoomRulesTests
{
    [Theory, Trait("Requirement", "R2.2")]
    [InlineData(499_99, RejectionCode.TooLow)]
    [InlineData(500_00, RejectionCode.TooLow)]
    [InlineData(500_01, RejectionCode.None)]
    [InlineData(1_000_000_00, RejectionCode.None)]
    [InlineData(1_000_000_01, RejectionCode.AboveCeiling)]
    public void The_first_bid_must_be_higher_than_the_start_price(long amount, RejectionCode code)
    {
        var lot = new RoomLot().Open();
        Assert.Equal(code, lot.Bid("ann", amount).Rejection.Code);
        Assert.Equal(code == RejectionCode.None ? amount : 500_00, lot.State.PriceMinor);
    }

    [Theory, Trait("Requirement", "R2.2")]
    [InlineData(550_24, RejectionCode.TooLow)]
    [InlineData(550_25, RejectionCode.TooLow)]
    [InlineData(550_26, RejectionCode.None)]
    public void A_later_bid_must_be_higher_than_the_highest(long amount, RejectionCode code)
    {
        var lot = new RoomLot().Open();
        lot.Bid("ann", 550_25);
        var answer = lot.Bid("bob", amount);
        Assert.Equal(code, answer.Rejection.Code);
        if (code == RejectionCode.TooLow) Assert.Equal(new Rejection(code, 550_25, 550_26), answer.Rejection);
    }

    [Fact, Trait("Requirement", "R2.2")]
    public void A_new_highest_bid_is_the_price_and_its_bidder_leads_in_the_open()
    {
        var lot = new RoomLot().Open();
        var fact = Assert.IsType<LotFact.BidAccepted>(lot.Bid("ann", 550_25).Facts[0]);
        Assert.Equal(("ann", 550_25), (fact.Leader, fact.PriceMinor));
        Assert.Equal(("ann", 550_25), (lot.State.Leader, lot.State.PriceMinor));
    }

    [Fact, Trait("Requirement", "R2.3")]
    public void No_deadline_runs_before_the_first_bid_however_long_it_takes()
    {
        var lot = new RoomLot().Open().After(1_000_000);
        Assert.Null(lot.State.ClosesAt);
        Assert.Empty(lot.Look().Facts);
        Assert.Equal(LotPhase.Open, lot.State.Phase);
    }

    [Fact, Trait("Requirement", "R2.3")]
    public void The_first_bid_starts_the_deadline_and_each_higher_one_starts_it_again()
    {
        var lot = new RoomLot().Open().After(7);
        lot.Bid("ann", 550_00);
        Assert.Equal(lot.Now.AddSeconds(30), lot.State.ClosesAt);
        lot.After(29.999).Bid("bob", 560_00);
        Assert.Equal(lot.Now.AddSeconds(30), lot.State.ClosesAt);
        lot.After(29.999).Look();
        Assert.Equal((2, "bob"), (lot.State.UnitsLeft, lot.State.Leader));
    }

    [Fact, Trait("Requirement", "R2.3")]
    public void A_refused_bid_leaves_the_deadline_where_it_is()
    {
        var lot = new RoomLot().Open();
        lot.Bid("ann", 550_00);
        var closes = lot.State.ClosesAt;
        lot.After(5).Bid("bob", 550_00);
        lot.Bid("ann", 600_00);
        Assert.Equal(closes, lot.State.ClosesAt);
    }

    [Theory, Trait("Requirement", "R2.3")]
    [InlineData(29.9999999, 0)]
    [InlineData(30, 1)]
    [InlineData(4000, 1)]
    public void When_the_deadline_passes_one_unit_goes_to_the_leader_at_its_bid(double seconds, int sold)
    {
        var lot = new RoomLot().Open();
        lot.Bid("ann", 550_25);
        var facts = lot.After(seconds).Look().Facts;
        Assert.Equal(sold, facts.Length);
        Assert.Equal(sold, lot.State.Sold);
        if (sold == 1) Assert.Equal(new LotFact.UnitAwarded("ann", 550_25, 1, 0, lot.Now), facts[0]);
    }

    [Fact, Trait("Requirement", "R2.3")]
    public void The_lot_opens_again_for_its_next_unit_at_the_price_reached_and_with_no_leader()
    {
        var lot = new RoomLot().Open();
        lot.Bid("ann", 550_25);
        lot.After(30).Look();
        Assert.Equal((LotPhase.Open, 1, 550_25, (string?)null, (DateTimeOffset?)null),
            (lot.State.Phase, lot.State.UnitsLeft, lot.State.PriceMinor, lot.State.Leader, lot.State.ClosesAt));
        Assert.Equal(RejectionCode.TooLow, lot.Bid("bob", 550_25).Rejection.Code);
        Assert.False(lot.Bid("ann", 550_26).IsRefused);
    }

    [Fact, Trait("Requirement", "R2.4")]
    public void Who_leads_may_not_bid_on_that_lot_until_outbid()
    {
        var lot = new RoomLot().Open();
        lot.Bid("ann", 550_00);
        Assert.Equal(new Rejection(RejectionCode.LeadsAlready, 550_00, null), lot.Bid("ann", 600_00).Rejection);
        Assert.Equal(RejectionCode.LeadsAlready, lot.Bid("ann", 1).Rejection.Code);
        lot.Bid("bob", 560_00);
        Assert.False(lot.Bid("ann", 600_00).IsRefused);
    }

    [Fact, Trait("Requirement", "R2.5")]
    public void With_its_last_unit_the_lot_closes()
    {
        var lot = new RoomLot(units: 1).Open();
        lot.Bid("ann", 550_00);
        var facts = lot.After(30).Look().Facts;
        Assert.Equal([new LotFact.UnitAwarded("ann", 550_00, 0, 0, lot.Now), new LotFact.Closed(1, 0, lot.Now)], facts.AsEnumerable());
        Assert.Equal(new Rejection(RejectionCode.Closed, 550_00, null), lot.Bid("bob", 900_00).Rejection);
        Assert.Empty(lot.Look().Facts);
    }

    [Fact, Trait("Requirement", "R2.5")]
    public void Its_facts_record_who_bought_each_unit_for_how_much()
    {
        var lot = new RoomLot(units: 3).Open();
        foreach (var (bidder, amount) in new[] { ("ann", 501_00L), ("bob", 502_50L), ("ann", 503_00L) })
        {
            lot.Bid(bidder, amount);
            lot.After(30).Look();
        }
        Assert.Equal([("ann", 501_00), ("bob", 502_50), ("ann", 503_00)],
            lot.Facts.OfType<LotFact.UnitAwarded>().Select(a => (a.Bidder, a.PriceMinor)));
        Assert.Equal(LotPhase.Closed, lot.State.Phase);
    }

    // Nobody had looked at the clock yet when the bid arrived.
    [Theory, Trait("Requirement", "R2.3")]
    [InlineData("bob")]
    [InlineData("ann")]
    public void A_bid_at_the_deadline_is_a_bid_for_the_next_unit(string bidder)
    {
        var lot = new RoomLot().Open();
        lot.Bid("ann", 550_00);
        var facts = lot.After(30).Bid(bidder, 560_00).Facts;
        Assert.Equal(new LotFact.UnitAwarded("ann", 550_00, 1, 0, lot.Now), facts[0]);
        Assert.Equal(bidder, Assert.IsType<LotFact.BidAccepted>(facts[1]).Bidder);
        Assert.Equal(new LotFact.DeadlineSet(lot.Now, lot.Now.AddSeconds(30)), facts[2]);
    }

    [Fact, Trait("Requirement", "R2.3")]
    public void A_bid_at_the_deadline_of_the_last_unit_comes_too_late()
    {
        var lot = new RoomLot(units: 1).Open();
        lot.Bid("ann", 550_00);
        Assert.Equal(RejectionCode.Closed, lot.After(30).Bid("bob", 560_00).Rejection.Code);
        Assert.Equal("ann", Assert.IsType<LotFact.UnitAwarded>(lot.Look().Facts[0]).Bidder);
    }

    [Fact, Trait("Requirement", "R2.3")]
    public void A_bid_at_the_deadline_that_is_too_low_for_the_next_unit_changes_nothing_and_says_what_would_do()
    {
        var lot = new RoomLot().Open();
        lot.Bid("ann", 550_00);
        lot.After(30);
        Assert.Equal(new Rejection(RejectionCode.TooLow, 550_00, 550_01), lot.Bid("bob", 550_00).Rejection);
        Assert.Equal(new Rejection(RejectionCode.TooLow, 550_00, 550_01), lot.Bid("ann", 550_00).Rejection);
    }

    [Theory]
    [InlineData(29, 0, 2, 1)]
    [InlineData(30, 1, 1, 2)]
    public void A_house_that_stops_keeps_what_is_left_but_not_what_a_deadline_has_decided(
        double seconds, int sold, int unsold, int factsMade)
    {
        var lot = new RoomLot().Open();
        lot.Bid("ann", 550_00);
        var facts = lot.After(seconds).Do(new LotCommand.Close()).Facts;
        Assert.Equal(factsMade, facts.Length);
        Assert.Equal(new LotFact.Closed(sold, unsold, lot.Now), facts[^1]);
        Assert.Null(lot.State.Leader);
        Assert.Empty(lot.Do(new LotCommand.Close()).Facts);
    }

    [Fact]
    public void Before_it_opens_it_takes_no_bid_and_its_seller_never_may()
    {
        var lot = new RoomLot(seller: "eve");
        Assert.Equal(RejectionCode.NotOpenYet, lot.Bid("ann", 550_00).Rejection.Code);
        lot.Open();
        Assert.Equal(RejectionCode.SellerMayNotBid, lot.Bid("eve", 550_00).Rejection.Code);
    }

    [Fact]
    public void Rounds_are_not_its_affair()
    {
        var lot = new RoomLot().Open();
        lot.Bid("ann", 550_00);
        var before = lot.State;
        lot.Do(new LotCommand.OpenRound(1, lot.Now.AddSeconds(1)));
        lot.Do(new LotCommand.EndRound(1));
        lot.Do(new LotCommand.Pass("bob"));
        lot.Do(new LotCommand.Open());
        Assert.Equal(before, lot.State);
    }

    [Fact]
    public void The_hammer_sells_the_unit_that_has_a_leader_and_leaves_the_rest_unsold()
    {
        var lot = new RoomLot().Open();
        lot.Bid("ann", 550_00);
        var facts = lot.Do(new LotCommand.Hammer()).Facts;
        Assert.Equal(new LotFact.UnitAwarded("ann", 550_00, lot.State.UnitsLeft, 0, lot.Now), facts[0]);
        Assert.Equal(new LotFact.Closed(1, lot.State.UnitsLeft, lot.Now), facts[1]);
        Assert.Empty(lot.Do(new LotCommand.Hammer()).Facts.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_nobody_leads_the_hammer_sells_nothing(bool isOpen)
    {
        var lot = new RoomLot();
        if (isOpen) lot.Open();
        Assert.Equal([new LotFact.Closed(0, lot.State.UnitsLeft, lot.Now)], lot.Do(new LotCommand.Hammer()).Facts.ToArray());
    }

    [Theory]
    [InlineData(0, null, "the deadline of a bid must be above 0")]
    [InlineData(-1, null, "the deadline of a bid must be above 0")]
    [InlineData(366 * 86400 + 1, null, "the deadline of a bid must be above 0")]
    [InlineData(30, 60, "leave the time out")]
    public void Terms_that_cannot_be_held_are_told(double deadline, int? openFor, string fault)
    {
        var terms = new LotTerms("l", "L", new RoomTerms(TimeSpan.FromSeconds(deadline)), 0, 5, Currency.Default, 100,
            openFor is { } s ? TimeSpan.FromSeconds(s) : null);
        Assert.Contains(fault, terms.Fault(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(FactsThatCannotBe))]
    public void A_stored_fact_that_cannot_have_happened_is_refused(LotFact fact)
    {
        var lot = new RoomLot().Open();
        lot.Bid("ann", 550_00);
        Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(lot.State, fact));
    }

    public static TheoryData<LotFact> FactsThatCannotBe()
    {
        var at = RoomLot.Start;
        return new TheoryData<LotFact>(
            new LotFact.BidAccepted("ann", "x", 560_00, 2, at, 560_00, "ann"),
            new LotFact.BidAccepted("bob", "x", 550_00, 2, at, 550_00, "bob"),
            new LotFact.BidAccepted("bob", "x", 560_00, 2, at, 560_00, "ann"),
            new LotFact.BidAccepted("bob", "x", 560_00, 2, at, 555_00, "bob"),
            new LotFact.UnitAwarded("bob", 550_00, 1, 0, at),
            new RoundOpened(1, at, at),
            new LotFact.Closed(0, 1, at));
    }
}
