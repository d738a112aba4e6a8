using System.Collections.Immutable;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Messages.Remote;

/// <summary>
/// The messages between an auctioneer and a remote bidder (docs/reference/protocol-remote.md). They carry the floor's requests and lines in
/// numbered batches. The network may lose a message; a gap in the numbers shows it. The two nodes deserialize no other type.
/// </summary>
public abstract record RemoteMessage
{
    private RemoteMessage() { }

    /// <summary>
    /// The version of the protocol. The protocol grows by fields and kinds that older nodes skip; the version says what to expect.
    /// </summary>
    public const int Version = 1;

    /// <summary>Registers a bidder at the desk, in place of a HELLO. The bidder repeats it until <see cref="Opened"/> comes.</summary>
    /// <param name="SpokenVersion">The bidder's version of the protocol.</param>
    /// <param name="Name">The bidder's name.</param>
    /// <param name="Token">Proves a known name; null at the first visit.</param>
    public sealed record Register(int SpokenVersion, string Name, string? Token) : RemoteMessage;

    /// <summary>Opens the bidder's session. Its sender is the session: the bidder sends everything else there.</summary>
    /// <param name="SpokenVersion">The house's version of the protocol.</param>
    /// <param name="Key">A secret of the two: the session ignores a message without it.</param>
    /// <param name="RequestsWaitingMax">Requests that may wait at a time, on the way or in the house; more of them end the session.</param>
    public sealed record Opened(int SpokenVersion, ulong Key, int RequestsWaitingMax) : RemoteMessage;

    /// <summary>Requests of the bidder, in order.</summary>
    /// <param name="Key">The session's key.</param>
    /// <param name="First">Number of the first request; a session starts at 1.</param>
    /// <param name="Requests">One or more; null stands for a kind that this node does not know.</param>
    public sealed record RequestBatch(ulong Key, long First, ImmutableArray<Request?> Requests) : RemoteMessage;

    /// <summary>Confirms the batches that the bidder has processed, and says how many requests it has sent.</summary>
    /// <param name="Key">The session's key.</param>
    /// <param name="UpToBatch">Number of the last <see cref="LineBatch"/> that the bidder has processed.</param>
    /// <param name="UpToRequest">Number of the last request that the bidder has sent.</param>
    public sealed record Confirmation(ulong Key, long UpToBatch, long UpToRequest) : RemoteMessage;

    /// <summary>Answers and notices of the house, in order.</summary>
    /// <param name="Key">The session's key.</param>
    /// <param name="Number">This batch's number; a session starts at 1.</param>
    /// <param name="Taken">Number of the last request that has left the house's queue.</param>
    /// <param name="Lines">One or more; <see cref="FloorLineKind.Unknown"/> stands for a kind that this node does not know.</param>
    public sealed record LineBatch(ulong Key, long Number, long Taken, ImmutableArray<FloorLine> Lines) : RemoteMessage;

    /// <summary>Ends the session; nothing follows.</summary>
    /// <param name="Reason">The reason, for a person.</param>
    public sealed record Closed(string Reason) : RemoteMessage;
}
