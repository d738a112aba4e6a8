using Akka.Actor;
using Akka.Event;
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

    /// <summary>A fresh sale of the catalogue: its lots are made and shown, and it waits for its bidders.</summary>
    private void PutUp(int sale)
    {
        _house.Journal.Append(_desk, [new DeskFact.SalePutUp(sale, _house.Time.GetUtcNow())], [], null);
        Begin(sale);
        _board.Tell(new BoardMessage.NewSale(sale, _house.Catalogue));
        _house.Journal.Announce([.. _house.Catalogue.Lots.Select(terms => new Notice.LotListed(0, LotNotices.View(LotState.Initial(terms))))]);
        foreach (var seat in _bySession.Values.ToArray()) Decide(new SaleCommand.Come(seat.Record.Name));
    }

    /// <summary>Goes on with a sale after the desk itself has failed: lots come back from their facts, bidders are gone.</summary>
    private void Resume(int sale)
    {
        Begin(sale);
        foreach (var stored in _house.Journal.Read(_stream.Stream)) _state = Sale.Evolve(_state, (SaleFact)stored.Fact);
        _board.Tell(new BoardMessage.Restore(Past(sale)));
        foreach (var terms in _house.Catalogue.Lots) Remind(terms.Id);
        foreach (var bidder in _state.Present) Decide(new SaleCommand.Leave(bidder));
        ArmClock();
    }

    /// <summary>What the board must know of all sales so far: every unit won, and the last sale's lots and round as they stand.</summary>
    private List<Notice> Past(int last)
    {
        var past = new List<Notice>();
        for (var sale = 1; sale <= last; sale++)
        {
            foreach (var terms in _house.Catalogue.Lots)
            {
                var lot = LotState.Initial(terms);
                foreach (var stored in _house.Journal.Read(StreamNames.Lot(sale, terms.Id)))
                {
                    lot = Lot.Evolve(lot, (LotFact)stored.Fact);
                    if (stored.Fact is LotFact.UnitAwarded award) past.Add(new Notice.UnitWon(stored.Event, terms.Id, award.PriceMinor, award.Bidder));
                }
                if (sale == last) past.Add(new Notice.LotListed(0, LotNotices.View(lot)));
            }
        }
        past.Sort((a, b) => a.Seq.CompareTo(b.Seq));
        if (_state is { Phase: SalePhase.RoundRunning, RoundClosesAt: { } closesAt }) past.Add(new Notice.RoundOpened(0, _state.Round, closesAt));
        if (_state.Phase == SalePhase.Ended) past.Add(new Notice.SaleEnded(0, _state.Sold, _state.Unsold));
        return past;
    }

    private void Begin(int sale)
    {
        _state = SaleState.Initial(_house.Catalogue.SaleTerms(sale, _house.Settings));
        _stream = _house.Journal.OpenWriter(StreamNames.Sale(sale));
        _passed.Clear();
        var context = new ItemAuctionContext(
            _house.Journal, Self, _house.Time, _house.Settings.Limits.BidIds, _state.Terms.CloseRoundWhenAllActed, _halted);
        foreach (var old in _lots.All) Context.Stop(old.Ref);
        _lots = new LotDirectory(_house.Catalogue.Lots.Select(terms => new LotHandle(
            terms.Id, Context.ActorOf(ItemAuction.Props(terms, sale, context), ItemAuction.NameFor(sale, terms.Id)), terms.Currency.Digits)));
        _house.Floor.Lots = _lots;
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
        Sender.Tell(new DeskAnswer.PassTaken(new Answer.Passed()));
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
        var isTimed = _state.Terms.TimedLots.Contains(lot);
        if (_state.Phase != SalePhase.Waiting && isTimed) Tell(lot, new LotCommand.Open());
        if (_state is { Phase: SalePhase.RoundRunning, RoundClosesAt: { } closesAt } && _state.RoundLotsOpen.Contains(lot))
            Tell(lot, new LotCommand.OpenRound(_state.Round, closesAt));
        if (_state.Phase == SalePhase.RoundEnding && _state.LotsOwingReport.Contains(lot)) Tell(lot, new LotCommand.EndRound(_state.Round));
        if (_state.LotsToClose.Contains(lot)) Tell(lot, new LotCommand.Close());
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
