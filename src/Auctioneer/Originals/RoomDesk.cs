using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// The bidding room (R2): it makes and supervises the room's lots and sessions, keeps the clients in the order of connecting, and puts the
/// lots' notices into the original's words. It alone knows a client's number, which is its place among those connected when a line is
/// made, so it makes each line once for all sessions, and gathers them on their way (<see cref="Gathering{TLine}"/>). When it fails, its
/// sessions end with it; its lots recover from their facts.
/// </summary>
internal sealed class RoomDesk : UntypedActor
{
    /// <summary>Clients that have left, whose last place is remembered: one of them may still win.</summary>
    private const int GoneMax = 1024;

    private readonly OriginalsContext _house;
    private readonly List<(IActorRef Session, string Bidder)> _clients = [];
    private readonly Dictionary<string, int> _gone = new(StringComparer.Ordinal);
    private readonly Queue<string> _goneOrder = new();
    private readonly Dictionary<string, (long Minor, string Leader)> _highest = new(StringComparer.Ordinal);
    private Dictionary<string, LotTerms> _terms = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private FrozenDictionary<string, LotHandle> _byTitle = FrozenDictionary<string, LotHandle>.Empty;
    private Dictionary<string, LotHandle> _byId = [];
    private readonly Gathering<RoomLine> _gathering;
    private RecoveredSales? _recovered;
    private IActorRef _wakeUps = ActorRefs.Nobody;
    private long _booked;
    private long _clientsNamed;
    // Clients from here on, from 0, have moved up and do not know it yet.
    private int _movedFrom = int.MaxValue;
    private bool _isStopping;

    private RoomDesk(OriginalsContext house, RecoveredSales? recovered)
    {
        (_house, _recovered) = (house, recovered);
        _gathering = new Gathering<RoomLine>(Self, _clients.Select(client => client.Session), RoomMessage.Broadcast.Of);
    }

    /// <param name="house">What it needs of the house.</param>
    /// <param name="recovered">What its facts have come to, where that is known already; null: it reads them.</param>
    internal static Props Props(OriginalsContext house, RecoveredSales? recovered = null) =>
        MadeFrom<RoomDesk, RecoveredSales>.Props(recovered, recovered => new RoomDesk(house, recovered));

    public const string Name = "room";

    protected override SupervisorStrategy SupervisorStrategy() => new LotSupervision(_house.Settings.Supervision, _house.Time, child =>
        child.Equals(_wakeUps) ? Directive.Resume : _byId.Values.Any(lot => lot.Ref.Equals(child)) ? null : Directive.Stop);

    protected override void PreStart()
    {
        _house.Announcements.Begin(Self);
        _house.Journal.Listen(Name, _house.Announcements);
        var recovered = _recovered ?? RecoveredSales.Of(Noting(_house.Journal.ReadAll()), _house.Settings.Limits.BidIds);
        _recovered = null;
        var catalogue = Remember(recovered);
        _terms = catalogue.Lots.ToDictionary(l => l.Id, StringComparer.Ordinal);
        _wakeUps = Context.ActorOf(WakeUps.Props(_house.Time), "wake-ups");
        var context = new ItemAuctionContext(_house.Journal, Self, _house.Time, _house.Settings.Limits.BidIds, ReportActs: false)
        {
            WakeUps = _wakeUps,
            Overdue = _house.Overdue,
        };
        var lots = catalogue.Lots.Select(terms =>
        {
            var facts = recovered.OfDesk?.Lots.GetValueOrDefault(terms.Id);
            var lot = ItemAuction.Make(Context, $"lot-{terms.Id}", terms, Sale, context, facts);
            return new LotHandle(terms.Id, lot, terms.Currency.Digits);
        }).ToArray();
        _byId = lots.ToDictionary(l => l.Id, StringComparer.Ordinal);
        _byTitle = lots.ToFrozenDictionary(l => _terms[l.Id].Title, StringComparer.Ordinal);
        foreach (var lot in lots) Remind(lot.Id);
        _house.Stands.TrySetResult();
    }

    private IEnumerable<(string Stream, StoredFact Fact)> Noting(IEnumerable<(string Stream, StoredFact Fact)> facts)
    {
        foreach (var fact in facts)
        {
            _booked = fact.Fact.Event;
            yield return fact;
        }
    }

    /// <summary>What the room sells: what it sold before, where its journal goes on; the account and the names go on with it.</summary>
    private Catalogue Remember(RecoveredSales recovered)
    {
        if (recovered.OfDesk is not { PutUp: { } known } past)
        {
            var terms = _house.Catalogue.SaleTerms(Sale, _house.Settings);
            var putUp = new RegistryFact.SalePutUp(Sale, _house.Time.GetUtcNow(), terms, _house.Catalogue);
            _house.Journal.Append(_house.Journal.OpenWriter(StreamNames.Desk), [putUp], [], null);
            return _house.Catalogue;
        }
        _clientsNamed = recovered.LastClient;
        _house.Book.Begin(Sale, known.Catalogue);
        var resumed = past.ToBoard(otherCatalogue: false).Resumed;
        foreach (var notice in resumed.Past) _house.Book.Add(notice);
        foreach (var lot in resumed.Lots)
        {
            if (lot.Leader is { } leader) _highest[lot.Lot] = (lot.PriceMinor, leader);
        }
        foreach (var bid in past.Lots.Values.SelectMany(lot => lot.Recent.All()).OrderBy(bid => bid.Seq))
        {
            if (RoomBidIds.PlaceOf(bid.BidId) is var place and > 0) Remember(bid.Bidder, place);
        }
        return known.Catalogue;
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BoardMessage.Announced announced: Announce(announced.Notices); break;
            case GatheringDue: _gathering.Due(); break;
            case BroadcastTaken taken: _gathering.Taken(taken); break;
            case OpenTextSession open: Enter(open.Link); break;
            case RoomMessage.Leaves: Leave(Sender); break;
            case Terminated gone: Leave(gone.ActorRef); break;
            case RoomMessage.TellPlaces: TellPlaces(); break;
            case LotReport.IsBack back:
                Remind(back.Lot);
                Sender.Tell(new ItemAuction.MissedNothing(back.Life));
                break;
            case LotReport.IsHalted halted: _log.Error("Lot {Lot} of the room is halted; the room goes on without it", halted.Lot); break;
            case SaleCommand.ReportClosed closed: _log.Info("{Lot} is sold out in the room", closed.Lot); break;
            case AccountRequest: Sender.Tell(_house.Book.Now()); break;
            case StopTextSessions stop:
                _isStopping = true;
                _gathering.Send();
                foreach (var (session, _) in _clients) session.Tell(stop, ActorRefs.NoSender);
                break;
            default: Unhandled(message); break;
        }
    }

    // The room is one sale that never ends of itself.
    private const int Sale = 1;

    private void Enter(ITextLink link)
    {
        var bidder = ClientNames.Of(++_clientsNamed);
        var session = Context.ActorOf(
            RoomSession.Props(link, bidder, _clients.Count + 1, _byTitle, _house.Originals.RoomDoor.FaultsInARowMax),
            $"session-{bidder}");
        Context.Watch(session);
        // A client gets what is announced from here on.
        _gathering.Send();
        _clients.Add((session, bidder));
        if (_isStopping) session.Tell(StopTextSessions.Instance, ActorRefs.NoSender);
    }

    private void Leave(IActorRef session)
    {
        var at = _clients.FindIndex(c => c.Session.Equals(session));
        if (at < 0) return;
        Remember(_clients[at].Bidder, at + 1);
        _clients.RemoveAt(at);
        _gathering.Forget(session);
        // Once for all that leave together.
        if (_movedFrom == int.MaxValue) Self.Tell(RoomMessage.TellPlaces.Instance, ActorRefs.NoSender);
        _movedFrom = Math.Min(_movedFrom, at);
    }

    /// <summary>Remembers the place of a client that is not here; whoever leads is not forgotten.</summary>
    private void Remember(string bidder, int place)
    {
        if (_gone.TryAdd(bidder, place)) _goneOrder.Enqueue(bidder);
        else _gone[bidder] = place;
        if (_goneOrder.Count <= GoneMax) return;
        var longest = _goneOrder.Dequeue();
        if (_highest.Values.Any(bid => bid.Leader == longest)) _goneOrder.Enqueue(longest);
        else _gone.Remove(longest);
    }

    private void TellPlaces()
    {
        for (var at = _movedFrom; at < _clients.Count; at++) _clients[at].Session.Tell(new RoomMessage.Place(at + 1), ActorRefs.NoSender);
        _movedFrom = int.MaxValue;
    }

    private void Announce(ImmutableArray<Notice> notices)
    {
        // Who hears of this knows its place as it was then.
        TellPlaces();
        foreach (var notice in notices)
        {
            // The book has it already when the desk failed with the notice in its mailbox: it is in the journal, too.
            if (notice.Seq > _booked) _house.Book.Add(notice);
            switch (notice)
            {
                // A deadline that is held open after a restart is no new bid, and the room has no words for it.
                case Notice.PriceChanged { Leader: not null, ClosesAt: not null } price
                    when _highest.TryGetValue(price.Lot, out var known) && price.PriceMinor <= known.Minor:
                    break;
                case Notice.PriceChanged { Leader: { } leader, ClosesAt: not null } price:
                    _highest[price.Lot] = (price.PriceMinor, leader);
                    _gathering.Add(new RoomLine(
                        RoomWords.NewHighest(Title(price.Lot), Amount(price.Lot, price.PriceMinor)), null, leader, price.Lot, price.Seq));
                    _house.Observer?.OnRoom(new RoomEvent.NewHighest(Title(price.Lot), price.PriceMinor));
                    break;
                case Notice.UnitSold sold:
                    var client = PlaceOf(sold.Winner);
                    _gathering.Add(new RoomLine(
                        RoomWords.Sold(Title(sold.Lot), client, Amount(sold.Lot, sold.PriceMinor)), null, null, null, sold.Seq));
                    _house.Observer?.OnRoom(new RoomEvent.Sold(Title(sold.Lot), client, sold.PriceMinor));
                    break;
                case Notice.UnitWon won:
                    _gathering.Add(new RoomLine(
                        RoomWords.Won(Title(won.Lot), Amount(won.Lot, won.PriceMinor)), won.Bidder, null, null, won.Seq));
                    break;
                case Notice.LotClosed closed: _house.Observer?.OnRoom(new RoomEvent.NotFound(Title(closed.Lot))); break;
            }
        }
    }

    /// <summary>
    /// A client's place among those connected now, from 1; of one that has left, the place it had; of one from before the house was started
    /// again, the place it bid from.
    /// </summary>
    private int PlaceOf(string bidder)
    {
        var at = _clients.FindIndex(c => c.Bidder == bidder);
        return at >= 0 ? at + 1 : _gone.TryGetValue(bidder, out var place) ? place : NumberOf(bidder);
    }

    // As good a number as there is where no place is known: it was its place unless somebody had left.
    private static int NumberOf(string bidder) => (int)Math.Min(ClientNames.NumberOf(bidder), int.MaxValue);

    private string Title(string lot) => _terms[lot].Title;

    private string Amount(string lot, long minor) => RoomWords.Amount(minor, _terms[lot].Currency.Digits);

    /// <summary>Sends a lot again what it may have missed; a lot that has it changes nothing.</summary>
    private void Remind(string lot)
    {
        _byId[lot].Ref.Tell(new LotCommand.Open(), Self);
        _byId[lot].Ref.Tell(new LotCommand.ClockReached(), Self);
    }
}
