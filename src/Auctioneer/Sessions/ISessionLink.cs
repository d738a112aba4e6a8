using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>
/// What a session knows of the connection it speaks for: a way out for answers and notices, and a way to say that the next request may come. The
/// door implements it; a session knows no door. Calls come from the session's own thread; the link may be called from elsewhere too.
/// </summary>
public interface ISessionLink
{
    /// <summary>The session is there: requests may be sent to it.</summary>
    void Attach(IActorRef session);

    void Write(Answer answer);

    /// <summary>The answers of a batch, in the order of asking.</summary>
    void Write(BidBatch batch);

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

    /// <summary>The last request is answered: the next may come. From the first record on, bids are the bidder's.</summary>
    void Next(BidderRecord? record);

    /// <summary>Sends what was written, then closes.</summary>
    void Close();

    /// <summary>Closes at once.</summary>
    void Abort();
}

/// <summary>What the connection tells its session.</summary>
public abstract record SessionMessage
{
    private SessionMessage() { }

    /// <summary>A request other than a bid. The next comes after <see cref="ISessionLink.Next"/>.</summary>
    public sealed record Asked(Request Request) : SessionMessage;

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
