using System.Globalization;
using AkkaAuction.Rules.Forms.Dutch;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Tests.Lots;

namespace AkkaAuction.Rules.Tests.Forms.Dutch;

/// <summary>
/// The Dutch clock. Most lots here fall from 10.00 to 4.00 by 2.00 every second: 10, 8, 6, 4 from the third second on, closed at the
/// fourth.
/// </summary>
public sealed class DutchRulesTests
{
    private const string Table = """
                     Waiting   Open                            Last                                   Overdue       Closed
        Open         Opened    -                               -                                      -             -
        Bid          202       BidAccepted+UnitAwarded         BidAccepted+UnitAwarded+Closed         203           203
        Pass         202       -                               -                                      203           203
        OpenRound    -         -                               -                                      -             -
        EndRound     -         -                               -                                      -             -
        Extend       -         DeadlineSet                     DeadlineSet                            DeadlineSet   -
        ClockReached -         -                               -                                      Closed        -
        Hammer       Closed    Closed                          Closed                                 Closed        -
        Close        Closed    Closed                          Closed                                 Closed        -
        """;

    public static TheoryData<string, string, string> Cells
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            var rows = Table.Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
            foreach (var row in rows[1..])
            {
                for (var i = 0; i < rows[0].Length; i++) data.Add(rows[0][i], row[0], row[i + 1]);
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Every_command_in_every_state_does_what_the_table_says(string state, string command, string expected)
    {
        var lot = In(state);
        var decision = lot.Do(command switch
        {
            "Open" => new LotCommand.Open(),
            "Bid" => new LotCommand.Bid("bob", "x", 10_00),
            "Pass" => new LotCommand.Pass("bob"),
            "OpenRound" => new LotCommand.OpenRound(1, lot.Now.AddSeconds(9)),
            "EndRound" => new LotCommand.EndRound(1),
            "Extend" => new LotCommand.Extend(lot.Now.AddSeconds(9)),
            "ClockReached" => new LotCommand.ClockReached(),
            "Hammer" => new LotCommand.Hammer(),
            _ => new LotCommand.Close(),
        });
        Assert.Equal(expected, Told(decision));
        Assert.Equal(lot.State, lot.Replayed());
    }

    [Theory]
    [InlineData(0, 10_00)]
    [InlineData(999, 10_00)]
    [InlineData(1000, 8_00)]
    [InlineData(1001, 8_00)]
    [InlineData(1999, 8_00)]
    [InlineData(2000, 6_00)]
    [InlineData(2999, 6_00)]
    [InlineData(3000, 4_00)]
    [InlineData(3999, 4_00)]
    public void The_clock_falls_at_the_instant_and_a_bid_takes_a_unit_at_its_price(int afterMs, long price)
    {
        var lot = Opened();
        lot.Now = lot.Now.AddMilliseconds(afterMs);
        Assert.Equal(price, lot.State.PriceAt(lot.Now));
        lot.Bid("ann", price - 1).AssertRefused(RejectionCode.TooLow, price, price);
        var facts = lot.Bid("ann", price + 50).Facts;
        Assert.Equal(new LotFact.BidAccepted("ann", "b2", price + 50, 1, lot.Now, price, null), facts[0]);
        Assert.Equal(new LotFact.UnitAwarded("ann", price, 2, 0, lot.Now), facts[1]);
    }

    [Theory]
    [InlineData("from=1000 step=200 every=1000 floor=400", null)]
    [InlineData("from=1000 step=200 every=1000 floor=400 since=0", 600L)]
    [InlineData("from=1000 step=200 every=0 floor=400 since=0", null)]
    [InlineData("from=1000 step=0 every=1000 floor=400 since=0", null)]
    [InlineData("from=1000 step=200 every=1000 floor=1000 since=0", null)]
    [InlineData("from=1000 step=200 every=1000 floor=-1 since=0", null)]
    [InlineData("from=9223372036854775807 step=1 every=1000 floor=-9223372036854775808 since=0", null)]
    [InlineData("from=9223372036854775807 step=1 every=1000 floor=0 since=0", null)]
    [InlineData("from=9223372036854775807 step=9223372036854775807 every=1000 floor=0 since=0", 0L)]
    [InlineData("from=1000 step=200 every=9223372036854775807 floor=400 since=0", null)]
    [InlineData("from=1000 step=200 every=1000 floor=400 since=9223372036854775807", null)]
    [InlineData("from=1000 step=200 every=1000 floor=400 since=-9223372036854775808", null)]
    // Three falls in 366 days, and a millisecond for each too many.
    [InlineData("from=1000 step=200 every=10540800000 floor=400 since=0", 1000L)]
    [InlineData("from=1000 step=200 every=10540800001 floor=400 since=0", null)]
    public void A_clock_that_no_terms_allow_has_no_price_and_does_not_fall(string shown, long? price)
    {
        var fields = new ShownFields([.. shown.Split(' ').Select(field => field.Split('=')).Select(field =>
            new ShownField(field[0], ShownKind.Amount, long.Parse(field[1], CultureInfo.InvariantCulture)))]);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(2500);
        Assert.Equal(price, DutchForm.Instance.PriceAt(fields, now));
        foreach (var at in (DateTimeOffset[])[now, DateTimeOffset.MinValue, DateTimeOffset.MaxValue])
            Assert.True(DutchForm.Instance.PriceChangesAt(fields, at) is not { } falls || falls > at);
        if (price is null) Assert.Null(DutchForm.Instance.PriceChangesAt(fields, now));
    }

    [Fact]
    public void The_clock_stands_at_the_floor_for_one_interval_and_what_is_left_stays_unsold()
    {
        var lot = Opened();
        Assert.Equal(TestLot.Start.AddSeconds(4), lot.State.ClosesAt);
        Assert.Equal(lot.State.ClosesAt, lot.State.LooksAtClockAt);
        lot.Bid("ann", 10_00).AssertAccepted();
        lot.Now = TestLot.Start.AddSeconds(4).AddTicks(-1);
        lot.Do(new LotCommand.ClockReached()).AssertNothing();
        lot.Now = TestLot.Start.AddSeconds(4);
        lot.Bid("bob", 10_00).AssertRefused(RejectionCode.Closed, 4_00, null);
        Assert.Equal([new LotFact.Closed(1, 2, lot.Now)], lot.Do(new LotCommand.ClockReached()).Facts.ToArray());
        lot.Bid("bob", 10_00).AssertRefused(RejectionCode.Closed, 10_00, null);
    }

    [Fact]
    public void The_first_to_arrive_takes_the_last_unit_and_the_lot_closes_with_it()
    {
        var lot = Opened(units: 2);
        lot.Bid("ann", 10_00).AssertAccepted();
        lot.Now = lot.Now.AddSeconds(2);
        lot.Bid("ann", 6_00).AssertAccepted();
        lot.Bid("bob", 6_00).AssertRefused(RejectionCode.Closed, 6_00, null);
        Assert.Equal([("ann", 10_00L), ("ann", 6_00L)], lot.Awards.Select(award => (award.Bidder, award.PriceMinor)));
        Assert.Contains(new LotFact.Closed(2, 0, lot.Now), lot.Facts);
    }

    [Fact]
    public void A_last_fall_may_be_shorter_and_a_clock_that_starts_within_a_millisecond_starts_with_it()
    {
        var lot = new TestLot(Terms(new DutchTerms(5_00, 2_00, TimeSpan.FromSeconds(1)))) { Now = TestLot.Start.AddTicks(9_999) };
        lot.Do(new LotCommand.Open());
        Assert.Equal(TestLot.Start.AddSeconds(4), lot.State.ClosesAt);
        long[] prices = [.. Enumerable.Range(0, 4).Select(second => lot.State.PriceAt(TestLot.Start.AddSeconds(second)))];
        Assert.Equal([10_00, 8_00, 6_00, 5_00], prices);
    }

    [Fact]
    public void The_checks_come_in_the_order_of_all_forms_and_a_refusal_allocates_nothing()
    {
        var lot = Opened(seller: "sue");
        lot.Bid("sue", 2_000_000).AssertRefused(RejectionCode.SellerMayNotBid, 10_00, null);
        lot.Bid("ann", 1_000_001).AssertRefused(RejectionCode.AboveCeiling, 10_00, 10_00);
        lot.Bid("ann", long.MinValue).AssertRefused(RejectionCode.TooLow, 10_00, 10_00);
        var (state, now, low) = (lot.State, lot.Now, new LotCommand.Bid("ann", "x", 1));
        for (var i = 0; i < 100; i++) Assert.True(Lot.Decide(state, low, now).IsRefused);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Lot.Decide(state, low, now);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_it_shows_gives_outsiders_the_same_price_and_the_time_of_the_next_fall()
    {
        var lot = Opened();
        Assert.Equal("from=1000 step=200 every=1000 floor=400 since=" + TestLot.Start.ToUnixTimeMilliseconds(), lot.State.Shown.ToString());
        for (var ms = 0; ms < 5000; ms += 37)
        {
            var now = TestLot.Start.AddMilliseconds(ms);
            Assert.Equal(lot.State.PriceAt(now), DutchForm.Instance.PriceAt(lot.State.Shown, now));
            var next = DutchForm.Instance.PriceChangesAt(lot.State.Shown, now);
            Assert.Equal(ms >= 3000 ? null : TestLot.Start.AddSeconds((ms / 1000) + 1), next);
        }
        Assert.Null(DutchForm.Instance.PriceAt(In("Waiting").State.Shown, TestLot.Start));
    }

    [Theory]
    [InlineData(10_00, 1, 1000, "the floor 10.00 must be below the start price 10.00")]
    [InlineData(-1, 1, 1000, "the floor must be 0 or more, not -0.01")]
    [InlineData(4_00, 0, 1000, "the step must be above 0, not 0.00")]
    [InlineData(4_00, 1, 99, "for 100ms or more, not 99ms")]
    [InlineData(4_00, 1, 100.5, "for whole milliseconds, not 100.5ms")]
    [InlineData(0, 1, 3.2e8, "within 366 days; it takes 1000 falls")]
    public void Terms_that_cannot_be_held_are_told(long floor, long step, double everyMs, string fault) =>
        Assert.Contains(fault, Terms(new DutchTerms(floor, step, TimeSpan.FromMilliseconds(everyMs))).Fault(), StringComparison.Ordinal);

    [Fact]
    public void Facts_that_cannot_have_happened_stop_the_lot()
    {
        var state = Opened().State;
        var at = TestLot.Start.AddSeconds(1);
        Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(state, new LotFact.BidAccepted("ann", "x", 10_00, 1, at, 10_00, null)));
        Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(state, new LotFact.BidAccepted("ann", "x", 7_99, 1, at, 8_00, null)));
        Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(state, new LotFact.UnitAwarded("ann", 10_00, 2, 0, at)));
    }

    /// <summary>Against a clock that is turned by hand, fall by fall, with a restart before every bid.</summary>
    [Fact, Trait("Promise", "P5"), Trait("Promise", "P7")]
    public void A_thousand_random_lots_do_what_a_naive_clock_does()
    {
        var random = new Random(20261128);
        for (var i = 0; i < 1000; i++)
        {
            var from = random.Next(1, 5000);
            var terms = new DutchTerms(random.Next(0, from), random.Next(1, 900), TimeSpan.FromMilliseconds(random.Next(100, 1500)));
            var lot = new TestLot(Terms(terms, from, random.Next(1, 5))) { Now = TestLot.Start.AddTicks(random.Next(0, 20_000)) };
            lot.Do(new LotCommand.Open());
            var naive = new NaiveClock(from, terms, lot.Now, lot.State.Terms.Units);
            for (var bids = 0; bids < 12; bids++)
            {
                // Either somewhere, or within a millisecond of the next fall.
                lot.Now = random.Next(3) == 0
                    ? lot.Now.AddMilliseconds(random.Next(0, 900))
                    : Later(lot.Now, naive.NextFall.AddMilliseconds(random.Next(-1, 2)));
                var price = naive.PriceAt(lot.Now);
                var amount = price + random.Next(-2, 3);
                var bid = new LotCommand.Bid("ann", "r", amount);
                Assert.Equal(Lot.Decide(lot.State, bid, lot.Now).Rejection, Lot.Decide(lot.Replayed(), bid, lot.Now).Rejection);
                var decision = lot.Bid("ann", amount);
                var awarded = decision.Facts.OfType<LotFact.UnitAwarded>().SingleOrDefault();
                Assert.Equal(
                    naive.Bid(amount, lot.Now),
                    awarded is null ? $"{(int)decision.Rejection.Code}" : $"sold at {awarded.PriceMinor}");
            }
            Assert.Equal(lot.State, lot.Replayed());
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static string Told(Decision<LotFact> decision) => decision.IsRefused ? $"{(int)decision.Rejection.Code}"
        : decision.Facts.IsEmpty ? "-"
        : string.Join('+', decision.Facts.Select(fact => fact.GetType().Name));

    private static LotTerms Terms(DutchTerms form, long from = 10_00, int units = 3, string? seller = null) =>
        TestLot.Terms(form, from, units, seller);

    private static TestLot Opened(int units = 3, string? seller = null) =>
        new TestLot(Terms(new DutchTerms(4_00, 2_00, TimeSpan.FromSeconds(1)), units: units, seller: seller)).Opened();

    private static TestLot In(string state)
    {
        var lot = new TestLot(Terms(new DutchTerms(4_00, 2_00, TimeSpan.FromSeconds(1)), units: state == "Last" ? 1 : 3));
        if (state != "Waiting") lot.Opened();
        if (state == "Closed") lot.Do(new LotCommand.Close());
        if (state == "Overdue") lot.Now = lot.Now.AddSeconds(4);
        return lot;
    }

    private sealed class NaiveClock(long from, DutchTerms terms, DateTimeOffset opened, int units)
    {
        private long _price = from;
        private DateTimeOffset _next = new DateTimeOffset(opened.UtcTicks / 10_000 * 10_000, TimeSpan.Zero) + terms.Every;
        private int _units = units;
        private bool _isClosed;

        public DateTimeOffset NextFall => _next;

        public long PriceAt(DateTimeOffset now)
        {
            for (; now >= _next && !_isClosed; _next += terms.Every)
            {
                if (_price == terms.FloorMinor) _isClosed = true;
                else _price = Math.Max(terms.FloorMinor, _price - terms.StepMinor);
            }
            return _price;
        }

        public string Bid(long amount, DateTimeOffset now)
        {
            var price = PriceAt(now);
            if (_isClosed || _units == 0) return "203";
            if (amount < price) return "204";
            _units--;
            return $"sold at {price}";
        }
    }
}
