using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// The sealed-bid house (R3): <see cref="SealedHouse"/> decides who sits where, the auction's lot what the bids are worth
/// (<see cref="SealedLot"/>). The desk stores a decision and then carries it out: it sends sessions their lines, gives bids to the lot, and
/// shows the server's screen. It makes and supervises the sessions. When it fails, or the house is started again, all its clients are gone:
/// it decides the auction on the recorded bids, and is in state 0 again.
/// </summary>
internal sealed class SealedDesk : UntypedActor
{
    private readonly OriginalsContext _house;
    private readonly Dictionary<long, (IActorRef Session, string Peer)> _sessions = [];
    private readonly List<OpenTextSession> _early = [];
    private readonly FactWriter _stream;
    private readonly Guid _life = Guid.NewGuid();
    private RecoveredSealedHouse? _recovered;
    private SealedHouseState _state;
    // What has been decided, stored, and carried out: behind what has only been decided.
    private SealedHouseState _carriedOut;
    private SealedLot _lot = null!;
    private ICancelable? _clock;
    private long _sessionsMade;
    private bool _isOfBefore;
    private bool _isStopping;

    private SealedDesk(OriginalsContext house, RecoveredSealedHouse? recovered)
    {
        (_house, _recovered) = (house, recovered);
        _carriedOut = _state = SealedHouseState.Initial(house.Originals.Sealed);
        _stream = house.Journal.OpenWriter(Stream);
    }

    /// <param name="house">What it needs of the house.</param>
    /// <param name="recovered">What its facts have come to, where that is known already; null: it reads them.</param>
    internal static Props Props(OriginalsContext house, RecoveredSealedHouse? recovered = null) =>
        MadeFrom<SealedDesk, RecoveredSealedHouse>.Props(recovered, recovered => new SealedDesk(house, recovered));

    public const string Name = "sealed";

    /// <summary>Asks how many sessions and lots there are.</summary>
    internal sealed record HowMany
    {
        public static HowMany Instance { get; } = new();
    }

    protected override SupervisorStrategy SupervisorStrategy() =>
        new LotSupervision(_house.Settings.Supervision, _house.Time, child => _lot.Is(child) ? null : Directive.Stop);

    protected override void PreStart() => Start(isFirstLife: true);

    // The account knows what the journal held when the house began, and has been sent the rest.
    protected override void PostRestart(Exception reason) => Start(isFirstLife: false);

    private void Start(bool isFirstLife)
    {
        _house.Announcements.Begin(Self);
        _house.Journal.Listen(Name, _house.Announcements);
        var recovered = _recovered ?? RecoveredSealedHouse.Of(_house.Journal.ReadAll(), _state.Terms, _house.Settings.Limits.BidIds);
        _recovered = null;
        _carriedOut = _state = recovered.State;
        var lots = new ItemAuctionContext(_house.Journal, Self, _house.Time, _house.Settings.Limits.BidIds, ReportActs: false);
        _lot = new SealedLot(Context, lots);
        // Connections are numbered on, so that no two clients ever have the same name in the account.
        _sessionsMade = recovered.LastConnection;
        if (isFirstLife) Recall(recovered);
        Decide(new SealedHouseCommand.Abandon());
        if (_state.Phase == SealedHousePhase.Settling) Settle(recovered);
        StandOnceSettled();
    }

    // Who came too early comes again, to the next life.
    protected override void PreRestart(Exception reason, object message)
    {
        foreach (var open in _early) Self.Tell(open, ActorRefs.NoSender);
        base.PreRestart(reason, message);
    }

    /// <summary>Opens the door once an auction from before is decided: who connected first, even meanwhile, is the Seller.</summary>
    private void StandOnceSettled()
    {
        if (_isOfBefore && _state.Phase == SealedHousePhase.Settling) return;
        _isOfBefore = false;
        _house.Stands.TrySetResult();
        foreach (var open in _early) Self.Tell(open, ActorRefs.NoSender);
        _early.Clear();
    }

    /// <summary>Ends an auction that the house's end interrupted: its lot gets the recorded bids it lacks, and the hammer falls.</summary>
    private void Settle(RecoveredSealedHouse recovered)
    {
        _isOfBefore = true;
        Show($">> The house was started again: auction {_state.Auction} is decided on the bids that were recorded");
        var terms = _state.Request!.Lot(SealedBids.LotOf(_state.Auction), _state.Terms);
        var facts = _house.Journal.Read(StreamNames.DeskLot(_state.Auction, terms.Id));
        _lot.Make(terms, _state.Auction, recovered.Lot);
        foreach (var stored in facts)
        {
            // The account knows of it already; the seats do not.
            if (stored.Fact is LotFact.UnitAwarded award)
                _lot.Award = new Notice.UnitSold(stored.Event, terms.Id, award.PriceMinor, award.Bidder, award.UnitsLeft);
            if (stored.Fact is LotFact.Closed) Report();
        }
        if (_state.Phase != SealedHousePhase.Settling) return;
        // Those that it has are answered as before.
        foreach (var (connection, amount) in recovered.Bids) _lot.Bid(connection, amount);
        _lot.BiddingIsOver();
    }

    private void Report()
    {
        Decide(new SealedHouseCommand.ReportResult(
            _state.Auction, _lot.Award is { } award ? SealedBids.ConnectionOf(award.Winner) : null, _lot.Award?.PriceMinor ?? 0));
        StandOnceSettled();
    }

    protected override void PostStop() => _clock?.Cancel();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case OpenTextSession or SealedMessage.Said or SealedMessage.Left or SealedMessage.LookAtClock when !_house.Journal.HasRoom:
                PutAside(message);
                break;
            case OpenTextSession open when _isOfBefore: _early.Add(open); break;
            case OpenTextSession open: Enter(open.Link); break;
            case SealedMessage.Said said: Take(said); break;
            case SealedMessage.Left left: Decide(new SealedHouseCommand.Leave(left.Connection)); break;
            case Terminated gone: Forget(gone.ActorRef); break;
            // What a life before this one decided, and did not live to carry out, is settled.
            case SealedMessage.CarryOut carry when carry.Life != _life: break;
            case SealedMessage.CarryOut carry:
                foreach (var fact in carry.Facts) CarryOut(fact);
                break;
            case BoardMessage.Announced announced:
                foreach (var notice in announced.Notices) Note(notice);
                break;
            case SealedMessage.LookAtClock look: LookAtClock(look.Until); break;
            case LotReport.IsBack back when _lot.Is(Sender): _lot.IsBack(back.Life); break;
            // The desk knows it from the notices.
            case SaleCommand.ReportClosed or LotReport.IsBack or LotReport.IsHalted: break;
            case Messages.Answer.Refused { Code: RejectionCode.Recovering or RejectionCode.NotOpenYet }: _lot.BidAgain(); break;
            // Also a bid below the lowest price has been counted: it could not have won.
            case Messages.Answer.Accepted accepted: _lot.BidAnswered(accepted.BidId); break;
            case Messages.Answer.Refused refused: _lot.BidAnswered(refused.BidId); break;
            case HowMany: Sender.Tell(Context.GetChildren().Count()); break;
            case AccountRequest: Sender.Tell(_house.Book.Now()); break;
            case StopTextSessions stop:
                _isStopping = true;
                foreach (var (session, _) in _sessions.Values) session.Tell(stop, ActorRefs.NoSender);
                break;
            default: Unhandled(message); break;
        }
    }

    private const string Stream = "seats";

    /// <summary>Enters the auctions of earlier days into the account.</summary>
    private void Recall(RecoveredSealedHouse recovered)
    {
        foreach (var (lot, sold) in recovered.Auctions)
        {
            _house.Book.Put(lot);
            if (sold is not null) _house.Book.Add(sold);
            if (lot.Id == SealedBids.LotOf(_state.Auction)) continue;
            _house.Book.Add(new Notice.LotClosed(0, lot.Id, sold is null ? 0 : 1, sold is null ? 1 : 0));
        }
    }

    private void Enter(ITextLink link)
    {
        var connection = ++_sessionsMade;
        var session = Context.ActorOf(
            SealedSession.Props(link, connection, _house.Originals.SealedDoor.FaultsInARowMax, Lines), SessionActor.NameFor(connection));
        Context.Watch(session);
        _sessions.Add(connection, (session, link.Peer));
        if (_isStopping)
        {
            session.Tell(StopTextSessions.Instance, ActorRefs.NoSender);
            return;
        }
        if (!Decide(new SealedHouseCommand.Connect(connection)).IsRefused) return;
        Answer(session, new SealedMessage.Farewell(_state.Original == 0 ? Lines.Busy : Lines.OnGoing));
    }

    private void Take(SealedMessage.Said said)
    {
        var decision = Decide(new SealedHouseCommand.Say(said.Connection, said.Text));
        if (decision.IsRefused)
        {
            var words = decision.Rejection.Code == RejectionCode.MalformedLine ? Lines.RequestInvalid : Lines.BidInvalid;
            Answer(Sender, new SealedMessage.Speak(words, Turn.Talk, WasFault: true));
        }
        else if (!decision.Facts.Any(f => f is SealedHouseFact.RequestTaken or SealedHouseFact.BidTaken))
        {
            // It came too late to be taken: what follows tells the client more.
            Answer(Sender, new SealedMessage.Speak([], Turn.Done));
        }
    }

    /// <summary>Answers once the facts that the answer follows from are stored; a refusal follows from facts, too.</summary>
    private void Answer(IActorRef session, SealedMessage answer) => _house.Journal.After(new TellWhenStored(session, answer));

    /// <summary>Takes a message up again when the journal has room for what it leads to.</summary>
    private void PutAside(object message)
    {
        var (self, sender) = (Self, Sender);
        _house.Journal.WhenRoom(() => self.Tell(message, sender));
    }

    private void Forget(IActorRef session)
    {
        foreach (var (connection, seat) in _sessions)
        {
            if (!seat.Session.Equals(session)) continue;
            _sessions.Remove(connection);
            Decide(new SealedHouseCommand.Leave(connection));
            return;
        }
    }

    /// <summary>Decides, evolves and stores; the desk carries the facts out once they are stored, in the order of its decisions.</summary>
    private Decision<SealedHouseFact> Decide(SealedHouseCommand command)
    {
        var decision = SealedHouse.Decide(_state, command, _house.Time.GetUtcNow());
        if (decision.Facts.IsEmpty) return decision;
        foreach (var fact in decision.Facts) _state = SealedHouse.Evolve(_state, fact);
        var carryOut = new SealedMessage.CarryOut([.. decision.Facts], _life);
        _house.Journal.Append(_stream, [.. decision.Facts], [], new TellWhenStored(Self, carryOut));
        ArmClock();
        return decision;
    }

    private void CarryOut(SealedHouseFact decided)
    {
        var before = _carriedOut;
        var after = _carriedOut = SealedHouse.Evolve(before, decided);
        switch (decided)
        {
            case SealedHouseFact.SellerSeated seated:
                Show(SealedScreens.Server.SellerConnected(PeerOf(seated.Connection)));
                Show(SealedScreens.Server.SellerThread);
                Tell(seated.Connection, Turn.Talk, Lines.SellerSeated);
                break;
            case SealedHouseFact.SellerLeft left: Dismiss(left.Connection, []); break;
            case SealedHouseFact.RequestTaken taken: Open(taken, before.Seller!.Value); break;
            case SealedHouseFact.BuyerSeated seated:
                Show(SealedScreens.Server.BuyerConnected(seated.Place, PeerOf(seated.Connection)));
                Tell(seated.Connection, Turn.Wait, Lines.BuyerSeated(isLast: after.Buyers.Length >= after.Request!.Bids));
                break;
            case SealedHouseFact.BuyerLeft left: Dismiss(left.Connection, []); break;
            case SealedHouseFact.BiddingStarted:
                Show(SealedScreens.Server.AllArrived);
                Show(SealedScreens.Server.BiddingThread);
                foreach (var buyer in after.Buyers) Tell(buyer.Connection, Turn.Talk, Lines.BiddingStarts);
                break;
            case SealedHouseFact.BidTaken bid:
                Show(SealedScreens.Server.Bid(bid.Place, Amount(bid.AmountMinor)));
                _lot.Bid(bid.Connection, bid.AmountMinor);
                Tell(bid.Connection, Turn.Done, Lines.BidTaken);
                break;
            case SealedHouseFact.BuyerWithoutBid silent: Dismiss(silent.Connection, []); break;
            case SealedHouseFact.BiddingEnded: _lot.BiddingIsOver(); break;
            case SealedHouseFact.Finished finished: Finish(before, finished); break;
            // It has no client left to notify.
            case SealedHouseFact.Abandoned: break;
        }
    }

    private void Open(SealedHouseFact.RequestTaken taken, long seller)
    {
        var terms = taken.Request.Lot(SealedBids.LotOf(taken.Auction), _state.Terms);
        _house.Book.Put(terms);
        _lot.Make(terms, _state.Auction, null);
        Show(SealedScreens.Server.RequestReceived);
        Tell(seller, Turn.Done, Lines.RequestTaken(taken.Request.Text));
    }

    /// <summary>What the lot announces: the award, and then that it is closed.</summary>
    private void Note(Notice notice)
    {
        _house.Book.Add(notice);
        switch (notice)
        {
            case Notice.UnitSold sold: _lot.Award = sold; break;
            case Notice.LotClosed closed when closed.Lot == SealedBids.LotOf(_state.Auction): Report(); break;
        }
    }

    private void Finish(SealedHouseState ended, SealedHouseFact.Finished finished)
    {
        _lot.Stop();
        var item = ended.Request!.Item;
        var pays = Amount(finished.PaysMinor);
        Show(ended.HighestMinor is not { } highest ? SealedScreens.Server.NoBid
            : finished.Winner is null ? SealedScreens.Server.NotSold(Amount(highest))
            : SealedScreens.Server.Sold(Amount(highest), pays));
        Dismiss(ended.Seller!.Value, finished.Winner is null ? Lines.NotSold(item) : Lines.Sold(item, pays));
        foreach (var buyer in ended.Buyers)
        {
            Dismiss(buyer.Connection, buyer.Connection == finished.Winner ? Lines.Won(item, pays) : Lines.NotWon);
        }
    }

    private void LookAtClock(DateTimeOffset until)
    {
        Decide(new SealedHouseCommand.ClockReached());
        if (_state.Until == until) ArmClock();
    }

    /// <summary>One wake-up at a time: the one for a phase that is over is called off.</summary>
    private void ArmClock()
    {
        _clock?.Cancel();
        _clock = null;
        if (_state.Until is not { } until) return;
        var delay = WakeUpDelay.Until(until, _house.Time);
        _clock = Context.System.Scheduler.ScheduleTellOnceCancelable(delay, Self, new SealedMessage.LookAtClock(until), ActorRefs.NoSender);
    }

    private void Tell(long connection, Turn turn, ImmutableArray<string> words)
    {
        if (_sessions.TryGetValue(connection, out var seat)) seat.Session.Tell(new SealedMessage.Speak(words, turn));
    }

    private void Dismiss(long connection, ImmutableArray<string> words)
    {
        if (_sessions.TryGetValue(connection, out var seat)) seat.Session.Tell(new SealedMessage.Farewell(words));
    }

    private SealedLines Lines => _house.Originals.SealedLines;

    private void Show(string line) => _house.Observer?.OnSealed(line);

    private string PeerOf(long connection) => _sessions.TryGetValue(connection, out var seat) ? seat.Peer : "somewhere";

    private string Amount(long minor) => RoomWords.Amount(minor, _state.Terms.Currency.Digits);
}
