using AkkaAuction.Rules.Forms.Reverse;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Tests.Lots;

namespace AkkaAuction.Rules.Tests.Forms.Reverse;

/// <summary>Tenders, open and sealed. Most open ones here start at 100.00 and go down by 5.00.</summary>
public sealed class ReverseRulesTests
{
    private const string Open = """
                     Waiting   Open         Offered              Overdue              Closed
        Open         Opened    -            -                    -                    -
        Bid          202       BidAccepted  BidAccepted          203                  203
        Higher       202       214          214                  203                  203
        Pass         202       -            -                    203                  203
        OpenRound    -         -            -                    -                    -
        EndRound     -         -            -                    -                    -
        Extend       -         DeadlineSet  DeadlineSet          DeadlineSet          -
        ClockReached -         -            -                    UnitAwarded+Closed   -
        Hammer       Closed    Closed       UnitAwarded+Closed   UnitAwarded+Closed   -
        Close        Closed    Closed       Closed               UnitAwarded+Closed   -
        """;

    // A higher offer is one above the start price.
    private const string Sealed = Open;

    public static TheoryData<string, string, string, string> Cells
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            foreach (var (form, table) in new[] { ("open", Open), ("sealed", Sealed) })
            {
                var rows = table.Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
                foreach (var row in rows[1..])
                {
                    for (var i = 0; i < rows[0].Length; i++) data.Add(form, rows[0][i], row[0], row[i + 1]);
                }
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Every_command_in_every_state_does_what_the_table_says(string form, string state, string command, string expected)
    {
        var lot = In(form == "open" ? Terms() : SealedTerms(TenderPrice.First), state);
        var decision = lot.Do(command switch
        {
            "Open" => new LotCommand.Open(),
            "Bid" => new LotCommand.Bid("bob", "x", 80_00),
            "Higher" => new LotCommand.Bid("bob", "x", 100_01),
            "Pass" => new LotCommand.Pass("bob"),
            "OpenRound" => new LotCommand.OpenRound(1, lot.Now + TestLot.Length),
            "EndRound" => new LotCommand.EndRound(1),
            "Extend" => new LotCommand.Extend(lot.Now + TestLot.Length + TestLot.Length),
            "ClockReached" => new LotCommand.ClockReached(),
            "Hammer" => new LotCommand.Hammer(),
            _ => new LotCommand.Close(),
        });
        Assert.Equal(expected, Told(decision));
        Assert.Equal(lot.State, lot.Replayed());
    }

    [Fact]
    public void Each_offer_is_a_step_below_the_last_and_a_refusal_says_the_highest_that_would_do()
    {
        var lot = Opened(Terms());
        Assert.Equal((100_00, 100_00, null), (lot.State.PriceMinor, lot.State.NextMinor, lot.State.Leader));
        lot.Bid("ann", 100_01).AssertRefused(RejectionCode.TooHigh, 100_00, 100_00);
        lot.Bid("ann", 100_00).AssertAccepted();
        lot.Bid("bob", 95_01).AssertRefused(RejectionCode.TooHigh, 100_00, 95_00);
        lot.Bid("bob", 95_00).AssertAccepted();
        Assert.Equal((95_00, 90_00, "bob"), (lot.State.PriceMinor, lot.State.NextMinor, lot.State.Leader));
        lot.Over();
        Assert.Equal(("bob", 95_00L), lot.Awards.Select(award => (award.Bidder, award.PriceMinor)).Single());
    }

    [Fact]
    public void The_leader_may_go_below_its_own_offer_to_meet_the_reserve()
    {
        var lot = Opened(Terms(reserve: 90_00));
        lot.Bid("ann", 90_01).AssertAccepted();
        Assert.False(lot.State.ReserveMet);
        lot.Bid("ann", 85_02).AssertRefused(RejectionCode.TooHigh, 90_01, 85_01);
        lot.Bid("ann", 85_01).AssertAccepted();
        Assert.True(lot.State.ReserveMet);
    }

    [Theory]
    [InlineData(90_01, 0)]
    [InlineData(90_00, 1)]
    public void Nothing_is_bought_above_the_hidden_reserve(long offer, int sold)
    {
        var lot = Opened(Terms(reserve: 90_00));
        lot.Bid("ann", offer).AssertAccepted();
        lot.Over();
        Assert.Equal(sold, lot.Awards.Count());
        Assert.Equal(new LotFact.Closed(sold, 1 - sold, lot.Now), lot.Facts[^1]);
    }

    [Theory]
    [InlineData(10_20, 100_10, 89_90)] // published: ProzorroUKR/prozorro-auction, an offer of 100.1 and a minimal step of 10.2
    [InlineData(5_00, 5_00, 0)]
    [InlineData(5_00, 4_99, LotState.NothingLower)]
    [InlineData(1, 0, LotState.NothingLower)]
    public void Below_the_last_step_no_amount_is_low_enough(long step, long offer, long next)
    {
        var lot = Opened(Terms(IncrementTable.Flat(step), start: 1_000_00));
        lot.Bid("ann", offer).AssertAccepted();
        Assert.Equal(next, lot.State.NextMinor);
        lot.Bid("bob", offer).AssertRefused(RejectionCode.TooHigh, offer, next < 0 ? null : next);
    }

    [Theory]
    [InlineData(1_00, 100_00, 99_00)]
    [InlineData(2_50, 33_33, 32_49)] // 83.325 cents, rounded up
    [InlineData(1, 50, 49)] // a step is never nothing
    [InlineData(100_00, 50, 0)]
    public void A_share_of_the_last_offer_is_rounded_up(int hundredths, long offer, long next)
    {
        var lot = Opened(Terms(IncrementTable.Percent(hundredths), start: 1_000_00));
        lot.Bid("ann", offer).AssertAccepted();
        Assert.Equal(next, lot.State.NextMinor);
    }

    [Theory]
    [InlineData(600, 590)]
    [InlineData(500, 490)]
    [InlineData(499, 494)]
    public void A_table_gives_the_step_by_the_last_offer(long offer, long next)
    {
        var table = new IncrementTable([new IncrementRow(500, 5), new IncrementRow(long.MaxValue, 10)]);
        var lot = Opened(Terms(table, start: 1_000));
        lot.Bid("ann", offer).AssertAccepted();
        Assert.Equal(next, lot.State.NextMinor);
    }

    [Theory]
    [InlineData(TenderPrice.First, 600)]
    [InlineData(TenderPrice.Second, 640)]
    public void A_sealed_tender_goes_to_the_lowest_and_its_form_says_what_the_winner_gets(TenderPrice pays, long price)
    {
        var lot = Opened(SealedTerms(pays, start: 700));
        lot.Bid("ann", 640).AssertAccepted();
        lot.Bid("bob", 600).AssertAccepted();
        lot.Bid("cho", 655).AssertAccepted();
        lot.Bid("bob", 660).AssertAccepted();
        Assert.Equal((700, 700, null), (lot.State.PriceMinor, lot.State.NextMinor, lot.State.Leader));
        lot.Over();
        Assert.Equal(("bob", price), lot.Awards.Select(award => (award.Bidder, award.PriceMinor)).Single());
    }

    [Fact]
    public void A_single_sealed_offer_gets_the_start_price_as_the_second_and_of_equal_ones_the_earlier_wins()
    {
        var alone = Opened(SealedTerms(TenderPrice.Second, start: 700));
        alone.Bid("ann", 100).AssertAccepted();
        alone.Bid("ann", 90).AssertAccepted();
        alone.Over();
        Assert.Equal(700, alone.Awards.Single().PriceMinor);
        var tied = Opened(SealedTerms(TenderPrice.Second, start: 700));
        tied.Bid("ann", 100).AssertAccepted();
        tied.Bid("bob", 100).AssertAccepted();
        tied.Over();
        Assert.Equal(("ann", 100L), tied.Awards.Select(award => (award.Bidder, award.PriceMinor)).Single());
    }

    [Fact]
    public void The_checks_come_in_the_order_of_all_forms_and_a_refusal_allocates_nothing()
    {
        foreach (var terms in (LotTerms[])[Terms(seller: "sue"), SealedTerms(TenderPrice.First, seller: "sue")])
        {
            var lot = Opened(terms);
            lot.Bid("sue", 2_000_000).AssertRefused(RejectionCode.SellerMayNotBid, 100_00, null);
            lot.Bid("ann", 1_000_001).AssertRefused(RejectionCode.AboveCeiling, 100_00, 100_00);
            lot.Bid("ann", 100_01).AssertRefused(RejectionCode.TooHigh, 100_00, 100_00);
            lot.Bid("ann", -1).AssertRefused(RejectionCode.NotAnAmount, 100_00, 100_00);
            lot.Bid("ann", long.MinValue).AssertRefused(RejectionCode.NotAnAmount, 100_00, 100_00);
            var (state, now, high) = (lot.State, lot.Now, new LotCommand.Bid("ann", "x", 100_01));
            for (var i = 0; i < 100; i++) Assert.True(Lot.Decide(state, high, now).IsRefused);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++) Lot.Decide(state, high, now);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void Outsiders_hear_of_each_open_offer_and_of_no_sealed_one()
    {
        var open = Opened(Terms());
        open.Bid("ann", 90_00).AssertAccepted();
        var before = open.State;
        open.Bid("bob", 80_00).AssertAccepted();
        Assert.Equal(["80.00 bob next 75.00", "ann outbid at 80.00"], Heard.Of(before, open.Facts[^1], open.State));
        var hidden = Opened(SealedTerms(TenderPrice.First));
        before = hidden.State;
        hidden.Bid("bob", 80_00).AssertAccepted();
        Assert.Empty(Heard.Of(before, hidden.Facts[^1], hidden.State));
    }

    [Theory]
    [InlineData(0, null, "the start price must be above 0, not 0.00")]
    [InlineData(100_00, 100_01L, "the reserve 100.01 must not be above the start price 100.00")]
    [InlineData(100_00, -1L, "the reserve must be 0 or more, not -0.01")]
    public void Terms_that_cannot_be_held_are_told(long start, long? reserve, string fault)
    {
        Assert.Contains(fault, Terms(start: start, reserve: reserve).Fault(), StringComparison.Ordinal);
        if (reserve is null) Assert.Contains(fault, SealedTerms(TenderPrice.First, start).Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void Decrements_are_held_to_what_increments_are()
    {
        Assert.Contains("at least one row", Terms(new IncrementTable([])).Fault(), StringComparison.Ordinal);
        Assert.Contains("in percent must be above 0", Terms(IncrementTable.Percent(100_01)).Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_that_cannot_have_happened_stop_the_lot()
    {
        var lot = Opened(Terms());
        lot.Bid("ann", 90_00).AssertAccepted();
        var (state, at) = (lot.State, lot.Now);
        LotFact[] impossible =
        [
            new LotFact.BidAccepted("bob", "x", 85_01, 2, at, 85_01, "bob"),
            new LotFact.BidAccepted("bob", "x", 85_00, 2, at, 85_00, "ann"),
            new LotFact.BidAccepted("bob", "x", 80_00, 2, at, 85_00, "bob"),
            new LotFact.BidAccepted("bob", "x", -1, 2, at, -1, "bob"),
            new LotFact.UnitAwarded("ann", 90_01, 0, 0, at),
        ];
        Assert.All(impossible, fact => Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(state, fact)));
        var hidden = Opened(SealedTerms(TenderPrice.First)).State;
        LotFact[] shown =
        [
            new LotFact.BidAccepted("bob", "x", 85_00, 1, at, 85_00, null),
            new LotFact.BidAccepted("bob", "x", 85_00, 1, at, 100_00, "bob"),
            new LotFact.BidAccepted("bob", "x", 100_01, 1, at, 100_00, null),
            new LotFact.UnitAwarded("ann", 100_01, 0, 0, at),
        ];
        Assert.All(shown, fact => Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(hidden, fact)));
    }

    private static string Told(Decision<LotFact> decision) => decision.IsRefused ? $"{(int)decision.Rejection.Code}"
        : decision.Facts.IsEmpty ? "-"
        : string.Join('+', decision.Facts.Select(fact => fact.GetType().Name));

    private static LotTerms Terms(IncrementTable? steps = null, long start = 100_00, long? reserve = null, string? seller = null) =>
        TestLot.Terms(new ReverseTerms(steps ?? IncrementTable.Flat(5_00), reserve), start, 1, seller);

    private static LotTerms SealedTerms(TenderPrice pays, long start = 100_00, string? seller = null) =>
        TestLot.Terms(new ReverseSealedTerms(pays), start, 1, seller);

    private static TestLot Opened(LotTerms terms) => new TestLot(terms).Opened();

    private static TestLot In(LotTerms terms, string state)
    {
        var lot = new TestLot(terms);
        if (state == "Waiting") return lot;
        lot.Opened();
        if (state == "Closed") lot.Do(new LotCommand.Close());
        if (state is "Offered" or "Overdue") lot.Bid("ann", 90_00).AssertAccepted();
        if (state == "Overdue") lot.Now += TestLot.Length;
        return lot;
    }

    /// <summary>What outsiders hear of a fact.</summary>
    private sealed class Heard(LotState lot) : ILotNotices
    {
        private readonly List<string> _lines = [];

        public static List<string> Of(LotState before, LotFact fact, LotState after)
        {
            var heard = new Heard(after);
            after.Announce(before, fact, heard);
            return heard._lines;
        }

        public void Listed() => _lines.Add("listed");

        public void PriceChanged(long priceMinor, string? leader, long nextMinor, DateTimeOffset? closesAt) =>
            _lines.Add($"{lot.Terms.Text(priceMinor)} {leader} next {lot.Terms.Text(nextMinor)}");

        public void Paid(long amountMinor, string bidder) => _lines.Add($"{bidder} pays {lot.Terms.Text(amountMinor)}");

        public void Outbid(string bidder, long priceMinor) => _lines.Add($"{bidder} outbid at {lot.Terms.Text(priceMinor)}");

        public void Sold(long priceMinor, string winner, int unitsLeft) => _lines.Add($"sold to {winner}");

        public void Closed(int sold, int unsold) => _lines.Add("closed");
    }
}
