namespace AkkaAuction.Messages.Originals;

/// <summary>
/// The sealed-bid house's lines on the wire (R3.1-R3.8). The words are the original's, because its clients match them.
/// </summary>
public static class SealedWords
{
    public const string ServerBusy = "Server busy!";
    public const string BiddingOnGoing = "Bidding on-going!";

    public const string RoleSeller = "Your role is: [Seller]";
    public const string SubmitRequest = "Please submit an auction request:";
    public const string InvalidRequest = "Invalid auction request!";
    public const string RequestReceivedStart = "Auction request received: ";

    public const string RoleBuyer = "Your role is: [Buyer]";
    public const string StillWaiting = "The Auctioneer is still waiting for other Buyers to connect...";
    public const string BiddingStart = "Bidding start!";
    public const string InvalidBid = "Invalid bid. Please submit a positive integer!";
    public const string BidReceived = "Bid received. Please wait...";

    public const string Finished = "Auction finished!";
    public const string NotWon = "Unfortunately you did not win in the last round.";

    public static string RequestReceived(string request) => RequestReceivedStart + request;

    /// <summary>To the Seller.</summary>
    public static string Sold(string item, string amount) => $"Success! Your item {item} has been sold for ${amount}";

    /// <summary>To the Seller.</summary>
    public static string NotSold(string item) => $"Unfortunately your item {item} was not sold.";

    /// <summary>To the winner.</summary>
    public static string Won(string item, string amount) => $"You won this item {item}! Your payment due is ${amount}";
}
