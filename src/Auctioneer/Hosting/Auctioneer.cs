using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// A node's top: it registers bidders and keeps their records (<see cref="Seats"/>), takes every sale through its life (<see
/// cref="SaleLives"/>), and makes and supervises a <see cref="SessionActor"/> for each connection of the floor, a <see cref="SaleActor"/>
/// for each sale, and its <see cref="Board"/>. It stops a session that fails, which cuts the connection; the bidder comes back with the
/// token. A board resumes with its state. A sale restarts from its facts, and sessions stay. A sale that fails too often, or cannot
/// restart, escalates: the auctioneer restarts from its own facts and everything below it ends, so bidders keep their names and come back.
/// </summary>
internal sealed class Auctioneer : UntypedActor, IWithTimers
{
    private readonly AuctioneerContext _house;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Seats _seats = new();
    private readonly HashSet<IActorRef> _sessions = [];
    private readonly long _sessionsBefore;
    private readonly RecentFailures _failures;
    private readonly FactWriter _stream;
    private RecoveredSales? _recovered;
    private SaleLives _lives = null!;
    private SessionContext _forSessions = null!;
    private long _sessionsMade;
    private bool _isStopping;

    private Auctioneer(AuctioneerContext house, RecoveredSales? recovered)
    {
        (_house, _recovered) = (house, recovered);
        _failures = new RecentFailures(house.Settings.Supervision, house.Time);
        _stream = house.Journal.OpenWriter(StreamNames.Desk);
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
        SessionActor.IsName(child.Path.Name) ? Directive.Stop
        : !SaleActor.IsName(child.Path.Name) ? Directive.Resume
        : fault is ActorInitializationException || _failures.IsTooOften(child) ? Directive.Escalate
        : Directive.Restart);

    protected override void PreStart()
    {
        _forSessions = new SessionContext(Self, _house.Time, _house.Settings.Floor.HelloTimeout) { Epoch = _house.Journal.Epoch };
        var recovered = _recovered ?? RecoveredSales.Of(_house.Journal.ReadAll(), _house.Settings.Limits.BidIds, keepsOver: true);
        _recovered = null;
        foreach (var record in recovered.Bidders) _seats.Add(record);
        _lives = new SaleLives(_house, Context, Timers, _seats);
        _lives.Begin(recovered);
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
            case AuctioneerMessage.Join join: Join(join.Sale); break;
            case Terminated gone:
                _sessions.Remove(gone.ActorRef);
                Left(gone.ActorRef);
                break;
            case SaleReport.IsUp up: _lives.Offer(up.Offer); break;
            case SaleReport.IsOpen open: _lives.Open(open.Sale); break;
            case SaleReport.IsOver over: _lives.Over(over); break;
            case BoardReport.Elsewhere elsewhere: Tell(elsewhere); break;
            case SaleReader.Found found: _lives.Handle(found); break;
            case SaleLives.LetGo due: _lives.Handle(due); break;
            case SaleLives.EndRun end: _lives.Handle(end); break;
            case SaleLives.RunEnded ended: _lives.Handle(ended); break;
            case AccountRequest ask: Account(ask); break;
            case AuctioneerMessage.AskBoard ask: AskBoard(ask.Sale, ask.Question); break;
            case AuctioneerMessage.BidsOnLetGo late: Bid(late); break;
            case AuctioneerMessage.BringAgain(var id, var come): BringAgain(id, come.Session); break;
            case AuctioneerMessage.ShowSale show: AskBoard(show.Sale, BoardMessage.Show.Instance); break;
            case AuctioneerMessage.ListSales list: ListSales(list.WithSold); break;
            case AuctioneerMessage.PutUpSale put: PutUp(put.Catalogue); break;
            case AuctioneerMessage.CloseSale close: Close(close.Sale); break;
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
            // A token offered under a new name proves nothing: the house makes its own.
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

    /// <summary>The sale answers too, when it has counted the bidder: whoever is told WELCOME may bid at once on what it opened.</summary>
    private void Sit(BidderRecord record, IActorRef session, string token)
    {
        var sale = _lives.Sales.ForNewcomer;
        _seats.Sit(record, session, sale?.Id ?? "");
        Context.Watch(session);
        _log.Info("{Bidder} is here ({Session})", record.Name, session.Path.Name);
        Answer(session, new AuctioneerAnswer.Registered(record.Name, token));
        Answer(session, _lives.Sales.OnOffer);
        _lives.Bring(record.Name, session, sale);
    }

    private void Join(string id)
    {
        if (!_seats.TryGet(Sender, out var bidder, out var before)) return;
        if (!_lives.Sales.TryGet(id, out var sale))
        {
            Answer(Sender, new AuctioneerAnswer.NoSuchSale(_lives.Sales.Without(id, "SALES")));
            return;
        }
        if (before != id) LeaveSale(before, bidder);
        _seats.Move(Sender, id);
        _lives.Bring(bidder, Sender, sale);
    }

    /// <summary>Whoever has gone to another sale meanwhile is answered by that one.</summary>
    private void BringAgain(string id, IActorRef session)
    {
        if (_seats.TryGet(session, out var bidder, out var now) && now == id && _lives.Sales.TryGet(id, out var sale))
            _lives.Bring(bidder, session, sale);
    }

    /// <summary>A bidder's own notice of a sale. Whoever is in that sale now has come after it, and learns of it by the list.</summary>
    private void Tell(BoardReport.Elsewhere elsewhere)
    {
        if (_seats.TryFind(elsewhere.Notice.To!, out var session, out var sale) && sale != elsewhere.Sale)
            session.Tell(BoardAnswer.Broadcast.Of(elsewhere.Sale, [elsewhere.Notice]));
    }

    private void Bid(AuctioneerMessage.BidsOnLetGo late)
    {
        var name = late.Bids.Lot;
        var id = late.Sale
            ?? (name.IndexOf(SalesOnOffer.Separator, StringComparison.Ordinal) is var end and > 0 ? name[..end] : null)
            ?? (_seats.TryFind(late.Bids.Bidder, out _, out var sale) ? sale : "");
        _lives.Bid(id, late.Bids, Sender);
    }

    /// <summary>What a session is told waits until what it was computed from is stored.</summary>
    private void Answer(IActorRef session, object answer) => _house.Journal.After(new TellWhenStored(session, answer));

    private void Left(IActorRef session)
    {
        if (!_seats.TryLeave(session, out var record, out var sale, out var next)) return;
        if (next is not null)
        {
            Sit(record, next.Session, next.Token);
            if (_seats.TryFind(record.Name, out _, out var now) && now != sale) LeaveSale(sale, record.Name);
            return;
        }
        // Sent away by the house, not gone: a round must not end because the house does; when it is started again they are waited for.
        if (_isStopping) return;
        _log.Info("{Bidder} has left", record.Name);
        LeaveSale(sale, record.Name);
    }

    private void LeaveSale(string id, string bidder)
    {
        if (_lives.Sales.TryGet(id, out var sale) && sale.IsHeld) sale.Actor.Tell(new SaleMessage.Leave(bidder));
    }

    private void Account(AccountRequest request)
    {
        if (request.Sale is { } id) AskBoard(id, AccountRequest.Instance);
        else if (_lives.Sales.All is [var first, ..]) _lives.AskBoard(first, AccountRequest.Instance, Sender);
        else Sender.Tell(new FinalAccount(0, false, 0, [], []));
    }

    private void AskBoard(string id, object question)
    {
        if (_lives.Sales.TryGet(id, out var sale)) _lives.AskBoard(sale, question, Sender);
        else Answer(Sender, NoSuchSale(id));
    }

    /// <summary>What is sold of the open ones, their boards know. One that is put up for the first time just now is not listed.</summary>
    private void ListSales(bool withSold)
    {
        ImmutableArray<SaleSummary> all = [.. _lives.Sales.All.Where(sale => sale.WasPutUp).Select(sale => sale.Summary(_house.Journal))];
        var open = _lives.Sales.All.Where(sale => sale.State == SaleViewState.Open).ToArray();
        if (!withSold || open.Length == 0)
        {
            Answer(Sender, new AuctioneerAnswer.SaleList(all));
            return;
        }
        Context.ActorOf(SaleCount.Props(all, [.. open.Select(sale => (sale.Id, sale.Board))], _house.Journal, Sender));
    }

    private void PutUp(Catalogue catalogue)
    {
        var id = catalogue.Head.Name;
        _lives.Sales.TryGet(id, out var known);
        var why = _isStopping ? "The house is stopping; it puts up no sale any more."
            : SaleCheck.Fault(catalogue, _house.Settings) is { } fault ? Sentence(fault)
            : known is null ? null
            : known.WhenRead.Count > 0 ? $"The sale {id} is looked at just now; ask again in a moment."
            : known.State == SaleViewState.Open ? $"The sale {id} is open already; a sale of another id can be put up beside it."
            : known.State == SaleViewState.Waiting ? $"The sale {id} is put up already, and waits to open."
            : null;
        if (why is not null) Answer(Sender, new AuctioneerAnswer.NotDone(why));
        else _lives.PutUp(catalogue).Putters.Add(Sender);
    }

    private void Close(string id)
    {
        if (!_lives.Sales.TryGet(id, out var sale)) Answer(Sender, NoSuchSale(id));
        else if (sale.State == SaleViewState.Ended) Answer(Sender, new AuctioneerAnswer.NotDone($"The sale {id} is over already."));
        else
        {
            sale.Closers.Add(Sender);
            // Nothing may happen to a run before it is put up; then it is closed.
            if (sale.IsPutUp) sale.Actor.Tell(new SaleCommand.Close());
        }
    }

    private void StopTaking()
    {
        _isStopping = true;
        foreach (var session in _sessions) session.Tell(new SessionMessage.Stopping());
    }

    private AuctioneerAnswer.NotDone NoSuchSale(string id) => new(Sentence(_lives.Sales.Without(id, "auctioneer sale list")));

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}{(text.EndsWith('.') ? "" : ".")}";

    // Sessions of one life of the auctioneer.
    private const long SessionsMax = 1_000_000_000;
}
