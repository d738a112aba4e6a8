using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Rules.Tests.Sales;

/// <summary>The rule book of the sale: when it opens, its rounds and their limits, and when it is over.</summary>
[Trait("Requirement", "R1.12")]
public sealed class SaleRulesTests
{
    [Fact]
    public void It_opens_with_its_first_round_when_enough_bidders_are_present_at_once()
    {
        var sale = new TestSale(toStart: 2);
        Assert.Equal([new SaleFact.BidderCame("ann", sale.Now)], sale.Come("ann"));
        Assert.Empty(sale.Come("ann"));
        sale.Leave("ann");
        sale.Come("bob");
        Assert.Equal(SalePhase.Waiting, sale.State.Phase);
        sale.Now += TimeSpan.FromSeconds(5);
        Assert.Equal(
            [
                new SaleFact.BidderCame("ann", sale.Now),
                new SaleFact.Opened(sale.Now),
                new SaleFact.RoundOpened(1, sale.Now, sale.Now + TestSale.RoundLength),
            ],
            sale.Come("ann"));
    }

    [Theory, Trait("Requirement", "R1.3")]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void A_round_lasts_its_time_and_ends_when_the_clock_is_looked_at_from_then_on(int ticks, bool ends)
    {
        var sale = new TestSale(whenAllActed: false);
        sale.Come("ann");
        sale.Act("ann");
        sale.Now += TestSale.RoundLength + TimeSpan.FromTicks(ticks);
        Assert.Equal(ends ? [new SaleFact.RoundEnding(1, sale.Now)] : [], sale.Look());
    }

    [Fact]
    public void A_round_ends_at_once_when_every_present_bidder_has_acted_if_the_terms_say_so()
    {
        var sale = new TestSale(toStart: 2);
        sale.Come("ann");
        sale.Come("bob");
        Assert.Equal([new SaleFact.BidderActed("ann", 1)], sale.Act("ann"));
        Assert.Empty(sale.Act("ann"));
        Assert.Equal([new SaleFact.BidderActed("bob", 1), new SaleFact.RoundEnding(1, sale.Now)], sale.Act("bob"));
    }

    [Fact]
    public void A_round_no_longer_waits_for_who_has_left_and_waits_for_who_comes()
    {
        var sale = new TestSale(toStart: 2);
        sale.Come("ann");
        sale.Come("bob");
        sale.Come("cho");
        sale.Act("ann");
        sale.Leave("bob");
        Assert.Equal(SalePhase.RoundRunning, sale.State.Phase);
        Assert.Equal([new SaleFact.BidderLeft("cho", sale.Now), new SaleFact.RoundEnding(1, sale.Now)], sale.Leave("cho"));
    }

    [Fact]
    public void Who_leaves_and_comes_back_within_a_round_has_still_acted()
    {
        var sale = new TestSale(toStart: 2);
        sale.Come("ann");
        sale.Come("bob");
        sale.Act("ann");
        sale.Leave("ann");
        sale.Come("ann");
        sale.Act("bob");
        Assert.Equal(SalePhase.RoundEnding, sale.State.Phase);
    }

    [Fact]
    public void With_nobody_present_a_round_just_runs_its_time()
    {
        var sale = new TestSale();
        sale.Come("ann");
        Assert.Equal([new SaleFact.BidderLeft("ann", sale.Now)], sale.Leave("ann"));
        Assert.Equal(SalePhase.RoundRunning, sale.State.Phase);
        Assert.Equal([new SaleFact.RoundEnding(1, sale.Now + TestSale.RoundLength)], sale.TimePasses());
    }

    [Fact]
    public void An_act_of_another_round_or_outside_one_says_nothing()
    {
        var sale = new TestSale();
        Assert.Empty(sale.Act("ann", 1));
        sale.Come("ann");
        Assert.Empty(sale.Act("ann", 2));
        sale.Act("ann", 1);
        Assert.Empty(sale.Act("bob", 1));
    }

    [Fact, Trait("Requirement", "R1.4")]
    public void The_next_round_opens_with_the_last_report_in_whatever_order_they_come()
    {
        var sale = new TestSale();
        sale.Come("ann");
        sale.TimePasses();
        Assert.Equal(["lamp", "vase"], sale.State.LotsOwingReport);
        Assert.Equal([new SaleFact.RoundReported("vase", 1, 2, 3)], sale.Report("vase", 2, 3));
        Assert.Equal(["lamp"], sale.State.LotsOwingReport);
        Assert.Equal(
            [
                new SaleFact.RoundReported("lamp", 1, 1, 1),
                new SaleFact.RoundClosed(1, 3, sale.Now),
                new SaleFact.RoundOpened(2, sale.Now, sale.Now + TestSale.RoundLength),
            ],
            sale.Report("lamp", 1, 1));
    }

    [Fact]
    public void A_report_that_was_heard_before_or_is_of_another_round_changes_nothing()
    {
        var sale = new TestSale();
        sale.Come("ann");
        Assert.Empty(sale.Report("lamp", 1, 1)); // the round still runs
        sale.TimePasses();
        sale.Report("lamp", 1, 1);
        Assert.Empty(sale.Report("lamp", 1, 1));
        Assert.Empty(sale.Report("vase", 1, 1, round: 2));
        Assert.Empty(sale.Report("unheard-of", 1, 1));
        sale.Report("vase", 1, 1);
        Assert.Empty(sale.Report("vase", 1, 1, round: 1));
        Assert.Equal(2, sale.State.Round);
    }

    [Fact, Trait("Requirement", "R1.5"), Trait("Requirement", "R1.6")]
    public void A_sold_out_lot_takes_no_further_round_and_when_all_are_the_sale_ends()
    {
        var sale = new TestSale();
        sale.Come("ann");
        sale.TimePasses();
        sale.Report("lamp", 1, 0);
        sale.ReportClosed("lamp", 1, 0);
        sale.Report("vase", 0, 1);
        Assert.Equal(["vase"], sale.State.LotsOwingReport);
        sale.TimePasses();
        Assert.Equal(new SaleFact.RoundsOver(RoundsOverReason.SoldOut, sale.Now), sale.Report("vase", 1, 0)[^1]);
        Assert.Equal(["vase"], sale.State.LotsToClose);
        Assert.Equal([new SaleFact.LotClosed("vase", 1, 0, sale.Now), new SaleFact.Ended(2, 0, sale.Now)], sale.ReportClosed("vase", 1, 0));
    }

    [Fact, Trait("Requirement", "R1.6")]
    public void A_lot_that_says_it_is_closed_before_it_reports_its_last_round_is_waited_for()
    {
        var sale = new TestSale(roundLots: "lamp", silence: 1);
        sale.Come("ann");
        sale.TimePasses();
        sale.ReportClosed("lamp", 1, 0);
        Assert.Equal(SalePhase.RoundEnding, sale.State.Phase);
        Assert.Equal(
            [
                new SaleFact.RoundReported("lamp", 1, 4, 0),
                new SaleFact.RoundClosed(1, 4, sale.Now),
                new SaleFact.RoundsOver(RoundsOverReason.SoldOut, sale.Now),
                new SaleFact.Ended(1, 0, sale.Now),
            ],
            sale.Report("lamp", 4, 0));
    }

    [Fact, Trait("Requirement", "R1.6")]
    public void A_round_limit_ends_the_rounds_and_what_is_left_is_unsold()
    {
        var sale = new TestSale(limit: 2);
        sale.Come("ann");
        Round(sale, 1, 1);
        var last = Round(sale, 1, 1);
        Assert.Equal(
            [new SaleFact.RoundClosed(2, 2, sale.Now), new SaleFact.RoundsOver(RoundsOverReason.RoundLimit, sale.Now)],
            last[^2..]);
        Assert.Equal(["lamp", "vase"], sale.State.LotsToClose);
        sale.ReportClosed("lamp", 2, 1);
        Assert.Equal(["vase"], sale.State.LotsToClose);
        Assert.Equal(new SaleFact.Ended(2, 5, sale.Now), sale.ReportClosed("vase", 0, 4)[^1]);
    }

    [Fact, Trait("Requirement", "R1.6")]
    public void Rounds_in_a_row_without_a_bid_end_the_rounds_and_a_single_bid_starts_the_count_again()
    {
        var sale = new TestSale(silence: 2);
        sale.Come("ann");
        Round(sale, 0, 0);
        Round(sale, 0, 1);
        Round(sale, 0, 0);
        Assert.Equal(SalePhase.RoundRunning, sale.State.Phase);
        Assert.Equal(new SaleFact.RoundsOver(RoundsOverReason.Silence, sale.Now + TestSale.RoundLength), Round(sale, 0, 0)[^1]);
    }

    [Fact, Trait("Requirement", "R1.6")]
    public void Without_limits_rounds_go_on()
    {
        var sale = new TestSale();
        sale.Come("ann");
        for (var i = 0; i < 50; i++) Round(sale, 0, 0);
        Assert.Equal((SalePhase.RoundRunning, 51), (sale.State.Phase, sale.State.Round));
    }

    [Fact]
    public void Timed_lots_alone_need_no_rounds_and_the_last_one_ends_the_sale()
    {
        var sale = new TestSale(roundLots: "", timedLots: "clock bell");
        Assert.Equal([new SaleFact.BidderCame("ann", sale.Now), new SaleFact.Opened(sale.Now)], sale.Come("ann"));
        sale.ReportClosed("bell", 1, 0);
        Assert.Empty(sale.ReportClosed("bell", 1, 0));
        Assert.Equal(new SaleFact.Ended(1, 1, sale.Now), sale.ReportClosed("clock", 0, 1)[^1]);
    }

    [Fact]
    public void A_sale_of_both_kinds_ends_when_both_are_over()
    {
        var sale = new TestSale(roundLots: "lamp", timedLots: "clock", limit: 1);
        sale.Come("ann");
        sale.ReportClosed("clock", 1, 0);
        sale.TimePasses();
        sale.Report("lamp", 0, 2);
        Assert.Equal(SalePhase.Open, sale.State.Phase);
        Assert.Equal(["lamp"], sale.State.LotsToClose);
        Assert.Equal(new SaleFact.Ended(1, 2, sale.Now), sale.ReportClosed("lamp", 0, 2)[^1]);
    }

    [Fact]
    public void A_lot_that_is_withdrawn_in_a_round_still_owes_its_report_but_no_further_one()
    {
        var sale = new TestSale();
        sale.Come("ann");
        sale.ReportClosed("lamp", 0, 1);
        sale.TimePasses();
        Assert.Equal(["lamp", "vase"], sale.State.LotsOwingReport);
        sale.Report("vase", 0, 1);
        sale.Report("lamp", 0, 1);
        Assert.Equal((SalePhase.RoundRunning, 2), (sale.State.Phase, sale.State.Round));
        Assert.Equal(["vase"], sale.State.LotsOwingReport);
    }

    [Fact]
    public void Nothing_happens_after_the_end()
    {
        var sale = new TestSale(roundLots: "", timedLots: "clock");
        sale.Come("ann");
        sale.ReportClosed("clock", 1, 0);
        Assert.Equal(SalePhase.Ended, sale.State.Phase);
        Assert.Empty(sale.Come("bob"));
        Assert.Empty(sale.Leave("ann"));
        Assert.Empty(sale.TimePasses());
        Assert.Throws<BrokenInvariantException>(() => Sale.Evolve(sale.State, new SaleFact.BidderCame("bob", sale.Now)));
    }

    [Theory]
    [InlineData("number must be 1 or more", 0, "a", "", 60, 1, 1, 1)]
    [InlineData("at least one lot", 1, "", "", 60, 1, 1, 1)]
    [InlineData("length of a round must be above 0", 1, "a", "", 0, 1, 1, 1)]
    [InlineData("limit of rounds must be 1 or more, not 0", 1, "a", "", 60, 0, 1, 1)]
    [InlineData("silent rounds must be 1 or more, not 0", 1, "a", "", 60, 1, 0, 1)]
    [InlineData("bidders a sale waits for must be 1 or more, not 0, unless it has an opening time", 1, "a", "", 60, 1, 1, 0)]
    [InlineData("bidders a sale waits for must be 0 or more, not -1", 1, "a", "", 60, 1, 1, -1)]
    [InlineData("the lot 'a' is named twice", 1, "a b", "a", 60, 1, 1, 1)]
    public void Faulty_terms_are_named(string part, int id, string rounds, string timed, int seconds, int limit, int silence, int toStart)
    {
        var terms = new SaleTerms(id, [.. Names(rounds)], [.. Names(timed)], TimeSpan.FromSeconds(seconds), limit, silence, toStart, true);
        Assert.Contains(part, terms.Fault(), StringComparison.Ordinal);

        static string[] Names(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static SaleFact[] Round(TestSale sale, int lampBids, int vaseBids)
    {
        sale.TimePasses();
        sale.Report("lamp", lampBids, 1);
        return sale.Report("vase", vaseBids, 1);
    }
}
