using System.Collections.Immutable;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Messages.Remote;

/// <summary>
/// What an auctioneer and a remote bidder send each other (docs/reference/protocol-remote.md). Requests and lines are the floor's own, in
/// batches that carry numbers: messages between nodes may be lost, and a number that is missing shows it. Nothing else that these two nodes
/// exchange is ever made into an object of ours.
/// </summary>
public abstract record RemoteMessage
{
    private RemoteMessage() { }

    /// <summary>
    /// The protocol as it is spoken here. It grows by fields and kinds that others skip; a number of its own tells what to expect.
    /// </summary>
    public const int Version = 1;

    /// <summary>A bidder comes: told to the desk, again and again until <see cref="Opened"/> answers. It stands for a HELLO.</summary>
    /// <param name="SpokenVersion">What the bidder speaks.</param>
    /// <param name="Name">The bidder's name.</param>
    /// <param name="Token">What proves it at a second visit.</param>
    public sealed record Register(int SpokenVersion, string Name, string? Token) : RemoteMessage;

    /// <summary>The bidder has a session: its sender, to whom everything goes from here on.</summary>
    /// <param name="SpokenVersion">What the house speaks.</param>
    /// <param name="Key">Known to the two alone: a session takes nothing without it.</param>
    /// <param name="RequestsWaitingMax">Requests that may be on their way, or waiting, at a time; whoever sends more is cut.</param>
    public sealed record Opened(int SpokenVersion, ulong Key, int RequestsWaitingMax) : RemoteMessage;

    /// <summary>Requests, in order.</summary>
    /// <param name="Key">The session's key.</param>
    /// <param name="First">Number of the first of them; the first of a session is 1.</param>
    /// <param name="Requests">One or more; null is one of a kind that is not known here.</param>
    public sealed record Asked(ulong Key, long First, ImmutableArray<Request?> Requests) : RemoteMessage;

    /// <summary>The bidder has dealt with what it was told, and says how much it has asked.</summary>
    /// <param name="Key">The session's key.</param>
    /// <param name="UpToTold">Number of the last <see cref="Told"/> that was dealt with.</param>
    /// <param name="UpToAsked">Number of the last request that was sent.</param>
    public sealed record Heard(ulong Key, long UpToTold, long UpToAsked) : RemoteMessage;

    /// <summary>What the house says, in order: answers and notices.</summary>
    /// <param name="Key">The session's key.</param>
    /// <param name="Number">This message's number; the first of a session is 1.</param>
    /// <param name="Taken">Number of the last request that waits no more.</param>
    /// <param name="Lines">One or more; <see cref="FloorLineKind.Unknown"/> is one of a kind that is not known here.</param>
    public sealed record Told(ulong Key, long Number, long Taken, ImmutableArray<FloorLine> Lines) : RemoteMessage;

    /// <summary>The session is over; nothing follows.</summary>
    /// <param name="Reason">Why, for a person.</param>
    public sealed record Over(string Reason) : RemoteMessage;
}
