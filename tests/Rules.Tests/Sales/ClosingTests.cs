using System.Reflection;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Rules.Tests.Sales;

/// <summary>The rule book of a sale that the operator closes, and what every command does in every state of a sale.</summary>
[Trait("Requirement", "R1.12")]
public sealed class ClosingTests
{
    // Facts by their names; a dash for none. The sale has one lot of the rounds and one with a deadline of its own.
    private const string Selling = """
                     Waiting                 Running                  Ending
        Come         BidderCame              BidderCame               BidderCame
        Leave        BidderLeft              BidderLeft               BidderLeft
        Act          -                       BidderActed              -
        ExtendRound  -                       RoundExtended            -
        ClockReached -                       -                        -
        ReportRound  -                       -                        RoundReported+RoundClosed+RoundOpened
        ReportClosed LotClosed               LotClosed                LotClosed
        Close        CloseOrdered+RoundsOver CloseOrdered+RoundEnding CloseOrdered
        """;

    private const string Closing = """
                     RoundsOver      Closing    ClosingUnopened Ended
        Come         BidderCame      BidderCame BidderCame      -
        Leave        BidderLeft      BidderLeft BidderLeft      -
        Act          -               -          -               -
        ExtendRound  -               -          -               -
        ClockReached -               -          -               -
        ReportRound  -               -          -               -
        ReportClosed LotClosed+Ended LotClosed  LotClosed       -
        Close        CloseOrdered    -          -               -
        """;

    public static TheoryData<string, string, string> Cells
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var rows in new[] { Rows(Selling), Rows(Closing) })
            {
                foreach (var row in rows[1..])
                {
                    for (var i = 0; i < rows[0].Length; i++) data.Add(rows[0][i], row[0], row[i + 1]);
                }
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Every_command_in_every_state_does_what_the_table_says(string state, string command, string expected)
    {
        var sale = In(state);
        var facts = sale.Do(Commands(sale)[command]);
        Assert.Equal(expected, facts.Length == 0 ? "-" : string.Join('+', facts.Select(fact => fact.GetType().Name)));
        Assert.Equal(TestSale.Told(sale.State), TestSale.Told(sale.Replayed()));
    }

    [Fact]
    public void The_tables_name_every_command()
    {
        var known = typeof(SaleCommand).GetNestedTypes(BindingFlags.Public).Select(type => type.Name).Order();
        Assert.Equal(known, Rows(Selling)[1..].Select(row => row[0]).Order());
        Assert.Equal(known, Rows(Closing)[1..].Select(row => row[0]).Order());
    }

    [Fact]
    public void A_round_that_runs_ends_at_once_and_no_further_one_opens()
    {
        var sale = new TestSale();
        sale.Come("ann");
        Assert.Equal([new SaleFact.CloseOrdered(sale.Now), new SaleFact.RoundEnding(1, sale.Now)], sale.Close());
        sale.Report("lamp", 1, 1);
        Assert.Equal(
            [
                new SaleFact.RoundReported("vase", 1, 0, 2),
                new SaleFact.RoundClosed(1, 1, sale.Now),
                new SaleFact.RoundsOver(RoundsOverReason.CloseOrdered, sale.Now),
            ],
            sale.Report("vase", 0, 2));
        Assert.Equal(["lamp", "vase"], sale.State.LotsToClose);
        sale.ReportClosed("lamp", 1, 1);
        Assert.Equal(new SaleFact.Ended(1, 3, sale.Now), sale.ReportClosed("vase", 0, 2)[^1]);
    }

    [Fact]
    public void A_round_that_is_ending_anyway_is_the_last()
    {
        var sale = new TestSale(roundLots: "lamp");
        sale.Come("ann");
        sale.TimePasses();
        Assert.Equal([new SaleFact.CloseOrdered(sale.Now)], sale.Close());
        Assert.Equal(new SaleFact.RoundsOver(RoundsOverReason.CloseOrdered, sale.Now), sale.Report("lamp", 1, 1)[^1]);
    }

    [Fact]
    public void What_the_last_round_sells_out_is_sold_out()
    {
        var sale = new TestSale(roundLots: "lamp");
        sale.Come("ann");
        sale.Close();
        Assert.Equal(new SaleFact.RoundsOver(RoundsOverReason.SoldOut, sale.Now), sale.Report("lamp", 1, 0)[^1]);
    }

    [Fact]
    public void A_sale_that_waits_ends_unsold_when_its_lots_have_closed()
    {
        var sale = new TestSale(roundLots: "lamp", timedLots: "clock", opensAt: TestSale.Start.AddHours(1));
        sale.Come("ann");
        Assert.Equal(
            [new SaleFact.CloseOrdered(sale.Now), new SaleFact.RoundsOver(RoundsOverReason.CloseOrdered, sale.Now)], sale.Close());
        Assert.True(sale.State.AreTimedLotsToEnd);
        Assert.Null(sale.State.LooksAtClockAt);
        sale.Now += TimeSpan.FromHours(2);
        Assert.Empty(sale.Look());
        sale.ReportClosed("lamp", 0, 1);
        Assert.Equal(new SaleFact.Ended(0, 2, sale.Now), sale.ReportClosed("clock", 0, 1)[^1]);
        Assert.DoesNotContain(sale.Facts, fact => fact is SaleFact.Opened);
    }

    [Fact]
    public void Timed_lots_are_to_end_until_the_last_has_reported()
    {
        var sale = new TestSale(roundLots: "", timedLots: "clock bell");
        sale.Come("ann");
        Assert.False(sale.State.AreTimedLotsToEnd);
        Assert.Equal([new SaleFact.CloseOrdered(sale.Now)], sale.Close());
        Assert.Empty(sale.Close());
        sale.ReportClosed("clock", 1, 0);
        Assert.True(sale.State.AreTimedLotsToEnd);
        Assert.Equal(new SaleFact.Ended(1, 1, sale.Now), sale.ReportClosed("bell", 0, 1)[^1]);
        Assert.False(sale.State.AreTimedLotsToEnd);
    }

    [Fact]
    public void Each_fact_leads_back_to_the_command_that_decides_it_again()
    {
        foreach (var state in Rows(Selling)[0].Concat(Rows(Closing)[0]))
        {
            var before = In(state);
            foreach (var command in Commands(before).Values)
            {
                var sale = In(state);
                var facts = sale.Do(command);
                if (facts.Length == 0) continue;
                Assert.Equal(facts, Sale.Decide(before.State, SaleCauses.Of(facts[0]), sale.Now).Facts.ToArray());
            }
        }
    }

    private static string[][] Rows(string table) =>
        [.. table.Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static Dictionary<string, SaleCommand> Commands(TestSale sale) => new()
    {
        ["Come"] = new SaleCommand.Come("cho"),
        ["Leave"] = new SaleCommand.Leave("bob"),
        ["Act"] = new SaleCommand.Act("bob", 1),
        ["ExtendRound"] = new SaleCommand.ExtendRound(sale.Now.AddHours(1)),
        ["ClockReached"] = new SaleCommand.ClockReached(),
        ["ReportRound"] = new SaleCommand.ReportRound("lamp", 1, 1, 1),
        ["ReportClosed"] = new SaleCommand.ReportClosed("clock", 1, 0),
        ["Close"] = new SaleCommand.Close(),
    };

    private static TestSale In(string state)
    {
        var waits = state is "Waiting" or "ClosingUnopened";
        var sale = new TestSale("lamp", "clock", state == "RoundsOver" ? 1 : null, toStart: waits ? 5 : 2);
        sale.Come("ann");
        sale.Come("bob");
        if (state is "Closing" or "ClosingUnopened") sale.Close();
        if (state is "Ending" or "RoundsOver") sale.TimePasses();
        if (state is "Closing" or "RoundsOver") sale.Report("lamp", 1, 1);
        if (state == "RoundsOver") sale.ReportClosed("lamp", 1, 1);
        if (state != "Ended") return sale;
        sale.Close();
        sale.Report("lamp", 1, 1);
        sale.ReportClosed("lamp", 1, 1);
        sale.ReportClosed("clock", 1, 0);
        return sale;
    }
}
