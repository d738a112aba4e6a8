using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Auctioneer.Tests.Originals;

/// <summary>The sealed house's server screen (R3.10), and that a long day leaves nothing behind.</summary>
public sealed class SealedScreenTests
{
    [Theory, Trait("Requirement", "R3.10")]
    [InlineData("150", "120", "180", ">> Item sold! The highest bid is $180. The actual payment is $150")]
    [InlineData("50", "20", "80", ">> Item not sold! The highest bid is $80")]
    public async Task The_screen_shows_the_auction_line_for_line(string first, string second, string third, string end)
    {
        var listener = new OriginalsListener();
        await using var house = await OriginalHouse.OpenAsync(listener);
        var (seller, buyers) = await OriginalHouse.SealedAuctionAsync(house, "2 100 3 WolfPackSword", 3);
        foreach (var (buyer, bid) in buyers.Zip([first, second, third]))
        {
            await buyer.SendAsync(bid);
            await buyer.ExpectAsync(SealedWords.BidReceived);
        }
        await listener.SealedAsync(">> Item");
        Assert.Equal(
            [
                $"Seller is connected from {seller.Peer}",
                ">> New Seller Thread spawned",
                "Auction request received. Now waiting for Buyer.",
                $"Buyer 1 is connected from {buyers[0].Peer}",
                $"Buyer 2 is connected from {buyers[1].Peer}",
                $"Buyer 3 is connected from {buyers[2].Peer}",
                "Requested number of bidders arrived. Let's start bidding!",
                ">> New Bidding Thread spawned",
                $">> Buyer 1 bid ${first}",
                $">> Buyer 2 bid ${second}",
                $">> Buyer 3 bid ${third}",
                end,
            ],
            listener.Screen);
        foreach (var client in buyers.Append(seller)) await client.DisposeAsync();
    }

    [Fact, Trait("Requirement", "R3.5")]
    public async Task A_thousand_auctions_one_after_another_leave_nothing_behind()
    {
        await using var house = await OriginalHouse.OpenAsync();
        var after100 = 0;
        for (var auction = 1; auction <= 1000; auction++)
        {
            await using var seller = await OriginalClient.ConnectAsync(house.SealedEndPoint);
            await seller.SendAsync("1 10 1 Sword\n");
            await seller.ExpectAsync(SealedWords.RoleSeller, SealedWords.SubmitRequest, "Auction request received: 1 10 1 Sword");
            await using var buyer = await OriginalClient.ConnectAsync(house.SealedEndPoint);
            await buyer.SendAsync("15\n");
            await seller.ExpectAsync(SealedWords.Finished, "Success! Your item Sword has been sold for $15");
            if (auction == 100) after100 = await house.SealedActorsAsync();
        }
        Assert.Equal(1000, (await house.SealedAccountAsync()).Sold);
        // What is closing just now may still be there; nothing that grows with the auctions is.
        Assert.InRange(await house.SealedActorsAsync(), 0, after100 + 40);
    }
}
