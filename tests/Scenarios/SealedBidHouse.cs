using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Scenarios.Tests;

/// <summary>The sealed-bid house (R3): a Seller with a request, up to nine Buyers with one bid each, first or second price.</summary>
public sealed class SealedBidHouse
{
    [Fact, Trait("Requirement", "R3.1"), Trait("Requirement", "R3.2")]
    public async Task The_first_to_connect_is_the_Seller_until_whose_request_the_house_is_busy()
    {
        await using var auction = await TestAuction.OpenSealedHouse();
        var seller = auction.EnterSealedHouse();
        await seller.Hears("Your role is: [Seller]", "Please submit an auction request:");
        var early = auction.EnterSealedHouse();
        await early.Hears("Server busy!");
        await early.IsDisconnected();
        foreach (var wrong in new[] { "3 100 2 Sword", "1 0 2 Sword", "1 100 10 Sword", "1 100 2", "Sword" })
        {
            await seller.Says(wrong);
            await seller.Hears("Invalid auction request!");
        }
        await seller.Says("1 100 9 Sword of the wolf pack");
        await seller.Hears("Auction request received: 1 100 9 Sword of the wolf pack");
    }

    [Fact, Trait("Requirement", "R3.3"), Trait("Requirement", "R3.4")]
    public async Task Bidding_starts_with_the_last_Buyer_and_each_has_one_bid()
    {
        await using var auction = await TestAuction.OpenSealedHouse();
        var seller = await SellerOf(auction, "1 100 2 Sword");
        var one = auction.EnterSealedHouse();
        await one.Hears("Your role is: [Buyer]", "The Auctioneer is still waiting for other Buyers to connect...");
        var two = auction.EnterSealedHouse();
        await two.Hears("Your role is: [Buyer]", "Bidding start!");
        await one.Hears("Bidding start!");
        var late = auction.EnterSealedHouse();
        await late.Hears("Bidding on-going!");
        await late.IsDisconnected();
        await one.Says("a lot");
        await one.Hears("Invalid bid. Please submit a positive integer!");
        await one.Says("150");
        await one.Hears("Bid received. Please wait...");
        // A second bid is not taken, and not answered.
        await one.Says("900");
        await two.Says("160");
        await two.Hears("Bid received. Please wait...", "Auction finished!", "You won this item Sword! Your payment due is $160");
        await one.Hears("Auction finished!", "Unfortunately you did not win in the last round.");
        await seller.Hears("Auction finished!", "Success! Your item Sword has been sold for $160");
    }

    [Theory, Trait("Requirement", "R3.5"), Trait("Requirement", "R3.6")]
    // The bids arrive in this order; the first Buyer with the highest wins.
    [InlineData(1, 150, 180, 120, 1, 180)]
    [InlineData(2, 150, 180, 120, 1, 150)]
    [InlineData(2, 180, 120, 150, 0, 150)]
    [InlineData(2, 50, 180, 60, 1, 100)]
    [InlineData(1, 180, 180, 120, 0, 180)]
    [InlineData(2, 120, 180, 180, 1, 180)]
    public async Task The_highest_bid_wins_and_pays_by_the_rule(
        int type, int first, int second, int third, int winner, int payment)
    {
        await using var auction = await TestAuction.OpenSealedHouse();
        var seller = await SellerOf(auction, $"{type} 100 3 Sword");
        var buyers = await Buyers(auction, 3);
        foreach (var (buyer, bid) in buyers.Zip([first, second, third]))
        {
            await buyer.Says($"{bid}");
            await buyer.Hears("Bid received. Please wait...");
        }

        await seller.Hears("Auction finished!", $"Success! Your item Sword has been sold for ${payment}");
        for (var i = 0; i < buyers.Length; i++)
        {
            await buyers[i].Hears("Auction finished!");
            await buyers[i].Hears(i == winner ? $"You won this item Sword! Your payment due is ${payment}" : SealedWords.NotWon);
        }
    }

    [Fact, Trait("Requirement", "R3.5"), Trait("Requirement", "R3.11")]
    public async Task Below_the_lowest_price_it_is_not_sold_and_the_house_is_free_for_the_next_Seller()
    {
        await using var auction = await TestAuction.OpenSealedHouse();
        var seller = await SellerOf(auction, "1 100 1 Sword");
        var buyer = (await Buyers(auction, 1))[0];
        await buyer.Says("99");
        await buyer.Hears("Bid received. Please wait...", "Auction finished!", "Unfortunately you did not win in the last round.");
        await seller.Hears("Auction finished!", "Unfortunately your item Sword was not sold.");
        await buyer.IsDisconnected();

        await auction.EnterSealedHouse().Hears(SealedWords.RoleSeller, SealedWords.SubmitRequest);
    }

    [Fact, Trait("Requirement", "R3.7")]
    public async Task Nothing_hangs_when_somebody_leaves()
    {
        await using var auction = await TestAuction.OpenSealedHouse();
        // A Seller before its request frees the seat.
        var gone = auction.EnterSealedHouse();
        await gone.Hears(SealedWords.RoleSeller, SealedWords.SubmitRequest);
        await gone.Leaves();
        await gone.IsDisconnected();
        var seller = await SellerOf(auction, "2 100 2 Sword");
        // A Buyer before the bidding frees its place.
        var fickle = auction.EnterSealedHouse();
        await fickle.Hears(SealedWords.RoleBuyer, SealedWords.StillWaiting);
        await fickle.Leaves();
        await fickle.IsDisconnected();
        var (stays, leaves) = await Buyers(auction, 2) is [var one, var two] ? (one, two) : default;
        await stays.Says("150");
        await stays.Hears(SealedWords.BidReceived);
        // One that leaves without a bid has none.
        await leaves.Leaves();

        await stays.Hears(SealedWords.Finished, "You won this item Sword! Your payment due is $100");
        await seller.Hears(SealedWords.Finished, "Success! Your item Sword has been sold for $100");
    }

    [Fact, Trait("Requirement", "R3.7")]
    public async Task A_Buyer_that_says_nothing_has_no_bid_when_its_patience_ends()
    {
        await using var auction = await TestAuction.OpenSealedHouse("auction.sealed.patience.bid=10m");
        var seller = await SellerOf(auction, "1 100 1 Sword");
        var silent = (await Buyers(auction, 1))[0];
        auction.Pass(TimeSpan.FromMinutes(10));

        await seller.Hears(SealedWords.Finished, "Unfortunately your item Sword was not sold.");
        await silent.Hears(SealedWords.Finished, SealedWords.NotWon);
    }

    private static async Task<Client> SellerOf(TestAuction auction, string request)
    {
        var seller = auction.EnterSealedHouse();
        await seller.Hears("Your role is: [Seller]", "Please submit an auction request:");
        await seller.Says(request);
        await seller.Hears($"Auction request received: {request}");
        return seller;
    }

    /// <summary>As many Buyers as the request asks for, told that the bidding has started.</summary>
    private static async Task<Client[]> Buyers(TestAuction auction, int count)
    {
        var buyers = new Client[count];
        for (var i = 0; i < count; i++)
        {
            buyers[i] = auction.EnterSealedHouse();
            await buyers[i].Hears("Your role is: [Buyer]");
            if (i < count - 1) await buyers[i].Hears("The Auctioneer is still waiting for other Buyers to connect...");
        }
        foreach (var buyer in buyers) await buyer.Hears("Bidding start!");
        return buyers;
    }
}
