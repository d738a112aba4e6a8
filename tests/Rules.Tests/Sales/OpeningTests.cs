using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Rules.Tests.Sales;

/// <summary>The rule book of a sale with an opening time.</summary>
[Trait("Requirement", "R1.12")]
public sealed class OpeningTests
{
    private static readonly DateTimeOffset Six = TestSale.Start.AddHours(6);

    [Fact]
    public void It_opens_at_its_time_and_not_before_with_as_many_bidders_as_it_needs()
    {
        var sale = new TestSale(toStart: 1, opensAt: Six);
        Assert.Equal([new SaleFact.BidderCame("ann", sale.Now)], sale.Come("ann"));
        sale.Now = Six - TimeSpan.FromTicks(1);
        Assert.Empty(sale.Look());
        sale.Now = Six;
        Assert.Equal([new SaleFact.Opened(Six), new SaleFact.RoundOpened(1, Six, Six + TestSale.RoundLength)], sale.Look());
    }

    [Fact]
    public void At_its_time_with_too_few_it_waits_for_the_bidder_who_makes_them_enough()
    {
        var sale = new TestSale(toStart: 2, opensAt: Six);
        sale.Come("ann");
        sale.Now = Six.AddHours(1);
        Assert.Empty(sale.Look());
        Assert.Equal(new SaleFact.Opened(sale.Now), sale.Come("bob")[1]);
    }

    [Fact]
    public void One_that_needs_nobody_opens_with_nobody_there()
    {
        var sale = new TestSale(toStart: 0, opensAt: Six);
        Assert.Empty(sale.Look());
        sale.Now = Six;
        Assert.Equal(new SaleFact.Opened(Six), sale.Look()[0]);
    }

    [Fact]
    public void The_clock_is_waited_for_only_while_it_can_open_the_sale()
    {
        var sale = new TestSale(toStart: 1, opensAt: Six);
        Assert.Null(sale.State.LooksAtClockAt);
        sale.Come("ann");
        Assert.Equal(Six, sale.State.LooksAtClockAt);
        sale.Leave("ann");
        Assert.Null(sale.State.LooksAtClockAt);
        sale.Come("ann");
        sale.Now = Six;
        sale.Look();
        Assert.Equal(Six + TestSale.RoundLength, sale.State.LooksAtClockAt);
    }

    [Theory]
    [InlineData("", "a title", "id must be 1 to 64 letters")]
    [InlineData("two words", "a title", "not 'two words'")]
    [InlineData("evening", "", "title must have 1 to 255 characters, not 0")]
    public void A_faulty_name_or_title_is_named(string name, string title, string part)
    {
        var terms = new TestSale().State.Terms with { Name = name, Title = title };
        Assert.Contains(part, terms.Fault(), StringComparison.Ordinal);
    }
}
