using System.Collections.Frozen;
using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Actors.Recovery;
using AkkaAuction.Auctioneer.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Actors;

/// <summary>The sale's part of the desk: putting it up, carrying its facts out, and what lots owe it.</summary>
public sealed partial class Auctioneer
{
    private readonly Dictionary<string, HashSet<string>> _passed = new(StringComparer.Ordinal);
    private SaleState _state;
    private FactWriter _stream;
    private LotDirectory _lots = LotDirectory.Empty;
    private FrozenSet<string> _timedLots = [];
    private DateTimeOffset _returnUntil;

    /// <summary>A fresh sale of the catalogue: its lots are made and shown, and it waits for its bidders.</summary>
    private void PutUp(int sale)
    {
        var putUp = new DeskFact.SalePutUp(sale, _house.Time.GetUtcNow(), _house.Catalogue.SaleTerms(sale, _house.Settings), _house.Catalogue);
        _house.Journal.Append(_desk, [putUp], [], null);
        Begin(putUp, null);
        // In its turn: what is still to be told of the sale before comes first.
        _house.Journal.After(new TellWhenStored(_board, new BoardMessage.NewSale(sale, _catalogue)));
        _house.Journal.Announce([.. _catalogue.Lots.Select(terms => new Notice.LotListed(0, LotNotices.View(LotState.Initial(terms))))]);
        foreach (var seat in _bySession.Values.ToArray()) Decide(new SaleCommand.Come(seat.Record.Name));
    }

    /// <summary>Goes on with a sale after a restart of the desk or of the whole house: lots come back from their facts, bidders are gone.</summary>
    private void Resume(DeskFact.SalePutUp last, DeskPast past)
    {
        Begin(last, past.TakeLots());
        _state = past.State!;
        var isOther = !_catalogue.Lots.SequenceEqual(_house.Catalogue.Lots);
        _house.Journal.After(new TellWhenStored(_board, past.ToBoard(isOther)));
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
        var until = _house.Time.GetUtcNow() + _house.Settings.Recovery.ReturnWithin;
        _returnUntil = until;
        Context.System.Scheduler.ScheduleTellOnce(_house.Settings.Recovery.ReturnWithin, Self, new DeskMessage.ReturnIsOver(until), ActorRefs.NoSender);
    }

    private void ReturnIsOver(DeskMessage.ReturnIsOver over)
    {
        // A desk that failed again meanwhile waits anew.
        if (over.Until == _returnUntil) LetAbsentGo();
    }

    private void LetAbsentGo()
    {
        var here = _bySession.Values.Select(seat => seat.Record.Name).ToHashSet(StringComparer.Ordinal);
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
        _timedLots = putUp.Terms.TimedLots.ToFrozenSet(StringComparer.Ordinal);
        var context = new ItemAuctionContext(
            _house.Journal, Self, _house.Time, _house.Settings.Limits.BidIds, _state.Terms.CloseRoundWhenAllActed, _halted)
        {
            Overdue = _house.Overdue,
            Past = past,
        };
        ClearAwayLater(_lots);
        _lots = new LotDirectory(_catalogue.Lots.Select(terms => new LotHandle(
            terms.Id, Context.ActorOf(ItemAuction.Props(terms, sale, context), ItemAuction.NameFor(sale, terms.Id)), terms.Currency.Digits)));
        _house.Floor.Lots = _lots;
    }

    /// <summary>
    /// Lots of a sale that is over stay a while: bids that were on their way to them are answered (203), for a bid that is never answered holds its
    /// connection for ever.
    /// </summary>
    private void ClearAwayLater(LotDirectory lots) =>
        Context.System.Scheduler.ScheduleTellOnce(ClearAwayAfter, Self, new DeskMessage.ClearAway(lots), ActorRefs.NoSender);

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
        var isTimed = _timedLots.Contains(lot);
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

    private void LookAtClock(int sale)
    {
        if (sale != _state.Terms.Id) return;
        var deadline = _state.RoundClosesAt;
        Decide(new SaleCommand.ClockReached());
        // The round a nudge opened has armed its own.
        if (_state.RoundClosesAt == deadline) ArmClock();
    }

    /// <summary>A nudge at the running round's deadline; one that comes early finds nothing to do and arms the next.</summary>
    private void ArmClock()
    {
        if (_state.Phase != SalePhase.RoundRunning || _state.RoundClosesAt is not { } closesAt) return;
        var wait = closesAt - _house.Time.GetUtcNow();
        var delay = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait.TotalMilliseconds)));
        Context.System.Scheduler.ScheduleTellOnce(delay, Self, new DeskMessage.LookAtClock(_state.Terms.Id), ActorRefs.NoSender);
    }

    private bool IsOfThisSale(IActorRef lot) => lot.Path.Name.StartsWith(ItemAuction.NameFor(_state.Terms.Id, ""), StringComparison.Ordinal);

    private void Tell(string lot, LotCommand command)
    {
        if (_lots.TryGet(lot, out var handle)) handle.Ref.Tell(command, ActorRefs.NoSender);
    }
}
