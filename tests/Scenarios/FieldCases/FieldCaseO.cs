using AkkaAuction.Auctioneer.Commands;
using AkkaAuction.Messages;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>A reserve that is not met: why nothing was sold is said, in words and in fields.</summary>
public sealed class FieldCaseO
{
    private const string Violin = """
        sale = evening
        lots = [
          { id = violin, form = proxy, start = "10.00", increment = "1.00", reserve = "50.00", open-for = 1m }
          { id = viola, form = proxy, start = "10.00", increment = "1.00", reserve = "50.00", open-for = 1m }
          { id = cello, form = proxy, start = "10.00", increment = "1.00", reserve = "50.00", open-for = 1m }
        ]
        """;

    [Theory]
    [InlineData(49_00, true)]
    [InlineData(50_00, false)]
    public async Task A_lot_that_closes_below_its_reserve_says_so(long bid, bool isBelow)
    {
        await using var auction = await TestAuction.Open(Violin);
        var ann = await auction.Enter("ann");
        await ann.Bids("violin", bid);
        auction.Pass(TimeSpan.FromMinutes(1));
        var closed = await ann.Hears<Notice.LotClosed>(lot => lot.Lot == "violin");
        Assert.Equal(isBelow, closed.ReserveNotMet);
        var account = await auction.End;
        // Nobody has bid on the viola: there it is no reserve that was not met.
        Assert.Equal([isBelow, false, false], account.Lots.Select(lot => lot.ReserveNotMet));
        var screen = new StringWriter();
        new Screen(screen).OnAccount(account);
        Assert.Equal(isBelow, screen.ToString().Contains("reserve not met", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("floor")]
    [InlineData("remote")]
    public async Task Every_door_and_every_screen_says_it(string door)
    {
        using var folder = new TemporaryFolder();
        folder.Write("evening.conf", Violin.Replace("1m", "5s", StringComparison.Ordinal));
        await using (var house = await FieldHouse.OpenAsync(
            folder.Path, "floor remote", "--catalogue", "evening.conf", "--journal", "a.db", "auction.sale.bidders-to-start=2"))
        {
            await using var play = FieldBidder.Start($"play {house.At(door)} --name bea");
            await play.UntilAsync("violin: ");
            await using var ann = await FloorClient.EnterAsync(house.Door("floor"), "ann");
            await house.Run.UntilAsync("violin is on sale until");
            await ann.AskAsync("BID violin 49.00 a1", "ACCEPTED");
            var lines = new[] { await ann.UntilAsync("CLOSED"), await ann.UntilAsync("CLOSED"), await ann.UntilAsync("CLOSED") };
            Assert.EndsWith(" violin sold=0 unsold=1 why=reserve-not-met", lines.Single(line => line.Contains("violin")));
            Assert.EndsWith(" viola sold=0 unsold=1", lines.Single(line => line.Contains("viola")));
            await house.Run.UntilAsync("violin is closed with 1 unit unsold: reserve not met");
            await house.Run.UntilAsync(" USD  reserve not met");
            await play.UntilAsync("The sale is over");
            Assert.Contains("violin is closed: 0 sold, 1 unsold: reserve not met.", play.Lines);
            Assert.Contains("viola is closed: 0 sold, 1 unsold.", play.Lines);
            await IsShownAsync(folder.Path);
            await house.StopAsync();
        }
        // Read from the journal.
        await IsShownAsync(folder.Path);
    }

    private static async Task IsShownAsync(string folder)
    {
        string[] show = ["sale", "show", "evening", "--journal", "a.db"];
        await using var words = ProgramRun.Of(Programs.Auctioneer, show, null, folder);
        Assert.Equal(0, await words.EndAsync());
        Assert.Single(words.Lines, line => line.EndsWith(" USD  reserve not met", StringComparison.Ordinal));
        await using var fields = ProgramRun.Of(Programs.Auctioneer, [.. show, "--json"], null, folder);
        Assert.Equal(0, await fields.EndAsync());
        Assert.Contains("\"id\":\"violin\"", Assert.Single(fields.Lines, line => line.Contains("\"reserveNotMet\":true")));
    }
}
