using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>
/// What a session knows of the connection it speaks for: a way out for answers and notices, and a way to say that the next request may
/// come. The door implements it; a session knows no door. Calls come from the session's own thread; the link may be called from elsewhere
/// too.
/// </summary>
internal interface ISessionLink
{
    /// <summary>The session is there: requests may be sent to it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="idPrefix">What the ids of bids that come without one begin with: no other session ever has it.</param>
    void Attach(IActorRef session, string idPrefix);

    /// <summary>
    /// The lots that bids may be for from here on. Comes before the first bid may, and before any other lot is announced.
    /// </summary>
    /// <param name="sales">All sales; a lot of theirs has the sale's id before its own.</param>
    /// <param name="lots">The lots of the sale that the bidder is in.</param>
    void Offer(SalesOnOffer sales, LotDirectory lots);

    /// <summary>The house is stopping: no bid is taken any more.</summary>
    void Stopping();

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
