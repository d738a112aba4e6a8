using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Tests.Lots;

namespace AkkaAuction.Rules.Tests.Forms.Proxy;

/// <summary>
/// The rule book of the English auction, where it is not that of proxy bidding. Start price 100, increment 10, unless a test says
/// otherwise.
/// </summary>
public sealed class EnglishRulesTests
{
    private static TestLot English(
        long? reserve = null, ReserveIs isReserve = ReserveIs.Hidden, long? buyNow = null, BuyNowUntil until = BuyNowUntil.Bid,
        IncrementTable? increments = null, SoftClose? soft = null) =>
        new TestLot(TestLot.Terms(new EnglishTerms(
            increments ?? IncrementTable.Flat(10), reserve, isReserve, buyNow, until, soft))).Opened();

    [Fact]
    public void A_bid_is_the_most_its_bidder_pays_and_the_price_goes_as_far_as_it_must()
    {
        var lot = English();
        lot.Bid("ann", 99).AssertRefused(RejectionCode.TooLow, price: 100, next: 100);
        lot.Bid("ann", 300).AssertAccepted();
        Assert.Equal((100, "ann", 110), (lot.State.PriceMinor, lot.State.Leader, lot.State.NextMinor));
        lot.Bid("bob", 109).AssertRefused(RejectionCode.TooLow, price: 100, next: 110);
        lot.Bid("bob", 200).AssertAccepted();
        Assert.Equal((210, "ann"), (lot.State.PriceMinor, lot.State.Leader));
        lot.Bid("cho", 300).AssertAccepted(); // of equal maximums the earlier leads
        Assert.Equal((300, "ann"), (lot.State.PriceMinor, lot.State.Leader));
        lot.Bid("dan", 310).AssertAccepted();
        lot.Over();
        Assert.Equal([("dan", 310L)], lot.Awards.Select(award => (award.Bidder, award.PriceMinor)));
    }

    [Theory]
    [InlineData("flat", 100, 110)]
    [InlineData("percent", 100, 103)] // 2.5 %, rounded up
    [InlineData("table", 100, 105)]
    public void Increments_are_flat_a_share_of_the_price_or_by_a_table(string kind, long price, long next)
    {
        var increments = kind switch
        {
            "flat" => IncrementTable.Flat(10),
            "percent" => IncrementTable.Percent(2_50),
            _ => new IncrementTable([new(100, 1), new(200, 5), new(long.MaxValue, 20)]),
        };
        var lot = English(increments: increments);
        lot.Bid("ann", 500);
        Assert.Equal((price, next), (lot.State.PriceMinor, lot.State.NextMinor));
    }

    [Fact]
    public void A_leader_who_raises_its_own_maximum_never_moves_the_price()
    {
        var lot = English();
        lot.Bid("ann", 200);
        lot.Bid("bob", 195);
        Assert.Equal(200, lot.State.PriceMinor); // capped by ann's maximum
        lot.Bid("ann", 900).AssertAccepted();
        Assert.Equal((200, "ann"), (lot.State.PriceMinor, lot.State.Leader));
    }

    [Theory]
    [InlineData(ReserveIs.Hidden, null)]
    [InlineData(ReserveIs.Shown, 400L)]
    public void A_reserve_is_hidden_or_shown_and_either_way_nothing_is_sold_below_it(ReserveIs isReserve, long? shown)
    {
        var lot = English(reserve: 400, isReserve);
        Assert.Equal(shown, lot.State.Shown.Find("reserve-price"));
        lot.Bid("ann", 399).AssertAccepted();
        Assert.Equal((399, "ann", false, true), (lot.State.PriceMinor, lot.State.Leader, lot.State.ReserveMet, lot.State.IsBelowReserve));
        lot.Over();
        Assert.Empty(lot.Awards);
        Assert.True(lot.State.IsBelowReserve);
    }

    [Fact]
    public void The_first_maximum_that_meets_the_reserve_lifts_the_price_to_it()
    {
        var lot = English(reserve: 400);
        lot.Bid("ann", 300);
        lot.Bid("bob", 900).AssertAccepted();
        Assert.Equal((400, "bob", true), (lot.State.PriceMinor, lot.State.Leader, lot.State.ReserveMet));
    }

    [Theory]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(9000, true)]
    public void A_first_bid_of_the_price_that_buys_or_more_gets_the_lot_at_once_at_that_price(long amount, bool buys)
    {
        var lot = English(buyNow: 500);
        var facts = lot.Bid("ann", amount).Facts;
        Assert.Equal(buys ? [new LotFact.UnitAwarded("ann", 500, 0, 0, lot.Now), new LotFact.Closed(1, 0, lot.Now)] : [], facts.Skip(1));
        Assert.Equal(buys ? 500 : 100, lot.State.PriceMinor);
        Assert.Equal(lot.State, lot.Replayed());
        if (buys) lot.Bid("bob", 9000).AssertRefused(RejectionCode.Closed, price: 500, next: null);
    }

    [Fact]
    public void After_a_first_bid_nobody_buys_at_once_unless_the_lot_says_until_the_end()
    {
        var bid = English(buyNow: 500);
        bid.Bid("ann", 200);
        Assert.Null(bid.State.Shown.Find("buy-now"));
        Assert.Single(bid.Bid("bob", 500).Facts);
        Assert.Equal((210, "bob"), (bid.State.PriceMinor, bid.State.Leader));

        var end = English(buyNow: 500, until: BuyNowUntil.End);
        end.Bid("ann", 200);
        Assert.Equal(500, end.State.Shown.Find("buy-now"));
        Assert.Equal(3, end.Bid("bob", 500).Facts.Length);
        Assert.Equal([("bob", 500L)], end.Awards.Select(award => (award.Bidder, award.PriceMinor)));
    }

    [Fact]
    public void The_leader_may_buy_at_once_too()
    {
        var lot = English(buyNow: 500, until: BuyNowUntil.End);
        lot.Bid("ann", 200);
        lot.Bid("ann", 500).AssertAccepted();
        Assert.Equal([("ann", 500L)], lot.Awards.Select(award => (award.Bidder, award.PriceMinor)));
    }

    [Fact]
    public void Where_less_than_an_increment_is_left_next_is_the_price_that_buys()
    {
        var lot = English(buyNow: 205, until: BuyNowUntil.End);
        lot.Bid("ann", 204);
        lot.Bid("bob", 200);
        Assert.Equal((204, 205), (lot.State.PriceMinor, lot.State.NextMinor));
        lot.Bid("bob", 204).AssertRefused(RejectionCode.TooLow, price: 204, next: 205);
        Assert.Equal(3, lot.Bid("bob", 205).Facts.Length);
    }

    [Fact]
    public void Buying_at_once_close_to_the_deadline_extends_nothing()
    {
        var lot = English(buyNow: 500, soft: new SoftClose(TimeSpan.FromSeconds(30), null, null, null, null));
        lot.Now += TestLot.Length - TimeSpan.FromSeconds(1);
        Assert.Equal(
            [typeof(LotFact.BidAccepted), typeof(LotFact.UnitAwarded), typeof(LotFact.Closed)],
            lot.Bid("ann", 500).Facts.Select(fact => fact.GetType()));
        Assert.Equal(lot.State, lot.Replayed());
    }

    [Fact]
    public void A_late_bid_extends_it()
    {
        var lot = English(buyNow: 500, soft: new SoftClose(TimeSpan.FromSeconds(30), null, null, null, null));
        lot.Now += TestLot.Length - TimeSpan.FromSeconds(1);
        lot.Bid("ann", 200).AssertAccepted();
        Assert.Equal(lot.Now + TimeSpan.FromSeconds(30), lot.State.ClosesAt);
        Assert.Equal(lot.State, lot.Replayed());
    }

    [Fact]
    public void The_bid_that_ends_buying_at_once_is_told_with_the_lot_and_the_one_that_buys_with_its_award()
    {
        Assert.Equal(["price 100 ann", "listed"], Told(English(buyNow: 500), "ann", 200));
        Assert.Equal(["price 500 ann", "sold 500 ann", "closed 1/0"], Told(English(buyNow: 500), "ann", 500));
        Assert.Equal(["price 100 ann"], Told(English(buyNow: 500, until: BuyNowUntil.End), "ann", 200));
        Assert.Equal(["price 100 ann"], Told(English(), "ann", 200));
    }

    [Theory]
    [InlineData(100L, null, "the price that buys at once, 1.00, must be above the start price 1.00")]
    [InlineData(399L, 400L, "the price that buys at once, 3.99, must not be below the reserve 4.00")]
    [InlineData(1_000_001L, null, "the price that buys at once, 10000.01, must not be above the ceiling 10000.00")]
    [InlineData(null, 99L, "the reserve 0.99 must not be below the start price 1.00")]
    [InlineData(400L, 400L, null)]
    public void Terms_with_a_fault_say_what_would_be_right(long? buyNow, long? reserve, string? fault) => Assert.Equal(
        fault,
        TestLot.Terms(new EnglishTerms(IncrementTable.Flat(10), reserve, ReserveIs.Shown, buyNow, BuyNowUntil.Bid)).Fault());

    private static List<string> Told(TestLot lot, string bidder, long amount)
    {
        var told = new Lines();
        var before = lot.State;
        foreach (var fact in lot.Bid(bidder, amount).Facts)
        {
            var after = Lot.Evolve(before, fact);
            after.Announce(before, fact, told);
            before = after;
        }
        return told.Heard;
    }

    private sealed class Lines : ILotNotices
    {
        public List<string> Heard { get; } = [];

        public void Listed() => Heard.Add("listed");

        public void PriceChanged(long priceMinor, string? leader, long nextMinor, DateTimeOffset? closesAt) =>
            Heard.Add($"price {priceMinor} {leader}");

        public void Outbid(string bidder, long priceMinor) => Heard.Add($"outbid {bidder}");

        public void Sold(long priceMinor, string winner, int unitsLeft) => Heard.Add($"sold {priceMinor} {winner}");

        public void Closed(int sold, int unsold) => Heard.Add($"closed {sold}/{unsold}");

        public void Paid(long amountMinor, string bidder) => Heard.Add("paid");
    }
}
