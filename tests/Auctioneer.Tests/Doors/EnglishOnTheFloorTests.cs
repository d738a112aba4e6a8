using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>English lots in the floor's words: what LOT says of the reserve and of buying at once, and what a purchase tells.</summary>
public sealed class EnglishOnTheFloorTests
{
    private const string Catalogue = """
        lots = [
          { id = vase, form = english, start = 40, increment = 2, reserve = 60, reserve-is = shown, buy-now = 100, open-for = 1h }
          { id = cup, form = english, start = 5, reserve = 8, buy-now = 20, buy-now-until = end, open-for = 1h }
        ]
        """;

    [Fact]
    public async Task The_first_bid_that_does_not_buy_ends_buying_and_everybody_is_told_the_lot_again()
    {
        await using var house = await Houses.OpenAsync(Catalogue);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        Assert.EndsWith(" currency=USD reserve-price=60.00 buy-now=100.00", await OpenAsync(ann, "vase"), StringComparison.Ordinal);

        await ann.AskAsync("BID vase 50 a", "ACCEPTED a vase 50.00 ");
        Assert.Contains(" vase 50.00 leader=ann next=52.00 ", await bob.UntilAsync("PRICE"), StringComparison.Ordinal);
        Assert.EndsWith(" currency=USD reserve-price=60.00", await bob.UntilAsync("LOT vase"), StringComparison.Ordinal);
        Assert.DoesNotContain("buy-now", await ann.AskAsync("LIST", "LOT vase"), StringComparison.Ordinal);
        // A maximum like any other.
        await bob.AskAsync("BID vase 100 b", "ACCEPTED b vase 100.00 ");
        Assert.Contains(" vase 60.00 leader=bob next=62.00 ", await bob.UntilAsync("PRICE"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_bids_the_price_that_buys_gets_the_lot_at_that_price_and_it_is_closed()
    {
        await using var house = await Houses.OpenAsync(Catalogue);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        // The reserve is hidden.
        Assert.EndsWith(" currency=USD buy-now=20.00", await OpenAsync(ann, "cup"), StringComparison.Ordinal);
        await ann.AskAsync("BID cup 6 a", "ACCEPTED a cup 6.00 ");
        await bob.AskAsync("BID cup 30 b", "ACCEPTED b cup 30.00 ");
        Assert.EndsWith(" cup 20.00", await ann.UntilAsync("OUTBID"), StringComparison.Ordinal);
        Assert.EndsWith(" cup 20.00 to=bob units=0", await ann.UntilAsync("SOLD"), StringComparison.Ordinal);
        Assert.Contains(" cup sold=1 unsold=0", await ann.UntilAsync("CLOSED"), StringComparison.Ordinal);
        Assert.StartsWith("REFUSED c cup 203 ", await ann.AskAsync("BID cup 40 c", "REFUSED"), StringComparison.Ordinal);
        // Sent again it is the same purchase.
        await bob.AskAsync("BID cup 30 b", "ACCEPTED b cup 30.00 ");
        Assert.Equal("ACCOUNT purchases=1 spent=20.00", await bob.AskAsync("ME", "ACCOUNT"));
    }

    private static async Task<string> OpenAsync(FloorClient client, string id)
    {
        string lot;
        do lot = await client.AskAsync("LIST", $"LOT {id} form=english");
        while (lot.Contains("state=waiting", StringComparison.Ordinal));
        return lot;
    }
}
