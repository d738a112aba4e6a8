using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>Tenders in the floor's words: what next= says, who is outbid, and what is 214.</summary>
public sealed class TendersOnTheFloorTests
{
    [Fact]
    public async Task An_open_tender_goes_down_and_next_says_the_highest_offer_that_would_do()
    {
        await using var house = await Houses.OpenAsync(
            "lots = [ { id = roof, form = reverse, start = \"100.00\", decrement = \"40.00\", reserve = \"90.00\", open-for = 1h } ]");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        string lot;
        do lot = await ann.AskAsync("LIST", "LOT roof form=reverse");
        while (lot.Contains("state=waiting", StringComparison.Ordinal));
        Assert.Contains(" start=100.00 price=100.00 next=100.00 units=1 leader=- ", lot, StringComparison.Ordinal);
        Assert.DoesNotContain("90.00", lot, StringComparison.Ordinal);
        Assert.Equal(
            "REFUSED a roof 214 price=100.00 next=100.00 \"too high; offer what next= says or less\"",
            await ann.AskAsync("BID roof 100.01 a", "REFUSED"));
        await ann.AskAsync("BID roof 95 b", "ACCEPTED b roof 95.00 ");
        await bob.AskAsync("BID roof 30 c", "ACCEPTED c roof 30.00 ");
        Assert.EndsWith(" roof 30.00", await ann.UntilAsync("OUTBID"), StringComparison.Ordinal);
        // Less than a step is left: nothing lower is taken.
        Assert.Contains(" roof 30.00 leader=bob next=- closes=", await bob.UntilAsync("PRICE"), StringComparison.Ordinal);
        Assert.StartsWith(
            "REFUSED d roof 214 price=30.00 next=- ", await ann.AskAsync("BID roof 0 d", "REFUSED"), StringComparison.Ordinal);
        Assert.Contains(" next=- ", await ann.AskAsync("LIST", "LOT roof"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sealed_tender_shows_its_start_price_and_nobody_until_it_is_over()
    {
        await using var house = await Houses.OpenAsync(
            "lots = [ { id = snow, form = reverse_sealed, start = \"700.00\", pays = second, open-for = 1h } ]");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        string lot;
        do lot = await ann.AskAsync("LIST", "LOT snow form=reverse_sealed");
        while (lot.Contains("state=waiting", StringComparison.Ordinal));
        await ann.AskAsync("BID snow 640 a", "ACCEPTED a snow 640.00 ");
        Assert.Contains(" price=700.00 next=700.00 units=1 leader=- ", await ann.AskAsync("LIST", "LOT snow"), StringComparison.Ordinal);
        Assert.StartsWith(
            "REFUSED b snow 214 price=700.00 next=700.00 ", await ann.AskAsync("BID snow 700.01 b", "REFUSED"), StringComparison.Ordinal);
        Assert.DoesNotContain(ann.Heard, line => line.StartsWith("PRICE", StringComparison.Ordinal));
    }
}
