using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Commands;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Tests.Commands;

/// <summary>What the auctioneer's screen shows of a sale, line by line.</summary>
public sealed class ScreenTests
{
    [Fact]
    public void A_deadline_that_is_held_open_with_nobody_in_front_is_shown_and_a_price_with_its_leader()
    {
        using var output = new StringWriter();
        var screen = new Screen(output);
        var until = new DateTimeOffset(2026, 11, 20, 14, 30, 5, TimeSpan.FromHours(2));
        screen.OnNotice(TheSale.Id, new Notice.PriceChanged(1, "roses", 5_00, null, 5_00, until));
        screen.OnNotice(TheSale.Id, new Notice.PriceChanged(2, "vase", 12_00, "ann", 13_00, until));
        screen.OnNotice(TheSale.Id, new Notice.PriceChanged(3, "clock", 12_00, "ann", 13_00, null));
        Assert.Equal(
            ["roses stays open until 12:30:05 UTC", "vase stands at 12.00 USD, ann leads", ""],
            output.ToString().Split(Environment.NewLine));
    }

    [Fact]
    public void A_second_sale_has_each_line_say_its_sale_and_one_that_is_over_is_always_named()
    {
        using var output = new StringWriter();
        var screen = new Screen(output);
        screen.OnOver(new SaleSummary("day", "Day", 1, SaleViewState.Ended, 2, 1, 1, null, 9));
        screen.OnNotice("evening", new Notice.LotClosed(1, "lamp", 1, 0));
        screen.OnOver(new SaleSummary("night", "night", 2, SaleViewState.Ended, 2, 0, 2, null, 9));
        screen.OnNotice("evening", new Notice.LotClosed(1, "rug", 0, 1));
        Assert.Equal(
            [
                "Sale 1, day (Day) is over: 1 sold, 1 unsold.", "lamp is sold out", "Sale 2, night is over: 0 sold, 2 unsold.",
                "evening: rug is closed with 1 unit unsold", "",
            ],
            output.ToString().Split(Environment.NewLine));
    }

    [Fact]
    [Trait("Requirement", "R1.1")]
    [Trait("Requirement", "R1.6")]
    [Trait("Requirement", "R1.7")]
    public async Task The_screen_shows_the_catalogue_the_major_events_and_the_account()
    {
        using var output = new StringWriter();
        var screen = new Screen(output);
        await using (var house = await Houses.OpenAsync(
            "lots = [ { id = lamp, title = \"Desk lamp\", start = \"10.00\", units = 2 }, { id = rug, start = \"50.00\" } ]", screen,
            "auction.rounds.close-when-all-acted=on", "auction.rounds.silence=1"))
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
            await ann.AskAsync("BID lamp 11", "ROUND 2 OPEN");
            await ann.AskAsync("BID lamp 12.50", "ROUND 3 OPEN");
            await ann.AskAsync("PASS", "END");
            await house.SaleEnded;
        }
        var shown = System.Text.RegularExpressions.Regex.Replace(output.ToString(), "\\d\\d:\\d\\d:\\d\\d", "hh:mm:ss");
        Assert.Equal("""
            Sale 1: 2 lots
              Lot   Title      Form    Start price  Units
              ----  ---------  ------  -----------  -----
              lamp  Desk lamp  rounds    10.00 USD      2
              rug   rug        rounds    50.00 USD      1
            Round 1 is open until hh:mm:ss UTC
            lamp (Desk lamp) is won by ann at 11.00 USD, 1 unit left
            Round 1 is closed
            Round 2 is open until hh:mm:ss UTC
            lamp (Desk lamp) is won by ann at 12.50 USD, 0 units left
            lamp (Desk lamp) is sold out
            Round 2 is closed
            Round 3 is open until hh:mm:ss UTC
            Round 3 is closed
            rug is closed with 1 unit unsold

            Final account of sale 1 after 3 rounds: 2 sold, 1 unsold
              Bidder  Lot   Round      Price
              ------  ----  -----  ---------
              ann     lamp      1  11.00 USD
                      lamp      2  12.50 USD
                            spent  23.50 USD
            Unsold:
              Lot  Title  Units  Last price
              ---  -----  -----  ----------
              rug  rug        1   50.00 USD


            """, shown, ignoreLineEndingDifferences: true);
    }
}
