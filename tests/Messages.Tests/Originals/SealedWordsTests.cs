using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Messages.Tests.Originals;

/// <summary>The sealed house's words, on the wire and on the screens.</summary>
public sealed class SealedWordsTests
{
    [Fact, Trait("Requirement", "R3.8")]
    public void The_words_on_the_wire_are_the_originals()
    {
        Assert.Equal("Your role is: [Seller]", SealedWords.RoleSeller);
        Assert.Equal("Please submit an auction request:", SealedWords.SubmitRequest);
        Assert.Equal("Invalid auction request!", SealedWords.InvalidRequest);
        Assert.Equal("Auction request received: 2 100 3 Sword", SealedWords.RequestReceived("2 100 3 Sword"));
        Assert.Equal("Server busy!", SealedWords.ServerBusy);
        Assert.Equal("Bidding on-going!", SealedWords.BiddingOnGoing);
        Assert.Equal("Your role is: [Buyer]", SealedWords.RoleBuyer);
        Assert.Equal("The Auctioneer is still waiting for other Buyers to connect...", SealedWords.StillWaiting);
        Assert.Equal("Bidding start!", SealedWords.BiddingStart);
        Assert.Equal("Bid received. Please wait...", SealedWords.BidReceived);
        Assert.Equal("Invalid bid. Please submit a positive integer!", SealedWords.InvalidBid);
        Assert.Equal("Auction finished!", SealedWords.Finished);
        Assert.Equal("Success! Your item Sword has been sold for $150", SealedWords.Sold("Sword", "150"));
        Assert.Equal("Unfortunately your item Sword was not sold.", SealedWords.NotSold("Sword"));
        Assert.Equal("You won this item Sword! Your payment due is $150", SealedWords.Won("Sword", "150"));
        Assert.Equal("Unfortunately you did not win in the last round.", SealedWords.NotWon);
    }

    [Theory, Trait("Requirement", "R3.10")]
    [InlineData("Your role is: [Seller]", "Your role is: [Seller]")]
    [InlineData("Please submit an auction request:", "Please submit auction request:")]
    [InlineData("Invalid auction request!", "Server: Invalid auction request!|Please submit auction request:")]
    [InlineData("Auction request received: 2 100 3 Sword", "Server: Auction start.")]
    [InlineData("Your role is: [Buyer]", "Your role is: [Buyer]")]
    [InlineData(
        "The Auctioneer is still waiting for other Buyers to connect...",
        "The Auctioneer is still waiting for other Buyer to connect...")]
    [InlineData("Bidding start!", "The bidding has started!|Please submit your bid:")]
    [InlineData(
        "Invalid bid. Please submit a positive integer!",
        "Server: Invalid bid. Please submit a positive integer!|Please submit your bid:")]
    [InlineData("Bid received. Please wait...", "Server: Bid received. Please wait...")]
    [InlineData("Server busy!", "Server is busy. Try to connect again later.")]
    [InlineData("Bidding on-going!", "Server is busy. Try to connect again later.")]
    [InlineData("Auction finished!", "Auction finished!")]
    [InlineData("Unfortunately you did not win in the last round.", "Unfortunately you did not win in the last round.")]
    public void Each_line_of_the_wire_has_its_words_on_the_screen(string wire, string screen) =>
        Assert.Equal(screen, string.Join('|', SealedScreens.Client.For(wire)));
}
