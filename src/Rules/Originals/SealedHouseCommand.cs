namespace AkkaAuction.Rules.Originals;

/// <summary>What can be asked of a sealed-bid house. Connections are numbered by whoever accepts them and never numbered twice.</summary>
public abstract record SealedHouseCommand
{
    private SealedHouseCommand() { }

    /// <summary>A client has connected: it becomes Seller or Buyer, or is refused.</summary>
    public sealed record Connect(long Connection) : SealedHouseCommand;

    /// <summary>A client has said something: a request from the Seller, a bid from a Buyer.</summary>
    public sealed record Say(long Connection, string Text) : SealedHouseCommand;

    /// <summary>A client is gone, or can say nothing any more.</summary>
    public sealed record Leave(long Connection) : SealedHouseCommand;

    /// <summary>The lot of an auction is closed. A report that was heard before changes nothing.</summary>
    /// <param name="Winner">The winner's connection; null: unsold.</param>
    /// <param name="PaysMinor">What the winner pays, minor units; 0 when unsold.</param>
    public sealed record ReportResult(int Auction, long? Winner, long PaysMinor) : SealedHouseCommand;

    /// <summary>
    /// Whoever was in the house is gone with it: it was started again. Bids that were recorded decide; without any, the auction is given
    /// up.
    /// </summary>
    public sealed record Abandon : SealedHouseCommand;

    /// <summary>A timer's wake-up: look at the clock.</summary>
    public sealed record ClockReached : SealedHouseCommand;
}
