using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// A node's top: it registers bidders and keeps their records (<see cref="Seats"/>), puts up sales, and makes and supervises the board, a
/// <see cref="SessionActor"/> for each connection of the floor and a <see cref="SaleActor"/> for each sale. It stops a session that fails,
/// which cuts the connection; the bidder comes back with the token. The board resumes with its state. A sale restarts from its facts, and
/// sessions stay. A sale that fails too often, or cannot restart, escalates: the auctioneer restarts from its own facts and everything
/// below it ends, so bidders keep their names and come back.
/// </summary>
internal sealed class Auctioneer : UntypedActor, IWithTimers
{
    private readonly AuctioneerContext _house;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Seats _seats = new();
    private readonly HashSet<IActorRef> _sessions = [];
    private readonly long _sessionsBefore;
    private readonly Dictionary<int, MadeSale> _sales = [];
    private readonly RecentFailures _failures;
    private readonly FactWriter _stream;
    private readonly FactWriter _saleStream;
    private RecoveredSales? _recovered;
    private IActorRef _board = ActorRefs.Nobody;
    private SessionContext _forSessions = null!;
    private long _sessionsMade;
    private int _current;
    private bool _isStopping;

    private Auctioneer(AuctioneerContext house, RecoveredSales? recovered)
    {
        (_house, _recovered) = (house, recovered);
        _failures = new RecentFailures(house.Settings.Supervision, house.Time);
        _stream = house.Journal.OpenWriter(StreamNames.Desk);
        _saleStream = house.Journal.OpenWriter(StreamNames.Sale(TheSale.Id));
        // In the same life of the house, a second life of the auctioneer gives no session a number of the first.
        _sessionsMade = _sessionsBefore = (_stream.Incarnation - 1) * SessionsMax;
    }

    /// <param name="house">What it needs of the house.</param>
    /// <param name="recovered">What the journal's facts have come to, where that is known already; null: it reads them.</param>
    internal static Props Props(AuctioneerContext house, RecoveredSales? recovered = null) =>
        MadeFrom<Auctioneer, RecoveredSales>.Props(recovered, recovered => new Auctioneer(house, recovered));

    public const string Name = "auctioneer";

    /// <summary>Set by the actor system; what is under way ends with this life.</summary>
    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => new SupervisionByChild((child, fault) =>
        child.Equals(_board) ? Directive.Resume
        : !IsSale(child) ? Directive.Stop
        : fault is ActorInitializationException || _failures.IsTooOften(child) ? Directive.Escalate
        : Directive.Restart);

    protected override void PreStart()
    {
        _board = Context.ActorOf(Board.Props(_house.Journal, _house.Time, _house.Books), Board.Name);
        _house.Announcements.Begin(_board);
        _house.Journal.Listen(TheSale.Chain, _house.Announcements);
        _forSessions = new SessionContext(Self, _board, _house.Time, _house.Settings.Floor.HelloTimeout) { Epoch = _house.Journal.Epoch };
        var recovered = _recovered ?? RecoveredSales.Of(_house.Journal.ReadAll(), _house.Settings.Limits.BidIds);
        _recovered = null;
        foreach (var record in recovered.Bidders) _seats.Add(record);
        if (recovered.PutUp is { } last) Resume(last, recovered);
        else PutUp(1);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AuctioneerMessage.OpenSession open:
                _sessionsMade++;
                Context.ActorOf(SessionActor.Props(open.Link, _forSessions, _sessionsMade), SessionActor.NameFor(_sessionsMade));
                break;
            case AuctioneerMessage.Admit admit:
                _sessionsMade++;
                var session = SessionActor.Props(admit.Link, _forSessions, _sessionsMade);
                Sender.Tell(new AuctioneerAnswer.Admitted(admit.Link, session, SessionActor.NameFor(_sessionsMade)));
                break;
            case AuctioneerMessage.Begun begun: Keep(Sender, begun.Number); break;
            case AuctioneerMessage.Leave: Left(Sender); break;
            case AuctioneerMessage.Register register: Register(register); break;
            case Terminated gone:
                _sessions.Remove(gone.ActorRef);
                Left(gone.ActorRef);
                break;
            case SaleReport.IsUp up: Offer(up.Offer); break;
            case SaleReport.IsOver over: GoOnAfter(over.Sale); break;
            case AccountRequest ask: _board.Forward(ask); break;
            case StopSale old: Stop(old.Sale); break;
            case AuctioneerMessage.StopTaking: StopTaking(); break;
            default: Unhandled(message); break;
        }
    }

    // The house is still stopping in its next life.
    protected override void PreRestart(Exception reason, object message)
    {
        if (_isStopping) Self.Tell(AuctioneerMessage.StopTaking.Instance, ActorRefs.NoSender);
        base.PreRestart(reason, message);
    }

    // Sessions that doors have made end as those below it do.
    protected override void PostStop()
    {
        foreach (var session in _sessions) session.Tell(SessionMessage.InputEnded.Instance, ActorRefs.NoSender);
    }

    private void Keep(IActorRef session, long number)
    {
        // Admitted by a life before this one: it knows a board that is no more.
        if (number <= _sessionsBefore)
        {
            session.Tell(SessionMessage.InputEnded.Instance, ActorRefs.NoSender);
            return;
        }
        _sessions.Add(session);
        Context.Watch(session);
        if (_isStopping) session.Tell(new SessionMessage.Stopping());
    }

    private void Register(AuctioneerMessage.Register request)
    {
        var token = request.Token;
        if (!_seats.TryGet(request.Name, out var record))
        {
            // A token offered under a new name proves nothing: the house makes another.
            token = BidderRecord.NewToken(_house.Chance);
            record = new BidderRecord(request.Name, TokenHash.Of(token));
            var registered = new RegistryFact.BidderRegistered(record.Name, record.TokenHash, _house.Time.GetUtcNow());
            _house.Journal.Append(_stream, [registered], [], null);
            _seats.Add(record);
        }
        else if (token is null || !record.IsToken(token))
        {
            Answer(Sender, new AuctioneerAnswer.Refused(RejectionCode.NameInUse));
            return;
        }
        if (_seats.MaySit(record, Sender, token)) Sit(record, Sender, token);
    }

    /// <summary>The sale answers too, once it has counted the bidder: after WELCOME the bidder may bid at once on what it opened.</summary>
    private void Sit(BidderRecord record, IActorRef session, string token)
    {
        _seats.Sit(record, session);
        Context.Watch(session);
        _log.Info("{Bidder} is here ({Session})", record.Name, session.Path.Name);
        Answer(session, new AuctioneerAnswer.Registered(record.Name, token));
        _sales[_current].Actor.Tell(new SaleMessage.Come(record.Name, session));
    }

    /// <summary>Answers a session once the facts that the answer follows from are stored.</summary>
    private void Answer(IActorRef session, AuctioneerAnswer answer) => _house.Journal.After(new TellWhenStored(session, answer));

    private void Left(IActorRef session)
    {
        if (!_seats.TryLeave(session, out var record, out var next)) return;
        if (next is not null)
        {
            Sit(record, next.Session, next.Token);
            return;
        }
        // The house sent the bidder away: a round must not end because the house does. Started again, it waits for the bidder.
        if (_isStopping) return;
        _log.Info("{Bidder} has left", record.Name);
        _sales[_current].Actor.Tell(new SaleMessage.Leave(record.Name));
    }

    private void StopTaking()
    {
        _isStopping = true;
        foreach (var session in _sessions) session.Tell(new SessionMessage.Stopping());
    }

    /// <summary>A fresh sale of the catalogue.</summary>
    private void PutUp(int sale) => Make(_house.Catalogue.SaleTerms(sale, _house.Settings), _house.Catalogue, null);

    /// <summary>
    /// Goes on with a sale after a restart of the auctioneer or of the whole house: lots come back from their facts, bidders are gone.
    /// </summary>
    private void Resume(RegistryFact.SalePutUp last, RecoveredSales recovered)
    {
        var isOther = !last.Catalogue.Lots.SequenceEqual(_house.Catalogue.Lots);
        // Before there are lots: one that is overdue closes at once, and the board must know of it after this.
        _house.Journal.After(new TellWhenStored(_board, recovered.ToBoard(isOther)));
        // What was sold is not put up again unasked.
        if (recovered.State!.Phase == SalePhase.Ended && (isOther || _house.Settings.Sale.Repeat)) PutUp(last.Sale + 1);
        else Make(last.Terms, last.Catalogue, new RecoveredSale(recovered.State, recovered.Lots));
    }

    private void Make(SaleTerms terms, Catalogue catalogue, RecoveredSale? recovered)
    {
        var context = new SaleContext(terms, catalogue, _house.Settings, _house.Journal, _house.Time)
        {
            Overdue = _house.Overdue,
            Chance = _house.Chance,
        };
        var actor = Context.ActorOf(SaleActor.Props(context, recovered), SaleActor.NameFor(terms.Id));
        _sales.Add(terms.Id, new MadeSale(actor, context) { IsPutUp = recovered is not null });
        _current = terms.Id;
    }

    /// <summary>
    /// A sale stands: a fresh one is put up now. Sessions know its lots before the lots are announced, and only then the sale begins.
    /// </summary>
    private void Offer(SaleOnOffer offer)
    {
        if (!_sales.TryGetValue(offer.Sale, out var sale)) return;
        var (terms, catalogue) = (sale.Context.Terms, sale.Context.Catalogue);
        var isFresh = !sale.IsPutUp;
        if (isFresh)
        {
            _house.Journal.Append(_saleStream, [new RegistryFact.SalePutUp(terms.Id, _house.Time.GetUtcNow(), terms, catalogue)], [], null);
            sale.IsPutUp = true;
        }
        if (offer.Sale == _current)
        {
            foreach (var session in _seats.Sessions) session.Tell(offer);
        }
        if (isFresh)
        {
            // In its turn: the notices of the sale before come first.
            _house.Journal.After(new TellWhenStored(_board, new BoardMessage.NewSale(terms.Id, catalogue)));
            _house.Journal.Announce(
                TheSale.Chain, [.. catalogue.Lots.Select(lot => new Notice.LotListed(0, LotNotices.View(LotState.Initial(lot))))]);
        }
        sale.Actor.Tell(new SaleMessage.Here(offer.Sale == _current ? [.. _seats.Taken] : ImmutableArray<string>.Empty));
    }

    private void GoOnAfter(int sale)
    {
        if (sale != _current || !_house.Settings.Sale.Repeat) return;
        PutUp(sale + 1);
        StopLater(sale);
    }

    /// <summary>
    /// A sale that is over stays a while: bids that were on their way to its lots are answered (203), for a bid that is never answered
    /// holds its connection for ever.
    /// </summary>
    private void StopLater(int sale) => Timers.StartSingleTimer(sale, new StopSale(sale), StopAfter);

    private void Stop(int sale)
    {
        // What was put aside for want of room comes back to its lots when there is some.
        if (!_house.Journal.HasRoom)
        {
            StopLater(sale);
            return;
        }
        if (_sales.Remove(sale, out var old)) Context.Stop(old.Actor);
    }

    // Sessions of one life of the auctioneer.
    private const long SessionsMax = 1_000_000_000;

    private static readonly TimeSpan StopAfter = TimeSpan.FromMinutes(1);

    private bool IsSale(IActorRef child) => _sales.Values.Any(sale => sale.Actor.Equals(child));

    private sealed class MadeSale(IActorRef actor, SaleContext context)
    {
        public IActorRef Actor => actor;

        public SaleContext Context => context;

        /// <summary>It stands, and that is stored and on its way to the board.</summary>
        public bool IsPutUp { get; set; }
    }

    private sealed record StopSale(int Sale);
}
