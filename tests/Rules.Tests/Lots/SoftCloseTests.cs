using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Reverse;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Tests.Lots;

/// <summary>
/// The rule book of the soft close. Lots stay open for 60 s, a bid is late in the last 20; proxy lots start at 100 with an increment of 10.
/// </summary>
public sealed class SoftCloseTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    private static SoftClose Soft(Extend? mode = null, int? by = null, int? times = null, int? most = null) =>
        new(Window, mode, Seconds(by), times, Seconds(most));

    private static TimeSpan? Seconds(int? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;

    private static TestLot Proxy(SoftClose? soft, long? reserve = null, LeaderRaise raise = LeaderRaise.LiftsCappedPrice) =>
        new TestLot(TestLot.Terms(new ProxyTerms(IncrementTable.Flat(10), reserve, LowestBid.NextIncrement, raise, soft))).Opened();

    private static TestLot Tender(SoftClose? soft) =>
        new TestLot(TestLot.Terms(new ReverseTerms(IncrementTable.Flat(10), null, soft), start: 900)).Opened();

    /// <summary>Seconds from the opening to the deadline.</summary>
    private static double End(TestLot lot) => (lot.State.ClosesAt!.Value - TestLot.Start).TotalSeconds;

    private static TestLot At(TestLot lot, double second)
    {
        lot.Now = TestLot.Start + TimeSpan.FromSeconds(second);
        return lot;
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(39.999, 60)] // not late yet
    [InlineData(40, 60)] // late, and as much time is left as a late bid gets
    [InlineData(40.001, 60.001)]
    [InlineData(59.999, 79.999)]
    public void A_late_bid_resets_the_time_that_is_left(double second, double end)
    {
        var lot = At(Proxy(Soft()), second);
        lot.Bid("ann", 200).AssertAccepted();
        Assert.Equal(end, End(lot));
        Assert.Equal(end > 60 ? 1 : 0, ((ProxyState)lot.State).Extensions);
    }

    [Theory]
    [InlineData(39.999, 60)]
    [InlineData(40, 80)]
    [InlineData(59.999, 80)]
    public void A_late_bid_adds_to_the_deadline_where_the_terms_say_so(double second, double end)
    {
        var lot = At(Proxy(Soft(Extend.Add)), second);
        lot.Bid("ann", 200).AssertAccepted();
        Assert.Equal(end, End(lot));
    }

    [Theory]
    [InlineData(Extend.Reset, 5, 41, 60)] // more than five seconds are left
    [InlineData(Extend.Reset, 5, 58, 63)]
    [InlineData(Extend.Reset, 90, 45, 135)]
    [InlineData(Extend.Add, 5, 45, 65)]
    public void An_extension_may_be_shorter_or_longer_than_the_window(Extend mode, int by, double second, double end)
    {
        var lot = At(Proxy(Soft(mode, by)), second);
        lot.Bid("ann", 200).AssertAccepted();
        Assert.Equal(end, End(lot));
    }

    [Fact]
    public void The_end_that_counts_is_the_extended_one()
    {
        var lot = At(Proxy(Soft()), 50);
        lot.Bid("ann", 200);
        At(lot, 69.9).Do(new LotCommand.ClockReached()).AssertNothing();
        lot.Bid("bob", 300).AssertAccepted();
        Assert.Equal(89.9, End(lot), 5);
        At(lot, 89.9).Bid("cho", 900).AssertRefused(RejectionCode.Closed, price: 210, next: null);
        lot.Do(new LotCommand.ClockReached());
        Assert.Equal([("bob", 210L)], lot.Awards.Select(award => (award.Bidder, award.PriceMinor)));
        Assert.Equal(lot.State, lot.Replayed());
    }

    [Fact]
    public void A_refused_bid_moves_nothing()
    {
        var lot = At(Proxy(Soft()), 10);
        lot.Bid("ann", 200);
        Assert.True(At(lot, 55).Bid("bob", 105).IsRefused);
        Assert.Equal(60, End(lot));
    }

    [Theory]
    [InlineData(LeaderRaise.LeavesPrice, 200)]
    [InlineData(LeaderRaise.LiftsCappedPrice, 205)]
    public void A_leader_who_raises_or_lowers_its_own_maximum_moves_nothing_even_where_the_price_goes_up(LeaderRaise raise, long price)
    {
        var lot = At(Proxy(Soft(), raise: raise), 10);
        lot.Bid("ann", 200);
        lot.Bid("bob", 195);
        At(lot, 55).Bid("ann", 900).AssertAccepted();
        lot.Bid("ann", 700).AssertAccepted();
        Assert.Equal((60, price), (End(lot), lot.State.PriceMinor));
    }

    [Fact]
    public void A_leader_who_meets_the_reserve_moves_nothing()
    {
        var lot = At(Proxy(Soft(), reserve: 400), 10);
        lot.Bid("ann", 300);
        At(lot, 55).Bid("ann", 500).AssertAccepted();
        Assert.Equal((60, 400), (End(lot), lot.State.PriceMinor));
    }

    [Fact]
    public void A_late_bid_that_does_not_lead_moves_the_price_and_so_the_deadline()
    {
        var lot = At(Proxy(Soft()), 10);
        lot.Bid("ann", 500);
        At(lot, 55).Bid("bob", 300).AssertAccepted();
        Assert.Equal((75, 310, "ann"), (End(lot), lot.State.PriceMinor, lot.State.Leader));
    }

    [Fact]
    public void A_bid_that_changes_neither_price_nor_leader_moves_nothing()
    {
        var terms = new ProxyTerms(IncrementTable.Flat(10), null, LowestBid.StartPrice, LeaderRaise.LiftsCappedPrice, Soft());
        var lot = At(new TestLot(TestLot.Terms(terms)).Opened(), 10);
        lot.Bid("ann", 500);
        lot.Bid("bob", 300);
        At(lot, 55).Bid("cho", 150).AssertAccepted();
        Assert.Equal(60, End(lot));
    }

    [Theory]
    [InlineData(1, 75)]
    [InlineData(2, 90)]
    [InlineData(3, 105)]
    public void After_so_many_extensions_the_deadline_stands(int times, double end)
    {
        var lot = Proxy(Soft(times: times));
        for (var second = 55; second < end; second += 15) At(lot, second).Bid(second % 2 == 0 ? "ann" : "bob", 200 + (second * 10));
        Assert.Equal((end, times), (End(lot), ((ProxyState)lot.State).Extensions));
    }

    [Fact]
    public void In_all_a_lot_is_extended_by_no_more_than_so_much_and_the_last_extension_is_the_rest()
    {
        var lot = At(Proxy(Soft(most: 25)), 55);
        lot.Bid("ann", 200);
        Assert.Equal(75, End(lot));
        At(lot, 74).Bid("bob", 300);
        Assert.Equal(85, End(lot));
        At(lot, 84).Bid("ann", 400);
        Assert.Equal((85, 2), (End(lot), ((ProxyState)lot.State).Extensions));
    }

    [Fact]
    public void What_a_house_holds_open_after_it_was_down_is_no_extension()
    {
        var lot = At(Proxy(Soft(times: 1, most: 30)), 55);
        lot.Do(new LotCommand.Extend(TestLot.Start + TimeSpan.FromSeconds(100)));
        At(lot, 95).Bid("ann", 200);
        Assert.Equal((115, 1), (End(lot), ((ProxyState)lot.State).Extensions));
        lot.Do(new LotCommand.Extend(TestLot.Start + TimeSpan.FromSeconds(200)));
        Assert.Equal((200, 1), (End(lot), ((ProxyState)lot.State).Extensions));
        Assert.Equal(lot.State, lot.Replayed());
    }

    [Fact]
    public void In_a_tender_a_late_offer_of_somebody_else_moves_the_deadline_and_the_leaders_own_does_not()
    {
        var lot = At(Tender(Soft()), 10);
        lot.Bid("ann", 800).AssertAccepted();
        At(lot, 50).Bid("ann", 700).AssertAccepted();
        Assert.Equal(60, End(lot));
        lot.Bid("bob", 600).AssertAccepted();
        Assert.Equal((70, 600, "bob"), (End(lot), lot.State.PriceMinor, lot.State.Leader));
        Assert.Equal(lot.State, lot.Replayed());
    }

    [Fact]
    public void Without_a_soft_close_the_deadline_stands()
    {
        var lot = At(Proxy(null), 59.999);
        Assert.Single(lot.Bid("ann", 200).Facts);
        Assert.Equal(60, End(lot));
    }

    [Fact]
    public void A_late_bid_is_told_once_with_the_new_deadline_and_the_one_who_led_is_outbid()
    {
        var lot = At(Proxy(Soft()), 10);
        lot.Bid("ann", 200);
        var before = lot.State;
        var facts = At(lot, 50).Bid("bob", 300).Facts;
        var told = new Told();
        foreach (var fact in facts)
        {
            var after = Lot.Evolve(before, fact);
            after.Announce(before, fact, told);
            before = after;
        }
        Assert.Equal(["outbid ann at 210", "price 210 of bob until 70"], told.Lines);
    }

    [Theory]
    [InlineData(0, null, null, null, "extensions need soft-close, the time before the deadline in which a bid is late")]
    [InlineData(50, null, null, null, "the soft close must last 100ms or more, and at most 366 days, not 00:00:00.0500000")]
    [InlineData(5000, 50, null, null, "an extension must last 100ms or more, and at most 366 days, not 00:00:00.0500000")]
    [InlineData(5000, null, 0, null, "a lot must be extended at most 1 to 1000000 times, not 0")]
    [InlineData(5000, null, null, 1, "all extensions must last 100ms or more, and at most 366 days, not 00:00:00.0010000")]
    [InlineData(5000, 100, 1, 100, null)]
    public void Terms_with_a_fault_say_what_would_be_right(int window, int? by, int? times, int? most, string? fault)
    {
        static TimeSpan? Ms(int? ms) => ms is { } some ? TimeSpan.FromMilliseconds(some) : null;
        var soft = new SoftClose(TimeSpan.FromMilliseconds(window), Extend.Add, Ms(by), times, Ms(most));
        var proxy = new ProxyTerms(IncrementTable.Flat(10), null, LowestBid.NextIncrement, LeaderRaise.LeavesPrice, soft);
        Assert.Equal(fault, TestLot.Terms(proxy).Fault());
        Assert.Equal(fault, TestLot.Terms(new ReverseTerms(IncrementTable.Flat(10), null, soft)).Fault());
    }

    private sealed class Told : ILotNotices
    {
        public List<string> Lines { get; } = [];

        public void Listed() => Lines.Add("listed");

        public void PriceChanged(long priceMinor, string? leader, long nextMinor, DateTimeOffset? closesAt) =>
            Lines.Add($"price {priceMinor} of {leader} until {(closesAt!.Value - TestLot.Start).TotalSeconds}");

        public void Outbid(string bidder, long priceMinor) => Lines.Add($"outbid {bidder} at {priceMinor}");

        public void Sold(long priceMinor, string winner, int unitsLeft) => Lines.Add("sold");

        public void Paid(long amountMinor, string bidder) => Lines.Add("paid");

        public void Closed(int sold, int unsold) => Lines.Add("closed");
    }
}
