using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Auctioneer.Tests.Originals;

/// <summary>The sealed-bid house over real sockets.</summary>
public sealed class SealedDoorTests
{
    [Theory, Trait("Requirement", "R3.5"), Trait("Requirement", "R3.8"), Trait("Requirement", "R3.9")]
    [InlineData(1, 180, "")]
    [InlineData(2, 150, "")]
    [InlineData(2, 150, "\n")]
    public async Task A_whole_auction_by_clients_that_send_with_and_without_newlines(int type, int pays, string end)
    {
        await using var house = await OriginalHouse.OpenAsync();
        var (seller, buyers) = await OriginalHouse.SealedAuctionAsync(house, $"{type} 100 3 WolfPackSword{end}", 3);
        await using var _ = seller;
        foreach (var (buyer, bid) in buyers.Zip(["150", "120", "180"]))
        {
            await buyer.SendAsync(bid + end);
            await buyer.ExpectAsync(SealedWords.BidReceived);
        }
        await seller.ExpectAsync(SealedWords.Finished, $"Success! Your item WolfPackSword has been sold for ${pays}");
        await buyers[2].ExpectAsync(SealedWords.Finished, $"You won this item WolfPackSword! Your payment due is ${pays}");
        foreach (var loser in buyers[..2]) await loser.ExpectAsync(SealedWords.Finished, SealedWords.NotWon);
        foreach (var client in buyers.Append(seller))
        {
            await client.ExpectEndAsync();
            await client.DisposeAsync();
        }
        var lot = Assert.Single((await house.SealedAccountAsync()).Lots);
        Assert.Equal(("WolfPackSword", 1), (lot.Title, lot.Sold));
        Assert.Equal(pays * 100, Assert.Single((await house.SealedAccountAsync()).Sales).PriceMinor);
    }

    [Fact, Trait("Requirement", "R3.5")]
    public async Task Below_the_lowest_price_nothing_is_sold_and_everyone_hears_of_it()
    {
        await using var house = await OriginalHouse.OpenAsync();
        var (seller, buyers) = await OriginalHouse.SealedAuctionAsync(house, "2 100 2 Sword", 2);
        await buyers[0].SendAsync("99");
        await buyers[1].SendAsync("50");
        await seller.ExpectAsync(SealedWords.Finished, "Unfortunately your item Sword was not sold.");
        foreach (var buyer in buyers) await buyer.ExpectAsync(SealedWords.BidReceived, SealedWords.Finished, SealedWords.NotWon);
        await seller.ExpectEndAsync();
        await seller.DisposeAsync();
        foreach (var buyer in buyers) await buyer.DisposeAsync();
    }

    [Fact, Trait("Requirement", "R3.4"), Trait("Requirement", "R3.5")]
    public async Task A_positive_integer_may_be_far_beyond_what_the_floor_takes()
    {
        await using var house = await OriginalHouse.OpenAsync();
        var (seller, buyers) = await OriginalHouse.SealedAuctionAsync(house, "2 2147483648 2 Palace", 2);
        await buyers[0].SendAsync("1000000000001");
        await buyers[0].ExpectAsync(SealedWords.InvalidBid);
        await buyers[0].SendAsync("1000000000000");
        await buyers[1].SendAsync("4294967296");
        await seller.ExpectAsync(SealedWords.Finished, "Success! Your item Palace has been sold for $4294967296");
        await buyers[0].ExpectAsync(
            SealedWords.BidReceived,
            SealedWords.Finished,
            "You won this item Palace! Your payment due is $4294967296");
        await seller.DisposeAsync();
        foreach (var buyer in buyers) await buyer.DisposeAsync();
    }

    [Fact, Trait("Requirement", "R3.1"), Trait("Requirement", "R3.3"), Trait("Requirement", "R3.8")]
    public async Task Who_comes_too_early_or_too_late_is_told_so_and_disconnected()
    {
        await using var house = await OriginalHouse.OpenAsync();
        await using var seller = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await seller.ExpectAsync(SealedWords.RoleSeller, SealedWords.SubmitRequest);
        await using var early = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await early.ExpectAsync("Server busy!");
        await early.ExpectEndAsync();
        await seller.SendAsync("1 100 1 Sword");
        await seller.ExpectAsync("Auction request received: 1 100 1 Sword");
        await using var buyer = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await buyer.ExpectAsync(SealedWords.RoleBuyer, SealedWords.BiddingStart);
        await using var late = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await late.ExpectAsync("Bidding on-going!");
        await late.ExpectEndAsync();
    }

    [Fact, Trait("Requirement", "R3.2"), Trait("Requirement", "R3.4")]
    public async Task Wrong_requests_and_wrong_bids_may_be_tried_again()
    {
        await using var house = await OriginalHouse.OpenAsync();
        await using var seller = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await seller.ExpectAsync(SealedWords.RoleSeller, SealedWords.SubmitRequest);
        foreach (var wrong in new[] { "sell it", "3 100 1 Sword", "1 100 10 Sword", "" })
        {
            await seller.SendAsync(wrong + "\n");
            await seller.ExpectAsync("Invalid auction request!");
        }
        await seller.SendAsync("1 100 2 Sword\n");
        await seller.ExpectAsync("Auction request received: 1 100 2 Sword");
        await using var buyer = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await buyer.ExpectAsync(SealedWords.RoleBuyer, SealedWords.StillWaiting);
        await using var other = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await buyer.ExpectAsync(SealedWords.BiddingStart);
        foreach (var wrong in new[] { "much", "-1", "0", "1.5" })
        {
            await buyer.SendAsync(wrong);
            await buyer.ExpectAsync("Invalid bid. Please submit a positive integer!");
        }
        await buyer.SendAsync("120");
        await buyer.ExpectAsync("Bid received. Please wait...");
        await buyer.SendAsync("999");
        await other.SendAsync("110");
        await buyer.ExpectAsync("Auction finished!", "You won this item Sword! Your payment due is $120");
    }

    [Fact, Trait("Requirement", "R3.4"), Trait("Requirement", "R3.9")]
    public async Task What_is_said_before_its_turn_waits_for_it_and_halves_find_each_other()
    {
        await using var house = await OriginalHouse.OpenAsync();
        await using var seller = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await seller.SendAsync("2 100 2 Sw");
        await seller.SendAsync("ord\n1 1 1 Shield\n");
        await seller.ExpectAsync(SealedWords.RoleSeller, SealedWords.SubmitRequest, "Auction request received: 2 100 2 Sword");
        await using var eager = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await eager.SendAsync("150");
        eager.HalfClose();
        await eager.ExpectAsync(SealedWords.RoleBuyer, SealedWords.StillWaiting);
        await using var other = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await other.ExpectAsync(SealedWords.RoleBuyer, SealedWords.BiddingStart);
        await other.SendAsync("120");
        await eager.ExpectAsync(
            SealedWords.BiddingStart,
            SealedWords.BidReceived,
            SealedWords.Finished,
            "You won this item Sword! Your payment due is $120");
        await eager.ExpectEndAsync();
    }

    [Fact, Trait("Requirement", "R3.5"), Trait("Requirement", "R3.11")]
    public async Task Who_connects_again_at_once_is_a_Seller()
    {
        await using var house = await OriginalHouse.OpenAsync();
        for (var auction = 0; auction < 20; auction++)
        {
            var (seller, buyers) = await OriginalHouse.SealedAuctionAsync(house, "1 100 1 Sword", 1);
            await buyers[0].SendAsync("150\n");
            await buyers[0].ExpectAsync(SealedWords.BidReceived, SealedWords.Finished, "You won this item Sword! Your payment due is $150");
            await buyers[0].ExpectEndAsync();
            await seller.DisposeAsync();
            await buyers[0].DisposeAsync();
        }
        Assert.Equal(20, (await house.SealedAccountAsync()).Sold);
    }

    [Fact, Trait("Requirement", "R3.7")]
    public async Task Sellers_and_Buyers_that_leave_free_their_seats()
    {
        var listener = new OriginalsListener();
        await using var house = await OriginalHouse.OpenAsync(listener);
        var fleeting = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await fleeting.ExpectAsync(SealedWords.RoleSeller, SealedWords.SubmitRequest);
        fleeting.Reset();
        await using var seller = await UntilSeatedAsync(house, SealedWords.RoleSeller);
        await seller.ExpectAsync(SealedWords.SubmitRequest);
        await seller.SendAsync("1 100 2 Sword\n");
        await seller.ExpectAsync("Auction request received: 1 100 2 Sword");

        var shy = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await shy.ExpectAsync(SealedWords.RoleBuyer, SealedWords.StillWaiting);
        shy.HalfClose();
        await shy.ExpectEndAsync();
        await using var first = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await first.ExpectAsync(SealedWords.RoleBuyer, SealedWords.StillWaiting);
        seller.HalfClose();
        var second = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await second.ExpectAsync(SealedWords.RoleBuyer, SealedWords.BiddingStart);
        await first.ExpectAsync(SealedWords.BiddingStart);
        second.Reset();
        await first.SendAsync("130\n");
        await first.ExpectAsync(SealedWords.BidReceived, SealedWords.Finished, "You won this item Sword! Your payment due is $130");
        await seller.ExpectAsync(SealedWords.Finished, "Success! Your item Sword has been sold for $130");
    }

    [Fact, Trait("Requirement", "R3.7")]
    public async Task Whoever_says_nothing_for_ever_loses_its_seat_and_nothing_hangs()
    {
        var listener = new OriginalsListener();
        var (house, time) = await OriginalHouse.OpenInMovedTimeAsync(listener);
        await using var _ = house;
        await using var mute = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await mute.ExpectAsync(SealedWords.RoleSeller, SealedWords.SubmitRequest);
        time.Advance(TimeSpan.FromMinutes(10));
        await mute.ExpectEndAsync();

        // A Buyer that never bids counts as no bid.
        var (seller, buyers) = await OriginalHouse.SealedAuctionAsync(house, "2 100 2 Sword", 2);
        await buyers[0].SendAsync("150\n");
        await buyers[0].ExpectAsync(SealedWords.BidReceived);
        time.Advance(TimeSpan.FromMinutes(10));
        await seller.ExpectAsync(SealedWords.Finished, "Success! Your item Sword has been sold for $100");
        await buyers[1].ExpectAsync(SealedWords.Finished, SealedWords.NotWon);
        foreach (var client in buyers.Append(seller)) await client.DisposeAsync();

        // Nobody bids at all; and then: the Buyers never come.
        (seller, buyers) = await OriginalHouse.SealedAuctionAsync(house, "2 100 1 Shield", 1);
        time.Advance(TimeSpan.FromMinutes(10));
        await seller.ExpectAsync(SealedWords.Finished, "Unfortunately your item Shield was not sold.");
        await seller.ExpectEndAsync();
        Assert.Equal(">> Item not sold! There was no bid", await listener.SealedAsync(">> Item not sold!"));
        foreach (var client in buyers.Append(seller)) await client.DisposeAsync();
        await using var alone = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await alone.ExpectAsync(SealedWords.RoleSeller, SealedWords.SubmitRequest);
        await alone.SendAsync("1 5 2 Bow");
        await alone.ExpectAsync("Auction request received: 1 5 2 Bow");
        time.Advance(TimeSpan.FromHours(1));
        await alone.ExpectAsync(SealedWords.Finished, "Unfortunately your item Bow was not sold.");
        await alone.ExpectEndAsync();
    }

    /// <summary>Tries until the house has a seat; a reset takes a moment to be seen.</summary>
    private static async Task<OriginalClient> UntilSeatedAsync(House house, string role)
    {
        while (true)
        {
            var client = await OriginalClient.ConnectAsync(house.SealedEndPoint);
            if (await client.LineAsync() == role) return client;
            await client.DisposeAsync();
        }
    }
}
