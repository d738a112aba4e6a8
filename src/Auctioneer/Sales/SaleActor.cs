using Akka.Actor;
using Akka.Event;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// One sale: the shell around its rules (<see cref="Sale"/>). It has the sale's state, stream, catalogue and round clock, and makes and
/// supervises one <see cref="ItemAuction"/> for each lot (<see cref="LotSupervision"/>) and their <see cref="WakeUps"/>. A fact that asks
/// lots for something is carried out (<see cref="SaleLots"/>) before it is announced, so that no bidder can answer an announcement before
/// the lots have it. While its opening time is ahead it has no lots, and answers for them (<see cref="WaitingLots"/>); at that time it
/// makes them, and opens. The auctioneer makes it and supervises it. When it fails, its lots restart with it and keep their mailboxes; it
/// recovers from its own facts and asks the auctioneer who is here, and no session notices.
/// </summary>
internal sealed class SaleActor : UntypedActor, IWithTimers
{
    private readonly SaleContext _house;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly FactWriter _stream;
    private readonly SalePasses _passes = new();
    private readonly HashSet<string> _here = new(StringComparer.Ordinal);

    /// <summary>Who came before the auctioneer has said who is here; null: it has.</summary>
    private List<SaleMessage.Come>? _early = [];
    private RecoveredSale? _recovered;

    /// <summary>Whether the run is put up: nothing may be said in its name before that.</summary>
    private bool _isPutUp;

    private SaleState _state;
    private SaleLots _lots = SaleLots.None;

    /// <summary>The lots while the opening time is ahead; null: they have actors.</summary>
    private WaitingLots? _waiting;
    private IActorRef _wakeUps = ActorRefs.Nobody;

    private SaleActor(SaleContext house, RecoveredSale? recovered)
    {
        (_house, _recovered, _isPutUp) = (house, recovered, recovered is not null);
        _state = SaleState.Initial(house.Terms);
        _stream = house.Journal.OpenWriter(StreamNames.Run(house.Terms.Name, house.Terms.Id));
    }

    /// <param name="house">What it needs of the house.</param>
    /// <param name="recovered">What its facts have come to; null: it has none.</param>
    internal static Props Props(SaleContext house, RecoveredSale? recovered) =>
        MadeFrom<SaleActor, RecoveredSale>.Props(recovered, recovered => new SaleActor(house, recovered));

    public static string NameFor(int run) => $"{OfSale}{run}";

    /// <summary>Whether an actor of this name is a sale.</summary>
    public static bool IsName(string name) => name.StartsWith(OfSale, StringComparison.Ordinal);

    private const string OfSale = "sale-";

    /// <summary>A lot's id is a good name for its actor, but for those that a path understands as itself or its parent.</summary>
    internal static string NameFor(string lot) => lot is "." or ".." ? $"({lot})" : lot;

    // No lot can have this name.
    private const string WakeUpsName = "(wake-ups)";

    /// <summary>Set by the actor system; what is under way ends with this life.</summary>
    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() =>
        // What the wake-ups hold is made of many messages, and the one that they failed on must not cost the rest.
        new LotSupervision(_house.Settings.Supervision, _house.Time, child => child.Equals(_wakeUps) ? Directive.Resume : null);

    protected override void PreStart()
    {
        if (_recovered is not null) _state = _recovered.State;
        if (OpensLater)
        {
            Wait();
        }
        else
        {
            MakeLots(_recovered?.Lots);
            if (_recovered is not null)
            {
                foreach (var terms in _house.Catalogue.Lots) _lots.Remind(terms.Id, _state);
            }
        }
        _recovered = null;
        GoOn();
    }

    // The lots stay, and with them the bids that wait there.
    protected override void PreRestart(Exception reason, object message)
    {
        foreach (var early in _early ?? []) Self.Tell(early, ActorRefs.NoSender);
        switch (message)
        {
            case SaleMessage.Come come: Self.Tell(come, ActorRefs.NoSender); break;
            case PlaceBids bids: WaitingLots.Refuse(bids, Sender, Self, _house.Journal); break;
            case ItemAuction.WithdrawThis withdraw: Answer(Sender, withdraw.Refused(RejectionCode.Recovering)); break;
            case SaleMessage.PassAll or ItemAuction.PassThis:
                Answer(Sender, new Answer.Error(RejectionCode.Recovering, Reasons.For(RejectionCode.Recovering)));
                break;
        }
    }

    // Each lot restarts after this, and asks what it missed.
    protected override void PostRestart(Exception reason)
    {
        _isPutUp = _stream.Version > 0;
        foreach (var stored in _house.Journal.Read(_stream.Stream)) _state = Sale.Evolve(_state, (SaleFact)stored.Fact);
        if (OpensLater) Wait();
        else MakeLots(null);
        _log.Warning("Sale {Sale} is back from {Facts} facts after {Fault}", _state.Terms.Name, _stream.Version, reason.GetType().Name);
        GoOn();
    }

    protected override void OnReceive(object message)
    {
        if (_waiting is not null && (!OpensLater || message is SaleCommand.Close)) EndWaiting();
        switch (message)
        {
            // A lot reports, or the operator closes the sale.
            case SaleCommand command: Decide(command); break;
            case PlaceBids bids: AnswerForLot(bids); break;
            case ItemAuction.WithdrawThis withdraw:
                Answer(Sender, withdraw.Refused(_waiting is null ? RejectionCode.Recovering : RejectionCode.NotOpenYet));
                break;
            case ItemAuction.PassThis: Answer(Sender, _waiting is null ? WaitingLots.AskAgain : WaitingLots.NotOpenYet); break;
            case LotReport.Passed passed: NotePass(passed); break;
            case LotReport.IsBack back:
                _lots.Remind(back.Lot, _state);
                Sender.Tell(new ItemAuction.MissedNothing(back.Life));
                break;
            case LotReport.IsHalted halted: Halted(halted); break;
            case SaleMessage.Come come when _early is not null: _early.Add(come); break;
            case SaleMessage.Come come: Join(come); break;
            case SaleMessage.Leave leave: Leave(leave.Bidder); break;
            case SaleMessage.Here here: Begin(here); break;
            case SaleMessage.PassAll pass: PassAll(pass.Bidder); break;
            // It is opened when sessions know its lots.
            case LookAtClock when _early is not null && _state.Phase == SalePhase.Waiting: break;
            case LookAtClock: WakeUp(); break;
            case OpeningIsNear: if (_waiting is not null) AwaitOpening(); break;
            case ReturnIsOver: LetAbsentGo(); break;
            default: Unhandled(message); break;
        }
    }

    /// <summary>What fell due while nobody was there comes first; then it waits to be told who is here.</summary>
    private void GoOn()
    {
        if (_house.Overdue is { } overdue && _state.RoundClosesAt <= overdue.DueUpTo) Decide(new SaleCommand.ExtendRound(overdue.Until));
        ArmClock();
        Context.Parent.Tell(new SaleReport.IsUp(OnOffer));
        if (_state.Phase == SalePhase.Ended) Context.Parent.Tell(IsOver);
        else if (_state.Phase != SalePhase.Waiting) Context.Parent.Tell(new SaleReport.IsOpen(_state.Terms.Id));
    }

    /// <summary>Whether the opening time is ahead: then there is nothing for lots to do.</summary>
    private bool OpensLater =>
        _state.Phase == SalePhase.Waiting && _state.CloseOrderedAt is null && _state.Terms.OpensAt > _house.Time.GetUtcNow();

    private void Wait()
    {
        _waiting = new WaitingLots(_house, Self);
        _lots = new SaleLots(_waiting.Directory());
        AwaitOpening();
    }

    /// <summary>A wake-up at the opening time; one that comes early arms the next.</summary>
    private void AwaitOpening()
    {
        var delay = WakeUpDelay.Until(_state.Terms.OpensAt!.Value, _house.Time);
        Timers.StartSingleTimer(nameof(OpeningIsNear), OpeningIsNear.Instance, delay < LongestDelay ? delay : LongestDelay);
    }

    /// <summary>
    /// The opening time has come, or the sale is closed before: its lots are made, and sessions know them before it opens. Who comes
    /// meanwhile is counted after that.
    /// </summary>
    private void EndWaiting()
    {
        _waiting = null;
        Timers.Cancel(nameof(OpeningIsNear));
        MakeLots(null);
        _early ??= [];
        Context.Parent.Tell(new SaleReport.IsUp(OnOffer));
    }

    /// <summary>
    /// A bid that came by what the sale was before it made its lots goes on to the lot. Before the run is put up the bid may have been
    /// accepted in the run before: it has to be sent again.
    /// </summary>
    private void AnswerForLot(PlaceBids bids)
    {
        if (!_isPutUp) WaitingLots.Refuse(bids, Sender, Self, _house.Journal);
        else if (_waiting is not null) _waiting.Answer(bids, Sender);
        else if (_lots.Directory.TryGet(WaitingLots.IdOf(bids.Lot), out var lot)) lot.Ref.Forward(bids);
        else WaitingLots.Refuse(bids, RejectionCode.NoSuchLot, Sender, Self, _house.Journal);
    }

    private void Begin(SaleMessage.Here here)
    {
        _isPutUp = true;
        _here.Clear();
        _here.UnionWith(here.Bidders);
        foreach (var bidder in here.Bidders) Decide(new SaleCommand.Come(bidder));
        // What waits for its opening time alone waits for nobody.
        if (_state.Terms.OpensAt is not null) Decide(new SaleCommand.ClockReached());
        AwaitReturn();
        var early = _early ?? [];
        _early = null;
        // Whoever has gone again needs no answer.
        foreach (var come in early.Where(come => _here.Contains(come.Bidder))) Join(come);
    }

    private void Join(SaleMessage.Come come)
    {
        _here.Add(come.Bidder);
        Decide(new SaleCommand.Come(come.Bidder));
        Answer(come.Session, new SaleAnswer.Joined(OnOffer));
    }

    private void Leave(string bidder)
    {
        // Else it is missing among those who are here.
        if (_early is null && _here.Remove(bidder)) Decide(new SaleCommand.Leave(bidder));
    }

    /// <summary>What a session is told waits until what it was computed from is stored.</summary>
    private void Answer(IActorRef session, object answer) => _house.Journal.After(new TellWhenStored(session, answer));

    /// <summary>
    /// Bidders that were here before the house was started again have lost their connections. A round that ends when all have acted would
    /// end with the first of them that is back if it did not wait for the others; everything else goes by the clock, or by who is here
    /// now.
    /// </summary>
    private void AwaitReturn()
    {
        if (!_state.Terms.CloseRoundWhenAllActed || _state.Phase is SalePhase.Waiting or SalePhase.Ended) LetAbsentGo();
        else if (!_state.Present.IsSubsetOf(_here))
            Timers.StartSingleTimer(nameof(ReturnIsOver), ReturnIsOver.Instance, _house.Settings.Recovery.ReturnWithin);
    }

    private void LetAbsentGo()
    {
        // Who has acted goes first: a round with nobody here runs its time, and is not ended by the last one that owes it nothing.
        var absent = _state.Present.Except(_here).OrderByDescending(_state.Acted.Contains).ToArray();
        foreach (var bidder in absent) Decide(new SaleCommand.Leave(bidder));
    }

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
    }

    private void CarryOut(SaleFact fact)
    {
        _lots.CarryOut(fact, _state);
        switch (fact)
        {
            case SaleFact.BidderCame or SaleFact.BidderLeft when _state.Phase == SalePhase.Waiting: ArmClock(); break;
            case SaleFact.Opened:
                _log.Info("Sale {Sale} is open", _state.Terms.Name);
                Context.Parent.Tell(new SaleReport.IsOpen(_state.Terms.Id));
                break;
            case SaleFact.RoundOpened opened:
                _passes.Clear();
                AnnounceRound(opened.Round, opened.ClosesAt);
                _log.Info("Round {Round} is open", opened.Round);
                break;
            case SaleFact.RoundExtended extended:
                AnnounceRound(extended.Round, extended.ClosesAt);
                _log.Info("Round {Round} is extended", extended.Round);
                break;
            case SaleFact.RoundClosed closed: _log.Info("Round {Round} is closed with {Bids} bids", closed.Round, closed.Bids); break;
            case SaleFact.CloseOrdered: _log.Info("Sale {Sale} is closed by the operator", _state.Terms.Name); break;
            case SaleFact.Ended ended:
                _log.Info("Sale {Sale} has ended: {Sold} sold, {Unsold} unsold", _state.Terms.Name, ended.Sold, ended.Unsold);
                Context.Parent.Tell(IsOver);
                break;
        }
    }

    /// <summary>Only when every lot has it: a bid that answers this notice finds every lot open.</summary>
    private void AnnounceRound(int round, DateTimeOffset closesAt)
    {
        ArmClock();
        _house.Journal.Announce(Chains.OfSale(_state.Terms.Name), [new Notice.RoundOpened(0, round, closesAt)]);
    }

    private void PassAll(string bidder)
    {
        if (_state.Phase == SalePhase.RoundRunning)
        {
            _lots.Tell(_state.RoundLotsOpen, new LotCommand.Pass(bidder));
            Decide(new SaleCommand.Act(bidder, _state.Round));
        }
        Answer(Sender, new Answer.Passed());
    }

    /// <summary>Passing every lot one by one is passing the round.</summary>
    private void NotePass(LotReport.Passed pass)
    {
        if (_state.Phase != SalePhase.RoundRunning || pass.Round != _state.Round) return;
        if (_passes.Add(pass.Bidder, pass.Lot, _state.RoundLotsOpen)) Decide(new SaleCommand.Act(pass.Bidder, pass.Round));
    }

    private void Halted(LotReport.IsHalted halted)
    {
        _log.Error("Lot {Lot} is halted; the sale goes on without it", halted.Lot);
        if (_state.LotsOwingReport.Contains(halted.Lot)) Decide(new SaleCommand.ReportRound(halted.Lot, _state.Round, 0, 0));
        Decide(new SaleCommand.ReportClosed(halted.Lot, halted.Sold, halted.Unsold));
    }

    private void WakeUp()
    {
        var deadline = _state.LooksAtClockAt;
        Decide(new SaleCommand.ClockReached());
        // The round that a wake-up opened has armed its own.
        if (_state.LooksAtClockAt == deadline) ArmClock();
    }

    /// <summary>
    /// A wake-up at the opening time or the running round's deadline; one that comes early finds nothing to do and arms the next.
    /// </summary>
    private void ArmClock()
    {
        if (_waiting is not null || _state.LooksAtClockAt is not { } at) return;
        Timers.StartSingleTimer(nameof(LookAtClock), LookAtClock.Instance, WakeUpDelay.Until(at, _house.Time));
    }

    private ItemAuctionContext LotContext() =>
        new(_house.Journal, Self, _house.Time, _house.Settings.Limits.BidIds, _state.Terms.CloseRoundWhenAllActed)
        {
            WakeUps = _wakeUps,
            Overdue = _house.Overdue,
            Chance = _house.Chance,
            Sale = _state.Terms.Name,
        };

    private void MakeLots(IReadOnlyDictionary<string, RecoveredLot>? recovered)
    {
        _wakeUps = Context.Child(WakeUpsName);
        if (_wakeUps.IsNobody()) _wakeUps = Context.ActorOf(WakeUps.Props(_house.Time), WakeUpsName);
        var context = LotContext();
        // Those that are here outlived a failure of the sale.
        _lots = Lots(terms => Context.Child(NameFor(terms.Id)) is var lot && lot.IsNobody()
            ? MakeLot(terms, context, recovered?.GetValueOrDefault(terms.Id))
            : lot);
    }

    private SaleLots Lots(Func<LotTerms, IActorRef> lotOf) => new(new LotDirectory(_house.Catalogue.Lots.Select(terms =>
        new LotHandle(terms.Id, lotOf(terms), terms.Currency.Digits) { IsTimed = !terms.Form.Module.FollowsRounds })));

    private SaleOnOffer OnOffer => new(_state.Terms.Name, _state.Terms.Id, Self, _house.Board, _lots.Directory);

    private SaleReport.IsOver IsOver => new(_state.Terms.Id, _state.Sold, _state.Unsold, _state.CloseOrderedAt is not null);

    private IActorRef MakeLot(LotTerms terms, ItemAuctionContext context, RecoveredLot? recovered) =>
        ItemAuction.Make(Context, NameFor(terms.Id), terms, _state.Terms.Id, context, recovered);

    private sealed record LookAtClock
    {
        public static LookAtClock Instance { get; } = new();
    }

    // A timer need not be able to wait for months.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private sealed record OpeningIsNear
    {
        public static OpeningIsNear Instance { get; } = new();
    }

    /// <summary>Bidders that were here before and are not back by now are not waited for.</summary>
    private sealed record ReturnIsOver
    {
        public static ReturnIsOver Instance { get; } = new();
    }
}
