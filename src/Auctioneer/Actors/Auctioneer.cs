using System.Security.Cryptography;
using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Actors.Recovery;
using AkkaAuction.Auctioneer.Journal;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Actors;

/// <summary>What the desk is started with.</summary>
/// <param name="Floor">What connections look at; the desk keeps it true.</param>
/// <param name="Observer">Who sees sales and notices; null: nobody.</param>
/// <param name="BoardIsHere">Told who hears the journal's announcements, before there are any.</param>
public sealed record AuctioneerContext(
    HouseSettings Settings,
    Catalogue Catalogue,
    IJournal Journal,
    TimeProvider Time,
    HouseFloor Floor,
    IHouseObserver? Observer,
    Action<IActorRef> BoardIsHere)
{
    /// <inheritdoc cref="ItemAuctionContext.Overdue"/>
    public Extension? Overdue { get; init; }

    /// <summary>Where tokens come from; what simulates a house hands in one that can be run again.</summary>
    public RandomNumberGenerator Chance { get; init; } = RandomNumberGenerator.Create();

    /// <summary>What the journal's facts have come to, where that is known already; null: the desk reads them.</summary>
    internal TakenOnce<DeskPast>? Past { get; init; }
}

/// <summary>
/// The desk, the house's top: it registers bidders and keeps their records, runs the sale, and makes and supervises the board, the lots and the sessions
/// (<see cref="HouseSupervision"/>). The sale itself is pure (<see cref="Sale"/>): here its facts are stored and then carried out, one after the other.
/// A fact that asks lots for something is carried out before it is announced, so that no bidder can answer an announcement faster
/// than the lots have heard of it. When the desk itself fails, everything below it ends with it and it begins again from its
/// stored facts: bidders keep their names, and come back. The file beside this one holds the sale's part.
/// </summary>
public sealed partial class Auctioneer : UntypedActor
{
    private readonly AuctioneerContext _house;
    private readonly HaltedLots _halted = new();
    private readonly Dictionary<string, Seat> _seats = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, Seat> _bySession = [];
    private readonly FactWriter _desk;
    private Catalogue _catalogue = new([]);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _board = ActorRefs.Nobody;
    private SessionContext _sessions = null!;
    private long _sessionsMade;

    private Auctioneer(AuctioneerContext house)
    {
        _house = house;
        _desk = house.Journal.OpenWriter(StreamNames.Desk);
        _state = null!;
        _stream = null!;
    }

    public static Props Props(AuctioneerContext house) => MadeBy<Auctioneer>.Props(() => new Auctioneer(house));

    public const string Name = "auctioneer";

    protected override SupervisorStrategy SupervisorStrategy() => new HouseSupervision(_house.Settings.Supervision, _house.Time, _halted);

    protected override void PreStart()
    {
        _board = Context.ActorOf(Board.Props(_house.Journal, _house.Observer), Board.Name);
        _house.BoardIsHere(_board);
        _sessions = new SessionContext(Self, _board, _house.Floor, _house.Time, _house.Settings.Floor.HelloTimeout);
        var past = _house.Past?.Take() ?? DeskPast.Of(_house.Journal.ReadAll(), _house.Settings.Limits.BidIds);
        foreach (var record in past.Bidders) _seats.Add(record.Name, new Seat(record));
        if (past.PutUp is { } last) Resume(last, past);
        else PutUp(1);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            // A lot of the sale before may still have something to say; it is not about this one.
            case SaleCommand when !IsOfThisSale(Sender): break;
            case SaleCommand command: Decide(command); break;
            case DeskMessage.OpenSession open:
                Context.ActorOf(SessionActor.Props(open.Link, _sessions), SessionActor.NameFor(++_sessionsMade));
                break;
            case DeskMessage.Register register: Register(register); break;
            case DeskMessage.PassAll pass: PassAll(pass.Bidder); break;
            case DeskMessage.PassedLot passed when IsOfThisSale(Sender): NotePass(passed); break;
            case Terminated gone: Left(gone.ActorRef); break;
            case DeskMessage.LookAtClock look: LookAtClock(look.Sale); break;
            case DeskMessage.LotIsBack back when IsOfThisSale(Sender):
                Remind(back.Lot);
                Sender.Tell(ItemAuction.MissedNothing.Instance);
                break;
            case DeskMessage.LotIsHalted halted when IsOfThisSale(Sender): Halted(halted); break;
            case DeskMessage.ReturnIsOver over: ReturnIsOver(over); break;
            case DeskMessage.ClearAway old: ClearAway(old.Lots); break;
            case DeskMessage.StopTaking: StopTaking(); break;
            case DeskMessage.PassedLot or DeskMessage.LotIsBack or DeskMessage.LotIsHalted: break;
            default: Unhandled(message); break;
        }
    }

    private void Register(DeskMessage.Register request)
    {
        if (!_seats.TryGetValue(request.Name, out var seat))
        {
            // A token offered under a new name proves nothing: the house makes its own.
            seat = new Seat(new BidderRecord(request.Name, BidderRecord.NewToken(_house.Chance), _house.Settings.Limits.BidIds));
            _house.Journal.Append(_desk, [new DeskFact.BidderRegistered(seat.Record.Name, seat.Record.Token, _house.Time.GetUtcNow())], [], null);
            _seats.Add(request.Name, seat);
        }
        else if (!seat.Record.IsToken(request.Token))
        {
            Answer(Sender, new DeskAnswer.Refused(RejectionCode.NameInUse));
            return;
        }
        if (seat.Session is null)
        {
            Sit(seat, Sender);
            return;
        }
        // The record has one owner at a time: the session before must be gone. Of several that come meanwhile the last one sits.
        seat.Next?.Tell(new SessionMessage.Superseded());
        seat.Next = Sender;
        seat.Session.Tell(new SessionMessage.Superseded());
    }

    private void Sit(Seat seat, IActorRef session)
    {
        seat.Session = session;
        _bySession[session] = seat;
        Context.Watch(session);
        _log.Info("{0} is here ({1})", seat.Record.Name, session.Path.Name);
        // First the sale: whoever is told WELCOME may bid at once on what it opened.
        Decide(new SaleCommand.Come(seat.Record.Name));
        Answer(session, new DeskAnswer.Registered(seat.Record));
    }

    /// <summary>What a session is told waits until what it was computed from is stored.</summary>
    private void Answer(IActorRef session, DeskAnswer answer) => _house.Journal.After(new TellWhenStored(session, answer));

    private void Left(IActorRef session)
    {
        if (!_bySession.Remove(session, out var seat)) return;
        seat.Session = null;
        if (seat.Next is { } next)
        {
            seat.Next = null;
            Sit(seat, next);
            return;
        }
        // Sent away by the house, not gone: a round must not end because the house does; when it is started again they are waited for.
        if (_house.Floor.IsStopping) return;
        _log.Info("{0} has left", seat.Record.Name);
        Decide(new SaleCommand.Leave(seat.Record.Name));
    }

    private static void StopTaking()
    {
        foreach (var session in Context.GetChildren())
        {
            if (session.Path.Name.StartsWith("session-", StringComparison.Ordinal)) session.Tell(new SessionMessage.Stopping());
        }
    }

    /// <summary>A bidder's place: its record, the session that has it, and the one that waits for it.</summary>
    private sealed class Seat(BidderRecord record)
    {
        public BidderRecord Record { get; } = record;

        public IActorRef? Session { get; set; }

        public IActorRef? Next { get; set; }
    }
}
