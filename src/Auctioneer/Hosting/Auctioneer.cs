using Akka.Actor;
using Akka.Event;
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
/// The desk, the house's top: it registers bidders and keeps their records (<see cref="Seats"/>), runs the sale, and makes and supervises the board, the lots and the sessions
/// (<see cref="HouseSupervision"/>). The sale itself is pure (<see cref="Sale"/>): here its facts are stored and then carried out, one after the other.
/// A fact that asks lots for something is carried out before it is announced, so that no bidder can answer an announcement faster
/// than the lots have heard of it. When the desk itself fails, everything below it ends with it and it begins again from its
/// stored facts: bidders keep their names, and come back.
/// </summary>
public sealed class Auctioneer : UntypedActor, IWithTimers
{
    private readonly AuctioneerContext _house;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HaltedLots _halted = new();
    private readonly Seats _seats = new();
    private readonly FactWriter _desk;
    private IActorRef _board = ActorRefs.Nobody;
    private IActorRef _wakeUps = ActorRefs.Nobody;
    private SessionContext _sessions = null!;
    private long _sessionsMade;

    // The sale.
    private readonly Dictionary<string, HashSet<string>> _passed = new(StringComparer.Ordinal);
    private Catalogue _catalogue = new([]);
    private SaleState _state;
    private FactWriter _stream;
    private LotDirectory _lots = LotDirectory.Empty;

    private Auctioneer(AuctioneerContext house)
    {
        _house = house;
        _desk = house.Journal.OpenWriter(StreamNames.Desk);
        _state = null!;
        _stream = null!;
    }

    public static Props Props(AuctioneerContext house) => MadeBy<Auctioneer>.Props(() => new Auctioneer(house));

    public const string Name = "auctioneer";

    /// <summary>Set by the actor system; what is under way ends with this incarnation.</summary>
    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => new HouseSupervision(_house.Settings.Supervision, _house.Time, _halted);

    protected override void PreStart()
    {
        _board = Context.ActorOf(Board.Props(_house.Journal, _house.Time, _house.Observer), Board.Name);
        _house.BoardIsHere(_board);
        _sessions = new SessionContext(Self, _board, _house.Floor, _house.Time, _house.Settings.Floor.HelloTimeout);
        var past = _house.Past?.Take() ?? DeskPast.Of(_house.Journal.ReadAll(), _house.Settings.Limits.BidIds);
        foreach (var record in past.Bidders) _seats.Add(record);
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
            case DeskMessage.LookAtClock: LookAtClock(); break;
            case DeskMessage.LotIsBack back when IsOfThisSale(Sender):
                Remind(back.Lot);
                Sender.Tell(new ItemAuction.MissedNothing(back.Life));
                break;
            case DeskMessage.LotIsHalted halted when IsOfThisSale(Sender): Halted(halted); break;
            case DeskMessage.ReturnIsOver: LetAbsentGo(); break;
            case DeskMessage.ClearAway old: ClearAway(old.Lots); break;
            case DeskMessage.StopTaking: StopTaking(); break;
            case DeskMessage.PassedLot or DeskMessage.LotIsBack or DeskMessage.LotIsHalted: break;
            default: Unhandled(message); break;
        }
    }

    private void Register(DeskMessage.Register request)
    {
        if (!_seats.TryGet(request.Name, out var record))
        {
            // A token offered under a new name proves nothing: the house makes its own.
            record = new BidderRecord(request.Name, BidderRecord.NewToken(_house.Chance), _house.Settings.Limits.BidIds);
            _house.Journal.Append(_desk, [new DeskFact.BidderRegistered(record.Name, record.Token, _house.Time.GetUtcNow())], [], null);
            _seats.Add(record);
        }
        else if (!record.IsToken(request.Token))
        {
            Answer(Sender, new DeskAnswer.Refused(RejectionCode.NameInUse));
            return;
        }
        if (_seats.MaySit(record, Sender)) Sit(record, Sender);
    }

    private void Sit(BidderRecord record, IActorRef session)
    {
        _seats.Sit(record, session);
        Context.Watch(session);
        _log.Info("{0} is here ({1})", record.Name, session.Path.Name);
        // First the sale: whoever is told WELCOME may bid at once on what it opened.
        Decide(new SaleCommand.Come(record.Name));
        Answer(session, new DeskAnswer.Registered(record));
    }

    /// <summary>What a session is told waits until what it was computed from is stored.</summary>
    private void Answer(IActorRef session, DeskAnswer answer) => _house.Journal.After(new TellWhenStored(session, answer));

    private void Left(IActorRef session)
    {
        if (!_seats.TryLeave(session, out var record, out var next)) return;
        if (next is not null)
        {
            Sit(record, next);
            return;
        }
        // Sent away by the house, not gone: a round must not end because the house does; when it is started again they are waited for.
        if (_house.Floor.IsStopping) return;
        _log.Info("{0} has left", record.Name);
        Decide(new SaleCommand.Leave(record.Name));
    }

    private static void StopTaking()
    {
        foreach (var session in Context.GetChildren())
        {
            if (session.Path.Name.StartsWith("session-", StringComparison.Ordinal)) session.Tell(new SessionMessage.Stopping());
        }
    }

    /// <summary>A fresh sale of the catalogue: its lots are made and shown, and it waits for its bidders.</summary>
    private void PutUp(int sale)
    {
        var putUp = new DeskFact.SalePutUp(sale, _house.Time.GetUtcNow(), _house.Catalogue.SaleTerms(sale, _house.Settings), _house.Catalogue);
        _house.Journal.Append(_desk, [putUp], [], null);
        Begin(putUp, null);
        // In its turn: what is still to be told of the sale before comes first.
        _house.Journal.After(new TellWhenStored(_board, new BoardMessage.NewSale(sale, _catalogue)));
        _house.Journal.Announce([.. _catalogue.Lots.Select(terms => new Notice.LotListed(0, LotNotices.View(LotState.Initial(terms))))]);
        foreach (var bidder in _seats.Taken.ToArray()) Decide(new SaleCommand.Come(bidder));
    }

    /// <summary>Goes on with a sale after a restart of the desk or of the whole house: lots come back from their facts, bidders are gone.</summary>
    private void Resume(DeskFact.SalePutUp last, DeskPast past)
    {
        var isOther = !last.Catalogue.Lots.SequenceEqual(_house.Catalogue.Lots);
        // Before there are lots: one that is overdue closes at once, and the board must hear of it after this.
        _house.Journal.After(new TellWhenStored(_board, past.ToBoard(isOther)));
        Begin(last, past.TakeLots());
        _state = past.State!;
        foreach (var terms in _catalogue.Lots) Remind(terms.Id);
        if (_house.Overdue is { } overdue && _state.RoundClosesAt <= overdue.DueUpTo) Decide(new SaleCommand.ExtendRound(overdue.Until));
        ArmClock();
        AwaitReturn();
        // What was sold is not put up again unasked.
        if (_state.Phase == SalePhase.Ended && (isOther || _house.Settings.Sale.Repeat)) PutUp(_state.Terms.Id + 1);
    }

    /// <summary>
    /// Bidders that were here before have lost their connections. A round that ends when all have acted would end with the first of them that is back
    /// if it did not wait for the others; everything else goes by the clock, or by who is here now.
    /// </summary>
    private void AwaitReturn()
    {
        if (!_state.Terms.CloseRoundWhenAllActed || _state.Phase is SalePhase.Waiting or SalePhase.Ended)
        {
            LetAbsentGo();
            return;
        }
        Timers.StartSingleTimer(nameof(DeskMessage.ReturnIsOver), DeskMessage.ReturnIsOver.Instance, _house.Settings.Recovery.ReturnWithin);
    }

    private void LetAbsentGo()
    {
        var here = _seats.Taken.ToHashSet(StringComparer.Ordinal);
        // Who has acted goes first: a round with nobody here runs its time, and is not ended by the last one that owes it nothing.
        foreach (var bidder in _state.Present.Except(here).OrderByDescending(_state.Acted.Contains).ToArray()) Decide(new SaleCommand.Leave(bidder));
    }

    private void Begin(DeskFact.SalePutUp putUp, LotsPast? past)
    {
        var sale = putUp.Sale;
        _catalogue = putUp.Catalogue;
        _state = SaleState.Initial(putUp.Terms);
        _stream = _house.Journal.OpenWriter(StreamNames.Sale(sale));
        _passed.Clear();
        // Every lot of the sale before is closed.
        if (!_wakeUps.IsNobody()) Context.Stop(_wakeUps);
        _wakeUps = Context.ActorOf(WakeUps.Props(_house.Time), WakeUps.NameFor(sale));
        var context = new ItemAuctionContext(
            _house.Journal, Self, _house.Time, _house.Settings.Limits.BidIds, _state.Terms.CloseRoundWhenAllActed, _halted)
        {
            WakeUps = _wakeUps,
            Overdue = _house.Overdue,
            Past = past,
        };
        ClearAwayLater(_lots);
        _lots = new LotDirectory(_catalogue.Lots.Select(terms => new LotHandle(
            terms.Id, ItemAuction.Make(Context, terms, sale, context), terms.Currency.Digits)
        { IsTimed = !terms.Form.Module.FollowsRounds }));
        _house.Floor.Lots = _lots;
    }

    /// <summary>
    /// Lots of a sale that is over stay a while: bids that were on their way to them are answered (203), for a bid that is never answered holds its
    /// connection for ever.
    /// </summary>
    private void ClearAwayLater(LotDirectory lots) =>
        Timers.StartSingleTimer(lots, new DeskMessage.ClearAway(lots), ClearAwayAfter);

    private void ClearAway(LotDirectory lots)
    {
        // What was put aside for want of room comes back to them when there is some.
        if (!_house.Journal.HasRoom)
        {
            ClearAwayLater(lots);
            return;
        }
        foreach (var old in lots.All) Context.Stop(old.Ref);
    }

    private static readonly TimeSpan ClearAwayAfter = TimeSpan.FromMinutes(1);

    private void Decide(SaleCommand command)
    {
        var facts = Sale.Decide(_state, command, _house.Time.GetUtcNow()).Facts;
        if (facts.Length == 0) return;
        var notices = new List<Notice>();
        for (var i = 0; i < facts.Length; i++)
        {
            _state = Sale.Evolve(_state, facts[i]);
            switch (facts[i])
            {
                case SaleFact.RoundClosed closed: notices.Add(new Notice.RoundClosed(i, closed.Round)); break;
                case SaleFact.Ended ended: notices.Add(new Notice.SaleEnded(i, ended.Sold, ended.Unsold)); break;
            }
        }
        _house.Journal.Append(_stream, [.. facts], notices, null);
        foreach (var fact in facts) CarryOut(fact);
        // A decision's own consequences are in its facts; what the sale is once they are carried out may be over.
        if (_state.Phase == SalePhase.Ended && _house.Settings.Sale.Repeat) PutUp(_state.Terms.Id + 1);
    }

    private void CarryOut(SaleFact fact)
    {
        switch (fact)
        {
            case SaleFact.Opened:
                _log.Info("Sale {0} is open", _state.Terms.Id);
                foreach (var lot in _state.Terms.TimedLots) Tell(lot, new LotCommand.Open());
                break;
            case SaleFact.RoundOpened opened:
                _passed.Clear();
                var open = new LotCommand.OpenRound(opened.Round, opened.ClosesAt);
                foreach (var lot in _state.RoundLotsOpen) Tell(lot, open);
                // Only now: a bid that answers this notice finds every lot open.
                _house.Journal.Announce([new Notice.RoundOpened(0, opened.Round, opened.ClosesAt)]);
                _log.Info("Round {0} is open", opened.Round);
                ArmClock();
                break;
            case SaleFact.RoundExtended extended:
                foreach (var lot in _state.RoundLotsOpen) Tell(lot, new LotCommand.Extend(extended.ClosesAt));
                _house.Journal.Announce([new Notice.RoundOpened(0, extended.Round, extended.ClosesAt)]);
                _log.Info("Round {0} is extended", extended.Round);
                ArmClock();
                break;
            case SaleFact.RoundEnding ending:
                var end = new LotCommand.EndRound(ending.Round);
                foreach (var lot in _state.LotsOwingReport) Tell(lot, end);
                break;
            case SaleFact.RoundClosed closed: _log.Info("Round {0} is closed with {1} bids", closed.Round, closed.Bids); break;
            case SaleFact.RoundsOver:
                foreach (var lot in _state.LotsToClose) Tell(lot, new LotCommand.Close());
                break;
            case SaleFact.Ended ended: _log.Info("Sale {0} has ended: {1} sold, {2} unsold", _state.Terms.Id, ended.Sold, ended.Unsold); break;
        }
    }

    private void PassAll(string bidder)
    {
        if (_state.Phase == SalePhase.RoundRunning)
        {
            var pass = new LotCommand.Pass(bidder);
            foreach (var lot in _state.RoundLotsOpen) Tell(lot, pass);
            Decide(new SaleCommand.Act(bidder, _state.Round));
        }
        Answer(Sender, new DeskAnswer.PassTaken(new Answer.Passed()));
    }

    /// <summary>Passing every lot one by one is passing the round.</summary>
    private void NotePass(DeskMessage.PassedLot pass)
    {
        if (_state.Phase != SalePhase.RoundRunning || pass.Round != _state.Round) return;
        if (!_passed.TryGetValue(pass.Bidder, out var lots)) _passed.Add(pass.Bidder, lots = new HashSet<string>(StringComparer.Ordinal));
        lots.Add(pass.Lot);
        if (lots.Count >= _state.RoundLotsOpen.Count && _state.RoundLotsOpen.All(lots.Contains)) Decide(new SaleCommand.Act(pass.Bidder, pass.Round));
    }

    /// <summary>Tells a lot again whatever it may not have heard; what it has heard changes nothing there, and it reports again.</summary>
    private void Remind(string lot)
    {
        var isTimed = _lots.TryGet(lot, out var handle) && handle.IsTimed;
        if (_state.Phase != SalePhase.Waiting && isTimed) Tell(lot, new LotCommand.Open());
        if (_state is { Phase: SalePhase.RoundRunning, RoundClosesAt: { } closesAt } && _state.RoundLotsOpen.Contains(lot))
        {
            Tell(lot, new LotCommand.OpenRound(_state.Round, closesAt));
            // It may have opened the round before the sale extended it, in a life that ended in between.
            Tell(lot, new LotCommand.Extend(closesAt));
        }
        if (_state.Phase == SalePhase.RoundEnding && _state.LotsOwingReport.Contains(lot)) Tell(lot, new LotCommand.EndRound(_state.Round));
        if (!isTimed && _state.AreRoundLotsToClose && _state.LotsNotClosed.Contains(lot)) Tell(lot, new LotCommand.Close());
        if (isTimed) Tell(lot, new LotCommand.ClockReached());
    }

    private void Halted(DeskMessage.LotIsHalted halted)
    {
        _log.Error("Lot {0} is halted; the sale goes on without it", halted.Lot);
        if (_state.LotsOwingReport.Contains(halted.Lot)) Decide(new SaleCommand.ReportRound(halted.Lot, _state.Round, 0, 0));
        Decide(new SaleCommand.ReportClosed(halted.Lot, halted.Sold, halted.Unsold));
    }

    private void LookAtClock()
    {
        var deadline = _state.RoundClosesAt;
        Decide(new SaleCommand.ClockReached());
        // The round that a wake-up opened has armed its own.
        if (_state.RoundClosesAt == deadline) ArmClock();
    }

    /// <summary>A wake-up at the running round's deadline; one that comes early finds nothing to do and arms the next.</summary>
    private void ArmClock()
    {
        if (_state.Phase != SalePhase.RoundRunning || _state.RoundClosesAt is not { } closesAt) return;
        Timers.StartSingleTimer(nameof(DeskMessage.LookAtClock), DeskMessage.LookAtClock.Instance, WakeUpDelay.Until(closesAt, _house.Time));
    }

    private bool IsOfThisSale(IActorRef lot) => lot.Path.Name.StartsWith(ItemAuction.NameFor(_state.Terms.Id, ""), StringComparison.Ordinal);

    private void Tell(string lot, LotCommand command)
    {
        if (_lots.TryGet(lot, out var handle)) handle.Ref.Tell(command, ActorRefs.NoSender);
    }
}
