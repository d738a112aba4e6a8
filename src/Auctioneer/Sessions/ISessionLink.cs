using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>
/// What a session knows of the connection it speaks for: a way out for answers and notices, and a way to say that the next request may come. The
/// door implements it; a session knows no door. Calls come from the session's own thread; the link may be called from elsewhere too.
/// </summary>
internal interface ISessionLink
{
    /// <summary>The session is there: requests may be sent to it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="idPrefix">What the ids of bids that come without one begin with: no other session ever has it.</param>
    void Attach(IActorRef session, string idPrefix);

    void Write(Answer answer);

    /// <summary>The answers to the requests of a read, in the order of asking. They are good until this returns.</summary>
    void Write(ReadOnlySpan<BidAnswer> answers);

    /// <summary>Something that nobody asked for. Price ticks may be left out for a slow reader when a newer one follows.</summary>
    void Write(Notice notice);

    /// <summary>Of the notices for all readers those that are for everybody, and those for this bidder.</summary>
    /// <param name="broadcast">One and the same object for all readers.</param>
    /// <param name="bidder">Whose connection it is; null: it has no name yet.</param>
    void Write(BoardAnswer.Broadcast broadcast, string? bidder)
    {
        foreach (var notice in broadcast.Notices)
        {
            if (notice.To is null || notice.To == bidder) Write(notice);
        }
    }

    /// <summary>The lots of a list: an answer, however long. Readers share the pages.</summary>
    void WriteList(ImmutableArray<LotPage> pages);

    /// <summary>Sends what was written.</summary>
    void Flush();

    /// <summary>The last request is answered: the next may come.</summary>
    /// <param name="bidder">Whose bids may come; null: nobody has said a name yet.</param>
    void Next(string? bidder);

    /// <summary>Sends what was written, then closes.</summary>
    void Close();
}

/// <summary>
/// A link whose peer is an actor. All that comes from the peer comes to the session, which hands it on. Such a link ends with its session;
/// so the session, when it is over, stays until the link has sent what was written and stops it.
/// </summary>
internal interface IPeerLink : ISessionLink
{
    /// <summary>The session begins; <see cref="ISessionLink.Attach"/> follows.</summary>
    /// <param name="session">Its context, for as long as it lives: to watch the peer, and to stop it.</param>
    void Begin(IActorContext session);

    /// <summary>A message that the session does not know itself.</summary>
    /// <returns>False: it is not for the link either.</returns>
    bool Receive(object message, IActorRef sender);

    /// <summary>The session has stopped: nothing more can be sent.</summary>
    void Ended();
}

/// <summary>What the connection tells its session.</summary>
internal abstract record SessionMessage
{
    private SessionMessage() { }

    /// <summary>A request other than a bid. The next comes after <see cref="ISessionLink.Next"/>.</summary>
    public sealed record Asked(Request Request) : SessionMessage;

    /// <summary>
    /// The bids of one read of the connection, and lines that could not be taken. The session sends each part to its lot, and answers all of them in the order of
    /// asking. The next read comes after <see cref="ISessionLink.Next"/>.
    /// </summary>
    /// <param name="Number">The read's number, from 1.</param>
    /// <param name="Requests">How many answers there will be.</param>
    /// <param name="Parts">What each lot is asked.</param>
    /// <param name="Answered">The answers to what no lot has to see.</param>
    public sealed record BidsRead(long Number, int Requests, ImmutableArray<LotPart> Parts, ImmutableArray<BidAnswer> Answered) : SessionMessage;

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
