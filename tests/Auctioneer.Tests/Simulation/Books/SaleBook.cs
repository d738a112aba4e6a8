using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>What a sale's stored facts must keep to: its rounds, their deadlines, and what its lots report.</summary>
internal sealed class SaleBook(SaleTerms terms)
{
    private readonly HashSet<string> _present = new(StringComparer.Ordinal);
    private readonly HashSet<string> _acted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private readonly HashSet<string> _closed = new(StringComparer.Ordinal);
    private readonly List<DateTimeOffset> _deadlines = [];
    private int _reportedBids;
    private int _sold;
    private int _unsold;

    /// <summary>Its lots, as they stand.</summary>
    public Dictionary<string, LotBook> Lots { get; } = new(StringComparer.Ordinal);

    public bool IsOpen { get; private set; }

    public bool HasEnded { get; private set; }

    public int Round { get; private set; }

    public bool RoundRuns { get; private set; }

    /// <summary>The round that is ending; 0: none is.</summary>
    public int EndingRound { get; private set; }

    public bool AreRoundsOver { get; private set; }

    /// <summary>Whether the operator has closed it: rounds and lots end before their deadlines, and none opens.</summary>
    public bool IsCloseOrdered { get; private set; }

    /// <summary>The deadline of the round that runs.</summary>
    public DateTimeOffset? Deadline => RoundRuns ? _deadlines[^1] : null;

    /// <summary>The place in the journal of the fact that set it.</summary>
    public long DeadlinePlace { get; private set; }

    /// <summary>The opening time while it has not come to that.</summary>
    public DateTimeOffset? OpensAt => IsOpen || IsCloseOrdered ? null : terms.OpensAt;

    public int Sold => _sold;

    public int Unsold => _unsold;

    public string Title => terms.Title;

    /// <summary>Whether this round runs, or is ending, with this deadline or one that it had before it was extended.</summary>
    public bool Runs(int round, DateTimeOffset closesAt) =>
        (RoundRuns || EndingRound > 0) && round == Round && _deadlines.Contains(closesAt);

    public void Take(Written written, Life life)
    {
        if (HasEnded) throw Broken("P5", written, "happened to a sale that is over");
        switch ((SaleFact)written.Fact)
        {
            case SaleFact.BidderCame came:
                if (!_present.Add(came.Bidder)) throw Broken("P2", written, "a second time");
                break;
            case SaleFact.BidderLeft left:
                if (!_present.Remove(left.Bidder)) throw Broken("P2", written, "and was not there");
                break;
            case SaleFact.BidderActed acted:
                if (!RoundRuns || acted.Round != Round || !_acted.Add(acted.Bidder))
                {
                    throw Broken("P2", written, "a second time, or in no round");
                }
                break;
            case SaleFact.Opened:
                if (IsOpen || IsCloseOrdered || _present.Count < terms.BiddersToStart)
                {
                    throw Broken("P5", written, $"a second time, or with {_present.Count} bidders");
                }
                if (written.At < terms.OpensAt) throw Broken("P5", written, $"before its opening time {terms.OpensAt:O}");
                IsOpen = true;
                break;
            case SaleFact.RoundOpened opened: Open(written, opened); break;
            case SaleFact.RoundExtended extended: Extend(written, extended, life); break;
            case SaleFact.RoundEnding ending:
                if (!RoundRuns || ending.Round != Round) throw Broken("P5", written, $"in round {Round}");
                var allActed = terms.CloseRoundWhenAllActed && _present.Count > 0 && _present.IsSubsetOf(_acted);
                if (written.At < _deadlines[^1] && !allActed && !IsCloseOrdered)
                {
                    throw Broken("P5", written, $"before the deadline {_deadlines[^1]:O}");
                }
                (RoundRuns, EndingRound) = (false, Round);
                break;
            case SaleFact.RoundReported reported: Report(written, reported); break;
            case SaleFact.RoundClosed closed:
                if (EndingRound != closed.Round || closed.Bids != _reportedBids)
                {
                    throw Broken("P7", written, $"with {_reportedBids} bids reported");
                }
                foreach (var lot in RoundLots().Where(l => l.IsRunning))
                {
                    throw Broken("P5", written, $"and {lot.Terms.Id} has not ended it");
                }
                EndingRound = 0;
                break;
            case SaleFact.RoundsOver:
                if (AreRoundsOver || RoundRuns || EndingRound > 0) throw Broken("P5", written, "in a round");
                AreRoundsOver = true;
                break;
            case SaleFact.CloseOrdered:
                if (IsCloseOrdered) throw Broken("P5", written, "a second time");
                IsCloseOrdered = true;
                break;
            case SaleFact.LotClosed closed:
                if (!Lots.TryGetValue(closed.Lot, out var of)
                    || !of.IsClosed
                    || of.Awards.Count != closed.Sold
                    || of.UnitsLeft != closed.Unsold)
                {
                    throw Broken("P7", written, "which is not the lot's result");
                }
                if (!_closed.Add(closed.Lot)) throw Broken("P7", written, "a second time");
                _sold += closed.Sold;
                _unsold += closed.Unsold;
                break;
            case SaleFact.Ended ended:
                if (_closed.Count != terms.RoundLots.Length + terms.TimedLots.Length)
                {
                    throw Broken("P5", written, $"with {_closed.Count} lots closed");
                }
                if (ended.Sold != _sold || ended.Unsold != _unsold) throw Broken("P7", written, $"and its lots sold {_sold}");
                HasEnded = true;
                break;
        }
    }

    private void Open(Written written, SaleFact.RoundOpened opened)
    {
        if (!IsOpen || RoundRuns || EndingRound > 0 || AreRoundsOver || IsCloseOrdered || opened.Round != Round + 1)
        {
            throw Broken("P5", written, $"after round {Round}");
        }
        if (opened.ClosesAt != written.At + terms.RoundLength) throw Broken("P5", written, "with another length than its terms'");
        (Round, RoundRuns, _reportedBids) = (opened.Round, true, 0);
        DeadlinePlace = written.Place;
        _deadlines.Clear();
        _deadlines.Add(opened.ClosesAt);
        _acted.Clear();
        _reported.Clear();
    }

    private void Extend(Written written, SaleFact.RoundExtended extended, Life life)
    {
        if (!RoundRuns
            || extended.Round != Round
            || life.Extension is not { } extension
            || _deadlines[^1] > life.BeganAt
            || extended.ClosesAt != life.BeganAt + extension)
        {
            throw Broken("P5", written, $"in round {Round} of a house that began {life.BeganAt:O}");
        }
        DeadlinePlace = written.Place;
        _deadlines.Add(extended.ClosesAt);
    }

    private void Report(Written written, SaleFact.RoundReported reported)
    {
        if (EndingRound != reported.Round || !_reported.Add(reported.Lot)) throw Broken("P5", written, $"while round {EndingRound} ends");
        if (Lots.GetValueOrDefault(reported.Lot) is not RoundsBook lot
            || lot.EndedRound != reported.Round
            || lot.EndedBids != reported.Bids
            || lot.UnitsLeft != reported.UnitsLeft)
        {
            throw Broken("P7", written, "which is not how the lot stands");
        }
        _reportedBids += reported.Bids;
    }

    private IEnumerable<RoundsBook> RoundLots() => Lots.Values.OfType<RoundsBook>();

    private static BrokenPromiseException Broken(string promise, Written written, string why) =>
        new(promise, $"event {written.Event} ({written.Stream}), {written.Fact} at {written.At:O}, {why}.");
}
