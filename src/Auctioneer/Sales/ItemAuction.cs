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
/// One lot: the shell around its rules. It takes the lot's commands (<see cref="LotCommand"/>; a <see cref="LotCommand.Bid"/> is answered
/// with an <see cref="Answer"/>) and the bids of a read in one message (<see cref="PlaceBids"/>), decides, stores, answers and announces;
/// it knows bidders, not connections. What it knows is its <see cref="StoredLot"/>. The sale makes it and supervises it
/// (<see cref="LotSupervision"/>). When it fails, what it had in hand is answered 403, nothing of that is stored, and its successor
/// recovers from the stored facts and asks the sale what it missed; one that fails too often comes back as a <see cref="HaltedLot"/>. There
/// may be a million of them: a lot keeps no timer of its own (<see cref="WakeUps"/>).
/// </summary>
public sealed class ItemAuction : UntypedActor
{
    private readonly ItemAuctionContext _house;
    private readonly StoredLot _lot;
    private BidsInHand? _inHand;
    private string? _lastToAct;
    private RecoveredLot? _recovered;
    private bool _isToBeWoken;

    internal ItemAuction(LotTerms terms, int sale, ItemAuctionContext house, RecoveredLot? recovered)
    {
        (_house, _recovered) = (house, recovered);
        _lot = new StoredLot(terms, sale, house);
    }

    // In a system that does not know the lots' mailbox it makes no actor.
    internal static Props Props(LotTerms terms, int sale, ItemAuctionContext house, RecoveredLot? recovered = null) =>
        Akka.Actor.Props.CreateBy(new LotMaker(terms, sale, house, recovered)).WithDeploy(LotMailbox.Deploy);

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

    internal static IActorRef Make(
        IActorContext parent, string name, LotTerms terms, int sale, ItemAuctionContext house, RecoveredLot? recovered)
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

    /// <summary>A bidder takes its bid on this lot back; answered with an <see cref="Answer"/>.</summary>
    /// <param name="Lot">The lot's name as it was asked, and is answered.</param>
    public sealed record WithdrawThis(string Lot, string Bidder, string BidId)
    {
        /// <summary>An answer that the lot's rules have no part in.</summary>
        internal Answer.Refused Refused(RejectionCode code) => new(BidId, Lot, code, null, null, Reasons.For(code));
    }

    protected override void PreStart()
    {
        _lot.Recover(Recovered());
        if (_house.Overdue is { } overdue && _lot.State.ClosesAt <= overdue.DueUpTo) Apply(new LotCommand.Extend(overdue.Until));
        ArmWakeUp();
    }

    protected override void PreRestart(Exception reason, object message)
    {
        CallOffWakeUp();
        switch (message)
        {
            case PlaceBids when _inHand is { } answers:
                answers.Fail();
                _house.Release(answers);
                break;
            case LotCommand.Bid bid: Answer(SingleBid.Refusal(bid, _lot, RejectionCode.Recovering, _house.Time.GetUtcNow())); break;
            case WithdrawThis withdraw: Answer(withdraw.Refused(RejectionCode.Recovering)); break;
            case PassThis: Answer(new Answer.Error(RejectionCode.Recovering, Reasons.For(RejectionCode.Recovering))); break;
        }
        // No children to stop and nothing to hand over: what counts is in the journal.
    }

    protected override void PostRestart(Exception reason)
    {
        var failed = reason as LotFailedException;
        if (failed is { IsTooOften: true })
        {
            var halted = new HaltedLot(_lot, _house, Context);
            Become(halted.Receive);
            halted.Close(Recovered());
            return;
        }
        PreStart();
        _lot.IsBehind = !_house.Parent.IsNobody();
        if (failed is not null)
        {
            Context.GetLogger().Warning(
                "Lot {Lot} is back from {Facts} facts after {Fault}", _lot.Id, _lot.Facts, failed.InnerException!.GetType().Name);
        }
        _house.Parent.Tell(new LotReport.IsBack(_lot.Id, _lot.Life));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            // Whoever bids has asked one thing at a time, so nothing overtakes what is put aside here.
            case PlaceBids or LotCommand.Bid or PassThis or WithdrawThis when !_house.Journal.HasRoom: PutAside(message); break;
            case PlaceBids bids: Take(bids); break;
            case LotCommand.Bid bid: Take(bid); break;
            case PassThis pass: Pass(pass); break;
            case WithdrawThis withdraw: Withdraw(withdraw); break;
            case LotCommand command: Apply(command); break;
            case WakeUps.Due:
                _isToBeWoken = false;
                Apply(new LotCommand.ClockReached());
                break;
            case MissedNothing nothing: _lot.IsBehind &= nothing.Life != _lot.Life; break;
            case Show: Answer(LotNotices.View(_lot.State).At(_house.Time.GetUtcNow())); break;
            default: Unhandled(message); break;
        }
    }

    /// <summary>The journal holds all it may: the bid comes again when there is room.</summary>
    private void PutAside(object message)
    {
        var (self, sender) = (Self, Sender);
        _house.Journal.WhenRoom(() => self.Tell(message, sender));
    }

    private void Answer(object answer) => _house.Answer(Sender, answer, Self);

    /// <summary>The bids of one read of one connection: decided one after the other, stored in one piece.</summary>
    private void Take(PlaceBids bids)
    {
        var answers = _inHand = new BidsInHand(bids, Sender, Self, _lot.Digits);
        var isOverdue = answers.Decide(_lot, _house);
        if (_lot.Unstored == 0)
        {
            if (isOverdue) CloseFirst();
            _inHand = null;
            _house.Release(answers);
            return;
        }
        var isNow = _lot.MayAnswerNow;
        var stored = _lot.Append(isNow ? null : answers);
        // From here on the answers are the journal's, or the session's: a failure after this must not answer a second time.
        _inHand = null;
        if (isNow) answers.Stored(stored);
        _lot.Number(stored);
        AfterBids(bids.Bidder);
    }

    private void Take(LotCommand.Bid bid)
    {
        var answer = new SingleBid(bid with { Salt = _house.SaltFor(_lot.State) }, Sender, Self);
        if (answer.Decide(_lot, _house.Time.GetUtcNow(), out var isOverdue) is { } settled)
        {
            if (isOverdue) CloseFirst();
            Answer(settled);
            return;
        }
        var isNow = _lot.MayAnswerNow;
        var stored = _lot.Append(isNow ? null : answer);
        if (isNow) answer.Stored(stored);
        answer.Remember(_lot, stored);
        AfterBids(bid.Bidder);
    }

    private void Pass(PassThis pass)
    {
        var decision = Apply(new LotCommand.Pass(pass.Bidder));
        if (_lot.IsOverdue(decision)) CloseFirst();
        Answer(decision.IsRefused
            ? new Answer.Error(decision.Rejection.Code, Reasons.For(decision.Rejection.Code))
            : new Answer.Passed());
        if (!decision.IsRefused) _house.ReportPass(_lot.State, pass.Bidder);
    }

    /// <summary>Asked again, a bid that was taken back gets the first answer.</summary>
    private void Withdraw(WithdrawThis asked)
    {
        var id = RecentBids.Withdrawal(asked.BidId);
        if (_lot.Look(asked.Bidder, id, 0) is { Match: BidIdMatch.Same } known)
        {
            Answer(new Answer.Withdrawn(asked.BidId, asked.Lot, known.Seq));
            return;
        }
        var decision = Lot.Decide(_lot.State, new LotCommand.Withdraw(asked.Bidder, asked.BidId), _house.Time.GetUtcNow());
        if (decision.IsRefused)
        {
            if (_lot.IsOverdue(decision)) CloseFirst();
            var no = decision.Rejection;
            Answer(asked.Refused(_lot.CodeOf(no)) with { PriceMinor = no.PriceMinor, NextMinor = no.NextMinor, Digits = _lot.Digits });
            return;
        }
        var stored = _lot.Store(decision);
        _lot.Remember(asked.Bidder, id, 0, stored.FirstEvent);
        Answer(new Answer.Withdrawn(asked.BidId, asked.Lot, stored.FirstEvent));
    }

    /// <summary>The sale's commands and the clock's: whatever they led to now or before, the sale is told where the lot stands.</summary>
    private Decision<LotFact> Apply(LotCommand command)
    {
        var decision = Lot.Decide(_lot.State, command, _house.Time.GetUtcNow());
        if (decision.Facts.Length > 0) _lot.Store(decision);
        switch (command)
        {
            case LotCommand.OpenRound: _lastToAct = null; break;
            case LotCommand.Open or LotCommand.ClockReached or LotCommand.Pass: ArmWakeUp(); break;
            case LotCommand.EndRound end: _house.ReportRound(_lot.State, end.Round); break;
        }
        // A pass may be the last turn.
        if (_lot.State.Phase == LotPhase.Closed && (command is not LotCommand.Pass || decision.Facts.Length > 0))
            _house.ReportClosed(_lot.State);
        return decision;
    }

    /// <summary>
    /// The deadline has passed and nobody has looked at the clock. Whoever is told so must find the lot closed for ever after, also when
    /// the house dies before the wake-up comes and its next life holds open what it finds overdue.
    /// </summary>
    private void CloseFirst() => Apply(new LotCommand.ClockReached());

    /// <summary>Where the first to bid takes a unit, a bid may close the lot.</summary>
    private void AfterBids(string bidder)
    {
        _house.ReportAct(_lot.State, bidder, ref _lastToAct);
        ArmWakeUp();
        if (_lot.State.Phase == LotPhase.Closed) _house.ReportClosed(_lot.State);
    }

    /// <summary>What the house has read of the lot's facts, once: facts come after it, and the next life reads for itself.</summary>
    private RecoveredLot? Recovered()
    {
        var recovered = _recovered;
        _recovered = null;
        return recovered;
    }

    /// <summary>A bid that moves the deadline needs no wake-up of its own: the one under way comes early, and arms the next.</summary>
    private void ArmWakeUp()
    {
        if (_lot.State.Phase == LotPhase.Closed) CallOffWakeUp();
        if (_isToBeWoken || _lot.State.Phase != LotPhase.Open || _lot.State.LooksAtClockAt is not { } at) return;
        _isToBeWoken = true;
        _house.WakeUps.Tell(new WakeUps.At(at.UtcTicks), Self);
    }

    private void CallOffWakeUp()
    {
        if (!_isToBeWoken) return;
        _isToBeWoken = false;
        _house.WakeUps.Tell(WakeUps.CallOff.Instance, Self);
    }
}
