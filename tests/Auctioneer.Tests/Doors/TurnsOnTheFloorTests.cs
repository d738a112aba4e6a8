using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>A tender by turns in the floor's words. Turns last so long that no test waits for one to go by.</summary>
public sealed class TurnsOnTheFloorTests
{
    [Fact]
    public async Task Everybody_is_told_whose_turn_it_is_others_are_refused_and_the_last_pass_ends_it()
    {
        await using var house = await Houses.OpenAsync(
            "lots = [ { id = bus, form = turns, start = \"100.00\", decrement = \"5.00\", open-for = 1s, turn = 1h } ]");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        string lot;
        do lot = await ann.AskAsync("LIST", "LOT bus form=turns");
        while (lot.Contains("state=waiting", StringComparison.Ordinal));
        Assert.EndsWith(" state=open currency=USD turns=3 turn-time=3600000ms", lot, StringComparison.Ordinal);
        await ann.AskAsync("BID bus 90 a", "ACCEPTED a bus 90.00 ");
        await bob.AskAsync("BID bus 95 b", "ACCEPTED b bus 95.00 ");
        var turn = await TurnOfAsync(ann, "bob");
        Assert.Contains(" price=90.00 next=90.00 units=1 leader=ann ", turn, StringComparison.Ordinal);
        Assert.EndsWith(" turns=3 turn-time=3600000ms round=1 speaks=bob", turn, StringComparison.Ordinal);
        Assert.Equal(
            "REFUSED c bus 215 price=90.00 next=- \"it is another bidder's turn; wait for yours\"",
            await ann.AskAsync("BID bus 80 c", "REFUSED"));
        Assert.StartsWith("ERROR 215 ", await ann.AskAsync("PASS bus", "ERROR"), StringComparison.Ordinal);
        await bob.AskAsync("PASS bus", "PASSED");
        await TurnOfAsync(ann, "ann");
        await ann.AskAsync("PASS bus", "PASSED");
        Assert.EndsWith(" bus 90.00", await ann.UntilAsync("WON"), StringComparison.Ordinal);
        Assert.EndsWith(" sold=1 unsold=0", await ann.UntilAsync("END"), StringComparison.Ordinal);
        // The winner is paid.
        Assert.Equal("ACCOUNT purchases=1 spent=0.00 earned=90.00", await ann.AskAsync("ME", "ACCOUNT"));
        Assert.EndsWith(" role=supplier", await ann.UntilAsync("BOUGHT"), StringComparison.Ordinal);
    }

    private static async Task<string> TurnOfAsync(FloorClient client, string bidder)
    {
        string lot;
        do lot = await client.UntilAsync("LOT bus");
        while (!lot.EndsWith($" speaks={bidder}", StringComparison.Ordinal));
        return lot;
    }
}
