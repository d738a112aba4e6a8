using AkkaAuction.Rules.Forms.Turns;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Tests.Lots;

namespace AkkaAuction.Rules.Tests.Forms.Turns;

/// <summary>
/// The tender by turns. Most lots here take offers up to 100.00 for a minute; then turns of ten seconds, three rounds, each at least 5.00
/// below the bidder's own last offer.
/// </summary>
public sealed class TurnsRulesTests
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    // In a turn it is ann's turn, and bob has an offer too.
    private const string Table = """
                     Waiting   Opening      Turn                     Missed                 Closed
        Open         Opened    -            -                        -                      -
        Bid          202       BidAccepted  215                      TurnMissed+TurnGiven+BidAccepted+TurnGiven  203
        OwnBid       202       BidAccepted  BidAccepted+TurnGiven    215                    203
        Higher       202       214          214                      215                    203
        Pass         202       -            215                      TurnMissed+TurnGiven+TurnPassed+UnitAwarded+Closed  203
        OwnPass      202       -            TurnPassed+TurnGiven     215                    203
        OpenRound    -         -            -                        -                      -
        EndRound     -         -            -                        -                      -
        Extend       -         DeadlineSet  DeadlineSet              DeadlineSet            -
        ClockReached -         -            -                        TurnMissed+TurnGiven   -
        Hammer       Closed    UnitAwarded+Closed  UnitAwarded+Closed  TurnMissed+TurnGiven+UnitAwarded+Closed  -
        Close        Closed    Closed       Closed                   TurnMissed+TurnGiven+Closed  -
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
            "Bid" => new LotCommand.Bid("bob", "x", 70_00),
            "OwnBid" => new LotCommand.Bid("ann", "x", 70_00),
            "Higher" => new LotCommand.Bid("ann", "x", 100_01),
            "Pass" => new LotCommand.Pass("bob"),
            "OwnPass" => new LotCommand.Pass("ann"),
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
    public void The_worst_offer_speaks_first_the_best_last_and_an_offer_made_in_a_round_does_not_change_it()
    {
        var lot = Offered(("ann", 90_00), ("bob", 95_00), ("cho", 90_00));
        Assert.Equal(("bob", 90_00), (Speaks(lot), lot.State.NextMinor));
        lot.Bid("ann", 80_00).AssertRefused(RejectionCode.NotYourTurn, 90_00, null);
        lot.Bid("bob", 90_01).AssertRefused(RejectionCode.TooHigh, 90_00, 90_00);
        lot.Bid("bob", 70_00).AssertAccepted();
        // Of equal offers the earlier is the better, and speaks later.
        Assert.Equal(("cho", 85_00, "bob"), (Speaks(lot), lot.State.NextMinor, lot.State.Leader));
        lot.Pass("cho");
        Assert.Equal("ann", Speaks(lot));
        lot.Bid("ann", 60_00).AssertAccepted();
        Assert.Equal(("cho", 2), (Speaks(lot), ((TurnsState)lot.State).TurnRound));
    }

    [Fact]
    public void After_three_rounds_the_lowest_offer_wins()
    {
        var lot = Offered(("ann", 90_00), ("bob", 95_00));
        for (var (round, price) = (1, 85_00L); round <= 3; round++, price -= 10_00)
        {
            Assert.Equal("bob", Speaks(lot));
            lot.Bid("bob", price).AssertAccepted();
            lot.Bid("ann", price - 1).AssertAccepted();
        }
        Assert.Equal(("ann", 65_00L - 1), lot.Awards.Select(award => (award.Bidder, award.PriceMinor)).Single());
        Assert.Equal(LotPhase.Closed, lot.State.Phase);
    }

    [Fact]
    public void A_round_in_which_nobody_goes_lower_is_the_last()
    {
        var lot = Offered(("ann", 90_00), ("bob", 95_00));
        lot.Pass("bob");
        Assert.Equal(["TurnPassed", "UnitAwarded", "Closed"], lot.Pass("ann").Facts.ToArray().Select(fact => fact.GetType().Name));
        Assert.Equal(("ann", 90_00L), lot.Awards.Select(award => (award.Bidder, award.PriceMinor)).Single());
    }

    [Fact]
    public void A_turn_that_goes_by_leaves_the_last_offer_and_the_next_begins_at_that_instant()
    {
        var lot = Offered(("ann", 90_00), ("bob", 95_00));
        var until = lot.State.ClosesAt!.Value;
        Assert.Equal(lot.Now + Turn, until);
        lot.Now = until.AddTicks(-1);
        lot.Do(new LotCommand.ClockReached()).AssertNothing();
        lot.Now = until.AddSeconds(3);
        lot.Do(new LotCommand.ClockReached());
        Assert.Equal(("ann", until + Turn), (Speaks(lot), lot.State.ClosesAt));
        // Nobody looks for an hour.
        lot.Now = until.AddHours(1);
        lot.Bid("ann", 10_00).AssertRefused(RejectionCode.Closed, 90_00, null);
        lot.Do(new LotCommand.ClockReached());
        Assert.Equal(("ann", 90_00L), lot.Awards.Select(award => (award.Bidder, award.PriceMinor)).Single());
    }

    [Fact]
    public void A_single_offer_wins_when_the_opening_ends_and_without_one_nothing_is_bought()
    {
        var alone = Offered(("ann", 90_00));
        Assert.Equal(("ann", 90_00L), alone.Awards.Select(award => (award.Bidder, award.PriceMinor)).Single());
        Assert.Equal([new LotFact.Closed(0, 1, Offered().Now)], Offered().Facts.Skip(1));
    }

    [Fact]
    public void In_the_opening_an_own_offer_goes_down_and_others_do_not_matter()
    {
        var lot = new TestLot(Terms()).Opened();
        lot.Bid("ann", 100_01).AssertRefused(RejectionCode.TooHigh, 100_00, 100_00);
        lot.Bid("ann", 80_00).AssertAccepted();
        lot.Bid("bob", 100_00).AssertAccepted();
        lot.Bid("ann", 80_00).AssertRefused(RejectionCode.TooHigh, 80_00, 79_99);
        lot.Bid("bob", 99_99).AssertAccepted();
        Assert.Equal((80_00, "ann", 100_00), (lot.State.PriceMinor, lot.State.Leader, lot.State.NextMinor));
    }

    [Fact]
    public void Who_made_no_opening_offer_has_no_turn_and_a_seller_none_at_all()
    {
        var lot = Offered(("ann", 90_00), ("bob", 95_00));
        lot.Bid("cho", 10_00).AssertRefused(RejectionCode.NotYourTurn, 90_00, null);
        lot.Bid("bob", -1).AssertRefused(RejectionCode.NotAnAmount, 90_00, 90_00);
        lot.Bid("bob", 1_000_001).AssertRefused(RejectionCode.AboveCeiling, 90_00, 90_00);
        lot.Bid("sue", 10_00).AssertRefused(RejectionCode.SellerMayNotBid, 90_00, null);
    }

    [Fact]
    public void An_offer_goes_down_by_no_more_than_the_most()
    {
        var lot = new TestLot(Terms(most: 20_00)).Opened();
        lot.Bid("ann", 90_00).AssertAccepted();
        lot.Bid("bob", 95_00).AssertAccepted();
        lot.Over();
        lot.Bid("bob", 74_99).AssertRefused(RejectionCode.TooLow, 90_00, 75_00);
        lot.Bid("bob", 75_00).AssertAccepted();
    }

    [Fact]
    public void Everybody_is_shown_whose_turn_it_is()
    {
        var lot = new TestLot(Terms()).Opened();
        Assert.Equal("turns=3 turn-time=10000", lot.State.Shown.ToString());
        Assert.Null(TurnsForm.Instance.TurnOf(lot.State.Shown));
        lot = Offered(("ann", 90_00), ("bob", 95_00));
        Assert.Equal("turns=3 turn-time=10000 round=1 speaks=bob", lot.State.Shown.ToString());
        Assert.Equal("bob", TurnsForm.Instance.TurnOf(lot.State.Shown));
    }

    [Theory]
    [InlineData(0, 3, 10, null, "the start price must be above 0")]
    [InlineData(100_00, 0, 10, null, "each bidder must speak 1 to 20 times, not 0")]
    [InlineData(100_00, 21, 10, null, "each bidder must speak 1 to 20 times, not 21")]
    [InlineData(100_00, 3, 0.09, null, "a turn must last 100ms or more")]
    [InlineData(100_00, 3, 10, 4_99L, "the most that an offer goes down, 4.99, must not be below the least, 5.00")]
    public void Terms_that_cannot_be_held_are_told(long start, int turns, double seconds, long? most, string fault)
    {
        var form = new TurnsTerms(IncrementTable.Flat(5_00), most, turns, TimeSpan.FromSeconds(seconds));
        Assert.Contains(fault, TestLot.Terms(form, start).Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_that_cannot_have_happened_stop_the_lot()
    {
        var lot = Offered(("ann", 90_00), ("bob", 95_00));
        var (state, at) = (lot.State, lot.Now);
        LotFact[] impossible =
        [
            new TurnGiven(at, "ann", 1, at), new TurnPassed(at, "ann"), new TurnMissed(at, "ann"),
            new LotFact.BidAccepted("ann", "x", 80_00, 3, at, 80_00, "ann"),
            new LotFact.BidAccepted("bob", "x", 90_01, 3, at, 90_00, "ann"),
            new LotFact.BidAccepted("bob", "x", 80_00, 3, at, 80_00, "ann"), new LotFact.UnitAwarded("bob", 90_00, 0, 0, at),
            new LotFact.UnitAwarded("ann", 95_00, 0, 0, at),
        ];
        Assert.All(impossible, fact => Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(state, fact)));
    }

    private static string Told(Decision<LotFact> decision) => decision.IsRefused ? $"{(int)decision.Rejection.Code}"
        : decision.Facts.IsEmpty ? "-"
        : string.Join('+', decision.Facts.Select(fact => fact.GetType().Name));

    private static string? Speaks(TestLot lot) => ((TurnsState)lot.State).Speaks;

    private static LotTerms Terms(long? most = null) =>
        TestLot.Terms(new TurnsTerms(IncrementTable.Flat(5_00), most, 3, Turn), 100_00, 1, "sue");

    private static TestLot Offered(params (string Bidder, long Amount)[] offers)
    {
        var lot = new TestLot(Terms()).Opened();
        foreach (var (bidder, amount) in offers) lot.Bid(bidder, amount).AssertAccepted();
        return lot.Over();
    }

    private static TestLot In(string state)
    {
        if (state == "Waiting") return new TestLot(Terms());
        var lot = new TestLot(Terms()).Opened();
        lot.Bid("bob", 90_00).AssertAccepted();
        lot.Bid("ann", 95_00).AssertAccepted();
        if (state == "Opening") return lot;
        lot.Over();
        if (state == "Closed") lot.Do(new LotCommand.Close());
        if (state == "Missed") lot.Now += Turn;
        return lot;
    }
}
