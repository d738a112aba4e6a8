using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>
/// The bidders that the house knows, each with its record, the session that has it, and the sale the bidder is in. A record has one owner
/// at a time: a session that comes with the token for one that is taken waits until the session before is gone; of several that come
/// meanwhile the last one sits. The auctioneer alone uses it.
/// </summary>
internal sealed class Seats
{
    private readonly Dictionary<string, Seat> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, Seat> _bySession = [];

    /// <summary>Sessions that have a seat.</summary>
    public IEnumerable<IActorRef> Sessions => _bySession.Keys;

    /// <summary>Who is in a sale.</summary>
    public IEnumerable<(string Bidder, IActorRef Session)> In(string sale) =>
        _bySession.Where(seat => seat.Value.Sale == sale).Select(seat => (seat.Value.Record.Name, seat.Key));

    /// <summary>A bidder of a name that nobody has had.</summary>
    public void Add(BidderRecord record) => _byName.Add(record.Name, new Seat(record));

    public bool TryGet(string name, [NotNullWhen(true)] out BidderRecord? record)
    {
        record = _byName.GetValueOrDefault(name)?.Record;
        return record is not null;
    }

    /// <summary>Where a bidder is. False: not here.</summary>
    /// <param name="name">The bidder.</param>
    /// <param name="session">Its session.</param>
    /// <param name="sale">The id of the sale it is in; empty: none.</param>
    public bool TryFind(string name, [NotNullWhen(true)] out IActorRef? session, out string sale)
    {
        var seat = _byName.GetValueOrDefault(name);
        (session, sale) = (seat?.Session, seat?.Sale ?? "");
        return session is not null;
    }

    /// <summary>Whose seat a session has. False: none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="bidder">The bidder's name.</param>
    /// <param name="sale">The id of the sale it is in; empty: none.</param>
    public bool TryGet(IActorRef session, [NotNullWhen(true)] out string? bidder, out string sale)
    {
        var seat = _bySession.GetValueOrDefault(session);
        (bidder, sale) = (seat?.Record.Name, seat?.Sale ?? "");
        return seat is not null;
    }

    /// <summary>Whether a session may sit down now; else whoever has the seat is told to go, and the session is the next one.</summary>
    /// <param name="record">The bidder.</param>
    /// <param name="session">Who comes.</param>
    /// <param name="token">The token it came with: it is told it again when it sits.</param>
    public bool MaySit(BidderRecord record, IActorRef session, string token)
    {
        var seat = _byName[record.Name];
        if (seat.Session is null) return true;
        seat.Next?.Session.Tell(new SessionMessage.Superseded());
        seat.Next = new Comer(session, token);
        seat.Session.Tell(new SessionMessage.Superseded());
        return false;
    }

    /// <summary>A session has the record from here on.</summary>
    /// <param name="record">The bidder.</param>
    /// <param name="session">Its session.</param>
    /// <param name="sale">The id of the sale it is in; empty: none.</param>
    public void Sit(BidderRecord record, IActorRef session, string sale)
    {
        var seat = _byName[record.Name];
        (seat.Session, seat.Sale) = (session, sale);
        _bySession[session] = seat;
    }

    /// <summary>A session's bidder is in another sale from here on.</summary>
    public void Move(IActorRef session, string sale) => _bySession[session].Sale = sale;

    /// <summary>A session is gone. False: it had no seat.</summary>
    /// <param name="session">The session.</param>
    /// <param name="record">Whose seat it had.</param>
    /// <param name="sale">The id of the sale the bidder was in; empty: none.</param>
    /// <param name="next">Who waits for the seat; null: nobody.</param>
    public bool TryLeave(IActorRef session, [NotNullWhen(true)] out BidderRecord? record, out string sale, out Comer? next)
    {
        (record, sale, next) = (null, "", null);
        if (!_bySession.Remove(session, out var seat)) return false;
        (record, sale, next) = (seat.Record, seat.Sale, seat.Next);
        (seat.Session, seat.Next) = (null, null);
        return true;
    }

    private sealed class Seat(BidderRecord record)
    {
        public BidderRecord Record => record;

        public IActorRef? Session { get; set; }

        public string Sale { get; set; } = "";

        public Comer? Next { get; set; }
    }

    /// <summary>A session that waits for its seat, and the token that it came with.</summary>
    public sealed record Comer(IActorRef Session, string Token);
}
