namespace AkkaAuction.Messages.Originals;

/// <summary>
/// The sealed-bid house's words on the screens of its server and of our own client (R3.10). They differ from those on the wire.
/// </summary>
public static class SealedScreens
{
    /// <summary>Lines of the server's screen.</summary>
    public static class Server
    {
        public const string Ready = "Auctioneer is ready for hosting auctions!";
        public const string SellerThread = ">> New Seller Thread spawned";
        public const string RequestReceived = "Auction request received. Now waiting for Buyer.";
        public const string AllArrived = "Requested number of bidders arrived. Let's start bidding!";
        public const string BiddingThread = ">> New Bidding Thread spawned";
        public const string NoBid = ">> Item not sold! There was no bid";

        /// <param name="peer">Address and port.</param>
        public static string SellerConnected(string peer) => $"Seller is connected from {peer}";

        public static string BuyerConnected(int place, string peer) => $"Buyer {place} is connected from {peer}";

        public static string Bid(int place, string amount) => $">> Buyer {place} bid ${amount}";

        public static string Sold(string highest, string pays) =>
            $">> Item sold! The highest bid is ${highest}. The actual payment is ${pays}";

        public static string NotSold(string highest) => $">> Item not sold! The highest bid is ${highest}";
    }

    /// <summary>Lines of our client's screen.</summary>
    public static class Client
    {
        public const string Connected = "Connected to the Auctioneer server.";
        public const string SubmitRequest = "Please submit auction request:";
        public const string AuctionStart = "Server: Auction start.";
        public const string StillWaiting = "The Auctioneer is still waiting for other Buyer to connect...";
        public const string BiddingStarted = "The bidding has started!";
        public const string SubmitBid = "Please submit your bid:";
        public const string Busy = "Server is busy. Try to connect again later.";
        public const string Disconnecting = "Disconnecting from the Auctioneer server. Auction is over!";

        /// <summary>The screen's lines for each line of the house, in order; a line that is not in the table shows unchanged.</summary>
        public static string[] For(string line)
        {
            ArgumentNullException.ThrowIfNull(line);
            return line switch
            {
                SealedWords.SubmitRequest => [SubmitRequest],
                SealedWords.InvalidRequest => ["Server: " + SealedWords.InvalidRequest, SubmitRequest],
                _ when line.StartsWith(SealedWords.RequestReceivedStart, StringComparison.Ordinal) => [AuctionStart],
                SealedWords.StillWaiting => [StillWaiting],
                SealedWords.BiddingStart => [BiddingStarted, SubmitBid],
                SealedWords.InvalidBid => ["Server: " + SealedWords.InvalidBid, SubmitBid],
                SealedWords.BidReceived => ["Server: " + SealedWords.BidReceived],
                SealedWords.ServerBusy or SealedWords.BiddingOnGoing => [Busy],
                _ => [line],
            };
        }
    }
}
