using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>
/// A falling clock in the floor's words. Its intervals are so long that no test waits for a fall: when it falls is the rules' affair.
/// </summary>
public sealed partial class DutchOnTheFloorTests
{
    [Fact]
    public async Task The_lot_line_says_the_clock_and_a_bid_above_it_takes_a_unit_at_its_price_until_sold_out()
    {
        await using var house = await Houses.OpenAsync(
            "lots = [ { id = roses, form = dutch, start = \"30.00\", floor = \"12.00\", step = \"1.00\", every = 1h, units = 2 } ]");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        string lot;
        // The lot opens because ann has come, and may do so after she is told that she has.
        do lot = await ann.AskAsync("LIST", "LOT roses form=dutch");
        while (lot.Contains("state=waiting", StringComparison.Ordinal));
        Assert.Matches(LotLine(), lot);
        var since = DateTimeOffset.Parse(LotLine().Match(lot).Groups[2].Value, CultureInfo.InvariantCulture);
        var closes = DateTimeOffset.Parse(LotLine().Match(lot).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal(TimeSpan.FromHours(19), closes - since);
        var read = ((Answer.Listed)FloorReplyParser.Parse(Encoding.UTF8.GetBytes(lot)).Answer!).View;
        Assert.Equal(28_00, read.At(since.AddHours(2)).NextMinor);
        Assert.Equal(since.AddHours(3), read.PriceChangesAt(since.AddHours(2)));
        Assert.StartsWith(
            "REFUSED a roses 204 price=30.00 next=30.00",
            await ann.AskAsync("BID roses 29.99 a", "REFUSED"),
            StringComparison.Ordinal);
        Assert.StartsWith("ACCEPTED b roses 99.00 ", await ann.AskAsync("BID roses 99 b", "ACCEPTED"), StringComparison.Ordinal);
        Assert.EndsWith(" roses 30.00 to=ann units=1", await ann.UntilAsync("SOLD"), StringComparison.Ordinal);
        Assert.EndsWith(" roses 30.00", await ann.UntilAsync("WON"), StringComparison.Ordinal);
        Assert.StartsWith("ACCEPTED b roses 99.00 ", await ann.AskAsync("BID roses 99 b", "ACCEPTED"), StringComparison.Ordinal);
        await ann.AskAsync("BID roses 30 c", "ACCEPTED");
        Assert.EndsWith(" sold=2 unsold=0", await ann.UntilAsync("END"), StringComparison.Ordinal);
        Assert.DoesNotContain(ann.Heard, line => line.StartsWith("PRICE", StringComparison.Ordinal));
    }

    [GeneratedRegex(
        "^LOT roses form=dutch title=\"roses\" start=30.00 price=30.00 next=30.00 units=2 leader=- "
            + "closes=(\\S+) state=open currency=USD from=30.00 step=1.00 every=3600000ms floor=12.00 since=(\\S+)$")]
    private static partial Regex LotLine();
}
