using System.Globalization;
using System.Text.RegularExpressions;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>A late bid in the floor's words: one line with the end that counts. The lot is late from its opening on.</summary>
public sealed class SoftCloseOnTheFloorTests
{
    [Fact]
    public async Task A_bid_that_extends_has_one_line_with_the_new_end_and_the_list_has_it_too()
    {
        await using var house = await Houses.OpenAsync(
            "lots = [ { id = violin, form = proxy, start = 10, increment = 1, open-for = 1h, "
                + "soft-close = 2h, extend = add, extend-by = 5m } ]");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        string lot;
        do lot = await ann.AskAsync("LIST", "LOT violin form=proxy");
        while (lot.Contains("state=waiting", StringComparison.Ordinal));
        Assert.EndsWith(" currency=USD soft-close=7200000ms", lot, StringComparison.Ordinal);
        var end = Closes(lot);

        var bid = await ann.AskAsync("BID violin 20 a", "ACCEPTED a violin 20.00 ");
        var price = await bob.UntilAsync("PRICE");
        Assert.Equal(end + TimeSpan.FromMinutes(5), Closes(price));
        Assert.Equal(long.Parse(bid.Split(' ')[4], CultureInfo.InvariantCulture) + 1, Seq(price));

        // The same bid again, a refused one and the leader's own.
        await ann.AskAsync("BID violin 20 a", "ACCEPTED a violin 20.00 ");
        await bob.AskAsync("BID violin 10 b", "REFUSED b violin 204 ");
        await ann.AskAsync("BID violin 30 c", "ACCEPTED c violin 30.00 ");
        await bob.AskAsync("BID violin 40 d", "ACCEPTED d violin 40.00 ");
        Assert.Equal(end + TimeSpan.FromMinutes(10), Closes(await bob.UntilAsync("PRICE")));
        Assert.EndsWith(" violin 31.00", await ann.UntilAsync("OUTBID"), StringComparison.Ordinal);
        lot = await ann.AskAsync("LIST", "LOT violin");
        Assert.Equal(end + TimeSpan.FromMinutes(10), Closes(lot));
    }

    private static long Seq(string price) => long.Parse(price.Split(' ')[1], CultureInfo.InvariantCulture);

    private static DateTimeOffset Closes(string line) =>
        DateTimeOffset.Parse(Regex.Match(line, " closes=([^ ]+)").Groups[1].Value, CultureInfo.InvariantCulture);
}
