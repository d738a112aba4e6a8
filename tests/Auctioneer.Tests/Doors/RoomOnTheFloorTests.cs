using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>Lots of the form room in the floor's own sale: the same rules, in the floor's words.</summary>
public sealed class RoomOnTheFloorTests
{
    [Fact, Trait("Requirement", "R2.3"), Trait("Requirement", "R2.4")]
    public async Task Bids_are_open_restart_the_deadline_and_the_sale_ends_when_the_lot_is_sold_out()
    {
        await using var house = await Houses.OpenAsync("lots = [ { id = lamp, start = 10, form = room, deadline = 300ms, units = 2 } ]");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        Assert.StartsWith("ACCEPTED a lamp 12.00 ", await ann.AskAsync("BID lamp 12 a", "ACCEPTED"), StringComparison.Ordinal);
        Assert.Contains(" lamp 12.00 leader=ann next=12.01 closes=2", await bob.UntilAsync("PRICE"), StringComparison.Ordinal);
        Assert.StartsWith("REFUSED b lamp 207 price=12.00", await ann.AskAsync("BID lamp 13 b", "REFUSED"), StringComparison.Ordinal);
        await bob.AskAsync("BID lamp 14 c", "ACCEPTED");
        Assert.EndsWith(" lamp 14.00", await ann.UntilAsync("OUTBID"), StringComparison.Ordinal);
        Assert.EndsWith(" lamp 14.00 to=bob units=1", await ann.UntilAsync("SOLD"), StringComparison.Ordinal);
        Assert.EndsWith(" lamp 14.00 leader=- next=14.01 closes=-", await ann.UntilAsync("PRICE"), StringComparison.Ordinal);
        await ann.AskAsync("BID lamp 15 d", "ACCEPTED");
        await ann.UntilAsync("WON");
        Assert.EndsWith(" sold=2 unsold=0", await ann.UntilAsync("END"), StringComparison.Ordinal);
    }
}
