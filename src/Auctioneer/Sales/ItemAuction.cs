using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Dispatch;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// One lot: the shell around its rules. It takes the lot's commands (<see cref="LotCommand"/>; a <see cref="LotCommand.Bid"/> is answered with an
/// <see cref="Answer"/>) and the bids of a read in one message (<see cref="PlaceBids"/>), decides, stores, answers and announces; it knows bidders, not
/// connections. The sale makes it and supervises it (<see cref="LotSupervision"/>). When it fails, what it had in hand is answered 403, nothing of that is stored, and its successor
/// recovers from the stored facts and asks the sale what it missed; one that fails too often comes back halted: it closes as it stands and
/// takes nothing more. There may be a million of them: a lot keeps no timer of its own (<see cref="WakeUps"/>), and remembers bids only once
/// it has some.
/// </summary>
public sealed class ItemAuction : UntypedActor
{
    private readonly int _sale;
    private readonly ItemAuctionContext _house;
    private RecentBids? _recent;
    private UnstoredFacts? _unstored;
    private LotState _state;
    private FactWriter _writer = null!;
    private BidsInHand? _inHand;
    private string? _lastToAct;
    private RecoveredLot? _recovered;
    private bool _isToBeWoken;

    /// <summary>It has restarted, and the sale has not yet told it what it missed meanwhile.</summary>
    private bool _isBehind;

    private ItemAuction(LotTerms terms, int sale, ItemAuctionContext house, RecoveredLot? recovered)
    {
        (_sale, _house, _recovered) = (sale, house, recovered);
        _state = LotState.Initial(terms);
    }

    // In a system that does not know the lots' mailbox it makes no actor.
    internal static Props Props(LotTerms terms, int sale, ItemAuctionContext house, RecoveredLot? recovered = null) =>
        Akka.Actor.Props.CreateBy(new Maker(terms, sale, house, recovered)).WithDeploy(LotMailbox.Deploy);

    /// <summary>Makes a lot on its own, without a house.</summary>
    /// <param name="system">Where it lives.</param>
    /// <param name="terms">What is on sale; without a fault (<see cref="LotTerms.Fault"/>).</param>
    /// <param name="sale">The sale's number.</param>
    /// <param name="house">What all lots share.</param>
    public static IActorRef Make(ActorSystem system, LotTerms terms, int sale, ItemAuctionContext house) =>
        Make(system, system, NameFor(sale, terms), Props(terms, sale, house));

    /// <summary>Makes a lot a child of whoever plays the sale.</summary>
    /// <param name="parent">Its parent, which supervises it.</param>
    /// <inheritdoc cref="Make(ActorSystem, LotTerms, int, ItemAuctionContext)"/>
    public static IActorRef Make(IActorContext parent, LotTerms terms, int sale, ItemAuctionContext house) =>
        Make(parent, NameFor(sale, terms), terms, sale, house, null);

    internal static IActorRef Make(IActorContext parent, string name, LotTerms terms, int sale, ItemAuctionContext house, RecoveredLot? recovered)
    {
        ArgumentNullException.ThrowIfNull(parent);
        return Make(parent, parent.System, name, Props(terms, sale, house, recovered));
    }

    private static IActorRef Make(IActorRefFactory parent, ActorSystem system, string name, Props props)
    {
        LotMailboxes.Instance.Apply(system);
        return parent.ActorOf(props, name);
    }

    private static string NameFor(int sale, LotTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return $"lot-{sale}-{terms.Id}";
    }

    /// <summary>Asks a lot how it looks: answered with a <see cref="LotView"/>.</summary>
    public sealed record Show
    {
        public static Show Instance { get; } = new();
    }

    /// <summary>A lot that restarted has been told all it may have missed.</summary>
    /// <param name="Life">The life that asked: a lot that failed again meanwhile has missed it again.</param>
    public sealed record MissedNothing(long Life);

    /// <summary>A bidder's pass of this lot; answered with an <see cref="Answer"/>.</summary>
    public sealed record PassThis(string Bidder);

    protected override void PreStart()
    {
        Recover();
        if (_house.Overdue is { } overdue && _state.ClosesAt <= overdue.DueUpTo) Apply(new LotCommand.Extend(overdue.Until));
        ArmWakeUp();
    }

    protected override void PreRestart(Exception reason, object message)
    {
        CallOffWakeUp();
        switch (message)
        {
            case PlaceBids when _inHand is { } answers:
                answers.Fail();
                Release(answers);
                break;
            case LotCommand.Bid bid: Answer(Refusal(bid, RejectionCode.Recovering)); break;
            case PassThis: Answer(new Answer.Error(RejectionCode.Recovering, Reasons.For(RejectionCode.Recovering))); break;
        }
        // No children to stop and nothing to hand over: what counts is in the journal.
    }

    protected override void PostRestart(Exception reason)
    {
        var failed = reason as LotFailedException;
        if (failed is { IsTooOften: true })
        {
            Halt();
            return;
        }
        PreStart();
        _isBehind = !_house.Parent.IsNobody();
        if (failed is not null)
            Context.GetLogger().Warning("Lot {Lot} is back from {Facts} facts after {Fault}", _state.Terms.Id, _writer.Version, failed.InnerException!.GetType().Name);
        _house.Parent.Tell(new LotReport.IsBack(_state.Terms.Id, _writer.Incarnation));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            // Whoever bids has asked one thing at a time, so nothing overtakes what is put aside here.
            case PlaceBids or LotCommand.Bid or PassThis when !_house.Journal.HasRoom: PutAside(message); break;
            case PlaceBids bids: Take(bids); break;
            case LotCommand.Bid bid: Take(bid); break;
            case PassThis pass: Pass(pass); break;
            case LotCommand command: Apply(command); break;
            case WakeUps.Due:
                _isToBeWoken = false;
                Apply(new LotCommand.ClockReached());
                break;
            case MissedNothing nothing: _isBehind &= nothing.Life != _writer.Incarnation; break;
            case Show: Answer(LotNotices.View(_state).At(_house.Time.GetUtcNow())); break;
            default: Unhandled(message); break;
        }
    }

    /// <summary>The journal holds all it may: the bid comes again when there is room.</summary>
    private void PutAside(object message)
    {
        var (self, sender) = (Self, Sender);
        _house.Journal.WhenRoom(() => self.Tell(message, sender));
    }

    /// <summary>What is said of the lot waits until what it was computed from is stored.</summary>
    private void Answer(object answer)
    {
        if (_house.Journal.StoresAtOnce) Sender.Tell(answer, Self);
        else _house.Journal.After(new TellWhenStored(Sender, answer, Self));
    }

    /// <summary>The bids of one read of one connection: decided one after the other, stored in one piece.</summary>
    private void Take(PlaceBids bids)
    {
        var answers = _inHand = new BidsInHand(bids, _state.Terms.Id, Sender, Self);
        var facts = (_unstored ??= new UnstoredFacts()).Begin();
        var now = _house.Time.GetUtcNow();
        var bidder = bids.Bidder;
        var isOverdue = false;
        for (var i = 0; i < bids.Bids.Length; i++)
        {
            var bid = bids.Bids[i];
            if (IsAnswered(answers, i, bidder, bid, now)) continue;
            var decision = Lot.Decide(_state, new LotCommand.Bid(bidder, bid.Id, bid.AmountMinor), now);
            if (decision.IsRefused)
            {
                answers.Refuse(i, CodeOf(decision.Rejection), decision.Rejection.PriceMinor, decision.Rejection.NextMinor);
                isOverdue |= IsOverdue(decision);
                continue;
            }
            var seq = RecentBids.Unnumbered(facts.Count + PlaceOfBid(decision));
            answers.Accept(i, seq);
            // A bid beside it with the same id must find it.
            (_recent ??= new RecentBids(_house.BidIdsMax)).Remember(bidder, bid.Id, bid.AmountMinor, seq);
            _state = facts.Add(decision, _state);
        }
        if (facts.Count == 0)
        {
            if (isOverdue) CloseFirst();
            Release(answers);
            return;
        }
        var isNow = MayAnswerNow(facts);
        var stored = Append(facts, isNow ? null : answers);
        // From here on the answers are the journal's, or the session's: a failure after this must not answer a second time.
        _inHand = null;
        if (isNow) answers.Stored(stored);
        _recent!.Number(stored.FirstEvent, stored.Receipts.Span);
        AfterBids(bidder);
    }

    /// <summary>Whether a bid's answer does not depend on the rules: it was refused before it came here, or its id was used before.</summary>
    private bool IsAnswered(BidsInHand answers, int index, string bidder, in AskedBid bid, DateTimeOffset now)
    {
        var code = bid.Refusal;
        if (code == RejectionCode.None)
        {
            var known = _recent is null ? default : _recent.Look(bidder, bid.Id, bid.AmountMinor);
            if (known.Match == BidIdMatch.New) return false;
            if (known.Match == BidIdMatch.Same)
            {
                answers.Accept(index, known.Seq, known.Receipt);
                return true;
            }
            code = RejectionCode.BidIdReused;
        }
        answers.Refuse(index, code, _state.PriceAt(now), NextFor(bidder, now));
        return true;
    }

    private void Release(BidsInHand answers)
    {
        _inHand = null;
        if (_house.Journal.StoresAtOnce) answers.Stored(default);
        else _house.Journal.After(answers);
    }

    private void Take(LotCommand.Bid bid)
    {
        var known = _recent is null ? default : _recent.Look(bid.Bidder, bid.BidId, bid.AmountMinor);
        if (known.Match != BidIdMatch.New)
        {
            Answer(known.Match == BidIdMatch.Same
                ? new Answer.Accepted(bid.BidId, _state.Terms.Id, bid.AmountMinor, known.Seq, known.Receipt)
                : Refusal(bid, RejectionCode.BidIdReused));
            return;
        }
        var decision = Lot.Decide(_state, bid, _house.Time.GetUtcNow());
        if (decision.IsRefused)
        {
            if (IsOverdue(decision)) CloseFirst();
            var (no, code) = (decision.Rejection, CodeOf(decision.Rejection));
            Answer(new Answer.Refused(bid.BidId, _state.Terms.Id, code, no.PriceMinor, no.NextMinor, Reasons.For(code)));
            return;
        }
        var facts = (_unstored ??= new UnstoredFacts()).Begin();
        _state = facts.Add(decision, _state);
        var place = PlaceOfBid(decision);
        var isNow = MayAnswerNow(facts);
        var stored = Append(facts, isNow ? null : new OneAnswer(Sender, bid, _state.Terms.Id, place));
        if (isNow) Sender.Tell(new Answer.Accepted(bid.BidId, _state.Terms.Id, bid.AmountMinor, stored.FirstEvent + place, stored.ReceiptOf(place)), Self);
        (_recent ??= new RecentBids(_house.BidIdsMax)).Remember(bid.Bidder, bid.BidId, bid.AmountMinor, stored.FirstEvent + place, stored.ReceiptOf(place));
        AfterBids(bid.Bidder);
    }

    private void Pass(PassThis pass)
    {
        var decision = Apply(new LotCommand.Pass(pass.Bidder));
        if (IsOverdue(decision)) CloseFirst();
        Answer(decision.IsRefused
            ? new Answer.Error(decision.Rejection.Code, Reasons.For(decision.Rejection.Code))
            : new Answer.Passed());
        if (!decision.IsRefused && _house.ReportActs) _house.Parent.Tell(new LotReport.Passed(pass.Bidder, _state.Terms.Id, _state.Round));
    }

    /// <summary>What is not open yet to a lot that is behind may be open: it does not know.</summary>
    private RejectionCode CodeOf(Rejection rejection) =>
        _isBehind && rejection.Code == RejectionCode.NotOpenYet ? RejectionCode.Recovering : rejection.Code;

    /// <summary>The sale's commands and the clock's: whatever they led to now or before, the sale is told where the lot stands.</summary>
    private Decision<LotFact> Apply(LotCommand command)
    {
        var decision = Lot.Decide(_state, command, _house.Time.GetUtcNow());
        if (decision.Facts.Length > 0)
        {
            var facts = _unstored?.Begin() ?? new UnstoredFacts();
            _state = facts.Add(decision, _state);
            Append(facts, null);
        }
        switch (command)
        {
            case LotCommand.OpenRound: _lastToAct = null; break;
            case LotCommand.Open or LotCommand.ClockReached: ArmWakeUp(); break;
            case LotCommand.EndRound end: Report(end.Round); break;
        }
        if (_state.Phase == LotPhase.Closed && command is not LotCommand.Pass) ReportClosed();
        return decision;
    }

    private void ReportClosed() => _house.Parent.Tell(new SaleCommand.ReportClosed(_state.Terms.Id, _state.Sold, _state.UnitsLeft));

    private bool IsOverdue(Decision<LotFact> decision) => decision.Rejection.Code == RejectionCode.Closed && _state.Phase == LotPhase.Open;

    /// <summary>
    /// The deadline has passed and nobody has looked at the clock. Whoever is told so must find the lot closed for ever after, also when the house dies before the
    /// wake-up comes and its next life holds open what it finds overdue.
    /// </summary>
    private void CloseFirst() => Apply(new LotCommand.ClockReached());

    private void Report(int round)
    {
        if (_state.LastRoundEnded == round)
            _house.Parent.Tell(new SaleCommand.ReportRound(_state.Terms.Id, round, _state.BidsOfRound(round), _state.UnitsLeft));
    }

    /// <summary>Where the first to bid takes a unit, a bid may close the lot.</summary>
    private void AfterBids(string bidder)
    {
        ReportAct(bidder);
        ArmWakeUp();
        if (_state.Phase == LotPhase.Closed) ReportClosed();
    }

    private void ReportAct(string bidder)
    {
        if (!_house.ReportActs || _state.Round == 0 || ReferenceEquals(_lastToAct, bidder)) return;
        _lastToAct = bidder;
        _house.Parent.Tell(new SaleCommand.Act(bidder, _state.Round));
    }

    /// <summary>A bid may come behind what its arrival settled: its event is its own fact's.</summary>
    private static int PlaceOfBid(Decision<LotFact> decision)
    {
        var place = 0;
        while (decision.Facts[place] is not LotFact.BidAccepted) place++;
        return place;
    }

    private Appended Append(UnstoredFacts facts, IRelease? release) => facts.Append(_house.Journal, _writer, release);

    /// <summary>Whether an answer need not be handed to the journal: it is stored at once, and no announcement must come after the answer.</summary>
    private bool MayAnswerNow(UnstoredFacts facts) => _house.Journal.StoresAtOnce && !facts.AreAnnounced;

    private void Recover()
    {
        var stream = StreamNames.Lot(_sale, _state.Terms.Id);
        _writer = _house.Journal.OpenWriter(stream);
        if (_recovered is { } recovered)
        {
            (_state, _recent, _recovered) = (recovered.State, recovered.Recent.Count == 0 ? null : recovered.Recent, null);
            return;
        }
        if (_writer.Version == 0) return;
        foreach (var stored in _house.Journal.Read(stream))
        {
            var fact = (LotFact)stored.Fact;
            _state = Lot.Evolve(_state, fact);
            if (fact is LotFact.BidAccepted) (_recent ??= new RecentBids(_house.BidIdsMax)).Remember(fact, stored.Event, stored.Receipt);
        }
    }

    /// <summary>Comes back only to say how it stands: closed, nothing more awarded.</summary>
    private void Halt()
    {
        try
        {
            Recover();
            if (_state.Phase != LotPhase.Closed)
            {
                var facts = _unstored?.Begin() ?? new UnstoredFacts();
                _state = facts.Add(Decision<LotFact>.Accept(new LotFact.Closed(_state.Sold, _state.UnitsLeft, _house.Time.GetUtcNow())), _state);
                Append(facts, null);
            }
        }
        catch (BrokenInvariantException fault)
        {
            // Its own facts contradict each other: what was sold is in them for a person to read; here it takes no more part.
            Context.GetLogger().Error(fault, "Lot {Lot} cannot be recovered", _state.Terms.Id);
            _house.Journal.Announce([new Notice.LotClosed(0, _state.Terms.Id, _state.Sold, _state.UnitsLeft)]);
        }
        Context.GetLogger().Error("Lot {Lot} is halted after failing too often: {Sold} sold, {Unsold} unsold", _state.Terms.Id, _state.Sold, _state.UnitsLeft);
        Become(Halted);
        _house.Parent.Tell(new LotReport.IsHalted(_state.Terms.Id, _state.Sold, _state.UnitsLeft));
    }

    private void Halted(object message)
    {
        switch (message)
        {
            case PlaceBids bids: RefuseAsClosed(bids); break;
            case LotCommand.Bid bid: Answer(Refusal(bid, RejectionCode.Closed)); break;
            case PassThis: Answer(new Answer.Error(RejectionCode.Closed, Reasons.For(RejectionCode.Closed))); break;
            // The round must not wait for it.
            case LotCommand.EndRound end: _house.Parent.Tell(new SaleCommand.ReportRound(_state.Terms.Id, end.Round, 0, 0)); break;
            case Show: Answer(LotNotices.View(_state) with { State = LotViewState.Closed }); break;
        }
    }

    /// <summary>What it accepted before it was halted keeps its answer.</summary>
    private void RefuseAsClosed(PlaceBids bids)
    {
        var answers = new BidsInHand(bids, _state.Terms.Id, Sender, Self);
        for (var i = 0; i < bids.Bids.Length; i++)
        {
            var bid = bids.Bids[i];
            var known = _recent is null ? default : _recent.Look(bids.Bidder, bid.Id, bid.AmountMinor);
            if (known.Match == BidIdMatch.Same) answers.Accept(i, known.Seq, known.Receipt);
            else answers.Refuse(i, known.Match == BidIdMatch.New ? RejectionCode.Closed : RejectionCode.BidIdReused, _state.PriceMinor, null);
        }
        Release(answers);
    }

    /// <summary>A bid that moves the deadline needs no wake-up of its own: the one under way comes early, and arms the next.</summary>
    private void ArmWakeUp()
    {
        if (_state.Phase == LotPhase.Closed) CallOffWakeUp();
        if (_isToBeWoken || _state.Phase != LotPhase.Open || _state.LooksAtClockAt is not { } at) return;
        _isToBeWoken = true;
        _house.WakeUps.Tell(new WakeUps.At(at.UtcTicks), Self);
    }

    private void CallOffWakeUp()
    {
        if (!_isToBeWoken) return;
        _isToBeWoken = false;
        _house.WakeUps.Tell(WakeUps.CallOff.Instance, Self);
    }

    private Answer.Refused Refusal(LotCommand.Bid bid, RejectionCode code)
    {
        var now = _house.Time.GetUtcNow();
        return new Answer.Refused(
            bid.BidId, _state.Terms.Id, code, _state.PriceAt(now), code == RejectionCode.Closed ? null : NextFor(bid.Bidder, now), Reasons.For(code));
    }

    /// <summary>The lowest amount that would do, minor units; null: none would.</summary>
    private long? NextFor(string bidder, DateTimeOffset now) =>
        _state.Phase != LotPhase.Closed && _state.NextFor(bidder, now) is var next && next <= _state.Terms.CeilingMinor ? next : null;

    /// <summary>As <see cref="MadeFrom{TActor, TRecovered}"/>, in a fourth of the memory: there is one for each lot.</summary>
    private sealed class Maker(LotTerms terms, int sale, ItemAuctionContext house, RecoveredLot? recovered) : IIndirectActorProducer
    {
        private RecoveredLot? _recovered = recovered;

        public Type ActorType => typeof(ItemAuction);

        public ActorBase Produce()
        {
            var lot = new ItemAuction(terms, sale, house, _recovered);
            _recovered = null;
            return lot;
        }

        public void Release(ActorBase actor) { }
    }

    private sealed class OneAnswer(IActorRef asker, LotCommand.Bid bid, string lot, int place) : IRelease
    {
        public void Stored(Appended facts) =>
            asker.Tell(new Answer.Accepted(bid.BidId, lot, bid.AmountMinor, facts.FirstEvent + place, facts.ReceiptOf(place)));
    }
}
