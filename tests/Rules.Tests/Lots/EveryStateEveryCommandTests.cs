using System.Reflection;
using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Tests.Lots;

/// <summary>
/// What every command does in every state of a lot, form by form: facts by their names, a refusal by its number, a dash for neither. In
/// each state but Waiting and Closed a bid of ann's is in.
/// </summary>
public sealed class EveryStateEveryCommandTests
{
    private const string Rounds = """
                      Waiting             Between      Running                 RunningLast                    Overdue                 Closed
        Open          Opened              -            -                       -                              -                       -
        Bid           202                 202          BidAccepted             BidAccepted                    202                     203
        Withdraw      202                 221          221                     221                            221                     203
        Pass          202                 202          BidderPassed            BidderPassed                   202                     203
        OpenRound     Opened+RoundOpened  RoundOpened  -                       -                              -                       -
        EndRound      Opened+RoundEnded   RoundEnded   UnitAwarded+RoundEnded  UnitAwarded+RoundEnded+Closed  UnitAwarded+RoundEnded  -
        Extend        -                   -            DeadlineSet             DeadlineSet                    DeadlineSet             -
        ClockReached  -                   -            -                       -                              -                       -
        Hammer        -                   -            -                       -                              -                       -
        Close         Closed              Closed       Closed                  Closed                         Closed                  -
        """;

    private const string Proxy = """
                     Waiting   Open          Overdue              Closed
        Open         Opened    -             -                    -
        Bid          202       BidAccepted   203                  203
        Withdraw     202       221           203                  203
        Pass         202       -             203                  203
        OpenRound    -         -             -                    -
        EndRound     -         -             -                    -
        Extend       -         DeadlineSet   DeadlineSet          -
        ClockReached -         -             UnitAwarded+Closed   -
        Hammer       Closed    UnitAwarded+Closed   UnitAwarded+Closed   -
        Close        Closed    Closed        UnitAwarded+Closed   -
        """;

    private const string Sealed = """
                     Waiting   Open                 Overdue              Closed
        Open         Opened    -                    -                    -
        Bid          202       BidAccepted          203                  203
        Withdraw     202       221                  203                  203
        Pass         202       -                    203                  203
        OpenRound    -         -                    -                    -
        EndRound     -         -                    -                    -
        Extend       -         DeadlineSet          DeadlineSet          -
        ClockReached -         -                    UnitAwarded+Closed   -
        Hammer       Closed    UnitAwarded+Closed   UnitAwarded+Closed   -
        Close        Closed    Closed               UnitAwarded+Closed   -
        """;

    public static TheoryData<string, string, string, string> Cells
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            (string, string)[] tables =
            [
                ("rounds", Rounds), ("proxy", Proxy), ("english", Proxy), ("first_price", Sealed), ("second_price", Sealed),
                ("kth_price", Sealed), ("all_pay", Sealed),
            ];
            foreach (var (form, table) in tables)
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
        var lot = In(form, state);
        var decision = lot.Do(Commands(lot)[command]);
        var told = decision.IsRefused ? $"{(int)decision.Rejection.Code}"
            : decision.Facts.IsEmpty ? "-"
            : string.Join('+', decision.Facts.Select(fact => fact.GetType().Name));
        Assert.Equal(expected, told);
        Assert.Equal(lot.State, lot.Replayed());
    }

    [Fact]
    public void The_tables_name_every_command()
    {
        var known = typeof(LotCommand).GetNestedTypes(BindingFlags.Public).Select(type => type.Name).Order();
        Assert.Equal(known, Commands(In("proxy", "Open")).Keys.Order());
        Assert.All(
            new[] { Rounds, Proxy, Sealed },
            table =>
            {
                var named = table.Split('\n').Skip(1).Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]);
                Assert.Equal(known, named.Order());
            });
    }

    [Theory]
    [InlineData("rounds")]
    [InlineData("proxy")]
    [InlineData("english")]
    [InlineData("first_price")]
    [InlineData("kth_price")]
    [InlineData("all_pay")]
    public void A_fact_that_cannot_have_happened_stops_the_lot(string form)
    {
        var at = TestLot.Start;
        var open = In(form, form == "rounds" ? "Running" : "Open").State;
        var next = open.BidsTaken + 1;
        LotFact[] impossible =
        [
            new LotFact.Opened(at, null),
            new LotFact.BidAccepted("bob", "x", 500, next + 1, at, open.PriceMinor, open.Leader),
            new LotFact.BidAccepted("bob", "x", 500, next, at, open.PriceMinor - 1, open.Leader),
            new LotFact.BidAccepted("bob", "x", 500, next, at, open.PriceMinor, "somebody"),
            new LotFact.UnitAwarded("ann", open.PriceMinor + 50, open.UnitsLeft, 1, at),
            new LotFact.UnitAwarded("ann", open.PriceMinor - 1, open.UnitsLeft - 1, 1, at),
            new LotFact.Closed(open.Sold + 1, open.UnitsLeft, at),
            new RoundOpened(1, at, at),
            new RoundEnded(0, 0, at),
            new BidderPassed("bob", 7, at),
            new LotFact.DeadlineSet(at, at),
        ];
        foreach (var fact in impossible)
        {
            // Nobody leads in a round, and nothing is kept of it.
            if (form == "rounds" && fact is LotFact.BidAccepted { Leader: "somebody" }) continue;
            Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(open, fact));
        }
        Assert.Throws<BrokenInvariantException>(() => Lot.Evolve(In(form, "Closed").State, new LotFact.Closed(0, 1, at)));
        Assert.Throws<BrokenInvariantException>(
            () => Lot.Evolve(In(form, "Waiting").State, new LotFact.BidAccepted("bob", "x", 500, 1, at, 100, null)));
    }

    private static Dictionary<string, LotCommand> Commands(TestLot lot) => new()
    {
        ["Open"] = new LotCommand.Open(),
        ["Bid"] = new LotCommand.Bid("bob", "x", 500),
        ["Withdraw"] = new LotCommand.Withdraw("bob", "x"),
        ["Pass"] = new LotCommand.Pass("bob"),
        ["OpenRound"] = new LotCommand.OpenRound(lot.State.LastRoundEnded + 1, lot.Now + TestLot.Length),
        ["EndRound"] = new LotCommand.EndRound(lot.State.LastRoundEnded + 1),
        ["Extend"] = new LotCommand.Extend(lot.Now + TestLot.Length + TestLot.Length),
        ["ClockReached"] = new LotCommand.ClockReached(),
        ["Hammer"] = new LotCommand.Hammer(),
        ["Close"] = new LotCommand.Close(),
    };

    private static TestLot In(string form, string state)
    {
        FormTerms format = form switch
        {
            "rounds" => new RoundsTerms(new TieBreak.Earlier()),
            "proxy" => new ProxyTerms(IncrementTable.Flat(10), null, LowestBid.NextIncrement, LeaderRaise.LiftsCappedPrice),
            "english" => new EnglishTerms(IncrementTable.Flat(10), null, ReserveIs.Hidden, 5000, BuyNowUntil.End),
            "first_price" => new FirstPriceTerms(),
            "kth_price" => new KthPriceTerms(3),
            "all_pay" => new AllPayTerms(),
            _ => new SecondPriceTerms(),
        };
        var lot = new TestLot(TestLot.Terms(format, units: form == "rounds" && state != "RunningLast" ? 3 : 1));
        if (state == "Waiting") return lot;
        lot.Opened();
        if (state == "Closed")
        {
            lot.Do(new LotCommand.Close());
            return lot;
        }
        lot.Bid("ann", 150).AssertAccepted();
        if (state == "Between") lot.EndRound(1);
        if (state == "Overdue") lot.Now += TestLot.Length;
        return lot;
    }
}
