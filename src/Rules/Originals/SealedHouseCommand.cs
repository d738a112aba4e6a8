namespace AkkaAuction.Rules.Originals;

/// <summary>A command to a sealed-bid house. The door numbers connections and never uses a number twice.</summary>
public abstract record SealedHouseCommand
{
    private SealedHouseCommand() { }

    /// <summary>A client has connected: it becomes Seller or Buyer, or is refused.</summary>
    public sealed record Connect(long Connection) : SealedHouseCommand;

    /// <summary>A client has said something: a request from the Seller, a bid from a Buyer.</summary>
    public sealed record Say(long Connection, string Text) : SealedHouseCommand;

    /// <summary>A client has disconnected or closed its sending side.</summary>
    public sealed record Leave(long Connection) : SealedHouseCommand;

    /// <summary>The lot of an auction is closed. A repeated report changes nothing.</summary>
    /// <param name="Winner">The winner's connection; null: unsold.</param>
    /// <param name="PaysMinor">The winner's price, minor units; 0 if unsold.</param>
    public sealed record ReportResult(int Auction, long? Winner, long PaysMinor) : SealedHouseCommand;

    /// <summary>
    /// The house has restarted, so all clients are gone. The recorded bids decide the auction; without bids the house drops it.
    /// </summary>
    public sealed record Abandon : SealedHouseCommand;

    /// <summary>A timer's wake-up: look at the clock.</summary>
    public sealed record ClockReached : SealedHouseCommand;
}
