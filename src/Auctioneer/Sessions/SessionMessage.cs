using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>What the connection tells its session.</summary>
internal abstract record SessionMessage
{
    private SessionMessage() { }

    /// <summary>A request other than a bid. The next comes after <see cref="ISessionLink.Next"/>.</summary>
    public sealed record Asked(Request Request) : SessionMessage;

    /// <summary>
    /// The bids of one read of the connection, and lines that could not be taken. The session sends each part to its lot, and answers all
    /// of them in the order of asking. The next read comes after <see cref="ISessionLink.Next"/>.
    /// </summary>
    /// <param name="Number">The read's number, from 1.</param>
    /// <param name="Requests">How many answers there will be.</param>
    /// <param name="Parts">What each lot is asked.</param>
    /// <param name="Answered">The answers to what no lot has to see.</param>
    public sealed record BidsRead(long Number, int Requests, ImmutableArray<LotPart> Parts, ImmutableArray<BidAnswer> Answered)
        : SessionMessage;

    /// <summary>Nothing more will be asked: the peer has closed its side, or the connection is cut.</summary>
    public sealed record InputEnded : SessionMessage
    {
        public static InputEnded Instance { get; } = new();
    }

    /// <summary>The peer must be told something that closes the connection.</summary>
    public sealed record Faulted(Answer Error) : SessionMessage;

    /// <summary>Another connection has come under this bidder's name, with its token.</summary>
    public sealed record Superseded : SessionMessage;

    /// <summary>The house is stopping: what was asked is answered, then the connection closes.</summary>
    public sealed record Stopping : SessionMessage;

    /// <summary>HELLO should have come by now.</summary>
    internal sealed record HelloIsDue : SessionMessage;

    /// <summary>The mailbox is empty as of the last write: time to send.</summary>
    internal sealed record FlushNow : SessionMessage
    {
        public static FlushNow Instance { get; } = new();
    }
}

/// <summary>What a read asks of one lot.</summary>
internal readonly record struct LotPart(IActorRef Lot, PlaceBids Bids);
