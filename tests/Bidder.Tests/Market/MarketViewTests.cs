using AkkaAuction.Bidder.Market;
using AkkaAuction.Messages;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Market;

[Trait("Requirement", "R1.8")]
public sealed class MarketViewTests
{
    private const string Welcome = "WELCOME me t time=2026-11-20T12:00:00.000Z";

    [Fact]
    public void A_list_tells_the_lots_as_they_are()
    {
        var market = MarketView.Empty.After(Welcome, Lot("clock", 10, 2), Lot("vase", 5, 1, "proxy"), "READY 4");

        Assert.Equal(["clock", "vase"], market.Lots.Keys);
        Assert.Equal(["clock"], market.RoundLots.Select(lot => lot.Lot));
        Assert.Equal(4, market.Seq);
        Assert.False(market.IsBeingListed);
    }

    [Fact]
    public void Prices_units_and_ends_are_taken_from_the_lines_that_tell_them()
    {
        var market = MarketView.Empty.After(
            Welcome, Lot("clock", 10, 2), "READY 4", Opened(1, 5), "SOLD 6 clock 12.50 to=ada units=1",
            "PRICE 7 clock 12.50 leader=- next=12.51 closes=-", "ROUND 1 CLOSED 8");

        var clock = market.Lots["clock"];
        Assert.Equal((1250, 1251, 1), (clock.PriceMinor, clock.NextMinor, clock.Units));
        Assert.Equal(new AwardedUnit("clock", 1, 1250, "ada", 6), Assert.Single(market.Awards));
        Assert.False(market.RoundIsOpen);

        market = market.After("SOLD 9 clock 13.00 to=bob units=0", "CLOSED 10 clock sold=2 unsold=0", "END 11 sold=2 unsold=0");
        Assert.Equal(LotViewState.Closed, market.Lots["clock"].State);
        Assert.Empty(market.RoundLots);
        Assert.True(market.HasEnded);
        Assert.Equal(11, market.Seq);
    }

    [Fact]
    public void A_lot_that_a_later_list_leaves_out_is_closed()
    {
        var market = MarketView.Empty.After(Welcome, Lot("clock"), Lot("vase"), "READY 4", Welcome, Lot("vase"), "READY 9");

        Assert.Equal(LotViewState.Closed, market.Lots["clock"].State);
        Assert.Equal(LotViewState.Open, market.Lots["vase"].State);
    }

    [Theory]
    [InlineData("every=9000000000000000000ms since=2026-11-20T12:00:00.000Z")]
    [InlineData("every=1000ms since=9999-12-31T23:59:59.999Z")]
    public void A_strange_houses_clock_that_no_time_can_hold_is_no_clock(string clock)
    {
        var market = MarketView.Empty.After(
            Welcome, Lot("roses", 30, form: "dutch") + " from=30.00 step=1.00 floor=12.00 " + clock, "READY 4");

        var roses = market.Lots["roses"];
        Assert.Equal((3000, null), (roses.At(Noon).PriceMinor, roses.PriceChangesAt(Noon)));
    }

    [Fact]
    public void A_list_asked_for_in_between_closes_nothing_that_it_leaves_out()
    {
        var market = MarketView.Empty.After(Welcome, Lot("clock"), "READY 4", Lot("vase"), "READY 9");

        Assert.Equal(LotViewState.Open, market.Lots["clock"].State);
    }

    [Fact]
    public void A_tick_older_than_the_list_changes_nothing()
    {
        var market = MarketView.Empty.After(
            Welcome, Lot("clock", 20, 3), "READY 9", "PRICE 8 clock 15.00 leader=ada next=15.01 closes=-",
            "SOLD 9 clock 15.00 to=ada units=4");

        Assert.Equal((2000, 3), (market.Lots["clock"].PriceMinor, market.Lots["clock"].Units));
        Assert.Single(market.Awards);
    }

    [Fact]
    public void Lines_about_lots_never_heard_of_do_no_harm()
    {
        var market = MarketView.Empty.After(
            "PRICE 8 ghost 15.00 leader=ada next=15.01 closes=-", "CLOSED 9 ghost sold=1 unsold=0",
            "REFUSED b ghost 204 price=1.00 next=2.00 \"no\"");

        Assert.Empty(market.Lots);
    }

    [Fact]
    public void Whether_a_round_runs_is_told_behind_the_list()
    {
        var before = MarketView.Empty.After(Welcome, Lot("clock"), "READY 4", Opened(3, 5));

        var back = before.After(Welcome, Lot("clock"), "READY 9");
        Assert.Equal((3, false), (back.Round, back.RoundIsOpen));

        var told = back.After(Opened(4, 8));
        Assert.Equal((4, true), (told.Round, told.RoundIsOpen));
    }

    [Fact]
    public void What_a_refusal_says_of_the_price_is_believed()
    {
        var market = MarketView.Empty.After(Welcome, Lot("clock"), "READY 4", "REFUSED b clock 204 price=30.00 next=30.01 \"too low\"");

        Assert.Equal((3000, 3001), (market.Lots["clock"].PriceMinor, market.Lots["clock"].NextMinor));
    }
}
