using AkkaAuction.Rules.Forms.Turns;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>A tender by turns: opening offers, then the worst offer speaks first and the best last, round by round.</summary>
internal sealed class TurnsBook(LotTerms terms) : LotBook(terms)
{
    private readonly Queue<string> _toSpeak = [];
    private DateTimeOffset _turnFrom;
    private int _round;
    private bool _wentLower;
    private bool _mustGoOn;

    private TurnsTerms Form => (TurnsTerms)Terms.Form;

    public string? Speaks { get; private set; }

    protected override void OnBid(Written written, LotFact.BidAccepted bid)
    {
        if (_mustGoOn) throw Broken("P5", written, "between two turns");
        if (_round > 0 && bid.Bidder != Speaks) throw Broken("P7", written, $"and it is {Speaks}'s turn");
        var own = Bids.FindLast(b => b.Bidder == bid.Bidder)?.AmountMinor;
        var highest = _round == 0 ? own - 1 ?? Terms.StartPriceMinor : own!.Value - Form.Decrements.At(own.Value);
        if (bid.AmountMinor < 0 || bid.AmountMinor > highest) throw Broken("P7", written, $"above {highest}");
        if (_round > 0 && bid.AmountMinor < own - Form.MostMinor) throw Broken("P7", written, "and goes down too far");
        var ranking = Ranking([.. Bids, bid]);
        if (bid.Leader != ranking[0].Bidder) throw Broken("P6", written, $"and {ranking[0].Bidder} leads");
        if (bid.PriceMinor != ranking[0].AmountMinor) throw Broken("P7", written, $"and the price is {ranking[0].AmountMinor}");
        (Leader, PriceMinor) = (bid.Leader, bid.PriceMinor);
        if (_round == 0) return;
        _wentLower = true;
        Spoken(written.At);
    }

    protected override void OnOther(Written written, LotFact fact)
    {
        switch (fact)
        {
            case TurnPassed passed:
                if (passed.Bidder != Speaks) throw Broken("P7", written, $"and it is {Speaks ?? "nobody"}'s turn");
                if (written.At >= Deadline) throw Broken("P5", written, $"behind the deadline {Deadline:O}");
                Spoken(written.At);
                break;
            case TurnMissed missed:
                if (missed.Bidder != Speaks) throw Broken("P7", written, $"and it is {Speaks ?? "nobody"}'s turn");
                if (written.At < Deadline) throw Broken("P5", written, $"before the deadline {Deadline:O}");
                Spoken(Deadline!.Value);
                break;
            case TurnGiven given: Given(written, given); break;
            default: throw Broken("P7", written, "and it has no such fact");
        }
    }

    private void Given(Written written, TurnGiven given)
    {
        if (Speaks is not null) throw Broken("P7", written, $"and it is {Speaks}'s turn");
        if (_round == 0)
        {
            MustBeDue(written);
            _turnFrom = Deadline!.Value;
        }
        if (_toSpeak.Count == 0)
        {
            if (IsSettled) throw Broken("P5", written, "behind the last turn");
            (_round, _wentLower) = (_round + 1, false);
            foreach (var offer in Enumerable.Reverse(Ranking(Bids))) _toSpeak.Enqueue(offer.Bidder);
        }
        if (given.Bidder != _toSpeak.Dequeue()) throw Broken("P6", written, "who has not the worst offer");
        if (given.Round != _round || given.ClosesAt != _turnFrom + Form.Turn) throw Broken("P5", written, $"in round {_round}");
        (Speaks, Deadline, _mustGoOn) = (given.Bidder, given.ClosesAt, false);
    }

    private void Spoken(DateTimeOffset at) => (Speaks, _turnFrom, _mustGoOn) = (null, at, true);

    // Nobody has a turn left: one offer, the last round, or one in which nobody went lower.
    private bool IsSettled => _toSpeak.Count == 0
        && (Ranking(Bids).Length < 2 || _round == Form.Turns || (_round > 0 && !_wentLower));

    /// <summary>Each bidder's last offer, best first; of equal ones the earlier.</summary>
    private static LotFact.BidAccepted[] Ranking(IEnumerable<LotFact.BidAccepted> bids) =>
        [.. bids.GroupBy(b => b.Bidder).Select(own => own.Last()).OrderBy(b => b.AmountMinor).ThenBy(b => b.Order)];

    protected override Due? Due() => Bids.Count == 0 || Awards.Count > 0
        ? null
        : new Due(Ranking(Bids)[0].Bidder, PriceMinor, Ranking(Bids).Count(b => b.AmountMinor == PriceMinor) > 1);

    protected override void MayAward(Written written, LotFact.UnitAwarded award) => MayClose(written);

    protected override void MayClose(Written written)
    {
        if (IsCloseOrdered || Awards.Count > 0) return;
        if (_round == 0) MustBeDue(written);
        if (Bids.Count > 0 && !IsSettled) throw Broken("P5", written, "and turns are left");
        if (_round > 0 && Speaks is not null) throw Broken("P5", written, $"in {Speaks}'s turn");
    }
}
