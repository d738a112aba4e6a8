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

    [Fact]
    public async Task The_floor_and_the_screen_of_the_house_say_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("evening.conf", Violin.Replace("1m", "2s", StringComparison.Ordinal));
        await using (var house = await FieldHouse.OpenAsync(folder.Path, "floor", "--catalogue", "evening.conf", "--journal", "a.db"))
        {
            await using var ann = await FloorClient.EnterAsync(house.Door("floor"), "ann");
            await ann.AskAsync("BID violin 49.00 a1", "ACCEPTED");
            var lines = new[] { await ann.UntilAsync("CLOSED"), await ann.UntilAsync("CLOSED"), await ann.UntilAsync("CLOSED") };
            Assert.EndsWith(" violin sold=0 unsold=1 why=reserve-not-met", lines.Single(line => line.Contains("violin")));
            Assert.EndsWith(" viola sold=0 unsold=1", lines.Single(line => line.Contains("viola")));
            await house.Run.UntilAsync("violin is closed with 1 unit unsold: reserve not met");
            await house.Run.UntilAsync(" USD  reserve not met");
            await house.StopAsync();
        }
    }
}
